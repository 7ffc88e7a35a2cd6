/* Asking back through a CEPTOAR: by itself or by its officer, the answer up without the name; what is refused; what each side sees. */
#include "relay_support.h"

#include "store/attachment.h"

static struct report_done original, derived;

static void story(enum report_consent consent)
{
	original = send_original(POWER_1, consent);
	assert_ok(&f.t, relay_as(CEPTOAR_POWER, original, &derived));
}

static struct report_done inquire(enum who who, struct uuid about)
{
	struct report_done d;
	later();
	flow_as(&f, who);
	assert_ok(&f.t, inquiry_send(cx, about, &(struct inquiry_input){ .text = S("いつからですか"), .due_us = cx->now_us + HOUR_US }, &d));
	return d;
}

static size_t thread_of(enum who who, struct uuid about, struct thread_item **ret)
{
	size_t n;
	flow_as(&f, who);
	assert_ok(&f.t, inquiry_thread(cx, about, ret, &n));
	return n;
}

static enum status answer_as(enum who who, struct uuid inquiry, struct report_done *ret)
{
	later();
	flow_as(&f, who);
	return answer_send(cx, inquiry, &(struct answer_input){ .text = S("九時からです") }, ret);
}

static enum status answer_up(struct uuid answer, struct str text, struct report_done *ret)
{
	later();
	flow_as(&f, CEPTOAR_POWER);
	return answer_relay(cx, answer, &(struct answer_input){ .text = text }, ret);
}

static void by_the_officer(void **state)
{
	(void)state;
	struct thread_item *items;
	struct report_done upper, lower, answer, up, again;
	story(CONSENT_ANONYMISED);
	upper = inquire(METI, derived.message);
	assert_null(flow_delivery(&f, POWER_1, upper.message));
	assert_int_equal(thread_of(POWER_1, original.message, &items), 0);      /* the officer looks first */
	struct inquiry_input in = { .text = S("いつからでしょうか") };
	flow_as(&f, CEPTOAR_POWER);
	assert_ok(&f.t, inquiry_forward(cx, upper.message, &in, &lower));
	assert_fails(inquiry_forward(cx, upper.message, &in, &again), E_CONFLICT, T_RELAY_DONE);
	assert_non_null(flow_delivery(&f, POWER_1, lower.message));
	assert_null(flow_delivery(&f, METI, lower.message));
	assert_true(str_starts(lower.number, S("CQ")) && str_starts(upper.number, S("Q")));
	assert_int_equal(thread_of(POWER_1, original.message, &items), 1);
	assert_ok(&f.t, answer_as(POWER_1, lower.message, &answer));
	assert_null(flow_delivery(&f, METI, answer.message));
	assert_int_equal(thread_of(METI, derived.message, &items), 1);
	assert_int_equal(answer_up(answer.message, S("t-power-1 は九時から"), &up), E_INVALID);
	assert_true(flow_wrong(&f, S("/text"), T_RELAY_NAMES_SOURCE));
	assert_ok(&f.t, answer_up(answer.message, S("九時から"), &up));
	assert_fails(answer_up(answer.message, S("九時から"), &again), E_CONFLICT, T_RELAY_DONE);
	assert_int_equal(thread_of(METI, derived.message, &items), 2);
	assert_true(uuid_eq(items[1].view.row.m.id, up.message) && items[1].place == 0);
	assert_int_equal(items[0].view.row.m.status, STATUS_CLOSED);
	assert_int_equal(thread_of(CEPTOAR_POWER, derived.message, &items), 2);
	assert_true(uuid_eq(items[0].made, lower.message));     /* the CEPTOAR sees both ends, the others one each */
	assert_int_equal(thread_of(METI, derived.message, &items), 2);
	assert_true(uuid_is_none(items[0].made));
	struct message_view v;
	assert_int_equal(message_view(cx, lower.message, 0, &v), E_MISSING);
	assert_int_equal(message_view(cx, answer.message, 0, &v), E_MISSING);
	flow_as(&f, POWER_1);
	assert_int_equal(message_view(cx, upper.message, 0, &v), E_MISSING);
	assert_int_equal(message_view(cx, up.message, 0, &v), E_MISSING);
}

static void by_itself(void **state)
{
	(void)state;
	struct thread_item *items;
	story(CONSENT_ANONYMISED);
	auto_inquiry(CEPTOAR_POWER, true);
	struct report_done upper = inquire(METI, derived.message), answer, up;
	assert_int_equal(thread_of(POWER_1, original.message, &items), 1);
	assert_true(uuid_eq(items[0].view.row.m.author, f.org[CEPTOAR_POWER].id));
	assert_str(items[0].view.revisions[0].row.r.title, "Inquiry: 変電所の監視装置が停止");  /* of the original, not of what was made of it */
	struct uuid lower = items[0].view.row.m.id;
	flow_as(&f, CEPTOAR_POWER);
	assert_fails(inquiry_forward(cx, upper.message, &(struct inquiry_input){ .text = S("x") }, &up), E_CONFLICT, T_RELAY_DONE);
	assert_ok(&f.t, answer_as(POWER_1, lower, &answer));
	assert_ok(&f.t, answer_up(answer.message, S("九時から"), &up));
	assert_non_null(flow_delivery(&f, METI, up.message));
	auto_inquiry(CEPTOAR_POWER, false);
	inquire(METI, derived.message);
	assert_int_equal(thread_of(POWER_1, original.message, &items), 2);      /* the first and its answer; the second waits */
}

static void what_has_no_sense(void **state)
{
	(void)state;
	struct report_done d, upper;
	struct inquiry_input in = { .text = S("?") };
	story(CONSENT_ANONYMISED);
	flow_as(&f, MLIT);
	assert_int_equal(inquiry_send(cx, derived.message, &in, &d), E_MISSING);
	test_forget(&f.t);
	flow_as(&f, METI);
	assert_int_equal(inquiry_send(cx, original.message, &in, &d), E_MISSING);
	test_forget(&f.t);
	in.due_us = cx->now_us - 1;
	assert_int_equal(inquiry_send(cx, derived.message, &in, &d), E_INVALID);
	assert_true(flow_wrong(&f, S("/due_at"), T_INQUIRY_DUE));
	test_forget(&f.t);
	in.due_us = 0, in.to = f.org[POWER_1].id;               /* nobody may choose whom else it reaches */
	assert_int_equal(inquiry_send(cx, derived.message, &in, &d), E_INVALID);
	assert_true(flow_wrong(&f, S("/to"), T_INQUIRY_TO));
	in.to = (struct uuid){ { 0 } };
	upper = inquire(METI, derived.message);
	assert_fails(inquiry_send(cx, upper.message, &in, &d), E_CONFLICT, T_INQUIRY_ABOUT);
	assert_fails(answer_as(METI, upper.message, &d), E_DENIED, T_INQUIRY_NOT_ASKED);
	assert_fails(answer_as(POWER_1, upper.message, &d), E_MISSING, T_MISSING);
	flow_as(&f, METI);
	assert_fails(inquiry_forward(cx, upper.message, &in, &d), E_DENIED, T_DENIED);
	flow_as(&f, CEPTOAR_RAIL);
	assert_fails(inquiry_forward(cx, upper.message, &in, &d), E_MISSING, T_MISSING);
	/* About what the CEPTOAR wrote itself there is no member to ask. */
	struct report_content c = flow_report(&f);
	flow_as(&f, CEPTOAR_POWER);
	assert_ok(&f.t, report_submit(cx, &c, &d));
	upper = inquire(METI, d.message);
	flow_as(&f, CEPTOAR_POWER);
	assert_fails(inquiry_forward(cx, upper.message, &in, &d), E_CONFLICT, T_INQUIRY_NO_MEMBER);
}

static void consent_and_withdrawal_hold_for_answers(void **state)
{
	(void)state;
	struct thread_item *items;
	struct report_done upper, waiting, answer, up;
	story(CONSENT_ANONYMISED);
	auto_inquiry(CEPTOAR_POWER, true);
	inquire(METI, derived.message);
	assert_int_equal(thread_of(POWER_1, original.message, &items), 1);
	assert_ok(&f.t, answer_as(POWER_1, items[0].view.row.m.id, &answer));
	follow(POWER_1, original.message, CONSENT_NONE);
	assert_fails(answer_up(answer.message, S("九時から"), &up), E_CONFLICT, T_CONSENT_NEEDED);
	follow(POWER_1, original.message, CONSENT_ANONYMISED);
	flow_as(&f, POWER_1);
	assert_ok(&f.t, report_withdraw(cx, original.message, S("誤り"), &up));
	assert_fails(answer_up(answer.message, S("九時から"), &up), E_CONFLICT, T_RELAY_WITHDRAWN);
	/* What comes now from above stays with the CEPTOAR, and the asker is told nothing of it. */
	size_t events = changes_count(cx->changes);
	upper = waiting = inquire(METI, derived.message);
	assert_int_equal(upper.status, STATUS_SUBMITTED);
	for (size_t i = events; i < changes_count(cx->changes); i++)
		assert_false(uuid_eq(changes_get(cx->changes, i)->org, f.org[POWER_1].id));
	flow_as(&f, CEPTOAR_POWER);
	assert_fails(inquiry_forward(cx, waiting.message, &(struct inquiry_input){ .text = S("x") }, &up), E_CONFLICT, T_RELAY_WITHDRAWN);
}

/* An answer that answers nothing from above goes nowhere. */
static void the_ceptoars_own_question(void **state)
{
	(void)state;
	struct report_done own, answer, up;
	story(CONSENT_ANONYMISED);
	own = inquire(CEPTOAR_POWER, original.message);
	assert_ok(&f.t, answer_as(POWER_1, own.message, &answer));
	assert_fails(answer_up(answer.message, S("九時から"), &up), E_CONFLICT, T_ANSWER_NO_INQUIRY);
	assert_fails(answer_up(own.message, S("九時から"), &up), E_MISSING, T_MISSING);
	assert_ok(&f.t, answer_as(POWER_1, own.message, &answer));      /* it may be answered again */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RELAY_TEST(by_the_officer), RELAY_TEST(by_itself), RELAY_TEST(what_has_no_sense), RELAY_TEST(consent_and_withdrawal_hold_for_answers),
		RELAY_TEST(the_ceptoars_own_question),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

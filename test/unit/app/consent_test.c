/* Consent of the source: asked and answered, said unasked, in advance for a scope, taken back, said otherwise in a later notice; to two
 * askers apart; and which word stands. */
#include "relay_support.h"

static struct uuid ask(enum who who, struct uuid message, enum consent_use use)
{
	struct uuid id;
	later();
	flow_as(&f, who);
	assert_ok(&f.t, consent_ask(cx, message, use, 0, S("お願い"), &id));
	return id;
}

static enum status reply(enum who who, struct uuid id, int answer, int kind)
{
	struct consent_row row;
	later();
	flow_as(&f, who);
	return consent_reply(cx, id, &(struct consent_answer_input){ answer, kind, S("答え") }, &row);
}

static enum status take_back(enum who who, struct uuid id)
{
	struct consent_row row;
	later();
	flow_as(&f, who);
	return consent_withdraw(cx, id, NO_STR, &row);
}

static enum status in_advance(enum who who, struct consent_advance_input in, struct uuid *ret)
{
	struct consent_row row = { .c.kind = 0 };
	later();
	flow_as(&f, who);
	enum status st = consent_advance(cx, &in, &row);
	*ret = row.c.id;
	return st;
}

static void assert_stands(enum who who, struct uuid message, int kind, enum consent_answer answer)
{
	struct consent_state s = consent_now(who, message, CONSENT_USE_RELAY);
	assert_int_equal(s.kind, kind);
	assert_int_equal(s.answer, answer);
}

static void asked_and_answered(void **state)
{
	(void)state;
	struct report_done d = send_original(POWER_1, 0), made;
	assert_stands(CEPTOAR_POWER, d.message, CONSENT_NONE, CONSENT_NOT_ASKED);
	assert_int_equal(relay_as(CEPTOAR_POWER, d, &made), E_CONFLICT);
	assert_int_equal(f.t.problem.why, T_CONSENT_NEEDED);
	struct uuid id = ask(CEPTOAR_POWER, d.message, CONSENT_USE_RELAY);
	assert_true(flow_told(&f, LIVE_CONSENT, POWER_1, d.message));
	assert_true(uuid_eq(id, ask(CEPTOAR_POWER, d.message, CONSENT_USE_RELAY)));   /* one open question */
	assert_stands(CEPTOAR_POWER, d.message, CONSENT_NONE, CONSENT_ASKED);
	assert_fails(reply(CEPTOAR_POWER, id, 1, 0), E_DENIED, T_DENIED);
	assert_fails(reply(METI, id, 1, 0), E_MISSING, T_MISSING);
	assert_int_equal(reply(POWER_1, id, 1, CONSENT_NONE), E_INVALID);
	assert_true(flow_wrong(&f, S("/kind"), T_FIELD_CHOICE));
	assert_ok(&f.t, reply(POWER_1, id, 1, 0));
	assert_stands(CEPTOAR_POWER, d.message, CONSENT_ANONYMISED, CONSENT_GIVEN);
	assert_fails(reply(POWER_1, id, 2, 0), E_CONFLICT, T_CONSENT_ANSWERED);
	assert_ok(&f.t, relay_as(CEPTOAR_POWER, d, &made));
}

static void refused_then_given_later(void **state)
{
	(void)state;
	struct report_done d = send_original(POWER_1, CONSENT_NONE), made;
	struct consent_row row;
	struct uuid id = ask(CEPTOAR_POWER, d.message, CONSENT_USE_RELAY);
	assert_ok(&f.t, reply(POWER_1, id, 2, 0));
	assert_stands(CEPTOAR_POWER, d.message, CONSENT_NONE, CONSENT_REFUSED);
	assert_fails(take_back(POWER_1, id), E_CONFLICT, T_CONSENT_NOT_GIVEN);
	assert_fails(relay_as(CEPTOAR_POWER, d, &made), E_CONFLICT, T_CONSENT_NEEDED);
	later();                                                /* without being asked */
	flow_as(&f, POWER_1);
	assert_ok(&f.t, consent_put(cx, d.message, &(struct consent_ask_input){ .use = CONSENT_USE_RELAY, .kind = CONSENT_ANONYMISED }, &row));
	assert_stands(CEPTOAR_POWER, d.message, CONSENT_ANONYMISED, CONSENT_GIVEN);
	assert_ok(&f.t, take_back(POWER_1, row.c.id));
	assert_stands(CEPTOAR_POWER, d.message, CONSENT_NONE, CONSENT_TAKEN_BACK);
	assert_fails(relay_as(CEPTOAR_POWER, d, &made), E_CONFLICT, T_CONSENT_NEEDED);
}

static void a_later_notice_says_otherwise(void **state)
{
	(void)state;
	struct report_done d = send_original(POWER_1, CONSENT_ANONYMISED), made;
	struct report_done second = follow(POWER_1, d.message, CONSENT_NONE);
	assert_stands(CEPTOAR_POWER, d.message, CONSENT_NONE, CONSENT_NOT_ASKED);
	assert_fails(relay_as(CEPTOAR_POWER, second, &made), E_CONFLICT, T_CONSENT_NEEDED);
	struct uuid id = ask(CEPTOAR_POWER, d.message, CONSENT_USE_RELAY);
	assert_ok(&f.t, reply(POWER_1, id, 1, 0));
	follow(POWER_1, d.message, CONSENT_NONE);               /* the same word again is no new one */
	assert_stands(CEPTOAR_POWER, d.message, CONSENT_ANONYMISED, CONSENT_GIVEN);
	follow(POWER_1, d.message, CONSENT_NAMED);
	assert_stands(CEPTOAR_POWER, d.message, CONSENT_NAMED, CONSENT_GIVEN);
	follow(POWER_1, d.message, CONSENT_NONE);
	assert_stands(CEPTOAR_POWER, d.message, CONSENT_NONE, CONSENT_TAKEN_BACK);
}

static void in_advance_for_a_scope(void **state)
{
	(void)state;
	static struct str power[] = { LIT("power") }, gas[] = { LIT("gas") }, leak[] = { LIT("leak") };
	struct uuid id;
	struct report_done silent = send_original(POWER_1, 0), no = send_original(POWER_1, CONSENT_NONE);
	struct consent_advance_input in = { .use = CONSENT_USE_RELAY, .scope = { .sectors = { gas, 1 } } };
	assert_ok(&f.t, in_advance(POWER_1, in, &id));
	assert_stands(CEPTOAR_POWER, silent.message, CONSENT_NONE, CONSENT_NOT_ASKED);
	in.scope = (struct consent_scope){ .sectors = { power, 1 }, .event_types = { leak, 1 } };
	assert_ok(&f.t, in_advance(POWER_1, in, &id));
	assert_stands(CEPTOAR_POWER, silent.message, CONSENT_NONE, CONSENT_NOT_ASKED);
	in.scope = (struct consent_scope){ .tlp = TLP_GREEN };  /* stricter than that it is not for */
	assert_ok(&f.t, in_advance(POWER_1, in, &id));
	assert_stands(CEPTOAR_POWER, silent.message, CONSENT_NONE, CONSENT_NOT_ASKED);
	in.scope = (struct consent_scope){ .sectors = { power, 1 }, .tlp = TLP_AMBER };
	in.until_day = day_of(cx->now_us);
	assert_ok(&f.t, in_advance(POWER_1, in, &id));
	assert_stands(CEPTOAR_POWER, silent.message, CONSENT_ANONYMISED, CONSENT_GIVEN);
	/* An explicit no of the report itself beats it; another member's it is not. */
	assert_stands(CEPTOAR_POWER, no.message, CONSENT_NONE, CONSENT_NOT_ASKED);
	struct report_done other = send_original(RAIL_1, 0);
	assert_stands(CEPTOAR_POWER, other.message, CONSENT_NONE, CONSENT_NOT_ASKED);
	/* Not for wider use, and not longer than until that day. */
	assert_int_equal(consent_now(CEPTOAR_POWER, silent.message, CONSENT_USE_WIDER).kind, CONSENT_NONE);
	cx->now_us += 2 * DAY_US;
	assert_stands(CEPTOAR_POWER, silent.message, CONSENT_NONE, CONSENT_NOT_ASKED);
	cx->now_us -= 2 * DAY_US;
	assert_ok(&f.t, take_back(POWER_1, id));
	assert_stands(CEPTOAR_POWER, silent.message, CONSENT_NONE, CONSENT_NOT_ASKED);
}

static void in_advance_with_care(void **state)
{
	(void)state;
	struct uuid id;
	struct consent_advance_input in = { .use = CONSENT_USE_RELAY, .kind = CONSENT_NONE };
	assert_int_equal(in_advance(POWER_1, in, &id), E_INVALID);
	assert_true(flow_wrong(&f, S("/kind"), T_FIELD_CHOICE));
	in = (struct consent_advance_input){ .use = CONSENT_USE_RELAY, .until_day = day_of(cx->now_us) - 1 };
	assert_int_equal(in_advance(POWER_1, in, &id), E_INVALID);
	assert_true(flow_wrong(&f, S("/until"), T_CONSENT_UNTIL));
	in = (struct consent_advance_input){ .use = CONSENT_USE_RELAY, .to = f.org[CEPTOAR_RAIL].id };
	assert_int_equal(in_advance(POWER_1, in, &id), E_INVALID);
	assert_true(flow_wrong(&f, S("/to"), T_CONSENT_TO));
	in = (struct consent_advance_input){ .use = CONSENT_USE_RELAY };
	assert_int_equal(in_advance(RAIL_1, in, &id), E_INVALID);       /* of two CEPTOARs: which? */
	assert_true(flow_wrong(&f, S("/to"), T_FIELD_REQUIRED));
	in = (struct consent_advance_input){ .use = CONSENT_USE_WIDER, .to = f.org[METI].id };
	assert_int_equal(in_advance(POWER_1, in, &id), E_INVALID);
	assert_true(flow_wrong(&f, S("/to"), T_CONSENT_TO));
	f.actor[POWER_1].roles = ROLE_AUDITOR;
	assert_fails(in_advance(POWER_1, in, &id), E_DENIED, T_DENIED);
}

/* Ministry and centre have the same report: each has its own answer. */
static void two_askers(void **state)
{
	(void)state;
	struct report_content c = flow_report(&f);
	struct report_done d;
	struct delivery_row row;
	flow_as(&f, POWER_1);
	assert_ok(&f.t, report_submit(cx, &c, &d));
	if (!flow_delivery(&f, CENTRE, d.message)) {
		flow_as(&f, METI);
		assert_ok(&f.t, delivery_pass_on(cx, flow_delivery(&f, METI, d.message)->d.id, NO_STR, &row));
	}
	struct uuid ministry = ask(METI, d.message, CONSENT_USE_WIDER), centre = ask(CENTRE, d.message, CONSENT_USE_WIDER);
	assert_false(uuid_eq(ministry, centre));
	assert_ok(&f.t, reply(POWER_1, centre, 1, CONSENT_NAMED));
	assert_ok(&f.t, reply(POWER_1, ministry, 2, 0));
	assert_int_equal(consent_now(CENTRE, d.message, CONSENT_USE_WIDER).kind, CONSENT_NAMED);
	assert_int_equal(consent_now(METI, d.message, CONSENT_USE_WIDER).answer, CONSENT_REFUSED);
	assert_ok(&f.t, take_back(POWER_1, centre));
	assert_true(flow_told(&f, LIVE_CONSENT, CENTRE, d.message));
	assert_int_equal(consent_now(CENTRE, d.message, CONSENT_USE_WIDER).answer, CONSENT_TAKEN_BACK);
}

static void who_may_ask_what(void **state)
{
	(void)state;
	struct report_content c = flow_report(&f);
	struct report_done inner = send_original(POWER_1, 0), open, made;
	struct uuid id;
	flow_as(&f, METI);
	assert_fails(consent_ask(cx, inner.message, CONSENT_USE_RELAY, 0, NO_STR, &id), E_MISSING, T_MISSING);
	flow_as(&f, POWER_1);
	assert_ok(&f.t, report_submit(cx, &c, &open));
	flow_as(&f, METI);
	assert_int_equal(consent_ask(cx, open.message, CONSENT_USE_RELAY, 0, NO_STR, &id), E_INVALID);
	assert_true(flow_wrong(&f, S("/use"), T_CONSENT_USE));
	test_forget(&f.t);
	assert_int_equal(consent_ask(cx, open.message, CONSENT_USE_WIDER, CONSENT_NONE, NO_STR, &id), E_INVALID);
	assert_true(flow_wrong(&f, S("/kind"), T_FIELD_CHOICE));
	f.actor[CEPTOAR_POWER].roles = ROLE_REPORTER;
	flow_as(&f, CEPTOAR_POWER);
	assert_fails(consent_ask(cx, inner.message, CONSENT_USE_RELAY, 0, NO_STR, &id), E_DENIED, T_DENIED);
	f.actor[CEPTOAR_POWER].roles = ROLE_OFFICER;
	/* About a derived report the CEPTOAR is asked, and its member hears nothing. */
	assert_ok(&f.t, reply(POWER_1, ask(CEPTOAR_POWER, inner.message, CONSENT_USE_RELAY), 1, 0));
	f.actor[CEPTOAR_POWER].roles = ROLE_OFFICER | ROLE_REPORTER;
	assert_ok(&f.t, relay_as(CEPTOAR_POWER, inner, &made));
	size_t events = changes_count(cx->changes);
	struct consent_row *rows;
	size_t n;
	id = ask(METI, made.message, CONSENT_USE_WIDER);
	for (size_t i = events; i < changes_count(cx->changes); i++)
		assert_false(uuid_eq(changes_get(cx->changes, i)->org, f.org[POWER_1].id));
	flow_as(&f, CEPTOAR_POWER);
	assert_ok(&f.t, consent_page(cx, CONSENT_BOX_TO_ANSWER, (struct uuid){ { 0 } }, (struct uuid){ { 0 } }, 50, &rows, &n));
	assert_true(n == 1 && uuid_eq(rows[0].c.id, id) && uuid_eq(rows[0].to.id, f.org[METI].id));
	/* What was withdrawn is not asked about. */
	flow_as(&f, POWER_1);
	assert_ok(&f.t, report_withdraw(cx, inner.message, S("誤り"), &made));
	flow_as(&f, CEPTOAR_POWER);
	assert_fails(consent_ask(cx, inner.message, CONSENT_USE_WIDER, 0, NO_STR, &id), E_MISSING, T_MISSING);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RELAY_TEST(asked_and_answered), RELAY_TEST(refused_then_given_later), RELAY_TEST(a_later_notice_says_otherwise),
		RELAY_TEST(in_advance_for_a_scope), RELAY_TEST(in_advance_with_care), RELAY_TEST(two_askers), RELAY_TEST(who_may_ask_what),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The CEPTOAR relay: what is refused and why, that each notice goes once, follow-ups as revisions, withdrawal on either side, a member
 * that leaves mid-way, also with a sealed follow-up. */
#include "relay_support.h"

#include "app/sealing.h"
#include "store/attachment.h"
#include "store/key.h"

static void goes_once(void **state)
{
	(void)state;
	struct report_done d = send_original(POWER_1, CONSENT_ANONYMISED), made, again;
	struct relay_draft draft;
	struct relay_work_row *rows;
	size_t n;
	assert_ok(&f.t, relay_as(CEPTOAR_POWER, d, &made));
	assert_false(uuid_eq(made.message, d.message));
	assert_true(str_starts(d.number, S("C")) && str_starts(made.number, S("R")));
	assert_non_null(flow_delivery(&f, METI, made.message));
	assert_null(flow_delivery(&f, METI, d.message));
	assert_true(flow_told(&f, LIVE_MESSAGE, POWER_1, d.message));
	assert_false(flow_told(&f, LIVE_MESSAGE, POWER_1, made.message));
	assert_int_equal(relay_as(CEPTOAR_POWER, d, &again), E_CONFLICT);
	assert_int_equal(f.t.problem.why, T_RELAY_DONE);
	assert_true(str_ends(f.t.problem.instance, uuid_str(f.t.mem, made.message)));
	flow_as(&f, CEPTOAR_POWER);
	assert_ok(&f.t, relay_draft(cx, d.message, &draft));
	assert_true(draft.derived_is && draft.member && uuid_eq(draft.derived.id, made.message));
	assert_true(draft.n_revisions == 1 && uuid_eq(draft.revisions[0].derived, made.revision));
	assert_ok(&f.t, relay_works(cx, true, &rows, &n));
	assert_int_equal(n, 1);
	assert_ok(&f.t, relay_works(cx, false, &rows, &n));
	assert_int_equal(n, 0);
}

static void only_for_who_holds_it(void **state)
{
	(void)state;
	struct report_done d = send_original(POWER_1, CONSENT_ANONYMISED), made;
	struct relay_draft draft;
	for (int who = 0; who < N_WHO; who++) {
		if (who == CEPTOAR_POWER)
			continue;
		assert_int_equal(relay_as((enum who)who, d, &made), who == CEPTOAR_RAIL ? E_MISSING : E_DENIED);
		test_forget(&f.t);
		assert_int_equal(relay_draft(cx, d.message, &draft), who == CEPTOAR_RAIL ? E_MISSING : E_DENIED);
	}
	/* A report that is on its way by the ministry is nothing to relay. */
	struct report_content c = flow_report(&f);
	flow_as(&f, CEPTOAR_POWER);
	f.actor[CEPTOAR_POWER].roles = ROLE_REPORTER;
	assert_fails(relay_draft(cx, d.message, &draft), E_DENIED, T_DENIED);
	flow_as(&f, POWER_1);
	assert_ok(&f.t, report_submit(cx, &c, &d));
	f.actor[CEPTOAR_POWER].roles = ROLE_OFFICER;
	flow_as(&f, CEPTOAR_POWER);
	assert_int_equal(relay_draft(cx, d.message, &draft), E_MISSING);
}

static enum status relay_with(struct report_done from, struct relay_input in)
{
	struct report_done made;
	flow_as(&f, CEPTOAR_POWER);
	return relay_send(cx, from.message, 0, &in, &made);
}

static void keeps_within_the_original(void **state)
{
	(void)state;
	struct report_done d = send_original(POWER_1, CONSENT_ANONYMISED), made;
	struct relay_input in = derived_of(d.revision);
	in.content.route = ROUTE_CEPTOAR, in.content.tlp = TLP_GREEN, in.content.consent = CONSENT_NAMED, in.content.exercise = true;
	assert_int_equal(relay_with(d, in), E_INVALID);
	assert_true(flow_wrong(&f, S("/content/route"), T_RELAY_CONTENT_ROUTE));
	assert_true(flow_wrong(&f, S("/content/tlp"), T_RELAY_TLP));
	assert_true(flow_wrong(&f, S("/content/consent"), T_RELAY_CONSENT));
	assert_true(flow_wrong(&f, S("/content/exercise"), T_REPORT_EXERCISE_FIXED));
	in = derived_of(d.revision), in.content.basis = BASIS_LAW;
	assert_int_equal(relay_with(d, in), E_INVALID);
	assert_true(flow_wrong(&f, S("/content/basis"), T_RELAY_BASIS));
	in = derived_of(uuid_new(cx->now_us));
	assert_int_equal(relay_with(d, in), E_INVALID);
	assert_true(flow_wrong(&f, S("/revision"), T_RELAY_REVISION));
	in = derived_of(d.revision), in.content.title = NO_STR;
	assert_int_equal(relay_with(d, in), E_INVALID);
	assert_true(flow_wrong(&f, S("/content/title"), T_FIELD_REQUIRED));
	in = derived_of(d.revision);
	flow_as(&f, CEPTOAR_POWER);
	assert_fails(relay_send(cx, d.message, 7, &in, &made), E_STALE, T_STALE);
	in.content.summary = S("Ｔ－Power-1 の装置");                  /* any width, any case */
	assert_int_equal(relay_with(d, in), E_INVALID);
	assert_true(flow_wrong(&f, S("/content/summary"), T_RELAY_NAMES_SOURCE));
	assert_ok(&f.t, relay_as(CEPTOAR_POWER, d, &made));
}

static void named_where_the_source_agrees(void **state)
{
	(void)state;
	struct report_done d = send_original(POWER_1, CONSENT_NAMED);
	struct relay_input in = derived_of(d.revision);
	in.content.summary = S("T-Power-1 の装置");
	in.content.consent = CONSENT_NAMED;
	assert_ok(&f.t, relay_with(d, in));
}

static void follow_ups_become_revisions(void **state)
{
	(void)state;
	struct report_done d = send_original(POWER_1, CONSENT_ANONYMISED), second, third, made, more;
	assert_ok(&f.t, relay_as(CEPTOAR_POWER, d, &made));
	second = follow(POWER_1, d.message, CONSENT_ANONYMISED);
	third = follow(POWER_1, d.message, CONSENT_ANONYMISED);
	assert_ok(&f.t, relay_as(CEPTOAR_POWER, third, &more));
	assert_true(uuid_eq(more.message, made.message));
	assert_int_equal(more.revision_number, 2);
	/* What came before the one that was relayed is past. */
	assert_fails(relay_as(CEPTOAR_POWER, second, &more), E_CONFLICT, T_RELAY_DONE);
}

static void what_the_member_takes_back(void **state)
{
	(void)state;
	struct report_done d = send_original(POWER_1, CONSENT_ANONYMISED), unsent = send_original(POWER_1, CONSENT_ANONYMISED), made, gone;
	struct relay_withdrawn *list;
	struct relay_draft draft;
	size_t n, events;
	assert_ok(&f.t, relay_as(CEPTOAR_POWER, d, &made));
	flow_as(&f, POWER_1);
	events = changes_count(cx->changes);
	assert_ok(&f.t, report_withdraw(cx, d.message, S("誤り"), &gone));
	assert_ok(&f.t, report_withdraw(cx, unsent.message, S("誤り"), &gone));
	assert_true(flow_told(&f, LIVE_RECALL, CEPTOAR_POWER, d.message));
	for (size_t i = events; i < changes_count(cx->changes); i++) {  /* nothing happens above */
		assert_false(uuid_eq(changes_get(cx->changes, i)->object, made.message));
		assert_false(uuid_eq(changes_get(cx->changes, i)->org, f.org[METI].id));
	}
	assert_int_equal(relay_as(CEPTOAR_POWER, d, &gone), E_CONFLICT);
	assert_int_equal(f.t.problem.why, T_RELAY_WITHDRAWN);
	assert_true(str_ends(f.t.problem.instance, uuid_str(f.t.mem, made.message)));
	assert_fails(relay_as(CEPTOAR_POWER, unsent, &gone), E_CONFLICT, T_RELAY_WITHDRAWN);
	assert_fails(relay_draft(cx, unsent.message, &draft), E_CONFLICT, T_RELAY_WITHDRAWN);
	flow_as(&f, CEPTOAR_RAIL);
	assert_int_equal(relay_draft(cx, d.message, &draft), E_MISSING);
	test_forget(&f.t);
	assert_ok(&f.t, relay_withdrawns(cx, &list, &n));
	assert_int_equal(n, 0);
	flow_as(&f, CEPTOAR_POWER);
	assert_ok(&f.t, relay_withdrawns(cx, &list, &n));
	assert_int_equal(n, 1);
	assert_true(uuid_eq(list[0].original, d.message) && uuid_eq(list[0].derived, made.message) && uuid_eq(list[0].author.id, f.org[POWER_1].id));
	assert_ok(&f.t, report_withdraw(cx, made.message, S("もとの連絡の取下げ"), &gone));
	assert_ok(&f.t, relay_withdrawns(cx, &list, &n));
	assert_int_equal(n, 0);
	flow_as(&f, METI);
	assert_fails(relay_withdrawns(cx, &list, &n), E_DENIED, T_DENIED);
}

static void anew_after_the_derived_was_withdrawn(void **state)
{
	(void)state;
	struct report_done d = send_original(POWER_1, CONSENT_ANONYMISED), made, again;
	assert_ok(&f.t, relay_as(CEPTOAR_POWER, d, &made));
	flow_as(&f, CEPTOAR_POWER);
	assert_ok(&f.t, report_withdraw(cx, made.message, S("書き直し"), &again));
	assert_ok(&f.t, relay_as(CEPTOAR_POWER, d, &again));
	assert_false(uuid_eq(again.message, made.message));
}

static void leave(enum who who, enum who group)
{
	struct actor admin = f.actor[CENTRE];
	admin.roles = ROLE_PLATFORM;
	cx->actor = &admin;
	assert_ok(&f.t, org_leave(cx, f.org[who].id, f.org[group].id));
}

static void a_member_that_has_left(void **state)
{
	(void)state;
	struct report_done d = send_original(POWER_1, CONSENT_ANONYMISED), second, made;
	struct report_content c = flow_report(&f);
	struct relay_draft draft;
	leave(POWER_1, CEPTOAR_POWER);
	second = follow(POWER_1, d.message, CONSENT_ANONYMISED);
	flow_as(&f, CEPTOAR_POWER);
	assert_ok(&f.t, relay_draft(cx, d.message, &draft));
	assert_false(draft.member);
	assert_int_equal(draft.n_revisions, 2);
	assert_ok(&f.t, relay_as(CEPTOAR_POWER, second, &made));
	c.route = ROUTE_CEPTOAR;
	flow_as(&f, POWER_1);
	assert_int_equal(report_submit(cx, &c, &made), E_INVALID);
	assert_true(flow_wrong(&f, S("/route"), T_REPORT_NO_CEPTOAR));
}

/* A key of the CEPTOAR, and an envelope sealed to it. */
static const struct json *envelope_to(enum who who, struct uuid *ret_key)
{
	struct box_key key;
	struct secret_key content;
	struct seal_to to = { .key = uuid_new(cx->now_us) };
	struct str text;
	const struct json *json;
	box_key_new(&key);
	secret_key_new(&content);
	memcpy(to.pub, key.pub, sizeof to.pub);
	struct org_key row = { .id = to.key, .org = f.org[who].id, .created_us = cx->now_us, .created_by = f.actor[who].user };
	memcpy(row.pub, key.pub, sizeof row.pub);
	assert_ok(&f.t, key_row_add(cx, &row));
	assert_ok(&f.t, content_seal(cx, S("{\"content\":{}}"), &content, &to, 1, &text));
	assert_ok(&f.t, json_parse(cx, text, &json));
	*ret_key = to.key;
	return json;
}

static void a_sealed_follow_up_goes_to_who_holds_it(void **state)
{
	(void)state;
	struct report_done d = send_original(POWER_1, CONSENT_ANONYMISED), made;
	struct report_content open = flow_report(&f);
	struct uuid key;
	struct sealed_report s = { .ceptoar = f.org[CEPTOAR_POWER].id, .envelope = envelope_to(CEPTOAR_POWER, &key), .basis = BASIS_SEVERE };
	leave(POWER_1, CEPTOAR_POWER);
	flow_member(&f, POWER_1, CEPTOAR_RAIL);                  /* elsewhere now: that one gets nothing of what it never had */
	flow_as(&f, POWER_1);
	assert_ok(&f.t, report_follow_up_sealed(cx, d.message, 0, &s, false, &made));
	assert_int_equal(made.deliveries, 1);
	assert_int_equal(flow_delivery(&f, CEPTOAR_POWER, d.message)->revision, 2);
	assert_null(flow_delivery(&f, CEPTOAR_RAIL, d.message));
	/* Not to the new one, not open, and no new report by the old way. */
	s.ceptoar = f.org[CEPTOAR_RAIL].id;
	assert_int_equal(report_follow_up_sealed(cx, d.message, 0, &s, false, &made), E_INVALID);
	assert_true(flow_wrong(&f, S("/ceptoar"), T_SEAL_CEPTOAR));
	test_forget(&f.t);
	open.route = ROUTE_CEPTOAR;
	assert_fails(report_follow_up(cx, d.message, 0, &open, false, &made), E_CONFLICT, T_REPORT_SEAL_NEEDED);
	s.ceptoar = f.org[CEPTOAR_POWER].id;
	assert_int_equal(report_submit_sealed(cx, &s, &made), E_INVALID);
	assert_true(flow_wrong(&f, S("/ceptoar"), T_SEAL_CEPTOAR));
	flow_as(&f, CEPTOAR_POWER);
	struct relay_draft draft;
	assert_ok(&f.t, relay_draft(cx, d.message, &draft));
	assert_int_equal(draft.n_revisions, 2);
}

static struct uuid add_file(enum who who, const char *bytes)
{
	struct attachment a = { .id = uuid_new(cx->now_us), .org = f.org[who].id, .account = f.actor[who].user, .name = S("a.txt"), .type = S("text/plain"),
		.size = (int64_t)strlen(bytes), .bytes = { (const uint8_t *)bytes, strlen(bytes) } };
	memset(a.digest, bytes[0], sizeof a.digest);
	assert_ok(&f.t, attachment_add(cx, &a));
	return a.id;
}

static void no_file_of_the_original(void **state)
{
	(void)state;
	struct report_content c = flow_report(&f);
	struct report_done d;
	struct uuid theirs = add_file(POWER_1, "same"), ours = add_file(CEPTOAR_POWER, "same"), other = add_file(CEPTOAR_POWER, "other");
	c.route = ROUTE_CEPTOAR, c.consent = CONSENT_ANONYMISED, c.attachments = (struct list){ &theirs, 1 };
	flow_as(&f, POWER_1);
	assert_ok(&f.t, report_submit(cx, &c, &d));
	struct relay_input in = derived_of(d.revision);
	in.content.attachments = (struct list){ &ours, 1 };
	assert_int_equal(relay_with(d, in), E_INVALID);
	assert_true(flow_wrong(&f, S("/content/attachments/0"), T_RELAY_SAME_FILE));
	in = derived_of(d.revision), in.content.attachments = (struct list){ &other, 1 };
	assert_ok(&f.t, relay_with(d, in));
}

static void settings(void **state)
{
	(void)state;
	struct relay_setting s;
	auto_inquiry(CEPTOAR_POWER, true);
	assert_ok(&f.t, relay_setting(cx, &s));
	assert_true(s.auto_inquiry && s.version == 1);
	assert_fails(relay_setting_put(cx, 1, &(struct relay_setting_input){ 7, false }, &s), E_STALE, T_STALE);
	flow_as(&f, CEPTOAR_RAIL);
	assert_ok(&f.t, relay_setting(cx, &s));
	assert_true(!s.auto_inquiry && s.small_group == RELAY_SMALL_GROUP);
	flow_as(&f, METI);
	assert_fails(relay_setting(cx, &s), E_DENIED, T_DENIED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RELAY_TEST(goes_once), RELAY_TEST(only_for_who_holds_it), RELAY_TEST(keeps_within_the_original), RELAY_TEST(named_where_the_source_agrees),
		RELAY_TEST(follow_ups_become_revisions), RELAY_TEST(what_the_member_takes_back), RELAY_TEST(anew_after_the_derived_was_withdrawn),
		RELAY_TEST(a_member_that_has_left), RELAY_TEST(a_sealed_follow_up_goes_to_who_holds_it), RELAY_TEST(no_file_of_the_original), RELAY_TEST(settings),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

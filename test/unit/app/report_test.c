/* Reports along their routes: what each rule refuses, who gets what and when, and what nobody gets. */
#include "flow_support.h"

static struct flow f;
static struct cx *const cx = &f.t.cx;

static int open_flow(void **state)
{
	(void)state;
	flow_open(&f);
	return 0;
}

static int close_flow(void **state)
{
	(void)state;
	flow_close(&f);
	return 0;
}

static struct report_done submit(enum who who, struct report_content c)
{
	struct report_done d;
	flow_as(&f, who);
	assert_ok(&f.t, report_submit(cx, &c, &d));
	return d;
}

static void goes_to_the_ministry_first(void **state)
{
	(void)state;
	struct report_done d = submit(POWER_1, flow_report(&f));
	assert_int_equal(d.deliveries, 1);
	assert_int_equal(d.status, STATUS_SUBMITTED);
	assert_true(str_starts(d.number, S("R20")) && d.number.n == 12);
	assert_false(uuid_is_none(d.entry));
	struct delivery_row *m = flow_delivery(&f, METI, d.message);
	assert_non_null(m);
	assert_int_equal(m->d.pass_state, PASS_WAITING);
	assert_int_equal(m->d.pass_due_us, cx->now_us + 30 * MINUTE_US);
	assert_true(uuid_eq(m->via.id, f.org[POWER_1].id));
	assert_null(flow_delivery(&f, CENTRE, d.message));
	assert_null(flow_delivery(&f, MLIT, d.message));
	assert_true(flow_told(&f, LIVE_DELIVERY, METI, d.message));
	assert_false(flow_told(&f, LIVE_DELIVERY, CENTRE, d.message));
}

static void numbers_are_never_given_twice(void **state)
{
	(void)state;
	struct str seen[40];
	for (size_t i = 0; i < 40; i++) {
		seen[i] = submit(POWER_1, flow_report(&f)).number;
		for (size_t k = 0; k < i; k++)
			assert_false(str_eq(seen[i], seen[k]));
	}
}

static void is_passed_by_hand(void **state)
{
	(void)state;
	struct report_done d = submit(POWER_1, flow_report(&f));
	struct delivery_row *m = flow_delivery(&f, METI, d.message), row;
	flow_as(&f, POWER_1);
	assert_int_equal(delivery_pass_on(cx, m->d.id, NO_STR, &row), E_DENIED);
	flow_as(&f, MLIT);
	assert_int_equal(delivery_pass_on(cx, m->d.id, NO_STR, &row), E_MISSING);
	flow_as(&f, METI);
	assert_ok(&f.t, delivery_pass_on(cx, m->d.id, S("よろしく"), &row));
	assert_int_equal(row.d.pass_state, PASS_BY_HAND);
	struct delivery_row *c = flow_delivery(&f, CENTRE, d.message);
	assert_non_null(c);
	assert_int_equal(c->d.hop, 2);
	assert_true(uuid_eq(c->via.id, f.org[METI].id));
	assert_int_equal(c->d.pass_state, PASS_NONE);
	assert_true(flow_told(&f, LIVE_BOARD, POWER_1, d.message));
	assert_ok(&f.t, delivery_pass_on(cx, m->d.id, NO_STR, &row));   /* again is no error */
	flow_as(&f, CENTRE);
	assert_int_equal(delivery_pass_on(cx, c->d.id, NO_STR, &row), E_CONFLICT);
	assert_int_equal(f.t.problem.why, T_DELIVERY_NOTHING_TO_PASS);
}

static void passes_by_itself_at_the_limit(void **state)
{
	(void)state;
	struct report_done d = submit(POWER_1, flow_report(&f));
	size_t n;
	cx->actor = NULL;
	assert_ok(&f.t, app_pass_due(cx, 1000, &n));
	assert_int_equal(n, 0);
	cx->now_us += 30 * MINUTE_US;
	assert_ok(&f.t, app_pass_due(cx, 1000, &n));
	assert_true(n >= 1);                                    /* the other tests' too */
	assert_ok(&f.t, app_pass_due(cx, 1000, &n));
	assert_int_equal(n, 0);
	assert_int_equal(flow_delivery(&f, METI, d.message)->d.pass_state, PASS_BY_ITSELF);
	assert_non_null(flow_delivery(&f, CENTRE, d.message));
	flow_as(&f, POWER_1);
	struct message_view v;
	assert_ok(&f.t, message_view(cx, d.message, 0, &v));
	bool said = false;
	for (size_t i = 0; i < v.n_timeline; i++)
		said |= str_eq(v.timeline[i].what, S("passed_by_itself"));
	assert_true(said);
	cx->now_us -= 30 * MINUTE_US;
}

static void the_ceptoar_route_ends_there(void **state)
{
	(void)state;
	struct report_content c = flow_report(&f);
	c.route = ROUTE_CEPTOAR;
	struct report_done d = submit(POWER_1, c);
	assert_int_equal(d.deliveries, 1);
	assert_non_null(flow_delivery(&f, CEPTOAR_POWER, d.message));
	assert_int_equal(flow_delivery(&f, CEPTOAR_POWER, d.message)->d.pass_state, PASS_NONE);
	assert_null(flow_delivery(&f, METI, d.message));
	assert_null(flow_delivery(&f, CENTRE, d.message));
	/* Of two CEPTOARs the one of the report's sector. */
	c.sector = S("rail");
	d = submit(RAIL_1, c);
	assert_non_null(flow_delivery(&f, CEPTOAR_RAIL, d.message));
	assert_null(flow_delivery(&f, CEPTOAR_POWER, d.message));
	/* None of that sector: all it belongs to. */
	c.sector = S("gas");
	d = submit(RAIL_1, c);
	assert_int_equal(d.deliveries, 2);
	/* No member. */
	c.sector = S("power");
	flow_as(&f, POWER_2);
	assert_int_equal(report_submit(cx, &c, &d), E_INVALID);
	assert_true(flow_wrong(&f, S("/route"), T_REPORT_NO_CEPTOAR));
}

static void the_law_goes_to_the_ministry(void **state)
{
	(void)state;
	struct report_content c = flow_report(&f);
	struct report_done d;
	c.basis = BASIS_LAW;
	c.route = ROUTE_CEPTOAR;
	flow_as(&f, POWER_1);
	assert_int_equal(report_submit(cx, &c, &d), E_INVALID);
	assert_true(flow_wrong(&f, S("/route"), T_REPORT_LAW_ROUTE));
}

static void others_begin_behind_themselves(void **state)
{
	(void)state;
	struct report_done d = submit(CEPTOAR_POWER, flow_report(&f));
	assert_non_null(flow_delivery(&f, METI, d.message));
	d = submit(METI, flow_report(&f));
	assert_non_null(flow_delivery(&f, CENTRE, d.message));
	assert_null(flow_delivery(&f, METI, d.message));
	d = submit(AGENCY, flow_report(&f));
	assert_non_null(flow_delivery(&f, CENTRE, d.message));
	assert_null(flow_delivery(&f, METI, d.message));
	struct report_content c = flow_report(&f);
	flow_as(&f, CENTRE);
	assert_int_equal(report_submit(cx, &c, &d), E_INVALID);
	assert_true(flow_wrong(&f, S("/route"), T_REPORT_NO_RECIPIENT));
}

static void red_goes_no_further(void **state)
{
	(void)state;
	struct report_content c = flow_report(&f);
	c.tlp = TLP_RED;
	struct report_done d = submit(POWER_1, c);
	assert_int_equal(flow_delivery(&f, METI, d.message)->d.pass_state, PASS_NONE);
	size_t n;
	cx->now_us += HOUR_US;
	assert_ok(&f.t, app_pass_due(cx, 10, &n));
	cx->now_us -= HOUR_US;
	assert_null(flow_delivery(&f, CENTRE, d.message));
}

static void every_fault_is_named(void **state)
{
	(void)state;
	static struct str causes[] = { LIT("mail"), LIT("no-such") };
	struct report_content c = {
		.sector = S("nowhere"), .service = S("x"), .event_type = S("no"), .causes = { causes, 2 }, .noticed_us = cx->now_us + HOUR_US,
		.occurred_us = REPORT_EARLIEST_US - 1, .month = S("2026-13"), .effect = { .from_us = 2000000000000000, .until_us = 1000000000000000 },
	};
	struct report_done d;
	flow_as(&f, POWER_1);
	assert_int_equal(report_submit(cx, &c, &d), E_INVALID);
	assert_true(flow_wrong(&f, S("/title"), T_FIELD_REQUIRED));
	assert_true(flow_wrong(&f, S("/basis"), T_FIELD_REQUIRED));
	assert_true(flow_wrong(&f, S("/route"), T_FIELD_REQUIRED));
	assert_true(flow_wrong(&f, S("/summary"), T_FIELD_REQUIRED));
	assert_true(flow_wrong(&f, S("/sector"), T_REPORT_SECTOR));
	assert_true(flow_wrong(&f, S("/service"), T_REPORT_SERVICE));
	assert_true(flow_wrong(&f, S("/event_type"), T_FIELD_CHOICE));
	assert_true(flow_wrong(&f, S("/causes/1"), T_FIELD_CHOICE));
	assert_false(flow_wrong(&f, S("/causes/0"), T_FIELD_CHOICE));
	assert_true(flow_wrong(&f, S("/noticed_at"), T_REPORT_FUTURE));
	assert_true(flow_wrong(&f, S("/occurred_at"), T_REPORT_PAST));
	assert_true(flow_wrong(&f, S("/month"), T_REPORT_MONTH));
	assert_true(flow_wrong(&f, S("/effect/until"), T_REPORT_ORDER));
}

static void clocks_may_be_old_but_not_contradict(void **state)
{
	(void)state;
	struct report_content c = flow_report(&f);
	struct report_done d;
	assert_true(time_parse(S("2003-03-01T07:00:00+09:00"), &c.noticed_us));
	c.occurred_us = c.noticed_us - 1;
	flow_as(&f, POWER_1);
	assert_ok(&f.t, report_submit(cx, &c, &d));
	c.occurred_us = c.noticed_us + 1;
	assert_int_equal(report_submit(cx, &c, &d), E_INVALID);
	assert_true(flow_wrong(&f, S("/occurred_at"), T_REPORT_ORDER));
	test_forget(&f.t);
	c.occurred_us = 0;
	c.classified_us = c.noticed_us - 1;
	assert_int_equal(report_submit(cx, &c, &d), E_INVALID);
	assert_true(flow_wrong(&f, S("/classified_at"), T_REPORT_ORDER));
}

static void near_misses(void **state)
{
	(void)state;
	static struct near_miss_count counts[] = { { LIT("malware"), 3 }, { LIT("malware"), 1 }, { LIT("zzz"), 1 } };
	struct report_content c = flow_report(&f);
	struct report_done d;
	c.near_miss_counts = (struct list){ counts, 3 };
	flow_as(&f, POWER_1);
	assert_int_equal(report_submit(cx, &c, &d), E_INVALID);
	assert_true(flow_wrong(&f, S("/near_miss_counts"), T_REPORT_NEAR_MISS_ONLY));
	assert_true(flow_wrong(&f, S("/month"), T_FIELD_REQUIRED));
	assert_true(flow_wrong(&f, S("/near_miss_counts/1/event_type"), T_FIELD_DUPLICATE));
	assert_true(flow_wrong(&f, S("/near_miss_counts/2/event_type"), T_FIELD_CHOICE));
	test_forget(&f.t);
	c.event_type = S("near_miss");
	c.near_miss_counts.n = 1;
	c.month = S("2026-10");
	assert_ok(&f.t, report_submit(cx, &c, &d));
	c.effect.state = EFFECT_STOPPED;
	assert_int_equal(report_submit(cx, &c, &d), E_INVALID);
	assert_true(flow_wrong(&f, S("/effect/state"), T_REPORT_NEAR_MISS_EFFECT));
}

static void drafts(void **state)
{
	(void)state;
	struct report_content c = { .title = S("途中"), .sector = S("power") };
	struct report_done d, e;
	struct message_view v;
	flow_as(&f, POWER_1);
	assert_ok(&f.t, report_draft(cx, &c, &d));
	assert_int_equal(d.status, STATUS_DRAFT);
	assert_int_equal(report_submit_draft(cx, d.message, 0, &e), E_INVALID);
	test_forget(&f.t);
	struct report_content whole = flow_report(&f);
	assert_int_equal(report_edit(cx, d.message, d.version + 1, &whole, &e), E_STALE);
	test_forget(&f.t);
	assert_ok(&f.t, report_edit(cx, d.message, d.version, &whole, &e));
	assert_int_equal(e.version, d.version + 1);
	flow_as(&f, METI);
	assert_int_equal(message_view(cx, d.message, 0, &v), E_MISSING);
	flow_as(&f, POWER_2);
	assert_int_equal(report_submit_draft(cx, d.message, 0, &e), E_MISSING);
	flow_as(&f, POWER_1);
	assert_ok(&f.t, report_submit_draft(cx, d.message, d.version + 1, &e));
	assert_int_equal(e.deliveries, 1);
	assert_non_null(flow_delivery(&f, METI, d.message));
	assert_int_equal(report_edit(cx, d.message, 0, &whole, &e), E_CONFLICT);
	test_forget(&f.t);
	assert_int_equal(report_drop(cx, d.message, 0), E_CONFLICT);
	test_forget(&f.t);
	assert_ok(&f.t, report_draft(cx, &c, &d));
	assert_ok(&f.t, report_drop(cx, d.message, 0));
	assert_int_equal(message_view(cx, d.message, 0, &v), E_MISSING);
}

static void follow_ups_reach_who_was_told(void **state)
{
	(void)state;
	struct report_done d = submit(POWER_1, flow_report(&f)), e;
	struct delivery_row *m = flow_delivery(&f, METI, d.message), row;
	struct message_view v;
	flow_as(&f, METI);
	assert_ok(&f.t, delivery_pass_on(cx, m->d.id, NO_STR, &row));
	/* The sector was wrong: the new ministry gets the follow-up, and so do those who were told before. */
	struct report_content c = flow_report(&f);
	c.sector = S("rail");
	flow_as(&f, POWER_1);
	assert_ok(&f.t, report_follow_up(cx, d.message, 0, &c, false, &e));
	assert_int_equal(e.deliveries, 3);
	assert_int_equal(e.revision_number, 2);
	assert_int_equal(flow_delivery(&f, MLIT, d.message)->revision, 2);
	assert_int_equal(flow_delivery(&f, METI, d.message)->revision, 2);
	assert_int_equal(flow_delivery(&f, CENTRE, d.message)->revision, 2);
	/* Nobody waits behind the new ministry: the centre has it. */
	assert_int_equal(flow_delivery(&f, MLIT, d.message)->d.pass_state, PASS_NONE);
	flow_as(&f, MLIT);
	assert_ok(&f.t, message_view(cx, d.message, 0, &v));
	assert_int_equal(v.n_revisions, 1);
	flow_as(&f, CENTRE);
	assert_ok(&f.t, message_view(cx, d.message, 0, &v));
	assert_int_equal(v.n_revisions, 2);
	flow_as(&f, POWER_1);
	c.route = ROUTE_CEPTOAR;
	assert_int_equal(report_follow_up(cx, d.message, 0, &c, false, &e), E_INVALID);
	assert_true(flow_wrong(&f, S("/route"), T_REPORT_ROUTE_FIXED));
	/* All of them are shown at once, so they do not become ever more. */
	test_forget(&f.t);
	assert_ok(&f.t, db_exec(cx, "update message set latest = $2 where id = $1", ARGS(db_uuid(d.message), db_int(MESSAGE_REVISIONS_MAX))));
	assert_int_equal(report_follow_up(cx, d.message, 0, &c, false, &e), E_CONFLICT);
	assert_int_equal(f.t.problem.why, T_MESSAGE_REVISIONS);
}

static void passing_takes_all_notices(void **state)
{
	(void)state;
	struct report_done d = submit(POWER_1, flow_report(&f)), e;
	struct report_content c = flow_report(&f);
	struct delivery_row row, *rows;
	size_t n;
	assert_ok(&f.t, report_follow_up(cx, d.message, 0, &c, true, &e));
	assert_null(flow_delivery(&f, CENTRE, d.message));
	flow_as(&f, METI);
	assert_ok(&f.t, delivery_pass_on(cx, flow_delivery(&f, METI, d.message)->d.id, NO_STR, &row));
	assert_ok(&f.t, delivery_known(cx, f.org[CENTRE].id, d.message, KNOWN_OWN, 10, &rows, &n));
	assert_int_equal(n, 2);
}

static void a_narrowed_report_is_not_passed_on(void **state)
{
	(void)state;
	struct report_done d = submit(POWER_1, flow_report(&f)), e;
	struct report_content c = flow_report(&f);
	struct delivery_row row;
	c.tlp = TLP_RED;
	assert_ok(&f.t, report_follow_up(cx, d.message, 0, &c, false, &e));
	struct delivery *own;
	size_t n;
	assert_ok(&f.t, delivery_of_org(cx, f.org[METI].id, d.message, &own, &n));
	assert_int_equal(n, 2);
	assert_int_equal(own[0].pass_state, PASS_NONE);
	assert_int_equal(own[1].pass_state, PASS_WAITING);
	flow_as(&f, METI);
	assert_ok(&f.t, delivery_pass_on(cx, own[1].id, NO_STR, &row));
	assert_null(flow_delivery(&f, CENTRE, d.message));
}

static void review_and_close(void **state)
{
	(void)state;
	struct report_done d = submit(POWER_1, flow_report(&f)), e;
	flow_as(&f, POWER_1);
	assert_int_equal(report_review(cx, d.message, STATUS_ACCEPTED, NO_STR, &e), E_DENIED);
	flow_as(&f, MLIT);
	assert_int_equal(report_review(cx, d.message, STATUS_ACCEPTED, NO_STR, &e), E_MISSING);
	flow_as(&f, METI);
	assert_ok(&f.t, report_review(cx, d.message, STATUS_IN_REVIEW, NO_STR, &e));
	assert_ok(&f.t, report_review(cx, d.message, STATUS_REVISION_REQUESTED, S("利用者数を"), &e));
	assert_int_equal(report_close(cx, d.message, NO_STR, &e), E_DENIED);
	assert_true(flow_told(&f, LIVE_MESSAGE, POWER_1, d.message));
	flow_as(&f, POWER_1);
	assert_ok(&f.t, report_close(cx, d.message, S("復旧"), &e));
	assert_int_equal(report_close(cx, d.message, NO_STR, &e), E_CONFLICT);
	test_forget(&f.t);
	struct report_content c = flow_report(&f);
	assert_ok(&f.t, report_follow_up(cx, d.message, 0, &c, true, &e));
	assert_int_equal(e.status, STATUS_SUBMITTED);
}

static void roles_bound_everything(void **state)
{
	(void)state;
	struct report_content c = flow_report(&f);
	struct report_done d = submit(POWER_1, c), e;
	struct message_view v;
	struct actor admin = f.actor[POWER_1];
	admin.roles = ROLE_PLATFORM | ROLE_ORG_ADMIN | ROLE_AUDITOR;
	cx->actor = &admin;
	assert_int_equal(report_submit(cx, &c, &e), E_DENIED);
	test_forget(&f.t);
	assert_int_equal(message_view(cx, d.message, 0, &v), E_DENIED);
	test_forget(&f.t);
	struct app_counts counts;
	assert_ok(&f.t, app_counts(cx, &counts));
	assert_int_equal(counts.drafts, 0);
}

static void preview_tells_what_will_happen(void **state)
{
	(void)state;
	struct report_content c = flow_report(&f);
	struct report_preview p;
	flow_as(&f, POWER_1);
	assert_ok(&f.t, report_preview(cx, &c, (struct uuid){ { 0 } }, &p));
	assert_int_equal(p.orgs, 2);
	assert_int_equal(p.people, 20);
	assert_int_equal(p.n_wrong, 0);
	assert_true(p.plan.to[0].now && p.plan.to[0].manual && p.plan.to[0].limit_min == 30);
	assert_false(p.plan.to[1].now);
	struct report_content empty = { 0 };
	assert_ok(&f.t, report_preview(cx, &empty, (struct uuid){ { 0 } }, &p));
	assert_int_equal(p.orgs, 0);
	assert_true(p.n_wrong >= 7);
	c.basis = BASIS_LAW, c.route = ROUTE_CEPTOAR;
	assert_ok(&f.t, report_preview(cx, &c, (struct uuid){ { 0 } }, &p));
	assert_int_equal(p.n_wrong, 1);
	assert_int_equal(p.never[0], T_NEVER_CEPTOAR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(goes_to_the_ministry_first), cmocka_unit_test(numbers_are_never_given_twice), cmocka_unit_test(is_passed_by_hand),
		cmocka_unit_test(passes_by_itself_at_the_limit), cmocka_unit_test(the_ceptoar_route_ends_there),
		cmocka_unit_test(the_law_goes_to_the_ministry), cmocka_unit_test(others_begin_behind_themselves), cmocka_unit_test(red_goes_no_further),
		cmocka_unit_test(every_fault_is_named), cmocka_unit_test(clocks_may_be_old_but_not_contradict), cmocka_unit_test(near_misses),
		cmocka_unit_test(drafts), cmocka_unit_test(follow_ups_reach_who_was_told), cmocka_unit_test(passing_takes_all_notices),
		cmocka_unit_test(a_narrowed_report_is_not_passed_on), cmocka_unit_test(review_and_close), cmocka_unit_test(roles_bound_everything), cmocka_unit_test(preview_tells_what_will_happen),
	};
	return cmocka_run_group_tests(tests, open_flow, close_flow);
}

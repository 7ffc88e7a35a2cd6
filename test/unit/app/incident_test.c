/* Cases on a store: who has them, what may stand in one, merging and splitting that lose no clock, suggestions, severity, the step to an
 * advisory. The property test moves reports about at random and compares with a plain model.
 */
#include "flow_support.h"

#include "app/consent.h"
#include "app/incident.h"
#include "app/join.h"
#include "store/incident.h"
#include "store/rating.h"

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

/* A report that reached the centre. */
static struct uuid arrive(struct report_content *c, enum who who)
{
	struct report_done done;
	struct delivery_row row;
	flow_as(&f, who);
	assert_ok(&f.t, report_submit(cx, c, &done));
	enum who ministry = str_eq(c->sector, S("rail")) ? MLIT : METI;
	flow_as(&f, ministry);
	assert_ok(&f.t, delivery_pass_on(cx, flow_delivery(&f, ministry, done.message)->d.id, NO_STR, &row));
	flow_as(&f, CENTRE);
	return done.message;
}

static struct uuid arrived(bool exercise)
{
	struct report_content c = flow_report(&f);
	c.exercise = exercise;
	return arrive(&c, POWER_1);
}

static struct uuid opened(const struct uuid *reports, size_t n)
{
	struct incident_done done;
	assert_ok(&f.t, incident_open(cx, &(struct incident_input){ .title = S("案件"), .reports = { (void *)(uintptr_t)reports, n } }, &done));
	assert_true(str_starts(done.number, S("K2")));
	return done.id;
}

static void only_the_centre_has_cases(void **state)
{
	(void)state;
	struct uuid r = arrived(false), id = opened(&r, 1);
	struct incident_view v;
	struct incident_done done;
	struct triage triage;
	struct join_suggestions s;
	static const enum who others[] = { METI, POWER_1, AGENCY, CEPTOAR_POWER };
	for (size_t i = 0; i < 4; i++) {                        /* with every role, but of another org */
		flow_as(&f, others[i]);
		assert_int_equal(incident_view_get(cx, id, &v), E_DENIED);
		assert_int_equal(triage_view(cx, 0, &triage), E_DENIED);
		assert_int_equal(incident_note(cx, id, S("x"), &done), E_DENIED);
		assert_int_equal(join_suggest_report(cx, r, &s), E_DENIED);
	}
	struct actor other = f.actor[CENTRE];
	other.org = f.org[AGENCY].id;                           /* another centre, were there one */
	cx->actor = &other;
	test_forget(&f.t);
	assert_int_equal(incident_view_get(cx, id, &v), E_MISSING);
	assert_int_equal(incident_note(cx, id, S("x"), &done), E_MISSING);
	other = f.actor[CENTRE];
	other.roles = ROLE_APPROVER | ROLE_AUDITOR;
	test_forget(&f.t);
	assert_int_equal(incident_view_get(cx, id, &v), E_DENIED);
	flow_as(&f, CENTRE);
	assert_ok(&f.t, incident_view_get(cx, id, &v));
	assert_int_equal(v.reports.n, 1);
	assert_true(flow_told(&f, LIVE_CASE, CENTRE, id));
	assert_false(flow_told(&f, LIVE_CASE, POWER_1, id));
}

static void what_a_case_may_hold(void **state)
{
	(void)state;
	struct uuid real = arrived(false), drill = arrived(true), second = arrived(false), both[] = { real, drill };
	struct incident_done done;
	struct report_content c = flow_report(&f);
	struct report_done waiting;
	flow_as(&f, POWER_1);
	assert_ok(&f.t, report_submit(cx, &c, &waiting));       /* still at the ministry */
	flow_as(&f, CENTRE);
	assert_int_equal(incident_open(cx, &(struct incident_input){ .reports = { &waiting.message, 1 } }, &done), E_INVALID);
	assert_true(flow_wrong(&f, S("/reports/0"), T_CASE_REPORT));
	test_forget(&f.t);
	assert_int_equal(incident_open(cx, &(struct incident_input){ .reports = { both, 2 } }, &done), E_INVALID);
	assert_true(flow_wrong(&f, S("/reports/1"), T_CASE_EXERCISE));
	test_forget(&f.t);
	struct uuid id = opened(&real, 1);
	assert_int_equal(incident_add_reports(cx, id, &(struct list){ &drill, 1 }, &done), E_INVALID);
	assert_true(flow_wrong(&f, S("/reports/0"), T_CASE_EXERCISE));
	test_forget(&f.t);
	struct uuid other = opened(&second, 1);
	assert_int_equal(incident_add_reports(cx, other, &(struct list){ &real, 1 }, &done), E_CONFLICT);
	assert_int_equal(f.t.problem.why, T_CASE_TAKEN);
	test_forget(&f.t);
	struct uuid exercise = opened(&drill, 1);
	assert_int_equal(incident_merge_into(cx, exercise, id, NO_STR, &done), E_CONFLICT);
	assert_int_equal(f.t.problem.why, T_CASE_EXERCISE);
	test_forget(&f.t);
	struct incident_row row;
	assert_ok(&f.t, incident_get(cx, f.org[CENTRE].id, exercise, &row));
	assert_true(row.i.exercise);
}

/* A recalled report's content is gone from its case too. */
static void the_visibility_rule_holds_in_a_case(void **state)
{
	(void)state;
	struct uuid r = arrived(false), id = opened(&r, 1);
	struct incident_view v;
	assert_ok(&f.t, db_exec(cx, "update delivery set state = 8, recalled_us = 1 where message = $1", ARGS(db_uuid(r))));
	assert_ok(&f.t, incident_view_get(cx, id, &v));
	assert_int_equal(v.reports.n, 0);
	assert_int_equal(v.hidden, 1);
	for (size_t i = 0; i < v.n_moments; i++)
		assert_false(str_find(v.moments[i].title, S("変電所")) >= 0 && !str_eq(v.moments[i].kind, S("case")));
}

static const struct triage_report *waiting(struct uuid report)
{
	static struct triage t;
	assert_ok(&f.t, triage_view(cx, 0, &t));
	for (size_t i = 0; i < t.reports.n; i++)
		if (uuid_eq(t.reports.p[i].row.m.id, report))
			return &t.reports.p[i];
	return NULL;
}

static void triage_shows_what_waits(void **state)
{
	(void)state;
	struct report_content c = flow_report(&f);
	bool rest;
	c.effect.state = EFFECT_STOPPED, c.level_breached = BREACHED_YES;
	struct uuid urgent = arrive(&c, POWER_1), plain = arrived(false);
	for (int indexed = 0; indexed < 2; indexed++) {         /* the same before the index has read them */
		const struct triage_report *t = waiting(urgent);
		assert_non_null(t);
		assert_int_equal(t->urgency, 30 + 20 + 10);
		assert_int_equal(t->signals, SIGNAL_STOPPED | SIGNAL_BREACHED | SIGNAL_SEVERE);
		assert_non_null(waiting(plain));
		assert_ok(&f.t, join_fill(cx, 1000, NULL, &rest));
		assert_false(rest);
	}
	struct uuid id = opened(&urgent, 1);
	struct incident_done done;
	assert_null(waiting(urgent));
	assert_ok(&f.t, incident_remove_report(cx, id, urgent, &done));
	assert_non_null(waiting(urgent));
	struct report_done closed;
	assert_ok(&f.t, report_close(cx, plain, S("済"), &closed));
	assert_null(waiting(plain));
}

/* A follow-up that says worse makes its case more urgent. */
static void follow_ups_weigh_in(void **state)
{
	(void)state;
	struct uuid r = arrived(false), id = opened(&r, 1);
	struct incident i;
	struct report_content c = flow_report(&f);
	struct report_done done;
	bool rest;
	assert_ok(&f.t, incident_load(cx, f.org[CENTRE].id, id, &i));
	assert_int_equal(i.urgency, 10);
	c.effect.state = EFFECT_STOPPED;
	flow_as(&f, POWER_1);
	assert_ok(&f.t, report_follow_up(cx, r, 0, &c, false, &done));
	flow_as(&f, CENTRE);
	assert_ok(&f.t, join_fill(cx, 1000, &(struct uuid){ { 0 } }, &rest));
	assert_ok(&f.t, incident_load(cx, f.org[CENTRE].id, id, &i));
	assert_int_equal(i.urgency, 40);
}

/* Looking again for what committed late goes in parts, each from where the one before ended; and nothing is left out. */
static void a_sweep_goes_in_parts(void **state)
{
	(void)state;
	struct uuid from = { { 0 } };
	int64_t n = 0;
	bool rest = true;
	int parts = 0;
	struct uuid made[5];
	for (int i = 0; i < 5; i++)
		made[i] = arrived(false);
	for (; rest && parts < 100; parts++)
		assert_ok(&f.t, join_fill(cx, 2, &from, &rest));
	assert_false(rest);
	assert_true(parts >= 3);
	for (int i = 0; i < 5; i++) {
		assert_ok(&f.t, db_one(cx, "select count(*) from join_report where message = $1", ARGS(db_uuid(made[i])), fill_int, &n));
		assert_int_equal(n, 1);
	}
}

static void what_the_centre_has_not_is_not_indexed(void **state)
{
	(void)state;
	struct report_content c = flow_report(&f);
	struct report_done done;
	struct join_suggestions s;
	int64_t n = 0;
	bool rest;
	c.route = ROUTE_CEPTOAR;
	c.summary = S("接続元 203.0.113.77");
	flow_as(&f, POWER_1);
	assert_ok(&f.t, report_submit(cx, &c, &done));
	flow_as(&f, CENTRE);
	assert_ok(&f.t, join_fill(cx, 1000, &(struct uuid){ { 0 } }, &rest));
	assert_ok(&f.t, db_one(cx, "select count(*) from join_report where message = $1", ARGS(db_uuid(done.message)), fill_int, &n));
	assert_int_equal(n, 0);
	assert_ok(&f.t, db_one(cx, "select count(*) from join_token where message = $1", ARGS(db_uuid(done.message)), fill_int, &n));
	assert_int_equal(n, 0);
	assert_int_equal(join_suggest_report(cx, done.message, &s), E_MISSING);
}

static void suggestions_say_why(void **state)
{
	(void)state;
	struct report_content a = flow_report(&f), b = flow_report(&f);
	struct join_suggestions s;
	bool rest;
	a.summary = S("装置の記録に 203[.]0[.]113[.]88 からの接続が残っていた。");
	b.sector = S("rail"), b.event_type = S("leak"), b.noticed_us -= 200 * HOUR_US, b.title = S("名簿の流出");
	b.summary = S("名簿を置いた場所へ203.0.113.88から読み出しがあった。");
	struct uuid one = arrive(&a, POWER_1), two = arrive(&b, RAIL_1);
	assert_ok(&f.t, join_fill(cx, 1000, &(struct uuid){ { 0 } }, &rest));
	assert_ok(&f.t, join_suggest_report(cx, one, &s));
	size_t at = 0;
	while (at < s.n && !uuid_eq(s.p[at].row.m.id, two))
		at++;
	assert_true(at < s.n);
	assert_int_equal(s.p[at].score.parts[JOIN_INDICATORS], 30);
	assert_int_equal(s.p[at].score.parts[JOIN_SECTOR], 0);
	assert_int_equal(s.p[at].n_shared, 1);
	assert_str(s.p[at].shared[0].value, "203.0.113.88");
	assert_true(uuid_is_none(s.p[at].incident));
	struct uuid id = opened(&one, 1), other = opened(&two, 1);
	assert_ok(&f.t, join_suggest_incident(cx, id, &s));
	for (at = 0; at < s.n && !uuid_eq(s.p[at].row.m.id, two);)
		at++;
	assert_true(at < s.n);
	assert_true(uuid_eq(s.p[at].incident, other));
	assert_true(uuid_eq(s.p[at].like, one));
	/* Read again: nothing is there twice. */
	int64_t before = 0, after = 0;
	assert_ok(&f.t, db_one(cx, "select count(*) from join_token", NO_ARGS, fill_int, &before));
	assert_ok(&f.t, join_fill(cx, 1000, &(struct uuid){ { 0 } }, &rest));
	assert_ok(&f.t, db_one(cx, "select count(*) from join_token", NO_ARGS, fill_int, &after));
	assert_int_equal(before, after);
	/* A follow-up without the indicator: it is no longer found by it. */
	struct report_done done;
	b.summary = S("名簿の流出は確認されなかった。");
	flow_as(&f, RAIL_1);
	assert_ok(&f.t, report_follow_up(cx, two, 0, &b, false, &done));
	flow_as(&f, CENTRE);
	assert_ok(&f.t, join_fill(cx, 1000, &(struct uuid){ { 0 } }, &rest));
	assert_ok(&f.t, join_suggest_report(cx, one, &s));
	for (at = 0; at < s.n; at++)
		assert_false(uuid_eq(s.p[at].row.m.id, two));
}

/* A withdrawn report leaves nothing behind in the index, and its case says that something is hidden. */
static void withdrawn_reports_are_forgotten(void **state)
{
	(void)state;
	struct report_content c = flow_report(&f);
	struct report_done done;
	struct incident i;
	struct incident_view v;
	int64_t n = 0;
	bool rest;
	c.effect.state = EFFECT_STOPPED;
	c.summary = S("通信先は withdrawn.example であった。");
	struct uuid r = arrive(&c, POWER_1), id = opened(&r, 1);
	assert_ok(&f.t, incident_load(cx, f.org[CENTRE].id, id, &i));
	assert_int_equal(i.urgency, 40);
	flow_as(&f, POWER_1);
	assert_ok(&f.t, report_withdraw(cx, r, S("誤り"), &done));
	flow_as(&f, CENTRE);
	assert_ok(&f.t, join_fill(cx, 1000, &(struct uuid){ { 0 } }, &rest));
	assert_ok(&f.t, db_one(cx, "select (select count(*) from join_report where message = $1) + (select count(*) from join_token where message = $1)",
	                       ARGS(db_uuid(r)), fill_int, &n));
	assert_int_equal(n, 0);
	assert_ok(&f.t, incident_load(cx, f.org[CENTRE].id, id, &i));
	assert_int_equal(i.urgency, 0);
	assert_ok(&f.t, incident_view_get(cx, id, &v));
	assert_int_equal(v.reports.n, 0);
	assert_int_equal(v.hidden, 1);
}

static void ratings_supersede(void **state)
{
	(void)state;
	struct uuid r = arrived(false), id = opened(&r, 1);
	struct incident_view v;
	struct incident_done done;
	struct severity_axis axes[] = { { S("continuity"), 1 }, { S("safety"), 0 }, { S("other"), 2 } };
	struct severity_input in = { .scheme = S("v1_2018"), .rationale = S("x"), .axes = { axes, 3 } };
	assert_ok(&f.t, incident_rate(cx, id, &in, &done));
	axes[0].level = 4;
	assert_ok(&f.t, incident_rate(cx, id, &in, &done));
	in = (struct severity_input){ .scheme = S("plan4_draft"), .rationale = S("y"), .level = 2, .present = 8 };
	assert_ok(&f.t, incident_rate(cx, id, &in, &done));
	assert_ok(&f.t, incident_view_get(cx, id, &v));
	assert_int_equal(v.ratings.n, 3);
	assert_int_equal(v.row.i.level, 4);                     /* of the scheme in force, not of the draft */
	assert_int_equal(v.ratings.p[0].level, 2);
	assert_int_equal(v.ratings.p[0].superseded_us, 0);
	assert_int_equal(v.ratings.p[1].superseded_us, 0);
	assert_true(v.ratings.p[2].superseded_us != 0);
	assert_int_equal(v.ratings.p[2].level, 2);
	struct severity_compare c;
	assert_ok(&f.t, severity_compare_get(cx, NO_STR, 0, &c));
	bool there = false;
	for (size_t i = 0; i < c.rated.n; i++)
		there |= uuid_eq(c.rated.p[i].incident, id) && c.rated.p[i].level == 4;
	assert_true(there);
}

static void an_advisory_takes_what_is_allowed(void **state)
{
	(void)state;
	struct report_content named = flow_report(&f), none = flow_report(&f), red = flow_report(&f);
	named.consent = CONSENT_NAMED, named.tlp = TLP_GREEN;
	none.consent = CONSENT_NONE, none.title = S("言ってはならない件名");
	struct uuid reports[2] = { arrive(&none, POWER_1), arrive(&named, POWER_2) };
	(void)red;
	struct incident_done made;
	assert_ok(&f.t, incident_open(cx, &(struct incident_input){ .reports = { reports, 2 } }, &made));
	struct incident_sources s;
	struct advisory_done done;
	assert_ok(&f.t, incident_consents(cx, made.id, &s));
	assert_int_equal(s.n, 2);
	assert_int_equal(s.p[0].allowed + s.p[1].allowed, 1);
	assert_int_equal(s.tlp, TLP_GREEN);
	assert_ok(&f.t, incident_advise(cx, made.id, &done, &s));
	struct revision r;
	struct advisory_content content;
	assert_ok(&f.t, revision_load(cx, done.message, 0, &r));
	assert_ok(&f.t, advisory_parse(cx, r.body, &content));
	assert_int_equal(content.based_on.n, 1);
	assert_true(uuid_eq(*(struct uuid *)content.based_on.p, reports[1]));
	assert_true(str_eq(content.title, made.number));        /* the case's title is that of the report that allows nothing */
	assert_int_equal(content.tlp, TLP_GREEN);
	assert_ok(&f.t, incident_ask(cx, made.id, &(struct list){ reports, 1 }, CONSENT_ANONYMISED, S("頼みたい"), &s));
	assert_str(s.p[0].answer, "asked");
	struct incident_view v;
	assert_ok(&f.t, incident_view_get(cx, made.id, &v));
	assert_int_equal(v.n_advisories, 1);
}

/* --- merging and splitting at random ------------------------------------------------------------------------------------------- */

#define REPORTS 12
#define CASES 40
static uint64_t dice_state = 88172645463325252u;
static unsigned dice(unsigned n)
{
	dice_state ^= dice_state << 13, dice_state ^= dice_state >> 7, dice_state ^= dice_state << 17;
	return (unsigned)((dice_state >> 11) % n);
}

static struct { struct uuid id; int in; int64_t added_us; } model[REPORTS];      /* in: place in cases, -1 none */
static struct { struct uuid id; int into; int64_t n; } cases[CASES];              /* into: -1 lives */
static int n_cases;

static int somewhere(void)
{
	int at;
	do
		at = (int)dice((unsigned)n_cases);
	while (cases[at].into >= 0);
	return at;
}

static void compare(void)
{
	int64_t total = 0, in_model = 0;
	for (int c = 0; c < n_cases; c++) {
		struct incident_report_list list;
		struct incident_row row;
		int64_t hidden;
		assert_ok(&f.t, incident_get(cx, f.org[CENTRE].id, cases[c].id, &row));
		assert_ok(&f.t, incident_reports(cx, f.org[CENTRE].id, cases[c].id, &list, &hidden));
		assert_int_equal(hidden, 0);
		total += (int64_t)list.n;
		if (cases[c].into >= 0) {
			int last = cases[c].into;
			while (cases[last].into >= 0)
				last = cases[last].into;
			assert_int_equal(row.i.state, INCIDENT_MERGED);
			assert_true(uuid_eq(row.i.merged_into, cases[last].id));        /* the pointer leads to a living case */
			assert_int_equal(list.n, 0);
			continue;
		}
		for (int r = 0; r < REPORTS; r++) {
			bool there = false;
			for (size_t i = 0; i < list.n; i++)
				if (uuid_eq(list.p[i].row.m.id, model[r].id)) {
					there = true;
					assert_int_equal(list.p[i].added_us, model[r].added_us);
				}
			assert_int_equal(there, model[r].in == c);
		}
	}
	for (int r = 0; r < REPORTS; r++)
		in_model += model[r].in >= 0;
	assert_int_equal(total, in_model);
}

static void one_step(void)
{
	struct incident_done done;
	enum status st = OK;                                    /* a failed step is rolled back, as the writer does */
	unsigned what = dice(6);
	int r = (int)dice(REPORTS), c = somewhere();
	cx->now_us += SECOND_US;
	assert_ok(&f.t, db_savepoint(cx));
	if (what == 0 && n_cases < CASES) {
		assert_ok(&f.t, incident_open(cx, &(struct incident_input){ .title = S("x") }, &done));
		cases[n_cases].id = done.id;
		cases[n_cases++].into = -1;
	} else if (what <= 2) {
		st = incident_add_reports(cx, cases[c].id, &(struct list){ &model[r].id, 1 }, &done);
		assert_int_equal(st, model[r].in < 0 ? OK : E_CONFLICT);
		if (st == OK) {
			model[r].in = c;
			model[r].added_us = cx->now_us;
		}
	} else if (what == 3) {
		st = incident_remove_report(cx, cases[c].id, model[r].id, &done);
		assert_int_equal(st, model[r].in == c ? OK : E_MISSING);
		model[r].in = st == OK ? -1 : model[r].in;
	} else if (what == 4) {
		int to = somewhere();
		st = incident_merge_into(cx, cases[c].id, cases[to].id, NO_STR, &done);
		assert_int_equal(st, c == to ? E_CONFLICT : OK);
		for (int k = 0; st == OK && k < REPORTS; k++)
			model[k].in = model[k].in == c ? to : model[k].in;
		if (st == OK)
			cases[c].into = to;
	} else if (n_cases < CASES) {
		int here = 0;
		for (int k = 0; k < REPORTS; k++)
			here += model[k].in == c;
		st = incident_split_off(cx, cases[c].id, &(struct list){ &model[r].id, 1 }, NO_STR, &done);
		assert_int_equal(st, here <= 1 ? E_CONFLICT : model[r].in == c ? OK : E_MISSING);
		if (st == OK) {
			cases[n_cases].id = done.id;
			cases[n_cases].into = -1;
			model[r].in = n_cases++;
		}
	}
	if (st == OK)
		assert_ok(&f.t, db_release(cx));
	else
		db_rollback_to(cx);
	test_forget(&f.t);
}

static void merges_and_splits_lose_nothing(void **state)
{
	(void)state;
	struct incident_done done;
	for (int r = 0; r < REPORTS; r++) {
		model[r].id = arrived(false);
		model[r].in = -1;
	}
	assert_ok(&f.t, incident_open(cx, &(struct incident_input){ .title = S("x") }, &done));
	cases[0].id = done.id;
	cases[0].into = -1;
	n_cases = 1;
	for (int i = 0; i < 300; i++) {
		one_step();
		if (i % 10 == 0)
			compare();
	}
	compare();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_centre_has_cases), cmocka_unit_test(what_a_case_may_hold), cmocka_unit_test(the_visibility_rule_holds_in_a_case),
		cmocka_unit_test(triage_shows_what_waits), cmocka_unit_test(follow_ups_weigh_in), cmocka_unit_test(a_sweep_goes_in_parts),
		cmocka_unit_test(what_the_centre_has_not_is_not_indexed),
		cmocka_unit_test(suggestions_say_why), cmocka_unit_test(withdrawn_reports_are_forgotten),
		cmocka_unit_test(ratings_supersede), cmocka_unit_test(an_advisory_takes_what_is_allowed),
		cmocka_unit_test(merges_and_splits_lose_nothing),
	};
	return cmocka_run_group_tests(tests, open_flow, close_flow);
}

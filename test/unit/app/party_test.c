/* The registry on a store: the official parties, truth as of a day, history kept, pages that neither lose nor repeat. */
#include "support.h"

#include "app/catalog.h"
#include "app/party.h"
#include "store/fact.h"

static struct test_store t;
static struct actor platform = { .roles = ROLE_PLATFORM, .org_kind = ORG_CENTRE };

static int32_t day(const char *text)
{
	int32_t d = 0;
	assert_true(day_parse(str_of(text), &d));
	return d;
}

static int open_store(void **state)
{
	(void)state;
	test_store_open(&t);
	assert_ok(&t, db_begin(&t.cx));
	assert_ok(&t, catalog_load(&t.cx));
	assert_ok(&t, catalog_read(&t.cx, &t.cx.catalog));
	assert_ok(&t, party_load(&t.cx, t.cx.catalog));
	platform.user = uuid_new(t.cx.now_us);
	t.cx.actor = &platform;
	return 0;
}

static int close_store(void **state)
{
	(void)state;
	db_rollback(&t.cx);
	test_store_close(&t);
	return 0;
}

static int64_t count(struct str table)
{
	int64_t n = -1;
	if (str_eq(table, S("fact")))
		assert_ok(&t, db_one(&t.cx, "select count(*) from fact", NO_ARGS, fill_int, &n));
	else if (str_eq(table, S("org")))
		assert_ok(&t, db_one(&t.cx, "select count(*) from org", NO_ARGS, fill_int, &n));
	else
		assert_ok(&t, db_one(&t.cx, "select count(*) from org_name", NO_ARGS, fill_int, &n));
	return n;
}

static void loading_twice_changes_nothing(void **state)
{
	(void)state;
	int64_t facts = count(S("fact")), orgs = count(S("org")), names = count(S("org_name"));
	assert_ok(&t, catalog_load(&t.cx));
	assert_ok(&t, party_load(&t.cx, t.cx.catalog));
	assert_int_equal(count(S("fact")), facts);
	assert_int_equal(count(S("org")), orgs);
	assert_int_equal(count(S("org_name")), names);
	assert_int_equal((int64_t)t.cx.catalog->n, facts);
}

static void an_edited_fact_stays(void **state)
{
	(void)state;
	const struct fact *f = catalog_find(t.cx.catalog, S("route"), S("report-ministry"), day("2026-11-20"));
	ptrdiff_t at = str_find(f->body, S("\"limit_min\":30"));
	assert_true(at > 0);
	struct str body = str_format(t.mem, "%.*s\"limit_min\":10%.*s", (int)at, f->body.p, (int)(f->body.n - (size_t)at - 14), f->body.p + at + 14);
	assert_ok(&t, catalog_edit(&t.cx, S("route"), S("report-ministry"), DAY_UNSTATED, body));
	assert_int_equal(catalog_edit(&t.cx, S("route"), S("report-ministry"), DAY_UNSTATED, S("{\"id\":\"x\"}")), E_INVALID);
	test_forget(&t);
	assert_ok(&t, meta_set(&t.cx, S("catalog.digest"), S("another")));
	assert_ok(&t, catalog_load(&t.cx));
	const struct catalog *again;
	struct route_fact r;
	assert_ok(&t, catalog_read(&t.cx, &again));
	assert_int_equal(again->n, t.cx.catalog->n);
	assert_true(catalog_route(again, S("normal"), S("report"), S("law"), S("ministry"), day("2026-11-20"), &r));
	assert_int_equal(r.hops[0].limit_min, 10);
}

static void ministries_and_centre(void **state)
{
	(void)state;
	struct org o;
	assert_ok(&t, party_ministry_of(&t.cx, S("water"), day("2024-03-31"), &o));
	assert_str(o.code, "mhlw");
	assert_ok(&t, party_ministry_of(&t.cx, S("water"), day("2024-04-01"), &o));
	assert_str(o.code, "mlit");
	assert_int_equal(o.kind, ORG_MINISTRY);
	assert_int_equal(party_ministry_of(&t.cx, S("port"), day("2024-03-07"), &o), E_MISSING);
	test_forget(&t);
	assert_ok(&t, party_centre(&t.cx, &o));
	assert_str(o.code, "centre");
	assert_true(str_find(o.ja, S("NCO")) >= 0);
	assert_ok(&t, org_get(&t.cx, o.id, day("2025-06-30"), &o));
	assert_true(str_find(o.ja, S("サイバーセキュリティセンター(NISC)")) >= 0);
	assert_ok(&t, org_get(&t.cx, o.id, day("2014-01-01"), &o));
	assert_true(str_find(o.ja, S("情報セキュリティセンター")) >= 0);
	struct org_filter f = { .day = day("2026-11-20"), .kind = ORG_CEPTOAR, .limit = 200 };
	struct org_page page;
	assert_ok(&t, org_list(&t.cx, &f, &page));
	assert_int_equal(page.n, 21);
	f = (struct org_filter){ .day = day("2000-12-20"), .kind = ORG_MINISTRY, .limit = 200, .q = S("通商産業") };
	assert_ok(&t, org_list(&t.cx, &f, &page));
	assert_int_equal(page.n, 1);
	f.day = day("2001-01-06");
	assert_ok(&t, org_list(&t.cx, &f, &page));
	assert_int_equal(page.n, 0);
	f = (struct org_filter){ .day = day("2026-11-20"), .limit = 200, .q = S("NISC") };      /* the old name finds it */
	assert_ok(&t, org_list(&t.cx, &f, &page));
	assert_int_equal(page.n, 1);
}

static struct org add(const char *code, const char *ja, struct uuid ceptoar, const char *from)
{
	struct org_input in = { .code = str_of(code), .kind = ORG_OPERATOR, .sector = S("power"), .ja = str_of(ja), .en = S("A name"),
		.valid_from = day(from), .ceptoars = { &ceptoar, uuid_is_none(ceptoar) ? 0 : 1 } };
	struct org o;
	assert_ok(&t, org_add(&t.cx, &in, &o));
	return o;
}

static void memberships_over_time(void **state)
{
	(void)state;
	struct org power, gas, o;
	struct org_list list;
	bool is;
	assert_ok(&t, org_by_code(&t.cx, S("ceptoar-power"), day("2026-11-20"), &power));
	assert_ok(&t, org_by_code(&t.cx, S("ceptoar-gas"), day("2026-11-20"), &gas));
	o = add("power-900", "見本電力", power.id, "2020-04-01");
	assert_ok(&t, party_ceptoars_of(&t.cx, o.id, day("2020-03-31"), &list));
	assert_int_equal(list.n, 0);
	assert_ok(&t, party_ceptoars_of(&t.cx, o.id, day("2020-04-01"), &list));
	assert_int_equal(list.n, 1);
	assert_int_equal(org_join(&t.cx, o.id, &(struct member_input){ .org = power.id }), E_CONFLICT);
	test_forget(&t);
	assert_int_equal(org_join(&t.cx, o.id, &(struct member_input){ .org = o.id }), E_INVALID);     /* no body with members */
	test_forget(&t);
	assert_ok(&t, org_join(&t.cx, o.id, &(struct member_input){ .org = gas.id, .valid_from = day("2021-01-01") }));
	assert_ok(&t, org_leave(&t.cx, o.id, power.id));
	assert_ok(&t, party_is_member(&t.cx, o.id, power.id, day_of(t.cx.now_us), &is));
	assert_false(is);
	assert_ok(&t, party_is_member(&t.cx, o.id, power.id, day_of(t.cx.now_us) - 1, &is));
	assert_true(is);                                        /* yesterday's truth stands */
	assert_int_equal(org_leave(&t.cx, o.id, power.id), E_MISSING);
	test_forget(&t);
	assert_ok(&t, org_join(&t.cx, o.id, &(struct member_input){ .org = power.id }));
	assert_ok(&t, org_leave(&t.cx, o.id, power.id));
	assert_ok(&t, org_join(&t.cx, o.id, &(struct member_input){ .org = power.id }));               /* in and out within a day */
	assert_ok(&t, party_ceptoars_of(&t.cx, o.id, day_of(t.cx.now_us), &list));
	assert_int_equal(list.n, 2);
	struct parents parents;
	assert_ok(&t, org_membership_list(&t.cx, o.id, &parents));
	assert_int_equal(parents.n, 3);
	assert_ok(&t, party_members_of(&t.cx, gas.id, day("2020-12-31"), &list));
	assert_int_equal(list.n, 0);
	assert_ok(&t, party_members_of(&t.cx, gas.id, day("2021-01-01"), &list));
	assert_int_equal(list.n, 1);
}

static void names_over_time(void **state)
{
	(void)state;
	struct uuid none = { { 0 } };
	struct org o = add("power-901", "旧名電力", none, "2010-04-01"), after;
	struct org_names names;
	struct name_input in = { S("新名電力"), S("New name"), day("2019-04-01") };
	assert_ok(&t, org_rename(&t.cx, o.id, &in, &after));
	assert_str(after.ja, "新名電力");
	assert_int_equal(org_rename(&t.cx, o.id, &in, &after), E_INVALID);      /* history is not rewritten */
	test_forget(&t);
	in.valid_from = day("2010-03-31");
	assert_int_equal(org_rename(&t.cx, o.id, &in, &after), E_INVALID);
	test_forget(&t);
	assert_ok(&t, org_get(&t.cx, o.id, day("2019-03-31"), &after));
	assert_str(after.ja, "旧名電力");
	in = (struct name_input){ S("中名電力"), S("Middle name"), day("2015-04-01") };                  /* told late */
	assert_ok(&t, org_rename(&t.cx, o.id, &in, &after));
	assert_str(after.ja, "新名電力");
	assert_ok(&t, org_name_list(&t.cx, o.id, &names));
	assert_int_equal(names.n, 3);
	assert_int_equal(names.p[0].to_day + 1, names.p[1].from_day);
	assert_int_equal(names.p[1].to_day + 1, names.p[2].from_day);
	assert_int_equal(names.p[2].to_day, DAY_FOREVER);
	in = (struct name_input){ S("次名電力"), S("Next name"), day_of(t.cx.now_us) + 30 };             /* announced */
	assert_ok(&t, org_rename(&t.cx, o.id, &in, &after));
	assert_str(after.ja, "新名電力");
	assert_ok(&t, org_get(&t.cx, o.id, day_of(t.cx.now_us) + 30, &after));
	assert_str(after.ja, "次名電力");
}

static void changing_needs_the_role_and_the_version(void **state)
{
	(void)state;
	struct uuid none = { { 0 } };
	struct org o = add("power-902", "見本", none, "2010-04-01"), after;
	struct org_input in = { .people = 120, .present = 2 };
	struct actor own = { .user = uuid_new(1), .org = o.id, .roles = ROLE_ORG_ADMIN, .org_kind = ORG_OPERATOR };
	assert_int_equal(org_change(&t.cx, o.id, 7, &in, &after), E_STALE);
	test_forget(&t);
	t.cx.actor = &own;
	assert_ok(&t, org_change(&t.cx, o.id, 1, &in, &after));
	assert_int_equal(after.people, 120);
	in.present = 4;
	in.valid_to = day("2030-01-01");
	assert_int_equal(org_change(&t.cx, o.id, 2, &in, &after), E_DENIED);
	test_forget(&t);
	own.org = uuid_new(2);
	in.present = 2;
	assert_int_equal(org_change(&t.cx, o.id, 2, &in, &after), E_DENIED);
	test_forget(&t);
	t.cx.actor = &platform;
	struct org_input bad = { .code = S("power-902"), .kind = ORG_OPERATOR, .sector = S("moon"), .ja = S("x"), .en = S("x") };
	assert_int_equal(org_add(&t.cx, &bad, &after), E_INVALID);
	assert_int_equal(t.problem.n_fields, 2);
	test_forget(&t);
}

static void contacts_keep_their_history(void **state)
{
	(void)state;
	struct org power, water;
	struct contact c;
	struct contacts list;
	bool may;
	assert_ok(&t, org_by_code(&t.cx, S("ceptoar-power"), day("2026-11-20"), &power));
	assert_ok(&t, org_by_code(&t.cx, S("ceptoar-water"), day("2026-11-20"), &water));
	struct org o = add("power-903", "見本", power.id, "2010-04-01");
	struct contact_input in = { .kind = CONTACT_MAIL, .address = S("duty@kitahama.example") };
	assert_ok(&t, contact_add(&t.cx, o.id, &in, &c));
	assert_int_equal(c.rank, 1);
	in = (struct contact_input){ .kind = CONTACT_PHONE, .address = S("call me") };
	assert_int_equal(contact_add(&t.cx, o.id, &in, &c), E_INVALID);
	test_forget(&t);
	in.address = S("0X0-0000-1234");
	assert_ok(&t, contact_add(&t.cx, o.id, &in, &c));
	assert_int_equal(c.rank, 2);
	t.cx.now_us += 10 * DAY_US;
	in = (struct contact_input){ .rank = 1, .address = S("0X0-0000-9999"), .present = 2 | 16 };
	assert_ok(&t, contact_change(&t.cx, o.id, c.id, 1, &in, &c));
	assert_int_equal(contact_change(&t.cx, o.id, c.id, 1, &in, &c), E_STALE);
	test_forget(&t);
	assert_ok(&t, contact_list(&t.cx, o.id, &list));
	assert_int_equal(list.n, 2);
	assert_ok(&t, contact_drop(&t.cx, o.id, c.id));
	assert_ok(&t, contact_list(&t.cx, o.id, &list));
	assert_int_equal(list.n, 1);
	t.cx.now_us -= 10 * DAY_US;
	struct actor a = { .user = uuid_new(1), .org = power.id, .roles = ROLE_OFFICER, .org_kind = ORG_CEPTOAR };
	t.cx.actor = &a;
	assert_ok(&t, contact_may_see(&t.cx, o.id, &may));
	assert_true(may);
	a.org = water.id;
	assert_ok(&t, contact_may_see(&t.cx, o.id, &may));
	assert_false(may);
	assert_int_equal(contact_list(&t.cx, o.id, &list), E_DENIED);
	test_forget(&t);
	struct org ministry;
	assert_ok(&t, party_ministry_of(&t.cx, S("power"), day("2026-11-20"), &ministry));
	a = (struct actor){ .user = uuid_new(1), .org = ministry.id, .roles = ROLE_LIAISON, .org_kind = ORG_MINISTRY };
	assert_ok(&t, contact_may_see(&t.cx, o.id, &may));
	assert_true(may);
	assert_ok(&t, party_ministry_of(&t.cx, S("fin"), day("2026-11-20"), &ministry));
	a.org = ministry.id;
	assert_ok(&t, contact_may_see(&t.cx, o.id, &may));
	assert_false(may);
	t.cx.actor = &platform;
}

/* While pages are read, orgs are added before and behind the cursor: every org that was there at the start is seen once. */
static void pages_neither_lose_nor_repeat(void **state)
{
	(void)state;
	enum { N = 60 };
	struct uuid none = { { 0 } };
	char code[16];
	for (int i = 0; i < N; i++) {
		snprintf(code, sizeof code, "page-%03d", i * 10);
		add(code, "頁", none, "2020-01-01");
	}
	int seen[N * 10] = { 0 }, extra = 0;
	struct org_filter f = { .day = day_of(t.cx.now_us), .kind = ORG_OPERATOR, .q = S("page-"), .limit = 7 };
	struct org_page page;
	do {
		assert_ok(&t, org_list(&t.cx, &f, &page));
		for (size_t i = 0; i < page.n; i++) {
			int64_t n = 0;
			assert_true(str_int(str_slice(page.p[i].org.code, 5, 8), 0, N * 10 - 1, &n));
			seen[n]++;
		}
		if (extra < 40) {
			snprintf(code, sizeof code, "page-%03d", (extra * 37) % (N * 10) / 10 * 10 + 1 + extra % 9);
			extra++;
			add(code, "頁", none, "2020-01-01");
		}
		f.after = page.next;
	} while (page.next.n);
	for (int i = 0; i < N; i++)
		assert_int_equal(seen[i * 10], 1);
	for (int i = 0; i < N * 10; i++)
		assert_true(seen[i] <= 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(loading_twice_changes_nothing), cmocka_unit_test(ministries_and_centre), cmocka_unit_test(memberships_over_time),
		cmocka_unit_test(names_over_time), cmocka_unit_test(changing_needs_the_role_and_the_version),
		cmocka_unit_test(contacts_keep_their_history), cmocka_unit_test(pages_neither_lose_nor_repeat), cmocka_unit_test(an_edited_fact_stays),
	};
	return cmocka_run_group_tests(tests, open_store, close_store);
}

/* The demonstration country: built once, within the facts, everything invented marked as such, screens alive. */
#include "support.h"

#include "app/catalog.h"
#include "app/demo.h"
#include "app/party.h"
#include "base/embed.h"
#include "model/report.h"
#include "sys/crypto.h"

static struct test_store t;
static struct secret_key secret;
static struct demo_result first;

static int open_store(void **state)
{
	(void)state;
	test_store_open(&t);
	random_bytes(&secret, sizeof secret);
	enum status st = demo_build(&t.cx, &(struct demo_options){ .secret = &secret }, &first);
	for (size_t i = 0; st != OK && i < t.problem.n_fields; i++)
		print_error("%.*s\n", STR_ARG(t.problem.fields[i].pointer));
	assert_ok(&t, st);
	assert_ok(&t, catalog_read(&t.cx, &t.cx.catalog));
	return 0;
}

static int close_store(void **state)
{
	(void)state;
	test_store_close(&t);
	return 0;
}

#define COUNT(sql) count(&(struct str){ NULL, 0 }, db_one(&t.cx, sql, NO_ARGS, fill_int, &counted))
static int64_t counted;
static int64_t count(void *unused, enum status st)
{
	(void)unused;
	assert_ok(&t, st);
	return counted;
}

static void a_second_run_changes_nothing(void **state)
{
	(void)state;
	struct demo_result again;
	int64_t orgs = COUNT("select count(*) from org"), messages = COUNT("select count(*) from message");
	int64_t journal = COUNT("select count(*) from journal"), accounts = COUNT("select count(*) from account");
	int64_t deliveries = COUNT("select count(*) from delivery"), contacts = COUNT("select count(*) from contact");
	assert_true(first.fresh);
	assert_ok(&t, demo_build(&t.cx, &(struct demo_options){ .secret = &secret }, &again));
	assert_false(again.fresh);
	assert_int_equal(again.n_people, first.n_people);
	assert_int_equal(COUNT("select count(*) from org"), orgs);
	assert_int_equal(COUNT("select count(*) from message"), messages);
	assert_int_equal(COUNT("select count(*) from journal"), journal);
	assert_int_equal(COUNT("select count(*) from account"), accounts);
	assert_int_equal(COUNT("select count(*) from delivery"), deliveries);
	assert_int_equal(COUNT("select count(*) from contact"), contacts);
}

static void everything_invented_is_marked(void **state)
{
	(void)state;
	struct org_filter f = { .day = day_of(t.cx.now_us), .kind = ORG_OPERATOR, .limit = 200 };
	struct org_page page;
	size_t n = 0, ceptoars = 0;
	do {
		assert_ok(&t, org_list(&t.cx, &f, &page));
		for (size_t i = 0; i < page.n; i++, n++) {
			const struct org_row *row = &page.p[i];
			bool replay = str_starts(row->org.code, S("replay-"));
			assert_true(row->org.demo);
			assert_true(str_find(row->org.ja, replay ? S("(再現)") : S("(架空)")) > 0);
			assert_true(str_find(row->org.en, replay ? S("(replay)") : S("(fictional)")) > 0);
			assert_true(catalog_has(t.cx.catalog, S("sector"), row->org.sector, f.day));
			assert_int_equal(row->ministry.kind, ORG_MINISTRY);
			assert_int_equal(row->ceptoars.n, replay ? 0 : 1);
			ceptoars += row->ceptoars.n;
		}
		f.after = page.next;
	} while (page.next.n);
	assert_in_range(n, 280, 330);
	assert_int_equal(ceptoars, (size_t)first.operators);
	assert_int_equal(COUNT("select count(*) from contact where kind = 2 and address not like '%.example'"), 0);
	assert_int_equal(COUNT("select count(*) from contact where kind = 5 and address not like '0X0-0000-%'"), 0);
}

static void nobody_has_the_same_name(void **state)
{
	(void)state;
	assert_int_equal(COUNT("select count(*) from (select n.ja from org_name n join org o on o.id = n.org where o.kind = 11 group by n.ja having count(distinct n.org) > 1) x"), 0);
}

static void the_screens_are_alive(void **state)
{
	(void)state;
	assert_int_equal(COUNT("select count(*) from message where kind = 1 and status <> 1"), 16);
	assert_int_equal(COUNT("select count(*) from message where kind = 2"), 5);
	assert_int_equal(COUNT("select count(*) from message where kind = 2 and status = 11"), 2);
	assert_int_equal(COUNT("select count(*) from delivery where pass_state = 1"), 1);        /* waits at a ministry */
	assert_true(COUNT("select count(*) from delivery where pass_state = 3") >= 3);           /* passed on by itself */
	assert_true(COUNT("select count(*) from delivery where state = 6") > 50);
	assert_true(COUNT("select count(*) from delivery where acked_us = 0 and due_us <> 0") > 50);
	assert_int_equal(COUNT("select count(*) from incident where state = 3"), 5);              /* public events, rated */
	assert_int_equal(COUNT("select count(*) from incident where state in (1, 2)"), 2);
	assert_int_equal(COUNT("select count(*) from rating where scheme = 'v1_2018' and provisional = 0"), 3);
	assert_int_equal(COUNT("select count(*) from rating where provisional = 0 and (rationale not like '%not an official rating%' or evidence is null)"), 0);
	assert_int_equal(COUNT("select count(*) from incident_message where removed_us = 0"), 7);
	assert_int_equal(COUNT("select count(*) from account where password = '!'"), 1);
	assert_int_equal(COUNT("select count(*) from journal where account is null and verb like 'report%'"), 0);
	assert_int_equal(COUNT("select count(*) from membership m join org o on o.id = m.parent where o.kind = 9"), 21);
}

/* Each replay names its source and says in both languages what it is; its clocks are of the day it happened. */
static void replays_name_their_source(void **state)
{
	(void)state;
	struct bytes b = embed_find(embed_data, S("demo/reports.json"));
	const struct json *all;
	int replays = 0;
	assert_ok(&t, json_parse(&t.cx, (struct str){ (const char *)b.p, b.n }, &all));
	for (const struct json *r = json_first(json_get(all, S("reports"))); r; r = json_next(r))
		for (const struct json *s = json_first(json_get(r, S("steps"))); s; s = json_next(s)) {
			const struct json *c = json_get(s, S("content"));
			struct str title = json_get_text(c, S("title")), summary = json_get_text(c, S("summary"));
			if (!str_starts(json_get_text(r, S("org")), S("replay-"))) {
				assert_true(str_starts(title, S("【架空の例】")));
				continue;
			}
			replays += s == json_first(json_get(r, S("steps")));
			assert_true(str_starts(title, S("【公開情報の再現】")));
			assert_true(json_get_text(c, S("source")).n > 20);
			assert_true(str_find(summary, S("実在の組織が提出した報告ではありません")) > 0);
			assert_true(str_find(summary, S("Replay of public information")) > 0);
			assert_true(str_cmp(json_get_text(c, S("noticed_at")), S("2024")) < 0);
		}
	assert_int_equal(replays, 7);
}

/* Somebody has taken a login: the second step fails, the first stands; once it is free, the rest follows. */
static void an_interrupted_build_goes_on(void **state)
{
	(void)state;
	struct test_store other;
	struct demo_result r;
	struct uuid centre = uuid_new(1), taken = uuid_new(1);
	int64_t n = 0;
	test_store_open(&other);
	assert_ok(&other, db_exec(&other.cx, "insert into org (id, code, kind, ja, en, find, from_day, to_day, updated_us)"
	                                     " values ($1, 'x-1', 12, 'x', 'x', 'x', 0, 1, 0)", ARGS(db_uuid(centre))));
	assert_ok(&other, db_exec(&other.cx, "insert into account (id, org, login, ja, en, roles, password, created_us)"
	                                     " values ($1, $2, 'port', 'x', 'x', 1, '!', 0)", ARGS(db_uuid(taken), db_uuid(centre))));
	assert_int_equal(demo_build(&other.cx, &(struct demo_options){ .secret = &secret }, &r), E_CONFLICT);
	test_forget(&other);
	assert_ok(&other, db_one(&other.cx, "select count(*) from account", NO_ARGS, fill_int, &n));
	assert_int_equal(n, 1);
	assert_ok(&other, db_exec(&other.cx, "delete from account where id = $1", ARGS(db_uuid(taken))));
	assert_ok(&other, demo_build(&other.cx, &(struct demo_options){ .secret = &secret }, &r));
	assert_true(r.fresh);
	assert_ok(&other, db_one(&other.cx, "select count(*) from message", NO_ARGS, fill_int, &n));
	assert_int_equal(n, 22);
	test_store_close(&other);
}

static void a_store_in_use_is_left_alone(void **state)
{
	(void)state;
	struct test_store other;
	struct demo_result r;
	int64_t n = 0;
	test_store_open(&other);
	assert_ok(&other, db_exec(&other.cx, "insert into org (id, code, kind, sector, ja, en, find, from_day, to_day, updated_us)"
	                                     " values ($1, 'x-1', 11, 'gas', 'x', 'x', 'x', 0, 2147483647, 0)", ARGS(db_uuid(uuid_new(1)))));
	assert_int_equal(demo_build(&other.cx, &(struct demo_options){ .secret = &secret }, &r), E_CONFLICT);
	assert_int_equal(other.problem.why, T_DEMO_STORE);
	test_forget(&other);
	assert_ok(&other, db_one(&other.cx, "select count(*) from org", NO_ARGS, fill_int, &n));
	assert_int_equal(n, 1);
	test_store_close(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_second_run_changes_nothing), cmocka_unit_test(everything_invented_is_marked),
		cmocka_unit_test(nobody_has_the_same_name), cmocka_unit_test(the_screens_are_alive), cmocka_unit_test(replays_name_their_source),
		cmocka_unit_test(an_interrupted_build_goes_on), cmocka_unit_test(a_store_in_use_is_left_alone),
	};
	return cmocka_run_group_tests(tests, open_store, close_store);
}

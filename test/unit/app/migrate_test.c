/* Migrations: an empty store, one of schema 1 with its past, one that is up to date, one from the future, and two programs at once. */
#include "support.h"

#include <pthread.h>

#include "app/migrate.h"
#include "base/embed.h"
#include "sys/db.h"

static int64_t newest(void)
{
	int64_t version = 0;
	assert_true(str_int(str_slice(embed_schema[embed_schema_count - 1].name, 0, 4), 1, 9999, &version));
	return version;
}

static void test_migrate(void **state)
{
	(void)state;
	struct test_store t;
	int64_t from = -1, to = -1;
	test_store_open_empty(&t);
	assert_int_equal(E_CONFLICT, migrate_check(&t.cx));
	assert_int_equal(t.problem.why, T_STORE_VERSION);
	test_forget(&t);
	assert_ok(&t, migrate(&t.cx, &from, &to));
	assert_int_equal(from, 0);
	assert_int_equal(to, newest());
	assert_ok(&t, migrate_check(&t.cx));
	assert_ok(&t, migrate(&t.cx, &from, &to));
	assert_int_equal(from, to);
	assert_ok(&t, db_exec(&t.cx, "update meta set value = '9998' where key = 'schema_version'", NO_ARGS));
	assert_int_equal(E_CONFLICT, migrate(&t.cx, &from, &to));
	assert_int_equal(t.problem.why, T_STORE_VERSION);
	test_forget(&t);
	assert_int_equal(E_CONFLICT, migrate_check(&t.cx));
	test_store_close(&t);
}

static struct uuid past_id(uint8_t last)
{
	return (struct uuid){ { 1, 0x90, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, last } };
}

enum { AT_CENTRE = 1, OPERATOR, REPORT, EXERCISE, DRAFT, ADVISORY, DELIVERY };
#define SENT_US (INT64_C(1718000000) * 1000000)                 /* 2024-06-10T06:13:20Z */

static void add_org(struct test_store *t, uint8_t id, int kind)
{
	assert_ok(t, db_exec(&t->cx, "insert into org (id, code, kind, ja, en, find, from_day, to_day, updated_us) values ($1, $2, $3, 'x', 'x', 'x', 0, 99999, 0)",
	                     ARGS(db_uuid(past_id(id)), db_text(str_format(t->mem, "org-%d", id)), db_int(kind))));
}

static void add_message(struct test_store *t, uint8_t id, int kind, uint8_t author, int64_t sent_us, struct str body)
{
	assert_ok(t, db_exec(&t->cx,
		"insert into message (id, kind, author, author_user, status, tlp, published, exercise, sector, event_type, basis, route, latest, created_us, submitted_us, updated_us)"
		" values ($1, $2, $3, $3, $4, 1, $5, $6, $7, $8, 3, 'ministry', 1, $9, $10, $9)",
		ARGS(db_uuid(past_id(id)), db_int(kind), db_uuid(past_id(author)), db_int(kind == 2 ? 11 : sent_us ? 2 : 1), db_int(kind == 2 ? 2 : 0),
		     db_int(id == EXERCISE), db_text(S("power")), db_text(S("unavailable")), db_int(SENT_US), db_int(sent_us))));
	assert_ok(t, db_exec(&t->cx,
		"insert into revision (id, message, number, stage, author_user, salt, created_us, submitted_us, title, find, body)"
		" values ($1, $1, 1, 1, $2, $3, $4, $4, 'x', 'x', $5)",
		ARGS(db_uuid(past_id(id)), db_uuid(past_id(author)), db_bytes((const uint8_t *)"salt", 4), db_int(sent_us), db_text(body))));
}

/* A store as schema 1 left it: a report that the centre got after 60 s and acknowledged after 600 s, an exercise, a draft, an advisory for all. */
static void make_schema_1(struct test_store *t)
{
	const struct embed_file *file = &embed_schema[0];
	struct str body = S("{\"title\":\"x\",\"sector\":\"power\",\"event_type\":\"unavailable\",\"causes\":[\"mail\",\"ddos\"],\"basis\":\"fit\","
	                    "\"route\":\"ministry\",\"noticed_at\":\"2024-06-10T06:03:20Z\"}");
	struct uuid delivery = past_id(DELIVERY);
	uint64_t ms = (uint64_t)SENT_US / 1000 + 60000;
	assert_ok(t, db_begin(&t->cx));
	assert_ok(t, db_script(&t->cx, (struct str){ (const char *)file->start, (size_t)(file->end - file->start) }));
	assert_ok(t, db_exec(&t->cx, "insert into meta (key, value) values ('schema_version', '1')", NO_ARGS));
	add_org(t, AT_CENTRE, 1);
	add_org(t, OPERATOR, 11);
	add_message(t, REPORT, 1, OPERATOR, SENT_US, body);
	add_message(t, EXERCISE, 1, OPERATOR, SENT_US, body);
	add_message(t, DRAFT, 1, OPERATOR, 0, body);
	add_message(t, ADVISORY, 2, AT_CENTRE, SENT_US + 7200 * INT64_C(1000000),
	            S("{\"title\":\"x\",\"based_on\":[\"01900000-0000-7000-8000-000000000003\"]}"));
	for (int i = 0; i < 6; i++)
		delivery.b[i] = (uint8_t)(ms >> 8 * (5 - i));
	assert_ok(t, db_exec(&t->cx, "insert into delivery (id, message, revision, recipient, via, hop, state, acked_us) values ($1, $2, $2, $3, $4, 1, 3, $5)",
	                     ARGS(db_uuid(delivery), db_uuid(past_id(REPORT)), db_uuid(past_id(AT_CENTRE)), db_uuid(past_id(OPERATOR)), db_int(SENT_US + 600000000))));
	assert_ok(t, db_commit(&t->cx));
}

static struct str text_of(struct test_store *t, enum status st, const struct str *text)
{
	assert_ok(t, st);
	return *text;
}
#define ONE_TEXT(sql) text_of(&t, db_one(&t.cx, sql, NO_ARGS, fill_text, &text), &text)

static void test_from_schema_1(void **state)
{
	(void)state;
	struct test_store t;
	struct str text = NO_STR;
	int64_t from = -1, to = -1;
	test_store_open_empty(&t);
	make_schema_1(&t);
	assert_int_equal(E_CONFLICT, migrate_check(&t.cx));
	test_forget(&t);
	assert_ok(&t, migrate(&t.cx, &from, &to));
	assert_int_equal(from, 1);
	assert_int_equal(to, newest());
	assert_str(ONE_TEXT("select cast(count(*) as text) from stat_fact"), "2");
	assert_str(ONE_TEXT("select kind || ' ' || fy || ' ' || origin || ' ' || basis || ' ' || route || ' ' || notice_s || ' ' || centre_s || ' ' || receipt_s"
	                    " || ' ' || advisory_s || ' ' || sector || ' ' || event_type || ' ' || causes from stat_fact where kind = 1"),
	           "1 2024 1 3 1 600 60 600 7200 power unavailable mail,ddos");
	assert_str(ONE_TEXT("select cast(sum(published) as text) from revision"), "2");         /* what was for all still is */
	assert_ok(&t, migrate(&t.cx, &from, &to));              /* and it is not counted twice */
	assert_int_equal(from, to);
	assert_str(ONE_TEXT("select cast(count(*) as text) from stat_fact"), "2");
	test_store_close(&t);
}

static void test_past_that_cannot_be_read(void **state)
{
	(void)state;
	struct test_store t;
	struct str text = NO_STR;
	int64_t from = -1, to = -1;
	test_store_open_empty(&t);
	make_schema_1(&t);
	assert_ok(&t, db_exec(&t.cx, "update revision set body = '{' where id = $1", ARGS(db_uuid(past_id(REPORT)))));
	assert_int_not_equal(migrate(&t.cx, &from, &to), OK);
	test_forget(&t);
	assert_str(ONE_TEXT("select value from meta where key = 'schema_version'"), "1");       /* all or nothing */
	test_store_close(&t);
}

struct racer { struct test_store *store; pthread_t thread; enum status status; int64_t from; };

static void *race(void *arg)
{
	struct racer *racer = arg;
	struct problem problem = { .why = T_NONE };
	struct cx cx = { .mem = arena_new(), .problem = &problem };
	int64_t to;
	racer->status = db_open(&cx, racer->store->where, DB_WRITE, &cx.db);
	if (racer->status == OK)
		racer->status = migrate(&cx, &racer->from, &to);
	db_close(cx.db);
	arena_release(cx.mem);
	return NULL;
}

static void test_two_at_once(void **state)
{
	(void)state;
	enum { RACERS = 4 };
	struct test_store t;
	struct racer racers[RACERS];
	int made = 0;
	test_store_open_empty(&t);
	for (int i = 0; i < RACERS; i++) {
		racers[i] = (struct racer){ .store = &t };
		assert_int_equal(0, pthread_create(&racers[i].thread, NULL, race, &racers[i]));
	}
	for (int i = 0; i < RACERS; i++) {
		pthread_join(racers[i].thread, NULL);
		assert_int_equal(racers[i].status, OK);
		made += racers[i].from == 0;
	}
	assert_int_equal(made, 1);
	assert_ok(&t, migrate_check(&t.cx));
	test_store_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_migrate), cmocka_unit_test(test_from_schema_1), cmocka_unit_test(test_past_that_cannot_be_read),
		cmocka_unit_test(test_two_at_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

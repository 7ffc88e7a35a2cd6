/* Migrations: an empty store, one that is up to date, one from the future, and two programs at once. */
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
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_migrate), cmocka_unit_test(test_two_at_once) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}

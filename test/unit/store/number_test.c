/* Numbers for people: unique over connections, kinds and years; given back by a rollback; writers do not wait for each other. */
#include "../support.h"

#include "store/message.h"

static struct test_store t;

static struct str take(struct cx *cx, enum message_kind kind, int year)
{
	struct str number;
	assert_ok(&t, number_take(cx, kind, year, &number));
	return number;
}

static int open_store(void **state)
{
	(void)state;
	test_store_open(&t);
	return 0;
}

static int close_store(void **state)
{
	(void)state;
	test_store_close(&t);
	return 0;
}

static void counts_from_one_per_kind_and_year(void **state)
{
	(void)state;
	assert_ok(&t, db_begin(&t.cx));
	assert_str(take(&t.cx, MESSAGE_REPORT, 2026), "R2026-000001");
	assert_str(take(&t.cx, MESSAGE_REPORT, 2026), "R2026-000002");
	assert_str(take(&t.cx, MESSAGE_ADVISORY, 2026), "A2026-000001");
	assert_str(take(&t.cx, MESSAGE_REPORT, 2027), "R2027-000001");
	assert_ok(&t, db_savepoint(&t.cx));
	assert_str(take(&t.cx, MESSAGE_REPORT, 2026), "R2026-000003");
	db_rollback_to(&t.cx);
	assert_str(take(&t.cx, MESSAGE_REPORT, 2026), "R2026-000003");
	assert_ok(&t, db_commit(&t.cx));
}

static int in_order(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void two_connections_never_meet(void **state)
{
	(void)state;
	bool postgres = db_is_postgres(t.cx.db);
	struct cx other = t.cx;
	struct str given[2000];
	size_t n = 0;
	other.db = test_store_connect(&t, t.where, DB_WRITE);
	for (int round = 0; round < 20; round++) {
		/* On PostgreSQL both transactions are open at once: the second must not wait for the first to commit. */
		assert_ok(&t, db_begin(&t.cx));
		for (int i = 0; i < 50; i++)
			given[n++] = take(&t.cx, MESSAGE_REPORT, 2030);
		if (!postgres)
			assert_ok(&t, db_commit(&t.cx));
		/* The lane's own block may be used up, and then it waits for lane -1: only while the other also takes a block. */
		bool has_block = round > 12;
		if (postgres && !has_block)
			assert_ok(&t, db_commit(&t.cx));
		assert_ok(&t, db_begin(&other));
		for (int i = 0; i < 50; i++)
			given[n++] = take(&other, MESSAGE_REPORT, 2030);
		assert_ok(&t, db_commit(&other));
		if (postgres && has_block)
			assert_ok(&t, db_commit(&t.cx));
	}
	db_close(other.db);
	qsort(given, n, sizeof *given, in_order);
	for (size_t i = 1; i < n; i++)
		assert_false(str_eq(given[i - 1], given[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(counts_from_one_per_kind_and_year), cmocka_unit_test(two_connections_never_meet) };
	return cmocka_run_group_tests(tests, open_store, close_store);
}

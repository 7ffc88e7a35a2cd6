/* The store, the same on both engines: values, rows, transactions, savepoints, failures, many rows, several connections. */
#include "support.h"

#include "sys/db.h"

static struct test_store t;

static int open_store(void **state)
{
	(void)state;
	test_store_open_empty(&t);
	assert_ok(&t, db_script(&t.cx, S("create table thing (id uuid primary key, n bigint not null, name text, raw bytea);"
	                                 "create table mark (n bigint primary key, name text);")));
	return 0;
}

static int close_store(void **state)
{
	(void)state;
	test_store_close(&t);
	return 0;
}

static int64_t count_marks(void)
{
	int64_t n = -1;
	assert_ok(&t, db_one(&t.cx, "select count(*) from mark", NO_ARGS, fill_int, &n));
	return n;
}

static enum status mark(int64_t n)
{
	return db_exec(&t.cx, "insert into mark (n, name) values ($1, $2)", ARGS(db_int(n), db_text(S("x"))));
}

struct thing { struct uuid id; int64_t n; struct str name; struct bytes raw; bool name_null, raw_null; };

static void fill_thing(struct cx *cx, const struct db_row *row, void *ret)
{
	*(struct thing *)ret = (struct thing){ row_uuid(row, 0), row_int(row, 1), row_text(cx, row, 2), row_bytes(cx, row, 3),
	                                       row_is_null(row, 2), row_is_null(row, 3) };
}

static void test_values(void **state)
{
	(void)state;
	struct uuid id = uuid_new(t.cx.now_us), null_id = uuid_new(t.cx.now_us);
	uint8_t raw[256];
	for (size_t i = 0; i < sizeof raw; i++)
		raw[i] = (uint8_t)i;
	for (int i = 0; i < 2; i++) {
		struct uuid row_id = i ? id : null_id;
		assert_ok(&t, db_exec(&t.cx, "insert into thing (id, n, name, raw) values ($1, $2, $3, $4)",
		                      ARGS(db_uuid(row_id), db_int(i ? INT64_MIN : INT64_MAX), db_text(i ? S("狼煙") : NO_STR),
		                           i ? db_bytes(raw, sizeof raw) : db_null())));
	}
	struct thing got;
	assert_ok(&t, db_one(&t.cx, "select id, n, name, raw from thing where id = $1", ARGS(db_uuid(id)), fill_thing, &got));
	assert_true(uuid_eq(got.id, id));
	assert_int_equal(got.n, INT64_MIN);
	assert_str(got.name, "狼煙");
	assert_int_equal(got.raw.n, sizeof raw);
	assert_memory_equal(got.raw.p, raw, sizeof raw);
	assert_ok(&t, db_one(&t.cx, "select id, n, name, raw from thing where id = $1", ARGS(db_uuid(null_id)), fill_thing, &got));
	assert_true(got.n == INT64_MAX && got.name_null && got.raw_null && !got.name.p && !got.raw.p);
	assert_int_equal(E_MISSING, db_one(&t.cx, "select id, n, name, raw from thing where id = $1", ARGS(db_uuid((struct uuid){ { 1 } })),
	                                   fill_thing, &got));
	assert_int_equal(t.problem.why, T_MISSING);
	test_forget(&t);
}

static void test_null_first(void **state)
{
	(void)state;
	/* The type of a parameter that was null at first is learnt later. */
	for (int i = 0; i < 4; i++) {
		int64_t n = 0;
		assert_ok(&t, db_one(&t.cx, "select coalesce($1, 7)", ARGS(i % 2 ? db_int(INT64_C(1) << 40) : db_null()), fill_int, &n));
		assert_int_equal(n, i % 2 ? INT64_C(1) << 40 : 7);
	}
}

static void test_number_types(void **state)
{
	(void)state;
	int64_t n = 0;
	for (int64_t i = 1; i <= 3; i++)
		assert_ok(&t, mark(i * INT64_C(1000000007)));
	assert_ok(&t, db_one(&t.cx, "select sum(n) from mark", NO_ARGS, fill_int, &n));
	assert_int_equal(n, 6 * INT64_C(1000000007));
	assert_ok(&t, db_one(&t.cx, "select sum(-n) from mark", NO_ARGS, fill_int, &n));
	assert_int_equal(n, -6 * INT64_C(1000000007));
	assert_ok(&t, db_one(&t.cx, "select sum(n * 10000) - sum(n * 10000) from mark", NO_ARGS, fill_int, &n));
	assert_int_equal(n, 0);
	assert_ok(&t, db_one(&t.cx, "select length('abc')", NO_ARGS, fill_int, &n));
	assert_int_equal(n, 3);
	assert_ok(&t, db_one(&t.cx, "select exists (select 1 from mark)", NO_ARGS, fill_int, &n));
	assert_int_equal(n, 1);
	assert_ok(&t, db_exec(&t.cx, "delete from mark", NO_ARGS));
}

static void test_change(void **state)
{
	(void)state;
	int64_t rows = -1;
	for (int64_t i = 1; i <= 5; i++)
		assert_ok(&t, mark(i));
	assert_ok(&t, db_change(&t.cx, "update mark set name = $2 where n > $1", ARGS(db_int(3), db_text(S("y"))), &rows));
	assert_int_equal(rows, 2);
	assert_ok(&t, db_change(&t.cx, "insert into mark (n) values ($1) on conflict do nothing", ARGS(db_int(3)), &rows));
	assert_int_equal(rows, 0);
	assert_ok(&t, db_one(&t.cx, "update mark set name = 'z' where n = $1 returning n", ARGS(db_int(2)), fill_int, &rows));
	assert_int_equal(rows, 2);
	assert_ok(&t, db_change(&t.cx, "delete from mark", NO_ARGS, &rows));
	assert_int_equal(rows, 5);
}

struct sum { int64_t n, inner; struct db *db; };

static void fill_sum(struct cx *cx, const struct db_row *row, void *arg)
{
	struct sum *sum = arg;
	int64_t inner = 0;
	sum->n += row_int(row, 0);
	/* A statement inside the fill of another, even the same. */
	assert_ok(&t, db_one(cx, "select n from mark where n >= $1 order by n", ARGS(db_int(row_int(row, 0))), fill_int, &inner));
	sum->inner += inner;
}

static void fill_sum_same(struct cx *cx, const struct db_row *row, void *arg);

static enum status each_mark(struct cx *cx, int64_t from, db_fill *fill, void *arg)
{
	return db_each(cx, "select n from mark where n > $1 order by n", ARGS(db_int(from)), fill, arg);
}

static void fill_sum_same(struct cx *cx, const struct db_row *row, void *arg)
{
	struct sum *sum = arg;
	sum->n++;
	assert_ok(&t, each_mark(cx, row_int(row, 0), fill_sum_same, arg));
}

static void test_nested(void **state)
{
	(void)state;
	struct sum sum = { 0 };
	for (int64_t i = 1; i <= 4; i++)
		assert_ok(&t, mark(i));
	assert_ok(&t, each_mark(&t.cx, 0, fill_sum, &sum));
	assert_true(sum.n == 10 && sum.inner == 10);
	sum = (struct sum){ 0 };
	assert_ok(&t, each_mark(&t.cx, 0, fill_sum_same, &sum));
	assert_int_equal(sum.n, 15);
	assert_ok(&t, db_exec(&t.cx, "delete from mark", NO_ARGS));
}

static void test_transaction(void **state)
{
	(void)state;
	assert_ok(&t, db_begin(&t.cx));
	assert_ok(&t, mark(1));
	db_rollback(&t.cx);
	assert_int_equal(count_marks(), 0);
	assert_ok(&t, db_begin(&t.cx));
	assert_ok(&t, mark(1));
	assert_ok(&t, db_commit(&t.cx));
	assert_int_equal(count_marks(), 1);
	assert_int_equal(db_begin(&t.cx), OK);
	assert_int_equal(db_begin(&t.cx), E_BUG);
	db_rollback(&t.cx);
	test_forget(&t);
	assert_ok(&t, db_exec(&t.cx, "delete from mark", NO_ARGS));
}

/* As the writer does: items under savepoints, some of which fail in different ways, one commit. */
static void test_savepoints(void **state)
{
	(void)state;
	assert_ok(&t, db_begin(&t.cx));
	for (int64_t i = 0; i < 40; i++) {
		int64_t n = 0;
		assert_ok(&t, db_savepoint(&t.cx));
		assert_ok(&t, mark(i));
		switch (i % 4) {
		case 0: assert_ok(&t, db_release(&t.cx)); break;
		case 1: db_rollback_to(&t.cx); break;           /* a use case said no */
		case 2:                                         /* a failure that shows at a read */
			(void)!mark(i);
			assert_int_equal(E_CONFLICT, db_one(&t.cx, "select count(*) from mark", NO_ARGS, fill_int, &n));
			assert_int_equal(t.problem.why, T_STATE);
			assert_int_equal(E_CONFLICT, mark(1000 + i));
			db_rollback_to(&t.cx);
			break;
		case 3:                                         /* a failure that shows at the release */
			(void)!mark(i);
			(void)!mark(2000 + i);
			assert_int_equal(E_CONFLICT, db_release(&t.cx));
			break;
		}
		test_forget(&t);
	}
	assert_ok(&t, db_commit(&t.cx));
	assert_int_equal(count_marks(), 10);
	assert_ok(&t, db_exec(&t.cx, "delete from mark", NO_ARGS));
}

static void test_failed_commit(void **state)
{
	(void)state;
	assert_ok(&t, db_begin(&t.cx));
	assert_ok(&t, mark(1));
	(void)!mark(1);
	assert_int_equal(E_CONFLICT, db_commit(&t.cx));
	test_forget(&t);
	assert_int_equal(count_marks(), 0);
	assert_int_equal(E_BUG, db_exec(&t.cx, "insert into nowhere (n) values ($1)", ARGS(db_int(1))));
	assert_true(t.problem.detail.n > 0);
	test_forget(&t);
	assert_int_equal(E_BUG, db_exec(&t.cx, "insert into mark (n) values ($1)", NO_ARGS));
	test_forget(&t);
	assert_int_equal(count_marks(), 0);
}

/* More than the pipeline's queue, with a failure in the middle of it and statements prepared behind the failure. */
static void test_long_pipeline(void **state)
{
	(void)state;
	assert_ok(&t, db_begin(&t.cx));
	assert_ok(&t, db_savepoint(&t.cx));
	for (int64_t i = 0; i < 2000; i++)
		assert_ok(&t, mark(i));
	assert_ok(&t, db_release(&t.cx));
	assert_ok(&t, db_savepoint(&t.cx));
	for (int64_t i = 0; i < 1000; i++)
		(void)!mark(i == 10 ? 5 : 10000 + i);
	(void)!db_exec(&t.cx, "update mark set name = 'never prepared before' where n = $1", ARGS(db_int(3)));
	db_rollback_to(&t.cx);
	test_forget(&t);
	assert_ok(&t, db_savepoint(&t.cx));
	assert_ok(&t, db_exec(&t.cx, "update mark set name = 'never prepared before' where n = $1", ARGS(db_int(3))));
	assert_ok(&t, db_release(&t.cx));
	assert_ok(&t, db_commit(&t.cx));
	assert_int_equal(count_marks(), 2000);
	assert_ok(&t, db_exec(&t.cx, "delete from mark", NO_ARGS));
}

static void test_large_values(void **state)
{
	(void)state;
	size_t n = 8 << 20;
	char *large = arena_alloc(t.mem, n);
	memset(large, 'a', n);
	assert_ok(&t, db_begin(&t.cx));
	for (int i = 0; i < 4; i++)
		assert_ok(&t, db_exec(&t.cx, "insert into thing (id, n, raw) values ($1, $2, $3)",
		                      ARGS(db_uuid(uuid_new(t.cx.now_us)), db_int(-77), db_bytes(large, n))));
	for (int i = 0; i < 4; i++)                             /* answers as large as what is being sent */
		assert_ok(&t, db_exec(&t.cx, "select raw from thing where n = $1", ARGS(db_int(-77))));
	int64_t total = 0;
	assert_ok(&t, db_one(&t.cx, "select sum(length(raw)) from thing where n = $1", ARGS(db_int(-77)), fill_int, &total));
	assert_int_equal(total, 4 * (int64_t)n);
	db_rollback(&t.cx);
}

enum { MANY = 5000 };

static enum status insert_many(const struct db_value *v, size_t n)
{
	return db_many(&t.cx, "insert into thing (id, n, name, raw) values ($1, $2, $3, $4) on conflict do nothing", v, n, 4);
}

static void test_many(void **state)
{
	(void)state;
	struct db_value *v = arena_array(t.mem, struct db_value, MANY * 4);
	for (size_t i = 0; i < MANY; i++) {
		v[4 * i] = db_uuid(uuid_new(t.cx.now_us));
		v[4 * i + 1] = db_int(-500);
		v[4 * i + 2] = i % 3 ? db_text(S("名前")) : db_null();
		v[4 * i + 3] = db_null();
	}
	int64_t n = 0;
	assert_ok(&t, insert_many(v, 0));
	assert_ok(&t, insert_many(v, MANY));
	v[3] = db_bytes("", 0);
	v[7] = db_bytes("abc", 3);
	assert_ok(&t, insert_many(v, MANY));                    /* every one is there already */
	assert_ok(&t, db_one(&t.cx, "select count(*) from thing where n = -500", NO_ARGS, fill_int, &n));
	assert_int_equal(n, MANY);
	assert_ok(&t, db_one(&t.cx, "select count(name) from thing where n = -500", NO_ARGS, fill_int, &n));
	assert_int_equal(n, MANY - (MANY + 2) / 3);
	const struct db_value again[] = { v[0], v[1] };
	const struct db_value fresh[] = { db_uuid(uuid_new(1)), db_int(-501), db_uuid(uuid_new(1)), db_int(-501) };
	assert_int_equal(E_CONFLICT, db_many(&t.cx, "insert into thing (id, n, name) values ($1, $2, 'fixed')", again, 1, 2));
	test_forget(&t);
	assert_ok(&t, db_begin(&t.cx));
	assert_ok(&t, db_many(&t.cx, "insert into thing (id, n, name) values ($1, $2, 'fixed')", fresh, 2, 2));
	assert_ok(&t, db_one(&t.cx, "select count(*) from thing where n = -501 and name = 'fixed'", NO_ARGS, fill_int, &n));
	assert_int_equal(n, 2);
	assert_ok(&t, db_commit(&t.cx));
	assert_ok(&t, db_exec(&t.cx, "delete from thing", NO_ARGS));
}

static void test_reader(void **state)
{
	(void)state;
	struct cx reader = t.cx;
	int64_t before = -1, after = -1;
	reader.db = test_store_connect(&t, t.where, DB_READ);
	assert_false(db_can_write(reader.db));
	assert_int_equal(E_BUG, db_exec(&reader, "insert into mark (n) values ($1)", ARGS(db_int(1))));
	test_forget(&t);
	assert_ok(&t, db_begin(&reader));
	assert_ok(&t, db_one(&reader, "select count(*) from mark", NO_ARGS, fill_int, &before));
	assert_ok(&t, mark(1));
	assert_ok(&t, db_one(&reader, "select count(*) from mark", NO_ARGS, fill_int, &after));
	assert_int_equal(before, after);                        /* one snapshot */
	assert_ok(&t, db_commit(&reader));
	assert_ok(&t, db_one(&reader, "select count(*) from mark", NO_ARGS, fill_int, &after));
	assert_int_equal(after, before + 1);
	db_close(reader.db);
	assert_ok(&t, db_exec(&t.cx, "delete from mark", NO_ARGS));
}

static void note_payload(void *arg, struct str payload)
{
	*(struct str *)arg = str_copy(t.mem, payload);
}

static void test_notify(void **state)
{
	(void)state;
	struct cx other = t.cx;
	struct str heard = NO_STR;
	bool held = false, held_too = true;
	other.db = test_store_connect(&t, t.where, DB_READ);
	assert_ok(&t, db_listen(&other, S("Test Channel")));
	assert_ok(&t, db_begin(&t.cx));
	assert_ok(&t, db_notify(&t.cx, S("Test Channel"), S("hello")));
	assert_ok(&t, db_commit(&t.cx));
	assert_ok(&t, db_hear(&other, 200, note_payload, &heard));
	assert_ok(&t, db_try_lock(&t.cx, 4711, &held));
	assert_true(held);
	assert_ok(&t, db_try_lock(&other, 4711, &held_too));
	assert_int_equal(held_too, !db_is_postgres(t.cx.db));
	if (db_is_postgres(t.cx.db))
		assert_str(heard, "hello");
	db_close(other.db);
}

static void test_backup(void **state)
{
	(void)state;
	struct str to = str_format(t.mem, "%.*s.copy", STR_ARG(t.where));
	assert_ok(&t, mark(5));
	if (db_is_postgres(t.cx.db)) {
		assert_int_equal(E_INVALID, db_backup(&t.cx, to));
	} else {
		struct cx copy = t.cx;
		int64_t n = 0;
		assert_ok(&t, db_backup(&t.cx, to));
		assert_int_equal(E_CONFLICT, db_backup(&t.cx, to));
		test_forget(&t);
		copy.db = test_store_connect(&t, to, DB_READ);
		assert_ok(&t, db_one(&copy, "select count(*) from mark", NO_ARGS, fill_int, &n));
		assert_int_equal(n, 1);
		db_close(copy.db);
		static const char *const suffixes[] = { "", "-wal", "-shm" };
		for (size_t i = 0; i < 3; i++)
			unlink(str_terminated(t.mem, str_format(t.mem, "%.*s%s", STR_ARG(to), suffixes[i])));
	}
	test_forget(&t);
	assert_ok(&t, db_exec(&t.cx, "delete from mark", NO_ARGS));
}

/* PostgreSQL ends our connection: what runs fails as busy, the next transaction has a new connection. */
static void end_connection(struct cx *other, int64_t process)
{
	assert_ok(&t, db_exec(other, "select pg_terminate_backend(cast($1 as integer))", ARGS(db_int(process))));
	usleep(100000);
}

static int64_t process_of_connection(void)
{
	int64_t process = 0;
	assert_ok(&t, db_one(&t.cx, "select pg_backend_pid()", NO_ARGS, fill_int, &process));
	return process;
}

static void test_lost_connection(void **state)
{
	(void)state;
	if (!db_is_postgres(t.cx.db))
		return;
	struct cx other = t.cx;
	other.db = test_store_connect(&t, t.where, DB_WRITE);
	end_connection(&other, process_of_connection());
	assert_int_equal(count_marks(), 0);                     /* outside a transaction: connected again at once */
	int64_t process = process_of_connection();
	assert_ok(&t, db_begin(&t.cx));
	assert_ok(&t, db_savepoint(&t.cx));
	assert_ok(&t, mark(1));
	assert_ok(&t, db_release(&t.cx));
	end_connection(&other, process);
	assert_ok(&t, db_savepoint(&t.cx));
	(void)!mark(2);
	assert_int_equal(E_BUSY, db_release(&t.cx));
	assert_int_equal(E_BUSY, db_savepoint(&t.cx));
	assert_int_equal(E_BUSY, db_commit(&t.cx));
	test_forget(&t);
	assert_ok(&t, db_begin(&t.cx));
	assert_ok(&t, mark(3));
	assert_ok(&t, db_commit(&t.cx));
	assert_int_equal(count_marks(), 1);
	db_close(other.db);
	assert_ok(&t, db_exec(&t.cx, "delete from mark", NO_ARGS));
}

/* A full disk: the item fails as busy, nothing half is kept, and the connection goes on when there is room again. */
static void test_disk_full(void **state)
{
	(void)state;
	if (db_is_postgres(t.cx.db))
		return;
	char large[40000];
	memset(large, 'x', sizeof large);
	int64_t before = count_marks();
	assert_ok(&t, db_script(&t.cx, S("pragma max_page_count = 40")));
	assert_ok(&t, db_begin(&t.cx));
	assert_ok(&t, db_savepoint(&t.cx));
	assert_ok(&t, mark(1));
	assert_ok(&t, db_release(&t.cx));
	assert_ok(&t, db_savepoint(&t.cx));
	enum status status = OK;
	for (int i = 0; i < 100 && status == OK; i++)
		status = db_exec(&t.cx, "insert into thing (id, n, raw) values ($1, $2, $3)",
		                 ARGS(db_uuid(uuid_new(t.cx.now_us)), db_int(-900), db_bytes(large, sizeof large)));
	assert_int_equal(status, E_BUSY);
	assert_int_equal(t.problem.why, T_STORE);
	assert_int_equal(E_BUSY, mark(2));                      /* never by itself outside the transaction */
	assert_int_equal(E_BUSY, db_release(&t.cx));
	enum status committed = db_commit(&t.cx);
	test_forget(&t);
	assert_ok(&t, db_script(&t.cx, S("pragma max_page_count = 1073741823")));
	int64_t kept = -1;
	assert_ok(&t, db_one(&t.cx, "select count(*) from thing where n = -900", NO_ARGS, fill_int, &kept));
	assert_int_equal(kept, 0);
	assert_int_equal(count_marks(), before + (committed == OK));
	assert_ok(&t, db_exec(&t.cx, "delete from mark", NO_ARGS));
}

static void test_bad_places(void **state)
{
	(void)state;
	struct db *db = NULL;
	assert_int_equal(E_REMOTE, db_open(&t.cx, S("/nowhere/at/all.db"), DB_WRITE, &db));
	test_forget(&t);
	assert_int_equal(E_REMOTE, db_open(&t.cx, S("postgresql://127.0.0.1:1/none"), DB_READ, &db));
	test_forget(&t);
	assert_null(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values), cmocka_unit_test(test_null_first), cmocka_unit_test(test_number_types),
		cmocka_unit_test(test_change), cmocka_unit_test(test_nested), cmocka_unit_test(test_transaction),
		cmocka_unit_test(test_savepoints), cmocka_unit_test(test_failed_commit), cmocka_unit_test(test_long_pipeline),
		cmocka_unit_test(test_large_values), cmocka_unit_test(test_many), cmocka_unit_test(test_reader),
		cmocka_unit_test(test_notify), cmocka_unit_test(test_backup), cmocka_unit_test(test_lost_connection),
		cmocka_unit_test(test_disk_full),
		cmocka_unit_test(test_bad_places),
	};
	return cmocka_run_group_tests(tests, open_store, close_store);
}

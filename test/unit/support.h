/* test/unit/support.h — what unit tests share: a cx, and a fresh store with the schema in it.
 *
 *   struct test_store t;
 *   test_store_open(&t);            the store that NOROSHI_TEST_STORE names (a path or a postgresql:// URL), or a new SQLite file
 *   ... use &t.cx ...
 *   test_store_close(&t);           nothing is left behind
 *
 * Every store is fresh: a new file, or a new schema in the database of the URL. test_cx_open gives a cx without a store.
 */
#ifndef NOROSHI_TEST_SUPPORT_H
#define NOROSHI_TEST_SUPPORT_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail                                                     /* ours is base/cx.h */

#include "app/migrate.h"
#include "base/str.h"
#include "base/uuid.h"
#include "sys/clock.h"
#include "sys/db.h"

struct test_store {
	struct arena *mem;
	struct problem problem;
	struct cx cx;
	struct str where;                                       /* open further connections with this */
	struct str schema, outer;                               /* PostgreSQL: the schema, and the URL without it */
};

#define assert_ok(t, call) test_assert_ok((t), (call), #call, __FILE__, __LINE__)
#define assert_str(s, literal) test_assert_str((s), S(literal), __FILE__, __LINE__)

static inline void test_assert_ok(const struct test_store *t, enum status status, const char *call, const char *file, int line)
{
	if (status == OK)
		return;
	struct str code = text_code(t->problem.why);
	print_error("%s: status %d, %.*s %.*s\n", call, (int)status, STR_ARG(code), STR_ARG(t->problem.detail));
	_fail(file, line);
}

static inline void test_assert_str(struct str got, struct str wanted, const char *file, int line)
{
	if (str_eq(got, wanted))
		return;
	print_error("\"%.*s\" is not \"%.*s\"\n", STR_ARG(got), STR_ARG(wanted));
	_fail(file, line);
}

static inline void test_cx_open(struct test_store *t)
{
	memset(t, 0, sizeof *t);
	t->mem = arena_new();
	t->cx = (struct cx){ .mem = t->mem, .problem = &t->problem, .now_us = clock_now_us(), .lang = LANG_EN };
}

static inline void test_cx_close(struct test_store *t)
{
	arena_release(t->mem);
}

/* Forgets a failure that was expected. */
static inline void test_forget(struct test_store *t)
{
	t->problem = (struct problem){ .why = T_NONE };
}

static inline struct db *test_store_connect(struct test_store *t, struct str where, enum db_mode mode)
{
	struct db *db = NULL;
	assert_ok(t, db_open(&t->cx, where, mode, &db));
	return db;
}

static inline void test_outside(struct test_store *t, const char *format)
{
	struct cx cx = t->cx;
	cx.db = test_store_connect(t, t->outer, DB_WRITE);
	char sql[128];
	snprintf(sql, sizeof sql, "%s %.*s%s", format, STR_ARG(t->schema), format[0] == 'd' ? " cascade" : "");
	assert_ok(t, db_script(&cx, str_of(sql)));
	db_close(cx.db);
}

/* A name of a store that does not exist yet; for PostgreSQL the empty schema is made. */
static inline void test_store_name(struct test_store *t)
{
	struct str given = str_of(getenv("NOROSHI_TEST_STORE"));
	struct str unique = str_hex(t->mem, uuid_new(t->cx.now_us).b, 16);
	if (str_starts(given, S("postgres"))) {
		t->outer = given;
		t->schema = str_format(t->mem, "test_%.*s", STR_ARG(unique));
		t->where = str_format(t->mem, "%.*s%soptions=-csearch_path%%3D%.*s", STR_ARG(given),
		                      str_find(given, S("?")) < 0 ? "?" : "&", STR_ARG(t->schema));
		test_outside(t, "create schema");
		return;
	}
	const char *folder = getenv("TMPDIR");
	struct str prefix = given.n ? given : str_format(t->mem, "%s/noroshi-test", folder && *folder ? folder : "/tmp");
	t->where = str_format(t->mem, "%.*s-%.*s.db", STR_ARG(prefix), STR_ARG(unique));
}

/* Without the schema: for tests of the store itself. */
static inline void test_store_open_empty(struct test_store *t)
{
	test_cx_open(t);
	test_store_name(t);
	t->cx.db = test_store_connect(t, t->where, DB_WRITE);
}

static inline void test_store_open(struct test_store *t)
{
	int64_t from, to;
	test_store_open_empty(t);
	assert_ok(t, migrate(&t->cx, &from, &to));
}

static inline void test_store_close(struct test_store *t)
{
	static const char *const suffixes[] = { "", "-wal", "-shm" };
	db_close(t->cx.db);
	if (t->schema.n)
		test_outside(t, "drop schema");
	for (size_t i = 0; !t->schema.n && i < 3; i++)
		unlink(str_terminated(t->mem, str_format(t->mem, "%.*s%s", STR_ARG(t->where), suffixes[i])));
	test_cx_close(t);
}
#endif

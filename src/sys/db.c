/* sys/db.c — the state of a transaction, and the choice of the driver. */
#include "sys/db.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/uuid.h"
#include "sys/db_driver.h"

struct db_value db_uuid_or_null(struct uuid u)
{
	return uuid_is_none(u) ? db_null() : db_uuid(u);
}

enum status db_fail(struct cx *cx, enum status status, enum text why, const char *format, ...)
{
	char detail[sizeof cx->db->failed_detail];
	va_list args;
	va_start(args, format);
	vsnprintf(detail, sizeof detail, format, args);
	va_end(args);
	struct db *db = cx->db;
	if (db && db->in_transaction && db->failed == OK) {
		db->failed = status;
		db->failed_why = why;
		memcpy(db->failed_detail, detail, sizeof detail);
	}
	return fail_detail(cx, status, why, "%s", detail);
}

static enum status fail_again(struct cx *cx)
{
	return fail_detail(cx, cx->db->failed, cx->db->failed_why, "%s", cx->db->failed_detail);
}

/* Opening and closing */

enum status db_open(struct cx *cx, struct str where, enum db_mode mode, struct db **ret)
{
	bool url = str_starts(where, S("postgresql://")) || str_starts(where, S("postgres://"));
	return (url ? &db_postgres : &db_sqlite)->open(cx, where, mode, ret);
}

void db_close(struct db *db)
{
	if (db)
		db->driver->close(db);
}

bool db_is_postgres(const struct db *db)
{
	return db->driver == &db_postgres;
}

bool db_can_write(const struct db *db)
{
	return db->mode == DB_WRITE;
}

/* Transactions */

enum status db_begin(struct cx *cx)
{
	struct db *db = cx->db;
	if (db->in_transaction)
		return db_fail(cx, E_BUG, T_BUG, "begin inside a transaction");
	enum status status = db->driver->step(cx, STEP_BEGIN);
	if (status == OK)
		db->in_transaction = true;
	return status;
}

static void end_transaction(struct db *db)
{
	db->in_transaction = db->in_savepoint = false;
	db->failed = OK;
}

enum status db_commit(struct cx *cx)
{
	struct db *db = cx->db;
	if (!db->in_transaction)
		return fail_detail(cx, E_BUG, T_BUG, "commit outside a transaction");
	enum status status = db->failed ? fail_again(cx) : db->driver->step(cx, STEP_COMMIT);
	if (status == OK)
		end_transaction(db);
	else
		db_rollback(cx);
	return status;
}

/* For steps whose own failure has nobody to be told: the cause that led to them is already recorded. */
static enum status quiet_step(struct cx *cx, enum db_step step)
{
	struct problem ignored = { .why = T_NONE };
	struct cx quiet = *cx;
	quiet.problem = &ignored;
	return cx->db->driver->step(&quiet, step);
}

void db_rollback(struct cx *cx)
{
	struct db *db = cx->db;
	if (!db || !db->in_transaction)                         /* the connection may be gone, and the transaction with it */
		return;
	(void)!quiet_step(cx, STEP_ROLLBACK);
	end_transaction(db);
}

enum status db_savepoint(struct cx *cx)
{
	struct db *db = cx->db;
	if (!db->in_transaction || db->in_savepoint)
		return db_fail(cx, E_BUG, T_BUG, "a savepoint needs a transaction and no other savepoint");
	if (db->failed)
		return fail_again(cx);
	enum status status = db->driver->step(cx, STEP_SAVEPOINT);
	if (status == OK)
		db->in_savepoint = true;
	return status;
}

enum status db_release(struct cx *cx)
{
	struct db *db = cx->db;
	if (!db->in_savepoint)
		return db_fail(cx, E_BUG, T_BUG, "release without a savepoint");
	enum status status = db->failed ? fail_again(cx) : db->driver->step(cx, STEP_RELEASE);
	if (status == OK)
		db->in_savepoint = false;
	else
		db_rollback_to(cx);
	return status;
}

void db_rollback_to(struct cx *cx)
{
	struct db *db = cx->db;
	if (!db->in_savepoint)
		return;
	enum status before = db->failed;
	db->failed = OK;
	db->in_savepoint = false;
	/* Where even this fails, the transaction is lost: it stays failed until its end. */
	if (quiet_step(cx, STEP_ROLLBACK_TO) != OK && db->failed == OK)
		db->failed = before ? before : E_BUSY;
}

/* Statements */

static enum status run(struct cx *cx, const struct db_call *call, int64_t *ret_rows)
{
	if (cx->db->failed)
		return fail_again(cx);
	if (call->args.n > DB_ARGS_MAX)
		return db_fail(cx, E_BUG, T_BUG, "more than %d values", (int)DB_ARGS_MAX);
	return cx->db->driver->run(cx, call, ret_rows);
}

enum status db_exec_(struct cx *cx, struct str sql, struct db_args args)
{
	int64_t rows;
	return run(cx, &(struct db_call){ .sql = sql, .args = args, .wants = WANTS_NOTHING }, &rows);
}

enum status db_change_(struct cx *cx, struct str sql, struct db_args args, int64_t *ret_rows)
{
	return run(cx, &(struct db_call){ .sql = sql, .args = args, .wants = WANTS_CHANGES }, ret_rows);
}

enum status db_one_(struct cx *cx, struct str sql, struct db_args args, db_fill *fill, void *ret)
{
	int64_t rows = 0;
	struct db_call call = { .sql = sql, .args = args, .wants = WANTS_ONE, .fill = fill, .ret = ret };
	enum status status = run(cx, &call, &rows);
	return status == OK && rows == 0 ? fail(cx, E_MISSING, T_MISSING) : status;
}

enum status db_each_(struct cx *cx, struct str sql, struct db_args args, db_fill *fill, void *arg)
{
	int64_t rows;
	return run(cx, &(struct db_call){ .sql = sql, .args = args, .wants = WANTS_EACH, .fill = fill, .ret = arg }, &rows);
}

enum status db_many_(struct cx *cx, struct str sql, const struct db_value *v, size_t n_rows, size_t n_columns)
{
	if (cx->db->failed)
		return fail_again(cx);
	if (!n_rows)
		return OK;
	if (n_columns > DB_ARGS_MAX)
		return db_fail(cx, E_BUG, T_BUG, "more than %d columns", (int)DB_ARGS_MAX);
	return cx->db->driver->many(cx, sql, v, n_rows, n_columns);
}

enum status db_script(struct cx *cx, struct str sql)
{
	return cx->db->failed ? fail_again(cx) : cx->db->driver->script(cx, sql);
}

/* Rows */

bool row_is_null(const struct db_row *row, int column)
{
	return row->driver->row_is_null(row, column);
}

int64_t row_int(const struct db_row *row, int column)
{
	return row->driver->row_int(row, column);
}

struct uuid row_uuid(const struct db_row *row, int column)
{
	struct uuid id = { { 0 } };
	struct str s = row->driver->row_bytes(row, column);
	if (s.n == sizeof id.b)
		memcpy(id.b, s.p, sizeof id.b);
	return id;
}

struct str row_text_borrow(const struct db_row *row, int column)
{
	return row->driver->row_bytes(row, column);
}

struct str row_text(struct cx *cx, const struct db_row *row, int column)
{
	return str_copy(cx->mem, row->driver->row_bytes(row, column));
}

struct bytes row_bytes(struct cx *cx, const struct db_row *row, int column)
{
	struct str s = row_text(cx, row, column);
	return (struct bytes){ (const uint8_t *)s.p, s.n };
}

void fill_int(struct cx *cx, const struct db_row *row, void *ret_int64)
{
	(void)cx;
	*(int64_t *)ret_int64 = row_int(row, 0);
}

void fill_uuid(struct cx *cx, const struct db_row *row, void *ret_uuid)
{
	(void)cx;
	*(struct uuid *)ret_uuid = row_uuid(row, 0);
}

void fill_text(struct cx *cx, const struct db_row *row, void *ret_str)
{
	*(struct str *)ret_str = row_text(cx, row, 0);
}

/* Between processes */

enum status db_notify(struct cx *cx, struct str channel, struct str payload)
{
	if (!db_is_postgres(cx->db))
		return OK;
	return db_exec(cx, "select pg_notify($1, $2)", ARGS(db_text(channel), db_text(payload)));
}

enum status db_listen(struct cx *cx, struct str channel)
{
	return cx->db->driver->listen(cx, channel);
}

enum status db_hear(struct cx *cx, int timeout_ms, void (*heard)(void *, struct str payload), void *arg)
{
	return cx->db->driver->hear(cx, timeout_ms, heard, arg);
}

enum status db_try_lock(struct cx *cx, int64_t key, bool *ret_held)
{
	int64_t held = 1;
	if (db_is_postgres(cx->db)) {
		enum status status = db_one(cx, "select pg_try_advisory_lock($1)", ARGS(db_int(key)), fill_int, &held);
		if (status != OK)
			return status;
	}
	*ret_held = held != 0;
	return OK;
}

enum status db_backup(struct cx *cx, struct str to_path)
{
	return cx->db->driver->backup(cx, to_path);
}

/* The cache of statements: open addressing, at most half full. */

static size_t cache_place(const struct db_cache *cache, const void *key)
{
	size_t i = (size_t)(((uint64_t)(uintptr_t)key * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (cache->capacity - 1);
	while (cache->slots[i].key && cache->slots[i].key != key)
		i = (i + 1) & (cache->capacity - 1);
	return i;
}

void *db_cache_get(const struct db_cache *cache, const void *key)
{
	return cache->capacity ? cache->slots[cache_place(cache, key)].value : NULL;
}

static void cache_grow(struct db_cache *cache)
{
	struct db_cache larger = { .capacity = cache->capacity ? cache->capacity * 2 : 128 };
	larger.slots = calloc(larger.capacity, sizeof *larger.slots);
	if (!larger.slots)
		abort();                                        /* as arenas do when memory is exhausted */
	for (size_t i = 0; i < cache->capacity; i++)
		if (cache->slots[i].key)
			larger.slots[cache_place(&larger, cache->slots[i].key)] = cache->slots[i];
	larger.n = cache->n;
	free(cache->slots);
	*cache = larger;
}

void db_cache_put(struct db_cache *cache, const void *key, void *value)
{
	if (2 * (cache->n + 1) > cache->capacity)
		cache_grow(cache);
	struct db_cache_slot *slot = &cache->slots[cache_place(cache, key)];
	cache->n += !slot->key;
	*slot = (struct db_cache_slot){ key, value };
}

void db_cache_release(struct db_cache *cache, void (*drop)(void *value))
{
	for (size_t i = 0; i < cache->capacity; i++)
		if (cache->slots[i].value)
			drop(cache->slots[i].value);
	free(cache->slots);
	*cache = (struct db_cache){ .n = 0 };
}

bool db_version(struct cx *cx, int64_t *ret)
{
	return !db_is_postgres(cx->db) && db_one(cx, "pragma data_version", NO_ARGS, fill_int, ret) == OK;
}

/* sys/db_sqlite.c — the SQLite driver. WAL, every commit on disk before it is answered. */
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "sys/db_driver.h"

enum { BUSY_MS = 5000 };

struct sqlite_db {
	struct db head;
	sqlite3 *handle;
	struct db_cache statements;
};

struct statement {
	sqlite3_stmt *handle;
	int n_args;                                             /* the highest $n */
	bool busy;                                              /* a fill of its rows is running */
	bool kept;                                              /* in the cache */
	int n_places;
	unsigned char arg_of[];                                 /* the n of each of SQLite's parameters */
};

static struct sqlite_db *mine(struct cx *cx)
{
	return (struct sqlite_db *)cx->db;
}

static enum status report(struct cx *cx, struct str sql)
{
	sqlite3 *handle = mine(cx)->handle;
	int code = sqlite3_extended_errcode(handle);
	enum status status = E_BUG;
	enum text why = T_BUG;
	if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID) {
		status = E_CONFLICT;
		why = T_STATE;
	}
	switch (code & 0xff) {
	case SQLITE_READONLY:
		if (cx->db->mode == DB_READ)
			break;                                  /* a write on a reader is ours */
		/* fall through */
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_NOMEM:
	case SQLITE_IOERR:
	case SQLITE_FULL:
	case SQLITE_CANTOPEN:
	case SQLITE_PROTOCOL:
	case SQLITE_CORRUPT:
		status = E_BUSY;
		why = T_STORE;
	}
	return db_fail(cx, status, why, "sqlite %d: %s: %.*s", code, sqlite3_errmsg(handle), (int)(sql.n < 120 ? sql.n : 120), sql.p);
}

/* Statements */

static void drop_statement(void *p)
{
	struct statement *s = p;
	sqlite3_finalize(s->handle);
	free(s);
}

/* In SQLite $1 is a name; which of its own numbers stands for it is asked once. */
static struct statement *number_parameters(sqlite3_stmt *handle)
{
	int n = sqlite3_bind_parameter_count(handle);
	struct statement *s = calloc(1, sizeof *s + (size_t)n);
	if (!s)
		abort();
	s->handle = handle;
	s->n_places = n;
	for (int i = 0; i < n; i++) {
		const char *name = sqlite3_bind_parameter_name(handle, i + 1);
		int64_t number = 0;
		if (!name || !str_int(str_of(name + 1), 1, DB_ARGS_MAX, &number)) {
			free(s);
			return NULL;
		}
		s->arg_of[i] = (unsigned char)number;
		if (number > s->n_args)
			s->n_args = (int)number;
	}
	return s;
}

static enum status prepare(struct cx *cx, struct str sql, struct statement **ret)
{
	struct sqlite_db *db = mine(cx);
	struct statement *s = db_cache_get(&db->statements, sql.p);
	bool nested = s && s->busy;
	if (s && !nested) {
		*ret = s;
		return OK;
	}
	sqlite3_stmt *handle = NULL;
	unsigned flags = nested ? 0 : SQLITE_PREPARE_PERSISTENT;
	if (sql.n > INT32_MAX / 2 || sqlite3_prepare_v3(db->handle, sql.p, (int)sql.n, flags, &handle, NULL) != SQLITE_OK)
		return report(cx, sql);
	s = handle ? number_parameters(handle) : NULL;
	if (!s) {
		sqlite3_finalize(handle);
		return db_fail(cx, E_BUG, T_BUG, "not one statement with $n: %.*s", STR_ARG(sql));
	}
	s->kept = !nested;
	if (s->kept)
		db_cache_put(&db->statements, sql.p, s);
	*ret = s;
	return OK;
}

static void finish(struct statement *s)
{
	sqlite3_reset(s->handle);
	s->busy = false;
	if (!s->kept)
		drop_statement(s);
}

static int bind_value(sqlite3_stmt *handle, int place, const struct db_value *v)
{
	switch (v->kind) {
	case DB_INT: return sqlite3_bind_int64(handle, place, v->i);
	case DB_TEXT: return sqlite3_bind_text64(handle, place, v->s.p, v->s.n, SQLITE_STATIC, SQLITE_UTF8);
	case DB_UUID: return sqlite3_bind_blob(handle, place, v->u.b, sizeof v->u.b, SQLITE_STATIC);
	case DB_BYTES: return sqlite3_bind_blob64(handle, place, v->s.p, v->s.n, SQLITE_STATIC);
	case DB_NULL: break;
	}
	return sqlite3_bind_null(handle, place);
}

/* The values are borrowed: they outlive the call, and the next call binds all of them again. */
static enum status bind(struct cx *cx, struct statement *s, struct str sql, struct db_args args)
{
	if ((size_t)s->n_args != args.n)
		return db_fail(cx, E_BUG, T_BUG, "%zu values for %d parameters: %.*s", args.n, s->n_args, STR_ARG(sql));
	for (int i = 0; i < s->n_places; i++)
		if (bind_value(s->handle, i + 1, &args.v[s->arg_of[i] - 1]) != SQLITE_OK)
			return report(cx, sql);
	return OK;
}

static enum status step_rows(struct cx *cx, struct statement *s, const struct db_call *call, int64_t *ret_rows)
{
	struct db_row row = { &db_sqlite, s->handle, 0 };
	int64_t rows = 0;
	int code;
	while ((code = sqlite3_step(s->handle)) == SQLITE_ROW) {
		if (call->fill && (call->wants == WANTS_EACH || rows == 0))
			call->fill(cx, &row, call->ret);
		rows++;
		/* A change that returns rows must run to its end. */
		if (call->wants == WANTS_ONE && sqlite3_stmt_readonly(s->handle))
			break;
	}
	if (code != SQLITE_DONE && code != SQLITE_ROW)
		return report(cx, call->sql);
	*ret_rows = call->wants == WANTS_CHANGES ? sqlite3_changes64(mine(cx)->handle) : rows;
	return OK;
}

static enum status sqlite_run(struct cx *cx, const struct db_call *call, int64_t *ret_rows)
{
	struct statement *s;
	enum status status = prepare(cx, call->sql, &s);
	if (status != OK)
		return status;
	s->busy = true;
	status = bind(cx, s, call->sql, call->args);
	if (status == OK)
		status = step_rows(cx, s, call, ret_rows);
	finish(s);
	return status;
}

static enum status sqlite_many(struct cx *cx, struct str sql, const struct db_value *v, size_t n_rows, size_t n_columns)
{
	struct statement *s;
	enum status status = prepare(cx, sql, &s);
	if (status != OK)
		return status;
	s->busy = true;
	for (size_t i = 0; i < n_rows && status == OK; i++) {
		status = bind(cx, s, sql, (struct db_args){ v + i * n_columns, n_columns });
		if (status == OK && sqlite3_step(s->handle) != SQLITE_DONE)
			status = report(cx, sql);
		sqlite3_reset(s->handle);
	}
	finish(s);
	return status;
}

/* Outside a transaction several rows are still one change. */
static enum status sqlite_many_whole(struct cx *cx, struct str sql, const struct db_value *v, size_t n_rows, size_t n_columns)
{
	if (cx->db->in_transaction || n_rows == 1)
		return sqlite_many(cx, sql, v, n_rows, n_columns);
	enum status status = db_begin(cx);
	if (status != OK)
		return status;
	status = sqlite_many(cx, sql, v, n_rows, n_columns);
	if (status == OK)
		return db_commit(cx);
	db_rollback(cx);
	return status;
}

static enum status sqlite_script(struct cx *cx, struct str sql)
{
	const char *text = str_terminated(cx->mem, sql);
	return sqlite3_exec(mine(cx)->handle, text, NULL, NULL, NULL) == SQLITE_OK ? OK : report(cx, sql);
}

static enum status sqlite_step(struct cx *cx, enum db_step step)
{
	int64_t rows;
	struct db_call call = { .wants = WANTS_NOTHING };
	switch (step) {
	case STEP_BEGIN: call.sql = cx->db->mode == DB_WRITE ? S("begin immediate") : S("begin"); break;
	case STEP_COMMIT: call.sql = S("commit"); break;
	case STEP_ROLLBACK:
		if (sqlite3_get_autocommit(mine(cx)->handle))
			return OK;                              /* SQLite has done it itself, as it does when the disk is full */
		call.sql = S("rollback");
		break;
	case STEP_SAVEPOINT: call.sql = S("savepoint s"); break;
	case STEP_RELEASE: call.sql = S("release s"); break;
	case STEP_ROLLBACK_TO: return sqlite_script(cx, S("rollback to s; release s"));
	}
	return sqlite_run(cx, &call, &rows);
}

/* Rows */

static bool sqlite_row_is_null(const struct db_row *row, int column)
{
	return sqlite3_column_type(row->from, column) == SQLITE_NULL;
}

static int64_t sqlite_row_int(const struct db_row *row, int column)
{
	return sqlite3_column_int64(row->from, column);
}

static struct str sqlite_row_bytes(const struct db_row *row, int column)
{
	/* Text and blobs alike are taken as they lie there: fewer calls, and these are most of what a list costs. */
	const char *p = sqlite3_column_blob(row->from, column);
	if (!p)
		return sqlite3_column_type(row->from, column) == SQLITE_NULL ? NO_STR : (struct str){ "", 0 };
	return (struct str){ p, (size_t)sqlite3_column_bytes(row->from, column) };
}

/* Opening and closing */

static void sqlite_close(struct db *head)
{
	struct sqlite_db *db = (struct sqlite_db *)head;
	db_cache_release(&db->statements, drop_statement);
	sqlite3_close_v2(db->handle);                           /* rolls back what is open */
	free(db);
}

static bool configure(sqlite3 *handle, enum db_mode mode)
{
	static const char reader[] =
		"pragma query_only = 1; pragma cache_size = -8192; pragma temp_store = memory;";
	/* The checkpoint moves about 8 MB at a time: often enough that readers' WAL stays short, rarely enough to be cheap. */
	static const char writer[] =
		"pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma cache_size = -16384;"
		"pragma wal_autocheckpoint = 2000; pragma journal_size_limit = 67108864; pragma temp_store = memory;";
	sqlite3_busy_timeout(handle, BUSY_MS);
	sqlite3_extended_result_codes(handle, 1);
	return sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL) == SQLITE_OK &&
	       sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL) == SQLITE_OK &&
	       sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, (int *)NULL) == SQLITE_OK &&
	       sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)NULL) == SQLITE_OK &&
	       sqlite3_exec(handle, mode == DB_WRITE ? writer : reader, NULL, NULL, NULL) == SQLITE_OK;
}

/* Nobody asks SQLite how much memory it uses; counting it takes a lock at every allocation. Once, before the first connection. */
static void count_no_memory(void)
{
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static enum status sqlite_open(struct cx *cx, struct str where, enum db_mode mode, struct db **ret)
{
	struct sqlite_db *db = calloc(1, sizeof *db);
	if (!db)
		abort();
	db->head = (struct db){ .driver = &db_sqlite, .mode = mode };
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, count_no_memory);
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
	            (mode == DB_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
	int code = sqlite3_open_v2(str_terminated(cx->mem, where), &db->handle, flags, NULL);
	if (code == SQLITE_OK && configure(db->handle, mode)) {
		*ret = &db->head;
		return OK;
	}
	enum status status = fail_detail(cx, E_REMOTE, T_STORE, "sqlite %.*s: %s", STR_ARG(where),
	                                 db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(code));
	sqlite_close(&db->head);
	return status;
}

/* Other processes: there is none to tell. */

static enum status sqlite_listen(struct cx *cx, struct str channel)
{
	(void)cx;
	(void)channel;
	return OK;
}

static enum status sqlite_hear(struct cx *cx, int timeout_ms, void (*heard)(void *, struct str), void *arg)
{
	(void)cx;
	(void)heard;
	(void)arg;
	if (timeout_ms > 0)
		sqlite3_sleep(timeout_ms);
	return OK;
}

/* In one step: a reader's snapshot, so that writers go on meanwhile. */
static enum status copy_to(struct cx *cx, const char *path)
{
	sqlite3 *to = NULL;
	int code = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	sqlite3_backup *copy = code == SQLITE_OK ? sqlite3_backup_init(to, "main", mine(cx)->handle, "main") : NULL;
	if (copy) {
		sqlite3_backup_step(copy, -1);
		code = sqlite3_backup_finish(copy);
		if (code == SQLITE_OK)                          /* one plain file, to be read from a medium that cannot be written too */
			code = sqlite3_exec(to, "pragma journal_mode = delete", NULL, NULL, NULL);
	} else if (to) {
		code = sqlite3_errcode(to);
	}
	sqlite3_close(to);
	return code == SQLITE_OK ? OK : fail_detail(cx, E_BUSY, T_STORE, "backup: %s", sqlite3_errstr(code));
}

static enum status sqlite_backup(struct cx *cx, struct str to_path)
{
	const char *path = str_terminated(cx->mem, to_path);
	int file = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
	if (file < 0)
		return fail_detail(cx, E_CONFLICT, T_STATE, "backup: %s exists or cannot be made", path);
	close(file);
	enum status status = copy_to(cx, path);
	if (status != OK)
		unlink(path);
	return status;
}

const struct db_driver db_sqlite = {
	.open = sqlite_open, .close = sqlite_close, .run = sqlite_run, .many = sqlite_many_whole, .script = sqlite_script,
	.step = sqlite_step, .listen = sqlite_listen, .hear = sqlite_hear, .backup = sqlite_backup,
	.row_is_null = sqlite_row_is_null, .row_int = sqlite_row_int, .row_bytes = sqlite_row_bytes,
};

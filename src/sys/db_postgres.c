/* sys/db_postgres.c — the PostgreSQL driver: binary values, statements prepared once, sent in pipeline mode.
 *
 * The connection is always in pipeline mode. What is sent waits in `queue` for its result; settle() asks the server to
 * answer all of it, and reads the answers. A failure is kept by db.c and said by whatever comes next. The queue is short, so
 * that neither side's memory grows, and output is written without blocking while input is read, so that neither side waits
 * for the other.
 */
#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "sys/db_driver.h"
#include "sys/db_postgres.h"

enum { QUEUE_MAX = 256 };

struct statement {
	char name[24];
	struct str sql;                                         /* a literal, or owned (see rewritten) */
	char *owned;                                            /* the text made by db_many */
	enum { NOT_PREPARED, SENT, PREPARED } state;
	size_t n_types;
	Oid types[DB_ARGS_MAX];                                 /* 0: only nulls were seen, so the server chose */
	struct statement *next;                                 /* db_many: the same literal for other kinds of values */
	enum db_kind kinds[DB_ARGS_MAX];
};

struct queued { struct statement *statement; struct str sql; bool prepares; };

struct pg_db {
	struct db head;
	PGconn *link;
	char *where;
	struct db_cache statements, many;
	struct queued queue[QUEUE_MAX];
	size_t n_queued;
	unsigned long counter;
	bool lost;
};

static struct pg_db *mine(struct cx *cx)
{
	return (struct pg_db *)cx->db;
}

/* Failures */

static enum status connection_lost(struct cx *cx)
{
	struct pg_db *db = mine(cx);
	db->lost = true;
	db->n_queued = 0;
	return db_fail(cx, E_BUSY, T_STORE, "postgresql: connection lost: %s", db->link ? PQerrorMessage(db->link) : "");
}

static bool is_passing(const char *code)
{
	/* connection (but a wrong number of values is ours), serialization and deadlock, resources, intervention, system, lock
	 * timeout */
	static const char classes[][3] = { "08", "40", "53", "57", "58" };
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (strncmp(code, classes[i], 2) == 0)
			return strcmp(code, "08P01") != 0;
	return strcmp(code, "55P03") == 0;
}

static enum status report(struct cx *cx, const PGresult *result, struct str sql)
{
	const char *code = PQresultErrorField(result, PG_DIAG_SQLSTATE), *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	if (!code)
		return connection_lost(cx);
	enum status status = E_BUG;
	enum text why = T_BUG;
	if (strcmp(code, "23505") == 0) {
		status = E_CONFLICT;
		why = T_STATE;
	} else if (is_passing(code) || (strcmp(code, "25006") == 0 && cx->db->mode == DB_WRITE)) {
		/* 25006 on a writer: the server has become a standby; another connection finds the primary. */
		status = E_BUSY;
		why = T_STORE;
		if (strcmp(code, "25006") == 0)
			mine(cx)->lost = true;
	}
	return db_fail(cx, status, why, "postgresql %s: %s: %.*s", code, text ? text : "", (int)(sql.n < 120 ? sql.n : 120), sql.p);
}

/* Connecting */

static void ignore_notice(void *arg, const PGresult *result)
{
	(void)arg;
	(void)result;
}

static void forget_statements(const struct db_cache *cache)
{
	for (size_t i = 0; i < cache->capacity; i++)
		for (struct statement *s = cache->slots[i].value; s; s = s->next)
			s->state = NOT_PREPARED;
}

static bool run_setup(PGconn *link, enum db_mode mode)
{
	static const char writer[] = "set client_min_messages = warning; set timezone = 'UTC'; set lock_timeout = '5s';"
	                             "set statement_timeout = '60s'";
	static const char reader[] = "set client_min_messages = warning; set timezone = 'UTC'; set statement_timeout = '60s';"
	                             "set default_transaction_read_only = on";
	PGresult *result = PQexec(link, mode == DB_WRITE ? writer : reader);
	bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
	PQclear(result);
	return done;
}

static bool connect_link(struct pg_db *db)
{
	/* What stands before the URL is only a default for it. */
	const char *const keys[] = { "application_name", "connect_timeout", "keepalives_idle", "keepalives_interval",
		"keepalives_count", "tcp_user_timeout", "target_session_attrs", "dbname", "client_encoding", NULL };
	const char *const values[] = { "noroshi", "5", "10", "5", "3", "15000", db->head.mode == DB_WRITE ? "read-write" : "any",
		db->where, "UTF8", NULL };
	PQfinish(db->link);
	forget_statements(&db->statements);
	forget_statements(&db->many);
	db->n_queued = 0;
	db->link = PQconnectdbParams(keys, values, 1);
	db->lost = PQstatus(db->link) != CONNECTION_OK;
	if (db->lost)
		return false;
	PQsetNoticeReceiver(db->link, ignore_notice, NULL);
	db->lost = !run_setup(db->link, db->head.mode) || PQsetnonblocking(db->link, 1) != 0 || !PQenterPipelineMode(db->link);
	return !db->lost;
}

/* Reads what came unasked: notifications, a farewell, the end. */
static bool is_alive(PGconn *link)
{
	struct pollfd socket = { PQsocket(link), POLLIN, 0 };
	while (poll(&socket, 1, 0) > 0)
		if (!PQconsumeInput(link) || PQstatus(link) != CONNECTION_OK)
			return false;
	return true;
}

/* Outside a transaction a connection that has gone away is made again. */
static enum status be_connected(struct cx *cx)
{
	struct pg_db *db = mine(cx);
	if (cx->db->in_transaction)
		return db->lost ? connection_lost(cx) : OK;
	if (!db->lost && is_alive(db->link))
		return OK;
	return connect_link(db) ? OK : connection_lost(cx);
}

/* The pipeline */

static bool flush(struct pg_db *db)
{
	for (;;) {
		int left = PQflush(db->link);
		if (left <= 0)
			return left == 0;
		struct pollfd socket = { PQsocket(db->link), POLLIN | POLLOUT, 0 };
		if (poll(&socket, 1, -1) < 0 && errno != EINTR)
			return false;
		if ((socket.revents & (POLLIN | POLLERR | POLLHUP)) && !PQconsumeInput(db->link))
			return false;
	}
}

static bool is_good(const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);
	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

/* Reads the result of one queued statement; NULL where the connection is lost. */
static PGresult *next_result(struct pg_db *db)
{
	PGresult *result = PQgetResult(db->link), *more;
	if (!result || PQstatus(db->link) != CONNECTION_OK) {
		PQclear(result);
		return NULL;
	}
	while ((more = PQgetResult(db->link)))                  /* the end of this statement */
		PQclear(more);
	return result;
}

static void note_prepared(struct queued *q, bool good)
{
	if (q->prepares)
		q->statement->state = good ? PREPARED : NOT_PREPARED;
}

/* Has everything queued done, and reads what came of it. ret_last: the result of the last one, or NULL; to be cleared. */
static enum status settle(struct cx *cx, PGresult **ret_last)
{
	struct pg_db *db = mine(cx);
	enum status status = OK;
	PGresult *result = NULL;
	if (!PQpipelineSync(db->link) || !flush(db))
		return connection_lost(cx);
	for (size_t i = 0; i < db->n_queued; i++) {
		struct queued *q = &db->queue[i];
		PQclear(result);
		result = next_result(db);
		if (!result)
			return connection_lost(cx);
		note_prepared(q, is_good(result));
		/* What follows a failure is aborted, and says nothing of its own. */
		if (status == OK && !is_good(result))
			status = report(cx, result, q->sql);
	}
	db->n_queued = 0;
	PGresult *sync = PQgetResult(db->link);
	bool synced = PQresultStatus(sync) == PGRES_PIPELINE_SYNC;
	PQclear(sync);
	if (status != OK || !synced || !ret_last) {
		PQclear(result);
		result = NULL;
	}
	if (!synced)
		return connection_lost(cx);
	if (status == OK && ret_last)
		*ret_last = result;
	return status;
}

/* Room for a statement and its preparation. */
static enum status make_room(struct cx *cx)
{
	return mine(cx)->n_queued + 2 > QUEUE_MAX ? settle(cx, NULL) : OK;
}

static enum status enqueue(struct cx *cx, int sent, struct queued q)
{
	struct pg_db *db = mine(cx);
	if (!sent)
		return connection_lost(cx);
	db->queue[db->n_queued++] = q;
	return OK;
}

static enum status queue_plain(struct cx *cx, struct str sql)
{
	enum status status = make_room(cx);
	if (status != OK)
		return status;
	int sent = PQsendQueryParams(mine(cx)->link, sql.p, 0, NULL, NULL, NULL, NULL, 1);
	return enqueue(cx, sent, (struct queued){ .sql = sql });
}

/* Statements */

static Oid type_of(enum db_kind kind)
{
	switch (kind) {
	case DB_INT: return PG_INT8;
	case DB_TEXT: return PG_TEXT;
	case DB_UUID: return PG_UUID;
	case DB_BYTES: return PG_BYTEA;
	case DB_NULL: break;
	}
	return 0;
}

static struct statement *statement_new(struct pg_db *db, struct str sql)
{
	struct statement *s = calloc(1, sizeof *s);
	if (!s)
		abort();
	s->sql = sql;
	snprintf(s->name, sizeof s->name, "n%lu", db->counter++);
	return s;
}

static void drop_statement(void *p)
{
	struct statement *next;
	for (struct statement *s = p; s; s = next) {
		next = s->next;
		free(s->owned);
		free(s);
	}
}

/* A value whose type was not known, or was another, when the statement was prepared: it is prepared again under a new name.
 * Types are only ever learnt, so this ends. */
static void learn_types(struct pg_db *db, struct statement *s, const Oid *types, size_t n)
{
	bool changed = s->n_types != n;
	s->n_types = n;
	for (size_t i = 0; i < n; i++) {
		if (!types[i] || types[i] == s->types[i])
			continue;
		s->types[i] = types[i];
		changed = true;
	}
	if (changed && s->state != NOT_PREPARED) {
		s->state = NOT_PREPARED;
		snprintf(s->name, sizeof s->name, "n%lu", db->counter++);
	}
}

static enum status queue_prepare(struct cx *cx, struct statement *s)
{
	if (s->state != NOT_PREPARED)
		return OK;
	int sent = PQsendPrepare(mine(cx)->link, s->name, s->sql.p, (int)s->n_types, s->types);
	enum status status = enqueue(cx, sent, (struct queued){ s, s->sql, true });
	if (status == OK)
		s->state = SENT;
	return status;
}

struct bound { const char *values[DB_ARGS_MAX]; int lengths[DB_ARGS_MAX], formats[DB_ARGS_MAX]; };

static enum status queue_bound(struct cx *cx, struct statement *s, const struct bound *b)
{
	enum status status = queue_prepare(cx, s);
	if (status != OK)
		return status;
	int sent = PQsendQueryPrepared(mine(cx)->link, s->name, (int)s->n_types, b->values, b->lengths, b->formats, 1);
	return enqueue(cx, sent, (struct queued){ .statement = s, .sql = s->sql });
}

static enum status queue_statement(struct cx *cx, struct str sql, struct db_args args)
{
	struct pg_db *db = mine(cx);
	enum status status = make_room(cx);
	if (status != OK)
		return status;
	struct statement *s = db_cache_get(&db->statements, sql.p);
	if (!s) {
		s = statement_new(db, sql);
		db_cache_put(&db->statements, sql.p, s);
	}
	struct bound b;
	uint64_t numbers[DB_ARGS_MAX];
	Oid types[DB_ARGS_MAX];
	for (size_t i = 0; i < args.n; i++) {
		const struct db_value *v = &args.v[i];
		types[i] = type_of(v->kind);
		b.formats[i] = 1;
		if (v->s.n > INT32_MAX / 2)
			return db_fail(cx, E_BUG, T_BUG, "a value of %zu bytes", v->s.n);
		struct str s_value = v->kind == DB_UUID ? (struct str){ (const char *)v->u.b, sizeof v->u.b } : v->s;
		if (v->kind == DB_INT) {
			numbers[i] = pg_order64((uint64_t)v->i);
			s_value = (struct str){ (const char *)&numbers[i], sizeof numbers[i] };
		}
		b.values[i] = v->kind == DB_NULL ? NULL : s_value.p;
		b.lengths[i] = (int)s_value.n;
	}
	learn_types(db, s, types, args.n);
	return queue_bound(cx, s, &b);
}

static void fill_rows(struct cx *cx, const struct db_call *call, PGresult *result, int64_t *ret_rows)
{
	struct db_row row = { &db_postgres, result, 0 };
	int n = PQntuples(result);
	if (call->wants == WANTS_ONE && n > 1)
		n = 1;
	for (; call->fill && row.row < n; row.row++)
		call->fill(cx, &row, call->ret);
	int64_t rows = n;
	if (call->wants == WANTS_CHANGES && !str_int(str_of(PQcmdTuples(result)), 0, INT64_MAX, &rows))
		rows = 0;
	*ret_rows = rows;
}

static enum status pg_run(struct cx *cx, const struct db_call *call, int64_t *ret_rows)
{
	PGresult *result = NULL;
	enum status status = be_connected(cx);
	if (status == OK)
		status = queue_statement(cx, call->sql, call->args);
	if (status != OK)
		return status;
	if (call->wants == WANTS_NOTHING && cx->db->in_transaction)
		return OK;
	status = settle(cx, &result);
	if (status == OK)
		fill_rows(cx, call, result, ret_rows);
	PQclear(result);
	return status;
}

/* Many rows: one array per column. The text is made from the literal once for each set of kinds. */

static struct statement *many_statement(struct cx *cx, struct str sql, const enum db_kind *kinds, size_t n_columns)
{
	struct pg_db *db = mine(cx);
	struct statement *first = db_cache_get(&db->many, sql.p), *s;
	for (s = first; s; s = s->next)
		if (memcmp(s->kinds, kinds, n_columns * sizeof *kinds) == 0)
			return s;
	struct str text = pg_unnest_sql(cx->mem, sql, kinds, n_columns);
	if (!text.n)
		return NULL;
	s = statement_new(db, NO_STR);
	s->owned = strndup(text.p, text.n);
	if (!s->owned)
		abort();
	s->sql = (struct str){ s->owned, text.n };
	memcpy(s->kinds, kinds, n_columns * sizeof *kinds);
	s->next = first;
	db_cache_put(&db->many, sql.p, s);
	return s;
}

static enum status queue_rows(struct cx *cx, struct str sql, const struct pg_rows *rows)
{
	enum db_kind kinds[DB_ARGS_MAX] = { DB_NULL };
	struct bound b;
	size_t used = 0;
	enum status status = make_room(cx);
	if (status != OK)
		return status;
	if (!pg_rows_kinds(rows, kinds))
		return db_fail(cx, E_BUG, T_BUG, "a column of several kinds: %.*s", STR_ARG(sql));
	struct statement *s = many_statement(cx, sql, kinds, rows->n_columns);
	if (!s)
		return db_fail(cx, E_BUG, T_BUG, "not an insert of values: %.*s", STR_ARG(sql));
	/* A column without a value in any row is written null in the text, and is no parameter. */
	for (size_t c = 0; c < rows->n_columns; c++) {
		if (kinds[c] == DB_NULL)
			continue;
		struct bytes array = pg_array(cx->mem, rows, c, kinds[c]);
		b.values[used] = (const char *)array.p;
		b.lengths[used] = (int)array.n;
		b.formats[used] = 1;
		s->types[used++] = pg_array_type(kinds[c]);
	}
	s->n_types = used;
	return queue_bound(cx, s, &b);
}

static enum status queue_many(struct cx *cx, struct str sql, const struct pg_rows *all)
{
	enum status status = OK;
	for (size_t from = 0, n; from < all->n_rows && status == OK; from += n) {
		struct pg_rows part = *all;
		part.v = all->v + from * all->n_columns;
		part.n_rows = all->n_rows - from;
		n = part.n_rows = pg_rows_portion(&part);
		status = queue_rows(cx, sql, &part);
	}
	return status;
}

static enum status pg_many(struct cx *cx, struct str sql, const struct db_value *v, size_t n_rows, size_t n_columns)
{
	struct pg_rows rows = { v, n_rows, n_columns };
	enum status status = be_connected(cx);
	if (status != OK)
		return status;
	if (cx->db->in_transaction)
		return queue_many(cx, sql, &rows);
	status = db_begin(cx);
	if (status != OK)
		return status;
	status = queue_many(cx, sql, &rows);
	if (status == OK)
		return db_commit(cx);
	db_rollback(cx);
	return status;
}

/* Several statements need the simple protocol, which a pipeline does not carry. */
static enum status pg_script(struct cx *cx, struct str sql)
{
	struct pg_db *db = mine(cx);
	enum status status = be_connected(cx);
	if (status == OK && db->n_queued)
		status = settle(cx, NULL);
	if (status != OK)
		return status;
	if (!PQexitPipelineMode(db->link))
		return connection_lost(cx);
	PGresult *result = PQexec(db->link, str_terminated(cx->mem, sql));
	status = is_good(result) ? OK : report(cx, result, sql);
	PQclear(result);
	if (!PQenterPipelineMode(db->link))
		return connection_lost(cx);
	return status;
}

/* Transactions */

static enum status commit(struct cx *cx)
{
	PGresult *result = NULL;
	enum status status = queue_plain(cx, S("commit"));
	if (status == OK)
		status = settle(cx, &result);
	/* The server answers ROLLBACK to the commit of a transaction that had failed. */
	if (status == OK && strcmp(PQcmdStatus(result), "COMMIT") != 0)
		status = db_fail(cx, E_BUSY, T_STORE, "postgresql: commit answered %s", PQcmdStatus(result));
	PQclear(result);
	return status;
}

/* What is still queued may fail, and a failure in the pipeline would take the rollback with it: so that first. */
static enum status roll_back(struct cx *cx, bool to_savepoint)
{
	struct pg_db *db = mine(cx);
	if (db->lost)
		return connection_lost(cx);
	if (db->n_queued) {
		(void)!settle(cx, NULL);
		if (db->lost)
			return E_BUSY;
		cx->db->failed = OK;
	}
	enum status status = queue_plain(cx, to_savepoint ? S("rollback to s") : S("rollback"));
	if (status == OK && to_savepoint)
		status = queue_plain(cx, S("release s"));
	return status == OK ? settle(cx, NULL) : status;
}

static enum status pg_step(struct cx *cx, enum db_step step)
{
	enum status status;
	switch (step) {
	case STEP_BEGIN:
		status = be_connected(cx);
		if (status != OK)
			return status;
		return queue_plain(cx, cx->db->mode == DB_WRITE ? S("begin") : S("begin isolation level repeatable read"));
	case STEP_COMMIT: return commit(cx);
	case STEP_ROLLBACK: return roll_back(cx, false);
	case STEP_SAVEPOINT: return queue_plain(cx, S("savepoint s"));
	case STEP_RELEASE:
		status = queue_plain(cx, S("release s"));
		return status == OK ? settle(cx, NULL) : status;
	case STEP_ROLLBACK_TO: return roll_back(cx, true);
	}
	return E_BUG;
}

/* Rows */

static bool pg_row_is_null(const struct db_row *row, int column)
{
	return PQgetisnull(row->from, row->row, column);
}

static struct str pg_row_bytes(const struct db_row *row, int column)
{
	if (PQgetisnull(row->from, row->row, column))
		return NO_STR;
	return (struct str){ PQgetvalue(row->from, row->row, column), (size_t)PQgetlength(row->from, row->row, column) };
}

static int64_t pg_row_int(const struct db_row *row, int column)
{
	return pg_int(PQftype(row->from, column), pg_row_bytes(row, column));
}

/* Opening, closing, hearing from others */

static void pg_close(struct db *head)
{
	struct pg_db *db = (struct pg_db *)head;
	PQfinish(db->link);                                     /* the server rolls back what is open */
	db_cache_release(&db->statements, drop_statement);
	db_cache_release(&db->many, drop_statement);
	free(db->where);
	free(db);
}

/* What the library says of a URL that it cannot read may hold the password, as far as the colon it says what is wrong. */
static enum status check_url(struct cx *cx, const char *where)
{
	char *said = NULL;
	PQconninfoOption *options = PQconninfoParse(where, &said);
	struct str rest, what = str_cut(str_of(said), ':', &rest);
	enum status status = options ? OK : fail_detail(cx, E_REMOTE, T_STORE, "postgresql: the URL cannot be read: %.*s", STR_ARG(what));
	PQconninfoFree(options);
	PQfreemem(said);
	return status;
}

static enum status pg_open(struct cx *cx, struct str where, enum db_mode mode, struct db **ret)
{
	struct pg_db *db = calloc(1, sizeof *db);
	if (!db || !(db->where = strndup(where.p, where.n)))
		abort();
	db->head = (struct db){ .driver = &db_postgres, .mode = mode };
	enum status status = check_url(cx, db->where);
	if (status == OK && connect_link(db)) {
		*ret = &db->head;
		return OK;
	}
	if (status == OK)
		status = fail_detail(cx, E_REMOTE, T_STORE, "postgresql: %s", PQerrorMessage(db->link));
	pg_close(&db->head);
	return status;
}

static enum status pg_listen(struct cx *cx, struct str channel)
{
	enum status status = be_connected(cx);
	if (status != OK)
		return status;
	char *name = PQescapeIdentifier(mine(cx)->link, channel.p, channel.n);
	if (!name)
		return connection_lost(cx);
	struct str sql = str_format(cx->mem, "listen %s", name);
	PQfreemem(name);
	status = queue_plain(cx, sql);
	return status == OK ? settle(cx, NULL) : status;
}

static void hand_over(struct pg_db *db, void (*heard)(void *, struct str), void *arg)
{
	PGnotify *note;
	while ((note = PQnotifies(db->link))) {
		heard(arg, str_of(note->extra));
		PQfreemem(note);
	}
}

static enum status pg_hear(struct cx *cx, int timeout_ms, void (*heard)(void *, struct str), void *arg)
{
	struct pg_db *db = mine(cx);
	if (db->lost)
		return fail_detail(cx, E_REMOTE, T_STORE, "postgresql: connection lost");
	hand_over(db, heard, arg);                              /* what came with the last answers */
	struct pollfd socket = { PQsocket(db->link), POLLIN, 0 };
	if (poll(&socket, 1, timeout_ms) > 0 && (!PQconsumeInput(db->link) || PQstatus(db->link) != CONNECTION_OK)) {
		db->lost = true;
		return fail_detail(cx, E_REMOTE, T_STORE, "postgresql: %s", PQerrorMessage(db->link));
	}
	hand_over(db, heard, arg);
	return OK;
}

static enum status pg_backup(struct cx *cx, struct str to_path)
{
	(void)to_path;
	return fail_detail(cx, E_INVALID, T_INPUT, "PostgreSQL is backed up by its own tools");
}

const struct db_driver db_postgres = {
	.open = pg_open, .close = pg_close, .run = pg_run, .many = pg_many, .script = pg_script, .step = pg_step,
	.listen = pg_listen, .hear = pg_hear, .backup = pg_backup,
	.row_is_null = pg_row_is_null, .row_int = pg_row_int, .row_bytes = pg_row_bytes,
};

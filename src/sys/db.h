/* sys/db.h — one interface, two drivers chosen at start (SQLite by path, PostgreSQL by postgresql:// URL).
 *
 * SQL is a literal (the macros accept nothing else) in the subset that both speak, with $1, $2 ...; values are bound and typed.
 * Column types: uuid, bytea, text, bigint (booleans and enums are bigint). A statement is prepared once per connection and kept,
 * found by the address of its literal. One connection, one thread.
 *
 * PostgreSQL: db_exec and db_many are sent without waiting (pipeline mode); a failure shows at the next read, db_release or
 * db_commit, whichever comes first, and then fails that. Both drivers promise: after db_release returned OK, everything since
 * db_savepoint has been accepted; after db_commit returned OK, it is durable.
 */
#ifndef NOROSHI_SYS_DB_H
#define NOROSHI_SYS_DB_H
#include "base/cx.h"

enum db_kind { DB_NULL, DB_INT, DB_TEXT, DB_UUID, DB_BYTES };
struct db_value { enum db_kind kind; int64_t i; struct str s; struct uuid u; };
struct db_args { const struct db_value *v; size_t n; };
struct db_row;
#define NO_ARGS ((struct db_args){ NULL, 0 })
#define ARGS(...) ((struct db_args){ (const struct db_value[]){ __VA_ARGS__ }, \
	sizeof((const struct db_value[]){ __VA_ARGS__ }) / sizeof(struct db_value) })
static inline struct db_value db_null(void) { return (struct db_value){ .kind = DB_NULL }; }
static inline struct db_value db_int(int64_t i) { return (struct db_value){ .kind = DB_INT, .i = i }; }
static inline struct db_value db_text(struct str s) { return (struct db_value){ .kind = s.p ? DB_TEXT : DB_NULL, .s = s }; }
static inline struct db_value db_uuid(struct uuid u) { return (struct db_value){ .kind = DB_UUID, .u = u }; }
struct db_value db_uuid_or_null(struct uuid u);                 /* null where none */
static inline struct db_value db_bytes(const void *p, size_t n)
{
	return (struct db_value){ .kind = p ? DB_BYTES : DB_NULL, .s = { p, n } };
}

enum db_mode { DB_READ, DB_WRITE };
/* `where`: a file path or a postgresql:// URL. DB_WRITE creates a SQLite file where none is. DB_READ can change nothing.
 * E_REMOTE with detail where it cannot be opened. Close with db_close (not tied to an arena: connections outlive requests). */
enum status db_open(struct cx *, struct str where, enum db_mode, struct db **ret) MUST_CHECK;
void db_close(struct db *);                                     /* NULL is allowed; an open transaction is rolled back */
bool db_is_postgres(const struct db *);
bool db_can_write(const struct db *);
/* A number that differs whenever another connection has committed since (SQLite; as of this snapshot, for a connection that writes
 * nothing itself). false, where the engine has none to give cheaply. */
bool db_version(struct cx *, int64_t *ret);

/* Transactions. Readers need none: each statement is a snapshot; db_begin on a reader gives one snapshot to several. */
enum status db_begin(struct cx *) MUST_CHECK;                   /* SQLite: begin immediate for writers */
enum status db_commit(struct cx *) MUST_CHECK;                  /* on failure everything is rolled back */
void db_rollback(struct cx *);
enum status db_savepoint(struct cx *) MUST_CHECK;               /* one level */
enum status db_release(struct cx *) MUST_CHECK;                 /* on failure the savepoint is rolled back */
void db_rollback_to(struct cx *);                               /* and release */

/* Statements. `fill` copies what it needs: text and bytes of a row are copied into cx->mem by row_text and row_bytes. */
typedef void db_fill(struct cx *, const struct db_row *, void *ret);
enum status db_exec_(struct cx *, struct str sql, struct db_args) MUST_CHECK;
enum status db_change_(struct cx *, struct str sql, struct db_args, int64_t *ret_rows) MUST_CHECK;     /* waits; rows changed */
enum status db_one_(struct cx *, struct str sql, struct db_args, db_fill *, void *ret) MUST_CHECK;     /* E_MISSING (T_MISSING) where none */
enum status db_each_(struct cx *, struct str sql, struct db_args, db_fill *, void *arg) MUST_CHECK;    /* fill once per row, in order */
/* The same statement for n rows of n_columns values each (v[row * n_columns + column]). An insert; the fastest the engine has
 * for literal SQL of the form "insert into t (a, b) values ($1, $2)" with an optional "on conflict do nothing". */
enum status db_many_(struct cx *, struct str sql, const struct db_value *v, size_t n_rows, size_t n_columns) MUST_CHECK;
#define db_exec(cx, sql, args) db_exec_((cx), S(sql), (args))
#define db_change(cx, sql, args, ret) db_change_((cx), S(sql), (args), (ret))
#define db_one(cx, sql, args, fill, ret) db_one_((cx), S(sql), (args), (fill), (ret))
#define db_each(cx, sql, args, fill, arg) db_each_((cx), S(sql), (args), (fill), (arg))
#define db_many(cx, sql, v, n_rows, n_columns) db_many_((cx), S(sql), (v), (n_rows), (n_columns))
/* Only for schema files: several statements, no values, own transaction by the caller. */
enum status db_script(struct cx *, struct str sql) MUST_CHECK;

bool row_is_null(const struct db_row *, int column);
int64_t row_int(const struct db_row *, int column);             /* 0 where null */
struct uuid row_uuid(const struct db_row *, int column);        /* none where null */
struct str row_text(struct cx *, const struct db_row *, int column);            /* copied into cx->mem */
struct str row_text_borrow(const struct db_row *, int column);  /* valid until fill returns: no copy */
struct bytes row_bytes(struct cx *, const struct db_row *, int column);

/* Ready-made fills. */
void fill_int(struct cx *, const struct db_row *, void *ret_int64);
void fill_uuid(struct cx *, const struct db_row *, void *ret_uuid);
void fill_text(struct cx *, const struct db_row *, void *ret_str);

/* PostgreSQL only (OK and no effect on SQLite): tell other processes; hear from them; an exclusive lock held by this connection. */
enum status db_notify(struct cx *, struct str channel, struct str payload) MUST_CHECK;   /* with the transaction */
enum status db_listen(struct cx *, struct str channel) MUST_CHECK;
/* Waits up to timeout_ms for a notification; calls `heard` for each. E_BUSY never; E_REMOTE when the connection is lost. */
enum status db_hear(struct cx *, int timeout_ms, void (*heard)(void *, struct str payload), void *arg) MUST_CHECK;
enum status db_try_lock(struct cx *, int64_t key, bool *ret_held) MUST_CHECK;            /* SQLite: always held */
/* SQLite only (E_INVALID elsewhere): a consistent copy of the whole store into a new file, while others write. */
enum status db_backup(struct cx *, struct str to_path) MUST_CHECK;
#endif

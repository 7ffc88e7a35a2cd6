/* sys/db_driver.h — what db.c asks of an engine. Only db*.c include this.
 *
 * db.c keeps the state of the transaction, the same for both engines: after a failure inside a transaction every statement
 * fails the same way until db_rollback_to, db_rollback or db_commit. Drivers report failures by db_fail().
 */
#ifndef NOROSHI_SYS_DB_DRIVER_H
#define NOROSHI_SYS_DB_DRIVER_H
#include "sys/db.h"

enum { DB_ARGS_MAX = 64 };                                      /* values of one statement */

enum db_step { STEP_BEGIN, STEP_COMMIT, STEP_ROLLBACK, STEP_SAVEPOINT, STEP_RELEASE, STEP_ROLLBACK_TO };

enum db_wants { WANTS_NOTHING, WANTS_CHANGES, WANTS_ONE, WANTS_EACH };
struct db_call { struct str sql; struct db_args args; enum db_wants wants; db_fill *fill; void *ret; };

struct db_driver {
	enum status (*open)(struct cx *, struct str where, enum db_mode, struct db **ret);
	void (*close)(struct db *);
	/* ret_rows: rows changed (WANTS_CHANGES) or given to fill. */
	enum status (*run)(struct cx *, const struct db_call *, int64_t *ret_rows);
	enum status (*many)(struct cx *, struct str sql, const struct db_value *, size_t n_rows, size_t n_columns);
	enum status (*script)(struct cx *, struct str sql);
	enum status (*step)(struct cx *, enum db_step);
	enum status (*listen)(struct cx *, struct str channel);
	enum status (*hear)(struct cx *, int timeout_ms, void (*heard)(void *, struct str), void *arg);
	enum status (*backup)(struct cx *, struct str to_path);
	bool (*row_is_null)(const struct db_row *, int column);
	int64_t (*row_int)(const struct db_row *, int column);
	struct str (*row_bytes)(const struct db_row *, int column);     /* text, bytea and uuid; borrowed */
};
extern const struct db_driver db_sqlite, db_postgres;

/* Statements by the address of their literal. Filled as they come, never emptied but by db_cache_release. */
struct db_cache_slot { const void *key; void *value; };
struct db_cache { struct db_cache_slot *slots; size_t capacity, n; };
void *db_cache_get(const struct db_cache *, const void *key);   /* NULL where absent */
void db_cache_put(struct db_cache *, const void *key, void *value);
void db_cache_release(struct db_cache *, void (*drop)(void *value));

struct db {                                                     /* the head of each driver's own struct */
	const struct db_driver *driver;
	enum db_mode mode;
	bool in_transaction, in_savepoint;
	enum status failed;                                     /* what every statement says until the rollback */
	enum text failed_why;
	char failed_detail[400];
};

struct db_row { const struct db_driver *driver; void *from; int row; };

/* Records the failure for the log and, inside a transaction, for what follows. Returns `status`. */
enum status db_fail(struct cx *, enum status, enum text why, const char *format, ...) __attribute__((format(printf, 4, 5)));
#endif

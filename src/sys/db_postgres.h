/* sys/db_postgres.h — PostgreSQL's binary formats, and the text for many rows at once. Pure. Only db_postgres*.c include this. */
#ifndef NOROSHI_SYS_DB_POSTGRES_H
#define NOROSHI_SYS_DB_POSTGRES_H
#include "base/arena.h"
#include "sys/db.h"

/* Numbers of pg_type. */
enum { PG_BOOL = 16, PG_BYTEA = 17, PG_INT8 = 20, PG_INT2 = 21, PG_INT4 = 23, PG_TEXT = 25, PG_NUMERIC = 1700, PG_UUID = 2950 };

uint64_t pg_order64(uint64_t);                                  /* to and from the order of bytes on the wire */
/* The whole number that a value of this type stands for; 0 for null. */
int64_t pg_int(unsigned type, struct str value);

struct pg_rows { const struct db_value *v; size_t n_rows, n_columns; };
/* The kind of each column: DB_NULL where no row has a value. False where one column has values of several kinds. */
bool pg_rows_kinds(const struct pg_rows *, enum db_kind *ret_kinds);
/* How many of the rows, from the first, to send at once: at least one, about 1 MB. */
size_t pg_rows_portion(const struct pg_rows *);
unsigned pg_array_type(enum db_kind);
struct bytes pg_array(struct arena *, const struct pg_rows *, size_t column, enum db_kind);
/* "insert into t (a, b) values ($1, $2) tail" becomes "insert into t (a, b) select v.c1, v.c2 from unnest($1::uuid[],
 * $2::bigint[]) as v(c1, c2) tail"; a column of DB_NULL becomes null. NO_STR where the text is no such insert. */
struct str pg_unnest_sql(struct arena *, struct str sql, const enum db_kind *kinds, size_t n_columns);
#endif

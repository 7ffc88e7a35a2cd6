/* sys/db_postgres_format.c — binary values and arrays as PostgreSQL's receive functions read them (src/backend/utils/adt). */
#include <endian.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "sys/db_postgres.h"

enum { PORTION_ROWS = 2000, PORTION_BYTES = 1 << 20 };

uint64_t pg_order64(uint64_t value)
{
	return htobe64(value);
}

static int64_t whole(struct str s)
{
	uint64_t value = 0;
	for (size_t i = 0; i < s.n; i++)
		value = value << 8 | (unsigned char)s.p[i];
	return (int64_t)value;
}

/* numeric, which sum(bigint) gives: number of digits, weight, sign, scale, then digits of base 10000. */
static int64_t numeric(struct str s)
{
	if (s.n < 8)
		return 0;
	int digits = (int)whole(str_slice(s, 0, 2)), weight = (int16_t)whole(str_slice(s, 2, 4));
	bool negative = whole(str_slice(s, 4, 6)) == 0x4000;
	int64_t value = 0;
	for (int i = 0; i <= weight; i++) {
		size_t at = 8 + 2 * (size_t)i;
		int64_t digit = i < digits ? whole(str_slice(s, at, at + 2)) : 0;
		if (__builtin_mul_overflow(value, 10000, &value) || __builtin_add_overflow(value, digit, &value))
			return negative ? INT64_MIN : INT64_MAX;
	}
	return negative ? -value : value;
}

int64_t pg_int(unsigned type, struct str s)
{
	switch (type) {
	case PG_BOOL: return s.n == 1 && s.p[0];
	case PG_INT2: return (int16_t)whole(s);
	case PG_INT4: return (int32_t)whole(s);
	case PG_INT8: return whole(s);
	case PG_NUMERIC: return numeric(s);
	default: return 0;
	}
}

bool pg_rows_kinds(const struct pg_rows *rows, enum db_kind *ret_kinds)
{
	for (size_t c = 0; c < rows->n_columns; c++)
		ret_kinds[c] = DB_NULL;
	for (size_t i = 0; i < rows->n_rows * rows->n_columns; i++) {
		enum db_kind kind = rows->v[i].kind, *column = &ret_kinds[i % rows->n_columns];
		if (kind == DB_NULL || kind == *column)
			continue;
		if (*column != DB_NULL)
			return false;
		*column = kind;
	}
	return true;
}

static size_t value_bytes(const struct db_value *v)
{
	switch (v->kind) {
	case DB_INT: return 8;
	case DB_UUID: return sizeof v->u.b;
	case DB_TEXT:
	case DB_BYTES: return v->s.n;
	case DB_NULL: break;
	}
	return 0;
}

size_t pg_rows_portion(const struct pg_rows *rows)
{
	size_t bytes = 0, row = 0;
	for (; row < rows->n_rows && row < PORTION_ROWS; row++) {
		for (size_t c = 0; c < rows->n_columns; c++)
			bytes += 4 + value_bytes(&rows->v[row * rows->n_columns + c]);
		if (bytes > PORTION_BYTES && row)
			break;
	}
	return row;
}

unsigned pg_array_type(enum db_kind kind)
{
	enum { INT8_ARRAY = 1016, TEXT_ARRAY = 1009, UUID_ARRAY = 2951, BYTEA_ARRAY = 1001 };
	switch (kind) {
	case DB_INT: return INT8_ARRAY;
	case DB_TEXT: return TEXT_ARRAY;
	case DB_UUID: return UUID_ARRAY;
	case DB_BYTES: return BYTEA_ARRAY;
	case DB_NULL: break;
	}
	return 0;
}

static unsigned element_type(enum db_kind kind)
{
	return kind == DB_INT ? PG_INT8 : kind == DB_TEXT ? PG_TEXT : kind == DB_UUID ? PG_UUID : PG_BYTEA;
}

static char *put32(char *p, uint32_t value)
{
	value = htobe32(value);
	memcpy(p, &value, sizeof value);
	return p + sizeof value;
}

static char *put_value(char *p, const struct db_value *v)
{
	size_t n = value_bytes(v);
	if (v->kind == DB_NULL)
		return put32(p, UINT32_MAX);
	p = put32(p, (uint32_t)n);
	uint64_t number = pg_order64((uint64_t)v->i);
	const void *from = v->kind == DB_INT ? (const void *)&number : v->kind == DB_UUID ? (const void *)v->u.b : v->s.p;
	if (n)
		memcpy(p, from, n);
	return p + n;
}

struct bytes pg_array(struct arena *mem, const struct pg_rows *rows, size_t column, enum db_kind kind)
{
	size_t bytes = 5 * 4;
	bool has_null = false;
	for (size_t i = 0; i < rows->n_rows; i++) {
		const struct db_value *v = &rows->v[i * rows->n_columns + column];
		bytes += 4 + value_bytes(v);
		has_null |= v->kind == DB_NULL;
	}
	char *start = arena_alloc(mem, bytes), *p = start;
	p = put32(p, 1);                                        /* dimensions */
	p = put32(p, has_null);
	p = put32(p, element_type(kind));
	p = put32(p, (uint32_t)rows->n_rows);
	p = put32(p, 1);                                        /* the first index */
	for (size_t i = 0; i < rows->n_rows; i++)
		p = put_value(p, &rows->v[i * rows->n_columns + column]);
	return (struct bytes){ (const uint8_t *)start, bytes };
}

/* The bracket that closes the one at `open`, or 0. Our literals have no brackets inside quotes here. */
static size_t closing(struct str s, size_t open)
{
	int depth = 0;
	for (size_t i = open; i < s.n; i++) {
		depth += (s.p[i] == '(') - (s.p[i] == ')');
		if (!depth)
			return i;
	}
	return 0;
}

/* Every $n becomes v.cn, or null where that column has no value. */
static bool add_columns(struct buf *out, struct str list, const enum db_kind *kinds, size_t n_columns)
{
	for (size_t i = 0; i < list.n; i++) {
		if (list.p[i] != '$') {
			buf_byte(out, list.p[i]);
			continue;
		}
		size_t end = i + 1;
		while (end < list.n && list.p[end] >= '0' && list.p[end] <= '9')
			end++;
		int64_t number;
		if (!str_int(str_slice(list, i + 1, end), 1, (int64_t)n_columns, &number))
			return false;
		if (kinds[number - 1] == DB_NULL)
			buf_add(out, S("null"));
		else
			buf_format(out, "v.c%d", (int)number);
		i = end - 1;
	}
	return true;
}

static void add_unnest(struct buf *out, const enum db_kind *kinds, size_t n_columns)
{
	static const char *const types[] = { [DB_INT] = "bigint", [DB_TEXT] = "text", [DB_UUID] = "uuid", [DB_BYTES] = "bytea" };
	int parameter = 0;
	buf_add(out, S(" from unnest("));
	for (size_t c = 0; c < n_columns; c++)
		if (kinds[c] != DB_NULL) {
			buf_format(out, "%s$%d::%s[]", parameter ? ", " : "", parameter + 1, types[kinds[c]]);
			parameter++;
		}
	buf_add(out, S(") as v("));
	parameter = 0;
	for (size_t c = 0; c < n_columns; c++)
		if (kinds[c] != DB_NULL)
			buf_format(out, "%sc%d", parameter++ ? ", " : "", (int)c + 1);
	buf_byte(out, ')');
}

struct str pg_unnest_sql(struct arena *mem, struct str sql, const enum db_kind *kinds, size_t n_columns)
{
	ptrdiff_t values = str_find(sql, S("values ("));
	size_t open = values < 0 ? 0 : (size_t)values + strlen("values "), end = open ? closing(sql, open) : 0;
	struct buf out;
	if (!end)
		return NO_STR;
	buf_init(&out, mem, 4 * sql.n + 4096);
	buf_add(&out, str_slice(sql, 0, (size_t)values));
	buf_add(&out, S("select "));
	if (!add_columns(&out, str_slice(sql, open + 1, end), kinds, n_columns))
		return NO_STR;
	add_unnest(&out, kinds, n_columns);
	buf_add(&out, str_slice(sql, end + 1, sql.n));
	return out.full ? NO_STR : buf_str(&out);
}

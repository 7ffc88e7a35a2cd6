#include "store/fact.h"
#include "base/str.h"
#include "sys/db.h"

struct facts { struct fact *p; size_t n, capacity; };

static void fill(struct cx *cx, const struct db_row *row, void *arg)
{
	struct facts *facts = arg;
	if (facts->n == facts->capacity) {
		size_t capacity = facts->capacity ? facts->capacity * 2 : 512;
		struct fact *p = arena_array(cx->mem, struct fact, capacity);
		for (size_t i = 0; i < facts->n; i++)
			p[i] = facts->p[i];
		facts->p = p;
		facts->capacity = capacity;
	}
	facts->p[facts->n++] = (struct fact){
		.kind = row_text(cx, row, 0),
		.id = row_text(cx, row, 1),
		.from_day = (int32_t)row_int(row, 2),
		.to_day = (int32_t)row_int(row, 3),
		.ord = row_int(row, 4),
		.body = row_text(cx, row, 5),
	};
}

enum status fact_list(struct cx *cx, struct fact_list *ret)
{
	struct facts facts = { NULL, 0, 0 };
	enum status st = db_each(cx, "select kind, id, from_day, to_day, ord, body from fact", NO_ARGS, fill, &facts);
	if (st == OK)
		*ret = (struct fact_list){ facts.p, facts.n };
	return st;
}

enum status fact_drop_shipped(struct cx *cx)
{
	return db_exec(cx, "delete from fact where edited_us = 0", NO_ARGS);
}

enum status fact_is_edited(struct cx *cx, struct str kind, struct str id, bool *ret)
{
	int64_t n;
	enum status st = db_one(cx, "select count(*) from fact where kind = $1 and id = $2 and edited_us <> 0",
	                        ARGS(db_text(kind), db_text(id)), fill_int, &n);
	if (st == OK)
		*ret = n > 0;
	return st;
}

enum status fact_add(struct cx *cx, const struct fact *f)
{
	return db_exec(cx, "insert into fact (kind, id, from_day, to_day, ord, body, edited_us) values ($1, $2, $3, $4, $5, $6, 0)",
	               ARGS(db_text(f->kind), db_text(f->id), db_int(f->from_day), db_int(f->to_day), db_int(f->ord), db_text(f->body)));
}

enum status fact_edit(struct cx *cx, struct str kind, struct str id, int32_t from_day, struct str body)
{
	int64_t rows;
	/* All periods of the fact count as edited: a shipped one of other dates must not come to overlap. */
	enum status st = db_change(cx, "update fact set body = $4, edited_us = $5 where kind = $1 and id = $2 and from_day = $3",
	                           ARGS(db_text(kind), db_text(id), db_int(from_day), db_text(body), db_int(cx->now_us)), &rows);
	if (st == OK && rows == 0)
		st = fail(cx, E_MISSING, T_MISSING);
	if (st == OK)
		st = db_exec(cx, "update fact set edited_us = $3 where kind = $1 and id = $2",
			ARGS(db_text(kind), db_text(id), db_int(cx->now_us)));
	return st;
}

static void fill_value(struct cx *cx, const struct db_row *row, void *ret)
{
	*(struct str *)ret = row_text(cx, row, 0);
}

enum status meta_get(struct cx *cx, struct str key, struct str *ret)
{
	struct str value = NO_STR;
	enum status st = db_each(cx, "select value from meta where key = $1", ARGS(db_text(key)), fill_value, &value);
	if (st == OK)
		*ret = value;
	return st;
}

enum status meta_set(struct cx *cx, struct str key, struct str value)
{
	return db_exec(cx, "insert into meta (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value",
	               ARGS(db_text(key), db_text(value)));
}

#include "store/join.h"
#include <string.h>
#include "base/str.h"
#include "base/uuid.h"
#include "model/delivery.h"
#include "store/message_sql.h"
#include "store/rows.h"
#include "store/visible.h"

static struct db_value text_or_null(struct str s)
{
	return s.n ? db_text(s) : db_null();
}

/* Kept little-endian, four and eight bytes each. */
static struct bytes sketch_bytes(struct cx *cx, const struct join_features *f)
{
	uint8_t *b = arena_alloc(cx->mem, 4 * JOIN_SKETCH);
	for (size_t i = 0; f->has_text && i < JOIN_SKETCH; i++)
		for (unsigned k = 0; k < 4; k++)
			b[4 * i + k] = (uint8_t)(f->sketch[i] >> 8 * k);
	return (struct bytes){ b, f->has_text ? 4 * JOIN_SKETCH : 0 };
}

static struct bytes token_bytes(struct cx *cx, const int64_t *tokens, size_t n)
{
	uint8_t *b = arena_alloc(cx->mem, 8 * n + 1);
	for (size_t i = 0; i < n; i++)
		for (unsigned k = 0; k < 8; k++)
			b[8 * i + k] = (uint8_t)((uint64_t)tokens[i] >> 8 * k);
	return (struct bytes){ b, 8 * n };
}

static void read_sketch(struct bytes b, struct join_features *f)
{
	f->has_text = b.n == 4 * JOIN_SKETCH;
	for (size_t i = 0; f->has_text && i < JOIN_SKETCH; i++)
		f->sketch[i] = (uint32_t)b.p[4 * i] | (uint32_t)b.p[4 * i + 1] << 8 | (uint32_t)b.p[4 * i + 2] << 16 | (uint32_t)b.p[4 * i + 3] << 24;
}

static size_t read_tokens(struct bytes b, int64_t *tokens)
{
	size_t n = b.n / 8 < JOIN_TOKENS_MAX ? b.n / 8 : JOIN_TOKENS_MAX;
	for (size_t i = 0; i < n; i++) {
		uint64_t t = 0;
		for (unsigned k = 0; k < 8; k++)
			t |= (uint64_t)b.p[8 * i + k] << 8 * k;
		tokens[i] = (int64_t)t;
	}
	return n;
}

struct old { int64_t tokens[JOIN_TOKENS_MAX]; size_t n; };

static void fill_old(struct cx *cx, const struct db_row *row, void *ret)
{
	struct old *old = ret;
	old->n = read_tokens(row_bytes(cx, row, 0), old->tokens);
}

static bool among(const int64_t *list, size_t n, int64_t want)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == want)
			return true;
	return false;
}

static enum status save_tokens(struct cx *cx, const struct join_entry *e)
{
	struct old *old = arena_make(cx->mem, struct old);
	struct db_value *v = arena_array(cx->mem, struct db_value, 2 * e->n_tokens + 1);
	size_t n = 0;
	enum status st = db_each(cx, "select tokens from join_report where message = $1", ARGS(db_uuid(e->message)), fill_old, old);
	for (size_t i = 0; st == OK && i < old->n; i++)
		if (!among(e->tokens, e->n_tokens, old->tokens[i]))
			st = db_exec(cx, "delete from join_token where token = $1 and message = $2", ARGS(db_int(old->tokens[i]), db_uuid(e->message)));
	for (size_t i = 0; i < e->n_tokens; i++)
		if (!among(old->tokens, old->n, e->tokens[i]) && !among(e->tokens, i, e->tokens[i])) {
			v[2 * n] = db_int(e->tokens[i]);
			v[2 * n++ + 1] = db_uuid(e->message);
		}
	if (st == OK && n)
		st = db_many(cx, "insert into join_token (token, message) values ($1, $2) on conflict do nothing", v, n, 2);
	return st;
}

enum status join_entry_save(struct cx *cx, const struct join_entry *e)
{
	struct bytes sketch = sketch_bytes(cx, &e->f), tokens = token_bytes(cx, e->tokens, e->n_tokens);
	enum status st = save_tokens(cx, e);
	if (st != OK)
		return st;
	return db_exec(cx,
		"insert into join_report (message, org, revision, arrived_us, event_us, sector, event_type, exercise, signals, points, waiting, sketch, tokens)"
		" values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
		" on conflict (message) do update set revision = excluded.revision, event_us = excluded.event_us, sector = excluded.sector,"
		" event_type = excluded.event_type, exercise = excluded.exercise, signals = excluded.signals, points = excluded.points,"
		" waiting = excluded.waiting, sketch = excluded.sketch, tokens = excluded.tokens",
		ARGS(db_uuid(e->message), db_uuid(e->org), db_int(e->revision), db_int(e->arrived_us), db_int(e->f.event_us),
		     text_or_null(e->f.sector), text_or_null(e->f.event_type), db_int(e->f.exercise), db_int(e->signals), db_int(e->points),
		     db_int(e->waiting), db_bytes(sketch.p, sketch.n), db_bytes(tokens.p, tokens.n)));
}

enum status join_entry_drop(struct cx *cx, struct uuid message)
{
	struct old *old = arena_make(cx->mem, struct old);
	enum status st = db_each(cx, "select tokens from join_report where message = $1", ARGS(db_uuid(message)), fill_old, old);
	for (size_t i = 0; st == OK && i < old->n; i++)
		st = db_exec(cx, "delete from join_token where token = $1 and message = $2", ARGS(db_int(old->tokens[i]), db_uuid(message)));
	return st == OK ? db_exec(cx, "delete from join_report where message = $1", ARGS(db_uuid(message))) : st;
}

struct got { struct join_entry *e; bool there; };

static void fill_entry(struct cx *cx, const struct db_row *row, void *ret)
{
	struct got *got = ret;
	struct join_entry *e = got->e;
	got->there = true;
	e->message = row_uuid(row, 0);
	e->org = row_uuid(row, 1);
	e->revision = row_int(row, 2);
	e->arrived_us = row_int(row, 3);
	e->f = (struct join_features){ .event_us = row_int(row, 4), .sector = row_text(cx, row, 5), .event_type = row_text(cx, row, 6),
		.exercise = row_int(row, 7) != 0 };
	e->signals = (unsigned)row_int(row, 8);
	e->points = row_int(row, 9);
	e->waiting = row_int(row, 10) != 0;
	read_sketch(row_bytes(cx, row, 11), &e->f);
	e->n_tokens = read_tokens(row_bytes(cx, row, 12), e->tokens);
}

enum status join_entry_get(struct cx *cx, struct uuid org, struct uuid message, struct join_entry *ret, bool *ret_there)
{
	struct got got = { ret, false };
	enum status st = db_each(cx,
		"select message, org, revision, arrived_us, event_us, sector, event_type, exercise, signals, points, waiting, sketch, tokens"
		" from join_report where message = $2 and org = $1", ARGS(db_uuid(org), db_uuid(message)), fill_entry, &got);
	if (st == OK)
		*ret_there = got.there;
	return st;
}

enum status join_entry_revision(struct cx *cx, struct uuid message, int64_t *ret)
{
	int64_t revision = 0;
	enum status st = db_each(cx, "select revision from join_report where message = $1", ARGS(db_uuid(message)), fill_int, &revision);
	if (st == OK)
		*ret = revision;
	return st;
}

static void fill_ids(struct cx *cx, const struct db_row *row, void *arg)
{
	struct uuid *id = row_list_next(cx, arg, sizeof *id);
	*id = row_uuid(row, 0);
}

enum status join_by_token(struct cx *cx, int64_t token, int limit, struct ids *ret)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx, "select message from join_token where token = $1 order by message desc limit $2",
	                         ARGS(db_int(token), db_int(limit)), fill_ids, &rows);
	if (st == OK)
		*ret = (struct ids){ rows.p, rows.n };
	return st;
}

enum status join_near_type(struct cx *cx, struct uuid org, struct str event_type, int64_t event_us, int limit, struct ids *ret)
{
	struct row_list rows = { NULL, 0, 0 };
	struct db_args args = ARGS(db_uuid(org), db_text(event_type), db_int(event_us), db_int(limit));
	enum status st = db_each(cx, "select message from join_report where org = $1 and event_type = $2 and event_us <= $3"
	                             " order by event_us desc limit $4", args, fill_ids, &rows);
	if (st == OK)
		st = db_each(cx, "select message from join_report where org = $1 and event_type = $2 and event_us > $3 order by event_us limit $4",
		             args, fill_ids, &rows);
	if (st == OK)
		*ret = (struct ids){ rows.p, rows.n };
	return st;
}

enum status join_near_sector(struct cx *cx, struct uuid org, struct str sector, int64_t event_us, int limit, struct ids *ret)
{
	struct row_list rows = { NULL, 0, 0 };
	struct db_args args = ARGS(db_uuid(org), db_text(sector), db_int(event_us), db_int(limit));
	enum status st = db_each(cx, "select message from join_report where org = $1 and sector = $2 and event_us <= $3"
	                             " order by event_us desc limit $4", args, fill_ids, &rows);
	if (st == OK)
		st = db_each(cx, "select message from join_report where org = $1 and sector = $2 and event_us > $3 order by event_us limit $4",
		             args, fill_ids, &rows);
	if (st == OK)
		*ret = (struct ids){ rows.p, rows.n };
	return st;
}

static void fill_report(struct cx *cx, const struct db_row *row, void *arg)
{
	struct join_report *r = arg;
	int c = fill_message_at(cx, row, 0, &r->row.m);
	c = fill_org_at(cx, row, c, &r->row.author);
	r->row.revision = row_int(row, c);
	r->row.stage = (int)row_int(row, c + 1);
	r->row.m.title = row_text(cx, row, c + 2);
	r->body = row_text(cx, row, c + 3);
}

enum status join_report_get(struct cx *cx, struct uuid org, struct uuid message, struct join_report *ret)
{
	return db_one(cx,
		"select " MESSAGE_COLUMNS ", " ORG_COLUMNS(o) ", r.number, r.stage, r.title, r.body from message m"
		" join revision r on r.message = m.id join org o on o.id = m.author where m.id = $2 and m.kind = 1 and m.latest <> 0 and " VISIBLE_NEWEST,
		ARGS(db_uuid(org), db_uuid(message)), fill_report, ret);
}

/* hop * 0: ordered by the id alone, SQLite would walk the org's whole inbox, which is in that order, until it meets the message. */
enum status join_arrival(struct cx *cx, struct uuid org, struct uuid message, int64_t *ret_us)
{
	struct uuid first = { { 0 } };
	enum status st = db_each(cx, "select d.id from delivery d where d.message = $2 and d.recipient = $1 and d.state <> 8 order by d.hop * 0, d.id limit 1",
	                         ARGS(db_uuid(org), db_uuid(message)), fill_uuid, &first);
	if (st == OK)
		*ret_us = uuid_is_none(first) ? 0 : delivery_sent_us(&(struct delivery){ .id = first });
	return st;
}

enum status join_place_get(struct cx *cx, struct uuid org, struct uuid *ret)
{
	struct uuid place = { { 0 } };
	enum status st = db_each(cx, "select delivery from join_place where org = $1", ARGS(db_uuid(org)), fill_uuid, &place);
	if (st == OK)
		*ret = place;
	return st;
}

enum status join_place_set(struct cx *cx, struct uuid org, struct uuid delivery)
{
	return db_exec(cx, "insert into join_place (org, delivery) values ($1, $2) on conflict (org) do update set delivery = excluded.delivery",
	               ARGS(db_uuid(org), db_uuid(delivery)));
}

enum status join_is_behind(struct cx *cx, struct uuid org, struct uuid place, bool *ret)
{
	struct uuid next = { { 0 } };
	enum status st = db_each(cx, "select d.id from delivery d where d.recipient = $1 and d.id > $2 order by d.id limit 1",
	                         ARGS(db_uuid(org), db_uuid(place)), fill_uuid, &next);
	if (st == OK)
		*ret = !uuid_is_none(next);
	return st;
}

static void fill_deliveries(struct cx *cx, const struct db_row *row, void *arg)
{
	struct join_delivery *d = row_list_next(cx, arg, sizeof *d);
	*d = (struct join_delivery){ row_uuid(row, 0), row_uuid(row, 1) };
}

enum status join_unread(struct cx *cx, struct uuid org, struct uuid after, int limit, struct join_deliveries *ret)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx, "select d.id, d.message from delivery d where d.recipient = $1 and d.id > $2 order by d.id limit $3",
	                         ARGS(db_uuid(org), db_uuid(after), db_int(limit)), fill_deliveries, &rows);
	if (st == OK)
		*ret = (struct join_deliveries){ rows.p, rows.n };
	return st;
}

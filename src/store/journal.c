/* store/journal.c — see journal.h. */
#include "store/journal.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/visible.h"
#include "sys/db.h"

#define ENTRY_COLUMNS "id, seq, at_us, account, org, verb, object, digest"
#define HEAD_COLUMNS "size, root, signed_us, key, signature"

enum status store_id_get(struct cx *cx, struct str *ret)
{
	return db_one(cx, "select value from meta where key = 'store_id'", NO_ARGS, fill_text, ret);
}

enum status store_id_make(struct cx *cx, struct str *ret)
{
	struct str id = uuid_str(cx->mem, uuid_new(cx->now_us));
	enum status st = db_exec(cx, "insert into meta (key, value) values ('store_id', $1) on conflict do nothing", ARGS(db_text(id)));
	return st == OK ? store_id_get(cx, ret) : st;
}

/* Entries */

static void fill_entry(struct cx *cx, const struct db_row *row, void *ret)
{
	struct entry *e = ret;
	struct bytes digest = row_bytes(cx, row, 7);
	*e = (struct entry){
		.id = row_uuid(row, 0), .seq = row_is_null(row, 1) ? JOURNAL_NO_SEQ : row_int(row, 1), .at_us = row_int(row, 2),
		.account = row_uuid(row, 3), .org = row_uuid(row, 4), .verb = row_text(cx, row, 5), .object = row_uuid(row, 6),
	};
	/* A digest of another length was not made by us: the entry then hashes to something else, and that is found. */
	if (!row_is_null(row, 7)) {
		e->has_digest = true;
		memcpy(e->digest, digest.p, digest.n < sizeof e->digest ? digest.n : sizeof e->digest);
		if (digest.n != sizeof e->digest)
			e->verb = NO_STR;
	}
}

struct entry_page { struct entries *to; size_t room; };

static void fill_entries(struct cx *cx, const struct db_row *row, void *arg)
{
	struct entry_page *page = arg;
	if (page->to->n < page->room)
		fill_entry(cx, row, &page->to->v[page->to->n++]);
}

static struct entry_page entry_page(struct cx *cx, struct entries *to, int64_t limit)
{
	*to = (struct entries){ arena_array(cx->mem, struct entry, (size_t)limit), 0 };
	return (struct entry_page){ to, (size_t)limit };
}

enum status entry_add(struct cx *cx, const struct entry *e)
{
	return db_exec(cx, "insert into journal (id, at_us, account, org, verb, object, digest) values ($1, $2, $3, $4, $5, $6, $7)",
		ARGS(db_uuid(e->id), db_int(e->at_us), db_uuid_or_null(e->account), db_uuid_or_null(e->org), db_text(e->verb),
			db_uuid_or_null(e->object), db_bytes(e->has_digest ? e->digest : NULL, sizeof e->digest)));
}

enum status entry_get(struct cx *cx, struct uuid id, struct entry *ret)
{
	return db_one(cx, "select " ENTRY_COLUMNS " from journal where id = $1", ARGS(db_uuid(id)), fill_entry, ret);
}

enum status entry_pending(struct cx *cx, int64_t limit, struct entries *ret)
{
	struct entries got;
	struct entry_page page = entry_page(cx, &got, limit);
	/* "order by seq" says nothing about rows that all have none; it makes both planners walk the index on seq. */
	enum status st = db_each(cx, "select " ENTRY_COLUMNS " from journal where seq is null order by seq limit $1",
		ARGS(db_int(limit)), fill_entries, &page);
	if (st == OK)
		*ret = got;
	return st;
}

enum status entry_count_pending(struct cx *cx, int64_t *ret)
{
	return db_one(cx, "select count(*) from journal where seq is null", NO_ARGS, fill_int, ret);
}

enum status entry_place(struct cx *cx, struct uuid id, int64_t seq)
{
	return db_exec(cx, "update journal set seq = $2 where id = $1", ARGS(db_uuid(id), db_int(seq)));
}

enum status entry_range(struct cx *cx, int64_t after, int64_t limit, struct entries *ret)
{
	struct entries got;
	struct entry_page page = entry_page(cx, &got, limit);
	enum status st = db_each(cx, "select " ENTRY_COLUMNS " from journal where seq > $1 order by seq limit $2",
		ARGS(db_int(after), db_int(limit)), fill_entries, &page);
	if (st == OK)
		*ret = got;
	return st;
}

/* Where the window beyond `after` ends; JOURNAL_NO_SEQ where nothing is left beyond it. */
static enum status window_end(struct cx *cx, const struct entry_query *q, int64_t after, int64_t *ret)
{
	const struct db_args args = ARGS(db_int(after), db_int(ENTRY_WINDOW - 1));
	int64_t seq = JOURNAL_NO_SEQ;
	enum status st = q->newest_first
		? db_each(cx, "select seq from journal where seq < $1 order by seq desc limit 1 offset $2", args, fill_int, &seq)
		: db_each(cx, "select seq from journal where seq > $1 order by seq limit 1 offset $2", args, fill_int, &seq);
	if (st == OK)
		*ret = seq;
	return st;
}

struct row_page { struct entry_row *v; size_t n, room; };

static void fill_entry_row(struct cx *cx, const struct db_row *row, void *arg)
{
	struct row_page *page = arg;
	if (page->n == page->room)
		return;
	struct entry_row *r = &page->v[page->n++];
	fill_entry(cx, row, &r->e);
	r->org = (struct org){ .id = r->e.org, .code = row_text(cx, row, 8), .kind = (int)row_int(row, 9), .ja = row_text(cx, row, 10),
		.en = row_text(cx, row, 11) };
	r->user_ja = row_text(cx, row, 12);
	r->user_en = row_text(cx, row, 13);
	r->masked = row_int(row, 14) == 0;
}

#define ENTRY_PAGE(window) \
	"select w.id, w.seq, w.at_us, w.account, w.org, w.verb, w.object, w.digest, o.code, o.kind, o.ja, o.en, a.ja, a.en," \
	" case when " ENTRY_CLEAR " then 1 else 0 end" \
	" from (select " ENTRY_COLUMNS " from journal where " window " limit $3) w" \
	" left join org o on o.id = w.org left join account a on a.id = w.account" \
	" where (w.verb = $5 or $5 is null) and (w.object = $6 or $6 is null) and (w.org = $7 or $7 is null)" \
	" and (($5 is null and $6 is null and $7 is null) or " ENTRY_CLEAR ") order by w.seq"

enum status entry_list(struct cx *cx, const struct entry_query *q, struct entry_row **ret, size_t *ret_n, int64_t *ret_next)
{
	int64_t after = q->newest_first && q->after == JOURNAL_NO_SEQ ? INT64_MAX : q->after, end;
	struct row_page page = { arena_array(cx->mem, struct entry_row, (size_t)q->limit), 0, (size_t)q->limit };
	const struct db_args args = ARGS(db_uuid(q->viewer), db_int(after), db_int(ENTRY_WINDOW), db_int(q->limit), db_text(q->verb),
		db_uuid_or_null(q->object), db_uuid_or_null(q->org));
	enum status st = q->newest_first
		? db_each(cx, ENTRY_PAGE("seq < $2 order by seq desc") " desc limit $4", args, fill_entry_row, &page)
		: db_each(cx, ENTRY_PAGE("seq > $2 order by seq") " limit $4", args, fill_entry_row, &page);
	if (st == OK && page.n < page.room)
		st = window_end(cx, q, after, &end);
	else if (st == OK)
		end = page.v[page.n - 1].e.seq;
	if (st != OK)
		return st;
	*ret = page.v;
	*ret_n = page.n;
	*ret_next = end;
	return OK;
}

enum status entry_is_clear(struct cx *cx, struct uuid viewer, struct uuid id, bool *ret)
{
	int64_t n;
	enum status st = db_one(cx, "select count(*) from journal w where w.id = $2 and " ENTRY_CLEAR, ARGS(db_uuid(viewer), db_uuid(id)), fill_int, &n);
	if (st == OK)
		*ret = n > 0;
	return st;
}

static void fill_content(struct cx *cx, const struct db_row *row, void *ret)
{
	struct entry_content *c = ret;
	struct bytes salt = row_bytes(cx, row, 2);
	if (salt.n != sizeof c->salt)
		return;
	*c = (struct entry_content){ .found = true, .message = row_uuid(row, 0), .revision = row_uuid(row, 1), .body = row_text(cx, row, 3) };
	memcpy(c->salt, salt.p, sizeof c->salt);
}

enum status entry_content(struct cx *cx, struct uuid org, const struct entry *e, struct entry_content *ret)
{
	struct entry_content content = { .found = false };
	enum status st = db_each(cx, "select m.id, r.id, r.salt, r.body from revision r join message m on m.id = r.message"
		" where (r.message = $2 or r.id = $2) and r.entry = $3 and " VISIBLE_REVISION,
		ARGS(db_uuid(org), db_uuid(e->object), db_uuid(e->id)), fill_content, &content);
	if (st == OK)
		*ret = content;
	return st;
}

/* Tiles */

static void fill_bytes(struct cx *cx, const struct db_row *row, void *ret)
{
	struct bytes *b = ret;
	*b = row_bytes(cx, row, 0);
}

enum status tile_get(struct cx *cx, int level, int64_t tile, struct bytes *ret_hashes)
{
	struct bytes hashes = { NULL, 0 };
	enum status st = db_each(cx, "select hashes from tile where level = $1 and idx = $2", ARGS(db_int(level), db_int(tile)),
		fill_bytes, &hashes);
	if (st == OK)
		*ret_hashes = hashes;
	return st;
}

enum status tile_save(struct cx *cx, int level, int64_t tile, const struct hash *h, size_t n)
{
	return db_exec(cx, "insert into tile (level, idx, hashes) values ($1, $2, $3)"
		" on conflict (level, idx) do update set hashes = excluded.hashes",
		ARGS(db_int(level), db_int(tile), db_bytes(h, n * sizeof *h)));
}

enum status tile_count_after(struct cx *cx, int level, int64_t tile, int64_t *ret)
{
	return db_one(cx, "select count(*) from tile where level = $1 and idx > $2", ARGS(db_int(level), db_int(tile)), fill_int, ret);
}

enum status tile_levels(struct cx *cx, int64_t *ret)
{
	return db_one(cx, "select coalesce(max(level), -1) + 1 from tile", NO_ARGS, fill_int, ret);
}

#define TILES_KEPT 16
struct kept_tile { int level; int64_t tile; struct bytes hashes; };
struct tile_keeper { size_t n, next; struct kept_tile kept[TILES_KEPT]; };

static enum status keep_tile(struct cx *cx, void *arg, int level, int64_t tile, size_t need, const struct hash **ret)
{
	struct tile_keeper *k = arg;
	struct kept_tile *found = NULL;
	for (size_t i = 0; i < k->n && !found; i++)
		if (k->kept[i].level == level && k->kept[i].tile == tile)
			found = &k->kept[i];
	if (!found) {
		struct bytes hashes;
		enum status st = tile_get(cx, level, tile, &hashes);
		if (st != OK)
			return st;
		found = &k->kept[k->next];
		*found = (struct kept_tile){ level, tile, hashes };
		k->next = (k->next + 1) % TILES_KEPT;
		k->n += k->n < TILES_KEPT;
	}
	if (found->hashes.n < need * sizeof **ret)
		return fail_detail(cx, E_CONFLICT, T_JOURNAL_ALTERED, "tile %d/%lld has %zu bytes", level, (long long)tile, found->hashes.n);
	*ret = (const struct hash *)(const void *)found->hashes.p;
	return OK;
}

struct tile_source tile_source_of(struct cx *cx, hash_fn *hash)
{
	return (struct tile_source){ hash, keep_tile, arena_make(cx->mem, struct tile_keeper) };
}

/* Heads */

static void copy_exactly(struct bytes from, uint8_t *to, size_t n)
{
	memset(to, 0, n);                                       /* another length was not made by us: it then fails to verify */
	if (from.n == n)
		memcpy(to, from.p, n);
}

static void fill_head(struct cx *cx, const struct db_row *row, void *ret)
{
	struct head *h = ret;
	*h = (struct head){ .size = row_int(row, 0), .signed_us = row_int(row, 2) };
	copy_exactly(row_bytes(cx, row, 1), h->root.b, sizeof h->root.b);
	copy_exactly(row_bytes(cx, row, 3), h->key, sizeof h->key);
	copy_exactly(row_bytes(cx, row, 4), h->signature, sizeof h->signature);
}

struct maybe_head { struct head head; bool any; };

static void fill_maybe_head(struct cx *cx, const struct db_row *row, void *ret)
{
	struct maybe_head *m = ret;
	fill_head(cx, row, &m->head);
	m->any = true;
}

static enum status maybe_head(enum status st, const struct maybe_head *m, bool *ret_any, struct head *ret)
{
	if (st == OK) {
		*ret_any = m->any;
		*ret = m->head;
	}
	return st;
}

enum status head_last(struct cx *cx, bool *ret_any, struct head *ret)
{
	struct maybe_head m = { .any = false };
	enum status st = db_each(cx, "select " HEAD_COLUMNS " from tree_head order by size desc limit 1", NO_ARGS, fill_maybe_head, &m);
	return maybe_head(st, &m, ret_any, ret);
}

enum status head_covering(struct cx *cx, int64_t seq, bool *ret_any, struct head *ret)
{
	struct maybe_head m = { .any = false };
	enum status st = db_each(cx, "select " HEAD_COLUMNS " from tree_head where size > $1 order by size limit 1", ARGS(db_int(seq)),
		fill_maybe_head, &m);
	return maybe_head(st, &m, ret_any, ret);
}

enum status head_add(struct cx *cx, const struct head *h)
{
	return db_exec(cx, "insert into tree_head (size, root, signed_us, key, signature) values ($1, $2, $3, $4, $5)",
		ARGS(db_int(h->size), db_bytes(h->root.b, sizeof h->root.b), db_int(h->signed_us), db_bytes(h->key, sizeof h->key),
			db_bytes(h->signature, sizeof h->signature)));
}

struct head_page { struct heads *to; size_t room; };

static void fill_heads(struct cx *cx, const struct db_row *row, void *arg)
{
	struct head_page *page = arg;
	if (page->to->n < page->room)
		fill_head(cx, row, &page->to->v[page->to->n++]);
}

enum status head_range(struct cx *cx, int64_t after_size, int64_t limit, struct heads *ret)
{
	struct heads got = { arena_array(cx->mem, struct head, (size_t)limit), 0 };
	struct head_page page = { &got, (size_t)limit };
	enum status st = db_each(cx, "select " HEAD_COLUMNS " from tree_head where size > $1 order by size limit $2",
		ARGS(db_int(after_size), db_int(limit)), fill_heads, &page);
	if (st == OK)
		*ret = got;
	return st;
}

/* Reads */

enum status read_mark_get(struct cx *cx, struct uuid message, struct uuid account, int64_t *ret_last_us)
{
	int64_t last = 0;
	enum status st = db_each(cx, "select last_us from read_mark where message = $1 and account = $2",
		ARGS(db_uuid(message), db_uuid(account)), fill_int, &last);
	if (st == OK)
		*ret_last_us = last;
	return st;
}

enum status read_mark_save(struct cx *cx, struct uuid message, struct uuid account, int64_t last_us)
{
	return db_exec(cx, "insert into read_mark (message, account, last_us) values ($1, $2, $3)"
		" on conflict (message, account) do update set last_us = excluded.last_us",
		ARGS(db_uuid(message), db_uuid(account), db_int(last_us)));
}

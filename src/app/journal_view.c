/* app/journal_view.c — see journal_view.h. */
#include "app/journal_view.h"

#include <string.h>

#include "app/access.h"
#include "app/journal.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/journal.h"

/* The org whose entries the actor may read: none means all. */
static enum status scope(struct cx *cx, unsigned roles, struct uuid asked, struct uuid *ret)
{
	enum status st = need_role(cx, roles);
	if (st != OK)
		return st;
	if ((cx->actor->roles & ROLE_AUDITOR) != 0 && actor_is_centre(cx->actor)) {
		*ret = asked;
		return OK;
	}
	if (!uuid_is_none(asked) && !uuid_eq(asked, cx->actor->org))
		return fail(cx, E_DENIED, T_DENIED);
	*ret = cx->actor->org;
	return OK;
}

enum status journal_list(struct cx *cx, const struct journal_query *q, struct journal_page *ret)
{
	struct entry_query query = { .after = q->after, .newest_first = !q->oldest_first, .limit = q->limit, .verb = q->verb,
		.object = q->object };
	struct entry_row *rows;
	struct journal_page page;
	enum status st = scope(cx, MAY_JOURNAL, q->org, &query.org);
	if (st == OK)
		query.viewer = cx->actor->org;
	if (st == OK)
		st = entry_list(cx, &query, &rows, &page.n, &page.next);
	if (st != OK)
		return st;
	page.v = arena_array(cx->mem, struct journal_row, page.n);
	for (size_t i = 0; i < page.n; i++) {
		page.v[i] = (struct journal_row){ .e = rows[i].e, .org = rows[i].org, .user_ja = rows[i].user_ja, .user_en = rows[i].user_en };
		if (!entry_hash(sha256, cx->mem, &rows[i].e, &page.v[i].leaf_hash))
			memset(&page.v[i].leaf_hash, 0, sizeof page.v[i].leaf_hash);
		if (rows[i].masked)
			page.v[i] = (struct journal_row){ .masked = true, .e = { .seq = rows[i].e.seq }, .leaf_hash = page.v[i].leaf_hash };
	}
	*ret = page;
	return OK;
}

enum status journal_head_get(struct cx *cx, struct journal_head *ret)
{
	struct journal_head h;
	bool any;
	struct public_key key;
	enum status st = head_last(cx, &any, &h.head);
	if (st == OK && !any)
		return fail(cx, E_MISSING, T_MISSING);
	if (st == OK)
		st = store_id_get(cx, &h.store);
	if (st != OK)
		return st;
	memcpy(key.b, h.head.key, sizeof key.b);
	key_id(key, h.key_id);
	*ret = h;
	return OK;
}

enum status journal_consistency(struct cx *cx, int64_t from, int64_t *to, struct merkle_proof *ret)
{
	struct head last = { .size = 0 };
	bool any;
	enum status st = head_last(cx, &any, &last);
	if (st != OK)
		return st;
	int64_t end = *to == 0 ? last.size : *to;
	if (end > last.size || end < 1)
		return fail_field(cx, S("/to"), T_FIELD_CHOICE, 0);
	if (from < 1 || from > end)
		return fail_field(cx, S("/from"), T_FIELD_CHOICE, 0);
	struct tile_source tiles = tile_source_of(cx, sha256);
	st = merkle_consistency(cx, &tiles, from, end, ret);
	if (st == OK)
		*to = end;
	return st;
}

static void export_entry(struct cx *cx, struct jw *w, const struct entry *e)
{
	jw_k_uuid(w, S("id"), e->id);
	jw_k_time(w, S("at"), e->at_us);
	if (!uuid_is_none(e->account))
		jw_k_uuid(w, S("account"), e->account);
	if (!uuid_is_none(e->org))
		jw_k_uuid(w, S("org"), e->org);
	jw_k_text(w, S("verb"), e->verb);
	if (!uuid_is_none(e->object))
		jw_k_uuid(w, S("object"), e->object);
	if (e->has_digest)
		jw_k_text(w, S("digest"), str_hex(cx->mem, e->digest, sizeof e->digest));
	jw_k_text(w, S("leaf"), entry_leaf(cx->mem, e));
}

static void export_line(struct cx *cx, struct buf *out, const struct entry_row *row)
{
	struct jw w;
	struct hash leaf_hash;
	const struct entry *e = &row->e;
	jw_init(&w, out);
	jw_object(&w);
	jw_k_int(&w, S("seq"), e->seq);
	if (row->masked)
		jw_k_bool(&w, S("masked"), true);
	else
		export_entry(cx, &w, e);
	if (entry_hash(sha256, cx->mem, e, &leaf_hash))
		jw_k_text(&w, S("leaf_hash"), str_hex(cx->mem, leaf_hash.b, HASH_BYTES));
	jw_end_object(&w);
	buf_byte(out, '\n');
}

enum status journal_export(struct cx *cx, int64_t after, struct buf *out, int64_t *ret_next)
{
	struct uuid none = { { 0 } };
	struct entry_query query = { .after = after, .limit = EXPORT_PAGE, .viewer = cx->actor ? cx->actor->org : none };
	struct entry_row *rows;
	size_t n;
	enum status st = scope(cx, MAY_JOURNAL_EXPORT, none, &query.org);
	if (st == OK)
		st = journal_append(cx, S("journal.export"), none, NULL, NULL);
	if (st == OK)
		st = entry_list(cx, &query, &rows, &n, ret_next);
	if (st != OK)
		return st;
	for (size_t i = 0; i < n; i++)
		export_line(cx, out, &rows[i]);
	return out->full ? fail(cx, E_LIMIT, T_TOO_LARGE) : OK;
}

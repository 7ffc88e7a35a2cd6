/* app/verify_log.c — entries, tiles and heads of the journal, recomputed. See verify.h.
 *
 * Tile by tile: the leaves computed from the entries are set beside those stored in the tile. Where they differ, whichever gives
 * what stands above it (the tile's hash one level up, or a signed head) is the true one, and the other was altered. The walk goes
 * on with the true ones, so one altered row is one finding and not a thousand.
 */
#include "app/verify.h"

#include <string.h>

#include "app/receipt.h"
#include "base/arena.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/journal.h"
#include "store/verify.h"
#include "sys/db.h"

#define LEVELS 8
#define HEADS_PAGE 1000

struct upper { int64_t tile; bool loaded, told; size_t n; struct hash hash[TILE_HASHES]; };
struct leaves {                                                 /* one tile of them */
	int64_t first;                                          /* seq of slot 0 */
	size_t want, n_stored;
	struct entry entry[TILE_HASHES];
	bool present[TILE_HASHES], computed[TILE_HASHES];       /* there is a row; it has a leaf */
	struct hash made[TILE_HASHES], stored[TILE_HASHES], true_one[TILE_HASHES];
};
struct walk {
	struct cx cx;                                           /* its arena is emptied for each tile */
	struct cx head_cx;                                      /* its arena is emptied for each page of heads */
	struct verify *v;
	struct merkle_range range;
	struct upper upper[LEVELS];
	struct heads heads;
	size_t next_head;
	int64_t good_size;                                      /* of the last head whose root was right */
	bool root_told;
	enum status status;                                     /* of the database, inside tile_put */
	struct leaves leaves;
};

static struct finding about(enum text what)
{
	return (struct finding){ .what = what, .from_seq = JOURNAL_NO_SEQ, .to_seq = JOURNAL_NO_SEQ };
}

static void found_tile(struct walk *w, int level, int64_t tile)
{
	struct finding f = about(T_FOUND_TILE);
	f.level = level;
	f.number = tile;
	verify_found(w->v, &f);
}

static void found_entry(struct walk *w, enum text what, const struct entry *e)
{
	struct finding f = about(what);
	f.from_seq = f.to_seq = e->seq;
	f.id = e->id;
	f.at_us = e->at_us;
	f.verb = e->verb;
	verify_found(w->v, &f);
}

/* How many hashes tile `tile` of `level` has in the log as last signed. */
static size_t tile_size(const struct walk *w, int level, int64_t tile)
{
	int64_t hashes = (int64_t)((uint64_t)w->v->last.size >> (TILE_BITS * level));
	int64_t n = hashes - tile * TILE_HASHES;
	return n < 0 ? 0 : n > TILE_HASHES ? TILE_HASHES : (size_t)n;
}

static enum status read_tile(struct walk *w, int level, int64_t tile, struct hash ret[TILE_HASHES], size_t *ret_n)
{
	struct bytes bytes;
	enum status st = tile_get(&w->cx, level, tile, &bytes);
	if (st != OK)
		return st;
	size_t want = tile_size(w, level, tile), n = bytes.n / HASH_BYTES;
	if (bytes.n != want * HASH_BYTES)
		found_tile(w, level, tile);
	*ret_n = n < want ? n : want;
	memcpy(ret, bytes.p ? bytes.p : (const uint8_t *)"", *ret_n * HASH_BYTES);
	w->v->tiles++;
	return OK;
}

static enum status upper_load(struct walk *w, int level, int64_t tile)
{
	struct upper *u = &w->upper[level];
	if (u->loaded && u->tile == tile)
		return OK;
	*u = (struct upper){ .tile = tile, .loaded = true };
	enum status st = read_tile(w, level, tile, u->hash, &u->n);
	u->told = u->n != tile_size(w, level, tile);
	return st;
}

/* Every hash above the leaves, as it comes into being. */
static void compare_upper(void *arg, int level, int64_t index, const struct hash *h)
{
	struct walk *w = arg;
	if (level == 0 || w->status != OK)
		return;
	w->status = upper_load(w, level, index / TILE_HASHES);
	struct upper *u = &w->upper[level];
	size_t slot = (size_t)(index % TILE_HASHES);
	if (w->status == OK && !u->told && !hash_eq(&u->hash[slot], h)) {
		found_tile(w, level, u->tile);
		u->told = true;
	}
}

/* Heads */

static enum status heads_load(struct walk *w, int64_t after)
{
	arena_reset(w->head_cx.mem);
	w->next_head = 0;
	return head_range(&w->head_cx, after, HEADS_PAGE, &w->heads);
}

static void check_head(struct walk *w, const struct head *head)
{
	struct finding f = about(T_FOUND_HEAD_KEY);
	f.number = head->size;
	w->v->heads++;
	if (!public_keys_have(w->v->trusted, head->key)) {
		verify_found(w->v, &f);
	} else if (!head_signature_holds(w->cx.mem, w->v->store, head)) {
		f.what = T_FOUND_HEAD_SIGNATURE;
		verify_found(w->v, &f);
	}
	struct hash root;
	merkle_root(sha256, &w->range, &root);
	if (hash_eq(&root, &head->root)) {
		w->good_size = head->size;
		w->root_told = false;
	} else if (!w->root_told) {                             /* later heads differ for the same reason: told once */
		f.what = T_FOUND_HEAD_ROOT;
		f.from_seq = w->good_size;
		f.to_seq = head->size - 1;
		verify_found(w->v, &f);
		w->root_told = true;
	}
}

/* Heads of exactly the size reached. */
static enum status check_heads(struct walk *w)
{
	enum status st = OK;
	while (st == OK && w->next_head < w->heads.n && w->heads.v[w->next_head].size <= w->range.size) {
		int64_t size = w->heads.v[w->next_head].size;
		if (size == w->range.size)
			check_head(w, &w->heads.v[w->next_head]);
		w->next_head++;
		if (w->next_head == w->heads.n && w->heads.n == HEADS_PAGE)
			st = heads_load(w, size);
	}
	const struct head *pinned = w->v->pinned;
	if (pinned && pinned->size == w->range.size) {
		struct hash root;
		merkle_root(sha256, &w->range, &root);
		struct finding f = about(T_FOUND_PINNED);
		f.number = pinned->size;
		if (!hash_eq(&root, &pinned->root))
			verify_found(w->v, &f);
	}
	return st;
}

/* Leaves */

static enum status leaves_load(struct walk *w, int64_t tile)
{
	struct leaves *l = &w->leaves;
	struct entries rows;
	memset(l, 0, sizeof *l);
	l->first = tile * TILE_HASHES;
	l->want = tile_size(w, 0, tile);
	enum status st = entry_range(&w->cx, l->first - 1, TILE_HASHES, &rows);
	if (st == OK)
		st = read_tile(w, 0, tile, l->stored, &l->n_stored);
	if (st != OK)
		return st;
	for (size_t i = 0; i < rows.n; i++) {
		int64_t slot = rows.v[i].seq - l->first;
		if (slot >= (int64_t)l->want)
			break;
		l->entry[slot] = rows.v[i];
		l->present[slot] = true;
		l->computed[slot] = entry_hash(sha256, w->cx.mem, &rows.v[i], &l->made[slot]);
		w->v->entries++;
	}
	return OK;
}

/* The leaves by one account, where it is silent by the other. */
static void candidate(const struct leaves *l, bool stored_first, struct hash ret[TILE_HASHES])
{
	for (size_t i = 0; i < l->want; i++) {
		bool stored = i < l->n_stored;
		ret[i] = stored && (stored_first || !l->computed[i]) ? l->stored[i] : l->made[i];
	}
}

/* How much of what stands above these leaves they give: each head within the tile (signed) counts twice, the hash one level up
 * of a full tile once. */
static enum status weigh(struct walk *w, const struct hash *leaf, int *ret)
{
	struct merkle_range range = w->range, alone = { .size = 0 };
	int64_t tile = w->leaves.first / TILE_HASHES;
	int weight = 0;
	size_t h = w->next_head;
	for (size_t i = 0; i < w->leaves.want; i++) {
		merkle_append(sha256, &range, &leaf[i], NULL, NULL);
		merkle_append(sha256, &alone, &leaf[i], NULL, NULL);
		for (; h < w->heads.n && w->heads.v[h].size <= range.size; h++) {
			struct hash root;
			merkle_root(sha256, &range, &root);
			weight += w->heads.v[h].size == range.size && hash_eq(&root, &w->heads.v[h].root) ? 2 : 0;
		}
	}
	enum status st = OK;
	if (w->leaves.want == TILE_HASHES) {
		size_t slot = (size_t)(tile % TILE_HASHES);
		st = upper_load(w, 1, tile / TILE_HASHES);
		weight += st == OK && slot < w->upper[1].n && hash_eq(&alone.peak[TILE_BITS], &w->upper[1].hash[slot]);
	}
	if (st == OK)
		*ret = weight;
	return st;
}

static bool leaves_agree(const struct leaves *l)
{
	for (size_t i = 0; i < l->want; i++)
		if (!l->computed[i] || i >= l->n_stored || !hash_eq(&l->made[i], &l->stored[i]))
			return false;
	return true;
}

static void tell_leaves(struct walk *w, bool entries_are_true)
{
	struct leaves *l = &w->leaves;
	bool tile_told = l->n_stored != l->want;
	for (size_t i = 0; i < l->want; i++) {
		bool same = l->computed[i] && i < l->n_stored && hash_eq(&l->made[i], &l->stored[i]);
		if (!l->present[i]) {
			struct finding f = about(T_FOUND_GAP);
			f.from_seq = l->first + (int64_t)i;
			while (i + 1 < l->want && !l->present[i + 1])
				i++;
			f.to_seq = l->first + (int64_t)i;
			verify_found(w->v, &f);
		} else if (!l->computed[i] || (!same && i < l->n_stored && !entries_are_true)) {
			found_entry(w, T_FOUND_ENTRY, &l->entry[i]);
		} else if (!same && !tile_told) {
			found_tile(w, 0, l->first / TILE_HASHES);
			tile_told = true;
		}
	}
}

static enum status settle(struct walk *w)
{
	struct leaves *l = &w->leaves;
	candidate(l, true, l->true_one);
	if (leaves_agree(l))
		return OK;
	struct hash made[TILE_HASHES];
	int stored_weight, made_weight = 0;
	enum status st = weigh(w, l->true_one, &stored_weight);
	candidate(l, false, made);
	if (st == OK)
		st = weigh(w, made, &made_weight);
	if (st != OK)
		return st;
	if (made_weight > stored_weight)
		memcpy(l->true_one, made, sizeof made);
	tell_leaves(w, made_weight > stored_weight);
	return OK;
}

/* Entries that made content name it; content that is gone is told. */
static enum status check_object(struct walk *w, const struct entry *e)
{
	static const struct str makes_revision[] = { LIT("report.submit"), LIT("report.follow_up"), LIT("advisory.publish"), LIT("notice.publish"),
		LIT("inquiry.send"), LIT("inquiry.forward"), LIT("answer.send"), LIT("answer.relay"), { 0, 0 } };
	enum status st = OK;
	if (!e->has_digest || uuid_is_none(e->object))
		return OK;
	for (const struct str *verb = makes_revision; verb->n > 0; verb++) {
		bool there = true;
		if (str_eq(*verb, e->verb))
			st = stored_revision_of(&w->cx, e->object, e->id, &there);
		if (st == OK && !there)
			found_entry(w, T_FOUND_CONTENT_GONE, e);
	}
	if (st == OK && str_eq(e->verb, S("attachment.add"))) {
		struct bytes digest;
		st = stored_attachment_digest(&w->cx, e->object, &digest);
		if (st == OK && digest.n > 0 && (digest.n != HASH_BYTES || memcmp(digest.p, e->digest, HASH_BYTES) != 0))
			found_entry(w, T_FOUND_ATTACHMENT, e);
	}
	return st;
}

static enum status walk_tile(struct walk *w, int64_t tile)
{
	arena_reset(w->cx.mem);
	enum status st = leaves_load(w, tile);
	if (st == OK)
		st = settle(w);
	for (size_t i = 0; st == OK && i < w->leaves.want; i++) {
		merkle_append(sha256, &w->range, &w->leaves.true_one[i], compare_upper, w);
		st = w->status == OK ? check_heads(w) : w->status;
		if (st == OK && w->leaves.present[i])
			st = check_object(w, &w->leaves.entry[i]);
	}
	return st;
}

/* Rows where no log is: before its beginning or beyond its last signed head. */
static enum status outside(struct walk *w, int64_t after, int64_t end)
{
	for (;;) {
		struct entries rows;
		arena_reset(w->cx.mem);
		enum status st = entry_range(&w->cx, after, TILE_HASHES, &rows);
		if (st != OK)
			return st;
		for (size_t i = 0; i < rows.n && rows.v[i].seq < end; i++)
			found_entry(w, T_FOUND_OUTSIDE, &rows.v[i]);
		if (rows.n < TILE_HASHES || rows.v[rows.n - 1].seq >= end)
			return OK;
		after = rows.v[rows.n - 1].seq;
	}
}

/* Tiles that the signed log does not have. */
static enum status extra_tiles(struct walk *w)
{
	int64_t levels = 0;
	enum status st = tile_levels(&w->cx, &levels);
	for (int level = 0; st == OK && level < levels && level < 64; level++) {
		int64_t hashes = level < LEVELS ? (int64_t)((uint64_t)w->v->last.size >> (TILE_BITS * level)) : 0, extra = 0;
		int64_t last = (hashes + TILE_HASHES - 1) / TILE_HASHES - 1;
		st = tile_count_after(&w->cx, level, last, &extra);
		if (st == OK && extra > 0)
			found_tile(w, level, last + 1);
	}
	return st;
}

static enum status walk_all(struct walk *w)
{
	int64_t tiles = (w->v->last.size + TILE_HASHES - 1) / TILE_HASHES;
	enum status st = heads_load(w, -1);
	if (st == OK)
		st = check_heads(w);
	for (int64_t tile = 0; st == OK && tile < tiles; tile++) {
		st = walk_tile(w, tile);
		if (w->v->progress && tile % 16 == 0)
			w->v->progress(w->v->arg, S("entries"), w->range.size, w->v->last.size);
	}
	if (st == OK)
		st = outside(w, INT64_MIN, 0);
	if (st == OK)
		st = outside(w, w->v->last.size - 1, INT64_MAX);
	if (st == OK)
		st = extra_tiles(w);
	if (st == OK && w->v->pinned && w->v->pinned->size > w->v->last.size) {
		struct finding f = about(T_FOUND_SHORTER);
		f.number = w->v->pinned->size;
		f.from_seq = w->v->last.size;
		f.to_seq = w->v->pinned->size - 1;
		verify_found(w->v, &f);
	}
	return st;
}

enum status verify_log(struct cx *cx, struct verify *v)
{
	bool any;
	enum status st = head_last(cx, &any, &v->last);
	if (st == OK && any)
		st = store_id_get(cx, &v->store);
	if (st == OK)
		st = entry_count_pending(cx, &v->waiting);
	if (st != OK)
		return st;
	if (!any || v->last.size < 0) {
		v->last = (struct head){ .size = 0 };
		struct finding f = about(T_FOUND_NO_HEAD);
		verify_found(v, &f);
	}
	struct walk *w = arena_make(cx->mem, struct walk);
	w->v = v;
	w->cx = w->head_cx = *cx;
	w->cx.mem = arena_new();
	w->head_cx.mem = arena_new();
	st = walk_all(w);
	if (cx->problem)                                        /* must outlive the walk */
		cx->problem->detail = str_copy(cx->mem, cx->problem->detail);
	arena_release(w->cx.mem);
	arena_release(w->head_cx.mem);
	return st;
}

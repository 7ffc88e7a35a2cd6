/* app/sequencer.c — see sequencer.h. */
#include "app/sequencer.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/writer.h"
#include "base/arena.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/journal.h"
#include "sys/clock.h"
#include "sys/db.h"
#include "sys/log.h"

#define LEVELS 8                                                /* 256^8 leaves: more than int64_t counts */
#define LOCK_KEY INT64_C(0x6e6f726f73686931)                    /* "noroshi1" */
#define RETRY_MS 2000

/* The last, growing tile of each level. */
struct edge_tile { int64_t tile; size_t n; bool changed; struct hash hash[TILE_HASHES]; };
struct edge { struct cx *cx; enum status status; struct edge_tile level[LEVELS]; };

static void edge_save(struct edge *edge, int level)
{
	struct edge_tile *t = &edge->level[level];
	if (edge->status == OK && t->changed)
		edge->status = tile_save(edge->cx, level, t->tile, t->hash, t->n);
	t->changed = false;
}

static void edge_put(void *arg, int level, int64_t index, const struct hash *h)
{
	struct edge *edge = arg;
	struct edge_tile *t = &edge->level[level];
	if (index % TILE_HASHES == 0) {
		t->tile = index / TILE_HASHES;
		t->n = 0;
	}
	t->hash[t->n++] = *h;
	t->changed = true;
	if (t->n == TILE_HASHES)
		edge_save(edge, level);
}

static enum status edge_load(struct cx *cx, const struct tile_source *src, int64_t size, struct edge *edge)
{
	edge->cx = cx;
	edge->status = OK;
	for (int level = 0; level < LEVELS; level++) {
		int64_t hashes = (int64_t)((uint64_t)size >> (TILE_BITS * level));
		struct edge_tile *t = &edge->level[level];
		*t = (struct edge_tile){ .tile = hashes / TILE_HASHES, .n = (size_t)(hashes % TILE_HASHES) };
		if (t->n == 0)
			continue;
		const struct hash *stored;
		enum status st = src->get(cx, src->arg, level, t->tile, t->n, &stored);
		if (st != OK)
			return st;
		memcpy(t->hash, stored, t->n * sizeof *stored);
	}
	return OK;
}

/* Goes on only from a tree that is what was signed. */
static enum status tree_load(struct cx *cx, const struct head *last, struct merkle_range *range, struct edge *edge)
{
	struct tile_source src = tile_source_of(cx, sha256);
	struct hash root;
	enum status st = merkle_range_at(cx, &src, last->size, range);
	if (st == OK)
		st = edge_load(cx, &src, last->size, edge);
	if (st != OK)
		return st;
	merkle_root(sha256, range, &root);
	if (!hash_eq(&root, &last->root))
		return fail_detail(cx, E_CONFLICT, T_JOURNAL_ALTERED, "the tree does not have the root signed at size %lld; run noroshi verify",
			(long long)last->size);
	return OK;
}

static enum status sign_head(struct cx *cx, const struct sign_key *key, const struct merkle_range *range)
{
	struct head head = { .size = range->size, .signed_us = cx->now_us };
	struct str store;
	enum status st = store_id_make(cx, &store);
	if (st != OK)
		return st;
	merkle_root(sha256, range, &head.root);
	memcpy(head.key, key->pub.b, sizeof head.key);
	struct str text = head_text(cx->mem, store, &head);
	if (text.n == 0)
		return fail_detail(cx, E_BUG, T_BUG, "no text for the head");
	sign_bytes(key, text.p, text.n, head.signature);
	return head_add(cx, &head);
}

static int by_id(const void *a, const void *b)
{
	return uuid_cmp(((const struct entry *)a)->id, ((const struct entry *)b)->id);
}

static enum status place(struct cx *cx, const struct entries *waiting, struct merkle_range *range, struct edge *edge)
{
	qsort(waiting->v, waiting->n, sizeof *waiting->v, by_id);
	for (size_t i = 0; i < waiting->n; i++) {
		struct hash leaf;
		if (!entry_hash(sha256, cx->mem, &waiting->v[i], &leaf)) {
			/* Not made by us; it must not stop the others. verify names it. */
			struct str id = uuid_str(cx->mem, waiting->v[i].id);
			log_line(LEVEL_ERROR, "journal.bad_entry", FACTS(log_text("id", id)));
			continue;
		}
		enum status st = entry_place(cx, waiting->v[i].id, range->size);
		if (st != OK)
			return st;
		merkle_append(sha256, range, &leaf, edge_put, edge);
	}
	for (int level = 0; level < LEVELS; level++)
		edge_save(edge, level);
	return edge->status;
}

enum status sequence_step(struct cx *cx, const struct sign_key *key, int64_t limit, int64_t *ret_placed)
{
	struct head last = { .size = 0 };
	bool signed_before;
	struct entries waiting;
	enum status st = head_last(cx, &signed_before, &last);
	if (st == OK)
		st = entry_pending(cx, limit, &waiting);
	if (st != OK)
		return st;
	bool first = !signed_before;
	if (first)
		sha256("", 0, last.root.b);
	if (waiting.n == 0 && !first) {
		*ret_placed = 0;
		return OK;
	}
	struct merkle_range range;
	struct edge *edge = arena_make(cx->mem, struct edge);
	st = tree_load(cx, &last, &range, edge);
	if (st == OK)
		st = place(cx, &waiting, &range, edge);
	if (st == OK && (first || range.size > last.size))
		st = sign_head(cx, key, &range);
	if (st == OK)
		*ret_placed = range.size - last.size;
	return st;
}

/* One step in a transaction on cx->db. */
static enum status step_here(struct cx *cx, const struct sign_key *key, int64_t *ret_placed)
{
	enum status st = db_begin(cx);
	if (st != OK)
		return st;
	int64_t placed = 0;
	st = sequence_step(cx, key, SEQUENCER_BATCH, &placed);
	if (st != OK) {
		db_rollback(cx);
		return st;
	}
	st = db_commit(cx);
	if (st == OK)
		*ret_placed = placed;
	return st;
}

enum status sequence_all(struct cx *cx, const struct sign_key *key)
{
	struct arena *outer = cx->mem;
	enum status st = OK;
	for (int64_t placed = 1; st == OK && placed > 0;) {
		cx->mem = arena_new();
		st = step_here(cx, key, &placed);
		if (cx->problem)
			cx->problem->detail = str_copy(outer, cx->problem->detail);
		arena_release(cx->mem);
		cx->mem = outer;
	}
	return st;
}

/* The thread */

struct sequencer {
	struct writer *writer;
	struct str store;
	struct sign_key key;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stop, nudged;                                      /* under lock */
	struct sequencer_state state;                           /* under lock */
	struct arena *mem;                                      /* the sequencer's own */
	struct db *db;                                          /* PostgreSQL: writes, holds the lock; SQLite: looks whether any wait */
	bool postgres, begun;
};
struct step_args { struct sequencer *s; int64_t placed; };

static enum status step_on_writer(struct cx *cx, void *arg)
{
	struct step_args *a = arg;
	return sequence_step(cx, &a->s->key, SEQUENCER_BATCH, &a->placed);
}

/* PostgreSQL: on a connection of our own. The lock is asked for inside each transaction, because a connection that was lost and
 * made anew has it no more; asking again for what one holds is cheap. */
static enum status step_if_ours(struct sequencer *s, struct cx *cx, int64_t *ret_placed)
{
	bool ours = false;
	int64_t placed = 0;
	enum status st = db_begin(cx);
	if (st != OK)
		return st;
	st = db_try_lock(cx, LOCK_KEY, &ours);
	if (st == OK && ours)
		st = sequence_step(cx, &s->key, SEQUENCER_BATCH, &placed);
	if (st != OK || !ours) {
		db_rollback(cx);
		return st;
	}
	st = db_commit(cx);
	if (st == OK)
		*ret_placed = placed;
	return st;
}

static enum status step_with_lock(struct sequencer *s, struct cx *cx, int64_t *ret_placed)
{
	enum status st = OK;
	if (!s->db)
		st = db_open(cx, s->store, DB_WRITE, &s->db);
	cx->db = s->db;
	if (st == OK)
		st = step_if_ours(s, cx, ret_placed);
	if (st != OK && st != E_CONFLICT) {                     /* whatever it was: a new connection */
		db_close(s->db);
		s->db = NULL;
	}
	return st;
}

/* SQLite: a look that costs the writer nothing when there is nothing to do. */
static enum status step_if_due(struct sequencer *s, struct cx *cx, struct step_args *args)
{
	struct entries waiting = { NULL, 0 };
	enum status st = OK;
	if (!s->db)
		st = db_open(cx, s->store, DB_READ, &s->db);
	cx->db = s->db;
	if (st == OK)
		st = entry_pending(cx, 1, &waiting);
	if (st == OK && (waiting.n > 0 || !s->begun))
		st = writer_run(s->writer, cx, step_on_writer, args);
	s->begun = s->begun || st == OK;
	return st;
}

static enum status step_once(struct sequencer *s, int64_t *ret_placed)
{
	struct problem problem = { .why = T_NONE };
	struct cx cx = { .mem = arena_new(), .problem = &problem, .now_us = clock_now_us() };
	struct step_args args = { s, 0 };
	enum status st = s->postgres ? step_with_lock(s, &cx, &args.placed) : step_if_due(s, &cx, &args);
	if (st == OK)
		*ret_placed = args.placed;
	else if (st != E_BUSY)
		log_line(LEVEL_ERROR, "journal.sequence", FACTS(log_problem(&cx)));
	arena_release(cx.mem);
	return st;
}

static void note(struct sequencer *s, enum status st, int64_t placed)
{
	pthread_mutex_lock(&s->lock);
	s->state.steps++;
	s->state.placed += placed;
	s->state.failures += st != OK;
	s->state.failing = st != OK && st != E_BUSY;
	s->state.last_us = st == OK ? clock_now_us() : s->state.last_us;
	pthread_mutex_unlock(&s->lock);
}

/* Until the pause is over or, with `wakes`, somebody nudges; false when it is time to end. */
static bool pause_ms(struct sequencer *s, int64_t ms, bool wakes)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += ms / 1000;
	until.tv_nsec += ms % 1000 * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_mutex_lock(&s->lock);
	while (!s->stop && !(wakes && s->nudged) && pthread_cond_timedwait(&s->wake, &s->lock, &until) != ETIMEDOUT)
		continue;
	s->nudged = false;
	bool go_on = !s->stop;
	pthread_mutex_unlock(&s->lock);
	return go_on;
}

static void *run(void *arg)
{
	struct sequencer *s = arg;
	for (;;) {
		int64_t placed = 0;
		enum status st = step_once(s, &placed);
		note(s, st, placed);
		if (st == OK && placed >= SEQUENCER_BATCH)
			continue;                               /* more wait: also when stopping */
		/* After a step that signed something, nudges wait: under load there is one head each pause, not one each commit. */
		if (!pause_ms(s, st == OK || st == E_BUSY ? SEQUENCER_PAUSE_MS : RETRY_MS, st == OK && placed == 0)) {
			if (step_once(s, &placed) != OK)
				log_line(LEVEL_WARNING, "journal.stopped_with_entries_waiting", NO_FACTS);
			return NULL;
		}
	}
}

enum status sequencer_start(struct cx *cx, const struct sequencer_options *options, struct sequencer **ret)
{
	struct arena *mem = arena_new();
	struct sequencer *s = arena_make(mem, struct sequencer);
	s->mem = mem;
	s->writer = options->writer;
	s->store = str_copy(mem, options->store);
	s->key = options->key;
	s->postgres = str_starts(options->store, S("postgresql://")) || str_starts(options->store, S("postgres://"));
	pthread_condattr_t monotonic;
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->wake, &monotonic);
	pthread_condattr_destroy(&monotonic);
	int error = pthread_create(&s->thread, NULL, run, s);
	if (error != 0) {
		crypto_forget(&s->key, sizeof s->key);
		arena_release(mem);
		return fail_detail(cx, E_BUSY, T_BUSY, "sequencer thread: %s", strerror(error));
	}
	*ret = s;
	return OK;
}

void sequencer_nudge(struct sequencer *s)
{
	if (!s)
		return;
	pthread_mutex_lock(&s->lock);
	s->nudged = true;
	pthread_cond_signal(&s->wake);
	pthread_mutex_unlock(&s->lock);
}

void sequencer_stop(struct sequencer *s)
{
	if (!s)
		return;
	pthread_mutex_lock(&s->lock);
	s->stop = true;
	pthread_cond_signal(&s->wake);
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->thread, NULL);
	db_close(s->db);
	pthread_cond_destroy(&s->wake);
	pthread_mutex_destroy(&s->lock);
	crypto_forget(&s->key, sizeof s->key);
	arena_release(s->mem);
}

struct sequencer_state sequencer_state(struct sequencer *s)
{
	pthread_mutex_lock(&s->lock);
	struct sequencer_state state = s->state;
	pthread_mutex_unlock(&s->lock);
	return state;
}

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "app/live.h"
#include "app/writer.h"
#include "base/str.h"
#include "store/stats.h"
#include "sys/clock.h"
#include "sys/db.h"
#include "sys/log.h"

#define GROUP_MAX 256
#define THREADS_MAX 16

struct writer {
	struct writer_options options;
	struct arena *mem;
	pthread_mutex_t lock;                                   /* queue and stopping */
	pthread_cond_t work;
	struct write_item *first, **last;
	bool stopping;
	_Atomic size_t waiting;
	_Atomic uint64_t groups, items, failed_commits, largest;
	int n_threads, shares;                                  /* started; asked for: how the queue is divided */
	pthread_t threads[THREADS_MAX];
};

struct hand {                                                   /* one writer thread */
	struct writer *writer;
	struct arena *mem;                                      /* of the group */
	struct problem problem;
	struct cx cx;                                           /* for the transaction itself */
};

/* The store failed, not the request: what the transaction still holds cannot be relied on. */
static bool store_failed(enum status st)
{
	return st == E_REMOTE || st == E_BUSY;
}

static enum status reopen(struct hand *h)
{
	db_close(h->cx.db);
	h->cx.db = NULL;
	h->problem.why = T_NONE;
	return db_open(&h->cx, h->writer->options.store, DB_WRITE, &h->cx.db);
}

/* A connection may have been lost while nobody wrote: one more try with a new one. */
static enum status begin(struct hand *h)
{
	h->problem.why = T_NONE;
	if (h->cx.db && db_begin(&h->cx) == OK)
		return OK;
	enum status st = reopen(h);
	return st == OK ? db_begin(&h->cx) : st;
}

static enum status run_item(struct hand *h, struct write_item *item, struct changes *changes)
{
	struct cx *cx = &item->cx;
	size_t noted = changes_count(changes);
	cx->db = h->cx.db;
	cx->now_us = clock_now_us();
	cx->changes = changes;
	if (h->writer->options.catalog)
		cx->catalog = __atomic_load_n(h->writer->options.catalog, __ATOMIC_ACQUIRE);
	if (cx->problem)
		*cx->problem = (struct problem){ 0 };
	enum status st = db_savepoint(cx);
	if (st != OK)
		return st;
	st = item->run(cx, item->arg);
	if (st == OK || (item->failed_keep && !store_failed(st) && st != E_BUG)) {
		enum status released = db_release(cx);
		if (released != OK)
			st = released;
	} else {
		db_rollback_to(cx);
	}
	if (st != OK)
		changes_truncate(changes, noted);
	return st;
}

/* STORED: durable, each item has its status. BROKEN: the store failed before the commit, nothing was kept. UNKNOWN: the commit
 * failed; over a lost connection it may have taken place, so nothing is run again. */
enum group { STORED, BROKEN, UNKNOWN };

static enum group run_group(struct hand *h, struct write_item **items, size_t n, enum status *ret_status)
{
	struct writer *w = h->writer;
	struct changes *changes = changes_new(h->mem);
	enum status st = begin(h);
	bool broken = st != OK;
	for (size_t i = 0; i < n && !broken; i++) {
		ret_status[i] = run_item(h, items[i], changes);
		broken = store_failed(ret_status[i]);
	}
	if (!broken && changes_counted_stats(changes))          /* last: writers that share a lane wait for each other only now */
		broken = stat_touch(&h->cx) != OK;
	if (broken) {
		db_rollback(&h->cx);
		return BROKEN;
	}
	if (db_commit(&h->cx) != OK) {
		atomic_fetch_add(&w->failed_commits, 1);
		return UNKNOWN;
	}
	if (w->options.live && changes_count(changes)) {
		live_publish(w->options.live, changes_get(changes, 0), changes_count(changes));
		/* After the commit: a NOTIFY inside it would make PostgreSQL's commits wait for each other, and their disk, in single file. */
		if (live_tell(&h->cx, w->options.live, changes) != OK)
			log_line(LEVEL_WARNING, "live.untold", FACTS(log_problem(&h->cx)));
	}
	return STORED;
}

static void finish(struct hand *h, struct write_item *item, enum status st, bool stored)
{
	if (!stored) {
		if (item->cx.problem && item->cx.problem->why == T_NONE) {
			if (h->problem.detail.n)
				item->cx.problem->detail = str_copy(item->cx.mem, h->problem.detail);
			item->cx.problem->why = T_STORE;
		}
		st = E_BUSY;
	}
	item->cx.db = NULL;
	item->cx.changes = NULL;
	item->done(st, item->arg);                              /* the item is the caller's again: not touched after this */
}

static void work(struct hand *h, struct write_item **items, size_t n)
{
	enum status status[GROUP_MAX] = { OK };
	struct writer *w = h->writer;
	atomic_fetch_add(&w->groups, 1);
	atomic_fetch_add(&w->items, n);
	if (n > atomic_load(&w->largest))
		atomic_store(&w->largest, n);
	h->problem = (struct problem){ 0 };
	enum group group = run_group(h, items, n, status);
	for (size_t i = 0; i < n; i++)
		items[i]->last = i + 1 == n;
	for (size_t i = 0; i < n && group != BROKEN; i++)
		finish(h, items[i], status[i], group == STORED);
	for (size_t i = 0; i < n && group == BROKEN; i++) {     /* one bad item may have spoilt it for the others */
		arena_reset(h->mem);
		h->problem = (struct problem){ 0 };
		bool stored = run_group(h, &items[i], 1, status) == STORED;
		finish(h, items[i], status[0], stored);
	}
	arena_reset(h->mem);
}

static size_t take(struct writer *w, struct write_item **items)
{
	size_t n = 0;
	pthread_mutex_lock(&w->lock);
	while (!w->first && !w->stopping)
		pthread_cond_wait(&w->work, &w->lock);
	size_t waiting = atomic_load(&w->waiting), share = (waiting + (size_t)w->shares - 1) / (size_t)w->shares;
	while (w->first && n < GROUP_MAX && n < share) {
		items[n++] = w->first;
		w->first = w->first->next;
	}
	if (!w->first)
		w->last = &w->first;
	atomic_fetch_sub(&w->waiting, n);
	pthread_mutex_unlock(&w->lock);
	return n;
}

static void *run(void *arg)
{
	struct hand *h = arg;
	struct write_item *items[GROUP_MAX];
	for (size_t n; (n = take(h->writer, items)) > 0;)
		work(h, items, n);
	db_close(h->cx.db);
	arena_release(h->mem);
	return NULL;
}

enum status writer_start(struct cx *cx, const struct writer_options *o, struct writer **ret)
{
	struct arena *mem = arena_new();
	struct writer *w = arena_make(mem, struct writer);
	*w = (struct writer){ .options = *o, .mem = mem, .last = &w->first };
	w->options.store = str_copy(mem, o->store);
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->work, NULL);
	struct db *db;
	enum status st = db_open(cx, o->store, DB_WRITE, &db);  /* a store that cannot be had is told at start */
	if (st != OK) {
		arena_release(mem);
		return st;
	}
	int wanted = !db_is_postgres(db) || o->threads < 1 ? 1 : o->threads > THREADS_MAX ? THREADS_MAX : o->threads;
	w->shares = wanted;
	for (w->n_threads = 0; w->n_threads < wanted; w->n_threads++) {
		struct hand *h = arena_make(mem, struct hand);
		h->writer = w;
		h->mem = arena_new();
		h->cx = (struct cx){ .mem = h->mem, .problem = &h->problem, .db = db };
		db = NULL;                                      /* the others open theirs when they first write */
		if (pthread_create(&w->threads[w->n_threads], NULL, run, h) != 0) {
			db_close(h->cx.db);
			arena_release(h->mem);
			break;
		}
	}
	if (w->n_threads == 0) {
		arena_release(mem);
		return fail_detail(cx, E_BUSY, T_BUSY, "no thread for the writer");
	}
	*ret = w;
	return OK;
}

bool writer_submit(struct writer *w, struct write_item *item)
{
	item->next = NULL;
	pthread_mutex_lock(&w->lock);
	bool taken = !w->stopping && atomic_load(&w->waiting) < (size_t)(w->options.queue_max > 0 ? w->options.queue_max : 4096);
	if (taken) {
		*w->last = item;
		w->last = &item->next;
		atomic_fetch_add(&w->waiting, 1);
		pthread_cond_signal(&w->work);
	}
	pthread_mutex_unlock(&w->lock);
	return taken;
}

struct waiter {
	pthread_mutex_t lock;
	pthread_cond_t done;
	bool finished;
	enum status status;
	enum status (*run)(struct cx *, void *);
	void *arg;
};

static enum status wait_run(struct cx *cx, void *arg)
{
	struct waiter *x = arg;
	return x->run(cx, x->arg);
}

static void wait_done(enum status st, void *arg)
{
	struct waiter *x = arg;
	pthread_mutex_lock(&x->lock);
	x->status = st;
	x->finished = true;
	pthread_cond_signal(&x->done);
	pthread_mutex_unlock(&x->lock);
}

enum status writer_run(struct writer *w, struct cx *cx, enum status (*run_it)(struct cx *, void *), void *arg)
{
	struct waiter x = { .run = run_it, .arg = arg };
	struct write_item item = { .cx = *cx, .run = wait_run, .done = wait_done, .arg = &x };
	pthread_mutex_init(&x.lock, NULL);
	pthread_cond_init(&x.done, NULL);
	bool taken = writer_submit(w, &item);
	pthread_mutex_lock(&x.lock);
	while (taken && !x.finished)
		pthread_cond_wait(&x.done, &x.lock);
	pthread_mutex_unlock(&x.lock);
	pthread_mutex_destroy(&x.lock);
	pthread_cond_destroy(&x.done);
	return taken ? x.status : fail(cx, E_BUSY, T_BUSY);
}

void writer_stop(struct writer *w)
{
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	pthread_cond_broadcast(&w->work);
	pthread_mutex_unlock(&w->lock);
	for (int i = 0; i < w->n_threads; i++)
		pthread_join(w->threads[i], NULL);
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->work);
	arena_release(w->mem);
}

size_t writer_waiting(const struct writer *w)
{
	return atomic_load(&((struct writer *)(uintptr_t)w)->waiting);
}

void writer_figures(const struct writer *w, struct writer_figures *ret)
{
	struct writer *x = (struct writer *)(uintptr_t)w;
	*ret = (struct writer_figures){ atomic_load(&x->groups), atomic_load(&x->items), atomic_load(&x->failed_commits),
		atomic_load(&x->largest) };
}

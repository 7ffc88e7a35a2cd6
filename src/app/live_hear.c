/* Live events between processes on one PostgreSQL store. A payload is base64url of the sender's epoch (8 bytes; so that nobody
 * hears itself) and up to EVENTS_MAX events of kind, object and org (33 bytes each): PostgreSQL takes at most 8000 bytes. Or it is
 * the word FACTS. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "app/live.h"
#include "base/str.h"
#include "sys/db.h"

#define EVENTS_MAX 150
#define EVENT_BYTES 33
#define CHANNEL S("noroshi_live")
#define FACTS_CHANGED S("facts")

enum status live_tell(struct cx *cx, const struct live *l, const struct changes *c)
{
	uint64_t epoch = live_epoch(l);
	size_t total = changes_count(c);
	if (!db_is_postgres(cx->db))
		return OK;
	for (size_t from = 0; from < total; from += EVENTS_MAX) {
		uint8_t raw[8 + EVENTS_MAX * EVENT_BYTES], *p = raw + 8;
		memcpy(raw, &epoch, 8);
		for (size_t i = from; i < total && i < from + EVENTS_MAX; i++) {
			const struct live_event *e = changes_get(c, i);
			*p = (uint8_t)e->kind;
			memcpy(p + 1, e->object.b, 16);
			memcpy(p + 17, e->org.b, 16);
			p += EVENT_BYTES;
		}
		enum status st = db_notify(cx, CHANNEL, str_base64url(cx->mem, raw, (size_t)(p - raw)));
		if (st != OK)
			return st;
	}
	return OK;
}

enum status live_tell_facts(struct cx *cx)
{
	return db_notify(cx, CHANNEL, FACTS_CHANGED);
}

struct live_hearing {
	struct live *live;
	void (*facts)(void *);
	void *arg;
	struct arena *mem, *scratch;
	struct str store;
	_Atomic bool stopping;
	pthread_t thread;
};

static void heard(void *arg, struct str payload)
{
	struct live_hearing *h = arg;
	struct live_event events[EVENTS_MAX];
	struct bytes raw;
	uint64_t epoch;
	if (str_eq(payload, FACTS_CHANGED)) {
		h->facts(h->arg);
		return;
	}
	if (!str_unbase64url(h->scratch, payload, &raw) || raw.n < 8 || (raw.n - 8) % EVENT_BYTES || (raw.n - 8) / EVENT_BYTES > EVENTS_MAX)
		return;
	memcpy(&epoch, raw.p, 8);
	if (epoch == live_epoch(h->live))
		return;
	size_t n = (raw.n - 8) / EVENT_BYTES;
	for (size_t i = 0; i < n; i++) {
		const uint8_t *p = raw.p + 8 + i * EVENT_BYTES;
		events[i].kind = (enum live_kind)*p;
		memcpy(events[i].object.b, p + 1, 16);
		memcpy(events[i].org.b, p + 17, 16);
	}
	live_publish(h->live, events, n);
}

/* Until the connection is lost or the end. First listen, then have everything read anew: what is told in between is heard. */
static void hear(struct live_hearing *h, struct cx *cx)
{
	enum status st = db_listen(cx, CHANNEL);
	if (st == OK) {
		live_reset(h->live);
		h->facts(h->arg);
	}
	while (st == OK && !atomic_load(&h->stopping)) {
		st = db_hear(cx, 500, heard, h);
		arena_reset(h->scratch);
	}
}

static void *run(void *arg)
{
	struct live_hearing *h = arg;
	for (bool first = true; !atomic_load(&h->stopping); first = false) {
		struct problem problem = { 0 };
		struct cx cx = { .mem = h->scratch, .problem = &problem };
		if (!first)
			nanosleep(&(struct timespec){ .tv_nsec = 500000000 }, NULL);
		if (db_open(&cx, h->store, DB_READ, &cx.db) == OK)
			hear(h, &cx);
		db_close(cx.db);
		arena_reset(h->scratch);
	}
	return NULL;
}

enum status live_hear_start(struct cx *cx, struct live *l, struct str store, void (*facts)(void *), void *arg, struct live_hearing **ret)
{
	if (!str_starts(store, S("postgresql://")) && !str_starts(store, S("postgres://"))) {
		*ret = NULL;
		return OK;
	}
	struct arena *mem = arena_new();
	struct live_hearing *h = arena_make(mem, struct live_hearing);
	h->live = l;
	h->facts = facts;
	h->arg = arg;
	h->mem = mem;
	h->scratch = arena_new();
	h->store = str_copy(mem, store);
	if (pthread_create(&h->thread, NULL, run, h) != 0) {
		arena_release(h->scratch);
		arena_release(mem);
		return fail_detail(cx, E_BUSY, T_BUSY, "no thread for live events");
	}
	*ret = h;
	return OK;
}

void live_hear_stop(struct live_hearing *h)
{
	if (!h)
		return;
	atomic_store(&h->stopping, true);
	pthread_join(h->thread, NULL);
	arena_release(h->scratch);
	arena_release(h->mem);
}

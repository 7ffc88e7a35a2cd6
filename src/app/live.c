#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "app/live.h"
#include "base/arena.h"
#include "sys/crypto.h"

/* --- what one transaction noted ------------------------------------------------------------------------------------------- */

struct changes { struct arena *mem; struct live_event *events; size_t n, capacity; bool stats; };

struct changes *changes_new(struct arena *mem)
{
	struct changes *c = arena_make(mem, struct changes);
	c->mem = mem;
	return c;
}

void live_note(struct cx *cx, enum live_kind kind, struct uuid object, struct uuid org)
{
	struct changes *c = cx->changes;
	if (!c)
		return;
	if (c->n == c->capacity) {
		size_t capacity = c->capacity ? 2 * c->capacity : 64;
		struct live_event *larger = arena_array(c->mem, struct live_event, capacity);
		if (c->n)
			memcpy(larger, c->events, c->n * sizeof *larger);
		c->events = larger;
		c->capacity = capacity;
	}
	c->events[c->n++] = (struct live_event){ kind, object, org };
}

size_t changes_count(const struct changes *c)
{
	return c->n;
}

void changes_truncate(struct changes *c, size_t count)
{
	if (count < c->n)
		c->n = count;
}

const struct live_event *changes_get(const struct changes *c, size_t i)
{
	return &c->events[i];
}

void changes_count_stats(struct changes *c)
{
	c->stats = true;
}

bool changes_counted_stats(const struct changes *c)
{
	return c->stats;
}

/* --- the hub -------------------------------------------------------------------------------------------------------------- */

#define BUCKETS 16384                                           /* sinks by org */
struct live {
	pthread_mutex_t lock;
	_Atomic uint64_t epoch;
	uint64_t last, oldest;                                  /* the newest number given; the oldest that the ring answers for */
	_Atomic size_t listeners;
	struct live_sink *buckets[BUCKETS];
	struct live_event ring[LIVE_RING];                      /* number n stands at n % LIVE_RING */
};

static struct live_sink **bucket(struct live *l, struct uuid org)
{
	uint32_t h;                                             /* the tail of a UUIDv7 is random */
	memcpy(&h, org.b + 12, sizeof h);
	return &l->buckets[h % BUCKETS];
}

static uint64_t new_epoch(void)
{
	uint64_t e;
	random_bytes(&e, sizeof e);
	return (e & INT64_MAX) | 1;
}

struct live *live_new(void)
{
	struct live *l = calloc(1, sizeof *l);                  /* pages of the ring come as they are used */
	if (!l)
		abort();
	pthread_mutex_init(&l->lock, NULL);
	l->epoch = new_epoch();
	l->last = 1;                                            /* so that "after the newest" is never 0, even before the first event */
	return l;
}

void live_free(struct live *l)
{
	if (!l)
		return;
	pthread_mutex_destroy(&l->lock);
	free(l);
}

void live_publish(struct live *l, const struct live_event *events, size_t n)
{
	pthread_mutex_lock(&l->lock);
	for (size_t i = 0; i < n; i++) {
		uint64_t number = ++l->last;
		l->ring[number % LIVE_RING] = events[i];
		for (struct live_sink *s = *bucket(l, events[i].org); s; s = s->next)
			if (memcmp(s->org.b, events[i].org.b, sizeof s->org.b) == 0)
				s->event(s->arg, number, &events[i]);
	}
	pthread_mutex_unlock(&l->lock);
}

void live_reset(struct live *l)
{
	pthread_mutex_lock(&l->lock);
	l->epoch = new_epoch();
	l->oldest = ++l->last;
	for (size_t i = 0; i < BUCKETS; i++)
		for (struct live_sink *s = l->buckets[i]; s; s = s->next)
			s->event(s->arg, l->last, NULL);
	pthread_mutex_unlock(&l->lock);
}

bool live_subscribe(struct live *l, struct live_sink *sink, uint64_t epoch, uint64_t after)
{
	pthread_mutex_lock(&l->lock);
	uint64_t oldest = l->last - l->oldest >= LIVE_RING ? l->last - LIVE_RING + 1 : l->oldest;
	bool resumed = after == 0 || (epoch == l->epoch && after <= l->last && after + 1 >= oldest);
	if (after && resumed)
		for (uint64_t number = after + 1; number <= l->last; number++) {
			const struct live_event *e = &l->ring[number % LIVE_RING];
			if (memcmp(e->org.b, sink->org.b, sizeof e->org.b) == 0)
				sink->event(sink->arg, number, e);
		}
	struct live_sink **first = bucket(l, sink->org);
	sink->next = *first;
	*first = sink;
	pthread_mutex_unlock(&l->lock);
	atomic_fetch_add(&l->listeners, 1);
	return resumed;
}

void live_unsubscribe(struct live *l, struct live_sink *sink)
{
	bool found = false;
	pthread_mutex_lock(&l->lock);
	for (struct live_sink **p = bucket(l, sink->org); *p && !found; p = &(*p)->next)
		if (*p == sink) {
			*p = sink->next;
			found = true;
			break;
		}
	pthread_mutex_unlock(&l->lock);
	if (found)
		atomic_fetch_sub(&l->listeners, 1);
}

uint64_t live_epoch(const struct live *l)
{
	return atomic_load(&((struct live *)(uintptr_t)l)->epoch);
}

uint64_t live_last(const struct live *l)
{
	struct live *hub = (struct live *)(uintptr_t)l;         /* the lock is not part of what is promised constant */
	pthread_mutex_lock(&hub->lock);
	uint64_t last = hub->last;
	pthread_mutex_unlock(&hub->lock);
	return last;
}

size_t live_listeners(const struct live *l)
{
	return atomic_load(&((struct live *)(uintptr_t)l)->listeners);
}

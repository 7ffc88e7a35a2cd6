#include <pthread.h>
#include <string.h>
#include "api/limit.h"

#define STRIPES 64
#define SETS 256                                                /* per stripe */
#define WAYS 4
#define KEY 16                                                  /* bytes kept of a key's hash */

struct entry { uint8_t key[KEY]; int64_t last_us; double left; };
struct stripe { pthread_mutex_t lock; struct entry entries[SETS][WAYS]; };
struct limit { struct stripe stripes[STRIPES]; };

static void close_limit(void *arg)
{
	struct limit *l = arg;
	for (int i = 0; i < STRIPES; i++)
		pthread_mutex_destroy(&l->stripes[i].lock);
}

struct limit *limit_new(struct arena *mem)
{
	struct limit *l = arena_make(mem, struct limit);
	for (int i = 0; i < STRIPES; i++)
		pthread_mutex_init(&l->stripes[i].lock, NULL);
	arena_closer(mem, close_limit, l);
	return l;
}

static uint64_t hash(const uint8_t *p, size_t n, uint64_t h)
{
	for (size_t i = 0; i < n; i++)
		h = (h ^ p[i]) * UINT64_C(0x100000001b3);
	h ^= h >> 32;
	return h * UINT64_C(0x9e3779b97f4a7c15);
}

bool limit_take(struct limit *l, const void *key, size_t n, double rate, double burst, int64_t now_us, int *ret_wait_s)
{
	uint64_t h[2] = { hash(key, n, UINT64_C(0xcbf29ce484222325)), hash(key, n, UINT64_C(0x84222325cbf29ce4)) };
	struct stripe *s = &l->stripes[h[0] >> 58];
	struct entry *set = s->entries[(h[0] >> 40) % SETS], *e = &set[0];
	pthread_mutex_lock(&s->lock);
	for (int i = 0; i < WAYS; i++) {
		if (memcmp(set[i].key, h, KEY) == 0) {
			e = &set[i];
			break;
		}
		if (set[i].last_us < e->last_us)
			e = &set[i];
	}
	if (memcmp(e->key, h, KEY) != 0) {
		memcpy(e->key, h, KEY);
		e->left = burst;
		e->last_us = now_us;
	}
	if (now_us > e->last_us) {
		e->left += (double)(now_us - e->last_us) / 1e6 * rate;
		e->last_us = now_us;
	}
	if (e->left > burst)
		e->left = burst;
	bool may = e->left >= 1;
	if (may)
		e->left -= 1;
	*ret_wait_s = may ? 0 : 1 + (int)((1 - e->left) / rate);
	pthread_mutex_unlock(&s->lock);
	return may;
}

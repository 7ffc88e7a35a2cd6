#include "api/kept.h"
#include <pthread.h>
#include "base/str.h"
#include "base/time.h"
#include "base/uuid.h"

struct slot {
	struct arena *mem;                                      /* of path, query and body; NULL: never used */
	bool used;
	struct uuid org;
	enum lang lang;
	struct str path, query, body;
	int64_t version;
	int32_t day;
	const struct catalog *catalog;
};
struct kept { pthread_mutex_t lock; struct arena *mem; struct slot slots[KEPT_SLOTS]; };

struct kept *kept_new(void)
{
	struct arena *mem = arena_new();
	struct kept *k = arena_make(mem, struct kept);
	k->mem = mem;
	pthread_mutex_init(&k->lock, NULL);
	return k;
}

void kept_free(struct kept *k)
{
	if (!k)
		return;
	for (size_t i = 0; i < KEPT_SLOTS; i++)
		arena_release(k->slots[i].mem);
	pthread_mutex_destroy(&k->lock);
	arena_release(k->mem);
}

static uint32_t mix(uint32_t h, const void *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		h = (h ^ ((const uint8_t *)bytes)[i]) * 16777619u;
	return h;
}

/* FNV-1a. A collision costs an answer, no more: the slot's question is compared whole. */
static struct slot *slot_of(struct kept *k, const struct cx *cx, const struct call *c)
{
	uint32_t h = mix(2166136261u, cx->actor->org.b, sizeof cx->actor->org.b);
	h = mix(h, c->http->path.p, c->http->path.n);
	return &k->slots[mix(h, c->http->query.p, c->http->query.n) % KEPT_SLOTS];
}

bool kept_find(struct kept *k, const struct cx *cx, struct call *c, int64_t version)
{
	pthread_mutex_lock(&k->lock);
	const struct slot *s = slot_of(k, cx, c);
	bool same = s->used && s->version == version && s->day == day_of(cx->now_us) && s->catalog == cx->catalog && s->lang == cx->lang &&
	            uuid_eq(s->org, cx->actor->org) && str_eq(s->path, c->http->path) && str_eq(s->query, c->http->query);
	if (same)
		buf_add(&c->out, s->body);
	pthread_mutex_unlock(&k->lock);
	return same;
}

void kept_keep(struct kept *k, const struct cx *cx, const struct call *c, int64_t version)
{
	if (c->out.full || c->out.n > KEPT_BYTES)
		return;
	pthread_mutex_lock(&k->lock);
	struct slot *s = slot_of(k, cx, c);
	if (s->mem)
		arena_reset(s->mem);
	else
		s->mem = arena_new();
	*s = (struct slot){
		.mem = s->mem, .used = true, .org = cx->actor->org, .lang = cx->lang, .path = str_copy(s->mem, c->http->path),
		.query = str_copy(s->mem, c->http->query), .body = str_copy(s->mem, buf_str(&c->out)), .version = version,
		.day = day_of(cx->now_us), .catalog = cx->catalog,
	};
	pthread_mutex_unlock(&k->lock);
}

#include "api/remember.h"
#include "base/str.h"
#include "base/time.h"
#include "base/uuid.h"
#include "sys/db.h"

#define KEPT_FOR_US SECOND_US

struct slot {
	struct arena *mem;                                      /* of query and body; NULL: never used */
	const struct route *route;
	struct uuid account;
	enum lang lang;
	struct str query, body;
	int64_t version, made_us;
};
struct remembered { struct arena *mem; int64_t version; struct slot slots[REMEMBER_SLOTS]; };

struct remembered *remembered_new(void)
{
	struct arena *mem = arena_new();
	struct remembered *r = arena_make(mem, struct remembered);
	r->mem = mem;
	return r;
}

void remembered_forget(struct remembered *r)
{
	for (size_t i = 0; r && i < REMEMBER_SLOTS; i++)
		r->slots[i].route = NULL;
}

void remembered_free(struct remembered *r)
{
	for (size_t i = 0; r && i < REMEMBER_SLOTS; i++)
		arena_release(r->slots[i].mem);
	if (r)
		arena_release(r->mem);
}

/* FNV-1a. A collision costs an answer, no more: the slot's question is compared whole. */
static struct slot *slot_of(struct remembered *r, const struct cx *cx, const struct call *c)
{
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < sizeof cx->actor->user.b; i++)
		h = (h ^ cx->actor->user.b[i]) * 16777619u;
	for (size_t i = 0; i < c->http->query.n; i++)
		h = (h ^ (unsigned char)c->http->query.p[i]) * 16777619u;
	return &r->slots[(h ^ (uint32_t)((uintptr_t)c->route >> 4)) % REMEMBER_SLOTS];
}

bool remembered_find(struct cx *cx, struct remembered *r, struct call *c)
{
	r->version = -1;
	if (!cx->actor || !db_version(cx, &r->version))
		return false;
	const struct slot *s = slot_of(r, cx, c);
	if (s->route != c->route || s->version != r->version || s->lang != cx->lang || !uuid_eq(s->account, cx->actor->user) ||
	    !str_eq(s->query, c->http->query) || cx->now_us < s->made_us || cx->now_us - s->made_us > KEPT_FOR_US)
		return false;
	buf_add(&c->out, s->body);
	return true;
}

void remembered_keep(struct cx *cx, struct remembered *r, const struct call *c)
{
	bool plain = !c->status && !c->type.n && !c->etag && !c->n_headers && !c->out.full;
	if (r->version < 0 || !plain || c->out.n > REMEMBER_BYTES)
		return;
	struct slot *s = slot_of(r, cx, c);
	if (s->mem)
		arena_reset(s->mem);
	else
		s->mem = arena_new();
	s->route = c->route;
	s->account = cx->actor->user;
	s->lang = cx->lang;
	s->query = str_copy(s->mem, c->http->query);
	s->body = str_copy(s->mem, buf_str(&c->out));
	s->version = r->version;
	s->made_us = cx->now_us;
}

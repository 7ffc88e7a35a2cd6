#include "app/situation.h"
#include "app/access.h"
#include "base/str.h"
#include "base/uuid.h"
#include "model/catalog.h"
#include "store/delivery.h"
#include "store/party.h"
#include "store/situation.h"

/* The rows of the page: every sector in force, or a ministry's. */
static enum status sectors_of(struct cx *cx, struct situation *s, struct situation_ask *ask)
{
	struct oversight_list all = { NULL, 0 };
	int32_t today = day_of(cx->now_us);
	if (s->country) {
		for (const struct fact *f = cx->catalog ? catalog_next(cx->catalog, S("sector"), today, NULL) : NULL; f;
			f = catalog_next(cx->catalog, S("sector"), today, f))
			(void)situation_sector(s, cx->mem, f->id);
		return OK;
	}
	enum status st = store_oversight_list(cx, &all);
	struct str *own = arena_array(cx->mem, struct str, all.n + 1);
	for (size_t i = 0; st == OK && i < all.n; i++) {
		const struct oversight *o = &all.p[i];
		if (!uuid_eq(o->org, cx->actor->org) || o->from_day > today || o->to_day < today)
			continue;
		own[ask->n_sectors++] = o->sector;
		(void)situation_sector(s, cx->mem, o->sector);
	}
	if (st == OK && ask->n_sectors == 0)                    /* responsible for nothing: no sector, not all of them */
		own[ask->n_sectors++] = S("-");
	ask->sectors = own;
	return st;
}

/* What a ministry may know of how far an advisory has come: what it passed on (as on the board). */
static enum status reach_by_board(struct cx *cx, struct situation_advisory *a)
{
	struct board_query q = { .message = a->m.id, .revision = a->revision };
	struct board_summary sum;
	enum status st = board_summary(cx, cx->actor->org, &q, &sum);
	for (size_t i = 0; st == OK && i < sum.n_hops; i++)
		if (sum.hops[i].hop >= 0 && sum.hops[i].hop < SITUATION_HOPS)
			a->hops[sum.hops[i].hop] = (struct situation_hop){
				sum.hops[i].total, sum.hops[i].opened, sum.hops[i].acknowledged, sum.hops[i].outcome };
	return st;
}

enum status situation_now(struct cx *cx, struct situation **ret)
{
	struct situation *s = arena_make(cx->mem, struct situation);
	struct situation_ask ask = { 0 };
	int32_t today = day_of(cx->now_us);
	enum status st = need_role(cx, MAY_SITUATION);
	if (st == OK && !actor_has_situation(cx->actor))
		st = fail(cx, E_DENIED, T_DENIED);
	if (st != OK)
		return st;
	ask.org = cx->actor->org;
	s->country = cx->actor->org_kind != ORG_MINISTRY;
	st = sectors_of(cx, s, &ask);
	if (st == OK)
		st = situation_cases(cx, &ask, s);
	if (st == OK)
		st = situation_waiting(cx, &ask, s);
	if (st == OK)
		st = situation_advisories(cx, &ask, cx->now_us - SITUATION_ADVISORY_DAYS * DAY_US, s);
	for (size_t i = 0; st == OK && i < s->n_advisories; i++)
		st = s->country ? situation_reach(cx, &s->advisories[i]) : reach_by_board(cx, &s->advisories[i]);
	if (st == OK)
		st = situation_days(cx, &ask, day_start_us(today - (SITUATION_DAYS - 1)), s);
	if (st == OK)
		st = situation_modes(cx, s);
	if (st == OK)
		*ret = s;
	return st;
}

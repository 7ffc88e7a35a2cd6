#include "app/report_send.h"
#include "app/live.h"
#include "app/report.h"
#include "app/stats.h"
#include "base/uuid.h"
#include "store/delivery.h"
#include "store/message.h"
#include "store/network.h"
#include "store/party.h"

/* Is anybody of the hop after this one still without it? Only then has this org something to pass on. */
static bool next_waits(const struct plan *plan, int hop)
{
	for (size_t i = 0; i < plan->n; i++)
		if (plan->to[i].hop == hop + 1 && !plan->to[i].now)
			return true;
	return false;
}

static enum status send_now(struct cx *cx, const struct message *m, struct uuid revision, const struct plan *plan, size_t *ret_n)
{
	struct delivery out[PLAN_MAX];
	size_t n = 0;
	bool centre = false;
	for (size_t i = 0; i < plan->n; i++) {
		const struct planned *p = &plan->to[i];
		if (!p->now)
			continue;
		bool waits = p->manual && next_waits(plan, p->hop);
		int64_t limit_us = waits ? cx->now_us + p->limit_min * MINUTE_US : 0;
		out[n++] = (struct delivery){
			.id = uuid_new(cx->now_us), .message = m->id, .revision = revision, .recipient = p->org.id, .via = p->via.id,
			.hop = p->hop, .state = DELIVERY_DELIVERED, .pass_state = waits ? PASS_WAITING : PASS_NONE,
			.pass_due_us = limit_us, .due_us = limit_us,
		};
		live_note(cx, LIVE_DELIVERY, m->id, p->org.id);
		centre = centre || p->org.kind == ORG_CENTRE;
	}
	enum status st = n ? delivery_add(cx, out, n) : OK;
	if (st == OK && centre)
		st = stats_report_at_centre(cx, m->id);
	if (st == OK)
		*ret_n = n;
	return st;
}

enum status report_send(struct cx *cx, const struct message *m, struct uuid revision, const struct plan *plan, int from, size_t *ret_n)
{
	struct plan rest = *plan;
	bool open = true;
	rest.n = 0;
	for (size_t i = 0; i < plan->n; i++) {
		struct planned p = plan->to[i];
		if (p.hop < from)
			continue;
		/* Hops stand in order; one that passes by hand closes the way for all behind it. */
		for (size_t k = 0; k < plan->n; k++)
			if (plan->to[k].hop >= from && plan->to[k].hop < p.hop && plan->to[k].manual)
				open = false;
		p.now = open;
		rest.to[rest.n++] = p;
	}
	return send_now(cx, m, revision, &rest, ret_n);
}

void plan_with_holders(struct plan *plan, const struct delivery *holders, size_t n)
{
	for (size_t h = 0; h < n; h++) {
		bool found = false;
		for (size_t i = 0; i < plan->n; i++)
			if (uuid_eq(plan->to[i].org.id, holders[h].recipient))
				found = plan->to[i].now = true;
		if (!found && plan->n < PLAN_MAX)
			plan->to[plan->n++] = (struct planned){
				.org = { .id = holders[h].recipient }, .via = { .id = holders[h].via }, .hop = holders[h].hop,
				.now = true, .why = T_WHY_HOLDER,
			};
	}
}

enum status report_send_again(struct cx *cx, const struct message *m, struct uuid revision, struct plan *plan, size_t *ret_n)
{
	struct delivery *holders;
	size_t n;
	enum status st = delivery_holders(cx, m->id, &holders, &n);
	if (st != OK)
		return st;
	plan_with_holders(plan, holders, n);
	return send_now(cx, m, revision, plan, ret_n);
}

enum status report_passed(struct cx *cx, const struct message *m, const struct delivery *from, size_t *ret_deliveries)
{
	struct network net;
	struct org author;
	struct plan plan = { 0 };
	int32_t today = day_of(cx->now_us);
	enum status st = OK;
	if (!tlp_may_pass_on(m->tlp))                           /* a follow-up narrowed it while this waited */
		return *ret_deliveries = 0, OK;
	st = store_org_get(cx, m->author, today, &author);
	if (st == OK)
		st = network_load(cx, &(struct network_ask){ m->author, m->id, m->sector, m->exercise, cx->now_us }, &net);
	if (st != OK)
		return st;
	const struct planned *next;
	st = route_plan(cx, &author, &(struct route_ask){ m->sector, m->basis, report_route_of(m->route), m->tlp }, &net, &plan);
	/* A route that is no longer offered must not hold up what was sent while it was. */
	if (st == E_INVALID)
		*cx->problem = (struct problem){ 0 };
	else if (st != OK)
		return st;
	size_t n = st == OK ? route_after(&plan, from->recipient, &next) : 0;
	if (n)
		return report_send(cx, m, from->revision, &plan, next->hop, ret_deliveries);
	/* The org passing on is no longer on the way (its responsibility has moved since): the centre must not be forgotten. */
	if (uuid_is_none(net.centre.id) || uuid_eq(net.centre.id, from->recipient))
		return *ret_deliveries = 0, OK;
	plan.n = 1;
	plan.to[0] = (struct planned){
		.org = net.centre, .via = { .id = from->recipient }, .hop = from->hop + 1, .now = true, .why = T_WHY_CENTRE,
	};
	return send_now(cx, m, from->revision, &plan, ret_deliveries);
}

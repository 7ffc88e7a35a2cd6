#include "app/report.h"
#include "app/access.h"
#include "app/report_send.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/delivery.h"
#include "store/message.h"
#include "store/network.h"
#include "store/party.h"

/* What the rules say against it becomes part of the answer instead of a failure. */
static enum status collect(struct cx *cx, enum status st, struct report_preview *p)
{
	if (st != E_INVALID)
		return st;
	for (size_t i = 0; i < cx->problem->n_fields; i++) {
		bool known = false;
		for (size_t k = 0; k < p->n_wrong; k++)
			known |= p->wrong[k].why == cx->problem->fields[i].why && str_eq(p->wrong[k].pointer, cx->problem->fields[i].pointer);
		if (!known && p->n_wrong < PROBLEM_FIELDS_MAX)
			p->wrong[p->n_wrong++] = cx->problem->fields[i];
	}
	*cx->problem = (struct problem){ 0 };
	return OK;
}

/* Orgs that hold an earlier notice but are not in today's plan have only ids so far. */
static enum status name_holders(struct cx *cx, struct plan *plan)
{
	for (size_t i = 0; i < plan->n; i++) {
		struct planned *p = &plan->to[i];
		enum status st = p->org.code.n ? OK : store_org_get(cx, p->org.id, day_of(cx->now_us), &p->org);
		if (st == OK && !p->via.code.n)
			st = store_org_get(cx, p->via.id, day_of(cx->now_us), &p->via);
		if (st != OK)
			return st;
	}
	return OK;
}

static enum status add_holders(struct cx *cx, struct uuid id, struct plan *plan)
{
	struct message m;
	struct delivery *holders;
	size_t n;
	enum status st = message_load(cx, id, &m);
	if (st == OK && (m.kind != MESSAGE_REPORT || !uuid_eq(m.author, cx->actor->org)))
		return fail(cx, E_MISSING, T_MISSING);
	if (st == OK)
		st = delivery_holders(cx, id, &holders, &n);
	if (st == OK)
		plan_with_holders(plan, holders, n);
	return st;
}

static void say_never(const struct report_content *c, struct report_preview *p)
{
	size_t n = 0;
	if (c->route == ROUTE_CEPTOAR)
		p->never[n++] = T_NEVER_CEPTOAR;
	if (p->plan.cut_by_tlp)
		p->never[n++] = T_NEVER_RED;
	p->never[n++] = T_NEVER_OTHERS;
	p->never[n++] = T_NEVER_ADMIN;
}

enum status report_preview(struct cx *cx, struct report_content *c, struct uuid follow_up_of, struct report_preview *ret)
{
	struct report_preview p = { 0 };
	struct network net;
	struct org self;
	enum status st = need_content(cx);
	if (st == OK)
		st = need_role(cx, MAY_REPORT_WRITE);
	if (st == OK)
		st = report_keep_sealed(cx, c);
	if (st != OK)
		return st;
	report_settle(c);
	st = collect(cx, report_check(cx, c), &p);
	if (st == OK)
		st = store_org_get(cx, cx->actor->org, day_of(cx->now_us), &self);
	if (st == OK && c->route && c->basis && c->sector.n) {
		st = network_load(cx, &(struct network_ask){ cx->actor->org, follow_up_of, c->sector, c->exercise, cx->now_us }, &net);
		if (st == OK)
			st = collect(cx, route_plan(cx, &self, &(struct route_ask){ c->sector, c->basis, c->route, c->tlp }, &net, &p.plan), &p);
	}
	if (st == OK && !uuid_is_none(follow_up_of))
		st = add_holders(cx, follow_up_of, &p.plan);
	if (st == OK)
		st = name_holders(cx, &p.plan);
	if (st != OK)
		return st;
	for (size_t i = 0; i < p.plan.n; i++)
		p.orgs++, p.people += p.plan.to[i].org.people;
	say_never(c, &p);
	*ret = p;
	return OK;
}

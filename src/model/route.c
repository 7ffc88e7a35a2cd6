#include "model/route.h"
#include "base/str.h"
#include "base/uuid.h"

struct way { struct plan plan; const struct org *author; struct org above; bool now; };

static struct planned *add(struct way *w, const struct org *org, const struct hop *hop, enum text why)
{
	if (w->plan.n == PLAN_MAX)
		return NULL;
	struct planned *p = &w->plan.to[w->plan.n++];
	*p = (struct planned){ .org = *org, .via = w->above, .manual = hop->manual, .limit_min = hop->limit_min, .now = w->now, .why = why };
	return p;
}

static bool any_of_sector(const struct network *net, struct str sector)
{
	for (size_t i = 0; i < net->n_ceptoars; i++)
		if (str_eq(net->ceptoars[i].sector, sector))
			return true;
	return false;
}

static enum text why_of(enum hop_to to)
{
	if (to == HOP_CRISIS || to == HOP_AGENCIES)
		return T_WHY_LARGE_SCALE;
	return to == HOP_MINISTRY ? T_WHY_MINISTRY : to == HOP_CEPTOAR ? T_WHY_CEPTOAR : T_WHY_CENTRE;
}

/* Adds the orgs of one hop; returns the first, or NULL where there is none. */
static const struct planned *add_hop(struct way *w, const struct hop *hop, const struct route_ask *ask, const struct network *net)
{
	size_t before = w->plan.n;
	if (hop->to == HOP_CEPTOAR) {
		bool narrow = any_of_sector(net, ask->sector);
		for (size_t i = 0; i < net->n_ceptoars; i++)
			if (!narrow || str_eq(net->ceptoars[i].sector, ask->sector))
				add(w, &net->ceptoars[i], hop, T_WHY_CEPTOAR);
	} else if (hop->to == HOP_CRISIS || hop->to == HOP_AGENCIES) {
		const struct org *orgs = hop->to == HOP_CRISIS ? net->crisis : net->agencies;
		size_t n = hop->to == HOP_CRISIS ? net->n_crisis : net->n_agencies;
		for (size_t i = 0; i < n; i++)
			if (!uuid_eq(orgs[i].id, w->author->id))
				add(w, &orgs[i], hop, why_of(hop->to));
	} else if (hop->to == HOP_MINISTRY || hop->to == HOP_CENTRE) {
		const struct org *org = hop->to == HOP_MINISTRY ? &net->ministry : &net->centre;
		if (!uuid_is_none(org->id) && !uuid_eq(org->id, w->author->id))
			add(w, org, hop, why_of(hop->to));
	}
	return w->plan.n > before ? &w->plan.to[before] : NULL;
}

/* Agencies and security orgs are not on the table's way: they tell the centre. A CEPTOAR and a ministry begin behind themselves. */
static bool hop_is_theirs(int author_kind, enum hop_to to)
{
	if (author_kind == ORG_OPERATOR || to == HOP_CENTRE || to == HOP_CRISIS || to == HOP_AGENCIES)
		return true;
	return author_kind == ORG_CEPTOAR && to == HOP_MINISTRY;
}

static void walk(struct way *w, const struct route_fact *route, const struct route_ask *ask, const struct network *net)
{
	int hop = 0;
	for (size_t i = 0; i < route->n; i++) {
		const struct hop *h = &route->hops[i];
		if (!hop_is_theirs(w->author->kind, h->to))
			continue;
		size_t before = w->plan.n;
		const struct planned *first = add_hop(w, h, ask, net);
		if (!first)
			continue;
		hop++;
		for (size_t k = before; k < w->plan.n; k++)
			w->plan.to[k].hop = hop;
		w->above = first->org;
		w->now = w->now && !h->manual;
		w->plan.ends_at_ceptoar = h->to == HOP_CEPTOAR;
		w->plan.cut_by_tlp = !tlp_may_pass_on(ask->tlp) && i + 1 < route->n && !w->plan.ends_at_ceptoar;
		if (w->plan.ends_at_ceptoar || w->plan.cut_by_tlp)
			break;
	}
	/* Nobody is left behind the last hop, so it has nothing to pass on. */
	for (size_t k = 0; k < w->plan.n; k++)
		if (w->plan.to[k].hop == hop)
			w->plan.to[k].manual = false, w->plan.to[k].limit_min = 0;
}

enum status route_plan(struct cx *cx, const struct org *author, const struct route_ask *ask, const struct network *net, struct plan *ret)
{
	struct route_fact route;
	if (ask->basis < BASIS_LAW || ask->basis > BASIS_FIT || ask->route < ROUTE_MINISTRY || ask->route > ROUTE_CEPTOAR)
		return fail_field(cx, S("/route"), T_FIELD_REQUIRED, 0);
	struct str basis = basis_names[ask->basis - 1], way = report_route_names[ask->route - 1];
	int32_t today = day_of(cx->now_us);
	if (!(net->large && catalog_route(cx->catalog, S("large_scale"), S("report"), basis, way, today, &route)) &&
	    !catalog_route(cx->catalog, S("normal"), S("report"), basis, way, today, &route))
		return fail_field(cx, S("/route"), ask->basis == BASIS_LAW && ask->route == ROUTE_CEPTOAR ? T_REPORT_LAW_ROUTE : T_REPORT_NO_ROUTE, 0);
	if (ask->route == ROUTE_CEPTOAR && (author->kind != ORG_OPERATOR || !net->n_ceptoars))
		return fail_field(cx, S("/route"), T_REPORT_NO_CEPTOAR, 0);
	struct way w = { .author = author, .above = *author, .now = true };
	walk(&w, &route, ask, net);
	if (!w.plan.n)
		return fail_field(cx, S("/route"), T_REPORT_NO_RECIPIENT, 0);
	*ret = w.plan;
	return OK;
}

size_t route_after(const struct plan *plan, struct uuid org, const struct planned **ret_first)
{
	int hop = 0;
	for (size_t i = 0; i < plan->n; i++)
		if (uuid_eq(plan->to[i].org.id, org))
			hop = plan->to[i].hop + 1;
	size_t n = 0;
	for (size_t i = 0; hop && i < plan->n; i++)
		if (plan->to[i].hop == hop && !n++)
			*ret_first = &plan->to[i];
	return n;
}

/* model/route.h — where a report goes: the route table (a fact of the catalogue), the author, and who is who today, made into a
 * list of hops. The same plan is shown before sending (preview) and carried out after.
 *
 * Rules beside the table:
 * - An author does not send to itself: its own hop falls away (a ministry's report goes to the centre, a CEPTOAR's to the ministry).
 *   Orgs other than operators, CEPTOARs and ministries (agencies, security orgs) report to the centre at once.
 * - On the CEPTOAR route the report ends at the CEPTOAR. What goes on from there is another message, derived without the name.
 *   Of several CEPTOARs those of the report's sector get it; all, if none is of that sector.
 * - TLP bounds onward hops: RED and AMBER+STRICT stay with the first hop.
 * - `manual` belongs to the hop that passes on: the hops after it wait until its people pass it on or its limit has run out.
 * - While large-scale mode is on, the table's rows of that mode hold where it has one: shorter limits, and crisis management and agencies
 *   behind the centre.
 * Pure.
 */
#ifndef NOROSHI_MODEL_ROUTE_H
#define NOROSHI_MODEL_ROUTE_H
#include "model/catalog.h"
#include "model/message.h"
#include "model/party.h"

struct network {                                                /* what the registry says today about this author and sector */
	struct org centre, ministry;                            /* id none: there is none */
	struct org *ceptoars;                                   /* that the author belongs to */
	size_t n_ceptoars;
	bool large;                                             /* large-scale mode is on for the message, */
	struct org *crisis, *agencies;                          /* and whom it adds; none while it is off */
	size_t n_crisis, n_agencies;
};
struct planned {
	struct org org, via;                                    /* via: the author, or the hop above */
	int hop;                                                /* from 1 */
	bool manual;                                            /* this org passes it on by hand, */
	int64_t limit_min;                                      /* at the latest after so long */
	bool now;                                               /* delivered at once; else after the hop above has passed it on */
	enum text why;
};
#define PLAN_MAX 40
struct plan {
	size_t n;
	struct planned to[PLAN_MAX];
	bool cut_by_tlp, ends_at_ceptoar;                       /* why it goes no further */
};
struct route_ask { struct str sector; int basis, route, tlp; };

/* E_INVALID where the author may not use this route (T_REPORT_LAW_ROUTE, T_REPORT_NO_CEPTOAR ... at /route). */
enum status route_plan(struct cx *, const struct org *author, const struct route_ask *, const struct network *, struct plan *ret) MUST_CHECK;
/* The entries that follow when `org` passes on: of the hop after its own. Returns how many, from *ret_first. */
size_t route_after(const struct plan *, struct uuid org, const struct planned **ret_first);
#endif

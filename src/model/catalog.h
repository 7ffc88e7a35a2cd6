/* model/catalog.h — the facts of the field (plans, sectors, event types, routes, forms ...), each valid from a day to a day, with
 * its source and how sure it is. Data, never code: data/ ships them, the table `fact` keeps them, this is their form in memory.
 *
 * A fact is (kind, id, period). Periods of one (kind, id) never overlap; both days belong to the period. "As of a day" gives the fact
 * that was true on that day. The catalogue lives in the arena it was read into and is never changed afterwards: threads share it.
 * Cost: catalog_find is a binary search; catalog_next walks the facts of one kind in their order.
 */
#ifndef NOROSHI_MODEL_CATALOG_H
#define NOROSHI_MODEL_CATALOG_H
#include "base/json.h"
#include "base/time.h"

#define DAY_UNSTATED INT32_MIN                                  /* valid_from where the source names no first day */

struct fact {
	struct str kind, id, ja, en;                            /* ja, en: the name, where the kind has one */
	int32_t from_day, to_day;                               /* both included; DAY_UNSTATED, DAY_FOREVER */
	int64_t ord;                                            /* order within its kind, as shipped */
	struct str body;                                        /* the whole fact as JSON text, as the API gives it */
	const struct json *json;                                /* the same, parsed */
};
struct catalog {
	const struct fact *facts;                               /* by kind, then ord, then from_day */
	size_t n;
	const struct fact *const *by_id;                        /* by kind, id, from_day */
};

/* The catalogue of these facts (kind, id, days, ord and body are given; the rest is read from body). Copies nothing: the facts' text
 * must live as long as the catalogue. E_INVALID where a body is no JSON object. */
enum status catalog_make(struct cx *, struct fact *facts, size_t n, const struct catalog **ret) MUST_CHECK;

/* The fact in force on `day`, or NULL. */
const struct fact *catalog_find(const struct catalog *, struct str kind, struct str id, int32_t day);
/* True where such a fact is in force on `day`: for checking a choice. */
bool catalog_has(const struct catalog *, struct str kind, struct str id, int32_t day);
/* The facts of a kind in force on `day`, in order: start with NULL; NULL at the end. */
const struct fact *catalog_next(const struct catalog *, struct str kind, int32_t day, const struct fact *after);
/* Every period of a kind, in force or not. */
const struct fact *catalog_next_ever(const struct catalog *, struct str kind, const struct fact *after);
/* All facts of a kind on `day` as one JSON array. */
void catalog_json(struct jw *, const struct catalog *, struct str kind, int32_t day);

/* The ministry (catalogue id) responsible for a sector on `day`; NO_STR where none is stated. */
struct str catalog_ministry(const struct catalog *, struct str sector, int32_t day);

/* Routes: which orgs a message goes through, hop by hop. */
/* crisis: crisis management; agencies: incident-response and disaster-management agencies (large-scale mode adds them). */
enum hop_to { HOP_MINISTRY = 1, HOP_CEPTOAR, HOP_CENTRE, HOP_OPERATORS, HOP_CRISIS, HOP_AGENCIES };
extern const struct str hop_to_names[];                         /* "ministry", "ceptoar", "centre", "operators", "crisis", "agencies"; ends empty */
struct hop { enum hop_to to; bool manual; int64_t limit_min; }; /* manual: someone passes it on; after limit_min it goes by itself */
#define HOPS_MAX 8
struct route_fact { struct hop hops[HOPS_MAX]; size_t n; const struct fact *fact; };
/* mode: "normal" or "large_scale"; kind: "report", "advisory"; basis: "law", "severe", "fit", or empty for an advisory; route: "ministry", "ceptoar", "down".
 * False where the table offers no such route on that day (law by CEPTOAR). */
bool catalog_route(const struct catalog *, struct str mode, struct str kind, struct str basis, struct str route, int32_t day,
                   struct route_fact *ret);
#endif

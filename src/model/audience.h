/* model/audience.h — who an advisory is for: the rule in plain C, on arrays. store/audience.c finds candidates by SQL and asks here.
 *
 * An org is chosen (first reason that holds): named; a member of a chosen CEPTOAR (council, ISAC), or that CEPTOAR itself; of a chosen
 * sector; of a chosen kind; or everybody is. Never: the author, orgs not in force on the day, and those excepted.
 * Down the route go centre -> ministry -> CEPTOAR -> operators, where the marking lets it be passed on (below AMBER+STRICT):
 *   a ministry, and every kind but CEPTOAR and operator: hop 1, from the author;
 *   a CEPTOAR: hop 2 by the ministry responsible for its sector, else hop 1;
 *   an operator: hop 3 by its CEPTOAR (a chosen one first, then the lowest id), else by its sector's ministry, else hop 1.
 * Who stands on the way gets it too, even if not chosen, unless excepted: then the next above passes. AMBER+STRICT and RED: all hop 1.
 */
#ifndef NOROSHI_MODEL_AUDIENCE_H
#define NOROSHI_MODEL_AUDIENCE_H
#include "base/field.h"
#include "model/party.h"

struct audience { bool all; struct list sectors, ceptoars, kinds, orgs, except; };      /* str, uuid, int (enum org_kind), uuid, uuid */
extern const struct field_table audience_table;

struct audience_org { struct uuid id; int kind; struct str sector; const struct uuid *parents; size_t n_parents; int64_t people; };
enum why { WHY_NOT = 0, WHY_NAMED, WHY_GROUP, WHY_SECTOR, WHY_KIND, WHY_ALL, WHY_ON_THE_WAY };
/* *ret_by: the chosen CEPTOAR for WHY_GROUP; may be NULL. */
enum why audience_match(const struct audience *, struct uuid author, const struct audience_org *, struct uuid *ret_by);
bool audience_is_empty(const struct audience *);

/* The orgs that pass on, as of a day; some dozens. Sorted by id. */
struct passer { struct uuid id; int kind; struct str sector; int ministry /* of a CEPTOAR: index of its ministry, -1 none */; bool excepted; int64_t people; };
struct sector_ministry { struct str sector; int ministry; };    /* index */
struct passing { bool manual; int64_t limit_min; };
struct passers {
	const struct passer *p;
	size_t n;
	const struct sector_ministry *sectors;
	size_t n_sectors;
	struct passing ministry, ceptoar;                       /* how these pass on, by the route table */
};
int passer_find(const struct passers *, struct uuid);          /* index, or -1 */
int passer_ministry(const struct passers *, struct str sector);        /* index, or -1; not an excepted one */

/* The way to an org: up to two passers (indices, from the top), then the org itself. hop: 1, 2 or 3. */
struct way { int passers[2], n, hop; };
void audience_way(const struct passers *, const struct audience *, int tlp, const struct audience_org *, struct way *ret);

/* TLP bounds the choice: RED only named orgs; AMBER+STRICT named orgs and CEPTOARs; AMBER not everybody. T_NONE: fine. */
enum text audience_tlp_bound(const struct audience *, int tlp);
/* Consent (enum report_consent) bounds it too: what a report allows an advisory that draws on it. */
enum consent_bound {
	BOUND_HOLDERS,          /* none: only orgs that already have the report */
	BOUND_COMMUNITY,        /* anonymised: registered orgs, so not CLEAR; and the source is not named in the text */
	BOUND_FREE,             /* named */
};
enum consent_bound consent_bound_of(int consent);               /* 0 (not said) counts as none */
#endif

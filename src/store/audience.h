/* store/audience.h — the audience of an advisory found in the store: candidates by SQL in the order of org ids, the rule by
 * model/audience.h. Walked in chunks with a cursor, so that 100,000 orgs never stand in memory and no chunk holds a writer for long.
 *
 *   audience_open -> audience_chunk until cursor.end
 *
 * The choice is walked in parts (named orgs, chosen CEPTOARs and their members, sectors, kinds; or everybody), each by its own
 * index; an org that belongs to several is given in the first. Cost: about a microsecond per candidate.
 */
#ifndef NOROSHI_STORE_AUDIENCE_H
#define NOROSHI_STORE_AUDIENCE_H
#include "model/audience.h"

struct audience_walk {
	struct audience audience;
	struct uuid author;
	int tlp;
	int32_t day;                                            /* as of */
	struct passers net;
	/* private: */
	struct str *sectors;                                    /* names seen, kept once */
	size_t n_sectors, max_sectors;
	struct uuid *named;                                     /* audience.orgs, sorted */
};
/* Where the next chunk starts; all zero: at the beginning. */
struct audience_cursor { int part, item; struct uuid after; bool end; };
struct audience_row { struct uuid id, by; int kind; struct str sector; int64_t people; enum why why; struct way way; };

/* Loads the passers as of the day. ministry, ceptoar: how these pass on. Everything lives in cx->mem; arrays are borrowed. */
struct audience_ask { const struct audience *audience; struct uuid author; int tlp; int32_t day; struct passing ministry, ceptoar; };
enum status audience_open(struct cx *, const struct audience_ask *, struct audience_walk *ret) MUST_CHECK;
/* Up to `max` of the chosen orgs, from the cursor on, which moves. Looks at little more than AUDIENCE_CANDIDATES, so may
 * give fewer, or none, before the end. `rows` has room for max. */
#define AUDIENCE_CANDIDATES 4096
enum status audience_chunk(struct cx *, struct audience_walk *, size_t max, struct audience_cursor *, struct audience_row *rows, size_t *ret_n) MUST_CHECK;
/* One org against the choice; WHY_NOT where it is not in force on the day. */
enum status audience_ask_org(struct cx *, struct audience_walk *, struct uuid org, struct audience_row *ret) MUST_CHECK;
/* How many orgs there are on the day. */
enum status audience_count_all(struct cx *, int32_t day, int64_t *ret) MUST_CHECK;
/* Which of these are no org in force (ret_wrong has room for n). `groups`: also those that have no members. */
enum status audience_check_orgs(struct cx *, const struct uuid *, size_t n, bool groups, int32_t day, bool *ret_wrong) MUST_CHECK;
#endif

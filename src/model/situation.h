/* model/situation.h — the situation 状況 at a glance: what is open where and how bad, what has reached whom, what is stuck. Only numbers
 * and, of advisories that the asker may see, their titles. Exercises are not in it.
 */
#ifndef NOROSHI_MODEL_SITUATION_H
#define NOROSHI_MODEL_SITUATION_H
#include "model/message.h"

enum { SITUATION_SECTORS = 64, SITUATION_HOPS = 8, SITUATION_ADVISORIES = 12, SITUATION_DAYS = 30, SITUATION_ADVISORY_DAYS = 14 };

struct situation_sector {
	struct str sector;                                      /* empty: cases of several sectors, or of none */
	int64_t open, watching, unrated;
	int level;                                              /* the worst of the open and watching cases; -1: none is rated */
	int64_t waiting, overdue;                               /* reports that wait to be passed on; those past their limit */
};
struct situation_hop { int64_t sent, opened, acknowledged, outcome; };
struct situation_advisory {
	struct message m;                                       /* with its title */
	struct uuid revision;
	int64_t due_us;                                         /* acknowledgement expected by then; 0: no due time */
	struct situation_hop hops[SITUATION_HOPS];              /* by hop; 1 the first org after the author */
};
struct situation_day { int32_t day; struct str event_type; int64_t n; };
struct situation_mode { struct uuid id; int scope_kind; struct str scope; bool exercise; int64_t since_us; };
extern const struct str situation_mode_scopes[];                /* 1 "country", 2 "sector", 3 "case"; ends empty */

struct situation {
	bool country;                                           /* else of the sectors named */
	struct situation_sector sectors[SITUATION_SECTORS];
	size_t n_sectors;
	struct situation_advisory advisories[SITUATION_ADVISORIES];
	size_t n_advisories;
	struct situation_day *days;                             /* only where something was reported; oldest first */
	size_t n_days;
	int64_t advisories_waiting, advisories_overdue;         /* advisories that wait to be passed on */
	struct situation_mode *modes;                           /* large-scale mode, where it is on */
	size_t n_modes;
};
/* The sector's row, added where it is not there; NULL where there is no room. */
struct situation_sector *situation_sector(struct situation *, struct arena *, struct str sector);
#endif

/* store/situation.h — what the situation page shows, each by one statement over what is open, waiting or recent. */
#ifndef NOROSHI_STORE_SITUATION_H
#define NOROSHI_STORE_SITUATION_H
#include "model/situation.h"

/* Sectors to count, or n 0: all. What is of other sectors is left out. */
struct situation_ask { struct uuid org; const struct str *sectors; size_t n_sectors; };
/* Open and watching cases of the centre, and reports and advisories that wait to be passed on (by org itself, where sectors are given). */
enum status situation_cases(struct cx *, const struct situation_ask *, struct situation *) MUST_CHECK;
enum status situation_waiting(struct cx *, const struct situation_ask *, struct situation *) MUST_CHECK;
/* Advisories published since, in force, and visible to org: newest first. Reach by hop from the counts (whole country). */
enum status situation_advisories(struct cx *, const struct situation_ask *, int64_t since_us, struct situation *) MUST_CHECK;
enum status situation_reach(struct cx *, struct situation_advisory *) MUST_CHECK;
enum status situation_days(struct cx *, const struct situation_ask *, int64_t since_us, struct situation *) MUST_CHECK;
enum status situation_modes(struct cx *, struct situation *) MUST_CHECK;
#endif

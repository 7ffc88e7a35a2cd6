/* api/kept.h — answers that are still true: kept with the version of what they were made from, given again while that version stands.
 *
 * For figures that cost long to make (statistics): one store of answers for the process, shared by all threads. Beside api/remember.h,
 * whose answers live a second and until anything at all changes. An answer is one's org's, not an account's: nobody else gets it.
 * Cost: at most KEPT_SLOTS answers of KEPT_BYTES; a copy under a lock.
 */
#ifndef NOROSHI_API_KEPT_H
#define NOROSHI_API_KEPT_H
#include "api/route.h"

enum { KEPT_SLOTS = 128, KEPT_BYTES = 128 << 10 };
struct kept;
struct kept *kept_new(void);
void kept_free(struct kept *);
/* The question is the caller's org, the route, its path and its query; the truth is `version`, the day and the catalogue in force. */
bool kept_find(struct kept *, const struct cx *, struct call *, int64_t version);
void kept_keep(struct kept *, const struct cx *, const struct call *, int64_t version);
#endif

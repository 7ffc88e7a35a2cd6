/* api/remember.h — the same question again while nothing in the store has changed: the same answer.
 *
 * Pages look at their lists again and again (every event makes them), far more often than the lists change. Each reader keeps its
 * latest answers of the routes with ROUTE_REMEMBER, one per account, route, language and query. An answer is given again only if the
 * store is the very one it was made from (db_version, asked in the snapshot of this request, after the gate), and for one second at
 * most, because what is late depends on the clock. On PostgreSQL, which has no such number, nothing is remembered.
 * One reader, one thread. Cost: at most REMEMBER_SLOTS answers of REMEMBER_BYTES.
 */
#ifndef NOROSHI_API_REMEMBER_H
#define NOROSHI_API_REMEMBER_H
#include "api/route.h"

enum { REMEMBER_SLOTS = 64, REMEMBER_BYTES = 128 << 10 };
struct remembered;
struct remembered *remembered_new(void);
void remembered_free(struct remembered *);                      /* NULL is allowed */
void remembered_forget(struct remembered *);                    /* the connection was opened anew: its numbers mean nothing now */
/* Fills call->out and true, or false: run the handler, then hand its answer to remembered_keep. */
bool remembered_find(struct cx *, struct remembered *, struct call *);
void remembered_keep(struct cx *, struct remembered *, const struct call *);
#endif

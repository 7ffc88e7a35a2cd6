/* api/figures.h — what the door counts: requests by route and status class, and how long they took. Lock-free. */
#ifndef NOROSHI_API_FIGURES_H
#define NOROSHI_API_FIGURES_H
#include "api/route.h"

struct figures;
struct figures *figures_new(struct arena *, size_t n);
/* `route`: index in the table; n for what is no route (pages, unknown paths). */
void figures_count(struct figures *, size_t route, int status, int64_t took_us);
/* Prometheus text of all of them. */
void figures_write(const struct figures *, const struct route *, struct buf *);
#endif

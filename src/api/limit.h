/* api/limit.h — how often a caller may ask: a token bucket per key (session, token or address).
 *
 * A table of fixed size: keys that have not asked for long make room for new ones, so a flood of addresses costs no memory; a key
 * that was pushed out starts with a full bucket again. Thread-safe. Cost: a short lock on one of 64 stripes.
 */
#ifndef NOROSHI_API_LIMIT_H
#define NOROSHI_API_LIMIT_H
#include "base/arena.h"

struct limit;
struct limit *limit_new(struct arena *);                        /* its locks end with the arena */
/* Takes one of `burst` that fill up by `rate` a second. False: too often; *ret_wait_s says when to come again. */
bool limit_take(struct limit *, const void *key, size_t n, double rate, double burst, int64_t now_us, int *ret_wait_s);
#endif

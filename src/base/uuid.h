/* base/uuid.h — identifiers: UUID version 7 (RFC 9562), time-ordered, the same in the API, in STIX and in the journal. */
#ifndef NOROSHI_BASE_UUID_H
#define NOROSHI_BASE_UUID_H
#include "base/arena.h"

/* A new id from a time and 10 random bytes; ids made in one process within one millisecond still increase. Thread-safe.
 * The random bytes come from getrandom(2). */
struct uuid uuid_new(int64_t now_us);
/* When it was made, in whole milliseconds. */
int64_t uuid_made_us(struct uuid);
/* Comes before every id made in that millisecond or later, and after those made before: a cursor. */
struct uuid uuid_first_at(int64_t us);
bool uuid_is_none(struct uuid);
bool uuid_eq(struct uuid, struct uuid);
int uuid_cmp(struct uuid, struct uuid);
bool uuid_parse(struct str, struct uuid *ret);                  /* 8-4-4-4-12, either case; false leaves *ret alone */
#define UUID_TEXT 36
void uuid_text(struct uuid, char ret[UUID_TEXT]);               /* lower case, not terminated */
struct str uuid_str(struct arena *, struct uuid);
#endif

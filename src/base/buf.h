/* base/buf.h — a growing byte string with a maximum. Failure sticks (buf.full) and is asked once, at the end.
 *
 *   struct buf b; buf_init(&b, mem, 1 << 20); buf_add(&b, S("hello")); ... if (b.full) ...; use buf_str(&b)
 */
#ifndef NOROSHI_BASE_BUF_H
#define NOROSHI_BASE_BUF_H
#include "base/arena.h"

struct buf { struct arena *mem; char *p; size_t n, capacity, max; bool full; };
void buf_init(struct buf *, struct arena *, size_t max_bytes);
void buf_add(struct buf *, struct str);
void buf_int(struct buf *, int64_t);
void buf_format(struct buf *, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *buf_reserve(struct buf *, size_t n);                      /* room for n bytes at the end, or NULL when full; then buf_commit */
void buf_commit(struct buf *, size_t n);
static inline void buf_byte(struct buf *b, char c)
{
	char *p = b->n < b->capacity && !b->full ? b->p + b->n : buf_reserve(b, 1);
	if (p) {
		*p = c;
		b->n++;
	}
}
static inline struct str buf_str(const struct buf *b) { return (struct str){ b->p, b->n }; }
#endif

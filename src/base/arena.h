/* base/arena.h — memory by lifetime. An arena belongs to one request, job or command; everything allocated from it is
 * freed at once by arena_release(), after the closers registered with it have run in reverse order.
 *
 * Exhaustion of memory ends the process (which must always be safe), so nothing here returns NULL.
 * Not thread-safe: one arena, one thread at a time. Cost: a bump of a pointer; blocks grow from 8 KiB to 1 MiB.
 */
#ifndef NOROSHI_BASE_ARENA_H
#define NOROSHI_BASE_ARENA_H
#include "base/cx.h"

struct arena *arena_new(void);
void arena_release(struct arena *);                             /* NULL is allowed */
/* Frees everything but the first block, for the next request. Runs the closers. */
void arena_reset(struct arena *);
/* From here on what it holds is overwritten before it is freed: it has passwords or keys. Ends with reset. */
void arena_holds_secrets(struct arena *);
void *arena_alloc(struct arena *, size_t bytes);                /* zeroed, aligned to 16 */
void arena_closer(struct arena *, void (*close)(void *), void *arg);
size_t arena_used_bytes(const struct arena *);
#define arena_make(mem, type) ((type *)arena_alloc((mem), sizeof(type)))
#define arena_array(mem, type, count) ((type *)arena_alloc((mem), arena_array_bytes((count), sizeof(type))))
size_t arena_array_bytes(size_t count, size_t each);            /* ends the process on overflow */
#endif

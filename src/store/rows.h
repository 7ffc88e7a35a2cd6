/* store/rows.h — rows of unknown number into an array in the arena. It doubles; the arena keeps the smaller ones, which costs at most
 * as much again.
 */
#ifndef NOROSHI_STORE_ROWS_H
#define NOROSHI_STORE_ROWS_H
#include "base/arena.h"

struct row_list { void *p; size_t n, capacity; };

static inline void *row_list_next(struct cx *cx, struct row_list *rows, size_t each)
{
	if (rows->n == rows->capacity) {
		size_t capacity = rows->capacity ? rows->capacity * 2 : 16;
		char *p = arena_alloc(cx->mem, arena_array_bytes(capacity, each));
		if (rows->n)
			__builtin_memcpy(p, rows->p, rows->n * each);
		rows->p = p;
		rows->capacity = capacity;
	}
	return (char *)rows->p + rows->n++ * each;
}

/* Hands the rows out where reading them went well. */
#define row_list_give(st, rows, ret, ret_n) \
	((st) == OK ? (void)(*(ret) = (rows)->p, *(ret_n) = (rows)->n) : (void)0)

/* A pattern for "like $n escape '!'": what contains `folded`. Empty stays empty (the statement then asks for '' first). */
struct str like_pattern(struct cx *, struct str q);
/* The id that comes after all others: the cursor of a first page. */
static inline struct uuid uuid_last(void)
{
	struct uuid u;
	for (size_t i = 0; i < sizeof u.b; i++)
		u.b[i] = 0xff;
	return u;
}
#endif

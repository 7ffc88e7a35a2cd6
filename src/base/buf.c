/* base/buf.c — doubling in the arena; what was outgrown is freed with the arena. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { BUF_FIRST = 1024 };

void buf_init(struct buf *b, struct arena *mem, size_t max_bytes)
{
	*b = (struct buf){ .mem = mem, .max = max_bytes };
}

char *buf_reserve(struct buf *b, size_t n)
{
	if (b->full || n > b->max - b->n) {
		b->full = true;
		return NULL;
	}
	size_t need = b->n + n;
	if (need > b->capacity || !b->p) {
		size_t capacity = b->capacity ? b->capacity : BUF_FIRST;
		while (capacity < need)
			capacity = capacity > b->max / 2 ? b->max : capacity * 2;
		char *p = arena_alloc(b->mem, capacity);
		if (b->n)
			memcpy(p, b->p, b->n);
		b->p = p;
		b->capacity = capacity;
	}
	return b->p + b->n;
}

void buf_commit(struct buf *b, size_t n)
{
	b->n += n;
}

void buf_add(struct buf *b, struct str s)
{
	char *p = buf_reserve(b, s.n);
	if (!p || !s.n)
		return;
	memcpy(p, s.p, s.n);
	b->n += s.n;
}

void buf_int(struct buf *b, int64_t value)
{
	char digits[24], *end = digits + sizeof digits, *p = end;
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	do
		*--p = (char)('0' + rest % 10);
	while (rest /= 10);
	if (value < 0)
		*--p = '-';
	buf_add(b, (struct str){ p, (size_t)(end - p) });
}

void buf_format(struct buf *b, const char *format, ...)
{
	char small[256];
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int n = vsnprintf(small, sizeof small, format, args);
	va_end(args);
	if (n >= 0 && (size_t)n < sizeof small) {
		buf_add(b, (struct str){ small, (size_t)n });
	} else if (n >= 0) {
		char *large = arena_alloc(b->mem, (size_t)n + 1);
		vsnprintf(large, (size_t)n + 1, format, again);
		buf_add(b, (struct str){ large, (size_t)n });
	}
	va_end(again);
}

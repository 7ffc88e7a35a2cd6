/* format/deflate.c — one block in the fixed code (RFC 1951, 3.2.6). */
#include "format/deflate.h"

#include <string.h>

enum { WINDOW = 32768, HASH_BITS = 15, SHORTEST = 4, LONGEST = 258, TRIES = 12 };

struct bits { struct buf *out; uint64_t hold; unsigned n; };

static void put(struct bits *b, uint32_t value, unsigned n)
{
	b->hold |= (uint64_t)value << b->n;
	for (b->n += n; b->n >= 8; b->n -= 8, b->hold >>= 8)
		buf_byte(b->out, (char)(b->hold & 0xff));
}

/* Codes are sent with their first bit first. */
static void put_code(struct bits *b, uint32_t code, unsigned n)
{
	uint32_t turned = 0;
	for (unsigned i = 0; i < n; i++)
		turned |= (code >> i & 1) << (n - 1 - i);
	put(b, turned, n);
}

static void put_symbol(struct bits *b, unsigned symbol)
{
	if (symbol < 144)
		put_code(b, 0x30 + symbol, 8);
	else if (symbol < 256)
		put_code(b, 0x190 + symbol - 144, 9);
	else if (symbol < 280)
		put_code(b, symbol - 256, 7);
	else
		put_code(b, 0xc0 + symbol - 280, 8);
}

static void put_match(struct bits *b, unsigned length, unsigned distance)
{
	unsigned rest = length - 3, extra = 0, symbol = 257 + rest;
	if (length == LONGEST) {
		symbol = 285;
	} else if (rest >= 8) {
		extra = 29 - (unsigned)__builtin_clz(rest);             /* rest in [8, 16): one bit, [16, 32): two ... */
		symbol = 257 + 4 * extra + (rest >> extra);
	}
	put_symbol(b, symbol);
	put(b, rest & ((1u << extra) - 1), extra);
	rest = distance - 1;
	extra = rest < 4 ? 0 : 30 - (unsigned)__builtin_clz(rest);
	put_code(b, rest < 4 ? rest : 2 * extra + (rest >> extra), 5);
	put(b, rest & ((1u << extra) - 1), extra);
}

static uint32_t hash(const uint8_t *p)
{
	uint32_t v;
	memcpy(&v, p, sizeof v);
	return v * UINT32_C(2654435761) >> (32 - HASH_BITS);
}

static size_t match_length(const uint8_t *a, const uint8_t *b, size_t most)
{
	size_t n = 0;
	while (n < most && a[n] == b[n])
		n++;
	return n;
}

struct chains { uint32_t *head, *before; };                     /* positions + 1; before: by position within the window */

static size_t find(const struct chains *c, struct bytes in, size_t at, size_t *ret_distance)
{
	size_t best = 0, most = in.n - at < LONGEST ? in.n - at : LONGEST;
	uint32_t next = c->head[hash(in.p + at)];
	for (int i = 0; i < TRIES && next && at - (next - 1) <= WINDOW - 1 && best < most; i++) {
		size_t from = next - 1, n = match_length(in.p + from, in.p + at, most);
		if (n > best) {
			best = n;
			*ret_distance = at - from;
		}
		uint32_t older = c->before[from % WINDOW];
		if (older >= next)                              /* overwritten since: the chain ends */
			break;
		next = older;
	}
	return best;
}

void deflate_bytes(struct arena *scratch, struct bytes in, struct buf *out)
{
	struct chains c = { arena_array(scratch, uint32_t, 1u << HASH_BITS), arena_array(scratch, uint32_t, WINDOW) };
	struct bits b = { .out = out };
	put(&b, 3, 3);                                          /* the last block; fixed code: 1, then 01 */
	for (size_t at = 0; at < in.n;) {
		size_t distance = 0, n = in.n - at >= SHORTEST ? find(&c, in, at, &distance) : 0;
		if (n >= SHORTEST)
			put_match(&b, (unsigned)n, (unsigned)distance);
		else
			put_symbol(&b, in.p[at]);
		for (size_t end = at + (n >= SHORTEST ? n : 1); at < end; at++)
			if (in.n - at >= SHORTEST) {
				uint32_t h = hash(in.p + at);
				c.before[at % WINDOW] = c.head[h];
				c.head[h] = (uint32_t)at + 1;
			}
	}
	put_symbol(&b, 256);
	put(&b, 0, 7);
}

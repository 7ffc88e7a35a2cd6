/* format/inflate_plain.c — RFC 1950 and 1951. Codes are decoded bit by bit by how many there are of each length. */
#include "format/inflate_plain.h"

#include <string.h>

enum { LENGTHS = 16, LITERALS = 288, DISTANCES = 32, CODE_LENGTHS = 19, END_OF_BLOCK = 256 };

struct state { struct bytes in; size_t at; uint32_t hold; unsigned bits; uint8_t *out; size_t n, room; enum inflate_end end; };
struct code { uint16_t count[LENGTHS], symbol[LITERALS]; };

static unsigned broken(struct state *s)
{
	if (s->end == INFLATE_DONE)
		s->end = INFLATE_BROKEN;
	return 0;
}

static unsigned take(struct state *s, unsigned n)
{
	while (s->bits < n) {
		if (s->at == s->in.n)
			return broken(s);
		s->hold |= (uint32_t)s->in.p[s->at++] << s->bits;
		s->bits += 8;
	}
	unsigned value = s->hold & ((1u << n) - 1);
	s->hold >>= n;
	s->bits -= n;
	return value;
}

/* False where the lengths make no code. One code alone may be incomplete, but not that of the code lengths. */
static bool make(struct code *c, const uint8_t *lengths, size_t n, bool of_lengths)
{
	uint16_t next[LENGTHS];
	int left = 1, longest = 0;
	memset(c->count, 0, sizeof c->count);
	for (size_t i = 0; i < n; i++)
		c->count[lengths[i]]++;
	c->count[0] = 0;
	for (int i = 1; i < LENGTHS; i++) {
		left = left * 2 - c->count[i];
		longest = c->count[i] ? i : longest;
		if (left < 0)
			return false;
	}
	next[1] = 0;
	for (int i = 1; i < LENGTHS - 1; i++)
		next[i + 1] = (uint16_t)(next[i] + c->count[i]);
	for (size_t i = 0; i < n; i++)
		if (lengths[i])
			c->symbol[next[lengths[i]]++] = (uint16_t)i;
	return !left || !longest || (longest == 1 && !of_lengths);
}

static unsigned decode(struct state *s, const struct code *c)
{
	int code = 0, first = 0, index = 0;
	for (int length = 1; length < LENGTHS && s->end == INFLATE_DONE; length++) {
		code |= (int)take(s, 1);
		int count = c->count[length];
		if (code - count < first)
			return c->symbol[index + code - first];
		index += count;
		first = (first + count) * 2;
		code *= 2;
	}
	return broken(s);
}

static void put(struct state *s, uint8_t byte)
{
	if (s->n == s->room)
		s->end = INFLATE_TOO_LARGE;
	else
		s->out[s->n++] = byte;
}

static void copy(struct state *s, size_t distance, size_t length)
{
	if (distance > s->n) {
		broken(s);
		return;
	}
	while (length-- && s->end == INFLATE_DONE)
		put(s, s->out[s->n - distance]);
}

/* `symbol` 257 to 285; then a distance. */
static void match(struct state *s, unsigned symbol, const struct code *distances)
{
	unsigned k = symbol - 257, extra = k < 8 || k == 28 ? 0 : k / 4 - 1;
	if (k > 28) {
		broken(s);
		return;
	}
	size_t length = k == 28 ? 258 : k < 8 ? k + 3 : ((size_t)(4 + k % 4) << extra) + 3;
	length += take(s, extra);
	unsigned d = decode(s, distances);
	if (d > 29) {
		broken(s);
		return;
	}
	extra = d < 4 ? 0 : d / 2 - 1;
	size_t distance = d < 4 ? d + 1 : ((size_t)(2 + d % 2) << extra) + 1;
	distance += take(s, extra);
	if (s->end == INFLATE_DONE)
		copy(s, distance, length);
}

static void block(struct state *s, const struct code *literals, const struct code *distances)
{
	while (s->end == INFLATE_DONE) {
		unsigned symbol = decode(s, literals);
		if (s->end != INFLATE_DONE || symbol == END_OF_BLOCK)
			return;
		if (symbol < END_OF_BLOCK)
			put(s, (uint8_t)symbol);
		else
			match(s, symbol, distances);
	}
}

static void stored(struct state *s)
{
	s->hold = 0;
	s->bits = 0;
	unsigned n = take(s, 16), inverse = take(s, 16);
	if (s->end != INFLATE_DONE || (n ^ inverse) != 0xffff) {
		broken(s);
		return;
	}
	size_t there = s->in.n - s->at, fits = s->room - s->n, k = n < there ? n : there;
	k = k < fits ? k : fits;
	if (k)
		memcpy(s->out + s->n, s->in.p + s->at, k);
	s->n += k;
	s->at += k;
	if (k < n)
		s->end = k == there ? INFLATE_BROKEN : INFLATE_TOO_LARGE;
}

static void fixed(struct state *s)
{
	uint8_t lengths[LITERALS], distance[DISTANCES];
	struct code literals, distances;
	for (int i = 0; i < LITERALS; i++)
		lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
	memset(distance, 5, sizeof distance);
	make(&literals, lengths, LITERALS, false);
	make(&distances, distance, DISTANCES, false);
	block(s, &literals, &distances);
}

static void read_lengths(struct state *s, const struct code *code, uint8_t *lengths, unsigned n)
{
	for (unsigned i = 0; i < n && s->end == INFLATE_DONE;) {
		unsigned symbol = decode(s, code), times = 1;
		uint8_t value = (uint8_t)symbol;
		if (symbol == 16) {
			value = i ? lengths[i - 1] : 0;
			times = 3 + take(s, 2);
			if (!i)
				broken(s);
		} else if (symbol > 16) {
			value = 0;
			times = symbol == 17 ? 3 + take(s, 3) : 11 + take(s, 7);
		}
		if (times > n - i)
			broken(s);
		while (times-- && s->end == INFLATE_DONE)
			lengths[i++] = value;
	}
}

static void dynamic(struct state *s)
{
	static const uint8_t order[CODE_LENGTHS] = { 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15 };
	uint8_t lengths[LITERALS + DISTANCES] = { 0 };
	struct code literals, distances;
	unsigned n_literals = take(s, 5) + 257, n_distances = take(s, 5) + 1, n = take(s, 4) + 4;
	if (n_literals > 286 || n_distances > 30)
		broken(s);
	for (unsigned i = 0; i < n && s->end == INFLATE_DONE; i++)
		lengths[order[i]] = (uint8_t)take(s, 3);
	if (s->end != INFLATE_DONE || !make(&literals, lengths, CODE_LENGTHS, true)) {
		broken(s);
		return;
	}
	memset(lengths, 0, sizeof lengths);
	read_lengths(s, &literals, lengths, n_literals + n_distances);
	if (s->end != INFLATE_DONE || !lengths[END_OF_BLOCK] || !make(&literals, lengths, n_literals, false) ||
	    !make(&distances, lengths + n_literals, n_distances, false)) {
		broken(s);
		return;
	}
	block(s, &literals, &distances);
}

static bool zlib_head(struct bytes in)
{
	return in.n >= 2 && (in.p[0] & 15) == 8 && in.p[0] >> 4 <= 7 && (in.p[0] * 256u + in.p[1]) % 31 == 0 && !(in.p[1] & 32);
}

static bool adler_fits(const struct state *s)
{
	uint32_t a = 1, b = 0;
	for (size_t i = 0; i < s->n; i++) {
		a = (a + s->out[i]) % 65521;
		b = (b + a) % 65521;
	}
	const uint8_t *p = s->in.p + s->at;
	return s->in.n - s->at >= 4 && (b << 16 | a) == ((uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]);
}

enum inflate_end inflate_plain(enum inflate_form form, struct bytes in, uint8_t *out, size_t room, size_t *ret_n)
{
	struct state s = { .in = in, .out = out, .room = room, .end = INFLATE_DONE };
	if (form == INFLATE_ZLIB && !zlib_head(in))
		return INFLATE_BROKEN;
	s.at = form == INFLATE_ZLIB ? 2 : 0;
	for (unsigned last = 0; !last && s.end == INFLATE_DONE;) {
		last = take(&s, 1);
		unsigned type = take(&s, 2);
		if (s.end != INFLATE_DONE)
			break;
		if (type == 0)
			stored(&s);
		else if (type == 1)
			fixed(&s);
		else if (type == 2)
			dynamic(&s);
		else
			broken(&s);
	}
	s.at -= s.bits / 8;                                     /* whole bytes taken too many */
	if (s.end == INFLATE_DONE && form == INFLATE_ZLIB && !adler_fits(&s))
		return INFLATE_BROKEN;
	*ret_n = s.n;
	return s.end;
}

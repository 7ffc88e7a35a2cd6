/* base/fold.c — folding character by character; see fold.h for what is left to the back end. */
#include "base/fold.h"

struct out { uint32_t *c, *from; size_t n, room; struct arena *mem; };

static uint32_t decode(const unsigned char *p, size_t *length)
{
	if (p[0] < 0x80) {
		*length = 1;
		return p[0];
	}
	size_t n = *length = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
	uint32_t c = p[0] & (0xffu >> (n + 1));
	for (size_t i = 1; i < n; i++)
		c = c << 6 | (p[i] & 0x3f);
	return c;
}

static bool unseen(uint32_t c)
{
	return c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2064) || c == 0xfeff ||
		(c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0000 && c <= 0xe01ef);
}

/* Joins what stands before it. */
static bool is_mark(uint32_t c)
{
	return (c >= 0x300 && c <= 0x36f) || c == 0x3099 || c == 0x309a || c == 0xff9e || c == 0xff9f || (c >= 0x1ab0 && c <= 0x1aff) ||
		(c >= 0x20d0 && c <= 0x20ff);
}

static uint32_t lower(uint32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f))
		return c + 32;
	if (c >= 0x400 && c <= 0x40f)
		return c + 80;
	if ((c >= 0x100 && c <= 0x12f) || (c >= 0x132 && c <= 0x137) || (c >= 0x14a && c <= 0x177))
		return c | 1;
	return c;
}

/* What NFKC leaves alone, told without tables; full-width ASCII is done here too. */
static bool plain(uint32_t *c)
{
	uint32_t v = *c;
	if (v >= 0xff01 && v <= 0xff5e) {
		*c = v - 0xfee0;
		return true;
	}
	if (v == 0x3000) {
		*c = ' ';
		return true;
	}
	return v < 0xa0 || (v >= 0x3041 && v <= 0x3096) || (v >= 0x30a1 && v <= 0x30fe) || (v >= 0x3400 && v <= 0x9fff) ||
		(v >= 0x3001 && v <= 0x3015) || (v >= 0x410 && v <= 0x44f && v != 0x419 && v != 0x439);
}

static void put(struct out *o, uint32_t c, size_t from)
{
	if (o->n + 1 >= o->room) {
		size_t room = o->room * 2;
		uint32_t *wider = arena_array(o->mem, uint32_t, room), *wider_from = arena_array(o->mem, uint32_t, room);
		for (size_t i = 0; i < o->n; i++) {
			wider[i] = o->c[i];
			wider_from[i] = o->from[i];
		}
		o->c = wider;
		o->from = wider_from;
		o->room = room;
	}
	o->c[o->n] = lower(c);
	o->from[o->n++] = (uint32_t)from;
}

static void put_run(struct out *o, const uint32_t *run, size_t n, size_t from)
{
	uint32_t folded[FOLD_ROOM], one = run[0];
	if (n == 1 && plain(&one)) {
		put(o, one, from);
		return;
	}
	size_t got = fold_nfkc(run, n, folded, FOLD_ROOM);
	for (size_t i = 0; i < (got ? got : n); i++)
		put(o, got ? folded[i] : run[i], from);
}

void fold_map(struct arena *mem, struct str text, struct folded *ret)
{
	const unsigned char *p = (const unsigned char *)text.p;
	struct out o = { .mem = mem, .room = text.n + 2 };
	o.c = arena_array(mem, uint32_t, o.room);
	o.from = arena_array(mem, uint32_t, o.room);
	for (size_t i = 0, length; i < text.n;) {
		uint32_t run[FOLD_RUN_MAX];
		size_t n = 0, start = i;
		uint32_t c = decode(p + i, &length);
		i += length;
		if (unseen(c))
			continue;
		run[n++] = c;
		while (i < text.n && n < FOLD_RUN_MAX && p[i] >= 0x80 && is_mark(c = decode(p + i, &length))) {
			run[n++] = c;
			i += length;
		}
		put_run(&o, run, n, start);
	}
	o.from[o.n] = (uint32_t)text.n;
	*ret = (struct folded){ o.c, o.from, o.n };
}

size_t fold_end(const struct folded *f, size_t i)
{
	uint32_t from = f->from[i];
	do
		i++;
	while (i < f->n && f->from[i] == from);
	return f->from[i];
}

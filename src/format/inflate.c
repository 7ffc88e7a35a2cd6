/* format/inflate.c — room that grows fourfold until it does, so that the work stays linear in what comes out. */
#include "format/inflate.h"

enum { FIRST = 4 << 10 };

enum inflate_end inflate_bytes(struct arena *mem, enum inflate_form form, struct bytes in, size_t max, struct bytes *ret)
{
	/* Nothing inflates to more than 1,032 times its size: small input needs no room beyond that. */
	size_t most = in.n < max / 1032 ? in.n * 1032 + 64 : max, room = in.n > most / 4 ? most : in.n * 4;
	if (room < FIRST)
		room = most < FIRST ? most : FIRST;
	for (;;) {
		uint8_t *out = arena_alloc(mem, room + 1);
		size_t n = 0;
		enum inflate_end end = inflate_into(form, in, out, room, &n);
		if (end == INFLATE_DONE) {
			*ret = (struct bytes){ out, n };
			return end;
		}
		if (end == INFLATE_BROKEN || room >= most)
			return end;
		room = room > most / 4 ? most : room * 4;
	}
}

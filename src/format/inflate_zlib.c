/* format/inflate_zlib.c — inflating natively: zlib. In WebAssembly web/engine has this function. */
#include <limits.h>
#include <zlib.h>

#include "format/inflate.h"

enum inflate_end inflate_into(enum inflate_form form, struct bytes in, uint8_t *out, size_t room, size_t *ret_n)
{
	z_stream z = { .next_in = (z_const Bytef *)in.p, .avail_in = (uInt)in.n, .next_out = out, .avail_out = (uInt)room };
	uint8_t one;
	bool over = false;
	if (in.n > UINT_MAX || room > UINT_MAX || !in.n || inflateInit2(&z, form == INFLATE_RAW ? -MAX_WBITS : MAX_WBITS) != Z_OK)
		return INFLATE_BROKEN;
	int st = inflate(&z, Z_FINISH);
	if (st != Z_STREAM_END && z.avail_out == 0) {           /* just full is not yet too much: is there another byte? */
		z.next_out = &one;
		z.avail_out = 1;
		st = inflate(&z, Z_FINISH);
		over = z.avail_out == 0;
	}
	*ret_n = over ? room : z.total_out;
	inflateEnd(&z);
	return over ? INFLATE_TOO_LARGE : st == Z_STREAM_END ? INFLATE_DONE : INFLATE_BROKEN;
}

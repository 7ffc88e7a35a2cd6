/* Any bytes inflated: never beyond the bound, the same by zlib and by our plain C; and any bytes deflated by ours come back the same. */
#include <stdlib.h>
#include <string.h>

#include "format/deflate.h"
#include "format/inflate_plain.h"

enum { MOST = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *mem = arena_new();
	struct bytes in = { data, n }, out;
	struct buf packed;
	uint8_t *room = arena_alloc(mem, MOST), *plain = arena_alloc(mem, MOST);
	for (int form = INFLATE_RAW; form <= INFLATE_ZLIB; form++) {
		size_t most = n % 7 ? 4096 : 100, first_n = 0, second_n = 0;
		enum inflate_end first = inflate_into((enum inflate_form)form, in, room, most, &first_n);
		enum inflate_end second = inflate_plain((enum inflate_form)form, in, plain, most, &second_n);
		/* What is both broken and too large may be told as either. */
		if ((first == INFLATE_DONE) != (second == INFLATE_DONE))
			abort();
		if (first == INFLATE_DONE && (first_n != second_n || memcmp(room, plain, first_n) != 0))
			abort();
	}
	for (int form = INFLATE_RAW; form <= INFLATE_ZLIB; form++)
		if (inflate_bytes(mem, (enum inflate_form)form, in, MOST, &out) == INFLATE_DONE && out.n > MOST)
			abort();
	buf_init(&packed, mem, n * 2 + 64);
	deflate_bytes(mem, in, &packed);
	if (packed.full || packed.n > n / 8 * 9 + 32)
		abort();
	if (inflate_bytes(mem, INFLATE_RAW, (struct bytes){ (const uint8_t *)packed.p, packed.n }, n, &out) != INFLATE_DONE || out.n != n ||
	    (n && memcmp(out.p, data, n) != 0))
		abort();
	arena_release(mem);
	return 0;
}

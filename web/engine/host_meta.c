/* web/engine/host_meta.c — what the readers of attachments ask of the platform: the page's TextDecoder for Shift_JIS (in place of
 * base/charset_icu.c), and inflating by our own C (in place of zlib), as nothing in a page stops at a given size. */
#include "base/charset.h"
#include "format/inflate_plain.h"

__attribute__((import_module("host"), import_name("shift_jis"))) extern int host_shift_jis(const uint8_t *in, int n, char *out, int room);

size_t charset_shift_jis(const uint8_t *in, size_t n, char *out)
{
	if (n > INT32_MAX / 3 - 4)
		return (size_t)-1;
	int got = host_shift_jis(in, (int)n, out, (int)(3 * n + 4));
	return got < 0 ? (size_t)-1 : (size_t)got;
}

enum inflate_end inflate_into(enum inflate_form form, struct bytes in, uint8_t *out, size_t room, size_t *ret_n)
{
	return inflate_plain(form, in, out, room, ret_n);
}

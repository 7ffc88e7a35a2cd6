/* Any bytes in any encoding: what comes out is valid UTF-8 within its bound. */
#include <stdlib.h>

#include "base/charset.h"
#include "base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *mem = arena_new();
	struct bytes b = { data, n };
	enum charset told = charset_told(b);
	for (int charset = CHARSET_NONE; charset <= CHARSET_LATIN1; charset++) {
		struct str s = charset_text(mem, (enum charset)charset, b);
		if (!str_utf8(s) || s.n > 3 * n + 3)
			abort();
		if (charset == CHARSET_UTF8 && told == CHARSET_UTF8 && s.n < n)
			abort();
	}
	if (charset_named((struct str){ (const char *)data, n }) != CHARSET_NONE && n > 20)
		abort();
	arena_release(mem);
	return 0;
}

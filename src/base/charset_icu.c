/* base/charset_icu.c — Shift_JIS natively: ICU. In WebAssembly web/engine has this function. */
#include <limits.h>
#include <unicode/ucnv.h>

#include "base/charset.h"

size_t charset_shift_jis(const uint8_t *in, size_t n, char *out)
{
	UErrorCode error = U_ZERO_ERROR;
	if (!n)
		return 0;
	if (n > INT_MAX / 3 - 4)
		return (size_t)-1;
	UConverter *converter = ucnv_open("windows-31j", &error);
	int32_t written = ucnv_toAlgorithmic(UCNV_UTF8, converter, out, (int32_t)(3 * n + 4), (const char *)in, (int32_t)n, &error);
	ucnv_close(converter);
	return U_FAILURE(error) || written < 0 ? (size_t)-1 : (size_t)written;
}

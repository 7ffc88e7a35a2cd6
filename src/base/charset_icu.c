/* base/charset_icu.c — Shift_JIS natively: ICU. In WebAssembly web/engine has this function. */
#include <limits.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>

#include "base/charset.h"

/* ICU's own substitute for a single byte is the control character 0x1a. */
static void replace(const void *context, UConverterToUnicodeArgs *args, const char *units, int32_t n, UConverterCallbackReason reason, UErrorCode *error)
{
	static const UChar replacement = 0xfffd;
	(void)context;
	(void)units;
	(void)n;
	if (reason > UCNV_IRREGULAR)
		return;
	*error = U_ZERO_ERROR;
	ucnv_cbToUWriteUChars(args, &replacement, 1, 0, error);
}

size_t charset_shift_jis(const uint8_t *in, size_t n, char *out)
{
	UErrorCode error = U_ZERO_ERROR;
	if (!n)
		return 0;
	if (n > INT_MAX / 3 - 4)
		return (size_t)-1;
	UConverter *converter = ucnv_open("windows-31j", &error);
	ucnv_setToUCallBack(converter, replace, NULL, NULL, NULL, &error);
	int32_t written = ucnv_toAlgorithmic(UCNV_UTF8, converter, out, (int32_t)(3 * n + 4), (const char *)in, (int32_t)n, &error);
	ucnv_close(converter);
	if (U_FAILURE(error) || written < 0)
		return (size_t)-1;
	/* ICU gives bytes that stand for nothing (0xa0, 0xfd to 0xff) places of private use: U+F8F0 to U+F8F3. */
	for (char *p = out, *end = out + written; end - p >= 3 && (p = memmem(p, (size_t)(end - p), "\xef\xa3", 2)) != NULL && end - p >= 3; p += 2)
		if ((unsigned char)p[2] >= 0xb0 && (unsigned char)p[2] <= 0xb3)
			memcpy(p, "\xef\xbf\xbd", 3);
	return (size_t)written;
}

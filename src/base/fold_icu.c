/* base/fold_icu.c — what folding needs from ICU. ICU is seen only here; the engine in the browser has another file in its place
 * (web/engine/host.c). */
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/fold.h"

static bool is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

static struct str fold_ascii(struct arena *mem, struct str s)
{
	char *p = arena_alloc(mem, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + ('a' - 'A')) : s.p[i];
	return (struct str){ p, s.n };
}

/* Normalized UTF-16; false where ICU refuses. */
static bool normalize_utf16(struct arena *mem, const UNormalizer2 *form, const UChar *in, int32_t n, UChar **ret, int32_t *ret_n)
{
	int32_t room = n + n / 2 + 16;
	for (int attempt = 0; form && attempt < 2; attempt++) {
		UChar *out = arena_array(mem, UChar, (size_t)room);
		UErrorCode error = U_ZERO_ERROR;
		int32_t got = unorm2_normalize(form, in, n, out, room, &error);
		if (U_SUCCESS(error)) {
			*ret = out;
			*ret_n = got;
			return true;
		}
		if (error != U_BUFFER_OVERFLOW_ERROR)
			return false;
		room = got + 1;
	}
	return false;
}

static struct str normalize(struct arena *mem, const UNormalizer2 *form, struct str s)
{
	if (s.n > INT32_MAX / 32)                               /* one character may fold into 18 */
		return str_copy(mem, s);
	UErrorCode error = U_ZERO_ERROR;
	UChar *wide = arena_array(mem, UChar, s.n + 1), *folded;
	int32_t wide_n, folded_n, n;
	u_strFromUTF8(wide, (int32_t)s.n + 1, &wide_n, s.p, (int32_t)s.n, &error);
	if (U_FAILURE(error) || !normalize_utf16(mem, form, wide, wide_n, &folded, &folded_n))
		return str_copy(mem, s);
	char *out = arena_alloc(mem, (size_t)folded_n * 3 + 1);
	u_strToUTF8(out, folded_n * 3 + 1, &n, folded, folded_n, &error);
	return U_FAILURE(error) ? str_copy(mem, s) : (struct str){ out, (size_t)n };
}

struct str str_fold(struct arena *mem, struct str s)
{
	UErrorCode error = U_ZERO_ERROR;
	return is_ascii(s) ? fold_ascii(mem, s) : normalize(mem, unorm2_getNFKCCasefoldInstance(&error), s);
}

struct str str_nfkc(struct arena *mem, struct str s)
{
	UErrorCode error = U_ZERO_ERROR;
	return is_ascii(s) ? s : normalize(mem, unorm2_getNFKCInstance(&error), s);
}

size_t fold_nfkc(const uint32_t *in, size_t n, uint32_t *out, size_t room)
{
	UChar wide[FOLD_RUN_MAX * 2], folded[FOLD_ROOM * 2];
	UErrorCode error = U_ZERO_ERROR;
	const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&error);
	int32_t wide_n, got_n, out_n;
	u_strFromUTF32(wide, FOLD_RUN_MAX * 2, &wide_n, (const UChar32 *)in, (int32_t)n, &error);
	got_n = unorm2_normalize(nfkc, wide, wide_n, folded, FOLD_ROOM * 2, &error);
	u_strToUTF32((UChar32 *)out, (int32_t)room, &out_n, folded, got_n, &error);
	return U_FAILURE(error) || (size_t)out_n > room ? 0 : (size_t)out_n;
}

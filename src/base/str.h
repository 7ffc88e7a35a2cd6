/* base/str.h — text as pointer and length: comparing, copying, numbers, UTF-8, and NFKC folding for search.
 * Nothing here changes its input; what is returned lives in the arena passed in.
 */
#ifndef NOROSHI_BASE_STR_H
#define NOROSHI_BASE_STR_H
#include <stdarg.h>

#include "base/arena.h"

bool str_eq(struct str, struct str);
bool str_eq_nocase(struct str, struct str);                     /* ASCII letters only */
int str_cmp(struct str, struct str);                            /* bytewise, as memcmp; the shorter first */
bool str_starts(struct str, struct str prefix);
bool str_ends(struct str, struct str suffix);
ptrdiff_t str_find(struct str in, struct str what);             /* -1: not there */
struct str str_trim(struct str);                                /* ASCII white space off both ends */
struct str str_slice(struct str, size_t from, size_t to);       /* clamped */
/* Splits `s` at the first `sep`: returns what is before it, sets *rest to what is after it (NO_STR at the end). */
struct str str_cut(struct str s, char sep, struct str *rest);
struct str str_copy(struct arena *, struct str);
struct str str_of(const char *terminated);                      /* borrowed; NULL gives NO_STR */
char *str_terminated(struct arena *, struct str);               /* for sys/ and codecs only */
struct str str_format(struct arena *, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct str str_vformat(struct arena *, const char *format, va_list) __attribute__((format(printf, 2, 0)));
#define STR_ARG(s) (int)(s).n, (s).p                            /* for "%.*s" */
/* Whole of `s` as a decimal number in [min, max]; false leaves *ret alone. */
bool str_int(struct str, int64_t min, int64_t max, int64_t *ret);
bool str_utf8(struct str);                                      /* strict: no surrogates, no overlong, no NUL */
size_t str_chars(struct str);                                   /* code points of valid UTF-8 */
/* NFKC + case folding: full-width and half-width, hiragana stays hiragana. For comparing and searching. (fold_icu.c) */
struct str str_fold(struct arena *, struct str);
struct str str_nfkc(struct arena *, struct str);                /* the same without folding case: for passphrases */
struct str str_hex(struct arena *, const void *bytes, size_t n);
bool str_unhex(struct str, uint8_t *ret, size_t n);             /* exactly n bytes */
struct str str_base64url(struct arena *, const void *bytes, size_t n);          /* no padding */
bool str_unbase64url(struct arena *, struct str, struct bytes *ret);
#endif

/* base/charset.h — bytes in the encodings that Japanese documents and mail come in, told apart and made UTF-8.
 *
 * Everything is converted here but the one table that all three Japanese sets share: ISO-2022-JP and EUC-JP are brought into the
 * form of Shift_JIS by arithmetic, and charset_shift_jis() is the platform's: natively ICU (charset_icu.c), in WebAssembly the
 * browser's TextDecoder (web/engine). What does not convert becomes U+FFFD (a character of JIS X 0212: U+3013), never an error:
 * text that cannot be read must still be seen. NUL becomes U+FFFD as well, so that what comes out is a valid str.
 * Cost: linear; the result is at most 3 times as long as the input.
 */
#ifndef NOROSHI_BASE_CHARSET_H
#define NOROSHI_BASE_CHARSET_H
#include "base/arena.h"

enum charset {
	CHARSET_NONE,                                           /* no text: control bytes, or unreadable in every encoding */
	CHARSET_UTF8, CHARSET_UTF8_BOM, CHARSET_UTF16LE, CHARSET_UTF16BE,
	CHARSET_SHIFT_JIS,                                      /* with Microsoft's additions (windows-31j) */
	CHARSET_EUC_JP, CHARSET_ISO_2022_JP, CHARSET_LATIN1,
};
/* Says what the bytes are: by a byte order mark, by escape sequences, by what is valid, and among Shift_JIS and EUC-JP by which
 * makes the commoner Japanese. Latin-1 is only said of bytes named so elsewhere. Reads at most the first CHARSET_LOOK bytes. */
#define CHARSET_LOOK (1u << 20)
enum charset charset_told(struct bytes);
/* As a mail or an XML declaration names it, any case; CHARSET_NONE: unknown. us-ascii is UTF-8. */
enum charset charset_named(struct str name);
struct str charset_name(enum charset);                          /* "UTF-8 (BOM)", "Shift_JIS" ... for people */
/* The text as UTF-8, without the mark. CHARSET_NONE reads as UTF-8. */
struct str charset_text(struct arena *, enum charset, struct bytes);

/* The platform's part: Shift_JIS (windows-31j) into UTF-8. Returns the length written to `out`, which has room for 3 * n + 4 bytes,
 * or (size_t)-1 where the platform cannot. */
size_t charset_shift_jis(const uint8_t *in, size_t n, char *out);
#endif

/* base/fold.h — text as folded characters, each with the byte of the original that it comes from.
 *
 * Folding is NFKC (full-width, half-width katakana, ㈱), simple lower case of Latin, Greek and Cyrillic letters, and leaving out
 * what is not seen (zero-width spaces, soft hyphens, direction marks). Hiragana and katakana stay what they are.
 *
 * Nearly all of it is done here. What needs Unicode's tables is asked of fold_nfkc, one character with its marks at a time: it has
 * two back ends, chosen at link time: ICU (fold_icu.c), and the browser's String.prototype.normalize (web/engine/host.c).
 * Cost: linear; eight bytes of memory for each character.
 */
#ifndef NOROSHI_BASE_FOLD_H
#define NOROSHI_BASE_FOLD_H
#include "base/str.h"

struct folded {
	const uint32_t *c;                                      /* folded code points */
	const uint32_t *from;                                   /* n + 1: the byte where the original of c[i] starts; from[n] is its length */
	size_t n;
};
/* `text` is valid UTF-8 of less than 4 GiB. */
void fold_map(struct arena *, struct str text, struct folded *ret);
/* The byte after the original of c[i]: several folded characters may come from one (㈱ gives three). */
size_t fold_end(const struct folded *, size_t i);

enum { FOLD_RUN_MAX = 16, FOLD_ROOM = 64 };                     /* characters in, out */
/* The back end: NFKC of n (1 .. FOLD_RUN_MAX) code points; 0 where it cannot, and they stay as they are. */
size_t fold_nfkc(const uint32_t *in, size_t n, uint32_t *out, size_t room);
#endif

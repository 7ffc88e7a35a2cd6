/* base/charset.c — telling encodings apart; UTF-16 and Latin-1 into UTF-8; the Japanese sets into the form of Shift_JIS. */
#include "base/charset.h"

#include <string.h>

#include "base/str.h"

#define REPLACEMENT "\xef\xbf\xbd"

struct name { enum charset charset; struct str name; };
static const struct name names[] = {
	{ CHARSET_UTF8, LIT("utf-8") }, { CHARSET_UTF8, LIT("utf8") }, { CHARSET_UTF8, LIT("us-ascii") }, { CHARSET_UTF8, LIT("ascii") },
	{ CHARSET_UTF16LE, LIT("utf-16le") }, { CHARSET_UTF16BE, LIT("utf-16be") }, { CHARSET_UTF16BE, LIT("utf-16") },
	{ CHARSET_SHIFT_JIS, LIT("shift_jis") }, { CHARSET_SHIFT_JIS, LIT("shift-jis") }, { CHARSET_SHIFT_JIS, LIT("sjis") },
	{ CHARSET_SHIFT_JIS, LIT("x-sjis") }, { CHARSET_SHIFT_JIS, LIT("windows-31j") }, { CHARSET_SHIFT_JIS, LIT("cp932") },
	{ CHARSET_SHIFT_JIS, LIT("ms932") }, { CHARSET_EUC_JP, LIT("euc-jp") }, { CHARSET_EUC_JP, LIT("x-euc-jp") },
	{ CHARSET_ISO_2022_JP, LIT("iso-2022-jp") }, { CHARSET_ISO_2022_JP, LIT("iso-2022-jp-ms") }, { CHARSET_ISO_2022_JP, LIT("iso-2022-jp-1") },
	{ CHARSET_ISO_2022_JP, LIT("cp50220") }, { CHARSET_ISO_2022_JP, LIT("cp50221") }, { CHARSET_LATIN1, LIT("iso-8859-1") },
	{ CHARSET_LATIN1, LIT("windows-1252") }, { CHARSET_LATIN1, LIT("latin1") },
};

enum charset charset_named(struct str name)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq_nocase(names[i].name, name))
			return names[i].charset;
	return CHARSET_NONE;
}

struct str charset_name(enum charset charset)
{
	static const struct str shown[] = {
		[CHARSET_NONE] = LIT(""), [CHARSET_UTF8] = LIT("UTF-8"), [CHARSET_UTF8_BOM] = LIT("UTF-8 (BOM)"), [CHARSET_UTF16LE] = LIT("UTF-16LE"),
		[CHARSET_UTF16BE] = LIT("UTF-16BE"), [CHARSET_SHIFT_JIS] = LIT("Shift_JIS"), [CHARSET_EUC_JP] = LIT("EUC-JP"),
		[CHARSET_ISO_2022_JP] = LIT("ISO-2022-JP"), [CHARSET_LATIN1] = LIT("ISO-8859-1"),
	};
	return (size_t)charset < sizeof shown / sizeof *shown ? shown[charset] : NO_STR;
}

/* The length of the UTF-8 sequence at p, or 0 where it is none (or NUL). */
static size_t sequence(const uint8_t *p, size_t left)
{
	if (p[0] < 0x80)
		return p[0] ? 1 : 0;
	size_t n = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
	return n <= left && str_utf8((struct str){ (const char *)p, n }) ? n : 0;
}

/* What was looked at may end within a character: up to three bytes at the end are forgiven. */
static bool is_utf8(struct bytes b, bool cut)
{
	for (size_t i = 0; i < b.n;) {
		size_t n = sequence(b.p + i, b.n - i);
		if (!n)
			return cut && b.n - i < 4 && b.p[i] >= 0x80;
		i += n;
	}
	return true;
}

static bool lead_sjis(uint8_t c) { return (c >= 0x81 && c <= 0x9f) || (c >= 0xe0 && c <= 0xfc); }
static bool trail_sjis(uint8_t c) { return c >= 0x40 && c <= 0xfc && c != 0x7f; }
static bool half_kana(uint8_t c) { return c >= 0xa1 && c <= 0xdf; }
static bool high_euc(uint8_t c) { return c >= 0xa1 && c <= 0xfe; }

/* How common the Japanese is that the bytes make when read so; -1: they are none. */
static long score_sjis(struct bytes b)
{
	long score = 0;
	for (size_t i = 0; i < b.n; i++) {
		uint8_t c = b.p[i], next = i + 1 < b.n ? b.p[i + 1] : 0x40;
		if (c < 0x80)
			continue;
		if (half_kana(c)) {
			score -= 1;
		} else if (lead_sjis(c) && trail_sjis(next)) {
			score += (c == 0x82 && next >= 0x9f) || (c == 0x83 && next <= 0x96) ? 4 : c >= 0x88 && c <= 0x9f ? 2 : c <= 0x84 ? 1 : 0;
			i++;
		} else {
			return -1;
		}
	}
	return score < 0 ? 0 : score;
}

static long score_euc(struct bytes b)
{
	long score = 0;
	for (size_t i = 0; i < b.n; i++) {
		uint8_t c = b.p[i], next = i + 1 < b.n ? b.p[i + 1] : 0xa1;
		if (c < 0x80)
			continue;
		if (c == 0x8e && half_kana(next)) {
			i++;
		} else if (c == 0x8f && high_euc(next)) {
			i += 2;
		} else if (high_euc(c) && high_euc(next)) {
			score += c == 0xa4 || c == 0xa5 ? 4 : c >= 0xb0 && c <= 0xcf ? 2 : c <= 0xa8 ? 1 : 0;
			i++;
		} else {
			return -1;
		}
	}
	return score;
}

static enum charset told_utf16(struct bytes b)
{
	size_t even = 0, odd = 0;
	for (size_t i = 0; i < b.n; i++)
		if (!b.p[i])
			*(i % 2 ? &odd : &even) += 1;
	if (b.n % 2 == 0 && odd > b.n / 8 && even * 16 < odd)
		return CHARSET_UTF16LE;
	return b.n % 2 == 0 && even > b.n / 8 && odd * 16 < even ? CHARSET_UTF16BE : CHARSET_NONE;
}

enum charset charset_told(struct bytes all)
{
	struct bytes b = { all.p, all.n < CHARSET_LOOK ? all.n : CHARSET_LOOK };
	size_t control = 0, nul = 0, high = 0, escapes = 0;
	if (b.n >= 3 && memcmp(b.p, "\xef\xbb\xbf", 3) == 0)
		return CHARSET_UTF8_BOM;
	if (b.n >= 2 && (b.p[0] ^ b.p[1]) == 1 && (b.p[0] & b.p[1]) == 0xfe)
		return b.p[0] == 0xff ? CHARSET_UTF16LE : CHARSET_UTF16BE;
	for (size_t i = 0; i < b.n; i++) {
		uint8_t c = b.p[i];
		nul += c == 0;
		high += c >= 0x80;
		escapes += c == 0x1b && i + 2 < b.n && (b.p[i + 1] == '$' || b.p[i + 1] == '(');
		control += c < 0x20 && !(c >= '\t' && c <= '\r') && c != 0x1b && c != 0x1a;
	}
	if (nul)
		return told_utf16(b);
	if (control * 200 > b.n)
		return CHARSET_NONE;
	if (escapes && !high)
		return CHARSET_ISO_2022_JP;
	if (is_utf8(b, b.n < all.n))
		return CHARSET_UTF8;
	long sjis = score_sjis(b), euc = score_euc(b);
	if (sjis < 0 && euc < 0)
		return CHARSET_NONE;
	return euc > sjis ? CHARSET_EUC_JP : CHARSET_SHIFT_JIS;
}

static size_t put(char *out, uint32_t c)
{
	if (c == 0 || (c >= 0xd800 && c < 0xe000) || c > 0x10ffff)
		c = 0xfffd;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = n; i-- > 1; c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3f));
	out[0] = (char)((n == 2 ? 0xc0 : n == 3 ? 0xe0 : 0xf0) | c);
	return n;
}

static struct str repair(struct arena *mem, struct bytes b)
{
	size_t n = 0;
	if (str_utf8((struct str){ (const char *)b.p, b.n }))
		return b.n ? str_copy(mem, (struct str){ (const char *)b.p, b.n }) : S("");
	char *out = arena_alloc(mem, arena_array_bytes(b.n, 3) + 1);
	for (size_t i = 0; i < b.n;) {
		size_t length = sequence(b.p + i, b.n - i);
		memcpy(out + n, length ? (const char *)b.p + i : REPLACEMENT, length ? length : 3);
		n += length ? length : 3;
		i += length ? length : 1;
	}
	return (struct str){ out, n };
}

static struct str utf16(struct arena *mem, struct bytes b, bool little)
{
	char *out = arena_alloc(mem, arena_array_bytes(b.n / 2 + 2, 3));
	size_t n = 0;
	for (size_t i = 0; i + 1 < b.n; i += 2) {
		uint32_t c = little ? b.p[i] | (uint32_t)b.p[i + 1] << 8 : (uint32_t)b.p[i] << 8 | b.p[i + 1];
		if (i == 0 && c == 0xfeff)
			continue;
		if (c >= 0xd800 && c < 0xdc00 && i + 3 < b.n) {
			uint32_t low = little ? b.p[i + 2] | (uint32_t)b.p[i + 3] << 8 : (uint32_t)b.p[i + 2] << 8 | b.p[i + 3];
			if (low >= 0xdc00 && low < 0xe000) {
				c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
				i += 2;
			}
		}
		n += put(out + n, c);
	}
	if (b.n % 2)
		n += put(out + n, 0xfffd);
	return (struct str){ out, n };
}

static struct str latin1(struct arena *mem, struct bytes b)
{
	char *out = arena_alloc(mem, arena_array_bytes(b.n, 3) + 1);
	size_t n = 0;
	for (size_t i = 0; i < b.n; i++)
		n += put(out + n, b.p[i]);
	return (struct str){ out, n };
}

/* A character of JIS X 0208 (both bytes 0x21 to 0x7e) in the form of Shift_JIS. */
static size_t put_sjis(uint8_t *out, uint8_t row, uint8_t cell)
{
	if (row < 0x21 || row > 0x7e || cell < 0x21 || cell > 0x7e) {
		out[0] = 0xff;
		return 1;
	}
	uint8_t lead = (uint8_t)(((row - 0x21) >> 1) + 0x81);
	out[0] = (uint8_t)(lead > 0x9f ? lead + 0x40 : lead);
	out[1] = (uint8_t)(row % 2 == 0 ? cell + 0x7e : cell + 0x1f + (cell >= 0x60));
	return 2;
}

static struct bytes sjis_of_euc(struct arena *mem, struct bytes b)
{
	uint8_t *out = arena_alloc(mem, b.n + 2);
	size_t n = 0;
	for (size_t i = 0; i < b.n; i++) {
		uint8_t c = b.p[i], next = i + 1 < b.n ? b.p[i + 1] : 0;
		if (c < 0x80) {
			out[n++] = c;
		} else if (c == 0x8e && half_kana(next)) {
			out[n++] = next;
			i++;
		} else if (c == 0x8f && high_euc(next)) {       /* JIS X 0212 has no place there: the geta mark */
			n += put_sjis(out + n, 0x22, 0x2e);
			i += i + 2 < b.n ? 2 : 1;
		} else if (high_euc(c) && high_euc(next)) {
			n += put_sjis(out + n, c & 0x7f, next & 0x7f);
			i++;
		} else {
			out[n++] = 0xff;
		}
	}
	return (struct bytes){ out, n };
}

/* Escape sequences: which set the following bytes are of. 0 where it is none we know. */
static char set_of(const uint8_t *p, size_t left, size_t *ret_length)
{
	*ret_length = 3;
	if (left >= 4 && p[1] == '$' && p[2] == '(') {
		*ret_length = 4;
		return p[3] == 'B' || p[3] == '@' ? 'J' : 'X';
	}
	if (left < 3)
		return 0;
	if (p[1] == '$')
		return p[2] == 'B' || p[2] == '@' ? 'J' : 0;
	if (p[1] == '(')
		return p[2] == 'I' ? 'K' : p[2] == 'B' || p[2] == 'J' ? 'A' : 0;
	return 0;
}

static struct bytes sjis_of_iso2022(struct arena *mem, struct bytes b)
{
	uint8_t *out = arena_alloc(mem, b.n + 2);
	size_t n = 0;
	char set = 'A', next;
	for (size_t i = 0, length; i < b.n;) {
		uint8_t c = b.p[i];
		if (c == 0x1b && (next = set_of(b.p + i, b.n - i, &length)) != 0) {
			set = next;
			i += length;
		} else if (c <= 0x20) {
			set = c == '\n' ? 'A' : set;
			out[n++] = c;
			i++;
		} else if (set == 'J' || set == 'X') {
			uint8_t cell = i + 1 < b.n ? b.p[i + 1] : 0;
			bool geta = set == 'X' && cell > 0x20;
			n += put_sjis(out + n, geta ? 0x22 : c, geta ? 0x2e : cell > 0x20 ? cell : 0);
			i += cell > 0x20 ? 2 : 1;
		} else {
			out[n++] = set == 'K' && c < 0x60 ? c | 0x80 : c < 0x80 ? c : 0xff;
			i++;
		}
	}
	return (struct bytes){ out, n };
}

/* A first byte without its second at the very end is seen too, whatever the platform makes of it. */
static bool ends_early(struct bytes b)
{
	size_t i = 0;
	while (i < b.n)
		i += lead_sjis(b.p[i]) ? 2 : 1;
	return i > b.n;
}

static struct str japanese(struct arena *mem, struct bytes sjis)
{
	char *out = arena_alloc(mem, arena_array_bytes(sjis.n, 3) + 4);
	bool early = ends_early(sjis);
	size_t n = charset_shift_jis(sjis.p, sjis.n - early, out);
	if (n == (size_t)-1)
		return repair(mem, sjis);
	if (early) {
		memcpy(out + n, REPLACEMENT, 3);
		n += 3;
	}
	return repair(mem, (struct bytes){ (const uint8_t *)out, n });
}

struct str charset_text(struct arena *mem, enum charset charset, struct bytes b)
{
	if (charset == CHARSET_UTF16LE || charset == CHARSET_UTF16BE)
		return utf16(mem, b, charset == CHARSET_UTF16LE);
	if (charset == CHARSET_LATIN1)
		return latin1(mem, b);
	if (charset == CHARSET_SHIFT_JIS)
		return japanese(mem, b);
	if (charset == CHARSET_EUC_JP)
		return japanese(mem, sjis_of_euc(mem, b));
	if (charset == CHARSET_ISO_2022_JP)
		return japanese(mem, sjis_of_iso2022(mem, b));
	size_t mark = b.n >= 3 && memcmp(b.p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	return repair(mem, mark ? (struct bytes){ b.p + mark, b.n - mark } : b);
}

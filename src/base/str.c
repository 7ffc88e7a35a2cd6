/* base/str.c — text as pointer and length. */
#include "base/str.h"

#include <stdio.h>
#include <string.h>

bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool str_eq_nocase(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;
	return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq((struct str){ s.p, prefix.n }, prefix);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_eq(str_slice(s, s.n - suffix.n, s.n), suffix);
}

ptrdiff_t str_find(struct str in, struct str what)
{
	if (!what.n)
		return 0;
	const char *p = in.n ? memmem(in.p, in.n, what.p, what.n) : NULL;
	return p ? p - in.p : -1;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
	while (s.n && is_space(s.p[s.n - 1]))
		s.n--;
	while (s.n && is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	return s;
}

struct str str_slice(struct str s, size_t from, size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from > to)
		from = to;
	return (struct str){ s.p ? s.p + from : NULL, to - from };
}

struct str str_cut(struct str s, char sep, struct str *rest)
{
	const char *at = s.n ? memchr(s.p, sep, s.n) : NULL;
	if (!at) {
		*rest = NO_STR;
		return s;
	}
	size_t before = (size_t)(at - s.p);
	*rest = (struct str){ at + 1, s.n - before - 1 };
	return (struct str){ s.p, before };
}

struct str str_copy(struct arena *mem, struct str s)
{
	if (!s.p)
		return NO_STR;
	if (!s.n)
		return S("");
	char *p = arena_alloc(mem, s.n);
	memcpy(p, s.p, s.n);
	return (struct str){ p, s.n };
}

struct str str_of(const char *terminated)
{
	return terminated ? (struct str){ terminated, strlen(terminated) } : NO_STR;
}

char *str_terminated(struct arena *mem, struct str s)
{
	char *p = arena_alloc(mem, s.n + 1);
	if (s.n)
		memcpy(p, s.p, s.n);
	return p;
}

struct str str_vformat(struct arena *mem, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	char *p = arena_alloc(mem, n < 0 ? 1 : (size_t)n + 1);
	if (n > 0)
		vsnprintf(p, (size_t)n + 1, format, again);
	va_end(again);
	return (struct str){ p, n < 0 ? 0 : (size_t)n };
}

struct str str_format(struct arena *mem, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct str s = str_vformat(mem, format, args);
	va_end(args);
	return s;
}

bool str_int(struct str s, int64_t min, int64_t max, int64_t *ret)
{
	bool negative = s.n && s.p[0] == '-';
	int64_t value = 0;
	size_t i = negative;
	if (i == s.n)
		return false;
	for (; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		int digit = s.p[i] - '0';
		if (__builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, negative ? -digit : digit, &value))
			return false;
	}
	if (value < min || value > max)
		return false;
	*ret = value;
	return true;
}

/* Eight bytes of plain ASCII without NUL. */
static bool eight_ascii(const unsigned char *p)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), tops = UINT64_C(0x8080808080808080);
	uint64_t w;
	memcpy(&w, p, sizeof w);
	return !((w | (w - ones)) & tops);
}

/* The length of the sequence that starts here, or 0 where it is none. */
static size_t utf8_length(const unsigned char *p, size_t left)
{
	unsigned char c = p[0];
	if (c < 0x80)
		return c ? 1 : 0;
	size_t length = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
	if (c < 0xc2 || c > 0xf4 || left < length)
		return 0;
	for (size_t i = 1; i < length; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	bool overlong = (c == 0xe0 && p[1] < 0xa0) || (c == 0xf0 && p[1] < 0x90);
	bool surrogate = c == 0xed && p[1] > 0x9f;
	bool beyond = c == 0xf4 && p[1] > 0x8f;
	return overlong || surrogate || beyond ? 0 : length;
}

bool str_utf8(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	for (size_t i = 0; i < s.n;) {
		if (s.n - i >= 8 && eight_ascii(p + i)) {
			i += 8;
			continue;
		}
		size_t length = utf8_length(p + i, s.n - i);
		if (!length)
			return false;
		i += length;
	}
	return true;
}

size_t str_chars(struct str s)
{
	size_t count = 0;
	for (size_t i = 0; i < s.n; i++)
		count += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return count;
}

struct str str_hex(struct arena *mem, const void *bytes, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	const uint8_t *from = bytes;
	char *p = arena_alloc(mem, arena_array_bytes(n, 2));
	for (size_t i = 0; i < n; i++) {
		p[2 * i] = digits[from[i] >> 4];
		p[2 * i + 1] = digits[from[i] & 15];
	}
	return (struct str){ p, 2 * n };
}

static int hex_digit(char c)
{
	c = lower(c);
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool str_unhex(struct str s, uint8_t *ret, size_t n)
{
	if (s.n % 2 || s.n / 2 != n)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (hex_digit(s.p[i]) < 0)
			return false;
	for (size_t i = 0; i < n; i++)
		ret[i] = (uint8_t)(hex_digit(s.p[2 * i]) << 4 | hex_digit(s.p[2 * i + 1]));
	return true;
}

struct str str_base64url(struct arena *mem, const void *bytes, size_t n)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	const uint8_t *from = bytes;
	size_t full = n / 3 * 3, out = 0;
	char *p = arena_alloc(mem, arena_array_bytes(n / 3 + 1, 4));
	for (size_t i = 0; i < n; i += 3) {
		uint32_t group = (uint32_t)from[i] << 16;
		if (i + 1 < n)
			group |= (uint32_t)from[i + 1] << 8;
		if (i + 2 < n)
			group |= from[i + 2];
		size_t count = i < full ? 4 : n - full + 1;
		for (size_t k = 0; k < count; k++)
			p[out++] = digits[group >> (18 - 6 * k) & 63];
	}
	return (struct str){ p, out };
}

static int base64_digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '-' ? 62 : c == '_' ? 63 : -1;
}

bool str_unbase64url(struct arena *mem, struct str s, struct bytes *ret)
{
	uint8_t *out = arena_alloc(mem, s.n / 4 * 3 + 3);
	size_t n = 0;
	uint32_t bits = 0;
	int have = 0;
	if (s.n % 4 == 1)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		int digit = base64_digit(s.p[i]);
		if (digit < 0)
			return false;
		bits = bits << 6 | (uint32_t)digit;
		have += 6;
		if (have >= 8) {
			have -= 8;
			out[n++] = (uint8_t)(bits >> have);
		}
	}
	if (bits & ((1u << have) - 1))                          /* one value has one text */
		return false;
	*ret = (struct bytes){ out, n };
	return true;
}

/* format/mime.c — the encodings of mail. */
#include "format/mime.h"

#include <string.h>

#include "base/buf.h"
#include "base/charset.h"
#include "base/str.h"

enum { PIECES_MAX = 64, VALUE_MAX = 64 << 10 };

static int digit64(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	return c >= '0' && c <= '9' ? c - '0' + 52 : c == '+' ? 62 : c == '/' ? 63 : -1;
}

static int digit16(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

struct bytes mime_base64(struct arena *mem, struct str s)
{
	uint8_t *out = arena_alloc(mem, s.n / 4 * 3 + 4);
	size_t n = 0;
	uint32_t bits = 0;
	int have = 0;
	for (size_t i = 0; i < s.n && s.p[i] != '='; i++) {
		int digit = digit64(s.p[i]);
		if (digit < 0)
			continue;
		bits = bits << 6 | (uint32_t)digit;
		have += 6;
		if (have >= 8) {
			have -= 8;
			out[n++] = (uint8_t)(bits >> have);
		}
	}
	return (struct bytes){ out, n };
}

struct bytes mime_quoted(struct arena *mem, struct str s, bool header)
{
	uint8_t *out = arena_alloc(mem, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		int high = s.p[i] == '=' && i + 2 < s.n ? digit16(s.p[i + 1]) : -1, low = high >= 0 ? digit16(s.p[i + 2]) : -1;
		if (low >= 0) {
			out[n++] = (uint8_t)(high << 4 | low);
			i += 2;
		} else if (s.p[i] == '=' && i + 1 < s.n && (s.p[i + 1] == '\n' || s.p[i + 1] == '\r')) {
			i += s.p[i + 1] == '\r' && i + 2 < s.n && s.p[i + 2] == '\n' ? 2 : 1;
		} else {
			out[n++] = header && s.p[i] == '_' ? ' ' : (uint8_t)s.p[i];
		}
	}
	return (struct bytes){ out, n };
}

static struct bytes bytes_of(struct str s) { return (struct bytes){ (const uint8_t *)s.p, s.n }; }

static struct str text_of(struct arena *mem, struct str charset, struct bytes b)
{
	enum charset named = charset_named(charset);
	if (named == CHARSET_NONE || (named == CHARSET_UTF8 && !str_utf8((struct str){ (const char *)b.p, b.n })))
		named = charset_told(b);
	return charset_text(mem, named, b);
}

/* "=?charset?B?...?=" at the start of `s`; its length, or 0. */
static size_t word(struct arena *mem, struct str s, struct str *ret)
{
	struct str rest, charset, how, text, tail;
	if (!str_starts(s, S("=?")))
		return 0;
	charset = str_cut(str_slice(s, 2, s.n), '?', &rest);
	how = str_cut(rest, '?', &rest);
	text = str_cut(rest, '?', &tail);
	if (charset.n > 40 || how.n != 1 || !str_starts(tail, S("=")) || memchr(text.n ? text.p : "", ' ', text.n))
		return 0;
	charset = str_cut(charset, '*', &rest);                 /* a language may follow */
	bool base64 = (how.p[0] | 32) == 'b';
	if (!base64 && (how.p[0] | 32) != 'q')
		return 0;
	*ret = text_of(mem, charset, base64 ? mime_base64(mem, text) : mime_quoted(mem, text, true));
	return (size_t)(tail.p + 1 - s.p);
}

static size_t blanks(struct str s, size_t from)
{
	size_t i = from;
	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\r' || s.p[i] == '\n'))
		i++;
	return i;
}

struct str mime_words(struct arena *mem, struct str value)
{
	struct buf out;
	struct str decoded;
	bool after_word = false;
	buf_init(&out, mem, VALUE_MAX * 4);
	value = str_trim(str_slice(value, 0, VALUE_MAX));
	for (size_t i = 0, n; i < value.n;) {
		size_t next = blanks(value, i);
		if (next > i) {                                 /* folds become spaces; between two words nothing */
			if (!(after_word && str_starts(str_slice(value, next, value.n), S("=?"))))
				buf_byte(&out, ' ');
			i = next;
		} else if (value.p[i] == '=' && (n = word(mem, str_slice(value, i, value.n), &decoded)) != 0) {
			buf_add(&out, decoded);
			i += n;
			after_word = true;
			continue;
		} else {
			size_t from = i;
			while (i < value.n && blanks(value, i) == i && (i == from || value.p[i] != '='))
				i++;
			struct bytes plain = bytes_of(str_slice(value, from, i));
			buf_add(&out, str_utf8(str_slice(value, from, i)) ? str_slice(value, from, i) : charset_text(mem, charset_told(plain), plain));
			after_word = false;
		}
	}
	return str_utf8(buf_str(&out)) && !memchr(out.n ? out.p : "", 0x1b, out.n) ? buf_str(&out) : charset_text(mem, charset_told(bytes_of(buf_str(&out))), bytes_of(buf_str(&out)));
}

/* One "name=value" of a header; false at its end. Quoted values come without quotes, backslashes taken out. */
static bool next_parameter(struct arena *mem, struct str *rest, struct str *ret_name, struct str *ret_value)
{
	struct str s = *rest, after;
	while (s.n && (s.p[0] == ';' || s.p[0] == ' ' || s.p[0] == '\t' || s.p[0] == '\r' || s.p[0] == '\n'))
		s = str_slice(s, 1, s.n);
	const char *sign = s.n ? memchr(s.p, '=', s.n) : NULL;
	if (!sign)
		return false;
	*ret_name = str_trim(str_slice(s, 0, (size_t)(sign - s.p)));
	s = str_trim(str_slice(s, (size_t)(sign - s.p) + 1, s.n));
	if (!str_starts(s, S("\""))) {
		*ret_value = str_trim(str_cut(s, ';', &after));
		*rest = after;
		return true;
	}
	size_t n = 0, i = 1;
	while (i < s.n && s.p[i] != '"')
		i += s.p[i] == '\\' ? 2 : 1;
	char *out = arena_alloc(mem, i);
	for (i = 1; i < s.n && s.p[i] != '"'; i++) {
		i += s.p[i] == '\\' && i + 1 < s.n;
		out[n++] = s.p[i];
	}
	*ret_value = (struct str){ out, n };
	*rest = str_slice(s, i + 1, s.n);
	return true;
}

static struct str percent(struct arena *mem, struct str s)
{
	char *out = arena_alloc(mem, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		int high = s.p[i] == '%' && i + 2 < s.n ? digit16(s.p[i + 1]) : -1, low = high >= 0 ? digit16(s.p[i + 2]) : -1;
		out[n++] = low >= 0 ? (char)(high << 4 | low) : s.p[i];
		i += low >= 0 ? 2 : 0;
	}
	return (struct str){ out, n };
}

struct str mime_parameter(struct arena *mem, struct str value, struct str name)
{
	struct str rest, key, v, plain = NO_STR, charset = NO_STR;
	struct buf pieces;
	bool extended = false;
	buf_init(&pieces, mem, VALUE_MAX);
	str_cut(str_slice(value, 0, VALUE_MAX), ';', &rest);
	for (int i = 0; i < PIECES_MAX && rest.n && next_parameter(mem, &rest, &key, &v); i++) {
		if (str_eq_nocase(key, name)) {
			plain = v;
		} else if (key.n > name.n && key.p[name.n] == '*' && str_eq_nocase(str_slice(key, 0, name.n), name)) {
			bool first = !extended;
			extended = true;
			if (str_ends(key, S("*"))) {
				if (first) {
					charset = str_cut(v, '\'', &v);
					str_cut(v, '\'', &v);
				}
				v = percent(mem, v);
			}
			buf_add(&pieces, v);
		}
	}
	if (extended)
		return text_of(mem, charset, bytes_of(buf_str(&pieces)));
	return plain.p ? mime_words(mem, plain) : NO_STR;
}

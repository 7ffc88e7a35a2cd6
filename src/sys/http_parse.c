/* The pure half of sys/http.h: escapes, queries, cookies. No library, no sockets; fuzzed by test/fuzz. */
#include <string.h>
#include "base/str.h"
#include "sys/http.h"

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool http_decode(struct arena *mem, struct str escaped, bool plus_is_space, struct str *ret)
{
	if (escaped.n == 0) {
		*ret = S("");
		return true;
	}
	if (!memchr(escaped.p, '%', escaped.n) && !(plus_is_space && memchr(escaped.p, '+', escaped.n))) {
		*ret = escaped;
		return str_utf8(escaped);
	}
	char *out = arena_alloc(mem, escaped.n);
	size_t n = 0;
	for (size_t i = 0; i < escaped.n; i++) {
		char c = escaped.p[i];
		if (c == '%') {
			int high = i + 2 < escaped.n ? hex(escaped.p[i + 1]) : -1;
			int low = i + 2 < escaped.n ? hex(escaped.p[i + 2]) : -1;
			if (high < 0 || low < 0)
				return false;
			c = (char)(high << 4 | low);
			i += 2;
		} else if (c == '+' && plus_is_space) {
			c = ' ';
		}
		out[n++] = c;
	}
	if (!str_utf8((struct str){ out, n }))
		return false;
	*ret = (struct str){ out, n };
	return true;
}

struct str http_query(struct arena *mem, struct str query, struct str name, bool *bad)
{
	struct str rest = query;
	while (rest.n) {
		struct str value, key, pair = str_cut(rest, '&', &rest);
		key = str_cut(pair, '=', &value);
		if (!http_decode(mem, key, true, &key)) {
			*bad = true;
			return NO_STR;
		}
		if (!str_eq(key, name))
			continue;
		if (!http_decode(mem, value, true, &value)) {
			*bad = true;
			return NO_STR;
		}
		return value;
	}
	return NO_STR;
}

bool http_query_name(struct arena *mem, struct str query, size_t n, struct str *ret, bool *bad)
{
	struct str rest = query;
	while (rest.n) {
		struct str value, pair = str_cut(rest, '&', &rest);
		struct str key = str_cut(pair, '=', &value);
		if (!pair.n || n--)
			continue;
		if (!http_decode(mem, key, true, ret)) {
			*bad = true;
			return false;
		}
		return true;
	}
	return false;
}

struct str http_cookie(struct str header, struct str name)
{
	struct str rest = header;
	while (rest.n) {
		struct str value, pair = str_trim(str_cut(rest, ';', &rest));
		struct str key = str_cut(pair, '=', &value);
		if (!str_eq(key, name))
			continue;
		if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
			value = str_slice(value, 1, value.n - 1);
		return value.p ? value : S("");
	}
	return NO_STR;
}

bool http_token(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z', digit = c >= '0' && c <= '9';
		if (!letter && !digit && (c == 0 || !strchr("!#$%&'*+-.^_`|~", c)))
			return false;
	}
	return s.n > 0;
}

void http_response_header(struct http_response *r, struct str name, struct str value)
{
	if (r->n_headers < HTTP_HEADERS_MAX)
		r->headers[r->n_headers++] = (struct http_header_out){ name, value };
}

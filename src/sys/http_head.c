#include <string.h>
#include "base/str.h"
#include "sys/http_head.h"

bool http_clean(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 127)
			return false;
	return true;
}

size_t http_head_count(const struct http_head *h, struct str name, struct str *ret)
{
	size_t n = 0;
	for (size_t i = 0; i < h->n_headers; i++)
		if (str_eq_nocase(h->headers[i].name, name) && n++ == 0)
			*ret = h->headers[i].value;
	return n;
}

static bool host_valid(struct str host)
{
	for (size_t i = 0; i < host.n; i++) {
		unsigned char c = (unsigned char)host.p[i], l = c | 0x20;
		if (!(l >= 'a' && l <= 'z') && !(c >= '0' && c <= '9') && !memchr(".-_:[]%", c, 7))
			return false;
	}
	return host.n > 0 && host.n <= 260;
}

static int check_length(const struct http_head *h, bool http_1_1, struct http_length *ret)
{
	struct str length = NO_STR, coding = NO_STR;
	size_t n_lengths = http_head_count(h, S("content-length"), &length);
	size_t n_codings = http_head_count(h, S("transfer-encoding"), &coding);
	int64_t n = 0;
	if (n_lengths > 1 || n_codings > 1 || (n_lengths && n_codings))
		return 400;
	if (n_codings && (!http_1_1 || !str_eq_nocase(coding, S("chunked"))))
		return http_1_1 ? 501 : 400;
	for (size_t i = 0; i < length.n; i++)
		if (length.p[i] < '0' || length.p[i] > '9')
			return 400;
	if (n_lengths && !str_int(length, 0, INT64_MAX, &n))
		return 400;
	*ret = (struct http_length){ (size_t)n, n_codings > 0 };
	return 0;
}

static int check_target(const struct http_head *h)
{
	if (h->path.n > HTTP_PATH_MAX)
		return 414;
	if (h->path.n == 0 || h->path.p[0] != '/')
		return 400;
	for (size_t i = 0; i < h->path.n; i++)
		if (h->path.p[i] <= ' ' || h->path.p[i] > '~')
			return 400;
	return http_clean(h->query) ? 0 : 400;
}

int http_head_check(const struct http_head *h, struct http_length *ret)
{
	static const struct str single[] = { LIT("authorization"), LIT("content-type"), LIT("cookie"), LIT("if-match"),
		LIT("if-none-match"), LIT("idempotency-key"), LIT("x-csrf-token"), LIT("origin"), LIT("last-event-id"),
		LIT("content-encoding"), LIT("content-range") };
	bool http_1_1 = str_eq(h->version, S("HTTP/1.1"));
	struct str value = NO_STR;
	if (!http_1_1 && !str_eq(h->version, S("HTTP/1.0")))
		return 505;
	for (size_t i = 0; i < h->n_headers; i++)
		if (!http_token(h->headers[i].name) || !http_clean(h->headers[i].value))
			return 400;
	size_t hosts = http_head_count(h, S("host"), &value);
	if (hosts > 1 || (http_1_1 && hosts == 0) || (hosts && !host_valid(value)))
		return 400;
	for (size_t i = 0; i < sizeof single / sizeof single[0]; i++)
		if (http_head_count(h, single[i], &value) > 1)
			return 400;
	int refused = check_target(h);
	return refused ? refused : check_length(h, http_1_1, ret);
}

#include "sys/fetch.h"
#include <curl/curl.h>
#include "base/buf.h"
#include "base/str.h"

struct exchange { struct arena *mem; struct buf body; struct fetch_answer answer; CURL *curl; struct curl_slist *headers; };

static size_t take_body(char *p, size_t each, size_t n, void *arg)
{
	struct exchange *x = arg;
	buf_add(&x->body, (struct str){ p, each * n });
	return x->body.full ? 0 : each * n;                     /* anything but n ends the transfer */
}

static size_t take_header(char *p, size_t each, size_t n, void *arg)
{
	struct exchange *x = arg;
	struct str value, name = str_cut((struct str){ p, each * n }, ':', &value);
	struct str *place = str_eq_nocase(name, S("content-type")) ? &x->answer.type : str_eq_nocase(name, S("etag")) ? &x->answer.etag
		: str_eq_nocase(name, S("retry-after")) ? &x->answer.retry_after : str_eq_nocase(name, S("set-cookie")) ? &x->answer.cookie : NULL;
	if (place == &x->answer.cookie)
		value = str_cut(value, ';', &name);
	if (place)
		*place = str_copy(x->mem, str_trim(value));
	return each * n;
}

static void close_exchange(void *arg)
{
	struct exchange *x = arg;
	curl_slist_free_all(x->headers);
	curl_easy_cleanup(x->curl);
}

static bool one_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\r' || s.p[i] == '\n' || s.p[i] == '\0')
			return false;
	return true;
}

static bool set_headers(struct exchange *x, const struct fetch_request *r)
{
	x->headers = curl_slist_append(NULL, "Expect:");        /* no waiting for 100-continue */
	for (size_t i = 0; i < r->n_headers; i++) {
		if (!one_line(r->headers[i].name) || !one_line(r->headers[i].value))
			return false;
		char *line = str_terminated(x->mem, str_format(x->mem, "%.*s: %.*s", STR_ARG(r->headers[i].name), STR_ARG(r->headers[i].value)));
		x->headers = curl_slist_append(x->headers, line);
	}
	return true;
}

static void set_options(struct exchange *x, const struct fetch_request *r)
{
	CURL *c = x->curl;
	curl_easy_setopt(c, CURLOPT_URL, str_terminated(x->mem, r->url));
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (r->ca_file.n)
		curl_easy_setopt(c, CURLOPT_CAINFO, str_terminated(x->mem, r->ca_file));
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, 10L);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)(r->timeout_s ? r->timeout_s : 60));
	curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, str_terminated(x->mem, r->method));
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, x->headers);
	curl_easy_setopt(c, CURLOPT_USERAGENT, "noroshi/" NOROSHI_VERSION);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, x);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, x);
	if (r->body.p) {
		curl_easy_setopt(c, CURLOPT_POSTFIELDS, r->body.p);
		curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body.n);
	} else if (!str_eq(r->method, S("GET"))) {
		curl_easy_setopt(c, CURLOPT_POSTFIELDS, "");
	}
}

enum status fetch(struct cx *cx, const struct fetch_request *r, struct fetch_answer *ret)
{
	struct exchange *x = arena_make(cx->mem, struct exchange);
	long status = 0;
	*x = (struct exchange){ .mem = cx->mem, .curl = curl_easy_init() };
	if (!x->curl)
		return fail_detail(cx, E_REMOTE, T_REMOTE, "libcurl");
	arena_closer(cx->mem, close_exchange, x);
	buf_init(&x->body, cx->mem, r->answer_max ? r->answer_max : (size_t)8 << 20);
	if (r->n_headers > FETCH_HEADERS_MAX || !set_headers(x, r))
		return fail_detail(cx, E_BUG, T_BUG, "a request header with a line end, or too many");
	set_options(x, r);
	CURLcode code = curl_easy_perform(x->curl);
	if (x->body.full)
		return fail_detail(cx, E_LIMIT, T_REMOTE, "the answer is too large");
	if (code != CURLE_OK)
		return fail_detail(cx, E_REMOTE, T_REMOTE, "%s", curl_easy_strerror(code));
	curl_easy_getinfo(x->curl, CURLINFO_RESPONSE_CODE, &status);
	struct str body = buf_str(&x->body);
	x->answer.status = (int)status;
	x->answer.body = (struct bytes){ (const uint8_t *)body.p, body.n };
	*ret = x->answer;
	return OK;
}

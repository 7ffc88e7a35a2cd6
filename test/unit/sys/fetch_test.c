/* sys/fetch.c against our own server: bodies, headers, bounds, no redirects, certificates that nobody vouches for, nobody at home. */
#include "../support.h"


#include "sys/fetch.h"
#include "sys/http.h"

static struct test_store t;
static struct http_server *server;
static struct str base;

static void serve(void *arg, struct http_request *q)
{
	struct http_response r = { .status = 200, .type = S("text/plain") };
	(void)arg;
	if (str_eq(q->path, S("/elsewhere"))) {
		r.status = 302;
		http_response_header(&r, S("Location"), S("/"));
	} else if (str_eq(q->path, S("/large"))) {
		r.body = (struct bytes){ arena_alloc(q->mem, 100000), 100000 };
	} else if (str_eq(q->path, S("/slow"))) {
		usleep(1500 * 1000);
	} else {
		struct str text = str_format(q->mem, "%d %.*s %.*s", (int)q->method, STR_ARG(http_header(q, S("x-mine"))), (int)q->body.n, q->body.n ? (const char *)q->body.p : "");
		r.body = (struct bytes){ (const uint8_t *)text.p, text.n };
		http_response_header(&r, S("ETag"), S("\"7\""));
		http_response_header(&r, S("Retry-After"), S("3"));
	}
	http_answer(q->exchange, &r);
}

static size_t body_max(void *arg, struct http_request *head)
{
	(void)arg, (void)head;
	return 100000;
}

static int open_server(void **state)
{
	struct http_server_options o = { .listen = S("127.0.0.1:0"), .threads = 1, .serve = serve, .body_max = body_max };
	(void)state;
	test_cx_open(&t);
	assert_ok(&t, http_start(&t.cx, &o, &server));
	base = str_format(t.mem, "http://127.0.0.1:%d", http_port(server));
	return 0;
}

static int close_server(void **state)
{
	(void)state;
	http_stop(server);
	test_cx_close(&t);
	return 0;
}

static enum status ask(struct str method, struct str path, struct fetch_request r, struct fetch_answer *ret)
{
	test_forget(&t);
	r.method = method;
	r.url = str_format(t.mem, "%.*s%.*s", STR_ARG(base), STR_ARG(path));
	return fetch(&t.cx, &r, ret);
}

static void asks_and_is_answered(void **state)
{
	(void)state;
	struct fetch_answer a;
	struct fetch_header mine = { S("X-Mine"), S("日本") };
	struct fetch_request r = { .headers = &mine, .n_headers = 1, .body = { (const uint8_t *)"body", 4 } };
	assert_ok(&t, ask(S("POST"), S("/x?y=1"), r, &a));
	assert_int_equal(a.status, 200);
	struct str body = { (const char *)a.body.p, a.body.n };
	assert_str(body, "3 日本 body");
	assert_str(a.type, "text/plain");
	assert_str(a.etag, "\"7\"");
	assert_str(a.retry_after, "3");
	assert_ok(&t, ask(S("DELETE"), S("/"), (struct fetch_request){ 0 }, &a));
	assert_int_equal(a.body.p[0], '0' + HTTP_DELETE);
	assert_ok(&t, ask(S("GET"), S("/elsewhere"), (struct fetch_request){ 0 }, &a));
	assert_int_equal(a.status, 302);                        /* told, not followed */
}

static void is_bounded(void **state)
{
	(void)state;
	struct fetch_answer a;
	struct fetch_header split = { S("X"), S("a\r\nY: b") };
	assert_int_equal(ask(S("GET"), S("/large"), (struct fetch_request){ .answer_max = 99999 }, &a), E_LIMIT);
	assert_ok(&t, ask(S("GET"), S("/large"), (struct fetch_request){ .answer_max = 100000 }, &a));
	assert_int_equal(ask(S("GET"), S("/slow"), (struct fetch_request){ .timeout_s = 1 }, &a), E_REMOTE);
	assert_int_equal(ask(S("GET"), S("/"), (struct fetch_request){ .headers = &split, .n_headers = 1 }, &a), E_BUG);
}

static void nobody_and_nothing_else(void **state)
{
	(void)state;
	struct fetch_answer a;
	struct fetch_request r = { .method = S("GET"), .url = S("file:///etc/hostname") };
	test_forget(&t);
	assert_int_equal(fetch(&t.cx, &r, &a), E_REMOTE);
	test_forget(&t);
	r.url = S("http://127.0.0.1:1/");
	assert_int_equal(fetch(&t.cx, &r, &a), E_REMOTE);
	/* TLS to who speaks none: an error, never a fall back. */
	test_forget(&t);
	r.url = str_format(t.mem, "https%.*s/", STR_ARG(str_slice(base, 4, base.n)));
	assert_int_equal(fetch(&t.cx, &r, &a), E_REMOTE);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(asks_and_is_answered), cmocka_unit_test(is_bounded), cmocka_unit_test(nobody_and_nothing_else) };
	return cmocka_run_group_tests(tests, open_server, close_server);
}

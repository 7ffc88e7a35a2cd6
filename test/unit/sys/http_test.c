/* sys/http.c by raw sockets: what is refused, what is bounded, answers from other threads, pipelining, streams. */
#include "support.h"

#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "sys/http.h"

#define STREAMS_MAX 2000
#define BODY_MAX 10000
static struct {
	struct test_store t;
	struct http_server *server;
	int port;
	_Atomic int closed, opened;
	pthread_mutex_t lock;
	struct http_stream *streams[STREAMS_MAX];
} site;

/* --- the application under the server ------------------------------------------------------------------------------------- */

static void *answer_later(void *arg)
{
	struct http_response r = { .status = 200, .type = S("text/plain"), .body = { (const uint8_t *)"later", 5 } };
	usleep(500);
	http_answer(arg, &r);
	return NULL;
}

static void closed(void *arg)
{
	size_t i = (size_t)(uintptr_t)arg;
	pthread_mutex_lock(&site.lock);
	site.streams[i] = NULL;
	pthread_mutex_unlock(&site.lock);
	atomic_fetch_add(&site.closed, 1);
}

static void open_stream(struct http_request *q)
{
	struct http_response head = { .status = 200, .type = S("text/event-stream") };
	int i = atomic_fetch_add(&site.opened, 1);
	pthread_mutex_lock(&site.lock);
	site.streams[i] = http_stream_open(q->exchange, &head, closed, (void *)(uintptr_t)i);
	http_stream_send(site.streams[i], S("hello\n"));
	pthread_mutex_unlock(&site.lock);
}

static void serve(void *arg, struct http_request *q)
{
	struct http_response r = { .status = q->refused ? q->refused : 200, .type = S("text/plain"), .close = q->refused != 0 };
	pthread_t thread;
	(void)arg;
	if (!q->refused && str_eq(q->path, S("/later"))) {
		assert_int_equal(pthread_create(&thread, NULL, answer_later, q->exchange), 0);
		pthread_detach(thread);
		return;
	}
	if (!q->refused && str_eq(q->path, S("/stream"))) {
		open_stream(q);
		return;
	}
	struct str text = str_format(q->mem, "%.*s|%.*s|%.*s|%.*s", STR_ARG(q->path), (int)q->query.n, q->query.n ? q->query.p : "",
		(int)q->body.n, q->body.n ? (const char *)q->body.p : "", STR_ARG(q->peer));
	r.body = (struct bytes){ (const uint8_t *)text.p, text.n };
	http_response_header(&r, S("X-Split"), http_header(q, S("x-back")));
	http_answer(q->exchange, &r);
}

static size_t body_max(void *arg, struct http_request *head)
{
	(void)arg;
	if (str_eq(head->path, S("/nobody")))
		head->refused = 401;
	return BODY_MAX;
}

static int open_site(void **state)
{
	(void)state;
	struct http_server_options o = { .listen = S("127.0.0.1:0"), .threads = 2, .serve = serve, .body_max = body_max, .timeout_s = 1 };
	test_cx_open(&site.t);
	pthread_mutex_init(&site.lock, NULL);
	if (http_start(&site.t.cx, &o, &site.server) != OK)
		return -1;
	site.port = http_port(site.server);
	return 0;
}

static int close_site(void **state)
{
	(void)state;
	http_stop(site.server);
	test_cx_close(&site.t);
	return 0;
}

/* --- a client ------------------------------------------------------------------------------------------------------------- */

static int dial(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)site.port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct timeval wait = { .tv_sec = 10 };
	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof a), 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
	return fd;
}

static void say(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t sent = send(fd, p, n, MSG_NOSIGNAL);
		if (sent <= 0)
			return;                                 /* refused early and closed: the answer is what counts */
		p += sent;
		n -= (size_t)sent;
	}
}

/* Reads until `mark` stands in the text `times` times, or the end. */
static size_t hear(int fd, char *text, size_t max, const char *mark, int times)
{
	size_t n = 0;
	text[0] = 0;
	while (n + 1 < max) {
		int seen = 0;
		for (const char *p = text; (p = strstr(p, mark)) != NULL; p++)
			seen++;
		if (seen >= times)
			break;
		ssize_t got = recv(fd, text + n, max - n - 1, 0);
		if (got <= 0)
			break;
		n += (size_t)got;
		text[n] = 0;
	}
	return n;
}

static int ask(const char *request, size_t n)
{
	char text[4096];
	int fd = dial(), status = 0;
	say(fd, request, n);
	hear(fd, text, sizeof text, "\r\n\r\n", 1);
	close(fd);
	sscanf(text, "HTTP/1.%*d %d", &status);
	return status;
}
#define ASK(literal) ask(literal, sizeof literal - 1)

/* --- tests ---------------------------------------------------------------------------------------------------------------- */

static void answers(void **state)
{
	char text[4096];
	(void)state;
	int fd = dial();
	const char *two = "GET /a%20b?x=1&y=%2F HTTP/1.1\r\nHost: a\r\nX-Back: ok\r\n\r\nPOST /c HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody";
	say(fd, two, strlen(two));                              /* pipelined */
	hear(fd, text, sizeof text, "|127.0.0.1", 2);
	const char *first = strstr(text, "/a%20b|x=1&y=%2F||127.0.0.1"), *second = strstr(text, "/c||body|127.0.0.1");
	assert_non_null(first);
	assert_non_null(second);
	assert_true(first < second);
	assert_non_null(strstr(text, "X-Split: ok"));
	close(fd);
	assert_int_equal(ASK("GET / HTTP/1.0\r\n\r\n"), 200);
	assert_int_equal(ASK("GET /later HTTP/1.1\r\nHost: a\r\n\r\n"), 200);
	assert_int_equal(ASK("POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"), 200);
	assert_int_equal(ASK("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"), 200);
}

static void refuses_what_can_be_read_in_two_ways(void **state)
{
	(void)state;
	assert_int_equal(ASK("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400);
	assert_int_equal(ASK("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello"), 400);
	assert_int_equal(ASK("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\nhello"), 400);
	assert_int_equal(ASK("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello"), 400);
	assert_int_equal(ASK("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\nhello"), 400);
	assert_int_equal(ASK("POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\nhello"), 400);
	assert_int_equal(ASK("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"), 501);
	assert_int_equal(ASK("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"), 501);
	assert_int_equal(ASK("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400);
	assert_int_equal(ASK("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400);
	assert_int_equal(ASK("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
	assert_int_equal(ASK("GET / HTTP/1.1\r\nHost: a b\r\n\r\n"), 400);
	assert_int_equal(ASK("GET / HTTP/1.1\r\n\r\n"), 400);
	assert_int_equal(ASK("GET / HTTP/1.1\r\nHost: a\r\nAuthorization: a\r\nAuthorization: b\r\n\r\n"), 400);
	assert_int_equal(ASK("GET / HTTP/1.1\r\nHost: a\r\nCookie: a=1\r\nCookie: b=2\r\n\r\n"), 400);
	assert_int_equal(ASK("GET / HTTP/1.1\r\nHost: a\r\n folded: x\r\n\r\n"), 400);
	assert_int_equal(ASK("GET / HTTP/1.1\r\nHost: a\r\nX(y): 1\r\n\r\n"), 400);
	assert_int_equal(ASK("GET /\0hidden HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
	assert_int_equal(ASK("GET /?a\0b HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
	assert_int_equal(ASK("GET / HTTP/1.1\nHost: a\n\n"), 400);
	assert_int_equal(ASK("GET / HTTP/1.1\nHost: a\r\n\r\n"), 400);
	assert_int_equal(ASK("GET / HTTP/1.1\r\nHost: a\nX: 1\r\n\r\n"), 400);
	assert_int_equal(ASK("GET / HTTP/1.1\r\nHost: a\r\nX: 1\nY: 2\r\n\r\n"), 400);
	assert_int_equal(ASK("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\nhello"), 400);
	assert_int_equal(ASK("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\n\r\nhello"), 400);
	assert_int_equal(ASK("GET / HTTP/1.1\r\nX: a\0b\r\nHost: a\r\n\r\n"), 400);
	assert_int_equal(ASK("GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n"), 400);
	assert_int_equal(ASK("GET / HTTP/1.1\r\nHost: a\r\nX\0Y: 1\r\n\r\n"), 400);
	assert_int_equal(ASK("GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n more\r\n\r\n"), 400);
	assert_int_equal(ASK("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
	assert_int_equal(ASK("GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
	assert_int_equal(ASK("GET / HTTP/3.0\r\nHost: a\r\n\r\n"), 505);
	/* what follows a refused request on the same connection is never served */
	char text[4096];
	int fd = dial();
	const char *two = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
	say(fd, two, strlen(two));
	hear(fd, text, sizeof text, "smuggled", 1);
	assert_null(strstr(text, "smuggled"));
	close(fd);
}

/* The head is looked at as bytes (bare line feeds, NULs): however it arrives, a good one stays good. */
static void takes_heads_in_pieces(void **state)
{
	static const char head[] = "POST /pieces?a=1 HTTP/1.1\r\nHost: a\r\nX-Empty:\r\nX-Spaces: \t  b \t \r\nCookie: a=1; b=\"2\"\r\nContent-Length: 4\r\n\r\n";
	char big[12 << 10], text[4096];
	(void)state;
	for (size_t piece = 1; piece < 60; piece += 7) {
		int fd = dial();
		for (int again = 0; again < 2; again++) {       /* on the same connection */
			for (size_t at = 0; at < sizeof head - 1; at += piece) {
				say(fd, head + at, at + piece < sizeof head - 1 ? piece : sizeof head - 1 - at);
				usleep(100);
			}
			say(fd, "body", 4);
			hear(fd, text, sizeof text, "|body|127.0.0.1", 1);
			assert_non_null(strstr(text, "/pieces|a=1|body|127.0.0.1"));
		}
		close(fd);
	}
	int n = snprintf(big, sizeof big, "GET / HTTP/1.1\r\nHost: a\r\n");
	for (int i = 0; i < 50; i++)
		n += snprintf(big + n, sizeof big - (size_t)n, "X-Filler-%d: %0100d\r\n", i, i);
	n += snprintf(big + n, sizeof big - (size_t)n, "\r\n");
	int fd = dial();
	for (int at = 0; at < n; at += 500) {
		say(fd, big + at, (size_t)(at + 500 < n ? 500 : n - at));
		usleep(100);
	}
	hear(fd, text, sizeof text, "127.0.0.1", 1);
	assert_non_null(strstr(text, "HTTP/1.1 200"));
	close(fd);
}

static void bounds_sizes(void **state)
{
	(void)state;
	static char big[64 << 10];
	int n = snprintf(big, sizeof big, "GET /%03000d HTTP/1.1\r\nHost: a\r\n\r\n", 1);
	assert_int_equal(ask(big, (size_t)n), 414);
	n = snprintf(big, sizeof big, "GET / HTTP/1.1\r\nHost: a\r\nX: %040000d\r\n\r\n", 1);
	assert_int_equal(ask(big, (size_t)n), 431);
	n = snprintf(big, sizeof big, "GET / HTTP/1.1\r\nHost: a\r\n");
	for (int i = 0; i < 80; i++)
		n += snprintf(big + n, sizeof big - (size_t)n, "X-%d: 1\r\n", i);
	n += snprintf(big + n, sizeof big - (size_t)n, "\r\n");
	assert_int_equal(ask(big, (size_t)n), 431);
	assert_int_equal(ASK("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10001\r\n\r\n"), 413);
	assert_int_equal(ASK("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n"), 413);
	assert_int_equal(ASK("POST /nobody HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n"), 401);
	n = snprintf(big, sizeof big, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4e20\r\n%020000d\r\n0\r\n\r\n", 1);
	assert_int_equal(ask(big, (size_t)n), 413);
	n = snprintf(big, sizeof big, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000\r\n\r\n%010000d", 1);
	assert_int_equal(ask(big, (size_t)n), 200);
}

/* A byte now and then: never silent for long, and yet ended. */
static void ends_slow_clients(void **state)
{
	(void)state;
	int fd = dial();
	bool ended = false;
	say(fd, "GET / HTTP/1.1\r\n", 16);
	for (int i = 0; i < 40 && !ended; i++) {
		char c;
		usleep(200000);
		ended = send(fd, "X", 1, MSG_NOSIGNAL) < 0 || (recv(fd, &c, 1, MSG_DONTWAIT) == 0);
		ended = ended || (errno != EAGAIN && errno != EWOULDBLOCK && recv(fd, &c, 1, MSG_DONTWAIT) <= 0 && errno != EAGAIN);
	}
	assert_true(ended);
	close(fd);
}

static void *ask_many(void *arg)
{
	_Atomic int *good = arg;
	char text[1024];
	int fd = dial();
	const char *q = "GET /later HTTP/1.1\r\nHost: a\r\n\r\n";
	for (int i = 0; i < 100; i++) {
		say(fd, q, strlen(q));
		hear(fd, text, sizeof text, "\r\n\r\nlater", 1);
		if (strstr(text, " 200 ") && strstr(text, "later"))
			atomic_fetch_add(good, 1);
	}
	close(fd);
	return NULL;
}

static void answers_from_other_threads(void **state)
{
	pthread_t threads[8];
	_Atomic int good = 0;
	(void)state;
	for (int i = 0; i < 8; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, ask_many, &good), 0);
	for (int i = 0; i < 8; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(atomic_load(&good), 800);
}

static void send_to_all(struct str text)
{
	for (int i = 0; i < atomic_load(&site.opened); i++) {
		pthread_mutex_lock(&site.lock);
		if (site.streams[i])
			http_stream_send(site.streams[i], text);
		pthread_mutex_unlock(&site.lock);
	}
}

/* A client that is gone shows when something is sent to it for the second time. */
static bool all_closed(int wanted)
{
	for (int i = 0; i < 1000 && atomic_load(&site.closed) < wanted; i++) {
		send_to_all(S("more\n"));
		usleep(10000);
	}
	return atomic_load(&site.closed) >= wanted;
}

static void streams_to_a_thousand(void **state)
{
	enum { N = 1000 };
	static int fds[N];
	char text[1024];
	(void)state;
	const char *q = "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n";
	for (int i = 0; i < N; i++) {
		fds[i] = dial();
		say(fds[i], q, strlen(q));
	}
	for (int i = 0; i < N; i++) {
		hear(fds[i], text, sizeof text, "hello\n", 1);
		assert_non_null(strstr(text, "hello\n"));
	}
	send_to_all(S("event\n"));
	for (int i = 0; i < N; i++) {
		hear(fds[i], text, sizeof text, "event\n", 1);
		assert_non_null(strstr(text, "event\n"));
		if (i % 2)
			close(fds[i]);
	}
	assert_true(all_closed(N / 2));
	for (int i = 0; i < N; i += 2) {
		hear(fds[i], text, sizeof text, "more\n", 1);
		assert_non_null(strstr(text, "more\n"));
	}
	for (int i = 0; i < N; i += 2)
		close(fds[i]);
	assert_true(all_closed(N));
}

/* A client that does not read cannot make us keep more and more for it. */
static void ends_a_stream_that_is_not_read(void **state)
{
	char text[1024], filler[8192];
	int before = atomic_load(&site.closed);
	(void)state;
	int fd = dial();
	const char *q = "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n";
	memset(filler, 'x', sizeof filler);
	say(fd, q, strlen(q));
	hear(fd, text, sizeof text, "hello\n", 1);
	for (int i = 0; i < 10000 && atomic_load(&site.closed) == before; i++)
		send_to_all((struct str){ filler, sizeof filler });
	assert_true(all_closed(before + 1));
	close(fd);
}

static void drains(void **state)
{
	(void)state;
	char text[1024];
	int fd = dial();
	const char *q = "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n", *last = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
	int kept = dial();
	say(kept, last, strlen(last));
	hear(kept, text, sizeof text, "|127.0.0.1", 1);
	say(fd, q, strlen(q));
	hear(fd, text, sizeof text, "hello\n", 1);
	http_drain(site.server);
	say(kept, last, strlen(last));
	hear(kept, text, sizeof text, "\r\n\r\n", 1);
	assert_non_null(strstr(text, " 503 "));
	close(kept);
	assert_int_equal(close_site(NULL), 0);
	while (recv(fd, text, sizeof text, 0) > 0)
		;
	close(fd);
	assert_int_equal(open_site(NULL), 0);
}

static void parses_cookies_and_queries(void **state)
{
	(void)state;
	struct arena *mem = arena_new();
	struct str s;
	bool bad = false;
	assert_str(http_cookie(S("a=1; noroshi=xyz; b=2"), S("noroshi")), "xyz");
	assert_str(http_cookie(S("noroshi=\"q\""), S("noroshi")), "q");
	assert_null(http_cookie(S("xnoroshi=1"), S("noroshi")).p);
	assert_str(http_query(mem, S("a=1&b=%E3%81%82+c&d"), S("b"), &bad), "あ c");
	assert_str(http_query(mem, S("a=1&b=2&d"), S("d"), &bad), "");
	assert_null(http_query(mem, S("a=1"), S("b"), &bad).p);
	assert_false(bad);
	http_query(mem, S("a=%zz"), S("a"), &bad);
	assert_true(bad);
	assert_false(http_decode(mem, S("%00"), false, &s));
	assert_false(http_decode(mem, S("%ff"), false, &s));
	assert_false(http_decode(mem, S("%4"), false, &s));
	assert_true(http_decode(mem, S("a+b%2B"), false, &s));
	assert_str(s, "a+b+");
	arena_release(mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers),
		cmocka_unit_test(refuses_what_can_be_read_in_two_ways),
		cmocka_unit_test(takes_heads_in_pieces),
		cmocka_unit_test(bounds_sizes),
		cmocka_unit_test(ends_slow_clients),
		cmocka_unit_test(answers_from_other_threads),
		cmocka_unit_test(streams_to_a_thousand),
		cmocka_unit_test(ends_a_stream_that_is_not_read),
		cmocka_unit_test(drains),
		cmocka_unit_test(parses_cookies_and_queries),
	};
	return cmocka_run_group_tests(tests, open_site, close_site);
}

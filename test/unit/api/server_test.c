/* The door as a whole: every route as nobody, with a wrong CSRF token, from another site, with each role, with broken input; then
 * idempotency, preconditions, limits, streams and health. */
#include "../app/account_support.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "api/match.h"
#include "api/server.h"
#include "app/access.h"
#include "app/catalog.h"
#include "app/live.h"
#include "app/writer.h"
#include "base/json.h"

static struct {
	struct live *live;
	struct writer *writer;
	struct server *server;
	struct http_server *http;
	const struct catalog *catalog;
	int port;
} site;

static void start(int rate)
{
	struct server_options o = { .store = t.where, .threads = 2, .rate = rate, .burst = rate, .rules = rules, .catalog = &site.catalog };
	assert_ok(&t, db_begin(&t.cx));
	assert_ok(&t, catalog_load(&t.cx));
	assert_ok(&t, db_commit(&t.cx));
	assert_ok(&t, catalog_read(&t.cx, &site.catalog));
	o.live = site.live = live_new();
	assert_ok(&t, writer_start(&t.cx, &(struct writer_options){ .store = t.where, .live = site.live, .catalog = &site.catalog }, &site.writer));
	o.writer = site.writer;
	assert_ok(&t, server_start(&t.cx, &o, &site.server));
	struct http_server_options h = { .listen = S("127.0.0.1:0"), .threads = 2, .serve = server_serve, .body_max = server_body_max,
		.arg = site.server };
	assert_ok(&t, http_start(&t.cx, &h, &site.http));
	site.port = http_port(site.http);
}

static int open_door(void **state)
{
	open_world(state);
	start(0);
	return 0;
}

static int close_door(void **state)
{
	http_drain(site.http);
	server_quiet(site.server);
	writer_stop(site.writer);
	http_stop(site.http);
	server_stop(site.server);
	live_free(site.live);
	return close_world(state);
}

/* --- a client ------------------------------------------------------------------------------------------------------------- */

static int dial(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)site.port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct timeval wait = { .tv_sec = 20 };
	assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof a), 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
	return fd;
}

struct answer { int status; struct str head, body; const struct json *json; };

static struct answer ask(struct str method, struct str path, const char *headers, struct str body)
{
	struct answer a = { 0 };
	struct buf in;
	int fd = dial();
	struct str out = str_format(t.mem, "%.*s %.*s HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Length: %zu\r\n%s\r\n%.*s",
		STR_ARG(method), STR_ARG(path), body.n, headers, (int)body.n, body.n ? body.p : "");
	for (size_t sent = 0; sent < out.n;) {
		ssize_t n = send(fd, out.p + sent, out.n - sent, MSG_NOSIGNAL);
		if (n <= 0)
			break;
		sent += (size_t)n;
	}
	buf_init(&in, t.mem, 1 << 22);
	for (ssize_t n; (n = recv(fd, buf_reserve(&in, 4096), 4096, 0)) > 0;)
		buf_commit(&in, (size_t)n);
	close(fd);
	struct str text = buf_str(&in);
	ptrdiff_t end = str_find(text, S("\r\n\r\n"));
	assert_true(end > 0);
	a.head = str_slice(text, 0, (size_t)end + 2);
	a.body = str_slice(text, (size_t)end + 4, text.n);
	a.status = atoi(str_terminated(t.mem, str_slice(text, 9, 12)));
	struct cx cx = t.cx;
	struct problem ignored = { 0 };
	cx.problem = &ignored;
	if (a.body.n && a.body.p[0] == '{')
		assert_int_equal(json_parse(&cx, a.body, &a.json), OK);
	return a;
}
#define GET(path, headers) ask(S("GET"), S(path), headers, NO_STR)
#define JSON "Content-Type: application/json\r\n"

static void assert_answer(struct answer a, struct str what, int status, struct str code)
{
	if (a.status == status && (!code.n || str_eq(json_get_text(a.json, S("code")), code)))
		return;
	print_error("%.*s: %d %.*s, not %d %.*s\n", STR_ARG(what), a.status, STR_ARG(a.body), status, STR_ARG(code));
	_fail(__FILE__, __LINE__);
}

static bool has(struct str text, const char *what)
{
	return str_find(text, str_of(what)) >= 0;
}

struct person { struct str cookie, csrf; const char *headers, *without_csrf; unsigned roles; };

static struct person person(const char *login, struct uuid org, unsigned roles)
{
	struct person p = { .roles = roles };
	add_account(login, org, roles, true);
	struct signed_in in = try_sign_in(login, PASSWORD, code_now(), "192.0.2.1");
	assert_int_equal(in.status, OK);
	p.cookie = in.cookie;
	p.csrf = str_base64url(t.mem, in.session.csrf, 32);
	p.without_csrf = str_terminated(t.mem, str_format(t.mem, "Cookie: noroshi=%.*s\r\n" JSON, STR_ARG(p.cookie)));
	p.headers = str_terminated(t.mem, str_format(t.mem, "%sX-CSRF-Token: %.*s\r\n", p.without_csrf, STR_ARG(p.csrf)));
	return p;
}

#define MINISTRY_ROLES (ROLE_REPORTER | ROLE_APPROVER | ROLE_LIAISON | ROLE_DRILL | ROLE_ORG_ADMIN | ROLE_AUDITOR)
#define CENTRE_ROLES (ROLE_APPROVER | ROLE_ANALYST | ROLE_PUBLISHER | ROLE_DRILL)
static struct person crowd[4];                                  /* whoever a route needs is among them */

static void gather(void)
{
	crowd[0] = person("ministry", add_org("meti-x", ORG_MINISTRY), MINISTRY_ROLES);
	crowd[1] = person("centre", centre, CENTRE_ROLES);
	crowd[2] = person("platform", centre, ROLE_PLATFORM);
	crowd[3] = person("officer", add_org("ceptoar-x", ORG_CEPTOAR), ROLE_OFFICER);
}

static const char *headers_for(const struct route *r)
{
	for (size_t i = 0; i < sizeof crowd / sizeof *crowd; i++)
		if (r->need != NEED_ROLES || crowd[i].roles & r->roles)
			return crowd[i].headers;
	print_error("%.*s: nobody of the crowd has a role for it\n", STR_ARG(r->path));
	_fail(__FILE__, __LINE__);
	return NULL;
}

/* The row's path with an id that is nobody's. */
static struct str path_of(const struct route *r)
{
	struct buf b;
	buf_init(&b, t.mem, 500);
	for (struct str rest = str_slice(r->path, 1, r->path.n); rest.n;) {
		struct str segment = str_cut(rest, '/', &rest);
		buf_byte(&b, '/');
		buf_add(&b, segment.p[0] == '{' ? S("01a1f869-8ab0-78e9-bfb6-aa1e5abf2c94") : segment);
	}
	return buf_str(&b);
}

static struct str label(const struct route *r, const char *who)
{
	struct str method = method_name(r->method);
	return str_format(t.mem, "%s %.*s %.*s", who, STR_ARG(method), STR_ARG(r->path));
}

/* --- every route ---------------------------------------------------------------------------------------------------------- */

static void as_nobody(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_routes; i++) {
		const struct route *r = &routes[i];
		if (r->need == NEED_NOBODY)
			continue;
		struct str method = method_name(r->method), path = path_of(r);
		assert_answer(ask(method, path, JSON, NO_STR), label(r, "nobody"), 401, S("login.needed"));
		assert_answer(ask(method, path, JSON "Cookie: noroshi=AAAA\r\n", NO_STR), label(r, "wrong cookie"), 401, S("login.needed"));
		assert_answer(ask(method, path, JSON "Authorization: Bearer nrs_x\r\n", NO_STR), label(r, "wrong token"), 401, S("login.needed"));
		assert_answer(ask(method, path, JSON "Authorization: Basic eDp5\r\n", NO_STR), label(r, "other scheme"), 401, S("login.needed"));
	}
}

static void tricked_browsers(void **state)
{
	(void)state;
	gather();
	struct person p = crowd[0];
	const char *foreign = str_terminated(t.mem, str_format(t.mem, "%sOrigin: https://evil.example\r\n", p.headers));
	const char *cross = str_terminated(t.mem, str_format(t.mem, "%sSec-Fetch-Site: cross-site\r\n", p.headers));
	const char *wrong = str_terminated(t.mem, str_format(t.mem, "%sX-CSRF-Token: AAAA\r\n", p.without_csrf));
	for (size_t i = 0; i < n_routes; i++) {
		const struct route *r = &routes[i];
		struct str method = method_name(r->method), path = path_of(r);
		if (r->method == HTTP_GET || r->need == NEED_NOBODY)
			continue;
		assert_answer(ask(method, path, p.without_csrf, NO_STR), label(r, "no CSRF token"), 403, S("csrf"));
		assert_answer(ask(method, path, wrong, NO_STR), label(r, "wrong CSRF token"), 403, S("csrf"));
		assert_answer(ask(method, path, foreign, NO_STR), label(r, "other site"), 403, S("csrf"));
		assert_answer(ask(method, path, cross, NO_STR), label(r, "cross-site"), 403, S("csrf"));
	}
	assert_answer(ask(S("POST"), S("/api/v1/session"), JSON "Origin: https://evil.example\r\n", S("{}")), S("sign-in"), 403, S("csrf"));
}

static void without_the_role(void **state)
{
	(void)state;
	for (int bit = 0; bit < 10; bit++) {
		unsigned role = 1u << bit;
		char login[20], code[20];
		int kind = role == ROLE_OFFICER ? ORG_CEPTOAR : role == ROLE_LIAISON ? ORG_MINISTRY : ORG_OPERATOR;
		bool of_centre = role & (ROLE_ANALYST | ROLE_PUBLISHER | ROLE_DRILL | ROLE_PLATFORM);
		snprintf(login, sizeof login, "role-%d", bit);
		snprintf(code, sizeof code, "org-%d", bit);
		struct person p = person(login, of_centre ? centre : add_org(code, kind), role);
		for (size_t i = 0; i < n_routes; i++) {
			const struct route *r = &routes[i];
			if (r->need == NEED_ROLES && !(r->roles & role))
				assert_answer(ask(method_name(r->method), path_of(r), p.headers, NO_STR), label(r, login), 403, S("denied"));
		}
	}
}

static void broken_input(void **state)
{
	static const struct { struct str body; int status; const char *code; } bodies[] = {
		{ LIT("{"), 400, "json.syntax" }, { LIT("{\"a\":1,\"a\":2}"), 400, "json.duplicate_key" }, { LIT("{\"a\":\"\xff\"}"), 400, "" },
		{ LIT("{\"no_such_member\":1}"), 422, "input" }, { LIT("[]"), 422, "" },
	};
	(void)state;
	struct buf deep;
	gather();
	buf_init(&deep, t.mem, 4096);
	for (int i = 0; i < 1000; i++)
		buf_byte(&deep, '[');
	for (size_t i = 0; i < n_routes; i++) {
		const struct route *r = &routes[i];
		struct str method = method_name(r->method), path = path_of(r);
		if (r->method == HTTP_GET || r->method == HTTP_DELETE || r->flags & ROUTE_RAW || !r->input)
			continue;
		const char *who = headers_for(r);
		if (r->flags & ROUTE_IF_MATCH) {
			assert_answer(ask(method, path, who, S("{}")), label(r, "no If-Match"), 428, S("if_match.required"));
			who = str_terminated(t.mem, str_format(t.mem, "%sIf-Match: \"1\"\r\n", who));
		}
		for (size_t j = 0; j < sizeof bodies / sizeof bodies[0]; j++)
			assert_answer(ask(method, path, who, bodies[j].body), label(r, bodies[j].body.p), bodies[j].status, str_of(bodies[j].code));
		assert_answer(ask(method, path, who, buf_str(&deep)), label(r, "deep"), 400, S("json.depth"));
		assert_answer(ask(method, str_format(t.mem, "%.*s?x=1", STR_ARG(path)), who, S("{}")), label(r, "query"), 422, S("input"));
	}
}

static void broken_queries(void **state)
{
	(void)state;
	gather();
	for (size_t i = 0; i < n_routes; i++) {
		const struct route *r = &routes[i];
		if (r->method != HTTP_GET || r->need == NEED_NOBODY)
			continue;
		struct str path = path_of(r);
		assert_answer(ask(S("GET"), str_format(t.mem, "%.*s?nonsense=1", STR_ARG(path)), headers_for(r), NO_STR), label(r, "nonsense"), 422, S("input"));
		assert_answer(ask(S("GET"), str_format(t.mem, "%.*s?%%zz=1", STR_ARG(path)), headers_for(r), NO_STR), label(r, "escape"), 400, S(""));
	}
}

/* --- rules of the door ---------------------------------------------------------------------------------------------------- */

static void creates_once(void **state)
{
	(void)state;
	struct person p = person("platform", centre, ROLE_PLATFORM);
	const char *keyed = str_terminated(t.mem, str_format(t.mem, "%sIdempotency-Key: k1\r\n", p.headers));
	struct str body = S("{\"code\":\"water-001\",\"kind\":\"vendor\",\"ja\":\"水\",\"en\":\"Water\"}");
	struct answer first = ask(S("POST"), S("/api/v1/orgs"), keyed, body);
	assert_answer(first, S("first"), 201, S(""));
	struct answer again = ask(S("POST"), S("/api/v1/orgs"), keyed, body);
	assert_answer(again, S("again"), 201, S(""));
	assert_true(str_eq(first.body, again.body));
	assert_answer(ask(S("POST"), S("/api/v1/orgs"), keyed, S("{\"code\":\"water-002\",\"kind\":\"vendor\",\"ja\":\"水\",\"en\":\"Water\"}")),
		S("other content"), 422, S("idempotency.mismatch"));
	assert_answer(ask(S("POST"), S("/api/v1/orgs"), p.headers, body), S("without a key"), 422, S(""));
}

static void speaks_http(void **state)
{
	(void)state;
	struct person p = person("somebody", operator, ROLE_REPORTER);
	struct answer a = GET("/healthz", "");
	assert_answer(a, S("health"), 200, S(""));
	assert_true(has(a.head, "X-Content-Type-Options: nosniff\r\n") && has(a.head, "Cache-Control: no-store\r\n"));
	assert_true(has(a.head, "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n") && has(a.head, "X-Trace-Id: "));
	assert_answer(GET("/readyz", ""), S("ready"), 200, S(""));
	a = GET("/metrics", "");
	assert_answer(a, S("metrics"), 200, S(""));
	assert_true(has(a.body, "noroshi_http_requests_total{method=\"GET\",route=\"/healthz\",status=\"2xx\"} 1\n"));
	a = ask(S("HEAD"), S("/healthz"), "", NO_STR);
	assert_answer(a, S("head"), 200, S(""));
	assert_int_equal(a.body.n, 0);
	a = ask(S("PUT"), S("/healthz"), "", NO_STR);
	assert_answer(a, S("method"), 405, S("method"));
	assert_true(has(a.head, "Allow: GET, HEAD, OPTIONS\r\n"));
	a = ask(S("OPTIONS"), S("/api/v1/session"), "", NO_STR);
	assert_answer(a, S("options"), 204, S(""));
	assert_true(has(a.head, "Allow: POST, DELETE, OPTIONS\r\n"));
	assert_answer(GET("/api/v1/nothing", p.headers), S("unknown"), 404, S("missing"));
	assert_answer(GET("/api/v1/orgs/not-an-id", p.headers), S("no id"), 404, S("missing"));
	assert_answer(GET("/api/v1/orgs/%ff", p.headers), S("bad escape"), 404, S("missing"));
	assert_true(has(GET("/api/v1/nothing", "Accept-Language: en-GB, ja;q=0.5\r\n").body, "Not found"));
	assert_true(has(GET("/api/v1/nothing", "Accept-Language: fr, ja;q=0.5, en;q=0.4\r\n").body, "見つかりません"));
	assert_true(has(GET("/api/v1/nothing?lang=en", "").body, "Not found"));
	assert_answer(ask(S("POST"), S("/api/v1/session"), "Content-Type: text/plain\r\n", S("{}")), S("type"), 415, S("content_type"));
	struct str big = { arena_alloc(t.mem, 70000), 70000 };
	assert_answer(ask(S("POST"), S("/api/v1/session"), JSON, big), S("size"), 413, S("too_large"));
	struct answer org = ask(S("GET"), str_format(t.mem, "/api/v1/orgs/%.*s", STR_ARG(uuid_str(t.mem, operator))), p.headers, NO_STR);
	assert_answer(org, S("org"), 200, S(""));
}

static void describes_itself(void **state)
{
	(void)state;
	struct answer a = GET("/api/v1/openapi.json", "");
	assert_answer(a, S("openapi"), 200, S(""));
	const struct json *paths = json_get(a.json, S("paths"));
	static const char *const methods[] = { [HTTP_GET] = "get", [HTTP_POST] = "post", [HTTP_PUT] = "put", [HTTP_PATCH] = "patch",
		[HTTP_DELETE] = "delete" };
	for (size_t i = 0; i < n_routes; i++)
		assert_non_null(json_get(json_get(paths, routes[i].path), str_of(methods[routes[i].method])));
	const struct json *schemas = json_get(json_get(a.json, S("components")), S("schemas"));
	for (struct str rest = a.body; rest.n;) {               /* every reference leads somewhere */
		ptrdiff_t at = str_find(rest, S("\"#/components/schemas/"));
		if (at < 0)
			break;
		struct str after, name = str_cut(str_slice(rest, (size_t)at + 22, rest.n), '"', &after);
		if (!json_get(schemas, name))
			print_error("no schema %.*s\n", STR_ARG(name));
		assert_non_null(json_get(schemas, name));
		rest = after;
	}
}

static void ends_with_the_session(void **state)
{
	(void)state;
	struct person p = person("somebody", operator, ROLE_REPORTER);
	assert_answer(GET("/api/v1/me", p.headers), S("in"), 200, S(""));
	assert_answer(ask(S("DELETE"), S("/api/v1/session"), p.headers, NO_STR), S("out"), 204, S(""));
	assert_answer(GET("/api/v1/me", p.headers), S("after"), 401, S("login.needed"));
}

static void limits_the_rate(void **state)
{
	(void)state;
	open_world(NULL);
	start(5);
	struct person p = person("somebody", operator, ROLE_REPORTER);
	int refused = 0;
	for (int i = 0; i < 20; i++) {
		struct answer a = GET("/api/v1/me", p.headers);
		assert_true(a.status == 200 || (a.status == 429 && has(a.head, "Retry-After: 1\r\n")));
		refused += a.status == 429;
		assert_int_equal(GET("/healthz", "").status, 200);
	}
	assert_true(refused > 5);
	close_door(NULL);
}

/* Reads a stream until `what` has come. */
static bool stream_brings(int fd, const char *what)
{
	static char text[65536];
	static size_t n;
	if (!what) {
		n = 0;
		return true;
	}
	while (n + 1 < sizeof text) {
		text[n] = 0;
		if (strstr(text, what))
			return true;
		ssize_t got = recv(fd, text + n, sizeof text - n - 1, 0);
		if (got <= 0)
			return false;
		n += (size_t)got;
	}
	return false;
}

static int open_stream(struct person p, const char *more)
{
	int fd = dial();
	struct str q = str_format(t.mem, "GET /api/v1/stream HTTP/1.1\r\nHost: here\r\n%s%s\r\n", p.without_csrf, more);
	assert_int_equal(send(fd, q.p, q.n, 0), q.n);
	stream_brings(fd, NULL);
	return fd;
}

static void streams(void **state)
{
	(void)state;
	struct person p = person("somebody", operator, ROLE_REPORTER);
	struct live_event mine = { LIVE_DELIVERY, uuid_new(t.cx.now_us), operator }, foreign = { LIVE_DELIVERY, uuid_new(t.cx.now_us), other };
	int fd = open_stream(p, "");
	assert_true(stream_brings(fd, "retry: 3000"));
	assert_true(stream_brings(fd, "\n\n"));
	live_publish(site.live, &foreign, 1);
	live_publish(site.live, &mine, 1);
	struct str id = uuid_str(t.mem, mine.object), wanted = str_format(t.mem, "event: delivery\ndata: {\"object\":\"%.*s\"}", STR_ARG(id));
	assert_true(stream_brings(fd, str_terminated(t.mem, wanted)));
	close(fd);
	fd = open_stream(p, str_terminated(t.mem, str_format(t.mem, "Last-Event-ID: %llu-%llu\r\n", (unsigned long long)live_epoch(site.live),
		(unsigned long long)live_last(site.live) - 2)));
	assert_true(stream_brings(fd, str_terminated(t.mem, wanted)));          /* resumed: only what was missed, only the own */
	close(fd);
	fd = open_stream(p, "Last-Event-ID: 1-1\r\n");
	assert_true(stream_brings(fd, "event: resync"));
	close(fd);
	fd = open_stream(p, "Last-Event-ID: nonsense\r\n");
	assert_true(stream_brings(fd, "event: resync"));
	http_drain(site.http);
	server_quiet(site.server);
	assert_false(stream_brings(fd, "never"));               /* ended by us */
	close(fd);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, open_door, close_door)
	const struct CMUnitTest tests[] = {
		T(as_nobody), T(tricked_browsers), T(without_the_role), T(broken_input), T(broken_queries), T(creates_once), T(speaks_http),
		T(describes_itself), T(ends_with_the_session), cmocka_unit_test(limits_the_rate), T(streams),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

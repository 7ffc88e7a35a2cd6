#include <string.h>
#include "api/kept.h"
#include "api/openapi.h"
#include "api/pass.h"
#include "api/remember.h"
#include "app/idempotency.h"
#include "app/sequencer.h"
#include "base/str.h"
#include "base/uuid.h"
#include "sys/clock.h"
#include "sys/crypto.h"
#include "sys/log.h"

#define BODY_MAX (64u << 10)
#define BODY_TRUSTED (256u << 10)                               /* larger bodies are read only from those who are signed in */
#define ANSWER_MAX (64u << 20)

/* --- for handlers --------------------------------------------------------------------------------------------------------- */

enum status call_uuid(struct cx *cx, const struct call *c, int param, struct uuid *ret)
{
	return uuid_parse(c->param[param], ret) ? OK : fail(cx, E_MISSING, T_MISSING);
}

void call_header(struct call *c, struct str name, struct str value)
{
	if (c->n_headers < sizeof c->headers / sizeof c->headers[0])
		c->headers[c->n_headers++] = (struct http_header_out){ name, value };
}

void call_location(struct cx *cx, struct call *c, const char *path, struct uuid id)
{
	call_header(c, S("Location"), str_format(cx->mem, "/api/v1/%s/%.*s", path, STR_ARG(uuid_str(cx->mem, id))));
}

enum status call_export(struct call *c, enum status (*trace)(struct cx *))
{
	c->wants_slow = !c->on_slow;
	c->trace = trace;
	return c->on_slow ? OK : E_WRITE;
}

void call_clear(struct pass *p)
{
	struct call *c = &p->call;
	c->status = 0;
	c->etag = 0;
	c->retry_s = 0;
	c->n_headers = 0;
	c->type = NO_STR;
	c->wants_slow = false;
	c->trace = NULL;
	buf_init(&c->out, p->cx.mem, ANSWER_MAX);
	jw_init(&c->json, &c->out);
}

/* --- the answer ----------------------------------------------------------------------------------------------------------- */

static bool has_header(const struct call *c, struct str name)
{
	for (size_t i = 0; i < c->n_headers; i++)
		if (str_eq_nocase(c->headers[i].name, name))
			return true;
	return false;
}

/* As the OpenAPI document has it. */
static int good_status(const struct call *c)
{
	return c->status ? c->status : !c->out.n ? 204 : c->route->flags & ROUTE_CREATES ? 201 : 200;
}

static void good_answer(struct pass *p, struct http_response *r)
{
	struct call *c = &p->call;
	struct str text = buf_str(&c->out);
	r->status = good_status(c);
	r->type = !text.n ? NO_STR : c->type.n ? c->type : S("application/json");
	r->body = (struct bytes){ (const uint8_t *)text.p, text.n };
	for (size_t i = 0; i < c->n_headers; i++)
		http_response_header(r, c->headers[i].name, c->headers[i].value);
	if (!has_header(c, S("cache-control")))
		http_response_header(r, S("Cache-Control"), S("no-store"));
	/* Data for programs: a browser that is led here saves it, whatever it may look like. */
	if (text.n && !c->type.n && c->route->need != NEED_NOBODY && !has_header(c, S("content-disposition")))
		http_response_header(r, S("Content-Disposition"), S("attachment; filename=\"answer.json\""));
	if (!c->etag)
		return;
	struct str etag = str_format(p->cx.mem, "\"%lld\"", (long long)c->etag), known = http_header(c->http, S("if-none-match"));
	http_response_header(r, S("ETag"), etag);
	if (known.p && r->status == 200 && c->route->method == HTTP_GET && str_find(known, etag) >= 0) {
		r->status = 304;
		r->body.n = 0;
	}
}

static void log_answer(const struct pass *p, enum status st, int status, int64_t took_us)
{
	const struct http_request *q = p->call.http;
	bool ours = st == E_BUG || st == E_WRITE || st == E_REMOTE || (st == E_BUSY && p->problem.detail.n);
	if (ours)
		log_line(LEVEL_ERROR, "request.fail", FACTS(log_text("method", method_name(q->method)), log_text("path", q->path),
			log_int("status", status), log_problem(&p->cx)));
	else if (st == E_DENIED)                                /* somebody tried; who, the account says */
		log_line(LEVEL_WARNING, "request.denied", FACTS(log_text("method", method_name(q->method)), log_text("path", q->path),
			log_uuid("account", p->call.session ? p->session.account : (struct uuid){ { 0 } }), log_text("peer", call_peer(&p->call)),
			log_problem(&p->cx)));
	else if (p->server->options.access_log)
		log_line(LEVEL_INFO, "request", FACTS(log_text("method", method_name(q->method)), log_text("path", q->path),
			log_int("status", status), log_int("us", took_us), log_text("peer", call_peer(&p->call)),
			log_text("trace", str_hex(p->cx.mem, p->cx.trace, sizeof p->cx.trace))));
}

static void send_answer(struct pass *p, enum status st, struct http_response *r)
{
	struct server *s = p->server;
	int64_t took_us = clock_elapsed_us() - p->started_us;
	http_response_header(r, S("X-Trace-Id"), str_hex(p->cx.mem, p->cx.trace, sizeof p->cx.trace));
	figures_count(s->parts->figures, p->call.route ? (size_t)(p->call.route - routes) : n_routes, r->status, took_us);
	log_answer(p, st, r->status, took_us);
	http_answer(p->call.http->exchange, r);
}

static void problem_finish(struct pass *p, enum status st, int status)
{
	struct http_response r = { 0 };
	problem_answer(p, st, &r);
	if (status)
		r.status = status;
	r.close = p->call.http->refused != 0;
	http_response_header(&r, S("Cache-Control"), S("no-store"));
	security_headers(p->server, false, &r);
	send_answer(p, st, &r);
}

void pass_finish(struct pass *p, enum status st)
{
	struct http_response r = { 0 };
	if (p->call.handled)
		return;
	if (st == OK && p->call.out.full)
		st = fail_detail(&p->cx, E_BUG, T_BUG, "answer larger than %u bytes", ANSWER_MAX);
	if (st != OK) {
		problem_finish(p, st, 0);
		return;
	}
	good_answer(p, &r);
	security_headers(p->server, false, &r);
	send_answer(p, OK, &r);
}

/* --- on the writer -------------------------------------------------------------------------------------------------------- */

static enum status run_handler(struct cx *cx, struct pass *p)
{
	struct kept_answer kept = { .found = false };
	enum status st = OK;
	if (p->key.n)
		st = answer_find(cx, p->key, p->digest, &kept);
	if (st != OK)
		return st;
	if (kept.found) {
		p->call.status = (int)kept.status;
		buf_add(&p->call.out, kept.body);
		return OK;
	}
	st = p->call.route->run(cx, &p->call);
	if (st == OK && p->key.n)
		st = answer_keep(cx, p->key, p->digest, good_status(&p->call), buf_str(&p->call.out));
	return st;
}

static enum status run_on_writer(struct cx *cx, void *arg)
{
	struct pass *p = arg;
	if (!p->read)
		call_clear(p);
	enum status st = gate_again(cx, p);
	if (st == OK && p->touch)
		st = session_touch(cx, &p->server->options.rules, &p->session);
	if (st == OK && !p->read)
		st = run_handler(cx, p);
	else if (st == OK && p->call.trace)
		st = p->call.trace(cx);
	if (p->call.route->flags & ROUTE_RIGHTS)                /* before the commit: the next in this transaction is to know it too */
		atomic_fetch_add(&p->server->parts->rights, 1);
	return st;
}

static void written(enum status st, void *arg)
{
	struct pass *p = arg;
	const struct server_options *o = &p->server->options;
	if (st == OK && p->call.route->flags & ROUTE_CATALOG && o->catalog_changed)
		o->catalog_changed(o->arg);
	if (p->item.last && o->sequencer)                       /* once for the group; what that misses waits for its next look */
		sequencer_nudge(o->sequencer);
	pass_finish(p, st);
}

void pass_to_writer(struct pass *p)
{
	p->item = (struct write_item){ .cx = p->cx, .run = run_on_writer, .done = written, .arg = p,
		.failed_keep = p->call.route->flags & ROUTE_KEEP_FAILED };
	if (!writer_submit(p->server->options.writer, &p->item))
		pass_finish(p, fail(&p->cx, E_BUSY, T_BUSY));
}

/* --- on the I/O thread ---------------------------------------------------------------------------------------------------- */

enum status reader_open(struct cx *cx, struct server *s, struct reader *r)
{
	return r->db ? OK : db_open(cx, s->options.store, DB_READ, &r->db);
}

/* The connection is of no more use: the next who needs one opens it anew. */
bool reader_lost(struct reader *r, const struct cx *cx, enum status st)
{
	bool lost = st == E_REMOTE || (st == E_BUSY && cx->problem->why == T_STORE);
	if (lost) {
		db_close(r->db);
		r->db = NULL;
		remembered_forget(r->remembered);
	}
	return lost;
}

/* A reading handler. Where all that is left to do is to note the session's use, the writer need not read it all once more. */
static enum status run_reading(struct pass *p, struct remembered *remembered)
{
	bool asked_again = p->call.route->flags & ROUTE_REMEMBER && !p->touch;
	call_clear(p);
	if (asked_again && remembered_find(&p->cx, remembered, &p->call))
		return OK;
	enum status st = p->call.route->run(&p->cx, &p->call);
	if (asked_again && st == OK)
		remembered_keep(&p->cx, remembered, &p->call);
	p->read = st == OK && p->touch && p->call.route->where == RUN_READ && !p->call.handled;
	return p->read ? E_WRITE : st;
}

/* Gate, input and, for reading routes, the handler. E_WRITE: it belongs on the writer. */
static enum status run_here(struct pass *p)
{
	const struct route *r = p->call.route;
	struct reader *reader = &p->server->parts->readers[p->call.http->thread];
	enum status st = OK;
	p->problem = (struct problem){ 0 };
	p->call.session = NULL;
	p->cx.actor = NULL;
	if (r->need != NEED_NOBODY || r->where == RUN_READ)
		st = reader_open(&p->cx, p->server, reader);
	p->cx.db = reader->db;
	/* One snapshot for gate and handler; on SQLite that also spares the locks of each statement. PostgreSQL would take two more
	 * round trips, and each of its statements has a snapshot anyway. */
	bool snapshot = st == OK && reader->db && !db_is_postgres(reader->db) && (r->need != NEED_NOBODY || r->where == RUN_READ);
	if (snapshot)
		st = db_begin(&p->cx);
	if (st == OK)
		st = gate(p);
	if (st == OK)
		st = read_input(p);
	if (st == OK && (r->where == RUN_WRITE || r->where == RUN_SLOW))
		st = E_WRITE;
	else if (st == OK)
		st = run_reading(p, reader->remembered);
	if (snapshot)
		db_rollback(&p->cx);                            /* it only read; nothing stays pinned between requests */
	p->cx.db = NULL;
	return reader_lost(reader, &p->cx, st) ? E_BUSY : st;
}

static void serve_route(struct pass *p)
{
	enum status st = run_here(p);
	if (st == E_BUSY && p->problem.why == T_STORE && !p->call.handled)
		st = run_here(p);                               /* the connection was lost: once more with a new one */
	if (p->call.handled)
		return;
	if (st == E_WRITE && (p->call.route->where == RUN_SLOW || p->call.wants_slow)) {
		if (!slow_submit(p->server->parts->slow, p))
			pass_finish(p, fail(&p->cx, E_BUSY, T_BUSY));
	} else if (st == E_WRITE && p->call.route->where != RUN_NONE) {
		pass_to_writer(p);
	} else {
		pass_finish(p, st);
	}
}

static void serve_refused(struct pass *p)
{
	int status = p->call.http->refused;
	enum status st = status == 401 ? fail(&p->cx, E_LOGIN, T_LOGIN_NEEDED) : status == 503 ? fail(&p->cx, E_BUSY, T_BUSY)
		: status == 413 || status == 414 || status == 431 ? fail(&p->cx, E_LIMIT, T_TOO_LARGE) : fail(&p->cx, E_INVALID, T_INPUT);
	problem_finish(p, st, status);
}

/* No row of the table: a file of the client, or an answer that says so. */
static void serve_other(struct pass *p, const struct match *m)
{
	struct http_response r = { .status = 204 };
	const struct http_request *q = p->call.http;
	bool api = str_starts(q->path, S("/api/")) || str_eq(q->path, S("/api"));
	if (m->path) {
		http_response_header(&r, S("Allow"), methods_text(p->cx.mem, m->methods));
		if (q->method != HTTP_OPTIONS)
			problem_answer(p, fail(&p->cx, E_INVALID, T_METHOD), &r);
	} else if (!api && pages_answer(p->server->parts->pages, p, &r)) {
		send_answer(p, OK, &r);
		return;
	} else {
		problem_answer(p, fail(&p->cx, E_MISSING, T_MISSING), &r);
	}
	http_response_header(&r, S("Cache-Control"), S("no-store"));
	security_headers(p->server, false, &r);
	send_answer(p, OK, &r);
}

/* Not a secret, only different for each request: a counter, scrambled (splitmix64). */
static void new_trace(struct server_parts *parts, uint8_t ret[8])
{
	uint64_t z = parts->trace_seed + atomic_fetch_add_explicit(&parts->trace_next, 1, memory_order_relaxed) * UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	z ^= z >> 31;
	memcpy(ret, &z, 8);
}

static struct pass *pass_new(struct server *s, const struct http_request *q)
{
	struct pass *p = arena_make(q->mem, struct pass);
	p->server = s;
	p->started_us = clock_elapsed_us();
	p->call.http = q;
	p->call.server = s;
	p->cx = (struct cx){ .mem = q->mem, .problem = &p->problem, .now_us = clock_now_us(), .lang = lang_of(q, NULL),
		.catalog = s->options.catalog ? __atomic_load_n(s->options.catalog, __ATOMIC_ACQUIRE) : NULL };
	new_trace(s->parts, p->cx.trace);
	return p;
}

static bool take_params(struct pass *p, const struct match *m)
{
	for (size_t i = 0; i < m->n_params; i++)
		if (!http_decode(p->cx.mem, m->params[i], false, &p->call.param[i]))
			return false;
	return true;
}

void server_serve(void *arg, struct http_request *q)
{
	struct server *s = arg;
	struct pass *p = pass_new(s, q);
	struct match m;
	if (q->refused) {
		serve_refused(p);
		return;
	}
	match_route(s->parts->matcher, q->method, q->path, &m);
	p->call.route = m.route;
	if (m.route && m.route->flags & ROUTE_SECRET)
		arena_holds_secrets(q->mem);
	if (!m.route)
		serve_other(p, &m);
	else if (!take_params(p, &m))
		pass_finish(p, fail(&p->cx, E_MISSING, T_MISSING));
	else
		serve_route(p);
}

size_t server_body_max(void *arg, struct http_request *head)
{
	struct server *s = arg;
	struct match m;
	match_route(s->parts->matcher, head->method, head->path, &m);
	size_t max = m.route && m.route->body_max ? m.route->body_max : BODY_MAX;
	if (max <= BODY_TRUSTED || m.route->need == NEED_NOBODY)
		return max;
	struct pass *p = pass_new(s, head);
	struct reader *reader = &s->parts->readers[head->thread];
	p->call.route = m.route;
	enum status st = reader_open(&p->cx, s, reader);
	p->cx.db = reader->db;
	if (st == OK)
		st = gate_find_session(p);
	if (st != OK || !p->call.session)
		head->refused = st == OK || st == E_LOGIN ? 401 : 503;
	return max;
}

/* --- start and stop ------------------------------------------------------------------------------------------------------- */

enum status server_start(struct cx *cx, const struct server_options *o, struct server **ret)
{
	struct arena *mem = arena_new();
	struct server *s = arena_make(mem, struct server);
	struct server_parts *parts = arena_make(mem, struct server_parts);
	struct cx mine = *cx;
	mine.mem = mem;
	s->options = *o;
	s->options.store = str_copy(mem, o->store);
	s->parts = parts;
	parts->mem = mem;
	parts->limit = limit_new(mem);
	parts->figures = figures_new(mem, n_routes);
	parts->n_readers = (size_t)(o->threads < 1 ? 1 : o->threads);
	parts->readers = arena_array(mem, struct reader, parts->n_readers);
	for (size_t i = 0; i < parts->n_readers; i++)
		parts->readers[i].remembered = remembered_new();
	parts->kept = kept_new();
	parts->pages = pages_new(mem);
	random_bytes(&parts->trace_seed, sizeof parts->trace_seed);
	enum status st = matcher_new(&mine, routes, n_routes, &parts->matcher);
	if (st == OK)
		st = slow_start(&mine, s, &parts->slow);
	if (st != OK) {
		kept_free(parts->kept);
		cx->problem->detail = str_copy(cx->mem, cx->problem->detail);
		arena_release(mem);
		return st;
	}
	parts->streams = streams_start(s);
	parts->openapi = openapi_document(mem);
	*ret = s;
	return OK;
}

void server_quiet(struct server *s)
{
	slow_stop(s->parts->slow);
	streams_quiet(s->parts->streams);
}

void server_stop(struct server *s)
{
	streams_stop(s->parts->streams);
	for (size_t i = 0; i < s->parts->n_readers; i++) {
		db_close(s->parts->readers[i].db);
		remembered_free(s->parts->readers[i].remembered);
	}
	kept_free(s->parts->kept);
	arena_release(s->parts->mem);
}

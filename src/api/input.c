/* What the caller sent: body or query read by the route's field table, preconditions, language. */
#include <string.h>
#include "api/pass.h"
#include "base/str.h"
#include "sys/crypto.h"

/* "ja,en;q=0.8": whichever of ours has the higher weight; the first of equals; neither: Japanese. */
static enum lang accepted(struct str header)
{
	int best = 0;
	enum lang lang = LANG_JA;
	for (struct str rest = header; rest.n;) {
		struct str weight, range = str_trim(str_cut(rest, ',', &rest));
		struct str tag = str_trim(str_cut(range, ';', &weight));
		ptrdiff_t q = str_find(weight, S("q="));
		int value = 10;
		if (q >= 0) {
			struct str number = str_slice(weight, (size_t)q + 2, weight.n);
			value = number.n && number.p[0] == '0' ? (number.n > 2 && number.p[2] >= '0' && number.p[2] <= '9' ? number.p[2] - '0' : 0) : 10;
		}
		bool ja = str_eq_nocase(str_slice(tag, 0, 2), S("ja")), en = str_eq_nocase(str_slice(tag, 0, 2), S("en"));
		if ((ja || en) && value > best) {
			best = value;
			lang = ja ? LANG_JA : LANG_EN;
		}
	}
	return lang;
}

enum lang lang_of(const struct http_request *q, const struct session *s)
{
	bool bad = false;
	struct str asked = q->query.n ? http_query(q->mem, q->query, S("lang"), &bad) : NO_STR;
	if (str_eq(asked, S("ja")) || str_eq(asked, S("en")))
		return str_eq(asked, S("ja")) ? LANG_JA : LANG_EN;
	return s ? s->actor.lang : accepted(http_header(q, S("accept-language")));
}

static bool from_query(const struct route *r)
{
	return !(r->flags & ROUTE_BODY) && (r->method == HTTP_GET || r->method == HTTP_DELETE || r->flags & ROUTE_RAW);
}

struct getter { struct pass *pass; bool bad; };

static struct str get_query(void *arg, struct str name)
{
	struct getter *g = arg;
	return http_query(g->pass->cx.mem, g->pass->call.http->query, name, &g->bad);
}

/* Where the table has this name: 1 and up; 0: the language, which every route knows; -1: nowhere. */
static int place_of(const struct field_table *table, struct str name)
{
	for (size_t i = 0; table && i < table->n_fields; i++)
		if (str_eq(table->fields[i].name, name))
			return (int)i + 1;
	return str_eq(name, S("lang")) ? 0 : -1;
}

/* For a pointer: not for ever, and not ending within a character. */
static struct str shortened(struct str name)
{
	size_t n = name.n < 60 ? name.n : 60;
	while (n < name.n && n > 0 && ((unsigned char)name.p[n] & 0xc0) == 0x80)
		n--;
	return str_slice(name, 0, n);
}

/* Names that the table does not have are errors, as in bodies, and so is a name that is there twice: which one holds? */
static enum status check_names(struct pass *p, const struct field_table *table)
{
	const struct http_request *q = p->call.http;
	enum status st = OK;
	struct str name;
	bool bad = false;
	uint64_t seen = 0;
	for (size_t i = 0; http_query_name(q->mem, q->query, i, &name, &bad) && i < 100; i++) {
		int at = place_of(table, name);
		if (at < 0 || seen & UINT64_C(1) << (at & 63))
			st = fail_field(&p->cx, str_format(p->cx.mem, "/%.*s", STR_ARG(shortened(name))),
				at < 0 ? T_FIELD_UNKNOWN : T_FIELD_DUPLICATE, 0);
		else
			seen |= UINT64_C(1) << (at & 63);
	}
	return bad ? fail(&p->cx, E_INVALID, T_FIELD_UTF8) : st;
}

static enum status read_query(struct pass *p)
{
	const struct field_table *table = p->call.route->input;
	struct getter g = { .pass = p };
	enum status st = p->call.http->query.n ? check_names(p, table) : OK;
	if (st != OK || !table)
		return st;
	void *input = arena_alloc(p->cx.mem, table->struct_bytes);
	st = field_read_texts(&p->cx, table, get_query, &g, input);
	if (g.bad)
		return fail(&p->cx, E_INVALID, T_FIELD_UTF8);
	p->call.input = input;
	return st;
}

/* The object without its member "draft", for the route's table. */
static enum status without_draft(struct pass *p, const struct json *body, const struct json **ret)
{
	struct buf out;
	struct jw w;
	buf_init(&out, p->cx.mem, 2 * p->call.http->body.n + 1024);
	jw_init(&w, &out);
	jw_object(&w);
	for (const struct json *m = json_first(body); m; m = json_next(m)) {
		if (str_eq(json_key(m), S("draft")))
			continue;
		jw_key(&w, json_key(m));
		struct buf value;
		buf_init(&value, p->cx.mem, 2 * p->call.http->body.n + 1024);
		json_write(&value, m);
		jw_raw(&w, buf_str(&value));
	}
	jw_end_object(&w);
	return out.full ? fail(&p->cx, E_LIMIT, T_TOO_LARGE) : json_parse(&p->cx, buf_str(&out), ret);
}

static bool is_json(struct str type)
{
	struct str rest;
	return str_eq_nocase(str_trim(str_cut(type, ';', &rest)), S("application/json"));
}

static enum status read_body(struct pass *p)
{
	const struct route *r = p->call.route;
	const struct json *body = NULL;
	struct str text = { (const char *)p->call.http->body.p, p->call.http->body.n };
	enum status st;
	if (text.n && !is_json(http_header(p->call.http, S("content-type"))))
		return fail(&p->cx, E_INVALID, T_CONTENT_TYPE);
	st = json_parse(&p->cx, text.n ? text : S("{}"), &body);
	if (st != OK)
		return st;
	const struct json *draft = r->flags & ROUTE_DRAFT ? json_get(body, S("draft")) : NULL;
	if (draft) {
		if (json_kind(draft) != JSON_BOOL)
			return fail_field(&p->cx, S("/draft"), T_FIELD_TYPE, 0);
		p->call.draft = json_bool(draft);
		st = without_draft(p, body, &body);
		if (st != OK)
			return st;
	}
	p->call.body = body;
	if (!r->input) {
		if (json_kind(body) != JSON_OBJECT)
			return fail_field(&p->cx, S(""), T_FIELD_TYPE, 0);
		for (const struct json *m = json_first(body); m; m = json_next(m))
			st = fail_field(&p->cx, str_format(p->cx.mem, "/%.*s", STR_ARG(json_key(m))), T_FIELD_UNKNOWN, 0);
		return st;
	}
	void *input = arena_alloc(p->cx.mem, r->input->struct_bytes);
	p->call.input = input;
	return field_read(&p->cx, r->input, body, p->call.draft || (r->flags & ROUTE_LENIENT) != 0, input);
}

static enum status read_if_match(struct pass *p)
{
	struct str header = http_header(p->call.http, S("if-match"));
	if (!header.p)
		return p->call.route->flags & ROUTE_IF_MATCH ? fail(&p->cx, E_INVALID, T_IF_MATCH) : OK;
	if (header.n < 3 || header.p[0] != '"' || header.p[header.n - 1] != '"'
	    || !str_int(str_slice(header, 1, header.n - 1), 1, INT64_MAX, &p->call.if_match))
		return fail(&p->cx, E_STALE, T_STALE);
	return OK;
}

static enum status read_key(struct pass *p)
{
	struct str key = http_header(p->call.http, S("idempotency-key"));
	if (!key.p || !(p->call.route->flags & ROUTE_IDEMPOTENT) || !p->call.session)
		return OK;
	if (key.n == 0 || key.n > 128 || !str_utf8(key))
		return fail_field(&p->cx, S("/Idempotency-Key"), T_FIELD_TOO_LONG, 128);
	const struct http_request *q = p->call.http;
	struct sha256_state state;
	struct str method = method_name(q->method);
	sha256_start(&state);
	sha256_add(&state, method.p, method.n);
	sha256_add(&state, q->path.p, q->path.n);
	sha256_add(&state, "?", 1);
	if (q->query.n)
		sha256_add(&state, q->query.p, q->query.n);
	sha256_add(&state, "\n", 1);
	if (q->body.n)
		sha256_add(&state, q->body.p, q->body.n);
	sha256_end(&state, p->digest);
	p->key = key;
	return OK;
}

enum status read_input(struct pass *p)
{
	const struct route *r = p->call.route;
	enum status st = read_if_match(p);
	if (st == OK)
		st = read_key(p);
	if (st == OK && (from_query(r) || p->call.http->query.n))
		st = from_query(r) ? read_query(p) : check_names(p, NULL);
	if (st == OK && !from_query(r))
		st = read_body(p);
	return st;
}

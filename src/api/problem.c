/* What a failed request is told (RFC 9457), and the headers that every answer carries. */
#include "api/problem.h"
#include "api/pass.h"
#include "base/str.h"

int problem_status(enum status st, enum text why, bool fields)
{
	switch (st) {
	case OK: return 200;
	case E_INVALID:
		switch (why) {
		case T_JSON_SYNTAX: case T_JSON_DEPTH: case T_JSON_DUPLICATE: return 400;
		case T_FIELD_UTF8: return fields ? 422 : 400;
		case T_CONTENT_TYPE: return 415;
		case T_METHOD: return 405;
		case T_IF_MATCH: return 428;
		default: return 422;
		}
	case E_LOGIN: return 401;
	case E_DENIED: return 403;
	case E_MISSING: return 404;
	case E_CONFLICT: return 409;
	case E_STALE: return 412;
	case E_LIMIT: return 413;
	case E_RATE: return 429;
	case E_BUSY: return 503;
	case E_REMOTE: return 502;
	case E_WRITE: case E_BUG: break;
	}
	return 500;
}

static enum text usual(enum status st)
{
	switch (st) {
	case E_INVALID: return T_INPUT;
	case E_LOGIN: return T_LOGIN_NEEDED;
	case E_DENIED: return T_DENIED;
	case E_MISSING: return T_MISSING;
	case E_CONFLICT: return T_STATE;
	case E_STALE: return T_STALE;
	case E_LIMIT: return T_TOO_LARGE;
	case E_RATE: return T_RATE;
	case E_BUSY: case E_REMOTE: return T_BUSY;
	default: return T_BUG;
	}
}

/* The sentence with {n} replaced. */
static struct str sentence(struct arena *mem, enum text why, enum lang lang, int64_t bound)
{
	struct str s = text_sentence(why, lang);
	ptrdiff_t at = str_find(s, S("{n}"));
	if (at < 0)
		return s;
	struct str before = str_slice(s, 0, (size_t)at), after = str_slice(s, (size_t)at + 3, s.n);
	return str_format(mem, "%.*s%lld%.*s", STR_ARG(before), (long long)bound, STR_ARG(after));
}

void problem_fields_write(struct jw *w, struct arena *mem, enum lang lang, const struct problem_field *fields, size_t n)
{
	jw_key(w, S("errors"));
	jw_array(w);
	for (size_t i = 0; i < n; i++) {
		const struct problem_field *f = &fields[i];
		jw_object(w);
		jw_k_text(w, S("pointer"), f->pointer);
		jw_k_text(w, S("code"), text_code(f->why));
		jw_k_text(w, S("title"), sentence(mem, f->why, lang, f->bound));
		jw_end_object(w);
	}
	jw_end_array(w);
}

void problem_answer(struct pass *p, enum status st, struct http_response *r)
{
	struct buf out;
	struct jw w;
	enum text why = p->problem.why != T_NONE ? p->problem.why : usual(st);
	if (st == E_BUG || st == E_WRITE || st == E_REMOTE)     /* the cause is for the log */
		why = st == E_REMOTE ? T_BUSY : T_BUG;
	r->status = problem_status(st, why, p->problem.n_fields > 0);
	buf_init(&out, p->cx.mem, 256 << 10);
	jw_init(&w, &out);
	jw_object(&w);
	jw_k_text(&w, S("type"), str_format(p->cx.mem, "urn:noroshi:problem:%.*s", STR_ARG(text_code(why))));
	jw_k_text(&w, S("title"), sentence(p->cx.mem, why, p->cx.lang, (int64_t)p->call.http->limit));
	jw_k_int(&w, S("status"), r->status);
	jw_k_text(&w, S("code"), text_code(why));
	jw_k_text(&w, S("trace"), str_hex(p->cx.mem, p->cx.trace, sizeof p->cx.trace));
	if (p->problem.instance.n)
		jw_k_text(&w, S("instance"), p->problem.instance);
	if (p->problem.n_fields)
		problem_fields_write(&w, p->cx.mem, p->cx.lang, p->problem.fields, p->problem.n_fields);
	jw_end_object(&w);
	struct str text = buf_str(&out);
	r->type = S("application/problem+json");
	r->body = (struct bytes){ (const uint8_t *)text.p, text.n };
	if (st == E_LOGIN)
		http_response_header(r, S("WWW-Authenticate"), S("Bearer realm=\"noroshi\""));
	int retry_s = p->retry_s ? p->retry_s : p->call.retry_s;
	if (st == E_RATE || st == E_BUSY || why == T_RECEIPT_PENDING || retry_s)
		http_response_header(r, S("Retry-After"), str_format(p->cx.mem, "%d", retry_s ? retry_s : 1));
}

void security_headers(const struct server *s, bool page, struct http_response *r)
{
	http_response_header(r, S("Content-Security-Policy"), page
		? S("default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'; "
		    "form-action 'self'; frame-ancestors 'none'")
		: S("default-src 'none'; frame-ancestors 'none'"));
	http_response_header(r, S("X-Content-Type-Options"), S("nosniff"));
	http_response_header(r, S("Referrer-Policy"), S("no-referrer"));
	http_response_header(r, S("Cross-Origin-Resource-Policy"), S("same-origin"));
	if (page) {
		http_response_header(r, S("Cross-Origin-Opener-Policy"), S("same-origin"));
		http_response_header(r, S("Permissions-Policy"), S("camera=(), microphone=(), geolocation=()"));
	}
	if (s->options.tls)
		http_response_header(r, S("Strict-Transport-Security"), S("max-age=31536000"));
}

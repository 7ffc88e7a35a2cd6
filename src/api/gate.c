/* May this caller do this? Who it is, how often it asks, whether a browser was tricked into asking, which role it has. */
#include <string.h>
#include "api/pass.h"
#include "base/str.h"
#include "model/address.h"
#include "sys/clock.h"

static bool changes(const struct pass *p)
{
	return p->call.http->method != HTTP_GET && p->call.http->method != HTTP_HEAD;
}

/* Behind a trusted proxy, the address that the proxy saw: what stands further left, or in lines before, anybody may have written. */
struct str call_peer(const struct call *c)
{
	struct str list = c->server->options.trust_proxy ? http_header_last(c->http, S("x-forwarded-for")) : NO_STR;
	size_t from = list.n;
	while (from > 0 && list.p[from - 1] != ',')
		from--;
	struct str last = str_trim(str_slice(list, from, list.n));
	return last.n && last.n <= 45 ? last : c->http->peer;
}

struct str call_cookie_name(const struct call *c)
{
	return c->server->options.tls ? S(SESSION_COOKIE_TLS) : S(SESSION_COOKIE);
}

enum status gate_find_session(struct pass *p)
{
	struct str header = http_header(p->call.http, S("authorization")), cookie;
	enum status st = E_LOGIN;
	if (header.n > 7 && str_eq_nocase(str_slice(header, 0, 7), S("bearer "))) {
		st = token_find(&p->cx, str_trim(str_slice(header, 7, header.n)), call_peer(&p->call), &p->session);
	} else if (!header.p) {
		cookie = http_cookie(http_header(p->call.http, S("cookie")), call_cookie_name(&p->call));
		if (!cookie.n)
			return OK;
		st = session_find(&p->cx, cookie, &p->session);
	}
	if (st != OK)
		return st == E_LOGIN ? fail(&p->cx, E_LOGIN, T_LOGIN_NEEDED) : st;
	p->call.session = &p->session;
	p->cx.actor = &p->session.actor;
	return OK;
}

static enum status count(struct pass *p)
{
	const struct server_options *o = &p->server->options;
	const struct session *s = p->call.session;
	struct str address = s ? NO_STR : address_throttle_key(p->cx.mem, call_peer(&p->call));
	if (o->rate <= 0 || p->call.route->flags & ROUTE_NO_LIMIT)
		return OK;
	/* Behind one address may sit a whole organisation. */
	double rate = s ? o->rate : 4.0 * o->rate, burst = s ? o->burst : 4.0 * o->burst;
	bool may = limit_take(p->server->parts->limit, s ? (const void *)s->id : address.p, s ? sizeof s->id : address.n, rate, burst,
		clock_elapsed_us(), &p->retry_s);
	return may ? OK : fail(&p->cx, E_RATE, T_RATE);
}

/* The Origin that a browser states must be where it has our pages from. */
static bool same_origin(const struct pass *p)
{
	struct str origin = http_header(p->call.http, S("origin")), site = http_header(p->call.http, S("sec-fetch-site"));
	if (site.p && !str_eq(site, S("same-origin")) && !str_eq(site, S("none")))
		return false;
	if (!origin.p)
		return true;
	ptrdiff_t at = str_find(origin, S("://"));
	return at > 0 && str_eq_nocase(str_slice(origin, (size_t)at + 3, origin.n), http_header(p->call.http, S("host")));
}

static enum status check_browser(struct pass *p)
{
	const struct session *s = p->call.session;
	if (!changes(p) || (s && s->by_token))
		return OK;
	if (!same_origin(p))
		return fail(&p->cx, E_DENIED, T_CSRF);
	if (s && !(p->call.route->flags & ROUTE_NO_CSRF) && !session_csrf_matches(s, http_header(p->call.http, S("x-csrf-token"))))
		return fail(&p->cx, E_DENIED, T_CSRF);
	return OK;
}

static enum status check_need(struct pass *p)
{
	const struct route *r = p->call.route;
	const struct session *s = p->call.session;
	if (r->need == NEED_NOBODY)
		return OK;
	if (!s)
		return fail(&p->cx, E_LOGIN, T_LOGIN_NEEDED);
	if (s->read_only && changes(p))
		return fail(&p->cx, E_DENIED, T_TOKEN_READ_ONLY);
	if (s->by_token && r->flags & ROUTE_PERSON)
		return fail(&p->cx, E_DENIED, T_TOKEN_PERSON);
	if (r->need != NEED_ENROL && s->level == SESSION_PASSWORD)
		return fail(&p->cx, E_DENIED, T_PASSWORD_CHANGE);
	if (r->need != NEED_ENROL && s->level == SESSION_ENROL)
		return fail(&p->cx, E_DENIED, T_MFA_ENROL);
	if (r->need == NEED_ROLES && !(s->actor.roles & r->roles))
		return fail(&p->cx, E_DENIED, T_DENIED);
	return OK;
}

enum status gate(struct pass *p)
{
	enum status st = OK;
	p->rights = atomic_load(&p->server->parts->rights);
	if (p->call.route->need != NEED_NOBODY)
		st = gate_find_session(p);
	if (st != OK && st != E_LOGIN)
		return st;
	p->cx.lang = lang_of(p->call.http, p->call.session);
	enum status counted = count(p);                         /* who guesses tokens is counted by address */
	if (counted != OK)
		p->problem.why = T_RATE;
	if (counted != OK || st != OK)
		return counted != OK ? counted : st;
	p->touch = p->call.session && p->session.touch_due;
	st = check_browser(p);
	return st == OK ? check_need(p) : st;
}

/* Other processes on the same store change rights unseen: what was slow is looked at again in any case. */
enum status gate_again(struct cx *cx, struct pass *p)
{
	if (p->call.route->need == NEED_NOBODY || (p->call.route->where != RUN_SLOW && !p->call.on_slow && p->rights == atomic_load(&p->server->parts->rights)))
		return OK;
	p->cx.db = cx->db;
	p->call.session = NULL;
	enum status st = gate_find_session(p);
	p->cx.db = NULL;
	return st == OK ? check_need(p) : st;
}

#include <string.h>
#include "api/match.h"
#include "base/str.h"

#define METHODS (HTTP_OTHER + 1)
struct node {
	struct str segment;
	struct node *first_child, *next, *param;
	const struct route *routes[METHODS];
	unsigned methods;
};
struct matcher { struct node root; };

static bool segment_eq(const struct node *n, struct str s)
{
	return n->segment.n == s.n && memcmp(n->segment.p, s.p, s.n) == 0;
}

static struct node *literal(const struct node *at, struct str segment)
{
	for (struct node *c = at->first_child; c; c = c->next)
		if (segment_eq(c, segment))
			return c;
	return NULL;
}

static struct node *grow(struct arena *mem, struct node *at, struct str segment)
{
	bool param = segment.n > 2 && segment.p[0] == '{' && segment.p[segment.n - 1] == '}';
	if (param) {
		if (!at->param)
			at->param = arena_make(mem, struct node);
		return at->param;
	}
	struct node *child = literal(at, segment);
	if (!child) {
		child = arena_make(mem, struct node);
		child->segment = segment;
		child->next = at->first_child;
		at->first_child = child;
	}
	return child;
}

static enum status add(struct cx *cx, struct matcher *m, const struct route *r)
{
	struct node *at = &m->root;
	struct str rest = str_slice(r->path, 1, r->path.n);
	size_t params = 0;
	if (r->path.n < 2 || r->path.p[0] != '/' || r->path.p[r->path.n - 1] == '/' || !r->run || r->method < HTTP_GET
	    || r->method >= HTTP_OPTIONS || r->method == HTTP_HEAD)
		return fail_detail(cx, E_BUG, T_BUG, "malformed route %.*s", STR_ARG(r->path));
	while (rest.n) {
		struct str segment = str_cut(rest, '/', &rest);
		params += segment.n && segment.p[0] == '{';
		at = grow(cx->mem, at, segment);
	}
	if (at->routes[r->method] || params > 3)
		return fail_detail(cx, E_BUG, T_BUG, "route %.*s stands twice, or has too many parameters", STR_ARG(r->path));
	at->routes[r->method] = r;
	at->methods |= 1u << r->method | 1u << HTTP_OPTIONS;
	if (r->method == HTTP_GET) {
		at->routes[HTTP_HEAD] = r;
		at->methods |= 1u << HTTP_HEAD;
	}
	return OK;
}

enum status matcher_new(struct cx *cx, const struct route *table, size_t n, const struct matcher **ret)
{
	struct matcher *m = arena_make(cx->mem, struct matcher);
	for (size_t i = 0; i < n; i++) {
		enum status st = add(cx, m, &table[i]);
		if (st != OK)
			return st;
	}
	*ret = m;
	return OK;
}

void match_route(const struct matcher *m, enum http_method method, struct str path, struct match *ret)
{
	const struct node *at = &m->root;
	size_t from = 1;
	*ret = (struct match){ 0 };
	while (at && from <= path.n) {
		const char *slash = from < path.n ? memchr(path.p + from, '/', path.n - from) : NULL;
		size_t to = slash ? (size_t)(slash - path.p) : path.n;
		struct str segment = { path.p + from, to - from };
		const struct node *child = segment.n ? literal(at, segment) : NULL;
		if (!child && at->param && segment.n) {
			child = at->param;
			ret->params[ret->n_params++] = segment;
		}
		at = child;
		from = to + 1;
	}
	if (!at || !at->methods)
		return;
	ret->path = true;
	ret->methods = at->methods;
	ret->route = at->routes[method];
}

static const struct str names[METHODS] = { LIT(""), LIT("GET"), LIT("HEAD"), LIT("POST"), LIT("PUT"), LIT("PATCH"), LIT("DELETE"),
	LIT("OPTIONS"), LIT("OTHER") };

struct str method_name(enum http_method m)
{
	return names[m];
}

struct str methods_text(struct arena *mem, unsigned methods)
{
	struct buf b;
	buf_init(&b, mem, 256);
	for (int m = HTTP_GET; m <= HTTP_OPTIONS; m++)
		if (methods & 1u << m) {
			if (b.n)
				buf_add(&b, S(", "));
			buf_add(&b, names[m]);
		}
	return buf_str(&b);
}

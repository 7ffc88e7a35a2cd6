/* api/match.h — which route a path and method name. The table is compiled once into a tree of segments; a literal segment goes
 * before {id}; nothing is tried twice, so a lookup costs a few comparisons per segment whatever the table's size.
 */
#ifndef NOROSHI_API_MATCH_H
#define NOROSHI_API_MATCH_H
#include "api/route.h"

struct matcher;
struct match {
	const struct route *route;                              /* NULL: no such path, or not this method */
	bool path;                                              /* the path is there */
	unsigned methods;                                       /* bits 1 << enum http_method that the path has */
	size_t n_params;
	struct str params[3];                                   /* as sent, not decoded */
};
/* E_BUG with detail where two rows have the same method and path, or a row is malformed. */
enum status matcher_new(struct cx *, const struct route *, size_t n, const struct matcher **ret) MUST_CHECK;
void match_route(const struct matcher *, enum http_method, struct str path, struct match *ret);        /* HEAD finds GET */
struct str methods_text(struct arena *, unsigned methods);      /* "GET, HEAD, POST, OPTIONS" */
struct str method_name(enum http_method);
#endif

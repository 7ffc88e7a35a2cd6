/* Any path against the route table, and its segments decoded: what an untrusted request line reaches first. */
#include <stdint.h>
#include <string.h>
#include "api/match.h"
#include "base/str.h"
#include "base/uuid.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct matcher *matcher;
	static struct arena *kept;                              /* for ever: the table is compiled once */
	struct problem problem = { 0 };
	struct cx cx = { .problem = &problem };
	if (n > HTTP_PATH_MAX || n == 0)
		return 0;
	if (!matcher) {
		cx.mem = kept = arena_new();
		if (matcher_new(&cx, routes, n_routes, &matcher) != OK)
			__builtin_trap();
	}
	struct arena *mem = arena_new();
	char *path = arena_alloc(mem, n + 1);
	struct match m;
	path[0] = '/';
	memcpy(path + 1, data, n);
	for (int method = HTTP_GET; method <= HTTP_OTHER; method++) {
		match_route(matcher, (enum http_method)method, (struct str){ path, n + 1 }, &m);
		if (m.route && !m.path)
			__builtin_trap();
		for (size_t i = 0; i < m.n_params; i++) {
			struct str decoded;
			struct uuid id;
			if (http_decode(mem, m.params[i], false, &decoded)) {
				if (!str_utf8(decoded))
					__builtin_trap();
				(void)uuid_parse(decoded, &id);
			}
		}
	}
	arena_release(mem);
	return 0;
}

/* A query string as the door reads it: decoded by names, then by every GET route's field table. */
#include <stdint.h>
#include "api/route.h"
#include "base/str.h"

struct getter { struct arena *mem; struct str query; bool bad; };

static struct str get(void *arg, struct str name)
{
	struct getter *g = arg;
	struct str value = http_query(g->mem, g->query, name, &g->bad);
	if (value.n && !str_utf8(value))
		__builtin_trap();
	return value;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *mem = arena_new();
	struct getter g = { .mem = mem, .query = { n ? (const char *)data : "", n } };
	struct str name;
	for (size_t i = 0; i < 100 && http_query_name(mem, g.query, i, &name, &g.bad); i++)
		(void)get(&g, name);
	for (size_t i = 0; i < n_routes && n < 2000; i++) {
		struct problem problem = { 0 };
		struct cx cx = { .mem = mem, .problem = &problem };
		const struct field_table *table = routes[i].input;
		if (!table || routes[i].method != HTTP_GET)
			continue;
		if (field_read_texts(&cx, table, get, &g, arena_alloc(mem, table->struct_bytes)) == E_BUG)
			__builtin_trap();
	}
	arena_release(mem);
	return 0;
}

/* Any bytes as any file of the catalogue: refused with a cause, or facts that can be looked up. First byte: which file. */
#include <stdint.h>
#include <stdlib.h>
#include "base/str.h"
#include "model/catalog_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (n == 0)
		return 0;
	struct problem problem = { 0 };
	struct cx cx = { .mem = arena_new(), .problem = &problem };
	struct fact_array facts = { NULL, 0, 0 };
	const struct catalog *cat;
	struct str name = catalog_file_name(data[0] % catalog_file_count());
	enum status st = catalog_file_read(&cx, name, (struct str){ (const char *)data + 1, n - 1 }, &facts);
	if (st == OK && catalog_make(&cx, facts.p, facts.n, &cat) == OK) {
		for (size_t i = 0; i < cat->n; i++)
			if (!catalog_next_ever(cat, cat->facts[i].kind, NULL))
				abort();
		st = catalog_check(&cx, cat);
		struct route_fact r;
		(void)catalog_route(cat, S("normal"), S("report"), S("law"), S("ministry"), 0, &r);
		struct buf b;
		buf_init(&b, cx.mem, 1 << 22);
		struct jw w;
		jw_init(&w, &b);
		catalog_json(&w, cat, cat->n ? cat->facts[0].kind : S("plan"), 0);
	}
	if (st != OK && problem.why == T_NONE)
		abort();
	arena_release(cx.mem);
	return 0;
}

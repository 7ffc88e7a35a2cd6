/* Any bytes as JSON: refused, or read and written to a text that reads and writes the same. */
#include <stdlib.h>

#include "base/json.h"
#include "base/str.h"

static struct str rewrite(struct cx *cx, struct str text)
{
	const struct json *json = NULL;
	if (json_parse(cx, text, &json) != OK)
		return NO_STR;
	struct buf out;
	buf_init(&out, cx->mem, 8 * text.n + 4096);
	json_write(&out, json);
	if (out.full)
		abort();
	return buf_str(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct problem problem = { .why = T_NONE };
	struct cx cx = { .mem = arena_new(), .problem = &problem };
	struct str once = rewrite(&cx, (struct str){ (const char *)bytes, n });
	if (once.p && !str_eq(once, rewrite(&cx, once)))
		abort();
	if (!once.p && problem.why == T_NONE)
		abort();
	arena_release(cx.mem);
	return 0;
}

/* test/fuzz/meta_fuzz.h — what the targets of format/meta.h share. */
#ifndef NOROSHI_TEST_META_FUZZ_H
#define NOROSHI_TEST_META_FUZZ_H
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "format/meta.h"

static inline void meta_fuzz_check(const struct meta_report *r)
{
	if (r->n > META_FINDS_MAX || r->type == META_TYPE_NONE)
		abort();
	for (size_t i = 0; i < r->n; i++)
		if (!str_utf8(r->finds[i].value) || !str_utf8(r->finds[i].where) || r->finds[i].value.n > META_VALUE_MAX || !meta_kind_code(r->finds[i].what).n)
			abort();
}

/* Only inputs that begin with `magic` are of this type: it is put in front where it is missing. */
static inline void meta_fuzz(struct bytes in, const char *magic, size_t magic_n)
{
	struct arena *mem = arena_new();
	struct problem problem = { .why = T_NONE };
	struct cx cx = { .mem = mem, .problem = &problem };
	uint8_t *p = arena_alloc(mem, in.n + magic_n);
	size_t at = magic_n && (in.n < magic_n || memcmp(in.p, magic, magic_n) != 0) ? magic_n : 0;
	memcpy(p, magic, at);
	if (in.n)
		memcpy(p + at, in.p, in.n);
	struct bytes file = { p, in.n + at }, copy, again;
	struct meta_report r, left, second;
	struct str text;
	bool cut;
	if (meta_read(&cx, S("x"), file, &r) == OK)
		meta_fuzz_check(&r);
	else if (problem.why == T_NONE)
		abort();
	problem = (struct problem){ .why = T_NONE };
	if (meta_clean(&cx, S("x"), file, &copy, &left) == OK) {
		meta_fuzz_check(&left);
		for (size_t i = 0; i < left.n; i++)
			if (left.finds[i].removable)
				abort();
		if (!left.more && (meta_clean(&cx, S("x"), copy, &again, &second) != OK || again.n != copy.n || (copy.n && memcmp(again.p, copy.p, copy.n) != 0)))
			abort();
	}
	if (meta_text(&cx, S("x"), file, 1 << 16, &text, &cut) == OK && (!str_utf8(text) || text.n > 1 << 16))
		abort();
	arena_release(mem);
}
#endif

/* Any text: indicators are short, normalised and each there once; reading them again from their own text gives the same; the sketch of a
 * text is like itself. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/str.h"
#include "model/join.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str text = { (const char *)data, n };
	if (n > 20000 || !str_utf8(text))
		return 0;
	struct arena *mem = arena_new();
	struct join_indicator *got = arena_array(mem, struct join_indicator, JOIN_INDICATORS_MAX);
	struct join_features *f = arena_make(mem, struct join_features);
	size_t found = join_indicators(mem, text, got);
	for (size_t i = 0; i < found; i++) {
		if (got[i].value.n == 0 || got[i].value.n > 2048 || got[i].kind < JOIN_HASH || got[i].kind > JOIN_DOMAIN || !str_utf8(got[i].value))
			abort();
		for (size_t k = 0; k < i; k++)
			if (got[k].kind == got[i].kind && str_eq(got[k].value, got[i].value))
				abort();
	}
	join_sketch(mem, text, f);
	if (f->has_text && join_likeness(f->sketch, f->sketch) != 100)
		abort();
	arena_release(mem);
	return 0;
}

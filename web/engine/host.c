/* web/engine/host.c — what the engine asks of the page it runs in, in place of ICU (base/fold_icu.c): web/src/lib/engine.ts answers. */
#include "base/fold.h"

__attribute__((import_module("host"), import_name("nfkc"))) extern int host_nfkc(const uint32_t *in, int n, uint32_t *out, int room);

size_t fold_nfkc(const uint32_t *in, size_t n, uint32_t *out, size_t room)
{
	int got = host_nfkc(in, (int)n, out, (int)room);
	return got < 0 || (size_t)got > room ? 0 : (size_t)got;
}

/* test/engine/native.c — the engine built natively (ICU in place of the page), for web/test/engine.test.mjs to hold the WebAssembly
 * against. Reads calls from standard input, each a line with the name of the door, four bytes of length and the blob; answers each with
 * four bytes of length and the JSON. */
#include <stdio.h>
#include <string.h>

#include "../../web/engine/engine.h"

static const struct { const char *name; void (*door)(struct engine *); } doors[] = {
	{ "engine_names", engine_names }, { "engine_scan", engine_scan }, { "engine_apply", engine_apply }, { "engine_small_groups", engine_small_groups },
	{ "engine_meta_read", engine_meta_read }, { "engine_meta_clean", engine_meta_clean }, { "engine_meta_text", engine_meta_text },
};

int main(void)
{
	struct engine *e = engine_new();
	char line[64];
	unsigned char size[4];
	while (fgets(line, sizeof line, stdin)) {
		line[strcspn(line, "\n")] = 0;
		if (fread(size, 1, 4, stdin) != 4)
			return 1;
		size_t n = (size_t)size[0] | (size_t)size[1] << 8 | (size_t)size[2] << 16 | (size_t)size[3] << 24;
		if (fread(engine_input(e, n), 1, n, stdin) != n)
			return 1;
		for (size_t i = 0; i < sizeof doors / sizeof *doors; i++)
			if (!strcmp(line, doors[i].name))
				doors[i].door(e);
		n = engine_result_bytes(e);
		unsigned char out[4] = { n & 255, n >> 8 & 255, n >> 16 & 255, n >> 24 & 255 };
		fwrite(out, 1, 4, stdout);
		fwrite(engine_result(e), 1, n, stdout);
	}
	engine_free(e);
	return 0;
}

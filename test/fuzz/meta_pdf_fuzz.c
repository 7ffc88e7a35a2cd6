/* Any bytes as a PDF file: read, cleaned and read again; what was cleaned has nothing removable left and stays as it is. */
#include "meta_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char end[] = "\n%%EOF";
	struct arena *mem = arena_new();
	char *p = arena_alloc(mem, n + sizeof end);
	if (n)
		memcpy(p, data, n);
	memcpy(p + n, end, sizeof end - 1);
	meta_fuzz((struct bytes){ data, n }, "%PDF-", 5);
	meta_fuzz((struct bytes){ (const uint8_t *)p, n + sizeof end - 1 }, "%PDF-", 5);
	arena_release(mem);
	return 0;
}

/* Any bytes as a form: refused, or the file found lies wholly within the body and a name came with it. */
#include <stdint.h>
#include <stdlib.h>

#include "base/str.h"
#include "format/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *mem = arena_new();
	struct multipart_file f;
	/* The first line is the content type, the rest the body. */
	struct str body, type = str_cut((struct str){ (const char *)data, n }, '\n', &body);
	if (multipart_file(mem, type, (struct bytes){ (const uint8_t *)body.p, body.n }, &f)) {
		const uint8_t *from = (const uint8_t *)body.p;
		if (!f.name.p || f.content.p < from || f.content.p + f.content.n > from + body.n)
			abort();
	}
	struct str fixed = S("multipart/form-data; boundary=b");
	if (multipart_file(mem, fixed, (struct bytes){ data, n }, &f) && (f.content.p < data || f.content.p + f.content.n > data + n))
		abort();
	arena_release(mem);
	return 0;
}

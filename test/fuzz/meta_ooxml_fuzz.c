/* Any bytes as an office document (a zip archive): read, cleaned and read again; what was cleaned has nothing removable left and stays as it is. */
#include "format/zip.h"
#include "meta_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Checksums keep most changed archives out: what is no archive becomes the part of one. */
static void as_part(struct bytes in)
{
	static const struct str names[] = { LIT("word/document.xml"), LIT("docProps/core.xml"), LIT("xl/comments1.xml"), LIT("_rels/.rels") };
	struct arena *mem = arena_new();
	struct zip_out zip;
	struct buf out;
	buf_init(&out, mem, in.n * 2 + 4096);
	zip_out_begin(&zip, &out);
	zip_out_put(&zip, S("[Content_Types].xml"), (struct bytes){ (const uint8_t *)"<Types/>wordprocessingml", 8 });
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		zip_out_put(&zip, names[i], in);
	zip_out_put(&zip, S("word/media/image1"), in);
	zip_out_end(&zip);
	meta_fuzz((struct bytes){ (const uint8_t *)out.p, out.n }, "", 0);
	arena_release(mem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (n && data[0] == '<')
		as_part((struct bytes){ data, n });
	else
		meta_fuzz((struct bytes){ data, n }, "PK\3\4", 4);
	return 0;
}

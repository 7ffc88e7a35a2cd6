/* PDF: properties in every spelling found and overwritten in place; what cannot be overwritten is refused; nothing loops. */
#include "meta_support.h"

#define END "trailer\n<< /Size 9 /Root 1 0 R /Info 2 0 R /ID [<00112233> <44556677>] >>\nstartxref\n0\n%%EOF\n"

static struct bytes pdf(struct str objects)
{
	return bytes_of(str_format(t.mem, "%%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%.*s%s", STR_ARG(objects), END));
}

static void info(void **state)
{
	(void)state;
	struct bytes file = pdf(S("2 0 obj\n<< /Author (\\\\Yama\\(da\\) \\101) /Title <FEFF505C96FB> /Creator <feff0057006f0072> /Producer (\xef\xbb\xbf印刷)\n"
	                          "/CreationDate (D:20260401) /#4boji (x) /Subject (nested (a) \\\nb) >>\nendobj\n"
	                          "3 0 obj << /Type /Annot /Subtype /Text /Rect [0 0 1 1] /T (Suzuki) /M (D:2026) /Contents (visible) >> endobj\n"
	                          "4 0 obj << /Type /Page /Title (page) >> endobj 5 0 obj << /Title (chapter) /Parent 4 0 R >> endobj\n"
	                          "6 0 obj << /Type /Filespec /F (C:\\\\Users\\\\yamada\\\\a.pdf) >> endobj\n"));
	clean_twice(file);
	assert_int_equal(report.type, META_PDF);
	assert_find(&report, META_AUTHOR, "\\Yama(da) A");
	assert_find(&report, META_TITLE, "停電");
	assert_find(&report, META_APPLICATION, "Wor");
	assert_find(&report, META_PRODUCER, "印刷");
	assert_find(&report, META_TIME, "D:20260401");
	assert_find(&report, META_CUSTOM, "x");
	assert_find(&report, META_SUBJECT, "nested (a) b");
	assert_find(&report, META_ANNOTATOR, "Suzuki");
	assert_find(&report, META_PATH, "C:\\Users\\yamada\\a.pdf");
	assert_find(&report, META_ID, "00112233");
	assert_null(find_of(&report, META_TITLE, "chapter"));
	assert_int_equal(left.n, 0);
	assert_int_equal(cleaned.n, file.n);
	assert_true(str_find(str_of_bytes(cleaned), S("(visible)")) > 0 && str_find(str_of_bytes(cleaned), S("(chapter)")) > 0);
	assert_true(str_find(str_of_bytes(cleaned), S("Yama")) < 0 && str_find(str_of_bytes(cleaned), S("505C")) < 0);
	every_beginning(file, 1);
}

static void packets(void **state)
{
	(void)state;
	/* The second is the same packed: <x:xmpmeta><dc:creator>A</dc:creator></x:xmpmeta> */
	static const char packed[] = "\x78\x01\x01\x30\0\xcf\xff<x:xmpmeta><dc:creator>A</dc:creator></x:xmpmeta>";
	uint32_t a = 1, c = 0;
	for (size_t i = 7; i < 7 + 48; i++) {
		a = (a + (uint8_t)packed[i]) % 65521;
		c = (c + a) % 65521;
	}
	struct buf b;
	buf_init(&b, t.mem, 4096);
	buf_add(&b, S("%PDF-1.7\n7 0 obj << /Type /Metadata /Subtype /XML /Length 300 >> stream\n<x:xmpmeta><dc:creator>中村</dc:creator></x:xmpmeta>"));
	while (b.n < 300)
		buf_byte(&b, ' ');
	buf_add(&b, S("\nendstream endobj\n8 0 obj << /Type /Metadata /Filter /FlateDecode /Length 59 >> stream\r\n"));
	buf_add(&b, (struct str){ packed, 7 + 48 });
	for (int i = 3; i >= 0; i--)
		buf_byte(&b, (char)((c << 16 | a) >> 8 * i & 255));
	buf_add(&b, S("\nendstream endobj\n" END));
	struct bytes file = { (const uint8_t *)b.p, b.n };
	clean_twice(file);
	assert_find(&report, META_AUTHOR, "中村");
	assert_find(&report, META_AUTHOR, "A");
	assert_int_equal(left.n, 0);
	assert_int_equal(cleaned.n, file.n);
	every_beginning(file, 7);
}

static void refusals(void **state)
{
	(void)state;
	assert_refused(pdf(S("3 0 obj << /Size 1 /Root 1 0 R /Encrypt 9 0 R >> endobj ")), T_META_ENCRYPTED);
	assert_refused(bytes_of(S("%PDF-1.7 no end")), T_META_BROKEN);
	assert_refused(pdf(S("2 0 obj << /Author (no end >> endobj ")), T_META_BROKEN);
	assert_refused(pdf(S("2 0 obj << /Length 5 >> stream\nabc")), T_META_BROKEN);
	struct buf deep;
	buf_init(&deep, t.mem, 1 << 20);
	for (int i = 0; i < 100; i++)
		buf_add(&deep, S("<< /A ["));
	assert_refused(pdf(buf_str(&deep)), T_META_BROKEN);
	static const struct { struct str objects; enum meta_kind what; } stay[] = {
		{ LIT("2 0 obj << /Author 3 0 R >> endobj 3 0 obj (Yamada) endobj "), META_AUTHOR },
		{ LIT("2 0 obj << /Type /ObjStm /Filter /LZWDecode /Length 3 >> stream\nabc\nendstream endobj "), META_CUSTOM },
		{ LIT("2 0 obj << /Type /ObjStm /Length 25 >> stream\n5 0 << /Author (Packed) >>\nendstream endobj "), META_AUTHOR },
		{ LIT("2 0 obj << /Type /EmbeddedFile /Length 3 >> stream\nabc\nendstream endobj "), META_EMBEDDED },
		{ LIT("2 0 obj << /Type /Sig /ByteRange [0 1 2 3] /Name (Yamada) /Contents <3030> >> endobj "), META_SIGNATURE },
		{ LIT("2 0 obj << /Producer (x) >> endobj startxref 0 %%EOF "), META_HISTORY },
	};
	for (size_t i = 0; i < sizeof stay / sizeof *stay; i++) {
		struct bytes file = pdf(stay[i].objects);
		test_forget(&t);
		assert_ok(&t, meta_read(&t.cx, S("x"), file, &report));
		assert_find(&report, stay[i].what, NULL);
		clean_refused(file, T_META_PDF);
	}
	struct str text;
	bool cut;
	assert_int_equal(meta_text(&t.cx, S("x"), pdf(S("")), 100, &text, &cut), E_INVALID);
	assert_int_equal(t.problem.why, T_META_NO_TEXT);
	test_forget(&t);
}

/* 10,000 pages, a wrong table of places, one that points at itself: each object is read once. */
static void large(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, t.mem, 8 << 20);
	for (int i = 0; i < 10000; i++)
		buf_format(&b, "%d 0 obj << /Type /Page /Parent 1 0 R /Contents %d 0 R >> endobj %d 0 obj << /Length 12 >> stream\nBT (text) Tj\nendstream endobj\n", 2 * i + 10, 2 * i + 11, 2 * i + 11);
	buf_add(&b, S("2 0 obj << /Author (Yamada) >> endobj xref\n0 99999\n0000000000 65535 f\n9999999999 00000 n\n<< /Prev 10 /Size 3 >> "));
	clean_twice(pdf(buf_str(&b)));
	assert_find(&report, META_AUTHOR, "Yamada");
	assert_int_equal(left.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(info), cmocka_unit_test(packets), cmocka_unit_test(refusals), cmocka_unit_test(large) };
	return cmocka_run_group_tests(tests, open_cx, close_cx);
}

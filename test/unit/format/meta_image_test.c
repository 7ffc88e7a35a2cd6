/* Pictures: places, cameras, people found and taken out; the picture itself and its turn stay, byte for byte. */
#include "meta_support.h"

static struct buf b;

static void be(uint32_t v, int n)
{
	while (n--)
		buf_byte(&b, (char)(v >> 8 * n & 255));
}

static void le(uint32_t v, int n)
{
	for (int i = 0; i < n; i++)
		buf_byte(&b, (char)(v >> 8 * i & 255));
}

static void start(void)
{
	buf_init(&b, t.mem, 1 << 20);
}

static struct bytes done(void)
{
	return (struct bytes){ (const uint8_t *)b.p, b.n };
}

static void entry(uint32_t tag, uint32_t type, uint32_t count, uint32_t value)
{
	be(tag, 2);
	be(type, 2);
	be(count, 4);
	be(value, 4);
}

/* Big-endian: maker, orientation 6, artist, serial by way of the Exif directory, a place, a thumbnail. */
static struct bytes exif(void)
{
	start();
	buf_add(&b, S("MM\0*\0\0\0\x08"));
	be(5, 2);                                               /* 8 */
	entry(0x010f, 2, 4, 0x43616d00);
	entry(0x0112, 3, 1, 6 << 16);
	entry(0x013b, 2, 6, 74);
	entry(0x8769, 4, 1, 80);
	entry(0x8825, 4, 1, 98);
	be(176, 4);                                             /* 70: the thumbnail's directory */
	buf_add(&b, S("Yamada"));                               /* 74 */
	be(1, 2);                                               /* 80 */
	entry(0xa431, 2, 4, 0x58393900);
	be(0, 4);
	be(4, 2);                                               /* 98 */
	entry(1, 2, 2, 0x4e000000);
	entry(2, 5, 3, 152);
	entry(3, 2, 2, 0x45000000);
	entry(4, 5, 3, 152);
	be(0, 4);                                               /* 148 */
	be(35, 4); be(1, 4); be(30, 4); be(1, 4); be(0, 4); be(1, 4);   /* 152 */
	be(1, 2);                                               /* 176 */
	entry(0x0201, 4, 1, 8);
	be(0, 4);
	return done();
}

static void segment(uint32_t marker, struct str v)
{
	be(0xff00 | marker, 2);
	be((uint32_t)v.n + 2, 2);
	buf_add(&b, v);
}

#define SCAN "\xff\xda\0\x04\0\1" "coded\xff\0data\xff\xd0more\xff\xd9"
#define JFIF "\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"

static struct bytes jpeg(void)
{
	struct str tiff = str_of_bytes(exif());
	start();
	buf_add(&b, S("\xff\xd8" JFIF));
	be(0xffe1, 2);
	be((uint32_t)tiff.n + 8, 2);
	buf_add(&b, S("Exif\0\0"));
	buf_add(&b, tiff);
	segment(0xe1, S("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><rdf:li><dc:creator>中村</dc:creator><a xmp:CreatorTool='P &amp; Q'/></rdf:li></x:xmpmeta>"));
	segment(0xed, S("Photoshop 3.0\0\x1c\2\x50\0\3Bob"));
	segment(0xfe, S("remark"));
	segment(0xef, S("unknown"));
	segment(0xe2, S("ICC_PROFILE\0\1\1colours"));
	segment(0xdb, S("quantisation"));
	buf_add(&b, S(SCAN "after the end"));
	return done();
}

static void jpegs(void **state)
{
	(void)state;
	struct bytes file = jpeg();
	clean_twice(file);
	assert_find(&report, META_CAMERA, "Cam");
	assert_find(&report, META_AUTHOR, "Yamada");
	assert_find(&report, META_SERIAL, "X99");
	assert_find(&report, META_GPS, "35.500000, 35.500000");
	assert_find(&report, META_THUMBNAIL, NULL);
	assert_find(&report, META_AUTHOR, "中村");
	assert_find(&report, META_APPLICATION, "P & Q");
	assert_find(&report, META_AUTHOR, "Bob");
	assert_find(&report, META_COMMENT, "remark");
	assert_find(&report, META_CUSTOM, "APP15");
	assert_find(&report, META_EMBEDDED, "13 bytes");
	assert_int_equal(left.n, 0);
	struct str wanted = S("\xff\xd8" JFIF "\xff\xe1\0\x22" "Exif\0\0MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0"
	                      "\xff\xe2\0\x17ICC_PROFILE\0\1\1colours\xff\xdb\0\x0equantisation" SCAN);
	assert_int_equal(cleaned.n, wanted.n);
	assert_memory_equal(cleaned.p, wanted.p, wanted.n);
	every_beginning(file, 3);
	for (size_t n = 3; n + 13 < file.n; n++)
		assert_refused(((struct bytes){ file.p, n }), T_META_BROKEN);
}

static void chunk(const char *type, struct str v)
{
	be((uint32_t)v.n, 4);
	size_t from = b.n;
	buf_add(&b, str_of(type));
	buf_add(&b, v);
	be(zip_crc((struct bytes){ (const uint8_t *)b.p + from, b.n - from }), 4);
}

static void pngs(void **state)
{
	(void)state;
	struct str tiff = str_of_bytes(exif());
	start();
	buf_add(&b, S("\x89PNG\r\n\x1a\n"));
	chunk("IHDR", S("\0\0\0\1\0\0\0\1\1\0\0\0\0"));
	chunk("gAMA", S("1234"));
	chunk("tEXt", S("Author\0J\xfcrgen"));
	chunk("zTXt", S("Comment\0\0\x78\x01\x01\2\0\xfd\xff" "an\x01\x32\0\xd0"));
	chunk("iTXt", S("Title\0\0\0ja\0\0停電"));
	chunk("tIME", S("\x07\xea\x04\x01\x09\x1e\0"));
	chunk("eXIf", tiff);
	chunk("caBX", S("provenance"));
	chunk("IDAT", S("pixels"));
	chunk("IEND", S(""));
	buf_add(&b, S("tail"));
	struct bytes file = done();
	clean_twice(file);
	assert_find(&report, META_AUTHOR, "Jürgen");
	assert_find(&report, META_COMMENT, "an");
	assert_find(&report, META_TITLE, "停電");
	assert_find(&report, META_TIME, "2026-04-01 09:30:00");
	assert_find(&report, META_GPS, "35.500000, 35.500000");
	assert_find(&report, META_CUSTOM, "caBX");
	assert_find(&report, META_EMBEDDED, "4 bytes");
	assert_int_equal(left.n, 0);
	start();
	buf_add(&b, S("\x89PNG\r\n\x1a\n"));
	chunk("IHDR", S("\0\0\0\1\0\0\0\1\1\0\0\0\0"));
	chunk("gAMA", S("1234"));
	chunk("eXIf", S("MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0"));
	chunk("IDAT", S("pixels"));
	chunk("IEND", S(""));
	assert_int_equal(cleaned.n, b.n);
	assert_memory_equal(cleaned.p, b.p, b.n);
	every_beginning(file, 3);
}

static void gifs_and_webps(void **state)
{
	(void)state;
	static const char head[] = "GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff", loop[] = "\x21\xff\x0bNETSCAPE2.0\3\1\0\0\0",
		picture[] = "\x2c\0\0\0\0\1\0\1\0\0\2\2\x44\1\0\x3b";
	start();
	buf_add(&b, (struct str){ head, sizeof head - 1 });
	buf_add(&b, S("\x21\xfe\6Suzuki\0"));
	buf_add(&b, (struct str){ loop, sizeof loop - 1 });
	buf_add(&b, S("\x21\xff\x0bXMP DataXMP\3<a>\0"));
	buf_add(&b, (struct str){ picture, sizeof picture - 1 });
	struct bytes file = done();
	clean_twice(file);
	assert_find(&report, META_COMMENT, "Suzuki");
	assert_find(&report, META_CUSTOM, "XMP DataXMP");
	struct str wanted = S("GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff\x21\xff\x0bNETSCAPE2.0\3\1\0\0\0\x2c\0\0\0\0\1\0\1\0\0\2\2\x44\1\0\x3b");
	assert_int_equal(cleaned.n, wanted.n);
	assert_memory_equal(cleaned.p, wanted.p, wanted.n);
	every_beginning(file, 1);
	struct str tiff = str_of_bytes(exif());
	start();
	buf_add(&b, S("RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x2c\0\0\0\0\0\0\0\0\0VP8 \3\0\0\0pix\0EXIF"));
	le((uint32_t)tiff.n, 4);
	buf_add(&b, tiff);
	buf_add(&b, S("XMP \4\0\0\0<a/>"));
	b.p[4] = (char)((b.n - 8) & 255);
	b.p[5] = (char)((b.n - 8) >> 8);
	file = done();
	clean_twice(file);
	assert_find(&report, META_SERIAL, "X99");
	struct str plain = S("RIFF\x44\0\0\0WEBPVP8X\x0a\0\0\0\x28\0\0\0\0\0\0\0\0\0VP8 \3\0\0\0pix\0EXIF\x1a\0\0\0MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0");
	assert_int_equal(cleaned.n, plain.n);
	assert_memory_equal(cleaned.p, plain.p, plain.n);
	every_beginning(file, 1);
}

/* Directories that point at themselves, at the end of the world, or hold more than the file can. */
static void hostile(void **state)
{
	(void)state;
	static const struct { size_t at; unsigned char v; } cases[] = { { 73, 8 }, { 72, 255 }, { 8, 255 }, { 7, 255 }, { 16, 255 }, { 44, 255 }, { 67, 8 }, { 20, 0xff } };
	struct bytes good = exif();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str tiff = str_copy(t.mem, str_of_bytes(good));
		((uint8_t *)tiff.p)[cases[i].at] = cases[i].v;
		if (i != 7)
			assert_refused(bytes_of(tiff), T_META_BROKEN);
		start();
		buf_add(&b, S("\xff\xd8"));
		be(0xffe1, 2);
		be((uint32_t)tiff.n + 8, 2);
		buf_add(&b, S("Exif\0\0"));
		buf_add(&b, tiff);
		buf_add(&b, S(SCAN));
		clean_twice(done());                            /* within a picture it is dropped all the same */
		assert_int_equal(left.n, 0);
	}
	assert_ok(&t, meta_read(&t.cx, S("x"), good, &report));
	assert_int_equal(report.type, META_TIFF);
	clean_refused(good, T_META_TIFF);
	/* A directory of 512 entries that all point at the same megabyte: counted once, then refused. */
	start();
	buf_add(&b, S("MM\0*\0\0\0\x08"));
	be(512, 2);
	for (int i = 0; i < 512; i++)
		entry(0x010e, 2, 100000, 8);
	be(0, 4);
	while (b.n < 110000)
		buf_byte(&b, 'x');
	assert_refused(done(), T_META_BROKEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(jpegs), cmocka_unit_test(pngs), cmocka_unit_test(gifs_and_webps), cmocka_unit_test(hostile) };
	return cmocka_run_group_tests(tests, open_cx, close_cx);
}

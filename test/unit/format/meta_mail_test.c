/* Mail, plain text and old Office files: heads in every encoding, parts, property sets; broken ones are told. */
#include "meta_support.h"

#define HEAD "Return-Path: <yamada@minato.example>\r\nReceived: from pc-yamada (10.1.2.3)\r\n\tby mx.minato.example; Wed, 1 Apr 2026 09:00:00 +0900\r\n" \
	"From: =?ISO-2022-JP?B?GyRCOzNFRBsoQiAbJEJCQE86GyhC?= <yamada@minato.example>\r\n" \
	"Subject: =?UTF-8?B?6YCa5L+h?= =?utf-8?Q?=E9=9A=9C=E5=AE=B3?= report\r\nMessage-ID: <1@minato.example>\r\nX-Mailer: \x8eR\x93\x63\r\nMIME-Version: 1.0\r\n"

static void mails(void **state)
{
	(void)state;
	struct bytes file = bytes_of(S(HEAD "Content-Type: multipart/mixed;\r\n boundary=\"=_b\"\r\n\r\npreamble\r\n--=_b\r\nContent-Type: text/plain; charset=\"iso-2022-jp\"\r\n\r\n"
	                               "\x1b$B;3ED\x1b(B\r\n--=_b\r\nContent-Type: text/html; charset=Shift_JIS\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-ID: <x@y>\r\n\r\n"
	                               "<p>=8ER=93=\r\n=63 &amp; <a href=3D\"https://a.example/\">here</a></p>\r\n--=_b\r\n"
	                               "Content-Type: image/gif\r\nContent-Disposition: attachment;\r\n filename*0*=UTF-8''%E5%9B%B3;\r\n filename*1*=%E9%9D%A2.gif\r\nContent-Transfer-Encoding: base64\r\n\r\n"
	                               "R0lGODlhAQABAAAAACH+BlN1enVraQA7\r\n--=_b\r\nContent-Type: message/rfc822\r\n\r\nFrom: inner@minato.example\r\nSubject: inner\r\n\r\nforwarded\r\n--=_b--\r\nepilogue"));
	struct str text;
	bool cut;
	clean_twice(file);
	assert_int_equal(report.type, META_EML);
	assert_find(&report, META_MAIL_HEADER, "From: 山田 太郎 <yamada@minato.example>");
	assert_find(&report, META_MAIL_HEADER, "Received: from pc-yamada (10.1.2.3) by mx.minato.example; Wed, 1 Apr 2026 09:00:00 +0900");
	assert_find(&report, META_MAIL_HEADER, "X-Mailer: 山田");
	assert_find(&report, META_MAIL_HEADER, "From: inner@minato.example");
	assert_find(&report, META_EMBEDDED, "図面.gif");
	assert_find(&report, META_COMMENT, "Suzuki");
	assert_find(&left, META_TITLE, "通信障害 report");
	assert_find(&left, META_COMMENT, "Suzuki");
	assert_null(find_of(&left, META_MAIL_HEADER, NULL));
	struct str copy = str_of_bytes(cleaned);
	assert_true(str_starts(copy, S("Subject: =?UTF-8?B?6YCa5L+h?= =?utf-8?Q?=E9=9A=9C=E5=AE=B3?= report\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=\"=_b\"\r\n\r\npreamble\r\n--=_b\r\n")));
	assert_true(str_ends(copy, S("Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nforwarded\r\n--=_b--\r\nepilogue")));
	assert_int_equal(str_find(copy, S("minato")), -1);
	assert_ok(&t, meta_text(&t.cx, S("x"), cleaned, 4000, &text, &cut));
	assert_str(text, "通信障害 report\n山田\r\n\n\n山田 &  \"https://a.example/\" here \n\r\n\n図面.gif\ninner\nforwarded\r\n\n");
	every_beginning(file, 1);
}

/* A mail of old, whose head says nothing that stays. */
static void plain_mail(void **state)
{
	(void)state;
	clean_twice(bytes_of(S("From: yamada@minato.example\nTo: a@b.example\nDate: Wed, 1 Apr 2026 09:00:00 +0900\n\nbody\n")));
	assert_int_equal(report.n, 3);
	assert_int_equal(left.n, 0);
	assert_true(str_eq(str_of_bytes(cleaned), S("MIME-Version: 1.0\n\nbody\n")));
	clean_twice(bytes_of(S("From: a\r\nSubject: b\r\n\r\n")));
	assert_true(str_eq(str_of_bytes(cleaned), S("MIME-Version: 1.0\r\nSubject: b\r\n\r\n")));
}

static void mail_bounds(void **state)
{
	(void)state;
	struct buf many, deep;
	buf_init(&many, t.mem, 1 << 20);
	buf_init(&deep, t.mem, 1 << 20);
	buf_add(&many, S("From: a\nTo: b\nContent-Type: multipart/mixed; boundary=b\n\n"));
	for (int i = 0; i < 1001; i++)
		buf_add(&many, S("--b\n\nx\n"));
	buf_add(&many, S("--b--\n"));
	assert_refused(((struct bytes){ (const uint8_t *)many.p, many.n }), T_META_LIMIT);
	buf_add(&deep, S("From: a\nTo: b\n"));
	for (int i = 0; i < 10; i++)
		buf_add(&deep, S("Content-Type: message/rfc822\n\n"));
	assert_refused(((struct bytes){ (const uint8_t *)deep.p, deep.n }), T_META_LIMIT);
	assert_refused(bytes_of(S("From: a\nTo: b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nno end\n")), T_META_BROKEN);
}

static void plain(void **state)
{
	(void)state;
	struct str text;
	bool cut;
	static const struct { struct str raw; enum charset charset; } texts[] = {
		{ LIT("\xef\xbb\xbf通信設備"), CHARSET_UTF8_BOM }, { LIT("\x92\xca\x90\x4d\x90\xdd\x94\xf5"), CHARSET_SHIFT_JIS }, { LIT("\xc4\xcc\xbf\xae\xc0\xdf\xc8\xf7"), CHARSET_EUC_JP },
		{ LIT("\x1b$BDL?.@_Hw\x1b(B"), CHARSET_ISO_2022_JP }, { LIT("\xff\xfe\x1a\x90\xe1\x4f\x2d\x8a\x99\x50"), CHARSET_UTF16LE },
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		clean_twice(bytes_of(texts[i].raw));
		assert_int_equal(report.type, META_PLAIN);
		assert_int_equal(report.charset, texts[i].charset);
		assert_int_equal(report.n, 0);
		assert_ptr_equal(cleaned.p, texts[i].raw.p);
		assert_ok(&t, meta_text(&t.cx, S("x"), bytes_of(texts[i].raw), 100, &text, &cut));
		assert_str(text, "通信設備");
	}
	static const struct str unknown[] = { LIT("\1\2\3\0\0\0\0"), LIT("{\\rtf1"), LIT("\x7f" "ELF\2\1\1\0\0"), LIT("\xff\xff\xff\xff\xff") };
	for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
		assert_refused(bytes_of(unknown[i]), T_META_UNKNOWN);
	char *large = arena_alloc(t.mem, META_FILE_MAX + 1);
	assert_refused(((struct bytes){ (const uint8_t *)large, META_FILE_MAX + 1 }), T_META_LIMIT);
}

static void put(uint8_t *p, uint32_t v, int n)
{
	for (int i = 0; i < n; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

static void directory(uint8_t *p, const char *name, uint8_t type, uint32_t at, uint32_t size)
{
	size_t n = strlen(name);
	for (size_t i = 0; i < n; i++)
		p[2 * i] = (uint8_t)name[i];
	put(p + 64, (uint32_t)(2 * n + 2), 2);
	p[66] = type;
	put(p + 116, at, 4);
	put(p + 120, size, 4);
}

enum { OLE_BYTES = 512 * 5 };

/* Head, allocation table, directory, mini stream, mini table: one sector each. */
static void ole(uint8_t *f)
{
	memset(f, 0, OLE_BYTES);
	memcpy(f, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8);
	put(f + 28, 0xfffe, 2); put(f + 30, 9, 2); put(f + 32, 6, 2);
	put(f + 44, 1, 4); put(f + 48, 1, 4); put(f + 56, 4096, 4); put(f + 60, 3, 4); put(f + 64, 1, 4); put(f + 68, 0xfffffffe, 4);
	memset(f + 80, 0xff, 512 - 80);
	uint8_t *fat = f + 512, *dir = f + 1024, *set = f + 1536, *mini = f + 2048;
	memset(fat, 0xff, 512);
	put(fat, 0xfffffffd, 4); put(fat + 4, 0xfffffffe, 4); put(fat + 8, 0xfffffffe, 4); put(fat + 12, 0xfffffffe, 4);
	directory(dir, "Root Entry", 5, 2, 192);
	directory(dir + 128, "\5SummaryInformation", 2, 0, 150);
	memset(mini, 0xff, 512);
	put(mini, 1, 4); put(mini + 4, 2, 4); put(mini + 8, 0xfffffffe, 4);
	put(set, 0xfffe, 2); put(set + 24, 1, 4); put(set + 44, 48, 4);
	uint8_t *s = set + 48;
	put(s, 100, 4); put(s + 4, 3, 4);
	put(s + 8, 1, 4); put(s + 12, 32, 4); put(s + 16, 4, 4); put(s + 20, 40, 4); put(s + 24, 12, 4); put(s + 28, 56, 4);
	put(s + 32, 2, 4); put(s + 36, 932, 4);
	put(s + 40, 30, 4); put(s + 44, 5, 4);
	memcpy(s + 48, "\x8eR\x93\x63", 5);
	put(s + 56, 64, 4); put(s + 60, 0x3c5e2000, 4); put(s + 64, 0x01dcc16d, 4);
}

static void old_office(void **state)
{
	(void)state;
	uint8_t f[OLE_BYTES];
	struct bytes file = { f, sizeof f };
	ole(f);
	test_forget(&t);
	assert_ok(&t, meta_read(&t.cx, S("x"), file, &report));
	assert_int_equal(report.type, META_OLE);
	assert_find(&report, META_AUTHOR, "山田");
	assert_find(&report, META_TIME, NULL);
	clean_refused(file, T_META_OLE);
	directory(f + 1024 + 256, "EncryptedPackage", 2, 0, 8);
	assert_refused(file, T_META_ENCRYPTED);
	static const struct { size_t at; uint32_t v; } bad[] = { { 516, 1 }, { 48, 99 }, { 30, 7 }, { 32, 9 }, { 60, 1000 }, { 512 + 12, 3 }, { 1024 + 128 + 120, 0x7fffffff },
		{ 1024 + 128 + 116, 77 }, { 2048, 0 }, { 1536 + 44, 0x7fffffff }, { 1536 + 52, 0x7fffffff }, { 1536 + 68, 0x7fffffff }, { 1536, 0 } };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		ole(f);
		put(f + bad[i].at, bad[i].v, bad[i].at == 30 || bad[i].at == 32 ? 2 : 4);
		test_forget(&t);
		if (bad[i].at == 2048)                          /* a loop in the small table: read for as long as the stream is */
			assert_ok(&t, meta_read(&t.cx, S("x"), file, &report));
		else
			assert_refused(file, T_META_BROKEN);
	}
	ole(f);
	every_beginning(file, 31);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(mails), cmocka_unit_test(plain_mail), cmocka_unit_test(mail_bounds), cmocka_unit_test(plain), cmocka_unit_test(old_office) };
	return cmocka_run_group_tests(tests, open_cx, close_cx);
}

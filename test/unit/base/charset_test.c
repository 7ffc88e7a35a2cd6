/* Encodings told apart and read; what is broken is seen, never an error. */
#include "../support.h"

#include "base/charset.h"

static struct test_store t;

static struct str read_as(enum charset charset, struct str raw)
{
	return charset_text(t.mem, charset, (struct bytes){ (const uint8_t *)raw.p, raw.n });
}

static enum charset told(struct str raw)
{
	return charset_told((struct bytes){ (const uint8_t *)raw.p, raw.n });
}

static void japanese(void **state)
{
	(void)state;
	struct str wanted = S("山田①髙カナﾊﾝ"), sjis = S("\x8eR\x93\x63\x87\x40\xfb\xfc\x83\x4a\x83\x69\xca\xdd");
	assert_true(str_eq(read_as(CHARSET_SHIFT_JIS, sjis), wanted));
	assert_int_equal(told(sjis), CHARSET_SHIFT_JIS);
	struct str euc = S("\xbb\xb3\xc5\xc4\xa4\xce\x8e\xca"), jis = S("\x1b$B;3EDDd\x1b(B-1\x1b(IJ\x1b(B"), odd = S("\x1b$(D\x22\x22\x1b(B!");
	assert_str(read_as(CHARSET_EUC_JP, euc), "山田のﾊ");
	assert_int_equal(told(euc), CHARSET_EUC_JP);
	assert_str(read_as(CHARSET_ISO_2022_JP, jis), "山田停-1ﾊ");
	assert_int_equal(told(jis), CHARSET_ISO_2022_JP);
	assert_str(read_as(CHARSET_ISO_2022_JP, odd), "〓!");
	assert_str(read_as(CHARSET_EUC_JP, S("\x8f\xb0\xa1.")), "〓.");
	assert_str(read_as(CHARSET_SHIFT_JIS, S("a\x81")), "a\xef\xbf\xbd");
}

static void unicode(void **state)
{
	(void)state;
	assert_int_equal(told(S("\xef\xbb\xbf山")), CHARSET_UTF8_BOM);
	assert_str(read_as(CHARSET_UTF8_BOM, S("\xef\xbb\xbf山")), "山");
	assert_int_equal(told(S("山田 abc")), CHARSET_UTF8);
	assert_int_equal(told(S("plain")), CHARSET_UTF8);
	assert_int_equal(told(S("")), CHARSET_UTF8);
	assert_int_equal(told(S("\xff\xfe\x71\x5c")), CHARSET_UTF16LE);
	assert_str(read_as(CHARSET_UTF16LE, S("\xff\xfe\x71\x5c")), "山");
	assert_str(read_as(CHARSET_UTF16BE, S("\xfe\xff\x5c\x71\xd8\x40\xdc\x0b")), "山𠀋");
	assert_str(read_as(CHARSET_UTF16BE, S("\xd8\x40\0a\0")), "\xef\xbf\xbd" "a\xef\xbf\xbd");
	assert_int_equal(told(S("a\0b\0c\0d\0")), CHARSET_UTF16LE);
	assert_int_equal(told(S("\0a\0b\0c\0d")), CHARSET_UTF16BE);
	assert_int_equal(told(S("\1\2\3\4\0\0\0")), CHARSET_NONE);
	assert_int_equal(told(S("\xff\xff\xff\x80\x80")), CHARSET_NONE);
	assert_str(read_as(CHARSET_UTF8, S("a\xff" "b\xc0\x80" "c\0")), "a\xef\xbf\xbd" "b\xef\xbf\xbd\xef\xbf\xbd" "c\xef\xbf\xbd");
	assert_str(read_as(CHARSET_LATIN1, S("caf\xe9")), "café");
}

static void names(void **state)
{
	(void)state;
	assert_int_equal(charset_named(S("Shift_JIS")), CHARSET_SHIFT_JIS);
	assert_int_equal(charset_named(S("iso-2022-jp")), CHARSET_ISO_2022_JP);
	assert_int_equal(charset_named(S("koi8-r")), CHARSET_NONE);
	assert_str(charset_name(CHARSET_UTF8_BOM), "UTF-8 (BOM)");
}

static int open_cx(void **state)
{
	(void)state;
	test_cx_open(&t);
	return 0;
}

static int close_cx(void **state)
{
	(void)state;
	test_cx_close(&t);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(japanese), cmocka_unit_test(unicode), cmocka_unit_test(names) };
	return cmocka_run_group_tests(tests, open_cx, close_cx);
}

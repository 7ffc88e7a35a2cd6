/* Text: comparing, cutting, numbers, UTF-8, folding, hexadecimal and base64. */
#include "support.h"

#include "base/buf.h"

static struct test_store t;

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

static void test_comparing(void **state)
{
	(void)state;
	assert_true(str_eq(NO_STR, S("")) && !str_eq(S("a"), S("b")) && str_eq_nocase(S("Content-Type"), S("cONTENT-tYPE")));
	assert_true(str_cmp(S("a"), S("ab")) < 0 && str_cmp(S("b"), S("ab")) > 0 && str_cmp(S(""), NO_STR) == 0);
	assert_true(str_starts(S("abc"), S("ab")) && !str_starts(S("a"), S("ab")) && str_ends(S("abc"), S("bc")) && !str_ends(S("c"), S("bc")));
	assert_true(str_find(S("abcabc"), S("ca")) == 2 && str_find(S("abc"), S("x")) == -1 && str_find(NO_STR, S("x")) == -1);
}

static void test_cutting(void **state)
{
	(void)state;
	struct str rest = S("a,b,");
	assert_str(str_cut(rest, ',', &rest), "a");
	assert_str(str_cut(rest, ',', &rest), "b");
	assert_non_null(rest.p);
	assert_str(str_cut(rest, ',', &rest), "");
	assert_null(rest.p);
	assert_str(str_trim(S(" \t a b\r\n")), "a b");
	assert_str(str_trim(S("  ")), "");
	assert_str(str_slice(S("abc"), 1, 99), "bc");
	assert_str(str_slice(S("abc"), 5, 2), "");
	assert_str(str_format(t.mem, "%d-%s", 7, "x"), "7-x");
	assert_null(str_copy(t.mem, NO_STR).p);
	assert_non_null(str_copy(t.mem, S("")).p);
}

static void test_numbers(void **state)
{
	(void)state;
	int64_t n = 5;
	assert_true(str_int(S("-9223372036854775808"), INT64_MIN, INT64_MAX, &n) && n == INT64_MIN);
	assert_true(str_int(S("9223372036854775807"), INT64_MIN, INT64_MAX, &n) && n == INT64_MAX);
	n = 5;
	assert_false(str_int(S("9223372036854775808"), INT64_MIN, INT64_MAX, &n));
	assert_false(str_int(S("-"), INT64_MIN, INT64_MAX, &n));
	assert_false(str_int(S(""), INT64_MIN, INT64_MAX, &n));
	assert_false(str_int(S("+1"), INT64_MIN, INT64_MAX, &n));
	assert_false(str_int(S("1 "), INT64_MIN, INT64_MAX, &n));
	assert_false(str_int(S("11"), 0, 10, &n));
	assert_int_equal(n, 5);
}

static void test_utf8(void **state)
{
	(void)state;
	static const char *const good[] = { "", "plain text, longer than eight", "狼煙", "é", "\xf0\x9f\x94\xa5", "\xed\x9f\xbf",
		"\xee\x80\x80", "\xf4\x8f\xbf\xbf", "12345678狼" };
	static const char *const bad[] = { "\x80", "\xc0\xaf", "\xc1\xbf", "\xe0\x80\xaf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xed\xbf\xbf",
		"\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xe7\x8b", "12345678\xe7", "a\xe7z\xbc" };
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(str_utf8(str_of(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(str_utf8(str_of(bad[i])));
	assert_false(str_utf8(S("a\0b")));
	assert_false(str_utf8(S("1234567\0""12345678")));
	assert_int_equal(str_chars(S("狼煙ab")), 4);
}

static void test_folding(void **state)
{
	(void)state;
	assert_str(str_fold(t.mem, S("Plain ASCII")), "plain ascii");
	assert_str(str_fold(t.mem, S("ＡＢＣ１２３　ﾊﾟｽﾜｰﾄﾞ")), "abc123 パスワード");
	assert_str(str_fold(t.mem, S("ひらがな カタカナ")), "ひらがな カタカナ");
	assert_str(str_fold(t.mem, S("㈱狼煙 Ⅳ ①")), "(株)狼煙 iv 1");
	assert_str(str_fold(t.mem, S("Straße")), "strasse");
	assert_str(str_fold(t.mem, S("か\u3099")), "が");
	assert_str(str_fold(t.mem, S("\ufdfa")), "صلى الله عليه وسلم");
}

static void test_hex(void **state)
{
	(void)state;
	uint8_t got[3] = { 9, 9, 9 };
	assert_str(str_hex(t.mem, "\x00\xab\xff", 3), "00abff");
	assert_false(str_unhex(S("00abf"), got, 3));
	assert_false(str_unhex(S("00abfg"), got, 3));
	assert_int_equal(got[0], 9);
	assert_true(str_unhex(S("00ABff"), got, 3));
	assert_memory_equal(got, "\x00\xab\xff", 3);
}

static void test_base64(void **state)
{
	(void)state;
	struct bytes got;
	assert_str(str_base64url(t.mem, "", 0), "");
	assert_str(str_base64url(t.mem, "f", 1), "Zg");
	assert_str(str_base64url(t.mem, "fo", 2), "Zm8");
	assert_str(str_base64url(t.mem, "\xfb\xff\xbf", 3), "-_-_");
	uint8_t bytes[200];
	for (size_t n = 0; n < sizeof bytes; n++) {
		bytes[n] = (uint8_t)(n * 77);
		assert_true(str_unbase64url(t.mem, str_base64url(t.mem, bytes, n), &got));
		assert_int_equal(got.n, n);
		assert_memory_equal(got.p, bytes, n);
	}
	assert_false(str_unbase64url(t.mem, S("Zg=="), &got));
	assert_false(str_unbase64url(t.mem, S("Z"), &got));
	assert_false(str_unbase64url(t.mem, S("Zh"), &got));    /* bits that say nothing */
	assert_false(str_unbase64url(t.mem, S("Zg+/"), &got));
}

static void test_buffer(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, t.mem, 1000);
	for (int i = 0; i < 100; i++)
		buf_format(&b, "%03d", i);
	buf_int(&b, INT64_MIN);
	buf_int(&b, 0);
	assert_int_equal(b.n, 321);
	assert_str(str_slice(buf_str(&b), 297, 400), "099-92233720368547758080");
	buf_format(&b, "%600s", "x");
	assert_int_equal(b.n, 921);
	assert_false(b.full);
	buf_format(&b, "%80s", "x");
	assert_true(b.full);
	buf_byte(&b, 'x');                                      /* stays full */
	assert_int_equal(b.n, 921);
}

static void count_close(void *arg)
{
	int *closed = arg;
	*closed = *closed * 10 + 1;
}

static void count_close_last(void *arg)
{
	int *closed = arg;
	*closed = *closed * 10 + 2;
}

static void test_arena(void **state)
{
	(void)state;
	struct arena *mem = arena_new();
	int closed = 0;
	arena_closer(mem, count_close, &closed);
	arena_closer(mem, count_close_last, &closed);
	for (int round = 0; round < 3; round++) {
		for (size_t n = 1; n < 3000000; n = n * 3 + 1) {
			unsigned char *p = arena_alloc(mem, n);
			assert_int_equal((uintptr_t)p % 16, 0);
			for (size_t i = 0; i < n; i++)
				assert_true(p[i] == 0);
			memset(p, 0xff, n);
		}
		assert_true(arena_used_bytes(mem) > 1000000);
		arena_reset(mem);
		assert_int_equal(closed, 21);
		assert_int_equal(arena_used_bytes(mem), 0);
	}
	arena_release(mem);
	arena_release(NULL);
}

static void test_failing(void **state)
{
	(void)state;
	assert_int_equal(fail(&t.cx, E_MISSING, T_MISSING), E_MISSING);
	assert_int_equal(fail_detail(&t.cx, E_BUSY, T_STORE, "disk %d", 7), E_BUSY);
	assert_int_equal(fail(&t.cx, E_DENIED, T_DENIED), E_DENIED);
	assert_int_equal(t.problem.why, T_STORE);
	assert_str(t.problem.detail, "disk 7");
	for (int i = 0; i < 2 * PROBLEM_FIELDS_MAX; i++)
		assert_int_equal(fail_field(&t.cx, S("/a"), T_FIELD_TYPE, 0), E_INVALID);
	assert_int_equal(t.problem.n_fields, PROBLEM_FIELDS_MAX);
	for (enum text id = T_NONE + 1; id < T_COUNT; id++) {
		assert_true(text_code(id).n && text_sentence(id, LANG_JA).n && text_sentence(id, LANG_EN).n);
		assert_true(str_utf8(text_sentence(id, LANG_JA)));
		for (enum text other = T_NONE; other < id; other++)
			assert_false(str_eq(text_code(id), text_code(other)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_comparing), cmocka_unit_test(test_cutting), cmocka_unit_test(test_numbers), cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_folding), cmocka_unit_test(test_hex), cmocka_unit_test(test_base64), cmocka_unit_test(test_buffer),
		cmocka_unit_test(test_arena), cmocka_unit_test(test_failing),
	};
	return cmocka_run_group_tests(tests, open_cx, close_cx);
}

/* One-time codes against RFC 6238's own vectors (the last six of its eight digits); each works once; the window is one step. */
#include "support.h"

#include "sys/totp.h"

static const struct { int64_t at_s; const char *code; } vectors[] = {
	{ 59, "287082" }, { 1111111109, "081804" }, { 1111111111, "050471" }, { 1234567890, "005924" }, { 2000000000, "279037" },
	{ INT64_C(20000000000), "353130" },
};
static const struct bytes secret = { (const uint8_t *)"12345678901234567890", 20 };

static void test_vectors(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		char code[TOTP_DIGITS];
		int64_t step;
		totp_code(secret, vectors[i].at_s / 30, code);
		assert_memory_equal(code, vectors[i].code, TOTP_DIGITS);
		assert_true(totp_matches(secret, vectors[i].at_s * SECOND_US, str_of(vectors[i].code), 0, &step));
		assert_int_equal(step, vectors[i].at_s / 30);
	}
}

static void test_window_and_replay(void **state)
{
	(void)state;
	int64_t now = INT64_C(1234567890) * SECOND_US, step = 0;
	struct str code = S("005924");
	assert_true(totp_matches(secret, now + TOTP_STEP_US, code, 0, &step));
	assert_true(totp_matches(secret, now - TOTP_STEP_US, code, 0, &step));
	assert_false(totp_matches(secret, now + 2 * TOTP_STEP_US, code, 0, &step));
	assert_false(totp_matches(secret, now - 2 * TOTP_STEP_US, code, 0, &step));
	assert_true(totp_matches(secret, now, code, step - 1, &step));
	assert_false(totp_matches(secret, now, code, step, &step));
	assert_true(totp_matches(secret, now, S("005 924"), 0, &step));
}

static void test_wrong_forms(void **state)
{
	(void)state;
	static const char *const wrong[] = { "", "00592", "0059240", "00592a", "-05924", "005924\n", "٠٠٥٩٢٤", "000000" };
	int64_t step = -7;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(totp_matches(secret, INT64_C(1234567890) * SECOND_US, str_of(wrong[i]), 0, &step));
	assert_int_equal(step, -7);
}

static void test_base32(void **state)
{
	(void)state;
	static const struct { const char *plain, *text; } rows[] = {   /* RFC 4648, without padding */
		{ "", "" }, { "f", "MY" }, { "fo", "MZXQ" }, { "foo", "MZXW6" }, { "foob", "MZXW6YQ" }, { "fooba", "MZXW6YTB" }, { "foobar", "MZXW6YTBOI" },
	};
	struct arena *mem = arena_new();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct str got = totp_base32(mem, (struct bytes){ (const uint8_t *)rows[i].plain, strlen(rows[i].plain) });
		assert_true(str_eq(got, str_of(rows[i].text)));
	}
	arena_release(mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vectors), cmocka_unit_test(test_window_and_replay), cmocka_unit_test(test_wrong_forms),
		cmocka_unit_test(test_base32),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

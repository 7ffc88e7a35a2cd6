/* Times, dates and identifiers. */
#include "support.h"

#include <time.h>

#include "base/time.h"

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

static void test_parsing(void **state)
{
	(void)state;
	static const char *const bad[] = { "", "2026-11-20", "2026-11-20T09:00Z", "2026-11-20T09:00:00", "2026-11-20 09:00:00Z",
		"2026-11-20T24:00:00Z", "2026-11-20T09:60:00Z", "2026-11-20T09:00:60Z", "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z",
		"2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "1899-12-31T00:00:00Z", "2026-11-20T09:00:00.Z",
		"2026-11-20T09:00:00.1234567Z", "2026-11-20T09:00:00+9:00", "2026-11-20T09:00:00+0900", "2026-11-20T09:00:00Zx",
		"2026-11-20T09:00:00+24:00", "+026-11-20T09:00:00Z" };
	int64_t us = 5;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(time_parse(str_of(bad[i]), &us));
	assert_int_equal(us, 5);
	assert_true(time_parse(S("1970-01-01T09:00:00+09:00"), &us) && us == 0);
	assert_true(time_parse(S("2024-02-29t23:59:59.5z"), &us) && us == INT64_C(1709251199500000));
	assert_true(time_parse(S("1969-12-31T23:59:59.999999Z"), &us) && us == -1);
	assert_true(time_parse(S("2026-11-20T00:00:00-00:30"), &us) && us == INT64_C(1795134600000000));
	assert_str(time_format(t.mem, -1), "1969-12-31T23:59:59.999999Z");
	assert_str(time_format(t.mem, INT64_C(1709251199000000)), "2024-02-29T23:59:59Z");
}

/* Each of many times: written and read back, and the same as the C library says. */
static void test_round_trip(void **state)
{
	(void)state;
	uint64_t x = 88172645463325252u;
	for (int i = 0; i < 20000; i++) {
		x ^= x << 13, x ^= x >> 7, x ^= x << 17;
		int64_t us = (int64_t)(x % UINT64_C(255611462400000000)) - INT64_C(2208988800000000), back;
		struct str text = time_format(t.mem, us);
		assert_true(text.n <= 27 && time_parse(text, &back) && back == us);
		time_t seconds = (time_t)(us / SECOND_US - (us % SECOND_US < 0));
		struct tm tm;
		char reference[32];
		assert_non_null(gmtime_r(&seconds, &tm));
		size_t n = strftime(reference, sizeof reference, "%Y-%m-%dT%H:%M:%S", &tm);
		assert_true(str_starts(text, (struct str){ reference, n }));
	}
}

static void test_days(void **state)
{
	(void)state;
	int32_t day = 0;
	int64_t us = 0;
	for (int32_t d = -25567; d < 2932896; d += 13) {        /* 1900 to 9999 */
		assert_true(day_parse(day_format(t.mem, d), &day) && day == d);
		assert_int_equal(day_of(day_start_us(d)), d);
		assert_int_equal(day_of(day_start_us(d) - 1), d - 1);
	}
	assert_false(day_parse(S("2026-02-29"), &day) || day_parse(S("2026-2-01"), &day) || day_parse(S("2026-02-01T"), &day));
	assert_null(day_format(t.mem, DAY_FOREVER).p);
	assert_true(time_parse(S("2027-03-31T15:00:00Z"), &us));
	assert_int_equal(fiscal_year_of(day_of(us)), 2027);
	assert_int_equal(fiscal_year_of(day_of(us - 1)), 2026);
	(void)day_of(INT64_MAX);
	(void)day_of(INT64_MIN);
}

static void test_ids(void **state)
{
	(void)state;
	int64_t now = INT64_C(1795132800123456);
	struct uuid before = { { 0 } }, back;
	char text[UUID_TEXT];
	assert_true(uuid_is_none(before));
	for (int i = 0; i < 20000; i++) {
		struct uuid id = uuid_new(now);
		assert_true(uuid_cmp(before, id) < 0 && !uuid_eq(before, id) && !uuid_is_none(id));
		assert_int_equal(id.b[6] >> 4, 7);
		assert_int_equal(id.b[8] >> 6, 2);
		uuid_text(id, text);
		assert_true(uuid_parse((struct str){ text, UUID_TEXT }, &back) && uuid_eq(back, id));
		before = id;
		now += i % 7 == 0 ? 350 : 0;
	}
	assert_true(uuid_cmp(uuid_new(now - HOUR_US), before) < 0);     /* a clock set back is believed */
	assert_true(uuid_parse(S("01A1F640-BDF4-7000-9D5D-CA756735ECAF"), &back));
	assert_str(uuid_str(t.mem, back), "01a1f640-bdf4-7000-9d5d-ca756735ecaf");
	assert_false(uuid_parse(S("01a1f640bdf470009d5dca756735ecaf"), &back));
	assert_false(uuid_parse(S("01a1f640-bdf4-7000-9d5d-ca756735eca"), &back));
	assert_false(uuid_parse(S("01a1f640-bdf4-7000-9d5d-ca756735ecag"), &back));
	assert_false(uuid_parse(S("01a1f640-bdf4-7000-9d5dcca756735ecaf"), &back));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parsing), cmocka_unit_test(test_round_trip), cmocka_unit_test(test_days), cmocka_unit_test(test_ids),
	};
	return cmocka_run_group_tests(tests, open_cx, close_cx);
}

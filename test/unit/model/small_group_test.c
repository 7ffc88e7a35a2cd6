/* Small groups: what narrows the source down, how many are left, and what to say instead. */
#include "../support.h"

#include "model/small_group.h"

static const struct group_member members[] = {
	{ LIT("water"), 31 }, { LIT("water"), 13 }, { LIT("water"), 13 }, { LIT("water"), 13 }, { LIT("water"), 33 }, { LIT("water"), 34 }, { LIT("power"), 31 },
};
enum { N = sizeof members / sizeof *members };

static void test_fields(void **state)
{
	(void)state;
	struct test_store t;
	struct group_warning *w;
	size_t n;
	const struct str texts[] = { S("鳥取県の浄水場で10時32分に断水、31,240世帯。"), S("Since 10:32:05 in Tokyo, 12,400 customers and 8.3万人; 5,000 homes") };
	test_cx_open(&t);
	assert_ok(&t, small_groups(&t.cx, members, N, &(struct group_report){ .sector = S("water"), .area = 31, .users = 31240, .texts = texts, .n_texts = 2 }, 3, &w, &n));
	assert_int_equal(n, 8);
	assert_int_equal(w[0].field, GROUP_AREA);
	assert_false(w[0].in_text);
	assert_int_equal(w[0].left, 1);
	assert_int_equal(w[0].left_coarser, 3);
	assert_str(w[0].ja, "中国地方");
	assert_str(w[1].ja, "3万超");
	assert_str(w[1].en, "over 30,000");
	assert_str(str_slice(texts[0], w[2].from, w[2].to), "鳥取県");
	assert_str(str_slice(texts[0], w[3].from, w[3].to), "10時32分");
	assert_str(w[3].ja, "10時台");
	assert_str(str_slice(texts[0], w[4].from, w[4].to), "31,240世帯");
	assert_str(w[4].ja, "3万世帯超");
	assert_str(str_slice(texts[1], w[5].from, w[5].to), "10:32:05");
	assert_str(w[5].en, "around 10:00");
	assert_str(w[6].en, "over 10,000");                     /* Tokyo has three: no warning */
	assert_str(w[7].ja, "8万人超");
	test_cx_close(&t);
}

static void test_sector(void **state)
{
	(void)state;
	struct test_store t;
	struct group_warning *w;
	size_t n;
	test_cx_open(&t);
	assert_ok(&t, small_groups(&t.cx, members, N, &(struct group_report){ .sector = S("power") }, 5, &w, &n));
	assert_int_equal(n, 1);
	assert_int_equal(w[0].field, GROUP_SECTOR);
	assert_int_equal(w[0].left, 1);
	assert_ok(&t, small_groups(&t.cx, members, N, &(struct group_report){ .sector = S("water") }, 5, &w, &n));
	assert_int_equal(n, 0);
	const struct str quiet[] = { S("2026年11月20日、CVE-2026-10321、3.1.2、R2026-000123、1,000人、port 8443") };
	assert_ok(&t, small_groups(&t.cx, members, N, &(struct group_report){ .texts = quiet, .n_texts = 1 }, 5, &w, &n));
	assert_int_equal(n, 0);
	assert_int_equal(small_groups(&t.cx, members, N, &(struct group_report){ .texts = (struct str[]){ S("\xff") }, .n_texts = 1 }, 5, &w, &n), E_INVALID);
	test_cx_close(&t);
}

static void test_rounding(void **state)
{
	(void)state;
	struct arena *mem = arena_new();
	test_assert_str(group_over_ja(mem, 812000, S("人")), S("80万人超"), __FILE__, __LINE__);
	test_assert_str(group_over_ja(mem, 123456789, NO_STR), S("1億超"), __FILE__, __LINE__);
	test_assert_str(group_over_ja(mem, 5230, S("件")), S("5000件超"), __FILE__, __LINE__);
	test_assert_str(group_over_en(mem, 1234567), S("over 1,000,000"), __FILE__, __LINE__);
	assert_int_equal(area_of_code(S("13")), 13);
	assert_int_equal(area_of_code(S("JP-47")), 47);
	assert_int_equal(area_of_code(S("48")), 0);
	arena_release(mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_fields), cmocka_unit_test(test_sector), cmocka_unit_test(test_rounding) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Severity: schemes read from data, thresholds as settings, and what a rating must keep. */
#include "../support.h"

#include "model/severity.h"

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

#define LEVELS "\"levels\":[{\"level\":0},{\"level\":1},{\"level\":2},{\"level\":3},{\"level\":4}]"
#define AXES "\"axes\":[{\"id\":\"a\"},{\"id\":\"b\"}]"
#define QUESTIONS "\"questions\":[{\"id\":\"q\",\"axis\":\"a\",\"unit_ja\":\"人\",\"choices\":[{\"id\":\"none\"},{\"id\":\"some\"}]},{\"id\":\"r\",\"choices\":[]}]"
#define THRESHOLDS "\"thresholds\":[{\"question\":\"q\",\"at_least\":100,\"level\":2},{\"question\":\"q\",\"at_least\":1000,\"level\":3}]"

static enum status scheme(const char *body, struct severity_scheme *ret)
{
	struct fact *f = arena_make(t.mem, struct fact);
	*f = (struct fact){ .kind = S("severity_scheme"), .id = S("test") };
	assert_ok(&t, json_parse(&t.cx, str_of(body), &f->json));
	return severity_scheme_read(&t.cx, f, ret);
}

static void schemes_hold_together(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"{}", "{\"levels\":[]}", "{\"levels\":[{\"level\":1},{\"level\":1}]}", "{\"levels\":[{\"level\":1},{\"level\":3}]}", "{\"levels\":[{\"level\":-1}]}",
		"{" LEVELS ",\"axes\":[{\"id\":\"a\"},{\"id\":\"a\"}]}", "{" LEVELS ",\"questions\":[{\"id\":\"q\",\"axis\":\"z\"}]}",
		"{" LEVELS ",\"questions\":[{\"id\":\"q\"},{\"id\":\"q\"}]}", "{" LEVELS "," AXES ",\"questions\":[{\"id\":\"q\",\"choices\":[{\"id\":\"x\"},{\"id\":\"x\"}]}]}",
		"{" LEVELS "," AXES "," QUESTIONS ",\"thresholds\":[{\"question\":\"z\",\"at_least\":1,\"level\":1}]}",
		"{" LEVELS "," AXES "," QUESTIONS ",\"thresholds\":[{\"question\":\"r\",\"at_least\":1,\"level\":1}]}",
		"{" LEVELS "," AXES "," QUESTIONS ",\"thresholds\":[{\"question\":\"q\",\"at_least\":1,\"level\":9}]}",
	};
	struct severity_scheme *s = arena_make(t.mem, struct severity_scheme);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(scheme(bad[i], s), E_INVALID);
		assert_int_equal(t.problem.why, T_CATALOG);
		test_forget(&t);
	}
	assert_ok(&t, scheme("{" LEVELS "," AXES "," QUESTIONS "," THRESHOLDS "}", s));
	assert_int_equal(s->low, 0);
	assert_int_equal(s->high, 4);
	assert_int_equal(s->n_axes, 2);
	assert_int_equal(s->n_thresholds, 2);
}

static enum status rate(const struct severity_scheme *s, const char *body, struct severity_input *in, int *level)
{
	const struct json *json;
	test_forget(&t);
	assert_ok(&t, json_parse(&t.cx, str_of(body), &json));
	assert_ok(&t, field_read(&t.cx, &severity_input_table, json, false, in));
	return severity_check(&t.cx, s, in, level);
}

static void the_highest_axis_counts(void **state)
{
	(void)state;
	struct severity_scheme *s = arena_make(t.mem, struct severity_scheme);
	struct severity_input in;
	int level = -1;
	assert_ok(&t, scheme("{" LEVELS "," AXES "," QUESTIONS "," THRESHOLDS "}", s));
	for (int a = 0; a <= 4; a++)
		for (int b = 0; b <= 4; b++) {
			struct str body = str_format(t.mem, "{\"scheme\":\"t\",\"rationale\":\"x\",\"axes\":[{\"axis\":\"a\",\"level\":%d},{\"axis\":\"b\",\"level\":%d}]}", a, b);
			assert_ok(&t, rate(s, str_terminated(t.mem, body), &in, &level));
			assert_int_equal(level, a > b ? a : b);
		}
	assert_int_equal(rate(s, "{\"scheme\":\"t\",\"rationale\":\"x\",\"axes\":[{\"axis\":\"a\",\"level\":3}]}", &in, &level), E_INVALID);
	assert_int_equal(t.problem.fields[0].why, T_RATING_AXES);
	assert_ok(&t, rate(s, "{\"scheme\":\"t\",\"rationale\":\"x\",\"provisional\":true,\"axes\":[{\"axis\":\"a\",\"level\":3}]}", &in, &level));
	assert_int_equal(level, 3);
	assert_int_equal(rate(s, "{\"scheme\":\"t\",\"rationale\":\"x\",\"provisional\":true}", &in, &level), E_INVALID);
	assert_int_equal(rate(s, "{\"scheme\":\"t\",\"rationale\":\"x\",\"level\":2,\"axes\":[{\"axis\":\"a\",\"level\":3},{\"axis\":\"b\",\"level\":3}]}", &in, &level), E_INVALID);
	assert_int_equal(t.problem.fields[0].why, T_RATING_OVERALL);
	assert_int_equal(rate(s, "{\"scheme\":\"t\",\"rationale\":\"x\",\"axes\":[{\"axis\":\"a\",\"level\":1},{\"axis\":\"a\",\"level\":2}]}", &in, &level), E_INVALID);
	assert_int_equal(rate(s, "{\"scheme\":\"t\",\"rationale\":\"x\",\"provisional\":true,\"axes\":[{\"axis\":\"a\",\"level\":5}]}", &in, &level), E_INVALID);
	assert_int_equal(t.problem.fields[0].why, T_FIELD_TOO_LARGE);
}

static void a_scheme_without_axes_takes_a_level(void **state)
{
	(void)state;
	struct severity_scheme *s = arena_make(t.mem, struct severity_scheme);
	struct severity_input in;
	int level = -1;
	assert_ok(&t, scheme("{\"levels\":[{\"level\":1},{\"level\":2},{\"level\":3}]}", s));
	assert_ok(&t, rate(s, "{\"scheme\":\"t\",\"rationale\":\"x\",\"level\":3}", &in, &level));
	assert_int_equal(level, 3);
	assert_int_equal(rate(s, "{\"scheme\":\"t\",\"rationale\":\"x\"}", &in, &level), E_INVALID);
	assert_int_equal(rate(s, "{\"scheme\":\"t\",\"rationale\":\"x\",\"level\":0}", &in, &level), E_INVALID);
	assert_int_equal(t.problem.fields[0].why, T_FIELD_TOO_SMALL);
	assert_int_equal(rate(s, "{\"scheme\":\"t\",\"rationale\":\"x\",\"level\":2,\"axes\":[{\"axis\":\"a\",\"level\":1}]}", &in, &level), E_INVALID);
	assert_int_equal(t.problem.fields[0].why, T_RATING_NO_AXES);
}

static void thresholds_only_suggest(void **state)
{
	(void)state;
	static const struct { int number, level; } cases[] = { { 0, -1 }, { 99, -1 }, { 100, 2 }, { 999, 2 }, { 1000, 3 }, { 100000, 3 } };
	struct severity_scheme *s = arena_make(t.mem, struct severity_scheme);
	struct severity_input in;
	int level;
	assert_ok(&t, scheme("{" LEVELS "," AXES "," QUESTIONS "," THRESHOLDS "}", s));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str body = str_format(t.mem, "{\"scheme\":\"t\",\"rationale\":\"x\",\"provisional\":true,\"axes\":[{\"axis\":\"a\",\"level\":0}],"
		                                    "\"answers\":[{\"question\":\"q\",\"number\":%d}]}", cases[i].number);
		assert_ok(&t, rate(s, str_terminated(t.mem, body), &in, &level));
		assert_int_equal(level, 0);                     /* the rater decides */
		assert_int_equal(severity_suggest(s, &in, S("a")), cases[i].level);
		assert_int_equal(severity_suggest(s, &in, S("b")), -1);
	}
	assert_int_equal(rate(s, "{\"scheme\":\"t\",\"rationale\":\"x\",\"provisional\":true,\"axes\":[{\"axis\":\"a\",\"level\":0}],"
	                         "\"answers\":[{\"question\":\"r\",\"number\":1},{\"question\":\"q\",\"choice\":\"many\"},{\"question\":\"z\"},{\"question\":\"q\"}]}",
	                      &in, &level), E_INVALID);
	assert_int_equal(t.problem.n_fields, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(schemes_hold_together), cmocka_unit_test(the_highest_axis_counts), cmocka_unit_test(a_scheme_without_axes_takes_a_level),
		cmocka_unit_test(thresholds_only_suggest),
	};
	return cmocka_run_group_tests(tests, open_cx, close_cx);
}

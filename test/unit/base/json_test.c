/* JSON: what is refused, what is read, and that writing and reading are each other's inverse. */
#include "support.h"

#include <math.h>

#include "base/json.h"
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

static enum text parse(struct str text, const struct json **ret)
{
	test_forget(&t);
	enum status status = json_parse(&t.cx, text, ret);
	assert_int_equal(status, t.problem.why == T_NONE ? OK : E_INVALID);
	return t.problem.why;
}

static struct str rewritten(const struct json *json)
{
	struct buf out;
	buf_init(&out, t.mem, 1 << 22);
	json_write(&out, json);
	assert_false(out.full);
	return buf_str(&out);
}

static void test_refused(void **state)
{
	(void)state;
	static const char *const syntax[] = { "", " ", "{", "[", "\"", "[1,]", "{\"a\":1,}", "{\"a\"}", "{a:1}", "[1 2]", "01", "-", "-.5",
		".5", "1.", "1e", "1e+", "+1", "0x1", "NaN", "Infinity", "-Infinity", "1e999", "nul", "TRUE", "truex", "[1]]", "[1] x", "1 2",
		"\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\u0000\"", "{\"\\u0000\":1}", "\"a\nb\"", "\"a\tb\"", "[\f1]", "'a'",
		"\xef\xbb\xbf[]", "/**/[]", "[1}", "{]", "\\", "\"\\", "\"\\\"", "[\"\\u0000", ",", ":", "[,1]", "--1", "1-1", "1.2.3" };
	const struct json *json = NULL;
	for (size_t i = 0; i < sizeof syntax / sizeof *syntax; i++)
		if (parse(str_of(syntax[i]), &json) != T_JSON_SYNTAX) {
			print_error("taken: %s\n", syntax[i]);
			assert_true(false);
		}
	assert_int_equal(parse(S("\"\xff\""), &json), T_FIELD_UTF8);
	assert_int_equal(parse(S("[1\0]"), &json), T_FIELD_UTF8);
	assert_int_equal(parse(S("{\"a\":1,\"b\":{\"c\":[{\"x\":1,\"\\u0078\":2}]}}"), &json), T_JSON_DUPLICATE);
	assert_null(json);
}

static void test_depth(void **state)
{
	(void)state;
	const struct json *json;
	char text[2 * JSON_DEPTH + 2];
	for (int depth = JSON_DEPTH; depth <= JSON_DEPTH + 1; depth++) {
		memset(text, '[', (size_t)depth);
		memset(text + depth, ']', (size_t)depth);
		enum text why = parse((struct str){ text, 2 * (size_t)depth }, &json);
		assert_int_equal(why, depth > JSON_DEPTH ? T_JSON_DEPTH : T_NONE);
		if (why == T_NONE)
			assert_int_equal(rewritten(json).n, 2 * depth);
	}
}

/* Many keys: no duplicate, then one; and not in quadratic time. */
static void test_large_object(void **state)
{
	(void)state;
	struct buf b;
	const struct json *json;
	buf_init(&b, t.mem, 1 << 24);
	buf_byte(&b, '{');
	for (int i = 0; i < 200000; i++)
		buf_format(&b, "%s\"key%d\":%d", i ? "," : "", i, i);
	size_t n = b.n;
	buf_byte(&b, '}');
	assert_int_equal(parse(buf_str(&b), &json), T_NONE);
	assert_int_equal(json_count(json), 200000);
	b.n = n;
	buf_add(&b, S(",\"key777\":0}"));
	assert_int_equal(parse(buf_str(&b), &json), T_JSON_DUPLICATE);
}

static void test_reading(void **state)
{
	(void)state;
	const struct json *json;
	int64_t n = 0;
	assert_int_equal(parse(S(" {\"a\":[1,-2.5,true,null,\"x\\ud83d\\udd25\"],\"b\":9007199254740991,\"A\":1e2, \"\":0}\r\n"), &json), T_NONE);
	assert_int_equal(json_count(json), 4);
	assert_true(json_int(json_get(json, S("b")), &n) && n == 9007199254740991);
	assert_int_equal(json_get_int(json, S("A"), 0), 100);
	assert_int_equal(json_get_int(json, S("aa"), -1), -1);
	assert_non_null(json_get(json, S("")));
	const struct json *v = json_first(json_get(json, S("a")));
	assert_int_equal(json_kind(v), JSON_NUMBER);
	v = json_next(v);
	assert_false(json_int(v, &n));
	assert_true(json_double(v, 0) == -2.5);
	v = json_next(v);
	assert_true(json_bool(v));
	v = json_next(v);
	assert_int_equal(json_kind(v), JSON_NULL);
	v = json_next(v);
	assert_str(json_text(v), "x\xf0\x9f\x94\xa5");
	assert_null(json_next(v));
	/* What a double cannot tell from its neighbour is no exact integer. */
	static const char *const inexact[] = { "9007199254740992", "9007199254740993", "-9007199254740992", "1e300", "1.5" };
	for (size_t i = 0; i < sizeof inexact / sizeof *inexact; i++) {
		assert_int_equal(parse(str_of(inexact[i]), &json), T_NONE);
		assert_false(json_int(json, &n));
	}
	assert_true(json_kind(NULL) == JSON_NULL && !json_get(NULL, S("a")) && !json_first(NULL) && !json_text(NULL).p && !json_key(NULL).p);
}

static void test_escaping(void **state)
{
	(void)state;
	struct buf out;
	struct jw w;
	buf_init(&out, t.mem, 4096);
	jw_init(&w, &out);
	jw_array(&w);
	jw_text(&w, S("</script>&\"\\\n\r\t\x01 \u2028\u2029 \u2030 狼煙\xe2"));
	jw_text(&w, NO_STR);
	jw_double(&w, 0.1);
	jw_double(&w, NAN);
	jw_double(&w, 1e300);
	jw_uuid(&w, (struct uuid){ { 0 } });
	jw_time(&w, 0);
	jw_day(&w, DAY_FOREVER);
	jw_day(&w, 0);
	jw_object(&w);
	jw_k_raw(&w, S("r"), S("[1]"));
	jw_k_bool(&w, S("b"), false);
	jw_key(&w, S("o"));
	jw_object(&w);
	jw_end_object(&w);
	jw_end_object(&w);
	jw_end_array(&w);
	assert_str(buf_str(&out), "[\"\\u003c/script\\u003e\\u0026\\\"\\\\\\n\\r\\t\\u0001 \\u2028\\u2029 \u2030 狼煙\xe2\",\"\",0.1,null,1e+300,"
	                          "null,null,null,\"1970-01-01\",{\"r\":[1],\"b\":false,\"o\":{}}]");
}

/* A random tree, written: what is read from it and written again is the same text. */
static uint64_t random_bits = 2463534242;

static unsigned next_random(unsigned below)
{
	random_bits ^= random_bits << 13, random_bits ^= random_bits >> 7, random_bits ^= random_bits << 17;
	return (unsigned)(random_bits >> 20) % below;
}

static void write_random(struct jw *w, int depth)
{
	static const char *const texts[] = { "", "a", "狼煙", "<&>", "\"\\\n", "\u2028", "\xf0\x9f\x94\xa5" };
	unsigned n = next_random(5);
	switch (next_random(depth > 6 ? 4 : 6)) {
	case 0: jw_text(w, str_of(texts[next_random(7)])); return;
	case 1: jw_int(w, (int64_t)next_random(1u << 30) * (next_random(2) ? 4000000 : -1)); return;
	case 2: jw_double(w, (double)next_random(1000000) / (1 + next_random(1000))); return;
	case 3: jw_bool(w, next_random(2)); return;
	case 4:
		jw_array(w);
		while (n--)
			write_random(w, depth + 1);
		jw_end_array(w);
		return;
	default:
		jw_object(w);
		while (n--) {
			jw_key(w, str_format(t.mem, "k%u\n", n));
			write_random(w, depth + 1);
		}
		jw_end_object(w);
	}
}

static void test_identity(void **state)
{
	(void)state;
	for (int i = 0; i < 3000; i++) {
		struct buf out;
		struct jw w;
		const struct json *json;
		buf_init(&out, t.mem, 1 << 20);
		jw_init(&w, &out);
		write_random(&w, 0);
		assert_int_equal(parse(buf_str(&out), &json), T_NONE);
		assert_true(str_eq(rewritten(json), buf_str(&out)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused), cmocka_unit_test(test_depth), cmocka_unit_test(test_large_object),
		cmocka_unit_test(test_reading), cmocka_unit_test(test_escaping), cmocka_unit_test(test_identity),
	};
	return cmocka_run_group_tests(tests, open_cx, close_cx);
}

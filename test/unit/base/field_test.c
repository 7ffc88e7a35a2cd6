/* An input table: reading, faults with their pointers, writing back, JSON Schema. */
#include "support.h"

#include "base/field.h"
#include "base/time.h"

struct cause { struct str name; int64_t weight; };
struct input {
	uint64_t present;
	struct str title, note, secret;
	int64_t count;
	bool urgent;
	int64_t at;
	int32_t day;
	struct uuid id;
	int kind;
	struct cause main;
	struct list causes, tags, kinds, ids;
	const struct json *any;
};

static const struct str kinds[] = { LIT("fire"), LIT("flood"), { NULL, 0 } };
static const struct field cause_fields[] = {
	{ LIT("name"), FIELD_TEXT, FIELD_REQUIRED, offsetof(struct cause, name), .max = 10 },
	{ LIT("weight"), FIELD_INT, 0, offsetof(struct cause, weight), .min = -5, .max = 5 },
};
static const struct field_table cause_table = { LIT("Cause"), cause_fields, 2, sizeof(struct cause), FIELD_NO_PRESENT };
static const struct field fields[] = {
	{ LIT("title"), FIELD_TEXT, FIELD_REQUIRED, offsetof(struct input, title), .min = 2, .max = 8, .ja = LIT("題"), .en = LIT("Title") },
	{ LIT("note"), FIELD_LONG_TEXT, 0, offsetof(struct input, note) },
	{ LIT("secret"), FIELD_TEXT, FIELD_SECRET, offsetof(struct input, secret) },
	{ LIT("count"), FIELD_INT, 0, offsetof(struct input, count), .min = 1, .max = 9 },
	{ LIT("urgent"), FIELD_BOOL, 0, offsetof(struct input, urgent) },
	{ LIT("at"), FIELD_TIME, 0, offsetof(struct input, at) },
	{ LIT("day"), FIELD_DAY, 0, offsetof(struct input, day) },
	{ LIT("id"), FIELD_UUID, 0, offsetof(struct input, id) },
	{ LIT("kind"), FIELD_CHOICE, 0, offsetof(struct input, kind), .choices = kinds },
	{ LIT("main"), FIELD_STRUCT, 0, offsetof(struct input, main), .sub = &cause_table },
	{ LIT("causes"), FIELD_LIST, 0, offsetof(struct input, causes), .max = 3, .item = FIELD_STRUCT, .sub = &cause_table },
	{ LIT("tags"), FIELD_LIST, FIELD_UNIQUE, offsetof(struct input, tags), .item = FIELD_TEXT, .item_max = 5 },
	{ LIT("kinds"), FIELD_LIST, FIELD_UNIQUE, offsetof(struct input, kinds), .item = FIELD_CHOICE, .choices = kinds },
	{ LIT("ids"), FIELD_LIST, FIELD_UNIQUE, offsetof(struct input, ids), .item = FIELD_UUID },
	{ LIT("a/b~c"), FIELD_JSON, 0, offsetof(struct input, any) },
};
static const struct field_table table = {
	LIT("Input"), fields, sizeof fields / sizeof *fields, sizeof(struct input), offsetof(struct input, present)
};

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

static enum status read_text(const char *text, bool lenient, struct input *ret)
{
	const struct json *json;
	test_forget(&t);
	assert_ok(&t, json_parse(&t.cx, str_of(text), &json));
	return field_read(&t.cx, &table, json, lenient, ret);
}

static void expect(const char *text, const char *pointer, enum text why, int64_t bound)
{
	struct input in;
	assert_int_equal(E_INVALID, read_text(text, false, &in));
	assert_int_equal(t.problem.why, T_INPUT);
	for (size_t i = 0; i < t.problem.n_fields; i++) {
		const struct problem_field *f = &t.problem.fields[i];
		if (str_eq(f->pointer, str_of(pointer)) && f->why == why && f->bound == bound)
			return;
	}
	print_error("%s: no fault at %s\n", text, pointer);
	assert_true(false);
}

static const char whole[] =
	"{\"title\":\"狼煙\",\"note\":\"a\\nb\",\"secret\":\"s\",\"count\":3,\"urgent\":true,\"at\":\"2026-11-20T00:00:00Z\","
	"\"day\":\"2026-11-20\",\"id\":\"01a1f640-bdf4-7000-9d5d-ca756735ecaf\",\"kind\":\"flood\",\"main\":{\"name\":\"x\",\"weight\":-2},"
	"\"causes\":[{\"name\":\"p\"},{\"name\":\"q\",\"weight\":5}],\"tags\":[\"a\",\"b\"],\"kinds\":[\"flood\",\"fire\"],"
	"\"ids\":[\"01a1f640-bdf4-7000-9d5d-ca756735ecaf\"],\"a/b~c\":{\"x\":[1,null,2.5]}}";

static void test_identity(void **state)
{
	(void)state;
	struct input in;
	struct buf out;
	struct jw w;
	assert_ok(&t, read_text(whole, false, &in));
	assert_int_equal(in.present, (1 << 15) - 1);
	assert_int_equal(in.kind, 2);
	assert_int_equal(in.causes.n, 2);
	buf_init(&out, t.mem, 1 << 16);
	jw_init(&w, &out);
	field_write(&w, &table, &in);
	test_assert_str(buf_str(&out), str_of(whole), __FILE__, __LINE__);
}

static void test_normalising(void **state)
{
	(void)state;
	struct input in;
	assert_ok(&t, read_text("{\"title\":\" \u3000ab\u3000 \",\"note\":\"\\r\\na\\r\\nb\\rc\\r\\n\",\"count\":null}", false, &in));
	assert_str(in.title, "ab");
	assert_str(in.note, "a\nb\nc");
	assert_int_equal(in.present, 3);
}

static void test_faults(void **state)
{
	(void)state;
	expect("{}", "/title", T_FIELD_REQUIRED, 0);
	expect("[]", "", T_FIELD_TYPE, 0);
	expect("{\"title\":null}", "/title", T_FIELD_REQUIRED, 0);
	expect("{\"title\":\"  \"}", "/title", T_FIELD_REQUIRED, 0);
	expect("{\"title\":\"a\"}", "/title", T_FIELD_TOO_SHORT, 2);
	expect("{\"title\":\"狼煙狼煙狼煙狼煙狼\"}", "/title", T_FIELD_TOO_LONG, 8);
	expect("{\"title\":7}", "/title", T_FIELD_TYPE, 0);
	expect("{\"title\":\"a\\nb\"}", "/title", T_FIELD_CONTROL, 0);
	expect("{\"title\":\"a\\u0085b\"}", "/title", T_FIELD_CONTROL, 0);
	expect("{\"title\":\"a\\u202eb\"}", "/title", T_FIELD_CONTROL, 0);
	expect("{\"note\":\"a\\u0001\"}", "/note", T_FIELD_CONTROL, 0);
	expect("{\"x/~y\":1}", "/x~1~0y", T_FIELD_UNKNOWN, 0);
	expect("{\"count\":0}", "/count", T_FIELD_TOO_SMALL, 1);
	expect("{\"count\":10}", "/count", T_FIELD_TOO_LARGE, 9);
	expect("{\"count\":1.5}", "/count", T_FIELD_TYPE, 0);
	expect("{\"urgent\":1}", "/urgent", T_FIELD_TYPE, 0);
	expect("{\"at\":\"2026-11-20\"}", "/at", T_FIELD_TIME, 0);
	expect("{\"day\":\"2026-11-31\"}", "/day", T_FIELD_DATE, 0);
	expect("{\"id\":\"x\"}", "/id", T_FIELD_UUID, 0);
	expect("{\"kind\":\"storm\"}", "/kind", T_FIELD_CHOICE, 0);
	expect("{\"main\":{}}", "/main/name", T_FIELD_REQUIRED, 0);
	expect("{\"causes\":[{\"name\":\"a\"},{\"name\":\"b\",\"weight\":6}]}", "/causes/1/weight", T_FIELD_TOO_LARGE, 5);
	expect("{\"causes\":[{},{},{},{}]}", "/causes", T_FIELD_TOO_MANY, 3);
	expect("{\"causes\":{}}", "/causes", T_FIELD_TYPE, 0);
	expect("{\"tags\":[\"a\",\"b\",\"a\"]}", "/tags/2", T_FIELD_DUPLICATE, 0);
	expect("{\"tags\":[\"\"]}", "/tags/0", T_FIELD_REQUIRED, 0);
	expect("{\"tags\":[null]}", "/tags/0", T_FIELD_TYPE, 0);
	expect("{\"tags\":[\"toolong\"]}", "/tags/0", T_FIELD_TOO_LONG, 5);
	expect("{\"kinds\":[\"fire\",\"fire\"]}", "/kinds/1", T_FIELD_DUPLICATE, 0);
}

static void test_lenient(void **state)
{
	(void)state;
	struct input in;
	assert_ok(&t, read_text("{\"title\":\"a\",\"count\":0,\"main\":{}}", true, &in));
	assert_int_equal(E_INVALID, read_text("{\"title\":\"123456789\"}", true, &in));
	assert_int_equal(E_INVALID, read_text("{\"titel\":\"\"}", true, &in));
}

static struct str get_pair(void *arg, struct str name)
{
	for (const char *const *p = arg; *p; p += 2)
		if (str_eq(str_of(p[0]), name))
			return str_of(p[1]);
	return NO_STR;
}

static void test_texts(void **state)
{
	(void)state;
	struct input in;
	const char *good[] = { "title", "abc", "count", "4", "urgent", "true", "kinds", "fire, flood", "day", "", "main",
		"{\"name\":\"m\"}", NULL };
	const char *bad[] = { "title", "a\xff", "count", "4x", "tags", "a,a", NULL };
	test_forget(&t);
	assert_ok(&t, field_read_texts(&t.cx, &table, get_pair, good, &in));
	assert_true(in.count == 4 && in.urgent && in.kinds.n == 2 && ((int *)in.kinds.p)[1] == 2 && in.main.name.n == 1);
	assert_int_equal(E_INVALID, field_read_texts(&t.cx, &table, get_pair, bad, &in));
	assert_true(t.problem.n_fields >= 2);
}

static void test_schema(void **state)
{
	(void)state;
	struct buf out;
	struct jw w;
	const struct json *schema;
	test_forget(&t);
	buf_init(&out, t.mem, 1 << 16);
	jw_init(&w, &out);
	field_schema(&w, &table, FIELD_STRICT);
	assert_ok(&t, json_parse(&t.cx, buf_str(&out), &schema));
	const struct json *properties = json_get(schema, S("properties"));
	assert_int_equal(json_count(properties), 15);
	assert_int_equal(json_get_int(json_get(properties, S("title")), S("maxLength"), 0), 8);
	assert_str(json_get_text(json_get(properties, S("title")), S("title")), "題");
	assert_int_equal(json_count(json_get(schema, S("required"))), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_identity), cmocka_unit_test(test_normalising), cmocka_unit_test(test_faults),
		cmocka_unit_test(test_lenient), cmocka_unit_test(test_texts), cmocka_unit_test(test_schema),
	};
	return cmocka_run_group_tests(tests, open_cx, close_cx);
}

/* A spreadsheet: the same calls give the same bytes, whenever; text stays text; odd names and long texts do no harm. */
#include "../support.h"

#include "base/buf.h"
#include "format/xlsx.h"

static struct test_store t;

static struct str make(struct str cell)
{
	struct xlsx *x;
	struct buf out;
	buf_init(&out, t.mem, 4 << 20);
	assert_ok(&t, xlsx_new(&t.cx, S("表題"), &x));
	xlsx_sheet(x, S("情報連絡[2026]: 長い名前のシートは三十一文字で切られます。残りは落ちます"));
	xlsx_width(x, 0, 20);
	xlsx_head(x, S("年度"));
	xlsx_head(x, S("件数"));
	xlsx_row(x);
	xlsx_text(x, cell);
	xlsx_skip(x);
	xlsx_int(x, -5);
	xlsx_row(x);
	assert_ok(&t, xlsx_end(&t.cx, x, &out));
	assert_false(out.full);
	return buf_str(&out);
}

static void the_same_bytes_each_time(void **state)
{
	(void)state;
	struct str a = make(S("=1+1"));
	sleep(2);                                               /* a ZIP's times have a grain of two seconds */
	struct str b = make(S("=1+1"));
	assert_true(a.n > 1000 && str_starts(a, S("PK")));
	assert_true(str_eq(a, b));
	assert_false(str_eq(a, make(S("other"))));
}

static void odd_text_does_no_harm(void **state)
{
	(void)state;
	struct buf longer;
	buf_init(&longer, t.mem, 1 << 20);
	for (int i = 0; i < 40000; i++)
		buf_add(&longer, S("長"));
	(void)make(buf_str(&longer));
	(void)make(S("a\x01\x1f<>&\"'"));
	(void)make(S(""));
}

static void a_sheet_named_twice_is_told(void **state)
{
	(void)state;
	struct xlsx *x;
	struct buf out;
	buf_init(&out, t.mem, 1 << 20);
	assert_ok(&t, xlsx_new(&t.cx, S("t"), &x));
	xlsx_sheet(x, S("a"));
	xlsx_sheet(x, S("a"));
	xlsx_text(x, S("goes nowhere"));
	assert_int_equal(xlsx_end(&t.cx, x, &out), E_BUG);
	assert_int_equal(out.n, 0);
	test_forget(&t);
}

static void a_small_buffer_is_told(void **state)
{
	(void)state;
	struct xlsx *x;
	struct buf out;
	buf_init(&out, t.mem, 16);
	assert_ok(&t, xlsx_new(&t.cx, S("t"), &x));
	xlsx_sheet(x, S("a"));
	assert_ok(&t, xlsx_end(&t.cx, x, &out));
	assert_true(out.full);
	/* One that is never ended goes with its arena. */
	struct arena *mem = arena_new();
	struct cx cx = t.cx;
	cx.mem = mem;
	assert_ok(&t, xlsx_new(&cx, S("t"), &x));
	xlsx_sheet(x, S("a"));
	arena_release(mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_bytes_each_time), cmocka_unit_test(odd_text_does_no_harm), cmocka_unit_test(a_sheet_named_twice_is_told),
		cmocka_unit_test(a_small_buffer_is_told),
	};
	test_cx_open(&t);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	test_cx_close(&t);
	return failed;
}

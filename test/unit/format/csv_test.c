/* Tables for spreadsheets: quoting, and cells that must not calculate. */
#include "../support.h"

#include "format/csv.h"

static void cells(void **state)
{
	(void)state;
	struct test_store t;
	struct buf out;
	struct csv c;
	test_cx_open(&t);
	buf_init(&out, t.mem, 4096);
	csv_begin(&c, &out);
	static const struct str in[] = {
		LIT("plain"), LIT("a,b"), LIT("say \"x\""), LIT("two\nlines"), LIT("=1+1"), LIT("+81"), LIT("-1"), LIT("@x"), LIT("\tx"), LIT("=a,b"), LIT(""),
	};
	for (size_t i = 0; i < sizeof in / sizeof *in; i++)
		csv_cell(&c, in[i]);
	csv_int(&c, -5);
	csv_row(&c);
	csv_cell(&c, S("日本"));
	csv_row(&c);
	assert_str(buf_str(&out), "\xEF\xBB\xBF" "plain,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",'=1+1,'+81,'-1,'@x,'\tx,\"'=a,b\",,-5\r\n日本\r\n");
	test_cx_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(cells) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}

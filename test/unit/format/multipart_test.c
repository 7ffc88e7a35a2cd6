/* One file in a form: found whole, whatever its bytes; anything irregular is refused. */
#include "../support.h"

#include "base/buf.h"
#include "format/multipart.h"

static struct test_store t;
#define TYPE S("multipart/form-data; boundary=XyZ")

static bool read_form(struct str type, struct str body, struct multipart_file *ret)
{
	return multipart_file(t.mem, type, (struct bytes){ (const uint8_t *)body.p, body.n }, ret);
}

static void finds_the_file(void **state)
{
	(void)state;
	struct multipart_file f;
	assert_true(read_form(TYPE, S("--XyZ\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nplain field\r\n"
	                              "--XyZ\r\ncontent-disposition: form-data; name=\"f\"; filename=\"a;b.txt\"\r\nContent-Type: text/plain\r\n\r\n"
	                              "one\r\n--XyNot\r\n\0two\r\n--XyZ--\r\n"), &f));
	assert_str(f.name, "a;b.txt");
	assert_int_equal(f.content.n, 18);
	assert_memory_equal(f.content.p, "one\r\n--XyNot\r\n\0two", 18);
	assert_true(read_form(S("Multipart/Form-Data; charset=x; boundary=\"XyZ\""), S("--XyZ\r\nContent-Disposition: form-data; filename=\"e\"\r\n\r\n\r\n--XyZ--"), &f));
	assert_int_equal(f.content.n, 0);
	assert_true(read_form(TYPE, S("--XyZ\r\nContent-Disposition: form-data; filename=\"%22q%0d%0A\\\"x.txt\"\r\n\r\nz\r\n--XyZ--"), &f));
	assert_str(f.name, "_q__\"x.txt");
}

static void refuses_the_irregular(void **state)
{
	(void)state;
	struct multipart_file f;
	static const struct str bodies[] = {
		LIT(""), LIT("--XyZ"), LIT("--XyZ--"), LIT("--XyZ\r\n"), LIT("--Other\r\n\r\n\r\n--Other--"),
		LIT("--XyZ\r\nContent-Disposition: form-data; filename=\"a\"\r\n\r\nno end"),
		LIT("--XyZ\r\nContent-Disposition: form-data; filename=\"a\r\n\r\nx\r\n--XyZ--"),
		LIT("--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nonly a field\r\n--XyZ--"),
		LIT("--XyZ\r\nContent-Disposition: form-data; filename=\"a\"\r\n\r\nx\r\n--XyZ\r\nContent-Disposition: form-data; filename=\"b\"\r\n\r\ny\r\n--XyZ--"),
	};
	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
		assert_false(read_form(TYPE, bodies[i], &f));
	struct str good = S("--XyZ\r\nContent-Disposition: form-data; filename=\"a\"\r\n\r\nx\r\n--XyZ--");
	assert_true(read_form(TYPE, good, &f));
	assert_false(read_form(S("multipart/form-data"), good, &f));
	assert_false(read_form(S("multipart/form-data; boundary="), good, &f));
	assert_false(read_form(S("multipart/mixed; boundary=XyZ"), good, &f));
	assert_false(read_form(S("multipart/form-data; boundary=0123456789012345678901234567890123456789012345678901234567890123456789x"), good, &f));
	struct buf many;
	buf_init(&many, t.mem, 1 << 20);
	for (int i = 0; i < 17; i++)
		buf_add(&many, S("--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n"));
	buf_add(&many, S("--XyZ\r\nContent-Disposition: form-data; filename=\"a\"\r\n\r\nx\r\n--XyZ--"));
	assert_false(read_form(TYPE, buf_str(&many), &f));
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
	const struct CMUnitTest tests[] = { cmocka_unit_test(finds_the_file), cmocka_unit_test(refuses_the_irregular) };
	return cmocka_run_group_tests(tests, open_cx, close_cx);
}

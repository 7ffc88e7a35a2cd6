/* Folding, and the way back to the bytes. */
#include "../support.h"

#include "base/fold.h"

static void check(struct arena *mem, struct str text, const uint32_t *wanted, const size_t *from, size_t n)
{
	struct folded f;
	fold_map(mem, text, &f);
	assert_int_equal(f.n, n);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(f.c[i], wanted[i]);
		assert_int_equal(f.from[i], from[i]);
	}
	assert_int_equal(f.from[n], text.n);
}

static void test_fold(void **state)
{
	(void)state;
	struct arena *mem = arena_new();
	struct folded f;
	check(mem, S("Ａb㈱"), (uint32_t[]){ 'a', 'b', '(', 0x682a, ')' }, (size_t[]){ 0, 3, 4, 4, 4 }, 5);
	check(mem, S("ｶﾞ\u200bあ"), (uint32_t[]){ 0x30ac, 0x3042 }, (size_t[]){ 0, 9 }, 2);
	check(mem, S("が"), (uint32_t[]){ 0x304c }, (size_t[]){ 0 }, 1);
	check(mem, S("か\u3099"), (uint32_t[]){ 0x304c }, (size_t[]){ 0 }, 1);
	check(mem, S("ÀЖΩ"), (uint32_t[]){ 0xe0, 0x436, 0x3c9 }, (size_t[]){ 0, 2, 4 }, 3);
	check(mem, S(""), NULL, NULL, 0);
	fold_map(mem, S("㈱x"), &f);
	assert_int_equal(fold_end(&f, 0), 3);
	assert_int_equal(fold_end(&f, 2), 3);
	assert_int_equal(fold_end(&f, 3), 4);
	arena_release(mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_fold) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}

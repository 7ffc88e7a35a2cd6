/* Addresses, blocks and lists of them: what is allowed, and that what cannot be read allows nothing. */
#include "support.h"

#include "model/address.h"

static bool allows(const char *list, const char *peer)
{
	return address_list_allows(str_of(list), str_of(peer));
}

static void test_lists(void **state)
{
	(void)state;
	assert_true(allows("", "192.0.2.1"));
	assert_true(allows(" , ", "192.0.2.1"));
	assert_true(allows("192.0.2.1", "192.0.2.1"));
	assert_false(allows("192.0.2.1", "192.0.2.2"));
	assert_true(allows("192.0.2.0/24", "192.0.2.255"));
	assert_false(allows("192.0.2.0/24", "192.0.3.0"));
	assert_true(allows("10.0.0.0/8, 192.0.2.128/25", "192.0.2.130"));
	assert_false(allows("10.0.0.0/8 192.0.2.128/25", "192.0.2.127"));
	assert_true(allows("0.0.0.0/0", "203.0.113.9"));
	assert_false(allows("0.0.0.0/0", "2001:db8::1"));
	assert_true(allows("::/0", "2001:db8::1"));
	assert_true(allows("2001:db8::/32", "2001:db8:ffff::1"));
	assert_false(allows("2001:db8::/32", "2001:db9::1"));
	assert_true(allows("2001:db8::8000/113", "2001:db8::ffff"));
	assert_false(allows("2001:db8::8000/113", "2001:db8::7fff"));
	assert_true(allows("fe80::/10", "fe80::1%eth0"));
}

static void test_mapped(void **state)
{
	(void)state;
	assert_true(allows("192.0.2.0/24", "::ffff:192.0.2.9"));
	assert_true(allows("::ffff:192.0.2.0/120", "192.0.2.9"));
	assert_false(allows("192.0.2.0/24", "::192.0.2.9"));
}

static void test_wrong(void **state)
{
	(void)state;
	static const char *const wrong[] = {
		"192.0.2", "192.0.2.256", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/", "192.0.2.0/+8", "192.0.2.0/024x", "192.0.2.7/24", "localhost",
		"2001:db8::/129", "2001:db8::1/64", ":::", "/8", "192.0.2.0/24/8", "fe80::1%eth0", "192.0.2.0 /24", "1.2.3.4;5.6.7.8", "0x7f.0.0.1", "127.1",
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_false(address_list_ok(str_of(wrong[i])));
		assert_false(allows(wrong[i], "192.0.2.1"));
		assert_false(allows(wrong[i], wrong[i]));
	}
	assert_false(address_list_ok(S("192.0.2.1,192.0.2\0")));
	assert_false(address_list_ok(S("\0")));
	/* One wrong entry spoils the list, rather than being passed over. */
	assert_false(allows("192.0.2.1, x", "192.0.2.1"));
	assert_false(allows("192.0.2.1", ""));
	assert_false(allows("192.0.2.1", "unknown"));
}

static void test_too_many(void **state)
{
	(void)state;
	char list[ADDRESS_BLOCKS_MAX * 8 + 16] = "";
	size_t n = 0;
	for (int i = 0; i <= ADDRESS_BLOCKS_MAX; i++) {
		assert_int_equal(address_list_ok((struct str){ list, n }), true);
		n += (size_t)snprintf(list + n, sizeof list - n, "::%x,", i);
	}
	assert_false(address_list_ok((struct str){ list, n }));
}

static void test_throttle_key(void **state)
{
	(void)state;
	struct arena *mem = arena_new();
	struct str a = address_throttle_key(mem, S("2001:db8:0:1::1")), b = address_throttle_key(mem, S("2001:db8:0:1:ffff::9"));
	assert_true(str_eq(a, b));
	assert_false(str_eq(a, address_throttle_key(mem, S("2001:db8:0:2::1"))));
	assert_true(str_eq(address_throttle_key(mem, S("192.0.2.1")), address_throttle_key(mem, S("::ffff:192.0.2.1"))));
	assert_false(str_eq(address_throttle_key(mem, S("192.0.2.1")), address_throttle_key(mem, S("192.0.2.2"))));
	arena_release(mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lists), cmocka_unit_test(test_mapped), cmocka_unit_test(test_wrong), cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_throttle_key),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

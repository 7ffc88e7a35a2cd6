/* Rules for logins, passwords, roles and waiting. */
#include "support.h"

#include "model/account.h"
#include "model/party.h"

static struct test_store t;

static enum text fault(const char *password)
{
	int64_t bound;
	return password_fault(&t.cx, S("suzuki"), str_of(password), &bound);
}

static void test_passwords(void **state)
{
	(void)state;
	static const char *const good[] = { "blue-tram-lamp-43", "川の向こうの赤い屋根と犬", "            x", "Tr0ub4dor&3 once more", "suzuki walks the dog at dawn" };
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_int_equal(fault(good[i]), T_NONE);
	assert_int_equal(fault("short"), T_FIELD_TOO_SHORT);
	assert_int_equal(fault("赤い屋根と犬"), T_FIELD_TOO_SHORT);
	assert_int_equal(fault("suzuki123456"), T_PASSWORD_LOGIN);
	assert_int_equal(fault("SUZUKI-2026!"), T_PASSWORD_LOGIN);
	static const char *const common[] = { "Password1234", "password2026!!", "PASSWORD123456", "qwertyuiop12", "aaaaaaaaaaaa", "abcabcabcabc",
		"123456789012", "correct horse battery staple", "パスワード1234567", "noroshi-2026", "ｐａｓｓｗｏｒｄ１２３４" };
	for (size_t i = 0; i < sizeof common / sizeof *common; i++)
		assert_int_equal(fault(common[i]), T_PASSWORD_COMMON);
}

static void test_password_lengths(void **state)
{
	(void)state;
	char text[PASSWORD_CHARS_MAX + 1];
	int64_t bound;
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (char)('!' + i * 31 % 94);
	assert_int_equal(password_fault(&t.cx, S("x1"), (struct str){ text, 11 }, &bound), T_FIELD_TOO_SHORT);
	assert_int_equal(bound, 12);
	assert_int_equal(password_fault(&t.cx, S("x1"), (struct str){ text, 12 }, &bound), T_NONE);
	assert_int_equal(password_fault(&t.cx, S("x1"), (struct str){ text, 128 }, &bound), T_NONE);
	assert_int_equal(password_fault(&t.cx, S("x1"), (struct str){ text, 129 }, &bound), T_FIELD_TOO_LONG);
	assert_int_equal(bound, 128);
}

static void test_logins(void **state)
{
	(void)state;
	static const char *const good[] = { "ab", "suzuki", "suzuki.taro@example.jp", "0-1_2" };
	static const char *const wrong[] = { "", "a", ".ab", "Suzuki", "鈴木", "a b", "a/b", "a\nb", "<b>", "-ab" };
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(login_ok(str_of(good[i])));
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(login_ok(str_of(wrong[i])));
}

static void test_roles(void **state)
{
	(void)state;
	static const struct { unsigned roles; int kind; enum text why; } rows[] = {
		{ ROLE_ANALYST, ORG_CENTRE, T_NONE }, { ROLE_PUBLISHER, ORG_CENTRE, T_NONE }, { ROLE_ANALYST, ORG_MINISTRY, T_ROLES_ORG },
		{ ROLE_PUBLISHER, ORG_OPERATOR, T_ROLES_ORG }, { ROLE_OFFICER, ORG_CEPTOAR, T_NONE }, { ROLE_OFFICER, ORG_OPERATOR, T_ROLES_ORG },
		{ ROLE_OFFICER, ORG_CENTRE, T_ROLES_ORG }, { ROLE_LIAISON, ORG_MINISTRY, T_NONE }, { ROLE_LIAISON, ORG_SECURITY_MINISTRY, T_NONE },
		{ ROLE_LIAISON, ORG_CEPTOAR, T_ROLES_ORG }, { ROLE_REPORTER | ROLE_APPROVER | ROLE_ORG_ADMIN, ORG_OPERATOR, T_NONE },
		{ ROLE_PLATFORM, ORG_CENTRE, T_NONE }, { ROLE_PLATFORM, ORG_OPERATOR, T_ROLES_ORG }, { ROLE_PLATFORM | ROLE_ANALYST, ORG_CENTRE, T_ROLES_PLATFORM },
		{ ROLE_PLATFORM | ROLE_AUDITOR, ORG_CENTRE, T_NONE }, { 0, ORG_CENTRE, T_FIELD_TOO_FEW }, { 1024, ORG_CENTRE, T_ROLES_ORG },
		{ ROLE_REPORTER, 0, T_ROLES_ORG }, { ROLE_REPORTER, 99, T_ROLES_ORG },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(roles_fault(rows[i].roles, rows[i].kind), rows[i].why);
	assert_int_equal(role_of_name(S("publisher")), ROLE_PUBLISHER);
	assert_int_equal(role_of_name(S("platform_admin")), ROLE_PLATFORM);
	assert_int_equal(role_of_name(S("king")), 0);
}

static void test_second_factor(void **state)
{
	(void)state;
	for (unsigned role = 1; role <= ROLE_PLATFORM; role <<= 1)
		assert_int_equal(totp_is_mandatory(role), role == ROLE_PUBLISHER || role == ROLE_ORG_ADMIN || role == ROLE_PLATFORM || role == ROLE_AUDITOR);
}

static void test_waiting(void **state)
{
	(void)state;
	for (int64_t n = 0; n < SIGN_IN_FREE; n++)
		assert_int_equal(sign_in_wait_us(n), 0);
	assert_int_equal(sign_in_wait_us(5), 2 * SECOND_US);
	assert_int_equal(sign_in_wait_us(6), 4 * SECOND_US);
	for (int64_t n = 5; n < 2000; n++) {
		assert_true(sign_in_wait_us(n + 1) >= sign_in_wait_us(n));
		assert_true(sign_in_wait_us(n) <= 15 * MINUTE_US);
	}
	assert_int_equal(sign_in_wait_us(INT64_MAX), 15 * MINUTE_US);
	assert_int_equal(sign_in_wait_left_us(5, 100 * SECOND_US, 101 * SECOND_US), SECOND_US);
	assert_int_equal(sign_in_wait_left_us(5, 100 * SECOND_US, 102 * SECOND_US), 0);
	assert_int_equal(sign_in_wait_left_us(5, 100 * DAY_US, 0), 15 * MINUTE_US);
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
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_passwords), cmocka_unit_test(test_password_lengths), cmocka_unit_test(test_logins), cmocka_unit_test(test_roles),
		cmocka_unit_test(test_second_factor), cmocka_unit_test(test_waiting),
	};
	return cmocka_run_group_tests(tests, open_cx, close_cx);
}

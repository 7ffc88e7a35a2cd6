/* Managing accounts: who may touch whom, and what a change ends at once. */
#include "account_support.h"

#include "app/access.h"

static struct account admin, root, reporter, stranger;

static int open_people(void **state)
{
	open_world(state);
	admin = add_account("admin", operator, ROLE_ORG_ADMIN, true);
	root = add_account("root", centre, ROLE_PLATFORM, true);
	reporter = add_account("reporter", operator, ROLE_REPORTER, false);
	stranger = add_account("stranger", other, ROLE_REPORTER, false);
	return 0;
}
#define PEOPLE_TEST(f) cmocka_unit_test_setup_teardown(f, open_people, close_world)

static const struct new_password one_time = { { "x", 1 }, { "y", 1 } };

static enum status add(const char *login, struct uuid org, int *roles, size_t n, struct account *ret)
{
	struct account_input in = { .login = str_of(login), .ja = S("新"), .en = S("New"), .org = org, .roles = { roles, n } };
	return account_add(&t.cx, &in, &one_time, ret);
}

static enum status change(struct uuid id, int64_t version, unsigned roles, int state)
{
	int list[10];
	size_t n = 0;
	for (int bit = 0; bit < 10; bit++)
		if (roles & (1u << bit))
			list[n++] = bit + 1;
	struct account a;
	struct account_input in = { .roles = { list, n }, .state = state, .present = (roles ? 4u : 0u) | (state ? 8u : 0u) };
	return account_change(&t.cx, id, version, &in, &a);
}

static void denied(enum status got, enum status wanted, enum text why)
{
	assert_int_equal(got, wanted);
	assert_int_equal(t.problem.n_fields ? t.problem.fields[0].why : t.problem.why, why);
	test_forget(&t);
}

enum { R_REPORTER = 1, R_APPROVER, R_OFFICER, R_LIAISON, R_ANALYST, R_PUBLISHER, R_DRILL, R_ORG_ADMIN, R_AUDITOR, R_PLATFORM };    /* as field choices */

static void test_org_admin_adds_at_home(void **state)
{
	(void)state;
	struct account a;
	t.cx.actor = actor_of(&admin);
	assert_ok(&t, add("new.person", (struct uuid){ { 0 } }, (int[]){ R_REPORTER, R_APPROVER }, 2, &a));
	assert_true(uuid_eq(a.org, operator));
	assert_int_equal(a.state, ACCOUNT_MUST_CHANGE);
	assert_int_equal(a.roles, ROLE_REPORTER | ROLE_APPROVER);
	assert_int_equal(journaled(S("account.add")), 5);
	denied(add("new.person", operator, (int[]){ R_REPORTER }, 1, &a), E_INVALID, T_LOGIN_TAKEN);
	denied(add("New.Person", operator, (int[]){ R_REPORTER }, 1, &a), E_INVALID, T_LOGIN_TAKEN);
	denied(add("a/b", operator, (int[]){ R_REPORTER }, 1, &a), E_INVALID, T_LOGIN_FORM);
	denied(add("other", other, (int[]){ R_REPORTER }, 1, &a), E_DENIED, T_DENIED);
	denied(add("other", operator, (int[]){ R_PUBLISHER }, 1, &a), E_INVALID, T_ROLES_ORG);
	denied(add("other", operator, (int[]){ R_PLATFORM }, 1, &a), E_DENIED, T_DENIED);
	denied(add("other", operator, NULL, 0, &a), E_INVALID, T_FIELD_TOO_FEW);
	t.cx.actor = actor_of(&reporter);
	denied(add("other", operator, (int[]){ R_REPORTER }, 1, &a), E_DENIED, T_DENIED);
	t.cx.actor = NULL;
	denied(add("other", operator, (int[]){ R_REPORTER }, 1, &a), E_LOGIN, T_LOGIN_NEEDED);
}

static void test_platform_admin_adds_anywhere(void **state)
{
	(void)state;
	struct account a;
	t.cx.actor = actor_of(&root);
	assert_ok(&t, add("far.admin", other, (int[]){ R_ORG_ADMIN }, 1, &a));
	assert_ok(&t, add("second.root", centre, (int[]){ R_PLATFORM }, 1, &a));
	denied(add("mixed", centre, (int[]){ R_PLATFORM, R_ANALYST }, 2, &a), E_INVALID, T_ROLES_PLATFORM);
	denied(add("nowhere", (struct uuid){ { 1 } }, (int[]){ R_REPORTER }, 1, &a), E_INVALID, T_MISSING);
}

static void test_listing(void **state)
{
	(void)state;
	struct account_page page;
	t.cx.actor = actor_of(&admin);
	assert_ok(&t, account_list(&t.cx, NO_STR, 50, &page));
	assert_int_equal(page.rows.n, 2);
	assert_str(page.rows.p[0].login, "admin");
	assert_true(page.rows.p[0].password.n == 0 && page.rows.p[0].totp.n == 0);
	t.cx.actor = actor_of(&root);
	assert_ok(&t, account_list(&t.cx, NO_STR, 3, &page));
	assert_int_equal(page.rows.n, 3);
	assert_str(page.next, "root");
	assert_ok(&t, account_list(&t.cx, page.next, 3, &page));
	assert_int_equal(page.rows.n, 1);
	assert_true(page.next.n == 0);
	t.cx.actor = actor_of(&reporter);
	denied(account_list(&t.cx, NO_STR, 3, &page), E_DENIED, T_DENIED);
	struct account a;
	t.cx.actor = actor_of(&admin);
	denied(account_get(&t.cx, stranger.id, &a), E_MISSING, T_MISSING);
	denied(account_get(&t.cx, root.id, &a), E_MISSING, T_MISSING);
}

static void test_changes(void **state)
{
	(void)state;
	t.cx.actor = actor_of(&admin);
	assert_ok(&t, change(reporter.id, 1, ROLE_REPORTER | ROLE_APPROVER, 0));
	denied(change(reporter.id, 1, ROLE_REPORTER, 0), E_STALE, T_STALE);
	assert_ok(&t, change(reporter.id, 2, ROLE_REPORTER, 0));
	denied(change(stranger.id, 1, ROLE_APPROVER, 0), E_MISSING, T_MISSING);
	denied(change(admin.id, 1, ROLE_ORG_ADMIN | ROLE_REPORTER, 0), E_DENIED, T_ACCOUNT_SELF);
	denied(change(admin.id, 1, 0, ACCOUNT_DISABLED), E_DENIED, T_ACCOUNT_SELF);
	denied(change(reporter.id, 3, ROLE_PLATFORM, 0), E_DENIED, T_DENIED);
	denied(change(reporter.id, 3, ROLE_ANALYST, 0), E_INVALID, T_ROLES_ORG);
	assert_ok(&t, change(admin.id, 1, ROLE_ORG_ADMIN, ACCOUNT_ACTIVE));       /* says what is so already */
	t.cx.actor = actor_of(&root);
	denied(change(root.id, 1, 0, ACCOUNT_DISABLED), E_DENIED, T_ACCOUNT_SELF);
}

static void test_org_admin_at_the_centre_leaves_platform_admins_alone(void **state)
{
	(void)state;
	struct account centre_admin = add_account("centre.admin", centre, ROLE_ORG_ADMIN, true);
	t.cx.actor = actor_of(&centre_admin);
	denied(change(root.id, 1, 0, ACCOUNT_DISABLED), E_DENIED, T_DENIED);
	denied(account_reset(&t.cx, root.id, &one_time), E_DENIED, T_DENIED);
	denied(account_totp_off(&t.cx, root.id), E_DENIED, T_DENIED);
}

static void test_disabling_ends_everything(void **state)
{
	(void)state;
	struct signed_in r = enter("reporter");
	struct token token;
	struct str secret;
	struct session s;
	t.cx.actor = &r.session.actor;
	assert_ok(&t, token_add(&t.cx, &(struct token_input){ .name = S("script"), .scope = TOKEN_WRITE }, &token, &secret));
	assert_ok(&t, token_find(&t.cx, secret, S("192.0.2.1"), &s));
	t.cx.actor = actor_of(&admin);
	assert_ok(&t, change(reporter.id, 1, 0, ACCOUNT_DISABLED));
	assert_false(lives(r.cookie));
	denied(token_find(&t.cx, secret, S("192.0.2.1"), &s), E_LOGIN, T_LOGIN_NEEDED);
	assert_int_equal(try_sign_in("reporter", PASSWORD, NO_STR, "192.0.2.1").why, T_LOGIN_FAILED);
	t.cx.actor = actor_of(&admin);
	denied(account_reset(&t.cx, reporter.id, &one_time), E_CONFLICT, T_STATE);
	assert_ok(&t, change(reporter.id, 2, 0, ACCOUNT_ACTIVE));
	/* Back again: with the password, but what was signed in stays out. */
	assert_false(lives(r.cookie));
	denied(token_find(&t.cx, secret, S("192.0.2.1"), &s), E_LOGIN, T_LOGIN_NEEDED);
	assert_int_equal(try_sign_in("reporter", PASSWORD, NO_STR, "192.0.2.1").status, OK);
	assert_int_equal(journaled(S("account.disable")), 1);
	assert_int_equal(journaled(S("account.enable")), 1);
}

static void test_reset(void **state)
{
	(void)state;
	struct signed_in r = enter("reporter");
	struct new_password made, second;
	assert_ok(&t, password_new(&t.cx, &made));
	assert_ok(&t, password_new(&t.cx, &second));
	assert_int_equal(made.plain.n, 19);
	assert_false(str_eq(made.plain, second.plain));
	int64_t bound;
	assert_int_equal(password_fault(&t.cx, S("reporter"), made.plain, &bound), T_NONE);
	t.cx.actor = actor_of(&admin);
	assert_ok(&t, account_reset(&t.cx, reporter.id, &made));
	assert_false(lives(r.cookie));
	assert_int_equal(try_sign_in("reporter", PASSWORD, NO_STR, "192.0.2.1").why, T_LOGIN_FAILED);
	struct signed_in again = try_sign_in("reporter", str_terminated(t.mem, made.plain), NO_STR, "192.0.2.1");
	assert_int_equal(again.status, OK);
	assert_int_equal(again.session.level, SESSION_PASSWORD);
	t.cx.actor = actor_of(&admin);
	denied(change(reporter.id, 2, 0, ACCOUNT_ACTIVE), E_INVALID, T_FIELD_CHOICE);
	denied(account_reset(&t.cx, admin.id, &made), E_DENIED, T_ACCOUNT_SELF);
	denied(account_totp_off(&t.cx, admin.id), E_DENIED, T_ACCOUNT_SELF);
	denied(account_reset(&t.cx, stranger.id, &made), E_MISSING, T_MISSING);
}

static void test_totp_off(void **state)
{
	(void)state;
	struct account second = add_account("second.admin", operator, ROLE_ORG_ADMIN, true);
	struct signed_in r = try_sign_in("second.admin", PASSWORD, code_now(), "192.0.2.1");
	assert_int_equal(r.status, OK);
	t.cx.actor = actor_of(&admin);
	assert_ok(&t, account_totp_off(&t.cx, second.id));
	assert_false(lives(r.cookie));
	r = try_sign_in("second.admin", PASSWORD, NO_STR, "192.0.2.1");
	assert_int_equal(r.session.level, SESSION_ENROL);
}

static void test_demo_code(void **state)
{
	(void)state;
	struct str code;
	assert_ok(&t, account_demo_code(&t.cx, &secret_key, S("admin"), &code));
	assert_true(str_eq(code, code_now()));
	assert_int_equal(account_demo_code(&t.cx, &secret_key, S("reporter"), &code), E_CONFLICT);
	test_forget(&t);
	assert_ok(&t, db_exec(&t.cx, "update account set demo = 0", NO_ARGS));
	assert_int_equal(account_demo_code(&t.cx, &secret_key, S("admin"), &code), E_DENIED);
	test_forget(&t);
}

static void test_me(void **state)
{
	(void)state;
	t.cx.actor = actor_of(&reporter);
	struct account a;
	assert_ok(&t, me_change(&t.cx, &(struct me_input){ .lang = 2, .en = S("Taro"), .present = 5 }));
	assert_ok(&t, me_get(&t.cx, &a));
	assert_str(a.en, "Taro");
	assert_str(a.ja, "試験");
	assert_int_equal(a.lang, LANG_EN);
	assert_int_equal(a.roles, ROLE_REPORTER);
	t.cx.actor = NULL;
	denied(me_get(&t.cx, &a), E_LOGIN, T_LOGIN_NEEDED);
}

static void test_access(void **state)
{
	(void)state;
	struct actor actor = { .roles = ROLE_PLATFORM | ROLE_ORG_ADMIN | ROLE_AUDITOR, .org_kind = ORG_CENTRE };
	t.cx.actor = &actor;
	denied(need_content(&t.cx), E_DENIED, T_DENIED);
	assert_ok(&t, need_role(&t.cx, MAY_ADMIN_PLATFORM));
	for (unsigned role = ROLE_REPORTER; role <= ROLE_DRILL; role <<= 1) {
		actor.roles = role;
		assert_ok(&t, need_content(&t.cx));
	}
	t.cx.actor = NULL;
	denied(need_content(&t.cx), E_LOGIN, T_LOGIN_NEEDED);
	/* An operator's approver closes the org's reports but approves no advisory. */
	actor = (struct actor){ .roles = ROLE_APPROVER, .org_kind = ORG_OPERATOR };
	for (size_t i = 0; i < n_permissions; i++)
		if (str_starts(permissions[i].name, S("advisory.")))
			assert_false(permission_held(&permissions[i], &actor));
	actor.org_kind = ORG_CENTRE;
	size_t held = 0;
	for (size_t i = 0; i < n_permissions; i++)
		held += permission_held(&permissions[i], &actor) && str_eq(permissions[i].name, S("advisory.approve"));
	assert_int_equal(held, 1);
	for (size_t i = 0; i < n_permissions; i++)                /* the centre has nobody to report to */
		if (str_eq(permissions[i].name, S("report.write")))
			assert_false(permission_held(&permissions[i], &actor));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PEOPLE_TEST(test_org_admin_adds_at_home), PEOPLE_TEST(test_platform_admin_adds_anywhere), PEOPLE_TEST(test_listing),
		PEOPLE_TEST(test_changes), PEOPLE_TEST(test_org_admin_at_the_centre_leaves_platform_admins_alone),
		PEOPLE_TEST(test_disabling_ends_everything), PEOPLE_TEST(test_reset), PEOPLE_TEST(test_totp_off), PEOPLE_TEST(test_demo_code),
		PEOPLE_TEST(test_me), PEOPLE_TEST(test_access),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

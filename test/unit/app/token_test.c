/* Tokens: shown once, found by what is sent, only from where they may be used, until they end. */
#include "account_support.h"

static struct account reporter;

static int open_people(void **state)
{
	open_world(state);
	reporter = add_account("reporter", operator, ROLE_REPORTER, false);
	t.cx.actor = actor_of(&reporter);
	return 0;
}
#define TOKEN_TEST(f) cmocka_unit_test_setup_teardown(f, open_people, close_world)

static struct str make(struct token_input in, struct token *ret)
{
	struct str secret;
	in.name = S("script");
	assert_ok(&t, token_add(&t.cx, &in, ret, &secret));
	return secret;
}

static bool opens(struct str secret, const char *peer)
{
	struct session s;
	enum status status = token_find(&t.cx, secret, str_of(peer), &s);
	if (status != OK) {
		assert_int_equal(status, E_LOGIN);
		assert_int_equal(t.problem.why, T_LOGIN_NEEDED);
	}
	test_forget(&t);
	return status == OK;
}

static void test_found(void **state)
{
	(void)state;
	struct token token;
	struct session s;
	struct str secret = make((struct token_input){ .scope = TOKEN_READ }, &token);
	assert_int_equal(secret.n, 47);
	assert_true(str_starts(secret, S("nrs_")));
	assert_ok(&t, token_find(&t.cx, secret, S("192.0.2.1"), &s));
	assert_true(uuid_eq(s.actor.user, reporter.id) && uuid_eq(s.actor.org, operator) && uuid_eq(s.actor.token, token.id));
	assert_true(s.by_token && s.read_only && s.level == SESSION_FULL && s.actor.roles == ROLE_REPORTER);
	assert_true(session_csrf_matches(&s, NO_STR));
	secret = make((struct token_input){ .scope = TOKEN_WRITE }, &token);
	assert_ok(&t, token_find(&t.cx, secret, S("192.0.2.1"), &s));
	assert_false(s.read_only);
	assert_int_equal(journaled(S("token.add")), 2);
	char wrong[47];
	memcpy(wrong, secret.p, 47);
	wrong[20] = (char)(wrong[20] ^ 1);
	assert_false(opens((struct str){ wrong, 47 }, "192.0.2.1"));
	assert_false(opens((struct str){ secret.p, 46 }, "192.0.2.1"));
	assert_false(opens(NO_STR, "192.0.2.1"));
	assert_false(opens(S("nrs_"), "192.0.2.1"));
	/* A token is no cookie, a digest is no token. */
	assert_int_equal(session_find(&t.cx, secret, &s), E_LOGIN);
	test_forget(&t);
}

static void test_addresses(void **state)
{
	(void)state;
	struct token token;
	struct str secret = make((struct token_input){ .scope = TOKEN_READ, .addresses = S("192.0.2.0/24, 2001:db8::/32") }, &token);
	assert_true(opens(secret, "192.0.2.77"));
	assert_true(opens(secret, "::ffff:192.0.2.77"));
	assert_true(opens(secret, "2001:db8:1::1"));
	assert_false(opens(secret, "192.0.3.1"));
	assert_false(opens(secret, "2001:db9::1"));
	assert_false(opens(secret, ""));
	struct str none;
	assert_int_equal(token_add(&t.cx, &(struct token_input){ .name = S("x"), .scope = TOKEN_READ, .addresses = S("192.0.2.7/24") }, &token, &none), E_INVALID);
	assert_int_equal(t.problem.fields[0].why, T_ADDRESS_LIST);
	test_forget(&t);
}

static void test_expiry(void **state)
{
	(void)state;
	struct token token;
	struct str none, secret = make((struct token_input){ .scope = TOKEN_READ, .expires_us = t.cx.now_us + HOUR_US }, &token);
	assert_true(opens(secret, "192.0.2.1"));
	assert_int_equal(token_add(&t.cx, &(struct token_input){ .name = S("x"), .scope = TOKEN_READ, .expires_us = t.cx.now_us }, &token, &none), E_INVALID);
	assert_int_equal(t.problem.fields[0].why, T_TOKEN_EXPIRY);
	test_forget(&t);
	t.cx.now_us += HOUR_US;
	assert_false(opens(secret, "192.0.2.1"));
}

static void test_use_is_noted_once_a_minute(void **state)
{
	(void)state;
	struct token token;
	struct session s;
	struct str secret = make((struct token_input){ .scope = TOKEN_READ }, &token);
	assert_ok(&t, token_find(&t.cx, secret, S("192.0.2.1"), &s));
	assert_true(s.touch_due);
	assert_ok(&t, session_touch(&t.cx, &rules, &s));
	t.cx.now_us += MINUTE_US - 1;
	assert_ok(&t, token_find(&t.cx, secret, S("192.0.2.1"), &s));
	assert_false(s.touch_due);
	t.cx.now_us += 1;
	assert_ok(&t, token_find(&t.cx, secret, S("192.0.2.1"), &s));
	assert_true(s.touch_due);
}

static void test_revoking(void **state)
{
	(void)state;
	struct token token, second;
	struct token_page page;
	struct str secret = make((struct token_input){ .scope = TOKEN_READ }, &token);
	struct str kept = make((struct token_input){ .scope = TOKEN_READ }, &second);
	struct account colleague = add_account("colleague", operator, ROLE_REPORTER, false);
	struct account admin = add_account("admin", operator, ROLE_ORG_ADMIN, true);
	struct account stranger = add_account("stranger", other, ROLE_ORG_ADMIN, true);
	t.cx.actor = actor_of(&colleague);
	assert_int_equal(token_revoke(&t.cx, token.id), E_MISSING);
	test_forget(&t);
	assert_ok(&t, token_list(&t.cx, (struct uuid){ { 0 } }, 50, &page));
	assert_int_equal(page.rows.n, 0);
	t.cx.actor = actor_of(&stranger);
	assert_int_equal(token_revoke(&t.cx, token.id), E_MISSING);
	test_forget(&t);
	assert_true(opens(secret, "192.0.2.1"));
	t.cx.actor = actor_of(&admin);
	assert_ok(&t, token_list(&t.cx, (struct uuid){ { 0 } }, 1, &page));
	assert_int_equal(page.rows.n, 1);
	assert_true(uuid_eq(page.rows.p[0].id, second.id) && uuid_eq(page.next, second.id));
	assert_str(page.rows.p[0].login, "reporter");
	assert_ok(&t, token_list(&t.cx, page.next, 1, &page));
	assert_true(page.rows.n == 1 && uuid_is_none(page.next));
	assert_ok(&t, token_revoke(&t.cx, token.id));
	assert_false(opens(secret, "192.0.2.1"));
	assert_true(opens(kept, "192.0.2.1"));
	assert_int_equal(token_revoke(&t.cx, token.id), E_MISSING);
	test_forget(&t);
	t.cx.actor = actor_of(&reporter);
	assert_ok(&t, token_revoke(&t.cx, second.id));
	assert_false(opens(kept, "192.0.2.1"));
	assert_int_equal(journaled(S("token.revoke")), 2);
}

static void test_who_may_make_one(void **state)
{
	(void)state;
	struct token token;
	struct str none;
	struct token_input in = { .name = S("x"), .scope = TOKEN_READ };
	struct account root = add_account("root", centre, ROLE_PLATFORM, true);
	t.cx.actor = actor_of(&root);
	assert_int_equal(token_add(&t.cx, &in, &token, &none), E_DENIED);
	test_forget(&t);
	/* A token makes no tokens. */
	struct actor *program = actor_of(&reporter);
	program->token = (struct uuid){ { 1 } };
	t.cx.actor = program;
	assert_int_equal(token_add(&t.cx, &in, &token, &none), E_DENIED);
	test_forget(&t);
	struct totp_offer offer;
	assert_int_equal(me_totp_begin(&t.cx, &rules, &offer), E_DENIED);
	test_forget(&t);
	t.cx.actor = actor_of(&reporter);
	for (int i = 0; i < TOKENS_PER_ACCOUNT; i++)
		make(in, &token);
	assert_int_equal(token_add(&t.cx, &in, &token, &none), E_LIMIT);
	test_forget(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TOKEN_TEST(test_found), TOKEN_TEST(test_addresses), TOKEN_TEST(test_expiry), TOKEN_TEST(test_use_is_noted_once_a_minute),
		TOKEN_TEST(test_revoking), TOKEN_TEST(test_who_may_make_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

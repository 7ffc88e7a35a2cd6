/* Signing in: who may, what is told, how failures wait, second factors, ends of sessions. */
#include "account_support.h"

#include <sodium.h>
#include <time.h>

static void test_sign_in(void **state)
{
	(void)state;
	struct account a = add_account("reporter", operator, ROLE_REPORTER, false);
	struct signed_in r = enter("reporter");
	assert_true(uuid_eq(r.session.account, a.id) && uuid_eq(r.session.actor.user, a.id) && uuid_eq(r.session.actor.org, operator));
	assert_int_equal(r.session.actor.roles, ROLE_REPORTER);
	assert_int_equal(r.session.actor.org_kind, ORG_OPERATOR);
	assert_int_equal(r.session.level, SESSION_FULL);
	assert_false(r.session.by_token || r.session.read_only || r.session.touch_due);
	assert_int_equal(r.cookie.n, 43);
	assert_int_equal(journaled(S("session.start")), 1);
	/* The store has only the digest of the cookie. */
	int64_t n;
	assert_ok(&t, db_one(&t.cx, "select count(*) from session where id = $1", ARGS(db_bytes(r.session.id, 32)), fill_int, &n));
	assert_int_equal(n, 1);
	/* A login is folded as people type it: full-width, capitals, blanks around. */
	assert_int_equal(try_sign_in(" Ｒeporter ", PASSWORD, NO_STR, "192.0.2.1").status, OK);
	/* Every sign-in has a cookie and a CSRF token of its own. */
	struct signed_in again = enter("reporter");
	assert_false(str_eq(again.cookie, r.cookie));
	assert_memory_not_equal(again.session.csrf, r.session.csrf, 32);
}

static void test_unknown_and_wrong_look_the_same(void **state)
{
	(void)state;
	struct account a = add_account("reporter", operator, ROLE_REPORTER, false);
	struct account off = add_account("disabled", operator, ROLE_REPORTER, false);
	assert_ok(&t, db_exec(&t.cx, "update account set state = 2 where id = $1", ARGS(db_uuid(off.id))));
	static const struct { const char *login, *password; } rows[] = {
		{ "nobody", PASSWORD }, { "reporter", "wrong" }, { "disabled", PASSWORD }, { "", "" }, { "' or 1=1 --", "x" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct signed_in r = try_sign_in(rows[i].login, rows[i].password, NO_STR, "192.0.2.7");
		assert_int_equal(r.status, E_LOGIN);
		assert_int_equal(r.why, T_LOGIN_FAILED);
		assert_ok(&t, db_exec(&t.cx, "delete from sign_in_failure", NO_ARGS));
	}
	assert_int_equal(journaled(S("session.fail")), 5);
	int64_t named;
	assert_ok(&t, db_one(&t.cx, "select count(*) from journal where verb = 'session.fail' and object = $1", ARGS(db_uuid(a.id)), fill_int, &named));
	assert_int_equal(named, 1);
}

static int64_t worked_us(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return ts.tv_sec * SECOND_US + ts.tv_nsec / 1000;
}

/* What is not in the database takes as long as what is: both hash once. By the processor's time, and coarse: a busy machine must not fail it. */
static void test_unknown_takes_as_long(void **state)
{
	(void)state;
	add_account("reporter", operator, ROLE_REPORTER, false);
	int64_t took[2] = { INT64_MAX, INT64_MAX };
	for (int i = 0; i < 12; i++) {
		struct sign_in_input in = { i % 2 ? S("reporter") : S("nobody"), S("wrong password"), NO_STR, S("192.0.2.7") };
		struct sign_in_check check;
		int64_t start = worked_us();
		assert_ok(&t, sign_in_check(&t.cx, &in, &check));
		int64_t took_us = worked_us() - start;
		test_forget(&t);
		took[i % 2] = took_us < took[i % 2] ? took_us : took[i % 2];
	}
	assert_true(took[0] > took[1] / 3 && took[1] > took[0] / 3);
}

static void test_waiting_grows_and_ends(void **state)
{
	(void)state;
	add_account("reporter", operator, ROLE_REPORTER, false);
	struct signed_in r;
	for (int i = 0; i < SIGN_IN_FREE; i++) {
		r = try_sign_in("reporter", "wrong", NO_STR, "192.0.2.1");
		assert_int_equal(r.why, T_LOGIN_FAILED);
	}
	int64_t wait = 0;
	for (int i = 0; i < 12; i++) {                          /* even the right password waits; and each wait is longer */
		r = try_sign_in("reporter", PASSWORD, NO_STR, "203.0.113.1");
		assert_int_equal(r.status, E_RATE);
		assert_int_equal(r.why, T_LOGIN_WAIT);
		assert_true(r.wait_s >= wait && r.wait_s <= 15 * 60);
		wait = r.wait_s;
		t.cx.now_us += r.wait_s * SECOND_US;
		assert_int_equal(try_sign_in("reporter", "wrong", NO_STR, "192.0.2.1").why, T_LOGIN_FAILED);
	}
	assert_int_equal(wait, 15 * 60);
	t.cx.now_us += 15 * MINUTE_US;
	assert_int_equal(try_sign_in("reporter", PASSWORD, NO_STR, "192.0.2.1").status, OK);
	/* Success forgot the failures. */
	assert_int_equal(try_sign_in("reporter", "wrong", NO_STR, "192.0.2.1").why, T_LOGIN_FAILED);
	assert_int_equal(try_sign_in("reporter", PASSWORD, NO_STR, "192.0.2.1").status, OK);
}

static void test_failures_are_forgotten_after_a_day(void **state)
{
	(void)state;
	add_account("reporter", operator, ROLE_REPORTER, false);
	for (int i = 0; i < SIGN_IN_FREE - 1; i++)
		assert_int_equal(try_sign_in("reporter", "wrong", NO_STR, "192.0.2.1").why, T_LOGIN_FAILED);
	t.cx.now_us += SIGN_IN_FORGET_US + 1;
	for (int i = 0; i < SIGN_IN_FREE; i++)
		assert_int_equal(try_sign_in("reporter", "wrong", NO_STR, "192.0.2.1").why, T_LOGIN_FAILED);
	assert_int_equal(try_sign_in("reporter", PASSWORD, NO_STR, "192.0.2.1").status, E_RATE);
}

static void test_address_waits_across_logins(void **state)
{
	(void)state;
	add_account("reporter", operator, ROLE_REPORTER, false);
	static const char *const logins[] = { "a1", "b1", "c1", "d1", "e1" };
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(try_sign_in(logins[i], "wrong", NO_STR, "2001:db8:0:1::1").why, T_LOGIN_FAILED);
	assert_int_equal(try_sign_in("reporter", PASSWORD, NO_STR, "2001:db8:0:1::2").status, E_RATE);
	assert_int_equal(try_sign_in("reporter", PASSWORD, NO_STR, "2001:db8:0:2::1").status, OK);
}

static void test_many_attempts_at_once(void **state)
{
	(void)state;
	/* A hundred guesses checked before the first was counted: the writer takes them one by one and stops at the limit. */
	add_account("reporter", operator, ROLE_REPORTER, false);
	struct sign_in_input in = { S("reporter"), S("wrong"), NO_STR, S("192.0.2.1") };
	struct sign_in_check check;
	struct session session;
	struct str cookie;
	assert_ok(&t, sign_in_check(&t.cx, &in, &check));
	int looked_at = 0;
	for (int i = 0; i < 100; i++) {
		test_forget(&t);
		looked_at += sign_in(&t.cx, &rules, &in, &check, &session, &cookie) == E_LOGIN;
	}
	test_forget(&t);
	assert_int_equal(looked_at, SIGN_IN_FREE);
}

static void test_password_changed_between_check_and_sign_in(void **state)
{
	(void)state;
	struct account a = add_account("reporter", operator, ROLE_REPORTER, false);
	struct sign_in_input in = { S("reporter"), S(PASSWORD), NO_STR, S("192.0.2.1") };
	struct sign_in_check check;
	struct session session;
	struct str cookie;
	assert_ok(&t, sign_in_check(&t.cx, &in, &check));
	assert_true(check.right);
	assert_ok(&t, account_row_password(&t.cx, a.id, S("another hash"), ACCOUNT_ACTIVE));
	assert_int_equal(sign_in(&t.cx, &rules, &in, &check, &session, &cookie), E_LOGIN);
	test_forget(&t);
}

/* A hash made when machines were slower is made anew by the way, and the password stays. */
static void test_weak_hash_is_renewed(void **state)
{
	(void)state;
	char weak[crypto_pwhash_STRBYTES];
	struct account a = add_account("reporter", operator, ROLE_REPORTER, false);
	assert_int_equal(crypto_pwhash_str(weak, PASSWORD, sizeof PASSWORD - 1, crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN), 0);
	assert_true(password_is_weak_hash(str_of(weak)));
	assert_ok(&t, account_row_password(&t.cx, a.id, str_of(weak), ACCOUNT_ACTIVE));
	enter("reporter");
	assert_ok(&t, account_row_get(&t.cx, a.id, &a));
	assert_false(password_is_weak_hash(a.password));
	enter("reporter");
}

static void test_second_factor(void **state)
{
	(void)state;
	add_account("publisher", centre, ROLE_PUBLISHER, true);
	struct signed_in r = try_sign_in("publisher", PASSWORD, NO_STR, "192.0.2.1");
	assert_int_equal(r.status, E_LOGIN);
	assert_int_equal(r.why, T_LOGIN_CODE);
	assert_int_equal(try_sign_in("publisher", "wrong", code_now(), "192.0.2.1").why, T_LOGIN_FAILED);
	assert_int_equal(try_sign_in("publisher", PASSWORD, S("000000"), "192.0.2.1").why, T_LOGIN_CODE);
	r = try_sign_in("publisher", PASSWORD, code_now(), "192.0.2.1");
	assert_int_equal(r.status, OK);
	assert_int_equal(r.session.level, SESSION_FULL);
	/* The same code once more, and the one before it, are refused; the next one works. */
	assert_int_equal(try_sign_in("publisher", PASSWORD, code_now(), "192.0.2.1").why, T_LOGIN_CODE);
	t.cx.now_us -= TOTP_STEP_US;
	struct str before = code_now();
	t.cx.now_us += TOTP_STEP_US;
	assert_int_equal(try_sign_in("publisher", PASSWORD, before, "192.0.2.1").why, T_LOGIN_CODE);
	t.cx.now_us += TOTP_STEP_US;
	assert_int_equal(try_sign_in("publisher", PASSWORD, code_now(), "192.0.2.1").status, OK);
}

static void test_wrong_codes_wait(void **state)
{
	(void)state;
	add_account("publisher", centre, ROLE_PUBLISHER, true);
	for (int i = 0; i < SIGN_IN_FREE; i++)
		assert_int_equal(try_sign_in("publisher", PASSWORD, S("000000"), "192.0.2.1").why, T_LOGIN_CODE);
	assert_int_equal(try_sign_in("publisher", PASSWORD, code_now(), "192.0.2.1").status, E_RATE);
	/* Asking without a code, as the sign-in page does at first, is no failure. */
	add_account("auditor", centre, ROLE_AUDITOR, true);
	for (int i = 0; i < 10; i++)
		assert_int_equal(try_sign_in("auditor", PASSWORD, NO_STR, "198.51.100.1").why, T_LOGIN_CODE);
	assert_int_equal(try_sign_in("auditor", PASSWORD, code_now(), "198.51.100.1").status, OK);
}

static void test_without_the_secret_key(void **state)
{
	(void)state;
	add_account("publisher", centre, ROLE_PUBLISHER, true);
	rules.secret = NULL;
	assert_int_equal(try_sign_in("publisher", PASSWORD, code_now(), "192.0.2.1").status, E_REMOTE);
	struct secret_key wrong;
	secret_key_new(&wrong);
	rules.secret = &wrong;
	assert_int_equal(try_sign_in("publisher", PASSWORD, code_now(), "192.0.2.1").status, E_REMOTE);
}

static void test_level_enrol(void **state)
{
	(void)state;
	add_account("publisher", centre, ROLE_PUBLISHER, false);
	struct signed_in r = enter("publisher"), elsewhere = enter("publisher");
	assert_int_equal(r.session.level, SESSION_ENROL);
	t.cx.actor = &r.session.actor;
	struct str cookie;
	assert_int_equal(me_totp_confirm(&t.cx, &rules, &r.session, S("123456"), &cookie), E_CONFLICT);
	test_forget(&t);
	struct totp_offer offer;
	assert_ok(&t, me_totp_begin(&t.cx, &rules, &offer));
	assert_int_equal(offer.secret.n, 32);
	assert_true(str_starts(offer.uri, S("otpauth://totp/Noroshi:publisher?secret=")));
	assert_int_equal(me_totp_confirm(&t.cx, &rules, &r.session, S("000000"), &cookie), E_INVALID);
	test_forget(&t);
	struct account a;
	struct bytes plain;
	assert_ok(&t, account_row_get(&t.cx, r.session.account, &a));
	assert_true(secret_open(t.mem, &secret_key, a.totp, &plain));
	assert_true(str_eq(totp_base32(t.mem, plain), offer.secret));
	char code[TOTP_DIGITS];
	totp_code(plain, t.cx.now_us / TOTP_STEP_US, code);
	assert_ok(&t, me_totp_confirm(&t.cx, &rules, &r.session, (struct str){ code, TOTP_DIGITS }, &cookie));
	/* A new cookie with all rights and the same CSRF token; the old cookie and sessions elsewhere are gone. */
	struct session s;
	assert_ok(&t, session_find(&t.cx, cookie, &s));
	assert_int_equal(s.level, SESSION_FULL);
	assert_memory_equal(s.csrf, r.session.csrf, 32);
	assert_false(lives(r.cookie));
	assert_false(lives(elsewhere.cookie));
	/* The code that confirmed is used up. */
	assert_int_equal(try_sign_in("publisher", PASSWORD, (struct str){ code, TOTP_DIGITS }, "192.0.2.1").why, T_LOGIN_CODE);
	/* And it cannot be removed by one's own hand. */
	t.cx.actor = &s.actor;
	struct password_again again = { .in = { .login = S("publisher") } };
	assert_int_equal(me_totp_remove(&t.cx, &s, &again, &cookie), E_DENIED);
	assert_int_equal(t.problem.why, T_MFA_MANDATORY);
	test_forget(&t);
}

static void test_role_given_later_asks_for_a_second_factor(void **state)
{
	(void)state;
	struct account a = add_account("analyst", centre, ROLE_ANALYST, false);
	struct signed_in r = enter("analyst");
	assert_int_equal(r.session.level, SESSION_FULL);
	assert_ok(&t, db_exec(&t.cx, "update account set roles = $1 where id = $2", ARGS(db_int(ROLE_ANALYST | ROLE_PUBLISHER), db_uuid(a.id))));
	struct session s;
	assert_ok(&t, session_find(&t.cx, r.cookie, &s));
	assert_int_equal(s.level, SESSION_ENROL);
	assert_int_equal(s.actor.roles, ROLE_ANALYST | ROLE_PUBLISHER);
}

static void test_level_password(void **state)
{
	(void)state;
	struct account a = add_account("reporter", operator, ROLE_REPORTER, false);
	assert_ok(&t, db_exec(&t.cx, "update account set state = 3 where id = $1", ARGS(db_uuid(a.id))));
	struct signed_in r = enter("reporter"), elsewhere = enter("reporter");
	assert_int_equal(r.session.level, SESSION_PASSWORD);
	t.cx.actor = &r.session.actor;
	struct password_again again;
	struct str cookie;
	assert_int_equal(password_again_check(&t.cx, S(PASSWORD), S("short"), S("192.0.2.1"), &again), E_INVALID);
	test_forget(&t);
	assert_int_equal(password_again_check(&t.cx, S(PASSWORD), S(PASSWORD), S("192.0.2.1"), &again), E_INVALID);
	test_forget(&t);
	assert_ok(&t, password_again_check(&t.cx, S("wrong"), S("river-stone-lamp-7"), S("192.0.2.1"), &again));
	assert_int_equal(me_password(&t.cx, &r.session, &again, &cookie), E_INVALID);
	test_forget(&t);
	assert_true(lives(r.cookie));
	assert_ok(&t, password_again_check(&t.cx, S(PASSWORD), S("river-stone-lamp-7"), S("192.0.2.1"), &again));
	assert_ok(&t, me_password(&t.cx, &r.session, &again, &cookie));
	struct session s;
	assert_ok(&t, session_find(&t.cx, cookie, &s));
	assert_int_equal(s.level, SESSION_FULL);
	assert_false(lives(r.cookie));
	assert_false(lives(elsewhere.cookie));
	assert_int_equal(try_sign_in("reporter", PASSWORD, NO_STR, "192.0.2.1").why, T_LOGIN_FAILED);
	assert_int_equal(try_sign_in("reporter", "river-stone-lamp-7", NO_STR, "192.0.2.1").status, OK);
	assert_int_equal(journaled(S("account.password")), 1);
}

static void test_wrong_old_passwords_wait(void **state)
{
	(void)state;
	add_account("reporter", operator, ROLE_REPORTER, false);
	struct session *s = act_as("reporter");
	struct password_again again;
	struct str cookie;
	for (int i = 0; i < SIGN_IN_FREE; i++) {
		assert_ok(&t, password_again_check(&t.cx, S("wrong"), S("river-stone-lamp-7"), S("192.0.2.1"), &again));
		assert_int_equal(me_password(&t.cx, s, &again, &cookie), E_INVALID);
		test_forget(&t);
	}
	assert_int_equal(password_again_check(&t.cx, S(PASSWORD), S("river-stone-lamp-7"), S("192.0.2.1"), &again), E_RATE);
	test_forget(&t);
}

static void test_idle_and_absolute_ends(void **state)
{
	(void)state;
	add_account("reporter", operator, ROLE_REPORTER, false);
	int64_t start = t.cx.now_us;
	struct signed_in r = enter("reporter");
	t.cx.now_us = start + SESSION_IDLE_US - 1;
	assert_true(lives(r.cookie));
	t.cx.now_us = start + SESSION_IDLE_US;
	assert_false(lives(r.cookie));
	/* Used now and then, it lives to the absolute end. */
	t.cx.now_us = start;
	r = enter("reporter");
	for (int64_t at = 0; at < SESSION_ABSOLUTE_US; at += HOUR_US) {
		struct session s;
		t.cx.now_us = start + at;
		assert_ok(&t, session_find(&t.cx, r.cookie, &s));
		assert_int_equal(s.touch_due, at > 0);
		assert_ok(&t, session_touch(&t.cx, &rules, &s));
	}
	t.cx.now_us = start + SESSION_ABSOLUTE_US;
	assert_false(lives(r.cookie));
}

static void test_touch_is_rare(void **state)
{
	(void)state;
	add_account("reporter", operator, ROLE_REPORTER, false);
	struct signed_in r = enter("reporter");
	struct session s;
	t.cx.now_us += 5 * MINUTE_US - 1;
	assert_ok(&t, session_find(&t.cx, r.cookie, &s));
	assert_false(s.touch_due);
	t.cx.now_us += 1;
	assert_ok(&t, session_find(&t.cx, r.cookie, &s));
	assert_true(s.touch_due);
	assert_ok(&t, session_touch(&t.cx, &rules, &s));
	assert_ok(&t, session_find(&t.cx, r.cookie, &s));
	assert_false(s.touch_due);
}

static void test_sign_out_and_listing(void **state)
{
	(void)state;
	add_account("reporter", operator, ROLE_REPORTER, false);
	add_account("colleague", operator, ROLE_REPORTER, false);
	struct signed_in mine = enter("reporter"), phone = enter("reporter"), theirs = enter("colleague");
	t.cx.actor = &mine.session.actor;
	struct session_rows rows;
	assert_ok(&t, session_list(&t.cx, &rows));
	assert_int_equal(rows.n, 2);
	assert_str(rows.p[0].address, "192.0.2.1");
	assert_int_equal(session_end(&t.cx, theirs.session.id), E_MISSING);
	test_forget(&t);
	assert_true(lives(theirs.cookie));
	assert_ok(&t, session_end(&t.cx, phone.session.id));
	assert_false(lives(phone.cookie));
	assert_ok(&t, sign_out(&t.cx, &mine.session));
	assert_false(lives(mine.cookie));
	assert_int_equal(journaled(S("session.end")), 2);
}

static void test_cookies_that_are_none(void **state)
{
	(void)state;
	add_account("reporter", operator, ROLE_REPORTER, false);
	struct signed_in r = enter("reporter");
	assert_false(lives(NO_STR));
	assert_false(lives(S("x")));
	assert_false(lives((struct str){ r.cookie.p, r.cookie.n - 1 }));
	assert_false(lives(S("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")));
	assert_false(lives((struct str){ (const char *)r.session.id, 32 }));
	char other_case[43];
	memcpy(other_case, r.cookie.p, 43);
	other_case[0] = (char)(other_case[0] ^ 1);
	assert_false(lives((struct str){ other_case, 43 }));
}

static void test_csrf(void **state)
{
	(void)state;
	add_account("reporter", operator, ROLE_REPORTER, false);
	struct signed_in r = enter("reporter");
	struct str right = str_base64url(t.mem, r.session.csrf, 32);
	assert_true(session_csrf_matches(&r.session, right));
	assert_false(session_csrf_matches(&r.session, NO_STR));
	assert_false(session_csrf_matches(&r.session, S("")));
	assert_false(session_csrf_matches(&r.session, (struct str){ right.p, 42 }));
	uint8_t wrong[32] = { 0 };
	assert_false(session_csrf_matches(&r.session, str_base64url(t.mem, wrong, 32)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_sign_in), WORLD_TEST(test_unknown_and_wrong_look_the_same), WORLD_TEST(test_unknown_takes_as_long),
		WORLD_TEST(test_waiting_grows_and_ends), WORLD_TEST(test_failures_are_forgotten_after_a_day), WORLD_TEST(test_address_waits_across_logins), WORLD_TEST(test_many_attempts_at_once),
		WORLD_TEST(test_password_changed_between_check_and_sign_in), WORLD_TEST(test_weak_hash_is_renewed), WORLD_TEST(test_second_factor), WORLD_TEST(test_wrong_codes_wait),
		WORLD_TEST(test_without_the_secret_key), WORLD_TEST(test_level_enrol), WORLD_TEST(test_role_given_later_asks_for_a_second_factor),
		WORLD_TEST(test_level_password), WORLD_TEST(test_wrong_old_passwords_wait), WORLD_TEST(test_idle_and_absolute_ends),
		WORLD_TEST(test_touch_is_rare), WORLD_TEST(test_sign_out_and_listing), WORLD_TEST(test_cookies_that_are_none), WORLD_TEST(test_csrf),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

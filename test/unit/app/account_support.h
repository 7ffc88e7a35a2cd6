/* test/unit/app/account_support.h — a store with a centre, an operator, and accounts with a known password, for the tests of
 * sessions, accounts and tokens. */
#ifndef NOROSHI_TEST_ACCOUNT_SUPPORT_H
#define NOROSHI_TEST_ACCOUNT_SUPPORT_H
#include "../support.h"

#include "app/account.h"
#include "app/me.h"
#include "app/session.h"
#include "app/token.h"
#include "model/party.h"
#include "store/account.h"
#include "sys/crypto.h"
#include "sys/totp.h"

#define PASSWORD "blue-tram-lamp-43"
static struct test_store t;
static struct uuid centre, operator, other;
static struct secret_key secret_key;
static struct session_rules rules = { .secret = &secret_key };
static struct str known_hash;                                   /* of PASSWORD; in an arena of its own, made once */
static const uint8_t totp_secret[TOTP_SECRET_BYTES] = "no secret in a test";

static inline struct uuid add_org(const char *code, int kind)
{
	struct uuid id = uuid_new(t.cx.now_us);
	assert_ok(&t, db_exec(&t.cx, "insert into org (id, code, kind, ja, en, find, from_day, to_day, updated_us) values ($1, $2, $3, $2, $2, $2, 0, $4, 0)",
	                      ARGS(db_uuid(id), db_text(str_of(code)), db_int(kind), db_int(DAY_FOREVER))));
	return id;
}

static inline struct account add_account(const char *login, struct uuid org, unsigned roles, bool totp)
{
	struct account a;
	t.cx.actor = &account_system;
	assert_ok(&t, account_add_demo(&t.cx, &(struct account_demo){ .login = str_of(login), .ja = S("試験"), .en = S("Test"), .password_hash = known_hash,
		.org = org, .roles = roles, .totp = totp ? (struct bytes){ totp_secret, sizeof totp_secret } : (struct bytes){ NULL, 0 },
		.secret = &secret_key }, &a));
	t.cx.actor = NULL;
	return a;
}

static inline struct str code_now(void)
{
	char *code = arena_alloc(t.mem, TOTP_DIGITS);
	totp_code((struct bytes){ totp_secret, sizeof totp_secret }, t.cx.now_us / TOTP_STEP_US, code);
	return (struct str){ code, TOTP_DIGITS };
}

struct signed_in { enum status status; enum text why; struct session session; struct str cookie; int64_t wait_s; };
static inline struct signed_in try_sign_in(const char *login, const char *password, struct str code, const char *peer)
{
	struct signed_in r = { .status = OK };
	struct sign_in_input in = { str_of(login), str_of(password), code, str_of(peer) };
	struct sign_in_check check;
	test_forget(&t);
	t.cx.actor = NULL;
	r.status = sign_in_check(&t.cx, &in, &check);
	if (r.status == OK)
		r.status = sign_in(&t.cx, &rules, &in, &check, &r.session, &r.cookie);
	r.why = t.problem.why;
	r.wait_s = check.wait_s;
	test_forget(&t);
	if (r.status == OK) {                                   /* the cookie's session must be what was told */
		struct session found;
		assert_ok(&t, session_find(&t.cx, r.cookie, &found));
		assert_memory_equal(found.id, r.session.id, 32);
		assert_memory_equal(found.csrf, r.session.csrf, 32);
	}
	return r;
}

static inline struct signed_in enter(const char *login)
{
	struct signed_in r = try_sign_in(login, PASSWORD, NO_STR, "192.0.2.1");
	assert_int_equal(r.status, OK);
	return r;
}

/* Makes `login` the actor of what follows; the session lives in the arena. */
static inline struct session *act_as(const char *login)
{
	struct session *s = arena_make(t.mem, struct session);
	*s = enter(login).session;
	t.cx.actor = &s->actor;
	return s;
}

static inline struct actor *actor_of(const struct account *a)
{
	struct actor *actor = arena_make(t.mem, struct actor);
	*actor = (struct actor){ .user = a->id, .org = a->org, .roles = a->roles, .org_kind = a->org_kind };
	return actor;
}

static inline bool lives(struct str cookie)
{
	struct session s;
	enum status status = session_find(&t.cx, cookie, &s);
	test_forget(&t);
	return status == OK;
}

static inline int64_t journaled(struct str verb)
{
	int64_t n;
	assert_ok(&t, db_one(&t.cx, "select count(*) from journal where verb = $1", ARGS(db_text(verb)), fill_int, &n));
	return n;
}

static inline int open_world(void **state)
{
	static struct arena *keep;
	(void)state;
	test_store_open(&t);
	if (!keep) {
		keep = arena_new();
		struct cx cx = { .mem = keep, .problem = &t.problem };
		assert_ok(&t, password_hash(&cx, S(PASSWORD), &known_hash));
		secret_key_new(&secret_key);
	}
	rules = (struct session_rules){ .secret = &secret_key };
	centre = add_org("centre", ORG_CENTRE);
	operator = add_org("power-001", ORG_OPERATOR);
	other = add_org("gas-001", ORG_OPERATOR);
	return 0;
}

static inline int close_world(void **state)
{
	(void)state;
	test_store_close(&t);
	return 0;
}
#define WORLD_TEST(f) cmocka_unit_test_setup_teardown(f, open_world, close_world)
#endif

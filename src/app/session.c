#include "app/session.h"

#include <string.h>

#include "app/journal.h"
#include "base/str.h"
#include "base/uuid.h"
#include "model/address.h"
#include "store/account.h"
#include "store/session.h"
#include "store/token.h"
#include "sys/crypto.h"
#include "sys/totp.h"

#define TOUCH_SESSION_US (5 * MINUTE_US)
#define TOUCH_TOKEN_US MINUTE_US
#define COOKIE_BYTES 32
#define COOKIE_CHARS 43                                         /* base64url of 32 bytes */
#define TOKEN_CHARS 47                                          /* "nrs_" and as many */

const struct str session_level_names[] = { LIT(""), LIT("password"), LIT("enrol"), LIT("full") };

int account_level(int state, unsigned roles, bool totp_on)
{
	if (state == ACCOUNT_MUST_CHANGE)
		return SESSION_PASSWORD;
	return totp_is_mandatory(roles) && !totp_on ? SESSION_ENROL : SESSION_FULL;
}

static enum status nobody(struct cx *cx)
{
	return fail(cx, E_LOGIN, T_LOGIN_NEEDED);
}

/* A row that is not there says nothing about the store. */
static enum status nobody_if_missing(struct cx *cx, enum status status)
{
	return status == E_MISSING ? nobody(cx) : status;
}

static void session_of_row(const struct session_row *row, int64_t now_us, struct session *ret)
{
	int level = account_level(row->state, row->roles, row->totp_on);
	*ret = (struct session){
		.actor = { .user = row->account, .org = row->org, .roles = row->roles, .org_kind = row->org_kind,
		           .lang = row->lang == LANG_EN ? LANG_EN : LANG_JA },
		.account = row->account, .level = level < row->level ? level : row->level,
		.touch_due = now_us - row->seen_us >= TOUCH_SESSION_US,
		.created_us = row->created_us, .seen_us = row->seen_us, .expires_us = row->expires_us,
	};
	memcpy(ret->csrf, row->csrf, sizeof ret->csrf);
}

enum status session_find(struct cx *cx, struct str cookie, struct session *ret)
{
	uint8_t id[SHA256_BYTES];
	struct session_row row;
	if (cookie.n != COOKIE_CHARS)
		return nobody(cx);
	sha256(cookie.p, cookie.n, id);
	enum status status = session_row_get(cx, id, &row);
	if (status != OK)
		return nobody_if_missing(cx, status);
	if (row.expires_us <= cx->now_us || row.state == ACCOUNT_DISABLED)
		return nobody(cx);
	session_of_row(&row, cx->now_us, ret);
	memcpy(ret->id, id, sizeof ret->id);
	return OK;
}

enum status token_find(struct cx *cx, struct str bearer, struct str peer, struct session *ret)
{
	uint8_t digest[SHA256_BYTES];
	struct token token;
	if (bearer.n != TOKEN_CHARS || !str_starts(bearer, S("nrs_")))
		return nobody(cx);
	sha256(bearer.p, bearer.n, digest);
	enum status status = token_row_find(cx, digest, &token);
	if (status != OK)
		return nobody_if_missing(cx, status);
	if (token.revoked_us || (token.expires_us && token.expires_us <= cx->now_us) || token.state == ACCOUNT_DISABLED)
		return nobody(cx);
	if (!address_list_allows(token.addresses, peer))
		return nobody(cx);
	*ret = (struct session){
		.actor = { .user = token.account, .org = token.org, .roles = token.roles, .org_kind = token.org_kind, .token = token.id,
		           .lang = token.lang == LANG_EN ? LANG_EN : LANG_JA },
		.account = token.account, .level = SESSION_FULL, .by_token = true, .read_only = token.scope != TOKEN_WRITE,
		.touch_due = cx->now_us - token.used_us >= TOUCH_TOKEN_US,
		.created_us = token.created_us, .seen_us = token.used_us, .expires_us = token.expires_us,
	};
	memcpy(ret->id, digest, sizeof ret->id);
	return OK;
}

static int64_t expiry(const struct session_rules *rules, int64_t created_us, int64_t now_us)
{
	int64_t idle = now_us + (rules->idle_us > 0 ? rules->idle_us : SESSION_IDLE_US);
	int64_t absolute = created_us + (rules->absolute_us > 0 ? rules->absolute_us : SESSION_ABSOLUTE_US);
	return idle < absolute ? idle : absolute;
}

enum status session_touch(struct cx *cx, const struct session_rules *rules, const struct session *session)
{
	if (session->by_token)
		return token_row_used(cx, session->actor.token, cx->now_us);
	return session_row_touch(cx, session->id, cx->now_us, expiry(rules, session->created_us, cx->now_us));
}

bool session_csrf_matches(const struct session *session, struct str header)
{
	if (session->by_token)
		return true;
	struct arena *mem = arena_new();
	struct bytes given;
	bool same = header.n <= 64 && str_unbase64url(mem, header, &given) && given.n == sizeof session->csrf &&
	            crypto_equal(given.p, session->csrf, sizeof session->csrf);
	arena_release(mem);
	return same;
}

/* What was typed as a login may be a password by mistake: only its digest is kept. */
static struct str login_key(struct cx *cx, struct str login)
{
	uint8_t digest[SHA256_BYTES];
	sha256(login.p, login.n, digest);
	return str_format(cx->mem, "login:%.*s", STR_ARG(str_hex(cx->mem, digest, sizeof digest)));
}

static struct str folded_login(struct cx *cx, struct str login)
{
	return str_fold(cx->mem, str_trim(login));
}

static enum status must_wait(struct cx *cx, const struct sign_in_input *in, int64_t *ret_wait_s)
{
	struct str keys[] = { login_key(cx, folded_login(cx, in->login)), address_throttle_key(cx->mem, in->peer) };
	int64_t left = 0;
	for (size_t i = 0; i < 2; i++) {
		struct failures f;
		enum status status = failures_get(cx, keys[i], &f);
		if (status != OK)
			return status;
		int64_t l = sign_in_wait_left_us(f.count, f.last_us, cx->now_us);
		left = l > left ? l : left;
	}
	if (left == 0)
		return OK;
	*ret_wait_s = (left + SECOND_US - 1) / SECOND_US;
	return fail(cx, E_RATE, T_LOGIN_WAIT);
}

static enum status count_failure(struct cx *cx, const struct sign_in_input *in, struct uuid account)
{
	enum status status = failures_add(cx, login_key(cx, folded_login(cx, in->login)), cx->now_us, SIGN_IN_FORGET_US);
	if (status == OK)
		status = failures_add(cx, address_throttle_key(cx->mem, in->peer), cx->now_us, SIGN_IN_FORGET_US);
	if (status == OK)
		status = journal_append(cx, S("session.fail"), account, NULL, NULL);
	return status;
}

/* The address is forgiven what this login cost it, and no more: who has one account must not guess at others for ever by signing in
 * in between. */
static enum status forget_failures(struct cx *cx, const struct sign_in_input *in)
{
	struct str login = login_key(cx, folded_login(cx, in->login));
	struct failures own;
	enum status status = failures_get(cx, login, &own);
	if (status != OK || own.count == 0)
		return status;
	status = failures_drop(cx, login);
	return status == OK ? failures_forgive(cx, address_throttle_key(cx->mem, in->peer), own.count) : status;
}

enum status sign_in_check(struct cx *cx, const struct sign_in_input *in, struct sign_in_check *ret)
{
	*ret = (struct sign_in_check){ .right = false };
	enum status status = must_wait(cx, in, &ret->wait_s);
	if (status != OK)
		return status;
	struct account account = { .state = ACCOUNT_DISABLED };
	status = account_row_find(cx, folded_login(cx, in->login), &account);
	if (status == E_MISSING || (status == OK && !str_starts(account.password, S("$"))))
		/* Nobody there, or nobody who signs in: spend the time of a comparison all the same. */
		return password_hash(cx, in->password, &ret->hash);
	if (status != OK)
		return status;
	ret->account = account.id;
	ret->hash = account.password;
	ret->right = password_matches(account.password, in->password) && account.state != ACCOUNT_DISABLED;
	if (ret->right && password_is_weak_hash(account.password))
		return password_hash(cx, in->password, &ret->better_hash);
	return OK;
}

static enum status wrong(struct cx *cx, const struct sign_in_input *in, struct uuid account, enum text why)
{
	enum status status = count_failure(cx, in, account);
	return status == OK ? fail(cx, E_LOGIN, why) : status;
}

/* OK, or E_LOGIN. A code is used up by being right. */
static enum status second_factor(struct cx *cx, const struct session_rules *rules, const struct sign_in_input *in, const struct account *a)
{
	struct bytes secret;
	int64_t step;
	if (str_trim(in->code).n == 0)
		return fail(cx, E_LOGIN, T_LOGIN_CODE);
	if (!rules->secret || !secret_open(cx->mem, rules->secret, a->totp, &secret))
		return fail_detail(cx, E_REMOTE, T_KEY_FILE, "the second factor of an account cannot be opened with this secret key");
	if (!totp_matches(secret, cx->now_us, in->code, a->totp_last, &step))
		return wrong(cx, in, a->id, T_LOGIN_CODE);
	bool fresh;
	enum status status = account_row_totp_used(cx, a->id, step, &fresh);
	if (status == OK && !fresh)
		return wrong(cx, in, a->id, T_LOGIN_CODE);
	return status;
}

static struct str new_cookie(struct cx *cx, uint8_t ret_id[SHA256_BYTES])
{
	uint8_t random[COOKIE_BYTES];
	random_bytes(random, sizeof random);
	struct str cookie = str_base64url(cx->mem, random, sizeof random);
	crypto_forget(random, sizeof random);
	sha256(cookie.p, cookie.n, ret_id);
	return cookie;
}

static enum status start(struct cx *cx, const struct session_rules *rules, const struct account *a, struct str peer, struct session *ret,
                         struct str *ret_cookie)
{
	uint8_t id[SHA256_BYTES];
	struct str cookie = new_cookie(cx, id);
	struct session_row row = {
		.account = a->id, .org = a->org, .level = account_level(a->state, a->roles, a->totp_on), .created_us = cx->now_us,
		.seen_us = cx->now_us, .expires_us = expiry(rules, cx->now_us, cx->now_us), .roles = a->roles, .lang = a->lang, .state = a->state,
		.org_kind = a->org_kind, .totp_on = a->totp_on,
	};
	random_bytes(row.csrf, sizeof row.csrf);
	enum status status = session_row_add(cx, id, &row, peer);
	if (status != OK)
		return status;
	session_of_row(&row, cx->now_us, ret);
	memcpy(ret->id, id, sizeof ret->id);
	struct actor *actor = arena_make(cx->mem, struct actor);
	*actor = ret->actor;
	cx->actor = actor;
	*ret_cookie = cookie;
	return journal_append(cx, S("session.start"), a->id, NULL, NULL);
}

enum status sign_in(struct cx *cx, const struct session_rules *rules, const struct sign_in_input *in, struct sign_in_check *check,
                    struct session *ret, struct str *ret_cookie)
{
	/* Again, because many attempts may have been checked at once; they come here one by one. */
	enum status status = must_wait(cx, in, &check->wait_s);
	if (status != OK)
		return status;
	if (!check->right)
		return wrong(cx, in, check->account, T_LOGIN_FAILED);
	struct account a;
	status = account_row_get(cx, check->account, &a);
	if (status != OK)
		return status == E_MISSING ? wrong(cx, in, check->account, T_LOGIN_FAILED) : status;
	if (a.state == ACCOUNT_DISABLED || !str_eq(a.password, check->hash))
		return wrong(cx, in, a.id, T_LOGIN_FAILED);
	if (a.totp_on && (status = second_factor(cx, rules, in, &a)) != OK)
		return status;
	if (a.one_time_us && cx->now_us - a.one_time_us > ONE_TIME_PASSWORD_US)
		return fail(cx, E_LOGIN, T_PASSWORD_EXPIRED);
	status = forget_failures(cx, in);
	if (status == OK && check->better_hash.n)
		status = account_row_rehash(cx, a.id, check->hash, check->better_hash);
	if (status == OK)
		status = start(cx, rules, &a, in->peer, ret, ret_cookie);
	return status;
}

enum status sign_in_again(struct cx *cx, const struct sign_in_input *in, struct sign_in_check *check, struct str pointer)
{
	struct account a = { .state = ACCOUNT_DISABLED };
	enum status status = must_wait(cx, in, &check->wait_s);
	if (status == OK)
		status = account_row_get(cx, check->account, &a);
	if (status != OK && status != E_MISSING)
		return status;
	if (status == OK && check->right && a.state != ACCOUNT_DISABLED && str_eq(a.password, check->hash))
		return forget_failures(cx, in);
	status = count_failure(cx, in, check->account);
	return status == OK ? fail_field(cx, pointer, T_PASSWORD_OLD, 0) : status;
}

enum status sign_out(struct cx *cx, const struct session *session)
{
	int64_t rows;
	if (session->by_token)
		return fail(cx, E_INVALID, T_STATE);
	enum status status = session_row_drop(cx, session->id, session->account, &rows);
	if (status != OK)
		return status;
	return journal_append(cx, S("session.end"), session->account, NULL, NULL);
}

enum status session_renew(struct cx *cx, const struct session *session, struct str *ret_cookie)
{
	uint8_t id[SHA256_BYTES];
	struct account a;
	enum status status = account_row_get(cx, session->account, &a);
	if (status != OK)
		return status;
	struct str cookie = new_cookie(cx, id);
	status = session_row_rename(cx, session->id, id, account_level(a.state, a.roles, a.totp_on));
	if (status == OK)
		*ret_cookie = cookie;
	return status;
}

enum status session_list(struct cx *cx, struct session_rows *ret)
{
	if (!cx->actor)
		return nobody(cx);
	return session_row_list(cx, cx->actor->user, cx->now_us, ret);
}

enum status session_end(struct cx *cx, const uint8_t id[32])
{
	int64_t rows;
	if (!cx->actor)
		return nobody(cx);
	enum status status = session_row_drop(cx, id, cx->actor->user, &rows);
	if (status != OK)
		return status;
	if (rows == 0)
		return fail(cx, E_MISSING, T_MISSING);
	return journal_append(cx, S("session.end"), cx->actor->user, NULL, NULL);
}

#include "app/me.h"

#include <stddef.h>

#include "app/journal.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/account.h"
#include "store/fact.h"
#include "store/journal.h"
#include "store/session.h"
#include "sys/crypto.h"
#include "sys/totp.h"

static const struct str lang_names[] = { LIT("ja"), LIT("en"), { NULL, 0 } };
#define LABEL(j, e) .ja = LIT(j), .en = LIT(e)
#define PASSWORD_FIELD(member, type, at, j, e) { .name = LIT(member), .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_SECRET, \
	.offset = offsetof(type, at), .min = 1, .max = 1024, LABEL(j, e) }
static const struct field me_fields[] = {
	{ .name = LIT("lang"), .kind = FIELD_CHOICE, .offset = offsetof(struct me_input, lang), .choices = lang_names, LABEL("言語", "Language") },
	{ .name = LIT("ja"), .kind = FIELD_TEXT, .offset = offsetof(struct me_input, ja), .min = 1, .max = 100, LABEL("氏名(日本語)", "Name in Japanese") },
	{ .name = LIT("en"), .kind = FIELD_TEXT, .offset = offsetof(struct me_input, en), .min = 1, .max = 100, LABEL("氏名(英語)", "Name in English") },
};
static const struct field password_fields[] = {
	PASSWORD_FIELD("old", struct password_input, old, "現在のパスワード", "Present password"),
	PASSWORD_FIELD("new", struct password_input, fresh, "新しいパスワード", "New password"),
};
static const struct field only_fields[] = { PASSWORD_FIELD("password", struct password_only, password, "パスワード", "Password") };
static const struct field code_fields[] = {
	{ .name = LIT("code"), .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_SECRET, .offset = offsetof(struct code_input, code), .min = 6, .max = 12,
	  LABEL("認証コード", "Code") },
};
#define TABLE(table, label, list, type, at) \
	const struct field_table table = { .name = LIT(label), .fields = list, .n_fields = sizeof(list) / sizeof *(list), \
		.struct_bytes = sizeof(type), .present = at }
TABLE(me_input_table, "MeChange", me_fields, struct me_input, offsetof(struct me_input, present));
TABLE(password_input_table, "PasswordChange", password_fields, struct password_input, FIELD_NO_PRESENT);
TABLE(password_only_table, "PasswordAgain", only_fields, struct password_only, FIELD_NO_PRESENT);
TABLE(code_input_table, "Code", code_fields, struct code_input, FIELD_NO_PRESENT);
enum { GAVE_LANG = 1, GAVE_JA = 2, GAVE_EN = 4 };               /* bits of present, by order in me_fields */

enum status me_get(struct cx *cx, struct account *ret)
{
	if (!cx->actor)
		return fail(cx, E_LOGIN, T_LOGIN_NEEDED);
	return account_row_get(cx, cx->actor->user, ret);
}

enum status me_store_get(struct cx *cx, struct me_store *ret)
{
	struct str demo = NO_STR;
	struct me_store store = { .id = NO_STR };
	enum status status = store_id_get(cx, &store.id);
	if (status == OK || status == E_MISSING)
		status = meta_get(cx, S("demo"), &demo);
	if (status != OK)
		return status;
	store.demo = str_eq(demo, S("1"));
	*ret = store;
	return OK;
}

enum status me_change(struct cx *cx, const struct me_input *in)
{
	struct account a;
	enum status status = me_get(cx, &a);
	if (status == OK && (in->present & GAVE_LANG))
		status = account_row_lang(cx, a.id, in->lang - 1);
	if (status != OK || !(in->present & (GAVE_JA | GAVE_EN)))
		return status;
	if (in->present & GAVE_JA)
		a.ja = in->ja;
	if (in->present & GAVE_EN)
		a.en = in->en;
	status = account_row_save(cx, &a, a.version);
	return status == OK ? journal_append(cx, S("account.change"), a.id, NULL, NULL) : status;
}

enum status password_again_check(struct cx *cx, struct str old, struct str fresh, struct str peer, struct password_again *ret)
{
	struct account a;
	int64_t bound;
	enum status status = me_get(cx, &a);
	if (status != OK)
		return status;
	ret->in = (struct sign_in_input){ .login = a.login, .password = old, .peer = peer };
	ret->new_hash = NO_STR;
	if (fresh.p) {
		enum text why = str_eq(old, fresh) ? T_PASSWORD_SAME : password_fault(cx, a.login, fresh, &bound);
		if (why == T_PASSWORD_SAME)
			bound = 0;
		if (why != T_NONE)
			return fail_field(cx, S("/new"), why, bound);
	}
	status = sign_in_check(cx, &ret->in, &ret->check);
	if (status == OK && fresh.p && ret->check.right)
		status = password_hash(cx, fresh, &ret->new_hash);
	return status;
}

enum status me_password(struct cx *cx, const struct session *session, struct password_again *again, struct str *ret_cookie)
{
	if (session->by_token)
		return fail(cx, E_DENIED, T_DENIED);
	enum status status = sign_in_again(cx, &again->in, &again->check, S("/old"));
	if (status == OK)
		status = account_row_password(cx, session->account, again->new_hash, ACCOUNT_ACTIVE);
	if (status == OK)
		status = session_row_drop_all(cx, session->account, session->id);
	if (status == OK)
		status = session_renew(cx, session, ret_cookie);
	return status == OK ? journal_append(cx, S("account.password"), session->account, NULL, NULL) : status;
}

/* Letters that may stand in a URI as they are; logins have no others. */
static struct str uri_of(struct cx *cx, struct str login, struct str secret)
{
	struct str before_at, after_at;
	before_at = str_cut(login, '@', &after_at);
	struct str label = login;
	if (before_at.n < login.n)
		label = str_format(cx->mem, "%.*s%%40%.*s", STR_ARG(before_at), STR_ARG(after_at));
	return str_format(cx->mem, "otpauth://totp/Noroshi:%.*s?secret=%.*s&issuer=Noroshi", STR_ARG(label), STR_ARG(secret));
}

enum status me_totp_begin(struct cx *cx, const struct session_rules *rules, struct totp_offer *ret)
{
	struct account a;
	uint8_t secret[TOTP_SECRET_BYTES];
	enum status status = me_get(cx, &a);
	if (status != OK)
		return status;
	if (!uuid_is_none(cx->actor->token))
		return fail(cx, E_DENIED, T_DENIED);
	if (a.totp_on)
		return fail(cx, E_CONFLICT, T_MFA_ON);
	if (!rules->secret)
		return fail(cx, E_REMOTE, T_KEY_FILE);
	random_bytes(secret, sizeof secret);
	struct bytes plain = { secret, sizeof secret };
	struct totp_offer offer = { .secret = totp_base32(cx->mem, plain) };
	offer.uri = uri_of(cx, a.login, offer.secret);
	status = account_row_totp(cx, a.id, secret_seal(cx->mem, rules->secret, plain), false);
	crypto_forget(secret, sizeof secret);
	if (status == OK)
		status = journal_append(cx, S("account.totp_begin"), a.id, NULL, NULL);
	if (status == OK)
		*ret = offer;
	return status;
}

enum status me_totp_confirm(struct cx *cx, const struct session_rules *rules, const struct session *session, struct str code, struct str *ret_cookie)
{
	struct account a;
	struct bytes secret;
	int64_t step;
	bool fresh;
	enum status status = me_get(cx, &a);
	if (status != OK)
		return status;
	if (session->by_token)
		return fail(cx, E_DENIED, T_DENIED);
	if (a.totp_on || a.totp.n == 0)
		return fail(cx, E_CONFLICT, a.totp_on ? T_MFA_ON : T_MFA_STATE);
	if (!rules->secret || !secret_open(cx->mem, rules->secret, a.totp, &secret))
		return fail(cx, E_REMOTE, T_KEY_FILE);
	if (!totp_matches(secret, cx->now_us, code, a.totp_last, &step))
		return fail_field(cx, S("/code"), T_MFA_CODE, 0);
	status = account_row_totp_used(cx, a.id, step, &fresh);
	if (status == OK && !fresh)
		return fail_field(cx, S("/code"), T_MFA_CODE, 0);
	if (status == OK)
		status = account_row_totp(cx, a.id, a.totp, true);
	if (status == OK)
		status = session_row_drop_all(cx, a.id, session->id);
	if (status == OK)
		status = session_renew(cx, session, ret_cookie);
	return status == OK ? journal_append(cx, S("account.totp_on"), a.id, NULL, NULL) : status;
}

enum status me_totp_remove(struct cx *cx, const struct session *session, struct password_again *again, struct str *ret_cookie)
{
	struct account a;
	enum status status = me_get(cx, &a);
	if (status != OK)
		return status;
	if (session->by_token)
		return fail(cx, E_DENIED, T_DENIED);
	if (!a.totp_on)
		return fail(cx, E_CONFLICT, T_MFA_STATE);
	if (totp_is_mandatory(a.roles))
		return fail(cx, E_DENIED, T_MFA_MANDATORY);
	status = sign_in_again(cx, &again->in, &again->check, S("/password"));
	if (status == OK)
		status = account_row_totp(cx, a.id, (struct bytes){ NULL, 0 }, false);
	if (status == OK)
		status = session_row_drop_all(cx, a.id, session->id);
	if (status == OK)
		status = session_renew(cx, session, ret_cookie);
	return status == OK ? journal_append(cx, S("account.totp_off"), a.id, NULL, NULL) : status;
}

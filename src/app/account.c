#include "app/account.h"

#include <stddef.h>
#include <string.h>

#include "app/access.h"
#include "app/journal.h"
#include "base/str.h"
#include "base/uuid.h"
#include "model/party.h"
#include "store/account.h"
#include "store/session.h"
#include "store/token.h"
#include "sys/crypto.h"
#include "sys/totp.h"

#define AT(member) offsetof(struct account_input, member)
#define LABEL(j, e) .ja = LIT(j), .en = LIT(e)
static const struct field input_fields[] = {
	{ .name = LIT("login"), .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .offset = AT(login), .min = 2, .max = 64, LABEL("ログイン名", "Login name") },
	{ .name = LIT("ja"), .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .offset = AT(ja), .min = 1, .max = 100, LABEL("氏名(日本語)", "Name in Japanese") },
	{ .name = LIT("en"), .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .offset = AT(en), .min = 1, .max = 100, LABEL("氏名(英語)", "Name in English") },
	{ .name = LIT("org"), .kind = FIELD_UUID, .offset = AT(org), LABEL("組織", "Organisation") },
	{ .name = LIT("roles"), .kind = FIELD_LIST, .flags = FIELD_REQUIRED | FIELD_UNIQUE, .offset = AT(roles), .min = 1, .max = 10, .item = FIELD_CHOICE,
	  .choices = role_names, LABEL("役割", "Roles") },
};
static const struct field change_fields[] = {
	{ .name = LIT("ja"), .kind = FIELD_TEXT, .offset = AT(ja), .min = 1, .max = 100, LABEL("氏名(日本語)", "Name in Japanese") },
	{ .name = LIT("en"), .kind = FIELD_TEXT, .offset = AT(en), .min = 1, .max = 100, LABEL("氏名(英語)", "Name in English") },
	{ .name = LIT("roles"), .kind = FIELD_LIST, .flags = FIELD_UNIQUE, .offset = AT(roles), .min = 1, .max = 10, .item = FIELD_CHOICE,
	  .choices = role_names, LABEL("役割", "Roles") },
	{ .name = LIT("state"), .kind = FIELD_CHOICE, .offset = AT(state), .choices = account_state_names, LABEL("状態", "State") },
};
const struct field_table account_input_table = { .name = LIT("UserInput"), .fields = input_fields,
	.n_fields = sizeof input_fields / sizeof *input_fields, .struct_bytes = sizeof(struct account_input), .present = AT(present) };
const struct field_table account_change_table = { .name = LIT("UserChange"), .fields = change_fields,
	.n_fields = sizeof change_fields / sizeof *change_fields, .struct_bytes = sizeof(struct account_input), .present = AT(present) };

const struct actor account_system = { .roles = ROLE_PLATFORM };

unsigned roles_of_list(const struct list *list)
{
	unsigned roles = 0;
	for (size_t i = 0; i < list->n; i++)
		roles |= 1u << (((const int *)list->p)[i] - 1);
	return roles;
}

enum status password_new(struct cx *cx, struct new_password *ret)
{
	/* 16 of 32 letters: 80 bits; none that are mistaken for one another when read aloud or copied. */
	static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
	uint8_t random[16];
	char *p = arena_alloc(cx->mem, 19);
	size_t n = 0;
	random_bytes(random, sizeof random);
	for (size_t i = 0; i < sizeof random; i++) {
		if (i && i % 4 == 0)
			p[n++] = '-';
		p[n++] = letters[random[i] % 32];
	}
	crypto_forget(random, sizeof random);
	struct new_password made = { .plain = { p, n } };
	enum status status = password_hash(cx, made.plain, &made.hash);
	if (status == OK)
		*ret = made;
	return status;
}

/* The org whose accounts the actor manages; none for all. */
static enum status my_reach(struct cx *cx, struct uuid *ret_org)
{
	enum status status = need_role(cx, MAY_ACCOUNTS);
	if (status == OK)
		*ret_org = cx->actor->roles & ROLE_PLATFORM ? (struct uuid){ { 0 } } : cx->actor->org;
	return status;
}

static enum status in_reach(struct cx *cx, const struct account *a)
{
	struct uuid org;
	enum status status = my_reach(cx, &org);
	if (status != OK)
		return status;
	if (!uuid_is_none(org) && !uuid_eq(org, a->org))
		return fail(cx, E_MISSING, T_MISSING);
	return OK;
}

/* As in_reach, for changes. */
static enum status in_hand(struct cx *cx, const struct account *a)
{
	enum status status = need_person(cx);
	if (status == OK)
		status = in_reach(cx, a);
	if (status == OK && (a->roles & ROLE_PLATFORM) && !(cx->actor->roles & ROLE_PLATFORM))
		return fail(cx, E_DENIED, T_DENIED);
	return status;
}

static bool is_self(const struct cx *cx, const struct account *a)
{
	return uuid_eq(cx->actor->user, a->id);
}

enum status account_list(struct cx *cx, struct str after, int64_t limit, struct account_page *ret)
{
	struct uuid org;
	struct account_page page = { .next = NO_STR };
	enum status status = my_reach(cx, &org);
	if (status == OK)
		status = account_row_list(cx, org, after, limit + 1, &page.rows);
	if (status != OK)
		return status;
	if (page.rows.n > (size_t)limit) {
		page.rows.n = (size_t)limit;
		page.next = page.rows.p[page.rows.n - 1].login;
	}
	*ret = page;
	return OK;
}

enum status account_get(struct cx *cx, struct uuid id, struct account *ret)
{
	struct account a;
	enum status status = need_role(cx, MAY_ACCOUNTS);
	if (status == OK)
		status = account_row_get(cx, id, &a);
	if (status == OK)
		status = in_reach(cx, &a);
	if (status == OK)
		*ret = a;
	return status;
}

enum status account_find(struct cx *cx, struct str login, struct account *ret)
{
	struct account a;
	enum status status = need_role(cx, MAY_ACCOUNTS);
	if (status == OK)
		status = account_row_find(cx, str_fold(cx->mem, str_trim(login)), &a);
	if (status == OK)
		status = in_reach(cx, &a);
	if (status == OK)
		*ret = a;
	return status;
}

static enum status check_roles(struct cx *cx, unsigned roles, int org_kind)
{
	enum text why = roles_fault(roles, org_kind);
	if (why == T_FIELD_TOO_FEW)
		return fail_field(cx, S("/roles"), why, 1);
	return why == T_NONE ? OK : fail_field(cx, S("/roles"), why, 0);
}

static enum status check_login(struct cx *cx, struct str login)
{
	struct account there;
	if (!login_ok(login))
		return fail_field(cx, S("/login"), T_LOGIN_FORM, 0);
	enum status status = account_row_find(cx, login, &there);
	if (status == OK)
		return fail_field(cx, S("/login"), T_LOGIN_TAKEN, 0);
	return status == E_MISSING ? OK : status;
}

static enum status org_for(struct cx *cx, struct uuid asked, struct uuid *ret_org, int *ret_kind)
{
	struct uuid reach, org = uuid_is_none(asked) ? cx->actor->org : asked;
	int64_t kind = 0;
	enum status status = my_reach(cx, &reach);
	if (status != OK)
		return status;
	if (!uuid_is_none(reach) && !uuid_eq(reach, org))
		return fail(cx, E_DENIED, T_DENIED);
	status = org_kind_row(cx, org, &kind);
	if (status == E_MISSING)
		return fail_field(cx, S("/org"), uuid_is_none(org) ? T_FIELD_REQUIRED : T_MISSING, 0);
	if (status != OK)
		return status;
	*ret_org = org;
	*ret_kind = (int)kind;
	return OK;
}

enum status account_add(struct cx *cx, const struct account_input *in, const struct new_password *password, struct account *ret)
{
	int kind = 0;
	enum status status = need_role(cx, MAY_ACCOUNTS);
	if (status == OK)
		status = need_person(cx);
	if (status != OK)
		return status;
	struct account a = {
		.id = uuid_new(cx->now_us), .login = str_fold(cx->mem, in->login), .ja = in->ja, .en = in->en, .roles = roles_of_list(&in->roles),
		.lang = LANG_JA, .state = ACCOUNT_MUST_CHANGE, .password = password->hash, .created_us = cx->now_us,
	};
	status = org_for(cx, in->org, &a.org, &kind);
	if (status != OK)
		return status;
	if ((a.roles & ROLE_PLATFORM) && !(cx->actor->roles & ROLE_PLATFORM))
		return fail(cx, E_DENIED, T_DENIED);
	enum status roles = check_roles(cx, a.roles, kind);     /* both faults are told at once */
	status = check_login(cx, a.login);
	if (status == OK)
		status = roles;
	if (status == OK)
		status = account_row_add(cx, &a);
	if (status == OK)
		status = journal_append(cx, S("account.add"), a.id, NULL, NULL);
	return status == OK ? account_row_get(cx, a.id, ret) : status;
}

enum { GAVE_JA = 1, GAVE_EN = 2, GAVE_ROLES = 4, GAVE_STATE = 8 };      /* bits of present, by order in change_fields */

static enum status end_everything(struct cx *cx, struct uuid account)
{
	enum status status = session_row_drop_all(cx, account, NULL);
	return status == OK ? token_row_revoke_all(cx, account, cx->now_us) : status;
}

static enum status changed(struct cx *cx, const struct account_input *in, const struct account *now, struct account *ret)
{
	struct account a = *now;
	if (in->present & GAVE_JA)
		a.ja = in->ja;
	if (in->present & GAVE_EN)
		a.en = in->en;
	if (in->present & GAVE_ROLES)
		a.roles = roles_of_list(&in->roles);
	if (in->present & GAVE_STATE)
		a.state = in->state;
	if (is_self(cx, now) && (a.roles != now->roles || a.state != now->state))
		return fail(cx, E_DENIED, T_ACCOUNT_SELF);
	if (((a.roles ^ now->roles) & ROLE_PLATFORM) && !(cx->actor->roles & ROLE_PLATFORM))
		return fail(cx, E_DENIED, T_DENIED);
	/* A one-time password stays one until its owner has changed it. */
	if (now->state == ACCOUNT_MUST_CHANGE && a.state == ACCOUNT_ACTIVE)
		return fail_field(cx, S("/state"), T_FIELD_CHOICE, 0);
	if (now->state == ACCOUNT_DISABLED && a.state == ACCOUNT_ACTIVE && now->one_time_us)
		a.state = ACCOUNT_MUST_CHANGE;
	if (a.roles != now->roles) {
		enum status status = check_roles(cx, a.roles, a.org_kind);
		if (status != OK)
			return status;
	}
	*ret = a;
	return OK;
}

enum status account_change(struct cx *cx, struct uuid id, int64_t version, const struct account_input *in, struct account *ret)
{
	struct account now, a;
	enum status status = account_get(cx, id, &now);
	if (status == OK)
		status = in_hand(cx, &now);
	if (status == OK)
		status = changed(cx, in, &now, &a);
	if (status == OK)
		status = account_row_save(cx, &a, version ? version : now.version);
	if (status != OK)
		return status;
	if (a.state == ACCOUNT_DISABLED && now.state != ACCOUNT_DISABLED && (status = end_everything(cx, id)) != OK)
		return status;
	struct str verb = a.state == now.state ? S("account.change") : a.state == ACCOUNT_DISABLED ? S("account.disable")
	                  : now.state == ACCOUNT_DISABLED ? S("account.enable") : S("account.change");
	status = journal_append(cx, verb, id, NULL, NULL);
	return status == OK ? account_row_get(cx, id, ret) : status;
}

static enum status for_another(struct cx *cx, struct uuid id, struct account *ret)
{
	struct account a;
	enum status status = account_get(cx, id, &a);
	if (status == OK)
		status = in_hand(cx, &a);
	if (status == OK && is_self(cx, &a))
		return fail(cx, E_DENIED, T_ACCOUNT_SELF);
	if (status == OK)
		*ret = a;
	return status;
}

enum status account_reset(struct cx *cx, struct uuid id, const struct new_password *password)
{
	struct account a;
	enum status status = for_another(cx, id, &a);
	if (status == OK && a.state == ACCOUNT_DISABLED)
		return fail(cx, E_CONFLICT, T_STATE);
	if (status == OK)
		status = account_row_password(cx, id, password->hash, ACCOUNT_MUST_CHANGE);
	if (status == OK)
		status = session_row_drop_all(cx, id, NULL);
	return status == OK ? journal_append(cx, S("account.reset"), id, NULL, NULL) : status;
}

enum status account_totp_off(struct cx *cx, struct uuid id)
{
	struct account a;
	enum status status = for_another(cx, id, &a);
	if (status == OK)
		status = account_row_totp(cx, id, (struct bytes){ NULL, 0 }, false);
	if (status == OK)
		status = session_row_drop_all(cx, id, NULL);
	return status == OK ? journal_append(cx, S("account.totp_off"), id, NULL, NULL) : status;
}

enum status account_add_demo(struct cx *cx, const struct account_demo *in, struct account *ret)
{
	struct account a = {
		.id = uuid_new(cx->now_us), .org = in->org, .login = in->login, .ja = in->ja, .en = in->en, .roles = in->roles, .lang = in->lang,
		.state = ACCOUNT_ACTIVE, .password = in->password_hash, .demo = true, .created_us = cx->now_us,
	};
	struct account there;
	int64_t kind = 0;
	enum status status = org_kind_row(cx, in->org, &kind);
	if (status == OK)
		status = check_roles(cx, a.roles, (int)kind);
	if (status != OK)
		return status;
	status = account_row_find(cx, a.login, &there);
	if (status == OK)
		return fail(cx, E_CONFLICT, T_LOGIN_TAKEN);
	if (status != E_MISSING)
		return status;
	if (in->totp.p) {
		a.totp = secret_seal(cx->mem, in->secret, in->totp);
		a.totp_on = true;
	}
	status = account_row_add(cx, &a);
	if (status == OK)
		status = journal_append(cx, S("account.add"), a.id, NULL, NULL);
	return status == OK ? account_row_get(cx, a.id, ret) : status;
}

enum status account_demo_code(struct cx *cx, const struct secret_key *key, struct str login, struct str *ret_code)
{
	struct account a;
	struct bytes secret;
	enum status status = account_row_find(cx, str_fold(cx->mem, str_trim(login)), &a);
	if (status != OK)
		return status;
	if (!a.demo)
		return fail(cx, E_DENIED, T_DENIED);
	if (!a.totp_on)
		return fail(cx, E_CONFLICT, T_MFA_STATE);
	if (!secret_open(cx->mem, key, a.totp, &secret))
		return fail(cx, E_REMOTE, T_KEY_FILE);
	char *code = arena_alloc(cx->mem, TOTP_DIGITS);
	totp_code(secret, cx->now_us / TOTP_STEP_US, code);
	*ret_code = (struct str){ code, TOTP_DIGITS };
	return OK;
}

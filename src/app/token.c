#include "app/token.h"

#include <stddef.h>

#include "app/access.h"
#include "app/journal.h"
#include "base/str.h"
#include "base/uuid.h"
#include "model/address.h"
#include "store/account.h"
#include "store/token.h"
#include "sys/crypto.h"

#define AT(member) offsetof(struct token_input, member)
#define LABEL(j, e) .ja = LIT(j), .en = LIT(e)
static const struct field token_fields[] = {
	{ .name = LIT("name"), .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .offset = AT(name), .min = 1, .max = 100, LABEL("名前(何に使うか)", "Name: what it is for") },
	{ .name = LIT("scope"), .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED, .offset = AT(scope), .choices = token_scope_names,
	  LABEL("できること", "What it may do") },
	{ .name = LIT("expires_at"), .kind = FIELD_TIME, .offset = AT(expires_us), LABEL("有効期限", "Expires") },
	{ .name = LIT("addresses"), .kind = FIELD_TEXT, .offset = AT(addresses), .max = 2000, LABEL("使えるIPアドレス", "IP addresses it may be used from") },
};
const struct field_table token_input_table = { .name = LIT("TokenInput"), .fields = token_fields,
	.n_fields = sizeof token_fields / sizeof *token_fields, .struct_bytes = sizeof(struct token_input), .present = FIELD_NO_PRESENT };

enum status token_list(struct cx *cx, struct uuid before, int64_t limit, struct token_page *ret)
{
	struct token_page page = { .next = { { 0 } } };
	struct uuid account = { { 0 } }, org = { { 0 } };
	if (!cx->actor)
		return fail(cx, E_LOGIN, T_LOGIN_NEEDED);
	if (cx->actor->roles & ROLE_ORG_ADMIN)
		org = cx->actor->org;
	else if (!(cx->actor->roles & ROLE_PLATFORM))
		account = cx->actor->user;
	enum status status = token_row_list(cx, account, org, before, limit + 1, &page.rows);
	if (status != OK)
		return status;
	if (page.rows.n > (size_t)limit) {
		page.rows.n = (size_t)limit;
		page.next = page.rows.p[page.rows.n - 1].id;
	}
	*ret = page;
	return OK;
}

static enum status check_input(struct cx *cx, const struct token_input *in)
{
	enum status status = OK;
	if (!address_list_ok(in->addresses))
		status = fail_field(cx, S("/addresses"), T_ADDRESS_LIST, 0);
	if (in->expires_us && in->expires_us <= cx->now_us)
		status = fail_field(cx, S("/expires_at"), T_TOKEN_EXPIRY, 0);
	return status;
}

enum status token_add_for(struct cx *cx, const struct account *account, const struct token_input *in, struct token *ret, struct str *ret_secret)
{
	uint8_t random[32], digest[SHA256_BYTES];
	int64_t there;
	enum status status = need_role(cx, MAY_TOKEN | ROLE_PLATFORM);
	if (status != OK)
		return status;
	if (!uuid_is_none(cx->actor->token) || account->state == ACCOUNT_DISABLED || (account->roles & ROLE_PLATFORM))
		return fail(cx, E_DENIED, T_DENIED);
	status = check_input(cx, in);
	if (status == OK)
		status = token_row_count(cx, account->id, &there);
	if (status == OK && there >= TOKENS_PER_ACCOUNT)
		return fail(cx, E_LIMIT, T_TOKEN_MANY);
	if (status != OK)
		return status;
	random_bytes(random, sizeof random);
	struct str secret = str_format(cx->mem, "nrs_%.*s", STR_ARG(str_base64url(cx->mem, random, sizeof random)));
	crypto_forget(random, sizeof random);
	sha256(secret.p, secret.n, digest);
	struct token token = { .id = uuid_new(cx->now_us), .account = account->id, .name = in->name, .addresses = in->addresses,
		.scope = in->scope, .created_us = cx->now_us, .expires_us = in->expires_us };
	status = token_row_add(cx, &token, digest);
	if (status == OK)
		status = journal_append(cx, S("token.add"), token.id, NULL, NULL);
	if (status == OK)
		status = token_row_get(cx, token.id, ret);
	if (status == OK)
		*ret_secret = secret;
	return status;
}

enum status token_add(struct cx *cx, const struct token_input *in, struct token *ret, struct str *ret_secret)
{
	struct account me;
	if (!cx->actor)
		return fail(cx, E_LOGIN, T_LOGIN_NEEDED);
	enum status status = account_row_get(cx, cx->actor->user, &me);
	return status == OK ? token_add_for(cx, &me, in, ret, ret_secret) : status;
}

enum status token_revoke(struct cx *cx, struct uuid id)
{
	struct token token;
	if (!cx->actor)
		return fail(cx, E_LOGIN, T_LOGIN_NEEDED);
	enum status status = token_row_get(cx, id, &token);
	if (status != OK)
		return status;
	bool mine = uuid_eq(token.account, cx->actor->user);
	bool my_orgs = (cx->actor->roles & ROLE_ORG_ADMIN) && uuid_eq(token.org, cx->actor->org);
	if (token.revoked_us || !(mine || my_orgs || (cx->actor->roles & ROLE_PLATFORM)))
		return fail(cx, E_MISSING, T_MISSING);
	status = token_row_revoke(cx, id, cx->now_us);
	return status == OK ? journal_append(cx, S("token.revoke"), id, NULL, NULL) : status;
}

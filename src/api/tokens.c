/* Tokens of programs. */
#include "app/token.h"

#include "api/account_json.h"
#include "api/session.h"
#include "base/str.h"
#include "base/uuid.h"

static void token_json(struct jw *w, const struct token *t, struct str secret)
{
	jw_object(w);
	jw_k_uuid(w, S("id"), t->id);
	jw_k_text(w, S("name"), t->name);
	jw_k_text(w, S("login"), t->login);
	jw_k_text(w, S("scope"), token_scope_names[t->scope == TOKEN_WRITE]);
	if (t->addresses.n)
		jw_k_text(w, S("addresses"), t->addresses);
	jw_k_time(w, S("created_at"), t->created_us);
	if (t->expires_us)
		jw_k_time(w, S("expires_at"), t->expires_us);
	if (t->used_us)
		jw_k_time(w, S("used_at"), t->used_us);
	if (secret.n)
		jw_k_text(w, S("token"), secret);
	jw_end_object(w);
}

enum status tokens_get(struct cx *cx, struct call *call)
{
	const struct list_query *query = call->input;
	struct uuid before = { { 0 } };
	struct token_page page;
	if (query && query->after.n && !uuid_parse(query->after, &before))
		return fail_field(cx, S("/after"), T_FIELD_UUID, 0);
	enum status status = token_list(cx, before, list_limit(query), &page);
	if (status != OK)
		return status;
	struct jw *w = &call->json;
	jw_object(w);
	jw_key(w, S("items"));
	jw_array(w);
	for (size_t i = 0; i < page.rows.n; i++)
		token_json(w, &page.rows.p[i], NO_STR);
	jw_end_array(w);
	if (!uuid_is_none(page.next))
		jw_k_uuid(w, S("next"), page.next);
	jw_end_object(w);
	return OK;
}

enum status tokens_post(struct cx *cx, struct call *call)
{
	struct token token;
	struct str secret;
	enum status status = token_add(cx, call->input, &token, &secret);
	if (status != OK)
		return status;
	token_json(&call->json, &token, secret);
	return OK;
}

enum status token_delete(struct cx *cx, struct call *call)
{
	struct uuid id;
	enum status status = call_uuid(cx, call, 0, &id);
	return status == OK ? token_revoke(cx, id) : status;
}

/* Managing accounts. */
#include <stddef.h>

#include "api/account_json.h"
#include "api/session.h"
#include "app/account.h"
#include "base/str.h"

static const struct field query_fields[] = {
	{ .name = LIT("after"), .kind = FIELD_TEXT, .offset = offsetof(struct list_query, after), .max = 100, .ja = LIT("前の頁の続き"),
	  .en = LIT("Where the page before ended") },
	{ .name = LIT("limit"), .kind = FIELD_INT, .offset = offsetof(struct list_query, limit), .min = 1, .max = 200, .ja = LIT("件数"),
	  .en = LIT("How many") },
};
const struct field_table list_query_table = { .name = LIT("ListQuery"), .fields = query_fields,
	.n_fields = sizeof query_fields / sizeof *query_fields, .struct_bytes = sizeof(struct list_query), .present = FIELD_NO_PRESENT };

int64_t list_limit(const struct list_query *query)
{
	return query && query->limit ? query->limit : 50;
}

static void user_json(struct jw *w, const struct account *a, struct str password)
{
	jw_object(w);
	jw_k_uuid(w, S("id"), a->id);
	jw_k_text(w, S("login"), a->login);
	jw_k_text(w, S("ja"), a->ja);
	jw_k_text(w, S("en"), a->en);
	jw_key(w, S("org"));
	account_org_json(w, a, false);
	jw_key(w, S("roles"));
	roles_json(w, a->roles);
	jw_k_text(w, S("state"), account_state_names[a->state - 1]);
	jw_k_bool(w, S("totp"), a->totp_on);
	jw_k_time(w, S("created_at"), a->created_us);
	jw_k_int(w, S("version"), a->version);
	if (password.n)
		jw_k_text(w, S("password"), password);
	jw_end_object(w);
}

enum status users_get(struct cx *cx, struct call *call)
{
	const struct list_query *query = call->input;
	struct account_page page;
	enum status status = account_list(cx, query ? query->after : NO_STR, list_limit(query), &page);
	if (status != OK)
		return status;
	struct jw *w = &call->json;
	jw_object(w);
	jw_key(w, S("items"));
	jw_array(w);
	for (size_t i = 0; i < page.rows.n; i++)
		user_json(w, &page.rows.p[i], NO_STR);
	jw_end_array(w);
	if (page.next.n)
		jw_k_text(w, S("next"), page.next);
	jw_end_object(w);
	return OK;
}

static void answer(struct call *call, const struct account *a, struct str password)
{
	user_json(&call->json, a, password);
	call->etag = a->version;
}

enum status user_get(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct account a;
	enum status status = call_uuid(cx, call, 0, &id);
	if (status == OK)
		status = account_get(cx, id, &a);
	if (status == OK)
		answer(call, &a, NO_STR);
	return status;
}

enum status users_post_before(struct cx *cx, struct call *call)
{
	struct new_password *password = arena_make(cx->mem, struct new_password);
	call->before = password;
	return password_new(cx, password);
}

enum status users_post(struct cx *cx, struct call *call)
{
	const struct new_password *password = call->before;
	struct account a;
	enum status status = account_add(cx, call->input, password, &a);
	if (status != OK)
		return status;
	call_location(cx, call, "users", a.id);
	answer(call, &a, password->plain);
	return OK;
}

enum status user_patch(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct account a;
	enum status status = call_uuid(cx, call, 0, &id);
	if (status == OK)
		status = account_change(cx, id, call->if_match, call->input, &a);
	if (status == OK)
		answer(call, &a, NO_STR);
	return status;
}

enum status user_password_before(struct cx *cx, struct call *call)
{
	return users_post_before(cx, call);
}

enum status user_password_post(struct cx *cx, struct call *call)
{
	const struct new_password *password = call->before;
	struct uuid id;
	enum status status = call_uuid(cx, call, 0, &id);
	if (status == OK)
		status = account_reset(cx, id, password);
	if (status != OK)
		return status;
	jw_object(&call->json);
	jw_k_text(&call->json, S("password"), password->plain);
	jw_end_object(&call->json);
	return OK;
}

enum status user_totp_delete(struct cx *cx, struct call *call)
{
	struct uuid id;
	enum status status = call_uuid(cx, call, 0, &id);
	return status == OK ? account_totp_off(cx, id) : status;
}

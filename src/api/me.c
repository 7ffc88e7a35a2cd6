/* One's own account. */
#include "app/me.h"

#include "api/account_json.h"
#include "api/mode.h"
#include "api/server.h"
#include "api/session.h"
#include "app/access.h"
#include "app/delivery.h"
#include "base/str.h"
#include "model/party.h"

void roles_json(struct jw *w, unsigned roles)
{
	jw_array(w);
	for (unsigned bit = 0; role_names[bit].n; bit++)
		if (roles & (1u << bit))
			jw_text(w, role_names[bit]);
	jw_end_array(w);
}

void account_org_json(struct jw *w, const struct account *a, bool with_sector)
{
	struct org org = { .id = a->org, .code = a->org_code, .kind = a->org_kind, .ja = a->org_ja, .en = a->org_en };
	jw_object(w);
	org_ref_members(w, &org);
	if (with_sector && a->org_sector.n)
		jw_k_text(w, S("sector"), a->org_sector);
	jw_end_object(w);
}

static void may_json(struct jw *w, const struct session *session)
{
	jw_array(w);
	for (size_t i = 0; session->level == SESSION_FULL && i < n_permissions; i++)
		if (permission_held(&permissions[i], &session->actor))
			jw_text(w, permissions[i].name);
	jw_end_array(w);
}

static void counts_json(struct jw *w, const struct app_counts *c)
{
	jw_object(w);
	jw_k_int(w, S("inbox_open"), c->inbox_open);
	jw_k_int(w, S("overdue"), c->overdue);
	jw_k_int(w, S("to_pass"), c->to_pass);
	jw_k_int(w, S("drafts"), c->drafts);
	jw_k_int(w, S("to_approve"), c->to_approve);
	jw_k_int(w, S("to_delete"), c->to_delete);
	jw_k_int(w, S("consents_to_answer"), c->consents_to_answer);
	jw_end_object(w);
}

enum status me_json(struct cx *cx, struct call *call)
{
	const struct session *session = call->session;
	struct account a;
	struct me_store store;
	struct app_counts counts = { 0 };
	bool may_read = session->level == SESSION_FULL && (session->actor.roles & ROLES_CONTENT);
	enum status status = me_get(cx, &a);
	if (status == OK)
		status = me_store_get(cx, &store);
	if (status == OK && may_read)
		status = app_counts(cx, &counts);
	if (status != OK)
		return status;
	struct jw *w = &call->json;
	jw_object(w);
	jw_key(w, S("user"));
	jw_object(w);
	jw_k_uuid(w, S("id"), a.id);
	jw_k_text(w, S("login"), a.login);
	jw_k_text(w, S("ja"), a.ja);
	jw_k_text(w, S("en"), a.en);
	jw_key(w, S("roles"));
	roles_json(w, a.roles);
	jw_end_object(w);
	jw_key(w, S("org"));
	account_org_json(w, &a, true);
	if (!session->by_token)
		jw_k_text(w, S("csrf"), str_base64url(cx->mem, session->csrf, sizeof session->csrf));
	jw_k_bool(w, S("totp"), a.totp_on);
	jw_k_text(w, S("level"), session_level_names[session->level]);
	jw_key(w, S("store"));
	jw_object(w);
	jw_k_text(w, S("id"), store.id);
	jw_k_bool(w, S("demo"), store.demo);
	jw_end_object(w);
	if (may_read) {
		jw_key(w, S("counts"));
		counts_json(w, &counts);
	}
	if (session->level == SESSION_FULL) {
		status = modes_of_me_json(cx, w);
		if (status != OK)
			return status;
	}
	jw_key(w, S("may"));
	may_json(w, session);
	jw_k_text(w, S("lang"), a.lang == LANG_EN ? S("en") : S("ja"));
	jw_end_object(w);
	return OK;
}

enum status me_get_one(struct cx *cx, struct call *call)
{
	return me_json(cx, call);
}

enum status me_patch(struct cx *cx, struct call *call)
{
	enum status status = me_change(cx, call->input);
	return status == OK ? me_json(cx, call) : status;
}

static enum status again(struct cx *cx, struct call *call, struct str old, struct str fresh)
{
	struct password_again *p = arena_make(cx->mem, struct password_again);
	call->before = p;
	enum status status = password_again_check(cx, old, fresh, call_peer(call), p);
	call->retry_s = (int)p->check.wait_s;
	return status;
}

enum status me_password_before(struct cx *cx, struct call *call)
{
	const struct password_input *in = call->input;
	return again(cx, call, in->old, in->fresh);
}

enum status me_password_post(struct cx *cx, struct call *call)
{
	struct str cookie;
	enum status status = me_password(cx, call->session, call->before, &cookie);
	if (status == OK)
		set_cookie(cx, call, cookie);
	return status;
}

enum status me_totp_post(struct cx *cx, struct call *call)
{
	struct totp_offer offer;
	enum status status = me_totp_begin(cx, &call->server->options.rules, &offer);
	if (status != OK)
		return status;
	jw_object(&call->json);
	jw_k_text(&call->json, S("secret"), offer.secret);
	jw_k_text(&call->json, S("uri"), offer.uri);
	jw_end_object(&call->json);
	return OK;
}

enum status me_totp_confirm_post(struct cx *cx, struct call *call)
{
	const struct code_input *in = call->input;
	struct str cookie;
	enum status status = me_totp_confirm(cx, &call->server->options.rules, call->session, in->code, &cookie);
	if (status == OK)
		set_cookie(cx, call, cookie);
	return status;
}

enum status me_totp_delete_before(struct cx *cx, struct call *call)
{
	const struct password_only *in = call->input;
	return again(cx, call, in->password, NO_STR);
}

enum status me_totp_delete(struct cx *cx, struct call *call)
{
	struct str cookie;
	enum status status = me_totp_remove(cx, call->session, call->before, &cookie);
	if (status == OK)
		set_cookie(cx, call, cookie);
	return status;
}

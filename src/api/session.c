/* Signing in and out; one's own sessions. */
#include "app/session.h"

#include <stddef.h>

#include "api/account_json.h"
#include "api/server.h"
#include "api/session.h"
#include "api/stream.h"
#include "app/me.h"
#include "base/str.h"

struct sign_in_body { struct str login, password, code; int lang; };
static const struct str lang_names[] = { LIT("ja"), LIT("en"), { NULL, 0 } };
#define AT(member) offsetof(struct sign_in_body, member)
#define LABEL(j, e) .ja = LIT(j), .en = LIT(e)
static const struct field fields[] = {
	{ .name = LIT("login"), .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .offset = AT(login), .min = 1, .max = 200, LABEL("ログイン名", "Login name") },
	{ .name = LIT("password"), .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_SECRET, .offset = AT(password), .min = 1, .max = 1024,
	  LABEL("パスワード", "Password") },
	{ .name = LIT("code"), .kind = FIELD_TEXT, .flags = FIELD_SECRET, .offset = AT(code), .max = 12, LABEL("認証コード", "Code of the authenticator app") },
	{ .name = LIT("lang"), .kind = FIELD_CHOICE, .offset = AT(lang), .choices = lang_names, LABEL("言語", "Language") },
};
const struct field_table sign_in_table = { .name = LIT("SignIn"), .fields = fields, .n_fields = sizeof fields / sizeof *fields,
	.struct_bytes = sizeof(struct sign_in_body), .present = FIELD_NO_PRESENT };

struct attempt { struct sign_in_input in; struct sign_in_check check; };

void set_cookie(struct cx *cx, struct call *call, struct str cookie)
{
	call_header(call, S("Set-Cookie"), str_format(cx->mem, "%.*s=%.*s; Path=/; HttpOnly; SameSite=Strict%s", STR_ARG(call_cookie_name(call)),
	                                              STR_ARG(cookie), call->server->options.tls ? "; Secure" : ""));
}

void drop_cookie(struct call *call)
{
	call_header(call, S("Set-Cookie"), call->server->options.tls
		? S(SESSION_COOKIE_TLS "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0; Secure")
		: S(SESSION_COOKIE "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"));
}

enum status session_post_before(struct cx *cx, struct call *call)
{
	const struct sign_in_body *body = call->input;
	struct attempt *a = arena_make(cx->mem, struct attempt);
	a->in = (struct sign_in_input){ body->login, body->password, body->code, call_peer(call) };
	call->before = a;
	enum status status = sign_in_check(cx, &a->in, &a->check);
	call->retry_s = (int)a->check.wait_s;
	return status;
}

enum status session_post(struct cx *cx, struct call *call)
{
	const struct sign_in_body *body = call->input;
	struct attempt *a = call->before;
	struct session *session = arena_make(cx->mem, struct session);
	struct str cookie;
	enum status status = sign_in(cx, &call->server->options.rules, &a->in, &a->check, session, &cookie);
	if (status != OK) {
		call->retry_s = (int)a->check.wait_s;
		return status;
	}
	call->session = session;
	set_cookie(cx, call, cookie);
	if (body->lang) {
		status = me_change(cx, &(struct me_input){ .lang = body->lang, .present = 1 });
		if (status != OK)
			return status;
	}
	return me_json(cx, call);
}

enum status session_delete(struct cx *cx, struct call *call)
{
	enum status status = sign_out(cx, call->session);
	if (status == OK) {
		stream_end_session(call->server, call->session->id);
		drop_cookie(call);
	}
	return status;
}

static struct str id_text(struct cx *cx, const uint8_t id[32])
{
	return str_hex(cx->mem, id, 32);
}

enum status sessions_get(struct cx *cx, struct call *call)
{
	struct session_rows rows;
	enum status status = session_list(cx, &rows);
	if (status != OK)
		return status;
	struct jw *w = &call->json;
	struct str own = id_text(cx, call->session->id);
	jw_object(w);
	jw_key(w, S("items"));
	jw_array(w);
	for (size_t i = 0; i < rows.n; i++) {
		const struct session_listed *s = &rows.p[i];
		struct str id = id_text(cx, s->id);
		jw_object(w);
		jw_k_text(w, S("id"), id);
		jw_k_bool(w, S("current"), str_eq(id, own));
		jw_k_time(w, S("created_at"), s->created_us);
		jw_k_time(w, S("seen_at"), s->seen_us);
		jw_k_time(w, S("expires_at"), s->expires_us);
		jw_k_text(w, S("address"), s->address);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_end_object(w);
	return OK;
}

enum status session_end_one(struct cx *cx, struct call *call)
{
	uint8_t id[32];
	if (!str_unhex(call->param[0], id, sizeof id))
		return fail(cx, E_MISSING, T_MISSING);
	enum status status = session_end(cx, id);
	if (status == OK)
		stream_end_session(call->server, id);
	return status;
}

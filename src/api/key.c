#include "api/key.h"
#include "api/show.h"
#include "app/key.h"
#include "base/str.h"
#include "base/uuid.h"
#include "sys/crypto.h"

/* What people compare by telephone: the first twenty digits of the SHA-256 of the public key, in groups of four. */
static struct str fingerprint(struct arena *mem, const uint8_t pub[32])
{
	uint8_t digest[SHA256_BYTES];
	struct buf out;
	sha256(pub, 32, digest);
	buf_init(&out, mem, 64);
	for (size_t i = 0; i < 10; i++) {
		if (i && i % 2 == 0)
			buf_byte(&out, ' ');
		buf_add(&out, str_hex(mem, digest + i, 1));
	}
	return buf_str(&out);
}

static void show_public(struct cx *cx, struct jw *w, const struct org_key *k)
{
	jw_k_uuid(w, S("id"), k->id);
	jw_k_text(w, S("public"), str_base64url(cx->mem, k->pub, sizeof k->pub));
	jw_k_text(w, S("fingerprint"), fingerprint(cx->mem, k->pub));
	jw_k_time(w, S("created_at"), k->created_us);
}

enum status org_key_get(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct org_key key;
	struct jw *w = &call->json;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = key_of_org(cx, id, &key);
	if (st != OK)
		return st;
	jw_object(w);
	jw_k_uuid(w, S("org"), id);
	if (!uuid_is_none(key.id)) {
		jw_key(w, S("key"));
		jw_object(w);
		show_public(cx, w, &key);
		jw_end_object(w);
	}
	jw_end_object(w);
	return OK;
}

static void show_copy(struct cx *cx, struct jw *w, const struct key_copy *c)
{
	jw_object(w);
	jw_k_uuid(w, S("id"), c->id);
	jw_k_text(w, S("kind"), copy_kind_names[c->kind - 1]);
	show_text(w, S("label"), c->label);
	if (c->kind == COPY_CHAIN)
		jw_k_uuid(w, S("to_key"), c->holder);
	if (c->login.n) {
		jw_key(w, S("holder"));
		jw_object(w);
		jw_k_uuid(w, S("id"), c->holder);
		jw_k_text(w, S("login"), c->login);
		jw_k_text(w, S("ja"), c->ja);
		jw_k_text(w, S("en"), c->en);
		jw_end_object(w);
	}
	jw_k_bool(w, S("mine"), uuid_eq(c->holder, cx->actor->user));
	if (c->blob.n)
		jw_k_raw(w, S("blob"), c->blob);
	jw_k_time(w, S("created_at"), c->created_us);
	if (c->kind == COPY_INVITATION)
		jw_k_time(w, S("expires_at"), c->created_us + INVITATION_VALID_US);
	jw_end_object(w);
}

static void show_key(struct cx *cx, struct jw *w, const struct key_view *v)
{
	jw_object(w);
	show_public(cx, w, &v->key);
	if (v->key.by_ja.n) {
		jw_key(w, S("created_by"));
		jw_object(w);
		jw_k_text(w, S("ja"), v->key.by_ja);
		jw_k_text(w, S("en"), v->key.by_en);
		jw_end_object(w);
	}
	show_time(w, S("retired_at"), v->key.retired_us);
	jw_k_bool(w, S("in_force"), !v->key.retired_us);
	jw_k_bool(w, S("rotate"), v->rotate);
	jw_key(w, S("copies"));
	jw_array(w);
	for (size_t i = 0; i < v->n_copies; i++)
		show_copy(cx, w, &v->copies[i]);
	jw_end_array(w);
	jw_end_object(w);
}

enum status keys_get(struct cx *cx, struct call *call)
{
	struct key_list list;
	struct jw *w = &call->json;
	enum status st = key_list(cx, &list);
	if (st != OK)
		return st;
	jw_object(w);
	jw_key(w, S("items"));
	jw_array(w);
	for (size_t i = 0; i < list.n; i++)
		show_key(cx, w, &list.p[i]);
	jw_end_array(w);
	jw_key(w, S("keepers"));
	jw_array(w);
	for (size_t i = 0; i < list.n_keepers; i++) {
		jw_object(w);
		jw_k_uuid(w, S("id"), list.keepers[i].id);
		jw_k_text(w, S("login"), list.keepers[i].login);
		jw_k_text(w, S("ja"), list.keepers[i].ja);
		jw_k_text(w, S("en"), list.keepers[i].en);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_end_object(w);
	return OK;
}

static enum status answer_public(struct cx *cx, struct call *call, const struct org_key *k)
{
	jw_object(&call->json);
	show_public(cx, &call->json, k);
	jw_end_object(&call->json);
	return OK;
}

enum status keys_post(struct cx *cx, struct call *call)
{
	struct org_key key;
	enum status st = key_create(cx, call->input, &key);
	return st == OK ? answer_public(cx, call, &key) : st;
}

enum status key_retire_post(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct org_key key;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = key_retire(cx, id, &key);
	return st == OK ? answer_public(cx, call, &key) : st;
}

enum status key_copies_post(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct key_copy copy;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = key_copy_add(cx, id, call->input, &copy);
	if (st == OK)
		show_copy(cx, &call->json, &copy);
	return st;
}

enum status key_copy_delete(struct cx *cx, struct call *call)
{
	struct uuid id, copy;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = call_uuid(cx, call, 1, &copy);
	return st == OK ? key_copy_end(cx, id, copy) : st;
}

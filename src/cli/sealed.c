#include "cli/sealed.h"
#include "base/str.h"
#include "base/uuid.h"

#include <string.h>

#define PLAIN_MAX ((size_t)1 << 20)

static enum status public_of(struct client *c, const struct json *key, struct seal_to *ret)
{
	struct bytes bytes;
	if (!uuid_parse(json_get_text(key, S("id")), &ret->key) || !str_unbase64url(c->cx.mem, json_get_text(key, S("public")), &bytes) ||
	    bytes.n != BOX_KEY_BYTES)
		return fail(&c->cx, E_REMOTE, T_KEY_PUBLIC);
	memcpy(ret->pub, bytes.p, BOX_KEY_BYTES);
	return OK;
}

static enum status key_of(struct client *c, struct str org, const struct json **ret)
{
	const struct json *answer;
	enum status st = client_ask(c, S("GET"), str_format(c->cx.mem, "/api/v1/orgs/%.*s/key", STR_ARG(org)), NO_STR, &answer);
	if (st == OK)
		*ret = json_get(answer, S("key"));
	return st;
}

enum { CEPTOARS_MAX = 40 };

/* The CEPTOARs that may be meant: of a follow-up who has the report, else those one belongs to. */
static enum status ceptoars_of(struct client *c, struct str own, struct str followed, struct str *ret, size_t *ret_n)
{
	const struct json *answer;
	struct str path = followed.n ? str_format(c->cx.mem, "/api/v1/reports/%.*s", STR_ARG(followed)) : str_format(c->cx.mem, "/api/v1/orgs/%.*s", STR_ARG(own));
	size_t n = 0;
	enum status st = client_ask(c, S("GET"), path, NO_STR, &answer);
	if (st != OK)
		return st;
	for (const struct json *one = json_first(json_get(answer, followed.n ? S("who_sees") : S("ceptoars"))); one && n < CEPTOARS_MAX; one = json_next(one)) {
		const struct json *org = followed.n ? json_get(one, S("org")) : one;
		if (str_eq(json_get_text(org, S("kind")), S("ceptoar")))
			ret[n++] = json_get_text(org, S("id"));
	}
	*ret_n = n;
	return OK;
}

enum status sealed_way(struct client *c, struct str followed, struct seal_way *ret)
{
	const struct json *me, *key = NULL;
	struct str ceptoars[CEPTOARS_MAX];
	size_t n = 0;
	struct seal_way way = { .n = 0 };
	enum status st = client_ask(c, S("GET"), S("/api/v1/me"), NO_STR, &me);
	struct str own = st == OK ? json_get_text(json_get(me, S("org")), S("id")) : NO_STR;
	if (st == OK)
		st = ceptoars_of(c, own, followed, ceptoars, &n);
	for (size_t i = 0; st == OK && i < n && !way.n; i++) {
		st = key_of(c, ceptoars[i], &key);
		if (st == OK && key) {
			way.ceptoar = ceptoars[i];
			st = public_of(c, key, &way.to[way.n++]);
		}
	}
	if (st == OK && way.n)
		st = key_of(c, own, &key);
	if (st == OK && way.n && key)
		st = public_of(c, key, &way.to[way.n++]);
	if (st == OK)
		*ret = way;
	return st;
}

static void add_json(struct jw *w, struct arena *mem, struct str key, const struct json *value)
{
	struct buf out;
	buf_init(&out, mem, 2 * PLAIN_MAX);
	json_write(&out, value);
	jw_k_raw(w, key, buf_str(&out));
}

static struct str last_part(struct str path)
{
	size_t from = path.n;
	while (from > 0 && path.p[from - 1] != '/')
		from--;
	return str_slice(path, from, path.n);
}

/* Seals and uploads each file; `files` gets what stands inside the envelope, `ids` what stands outside. */
static enum status seal_files(struct client *c, const struct secret_key *content, struct str paths, struct jw *files, struct jw *ids)
{
	for (struct str rest = paths, path = str_cut(rest, ',', &rest); path.n || rest.n; path = str_cut(rest, ',', &rest)) {
		const struct json *answer;
		struct str text;
		struct bytes sealed;
		enum status st = client_read_file(c, path, (size_t)10 << 20, &text);
		if (st == OK)
			st = file_seal(&c->cx, content, (struct bytes){ (const uint8_t *)text.p, text.n }, &sealed);
		c->type = S("application/octet-stream");
		if (st == OK)
			st = client_ask(c, S("POST"), S("/api/v1/attachments?sealed=true"), (struct str){ (const char *)sealed.p, sealed.n }, &answer);
		if (st != OK)
			return st;
		jw_object(files);
		jw_k_text(files, S("id"), json_get_text(answer, S("id")));
		jw_k_text(files, S("name"), last_part(path));
		jw_k_text(files, S("type"), S("application/octet-stream"));
		jw_k_int(files, S("size"), (int64_t)text.n);
		jw_end_object(files);
		jw_text(ids, json_get_text(answer, S("id")));
	}
	return OK;
}

enum status sealed_body_make(struct client *c, const struct seal_way *way, struct str form, struct str paths, bool final, struct str *ret)
{
	static const struct str outside[] = { LIT("tlp"), LIT("basis"), LIT("consent"), LIT("exercise"), { NULL, 0 } };
	const struct json *content;
	struct secret_key key;
	struct buf plain, ids, out;
	struct jw p, i, w;
	struct str envelope;
	enum status st = json_parse(&c->cx, form, &content);
	if (st != OK)
		return st;
	secret_key_new(&key);
	buf_init(&plain, c->cx.mem, 2 * PLAIN_MAX);
	buf_init(&ids, c->cx.mem, 65536);
	buf_init(&out, c->cx.mem, 4 * PLAIN_MAX);
	jw_init(&p, &plain);
	jw_init(&i, &ids);
	jw_init(&w, &out);
	jw_object(&p);
	add_json(&p, c->cx.mem, S("content"), content);
	jw_key(&p, S("files"));
	jw_array(&p);
	jw_array(&i);
	st = seal_files(c, &key, paths, &p, &i);
	jw_end_array(&p);
	jw_end_array(&i);
	jw_end_object(&p);
	if (st == OK)
		st = content_seal(&c->cx, buf_str(&plain), &key, way->to, way->n, &envelope);
	crypto_forget(&key, sizeof key);
	if (st != OK)
		return st;
	jw_object(&w);
	jw_k_text(&w, S("ceptoar"), way->ceptoar);
	jw_k_raw(&w, S("envelope"), envelope);
	for (const struct str *o = outside; o->n; o++)
		if (json_get(content, *o))
			add_json(&w, c->cx.mem, *o, json_get(content, *o));
	jw_k_raw(&w, S("attachments"), buf_str(&ids));
	if (final)
		jw_k_bool(&w, S("final"), true);
	jw_end_object(&w);
	*ret = buf_str(&out);
	return OK;
}

/* Opening. */

static const struct held_key *held_of(const struct held *h, struct uuid id)
{
	for (size_t i = 0; i < h->n; i++)
		if (uuid_eq(h->v[i].id, id))
			return &h->v[i];
	return NULL;
}

static bool hold(struct held *h, struct uuid id, const struct box_key *key)
{
	if (h->n == HELD_MAX || held_of(h, id))
		return false;
	h->v[h->n++] = (struct held_key){ id, *key };
	return true;
}

/* One key by one of its copies. */
static bool try_copy(struct client *c, const struct json *copy, struct str secret, bool code, const struct seal_to *to, struct held *h)
{
	struct str kind = json_get_text(copy, S("kind")), newer = json_get_text(copy, S("to_key"));
	const struct json *blob = json_get(copy, S("blob"));
	struct box_key key;
	struct uuid id;
	bool fits = code ? str_eq(kind, S("share")) || str_eq(kind, S("invitation")) : str_eq(kind, S("passphrase"));
	enum status st = E_DENIED;
	if (blob && fits)
		st = key_unlock(&c->cx, blob, secret, to->pub, &key);
	else if (blob && str_eq(kind, S("chain")) && uuid_parse(newer, &id) && held_of(h, id))
		st = key_unchain(&c->cx, blob, &held_of(h, id)->key, to->pub, &key);
	if (st != OK)
		c->problem = (struct problem){ 0 };
	return st == OK && hold(h, to->key, &key);
}

enum status sealed_unlock(struct client *c, const struct json *list, struct str typed, bool code, struct held *ret)
{
	struct str secret = passphrase_text(c->cx.mem, typed);
	struct held h = { .n = 0 };
	enum status st = code ? code_secret(&c->cx, typed, &secret) : OK;
	for (bool more = st == OK; more && st == OK;) {                 /* newest first, so the chain needs one round; a second is harmless */
		more = false;
		for (const struct json *k = json_first(json_get(list, S("items"))); k && st == OK; k = json_next(k)) {
			struct seal_to to;
			st = public_of(c, k, &to);
			if (st != OK || held_of(&h, to.key))
				continue;
			for (const struct json *copy = json_first(json_get(k, S("copies"))); copy; copy = json_next(copy))
				if (try_copy(c, copy, secret, code, &to, &h)) {
					more = true;
					break;
				}
		}
	}
	if (st == OK && !h.n)
		st = fail(&c->cx, E_DENIED, code ? T_KEY_CODE : T_KEY_PASSPHRASE);
	if (st == OK)
		*ret = h;
	return st;
}

enum status sealed_open(struct client *c, const struct json *content, const struct held *h, const struct json **ret_plain)
{
	struct envelope e;
	struct secret_key key;
	struct str plain;
	enum status st = envelope_read(&c->cx, json_get(content, S("envelope")), &e);
	if (st != OK)
		return st;
	for (size_t i = 0; i < e.n_keys; i++) {
		const struct held_key *held = held_of(h, e.keys[i].key);
		if (!held)
			continue;
		st = content_open(&c->cx, &e, held->id, &held->key, &key, &plain);
		return st == OK ? json_parse(&c->cx, plain, ret_plain) : st;
	}
	return fail(&c->cx, E_DENIED, T_SEAL_OPEN);
}

enum status sealed_content(struct client *c, const struct json *m, struct str passphrase_file, const struct json **ret)
{
	const struct json *content = json_get(json_first(json_get(m, S("revisions"))), S("content")), *keys, *plain;
	struct held held;
	struct str passphrase;
	*ret = content;
	if (!json_get(content, S("envelope")))
		return OK;
	arena_holds_secrets(c->cx.mem);
	enum status st = client_ask(c, S("GET"), S("/api/v1/keys"), NO_STR, &keys);
	if (st == OK)
		st = client_secret(c, passphrase_file, "Passphrase of the key", &passphrase);
	if (st == OK)
		st = sealed_unlock(c, keys, passphrase, false, &held);
	if (st == OK)
		st = sealed_open(c, content, &held, &plain);
	crypto_forget(&held, sizeof held);
	if (st == OK)
		*ret = json_get(plain, S("content"));
	return st;
}

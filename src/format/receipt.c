/* format/receipt.c — see receipt.h. */
#include "format/receipt.h"

#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "base/uuid.h"

/* Out */

static void k_hex(struct jw *w, struct arena *mem, struct str key, const void *bytes, size_t n)
{
	jw_k_text(w, key, str_hex(mem, bytes, n));
}

static void k_id(struct jw *w, struct str key, struct uuid id)
{
	if (!uuid_is_none(id))
		jw_k_uuid(w, key, id);
}

static void write_entry(struct jw *w, struct arena *mem, const struct entry *e)
{
	jw_key(w, S("entry"));
	jw_object(w);
	jw_k_uuid(w, S("id"), e->id);
	jw_k_text(w, S("at"), journal_time(mem, e->at_us));
	k_id(w, S("account"), e->account);
	k_id(w, S("org"), e->org);
	jw_k_text(w, S("verb"), e->verb);
	k_id(w, S("object"), e->object);
	if (e->has_digest)
		k_hex(w, mem, S("digest"), e->digest, sizeof e->digest);
	jw_end_object(w);
}

static void write_head(struct jw *w, struct arena *mem, const struct receipt *r)
{
	jw_key(w, S("head"));
	jw_object(w);
	jw_k_int(w, S("size"), r->head.size);
	k_hex(w, mem, S("root"), r->head.root.b, HASH_BYTES);
	jw_k_text(w, S("signed_at"), journal_time(mem, r->head.signed_us));
	k_hex(w, mem, S("signature"), r->head.signature, sizeof r->head.signature);
	jw_end_object(w);
	jw_key(w, S("key"));
	jw_object(w);
	k_hex(w, mem, S("id"), r->key_id, sizeof r->key_id);
	k_hex(w, mem, S("public"), r->head.key, sizeof r->head.key);
	jw_end_object(w);
}

void receipt_write(struct jw *w, struct arena *mem, const struct receipt *r)
{
	jw_object(w);
	jw_k_text(w, S("noroshi"), S("receipt/1"));
	jw_k_text(w, S("store"), r->store);
	write_entry(w, mem, &r->entry);
	jw_k_text(w, S("leaf"), entry_leaf(mem, &r->entry));
	jw_k_int(w, S("seq"), r->entry.seq);
	jw_key(w, S("proof"));
	jw_array(w);
	for (size_t i = 0; i < r->proof.n; i++)
		jw_text(w, str_hex(mem, r->proof.hash[i].b, HASH_BYTES));
	jw_end_array(w);
	write_head(w, mem, r);
	if (r->has_content) {
		jw_key(w, S("content"));
		jw_object(w);
		jw_k_uuid(w, S("revision"), r->revision);
		k_hex(w, mem, S("salt"), r->salt, sizeof r->salt);
		jw_k_text(w, S("body"), r->body);
		jw_end_object(w);
	}
	jw_end_object(w);
}

/* In. The first fault is kept in `wrong`; everything after it is read all the same and thrown away. */
struct reader { struct cx *cx; const char *wrong; };

static void expect(struct reader *r, bool good, const char *what)
{
	if (!good && !r->wrong)
		r->wrong = what;
}

static struct str text_of(struct reader *r, const struct json *object, struct str key, bool optional)
{
	const struct json *v = json_get(object, key);
	if (!v && optional)
		return NO_STR;
	expect(r, json_kind(v) == JSON_TEXT, key.p);
	return json_text(v);
}

static int64_t int_of(struct reader *r, const struct json *object, struct str key)
{
	int64_t n = 0;
	expect(r, json_int(json_get(object, key), &n) && n >= 0, key.p);
	return n;
}

static void hex(struct reader *r, struct str text, uint8_t *ret, size_t n, const char *what)
{
	bool good = text.n == 2 * n && str_unhex(text, ret, n) && str_eq(text, str_hex(r->cx->mem, ret, n));
	expect(r, good, what);
}

static struct uuid id_of(struct reader *r, const struct json *object, struct str key, bool optional)
{
	struct uuid id = { { 0 } };
	struct str text = text_of(r, object, key, optional);
	if (text.p)
		expect(r, uuid_parse(text, &id) && !uuid_is_none(id) && str_eq(text, uuid_str(r->cx->mem, id)), key.p);
	return id;
}

static int64_t time_of(struct reader *r, const struct json *object, struct str key)
{
	int64_t us = 0;
	struct str text = text_of(r, object, key, false);
	expect(r, time_parse(text, &us) && str_eq(text, journal_time(r->cx->mem, us)), key.p);
	return us;
}

/* Nothing that the reader does not know: `keys` ends with an empty str. */
static void only(struct reader *r, const struct json *object, const struct str *keys, const char *what)
{
	expect(r, json_kind(object) == JSON_OBJECT, what);
	for (const struct json *m = json_first(object); m; m = json_next(m)) {
		bool known = false;
		for (const struct str *k = keys; k->n > 0; k++)
			known = known || str_eq(*k, json_key(m));
		expect(r, known, "a member that does not belong there");
	}
}

static void read_entry(struct reader *r, const struct json *in, struct entry *e)
{
	static const struct str keys[] = { LIT("id"), LIT("at"), LIT("account"), LIT("org"), LIT("verb"), LIT("object"), LIT("digest"), { 0, 0 } };
	only(r, in, keys, "entry");
	e->id = id_of(r, in, S("id"), false);
	e->at_us = time_of(r, in, S("at"));
	e->account = id_of(r, in, S("account"), true);
	e->org = id_of(r, in, S("org"), true);
	e->verb = text_of(r, in, S("verb"), false);
	e->object = id_of(r, in, S("object"), true);
	struct str digest = text_of(r, in, S("digest"), true);
	e->has_digest = digest.p != NULL;
	if (e->has_digest)
		hex(r, digest, e->digest, sizeof e->digest, "digest");
}

static void read_head(struct reader *r, const struct json *top, struct receipt *ret)
{
	static const struct str head_keys[] = { LIT("size"), LIT("root"), LIT("signed_at"), LIT("signature"), { 0, 0 } };
	static const struct str key_keys[] = { LIT("id"), LIT("public"), { 0, 0 } };
	const struct json *head = json_get(top, S("head")), *key = json_get(top, S("key"));
	only(r, head, head_keys, "head");
	only(r, key, key_keys, "key");
	ret->head.size = int_of(r, head, S("size"));
	ret->head.signed_us = time_of(r, head, S("signed_at"));
	hex(r, text_of(r, head, S("root"), false), ret->head.root.b, HASH_BYTES, "root");
	hex(r, text_of(r, head, S("signature"), false), ret->head.signature, sizeof ret->head.signature, "signature");
	hex(r, text_of(r, key, S("id"), false), ret->key_id, sizeof ret->key_id, "key.id");
	hex(r, text_of(r, key, S("public"), false), ret->head.key, sizeof ret->head.key, "key.public");
}

static void read_proof(struct reader *r, const struct json *in, struct merkle_proof *ret)
{
	bool good = json_kind(in) == JSON_ARRAY && json_count(in) <= MERKLE_PROOF_MAX;
	expect(r, good, "proof");
	if (!good)
		return;
	for (const struct json *h = json_first(in); h; h = json_next(h))
		hex(r, json_text(h), ret->hash[ret->n++].b, HASH_BYTES, "proof");
}

static void read_content(struct reader *r, const struct json *in, struct receipt *ret)
{
	static const struct str keys[] = { LIT("revision"), LIT("salt"), LIT("body"), { 0, 0 } };
	ret->has_content = true;
	only(r, in, keys, "content");
	ret->revision = id_of(r, in, S("revision"), false);
	ret->body = text_of(r, in, S("body"), false);
	hex(r, text_of(r, in, S("salt"), false), ret->salt, sizeof ret->salt, "salt");
}

enum status receipt_read(struct cx *cx, struct str text, struct receipt *ret)
{
	static const struct str keys[] = { LIT("noroshi"), LIT("store"), LIT("entry"), LIT("leaf"), LIT("seq"), LIT("proof"), LIT("head"),
		LIT("key"), LIT("content"), { 0, 0 } };
	const struct json *top;
	if (text.n > RECEIPT_BYTES_MAX)
		return fail_detail(cx, E_INVALID, T_RECEIPT_FORMAT, "larger than a receipt can be");
	enum status st = json_parse(cx, text, &top);
	if (st != OK)
		return st;
	struct reader r = { cx, NULL };
	struct receipt got;
	memset(&got, 0, sizeof got);
	only(&r, top, keys, "receipt");
	expect(&r, str_eq(text_of(&r, top, S("noroshi"), false), S("receipt/1")), "noroshi");
	got.store = text_of(&r, top, S("store"), false);
	read_entry(&r, json_get(top, S("entry")), &got.entry);
	got.entry.seq = int_of(&r, top, S("seq"));
	read_head(&r, top, &got);
	read_proof(&r, json_get(top, S("proof")), &got.proof);
	const struct json *content = json_get(top, S("content"));
	if (content)
		read_content(&r, content, &got);
	struct str leaf = entry_leaf(cx->mem, &got.entry);
	expect(&r, leaf.n > 0 && str_eq(leaf, text_of(&r, top, S("leaf"), false)), "leaf");
	if (r.wrong)
		return fail_detail(cx, E_INVALID, T_RECEIPT_FORMAT, "%s", r.wrong);
	*ret = got;
	return OK;
}

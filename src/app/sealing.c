#include "app/sealing.h"
#include "base/str.h"
#include "base/uuid.h"

#include <string.h>

#define PASSES 3

static struct str written(struct cx *cx, void (*write)(struct jw *, struct arena *, const void *), const void *what)
{
	struct buf out;
	struct jw w;
	buf_init(&out, cx->mem, 2 << 20);
	jw_init(&w, &out);
	write(&w, cx->mem, what);
	return buf_str(&out);
}

static void write_envelope(struct jw *w, struct arena *mem, const void *e)
{
	envelope_write(w, mem, e);
}

static void write_locked(struct jw *w, struct arena *mem, const void *k)
{
	locked_key_write(w, mem, k);
}

static void write_chained(struct jw *w, struct arena *mem, const void *box)
{
	chained_key_write(w, mem, box);
}

enum status content_seal(struct cx *cx, struct str plain, const struct secret_key *content, const struct seal_to *to, size_t n, struct str *ret)
{
	struct envelope e = { .n_keys = n };
	struct bytes padded = seal_pad(cx->mem, SEAL_CONTENT, (struct bytes){ (const uint8_t *)plain.p, plain.n });
	if (!padded.p || n > ENVELOPE_KEYS_MAX)
		return fail(cx, E_LIMIT, T_TOO_LARGE);
	e.box = secret_seal(cx->mem, content, padded);
	for (size_t i = 0; i < n; i++) {
		e.keys[i].key = to[i].key;
		if (!sealed_box(to[i].pub, content->b, sizeof content->b, e.keys[i].box))
			return fail(cx, E_INVALID, T_KEY_PUBLIC);
	}
	*ret = written(cx, write_envelope, &e);
	return OK;
}

enum status content_open(struct cx *cx, const struct envelope *e, struct uuid key, const struct box_key *box, struct secret_key *ret_content,
                         struct str *ret_plain)
{
	struct secret_key content;
	struct bytes padded, plain;
	for (size_t i = 0; i < e->n_keys; i++) {
		if (!uuid_eq(e->keys[i].key, key))
			continue;
		if (!sealed_box_open(box, e->keys[i].box, sizeof e->keys[i].box, content.b) ||
		    !secret_open(cx->mem, &content, e->box, &padded) || !seal_unpad(padded, &plain))
			break;
		*ret_content = content;
		*ret_plain = (struct str){ (const char *)plain.p, plain.n };
		return OK;
	}
	return fail(cx, E_DENIED, T_SEAL_OPEN);
}

enum status file_seal(struct cx *cx, const struct secret_key *content, struct bytes plain, struct bytes *ret)
{
	struct bytes padded = seal_pad(cx->mem, SEAL_FILE, plain);
	if (!padded.p)
		return fail(cx, E_LIMIT, T_TOO_LARGE);
	*ret = secret_seal(cx->mem, content, padded);
	return OK;
}

enum status file_open(struct cx *cx, const struct secret_key *content, struct bytes sealed, struct bytes *ret)
{
	struct bytes padded, plain;
	if (!secret_open(cx->mem, content, sealed, &padded) || !seal_unpad(padded, &plain))
		return fail(cx, E_DENIED, T_SEAL_OPEN);
	*ret = plain;
	return OK;
}

enum status key_lock(struct cx *cx, const struct box_key *key, struct str secret, struct str *ret_blob)
{
	struct stretch how = { .passes = PASSES, .memory_bytes = LOCK_MEMORY_MIN };
	struct locked_key locked = { .passes = how.passes, .memory = how.memory_bytes };
	struct secret_key stretched;
	random_bytes(how.salt, sizeof how.salt);
	memcpy(locked.salt, how.salt, sizeof locked.salt);
	enum status st = stretch_key(cx, secret, &how, &stretched);
	if (st != OK)
		return st;
	struct bytes box = secret_seal(cx->mem, &stretched, (struct bytes){ key->secret, sizeof key->secret });
	memcpy(locked.box, box.p, sizeof locked.box);
	*ret_blob = written(cx, write_locked, &locked);
	crypto_forget(&stretched, sizeof stretched);
	return OK;
}

/* Does the private half belong to the public one? */
static bool take(const uint8_t secret[BOX_KEY_BYTES], const uint8_t pub[BOX_KEY_BYTES], struct box_key *ret)
{
	struct box_key key;
	box_key_from_secret(secret, &key);
	bool same = memcmp(key.pub, pub, sizeof key.pub) == 0;
	if (same)
		*ret = key;
	crypto_forget(&key, sizeof key);
	return same;
}

enum status key_unlock(struct cx *cx, const struct json *blob, struct str secret, const uint8_t pub[BOX_KEY_BYTES], struct box_key *ret)
{
	struct locked_key locked;
	struct secret_key stretched;
	struct bytes plain;
	enum status st = locked_key_read(cx, blob, &locked);
	if (st != OK)
		return st;
	struct stretch how = { .passes = locked.passes, .memory_bytes = locked.memory };
	memcpy(how.salt, locked.salt, sizeof how.salt);
	st = stretch_key(cx, secret, &how, &stretched);
	if (st != OK)
		return st;
	bool good = secret_open(cx->mem, &stretched, (struct bytes){ locked.box, sizeof locked.box }, &plain) &&
	            plain.n == BOX_KEY_BYTES && take(plain.p, pub, ret);
	crypto_forget(&stretched, sizeof stretched);
	return good ? OK : fail(cx, E_DENIED, T_KEY_PASSPHRASE);
}

enum status key_chain(struct cx *cx, const struct box_key *old, const uint8_t new_pub[BOX_KEY_BYTES], struct str *ret_blob)
{
	uint8_t box[SEAL_BOX_BYTES];
	if (!sealed_box(new_pub, old->secret, sizeof old->secret, box))
		return fail(cx, E_INVALID, T_KEY_PUBLIC);
	*ret_blob = written(cx, write_chained, box);
	return OK;
}

enum status key_unchain(struct cx *cx, const struct json *blob, const struct box_key *newer, const uint8_t pub[BOX_KEY_BYTES], struct box_key *ret)
{
	uint8_t box[SEAL_BOX_BYTES], secret[BOX_KEY_BYTES];
	enum status st = chained_key_read(cx, blob, box);
	if (st != OK)
		return st;
	bool good = sealed_box_open(newer, box, sizeof box, secret) && take(secret, pub, ret);
	crypto_forget(secret, sizeof secret);
	return good ? OK : fail(cx, E_DENIED, T_SEAL_OPEN);
}

struct str passphrase_text(struct arena *mem, struct str typed)
{
	return str_trim(str_nfkc(mem, typed));
}

struct str code_new(struct arena *mem)
{
	uint8_t random[CODE_CHARS];
	random_bytes(random, sizeof random);
	struct str code = code_write(mem, random);
	crypto_forget(random, sizeof random);
	return code;
}

enum status code_secret(struct cx *cx, struct str typed, struct str *ret)
{
	int group;
	if (code_read(cx->mem, typed, ret, &group))
		return OK;
	return group ? (fail_field(cx, S("/code"), T_KEY_CODE_GROUP, group), fail(cx, E_DENIED, T_KEY_CODE)) : fail(cx, E_DENIED, T_KEY_CODE);
}

#include "format/envelope.h"
#include "base/str.h"
#include "base/uuid.h"

#include <string.h>

static const size_t content_classes[] = { 4 << 10, 16 << 10, 64 << 10, 256 << 10, 512 << 10, 0 };
static const size_t file_classes[] = {
	16 << 10, 64 << 10, 256 << 10, 1 << 20, 2 << 20, 4 << 20, 6 << 20, 8 << 20, (10 << 20) - SEAL_EXTRA_BYTES, 0 };

static enum status wrong(struct cx *cx, const char *what)
{
	return fail_detail(cx, E_INVALID, T_SEAL_FORM, "%s", what);
}

/* The object has exactly these members. */
static bool members_are(const struct json *object, const struct str *names, size_t n)
{
	if (json_kind(object) != JSON_OBJECT || json_count(object) != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!json_get(object, names[i]))
			return false;
	return true;
}

/* Exactly n bytes, written the one way there is (no spare bits, no padding). */
static bool bytes_of(struct cx *cx, const struct json *text, struct bytes *ret)
{
	struct bytes bytes;
	struct str s = json_text(text);
	if (!s.n || !str_unbase64url(cx->mem, s, &bytes))
		return false;
	if (!str_eq(str_base64url(cx->mem, bytes.p, bytes.n), s))
		return false;
	*ret = bytes;
	return true;
}

static bool fixed_of(struct cx *cx, const struct json *text, uint8_t *ret, size_t n)
{
	struct bytes bytes;
	if (json_text(text).n > 2 * n || !bytes_of(cx, text, &bytes) || bytes.n != n)
		return false;
	memcpy(ret, bytes.p, n);
	return true;
}

static bool version_is_1(const struct json *object)
{
	int64_t version;
	return json_int(json_get(object, S("version")), &version) && version == 1;
}

static bool sealed_key_of(struct cx *cx, const struct json *object, struct sealed_key *ret)
{
	return uuid_parse(json_get_text(object, S("key")), &ret->key) && !uuid_is_none(ret->key) &&
	       fixed_of(cx, json_get(object, S("box")), ret->box, sizeof ret->box);
}

enum status envelope_read(struct cx *cx, const struct json *in, struct envelope *ret)
{
	static const struct str members[] = { LIT("version"), LIT("keys"), LIT("box") }, of_key[] = { LIT("key"), LIT("box") };
	struct envelope e = { 0 };
	if (!members_are(in, members, 3) || !version_is_1(in))
		return wrong(cx, "not an envelope of version 1");
	const struct json *keys = json_get(in, S("keys"));
	if (json_kind(keys) != JSON_ARRAY || json_count(keys) < 1 || json_count(keys) > ENVELOPE_KEYS_MAX)
		return wrong(cx, "its keys are none or too many");
	for (const struct json *k = json_first(keys); k; k = json_next(k)) {
		if (!members_are(k, of_key, 2) || !sealed_key_of(cx, k, &e.keys[e.n_keys]))
			return wrong(cx, "one of its keys is none");
		for (size_t i = 0; i < e.n_keys; i++)
			if (uuid_eq(e.keys[i].key, e.keys[e.n_keys].key))
				return wrong(cx, "it names a key twice");
		e.n_keys++;
	}
	if (!bytes_of(cx, json_get(in, S("box")), &e.box) || !seal_size_fits(SEAL_CONTENT, e.box.n, &e.size_class))
		return wrong(cx, "its box is of no size class");
	*ret = e;
	return OK;
}

static void k_bytes(struct jw *w, struct arena *mem, struct str key, const void *p, size_t n)
{
	jw_k_text(w, key, str_base64url(mem, p, n));
}

void envelope_write(struct jw *w, struct arena *mem, const struct envelope *e)
{
	jw_object(w);
	jw_k_int(w, S("version"), 1);
	jw_key(w, S("keys"));
	jw_array(w);
	for (size_t i = 0; i < e->n_keys; i++) {
		jw_object(w);
		jw_k_uuid(w, S("key"), e->keys[i].key);
		k_bytes(w, mem, S("box"), e->keys[i].box, sizeof e->keys[i].box);
		jw_end_object(w);
	}
	jw_end_array(w);
	k_bytes(w, mem, S("box"), e->box.p, e->box.n);
	jw_end_object(w);
}

enum status locked_key_read(struct cx *cx, const struct json *in, struct locked_key *ret)
{
	static const struct str members[] = { LIT("version"), LIT("passes"), LIT("memory"), LIT("salt"), LIT("box") };
	struct locked_key k;
	if (!members_are(in, members, 5) || !version_is_1(in))
		return wrong(cx, "not a locked key of version 1");
	if (!json_int(json_get(in, S("passes")), &k.passes) || k.passes < LOCK_PASSES_MIN || k.passes > LOCK_PASSES_MAX ||
	    !json_int(json_get(in, S("memory")), &k.memory) || k.memory < LOCK_MEMORY_MIN || k.memory > LOCK_MEMORY_MAX || k.memory % 1024)
		return wrong(cx, "its cost is too small or too large");
	if (!fixed_of(cx, json_get(in, S("salt")), k.salt, sizeof k.salt) || !fixed_of(cx, json_get(in, S("box")), k.box, sizeof k.box))
		return wrong(cx, "its salt or its box has another length");
	*ret = k;
	return OK;
}

void locked_key_write(struct jw *w, struct arena *mem, const struct locked_key *k)
{
	jw_object(w);
	jw_k_int(w, S("version"), 1);
	jw_k_int(w, S("passes"), k->passes);
	jw_k_int(w, S("memory"), k->memory);
	k_bytes(w, mem, S("salt"), k->salt, sizeof k->salt);
	k_bytes(w, mem, S("box"), k->box, sizeof k->box);
	jw_end_object(w);
}

enum status chained_key_read(struct cx *cx, const struct json *in, uint8_t ret_box[SEAL_BOX_BYTES])
{
	static const struct str members[] = { LIT("version"), LIT("box") };
	if (!members_are(in, members, 2) || !version_is_1(in) || !fixed_of(cx, json_get(in, S("box")), ret_box, SEAL_BOX_BYTES))
		return wrong(cx, "not a chained key of version 1");
	return OK;
}

void chained_key_write(struct jw *w, struct arena *mem, const uint8_t box[SEAL_BOX_BYTES])
{
	jw_object(w);
	jw_k_int(w, S("version"), 1);
	k_bytes(w, mem, S("box"), box, SEAL_BOX_BYTES);
	jw_end_object(w);
}

/* Size classes. */

static const size_t *classes(enum seal_kind kind)
{
	return kind == SEAL_FILE ? file_classes : content_classes;
}

size_t seal_padded_size(enum seal_kind kind, size_t n)
{
	const size_t *c = classes(kind);
	while (*c && *c <= n)                                   /* one byte at least is padding */
		c++;
	return *c;
}

bool seal_size_fits(enum seal_kind kind, size_t n, int *ret_class)
{
	const size_t *c = classes(kind);
	for (int i = 0; c[i]; i++)
		if (n == c[i] + SEAL_EXTRA_BYTES) {
			*ret_class = i;
			return true;
		}
	return false;
}

struct bytes seal_pad(struct arena *mem, enum seal_kind kind, struct bytes plain)
{
	size_t n = seal_padded_size(kind, plain.n);
	if (!n)
		return (struct bytes){ NULL, 0 };
	uint8_t *p = arena_alloc(mem, n);                       /* zeroed */
	if (plain.n)
		memcpy(p, plain.p, plain.n);
	p[plain.n] = 0x80;
	return (struct bytes){ p, n };
}

bool seal_unpad(struct bytes padded, struct bytes *ret)
{
	size_t n = padded.n;
	while (n && padded.p[n - 1] == 0)
		n--;
	if (!n || padded.p[n - 1] != 0x80)
		return false;
	*ret = (struct bytes){ padded.p, n - 1 };
	return true;
}

/* Codes. */

static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Odd weights: one wrong character is always noticed, as they have inverses modulo 32; the group's number notices misplaced groups. */
static unsigned check_of(const uint8_t value[4], unsigned group)
{
	return (value[0] + 3u * value[1] + 5u * value[2] + 7u * value[3] + 5u * (group + 1)) % 32;
}

struct str code_write(struct arena *mem, const uint8_t random[CODE_CHARS])
{
	char *p = arena_alloc(mem, CODE_GROUPS * 6);
	size_t n = 0;
	for (unsigned g = 0; g < CODE_GROUPS; g++) {
		uint8_t value[4];
		if (g)
			p[n++] = '-';
		for (size_t i = 0; i < 4; i++) {
			value[i] = random[g * 4 + i] % 32;
			p[n++] = digits[value[i]];
		}
		p[n++] = digits[check_of(value, g)];
	}
	return (struct str){ p, n };
}

static int value_of(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c == 'U' ? 'V' : c;
	const char *at = c ? strchr(digits, c) : NULL;
	return at ? (int)(at - digits) : -1;
}

bool code_read(struct arena *mem, struct str typed, struct str *ret, int *ret_group)
{
	uint8_t value[CODE_GROUPS * 5];
	size_t n = 0;
	struct str folded = str_fold(mem, typed);               /* full-width letters and digits */
	*ret_group = 0;
	for (size_t i = 0; i < folded.n; i++) {
		int v = value_of(folded.p[i]);
		if (v < 0)                                      /* whatever stands between the groups */
			continue;
		if (n == sizeof value)
			return false;
		value[n++] = (uint8_t)v;
	}
	if (n != sizeof value)
		return false;
	char *p = arena_alloc(mem, CODE_CHARS);
	for (unsigned g = 0; g < CODE_GROUPS; g++) {
		if (value[g * 5 + 4] != check_of(value + g * 5, g)) {
			*ret_group = (int)g + 1;
			return false;
		}
		for (size_t i = 0; i < 4; i++)
			p[g * 4 + i] = digits[value[g * 5 + i]];
	}
	*ret = (struct str){ p, CODE_CHARS };
	return true;
}

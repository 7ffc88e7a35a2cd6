/* Any bytes as what sealed custody reads: an envelope, a locked and a chained key (as JSON), a typed code, padded text. Refused, or
 * written back to the same. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "format/envelope.h"

static void check(bool right)
{
	if (!right)
		abort();
}

static struct str written(struct arena *mem, const struct envelope *e, const struct locked_key *k, const uint8_t *chained)
{
	struct buf out;
	struct jw w;
	buf_init(&out, mem, 4 << 20);
	jw_init(&w, &out);
	if (e)
		envelope_write(&w, mem, e);
	else if (k)
		locked_key_write(&w, mem, k);
	else
		chained_key_write(&w, mem, chained);
	return buf_str(&out);
}

static void objects(struct cx *cx, struct str text)
{
	const struct json *json, *again;
	struct envelope e, e2;
	struct locked_key k, k2;
	uint8_t box[SEAL_BOX_BYTES], box2[SEAL_BOX_BYTES];
	if (json_parse(cx, text, &json) != OK)
		return;
	if (envelope_read(cx, json, &e) == OK) {
		struct str s = written(cx->mem, &e, NULL, NULL);
		check(json_parse(cx, s, &again) == OK && envelope_read(cx, again, &e2) == OK && str_eq(s, written(cx->mem, &e2, NULL, NULL)));
		check(e.n_keys >= 1 && e.n_keys <= ENVELOPE_KEYS_MAX && e.size_class >= 0);
	}
	if (locked_key_read(cx, json, &k) == OK) {
		struct str s = written(cx->mem, NULL, &k, NULL);
		check(json_parse(cx, s, &again) == OK && locked_key_read(cx, again, &k2) == OK && memcmp(k.box, k2.box, sizeof k.box) == 0);
		check(k.memory >= LOCK_MEMORY_MIN && k.memory <= LOCK_MEMORY_MAX && k.passes <= LOCK_PASSES_MAX);
	}
	if (chained_key_read(cx, json, box) == OK) {
		struct str s = written(cx->mem, NULL, NULL, box);
		check(json_parse(cx, s, &again) == OK && chained_key_read(cx, again, box2) == OK && memcmp(box, box2, sizeof box) == 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct problem problem = { .why = T_NONE };
	struct cx cx = { .mem = arena_new(), .problem = &problem };
	struct str text = { (const char *)bytes, n }, secret;
	struct bytes plain;
	int group = 0, size_class;
	objects(&cx, text);
	if (str_utf8(text) && code_read(cx.mem, text, &secret, &group))
		check(secret.n == CODE_CHARS);
	check(group >= 0 && group <= CODE_GROUPS);
	if (n >= CODE_CHARS) {
		struct str code = code_write(cx.mem, bytes);
		check(code_read(cx.mem, code, &secret, &group) && secret.n == CODE_CHARS);
	}
	if (seal_unpad((struct bytes){ bytes, n }, &plain))
		check(plain.n < n);
	struct bytes padded = seal_pad(cx.mem, SEAL_CONTENT, (struct bytes){ bytes, n });
	if (padded.p) {
		check(seal_unpad(padded, &plain) && plain.n == n && (!n || memcmp(plain.p, bytes, n) == 0));
		check(seal_size_fits(SEAL_CONTENT, padded.n + SEAL_EXTRA_BYTES, &size_class));
	}
	arena_release(cx.mem);
	return 0;
}

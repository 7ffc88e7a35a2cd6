/* Any bytes as a receipt: refused, or read, written and read again to the same text; and checked without harm. */
#include <stdlib.h>

#include "app/receipt.h"
#include "base/arena.h"
#include "base/str.h"

static struct str write(struct cx *cx, const struct receipt *r)
{
	struct buf out;
	struct jw w;
	buf_init(&out, cx->mem, 8 * RECEIPT_BYTES_MAX);
	jw_init(&w, &out);
	receipt_write(&w, cx->mem, r);
	if (out.full)
		abort();
	return buf_str(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct problem problem = { .why = T_NONE };
	struct cx cx = { .mem = arena_new(), .problem = &problem };
	struct receipt r, again;
	if (receipt_read(&cx, (struct str){ (const char *)bytes, n }, &r) == OK) {
		struct str text = write(&cx, &r);
		if (receipt_read(&cx, text, &again) != OK || !str_eq(text, write(&cx, &again)))
			abort();
		/* Trusting whatever key it names: the arithmetic must hold for any numbers. */
		struct public_keys trusted = { .n = 1 };
		__builtin_memcpy(trusted.key[0].b, r.head.key, sizeof r.head.key);
		(void)!receipt_check(&cx, &r, &trusted);
		struct hash leaf = { { 0 } };
		if (entry_hash(sha256, cx.mem, &r.entry, &leaf))
			(void)merkle_inclusion_holds(sha256, &leaf, r.entry.seq, r.head.size, &r.proof, &r.head.root);
		(void)merkle_consistency_holds(sha256, r.entry.seq, &leaf, r.head.size, &r.head.root, &r.proof);
	} else if (problem.why == T_NONE) {
		abort();
	}
	arena_release(cx.mem);
	return 0;
}

/* model/journal.h — a journal entry and a signed head, and the exact bytes that are hashed and signed. doc/JOURNAL.md tells how
 * anyone checks them with sha256sum and openssl.
 *
 * Entry (the leaf; "-" for what is absent; every line ends with a newline):
 *   noroshi-entry/1 | id | time | account | org | verb | object | digest
 * Head (what is signed):
 *   noroshi-head/1 | store id | size | root, hex | time
 * Times are UTC with six digits, "2026-11-20T00:00:00.000000Z"; ids and hex are lower case. The format is fixed by its first
 * line: a change of anything gets a new number, and old entries keep theirs.
 */
#ifndef NOROSHI_MODEL_JOURNAL_H
#define NOROSHI_MODEL_JOURNAL_H
#include "base/cx.h"
#include "model/merkle.h"

#define VERB_MAX 64
#define ENTRY_LEAF_MAX 512
#define JOURNAL_NO_SEQ INT64_C(-1)

struct entry {
	struct uuid id, account, org, object;                   /* none where absent */
	int64_t seq;                                            /* its place in the log from 0, or JOURNAL_NO_SEQ */
	int64_t at_us;
	struct str verb;                                        /* noun.verb */
	bool has_digest;
	uint8_t digest[HASH_BYTES];                             /* of the payload */
};
struct head {
	int64_t size;                                           /* entries 0 .. size - 1 */
	struct hash root;
	int64_t signed_us;
	uint8_t key[32], signature[64];                         /* Ed25519 public key; signature of head_text */
};

/* Lower-case ASCII words joined by one or more dots: "report.submit", "delivery.pass_by_itself". At most VERB_MAX bytes. */
bool entry_verb_is_good(struct str verb);
/* The leaf. NO_STR where the entry cannot have been made by us (a bad verb, a time outside the years 1900-9999). */
struct str entry_leaf(struct arena *, const struct entry *);
bool entry_hash(hash_fn *, struct arena *, const struct entry *, struct hash *ret);      /* false where there is no leaf */
struct str head_text(struct arena *, struct str store_id, const struct head *);          /* NO_STR as above */
/* Exactly six digits of a second, unlike base/time. NO_STR outside the years 1900-9999. */
struct str journal_time(struct arena *, int64_t us);
#endif

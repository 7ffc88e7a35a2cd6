/* format/receipt.h — a receipt as a file: one JSON object that proves, offline, that an entry is in the log of a signed head.
 *
 *   {"noroshi":"receipt/1","store":id,"entry":{"id","at","account","org","verb","object","digest"},"leaf":text,"seq":n,
 *    "proof":[hex ...],"head":{"size","root","signed_at","signature"},"key":{"id","public"},
 *    "content":{"revision","salt","body"}}                      content only in the submitter's own copy
 *
 * Reading is strict, so that every byte counts: no other members, one spelling of each value (lower-case hex and ids, times with
 * six digits), the leaf exactly the text of the entry. That what was read is also true is app/receipt.h's matter.
 */
#ifndef NOROSHI_FORMAT_RECEIPT_H
#define NOROSHI_FORMAT_RECEIPT_H
#include "base/json.h"
#include "model/journal.h"

#define RECEIPT_BYTES_MAX (4u << 20)
#define SALT_BYTES 16

struct receipt {
	struct str store;
	struct entry entry;                                     /* with seq */
	struct head head;                                       /* with the public key */
	uint8_t key_id[8];
	struct merkle_proof proof;
	bool has_content;
	struct uuid revision;                                   /* where to find it in the store; not proven */
	uint8_t salt[SALT_BYTES];
	struct str body;                                        /* entry.digest = SHA-256(salt || body) */
};
void receipt_write(struct jw *, struct arena *, const struct receipt *);
/* E_INVALID with T_RECEIPT_FORMAT (detail says what) or as json_parse. */
enum status receipt_read(struct cx *, struct str text, struct receipt *ret) MUST_CHECK;
#endif

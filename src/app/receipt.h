/* app/receipt.h — receipts: making one for those whose entry it is, and checking one without any store.
 */
#ifndef NOROSHI_APP_RECEIPT_H
#define NOROSHI_APP_RECEIPT_H
#include "format/receipt.h"
#include "sys/crypto.h"

/* The receipt of an entry, for the entry's own org and the centre's auditors; else E_MISSING. E_CONFLICT, T_RECEIPT_PENDING before
 * a signed head covers it (a second at most). With the content where the actor's org wrote it and the actor may read content;
 * reading it leaves its trace, so on a read-only connection E_WRITE is possible. */
enum status receipt_get(struct cx *, struct uuid entry, struct receipt *ret) MUST_CHECK;

/* Whether everything in it holds together: leaf, proof, root, signature by one of `trusted`, content. E_INVALID,
 * T_RECEIPT_FALSE with detail where not. Needs neither store nor network. */
enum status receipt_check(struct cx *, const struct receipt *, const struct public_keys *trusted) MUST_CHECK;
/* That `body` is what the entry's digest was made of: for a receipt with salt; E_INVALID T_RECEIPT_FALSE where not. */
enum status receipt_check_body(struct cx *, const struct receipt *, struct str body) MUST_CHECK;
/* SHA-256(salt || body). */
void salted_digest(const uint8_t salt[SALT_BYTES], struct str body, uint8_t ret[SHA256_BYTES]);
/* Whether `head` was signed by the key that stands in it, for this store. Says nothing about trusting that key. */
bool head_signature_holds(struct arena *, struct str store, const struct head *);
#endif

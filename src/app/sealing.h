/* app/sealing.h — sealing and opening, natively: the command line's half of sealed custody and the demonstration's. The server itself
 * never calls it for what others sealed. web/src/lib/seal.ts does the same in the browser; test/vectors/seal-*.json hold both.
 *
 * Sealing: content_key_new; for each file file_seal (and upload it); content_seal of {"content": ..., "files": ...}.
 * Opening: key_unlock (passphrase or code), for older keys key_unchain; content_open; file_open.
 * A wrong passphrase or code is E_DENIED (T_KEY_PASSPHRASE, T_KEY_CODE, T_KEY_CODE_GROUP); what another key opens E_DENIED (T_SEAL_OPEN).
 * The caller's arena holds secrets (arena_holds_secrets). Cost: key_lock and key_unlock about 0.1 s and 64 MiB for a moment.
 */
#ifndef NOROSHI_APP_SEALING_H
#define NOROSHI_APP_SEALING_H
#include "format/envelope.h"
#include "sys/crypto.h"

#define PASSPHRASE_MIN_CHARS 12

struct seal_to { struct uuid key; uint8_t pub[BOX_KEY_BYTES]; };
/* E_LIMIT where the text is longer than the largest class. */
enum status content_seal(struct cx *, struct str plain, const struct secret_key *content, const struct seal_to *, size_t n, struct str *ret) MUST_CHECK;
enum status content_open(struct cx *, const struct envelope *, struct uuid key, const struct box_key *, struct secret_key *ret_content,
                         struct str *ret_plain) MUST_CHECK;
enum status file_seal(struct cx *, const struct secret_key *content, struct bytes plain, struct bytes *ret) MUST_CHECK;
enum status file_open(struct cx *, const struct secret_key *content, struct bytes sealed, struct bytes *ret) MUST_CHECK;

/* `secret`: a passphrase as typed, or code_read's characters. */
enum status key_lock(struct cx *, const struct box_key *, struct str secret, struct str *ret_blob) MUST_CHECK;
/* `pub`: whose private half it must be. E_DENIED T_KEY_PASSPHRASE. */
enum status key_unlock(struct cx *, const struct json *blob, struct str secret, const uint8_t pub[BOX_KEY_BYTES], struct box_key *ret) MUST_CHECK;
enum status key_chain(struct cx *, const struct box_key *old, const uint8_t new_pub[BOX_KEY_BYTES], struct str *ret_blob) MUST_CHECK;
enum status key_unchain(struct cx *, const struct json *blob, const struct box_key *newer, const uint8_t pub[BOX_KEY_BYTES], struct box_key *ret) MUST_CHECK;

struct str passphrase_text(struct arena *, struct str typed);   /* NFKC, without white space around it */
struct str code_new(struct arena *);                            /* to be shown once */
/* The 28 characters of a typed code. E_DENIED T_KEY_CODE_GROUP with its number, T_KEY_CODE. */
enum status code_secret(struct cx *, struct str typed, struct str *ret) MUST_CHECK;
#endif

/* format/envelope.h — sealed custody on the wire: envelopes, locked and chained private keys, codes on paper. Bytes only, no
 * cryptography (app/sealing.h natively, web/src/lib/seal.ts in the browser; test/vectors/seal-*.json hold both to the same).
 *
 * Envelope   {"version":1,"keys":[{"key":"<id>","box":"<80 bytes>"}...],"box":"<nonce || secretbox of the padded plain text>"}
 *            each keys[].box: the content key in a sealed box for that public key. Plain text: {"content": ReportInput, "files": [...]}.
 * LockedKey  {"version":1,"passes":3,"memory":67108864,"salt":"...","box":"<nonce || secretbox of the private key>"}
 *            the secretbox's key: Argon2id of a passphrase (NFKC, trimmed) or of a code's characters without its check characters.
 * ChainedKey {"version":1,"box":"<80 bytes>"}: the private key in a sealed box for the key that replaced it.
 * Bytes are base64url without padding. Padding: 0x80, then zeros, up to a size class, so that a length tells only the class.
 * Readers are strict: unknown, missing and repeated members, other versions, odd lengths and too many keys are E_INVALID (T_SEAL_FORM).
 */
#ifndef NOROSHI_FORMAT_ENVELOPE_H
#define NOROSHI_FORMAT_ENVELOPE_H
#include "base/json.h"

#define ENVELOPE_KEYS_MAX 4
#define SEAL_KEY_BYTES 32                                       /* of a content key and of a private key */
#define SEAL_BOX_BYTES (SEAL_KEY_BYTES + 48)
#define SEAL_EXTRA_BYTES 40                                     /* nonce and authenticator */
struct sealed_key { struct uuid key; uint8_t box[SEAL_BOX_BYTES]; };
struct envelope {
	size_t n_keys;
	struct sealed_key keys[ENVELOPE_KEYS_MAX];
	struct bytes box;
	int size_class;                                         /* index of its size class, 0 the smallest */
};
enum status envelope_read(struct cx *, const struct json *, struct envelope *ret) MUST_CHECK;
void envelope_write(struct jw *, struct arena *, const struct envelope *);

#define LOCK_PASSES_MIN 3
#define LOCK_PASSES_MAX 16
#define LOCK_MEMORY_MIN ((int64_t)64 << 20)
#define LOCK_MEMORY_MAX ((int64_t)512 << 20)
#define LOCK_BOX_BYTES (SEAL_KEY_BYTES + SEAL_EXTRA_BYTES)
struct locked_key { int64_t passes, memory; uint8_t salt[16], box[LOCK_BOX_BYTES]; };
enum status locked_key_read(struct cx *, const struct json *, struct locked_key *ret) MUST_CHECK;
void locked_key_write(struct jw *, struct arena *, const struct locked_key *);
enum status chained_key_read(struct cx *, const struct json *, uint8_t ret_box[SEAL_BOX_BYTES]) MUST_CHECK;
void chained_key_write(struct jw *, struct arena *, const uint8_t box[SEAL_BOX_BYTES]);

/* Size classes: of an envelope's plain text, and of a file's. */
enum seal_kind { SEAL_CONTENT, SEAL_FILE };
/* 0: longer than the largest class. */
size_t seal_padded_size(enum seal_kind, size_t n);
/* Is it nonce || secretbox of a whole class? */
bool seal_size_fits(enum seal_kind, size_t n, int *ret_class);
/* NO bytes (p NULL): too long. */
struct bytes seal_pad(struct arena *, enum seal_kind, struct bytes);
bool seal_unpad(struct bytes padded, struct bytes *ret);

/* Codes of recovery shares and invitations: 140 random bits as seven groups of four characters and a check character, which tells a
 * mistyped or misplaced group: "7K3MX-...". Without 0/O, 1/I/L confusion: I and L are read as 1, O as 0, u and small letters as capitals. */
#define CODE_GROUPS 7
#define CODE_CHARS (CODE_GROUPS * 4)
struct str code_write(struct arena *, const uint8_t random[CODE_CHARS]);       /* of each byte five bits */
/* What the key is made of: the 28 characters. false: *ret_group is the first wrong group (1 to 7), or 0 where the length is wrong. */
bool code_read(struct arena *, struct str typed, struct str *ret, int *ret_group);
#endif

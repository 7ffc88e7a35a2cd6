/* sys/crypto.h — hashes, signatures, passwords, sealed secrets and random bytes (libsodium, which only crypto.c sees).
 *
 * Needs no starting: every function that must have the library ready makes it so (cheap after the first time). Thread-safe.
 * Keys live in files of one line of text with mode 0600:
 *   "noroshi-signing-key/1 <key id> <seed, hex>"   "noroshi-secret-key/1 <key, hex>"
 * and the public half, which auditors get, "noroshi-public-key/1 <key id> <Ed25519 public key, hex>".
 */
#ifndef NOROSHI_SYS_CRYPTO_H
#define NOROSHI_SYS_CRYPTO_H
#include "base/cx.h"

#define SHA256_BYTES 32
void sha256(const void *bytes, size_t n, uint8_t ret[SHA256_BYTES]);
struct sha256_state { _Alignas(16) uint8_t opaque[128]; };
void sha256_start(struct sha256_state *);
void sha256_add(struct sha256_state *, const void *bytes, size_t n);
void sha256_end(struct sha256_state *, uint8_t ret[SHA256_BYTES]);

void random_bytes(void *ret, size_t n);
/* Takes the same time wherever the first difference is. */
bool crypto_equal(const void *a, const void *b, size_t n);
/* Overwrites; the compiler may not leave it out. */
void crypto_forget(void *, size_t n);

/* Ed25519. The id of a key is the first 8 bytes of the SHA-256 of its public key. */
#define PUBLIC_KEY_BYTES 32
#define SIGNATURE_BYTES 64
#define KEY_ID_BYTES 8
struct public_key { uint8_t b[PUBLIC_KEY_BYTES]; };
struct sign_key { struct public_key pub; uint8_t secret[64]; };
void key_id(struct public_key, uint8_t ret[KEY_ID_BYTES]);
void sign_key_new(struct sign_key *ret);
void sign_key_from_seed(const uint8_t seed[32], struct sign_key *ret);
void sign_bytes(const struct sign_key *, const void *bytes, size_t n, uint8_t ret[SIGNATURE_BYTES]);
bool signature_matches(struct public_key, const void *bytes, size_t n, const uint8_t signature[SIGNATURE_BYTES]);
/* Files. Loading: E_REMOTE where the file cannot be read or is no key (cause in detail). Saving a private key: refuses to replace a
 * file. A file is durable on return. The private file gets mode 0600, the public 0644. */
enum status sign_key_load(struct cx *, struct str path, struct sign_key *ret) MUST_CHECK;
enum status sign_key_save(struct cx *, struct str path, const struct sign_key *) MUST_CHECK;
#define PUBLIC_KEYS_MAX 16
struct public_keys { size_t n; struct public_key key[PUBLIC_KEYS_MAX]; };       /* the present one first, then former ones */
enum status public_keys_load(struct cx *, struct str path, struct public_keys *ret) MUST_CHECK; /* one a line; "#" begins a comment */
bool public_keys_have(const struct public_keys *, const uint8_t key[PUBLIC_KEY_BYTES]);
/* Makes sure that the file names this key: a new file, or the key in front of the former ones. */
enum status public_key_save(struct cx *, struct str path, struct public_key) MUST_CHECK;
bool public_key_parse(struct str line, struct public_key *ret);         /* the line of the public file; false where it is none */
struct str public_key_line(struct arena *, struct public_key);          /* ends with a newline */

/* Passwords: Argon2id, 32 MiB and 3 passes. OWASP asks for at least 19 MiB and 2 passes; 32 MiB times 3 costs an attacker about
 * 2.5 times that and us about 50 ms of one core, and with the two slow threads that the server runs it cannot take more than
 * 64 MiB at a time. The caller bounds how many run at once. */
enum status password_hash(struct cx *, struct str password, struct str *ret_hash) MUST_CHECK;   /* E_BUSY when memory is short */
bool password_matches(struct str hash, struct str password);
bool password_is_weak_hash(struct str hash);                    /* made with other limits than today's: hash anew after sign-in */

/* Secrets at rest (XSalsa20-Poly1305 with a random nonce in front): what is sealed is readable only with the key file. */
#define SECRET_KEY_BYTES 32
struct secret_key { uint8_t b[SECRET_KEY_BYTES]; };
void secret_key_new(struct secret_key *ret);
enum status secret_key_load(struct cx *, struct str path, struct secret_key *ret) MUST_CHECK;
enum status secret_key_save(struct cx *, struct str path, const struct secret_key *) MUST_CHECK;
struct bytes secret_seal(struct arena *, const struct secret_key *, struct bytes plain);
bool secret_open(struct arena *, const struct secret_key *, struct bytes sealed, struct bytes *ret_plain);      /* false: altered, or another key */
#define SECRET_EXTRA_BYTES 40                                   /* by how much sealing makes it longer */

/* Sealed custody: an org's X25519 key pair; a sealed box (crypto_box_seal) is written by whoever knows the public key and read by who
 * has the private one; nobody can tell who wrote it. */
#define BOX_KEY_BYTES 32
#define SEALED_BOX_EXTRA_BYTES 48
struct box_key { uint8_t pub[BOX_KEY_BYTES], secret[BOX_KEY_BYTES]; };
void box_key_new(struct box_key *ret);
void box_key_from_secret(const uint8_t secret[BOX_KEY_BYTES], struct box_key *ret);
/* false: `pub` is no usable public key (of small order). */
bool box_public_is_usable(const uint8_t pub[BOX_KEY_BYTES]);
bool sealed_box(const uint8_t pub[BOX_KEY_BYTES], const void *plain, size_t n, uint8_t *ret /* n + SEALED_BOX_EXTRA_BYTES */);
/* false: altered, or for another key. */
bool sealed_box_open(const struct box_key *, const uint8_t *sealed, size_t n, uint8_t *ret /* n - SEALED_BOX_EXTRA_BYTES */);
/* A key from a passphrase (Argon2id) with so many passes over so many bytes. E_BUSY when memory is short. */
#define STRETCH_SALT_BYTES 16
struct stretch { uint8_t salt[STRETCH_SALT_BYTES]; int64_t passes, memory_bytes; };
enum status stretch_key(struct cx *, struct str passphrase, const struct stretch *, struct secret_key *ret) MUST_CHECK;
#endif

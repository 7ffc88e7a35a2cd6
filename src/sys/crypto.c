/* sys/crypto.c — the only file that sees libsodium. */
#include "sys/crypto.h"
#include "base/arena.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PASSWORD_PASSES 3
#define PASSWORD_BYTES (32u << 20)
#define KEY_FILE_MAX 4096

_Static_assert(sizeof(struct sha256_state) >= sizeof(crypto_hash_sha256_state), "sha256_state holds the library's state");
_Static_assert(SHA256_BYTES == crypto_hash_sha256_BYTES && PUBLIC_KEY_BYTES == crypto_sign_PUBLICKEYBYTES &&
	SIGNATURE_BYTES == crypto_sign_BYTES && SECRET_KEY_BYTES == crypto_secretbox_KEYBYTES, "sizes");
_Static_assert(sizeof(((struct sign_key *)0)->secret) == crypto_sign_SECRETKEYBYTES, "sizes");

/* sodium_init is thread-safe and returns at once after the first time. Without it random numbers cannot be trusted. */
static void ready(void)
{
	if (sodium_init() < 0)
		abort();
}

void sha256(const void *bytes, size_t n, uint8_t ret[SHA256_BYTES])
{
	crypto_hash_sha256(ret, bytes, n);
}

void sha256_start(struct sha256_state *s)
{
	crypto_hash_sha256_init((crypto_hash_sha256_state *)(void *)s->opaque);
}

void sha256_add(struct sha256_state *s, const void *bytes, size_t n)
{
	if (n > 0)
		crypto_hash_sha256_update((crypto_hash_sha256_state *)(void *)s->opaque, bytes, n);
}

void sha256_end(struct sha256_state *s, uint8_t ret[SHA256_BYTES])
{
	crypto_hash_sha256_final((crypto_hash_sha256_state *)(void *)s->opaque, ret);
}

void random_bytes(void *ret, size_t n)
{
	ready();
	randombytes_buf(ret, n);
}

bool crypto_equal(const void *a, const void *b, size_t n)
{
	return n == 0 || sodium_memcmp(a, b, n) == 0;
}

void crypto_forget(void *p, size_t n)
{
	sodium_memzero(p, n);
}

void key_id(struct public_key pub, uint8_t ret[KEY_ID_BYTES])
{
	uint8_t digest[SHA256_BYTES];
	sha256(pub.b, sizeof pub.b, digest);
	memcpy(ret, digest, KEY_ID_BYTES);
}

void sign_key_new(struct sign_key *ret)
{
	ready();
	crypto_sign_keypair(ret->pub.b, ret->secret);
}

void sign_key_from_seed(const uint8_t seed[32], struct sign_key *ret)
{
	ready();
	crypto_sign_seed_keypair(ret->pub.b, ret->secret, seed);
}

void sign_bytes(const struct sign_key *key, const void *bytes, size_t n, uint8_t ret[SIGNATURE_BYTES])
{
	ready();
	crypto_sign_detached(ret, NULL, bytes, n, key->secret);
}

bool signature_matches(struct public_key pub, const void *bytes, size_t n, const uint8_t signature[SIGNATURE_BYTES])
{
	ready();
	return crypto_sign_verify_detached(signature, bytes, n, pub.b) == 0;
}

/* Key files */

static enum status read_file(struct cx *cx, struct str path, struct str *ret)
{
	int fd = open(str_terminated(cx->mem, path), O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail_detail(cx, E_REMOTE, T_KEY_FILE, "%.*s: %s", STR_ARG(path), strerror(errno));
	char *p = arena_alloc(cx->mem, KEY_FILE_MAX);
	ssize_t n = read(fd, p, KEY_FILE_MAX);
	int error = errno;
	close(fd);
	if (n < 0)
		return fail_detail(cx, E_REMOTE, T_KEY_FILE, "%.*s: %s", STR_ARG(path), strerror(error));
	*ret = str_trim((struct str){ p, (size_t)n });
	return OK;
}

/* The directory too: a file whose name is lost with the power is lost. */
static bool sync_folder(struct cx *cx, struct str path)
{
	size_t n = path.n;
	while (n > 0 && path.p[n - 1] != '/')
		n--;
	struct str folder = n > 0 ? str_slice(path, 0, n) : S(".");
	int fd = open(str_terminated(cx->mem, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool done = fsync(fd) == 0;
	close(fd);
	return done;
}

static enum status write_line(struct cx *cx, struct str path, mode_t mode, struct str line)
{
	const char *name = str_terminated(cx->mem, path);
	int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (fd < 0)
		return fail_detail(cx, errno == EEXIST ? E_CONFLICT : E_REMOTE, T_KEY_FILE, "%s: %s", name, strerror(errno));
	bool done = write(fd, line.p, line.n) == (ssize_t)line.n && fchmod(fd, mode) == 0 && fsync(fd) == 0;
	int error = errno;
	done = close(fd) == 0 && done && sync_folder(cx, path);
	if (!done) {
		unlink(name);
		return fail_detail(cx, E_REMOTE, T_KEY_FILE, "%s: %s", name, strerror(error));
	}
	return OK;
}

/* "<kind> <hex>" or "<kind> <key id> <hex>": the last word as 32 bytes. */
static bool parse_line(struct str line, struct str kind, bool has_id, struct str *ret_id, uint8_t ret[32])
{
	struct str rest = str_trim(line);
	if (!str_eq(str_cut(rest, ' ', &rest), kind))
		return false;
	if (has_id)
		*ret_id = str_cut(rest, ' ', &rest);
	return str_unhex(rest, ret, 32);
}

static bool id_is(struct str hex, struct public_key pub)
{
	uint8_t said[KEY_ID_BYTES], id[KEY_ID_BYTES];
	key_id(pub, id);
	return str_unhex(hex, said, sizeof said) && memcmp(said, id, sizeof id) == 0;
}

enum status sign_key_load(struct cx *cx, struct str path, struct sign_key *ret)
{
	struct str line, id;
	enum status st = read_file(cx, path, &line);
	if (st != OK)
		return st;
	uint8_t seed[32];
	bool good = parse_line(line, S("noroshi-signing-key/1"), true, &id, seed);
	struct sign_key key;
	if (good) {
		sign_key_from_seed(seed, &key);
		good = id_is(id, key.pub);
	}
	sodium_memzero(seed, sizeof seed);
	sodium_memzero((void *)(uintptr_t)line.p, line.n);
	if (!good)
		return fail_detail(cx, E_REMOTE, T_KEY_FILE, "%.*s is no signing key", STR_ARG(path));
	*ret = key;
	sodium_memzero(&key, sizeof key);
	return OK;
}

enum status sign_key_save(struct cx *cx, struct str path, const struct sign_key *key)
{
	uint8_t seed[32], id[KEY_ID_BYTES];
	crypto_sign_ed25519_sk_to_seed(seed, key->secret);
	key_id(key->pub, id);
	struct str id_hex = str_hex(cx->mem, id, sizeof id), seed_hex = str_hex(cx->mem, seed, sizeof seed);
	struct str line = str_format(cx->mem, "noroshi-signing-key/1 %.*s %.*s\n", STR_ARG(id_hex), STR_ARG(seed_hex));
	enum status st = write_line(cx, path, 0600, line);
	sodium_memzero(seed, sizeof seed);
	sodium_memzero((void *)(uintptr_t)seed_hex.p, seed_hex.n);
	sodium_memzero((void *)(uintptr_t)line.p, line.n);
	return st;
}

bool public_key_parse(struct str line, struct public_key *ret)
{
	struct public_key pub;
	struct str id = NO_STR;
	if (!parse_line(line, S("noroshi-public-key/1"), true, &id, pub.b) || !id_is(id, pub))
		return false;
	*ret = pub;
	return true;
}

struct str public_key_line(struct arena *mem, struct public_key pub)
{
	uint8_t id[KEY_ID_BYTES];
	key_id(pub, id);
	struct str id_hex = str_hex(mem, id, sizeof id), hex = str_hex(mem, pub.b, sizeof pub.b);
	return str_format(mem, "noroshi-public-key/1 %.*s %.*s\n", STR_ARG(id_hex), STR_ARG(hex));
}

enum status public_keys_load(struct cx *cx, struct str path, struct public_keys *ret)
{
	struct str rest;
	enum status st = read_file(cx, path, &rest);
	if (st != OK)
		return st;
	struct public_keys keys = { .n = 0 };
	while (rest.n > 0) {
		struct str line = str_trim(str_cut(rest, '\n', &rest));
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (keys.n == PUBLIC_KEYS_MAX || !public_key_parse(line, &keys.key[keys.n++]))
			return fail_detail(cx, E_REMOTE, T_KEY_FILE, "%.*s holds something that is no public key", STR_ARG(path));
	}
	if (keys.n == 0)
		return fail_detail(cx, E_REMOTE, T_KEY_FILE, "%.*s holds no public key", STR_ARG(path));
	*ret = keys;
	return OK;
}

bool public_keys_have(const struct public_keys *keys, const uint8_t key[PUBLIC_KEY_BYTES])
{
	for (size_t i = 0; i < keys->n; i++)
		if (memcmp(keys->key[i].b, key, PUBLIC_KEY_BYTES) == 0)
			return true;
	return false;
}

enum status public_key_save(struct cx *cx, struct str path, struct public_key pub)
{
	struct str line = public_key_line(cx->mem, pub), former;
	struct public_keys keys;
	const char *name = str_terminated(cx->mem, path);
	if (access(name, F_OK) != 0)
		return write_line(cx, path, 0644, line);
	enum status st = public_keys_load(cx, path, &keys);
	if (st != OK || public_keys_have(&keys, pub.b))
		return st;
	st = read_file(cx, path, &former);
	struct str part = str_format(cx->mem, "%s.new", name);
	(void)unlink(str_terminated(cx->mem, part));
	if (st == OK)
		st = write_line(cx, part, 0644, str_format(cx->mem, "%.*s%.*s\n", STR_ARG(line), STR_ARG(former)));
	if (st == OK && (rename(str_terminated(cx->mem, part), name) != 0 || !sync_folder(cx, path)))
		return fail_detail(cx, E_REMOTE, T_KEY_FILE, "%s: %s", name, strerror(errno));
	return st;
}

/* Passwords */

enum status password_hash(struct cx *cx, struct str password, struct str *ret_hash)
{
	ready();
	char hash[crypto_pwhash_STRBYTES];
	if (crypto_pwhash_str_alg(hash, password.n ? password.p : "", password.n, PASSWORD_PASSES, PASSWORD_BYTES,
			crypto_pwhash_ALG_ARGON2ID13) != 0)
		return fail_detail(cx, E_BUSY, T_BUSY, "no memory for a password hash");
	*ret_hash = str_copy(cx->mem, str_of(hash));
	return OK;
}

/* The library wants the hash terminated and in an array of its own size. */
static bool as_hash(struct str hash, char ret[crypto_pwhash_STRBYTES])
{
	memset(ret, 0, crypto_pwhash_STRBYTES);
	if (hash.n == 0 || hash.n >= crypto_pwhash_STRBYTES)
		return false;
	memcpy(ret, hash.p, hash.n);
	return true;
}

bool password_matches(struct str hash, struct str password)
{
	ready();
	char stored[crypto_pwhash_STRBYTES];
	return as_hash(hash, stored) && crypto_pwhash_str_verify(stored, password.n ? password.p : "", password.n) == 0;
}

bool password_is_weak_hash(struct str hash)
{
	char stored[crypto_pwhash_STRBYTES];
	return !as_hash(hash, stored) || crypto_pwhash_str_needs_rehash(stored, PASSWORD_PASSES, PASSWORD_BYTES) != 0;
}

/* Secrets at rest */

void secret_key_new(struct secret_key *ret)
{
	random_bytes(ret->b, sizeof ret->b);
}

enum status secret_key_load(struct cx *cx, struct str path, struct secret_key *ret)
{
	struct str line;
	enum status st = read_file(cx, path, &line);
	if (st != OK)
		return st;
	struct secret_key key;
	bool good = parse_line(line, S("noroshi-secret-key/1"), false, NULL, key.b);
	sodium_memzero((void *)(uintptr_t)line.p, line.n);
	if (!good)
		return fail_detail(cx, E_REMOTE, T_KEY_FILE, "%.*s is no secret key", STR_ARG(path));
	*ret = key;
	sodium_memzero(&key, sizeof key);
	return OK;
}

enum status secret_key_save(struct cx *cx, struct str path, const struct secret_key *key)
{
	struct str hex = str_hex(cx->mem, key->b, sizeof key->b);
	struct str line = str_format(cx->mem, "noroshi-secret-key/1 %.*s\n", STR_ARG(hex));
	enum status st = write_line(cx, path, 0600, line);
	sodium_memzero((void *)(uintptr_t)hex.p, hex.n);
	sodium_memzero((void *)(uintptr_t)line.p, line.n);
	return st;
}

struct bytes secret_seal(struct arena *mem, const struct secret_key *key, struct bytes plain)
{
	size_t n = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + plain.n;
	uint8_t *p = arena_alloc(mem, n);
	random_bytes(p, crypto_secretbox_NONCEBYTES);
	crypto_secretbox_easy(p + crypto_secretbox_NONCEBYTES, plain.n ? plain.p : (const uint8_t *)"", plain.n, p, key->b);
	return (struct bytes){ p, n };
}

bool secret_open(struct arena *mem, const struct secret_key *key, struct bytes sealed, struct bytes *ret_plain)
{
	const size_t more = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
	if (sealed.n < more)
		return false;
	ready();
	uint8_t *p = arena_alloc(mem, sealed.n - more + 1);
	if (crypto_secretbox_open_easy(p, sealed.p + crypto_secretbox_NONCEBYTES, sealed.n - crypto_secretbox_NONCEBYTES,
			sealed.p, key->b) != 0)
		return false;
	*ret_plain = (struct bytes){ p, sealed.n - more };
	return true;
}

/* Sealed custody */

_Static_assert(BOX_KEY_BYTES == crypto_box_PUBLICKEYBYTES && BOX_KEY_BYTES == crypto_box_SECRETKEYBYTES &&
	SEALED_BOX_EXTRA_BYTES == crypto_box_SEALBYTES && STRETCH_SALT_BYTES == crypto_pwhash_SALTBYTES &&
	SECRET_EXTRA_BYTES == crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES, "sizes");

void box_key_new(struct box_key *ret)
{
	ready();
	crypto_box_keypair(ret->pub, ret->secret);
}

void box_key_from_secret(const uint8_t secret[BOX_KEY_BYTES], struct box_key *ret)
{
	ready();
	memcpy(ret->secret, secret, sizeof ret->secret);
	crypto_scalarmult_base(ret->pub, ret->secret);
}

bool box_public_is_usable(const uint8_t pub[BOX_KEY_BYTES])
{
	uint8_t probe[SEALED_BOX_EXTRA_BYTES];
	return sealed_box(pub, "", 0, probe);
}

bool sealed_box(const uint8_t pub[BOX_KEY_BYTES], const void *plain, size_t n, uint8_t *ret)
{
	ready();
	return crypto_box_seal(ret, plain, n, pub) == 0;
}

bool sealed_box_open(const struct box_key *key, const uint8_t *sealed, size_t n, uint8_t *ret)
{
	ready();
	return n >= SEALED_BOX_EXTRA_BYTES && crypto_box_seal_open(ret, sealed, n, key->pub, key->secret) == 0;
}

enum status stretch_key(struct cx *cx, struct str passphrase, const struct stretch *how, struct secret_key *ret)
{
	ready();
	if (crypto_pwhash(ret->b, sizeof ret->b, passphrase.n ? passphrase.p : "", passphrase.n, how->salt,
			(unsigned long long)how->passes, (size_t)how->memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
		return fail_detail(cx, E_BUSY, T_BUSY, "no memory for a key from a passphrase");
	return OK;
}

/* Hashes, signatures, passwords, sealed secrets and key files, with the known answers of FIPS 180-4 and RFC 8032. */
#include "support.h"

#include <sys/stat.h>

#include "sys/crypto.h"

static struct test_store t;

static int open_cx(void **state)
{
	(void)state;
	test_cx_open(&t);
	return 0;
}

static int close_cx(void **state)
{
	(void)state;
	test_cx_close(&t);
	return 0;
}

static struct str hex(const void *p, size_t n)
{
	return str_hex(t.mem, p, n);
}

static void hashes(void **state)
{
	(void)state;
	uint8_t digest[SHA256_BYTES], parts[SHA256_BYTES];
	sha256("abc", 3, digest);
	assert_str(hex(digest, sizeof digest), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	struct sha256_state s;
	sha256_start(&s);
	sha256_add(&s, "a", 1);
	sha256_add(&s, NULL, 0);
	sha256_add(&s, "bc", 2);
	sha256_end(&s, parts);
	assert_memory_equal(digest, parts, sizeof digest);
	assert_true(crypto_equal(digest, parts, sizeof digest));
	parts[31] ^= 1;
	assert_false(crypto_equal(digest, parts, sizeof digest));
}

/* RFC 8032, 7.1, test 2. */
static void signatures(void **state)
{
	(void)state;
	uint8_t seed[32], signature[SIGNATURE_BYTES];
	struct sign_key key;
	assert_true(str_unhex(S("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"), seed, sizeof seed));
	sign_key_from_seed(seed, &key);
	assert_str(hex(key.pub.b, sizeof key.pub.b), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
	sign_bytes(&key, "\x72", 1, signature);
	assert_str(hex(signature, sizeof signature), "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
		"085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
	assert_true(signature_matches(key.pub, "\x72", 1, signature));
	assert_false(signature_matches(key.pub, "\x73", 1, signature));
	for (size_t i = 0; i < sizeof signature; i++) {
		signature[i] ^= 1;
		assert_false(signature_matches(key.pub, "\x72", 1, signature));
		signature[i] ^= 1;
	}
	struct sign_key other;
	sign_key_new(&other);
	assert_false(signature_matches(other.pub, "\x72", 1, signature));
}

static void passwords(void **state)
{
	(void)state;
	struct str hash, again;
	struct str password = S("のろしは丘の上に見える");
	assert_ok(&t, password_hash(&t.cx, password, &hash));
	assert_ok(&t, password_hash(&t.cx, password, &again));
	assert_true(str_starts(hash, S("$argon2id$v=19$m=32768,t=3,p=1$")));
	assert_false(str_eq(hash, again));
	assert_true(password_matches(hash, password));
	assert_false(password_matches(hash, S("のろしは丘の上に見えた")));
	assert_false(password_matches(hash, NO_STR));
	assert_false(password_matches(NO_STR, password));
	assert_false(password_matches(S("not a hash"), password));
	assert_false(password_is_weak_hash(hash));
	assert_true(password_is_weak_hash(S("$argon2id$v=19$m=8192,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")));
}

static void secrets(void **state)
{
	(void)state;
	struct secret_key key, other;
	secret_key_new(&key);
	secret_key_new(&other);
	struct bytes plain = { (const uint8_t *)"twenty bytes of TOTP", 20 }, opened;
	struct bytes sealed = secret_seal(t.mem, &key, plain), twice = secret_seal(t.mem, &key, plain);
	assert_true(sealed.n == twice.n && memcmp(sealed.p, twice.p, sealed.n) != 0);
	assert_true(secret_open(t.mem, &key, sealed, &opened));
	assert_true(opened.n == plain.n && memcmp(opened.p, plain.p, plain.n) == 0);
	assert_false(secret_open(t.mem, &other, sealed, &opened));
	uint8_t *bad = arena_alloc(t.mem, sealed.n);
	memcpy(bad, sealed.p, sealed.n);
	for (size_t i = 0; i < sealed.n; i++) {
		bad[i] ^= 1;
		assert_false(secret_open(t.mem, &key, (struct bytes){ bad, sealed.n }, &opened));
		bad[i] ^= 1;
	}
	for (size_t n = 0; n < sealed.n; n++)
		assert_false(secret_open(t.mem, &key, (struct bytes){ bad, n }, &opened));
	plain.n = 0;
	assert_true(secret_open(t.mem, &key, secret_seal(t.mem, &key, plain), &opened));
	assert_int_equal(opened.n, 0);
}

static struct str temporary(const char *name)
{
	const char *folder = getenv("TMPDIR");
	return str_format(t.mem, "%s/noroshi-%s-%ld", folder && *folder ? folder : "/tmp", name, (long)getpid());
}

static void write_file(struct str path, struct str text)
{
	FILE *f = fopen(str_terminated(t.mem, path), "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text.p, 1, text.n, f), text.n);
	assert_int_equal(fclose(f), 0);
}

static void key_files(void **state)
{
	(void)state;
	struct str secret_path = temporary("key"), public_path = temporary("pub");
	struct sign_key key, loaded;
	struct public_keys keys;
	struct stat s;
	sign_key_new(&key);
	assert_ok(&t, sign_key_save(&t.cx, secret_path, &key));
	assert_int_equal(stat(str_terminated(t.mem, secret_path), &s), 0);
	assert_int_equal(s.st_mode & 07777, 0600);
	assert_int_equal(sign_key_save(&t.cx, secret_path, &key), E_CONFLICT);   /* a key is never overwritten */
	test_forget(&t);
	assert_ok(&t, sign_key_load(&t.cx, secret_path, &loaded));
	assert_memory_equal(&loaded, &key, sizeof key);
	assert_ok(&t, public_key_save(&t.cx, public_path, key.pub));
	assert_ok(&t, public_keys_load(&t.cx, public_path, &keys));
	assert_int_equal(keys.n, 1);
	assert_true(public_keys_have(&keys, key.pub.b));
	/* a new key goes in front of the former one; once is enough */
	struct sign_key newer;
	sign_key_new(&newer);
	for (int i = 0; i < 2; i++) {
		assert_ok(&t, public_key_save(&t.cx, public_path, newer.pub));
		assert_ok(&t, public_keys_load(&t.cx, public_path, &keys));
		assert_int_equal(keys.n, 2);
		assert_memory_equal(keys.key[0].b, newer.pub.b, PUBLIC_KEY_BYTES);
		assert_memory_equal(keys.key[1].b, key.pub.b, PUBLIC_KEY_BYTES);
	}
	/* former keys, comments; an id that is not its key's */
	struct sign_key former;
	sign_key_new(&former);
	struct str line = public_key_line(t.mem, key.pub), old = public_key_line(t.mem, former.pub);
	write_file(public_path, str_format(t.mem, "# ours\n%.*s\n%.*s", STR_ARG(line), STR_ARG(old)));
	assert_ok(&t, public_keys_load(&t.cx, public_path, &keys));
	assert_true(keys.n == 2 && public_keys_have(&keys, former.pub.b));
	write_file(public_path, str_format(t.mem, "noroshi-public-key/1 0000000000000000 %.*s\n", STR_ARG(hex(key.pub.b, 32))));
	assert_int_equal(public_keys_load(&t.cx, public_path, &keys), E_REMOTE);
	test_forget(&t);
	write_file(public_path, S(""));
	assert_int_equal(public_keys_load(&t.cx, public_path, &keys), E_REMOTE);
	test_forget(&t);
	assert_int_equal(sign_key_load(&t.cx, public_path, &loaded), E_REMOTE);
	test_forget(&t);
	assert_int_equal(sign_key_load(&t.cx, temporary("none"), &loaded), E_REMOTE);
	test_forget(&t);
	unlink(str_terminated(t.mem, secret_path));
	unlink(str_terminated(t.mem, public_path));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hashes),
		cmocka_unit_test(signatures),
		cmocka_unit_test(passwords),
		cmocka_unit_test(secrets),
		cmocka_unit_test(key_files),
	};
	return cmocka_run_group_tests(tests, open_cx, close_cx);
}

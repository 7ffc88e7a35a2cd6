/* Sealing and opening: what one makes the other reads, what was altered or is for others opens for nobody; and the golden vectors in
 * test/vectors, which the browser's test reads too: seal-c.json was made by make_vectors here, seal-web.json by web/test/seal.test.mjs. */
#include "app/sealing.h"
#include "support.h"

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
#define SEALING_TEST(f) cmocka_unit_test_setup_teardown(f, open_cx, close_cx)

static const struct json *parsed(struct str text)
{
	const struct json *json = NULL;
	assert_ok(&t, json_parse(&t.cx, text, &json));
	return json;
}

static struct envelope envelope_of(struct str text)
{
	struct envelope e = { 0 };
	assert_ok(&t, envelope_read(&t.cx, parsed(text), &e));
	return e;
}

static void test_what_is_sealed_opens(void **state)
{
	(void)state;
	struct box_key ceptoar, own, stranger;
	struct secret_key content, opened;
	struct str sealed, plain;
	const struct uuid one = { { 1 } }, two = { { 2 } }, three = { { 3 } };
	box_key_new(&ceptoar);
	box_key_new(&own);
	box_key_new(&stranger);
	secret_key_new(&content);
	struct seal_to to[] = { { .key = one }, { .key = two } };
	memcpy(to[0].pub, ceptoar.pub, sizeof ceptoar.pub);
	memcpy(to[1].pub, own.pub, sizeof own.pub);
	assert_ok(&t, content_seal(&t.cx, S("{\"content\":{}}"), &content, to, 2, &sealed));
	struct envelope e = envelope_of(sealed);
	assert_int_equal(e.n_keys, 2);
	assert_int_equal(e.size_class, 0);
	assert_int_equal(str_find(sealed, S("content")), -1);
	assert_ok(&t, content_open(&t.cx, &e, one, &ceptoar, &opened, &plain));
	assert_str(plain, "{\"content\":{}}");
	assert_memory_equal(opened.b, content.b, sizeof content.b);
	assert_ok(&t, content_open(&t.cx, &e, two, &own, &opened, &plain));
	assert_int_equal(content_open(&t.cx, &e, one, &stranger, &opened, &plain), E_DENIED);
	assert_int_equal(t.problem.why, T_SEAL_OPEN);
	test_forget(&t);
	assert_int_equal(content_open(&t.cx, &e, three, &stranger, &opened, &plain), E_DENIED);
	test_forget(&t);
	((uint8_t *)(uintptr_t)e.box.p)[100] ^= 1;
	assert_int_equal(content_open(&t.cx, &e, one, &ceptoar, &opened, &plain), E_DENIED);
}

static void test_lengths_tell_only_the_class(void **state)
{
	(void)state;
	struct secret_key key;
	struct bytes sealed, plain;
	int size_class;
	secret_key_new(&key);
	const struct { size_t n; int size_class; } files[] = { { 0, 0 }, { 1, 0 }, { 16383, 0 }, { 16384, 1 }, { 65535, 1 }, { 65536, 2 } };
	uint8_t *bytes = arena_alloc(t.cx.mem, 70000);
	memset(bytes, 0x80, 70000);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		assert_ok(&t, file_seal(&t.cx, &key, (struct bytes){ bytes, files[i].n }, &sealed));
		assert_true(seal_size_fits(SEAL_FILE, sealed.n, &size_class));
		assert_int_equal(size_class, files[i].size_class);
		assert_ok(&t, file_open(&t.cx, &key, sealed, &plain));
		assert_int_equal(plain.n, files[i].n);
		assert_memory_equal(plain.p, bytes, plain.n);
	}
	assert_int_equal(seal_padded_size(SEAL_FILE, (10 << 20) - 41), (10 << 20) - 40);
	assert_int_equal(seal_padded_size(SEAL_FILE, (10 << 20) - 40), 0);
	assert_int_equal(file_seal(&t.cx, &key, (struct bytes){ bytes, (size_t)10 << 20 }, &sealed), E_LIMIT);
	test_forget(&t);
	assert_false(seal_unpad((struct bytes){ (const uint8_t *)"\0\0", 2 }, &plain));
	assert_false(seal_unpad((struct bytes){ (const uint8_t *)"a", 1 }, &plain));
}

static void test_locked_by_passphrase_and_code(void **state)
{
	(void)state;
	struct box_key key, opened;
	struct str blob, secret, code = code_new(t.cx.mem);
	box_key_new(&key);
	assert_ok(&t, key_lock(&t.cx, &key, passphrase_text(t.cx.mem, S(" 正しい　馬ＡＢＣ12 ")), &blob));
	assert_ok(&t, key_unlock(&t.cx, parsed(blob), passphrase_text(t.cx.mem, S("正しい 馬ABC12")), key.pub, &opened));
	assert_memory_equal(opened.secret, key.secret, sizeof key.secret);
	assert_int_equal(key_unlock(&t.cx, parsed(blob), S("正しい 馬abc12"), key.pub, &opened), E_DENIED);
	assert_int_equal(t.problem.why, T_KEY_PASSPHRASE);
	test_forget(&t);
	assert_ok(&t, code_secret(&t.cx, code, &secret));
	assert_ok(&t, key_lock(&t.cx, &key, secret, &blob));
	assert_ok(&t, key_unlock(&t.cx, parsed(blob), secret, key.pub, &opened));
	struct box_key other;
	box_key_new(&other);
	assert_int_equal(key_unlock(&t.cx, parsed(blob), secret, other.pub, &opened), E_DENIED);
}

static void test_the_old_key_hangs_on_the_new(void **state)
{
	(void)state;
	struct box_key old, now, opened;
	struct str blob;
	box_key_new(&old);
	box_key_new(&now);
	assert_ok(&t, key_chain(&t.cx, &old, now.pub, &blob));
	assert_ok(&t, key_unchain(&t.cx, parsed(blob), &now, old.pub, &opened));
	assert_memory_equal(opened.secret, old.secret, sizeof old.secret);
	assert_int_equal(key_unchain(&t.cx, parsed(blob), &old, old.pub, &opened), E_DENIED);
	const uint8_t small_order[BOX_KEY_BYTES] = { 0 };
	assert_false(box_public_is_usable(small_order));
	assert_int_equal(key_chain(&t.cx, &old, small_order, &blob), E_INVALID);
}

static void test_a_mistyped_code_says_where(void **state)
{
	(void)state;
	struct str secret, code = code_new(t.cx.mem);
	char *typed = str_terminated(t.cx.mem, code);
	int group;
	assert_int_equal(code.n, 41);
	for (size_t i = 0; i < code.n; i++) {
		if (typed[i] == '-')
			continue;
		char was = typed[i];
		typed[i] = was == 'A' ? 'B' : 'A';
		assert_false(code_read(t.cx.mem, str_of(typed), &secret, &group));
		assert_int_equal(group, (int)(i / 6) + 1);
		typed[i] = was;
	}
	assert_true(code_read(t.cx.mem, str_of(typed), &secret, &group));
	for (char *p = typed; *p; p++)
		*p = *p == '-' ? ' ' : *p == '0' ? 'o' : *p == '1' ? 'l' : (char)(*p >= 'A' ? *p + 32 : *p);
	struct str again;
	assert_true(code_read(t.cx.mem, str_of(typed), &again, &group));
	assert_true(str_eq(again, secret));
	assert_false(code_read(t.cx.mem, str_slice(code, 0, 40), &again, &group));
	assert_int_equal(group, 0);
}

/* Two groups in each other's place. */
static void test_groups_have_their_place(void **state)
{
	(void)state;
	struct str secret;
	int group;
	const uint8_t random[CODE_CHARS] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	struct str code = code_write(t.cx.mem, random);
	struct str swapped = str_format(t.cx.mem, "%.*s-%.*s%.*s", 5, code.p + 6, 5, code.p, (int)code.n - 11, code.p + 11);
	assert_true(code_read(t.cx.mem, code, &secret, &group));
	assert_false(code_read(t.cx.mem, swapped, &secret, &group));
	assert_int_equal(group, 1);
}

static void test_envelopes_are_read_strictly(void **state)
{
	(void)state;
	struct envelope e;
	const char *wrong[] = {
		"{}", "[]", "null", "{\"version\":1}", "{\"version\":1,\"keys\":[],\"box\":\"AA\"}", "{\"version\":\"1\",\"keys\":[],\"box\":\"\"}",
		"{\"version\":1,\"keys\":[{\"key\":\"x\",\"box\":\"AA\"}],\"box\":\"AA\"}", "{\"version\":1,\"keys\":{},\"box\":\"AA\"}",
		"{\"version\":1,\"keys\":[null],\"box\":\"AA\"}", "{\"version\":1,\"keys\":[1],\"box\":1,\"more\":1}",
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_int_equal(envelope_read(&t.cx, parsed(str_of(wrong[i])), &e), E_INVALID);
		assert_int_equal(t.problem.why, T_SEAL_FORM);
		test_forget(&t);
	}
}

/* The vectors. */

static struct str vectors(const char *name)
{
	static char bytes[1 << 17];
	FILE *f = fopen(str_terminated(t.cx.mem, str_format(t.cx.mem, "test/vectors/%s", name)), "rb");
	assert_non_null(f);
	size_t n = fread(bytes, 1, sizeof bytes, f);
	fclose(f);
	return (struct str){ bytes, n };
}

static void fixed(const struct json *v, struct str name, uint8_t *ret, size_t n)
{
	struct bytes b;
	assert_true(str_unbase64url(t.cx.mem, json_get_text(v, name), &b));
	assert_int_equal(b.n, n);
	memcpy(ret, b.p, n);
}

static void check_vectors(const char *name)
{
	const struct json *v = parsed(vectors(name));
	struct box_key key, opened, old;
	struct secret_key content;
	struct str secret, plain;
	struct bytes file, file_plain;
	struct envelope e;
	struct uuid id;
	uint8_t old_public[BOX_KEY_BYTES], public[BOX_KEY_BYTES], private[BOX_KEY_BYTES];
	fixed(v, S("public"), public, sizeof public);
	fixed(v, S("private"), private, sizeof private);
	fixed(v, S("old_public"), old_public, sizeof old_public);
	box_key_from_secret(private, &key);
	assert_memory_equal(key.pub, public, sizeof public);
	assert_ok(&t, key_unlock(&t.cx, json_get(v, S("by_passphrase")), passphrase_text(t.cx.mem, json_get_text(v, S("passphrase"))), public, &opened));
	assert_memory_equal(opened.secret, private, sizeof private);
	assert_ok(&t, code_secret(&t.cx, json_get_text(v, S("code")), &secret));
	assert_true(str_eq(secret, json_get_text(v, S("code_secret"))));
	assert_ok(&t, key_unlock(&t.cx, json_get(v, S("by_code")), secret, public, &opened));
	assert_ok(&t, key_unchain(&t.cx, json_get(v, S("chained")), &key, old_public, &old));
	assert_true(uuid_parse(json_get_text(v, S("key")), &id));
	assert_ok(&t, envelope_read(&t.cx, json_get(v, S("envelope")), &e));
	assert_ok(&t, content_open(&t.cx, &e, id, &key, &content, &plain));
	assert_true(str_eq(plain, json_get_text(v, S("plain"))));
	assert_true(str_unbase64url(t.cx.mem, json_get_text(v, S("file")), &file));
	assert_ok(&t, file_open(&t.cx, &content, file, &file_plain));
	assert_true(str_eq((struct str){ (const char *)file_plain.p, file_plain.n }, json_get_text(v, S("file_plain"))));
}

static void test_vectors_of_the_program(void **state)
{
	(void)state;
	check_vectors("seal-c.json");
}

static void test_vectors_of_the_browser(void **state)
{
	(void)state;
	check_vectors("seal-web.json");
}

/* NOROSHI_VECTORS=FILE build/unit_app_sealing writes new ones, for when the format gets another version. */
static void make_vectors(const char *path)
{
	struct box_key key, old;
	struct secret_key content;
	struct str blob, code = code_new(t.cx.mem), secret, envelope;
	struct bytes file;
	struct buf out;
	struct jw w;
	struct seal_to to = { .key = uuid_new(1) };
	struct str plain = S("{\"content\":{\"title\":\"監視装置が停止\",\"summary\":\"応答がない。\"},\"files\":[]}"), note = S("夜間のログ\n");
	box_key_new(&key);
	box_key_new(&old);
	secret_key_new(&content);
	memcpy(to.pub, key.pub, sizeof to.pub);
	buf_init(&out, t.cx.mem, 1 << 20);
	jw_init(&w, &out);
	jw_object(&w);
	jw_k_uuid(&w, S("key"), to.key);
	jw_k_text(&w, S("public"), str_base64url(t.cx.mem, key.pub, sizeof key.pub));
	jw_k_text(&w, S("private"), str_base64url(t.cx.mem, key.secret, sizeof key.secret));
	jw_k_text(&w, S("old_public"), str_base64url(t.cx.mem, old.pub, sizeof old.pub));
	jw_k_text(&w, S("passphrase"), S("　狼煙は　丘の上ＡＢ "));
	assert_ok(&t, key_lock(&t.cx, &key, passphrase_text(t.cx.mem, S("　狼煙は　丘の上ＡＢ ")), &blob));
	jw_k_raw(&w, S("by_passphrase"), blob);
	assert_ok(&t, code_secret(&t.cx, code, &secret));
	assert_ok(&t, key_lock(&t.cx, &key, secret, &blob));
	jw_k_text(&w, S("code"), code);
	jw_k_text(&w, S("code_secret"), secret);
	jw_k_raw(&w, S("by_code"), blob);
	assert_ok(&t, key_chain(&t.cx, &old, key.pub, &blob));
	jw_k_raw(&w, S("chained"), blob);
	assert_ok(&t, content_seal(&t.cx, plain, &content, &to, 1, &envelope));
	jw_k_raw(&w, S("envelope"), envelope);
	jw_k_text(&w, S("plain"), plain);
	assert_ok(&t, file_seal(&t.cx, &content, (struct bytes){ (const uint8_t *)note.p, note.n }, &file));
	jw_k_text(&w, S("file"), str_base64url(t.cx.mem, file.p, file.n));
	jw_k_text(&w, S("file_plain"), note);
	jw_end_object(&w);
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	fwrite(out.p, 1, out.n, f);
	fputc('\n', f);
	fclose(f);
}

static void test_make_vectors(void **state)
{
	(void)state;
	const char *path = getenv("NOROSHI_VECTORS");
	if (path)
		make_vectors(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SEALING_TEST(test_what_is_sealed_opens), SEALING_TEST(test_lengths_tell_only_the_class),
		SEALING_TEST(test_locked_by_passphrase_and_code), SEALING_TEST(test_the_old_key_hangs_on_the_new),
		SEALING_TEST(test_a_mistyped_code_says_where), SEALING_TEST(test_groups_have_their_place),
		SEALING_TEST(test_envelopes_are_read_strictly), SEALING_TEST(test_make_vectors), SEALING_TEST(test_vectors_of_the_program),
		SEALING_TEST(test_vectors_of_the_browser),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

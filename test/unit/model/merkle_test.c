/* The Merkle tree against a naive recursive one written from RFC 9162, sizes 0..600, and the known roots of the CT test suite. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#undef fail
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "model/merkle.h"
#include "sys/crypto.h"

#define N 600
#define LEVELS 4

struct tree { struct hash leaf[N]; struct hash tile[LEVELS][N]; size_t n[LEVELS]; };
static struct tree tree;

static void mth(const struct hash *leaf, int64_t n, struct hash *ret)
{
	if (n == 0) {
		sha256("", 0, ret->b);
		return;
	}
	if (n == 1) {
		*ret = leaf[0];
		return;
	}
	int64_t k = 1;
	while (k * 2 < n)
		k *= 2;
	struct hash left, right;
	mth(leaf, k, &left);
	mth(leaf + k, n - k, &right);
	merkle_node(sha256, &left, &right, ret);
}

static void naive_path(int64_t m, const struct hash *leaf, int64_t n, struct merkle_proof *proof)
{
	if (n == 1)
		return;
	int64_t k = 1;
	while (k * 2 < n)
		k *= 2;
	if (m < k) {
		naive_path(m, leaf, k, proof);
		mth(leaf + k, n - k, &proof->hash[proof->n++]);
	} else {
		naive_path(m - k, leaf + k, n - k, proof);
		mth(leaf, k, &proof->hash[proof->n++]);
	}
}

static void naive_subproof(int64_t m, const struct hash *leaf, int64_t n, bool b, struct merkle_proof *proof)
{
	if (m == n) {
		if (!b)
			mth(leaf, n, &proof->hash[proof->n++]);
		return;
	}
	int64_t k = 1;
	while (k * 2 < n)
		k *= 2;
	if (m <= k) {
		naive_subproof(m, leaf, k, b, proof);
		mth(leaf + k, n - k, &proof->hash[proof->n++]);
	} else {
		naive_subproof(m - k, leaf + k, n - k, false, proof);
		mth(leaf, k, &proof->hash[proof->n++]);
	}
}

static void put(void *arg, int level, int64_t index, const struct hash *h)
{
	struct tree *t = arg;
	assert_true(level < LEVELS);
	assert_int_equal(index, t->n[level]);           /* each level grows without holes */
	t->tile[level][t->n[level]++] = *h;
}

static enum status get(struct cx *cx, void *arg, int level, int64_t tile, size_t need, const struct hash **ret)
{
	struct tree *t = arg;
	if (level >= LEVELS || (size_t)tile * TILE_HASHES + need > t->n[level] || need > TILE_HASHES)
		return fail(cx, E_MISSING, T_MISSING);
	*ret = &t->tile[level][(size_t)tile * TILE_HASHES];
	return OK;
}

static const struct tile_source source = { sha256, get, &tree };

static int build(void **state)
{
	(void)state;
	struct merkle_range range = { .size = 0 };
	for (int i = 0; i < N; i++) {
		char text[16];
		int n = snprintf(text, sizeof text, "leaf %d", i);
		merkle_leaf(sha256, (struct str){ text, (size_t)n }, &tree.leaf[i]);
		struct hash root, expect;
		merkle_root(sha256, &range, &root);
		mth(tree.leaf, i, &expect);
		assert_memory_equal(root.b, expect.b, HASH_BYTES);
		merkle_append(sha256, &range, &tree.leaf[i], put, &tree);
	}
	return 0;
}

static void known_roots(void **state)
{
	(void)state;
	static const struct { const char *bytes; size_t n; const char *root; } known[] = {
		{ "", 0, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d" },
		{ "\x00", 1, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125" },
		{ "\x10", 1, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77" },
		{ "\x20\x21", 2, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" },
		{ "\x30\x31", 2, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4" },
		{ "\x40\x41\x42\x43", 4, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef" },
		{ "\x50\x51\x52\x53\x54\x55\x56\x57", 8, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c" },
		{ "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16,
			"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328" },
	};
	struct merkle_range range = { .size = 0 };
	struct hash root, expect;
	merkle_root(sha256, &range, &root);
	assert_true(str_unhex(S("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"), expect.b, HASH_BYTES));
	assert_true(hash_eq(&root, &expect));
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		struct hash leaf;
		merkle_leaf(sha256, (struct str){ known[i].bytes, known[i].n }, &leaf);
		merkle_append(sha256, &range, &leaf, NULL, NULL);
		merkle_root(sha256, &range, &root);
		assert_true(str_unhex(str_of(known[i].root), expect.b, HASH_BYTES));
		assert_true(hash_eq(&root, &expect));
	}
}

static struct cx test_cx(struct problem *problem)
{
	return (struct cx){ .mem = arena_new(), .problem = problem };
}

static void ranges_from_tiles(void **state)
{
	(void)state;
	struct problem problem = { 0 };
	struct cx cx = test_cx(&problem);
	for (int64_t n = 0; n <= N; n++) {
		struct hash root, expect;
		assert_int_equal(merkle_root_at(&cx, &source, n, &root), OK);
		mth(tree.leaf, n, &expect);
		assert_true(hash_eq(&root, &expect));
	}
	struct hash root;
	assert_int_equal(merkle_root_at(&cx, &source, N + 1, &root), E_MISSING);
	arena_release(cx.mem);
}

static void inclusion(void **state)
{
	(void)state;
	struct problem problem = { 0 };
	struct cx cx = test_cx(&problem);
	for (int64_t n = 1; n <= N; n += n < 70 ? 1 : 53) {
		struct hash root;
		mth(tree.leaf, n, &root);
		for (int64_t i = 0; i < n; i++) {
			struct merkle_proof proof, naive = { .n = 0 };
			assert_int_equal(merkle_inclusion(&cx, &source, i, n, &proof), OK);
			naive_path(i, tree.leaf, n, &naive);
			assert_int_equal(proof.n, naive.n);
			assert_memory_equal(proof.hash, naive.hash, naive.n * sizeof *naive.hash);
			assert_true(merkle_inclusion_holds(sha256, &tree.leaf[i], i, n, &proof, &root));
			/* not for another place, size, leaf, root; nor a hash more or less, nor any bit changed */
			if (n > 1)
				assert_false(merkle_inclusion_holds(sha256, &tree.leaf[(i + 1) % n], i, n, &proof, &root));
			assert_false(merkle_inclusion_holds(sha256, &tree.leaf[i], i + 1, n, &proof, &root));
			assert_false(merkle_inclusion_holds(sha256, &tree.leaf[i], n, n, &proof, &root));
			if (i > 0)
				assert_false(merkle_inclusion_holds(sha256, &tree.leaf[i], i - 1, n, &proof, &root));
			naive = proof;
			naive.n++;
			assert_false(merkle_inclusion_holds(sha256, &tree.leaf[i], i, n, &naive, &root));
			if (proof.n == 0)
				continue;
			naive.n = proof.n - 1;
			assert_false(merkle_inclusion_holds(sha256, &tree.leaf[i], i, n, &naive, &root));
			naive = proof;
			naive.hash[(size_t)i % proof.n].b[i % HASH_BYTES] ^= 4;
			assert_false(merkle_inclusion_holds(sha256, &tree.leaf[i], i, n, &naive, &root));
		}
	}
	struct merkle_proof proof;
	assert_int_equal(merkle_inclusion(&cx, &source, 5, 5, &proof), E_MISSING);
	assert_int_equal(merkle_inclusion(&cx, &source, -1, 5, &proof), E_MISSING);
	arena_release(cx.mem);
}

static void consistency(void **state)
{
	(void)state;
	struct problem problem = { 0 };
	struct cx cx = test_cx(&problem);
	for (int64_t to = 1; to <= N; to += to < 70 ? 1 : 53) {
		struct hash to_root;
		mth(tree.leaf, to, &to_root);
		for (int64_t from = 1; from <= to; from++) {
			struct hash from_root;
			mth(tree.leaf, from, &from_root);
			struct merkle_proof proof, naive = { .n = 0 };
			assert_int_equal(merkle_consistency(&cx, &source, from, to, &proof), OK);
			naive_subproof(from, tree.leaf, to, true, &naive);
			assert_int_equal(proof.n, naive.n);
			assert_memory_equal(proof.hash, naive.hash, naive.n * sizeof *naive.hash);
			assert_true(merkle_consistency_holds(sha256, from, &from_root, to, &to_root, &proof));
			struct hash other = from_root;
			other.b[from % HASH_BYTES] ^= 1;
			assert_false(merkle_consistency_holds(sha256, from, &other, to, &to_root, &proof));
			other = to_root;
			other.b[to % HASH_BYTES] ^= 128;
			assert_false(merkle_consistency_holds(sha256, from, &from_root, to, &other, &proof));
			naive = proof;
			naive.n++;
			assert_false(merkle_consistency_holds(sha256, from, &from_root, to, &to_root, &naive));
			if (proof.n == 0)
				continue;
			naive.n = proof.n - 1;
			assert_false(merkle_consistency_holds(sha256, from, &from_root, to, &to_root, &naive));
			naive = proof;
			naive.hash[(size_t)from % proof.n].b[to % HASH_BYTES] ^= 32;
			assert_false(merkle_consistency_holds(sha256, from, &from_root, to, &to_root, &naive));
		}
	}
	struct merkle_proof none = { .n = 0 };
	struct hash empty;
	sha256("", 0, empty.b);
	assert_true(merkle_consistency_holds(sha256, 0, &empty, 1, &tree.leaf[0], &none));
	assert_false(merkle_consistency_holds(sha256, 0, &tree.leaf[0], 1, &tree.leaf[0], &none));
	assert_false(merkle_consistency_holds(sha256, 2, &empty, 1, &empty, &none));
	arena_release(cx.mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_roots),
		cmocka_unit_test(ranges_from_tiles),
		cmocka_unit_test(inclusion),
		cmocka_unit_test(consistency),
	};
	return cmocka_run_group_tests(tests, build, NULL);
}

/* model/merkle.c — see merkle.h and RFC 9162, section 2.1. */
#include "model/merkle.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

bool hash_eq(const struct hash *a, const struct hash *b)
{
	return memcmp(a->b, b->b, HASH_BYTES) == 0;
}

void merkle_leaf(hash_fn *hash, struct str leaf, struct hash *ret)
{
	uint8_t bytes[1 + MERKLE_LEAF_MAX];
	if (leaf.n > MERKLE_LEAF_MAX)
		abort();                                        /* callers bound their leaves; never overrun, even without assert */
	bytes[0] = 0;
	if (leaf.n > 0)
		memcpy(bytes + 1, leaf.p, leaf.n);
	hash(bytes, 1 + leaf.n, ret->b);
}

void merkle_node(hash_fn *hash, const struct hash *left, const struct hash *right, struct hash *ret)
{
	uint8_t bytes[1 + 2 * HASH_BYTES];
	bytes[0] = 1;
	memcpy(bytes + 1, left->b, HASH_BYTES);
	memcpy(bytes + 1 + HASH_BYTES, right->b, HASH_BYTES);
	hash(bytes, sizeof bytes, ret->b);
}

static bool bit(int64_t n, int k)
{
	return ((uint64_t)n >> k & 1) != 0;
}

void merkle_append(hash_fn *hash, struct merkle_range *range, const struct hash *leaf, tile_put *put, void *arg)
{
	assert(range->size >= 0 && range->size < INT64_MAX);
	struct hash h = *leaf;
	int64_t index = range->size;
	int k = 0;
	if (put)
		put(arg, 0, index, &h);
	for (; bit(range->size, k); k++) {
		merkle_node(hash, &range->peak[k], &h, &h);
		index >>= 1;
		if (put && (k + 1) % TILE_BITS == 0)
			put(arg, (k + 1) / TILE_BITS, index, &h);
	}
	range->peak[k] = h;
	range->size++;
}

void merkle_root(hash_fn *hash, const struct merkle_range *range, struct hash *ret)
{
	bool any = false;
	struct hash h = { { 0 } };
	for (int k = 0; k < 63; k++) {
		if (!bit(range->size, k))
			continue;
		if (any)
			merkle_node(hash, &range->peak[k], &h, &h);
		else
			h = range->peak[k];
		any = true;
	}
	if (!any)
		hash("", 0, h.b);
	*ret = h;
}

/* The root of the complete subtree of 2^k leaves that is number `index` of its kind. */
static enum status subtree(struct cx *cx, const struct tile_source *src, int k, int64_t index, struct hash *ret)
{
	int level = k / TILE_BITS, in_tile = k % TILE_BITS;
	size_t n = (size_t)1 << in_tile;
	int64_t first = (int64_t)((uint64_t)index << in_tile);
	size_t slot = (size_t)(first % TILE_HASHES);
	const struct hash *tile;
	enum status st = src->get(cx, src->arg, level, first / TILE_HASHES, slot + n, &tile);
	if (st != OK)
		return st;
	struct hash h[TILE_HASHES / 2];
	memcpy(h, tile + slot, n * sizeof *h);
	for (; n > 1; n /= 2)
		for (size_t i = 0; i < n / 2; i++)
			merkle_node(src->hash, &h[2 * i], &h[2 * i + 1], &h[i]);
	*ret = h[0];
	return OK;
}

enum status merkle_range_at(struct cx *cx, const struct tile_source *src, int64_t size, struct merkle_range *ret)
{
	struct merkle_range range;
	memset(&range, 0, sizeof range);
	range.size = size;
	for (int k = 0; k < 63; k++) {
		if (!bit(size, k))
			continue;
		/* The peaks lie from left to right in falling size: the one of 2^k leaves ends where the higher bits and it end. */
		enum status st = subtree(cx, src, k, (size >> k) - 1, &range.peak[k]);
		if (st != OK)
			return st;
	}
	*ret = range;
	return OK;
}

enum status merkle_root_at(struct cx *cx, const struct tile_source *src, int64_t size, struct hash *ret)
{
	struct merkle_range range;
	enum status st = merkle_range_at(cx, src, size, &range);
	if (st == OK)
		merkle_root(src->hash, &range, ret);
	return st;
}

/* The exponent of the largest power of two smaller than n; n > 1. */
static int split(int64_t n)
{
	return 63 - __builtin_clzll((uint64_t)(n - 1));
}

/* The hash of leaves [start, start + n), where start is a multiple of the power of two that is not below n. */
static enum status stretch(struct cx *cx, const struct tile_source *src, int64_t start, int64_t n, struct hash *ret)
{
	struct hash part[64], h;
	size_t parts = 0;
	for (int k = 62; k >= 0; k--) {
		if (!bit(n, k))
			continue;
		enum status st = subtree(cx, src, k, start >> k, &part[parts++]);
		if (st != OK)
			return st;
		start += (int64_t)1 << k;
	}
	h = part[--parts];
	while (parts > 0)
		merkle_node(src->hash, &part[--parts], &h, &h);
	*ret = h;
	return OK;
}

static void reverse(struct merkle_proof *proof)
{
	for (size_t i = 0; i < proof->n / 2; i++) {
		struct hash h = proof->hash[i];
		proof->hash[i] = proof->hash[proof->n - 1 - i];
		proof->hash[proof->n - 1 - i] = h;
	}
}

enum status merkle_inclusion(struct cx *cx, const struct tile_source *src, int64_t index, int64_t size, struct merkle_proof *ret)
{
	if (index < 0 || index >= size)
		return fail(cx, E_MISSING, T_MISSING);
	struct merkle_proof proof = { .n = 0 };
	int64_t start = 0, n = size;
	while (n > 1) {                                         /* from the root down; the RFC lists from the leaf up */
		int64_t half = (int64_t)1 << split(n);
		bool right = index - start >= half;
		enum status st = right ? stretch(cx, src, start, half, &proof.hash[proof.n])
			: stretch(cx, src, start + half, n - half, &proof.hash[proof.n]);
		if (st != OK)
			return st;
		proof.n++;
		start += right ? half : 0;
		n = right ? n - half : half;
	}
	reverse(&proof);
	*ret = proof;
	return OK;
}

enum status merkle_consistency(struct cx *cx, const struct tile_source *src, int64_t from, int64_t to, struct merkle_proof *ret)
{
	if (from <= 0 || from > to)
		return fail(cx, E_MISSING, T_MISSING);
	struct merkle_proof proof = { .n = 0 };
	int64_t start = 0, n = to;
	bool whole = true;                                      /* the old tree is a complete subtree that the verifier knows */
	enum status st;
	while (from - start < n) {
		int64_t half = (int64_t)1 << split(n);
		bool right = from - start > half;
		st = right ? stretch(cx, src, start, half, &proof.hash[proof.n])
			: stretch(cx, src, start + half, n - half, &proof.hash[proof.n]);
		if (st != OK)
			return st;
		proof.n++;
		whole = whole && !right;
		start += right ? half : 0;
		n = right ? n - half : half;
	}
	if (!whole) {
		st = stretch(cx, src, start, n, &proof.hash[proof.n]);
		if (st != OK)
			return st;
		proof.n++;
	}
	reverse(&proof);
	*ret = proof;
	return OK;
}

bool merkle_inclusion_holds(hash_fn *hash, const struct hash *leaf, int64_t index, int64_t size, const struct merkle_proof *proof,
                            const struct hash *root)
{
	if (index < 0 || index >= size || proof->n > MERKLE_PROOF_MAX)
		return false;
	int64_t fn = index, sn = size - 1;
	struct hash r = *leaf;
	for (size_t i = 0; i < proof->n; i++) {
		if (sn == 0)
			return false;
		if (bit(fn, 0) || fn == sn) {
			merkle_node(hash, &proof->hash[i], &r, &r);
			while (!bit(fn, 0) && fn != 0) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			merkle_node(hash, &r, &proof->hash[i], &r);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && hash_eq(&r, root);
}

bool merkle_consistency_holds(hash_fn *hash, int64_t from, const struct hash *from_root, int64_t to, const struct hash *to_root,
                              const struct merkle_proof *proof)
{
	if (from < 0 || from > to || proof->n > MERKLE_PROOF_MAX)
		return false;
	if (from == 0) {
		struct hash empty;
		hash("", 0, empty.b);
		return proof->n == 0 && hash_eq(from_root, &empty) && (to > 0 || hash_eq(to_root, &empty));
	}
	if (from == to)
		return proof->n == 0 && hash_eq(from_root, to_root);
	size_t i = 0;
	struct hash fr, sr;
	if ((from & (from - 1)) == 0) {
		fr = *from_root;                                /* a power of two: its root heads the path */
	} else {
		if (proof->n == 0)
			return false;
		fr = proof->hash[i++];
	}
	sr = fr;
	int64_t fn = from - 1, sn = to - 1;
	while (bit(fn, 0)) {
		fn >>= 1;
		sn >>= 1;
	}
	for (; i < proof->n; i++) {
		if (sn == 0)
			return false;
		if (bit(fn, 0) || fn == sn) {
			merkle_node(hash, &proof->hash[i], &fr, &fr);
			merkle_node(hash, &proof->hash[i], &sr, &sr);
			while (!bit(fn, 0) && fn != 0) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			merkle_node(hash, &sr, &proof->hash[i], &sr);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && hash_eq(&fr, from_root) && hash_eq(&sr, to_root);
}

/* model/merkle.h — the Merkle tree of RFC 9162 (Certificate Transparency 2.0), section 2.1, over any hash of 32 bytes.
 *
 *   leaf hash  = H(0x00 || leaf)          node = H(0x01 || left || right)          empty tree = H("")
 *
 * Appending keeps a compact range: one hash per one-bit of the size, so a leaf costs about two hashes. What is stored are
 * tiles of 256 hashes: tile (level, index) holds the roots of the complete subtrees of 256^level leaves number
 * index * 256 .. index * 256 + 255. A full tile never changes; the last one of a level grows. From tiles come roots of
 * any earlier size, inclusion proofs and consistency proofs; each reads at most a few tiles per level.
 *
 * Pure: the hash is given, tiles are fetched by a function. Sizes and indexes are int64_t and not negative.
 */
#ifndef NOROSHI_MODEL_MERKLE_H
#define NOROSHI_MODEL_MERKLE_H
#include "base/cx.h"

#define HASH_BYTES 32
#define TILE_HASHES 256
#define TILE_BITS 8
#define MERKLE_LEAF_MAX 1024                                    /* bytes of a leaf */
#define MERKLE_PROOF_MAX 128                                    /* hashes in a proof */

struct hash { uint8_t b[HASH_BYTES]; };
typedef void hash_fn(const void *bytes, size_t n, uint8_t ret[HASH_BYTES]);     /* sys/crypto.h: sha256 */
bool hash_eq(const struct hash *, const struct hash *);

void merkle_leaf(hash_fn *, struct str leaf, struct hash *ret);
void merkle_node(hash_fn *, const struct hash *left, const struct hash *right, struct hash *ret);

/* Appending. `peak[k]` is the root of a complete subtree of 2^k leaves where bit k of size is one. Zeroed: the empty tree. */
struct merkle_range { int64_t size; struct hash peak[63]; };
/* Told for every hash that belongs into a tile: hash number `index` of tile level `level` (tile index / 256, slot index % 256). */
typedef void tile_put(void *arg, int level, int64_t index, const struct hash *);
void merkle_append(hash_fn *, struct merkle_range *, const struct hash *leaf, tile_put *, void *arg);   /* put may be NULL */
void merkle_root(hash_fn *, const struct merkle_range *, struct hash *ret);

/* Reading tiles. `get` gives the first hashes of the tile, at least `need` of them (more are ignored); E_MISSING or any other
 * status where it cannot. What it gives must stay until the call it serves returns. */
struct tile_source {
	hash_fn *hash;
	enum status (*get)(struct cx *, void *arg, int level, int64_t tile, size_t need, const struct hash **ret);
	void *arg;
};
/* The compact range of the first `size` leaves: where appending goes on. */
enum status merkle_range_at(struct cx *, const struct tile_source *, int64_t size, struct merkle_range *ret) MUST_CHECK;
enum status merkle_root_at(struct cx *, const struct tile_source *, int64_t size, struct hash *ret) MUST_CHECK;

struct merkle_proof { size_t n; struct hash hash[MERKLE_PROOF_MAX]; };
/* That leaf `index` is in the tree of `size` leaves; 0 <= index < size. RFC 9162, 2.1.3.1. */
enum status merkle_inclusion(struct cx *, const struct tile_source *, int64_t index, int64_t size, struct merkle_proof *ret) MUST_CHECK;
/* That the tree of `from` leaves is the beginning of that of `to`; 0 < from <= to. RFC 9162, 2.1.4.1. */
enum status merkle_consistency(struct cx *, const struct tile_source *, int64_t from, int64_t to, struct merkle_proof *ret) MUST_CHECK;

/* Checking a proof, RFC 9162, 2.1.3.2 and 2.1.4.2. Accepts any input. `from` 0 is the beginning of everything: no hashes. */
bool merkle_inclusion_holds(hash_fn *, const struct hash *leaf, int64_t index, int64_t size, const struct merkle_proof *,
                            const struct hash *root);
bool merkle_consistency_holds(hash_fn *, int64_t from, const struct hash *from_root, int64_t to, const struct hash *to_root,
                              const struct merkle_proof *);
#endif

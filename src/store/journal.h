/* store/journal.h — the journal's rows: entries, tiles of the Merkle tree, signed heads, and the store's own id.
 *
 * Appending writes entries without a place (seq null). Only the sequencer gives places, writes tiles and heads, all in one
 * transaction, so that a reader always finds entries, tiles and the newest head in agreement.
 */
#ifndef NOROSHI_STORE_JOURNAL_H
#define NOROSHI_STORE_JOURNAL_H
#include "model/journal.h"
#include "model/party.h"

/* The store's id, made once and kept for ever: part of what every head signs. E_MISSING before store_id_make. */
enum status store_id_get(struct cx *, struct str *ret) MUST_CHECK;
enum status store_id_make(struct cx *, struct str *ret) MUST_CHECK;     /* on a writer; the one that is there stays */

/* Entries */
enum status entry_add(struct cx *, const struct entry *) MUST_CHECK;
enum status entry_get(struct cx *, struct uuid id, struct entry *ret) MUST_CHECK;
struct entries { struct entry *v; size_t n; };
/* Entries without a place, at most `limit`, about in the order they came. */
enum status entry_pending(struct cx *, int64_t limit, struct entries *ret) MUST_CHECK;
enum status entry_count_pending(struct cx *, int64_t *ret) MUST_CHECK;
enum status entry_place(struct cx *, struct uuid id, int64_t seq) MUST_CHECK;
/* Entries with after < seq, in order of seq. */
enum status entry_range(struct cx *, int64_t after, int64_t limit, struct entries *ret) MUST_CHECK;
/* As people read it: filtered, either way. Looks at no more than ENTRY_WINDOW entries beyond `after`, so that a rare match
 * cannot cost a walk through everything; where there is more to look at, *ret_next is where to go on, else JOURNAL_NO_SEQ. */
#define ENTRY_WINDOW 20000
struct entry_query {
	int64_t after;                                          /* JOURNAL_NO_SEQ: from the end that comes first */
	bool newest_first;
	int64_t limit;
	struct str verb;                                        /* NO_STR: any */
	struct uuid object, org;                                /* none: any */
	struct uuid viewer;                                     /* whose people read it: store/visible.h, ENTRY_CLEAR */
};
/* masked: not the viewer's to read; of e only what the leaf's hash is made of may be used. Where a filter is given, there are none. */
struct entry_row { struct entry e; struct org org; struct str user_ja, user_en; bool masked; };       /* names where account and org are known */
enum status entry_list(struct cx *, const struct entry_query *, struct entry_row **ret, size_t *ret_n, int64_t *ret_next) MUST_CHECK;

enum status entry_is_clear(struct cx *, struct uuid viewer, struct uuid id, bool *ret) MUST_CHECK;

/* The revision whose digest this entry carries, as `org` may see it (store/visible.h). */
struct entry_content { bool found; struct uuid message, revision; uint8_t salt[16]; struct str body; };
enum status entry_content(struct cx *, struct uuid org, const struct entry *, struct entry_content *ret) MUST_CHECK;

/* Tiles. A source that reads them through cx, keeping the last few; it lives in cx->mem and serves one snapshot. Who asks for a
 * hash that a signed head implies and is not there gets E_CONFLICT, T_JOURNAL_ALTERED. */
struct tile_source tile_source_of(struct cx *, hash_fn *);
enum status tile_get(struct cx *, int level, int64_t tile, struct bytes *ret_hashes) MUST_CHECK;    /* OK with n 0 where there is none */
enum status tile_save(struct cx *, int level, int64_t tile, const struct hash *, size_t n) MUST_CHECK;
enum status tile_count_after(struct cx *, int level, int64_t tile, int64_t *ret) MUST_CHECK;        /* tiles of this level beyond this one */
enum status tile_levels(struct cx *, int64_t *ret) MUST_CHECK;                                      /* 1 + the highest level there is, 0: none */

/* Heads */
enum status head_last(struct cx *, bool *ret_any, struct head *ret) MUST_CHECK;        /* the newest, if one was ever signed */
enum status head_covering(struct cx *, int64_t seq, bool *ret_any, struct head *ret) MUST_CHECK;     /* the first that covers this entry */
enum status head_add(struct cx *, const struct head *) MUST_CHECK;
struct heads { struct head *v; size_t n; };
enum status head_range(struct cx *, int64_t after_size, int64_t limit, struct heads *ret) MUST_CHECK;

/* Reads that count once an hour. last_us: 0 where this account never read it. */
enum status read_mark_get(struct cx *, struct uuid message, struct uuid account, int64_t *ret_last_us) MUST_CHECK;
enum status read_mark_save(struct cx *, struct uuid message, struct uuid account, int64_t last_us) MUST_CHECK;
#endif

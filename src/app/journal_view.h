/* app/journal_view.h — reading the journal: lists for people, the signed head, proofs between heads, the export for auditors.
 *
 * Who: an org's own administrators and auditors read their org's entries; the centre's auditors have the whole log, in clear what
 * concerns the centre (store/visible.h, ENTRY_CLEAR), of everything else its place and its leaf's hash, so that it still verifies.
 * Heads and consistency proofs tell nothing about anybody: whoever is signed in may have them.
 */
#ifndef NOROSHI_APP_JOURNAL_VIEW_H
#define NOROSHI_APP_JOURNAL_VIEW_H
#include "base/buf.h"
#include "model/journal.h"
#include "model/party.h"
#include "sys/crypto.h"

struct journal_query {
	int64_t after;                                          /* seq of the last one of the page before, or JOURNAL_NO_SEQ */
	bool oldest_first;
	int64_t limit;
	struct str verb;                                        /* NO_STR: any */
	struct uuid object, org;                                /* none: any (org: as far as the actor may) */
};
struct journal_row {
	struct entry e;
	struct org org;                                         /* kind 0 where not known */
	struct str user_ja, user_en;
	struct hash leaf_hash;                                  /* of what stands in the row now */
	bool masked;                                            /* only seq and leaf_hash are told */
};
/* next: JOURNAL_NO_SEQ at the end. A page may have fewer rows than asked for, even none, and still a next. */
struct journal_page { struct journal_row *v; size_t n; int64_t next; };
enum status journal_list(struct cx *, const struct journal_query *, struct journal_page *ret) MUST_CHECK;

struct journal_head { struct str store; struct head head; uint8_t key_id[KEY_ID_BYTES]; };
enum status journal_head_get(struct cx *, struct journal_head *ret) MUST_CHECK;         /* E_MISSING before the first was signed */
/* from and to: sizes of the log, 0 < from <= to <= size of the newest head; else E_INVALID. to 0: the newest. */
enum status journal_consistency(struct cx *, int64_t from, int64_t *to, struct merkle_proof *ret) MUST_CHECK;

/* NDJSON of entries after `after`, at most EXPORT_PAGE of them, oldest first, with the leaf text of each that is not masked. Appends journal.export. */
#define EXPORT_PAGE 5000
enum status journal_export(struct cx *, int64_t after, struct buf *out, int64_t *ret_next) MUST_CHECK;
#endif

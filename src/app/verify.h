/* app/verify.h — recomputes everything a store claims and says what was altered: entries against the Merkle log, the log against
 * every signed head, revisions and attachments against their entries.
 *
 * Trust starts at the public keys given: who has the signing key can sign another history, who has not cannot change a byte of
 * what was signed unseen. A whole suffix (entries, tiles and heads) cut off at a head leaves a shorter log that verifies: `pinned`,
 * a head or receipt kept elsewhere, finds that too.
 *
 * One pass in one snapshot, in constant memory; about 2 microseconds and two small queries per 256 entries each.
 */
#ifndef NOROSHI_APP_VERIFY_H
#define NOROSHI_APP_VERIFY_H
#include "model/journal.h"
#include "sys/crypto.h"

struct finding {
	enum text what;                                         /* T_FOUND_...: code and sentence */
	int64_t from_seq, to_seq;                               /* entries concerned, or JOURNAL_NO_SEQ */
	struct uuid id;                                         /* of the entry, revision or attachment, or none */
	int64_t at_us;                                          /* of the entry, 0 where unknown */
	struct str verb;                                        /* of the entry, as it stands now */
	int level;                                              /* of the tile */
	int64_t number;                                         /* of the tile, or size of the head */
};
struct verify {
	const struct public_keys *trusted;
	const struct head *pinned;                              /* size and root that must be in this log, or NULL */
	void (*found)(void *arg, const struct finding *);       /* may be NULL */
	void (*progress)(void *arg, struct str what, int64_t done, int64_t of);         /* of 0: unknown; may be NULL */
	void *arg;
	/* the result */
	int64_t entries, tiles, heads, revisions, attachments;  /* looked at */
	int64_t waiting;                                        /* entries not yet in the log: no fault */
	int64_t findings;
	struct str store;
	struct head last;                                       /* size 0 where there is none */
};
/* OK when all could be looked at, whatever was found; else why not. cx->db: a reader. */
enum status verify_store(struct cx *, struct verify *) MUST_CHECK;

/* The two halves, for verify_store. */
enum status verify_log(struct cx *, struct verify *) MUST_CHECK;
enum status verify_content(struct cx *, struct verify *) MUST_CHECK;
void verify_found(struct verify *, const struct finding *);
#endif

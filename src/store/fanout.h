/* store/fanout.h — deliveries in bulk, beside store/delivery.h: taking back in the order of the board's index, a chunk at a time,
 * and asking one that has it to pass it on. */
#ifndef NOROSHI_STORE_FANOUT_H
#define NOROSHI_STORE_FANOUT_H
#include "model/delivery.h"

/* id, state and pass_state of the delivery of this revision to this org; *ret_there false: it has none. */
enum status fanout_find(struct cx *, struct uuid message, struct uuid revision, struct uuid org, bool *ret_there, struct delivery *ret) MUST_CHECK;
/* Someone there is to pass it on by hand, until due_us. Does not wait. */
enum status fanout_expect_pass(struct cx *, struct uuid delivery, int64_t due_us) MUST_CHECK;

struct recall_row { struct uuid id, revision, recipient; int recipient_kind; bool has_other; };
/* Live deliveries of a message after (revision, recipient). revision none: of all revisions; else of that one. `other`: a revision;
 * has_other tells whether the recipient has a live delivery of it too (none: always false). `rows` has room for max. */
struct recall_ask { struct uuid message, revision, other, after_revision, after_recipient; };
enum status recall_list(struct cx *, const struct recall_ask *, size_t max, struct recall_row *rows, size_t *ret_n) MUST_CHECK;
/* Does not wait. */
enum status recall_one(struct cx *, struct uuid delivery, int64_t now_us) MUST_CHECK;
#endif

/* app/recall.h — taking back: withdrawing and narrowing reach every recipient as a tombstone, leaving a group ends what came by it; and
 * who has deleted what it had.
 *
 *   withdraw (app/advisory, app/report), publish of a narrower version (app/advisory_send), org_leave (app/party) -> recall_start_...
 *   -> jobs "recall" and "leave", chunk by chunk -> delivery_tell_deleted by the recipients (app/delivery) -> recall_page for the sender
 *
 * A withdrawal holds at once (store/visible.h); the chunks write the tombstones down. Who has opened or acknowledged is asked to delete.
 * A chunk and what is left of it commit together, and a chunk that is done twice does nothing twice. The chunks of these jobs are the one
 * place where a recall reaches a recipient, by whatever channel.
 */
#ifndef NOROSHI_APP_RECALL_H
#define NOROSHI_APP_RECALL_H
#include "store/recall.h"

/* Everything of the message, from everybody; its status says withdrawn already. The first chunk in this transaction. */
enum status recall_start(struct cx *, struct uuid message) MUST_CHECK;
/* Revisions before `number` (whose id is `now`), from those who have no delivery of it. */
enum status recall_start_narrowing(struct cx *, struct uuid message, struct uuid now, int64_t number) MUST_CHECK;
/* Job "recall": one chunk; *ret_rest is the payload of what is left, empty: nothing. */
enum status recall_work(struct cx *, struct str payload, bool alone, struct str *ret_rest) MUST_CHECK;

/* `org` has left `group`: what it had by it and has not seen is recalled, what it has seen it is asked to delete. What came by the group:
 * what the group passed on to it, and advisories that address the group and would not reach it otherwise. Not: what everybody may read,
 * and questions and answers about what it wrote itself. */
enum status recall_start_leaving(struct cx *, struct uuid org, struct uuid group) MUST_CHECK;
enum status recall_leaving_work(struct cx *, struct str payload, struct str *ret_rest) MUST_CHECK;     /* job "leave" */
/* Before: what leaving would do (of the oldest LEAVING_LOOK deliveries; `more`: there are others). After: what became of it. For the
 * platform's admins, the group's officers and admins, and those of the org itself; counts only. E_MISSING for others. */
#define LEAVING_LOOK 20000
struct leaving { bool member, more, running; int64_t unseen, seen, stays; struct left_counts left; };
enum status recall_leaving(struct cx *, struct uuid org, struct uuid group, struct leaving *ret) MUST_CHECK;

/* The sender's view, in pages: all recipients for the author, else those whom the actor's org passed it on to. E_MISSING for who never
 * had it. */
struct recall_board { struct recalled_summary summary; int64_t withdrawn_us; bool running; struct recalled *rows; size_t n; };
enum status recall_page(struct cx *, struct recalled_query *, struct recall_board *ret) MUST_CHECK;
enum status recall_rows(struct cx *, struct recalled_query *, struct recalled **ret, size_t *ret_n) MUST_CHECK; /* only the rows: exports */
#endif

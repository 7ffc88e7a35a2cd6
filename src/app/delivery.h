/* app/delivery.h — what recipients do with what reached them: open, acknowledge, say the outcome, pass on; and the sender's board.
 *
 * Opening happens by reading the message (app/message.h). Acknowledging twice, passing on twice are no errors: the first stands.
 * The answer is the delivery as it is afterwards, with names. Each change journals, and tells the author's board.
 */
#ifndef NOROSHI_APP_DELIVERY_H
#define NOROSHI_APP_DELIVERY_H
#include "model/delivery.h"

struct outcome_input { int outcome; struct str note; int32_t day; };   /* enum outcome; day 0: not said */

enum status delivery_ack(struct cx *, struct uuid delivery, struct delivery_row *ret) MUST_CHECK;
enum status delivery_tell_outcome(struct cx *, struct uuid delivery, const struct outcome_input *, struct delivery_row *ret) MUST_CHECK;
/* Asked to delete what was recalled (or what came by a group that the org has left): all of the message that it had is deleted. */
enum status delivery_tell_deleted(struct cx *, struct uuid delivery, struct str note, struct delivery_row *ret) MUST_CHECK;
/* Passes on this message's revisions that wait here, to who comes after. */
enum status delivery_pass_on(struct cx *, struct uuid delivery, struct str note, struct delivery_row *ret) MUST_CHECK;

/* Many at once: one that fails does not stop the rest. */
#define DELIVERY_BULK_MAX 500
enum bulk_what { BULK_ACKNOWLEDGE, BULK_OUTCOME, BULK_DELETED };
struct bulk_ask { enum bulk_what what; struct outcome_input outcome; struct str note; };       /* outcome, note: of BULK_OUTCOME, BULK_DELETED */
struct bulk_result { struct uuid id; enum status status; enum text why; };
enum status delivery_bulk(struct cx *, const struct uuid *ids, size_t n, const struct bulk_ask *, struct bulk_result *ret) MUST_CHECK;

enum status inbox_page(struct cx *, const struct inbox_query *, struct inbox_row **ret, size_t *ret_n) MUST_CHECK;
enum status inbox_tally(struct cx *, struct inbox_counts *ret) MUST_CHECK;
struct app_counts { int64_t inbox_open, overdue, to_pass, drafts, to_approve, to_delete, consents_to_answer; };
/* For /me. Zero for those who read no content. */
enum status app_counts(struct cx *, struct app_counts *ret) MUST_CHECK;

/* The board of the message's newest revision that the actor may know: all hops for the author, else who the actor's org passed it to. */
struct board { struct board_summary summary; int64_t published_us; bool still_sending; struct delivery_row *rows; size_t n; };
enum status board_page(struct cx *, struct board_query *, struct board *ret) MUST_CHECK;
/* Its rows only, without counting: for exports, part by part. */
enum status board_rows(struct cx *, struct board_query *, struct delivery_row **ret, size_t *ret_n) MUST_CHECK;

/* Hops whose limit has run out pass on by themselves and say so; up to `limit` of them. For the job "pass" (the system acts). */
enum status app_pass_due(struct cx *, int limit, size_t *ret_n) MUST_CHECK;
enum status app_pass_by_itself(struct cx *, struct uuid delivery) MUST_CHECK;
#endif

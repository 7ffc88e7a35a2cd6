/* app/advisory.h — 情報提供: draft, approve by a second person, publish to an audience, new version, withdraw.
 *
 *   advisory_add -> advisory_edit ... -> advisory_approve -> advisory_publish -> advisory_revise -> ... -> advisory_withdraw
 *
 * The centre's analysts and publishers write; an approver or publisher who did not write the latest draft approves; a publisher
 * publishes. An edit drops the approval. Publishing commits the first deliveries with the publication itself; the rest follow as
 * job "fanout" in chunks short enough that others' writes go on between them. Withdrawing recalls every delivery the same way.
 * What goes down the route by hand (ministry, CEPTOAR) goes on when it is passed on: app/delivery calls advisory_passed.
 */
#ifndef NOROSHI_APP_ADVISORY_H
#define NOROSHI_APP_ADVISORY_H
#include "base/buf.h"
#include "model/advisory.h"
#include "model/delivery.h"
#include "model/message.h"

/* What a change gives back. */
struct advisory_done { struct uuid message, revision; struct str number; int64_t revision_number, version; int status; };

enum status advisory_add(struct cx *, const struct advisory_content *, struct advisory_done *ret) MUST_CHECK;
/* `version`: the message's, from If-Match; E_STALE. The draft is the newest revision; E_CONFLICT where that is published. */
enum status advisory_edit(struct cx *, struct uuid message, int64_t version, const struct advisory_content *, struct advisory_done *ret) MUST_CHECK;
/* A draft that was never published goes wholly; the draft of a new version goes and the published one stays. */
enum status advisory_drop(struct cx *, struct uuid message, int64_t version) MUST_CHECK;
/* A draft of the next version of what is published. */
enum status advisory_revise(struct cx *, struct uuid message, const struct advisory_content *, struct advisory_done *ret) MUST_CHECK;
/* version 0: whatever is newest. */
enum status advisory_approve(struct cx *, struct uuid message, int64_t version, struct advisory_done *ret) MUST_CHECK;
enum status advisory_publish(struct cx *, struct uuid message, int64_t version, struct advisory_done *ret) MUST_CHECK;
enum status advisory_withdraw(struct cx *, struct uuid message, struct str reason, struct advisory_done *ret) MUST_CHECK;

/* Who would get it and why; reads only. `content`, or the newest revision of `message` where content is NULL (E_MISSING for others
 * than the author org). Writes the preview object of the API: everything counted, and PREVIEW_PAGE of the orgs after `skip`. */
#define PREVIEW_PAGE 200
enum status advisory_preview(struct cx *, struct uuid message, struct advisory_content *content, int64_t skip, struct jw *) MUST_CHECK;
/* How many orgs the newest revision of `message` would reach. Reads only: for the answer to publish, counted before the writer. */
enum status advisory_count(struct cx *, struct uuid message, int64_t *ret_orgs) MUST_CHECK;

/* For app/delivery: somebody passed this delivery on (or its limit did; delivery.pass_state already says so): what is below it
 * follows, the first chunk in this transaction. */
enum status advisory_passed(struct cx *, const struct message *, const struct delivery *) MUST_CHECK;
/* For the board: deliveries of this revision are still to come (a fan-out job is due; not: somebody has still to pass on). */
enum status advisory_is_sending(struct cx *, struct uuid revision, bool *ret) MUST_CHECK;

/* Job "fanout": one chunk, a larger one where nobody else is writing; *ret_rest is the payload of what is left, empty: nothing. */
enum status advisory_fan_out(struct cx *, struct str payload, bool alone, struct str *ret_rest) MUST_CHECK;
#endif

/* app/report.h — the report 情報連絡: draft, preview, submit, follow up, review, close. Each use case asks whether the actor may, keeps
 * the rules, writes, appends to the journal and notes who is to be told, all in the caller's transaction.
 *
 * Cost of a submission: two reads (who is who; a number) and inserts of a message, a revision, a journal entry and one delivery per
 * org that gets it at once; nothing else, because this path bounds how many reports a bad hour can bring.
 */
#ifndef NOROSHI_APP_REPORT_H
#define NOROSHI_APP_REPORT_H
#include "model/delivery.h"
#include "model/key.h"
#include "model/report.h"
#include "model/route.h"

struct report_done {
	struct uuid message, revision, entry;                   /* entry: in the journal, what a receipt is for; none for drafts */
	struct str number;
	int status;
	int64_t revision_number, version;
	size_t deliveries;
};
enum status report_draft(struct cx *, struct report_content *, struct report_done *ret) MUST_CHECK;
/* version: from If-Match; 0 where the caller did not say. E_STALE, E_CONFLICT. */
enum status report_edit(struct cx *, struct uuid report, int64_t version, struct report_content *, struct report_done *ret) MUST_CHECK;
enum status report_drop(struct cx *, struct uuid report, int64_t version) MUST_CHECK;
enum status report_submit(struct cx *, struct report_content *, struct report_done *ret) MUST_CHECK;
enum status report_submit_draft(struct cx *, struct uuid report, int64_t version, struct report_done *ret) MUST_CHECK;
enum status report_follow_up(struct cx *, struct uuid report, int64_t version, struct report_content *, bool final,
                             struct report_done *ret) MUST_CHECK;
/* Sealed to the author's CEPTOAR: content and files the server cannot read (app/key.h). The rules that need the content are the
 * sender's own program's; here: the recipient, the envelope, the basis, what stands outside. */
enum status report_submit_sealed(struct cx *, const struct sealed_report *, struct report_done *ret) MUST_CHECK;
enum status report_follow_up_sealed(struct cx *, struct uuid report, int64_t version, const struct sealed_report *, bool final,
                                    struct report_done *ret) MUST_CHECK;
/* decision: STATUS_IN_REVIEW, STATUS_ACCEPTED or STATUS_REVISION_REQUESTED; by a recipient ministry's liaison or the centre's analyst. */
enum status report_review(struct cx *, struct uuid report, int decision, struct str note, struct report_done *ret) MUST_CHECK;
enum status report_close(struct cx *, struct uuid report, struct str note, struct report_done *ret) MUST_CHECK;
/* By its author: every holder keeps a tombstone with the reason; the number stays, nothing follows. ret->entry: of the withdrawal. */
enum status report_withdraw(struct cx *, struct uuid, struct str reason, struct report_done *ret) MUST_CHECK;

/* Who would get it, hop by hop, and what is still wrong. Changes nothing; incomplete input is no failure. */
struct report_preview {
	struct plan plan;                                       /* n 0 where sector, basis or route do not say yet */
	int64_t orgs, people;
	size_t n_wrong;
	struct problem_field wrong[PROBLEM_FIELDS_MAX];
	enum text never[4];                                     /* who does not see it; T_NONE ends */
};
enum status report_preview(struct cx *, struct report_content *, struct uuid follow_up_of, struct report_preview *ret) MUST_CHECK;

/* For app/delivery: `from` was passed on: deliver its revision to who comes after. */
enum status report_passed(struct cx *, const struct message *, const struct delivery *from, size_t *ret_deliveries) MUST_CHECK;
#endif

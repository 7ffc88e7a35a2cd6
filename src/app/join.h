/* app/join.h — suggestions which reports may be of one event as this one, or as this case; and the index they are found by.
 *
 * Never automatic: people add reports to cases (app/incident.h). Only what the centre has a delivery of is indexed, so neither sealed
 * reports nor originals by the CEPTOAR route are in it. The index follows deliveries after their commit (job "index"), catches up after
 * downtime, and may be behind by moments; a report that is not in it yet is read when asked about. Submitting a report does nothing here.
 * Cost against 100,000 reports: doc/PERFORMANCE.md, joins.
 */
#ifndef NOROSHI_APP_JOIN_H
#define NOROSHI_APP_JOIN_H
#include "model/join.h"
#include "model/message.h"

#define JOIN_SUGGESTIONS_MAX 10
struct join_suggestion {
	struct message_row row;
	struct uuid incident, like;                             /* the case it is in; for a case: which of its reports it is most like */
	struct str number, title;                               /* of that case */
	struct join_score score;
	struct join_indicator *shared;
	size_t n_shared;
};
struct join_suggestions { struct join_suggestion *p; size_t n; };       /* best first */
/* Leave the trace of a read (journal join.read). E_MISSING where the report or case is not the centre's to see. */
enum status join_suggest_report(struct cx *, struct uuid report, struct join_suggestions *ret) MUST_CHECK;
enum status join_suggest_incident(struct cx *, struct uuid incident, struct join_suggestions *ret) MUST_CHECK;

/* Reads one report into the index, as it is now; nothing where org has no delivery of it. */
enum status join_index_report(struct cx *, struct uuid org, struct uuid report) MUST_CHECK;
/* A report was withdrawn: nothing made of its text stays, and its case is weighed anew. */
enum status join_forget(struct cx *, struct uuid report) MUST_CHECK;
/* The job: the next `limit` deliveries to the centre. *ret_rest: there are more. `sweep`, for what committed late: not from where the
 * index is but from after this delivery (none: from a little before), and moves it on; else NULL. */
enum status join_fill(struct cx *, int limit, struct uuid *sweep, bool *ret_rest) MUST_CHECK;
/* Are there deliveries to the centre that the index has not seen? Two look-ups: asked by the runner. */
enum status join_behind(struct cx *, bool *ret) MUST_CHECK;
#endif

/* app/stats.h — statistics 統計: the facts they are made from, kept in the transaction of what they are about, and the figures.
 *
 * Whose figures: the one rule is stats_figure's. The centre counts the country; a ministry its sectors, each for the fiscal years it is
 * responsible in; a CEPTOAR what reached it; anybody else what their org wrote (of advisories: what reached it). A figure never shows
 * more than the lists do: /reports with the same filters, by the visibility rule, gives its rows.
 * Use cases that send, pass on or answer call the functions below; each costs one statement that does not wait. Exercises leave no facts.
 */
#ifndef NOROSHI_APP_STATS_H
#define NOROSHI_APP_STATS_H
#include "model/advisory.h"
#include "model/delivery.h"
#include "model/report.h"
#include "model/stats.h"

/* After report_send: the first notice, or a follow-up (which may change what it is about, not when it was sent). */
enum status stats_report_sent(struct cx *, const struct message *, const struct report_content *) MUST_CHECK;
/* Before or after stats_report_sent in one transaction: it is on its way to the centre now. */
enum status stats_report_at_centre(struct cx *, struct uuid report) MUST_CHECK;
enum status stats_advisory_published(struct cx *, const struct message *, const struct advisory_content *) MUST_CHECK;
/* A recipient acknowledged or stated an outcome: what the delivery was, and is now. */
enum status stats_answered(struct cx *, const struct delivery_row *before, const struct delivery *after) MUST_CHECK;
/* An advisory's deliveries, of one message and revision, were added; one was opened. */
enum status stats_sent(struct cx *, const struct delivery *, size_t n) MUST_CHECK;
enum status stats_opened(struct cx *, const struct delivery_row *) MUST_CHECK;
/* The facts alone, as the two above keep them; author_kind: enum org_kind. For app/stats_past.c, which also says when they reached whom. */
enum status stats_report_kept(struct cx *, const struct message *, const struct report_content *, int author_kind) MUST_CHECK;
enum status stats_advisory_kept(struct cx *, const struct message *) MUST_CHECK;

struct stats_ask {
	struct str name, sector, event_type;
	int from, to;                                           /* fiscal years; 0: the last ten */
	int basis, route, origin;
	bool public;                                            /* small cells are hidden, */
	int64_t small;                                          /* those below this; 0: STAT_SMALL_CELL */
};
struct stats_figure {
	struct stat_tally tally;
	bool partial[STAT_YEARS_MAX];
	int32_t first_day, today;                               /* the records begin; up to when it was counted */
};
/* E_MISSING where there is no such figure; E_INVALID at /from, /to. */
enum status stats_figure(struct cx *, const struct stats_ask *, struct stats_figure **ret) MUST_CHECK;
/* Answers made from the same version (and day, and registry) are still true. Only for the country and ministries: *ret -1 for others, who
 * are asked so little that nothing is kept. */
enum status stats_version(struct cx *, int64_t *ret) MUST_CHECK;
enum status stats_need(struct cx *) MUST_CHECK;
#endif

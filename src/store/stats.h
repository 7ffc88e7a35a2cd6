/* store/stats.h — the rows that statistics are made from, and their version. SQL to structs and back.
 *
 * Writers: stat_fact_keep with a report's or advisory's first sending and each follow-up, stat_fact_reached when a moment comes,
 * stat_answer_add per answer of an advisory's recipient; none waits. stat_touch, once, in every transaction that did one of them, last.
 * Readers walk the rows of the years asked: a million take some 0.4 s, on PostgreSQL grouped there. No content is in them.
 */
#ifndef NOROSHI_STORE_STATS_H
#define NOROSHI_STORE_STATS_H
#include "model/delivery.h"
#include "model/stats.h"

struct stat_fact {
	struct uuid message;
	int kind, fy, origin, basis, route;
	int64_t at_us, notice_s, centre_s;                      /* -1: not (yet) */
	struct str sector, event_type, causes;                  /* causes: with commas between */
};
/* Adds it; one that is there takes the classification and notice_s of this one and keeps the rest. */
enum status stat_fact_keep(struct cx *, const struct stat_fact *) MUST_CHECK;
/* The moment came now, if it had not come before. Nothing happens where there is no such row (exercises). */
enum status stat_fact_reached(struct cx *, struct uuid message, enum stat_moment, int64_t at_us) MUST_CHECK;
/* `n` of an advisory's recipients, all of the hop and revision of this delivery; seconds 0 for sent and opened. */
enum status stat_answer_add(struct cx *, const struct delivery *, enum stat_answered, int64_t seconds, int64_t n) MUST_CHECK;
enum status stat_touch(struct cx *) MUST_CHECK;

enum status stat_version(struct cx *, int64_t *ret) MUST_CHECK;
/* The rows for a query: all of them, those that org received, or those it wrote (query.scope). Text is borrowed until `row` returns. */
typedef void stat_each_row(void *arg, const struct stat_row *);
enum status stat_each(struct cx *, const struct stat_query *, struct uuid org, stat_each_row *, void *arg) MUST_CHECK;
/* When the journal begins: the first day of the records; 0 where it is empty. */
enum status stat_records_begin(struct cx *, int64_t *ret_us) MUST_CHECK;
#endif

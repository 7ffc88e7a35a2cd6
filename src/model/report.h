/* model/report.h — the report 情報連絡: what it says, which fields it has, and the rules a report must keep.
 *
 * report_fields is ReportInput of the API: from it come reading, writing (the canonical body of a revision), the JSON Schema, the
 * command line's flags. Order of calls: field_read, report_settle (defaults, old names), report_check. Pure.
 */
#ifndef NOROSHI_MODEL_REPORT_H
#define NOROSHI_MODEL_REPORT_H
#include "base/field.h"
#include "model/message.h"

enum report_consent { CONSENT_NONE = 1, CONSENT_ANONYMISED, CONSENT_NAMED };
enum effect_state { EFFECT_NONE = 1, EFFECT_DEGRADED, EFFECT_STOPPED, EFFECT_UNKNOWN };
enum breached { BREACHED_YES = 1, BREACHED_NO, BREACHED_UNKNOWN };
enum times_precision { PRECISION_MINUTE = 1, PRECISION_HOUR, PRECISION_DAY };
enum disclosure_state { DISCLOSURE_NONE = 1, DISCLOSURE_PLANNED, DISCLOSURE_DONE };
#define TLP_WHITE 6                                             /* TLP 1.0's name for CLEAR, on input only */

struct report_effect { int state; int64_t from_us, until_us; struct str extent; int64_t users; };
struct report_disclosure { int state; int64_t at_us; struct str note; };
struct near_miss_count { struct str event_type; int64_t count; };
struct report_content {
	uint64_t present;
	struct str title, sector, service, event_type;
	struct list causes;                                     /* struct str */
	int basis, route, tlp, consent, level_breached, times_precision;
	int64_t noticed_us, occurred_us, aware_us, classified_us;
	struct str summary, purpose, consent_note, spill_over, progress, recovery, cause_text, system, month, source;
	struct report_effect effect;
	struct report_disclosure disclosure;
	struct list told;                                       /* struct str */
	struct list near_miss_counts;                           /* struct near_miss_count */
	bool exercise;
	struct list attachments;                                /* struct uuid */
};
extern const struct str report_consent_names[];
extern const struct field_table report_fields;                  /* "ReportInput" into struct report_content */

struct report_follow_up { struct report_content content; bool final; };
extern const struct field_table report_follow_up_fields;        /* the same and "final" */
struct report_preview_input { struct report_content content; struct uuid report; };
extern const struct field_table report_preview_fields;          /* the same and "report" */

#define REPORT_EARLIEST_US (INT64_C(631152000) * 1000000)       /* 1990-01-01: older times are mistakes; 2003 is history */
#define REPORT_CLOCK_SLACK_US (INT64_C(600) * 1000000)          /* the reporter's clock may be ahead by so much */
#define REPORT_ATTACHMENTS_MAX 20

/* Fills what was left out (TLP AMBER), turns old names into new ones (WHITE into CLEAR), and where times are given to the minute, the
 * hour or the day only, takes off what is finer (hours and days as in Japan). */
void report_settle(struct report_content *);
/* All rules of a report that is to be sent, by the catalogue in force today (cx->catalog, cx->now_us). Records every fault. */
enum status report_check(struct cx *, const struct report_content *) MUST_CHECK;
/* message.route back into enum report_route; 0: none. */
int report_route_of(struct str name);
/* The canonical body: members in table order, nothing that is empty. */
struct str report_body(struct arena *, const struct report_content *);
/* Reads a stored body back; of a sealed one (model/key.h) what stands outside the envelope. */
enum status report_read_body(struct cx *, struct str body, struct report_content *ret) MUST_CHECK;
#endif

/* model/incident.h — the case 案件 (`case` is a word of C): its states, what makes a report or a case urgent, and why. Pure.
 *
 * Urgency is a sum of stated points, so that the page can show why one stands above another. signal_points is the rule:
 *   effect on the service: stopped 30, degraded 15, unknown 5      service level breached 20      spill-over possible 10
 *   basis: law 15, severe effect 10      a hop let its limit pass, or the centre is late 10
 *   waiting in triage, or an open case untouched: 1 per hour, 10 at most
 *   a case: level of the newest rating by the scheme in force, 10 each (40); reports of several sectors 10
 * The points order a queue; they are no severity and are never counted in a statistic. They are ours, stated in
 * doc/decisions/0018: no source gives such weights.
 */
#ifndef NOROSHI_MODEL_INCIDENT_H
#define NOROSHI_MODEL_INCIDENT_H
#include "model/delivery.h"
#include "model/report.h"

enum incident_state { INCIDENT_OPEN = 1, INCIDENT_WATCHING, INCIDENT_CLOSED, INCIDENT_MERGED };         /* stored; never renumber */
extern const struct str incident_state_names[];                 /* [state - 1]: "open", "watching", "closed", "merged"; ends empty */

enum incident_what {                                            /* stored; never renumber */
	INCIDENT_MADE = 1, INCIDENT_EDITED, INCIDENT_ADDED, INCIDENT_REMOVED, INCIDENT_NOTED, INCIDENT_OWNED, INCIDENT_MOVED,
	INCIDENT_MERGED_IN, INCIDENT_MERGED_INTO, INCIDENT_SPLIT_OFF, INCIDENT_SPLIT_FROM, INCIDENT_RATED, INCIDENT_ADVISORY, INCIDENT_ASKED,
};
extern const struct str incident_what_names[];                  /* [what - 1]: as the timeline calls them */

struct incident {
	struct uuid id, org, owner, merged_into;
	struct str number, title, summary, sector;
	int state, level;                                       /* level -1: not rated by the scheme in force */
	bool exercise;
	unsigned signals;
	int64_t urgency, opened_us, updated_us, closed_us, version;
};
enum incident_may { CASE_EDIT = 1, CASE_WATCH = 2, CASE_OPEN = 4, CASE_CLOSE = 8, CASE_MERGE = 16, CASE_SPLIT = 32, CASE_RATE = 64, CASE_ADVISE = 128 };
extern const struct str incident_may_names[];
#define INCIDENT_REPORTS_MAX 2000                               /* in one case */

/* May a case of state `now` become `want`? open <-> watching, both -> closed, closed -> open (reopened). E_CONFLICT where not. */
enum status incident_state_after(struct cx *, int now, int want) MUST_CHECK;

enum signal {                                                   /* bits; stored, never renumber */
	SIGNAL_STOPPED = 1, SIGNAL_DEGRADED = 2, SIGNAL_UNKNOWN = 4, SIGNAL_BREACHED = 8, SIGNAL_SPILL = 16, SIGNAL_LAW = 32, SIGNAL_SEVERE = 64,
	SIGNAL_SECTORS = 128,                                   /* a case's reports are of several sectors */
	SIGNAL_OVERDUE = 256, SIGNAL_WAITING = 512, SIGNAL_LEVEL = 1024,        /* these depend on the hour or on ratings: never stored */
};
#define SIGNALS 11
extern const struct str signal_names[];                         /* [bit number] */
enum text signal_text(unsigned bit_number);

/* What a report says of its urgency. */
unsigned signals_of(const struct report_content *);
/* Of several effects only the strongest counts, of several bases too. */
unsigned signals_settle(unsigned);
/* Points of one bit (by number), given how long it waits and the level (-1: none). */
int64_t signal_points(unsigned bit_number, int64_t waited_us, int level);
/* All of them. */
int64_t urgency_of(unsigned signals, int64_t waited_us, int level);

/* Views. */
struct person { struct uuid id; struct str ja, en; };
struct incident_row { struct incident i; struct person owner; int64_t reports; struct str merged_number, merged_title; };
struct incident_report {                                        /* a report in a case, as the case's org may see it */
	struct message_row row;
	int64_t added_us, arrived_us, opened_us, acked_us;
	bool by_itself;                                         /* a hop let its limit pass before it came here */
	struct str body;
};
struct incident_report_list { struct incident_report *p; size_t n; };
struct incident_event {
	struct uuid id, incident, org, account, object;
	enum incident_what what;
	struct str text;
	int64_t at_us;
	struct person by, person;                               /* person: where object is an account */
	struct str number, title;                               /* where object is a case */
};
struct incident_notice { struct uuid report; int64_t number; int stage; int64_t submitted_us; };
struct incident_event_list { struct incident_event *p; size_t n; };
struct incident_query {
	int state;                                              /* 0: open and watching; enum incident_state; -1 any */
	int exercise;                                           /* 0 any, 1 only real ones, 2 only exercises */
	struct str sector, q;
	struct uuid owner, report, after;                       /* report: the case it is in, whatever else is asked */
	int limit;
};
struct incident_row_list { struct incident_row *p; size_t n; };
struct triage_report {
	struct message_row row;
	int64_t arrived_us, urgency;
	unsigned signals;
};
struct triage_report_list { struct triage_report *p; size_t n; };
#endif

/* app/incident.h — cases 案件: triage at the centre, one case's life, its severity, the step to an advisory.
 *
 *   triage_view -> incident_open -> incident_add | incident_remove | incident_note | incident_edit ... -> incident_rate ->
 *   incident_advise -> incident_set_state; incident_merge_into, incident_split_off
 *
 * The centre's analysts and publishers only; to any other org a case does not exist. Every change is one journal entry, an event of
 * the case and a live event for the centre. Reports' own clocks are never copied: they stand in the reports, and what a case keeps
 * (when a report was added, by whom) moves with it. Cost: a view is some ten indexed statements, and reading each report's body.
 */
#ifndef NOROSHI_APP_INCIDENT_H
#define NOROSHI_APP_INCIDENT_H
#include "app/advisory.h"
#include "model/incident.h"
#include "model/severity.h"

struct incident_input { uint64_t present; struct str title, summary, sector; struct uuid owner; struct list reports; bool exercise, unassign; };
extern const struct field_table incident_table, incident_change_table;
struct incident_done { struct uuid id; struct str number; int state; int64_t version; };

enum status incident_open(struct cx *, const struct incident_input *, struct incident_done *ret) MUST_CHECK;
/* Changes what is given. version: from If-Match; E_STALE. */
enum status incident_edit(struct cx *, struct uuid id, int64_t version, const struct incident_input *, struct incident_done *ret) MUST_CHECK;
enum status incident_add_reports(struct cx *, struct uuid id, const struct list *reports, struct incident_done *ret) MUST_CHECK;
enum status incident_remove_report(struct cx *, struct uuid id, struct uuid report, struct incident_done *ret) MUST_CHECK;
enum status incident_note(struct cx *, struct uuid id, struct str text, struct incident_done *ret) MUST_CHECK;
enum status incident_set_state(struct cx *, struct uuid id, int state, struct str note, struct incident_done *ret) MUST_CHECK;
/* What is in `id` goes into `into`; `id` becomes a pointer to it. */
enum status incident_merge_into(struct cx *, struct uuid id, struct uuid into, struct str note, struct incident_done *ret) MUST_CHECK;
/* The reports go into a new case; at least one stays. */
enum status incident_split_off(struct cx *, struct uuid id, const struct list *reports, struct str title, struct incident_done *ret) MUST_CHECK;
enum status incident_rate(struct cx *, struct uuid id, const struct severity_input *, struct incident_done *ret) MUST_CHECK;

/* Reading. */
struct incident_moment {                                        /* a line of the timeline */
	int64_t at_us;
	struct str what, kind, number, title, text, state;      /* kind: of the subject: "report", "advisory", "inquiry", "answer", "case", "person" */
	struct uuid subject;
	struct org org;                                         /* id none: nobody in particular */
	struct person by;
	int level;                                              /* -1: none */
};
#define INCIDENT_MOMENTS_MAX 2000
struct incident_view {
	struct incident_row row;
	unsigned signals;                                       /* with those of the hour */
	int64_t urgency, hidden;                                /* hidden: reports that the org may no longer see */
	struct incident_report_list reports;
	struct message_row *advisories;
	size_t n_advisories;
	struct rating_list ratings;
	struct incident_moment *moments;                        /* oldest first */
	size_t n_moments;
	bool more_moments;
	unsigned may;
};
/* Leaves the trace of the read (journal case.read): on a read-only connection E_WRITE is possible. Of a case that was merged away only
 * row is filled. */
enum status incident_view_get(struct cx *, struct uuid id, struct incident_view *ret) MUST_CHECK;
enum status incident_page(struct cx *, const struct incident_query *, struct incident_row_list *ret) MUST_CHECK;
enum status incident_owners(struct cx *, struct person **ret, size_t *ret_n) MUST_CHECK;
/* Signals and urgency of a list's row as of now. */
void incident_urgency_now(const struct cx *, const struct incident *, unsigned *ret_signals, int64_t *ret_points);

#define TRIAGE_MAX 200
struct triage { struct triage_report_list reports; int64_t total; struct incident_row_list cases; };
enum status triage_view(struct cx *, int exercise, struct triage *ret) MUST_CHECK;

/* What each source allows, and the draft. */
struct incident_source {
	struct message_row row;
	int consent;                                            /* enum report_consent */
	struct str answer;                                      /* "not_asked", "asked", "given", "refused", "taken_back" */
	struct str note;
	bool allowed;
	enum text why;
};
struct incident_sources { struct incident_source *p; size_t n; int tlp; };     /* tlp: the strictest of those allowed; 0 none */
enum status incident_consents(struct cx *, struct uuid id, struct incident_sources *ret) MUST_CHECK;
/* Asks the sources of these reports of the case for wider use. kind: enum report_consent, 0: anonymised. */
enum status incident_ask(struct cx *, struct uuid id, const struct list *reports, int kind, struct str note, struct incident_sources *ret) MUST_CHECK;
enum status incident_advise(struct cx *, struct uuid id, struct advisory_done *ret, struct incident_sources *ret_sources) MUST_CHECK;

struct severity_compare { struct severity_scheme scheme; int fy; bool partial; struct rated_list rated; struct unrated_list unrated; };
enum status severity_compare_get(struct cx *, struct str scheme, int fy, struct severity_compare *ret) MUST_CHECK;

/* For the files of app/incident*.c. */
enum status incident_need(struct cx *) MUST_CHECK;              /* the centre's analysts and publishers */
enum status incident_take_part(struct cx *, struct uuid id, struct incident *ret) MUST_CHECK;  /* loads one that may be changed */
enum status incident_tell(struct cx *, struct uuid incident, enum incident_what, struct uuid object, struct str text) MUST_CHECK;
enum status incident_finish(struct cx *, struct incident *, struct str verb, struct incident_done *ret) MUST_CHECK;
/* Recomputes what follows from reports and ratings; the caller saves. */
enum status incident_refresh(struct cx *, struct incident *) MUST_CHECK;
#endif

/* store/incident.h — cases: their rows, their reports, what happened to them; and the triage queue. SQL to structs and back.
 *
 * A case belongs to an org: every statement asks for it. What it returns of reports goes by the visibility rule (store/visible.h).
 */
#ifndef NOROSHI_STORE_INCIDENT_H
#define NOROSHI_STORE_INCIDENT_H
#include "model/incident.h"

enum status incident_add(struct cx *, const struct incident *) MUST_CHECK;
/* Writes all but id, org, number and opened; the version becomes i->version + 1; E_STALE where the stored one is not i->version. */
enum status incident_save(struct cx *, const struct incident *) MUST_CHECK;
/* Only signals, urgency and level, whatever the version: what follows from reports. */
enum status incident_weigh(struct cx *, const struct incident *) MUST_CHECK;
enum status incident_load(struct cx *, struct uuid org, struct uuid incident, struct incident *ret) MUST_CHECK;         /* E_MISSING */
enum status incident_get(struct cx *, struct uuid org, struct uuid incident, struct incident_row *ret) MUST_CHECK;      /* with names */
/* Newest first; after a state is asked for (query.state 0: open and watching, by urgency, without pages). */
enum status incident_list(struct cx *, struct uuid org, const struct incident_query *, struct incident_row_list *ret) MUST_CHECK;
enum status incident_by_urgency(struct cx *, struct uuid org, int exercise, int limit, struct incident_row_list *ret) MUST_CHECK;
enum status incident_number(struct cx *, int fiscal_year, struct str *ret) MUST_CHECK;                  /* "K2026-000012" */

/* The case (not merged away) that a report is in; *ret none where in none. */
enum status incident_of(struct cx *, struct uuid message, struct uuid *ret) MUST_CHECK;
/* E_CONFLICT where the report is in a case already. One that was in this case before comes back as new. */
enum status incident_put(struct cx *, struct uuid incident, struct uuid message, struct uuid account, int64_t at_us) MUST_CHECK;
enum status incident_take(struct cx *, struct uuid incident, struct uuid message, int64_t at_us) MUST_CHECK;            /* E_MISSING */
/* From one case into another, with when and by whom it was added. message none: all. */
enum status incident_move(struct cx *, struct uuid from, struct uuid to, struct uuid message, int64_t at_us) MUST_CHECK;
/* Cases that were merged into `from` earlier now point to `to`, so that a pointer leads to a living case at once. */
enum status incident_point(struct cx *, struct uuid from, struct uuid to) MUST_CHECK;
enum status incident_count(struct cx *, struct uuid incident, int64_t *ret) MUST_CHECK;
/* Those that org may see, by when they arrived; `ret_hidden`: how many it may not (recalled). */
enum status incident_reports(struct cx *, struct uuid org, struct uuid incident, struct incident_report_list *ret, int64_t *ret_hidden) MUST_CHECK;
/* What the case's reports say together: settled signals of all, and how many sectors. */
enum status incident_signals(struct cx *, struct uuid incident, unsigned *ret, int64_t *ret_sectors) MUST_CHECK;

enum status incident_event_add(struct cx *, const struct incident_event *) MUST_CHECK;
/* The newest, oldest first; with those of cases merged into it. */
enum status incident_event_list(struct cx *, struct uuid incident, int limit, struct incident_event_list *ret) MUST_CHECK;

enum status incident_notices(struct cx *, struct uuid org, struct uuid incident, struct incident_notice **ret, size_t *ret_n) MUST_CHECK;

/* Advisories: which reports the newest version draws on, replaced as a whole. */
enum status advisory_source_save(struct cx *, struct uuid advisory, const struct uuid *reports, size_t n) MUST_CHECK;
/* Of org's advisories: those that draw on the case's reports, or were drafted from it. */
enum status incident_advisories(struct cx *, struct uuid org, struct uuid incident, struct message_row **ret, size_t *ret_n) MUST_CHECK;
/* Inquiries about its reports and their answers that org may see, oldest first. */
enum status incident_inquiries(struct cx *, struct uuid org, struct uuid incident, struct message_row **ret, size_t *ret_n) MUST_CHECK;

/* Reports in no case, the most urgent by what they say first; arrived since the index was last filled, too. */
enum status triage_list(struct cx *, struct uuid org, int exercise, int limit, struct triage_report_list *ret) MUST_CHECK;
enum status triage_new(struct cx *, struct uuid org, int exercise, int limit, struct incident_report_list *ret) MUST_CHECK;
enum status triage_count(struct cx *, struct uuid org, int exercise, int64_t *ret) MUST_CHECK;
/* Who may own a case: active accounts of org with one of the roles. */
enum status incident_people(struct cx *, struct uuid org, unsigned roles, struct person **ret, size_t *ret_n) MUST_CHECK;
#endif

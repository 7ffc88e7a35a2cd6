/* store/mode.h — large-scale modes, and what they change in bulk. Few rows: every statement on `mode` reads them all. */
#ifndef NOROSHI_STORE_MODE_H
#define NOROSHI_STORE_MODE_H
#include "model/delivery.h"
#include "model/mode.h"
#include "model/route.h"

/* E_CONFLICT where another one is proposed or on for the same scope. */
enum status mode_row_add(struct cx *, const struct mode *) MUST_CHECK;
/* E_STALE where somebody changed it since m->version was read. */
enum status mode_row_save(struct cx *, const struct mode *) MUST_CHECK;
enum status mode_row_load(struct cx *, struct uuid, struct mode *ret) MUST_CHECK;        /* E_MISSING */

struct mode_row { struct mode m; struct str proposed_ja, proposed_en, on_ja, on_en, off_ja, off_en, case_number; int64_t shared; };
/* Newest first, `limit` at most; open: only those proposed or on. */
enum status mode_row_list(struct cx *, bool open, int limit, struct mode_row **ret, size_t *ret_n) MUST_CHECK;

/* Was one on at that time (since_us: or at any time since; 0: no) for messages of this sector (empty: only the country's), or for this message's case (none: no case)? */
struct mode_ask { struct str sector; bool exercise; struct uuid message; int64_t at_us, since_us; };
enum status mode_row_in_force(struct cx *, const struct mode_ask *, bool *ret) MUST_CHECK;
/* Crisis management and agencies of the day, into the network. */
enum status mode_agencies_load(struct cx *, int32_t day, struct network *) MUST_CHECK;

/* What is on its way in the scope: waiting hops get no longer than limit_us; restoring gives them the limit they had. */
enum status mode_limits_shorten(struct cx *, const struct mode *, int64_t limit_us) MUST_CHECK;
enum status mode_limits_restore(struct cx *, const struct mode *) MUST_CHECK;

/* The centre's deliveries of reports in order of their ids, `max` of them after a cursor, of whatever scope: with what the choice needs. */
struct mode_running {
	struct uuid delivery, message, revision;
	struct str sector;
	int status, tlp, hop;
	bool exercise, newest, in_case, derived;                /* newest: of the report's newest notice; in_case: in the mode's case; derived: by a CEPTOAR */
};
enum status mode_running_list(struct cx *, struct uuid centre, const struct mode *, struct uuid after, size_t max,
                              struct mode_running **ret, size_t *ret_n) MUST_CHECK;
/* Of the centre's case: *ret_exercise. E_MISSING where there is none. And the orgs whose reports are in it. */
enum status mode_case_load(struct cx *, struct uuid incident, bool *ret_exercise) MUST_CHECK;
enum status mode_case_authors(struct cx *, struct uuid incident, struct uuid **ret, size_t *ret_n) MUST_CHECK;
/* The mode that is on for this case alone; id none: there is none. */
enum status mode_of_case(struct cx *, struct uuid incident, struct mode *ret) MUST_CHECK;
/* One report as mode_running_list gives it, where the centre has its newest notice. */
enum status mode_running_one(struct cx *, struct uuid centre, struct uuid incident, struct uuid message, bool *ret_found,
                             struct mode_running *ret) MUST_CHECK;
/* One more report is given to the agencies; *ret_new false: it was already. */
enum status mode_shared(struct cx *, struct uuid mode, struct uuid message, bool *ret_new) MUST_CHECK;
/* The mode of a case that is merged goes along, unless the other case has one. */
enum status mode_case_moved(struct cx *, struct uuid from, struct uuid into) MUST_CHECK;
#endif

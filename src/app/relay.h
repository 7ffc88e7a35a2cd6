/* app/relay.h — the CEPTOAR relay: an officer makes, of a member's report, a new message without the name.
 *
 * The redaction itself runs at the officer's side; relay_draft gives it what it needs (names, members, settings, consent). What comes
 * back is an ordinary report by the CEPTOAR: new ids, times and numbers, along the route ministry -> centre; follow-ups of the original
 * become revisions of the derived one. The server keeps the pair for the CEPTOAR alone and looks once more that the text does not name
 * the source. Each notice is relayed once; of two officers at once one wins.
 * Who: officers of a CEPTOAR that holds the original, also after the member has left it.
 */
#ifndef NOROSHI_APP_RELAY_H
#define NOROSHI_APP_RELAY_H
#include "app/consent.h"
#include "app/report.h"
#include "model/relay.h"

struct relay_draft {
	struct message_row report;
	struct consent_state consent;
	struct relay_setting setting;
	bool member, derived_is;                                /* the author is a member today; something was derived */
	struct message derived;
	struct relay_revision *revisions;                       /* oldest first */
	size_t n_revisions;
	struct relay_member *members;                           /* the author too, where it has left */
	struct relay_person *people;
	struct relay_address *addresses;
	size_t n_members, n_people, n_addresses;
};
enum status relay_draft(struct cx *, struct uuid original, struct relay_draft *ret) MUST_CHECK;
/* version: of the original. E_CONFLICT T_RELAY_DONE, T_RELAY_WITHDRAWN (problem.instance names what was made), T_CONSENT_NEEDED;
 * E_INVALID with pointers below /content. */
enum status relay_send(struct cx *, struct uuid original, int64_t version, struct relay_input *, struct report_done *ret) MUST_CHECK;
/* A derived message that the CEPTOAR has withdrawn (app/recall.h) no longer counts: the original may be relayed anew, as a new one. */
/* What waits for the actor's CEPTOAR, or was relayed; the list shows no content beyond that of any list. */
struct relay_work_row { struct relay_work work; struct message_row report; struct consent_state consent; };
enum status relay_works(struct cx *, bool done, struct relay_work_row **ret, size_t *ret_n) MUST_CHECK;
/* What members withdrew after it was relayed, while the derived report stands: nothing happens by itself, since its time would lead back. */
enum status relay_withdrawns(struct cx *, struct relay_withdrawn **ret, size_t *ret_n) MUST_CHECK;

enum status relay_names(struct cx *, struct relay_name **ret, size_t *ret_n) MUST_CHECK;
enum status relay_setting(struct cx *, struct relay_setting *ret) MUST_CHECK;
enum status relay_setting_put(struct cx *, int64_t version, const struct relay_setting_input *, struct relay_setting *ret) MUST_CHECK;

/* For app/inquiry: E_DENIED unless an officer of a CEPTOAR; E_INVALID T_RELAY_NAMES_SOURCE at `base` + pointer where the JSON object
 * names the org `source`. */
enum status relay_need_officer(struct cx *) MUST_CHECK;
enum status relay_withdrawn(struct cx *, struct uuid original) MUST_CHECK;      /* fails with T_RELAY_WITHDRAWN, naming what was made */
enum status relay_check_names(struct cx *, struct uuid source, struct str json, const char *base) MUST_CHECK;
enum status relay_check_files(struct cx *, struct uuid original, const struct list *files, const char *base) MUST_CHECK;
#endif

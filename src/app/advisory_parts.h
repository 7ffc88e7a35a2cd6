/* app/advisory_parts.h — what the files of app/advisory*.c and app/recall*.c share; nobody else includes it. */
#ifndef NOROSHI_APP_ADVISORY_PARTS_H
#define NOROSHI_APP_ADVISORY_PARTS_H
#include "app/advisory.h"
#include "store/audience.h"
#include "store/message.h"

/* OK where the actor has one of `roles` at the centre: nobody else writes, previews, approves or publishes. */
enum status advisory_need_centre(struct cx *, unsigned roles) MUST_CHECK;
/* The advisory of the actor's org, else E_MISSING; with its newest revision. */
enum status advisory_load(struct cx *, struct uuid message, struct message *ret_m, struct revision *ret_r) MUST_CHECK;
/* at_us: whose registry and modes hold; first_us: when the advisory was first published (0: not yet). Who was added by large-scale mode
 * at any time in between stays addressed, so that a correction reaches them. */
struct walk_when { int64_t at_us, first_us; };
enum status advisory_walk(struct cx *, struct uuid author, const struct advisory_content *, struct walk_when, struct audience_walk *ret) MUST_CHECK;

/* What stands against sending this content; consents: one per report it draws on. */
struct advisory_bound { struct str pointer; enum text why; };
struct advisory_consent { struct uuid report; struct str number, title, consent; bool allowed; };
struct advisory_bounds {
	struct advisory_bound *bounds;
	size_t n_bounds;
	struct advisory_consent *consents;
	size_t n_consents;
};
enum status advisory_bounds(struct cx *, struct uuid author, const struct advisory_content *, struct advisory_bounds *ret) MUST_CHECK;
/* Whether it may be approved or published as it is: complete, right and within bounds. E_INVALID with a field each. */
enum status advisory_check(struct cx *, struct uuid author, struct advisory_content *) MUST_CHECK;
/* What a draft must keep too: ids that exist. Faults are fail_field; E_INVALID. */
enum status advisory_check_orgs(struct cx *, const struct advisory_content *) MUST_CHECK;

/* The version that is published beside the audience of the next: who keeps it, comes in, falls out. `audience` is sorted here. */
#define LOST_SHOWN 200
struct audience_change { int64_t keep, gain, lose, lose_seen; struct uuid *lost; size_t n_lost; };
enum status audience_compare(struct cx *, struct uuid message, struct uuid *audience, size_t n, struct audience_change *ret) MUST_CHECK;

/* The first chunk of a publication or of a branch; what is left becomes a job. *ret_n: how many were sent. */
enum status advisory_send(struct cx *, const struct message *, const struct revision *, struct uuid branch, size_t *ret_n) MUST_CHECK;

/* How many deliveries one run of a job changes: more where nobody waits for the writer. */
size_t chunk_size(const struct cx *, bool alone);
/* An id in a job's payload; none where there is none. */
struct uuid payload_uuid(const struct json *object, struct str key);
#endif

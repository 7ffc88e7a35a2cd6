/* store/join.h — the index that suggestions of joins are found by: one row per report that an org has a delivery of, and tokens. SQL to
 * structs and back. What is returned of reports' content goes by the visibility rule; features and ids are no content.
 */
#ifndef NOROSHI_STORE_JOIN_H
#define NOROSHI_STORE_JOIN_H
#include "model/join.h"

struct join_entry {
	struct uuid message, org;
	int64_t revision, arrived_us, points;
	unsigned signals;
	bool waiting;
	struct join_features f;                                 /* read back: without the indicators' text, only tokens */
	int64_t tokens[JOIN_TOKENS_MAX];
	size_t n_tokens;
};
/* Replaces the report's row and tokens. */
enum status join_entry_save(struct cx *, const struct join_entry *) MUST_CHECK;
/* Its row and tokens go; nothing where it is not there. */
enum status join_entry_drop(struct cx *, struct uuid message) MUST_CHECK;
enum status join_entry_get(struct cx *, struct uuid org, struct uuid message, struct join_entry *ret, bool *ret_there) MUST_CHECK;
enum status join_entry_revision(struct cx *, struct uuid message, int64_t *ret) MUST_CHECK;            /* 0: not there */

struct ids { struct uuid *p; size_t n; };
/* The newest reports that have this token. */
enum status join_by_token(struct cx *, int64_t token, int limit, struct ids *ret) MUST_CHECK;
/* The nearest in time, before and after, of the same type of event, or of the same sector. */
enum status join_near_type(struct cx *, struct uuid org, struct str event_type, int64_t event_us, int limit, struct ids *ret) MUST_CHECK;
enum status join_near_sector(struct cx *, struct uuid org, struct str sector, int64_t event_us, int limit, struct ids *ret) MUST_CHECK;

/* A report as org may see it, with its body. E_MISSING. */
struct join_report { struct message_row row; struct str body; };
enum status join_report_get(struct cx *, struct uuid org, struct uuid message, struct join_report *ret) MUST_CHECK;
/* When org's first live delivery of the message came; 0 where it has none. */
enum status join_arrival(struct cx *, struct uuid org, struct uuid message, int64_t *ret_us) MUST_CHECK;

/* How far org's deliveries have been read. */
enum status join_place_get(struct cx *, struct uuid org, struct uuid *ret) MUST_CHECK;                 /* none where nothing yet */
enum status join_place_set(struct cx *, struct uuid org, struct uuid delivery) MUST_CHECK;
enum status join_is_behind(struct cx *, struct uuid org, struct uuid place, bool *ret) MUST_CHECK;
struct join_delivery { struct uuid delivery, message; };
struct join_deliveries { struct join_delivery *p; size_t n; };
enum status join_unread(struct cx *, struct uuid org, struct uuid after, int limit, struct join_deliveries *ret) MUST_CHECK;
#endif

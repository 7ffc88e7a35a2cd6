/* app/message.h — reading messages of both kinds: one with everything the actor may know of it, and lists.
 *
 * message_view first opens the own deliveries and leaves the trace of the read, and only then returns content: on a read-only
 * connection E_WRITE is possible. Cost: some eight indexed statements; for the author of a message to many, its first
 * MESSAGE_KNOWN_MAX deliveries.
 */
#ifndef NOROSHI_APP_MESSAGE_H
#define NOROSHI_APP_MESSAGE_H
#include "model/delivery.h"
#include "model/attachment.h"

#define MESSAGE_KNOWN_MAX 200

struct revision_view {
	struct revision_row row;
	struct str content;                                     /* the body as this actor may read it: JSON */
	bool draft, superseded;
	struct attachment *attachments;
	size_t n_attachments;
};
struct who_sees { struct org org, via; int hop; int64_t since_us; };
struct event { int64_t at_us; struct str what; struct org org; struct str text; };
enum message_may {
	MAY_FOLLOW_UP = 1, MAY_CLOSE = 2, MAY_REVIEW = 4, MAY_PASS = 8, MAY_ACKNOWLEDGE = 16, MAY_OUTCOME = 32, MAY_EDIT = 64, MAY_SUBMIT = 128,
	MAY_APPROVE = 256, MAY_PUBLISH = 512, MAY_WITHDRAW = 1024, MAY_NEW_VERSION = 2048, MAY_DELETE = 4096, MAY_RECEIPT = 8192, MAY_BOARD = 16384,
	MAY_ASK = 1 << 15, MAY_ANSWER = 1 << 16, MAY_FORWARD = 1 << 17, MAY_RELAY_ON = 1 << 18, MAY_ASK_CONSENT = 1 << 19, MAY_SAY_CONSENT = 1 << 20,
};
extern const struct str message_may_names[];                    /* [bit] */

struct message_view {
	bool recalled;                                          /* then only tombstone is filled */
	struct tombstone tombstone;
	struct message_row row;
	bool own;                                               /* the actor's org wrote it */
	struct revision_view *revisions;                        /* newest first */
	size_t n_revisions;
	struct delivery_row *deliveries;                        /* own, newest first */
	size_t n_deliveries;
	struct who_sees *who;
	size_t n_who;
	bool recalls;                                           /* for the author: something of it was recalled, or asked to be deleted */
	bool more_see;                                          /* and others: the board has all */
	struct event *timeline;                                 /* oldest first */
	size_t n_timeline;
	bool derived;                                           /* to a CEPTOAR: it derived this report; this asks about, or answers, what it derived */
	bool relayed;                                           /* to a CEPTOAR: and made of this what goes on */
	unsigned may;                                           /* enum message_may */
};
/* kind 0: either; E_MISSING where it is another, not there, or not the actor's to see. */
enum status message_view(struct cx *, struct uuid id, int kind, struct message_view *ret) MUST_CHECK;
enum status message_page(struct cx *, const struct message_query *, struct message_row **ret, size_t *ret_n) MUST_CHECK;
/* Before a list leaves as a file: leaves the trace (journal list.export); on a read-only connection E_WRITE. */
enum status list_export(struct cx *) MUST_CHECK;
#endif

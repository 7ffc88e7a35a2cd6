/* app/journal.h — what happened, provably: every change, read of content, export and sign-in appends an entry in the same
 * transaction. A sequencer links committed entries into a Merkle log (RFC 9162) and signs its head.
 */
#ifndef NOROSHI_APP_JOURNAL_H
#define NOROSHI_APP_JOURNAL_H
#include "base/cx.h"

/* Appends an entry by cx->actor at cx->now_us. `verb`: "report.submit", noun.verb in ASCII. `object`: what it is about.
 * `digest`: SHA-256 of the payload (salted), or NULL. ret_entry may be NULL. */
enum status journal_append(struct cx *, struct str verb, struct uuid object, const uint8_t digest[32], struct uuid *ret_entry) MUST_CHECK;

/* Leaves the trace of a content read before the content is sent: once per account, message and hour. On a read-only connection
 * returns E_WRITE where a new entry is due (the door then runs the request again on the writer), else OK. */
enum status journal_read(struct cx *, struct str verb, struct uuid message) MUST_CHECK;
#endif

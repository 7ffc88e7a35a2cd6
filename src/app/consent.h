/* app/consent.h — consent of a source: to the CEPTOAR's relaying what its member sent (use 1), to wider use of what was reported (use 2).
 *
 * Per message, asked and answered here; or given in advance for a scope (sectors, types of event, marking, until a day). The latest word
 * of the source stands: an answer, a later notice that says otherwise, else what the report said itself, else an advance consent whose
 * scope fits. A withdrawal is told to who may have used it; it undoes nothing that has left, which has to be withdrawn by its author.
 * Who asks about a derived message asks its CEPTOAR, which may ask its member in turn: two consents, and no link between them.
 * Cost: two indexed reads and the report's notices.
 */
#ifndef NOROSHI_APP_CONSENT_H
#define NOROSHI_APP_CONSENT_H
#include "model/consent.h"

/* kind: enum report_consent in force (CONSENT_NONE: not allowed); answer: the state of the latest word; id, note: of the consent that
 * decided, none where the report itself did. asked: a question is open. */
struct consent_state { struct uuid id; int kind; enum consent_answer answer; struct str note; bool asked; };
/* What the source of `message` allows the actor's org today. Checks no visibility: the caller has. */
enum status consent_of(struct cx *, struct uuid message, enum consent_use, struct consent_state *ret) MUST_CHECK;
/* Asks the author org of a report that reached the actor's org. Asking again while a question is open gives that one. kind 0: anonymised. */
enum status consent_ask(struct cx *, struct uuid message, enum consent_use, int kind, struct str note, struct uuid *ret_id) MUST_CHECK;

/* By a holder: consent_ask. By the author itself: its word without being asked, for `to` or everybody who has it. */
enum status consent_put(struct cx *, struct uuid message, const struct consent_ask_input *, struct consent_row *ret) MUST_CHECK;
enum status consent_advance(struct cx *, const struct consent_advance_input *, struct consent_row *ret) MUST_CHECK;
enum status consent_reply(struct cx *, struct uuid id, const struct consent_answer_input *, struct consent_row *ret) MUST_CHECK;
enum status consent_withdraw(struct cx *, struct uuid id, struct str note, struct consent_row *ret) MUST_CHECK;
enum status consent_page(struct cx *, enum consent_box, struct uuid message, struct uuid after, int limit, struct consent_row **ret, size_t *ret_n)
	MUST_CHECK;
enum consent_may { MAY_CONSENT_REPLY = 1, MAY_CONSENT_WITHDRAW = 2 };
unsigned consent_may(const struct actor *, const struct consent *);
#endif

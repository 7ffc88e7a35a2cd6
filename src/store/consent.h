/* store/consent.h — consents asked for and given: SQL to structs and back. Only the org that gives and the org that asks read a row. */
#ifndef NOROSHI_STORE_CONSENT_H
#define NOROSHI_STORE_CONSENT_H
#include "model/consent.h"

enum status consent_add(struct cx *, const struct consent *) MUST_CHECK;
/* Writes kind, state, answer, until; where the version is still c->version. E_STALE. */
enum status consent_save(struct cx *, const struct consent *) MUST_CHECK;
/* By one of the two; else E_MISSING. */
enum status consent_get(struct cx *, struct uuid org, struct uuid id, struct consent_row *ret) MUST_CHECK;
struct consent_query { enum consent_box box; struct uuid after, message; int limit; };  /* message none: any */
enum status consent_list(struct cx *, struct uuid org, const struct consent_query *, struct consent_row **ret, size_t *ret_n) MUST_CHECK;
enum status consent_count_to_answer(struct cx *, struct uuid org, int64_t *ret) MUST_CHECK;

/* The latest answer about a message for this use, and whether a question is open; to: who may use it (none: whoever). */
struct consent_latest { bool answered, asked; struct consent answer, question; };
enum status consent_latest(struct cx *, struct uuid message, int use, struct uuid to, struct consent_latest *ret) MUST_CHECK;
/* Advance consents of org in force on the day, newest first. */
enum status consent_advance_list(struct cx *, struct uuid org, int use, struct uuid to, int32_t day, struct consent **ret, size_t *ret_n)
	MUST_CHECK;
#endif

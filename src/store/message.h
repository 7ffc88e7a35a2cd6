/* store/message.h — messages and their revisions, reports and advisories alike: SQL to structs and back.
 *
 * Two kinds of functions. "For writers" load without asking who may see: only use cases that check themselves call them. All
 * others take the asking org and contain the visibility rule (store/visible.h). Rows come with their author's names.
 * Cost: message_add and revision_add are one insert each and do not wait (PostgreSQL pipelines them).
 */
#ifndef NOROSHI_STORE_MESSAGE_H
#define NOROSHI_STORE_MESSAGE_H
#include "model/message.h"

/* For writers. */
enum status message_add(struct cx *, const struct message *) MUST_CHECK;
/* Writes everything but id, kind, author and created; the version becomes `message.version` + 1. E_STALE where the stored version
 * is not message.version (somebody was quicker). */
enum status message_save(struct cx *, const struct message *) MUST_CHECK;
enum status message_load(struct cx *, struct uuid message, struct message *ret) MUST_CHECK;     /* E_MISSING */
/* As message_load, and until the end of the transaction nobody else changes it (SQLite has one writer anyway): for who sends on what
 * another writer may be withdrawing or superseding. */
enum status message_hold(struct cx *, struct uuid message, struct message *ret) MUST_CHECK;
enum status message_drop(struct cx *, struct uuid message) MUST_CHECK;                          /* a draft, with its revisions and steps */
/* `find` is folded here from title and `more` (the summary). */
enum status revision_add(struct cx *, const struct revision *, struct str more) MUST_CHECK;
enum status revision_save(struct cx *, const struct revision *, struct str more) MUST_CHECK;
enum status revision_load(struct cx *, struct uuid message, int64_t number, struct revision *ret) MUST_CHECK;   /* number 0: the newest, drafts too */
enum status revision_drop(struct cx *, struct uuid revision) MUST_CHECK;

/* A number for people: "R2026-000123", "A2026-000012", "K2026-000012" (a case); unique per kind and fiscal year, never given twice. One round trip.
 * Taken from a block that belongs to this connection's lane, inside the transaction: writers do not wait for each other, and
 * what is rolled back leaves no trace. Numbers of one lane increase; those of several writers interleave. */
/* What a member sends its CEPTOAR, and what is asked and answered between the two, is numbered apart ("C2026-000012"): gaps in the
 * numbers that others see tell nothing about it. */
enum number_series {                                            /* 1..5: as enum message_kind. Stored; never renumber. */
	NUMBER_REPORT = 1, NUMBER_ADVISORY, NUMBER_INQUIRY, NUMBER_ANSWER, NUMBER_NOTICE,
	NUMBER_MEMBER_REPORT = 11, NUMBER_MEMBER_INQUIRY = 13, NUMBER_MEMBER_ANSWER = 14,
	NUMBER_CASE = 75,
};
enum status number_take(struct cx *, int series, int fiscal_year, struct str *ret) MUST_CHECK;

enum status step_add(struct cx *, const struct step *) MUST_CHECK;
/* All steps of a message, oldest first: the caller (app/message.c) leaves out what the asker may not know. */
enum status step_list(struct cx *, struct uuid message, struct step_row **ret, size_t *ret_n) MUST_CHECK;

/* For readers: what `org` may see, else E_MISSING. */
enum status message_get(struct cx *, struct uuid org, struct uuid message, struct message_row *ret) MUST_CHECK;
/* Newest first; drafts only for the author. */
enum status revision_list(struct cx *, struct uuid org, struct uuid message, struct revision_row **ret, size_t *ret_n) MUST_CHECK;
/* For who had it but has no more: kind, number, author, status, when and why; no content. E_MISSING where nothing was recalled. */
enum status message_tombstone(struct cx *, struct uuid org, struct uuid message, struct tombstone *ret) MUST_CHECK;

enum status message_list(struct cx *, struct uuid org, const struct message_query *, struct message_row **ret, size_t *ret_n) MUST_CHECK;
/* How many drafts, and advisories waiting for approval, org has: for /me. */
enum status message_counts(struct cx *, struct uuid org, int64_t *ret_drafts, int64_t *ret_to_approve) MUST_CHECK;
#endif

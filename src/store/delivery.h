/* store/delivery.h — deliveries: who was sent which revision, and how far each has come. SQL to structs and back.
 *
 * delivery_add does not wait and is a multi-row insert: hand it as many as there are (memory for thousands at a time).
 */
#ifndef NOROSHI_STORE_DELIVERY_H
#define NOROSHI_STORE_DELIVERY_H
#include "model/delivery.h"

/* For writers. */
/* An org that already has this revision keeps its row. */
enum status delivery_add(struct cx *, const struct delivery *, size_t n) MUST_CHECK;
enum status delivery_load(struct cx *, struct uuid delivery, struct delivery *ret) MUST_CHECK;   /* E_MISSING */
/* Writes state, pass, opened, acknowledged, outcome, recalled, complied and note. Does not wait. Never undoes what another writer did meanwhile. */
enum status delivery_save(struct cx *, const struct delivery *) MUST_CHECK;
/* Writes how and when it was passed on, where it still waits; *ret_ours false: somebody else was quicker, and does what follows. */
enum status delivery_claim_pass(struct cx *, const struct delivery *after, bool *ret_ours) MUST_CHECK;
/* The live (not recalled) deliveries of one org for one message, newest revision first. */
enum status delivery_of_org(struct cx *, struct uuid org, struct uuid message, struct delivery **ret, size_t *ret_n) MUST_CHECK;
/* The orgs that have a live delivery of the message: their newest each. Orgs by the thousand for an advisory: ask only where needed. */
enum status delivery_holders(struct cx *, struct uuid message, struct delivery **ret, size_t *ret_n) MUST_CHECK;
/* What org was asked to delete of the message, or lost, and has not said that it deleted; of a withdrawn one everything. */
enum status delivery_to_delete(struct cx *, struct uuid org, struct uuid message, struct delivery **ret, size_t *ret_n) MUST_CHECK;

/* Of org itself, or of a message that org wrote, or that org passed on; else E_MISSING. */
enum status delivery_get(struct cx *, struct uuid org, struct uuid delivery, struct delivery_row *ret) MUST_CHECK;

/* Live ones of a message that org may know of, with names: its own (newest revision first), those it passed on, or, where org wrote
 * the message, all (both by recipient, the order of the index). Those it passed on are found by walking the message's deliveries. */
enum known { KNOWN_OWN, KNOWN_PASSED, KNOWN_ALL };
enum status delivery_known(struct cx *, struct uuid org, struct uuid message, enum known, int limit,
                           struct delivery_row **ret, size_t *ret_n) MUST_CHECK;
/* Waiting to be passed on, and their limit has run out; the longest due first. */
enum status delivery_pass_due(struct cx *, int limit, struct delivery **ret, size_t *ret_n) MUST_CHECK;

/* Inbox: newest first; content columns by the visibility rule. */
enum status inbox_list(struct cx *, struct uuid org, const struct inbox_query *, struct inbox_row **ret, size_t *ret_n) MUST_CHECK;
enum status inbox_counts(struct cx *, struct uuid org, struct inbox_counts *ret) MUST_CHECK;

/* Board: deliveries of the message's revision `revision` that `org` may know: all where org wrote it, else those it passed on. */
enum status board_list(struct cx *, struct uuid org, const struct board_query *, struct delivery_row **ret, size_t *ret_n) MUST_CHECK;
enum status board_summary(struct cx *, struct uuid org, const struct board_query *, struct board_summary *ret) MUST_CHECK;
#endif

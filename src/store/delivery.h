/* store/delivery.h — deliveries: who was sent which revision, and how far each has come. SQL to structs and back.
 *
 * delivery_add does not wait and is a multi-row insert: hand it as many as there are (memory for thousands at a time).
 */
#ifndef NOROSHI_STORE_DELIVERY_H
#define NOROSHI_STORE_DELIVERY_H
#include "model/delivery.h"
#include "model/message.h"
#include "model/party.h"
#include "store/message.h"

/* For writers. */
/* An org that already has this revision keeps its row. */
enum status delivery_add(struct cx *, const struct delivery *, size_t n) MUST_CHECK;
enum status delivery_load(struct cx *, struct uuid delivery, struct delivery *ret) MUST_CHECK;   /* E_MISSING */
/* Writes state, pass, opened, acknowledged, outcome, recalled and note. Does not wait. */
enum status delivery_save(struct cx *, const struct delivery *) MUST_CHECK;
/* The live (not recalled) deliveries of one org for one message, newest revision first. */
enum status delivery_of_org(struct cx *, struct uuid org, struct uuid message, struct delivery **ret, size_t *ret_n) MUST_CHECK;
/* The orgs that have a live delivery of the message: their newest each. Orgs by the thousand for an advisory: ask only where needed. */
enum status delivery_holders(struct cx *, struct uuid message, struct delivery **ret, size_t *ret_n) MUST_CHECK;
/* Recalls every live delivery of one revision (none: of the message), telling how many. */
enum status delivery_recall_all(struct cx *, struct uuid message, struct uuid revision, int64_t now_us, int64_t *ret_n) MUST_CHECK;

/* A delivery with names, for people. */
struct delivery_row {
	struct delivery d;
	struct org recipient, via;
	int64_t revision;                                       /* number */
};
/* Of org itself, or of a message that org wrote, or that org passed on; else E_MISSING. */
enum status delivery_get(struct cx *, struct uuid org, struct uuid delivery, struct delivery_row *ret) MUST_CHECK;

/* Inbox: newest first; content columns by the visibility rule. */
enum inbox_state { INBOX_ALL = 0, INBOX_OPEN = 1 /* not acknowledged */, INBOX_DONE = 2 };
struct inbox_query {
	enum inbox_state state;
	int kind;
	bool overdue;
	struct str q;
	struct uuid after;                                      /* cursor: a delivery */
	int limit;
};
struct inbox_row { struct delivery_row delivery; struct message_row message; };
enum status inbox_list(struct cx *, struct uuid org, const struct inbox_query *, struct inbox_row **ret, size_t *ret_n) MUST_CHECK;
struct inbox_counts { int64_t open, overdue, to_pass; };
enum status inbox_counts(struct cx *, struct uuid org, struct inbox_counts *ret) MUST_CHECK;

/* Board: deliveries of the message's revision `revision` that `org` may know: all where org wrote it, else those it passed on. */
struct board_query {
	struct uuid message, revision;
	bool all;                                               /* org is the author */
	int state;                                              /* 0 any; else enum delivery_state */
	int hop;                                                /* 0 any */
	bool late;
	struct str q;                                           /* in the recipient's names and code */
	struct uuid after;
	int limit;
};
enum status board_list(struct cx *, struct uuid org, const struct board_query *, struct delivery_row **ret, size_t *ret_n) MUST_CHECK;
struct board_hop { int hop, to_kind; int64_t total, opened, acknowledged, outcome, late, waiting_to_pass; };
#define BOARD_HOPS_MAX 8
struct board_summary {
	size_t n_hops;
	struct board_hop hops[BOARD_HOPS_MAX], all;
	int64_t outcomes[8];                                    /* by enum outcome */
};
enum status board_summary(struct cx *, struct uuid org, const struct board_query *, struct board_summary *ret) MUST_CHECK;
#endif

/* model/delivery.h — one message revision on its way to one org: its states and what may follow what.
 *
 *   queued -> sent -> delivered -> opened -> acknowledged -> outcome
 *   any state before outcome -> failed (may be queued again);  any state -> recalled (final)
 *
 * Beside the state: a recipient that has seen what is recalled is asked to delete what it has (asked), and says that it did (complied).
 * Who leaves a group is asked too, for what came by it; saying that it is deleted recalls the delivery then.
 *
 * By the portal a delivery starts as delivered; other channels (a later issue) start as queued.
 * A hop that must be passed on by hand has pass_state WAITING until someone of the recipient passes it on, or the limit does.
 * Pure: no clock, no store. The states are stored as these numbers; never renumber.
 */
#ifndef NOROSHI_MODEL_DELIVERY_H
#define NOROSHI_MODEL_DELIVERY_H
#include "model/message.h"

enum delivery_state {
	DELIVERY_QUEUED = 1, DELIVERY_SENT, DELIVERY_DELIVERED, DELIVERY_OPENED,
	DELIVERY_ACKNOWLEDGED, DELIVERY_OUTCOME, DELIVERY_FAILED, DELIVERY_RECALLED,
};
enum pass_state { PASS_NONE = 0, PASS_WAITING = 1, PASS_BY_HAND = 2, PASS_BY_ITSELF = 3 };
enum outcome {
	OUTCOME_NONE = 0, OUTCOME_NOT_AFFECTED, OUTCOME_INVESTIGATING, OUTCOME_AFFECTED, OUTCOME_PLANNED, OUTCOME_DONE, OUTCOME_NOT_APPLICABLE,
};
enum recall_why { RECALL_NOT = 0, RECALL_WITHDRAWN, RECALL_NARROWED /* no longer addressed by the newest version */, RECALL_LEFT /* a group */ };
/* Derived, never stored: what a recipient has still to do about a recall. */
enum recall_state { RECALL_ANY = 0, RECALL_OUTSTANDING /* asked, has not said yet */, RECALL_COMPLIED, RECALL_UNSEEN /* nothing to delete */ };
extern const struct str delivery_state_names[], pass_state_names[], outcome_names[], recall_why_names[], recall_state_names[];
/* (index number - 1) "queued"...; (index number) ("none","waiting","by_hand","by_itself"); "not_affected","investigating","affected","planned",
 * "done","not_applicable"; (index number - 1) "withdrawn","narrowed","left"; "outstanding","complied","unseen" */

struct delivery {
	struct uuid id, message, revision, recipient, via, acked_by;
	int hop;                                                /* 1 is the first org after the author */
	enum delivery_state state;
	enum pass_state pass_state;
	enum outcome outcome;
	int64_t due_us;                                         /* acknowledgement expected by then; 0: no due time */
	int64_t pass_due_us, pass_us, opened_us, acked_us, outcome_us, recalled_us;      /* 0: not (yet) */
	int32_t outcome_day;                                    /* planned or done on; 0: not said */
	struct str note;
	enum recall_why recall_why;
	struct uuid recall_org, complied_by;                    /* recall_org: the group that was left */
	int64_t asked_us, complied_us;                          /* asked to delete; said that it did */
	struct str complied_note;
};

/* Each gives the delivery after the step; repeating a step that was done is no error: the first time stands (an outcome may be
 * changed: the last stands). E_CONFLICT (T_DELIVERY_RECALLED) when recalled. */
enum status delivery_open(struct cx *, const struct delivery *, struct delivery *ret_after) MUST_CHECK;
enum status delivery_acknowledge(struct cx *, const struct delivery *, struct delivery *ret_after) MUST_CHECK;
/* An outcome acknowledges too. */
enum status delivery_say_outcome(struct cx *, const struct delivery *, enum outcome, struct str note, int32_t day,
                                 struct delivery *ret_after) MUST_CHECK;
enum status delivery_pass(struct cx *, const struct delivery *, enum pass_state how, struct delivery *ret_after) MUST_CHECK;
/* The recipient has deleted what it had. E_CONFLICT (T_DELIVERY_NOT_ASKED) where nobody asked; what was only asked for is recalled now. */
enum status delivery_comply(struct cx *, const struct delivery *, struct str note, struct delivery *ret_after) MUST_CHECK;
/* Opened or acknowledged: it knows the content. */
bool delivery_was_seen(const struct delivery *);
/* When it was sent: the time its id was made at (milliseconds). */
int64_t delivery_sent_us(const struct delivery *);
/* Late is derived, never stored: acknowledged after the due time, or not yet and the due time has passed. */
bool delivery_is_late(const struct delivery *, int64_t now_us);

/* Views: with names, for people. */
struct delivery_row {
	struct delivery d;
	struct org recipient, via;
	int64_t revision;                                       /* number */
	struct uuid author;                                     /* of the message, */
	int kind;                                               /* and its enum message_kind */
};
enum inbox_state { INBOX_ALL = 0, INBOX_OPEN = 1 /* not acknowledged */, INBOX_DONE = 2, INBOX_TO_DELETE = 3 /* asked to delete, not yet done */ };
struct inbox_query {
	enum inbox_state state;
	int kind;
	bool overdue;
	struct str q;
	struct uuid after;                                      /* cursor: a delivery */
	int limit;
};
struct inbox_row { struct delivery_row delivery; struct message_row message; };
struct inbox_counts { int64_t open, overdue, to_pass, to_delete; };
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
struct board_hop { int hop, to_kind; int64_t total, opened, acknowledged, outcome, late, waiting_to_pass; };
#define BOARD_HOPS_MAX 8
struct board_summary {
	size_t n_hops;
	struct board_hop hops[BOARD_HOPS_MAX], all;
	int64_t outcomes[8];                                    /* by enum outcome */
};
#endif

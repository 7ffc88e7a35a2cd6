#include "app/delivery.h"
#include "app/access.h"
#include "app/advisory.h"
#include "app/journal.h"
#include "app/live.h"
#include "app/report.h"
#include "app/stats.h"
#include "base/uuid.h"
#include "store/consent.h"
#include "store/delivery.h"
#include "store/message.h"

/* The delivery, if it is the actor's to answer. */
static enum status load_own(struct cx *cx, struct uuid id, struct delivery_row *ret)
{
	struct delivery_row row;
	enum status st = need_content(cx);
	if (st == OK)
		st = delivery_get(cx, cx->actor->org, id, &row);
	if (st != OK)
		return st;
	if (!uuid_eq(row.d.recipient, cx->actor->org))
		return uuid_eq(row.author, cx->actor->org) ? fail(cx, E_DENIED, T_DELIVERY_NO_ACK) : fail(cx, E_DENIED, T_DENIED);
	*ret = row;
	return OK;
}

/* Saves, tells the board of the author and of who passed it here, and leaves the entry. */
static enum status keep(struct cx *cx, struct delivery_row *row, const struct delivery *after, struct str verb)
{
	enum status st = delivery_save(cx, after);
	if (st == OK)
		st = stats_answered(cx, row, after);
	if (st == OK)
		st = journal_append(cx, verb, after->id, NULL, NULL);
	if (st != OK)
		return st;
	row->d = *after;
	live_note(cx, LIVE_BOARD, after->message, row->author);
	if (!uuid_eq(after->via, row->author))
		live_note(cx, LIVE_BOARD, after->message, after->via);
	live_note(cx, after->state == DELIVERY_RECALLED ? LIVE_RECALL : LIVE_MESSAGE, after->message, after->recipient);
	return OK;
}

static enum status ack_loaded(struct cx *cx, struct delivery_row *row)
{
	struct delivery after;
	enum status st = delivery_acknowledge(cx, &row->d, &after);
	if (st != OK || row->d.acked_us)
		return st;
	return keep(cx, row, &after, S("delivery.acknowledge"));
}

static enum status outcome_loaded(struct cx *cx, struct delivery_row *row, const struct outcome_input *in)
{
	struct delivery after;
	enum status st = delivery_say_outcome(cx, &row->d, (enum outcome)in->outcome, in->note, in->day, &after);
	return st == OK ? keep(cx, row, &after, S("delivery.outcome")) : st;
}

enum status delivery_ack(struct cx *cx, struct uuid id, struct delivery_row *ret)
{
	enum status st = load_own(cx, id, ret);
	return st == OK ? ack_loaded(cx, ret) : st;
}

enum status delivery_tell_outcome(struct cx *cx, struct uuid id, const struct outcome_input *in, struct delivery_row *ret)
{
	enum status st = load_own(cx, id, ret);
	return st == OK ? outcome_loaded(cx, ret, in) : st;
}

enum status delivery_tell_deleted(struct cx *cx, struct uuid id, struct str note, struct delivery_row *ret)
{
	struct delivery after;
	struct delivery *waiting;
	size_t n = 0;
	enum status st = load_own(cx, id, ret);
	if (st == OK)
		st = delivery_comply(cx, &ret->d, note, &after);
	if (st != OK || ret->d.complied_us)
		return st;
	st = delivery_to_delete(cx, cx->actor->org, ret->d.message, &waiting, &n);
	for (size_t i = 0; i < n && st == OK; i++) {            /* its other revisions; the entry is for the one that was named */
		struct delivery gone;
		if (uuid_eq(waiting[i].id, id))
			continue;
		st = delivery_comply(cx, &waiting[i], note, &gone);
		if (st == OK)
			st = delivery_save(cx, &gone);
	}
	return st == OK ? keep(cx, ret, &after, S("delivery.comply")) : st;
}

static enum status bulk_one(struct cx *cx, struct uuid id, const struct bulk_ask *ask, struct delivery_row *row)
{
	switch (ask->what) {
	case BULK_OUTCOME: return delivery_tell_outcome(cx, id, &ask->outcome, row);
	case BULK_DELETED: return delivery_tell_deleted(cx, id, ask->note, row);
	case BULK_ACKNOWLEDGE: break;
	}
	return delivery_ack(cx, id, row);
}

enum status delivery_bulk(struct cx *cx, const struct uuid *ids, size_t n, const struct bulk_ask *ask, struct bulk_result *ret)
{
	int outcome = ask->outcome.outcome;
	if (n > DELIVERY_BULK_MAX)
		return fail_field(cx, S("/deliveries"), T_FIELD_TOO_MANY, DELIVERY_BULK_MAX);
	enum status st = need_content(cx);
	if (st == OK && ask->what == BULK_OUTCOME && (outcome < OUTCOME_NOT_AFFECTED || outcome > OUTCOME_NOT_APPLICABLE))
		return fail_field(cx, S("/outcome"), T_FIELD_CHOICE, 0);
	for (size_t i = 0; i < n && st == OK; i++) {
		struct delivery_row row;
		/* Everything that can go wrong with one item goes wrong before its first write, so no savepoint is needed. */
		enum status one = bulk_one(cx, ids[i], ask, &row);
		ret[i] = (struct bulk_result){ ids[i], one, one == OK ? T_NONE : cx->problem->why };
		if (one == E_MISSING || one == E_DENIED || one == E_CONFLICT)
			*cx->problem = (struct problem){ 0 };
		else
			st = one;
	}
	return st;
}

/* Passing on. */

static enum status pass_one(struct cx *cx, const struct message *m, const struct delivery *d, enum pass_state how, struct str note)
{
	struct delivery after;
	size_t sent = 0;
	bool by_hand = how == PASS_BY_HAND, ours = false;
	enum status st = delivery_pass(cx, d, how, &after);
	if (st == OK && d->pass_state == PASS_WAITING)
		st = delivery_claim_pass(cx, &after, &ours);
	if (st == OK && ours)
		st = step_add(cx, &(struct step){ uuid_new(cx->now_us), m->id, d->recipient, by_hand ? cx->actor->user : (struct uuid){ { 0 } },
		                                  by_hand ? STEP_PASSED : STEP_PASSED_BY_ITSELF, note, cx->now_us });
	if (st != OK || !ours)
		return st;
	st = journal_append(cx, by_hand ? S("delivery.pass") : S("delivery.pass_by_itself"), d->id, NULL, NULL);
	if (st == OK)
		st = m->kind == MESSAGE_ADVISORY ? advisory_passed(cx, m, &after) : report_passed(cx, m, &after, &sent);
	if (st != OK)
		return st;
	live_note(cx, LIVE_BOARD, m->id, m->author);
	live_note(cx, LIVE_DELIVERY, m->id, d->recipient);
	return OK;
}

/* Everything of the message that waits at this org, the oldest revision first: who comes after must not get an old notice only. */
static enum status pass_all(struct cx *cx, struct uuid message, struct uuid org, enum pass_state how, struct str note)
{
	struct message m;
	struct delivery *own;
	size_t n;
	enum status st = message_hold(cx, message, &m);
	if (st != OK || m.status == STATUS_WITHDRAWN)
		return st;
	st = delivery_of_org(cx, org, message, &own, &n);
	for (size_t i = st == OK ? n : 0; i > 0 && st == OK; i--)
		if (own[i - 1].pass_state == PASS_WAITING)
			st = pass_one(cx, &m, &own[i - 1], how, note);
	return st;
}

enum status delivery_pass_on(struct cx *cx, struct uuid id, struct str note, struct delivery_row *ret)
{
	struct delivery after;
	enum status st = load_own(cx, id, ret);
	if (st == OK)
		st = delivery_pass(cx, &ret->d, PASS_BY_HAND, &after);
	if (st == OK && ret->d.pass_state == PASS_WAITING)
		st = pass_all(cx, ret->d.message, ret->d.recipient, PASS_BY_HAND, note);
	if (st == OK)
		ret->d = after;
	return st;
}

enum status app_pass_by_itself(struct cx *cx, struct uuid id)
{
	struct delivery d;
	enum status st = delivery_load(cx, id, &d);
	if (st != OK || d.pass_state != PASS_WAITING || d.state == DELIVERY_RECALLED)
		return st;
	return pass_all(cx, d.message, d.recipient, PASS_BY_ITSELF, NO_STR);
}

enum status app_pass_due(struct cx *cx, int limit, size_t *ret_n)
{
	struct delivery *due;
	size_t n;
	enum status st = delivery_pass_due(cx, limit, &due, &n);
	for (size_t i = 0; st == OK && i < n; i++)
		st = app_pass_by_itself(cx, due[i].id);
	if (st == OK)
		*ret_n = n;
	return st;
}

/* Lists. */

enum status inbox_page(struct cx *cx, const struct inbox_query *q, struct inbox_row **ret, size_t *ret_n)
{
	enum status st = need_content(cx);
	return st == OK ? inbox_list(cx, cx->actor->org, q, ret, ret_n) : st;
}

enum status inbox_tally(struct cx *cx, struct inbox_counts *ret)
{
	enum status st = need_content(cx);
	return st == OK ? inbox_counts(cx, cx->actor->org, ret) : st;
}

enum status app_counts(struct cx *cx, struct app_counts *ret)
{
	struct app_counts c = { 0 };
	struct inbox_counts inbox;
	if (!cx->actor || !(cx->actor->roles & ROLES_CONTENT)) {
		*ret = c;
		return OK;
	}
	enum status st = inbox_counts(cx, cx->actor->org, &inbox);
	if (st == OK)
		st = message_counts(cx, cx->actor->org, &c.drafts, &c.to_approve);
	if (st == OK)
		st = consent_count_to_answer(cx, cx->actor->org, &c.consents_to_answer);
	if (st != OK)
		return st;
	c.inbox_open = inbox.open, c.overdue = inbox.overdue, c.to_pass = inbox.to_pass, c.to_delete = inbox.to_delete;
	*ret = c;
	return OK;
}

/* Which revision's board it is, and whether all of it is the actor's to know. */
static enum status board_settle(struct cx *cx, struct board_query *q, struct message *ret_m)
{
	struct revision r;
	struct delivery *own = NULL;
	size_t n_own = 0;
	enum status st = need_content(cx);
	if (st == OK)
		st = message_load(cx, q->message, ret_m);
	if (st != OK)
		return st;
	q->all = uuid_eq(ret_m->author, cx->actor->org);
	if (q->all) {
		st = revision_load(cx, ret_m->id, ret_m->latest, &r);
		if (st == OK)
			q->revision = r.id;
		return st;
	}
	st = delivery_of_org(cx, cx->actor->org, ret_m->id, &own, &n_own);
	if (st != OK)
		return st;
	if (!n_own || ret_m->status == STATUS_WITHDRAWN)
		return fail(cx, E_MISSING, T_MISSING);
	q->revision = own[0].revision;
	return OK;
}

enum status board_rows(struct cx *cx, struct board_query *q, struct delivery_row **ret, size_t *ret_n)
{
	struct message m;
	enum status st = board_settle(cx, q, &m);
	return st == OK ? board_list(cx, cx->actor->org, q, ret, ret_n) : st;
}

enum status board_page(struct cx *cx, struct board_query *q, struct board *ret)
{
	struct message m;
	struct board b = { 0 };
	enum status st = board_settle(cx, q, &m);
	if (st != OK)
		return st;
	if (m.kind == MESSAGE_ADVISORY)                         /* asked first: "no" must mean that what is counted next is all */
		st = advisory_is_sending(cx, q->revision, &b.still_sending);
	if (st == OK)
		st = board_summary(cx, cx->actor->org, q, &b.summary);
	if (st == OK)
		st = board_list(cx, cx->actor->org, q, &b.rows, &b.n);
	if (st != OK)
		return st;
	b.published_us = m.submitted_us;
	*ret = b;
	return OK;
}

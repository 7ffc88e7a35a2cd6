#include "model/delivery.h"
#include "base/uuid.h"

const struct str delivery_state_names[] = {
	LIT("queued"), LIT("sent"), LIT("delivered"), LIT("opened"), LIT("acknowledged"), LIT("outcome"), LIT("failed"), LIT("recalled"),
	{ NULL, 0 },
};
const struct str pass_state_names[] = { LIT("none"), LIT("waiting"), LIT("by_hand"), LIT("by_itself"), { NULL, 0 } };
const struct str outcome_names[] = {
	LIT("not_affected"), LIT("investigating"), LIT("affected"), LIT("planned"), LIT("done"), LIT("not_applicable"), { NULL, 0 },
};

const struct str recall_why_names[] = { LIT("withdrawn"), LIT("narrowed"), LIT("left"), { NULL, 0 } };
const struct str recall_state_names[] = { LIT("outstanding"), LIT("complied"), LIT("unseen"), { NULL, 0 } };

static enum status must_live(struct cx *cx, const struct delivery *d)
{
	return d->state == DELIVERY_RECALLED ? fail(cx, E_CONFLICT, T_DELIVERY_RECALLED) : OK;
}

/* Reading by the portal proves that it arrived, whatever another channel said: queued, sent and failed count as delivered. */
static bool before_opened(const struct delivery *d)
{
	return d->state < DELIVERY_OPENED || d->state == DELIVERY_FAILED;
}

enum status delivery_open(struct cx *cx, const struct delivery *d, struct delivery *ret_after)
{
	enum status st = must_live(cx, d);
	if (st != OK)
		return st;
	struct delivery after = *d;
	if (before_opened(d))
		after.state = DELIVERY_OPENED;
	if (!after.opened_us)
		after.opened_us = cx->now_us;
	*ret_after = after;
	return OK;
}

enum status delivery_acknowledge(struct cx *cx, const struct delivery *d, struct delivery *ret_after)
{
	enum status st = must_live(cx, d);
	if (st != OK)
		return st;
	struct delivery after = *d;
	if (before_opened(d) || d->state == DELIVERY_OPENED)
		after.state = DELIVERY_ACKNOWLEDGED;
	if (!after.acked_us) {
		after.acked_us = cx->now_us;
		after.acked_by = cx->actor ? cx->actor->user : (struct uuid){ 0 };
	}
	*ret_after = after;
	return OK;
}

enum status delivery_say_outcome(struct cx *cx, const struct delivery *d, enum outcome outcome, struct str note, int32_t day,
                                 struct delivery *ret_after)
{
	if (outcome < OUTCOME_NOT_AFFECTED || outcome > OUTCOME_NOT_APPLICABLE)
		return fail_field(cx, S("/outcome"), T_FIELD_CHOICE, 0);
	struct delivery after;
	enum status st = delivery_acknowledge(cx, d, &after);
	if (st != OK)
		return st;
	after.state = DELIVERY_OUTCOME;
	after.outcome = outcome;
	after.outcome_us = cx->now_us;
	after.outcome_day = day;
	after.note = note;
	*ret_after = after;
	return OK;
}

enum status delivery_pass(struct cx *cx, const struct delivery *d, enum pass_state how, struct delivery *ret_after)
{
	enum status st = must_live(cx, d);
	if (st != OK)
		return st;
	if (d->pass_state == PASS_NONE)
		return fail(cx, E_CONFLICT, T_DELIVERY_NOTHING_TO_PASS);
	struct delivery after = *d;
	if (d->pass_state == PASS_WAITING) {
		after.pass_state = how;
		after.pass_us = cx->now_us;
	}
	*ret_after = after;
	return OK;
}

enum status delivery_comply(struct cx *cx, const struct delivery *d, struct str note, struct delivery *ret_after)
{
	if (d->state != DELIVERY_RECALLED && !d->asked_us)
		return fail(cx, E_CONFLICT, T_DELIVERY_NOT_ASKED);
	struct delivery after = *d;
	if (!d->complied_us) {
		after.complied_us = cx->now_us;
		after.complied_by = cx->actor ? cx->actor->user : (struct uuid){ 0 };
		after.complied_note = note;
	}
	if (d->state != DELIVERY_RECALLED) {
		after.state = DELIVERY_RECALLED;
		after.recalled_us = cx->now_us;
		if (after.pass_state == PASS_WAITING)
			after.pass_state = PASS_NONE;
	}
	*ret_after = after;
	return OK;
}

bool delivery_was_seen(const struct delivery *d)
{
	return d->opened_us || d->acked_us;
}

bool delivery_is_late(const struct delivery *d, int64_t now_us)
{
	if (!d->due_us || d->state == DELIVERY_RECALLED)
		return false;
	return d->acked_us ? d->acked_us > d->due_us : now_us > d->due_us;
}

int64_t delivery_sent_us(const struct delivery *d)
{
	return uuid_made_us(d->id);
}

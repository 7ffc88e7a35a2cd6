#include "store/fanout.h"
#include "base/uuid.h"
#include "sys/db.h"

static void fill_found(struct cx *cx, const struct db_row *row, void *ret)
{
	(void)cx;
	struct delivery *d = ret;
	d->id = row_uuid(row, 0);
	d->state = (enum delivery_state)row_int(row, 1);
	d->pass_state = (enum pass_state)row_int(row, 2);
}

enum status fanout_find(struct cx *cx, struct uuid message, struct uuid revision, struct uuid org, bool *ret_there, struct delivery *ret)
{
	struct delivery d = { .message = message, .revision = revision, .recipient = org };
	enum status s = db_each(cx, "select id, state, pass_state from delivery where message = $1 and revision = $2 and recipient = $3",
	                        ARGS(db_uuid(message), db_uuid(revision), db_uuid(org)), fill_found, &d);
	if (s != OK)
		return s;
	*ret_there = !uuid_is_none(d.id);
	*ret = d;
	return OK;
}

enum status fanout_expect_pass(struct cx *cx, struct uuid delivery, int64_t due_us)
{
	return db_exec(cx, "update delivery set pass_state = 1, pass_due_us = $2 where id = $1 and pass_state = 0 and state <> 8",
	               ARGS(db_uuid(delivery), db_int(due_us)));
}

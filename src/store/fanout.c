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

struct recall_rows { struct recall_row *p; size_t n, max; };

static void fill_recall(struct cx *cx, const struct db_row *row, void *arg)
{
	(void)cx;
	struct recall_rows *rows = arg;
	if (rows->n < rows->max)
		rows->p[rows->n++] = (struct recall_row){ row_uuid(row, 0), row_uuid(row, 1), row_uuid(row, 2), (int)row_int(row, 3), row_int(row, 4) != 0 };
}

#define COLUMNS "select d.id, d.revision, d.recipient, (select o.kind from org o where o.id = d.recipient)," \
	" (select count(*) from delivery x where x.message = d.message and x.revision = $2 and x.recipient = d.recipient and x.state <> 8)" \
	" from delivery d where d.message = $1 and d.state <> 8 and "

enum status recall_list(struct cx *cx, const struct recall_ask *ask, size_t max, struct recall_row *rows, size_t *ret_n)
{
	struct recall_rows found = { rows, 0, max };
	enum status s;
	if (uuid_is_none(ask->revision))
		s = db_each(cx, COLUMNS "(d.revision, d.recipient) > ($3, $4) order by d.revision, d.recipient limit $5",
		            ARGS(db_uuid(ask->message), db_uuid(ask->other), db_uuid(ask->after_revision), db_uuid(ask->after_recipient),
		                 db_int((int64_t)max)), fill_recall, &found);
	else
		s = db_each(cx, COLUMNS "d.revision = $3 and d.recipient > $4 order by d.recipient limit $5",
		            ARGS(db_uuid(ask->message), db_uuid(ask->other), db_uuid(ask->revision), db_uuid(ask->after_recipient),
		                 db_int((int64_t)max)), fill_recall, &found);
	if (s == OK)
		*ret_n = found.n;
	return s;
}

enum status recall_one(struct cx *cx, struct uuid delivery, int64_t now_us)
{
	return db_exec(cx, "update delivery set state = 8, recalled_us = $2, pass_state = case when pass_state = 1 then 0 else pass_state end"
	               " where id = $1 and state <> 8", ARGS(db_uuid(delivery), db_int(now_us)));
}

#include "store/stats_past.h"
#include "store/message_sql.h"
#include "store/rows.h"
#include "sys/db.h"

static void fill_revision(struct cx *cx, const struct db_row *row, void *ret)
{
	struct past_revision *r = row_list_next(cx, ret, sizeof *r);
	int c = fill_message_at(cx, row, 0, &r->m);
	r->org_kind = (int)row_int(row, c);
	r->number = row_int(row, c + 1);
	r->submitted_us = row_int(row, c + 2);
	r->body = row_text(cx, row, c + 3);
}

enum status past_revisions(struct cx *cx, int kind, struct uuid message, int64_t number, int64_t limit, struct past_revision **ret, size_t *ret_n)
{
	struct row_list rows = { 0 };
	enum status st = db_each(cx,
		"select " MESSAGE_COLUMNS ", o.kind, r.number, r.submitted_us, r.body from message m join org o on o.id = m.author"
		" join revision r on r.message = m.id where m.id >= $1 and m.kind = $3 and m.exercise = 0 and r.submitted_us <> 0"
		" and (m.id > $1 or r.number > $2) order by m.id, r.number limit $4",
		ARGS(db_uuid(message), db_int(number), db_int(kind), db_int(limit)), fill_revision, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

static void fill_delivery(struct cx *cx, const struct db_row *row, void *ret)
{
	struct past_delivery *p = row_list_next(cx, ret, sizeof *p);
	*p = (struct past_delivery){
		.d = { .id = row_uuid(row, 0), .message = row_uuid(row, 1), .revision = row_uuid(row, 2), .hop = (int)row_int(row, 3),
		       .opened_us = row_int(row, 4), .acked_us = row_int(row, 5), .outcome_us = row_int(row, 6) },
		.org_kind = (int)row_int(row, 7),
	};
}

enum status past_deliveries(struct cx *cx, struct uuid message, struct past_delivery **ret, size_t *ret_n)
{
	struct row_list rows = { 0 };
	enum status st = db_each(cx, "select d.id, d.message, d.revision, d.hop, d.opened_us, d.acked_us, case when d.outcome <> 0 then d.outcome_us else 0 end,"
		" o.kind from delivery d join org o on o.id = d.recipient where d.message = $1", ARGS(db_uuid(message)), fill_delivery, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

enum status past_advised(struct cx *cx, struct uuid report, int64_t at_us)
{
	return db_exec(cx, "update stat_fact set advisory_s = ($2 - at_us) / 1000000 where message = $1"
	               " and (advisory_s < 0 or advisory_s > ($2 - at_us) / 1000000)", ARGS(db_uuid(report), db_int(at_us)));
}

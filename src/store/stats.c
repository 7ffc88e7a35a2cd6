#include "store/stats.h"
#include "base/time.h"
#include "sys/db.h"

enum status stat_fact_keep(struct cx *cx, const struct stat_fact *f)
{
	return db_exec(cx,
		"insert into stat_fact (message, kind, fy, origin, basis, route, notice_s, centre_s, sector, event_type, causes, at_us)"
		" values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (message) do update set basis = excluded.basis,"
		" route = excluded.route, notice_s = excluded.notice_s, sector = excluded.sector, event_type = excluded.event_type,"
		" causes = excluded.causes",
		ARGS(db_uuid(f->message), db_int(f->kind), db_int(f->fy), db_int(f->origin), db_int(f->basis), db_int(f->route),
		     db_int(f->notice_s), db_int(f->centre_s), db_text(f->sector.n ? f->sector : S("")),
		     db_text(f->event_type.n ? f->event_type : S("")), db_text(f->causes.n ? f->causes : S("")), db_int(f->at_us)));
}

enum status stat_fact_reached(struct cx *cx, struct uuid message, enum stat_moment moment, int64_t at_us)
{
	struct db_args args = ARGS(db_uuid(message), db_int(at_us));
	switch (moment) {
	case STAT_CENTRE:
		return db_exec(cx, "update stat_fact set centre_s = ($2 - at_us) / 1000000 where message = $1 and centre_s < 0", args);
	case STAT_RECEIPT:
		return db_exec(cx, "update stat_fact set receipt_s = ($2 - at_us) / 1000000 where message = $1 and receipt_s < 0", args);
	case STAT_ADVISORY:
		return db_exec(cx, "update stat_fact set advisory_s = ($2 - at_us) / 1000000 where message = $1 and advisory_s < 0", args);
	case STAT_NO_MOMENT:
	case STAT_NOTICE:
		break;
	}
	return OK;
}

#define ANSWER_CONFLICT " on conflict (message, revision, hop, what, seconds, lane) do update set n = stat_answer.n + excluded.n"

enum status stat_answer_add(struct cx *cx, const struct delivery *d, enum stat_answered what, int64_t seconds, int64_t n)
{
	struct db_args args = ARGS(db_uuid(d->message), db_uuid(d->revision), db_int(d->hop), db_int(what), db_int(seconds), db_int(n));
	if (db_is_postgres(cx->db))
		return db_exec(cx, "insert into stat_answer (message, revision, hop, what, seconds, lane, n)"
		                   " values ($1, $2, $3, $4, $5, pg_backend_pid() % 64, $6)" ANSWER_CONFLICT, args);
	return db_exec(cx, "insert into stat_answer (message, revision, hop, what, seconds, lane, n) values ($1, $2, $3, $4, $5, 0, $6)" ANSWER_CONFLICT,
	               args);
}

enum status stat_touch(struct cx *cx)
{
	if (db_is_postgres(cx->db))
		return db_exec(cx, "insert into stat_version (lane, n) values (pg_backend_pid() % 64, 1)"
		                   " on conflict (lane) do update set n = stat_version.n + 1", NO_ARGS);
	return db_exec(cx, "insert into stat_version (lane, n) values (0, 1) on conflict (lane) do update set n = stat_version.n + 1", NO_ARGS);
}

enum status stat_version(struct cx *cx, int64_t *ret)
{
	return db_one(cx, "select cast(coalesce(sum(n), 0) as bigint) from stat_version", NO_ARGS, fill_int, ret);
}

enum status stat_records_begin(struct cx *cx, int64_t *ret_us)
{
	int64_t at_us = 0;
	enum status st = db_each(cx, "select at_us from journal order by id limit 1", NO_ARGS, fill_int, &at_us);
	if (st == OK)
		*ret_us = at_us;
	return st;
}

/* Rows. On SQLite they come one by one: grouping would sort them, which costs more than looking at each. PostgreSQL groups by hash,
 * and sending a million rows would cost more. */
struct rows { stat_each_row *row; void *arg; };

static void fill_row(struct cx *cx, const struct db_row *row, void *arg)
{
	const struct rows *rows = arg;
	(void)cx;
	struct stat_row r = {
		.fy = (int)row_int(row, 0), .origin = (int)row_int(row, 1), .basis = (int)row_int(row, 2), .route = (int)row_int(row, 3),
		.seconds = row_int(row, 4), .n = row_int(row, 5), .at_us = row_int(row, 6), .sector = row_text_borrow(row, 7),
		.event_type = row_text_borrow(row, 8), .causes = row_text_borrow(row, 9),
	};
	rows->row(rows->arg, &r);
}

#define SECONDS "case $4 when 1 then f.notice_s when 2 then f.centre_s when 3 then f.receipt_s when 4 then f.advisory_s else -1 end"
/* As stat_rounded_s, so that PostgreSQL has groups to make. */
#define ROUNDED "case when " SECONDS " < 3600 then " SECONDS " when " SECONDS " < 86400 then " SECONDS " / 60 * 60 else " SECONDS " / 3600 * 3600 end"
/* $5: which texts are needed (bits 1 causes, 2 sector, 4 event; 8: basis): reading one of a million rows that nobody asked for costs. */
#define CAUSES "case when $5 & 1 <> 0 then f.causes else '' end"
#define SECTOR "case when $5 & 2 <> 0 then f.sector else '' end"
#define BASIS "case when $5 & 8 <> 0 then f.basis else 0 end"
#define EVENT "case when $5 & 4 <> 0 then f.event_type else '' end"
#define COLUMNS "select f.fy, f.origin, " BASIS ", f.route, "
#define COLUMNS_ONE COLUMNS SECONDS ", 1, f.at_us, " SECTOR ", " EVENT ", " CAUSES " from stat_fact f"
#define COLUMNS_GROUPED COLUMNS ROUNDED ", count(*), min(f.at_us), " SECTOR ", " EVENT ", " CAUSES " from stat_fact f"
#define ASKED " where f.kind = $1 and f.fy between $2 and $3"
#define GROUPED " group by 1, 2, 3, 4, 5, 8, 9, 10"

static int64_t texts_of(const struct stat_query *q)
{
	int64_t texts = q->def->by == STAT_BY_CAUSE ? 1 : 0;
	if (q->def->by == STAT_BY_SECTOR || q->sector.n || q->scope == STAT_SECTORS)
		texts |= 2;
	if (q->def->by == STAT_BY_EVENT || q->event_type.n)
		texts |= 4;
	if (q->def->by == STAT_BY_BASIS || q->basis)
		texts |= 8;
	return texts;
}

static enum status each_fact(struct cx *cx, const struct stat_query *q, struct uuid org, struct rows *rows)
{
	const struct stat_definition *d = q->def;
	bool here = q->scope == STAT_COUNTRY || (q->scope == STAT_SECTORS && d->kind == MESSAGE_REPORT);
	struct db_args args = ARGS(db_int(d->kind), db_int(q->from), db_int(q->to), db_int(d->moment), db_int(texts_of(q)), db_uuid(org));
	if (here) {
		args.n = 5;
		return db_is_postgres(cx->db) ? db_each(cx, COLUMNS_GROUPED ASKED GROUPED, args, fill_row, rows)
		                              : db_each(cx, COLUMNS_ONE ASKED, args, fill_row, rows);
	}
	if (q->scope == STAT_OWN && d->kind == MESSAGE_REPORT)
		return db_each(cx, COLUMNS_ONE " join message m on m.id = f.message" ASKED " and m.author = $6", args, fill_row, rows);
	return db_each(cx, COLUMNS_ONE ASKED " and f.message in (select d.message from delivery d join message m on m.id = d.message"
	               " where d.recipient = $6 and d.state <> 8 and m.status <> 12)", args, fill_row, rows);
}

/* Recipients' answers to advisories: from the counts for the country; one's own from one's deliveries. */
struct own_answers { struct rows rows; enum stat_answered what; };

static void fill_own_answer(struct cx *cx, const struct db_row *row, void *arg)
{
	const struct own_answers *own = arg;
	int64_t answered_us = row_int(row, 2);
	(void)cx;
	struct stat_row r = { .fy = (int)row_int(row, 0), .at_us = row_int(row, 1), .n = 1,
		.seconds = stat_rounded_s((answered_us - delivery_sent_us(&(struct delivery){ .id = row_uuid(row, 3) })) / SECOND_US) };
	own->rows.row(own->rows.arg, &r);
}

static enum status each_answer(struct cx *cx, const struct stat_query *q, struct uuid org, struct rows *rows)
{
	struct own_answers own = { *rows, q->def->answered };
	if (q->scope == STAT_COUNTRY)
		return db_each(cx, "select f.fy, 0, 0, 0, a.seconds, a.n, f.at_us, '', '', '' from stat_fact f join stat_answer a on a.message = f.message"
		               " where f.kind = 2 and f.fy between $1 and $2 and a.what = $3",
		               ARGS(db_int(q->from), db_int(q->to), db_int(q->def->answered)), fill_row, rows);
	return db_each(cx, "select f.fy, f.at_us, case when $3 = 1 then d.acked_us else d.outcome_us end, d.id"
	               " from delivery d join stat_fact f on f.message = d.message where d.recipient = $4 and d.acked_us <> 0 and d.state <> 8"
	               " and f.kind = 2 and f.fy between $1 and $2 and ($3 = 1 or d.outcome <> 0)",
	               ARGS(db_int(q->from), db_int(q->to), db_int(q->def->answered), db_uuid(org)), fill_own_answer, &own);
}

enum status stat_each(struct cx *cx, const struct stat_query *q, struct uuid org, stat_each_row *row, void *arg)
{
	struct rows rows = { row, arg };
	return q->def->answered ? each_answer(cx, q, org, &rows) : each_fact(cx, q, org, &rows);
}

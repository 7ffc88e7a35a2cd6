#include "store/incident.h"
#include <stdlib.h>
#include "base/str.h"
#include "base/uuid.h"
#include "store/message.h"
#include "store/message_sql.h"
#include "store/rows.h"
#include "store/visible.h"

static struct db_value text_or_null(struct str s)
{
	return s.n ? db_text(s) : db_null();
}

static struct str search_text(struct cx *cx, const struct incident *i)
{
	return str_fold(cx->mem, str_format(cx->mem, "%.*s\n%.*s\n%.*s", STR_ARG(i->number), STR_ARG(i->title), STR_ARG(i->summary)));
}

enum status incident_add(struct cx *cx, const struct incident *i)
{
	return db_exec(cx,
		"insert into incident (id, org, number, title, summary, find, state, sector, exercise, owner, signals, urgency, level, opened_us,"
		" updated_us, closed_us, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1)",
		ARGS(db_uuid(i->id), db_uuid(i->org), db_text(i->number), db_text(i->title), text_or_null(i->summary), db_text(search_text(cx, i)),
		     db_int(i->state), text_or_null(i->sector), db_int(i->exercise), db_uuid_or_null(i->owner), db_int(i->signals),
		     db_int(i->urgency), db_int(i->level), db_int(i->opened_us), db_int(i->updated_us), db_int(i->closed_us)));
}

enum status incident_save(struct cx *cx, const struct incident *i)
{
	int64_t rows;
	enum status st = db_change(cx,
		"update incident set title = $2, summary = $3, find = $4, state = $5, sector = $6, exercise = $7, owner = $8, signals = $9,"
		" urgency = $10, level = $11, updated_us = $12, closed_us = $13, merged_into = $14, version = $15 + 1 where id = $1 and version = $15",
		ARGS(db_uuid(i->id), db_text(i->title), text_or_null(i->summary), db_text(search_text(cx, i)), db_int(i->state),
		     text_or_null(i->sector), db_int(i->exercise), db_uuid_or_null(i->owner), db_int(i->signals), db_int(i->urgency),
		     db_int(i->level), db_int(i->updated_us), db_int(i->closed_us), db_uuid_or_null(i->merged_into), db_int(i->version)),
		&rows);
	return st == OK && rows != 1 ? fail(cx, E_STALE, T_STALE) : st;
}

enum status incident_weigh(struct cx *cx, const struct incident *i)
{
	return db_exec(cx, "update incident set signals = $2, urgency = $3, level = $4 where id = $1",
	               ARGS(db_uuid(i->id), db_int(i->signals), db_int(i->urgency), db_int(i->level)));
}

#define INCIDENT_COLUMNS "i.id, i.org, i.number, i.title, i.summary, i.state, i.sector, i.exercise, i.owner, i.signals, i.urgency, i.level," \
	" i.opened_us, i.updated_us, i.closed_us, i.merged_into, i.version"

static int fill_incident_at(struct cx *cx, const struct db_row *row, int c, struct incident *ret)
{
	*ret = (struct incident){
		.id = row_uuid(row, c), .org = row_uuid(row, c + 1), .number = row_text(cx, row, c + 2), .title = row_text(cx, row, c + 3),
		.summary = row_text(cx, row, c + 4), .state = (int)row_int(row, c + 5), .sector = row_text(cx, row, c + 6),
		.exercise = row_int(row, c + 7) != 0, .owner = row_uuid(row, c + 8), .signals = (unsigned)row_int(row, c + 9),
		.urgency = row_int(row, c + 10), .level = (int)row_int(row, c + 11), .opened_us = row_int(row, c + 12),
		.updated_us = row_int(row, c + 13), .closed_us = row_int(row, c + 14), .merged_into = row_uuid(row, c + 15),
		.version = row_int(row, c + 16),
	};
	return c + 17;
}

static void fill_incident(struct cx *cx, const struct db_row *row, void *ret)
{
	fill_incident_at(cx, row, 0, ret);
}

enum status incident_load(struct cx *cx, struct uuid org, struct uuid id, struct incident *ret)
{
	return db_one(cx, "select " INCIDENT_COLUMNS " from incident i where i.id = $2 and i.org = $1", ARGS(db_uuid(org), db_uuid(id)),
	              fill_incident, ret);
}

#define INCIDENT_ROW "select " INCIDENT_COLUMNS ", a.id, a.ja, a.en," \
	" (select count(*) from incident_message im where im.incident = i.id and im.removed_us = 0), t.number, t.title" \
	" from incident i left join account a on a.id = i.owner left join incident t on t.id = i.merged_into"

static void fill_incident_row(struct cx *cx, const struct db_row *row, void *arg)
{
	struct incident_row *ret = arg;
	int c = fill_incident_at(cx, row, 0, &ret->i);
	ret->owner = (struct person){ row_uuid(row, c), row_text(cx, row, c + 1), row_text(cx, row, c + 2) };
	ret->reports = row_int(row, c + 3);
	ret->merged_number = row_text(cx, row, c + 4);
	ret->merged_title = row_text(cx, row, c + 5);
}

static void fill_incident_rows(struct cx *cx, const struct db_row *row, void *arg)
{
	fill_incident_row(cx, row, row_list_next(cx, arg, sizeof(struct incident_row)));
}

enum status incident_get(struct cx *cx, struct uuid org, struct uuid id, struct incident_row *ret)
{
	return db_one(cx, INCIDENT_ROW " where i.id = $2 and i.org = $1", ARGS(db_uuid(org), db_uuid(id)), fill_incident_row, ret);
}

enum status incident_list(struct cx *cx, struct uuid org, const struct incident_query *q, struct incident_row_list *ret)
{
	struct row_list rows = { NULL, 0, 0 };
	struct uuid after = uuid_is_none(q->after) ? uuid_last() : q->after;
	enum status st = db_each(cx,
		INCIDENT_ROW " where i.org = $1 and i.id < $2 and ($3 < 0 or ($3 = 0 and i.state <= 2) or i.state = $3)"
		" and ($4 = '' or i.sector = $4) and ($5 = 0 or i.exercise = $5 - 1) and ($6 = '' or i.find like $6 escape '!')"
		" and ($7 = 0 or i.owner = $8) order by i.id desc limit $9",
		ARGS(db_uuid(org), db_uuid(after), db_int(q->state), db_text(q->sector.n ? q->sector : S("")), db_int(q->exercise),
		     db_text(like_pattern(cx, q->q)), db_int(!uuid_is_none(q->owner)), db_uuid(q->owner), db_int(q->limit)),
		fill_incident_rows, &rows);
	if (st == OK)
		*ret = (struct incident_row_list){ rows.p, rows.n };
	return st;
}

enum status incident_by_urgency(struct cx *cx, struct uuid org, int exercise, int limit, struct incident_row_list *ret)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx,
		INCIDENT_ROW " where i.org = $1 and i.state in (1, 2) and ($2 = 0 or i.exercise = $2 - 1) order by i.urgency desc, i.updated_us limit $3",
		ARGS(db_uuid(org), db_int(exercise), db_int(limit)), fill_incident_rows, &rows);
	if (st == OK)
		*ret = (struct incident_row_list){ rows.p, rows.n };
	return st;
}

enum status incident_number(struct cx *cx, int fiscal_year, struct str *ret)
{
	return number_take(cx, NUMBER_CASE, fiscal_year, ret);
}

/* Its reports. */

enum status incident_of(struct cx *cx, struct uuid message, struct uuid *ret)
{
	struct uuid found = { { 0 } };
	enum status st = db_each(cx, "select incident from incident_message where message = $1 and removed_us = 0", ARGS(db_uuid(message)),
	                         fill_uuid, &found);
	if (st == OK)
		*ret = found;
	return st;
}

static enum status waiting(struct cx *cx, struct uuid message, bool waits)
{
	return db_exec(cx, "update join_report set waiting = $2 where message = $1", ARGS(db_uuid(message), db_int(waits)));
}

enum status incident_put(struct cx *cx, struct uuid incident, struct uuid message, struct uuid account, int64_t at_us)
{
	struct uuid other;
	enum status st = incident_of(cx, message, &other);
	if (st == OK && !uuid_is_none(other))
		st = fail(cx, E_CONFLICT, uuid_eq(other, incident) ? T_CASE_HAS : T_CASE_TAKEN);
	if (st == OK)
		st = db_exec(cx, "insert into incident_message (incident, message, added_us, added_by) values ($1, $2, $3, $4)"
		                 " on conflict (incident, message) do update set added_us = excluded.added_us, added_by = excluded.added_by, removed_us = 0",
		             ARGS(db_uuid(incident), db_uuid(message), db_int(at_us), db_uuid(account)));
	return st == OK ? waiting(cx, message, false) : st;
}

enum status incident_take(struct cx *cx, struct uuid incident, struct uuid message, int64_t at_us)
{
	int64_t rows;
	enum status st = db_change(cx, "update incident_message set removed_us = $3 where incident = $1 and message = $2 and removed_us = 0",
	                           ARGS(db_uuid(incident), db_uuid(message), db_int(at_us)), &rows);
	if (st == OK && rows != 1)
		return fail(cx, E_MISSING, T_MISSING);
	return st == OK ? waiting(cx, message, true) : st;
}

struct member { struct uuid message, by; int64_t added_us; };

static void fill_members(struct cx *cx, const struct db_row *row, void *arg)
{
	struct member *m = row_list_next(cx, arg, sizeof *m);
	*m = (struct member){ row_uuid(row, 0), row_uuid(row, 1), row_int(row, 2) };
}

enum status incident_move(struct cx *cx, struct uuid from, struct uuid to, struct uuid message, int64_t at_us)
{
	struct row_list rows = { NULL, 0, 0 };
	int64_t all = uuid_is_none(message);
	enum status st = db_each(cx,
		"select message, added_by, added_us from incident_message where incident = $1 and removed_us = 0 and ($2 = 1 or message = $3)"
		" order by message", ARGS(db_uuid(from), db_int(all), db_uuid(message)), fill_members, &rows);
	if (st == OK && !all && rows.n == 0)
		return fail(cx, E_MISSING, T_MISSING);
	const struct member *members = rows.p;
	for (size_t i = 0; st == OK && i < rows.n; i++) {
		st = db_exec(cx, "update incident_message set removed_us = $3 where incident = $1 and message = $2",
		             ARGS(db_uuid(from), db_uuid(members[i].message), db_int(at_us)));
		if (st == OK)
			st = db_exec(cx, "insert into incident_message (incident, message, added_us, added_by) values ($1, $2, $3, $4)"
			                 " on conflict (incident, message) do update set added_us = excluded.added_us, added_by = excluded.added_by,"
			                 " removed_us = 0",
			             ARGS(db_uuid(to), db_uuid(members[i].message), db_int(members[i].added_us), db_uuid(members[i].by)));
	}
	return st;
}

enum status incident_point(struct cx *cx, struct uuid from, struct uuid to)
{
	return db_exec(cx, "update incident set merged_into = $2 where merged_into = $1", ARGS(db_uuid(from), db_uuid(to)));
}

enum status incident_count(struct cx *cx, struct uuid incident, int64_t *ret)
{
	return db_one(cx, "select count(*) from incident_message where incident = $1 and removed_us = 0", ARGS(db_uuid(incident)), fill_int, ret);
}

#define REPORT_COLUMNS MESSAGE_COLUMNS ", " ORG_COLUMNS(o) ", r.number, r.stage, r.title"

static int fill_row_at(struct cx *cx, const struct db_row *row, int c, struct message_row *ret)
{
	c = fill_message_at(cx, row, c, &ret->m);
	c = fill_org_at(cx, row, c, &ret->author);
	ret->revision = row_int(row, c);
	ret->stage = (int)row_int(row, c + 1);
	ret->m.title = row_text(cx, row, c + 2);
	return c + 3;
}

static void fill_reports(struct cx *cx, const struct db_row *row, void *arg)
{
	struct incident_report *r = row_list_next(cx, arg, sizeof *r);
	int c = fill_row_at(cx, row, 0, &r->row);
	struct delivery first = { .id = row_uuid(row, c + 2) };
	r->body = row_text(cx, row, c);
	r->added_us = row_int(row, c + 1);
	r->arrived_us = uuid_is_none(first.id) ? 0 : delivery_sent_us(&first);
	r->opened_us = row_int(row, c + 3);
	r->acked_us = row_int(row, c + 4);
	r->by_itself = row_int(row, c + 5) == PASS_BY_ITSELF;
}

/* The first delivery of the message that $1 has (its revision may be an older one), and how the hop before passed it on. hop * 0: see
 * join_arrival. */
#define FIRST_DELIVERY " left join delivery d on d.id = (select fd.id from delivery fd where fd.message = m.id and fd.recipient = $1" \
	" order by fd.hop * 0, fd.id limit 1)" \
	" left join delivery h on h.message = d.message and h.revision = d.revision and h.recipient = d.via"
#define DELIVERY_TIMES "d.id, d.opened_us, d.acked_us, h.pass_state"

static int by_arrival(const void *a, const void *b)
{
	const struct incident_report *x = a, *y = b;
	return x->arrived_us != y->arrived_us ? (x->arrived_us > y->arrived_us) - (x->arrived_us < y->arrived_us) : uuid_cmp(x->row.m.id, y->row.m.id);
}

enum status incident_reports(struct cx *cx, struct uuid org, struct uuid incident, struct incident_report_list *ret, int64_t *ret_hidden)
{
	struct row_list rows = { NULL, 0, 0 };
	int64_t all = 0;
	enum status st = db_each(cx,
		"select " REPORT_COLUMNS ", r.body, im.added_us, " DELIVERY_TIMES
		" from incident_message im join message m on m.id = im.message join revision r on r.message = m.id join org o on o.id = m.author"
		FIRST_DELIVERY " where im.incident = $2 and im.removed_us = 0 and " VISIBLE_NEWEST,
		ARGS(db_uuid(org), db_uuid(incident)), fill_reports, &rows);
	if (st == OK)
		st = incident_count(cx, incident, &all);
	if (st != OK)
		return st;
	if (rows.n)
		qsort(rows.p, rows.n, sizeof(struct incident_report), by_arrival);
	*ret = (struct incident_report_list){ rows.p, rows.n };
	*ret_hidden = all - (int64_t)rows.n;
	return OK;
}

struct together { unsigned signals; struct str sectors[2]; int64_t n_sectors; };

static void fill_together(struct cx *cx, const struct db_row *row, void *arg)
{
	struct together *t = arg;
	struct str sector = row_text(cx, row, 1);
	t->signals |= (unsigned)row_int(row, 0);
	if (sector.n && t->n_sectors < 2 && (t->n_sectors == 0 || !str_eq(sector, t->sectors[0])))
		t->sectors[t->n_sectors++] = sector;
}

enum status incident_signals(struct cx *cx, struct uuid incident, unsigned *ret, int64_t *ret_sectors)
{
	struct together t = { 0 };
	enum status st = db_each(cx,
		"select j.signals, j.sector from incident_message im join join_report j on j.message = im.message where im.incident = $1 and im.removed_us = 0",
		ARGS(db_uuid(incident)), fill_together, &t);
	if (st == OK)
		*ret = signals_settle(t.signals), *ret_sectors = t.n_sectors;
	return st;
}

/* What happened. */

enum status incident_event_add(struct cx *cx, const struct incident_event *e)
{
	return db_exec(cx, "insert into incident_event (id, incident, what, org, account, object, text, at_us) values ($1, $2, $3, $4, $5, $6, $7, $8)",
	               ARGS(db_uuid(e->id), db_uuid(e->incident), db_int(e->what), db_uuid(e->org), db_uuid_or_null(e->account),
	                    db_uuid_or_null(e->object), text_or_null(e->text), db_int(e->at_us)));
}

static void fill_events(struct cx *cx, const struct db_row *row, void *arg)
{
	struct incident_event *e = row_list_next(cx, arg, sizeof *e);
	*e = (struct incident_event){
		.id = row_uuid(row, 0), .incident = row_uuid(row, 1), .what = (enum incident_what)row_int(row, 2), .org = row_uuid(row, 3),
		.account = row_uuid(row, 4), .object = row_uuid(row, 5), .text = row_text(cx, row, 6), .at_us = row_int(row, 7),
		.by = { row_uuid(row, 4), row_text(cx, row, 8), row_text(cx, row, 9) },
		.person = { row_uuid(row, 5), row_text(cx, row, 10), row_text(cx, row, 11) },
		.number = row_text(cx, row, 12), .title = row_text(cx, row, 13),
	};
}

enum status incident_event_list(struct cx *cx, struct uuid incident, int limit, struct incident_event_list *ret)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx,
		"select e.id, e.incident, e.what, e.org, e.account, e.object, e.text, e.at_us, a.ja, a.en, p.ja, p.en, t.number, t.title"
		" from incident_event e left join account a on a.id = e.account left join account p on p.id = e.object"
		" left join incident t on t.id = e.object"
		" where e.incident in (select i.id from incident i where i.id = $1 or i.merged_into = $1) order by e.id desc limit $2",
		ARGS(db_uuid(incident), db_int(limit)), fill_events, &rows);
	if (st != OK)
		return st;
	struct incident_event *e = rows.p;
	for (size_t i = 0; i < rows.n / 2; i++) {
		struct incident_event swap = e[i];
		e[i] = e[rows.n - 1 - i];
		e[rows.n - 1 - i] = swap;
	}
	*ret = (struct incident_event_list){ e, rows.n };
	return OK;
}

/* Submitted revisions of its reports that org may see: follow-ups have their times. */
static void fill_notices(struct cx *cx, const struct db_row *row, void *arg)
{
	struct incident_notice *n = row_list_next(cx, arg, sizeof *n);
	*n = (struct incident_notice){ row_uuid(row, 0), row_int(row, 1), (int)row_int(row, 2), row_int(row, 3) };
}

enum status incident_notices(struct cx *cx, struct uuid org, struct uuid incident, struct incident_notice **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx,
		"select m.id, r.number, r.stage, r.submitted_us from incident_message im join message m on m.id = im.message"
		" join revision r on r.message = m.id where im.incident = $2 and im.removed_us = 0 and r.submitted_us <> 0 and " VISIBLE_REVISION,
		ARGS(db_uuid(org), db_uuid(incident)), fill_notices, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

/* What else belongs to it. */

enum status advisory_source_save(struct cx *cx, struct uuid advisory, const struct uuid *reports, size_t n)
{
	enum status st = db_exec(cx, "delete from advisory_source where advisory = $1", ARGS(db_uuid(advisory)));
	for (size_t i = 0; st == OK && i < n; i++)
		st = db_exec(cx, "insert into advisory_source (report, advisory) values ($1, $2) on conflict do nothing",
		             ARGS(db_uuid(reports[i]), db_uuid(advisory)));
	return st;
}

static void fill_message_rows(struct cx *cx, const struct db_row *row, void *arg)
{
	fill_row_at(cx, row, 0, row_list_next(cx, arg, sizeof(struct message_row)));
}

enum status incident_advisories(struct cx *cx, struct uuid org, struct uuid incident, struct message_row **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx,
		"select " REPORT_COLUMNS " from message m join revision r on r.message = m.id join org o on o.id = m.author"
		" where m.id in (select s.advisory from incident_message im join advisory_source s on s.report = im.message"
		" where im.incident = $2 and im.removed_us = 0 union select e.object from incident_event e where e.incident = $2 and e.what = 13)"
		" and m.author = $1 and " VISIBLE_NEWEST " order by m.id", ARGS(db_uuid(org), db_uuid(incident)), fill_message_rows, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

enum status incident_inquiries(struct cx *cx, struct uuid org, struct uuid incident, struct message_row **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx,
		"select " REPORT_COLUMNS " from message m join revision r on r.message = m.id join org o on o.id = m.author"
		" where m.id in (select a.id from incident_message im join message q on q.about = im.message"
		" join message a on a.id = q.id or a.about = q.id"
		" where im.incident = $2 and im.removed_us = 0) and m.submitted_us <> 0 and " VISIBLE_NEWEST " order by m.id",
		ARGS(db_uuid(org), db_uuid(incident)), fill_message_rows, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

/* The triage queue. */

static void fill_triage(struct cx *cx, const struct db_row *row, void *arg)
{
	struct triage_report *t = row_list_next(cx, arg, sizeof *t);
	int c = fill_row_at(cx, row, 0, &t->row);
	t->arrived_us = row_int(row, c);
	t->signals = (unsigned)row_int(row, c + 1) | (row_int(row, c + 2) ? (unsigned)SIGNAL_OVERDUE : 0);
}

enum status triage_list(struct cx *cx, struct uuid org, int exercise, int limit, struct triage_report_list *ret)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx,
		"select " REPORT_COLUMNS ", j.arrived_us, j.signals, exists (select 1 from delivery d left join delivery h on h.message = d.message"
		" and h.revision = d.revision and h.recipient = d.via where d.message = m.id and d.recipient = $1"
		" and (h.pass_state = 3 or (d.due_us <> 0 and d.acked_us = 0 and d.due_us < $4)))"
		" from join_report j join message m on m.id = j.message join revision r on r.message = m.id join org o on o.id = m.author"
		" where j.org = $1 and j.waiting = 1 and m.status <> 6 and ($2 = 0 or j.exercise = $2 - 1) and " VISIBLE_NEWEST
		" order by j.points desc, j.arrived_us desc limit $3",
		ARGS(db_uuid(org), db_int(exercise), db_int(limit), db_int(cx->now_us)), fill_triage, &rows);
	if (st == OK)
		*ret = (struct triage_report_list){ rows.p, rows.n };
	return st;
}

enum status triage_new(struct cx *cx, struct uuid org, int exercise, int limit, struct incident_report_list *ret)
{
	struct row_list rows = { NULL, 0, 0 };
	struct uuid place = { { 0 } };
	enum status st = db_each(cx, "select delivery from join_place where org = $1", ARGS(db_uuid(org)), fill_uuid, &place);
	if (st == OK)
		st = db_each(cx,
			"select " REPORT_COLUMNS ", r.body, 0, " DELIVERY_TIMES
			" from delivery d join message m on m.id = d.message join revision r on r.id = d.revision join org o on o.id = m.author"
			" left join delivery h on h.message = d.message and h.revision = d.revision and h.recipient = d.via"
			" where d.recipient = $1 and d.id > $2 and m.kind = 1 and m.status <> 6 and ($3 = 0 or m.exercise = $3 - 1)"
			" and not exists (select 1 from join_report j where j.message = m.id)"
			" and not exists (select 1 from incident_message im where im.message = m.id and im.removed_us = 0)"
			" and " VISIBLE_BY_DELIVERY " and " VISIBLE_NEWEST " order by d.id limit $4",
			ARGS(db_uuid(org), db_uuid(place), db_int(exercise), db_int(limit)), fill_reports, &rows);
	if (st == OK)
		*ret = (struct incident_report_list){ rows.p, rows.n };
	return st;
}

enum status triage_count(struct cx *cx, struct uuid org, int exercise, int64_t *ret)
{
	return db_one(cx, "select count(*) from join_report j where j.org = $1 and j.waiting = 1 and ($2 = 0 or j.exercise = $2 - 1)",
	              ARGS(db_uuid(org), db_int(exercise)), fill_int, ret);
}

static void fill_people(struct cx *cx, const struct db_row *row, void *arg)
{
	struct person *p = row_list_next(cx, arg, sizeof *p);
	*p = (struct person){ row_uuid(row, 0), row_text(cx, row, 1), row_text(cx, row, 2) };
}

enum status incident_people(struct cx *cx, struct uuid org, unsigned roles, struct person **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx, "select a.id, a.ja, a.en from account a where a.org = $1 and a.state <> 2 and (a.roles & $2) <> 0 order by a.login",
	                         ARGS(db_uuid(org), db_int(roles)), fill_people, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

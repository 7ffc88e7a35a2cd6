#include "store/mode.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/message_sql.h"
#include "store/mode_sql.h"
#include "store/rows.h"

#define MODE_COLUMNS "d.id, d.scope_kind, d.scope, d.incident, d.state, d.exercise, d.emergency, d.reason, d.proposed_by, d.proposed_us," \
	" d.on_by, d.on_us, d.off_by, d.off_us, d.off_reason, d.version"

static int fill_mode_at(struct cx *cx, const struct db_row *row, struct mode *ret)
{
	*ret = (struct mode){
		.id = row_uuid(row, 0), .scope_kind = (enum mode_scope)row_int(row, 1), .sector = row_text(cx, row, 2), .incident = row_uuid(row, 3),
		.state = (enum mode_state)row_int(row, 4), .exercise = row_int(row, 5) != 0, .emergency = row_int(row, 6) != 0,
		.reason = row_text(cx, row, 7), .proposed_by = row_uuid(row, 8), .proposed_us = row_int(row, 9), .on_by = row_uuid(row, 10),
		.on_us = row_int(row, 11), .off_by = row_uuid(row, 12), .off_us = row_int(row, 13), .off_reason = row_text(cx, row, 14),
		.version = row_int(row, 15),
	};
	return 16;
}

static void fill_mode(struct cx *cx, const struct db_row *row, void *ret)
{
	(void)fill_mode_at(cx, row, ret);
}

static struct db_value text_or_null(struct str s)
{
	return s.n ? db_text(s) : db_null();
}

enum status mode_row_add(struct cx *cx, const struct mode *m)
{
	int64_t rows = 0;
	enum status st = db_change(cx,
		"insert into mode (id, scope_kind, scope, incident, state, exercise, emergency, reason, proposed_by, proposed_us, on_by, on_us, version)"
		" values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1) on conflict do nothing",
		ARGS(db_uuid(m->id), db_int(m->scope_kind), text_or_null(m->sector), db_uuid_or_null(m->incident), db_int(m->state),
		     db_int(m->exercise), db_int(m->emergency), db_text(m->reason), db_uuid(m->proposed_by), db_int(m->proposed_us),
		     db_uuid_or_null(m->on_by), db_int(m->on_us)), &rows);
	return st == OK && rows != 1 ? fail(cx, E_CONFLICT, T_MODE_ALREADY) : st;
}

enum status mode_row_save(struct cx *cx, const struct mode *m)
{
	int64_t rows = 0;
	enum status st = db_change(cx,
		"update mode set state = $2, on_by = $3, on_us = $4, off_by = $5, off_us = $6, off_reason = $7, version = $8 + 1"
		" where id = $1 and version = $8",
		ARGS(db_uuid(m->id), db_int(m->state), db_uuid_or_null(m->on_by), db_int(m->on_us), db_uuid_or_null(m->off_by),
		     db_int(m->off_us), text_or_null(m->off_reason), db_int(m->version)), &rows);
	return st == OK && rows != 1 ? fail(cx, E_STALE, T_STALE) : st;
}

enum status mode_row_load(struct cx *cx, struct uuid id, struct mode *ret)
{
	return db_one(cx, "select " MODE_COLUMNS " from mode d where d.id = $1", ARGS(db_uuid(id)), fill_mode, ret);
}

static void fill_row(struct cx *cx, const struct db_row *row, void *arg)
{
	struct mode_row *r = row_list_next(cx, arg, sizeof *r);
	int c = fill_mode_at(cx, row, &r->m);
	r->proposed_ja = row_text(cx, row, c);
	r->proposed_en = row_text(cx, row, c + 1);
	r->on_ja = row_text(cx, row, c + 2);
	r->on_en = row_text(cx, row, c + 3);
	r->off_ja = row_text(cx, row, c + 4);
	r->off_en = row_text(cx, row, c + 5);
	r->case_number = row_text(cx, row, c + 6);
	r->shared = row_int(row, c + 7);
}

enum status mode_row_list(struct cx *cx, bool open, int limit, struct mode_row **ret, size_t *ret_n)
{
	struct row_list rows = { 0 };
	enum status st = db_each(cx,
		"select " MODE_COLUMNS ", p.ja, p.en, n.ja, n.en, f.ja, f.en, i.number,"
		" (select count(*) from mode_message s where s.mode = d.id)"
		" from mode d join account p on p.id = d.proposed_by left join account n on n.id = d.on_by left join account f on f.id = d.off_by"
		" left join incident i on i.id = d.incident where ($1 = 0 or d.state <= 2) order by d.id desc limit $2",
		ARGS(db_int(open), db_int(limit)), fill_row, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

enum status mode_row_in_force(struct cx *cx, const struct mode_ask *ask, bool *ret)
{
	int64_t n = 0;
	enum status st = db_one(cx,
		"select count(*) from mode d where " MODE_IN_FORCE("$1", "$2", "$5", "$3", "$4"),
		ARGS(db_int(ask->exercise), db_int(ask->at_us), db_text(ask->sector.p ? ask->sector : S("")), db_uuid(ask->message),
		     db_int(ask->since_us ? ask->since_us : ask->at_us)), fill_int, &n);
	if (st == OK)
		*ret = n > 0;
	return st;
}

struct agencies { struct row_list crisis, agencies; };

static void fill_agency(struct cx *cx, const struct db_row *row, void *arg)
{
	struct agencies *a = arg;
	struct org o;
	fill_org_at(cx, row, 0, &o);
	*(struct org *)row_list_next(cx, o.kind == ORG_CRISIS ? &a->crisis : &a->agencies, sizeof o) = o;
}

/* 2: ORG_CRISIS, 5: ORG_RESPONSE_AGENCY, 6: ORG_DISASTER_AGENCY. */
enum status mode_agencies_load(struct cx *cx, int32_t day, struct network *net)
{
	struct agencies a = { 0 };
	enum status st = db_each(cx, "select " ORG_COLUMNS(o) " from org o where o.kind in (2, 5, 6) and o.from_day <= $1 and o.to_day >= $1 order by o.kind, o.id",
	                         ARGS(db_int(day)), fill_agency, &a);
	if (st != OK)
		return st;
	net->crisis = a.crisis.p;
	net->n_crisis = a.crisis.n;
	net->agencies = a.agencies.p;
	net->n_agencies = a.agencies.n;
	return OK;
}

/* Reports in the scope; $1 exercise, $2 scope_kind, $3 sector, $4 case. */
#define IN_SCOPE " exists (select 1 from message m where m.id = delivery.message and m.kind = 1 and m.exercise = $1 and ($2 = 1" \
	" or ($2 = 2 and m.sector = $3) or ($2 = 3 and exists (select 1 from incident_message x where x.incident = $4 and x.message = m.id" \
	" and x.removed_us = 0))))"

enum status mode_limits_shorten(struct cx *cx, const struct mode *m, int64_t limit_us)
{
	return db_exec(cx, "update delivery set pass_due_us = $5 where pass_state = 1 and pass_due_us > $5 and" IN_SCOPE,
	               ARGS(db_int(m->exercise), db_int(m->scope_kind), db_text(m->sector.p ? m->sector : S("")), db_uuid(m->incident), db_int(limit_us)));
}

/* due_us of a report's delivery is the limit it was sent with. Where another mode still holds for the report, its limit stays short. */
enum status mode_limits_restore(struct cx *cx, const struct mode *m)
{
	return db_exec(cx, "update delivery set pass_due_us = due_us where pass_state = 1 and pass_due_us > 0 and due_us > pass_due_us and" IN_SCOPE
	               " and not exists (select 1 from message m join mode d on d.id <> $5 and d.state = 2 where m.id = delivery.message and "
	               MODE_IN_FORCE("$1", "$6", "$6", "m.sector", "m.id") ")",
	               ARGS(db_int(m->exercise), db_int(m->scope_kind), db_text(m->sector.p ? m->sector : S("")), db_uuid(m->incident), db_uuid(m->id),
	                    db_int(cx->now_us)));
}

static void fill_running(struct cx *cx, const struct db_row *row, void *arg)
{
	*(struct mode_running *)row_list_next(cx, arg, sizeof(struct mode_running)) = (struct mode_running){
		.delivery = row_uuid(row, 0), .message = row_uuid(row, 1), .revision = row_uuid(row, 2), .hop = (int)row_int(row, 3),
		.sector = row_text(cx, row, 4), .status = (int)row_int(row, 5), .tlp = (int)row_int(row, 6), .exercise = row_int(row, 7) != 0,
		.newest = row_int(row, 8) != 0, .in_case = row_int(row, 9) != 0, .derived = row_int(row, 10) == ORG_CEPTOAR,
	};
}

enum status mode_running_list(struct cx *cx, struct uuid centre, const struct mode *m, struct uuid after, size_t max,
                              struct mode_running **ret, size_t *ret_n)
{
	struct row_list rows = { 0 };
	enum status st = db_each(cx,
		"select d.id, m.id, d.revision, d.hop, m.sector, case when m.kind = 1 then m.status else 0 end, m.tlp, m.exercise,"
		" case when d.state <> 8 and m.latest = (select r.number from revision r where r.id = d.revision) then 1 else 0 end,"
		" (select count(*) from incident_message x where x.incident = $3 and x.message = m.id and x.removed_us = 0), o.kind"
		" from (select id, message, revision, hop, state from delivery where recipient = $1 and id > $2 order by id limit $4) d"
		" join message m on m.id = d.message join org o on o.id = m.author order by d.id",
		ARGS(db_uuid(centre), db_uuid(after), db_uuid(m->incident), db_int((int64_t)max)), fill_running, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

enum status mode_shared(struct cx *cx, struct uuid mode, struct uuid message, bool *ret_new)
{
	int64_t rows = 0;
	enum status st = db_change(cx, "insert into mode_message (mode, message) values ($1, $2) on conflict do nothing",
	                           ARGS(db_uuid(mode), db_uuid(message)), &rows);
	if (st == OK)
		*ret_new = rows == 1;
	return st;
}

enum status mode_case_moved(struct cx *cx, struct uuid from, struct uuid into)
{
	return db_exec(cx, "update mode set incident = $2, version = version + 1 where incident = $1 and state <= 2"
	                   " and not exists (select 1 from mode o where o.incident = $2 and o.state <= 2)", ARGS(db_uuid(from), db_uuid(into)));
}

enum status mode_case_load(struct cx *cx, struct uuid incident, bool *ret_exercise)
{
	int64_t exercise = 0;
	enum status st = db_one(cx, "select exercise from incident where id = $1 and merged_into is null", ARGS(db_uuid(incident)), fill_int, &exercise);
	if (st == OK)
		*ret_exercise = exercise != 0;
	return st;
}

static void fill_author(struct cx *cx, const struct db_row *row, void *arg)
{
	*(struct uuid *)row_list_next(cx, arg, sizeof(struct uuid)) = row_uuid(row, 0);
}

enum status mode_case_authors(struct cx *cx, struct uuid incident, struct uuid **ret, size_t *ret_n)
{
	struct row_list rows = { 0 };
	enum status st = db_each(cx, "select distinct m.author from incident_message x join message m on m.id = x.message"
	                             " where x.incident = $1 and x.removed_us = 0 order by m.author", ARGS(db_uuid(incident)), fill_author, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

enum status mode_of_case(struct cx *cx, struct uuid incident, struct mode *ret)
{
	struct mode m = { .version = 0 };
	enum status st = db_each(cx, "select " MODE_COLUMNS " from mode d where d.state = 2 and d.scope_kind = 3 and d.incident = $1",
	                         ARGS(db_uuid(incident)), fill_mode, &m);
	if (st == OK)
		*ret = m;
	return st;
}

enum status mode_running_one(struct cx *cx, struct uuid centre, struct uuid incident, struct uuid message, bool *ret_found,
                             struct mode_running *ret)
{
	struct row_list rows = { 0 };
	enum status st = db_each(cx,
		"select d.id, m.id, d.revision, d.hop, m.sector, m.status, m.tlp, m.exercise, 1,"
		" (select count(*) from incident_message x where x.incident = $3 and x.message = m.id and x.removed_us = 0), o.kind"
		" from delivery d join message m on m.id = d.message join revision r on r.id = d.revision join org o on o.id = m.author"
		" where d.message = $2 and d.recipient = $1 and d.state <> 8 and m.kind = 1 and r.number = m.latest",
		ARGS(db_uuid(centre), db_uuid(message), db_uuid(incident)), fill_running, &rows);
	if (st == OK)
		*ret_found = rows.n > 0;
	if (st == OK && rows.n)
		*ret = *(struct mode_running *)rows.p;
	return st;
}

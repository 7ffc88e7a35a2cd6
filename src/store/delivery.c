#include "store/delivery.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/message_sql.h"
#include "store/rows.h"
#include "store/visible.h"

#define DELIVERY_COLUMNS "d.id, d.message, d.revision, d.recipient, d.via, d.hop, d.state, d.due_us, d.pass_state, d.pass_due_us, d.pass_us," \
	" d.opened_us, d.acked_us, d.acked_by, d.outcome, d.outcome_us, d.outcome_day, d.note, d.recalled_us," \
	" d.recall_why, d.recall_org, d.asked_us, d.complied_us, d.complied_by, d.complied_note"

static int fill_delivery_at(struct cx *cx, const struct db_row *row, int c, struct delivery *ret)
{
	*ret = (struct delivery){
		.id = row_uuid(row, c), .message = row_uuid(row, c + 1), .revision = row_uuid(row, c + 2), .recipient = row_uuid(row, c + 3),
		.via = row_uuid(row, c + 4), .hop = (int)row_int(row, c + 5), .state = (enum delivery_state)row_int(row, c + 6),
		.due_us = row_int(row, c + 7), .pass_state = (enum pass_state)row_int(row, c + 8), .pass_due_us = row_int(row, c + 9),
		.pass_us = row_int(row, c + 10), .opened_us = row_int(row, c + 11), .acked_us = row_int(row, c + 12),
		.acked_by = row_uuid(row, c + 13), .outcome = (enum outcome)row_int(row, c + 14), .outcome_us = row_int(row, c + 15),
		.outcome_day = (int32_t)row_int(row, c + 16), .note = row_text(cx, row, c + 17), .recalled_us = row_int(row, c + 18),
		.recall_why = (enum recall_why)row_int(row, c + 19), .recall_org = row_uuid(row, c + 20), .asked_us = row_int(row, c + 21),
		.complied_us = row_int(row, c + 22), .complied_by = row_uuid(row, c + 23), .complied_note = row_text(cx, row, c + 24),
	};
	return c + 25;
}

static void fill_delivery(struct cx *cx, const struct db_row *row, void *ret)
{
	fill_delivery_at(cx, row, 0, ret);
}

static void fill_deliveries(struct cx *cx, const struct db_row *row, void *arg)
{
	fill_delivery_at(cx, row, 0, row_list_next(cx, arg, sizeof(struct delivery)));
}

/* For writers. */

#define ADD_COLUMNS 10
#define ADD_ROWS_AT_ONCE 1000

enum status delivery_add(struct cx *cx, const struct delivery *d, size_t n)
{
	enum status st = OK;
	size_t room = n < ADD_ROWS_AT_ONCE ? n : ADD_ROWS_AT_ONCE;
	if (!n)
		return OK;
	struct db_value *v = arena_array(cx->mem, struct db_value, room * ADD_COLUMNS);
	for (size_t from = 0; from < n && st == OK; from += room) {
		size_t rows = n - from < room ? n - from : room;
		for (size_t i = 0; i < rows; i++) {
			const struct delivery *x = &d[from + i];
			struct db_value *row = &v[i * ADD_COLUMNS];
			row[0] = db_uuid(x->id), row[1] = db_uuid(x->message), row[2] = db_uuid(x->revision), row[3] = db_uuid(x->recipient);
			row[4] = db_uuid(x->via), row[5] = db_int(x->hop), row[6] = db_int(x->state), row[7] = db_int(x->due_us);
			row[8] = db_int(x->pass_state), row[9] = db_int(x->pass_due_us);
		}
		st = db_many(cx,
			"insert into delivery (id, message, revision, recipient, via, hop, state, due_us, pass_state, pass_due_us)"
			" values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing",
			v, rows, ADD_COLUMNS);
	}
	return st;
}

enum status delivery_load(struct cx *cx, struct uuid id, struct delivery *ret)
{
	return db_one(cx, "select " DELIVERY_COLUMNS " from delivery d where d.id = $1", ARGS(db_uuid(id)), fill_delivery, ret);
}

/* Two writers (PostgreSQL) may have read the same row: what is done stays done, whoever saves last. Only an outcome replaces one. */
enum status delivery_save(struct cx *cx, const struct delivery *d)
{
	return db_exec(cx,
		"update delivery set state = case when state = 8 or $2 = 8 then 8 when state in (4, 5, 6) and state > $2 then state else $2 end,"
		" pass_state = case when pass_state in (2, 3) then pass_state else $3 end,"
		" pass_us = case when pass_us <> 0 then pass_us else $4 end,"
		" opened_us = case when opened_us <> 0 then opened_us else $5 end,"
		" acked_by = case when acked_us <> 0 then acked_by else $7 end,"
		" acked_us = case when acked_us <> 0 then acked_us else $6 end,"
		" outcome = case when $8 = 0 then outcome else $8 end, outcome_us = case when $8 = 0 then outcome_us else $9 end,"
		" outcome_day = case when $8 = 0 then outcome_day else $10 end, note = case when $8 = 0 then note else $11 end,"
		" recalled_us = case when recalled_us <> 0 then recalled_us else $12 end,"
		" recall_why = case when recall_why <> 0 then recall_why else $13 end,"
		" asked_us = case when asked_us <> 0 then asked_us else $14 end,"
		" complied_by = case when complied_us <> 0 then complied_by else $16 end,"
		" complied_note = case when complied_us <> 0 then complied_note else $17 end,"
		" complied_us = case when complied_us <> 0 then complied_us else $15 end where id = $1",
		ARGS(db_uuid(d->id), db_int(d->state), db_int(d->pass_state), db_int(d->pass_us), db_int(d->opened_us), db_int(d->acked_us),
		     db_uuid_or_null(d->acked_by), db_int(d->outcome), db_int(d->outcome_us), db_int(d->outcome_day),
		     d->note.n ? db_text(d->note) : db_null(), db_int(d->recalled_us), db_int(d->recall_why), db_int(d->asked_us), db_int(d->complied_us),
		     db_uuid_or_null(d->complied_by), d->complied_note.n ? db_text(d->complied_note) : db_null()));
}

enum status delivery_claim_pass(struct cx *cx, const struct delivery *after, bool *ret_ours)
{
	int64_t rows;
	enum status st = db_change(cx, "update delivery set pass_state = $2, pass_us = $3 where id = $1 and pass_state = 1 and state <> 8",
	                           ARGS(db_uuid(after->id), db_int(after->pass_state), db_int(after->pass_us)), &rows);
	if (st == OK)
		*ret_ours = rows == 1;
	return st;
}

enum status delivery_of_org(struct cx *cx, struct uuid org, struct uuid message, struct delivery **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx,
		"select " DELIVERY_COLUMNS " from delivery d join revision r on r.id = d.revision"
		" where d.message = $2 and d.recipient = $1 and d.state <> 8 order by r.number desc",
		ARGS(db_uuid(org), db_uuid(message)), fill_deliveries, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

enum status delivery_holders(struct cx *cx, struct uuid message, struct delivery **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx,
		"select " DELIVERY_COLUMNS " from delivery d join revision r on r.id = d.revision where d.message = $1 and d.state <> 8"
		" and not exists (select 1 from delivery n join revision nr on nr.id = n.revision"
		"  where n.message = d.message and n.recipient = d.recipient and n.state <> 8 and nr.number > r.number)"
		" order by d.hop, d.id",
		ARGS(db_uuid(message)), fill_deliveries, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

/* With the message's status behind: of a withdrawn one everything counts as recalled, also what the recall has not come to yet. */
static void fill_standing(const struct db_row *row, int c, struct delivery *d)
{
	if (row_int(row, c) != STATUS_WITHDRAWN || d->state == DELIVERY_RECALLED)
		return;
	d->state = DELIVERY_RECALLED;
	d->recalled_us = row_int(row, c + 1);
	d->recall_why = RECALL_WITHDRAWN;
	if (delivery_was_seen(d) && !d->asked_us)
		d->asked_us = d->recalled_us;
}

static void fill_to_delete(struct cx *cx, const struct db_row *row, void *arg)
{
	struct delivery *d = row_list_next(cx, arg, sizeof *d);
	fill_standing(row, fill_delivery_at(cx, row, 0, d), d);
}

enum status delivery_to_delete(struct cx *cx, struct uuid org, struct uuid message, struct delivery **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx,
		"select " DELIVERY_COLUMNS ", m.status, m.updated_us from delivery d join message m on m.id = d.message"
		" where d.message = $2 and d.recipient = $1 and d.complied_us = 0 and (d.state = 8 or d.asked_us <> 0 or m.status = 12) order by d.id",
		ARGS(db_uuid(org), db_uuid(message)), fill_to_delete, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

/* With names. */

#define NAMED_COLUMNS DELIVERY_COLUMNS ", r.number, m.author, m.kind, " ORG_COLUMNS(o) ", " ORG_COLUMNS(v)
#define NAMED_FROM " from delivery d join message m on m.id = d.message join revision r on r.id = d.revision" \
	" join org o on o.id = d.recipient join org v on v.id = d.via"

static int fill_named_at(struct cx *cx, const struct db_row *row, int c, struct delivery_row *ret)
{
	c = fill_delivery_at(cx, row, c, &ret->d);
	ret->revision = row_int(row, c);
	ret->author = row_uuid(row, c + 1);
	ret->kind = (int)row_int(row, c + 2);
	c = fill_org_at(cx, row, c + 3, &ret->recipient);
	return fill_org_at(cx, row, c, &ret->via);
}

static void fill_got(struct cx *cx, const struct db_row *row, void *ret)
{
	struct delivery_row *r = ret;
	fill_standing(row, fill_named_at(cx, row, 0, r), &r->d);
}

static void fill_named_rows(struct cx *cx, const struct db_row *row, void *arg)
{
	fill_named_at(cx, row, 0, row_list_next(cx, arg, sizeof(struct delivery_row)));
}

enum status delivery_get(struct cx *cx, struct uuid org, struct uuid delivery, struct delivery_row *ret)
{
	return db_one(cx, "select " NAMED_COLUMNS ", m.status, m.updated_us" NAMED_FROM
	                  " where d.id = $2 and (d.recipient = $1 or d.via = $1 or m.author = $1)",
	              ARGS(db_uuid(org), db_uuid(delivery)), fill_got, ret);
}

enum status delivery_known(struct cx *cx, struct uuid org, struct uuid message, enum known what, int limit,
                           struct delivery_row **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	struct db_args args = ARGS(db_uuid(org), db_uuid(message), db_int(limit));
	enum status st = OK;
	switch (what) {
	case KNOWN_OWN:
		st = db_each(cx, "select " NAMED_COLUMNS NAMED_FROM " where d.message = $2 and d.recipient = $1 and d.state <> 8"
		                 " order by r.number desc limit $3", args, fill_named_rows, &rows);
		break;
	case KNOWN_PASSED:
		st = db_each(cx, "select " NAMED_COLUMNS NAMED_FROM " where d.message = $2 and d.via = $1 and d.recipient <> $1 and d.state <> 8"
		                 " order by d.recipient limit $3", args, fill_named_rows, &rows);
		break;
	case KNOWN_ALL:
		st = db_each(cx, "select " NAMED_COLUMNS NAMED_FROM " where d.message = $2 and m.author = $1 and d.state <> 8"
		                 " order by d.recipient limit $3", args, fill_named_rows, &rows);
		break;
	}
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

enum status delivery_pass_due(struct cx *cx, int limit, struct delivery **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx, "select " DELIVERY_COLUMNS " from delivery d where d.pass_state = 1 and d.pass_due_us <= $1"
	                             " order by d.pass_due_us limit $2", ARGS(db_int(cx->now_us), db_int(limit)), fill_deliveries, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

/* Inbox: one line per message, its newest revision here. A recalled one shows that it was recalled, nothing else. */

/* The newest revision is the newest here too; only older ones need the look at what else arrived. */
#define LIVE_NEWEST \
	"(d.state <> 8 and (r.number = m.latest or not exists (select 1 from delivery n join revision nr on nr.id = n.revision" \
	" where n.message = d.message and n.recipient = $1 and n.state <> 8 and nr.number > r.number)))"
#define RECALLED_NEWEST \
	"(d.state = 8 and not exists (select 1 from delivery n join revision nr on nr.id = n.revision" \
	" where n.message = d.message and n.recipient = $1 and (n.state <> 8 or nr.number > r.number)))"
#define OVERDUE "d.due_us <> 0 and d.acked_us = 0 and d.due_us < $3 and d.state <> 8"
/* A page costs by its columns more than by its rows' places, so only what a line shows is read, and names are read once per org: the
 * same few authors stand in line after line. The recipient is who asks; who passed it on is told where it was not the author. */
#define INBOX_FROM " from delivery d join message m on m.id = d.message join revision r on r.id = d.revision"
#define INBOX_COLUMNS "d.id, d.revision, d.via, d.hop, d.state, d.due_us, d.pass_state, d.pass_due_us, d.pass_us, d.opened_us, d.acked_us," \
	" d.outcome, d.outcome_us, d.outcome_day, d.note, d.recalled_us, d.recall_why, d.asked_us, d.complied_us," \
	" m.id, m.kind, m.author, m.number, m.status, m.tlp, m.exercise, m.sector, m.event_type, m.basis, m.route, m.created_us," \
	" m.submitted_us, m.updated_us, r.number, r.stage, case when " VISIBLE_BY_DELIVERY " then r.title else '' end, m.sealed"

static void fill_inbox(struct cx *cx, const struct db_row *row, void *arg)
{
	struct inbox_row *ret = row_list_next(cx, arg, sizeof *ret);
	struct delivery *d = &ret->delivery.d;
	struct message *m = &ret->message.m;
	*d = (struct delivery){
		.id = row_uuid(row, 0), .revision = row_uuid(row, 1), .via = row_uuid(row, 2), .hop = (int)row_int(row, 3),
		.state = (enum delivery_state)row_int(row, 4), .due_us = row_int(row, 5), .pass_state = (enum pass_state)row_int(row, 6),
		.pass_due_us = row_int(row, 7), .pass_us = row_int(row, 8), .opened_us = row_int(row, 9), .acked_us = row_int(row, 10),
		.outcome = (enum outcome)row_int(row, 11), .outcome_us = row_int(row, 12), .outcome_day = (int32_t)row_int(row, 13),
		.note = row_text(cx, row, 14), .recalled_us = row_int(row, 15),
		.recall_why = (enum recall_why)row_int(row, 16), .asked_us = row_int(row, 17), .complied_us = row_int(row, 18),
	};
	*m = (struct message){
		.id = row_uuid(row, 19), .kind = (int)row_int(row, 20), .author = row_uuid(row, 21), .number = row_text(cx, row, 22),
		.status = (int)row_int(row, 23), .tlp = (int)row_int(row, 24), .exercise = row_int(row, 25) != 0, .created_us = row_int(row, 30),
		.submitted_us = row_int(row, 31), .updated_us = row_int(row, 32), .title = row_text(cx, row, 35), .sealed = row_uuid(row, 36),
	};
	if (m->status == STATUS_WITHDRAWN && d->state != DELIVERY_RECALLED) {   /* its recall is under way */
		d->state = DELIVERY_RECALLED;
		d->recalled_us = m->updated_us;
		d->recall_why = RECALL_WITHDRAWN;
		if (delivery_was_seen(d) && !d->asked_us)
			d->asked_us = m->updated_us;
	}
	if (d->state != DELIVERY_RECALLED) {                    /* what it was about went with it */
		m->sector = row_text(cx, row, 26);
		m->event_type = row_text(cx, row, 27);
		m->basis = (int)row_int(row, 28);
		m->route = row_text(cx, row, 29);
	}
	d->message = m->id;
	ret->delivery.author = m->author;
	ret->delivery.kind = m->kind;
	ret->delivery.revision = ret->message.revision = row_int(row, 33);
	ret->message.stage = (int)row_int(row, 34);
}

/* The orgs of a page, read a few at a time. */
#define NAMES_AT_ONCE 8
struct names { struct row_list orgs; struct uuid wanted[NAMES_AT_ONCE]; size_t n; };

static const struct org *name_of(const struct names *names, struct uuid id)
{
	const struct org *o = names->orgs.p;
	for (size_t i = 0; i < names->orgs.n; i++)
		if (uuid_eq(o[i].id, id))
			return &o[i];
	return NULL;
}

static void fill_names(struct cx *cx, const struct db_row *row, void *arg)
{
	fill_org_at(cx, row, 0, row_list_next(cx, &((struct names *)arg)->orgs, sizeof(struct org)));
}

static enum status names_read(struct cx *cx, struct names *names)
{
	const struct uuid *w = names->wanted;
	if (!names->n)
		return OK;
	names->n = 0;
	return db_each(cx, "select " ORG_COLUMNS(o) " from org o where o.id in ($1, $2, $3, $4, $5, $6, $7, $8)",
	               ARGS(db_uuid(w[0]), db_uuid(w[1]), db_uuid(w[2]), db_uuid(w[3]), db_uuid(w[4]), db_uuid(w[5]), db_uuid(w[6]), db_uuid(w[7])),
	               fill_names, names);
}

static enum status names_want(struct cx *cx, struct names *names, struct uuid id)
{
	for (size_t i = 0; i < names->n; i++)
		if (uuid_eq(names->wanted[i], id))
			return OK;
	if (name_of(names, id))
		return OK;
	names->wanted[names->n++] = id;
	return names->n == NAMES_AT_ONCE ? names_read(cx, names) : OK;
}

static enum status name_rows(struct cx *cx, struct inbox_row *rows, size_t n)
{
	struct names names = { .n = 0 };
	enum status st = OK;
	for (size_t i = 0; i < n && st == OK; i++) {
		st = names_want(cx, &names, rows[i].message.m.author);
		if (st == OK)
			st = names_want(cx, &names, rows[i].delivery.d.via);
	}
	if (st == OK)
		st = names_read(cx, &names);
	for (size_t i = 0; i < n && st == OK; i++) {
		const struct org *author = name_of(&names, rows[i].message.m.author), *via = name_of(&names, rows[i].delivery.d.via);
		if (author)
			rows[i].message.author = *author;
		if (via && via != author)
			rows[i].delivery.via = *via;
	}
	return st;
}

#define INBOX_FILTERS " and ($4 = 0 or m.kind = $4) and ($5 = 0 or (" OVERDUE ")) and ($6 = '' or (d.state <> 8 and m.status <> 12 and r.find like $6 escape '!'))" \
	" and d.id < $2 order by d.id desc limit $7"

enum status inbox_list(struct cx *cx, struct uuid org, const struct inbox_query *q, struct inbox_row **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	struct db_args args = ARGS(db_uuid(org), db_uuid(uuid_is_none(q->after) ? uuid_last() : q->after), db_int(cx->now_us), db_int(q->kind),
	                           db_int(q->overdue), db_text(like_pattern(cx, q->q)), db_int(q->limit));
	enum status st;
	if (q->state == INBOX_OPEN)
		st = db_each(cx, "select " INBOX_COLUMNS INBOX_FROM " where d.recipient = $1 and d.acked_us = 0 and " LIVE_NEWEST INBOX_FILTERS,
		             args, fill_inbox, &rows);
	else if (q->state == INBOX_DONE)
		st = db_each(cx, "select " INBOX_COLUMNS INBOX_FROM
		                 " where d.recipient = $1 and ((d.acked_us <> 0 and " LIVE_NEWEST ") or " RECALLED_NEWEST ")" INBOX_FILTERS,
		             args, fill_inbox, &rows);
	else if (q->state == INBOX_TO_DELETE)                   /* the newest of each message that waits */
		st = db_each(cx, "select " INBOX_COLUMNS INBOX_FROM " where d.recipient = $1 and d.asked_us <> 0 and d.complied_us = 0 and not exists"
		                 " (select 1 from delivery n where n.message = d.message and n.recipient = $1 and n.asked_us <> 0 and n.complied_us = 0"
		                 " and n.id > d.id)" INBOX_FILTERS, args, fill_inbox, &rows);
	else
		st = db_each(cx, "select " INBOX_COLUMNS INBOX_FROM " where d.recipient = $1 and (" LIVE_NEWEST " or " RECALLED_NEWEST ")" INBOX_FILTERS,
		             args, fill_inbox, &rows);
	if (st == OK)
		st = name_rows(cx, rows.p, rows.n);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

static void fill_counts(struct cx *cx, const struct db_row *row, void *ret)
{
	(void)cx;
	*(struct inbox_counts *)ret = (struct inbox_counts){ row_int(row, 0), row_int(row, 1), row_int(row, 2), row_int(row, 3) };
}

enum status inbox_counts(struct cx *cx, struct uuid org, struct inbox_counts *ret)
{
	return db_one(cx,
		"select count(case when d.acked_us = 0 then 1 end), count(case when d.acked_us = 0 and d.due_us <> 0 and d.due_us < $2 then 1 end),"
		" count(case when d.pass_state = 1 then 1 end),"
		" (select count(distinct x.message) from delivery x where x.recipient = $1 and x.asked_us <> 0 and x.complied_us = 0)"
		" from delivery d where d.recipient = $1 and (d.acked_us = 0 or d.pass_state = 1) and d.state <> 8"
		/* LIVE_NEWEST without m and r: mostly nothing else of the message came here, and the index alone says so. */
		" and not exists (select 1 from delivery n where n.message = d.message and n.recipient = $1 and n.revision <> d.revision"
		"  and n.state <> 8 and (select nr.number from revision nr where nr.id = n.revision) >"
		"   (select dr.number from revision dr where dr.id = d.revision))",
		ARGS(db_uuid(org), db_int(cx->now_us)), fill_counts, ret);
}

/* Board. By recipient, because that is the order of the index. */

#define LATE "(d.due_us <> 0 and d.state <> 8 and ((d.acked_us = 0 and d.due_us < $3) or d.acked_us > d.due_us))"

enum status board_list(struct cx *cx, struct uuid org, const struct board_query *q, struct delivery_row **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx,
		"select " NAMED_COLUMNS NAMED_FROM " where d.message = $2 and d.revision = $4 and ($5 = 1 or d.via = $1)"
		" and ($6 = 0 or d.state = $6) and ($7 = 0 or d.hop = $7) and ($8 = 0 or " LATE ") and ($9 = '' or o.find like $9 escape '!')"
		" and d.recipient > $10 order by d.recipient limit $11",
		ARGS(db_uuid(org), db_uuid(q->message), db_int(cx->now_us), db_uuid(q->revision), db_int(q->all), db_int(q->state), db_int(q->hop),
		     db_int(q->late), db_text(like_pattern(cx, q->q)), db_uuid(q->after), db_int(q->limit)),
		fill_named_rows, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

static struct board_hop *hop_of(struct board_summary *s, int hop)
{
	for (size_t i = 0; i < s->n_hops; i++)
		if (s->hops[i].hop == hop)
			return &s->hops[i];
	if (s->n_hops == BOARD_HOPS_MAX)
		return NULL;
	s->hops[s->n_hops] = (struct board_hop){ .hop = hop };
	return &s->hops[s->n_hops++];
}

static void tally(struct board_hop *to, const struct board_hop *h)
{
	if (!to->to_kind || h->to_kind < to->to_kind)
		to->to_kind = h->to_kind;
	to->total += h->total, to->opened += h->opened, to->acknowledged += h->acknowledged, to->outcome += h->outcome;
	to->late += h->late, to->waiting_to_pass += h->waiting_to_pass;
}

/* One row per hop and outcome. */
static void fill_tally(struct cx *cx, const struct db_row *row, void *arg)
{
	(void)cx;
	struct board_summary *s = arg;
	int64_t outcome = row_int(row, 1);
	struct board_hop h = {
		.hop = (int)row_int(row, 0), .to_kind = (int)row_int(row, 2), .total = row_int(row, 3), .opened = row_int(row, 4),
		.acknowledged = row_int(row, 5), .late = row_int(row, 6), .waiting_to_pass = row_int(row, 7),
	};
	h.outcome = outcome ? h.total : 0;
	if (outcome > 0 && outcome < (int64_t)(sizeof s->outcomes / sizeof *s->outcomes))
		s->outcomes[outcome] += h.total;
	struct board_hop *hop = hop_of(s, h.hop);
	if (hop)
		tally(hop, &h);
	tally(&s->all, &h);
}

/* One walk through the revision's deliveries: 100,000 of them take some 60 ms. */
enum status board_summary(struct cx *cx, struct uuid org, const struct board_query *q, struct board_summary *ret)
{
	struct board_summary s = { 0 };
	enum status st = db_each(cx,
		/* Hops 1 and 2 are some dozens of orgs, whose kinds say what the hop is; further down are the operators: not looked up. */
		"select d.hop, d.outcome, min(case when d.hop < 3 then (select o.kind from org o where o.id = d.recipient) else 11 end),"
		" count(*), count(case when d.opened_us <> 0 then 1 end), count(case when d.acked_us <> 0 then 1 end),"
		" count(case when " LATE " then 1 end), count(case when d.pass_state = 1 then 1 end)"
		" from delivery d where d.message = $2 and d.revision = $4 and ($5 = 1 or d.via = $1)"
		" group by d.hop, d.outcome order by d.hop",
		ARGS(db_uuid(org), db_uuid(q->message), db_int(cx->now_us), db_uuid(q->revision), db_int(q->all)), fill_tally, &s);
	if (st == OK)
		*ret = s;
	return st;
}

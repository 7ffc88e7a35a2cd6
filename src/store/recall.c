#include "store/recall.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/message_sql.h"
#include "store/rows.h"
#include "sys/db.h"

struct recall_rows { struct recall_row *p; size_t n, max; };

static void fill_recall(struct cx *cx, const struct db_row *row, void *arg)
{
	(void)cx;
	struct recall_rows *rows = arg;
	if (rows->n < rows->max)
		rows->p[rows->n++] = (struct recall_row){ row_uuid(row, 0), row_uuid(row, 1), row_uuid(row, 2), (int)row_int(row, 3), row_int(row, 4) != 0 };
}

enum status recall_list(struct cx *cx, const struct recall_ask *ask, size_t max, struct recall_row *rows, size_t *ret_n)
{
	struct recall_rows found = { rows, 0, max };
	enum status s = db_each(cx,
		"select d.id, d.revision, d.recipient, (select o.kind from org o where o.id = d.recipient),"
		" (select count(*) from delivery x where x.message = d.message and x.revision = $2 and x.recipient = d.recipient and x.state <> 8)"
		" from delivery d where d.message = $1 and d.state <> 8 and (d.recipient, d.revision) > ($3, $4)"
		" and ($5 = 0 or (select r.number from revision r where r.id = d.revision) < $5) order by d.recipient, d.revision limit $6",
		ARGS(db_uuid(ask->message), db_uuid(ask->other), db_uuid(ask->after_recipient), db_uuid(ask->after_revision), db_int(ask->before),
		     db_int((int64_t)max)), fill_recall, &found);
	if (s == OK)
		*ret_n = found.n;
	return s;
}

#define SEEN "(opened_us <> 0 or acked_us <> 0)"

enum status recall_one(struct cx *cx, struct uuid delivery, enum recall_why why)
{
	return db_exec(cx,
		"update delivery set state = 8, recalled_us = $2, recall_why = case when recall_why <> 0 then recall_why else $3 end,"
		" asked_us = case when asked_us = 0 and " SEEN " then $2 else asked_us end,"
		" pass_state = case when pass_state = 1 then 0 else pass_state end where id = $1 and state <> 8",
		ARGS(db_uuid(delivery), db_int(cx->now_us), db_int(why)));
}

/* Leaving. */

struct held_rows { struct held_row *p; size_t n, max; };

static void fill_held(struct cx *cx, const struct db_row *row, void *arg)
{
	(void)cx;
	struct held_rows *rows = arg;
	if (rows->n == rows->max)
		return;
	rows->p[rows->n++] = (struct held_row){
		.id = row_uuid(row, 0), .message = row_uuid(row, 1), .revision = row_uuid(row, 2), .via = row_uuid(row, 3), .revision_number = row_int(row, 4),
		.kind = (int)row_int(row, 5), .author = row_uuid(row, 6), .everyone = row_int(row, 7) != 0, .seen = row_int(row, 8) != 0,
		.about_author = row_uuid(row, 9),
	};
}

enum status held_list(struct cx *cx, struct uuid org, struct uuid after, size_t max, struct held_row *rows, size_t *ret_n)
{
	struct held_rows found = { rows, 0, max };
	enum status s = db_each(cx,
		"select d.id, d.message, d.revision, d.via, r.number, m.kind, m.author, case when m.published = 2 and r.published = 2 then 1 else 0 end,"
		" case when d.opened_us <> 0 or d.acked_us <> 0 then 1 else 0 end, (select a.author from message a where a.id = m.about)"
		" from delivery d join message m on m.id = d.message join revision r on r.id = d.revision"
		" where d.recipient = $1 and d.id > $2 and d.state <> 8 and d.recall_why = 0 and m.status <> 12 order by d.id limit $3",
		ARGS(db_uuid(org), db_uuid(after), db_int((int64_t)max)), fill_held, &found);
	if (s == OK)
		*ret_n = found.n;
	return s;
}

enum status leave_one(struct cx *cx, struct uuid delivery, struct uuid group)
{
	return db_exec(cx,
		"update delivery set state = case when " SEEN " then state else 8 end, recalled_us = case when " SEEN " then 0 else $2 end,"
		" asked_us = case when " SEEN " then $2 else 0 end, recall_why = 3, recall_org = $3,"
		" pass_state = case when pass_state = 1 then 0 else pass_state end where id = $1 and state <> 8 and recall_why = 0",
		ARGS(db_uuid(delivery), db_int(cx->now_us), db_uuid(group)));
}

static void fill_true(struct cx *cx, const struct db_row *row, void *ret)
{
	(void)cx;
	*(bool *)ret = row_int(row, 0) != 0;
}

enum status recall_passed_on(struct cx *cx, struct uuid message, struct uuid org, bool *ret)
{
	bool found = false;
	enum status s = db_each(cx, "select 1 from delivery d where d.message = $1 and d.via = $2 and d.recipient <> $2 limit 1",
	                        ARGS(db_uuid(message), db_uuid(org)), fill_true, &found);
	if (s == OK)
		*ret = found;
	return s;
}

static void fill_left(struct cx *cx, const struct db_row *row, void *ret)
{
	(void)cx;
	*(struct left_counts *)ret = (struct left_counts){ row_int(row, 0), row_int(row, 1), row_int(row, 2) };
}

enum status left_counts(struct cx *cx, struct uuid org, struct uuid group, struct left_counts *ret)
{
	return db_one(cx,
		"select count(case when d.asked_us = 0 then 1 end), count(case when d.asked_us <> 0 then 1 end),"
		" count(case when d.asked_us <> 0 and d.complied_us <> 0 then 1 end)"
		" from delivery d where d.recipient = $1 and d.recall_org = $2 and d.recall_why = 3", ARGS(db_uuid(org), db_uuid(group)), fill_left, ret);
}

/* Who was asked. By recipient, the order of the index delivery_recalled. */

#define PER_RECIPIENT \
	" max(d.opened_us) as opened, max(d.acked_us) as acked, max(d.recalled_us) as recalled, max(d.asked_us) as asked, max(d.complied_us) as complied," \
	" max(case when d.asked_us <> 0 and d.complied_us = 0 then 1 else 0 end) as waiting, max(d.recall_why) as why, max(d.complied_note) as note"
#define ASKED_OF " from delivery d join org o on o.id = d.recipient where d.message = $2 and d.recall_why <> 0 and ($3 = 1 or d.via = $1)"

static void fill_recalled(struct cx *cx, const struct db_row *row, void *arg)
{
	struct recalled *r = row_list_next(cx, arg, sizeof *r);
	*r = (struct recalled){
		.hop = (int)row_int(row, 0), .opened_us = row_int(row, 1), .acked_us = row_int(row, 2), .recalled_us = row_int(row, 3),
		.asked_us = row_int(row, 4), .complied_us = row_int(row, 5), .why = (enum recall_why)row_int(row, 7), .note = row_text(cx, row, 8),
	};
	r->state = row_int(row, 6) ? RECALL_OUTSTANDING : r->complied_us ? RECALL_COMPLIED : RECALL_UNSEEN;
	fill_org_at(cx, row, 9, &r->org);
}

enum status recalled_list(struct cx *cx, struct uuid org, const struct recalled_query *q, struct recalled **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status s = db_each(cx,
		"select q.hop, q.opened, q.acked, q.recalled, q.asked, q.complied, q.waiting, q.why, q.note, " ORG_COLUMNS(g)
		" from (select d.recipient as recipient, min(d.hop) as hop," PER_RECIPIENT ASKED_OF
		" and d.recipient > $4 and ($5 = 0 or d.hop = $5) and ($6 = '' or o.find like $6 escape '!') group by d.recipient"
		" having $7 = 0 or $7 = (case when max(case when d.asked_us <> 0 and d.complied_us = 0 then 1 else 0 end) = 1 then 1"
		"  when max(d.complied_us) <> 0 then 2 else 3 end) order by d.recipient limit $8) q join org g on g.id = q.recipient order by q.recipient",
		ARGS(db_uuid(org), db_uuid(q->message), db_int(q->all), db_uuid(q->after), db_int(q->hop), db_text(like_pattern(cx, q->q)),
		     db_int(q->state), db_int(q->limit)), fill_recalled, &rows);
	row_list_give(s, &rows, ret, ret_n);
	return s;
}

static void fill_hop(struct cx *cx, const struct db_row *row, void *arg)
{
	(void)cx;
	struct recalled_summary *s = arg;
	struct recalled_hop h = { (int)row_int(row, 0), (int)row_int(row, 1), row_int(row, 2), row_int(row, 3), row_int(row, 4) };
	if (s->n_hops < BOARD_HOPS_MAX)
		s->hops[s->n_hops++] = h;
	s->all.total += h.total, s->all.seen += h.seen, s->all.complied += h.complied;
}

enum status recalled_summary(struct cx *cx, struct uuid org, const struct recalled_query *q, struct recalled_summary *ret)
{
	struct recalled_summary sum = { 0 };
	/* seen: asked; complied: asked, and none waits. 100,000 recipients take some 0.2 s. Hops 1 and 2 are some dozens of orgs, whose kinds
	 * say what the hop is; further down are the operators: not looked up. */
	enum status s = db_each(cx,
		"select q.hop, min(case when q.hop < 3 then (select o.kind from org o where o.id = q.recipient) else 11 end), count(*),"
		" count(case when q.asked <> 0 then 1 end), count(case when q.asked <> 0 and q.waiting = 0 then 1 end)"
		" from (select d.recipient as recipient, min(d.hop) as hop, max(d.asked_us) as asked,"
		"  max(case when d.asked_us <> 0 and d.complied_us = 0 then 1 else 0 end) as waiting"
		"  from delivery d where d.message = $2 and d.recall_why <> 0 and ($3 = 1 or d.via = $1) group by d.recipient) q group by q.hop order by q.hop",
		ARGS(db_uuid(org), db_uuid(q->message), db_int(q->all)), fill_hop, &sum);
	if (s == OK)
		*ret = sum;
	return s;
}

enum status recall_had(struct cx *cx, struct uuid org, struct uuid message, bool *ret)
{
	bool found = false;
	enum status s = db_each(cx, "select 1 from delivery d where d.message = $1 and d.recipient = $2 limit 1",
	                        ARGS(db_uuid(message), db_uuid(org)), fill_true, &found);
	if (s == OK)
		*ret = found;
	return s;
}

enum status recalled_any(struct cx *cx, struct uuid message, bool *ret)
{
	bool found = false;
	enum status s = db_each(cx, "select 1 from delivery d where d.message = $1 and d.recall_why <> 0 limit 1", ARGS(db_uuid(message)), fill_true, &found);
	if (s == OK)
		*ret = found;
	return s;
}

enum status recall_case_titles(struct cx *cx, struct uuid message, struct str title, struct str number)
{
	return db_exec(cx,
		"update incident set title = $3, find = replace(find, $4, ''), version = version + 1"
		" where id in (select c.incident from incident_message c where c.message = $1) and title = $2",
		ARGS(db_uuid(message), db_text(title), db_text(number), db_text(str_fold(cx->mem, title))));
}

static void fill_holder(struct cx *cx, const struct db_row *row, void *arg)
{
	struct holder *h = row_list_next(cx, arg, sizeof *h);
	*h = (struct holder){ row_uuid(row, 0), row_int(row, 1) != 0 };
}

enum status holders_list(struct cx *cx, struct uuid message, struct holder **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status s = db_each(cx,
		"select d.recipient, max(case when d.opened_us <> 0 or d.acked_us <> 0 then 1 else 0 end) from delivery d"
		" where d.message = $1 and d.state <> 8 group by d.recipient order by d.recipient", ARGS(db_uuid(message)), fill_holder, &rows);
	row_list_give(s, &rows, ret, ret_n);
	return s;
}

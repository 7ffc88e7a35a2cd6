#include "store/message.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/message_sql.h"
#include "store/rows.h"
#include "store/visible.h"

int fill_message_at(struct cx *cx, const struct db_row *row, int c, struct message *ret)
{
	*ret = (struct message){
		.id = row_uuid(row, c), .kind = (int)row_int(row, c + 1), .author = row_uuid(row, c + 2), .author_user = row_uuid(row, c + 3),
		.number = row_text(cx, row, c + 4), .status = (int)row_int(row, c + 5), .tlp = (int)row_int(row, c + 6),
		.published = (int)row_int(row, c + 7), .exercise = row_int(row, c + 8) != 0, .sector = row_text(cx, row, c + 9),
		.event_type = row_text(cx, row, c + 10), .basis = (int)row_int(row, c + 11), .route = row_text(cx, row, c + 12),
		.latest = row_int(row, c + 13), .created_us = row_int(row, c + 14), .submitted_us = row_int(row, c + 15),
		.updated_us = row_int(row, c + 16), .version = row_int(row, c + 17),
		.about = row_uuid(row, c + 18), .sealed = row_uuid(row, c + 19),
	};
	return c + 20;
}

int fill_org_at(struct cx *cx, const struct db_row *row, int c, struct org *ret)
{
	*ret = (struct org){
		.id = row_uuid(row, c), .code = row_text(cx, row, c + 1), .kind = (int)row_int(row, c + 2), .sector = row_text(cx, row, c + 3),
		.ja = row_text(cx, row, c + 4), .en = row_text(cx, row, c + 5), .people = row_int(row, c + 6),
	};
	return c + 7;
}

static struct db_value text_or_null(struct str s)
{
	return s.n ? db_text(s) : db_null();
}

/* For writers. */

enum status message_add(struct cx *cx, const struct message *m)
{
	return db_exec(cx,
		"insert into message (id, kind, author, author_user, number, status, tlp, published, exercise, sector, event_type, basis, route,"
		" latest, created_us, submitted_us, updated_us, version, about, sealed)"
		" values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
		ARGS(db_uuid(m->id), db_int(m->kind), db_uuid(m->author), db_uuid(m->author_user), text_or_null(m->number), db_int(m->status),
		     db_int(m->tlp), db_int(m->published), db_int(m->exercise), text_or_null(m->sector), text_or_null(m->event_type),
		     db_int(m->basis), text_or_null(m->route), db_int(m->latest), db_int(m->created_us), db_int(m->submitted_us),
		     db_int(m->updated_us), db_int(m->version),
		     db_uuid_or_null(m->about), db_uuid_or_null(m->sealed)));
}

enum status message_save(struct cx *cx, const struct message *m)
{
	int64_t rows;
	enum status st = db_change(cx,
		"update message set number = $2, status = $3, tlp = $4, published = $5, exercise = $6, sector = $7, event_type = $8, basis = $9,"
		" route = $10, latest = $11, submitted_us = $12, updated_us = $13, sealed = $15, version = $14 + 1 where id = $1 and version = $14",
		ARGS(db_uuid(m->id), text_or_null(m->number), db_int(m->status), db_int(m->tlp), db_int(m->published), db_int(m->exercise),
		     text_or_null(m->sector), text_or_null(m->event_type), db_int(m->basis), text_or_null(m->route), db_int(m->latest),
		     db_int(m->submitted_us), db_int(m->updated_us), db_int(m->version), db_uuid_or_null(m->sealed)),
		&rows);
	if (st == OK && rows != 1)
		return fail(cx, E_STALE, T_STALE);
	return st;
}

static void fill_message(struct cx *cx, const struct db_row *row, void *ret)
{
	fill_message_at(cx, row, 0, ret);
}

enum status message_load(struct cx *cx, struct uuid id, struct message *ret)
{
	return db_one(cx, "select " MESSAGE_COLUMNS " from message m where m.id = $1", ARGS(db_uuid(id)), fill_message, ret);
}

enum status message_hold(struct cx *cx, struct uuid id, struct message *ret)
{
	if (!db_is_postgres(cx->db))
		return message_load(cx, id, ret);
	return db_one(cx, "select " MESSAGE_COLUMNS " from message m where m.id = $1 for share", ARGS(db_uuid(id)), fill_message, ret);
}

enum status message_drop(struct cx *cx, struct uuid id)
{
	enum status st = db_exec(cx, "delete from attachment_use where revision in (select id from revision where message = $1)", ARGS(db_uuid(id)));
	if (st == OK)
		st = db_exec(cx, "delete from revision where message = $1", ARGS(db_uuid(id)));
	if (st == OK)
		st = db_exec(cx, "delete from step where message = $1", ARGS(db_uuid(id)));
	return st == OK ? db_exec(cx, "delete from message where id = $1", ARGS(db_uuid(id))) : st;
}

static struct str search_text(struct cx *cx, struct str title, struct str more)
{
	return str_fold(cx->mem, str_format(cx->mem, "%.*s\n%.*s", STR_ARG(title), STR_ARG(more)));
}

static struct db_value digest_of(const struct revision *r)
{
	return r->submitted_us || !uuid_is_none(r->entry) ? db_bytes(r->digest, sizeof r->digest) : db_null();
}

enum status revision_add(struct cx *cx, const struct revision *r, struct str more)
{
	return db_exec(cx,
		"insert into revision (id, message, number, stage, author_user, title, body, find, salt, digest, entry, approved_by,"
		" approved_us, created_us, submitted_us, published)"
		" values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
		ARGS(db_uuid(r->id), db_uuid(r->message), db_int(r->number), db_int(r->stage), db_uuid(r->author_user),
		     db_text(r->title.p ? r->title : S("")), db_text(r->body), db_text(search_text(cx, r->title, more)), db_bytes(r->salt, sizeof r->salt), digest_of(r),
		     db_uuid_or_null(r->entry), db_uuid_or_null(r->approved_by), db_int(r->approved_us), db_int(r->created_us),
		     db_int(r->submitted_us), db_int(r->published)));
}

enum status revision_save(struct cx *cx, const struct revision *r, struct str more)
{
	return db_exec(cx,
		"update revision set stage = $2, author_user = $3, title = $4, body = $5, find = $6, salt = $7, digest = $8, entry = $9,"
		" approved_by = $10, approved_us = $11, submitted_us = $12, published = $13 where id = $1",
		ARGS(db_uuid(r->id), db_int(r->stage), db_uuid(r->author_user), db_text(r->title.p ? r->title : S("")), db_text(r->body),
		     db_text(search_text(cx, r->title, more)), db_bytes(r->salt, sizeof r->salt), digest_of(r), db_uuid_or_null(r->entry),
		     db_uuid_or_null(r->approved_by), db_int(r->approved_us), db_int(r->submitted_us), db_int(r->published)));
}

#define REVISION_COLUMNS "r.id, r.message, r.number, r.stage, r.author_user, r.title, r.body, r.salt, r.digest, r.entry, r.approved_by," \
	" r.approved_us, r.created_us, r.submitted_us, r.published"

static void copy_bytes(uint8_t *to, size_t n, struct bytes from)
{
	for (size_t i = 0; i < n; i++)
		to[i] = i < from.n ? from.p[i] : 0;
}

static int fill_revision_at(struct cx *cx, const struct db_row *row, int c, struct revision *ret)
{
	*ret = (struct revision){
		.id = row_uuid(row, c), .message = row_uuid(row, c + 1), .number = row_int(row, c + 2), .stage = (int)row_int(row, c + 3),
		.author_user = row_uuid(row, c + 4), .title = row_text(cx, row, c + 5), .body = row_text(cx, row, c + 6),
		.entry = row_uuid(row, c + 9), .approved_by = row_uuid(row, c + 10), .approved_us = row_int(row, c + 11),
		.created_us = row_int(row, c + 12), .submitted_us = row_int(row, c + 13), .published = (int)row_int(row, c + 14),
	};
	copy_bytes(ret->salt, sizeof ret->salt, row_bytes(cx, row, c + 7));
	copy_bytes(ret->digest, sizeof ret->digest, row_bytes(cx, row, c + 8));
	return c + 15;
}

static void fill_revision(struct cx *cx, const struct db_row *row, void *ret)
{
	fill_revision_at(cx, row, 0, ret);
}

enum status revision_load(struct cx *cx, struct uuid message, int64_t number, struct revision *ret)
{
	if (number)
		return db_one(cx, "select " REVISION_COLUMNS " from revision r where r.message = $1 and r.number = $2",
		              ARGS(db_uuid(message), db_int(number)), fill_revision, ret);
	return db_one(cx, "select " REVISION_COLUMNS " from revision r where r.message = $1 order by r.number desc limit 1",
	              ARGS(db_uuid(message)), fill_revision, ret);
}

enum status revision_drop(struct cx *cx, struct uuid revision)
{
	enum status st = db_exec(cx, "delete from attachment_use where revision = $1", ARGS(db_uuid(revision)));
	return st == OK ? db_exec(cx, "delete from revision where id = $1", ARGS(db_uuid(revision))) : st;
}

/* Steps. */

enum status step_add(struct cx *cx, const struct step *s)
{
	return db_exec(cx, "insert into step (message, id, org, account, what, note, at_us) values ($1, $2, $3, $4, $5, $6, $7)",
	               ARGS(db_uuid(s->message), db_uuid(s->id), db_uuid(s->org), db_uuid_or_null(s->account), db_int(s->what),
	                    text_or_null(s->note), db_int(s->at_us)));
}

static void fill_step(struct cx *cx, const struct db_row *row, void *arg)
{
	struct step_row *s = row_list_next(cx, arg, sizeof *s);
	s->step = (struct step){
		.message = row_uuid(row, 0), .id = row_uuid(row, 1), .org = row_uuid(row, 2), .account = row_uuid(row, 3),
		.what = (enum step_kind)row_int(row, 4), .note = row_text(cx, row, 5), .at_us = row_int(row, 6),
	};
	fill_org_at(cx, row, 7, &s->org);
}

enum status step_list(struct cx *cx, struct uuid message, struct step_row **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx,
		"select s.message, s.id, s.org, s.account, s.what, s.note, s.at_us, " ORG_COLUMNS(o)
		" from step s join org o on o.id = s.org where s.message = $1 order by s.id",
		ARGS(db_uuid(message)), fill_step, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

/* For readers. */

static void fill_row(struct cx *cx, const struct db_row *row, struct message_row *ret)
{
	int c = fill_message_at(cx, row, 0, &ret->m);
	c = fill_org_at(cx, row, c, &ret->author);
	ret->revision = row_int(row, c);
	ret->stage = (int)row_int(row, c + 1);
	ret->m.title = row_text(cx, row, c + 2);
}

static void fill_one_row(struct cx *cx, const struct db_row *row, void *ret)
{
	fill_row(cx, row, ret);
}

static void fill_rows(struct cx *cx, const struct db_row *row, void *arg)
{
	fill_row(cx, row, row_list_next(cx, arg, sizeof(struct message_row)));
}

#define ROW_COLUMNS MESSAGE_COLUMNS ", " ORG_COLUMNS(o) ", r.number, r.stage, r.title"
#define ROW_FROM " from message m join revision r on r.message = m.id join org o on o.id = m.author"

enum status message_get(struct cx *cx, struct uuid org, struct uuid message, struct message_row *ret)
{
	return db_one(cx, "select " ROW_COLUMNS ROW_FROM " where m.id = $2 and " VISIBLE_NEWEST,
	              ARGS(db_uuid(org), db_uuid(message)), fill_one_row, ret);
}

static void fill_revision_rows(struct cx *cx, const struct db_row *row, void *arg)
{
	struct revision_row *r = row_list_next(cx, arg, sizeof *r);
	int c = fill_revision_at(cx, row, 0, &r->r);
	r->user_ja = row_text(cx, row, c);
	r->user_en = row_text(cx, row, c + 1);
	r->approver_ja = row_text(cx, row, c + 2);
	r->approver_en = row_text(cx, row, c + 3);
}

enum status revision_list(struct cx *cx, struct uuid org, struct uuid message, struct revision_row **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx,
		"select " REVISION_COLUMNS ", u.ja, u.en, p.ja, p.en"
		" from revision r join message m on m.id = r.message"
		" left join account u on u.id = r.author_user left join account p on p.id = r.approved_by"
		" where r.message = $2 and " VISIBLE_REVISION " order by r.number desc",
		ARGS(db_uuid(org), db_uuid(message)), fill_revision_rows, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

static void fill_tombstone(struct cx *cx, const struct db_row *row, void *ret)
{
	struct tombstone *t = ret;
	int c = fill_message_at(cx, row, 0, &t->m);
	c = fill_org_at(cx, row, c, &t->author);
	t->recalled_us = row_int(row, c);
	t->asked_us = row_int(row, c + 1);
	t->complied_us = row_int(row, c + 2);
	t->complied_note = row_text(cx, row, c + 3);
	t->why = (int)row_int(row, c + 4);
	t->delivery = row_uuid(row, c + 5);
	t->reason = row_text(cx, row, c + 6);
	if (!row_is_null(row, c + 7))
		fill_org_at(cx, row, c + 7, &t->group);
	/* What it was about went with it. */
	t->m.sector = t->m.event_type = t->m.route = NO_STR;
	t->m.basis = 0;
}

enum status message_tombstone(struct cx *cx, struct uuid org, struct uuid message, struct tombstone *ret)
{
	/* Of a withdrawn one also what the recall has not come to yet. What still waits to be deleted comes first. */
	return db_one(cx,
		"select " MESSAGE_COLUMNS ", " ORG_COLUMNS(o) ", case when d.recalled_us <> 0 then d.recalled_us else m.updated_us end,"
		" case when d.asked_us = 0 and d.state <> 8 and (d.opened_us <> 0 or d.acked_us <> 0) then m.updated_us else d.asked_us end,"
		" d.complied_us, d.complied_note, case when d.recall_why = 0 then 1 else d.recall_why end, d.id,"
		" case when m.status = 12 then (select s.note from step s where s.message = m.id and s.what = 9 order by s.id desc limit 1) end, " ORG_COLUMNS(g)
		" from delivery d join message m on m.id = d.message join org o on o.id = m.author left join org g on g.id = d.recall_org"
		" where d.message = $2 and d.recipient = $1 and (d.state = 8 or m.status = 12) and not " VISIBLE_MESSAGE
		" order by case when d.asked_us <> 0 and d.complied_us = 0 then 0 else 1 end, d.recalled_us desc, d.id desc limit 1",
		ARGS(db_uuid(org), db_uuid(message)), fill_tombstone, ret);
}

#define LIST_FILTERS " and ($3 = 0 or m.kind = $3) and ($4 = 0 or m.status = $4) and ($5 = 0 or m.basis = $5)" \
	" and ($6 = '' or m.sector = $6) and ($7 = '' or m.event_type = $7) and m.updated_us >= $8" \
	" and ($9 = 0 or m.exercise = $9 - 1) and ($10 = '' or r.find like $10 escape '!')" \
	" and ($12 = 0 or exists (select 1 from stat_fact f where f.message = m.id and f.fy = $12" \
	"  and ($13 = 0 or case when f.origin = 3 then 2 else 1 end = $13) and ($14 = 0 or case when f.origin = 2 then 2 else f.route end = $14)" \
	"  and ($15 = '' or ',' || f.causes || ',' like '%,' || $15 || ',%')))" \
	" and m.id < $2 order by m.id desc limit $11"

enum status message_list(struct cx *cx, struct uuid org, const struct message_query *q, struct message_row **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	struct db_args args = ARGS(db_uuid(org), db_uuid(uuid_is_none(q->after) ? uuid_last() : q->after), db_int(q->kind), db_int(q->status),
	                           db_int(q->basis), db_text(q->sector.n ? q->sector : S("")), db_text(q->event_type.n ? q->event_type : S("")),
	                           db_int(q->updated_since_us), db_int(q->exercise), db_text(like_pattern(cx, q->q)), db_int(q->limit),
	                           db_int(q->fy), db_int(q->origin), db_int(q->route), db_text(q->cause.n ? q->cause : S("")));
	enum status st = OK;
	switch (q->box) {
	case BOX_OWN:
		st = db_each(cx, "select " ROW_COLUMNS ROW_FROM " where m.author = $1 and " VISIBLE_NEWEST LIST_FILTERS, args, fill_rows, &rows);
		break;
	case BOX_RECEIVED:
		st = db_each(cx, "select " ROW_COLUMNS ROW_FROM
		                 " where m.id in (select message from delivery where recipient = $1 and state <> 8) and m.author <> $1 and "
		                 VISIBLE_NEWEST LIST_FILTERS, args, fill_rows, &rows);
		break;
	case BOX_DRAFTS:
		st = db_each(cx, "select " ROW_COLUMNS ROW_FROM " where m.author = $1 and r.submitted_us = 0 and " VISIBLE_REVISION LIST_FILTERS,
		             args, fill_rows, &rows);
		break;
	case BOX_ALL:
		st = db_each(cx, "select " ROW_COLUMNS ROW_FROM
		                 " where m.id in (select message from delivery where recipient = $1 and state <> 8"
		                 " union select id from message where author = $1 union select id from message where published = 2) and "
		                 VISIBLE_NEWEST LIST_FILTERS, args, fill_rows, &rows);
		break;
	}
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

static void fill_two(struct cx *cx, const struct db_row *row, void *ret)
{
	(void)cx;
	int64_t *two = ret;
	two[0] = row_int(row, 0);
	two[1] = row_int(row, 1);
}

enum status message_counts(struct cx *cx, struct uuid org, int64_t *ret_drafts, int64_t *ret_to_approve)
{
	int64_t two[2];
	/* A next version waits as a draft revision of a published message; its approval is kept in the revision. */
	enum status st = db_one(cx,
		"select count(*), count(case when m.kind = 2 and r.approved_us = 0 then 1 end)"
		" from account a cross join revision r cross join message m"   /* in this order: an org may have written very many messages */
		" where a.org = $1 and r.author_user = a.id and r.submitted_us = 0 and m.id = r.message and m.author = $1 and m.status <> 12",
		ARGS(db_uuid(org)), fill_two, two);
	if (st == OK)
		*ret_drafts = two[0], *ret_to_approve = two[1];
	return st;
}

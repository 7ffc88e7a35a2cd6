#include "store/consent.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/message_sql.h"
#include "store/rows.h"

#define CONSENT_COLUMNS "c.id, c.org, c.to_org, c.message, c.use, c.kind, c.state, c.scope, c.note, c.answer_note, c.asked_us, c.asked_by," \
	" c.answered_us, c.answered_by, c.until_day, c.version"

static int fill_consent_at(struct cx *cx, const struct db_row *row, int c, struct consent *ret)
{
	*ret = (struct consent){
		.id = row_uuid(row, c), .org = row_uuid(row, c + 1), .to_org = row_uuid(row, c + 2), .message = row_uuid(row, c + 3),
		.use = (int)row_int(row, c + 4), .kind = (int)row_int(row, c + 5), .state = (int)row_int(row, c + 6),
		.scope = row_text(cx, row, c + 7), .note = row_text(cx, row, c + 8), .answer_note = row_text(cx, row, c + 9),
		.asked_us = row_int(row, c + 10), .asked_by = row_uuid(row, c + 11), .answered_us = row_int(row, c + 12),
		.answered_by = row_uuid(row, c + 13), .until_day = (int32_t)row_int(row, c + 14), .version = row_int(row, c + 15),
	};
	return c + 16;
}

static struct db_value text_or_null(struct str s)
{
	return s.n ? db_text(s) : db_null();
}

enum status consent_add(struct cx *cx, const struct consent *c)
{
	return db_exec(cx,
		"insert into consent (id, org, to_org, message, use, kind, state, scope, note, answer_note, asked_us, asked_by, answered_us,"
		" answered_by, until_day) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
		ARGS(db_uuid(c->id), db_uuid(c->org), db_uuid(c->to_org), db_uuid_or_null(c->message), db_int(c->use), db_int(c->kind),
		     db_int(c->state), text_or_null(c->scope), text_or_null(c->note), text_or_null(c->answer_note), db_int(c->asked_us),
		     db_uuid_or_null(c->asked_by), db_int(c->answered_us), db_uuid_or_null(c->answered_by), db_int(c->until_day)));
}

enum status consent_save(struct cx *cx, const struct consent *c)
{
	int64_t rows;
	enum status st = db_change(cx,
		"update consent set kind = $3, state = $4, answer_note = $5, answered_us = $6, answered_by = $7, version = version + 1"
		" where id = $1 and version = $2",
		ARGS(db_uuid(c->id), db_int(c->version), db_int(c->kind), db_int(c->state), text_or_null(c->answer_note), db_int(c->answered_us),
		     db_uuid_or_null(c->answered_by)), &rows);
	return st == OK && rows != 1 ? fail(cx, E_STALE, T_STALE) : st;
}

#define NAMED_COLUMNS CONSENT_COLUMNS ", " ORG_COLUMNS(o) ", " ORG_COLUMNS(t)
#define NAMED_FROM " from consent c join org o on o.id = c.org join org t on t.id = c.to_org"

static void fill_row(struct cx *cx, const struct db_row *row, void *arg)
{
	struct consent_row *r = arg;
	*r = (struct consent_row){ 0 };
	int c = fill_consent_at(cx, row, 0, &r->c);
	c = fill_org_at(cx, row, c, &r->org);
	fill_org_at(cx, row, c, &r->to);
}

static void fill_rows(struct cx *cx, const struct db_row *row, void *arg)
{
	fill_row(cx, row, row_list_next(cx, arg, sizeof(struct consent_row)));
}

enum status consent_get(struct cx *cx, struct uuid org, struct uuid id, struct consent_row *ret)
{
	return db_one(cx, "select " NAMED_COLUMNS NAMED_FROM " where c.id = $2 and (c.org = $1 or c.to_org = $1)",
	              ARGS(db_uuid(org), db_uuid(id)), fill_row, ret);
}

#define PAGE " and c.id < $2 and (c.message = $3 or $3 is null) order by c.id desc limit $4"

enum status consent_list(struct cx *cx, struct uuid org, const struct consent_query *q, struct consent_row **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	struct db_args args = ARGS(db_uuid(org), db_uuid(uuid_is_none(q->after) ? uuid_last() : q->after), db_uuid_or_null(q->message),
	                           db_int(q->limit));
	enum status st = OK;
	switch (q->box) {
	case CONSENT_BOX_TO_ANSWER:
		st = db_each(cx, "select " NAMED_COLUMNS NAMED_FROM " where c.org = $1 and c.state = 1" PAGE, args, fill_rows, &rows);
		break;
	case CONSENT_BOX_ASKED:
		st = db_each(cx, "select " NAMED_COLUMNS NAMED_FROM " where c.to_org = $1" PAGE, args, fill_rows, &rows);
		break;
	case CONSENT_BOX_GIVEN:
		st = db_each(cx, "select " NAMED_COLUMNS NAMED_FROM " where c.org = $1 and c.state <> 1" PAGE, args, fill_rows, &rows);
		break;
	}
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

enum status consent_count_to_answer(struct cx *cx, struct uuid org, int64_t *ret)
{
	return db_one(cx, "select count(*) from consent c where c.org = $1 and c.state = 1", ARGS(db_uuid(org)), fill_int, ret);
}

static void fill_latest(struct cx *cx, const struct db_row *row, void *arg)
{
	struct consent_latest *l = arg;
	struct consent c;
	fill_consent_at(cx, row, 0, &c);
	if (c.state == CONSENT_ASKED && !l->asked)
		l->asked = true, l->question = c;
	else if (c.state != CONSENT_ASKED && !l->answered)
		l->answered = true, l->answer = c;
}

enum status consent_latest(struct cx *cx, struct uuid message, int use, struct uuid to, struct consent_latest *ret)
{
	struct consent_latest latest = { 0 };
	enum status st = db_each(cx, "select " CONSENT_COLUMNS " from consent c where c.message = $1 and c.use = $2 and (c.to_org = $3 or $3 is null)"
	                             " order by c.answered_us desc, c.id desc",
	                         ARGS(db_uuid(message), db_int(use), db_uuid_or_null(to)), fill_latest, &latest);
	if (st == OK)
		*ret = latest;
	return st;
}

static void fill_consents(struct cx *cx, const struct db_row *row, void *arg)
{
	fill_consent_at(cx, row, 0, row_list_next(cx, arg, sizeof(struct consent)));
}

enum status consent_advance_list(struct cx *cx, struct uuid org, int use, struct uuid to, int32_t day, struct consent **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx, "select " CONSENT_COLUMNS " from consent c where c.org = $1 and c.message is null and c.state = 2 and c.use = $2"
	                             " and (c.to_org = $3 or $3 is null) and (c.until_day = 0 or c.until_day >= $4) order by c.answered_us desc, c.id desc",
	                         ARGS(db_uuid(org), db_int(use), db_uuid_or_null(to), db_int(day)), fill_consents, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

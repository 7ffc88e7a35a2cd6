#include "store/relay.h"
#include "base/arena.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/message_sql.h"
#include "store/rows.h"

/* Pairs */

enum status relay_add(struct cx *cx, const struct relay *r, bool *ret_ours)
{
	int64_t rows;
	enum status st = db_change(cx, "insert into relay (original, derived, org, kind, at_us) values ($1, $2, $3, $4, $5) on conflict do nothing",
	                           ARGS(db_uuid(r->original), db_uuid(r->derived), db_uuid(r->org), db_int(r->kind), db_int(r->at_us)), &rows);
	if (st == OK)
		*ret_ours = rows == 1;
	return st;
}

enum status relay_drop(struct cx *cx, const struct relay *r)
{
	enum status st = db_exec(cx, "delete from relay_revision where original in (select id from revision where message = $1)",
	                         ARGS(db_uuid(r->original)));
	return st == OK ? db_exec(cx, "delete from relay where original = $1 and org = $2", ARGS(db_uuid(r->original), db_uuid(r->org))) : st;
}

struct maybe_relay { bool found; struct relay r; };

static void fill_relay(struct cx *cx, const struct db_row *row, void *arg)
{
	(void)cx;
	struct maybe_relay *m = arg;
	m->found = true;
	m->r = (struct relay){ row_uuid(row, 0), row_uuid(row, 1), row_uuid(row, 2), (int)row_int(row, 3), row_int(row, 4) };
}

static enum status maybe(enum status st, const struct maybe_relay *m, bool *ret_found, struct relay *ret)
{
	if (st == OK) {
		*ret_found = m->found;
		*ret = m->r;
	}
	return st;
}

enum status relay_of_original(struct cx *cx, struct uuid org, struct uuid original, bool *ret_found, struct relay *ret)
{
	struct maybe_relay m = { .found = false };
	return maybe(db_each(cx, "select original, derived, org, kind, at_us from relay where original = $2 and org = $1",
	                     ARGS(db_uuid(org), db_uuid(original)), fill_relay, &m), &m, ret_found, ret);
}

enum status relay_of_derived(struct cx *cx, struct uuid org, struct uuid derived, bool *ret_found, struct relay *ret)
{
	struct maybe_relay m = { .found = false };
	return maybe(db_each(cx, "select original, derived, org, kind, at_us from relay where derived = $2 and org = $1",
	                     ARGS(db_uuid(org), db_uuid(derived)), fill_relay, &m), &m, ret_found, ret);
}

enum status relay_revision_add(struct cx *cx, struct uuid original, struct uuid derived, bool *ret_ours)
{
	int64_t rows;
	enum status st = db_change(cx, "insert into relay_revision (original, derived) values ($1, $2) on conflict do nothing",
	                           ARGS(db_uuid(original), db_uuid(derived)), &rows);
	if (st == OK)
		*ret_ours = rows == 1;
	return st;
}

static void fill_revisions(struct cx *cx, const struct db_row *row, void *arg)
{
	*(struct relay_revision *)row_list_next(cx, arg, sizeof(struct relay_revision)) = (struct relay_revision){
		.revision = row_uuid(row, 0), .number = row_int(row, 1), .stage = (int)row_int(row, 2), .submitted_us = row_int(row, 3),
		.derived = row_uuid(row, 4),
	};
}

enum status relay_revision_list(struct cx *cx, struct uuid org, struct uuid message, struct relay_revision **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx,
		"select r.id, r.number, r.stage, r.submitted_us, y.derived from revision r"
		" join delivery d on d.message = r.message and d.revision = r.id and d.recipient = $1 and d.state <> 8"
		" left join relay_revision y on y.original = r.id where r.message = $2 and r.submitted_us <> 0 order by r.number",
		ARGS(db_uuid(org), db_uuid(message)), fill_revisions, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

static void fill_work(struct cx *cx, const struct db_row *row, void *arg)
{
	*(struct relay_work *)row_list_next(cx, arg, sizeof(struct relay_work)) = (struct relay_work){
		.message = row_uuid(row, 0), .notices = row_int(row, 1), .relayed = row_int(row, 2), .received_us = row_int(row, 3),
	};
}

/* Ids and counts only; state 8 of a delivery: recalled. An org has one delivery of each notice. */
#define WORK_LIST(compare, order) \
	"select m.id, count(r.id), count(y.original), max(r.submitted_us) from delivery d join message m on m.id = d.message" \
	" join revision r on r.id = d.revision left join relay_revision y on y.original = r.id" \
	" where d.recipient = $1 and d.state <> 8 and m.kind = $2 and m.route = 'ceptoar' and m.status <> $3 group by m.id" \
	" having max(case when y.original is null then r.number else 0 end) " compare " max(case when y.original is null then 0 else r.number end)" \
	" order by max(r.submitted_us)" order " limit $4"

enum status relay_work_list(struct cx *cx, struct uuid org, bool done, struct relay_work **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	struct db_args args = ARGS(db_uuid(org), db_int(MESSAGE_REPORT), db_int(STATUS_WITHDRAWN), db_int(RELAY_LIST_MAX));
	enum status st = done ? db_each(cx, WORK_LIST("<", " desc, m.id desc"), args, fill_work, &rows)
	                      : db_each(cx, WORK_LIST(">", ", m.id"), args, fill_work, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

static void fill_withdrawn(struct cx *cx, const struct db_row *row, void *arg)
{
	struct relay_withdrawn *w = row_list_next(cx, arg, sizeof *w);
	*w = (struct relay_withdrawn){
		.original = row_uuid(row, 0), .derived = row_uuid(row, 1), .number = row_text(cx, row, 2), .derived_number = row_text(cx, row, 3),
		.withdrawn_us = row_int(row, 4),
	};
	fill_org_at(cx, row, 5, &w->author);
}

enum status relay_withdrawn_list(struct cx *cx, struct uuid org, struct relay_withdrawn **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx,
		"select x.original, x.derived, m.number, v.number, m.updated_us, " ORG_COLUMNS(o) " from relay x join message m on m.id = x.original"
		" join message v on v.id = x.derived join org o on o.id = m.author"
		" where x.org = $1 and x.kind = $2 and m.status = $3 and v.status <> $3 order by m.updated_us desc, m.id desc limit $4",
		ARGS(db_uuid(org), db_int(MESSAGE_REPORT), db_int(STATUS_WITHDRAWN), db_int(RELAY_LIST_MAX)), fill_withdrawn, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

enum status relay_had(struct cx *cx, struct uuid org, struct uuid message, bool *ret)
{
	int64_t n = 0;
	enum status st = db_one(cx, "select count(*) from delivery d where d.message = $2 and d.recipient = $1", ARGS(db_uuid(org), db_uuid(message)),
	                        fill_int, &n);
	if (st == OK)
		*ret = n > 0;
	return st;
}

/* Settings */

static void fill_setting(struct cx *cx, const struct db_row *row, void *ret)
{
	(void)cx;
	*(struct relay_setting *)ret = (struct relay_setting){ row_int(row, 0), row_int(row, 1) != 0, row_int(row, 2) };
}

enum status relay_setting_get(struct cx *cx, struct uuid org, struct relay_setting *ret)
{
	struct relay_setting s = { RELAY_SMALL_GROUP, false, 0 };
	enum status st = db_each(cx, "select small_group, auto_inquiry, version from relay_setting where org = $1", ARGS(db_uuid(org)), fill_setting, &s);
	if (st == OK)
		*ret = s;
	return st;
}

enum status relay_setting_save(struct cx *cx, struct uuid org, const struct relay_setting *s)
{
	int64_t rows;
	struct db_args args = ARGS(db_uuid(org), db_int(s->small_group), db_int(s->auto_inquiry), db_int(s->version));
	enum status st = s->version
		? db_change(cx, "update relay_setting set small_group = $2, auto_inquiry = $3, version = version + 1 where org = $1 and version = $4",
		            args, &rows)
		: db_change(cx, "insert into relay_setting (org, small_group, auto_inquiry, version) values ($1, $2, $3, $4 + 1) on conflict do nothing",
		            args, &rows);
	return st == OK && rows != 1 ? fail(cx, E_STALE, T_STALE) : st;
}

/* Names. $1 the CEPTOAR, $2 the org that counts as if it were a member, $3 the day. */

#define CONCERNED "in (select b.org from membership b where b.parent = $1 and b.relation = 1 and b.from_day <= $3 and b.to_day >= $3" \
	" union select o2.id from org o2 where o2.id = $2)"

static void fill_member(struct cx *cx, const struct db_row *row, void *arg)
{
	struct row_list *rows = arg;
	struct relay_member *last = rows->n ? (struct relay_member *)rows->p + rows->n - 1 : NULL;
	struct org o;
	int c = fill_org_at(cx, row, 0, &o);
	if (!last || !uuid_eq(last->org.id, o.id)) {
		last = row_list_next(cx, rows, sizeof *last);
		*last = (struct relay_member){ .org = o, .area = row_text(cx, row, c) };
	}
	if (row_is_null(row, c + 1))
		return;
	struct str *more = arena_array(cx->mem, struct str, last->n_aliases + 1);
	for (size_t i = 0; i < last->n_aliases; i++)
		more[i] = last->aliases[i];
	more[last->n_aliases++] = row_text(cx, row, c + 1);
	last->aliases = more;
}

enum status relay_member_list(struct cx *cx, struct uuid org, struct uuid and, int32_t day, struct relay_member **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx, "select " ORG_COLUMNS(o) ", o.area, a.text from org o left join org_alias a on a.org = o.id"
	                             " where o.id " CONCERNED " order by o.code, a.text",
	                         ARGS(db_uuid(org), db_uuid(and), db_int(day)), fill_member, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

static void fill_person(struct cx *cx, const struct db_row *row, void *arg)
{
	*(struct relay_person *)row_list_next(cx, arg, sizeof(struct relay_person)) = (struct relay_person){
		row_uuid(row, 0), row_text(cx, row, 1), row_text(cx, row, 2), row_text(cx, row, 3) };
}

enum status relay_person_list(struct cx *cx, struct uuid org, struct uuid and, int32_t day, struct relay_person **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx, "select p.org, p.login, p.ja, p.en from account p where p.org " CONCERNED " order by p.org, p.login",
	                         ARGS(db_uuid(org), db_uuid(and), db_int(day)), fill_person, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

static void fill_address(struct cx *cx, const struct db_row *row, void *arg)
{
	*(struct relay_address *)row_list_next(cx, arg, sizeof(struct relay_address)) = (struct relay_address){
		row_uuid(row, 0), (int)row_int(row, 1), row_text(cx, row, 2), row_text(cx, row, 3) };
}

enum status relay_address_list(struct cx *cx, struct uuid org, struct uuid and, int32_t day, struct relay_address **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	/* Addresses that are history still lead to their owner. */
	enum status st = db_each(cx, "select k.org, k.kind, k.address, k.name from contact k where k.org " CONCERNED " order by k.org, k.rank, k.id",
	                         ARGS(db_uuid(org), db_uuid(and), db_int(day)), fill_address, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

static void fill_name(struct cx *cx, const struct db_row *row, void *arg)
{
	for (int c = 2; c < 4; c++)
		if (!row_is_null(row, c))
			*(struct relay_name *)row_list_next(cx, arg, sizeof(struct relay_name)) = (struct relay_name){
				row_uuid(row, 0), (int)row_int(row, 1), row_text(cx, row, c) };
}

enum status relay_name_list(struct cx *cx, struct uuid org, struct relay_name **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = uuid_is_none(org)
		? db_each(cx, "select o.id, o.kind, n.ja, n.en, 1 from org o join org_name n on n.org = o.id"
		              " union all select o.id, o.kind, a.text, null, 2 from org o join org_alias a on a.org = o.id order by 1, 5",
		          NO_ARGS, fill_name, &rows)
		: db_each(cx, "select o.id, o.kind, n.ja, n.en, 1 from org o join org_name n on n.org = o.id where o.id = $1"
		              " union all select o.id, o.kind, a.text, null, 2 from org o join org_alias a on a.org = o.id where o.id = $1 order by 1, 5",
		          ARGS(db_uuid(org)), fill_name, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

enum status relay_same_file(struct cx *cx, struct uuid org, struct uuid original, const struct uuid *files, size_t n, int *ret)
{
	int found = -1;
	for (size_t i = 0; i < n && found < 0; i++) {
		int64_t same = 0;
		enum status st = db_one(cx,
			"select count(*) from revision r join attachment_use u on u.revision = r.id join attachment g on g.id = u.attachment"
			" join attachment f on f.id = $2 and f.org = $1 where r.message = $3 and f.digest = g.digest and f.id <> g.id",
			ARGS(db_uuid(org), db_uuid(files[i]), db_uuid(original)), fill_int, &same);
		if (st != OK)
			return st;
		if (same)
			found = (int)i;
	}
	*ret = found;
	return OK;
}

#include "store/party.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/rows.h"
#include "sys/db.h"

/* $1 is the day in every statement that names orgs. */
#define ORG "o.id, o.code, o.kind, o.sector, coalesce(n.ja, o.ja), coalesce(n.en, o.en), o.from_day, o.to_day, o.people, o.demo, o.version, o.area"
#define NAMED " left join org_name n on n.org = o.id and n.from_day <= $1 and n.to_day >= $1 "

static void fill_org(struct cx *cx, const struct db_row *row, void *ret)
{
	*(struct org *)ret = (struct org){
		.id = row_uuid(row, 0),
		.code = row_text(cx, row, 1),
		.kind = (int)row_int(row, 2),
		.sector = row_text(cx, row, 3),
		.ja = row_text(cx, row, 4),
		.en = row_text(cx, row, 5),
		.from_day = (int32_t)row_int(row, 6),
		.to_day = (int32_t)row_int(row, 7),
		.people = row_int(row, 8),
		.demo = row_int(row, 9) != 0,
		.version = row_int(row, 10),
		.area = row_text(cx, row, 11),
	};
}

static void fill_orgs(struct cx *cx, const struct db_row *row, void *arg)
{
	fill_org(cx, row, row_list_next(cx, arg, sizeof(struct org)));
}

static enum status orgs(enum status st, const struct row_list *rows, struct org_list *ret)
{
	if (st == OK)
		*ret = (struct org_list){ rows->p, rows->n };
	return st;
}

enum status store_org_get(struct cx *cx, struct uuid id, int32_t day, struct org *ret)
{
	return db_one(cx, "select " ORG " from org o" NAMED "where o.id = $2", ARGS(db_int(day), db_uuid(id)), fill_org, ret);
}

enum status store_org_by_code(struct cx *cx, struct str code, int32_t day, struct org *ret)
{
	return db_one(cx, "select " ORG " from org o" NAMED "where o.code = $2", ARGS(db_int(day), db_text(code)), fill_org, ret);
}

enum status store_centre(struct cx *cx, int32_t day, struct org *ret)
{
	return db_one(cx, "select " ORG " from org o" NAMED "where o.sector is null and o.kind = 1 order by o.id limit 1",
	              ARGS(db_int(day)), fill_org, ret);
}

enum status store_ministry_of(struct cx *cx, struct str sector, int32_t day, struct org *ret)
{
	return db_one(cx, "select " ORG " from oversight v join org o on o.id = v.org" NAMED
	                  "where v.sector = $2 and v.from_day <= $1 and v.to_day >= $1 order by v.from_day desc limit 1",
	              ARGS(db_int(day), db_text(sector)), fill_org, ret);
}

enum status store_parents_of(struct cx *cx, struct uuid org, int kind, int32_t day, struct org_list *ret)
{
	struct row_list rows = { NULL, 0, 0 };
	return orgs(db_each(cx, "select " ORG " from membership m join org o on o.id = m.parent" NAMED
	                        "where m.org = $2 and m.relation = 1 and m.from_day <= $1 and m.to_day >= $1"
	                        "  and ($3 = 0 or o.kind = $3) order by o.code",
	                    ARGS(db_int(day), db_uuid(org), db_int(kind)), fill_orgs, &rows), &rows, ret);
}

enum status store_members_of(struct cx *cx, struct uuid parent, int32_t day, struct org_list *ret)
{
	struct row_list rows = { NULL, 0, 0 };
	return orgs(db_each(cx, "select " ORG " from membership m join org o on o.id = m.org" NAMED
	                        "where m.parent = $2 and m.relation = 1 and m.from_day <= $1 and m.to_day >= $1 order by o.code",
	                    ARGS(db_int(day), db_uuid(parent)), fill_orgs, &rows), &rows, ret);
}

enum status store_is_member(struct cx *cx, struct uuid org, struct uuid parent, int32_t day, bool *ret)
{
	int64_t n;
	enum status st = db_one(cx, "select count(*) from membership where org = $1 and parent = $2 and relation = 1"
	                            "  and from_day <= $3 and to_day >= $3",
	                        ARGS(db_uuid(org), db_uuid(parent), db_int(day)), fill_int, &n);
	if (st == OK)
		*ret = n > 0;
	return st;
}

enum status store_member_count(struct cx *cx, struct uuid parent, int32_t day, int64_t *ret)
{
	return db_one(cx, "select count(*) from membership where parent = $1 and relation = 1 and from_day <= $2 and to_day >= $2",
	              ARGS(db_uuid(parent), db_int(day)), fill_int, ret);
}

enum status store_org_list(struct cx *cx, const struct store_org_filter *f, struct org_list *ret)
{
	struct row_list rows = { NULL, 0, 0 };
	struct str find = like_pattern(cx, f->find);
	struct str sector = f->sector.n ? f->sector : S(""), after = f->after.n ? f->after : S("");
	if (!uuid_is_none(f->parent))
		return orgs(db_each(cx, "select " ORG " from membership m join org o on o.id = m.org" NAMED
		                        "where m.parent = $8 and m.relation = 1 and m.from_day <= $1 and m.to_day >= $1"
		                        "  and o.code > $2 and o.from_day <= $1 and o.to_day >= $1 and ($3 = 0 or o.kind = $4)"
		                        "  and ($5 = '' or o.sector = $5) and ($6 = '' or o.find like $6 escape '!')"
		                        " order by o.code limit $7",
		                    ARGS(db_int(f->day), db_text(after), db_int(f->kind), db_int(f->kind), db_text(sector), db_text(find),
		                         db_int(f->limit), db_uuid(f->parent)), fill_orgs, &rows), &rows, ret);
	return orgs(db_each(cx, "select " ORG " from org o" NAMED
	                        "where o.code > $2 and o.from_day <= $1 and o.to_day >= $1 and ($3 = 0 or o.kind = $4)"
	                        "  and ($5 = '' or o.sector = $5) and ($6 = '' or o.find like $6 escape '!')"
	                        " order by o.code limit $7",
	                    ARGS(db_int(f->day), db_text(after), db_int(f->kind), db_int(f->kind), db_text(sector), db_text(find),
	                         db_int(f->limit)), fill_orgs, &rows), &rows, ret);
}

static struct str or_null(struct str s)
{
	return s.n ? s : NO_STR;
}

enum status store_org_add(struct cx *cx, const struct org *o, struct str find)
{
	return db_exec(cx, "insert into org (id, code, kind, sector, ja, en, find, demo, people, from_day, to_day, version, updated_us, area)"
	                   " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $13)",
	               ARGS(db_uuid(o->id), db_text(o->code), db_int(o->kind), db_text(or_null(o->sector)), db_text(o->ja),
		db_text(o->en),
	                    db_text(find), db_int(o->demo), db_int(o->people), db_int(o->from_day), db_int(o->to_day),
		db_int(cx->now_us), db_text(or_null(o->area))));
}

enum status store_org_save(struct cx *cx, const struct org *o, struct str find)
{
	int64_t rows;
	enum status st = db_change(cx, "update org set sector = $3, ja = $4, en = $5, find = $6, people = $7, from_day = $8, to_day = $9,"
	                               " version = version + 1, updated_us = $10, area = $11 where id = $1 and version = $2",
	                           ARGS(db_uuid(o->id), db_int(o->version), db_text(or_null(o->sector)), db_text(o->ja), db_text(o->en),
	                                db_text(find), db_int(o->people), db_int(o->from_day), db_int(o->to_day),
		db_int(cx->now_us), db_text(or_null(o->area))), &rows);
	if (st == OK && rows == 0)
		st = fail(cx, E_STALE, T_STALE);
	return st;
}

static void fill_aliases(struct cx *cx, const struct db_row *row, void *arg)
{
	*(struct str *)row_list_next(cx, arg, sizeof(struct str)) = row_text(cx, row, 0);
}

enum status store_alias_list(struct cx *cx, struct uuid org, struct str **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx, "select text from org_alias where org = $1 order by text", ARGS(db_uuid(org)), fill_aliases, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

enum status store_alias_save(struct cx *cx, struct uuid org, const struct str *aliases, size_t n)
{
	enum status st = db_exec(cx, "delete from org_alias where org = $1", ARGS(db_uuid(org)));
	for (size_t i = 0; st == OK && i < n; i++)
		st = db_exec(cx, "insert into org_alias (org, text) values ($1, $2) on conflict do nothing", ARGS(db_uuid(org), db_text(aliases[i])));
	return st;
}

static void fill_names(struct cx *cx, const struct db_row *row, void *arg)
{
	*(struct org_name *)row_list_next(cx, arg, sizeof(struct org_name)) = (struct org_name){
		(int32_t)row_int(row, 0), (int32_t)row_int(row, 1), row_text(cx, row, 2), row_text(cx, row, 3) };
}

enum status store_name_list(struct cx *cx, struct uuid org, struct org_name **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx, "select from_day, to_day, ja, en from org_name where org = $1 order by from_day",
	                         ARGS(db_uuid(org)), fill_names, &rows);
	if (st == OK) {
		*ret = rows.p;
		*ret_n = rows.n;
	}
	return st;
}

enum status store_name_add(struct cx *cx, struct uuid org, const struct org_name *n)
{
	return db_exec(cx, "insert into org_name (org, from_day, to_day, ja, en) values ($1, $2, $3, $4, $5)",
	               ARGS(db_uuid(org), db_int(n->from_day), db_int(n->to_day), db_text(n->ja), db_text(n->en)));
}

enum status store_name_save(struct cx *cx, struct uuid org, const struct org_name *n)
{
	return db_exec(cx, "update org_name set to_day = $3, ja = $4, en = $5 where org = $1 and from_day = $2",
	               ARGS(db_uuid(org), db_int(n->from_day), db_int(n->to_day), db_text(n->ja), db_text(n->en)));
}

static void fill_memberships(struct cx *cx, const struct db_row *row, void *arg)
{
	*(struct membership *)row_list_next(cx, arg, sizeof(struct membership)) = (struct membership){
		row_uuid(row, 0), row_uuid(row, 1), (int32_t)row_int(row, 2), (int32_t)row_int(row, 3) };
}

enum status store_membership_list(struct cx *cx, struct uuid org, struct membership_list *ret)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx, "select org, parent, from_day, to_day from membership where org = $1 and relation = 1 order by from_day, parent",
	                         ARGS(db_uuid(org)), fill_memberships, &rows);
	if (st == OK)
		*ret = (struct membership_list){ rows.p, rows.n };
	return st;
}

enum status store_membership_add(struct cx *cx, const struct membership *m)
{
	return db_exec(cx, "insert into membership (org, parent, relation, from_day, to_day) values ($1, $2, 1, $3, $4)",
	               ARGS(db_uuid(m->org), db_uuid(m->parent), db_int(m->from_day), db_int(m->to_day)));
}

enum status store_membership_save(struct cx *cx, const struct membership *m)
{
	return db_exec(cx, "update membership set to_day = $4 where org = $1 and parent = $2 and relation = 1 and from_day = $3",
	               ARGS(db_uuid(m->org), db_uuid(m->parent), db_int(m->from_day), db_int(m->to_day)));
}

static void fill_oversight(struct cx *cx, const struct db_row *row, void *arg)
{
	*(struct oversight *)row_list_next(cx, arg, sizeof(struct oversight)) = (struct oversight){
		row_text(cx, row, 0), row_uuid(row, 1), (int32_t)row_int(row, 2), (int32_t)row_int(row, 3) };
}

enum status store_oversight_list(struct cx *cx, struct oversight_list *ret)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx, "select sector, org, from_day, to_day from oversight order by sector, from_day", NO_ARGS,
		fill_oversight, &rows);
	if (st == OK)
		*ret = (struct oversight_list){ rows.p, rows.n };
	return st;
}

enum status store_oversight_add(struct cx *cx, const struct oversight *v)
{
	return db_exec(cx, "insert into oversight (sector, org, from_day, to_day) values ($1, $2, $3, $4)",
	               ARGS(db_text(v->sector), db_uuid(v->org), db_int(v->from_day), db_int(v->to_day)));
}

enum status store_oversight_save(struct cx *cx, const struct oversight *v)
{
	return db_exec(cx, "update oversight set to_day = $4 where sector = $1 and org = $2 and from_day = $3",
	               ARGS(db_text(v->sector), db_uuid(v->org), db_int(v->from_day), db_int(v->to_day)));
}

#define CONTACT "id, org, rank, kind, address, name, note, from_day, to_day, version"

static void fill_contact(struct cx *cx, const struct db_row *row, void *ret)
{
	*(struct contact *)ret = (struct contact){
		.id = row_uuid(row, 0),
		.org = row_uuid(row, 1),
		.rank = row_int(row, 2),
		.kind = row_int(row, 3),
		.address = row_text(cx, row, 4),
		.name = row_text(cx, row, 5),
		.note = row_text(cx, row, 6),
		.from_day = (int32_t)row_int(row, 7),
		.to_day = (int32_t)row_int(row, 8),
		.version = row_int(row, 9),
	};
}

static void fill_contacts(struct cx *cx, const struct db_row *row, void *arg)
{
	fill_contact(cx, row, row_list_next(cx, arg, sizeof(struct contact)));
}

enum status store_contact_list(struct cx *cx, struct uuid org, int32_t day, struct contact **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx, "select " CONTACT " from contact where org = $1 and from_day <= $2 and to_day >= $2 order by rank, id",
	                         ARGS(db_uuid(org), db_int(day)), fill_contacts, &rows);
	if (st == OK) {
		*ret = rows.p;
		*ret_n = rows.n;
	}
	return st;
}

enum status store_contact_get(struct cx *cx, struct uuid id, struct contact *ret)
{
	return db_one(cx, "select " CONTACT " from contact where id = $1", ARGS(db_uuid(id)), fill_contact, ret);
}

enum status store_contact_add(struct cx *cx, const struct contact *c)
{
	return db_exec(cx, "insert into contact (id, org, rank, kind, address, name, note, from_day, to_day, version)"
	                   " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
	               ARGS(db_uuid(c->id), db_uuid(c->org), db_int(c->rank), db_int(c->kind), db_text(c->address),
		db_text(or_null(c->name)),
	                    db_text(or_null(c->note)), db_int(c->from_day), db_int(c->to_day)));
}

enum status store_contact_save(struct cx *cx, const struct contact *c)
{
	int64_t rows;
	enum status st = db_change(cx, "update contact set rank = $3, kind = $4, address = $5, name = $6, note = $7, from_day = $8, to_day = $9,"
	                               " version = version + 1 where id = $1 and version = $2",
	                           ARGS(db_uuid(c->id), db_int(c->version), db_int(c->rank), db_int(c->kind), db_text(c->address),
	                                db_text(or_null(c->name)), db_text(or_null(c->note)), db_int(c->from_day),
		db_int(c->to_day)), &rows);
	if (st == OK && rows == 0)
		st = fail(cx, E_STALE, T_STALE);
	return st;
}

#include "app/party.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/party.h"

enum status org_get(struct cx *cx, struct uuid id, int32_t day, struct org *ret)
{
	return store_org_get(cx, id, day, ret);
}

enum status org_by_code(struct cx *cx, struct str code, int32_t day, struct org *ret)
{
	return store_org_by_code(cx, code, day, ret);
}

enum status party_centre(struct cx *cx, struct org *ret)
{
	return store_centre(cx, day_of(cx->now_us), ret);
}

enum status party_ministry_of(struct cx *cx, struct str sector, int32_t day, struct org *ret)
{
	return store_ministry_of(cx, sector, day, ret);
}

enum status party_ceptoars_of(struct cx *cx, struct uuid org, int32_t day, struct org_list *ret)
{
	return store_parents_of(cx, org, ORG_CEPTOAR, day, ret);
}

enum status party_members_of(struct cx *cx, struct uuid parent, int32_t day, struct org_list *ret)
{
	return store_members_of(cx, parent, day, ret);
}

enum status party_is_member(struct cx *cx, struct uuid org, struct uuid parent, int32_t day, bool *ret)
{
	return store_is_member(cx, org, parent, day, ret);
}

/* The twenty or so responsibilities are read once for a page; each ministry's name once. */
struct oversights { struct oversight_list all; struct org *ministries; };

static enum status oversights_read(struct cx *cx, int32_t day, struct oversights *ret)
{
	enum status st = store_oversight_list(cx, &ret->all);
	if (st != OK)
		return st;
	ret->ministries = arena_array(cx->mem, struct org, ret->all.n + 1);
	for (size_t i = 0; i < ret->all.n; i++) {
		const struct oversight *v = &ret->all.p[i];
		if (v->from_day > day || v->to_day < day)
			continue;
		st = store_org_get(cx, v->org, day, &ret->ministries[i]);
		if (st != OK)
			return st;
	}
	return OK;
}

static void ministry_find(const struct oversights *v, struct org_row *row)
{
	if (row->org.sector.n == 0 || row->org.kind == ORG_MINISTRY)
		return;
	for (size_t i = 0; i < v->all.n; i++)
		if (v->ministries[i].kind != 0 && str_eq(v->all.p[i].sector, row->org.sector))
			row->ministry = v->ministries[i];
}

static enum status row_complete(struct cx *cx, int32_t day, const struct oversights *v, struct org_row *row)
{
	ministry_find(v, row);
	if (org_has_members(row->org.kind))
		return store_member_count(cx, row->org.id, day, &row->members);
	return store_parents_of(cx, row->org.id, ORG_CEPTOAR, day, &row->ceptoars);
}

enum status org_list(struct cx *cx, const struct org_filter *f, struct org_page *ret)
{
	struct store_org_filter sf = {
		.day = f->day, .kind = f->kind, .sector = f->sector, .after = f->after, .parent = f->ceptoar, .limit = f->limit + 1,
		.find = f->q.n ? str_fold(cx->mem, f->q) : NO_STR,
	};
	struct org_list orgs;
	struct oversights v;
	enum status st = store_org_list(cx, &sf, &orgs);
	if (st == OK)
		st = oversights_read(cx, f->day, &v);
	if (st != OK)
		return st;
	struct org_page page = { NULL, orgs.n, NO_STR };
	if (orgs.n > (size_t)f->limit) {
		page.n = (size_t)f->limit;
		page.next = orgs.p[page.n - 1].code;
	}
	page.p = arena_array(cx->mem, struct org_row, page.n + 1);
	for (size_t i = 0; st == OK && i < page.n; i++) {
		page.p[i].org = orgs.p[i];
		st = row_complete(cx, f->day, &v, &page.p[i]);
	}
	if (st == OK)
		*ret = page;
	return st;
}

enum status org_row_get(struct cx *cx, struct uuid id, int32_t day, struct org_row *ret)
{
	struct org_row row = { 0 };
	struct oversights v;
	enum status st = store_org_get(cx, id, day, &row.org);
	if (st == OK)
		st = oversights_read(cx, day, &v);
	if (st == OK)
		st = row_complete(cx, day, &v, &row);
	if (st == OK)
		*ret = row;
	return st;
}

enum status org_name_list(struct cx *cx, struct uuid id, struct org_names *ret)
{
	return store_name_list(cx, id, &ret->p, &ret->n);
}

enum status org_membership_list(struct cx *cx, struct uuid id, struct parents *ret)
{
	struct membership_list list;
	enum status st = store_membership_list(cx, id, &list);
	if (st != OK)
		return st;
	struct parents parents = { arena_array(cx->mem, struct parent_row, list.n + 1), 0 };
	for (size_t i = 0; st == OK && i < list.n; i++) {
		const struct membership *m = &list.p[i];
		if (m->to_day < m->from_day)                    /* joined and left on one day */
			continue;
		struct parent_row *row = &parents.p[parents.n++];
		row->from_day = m->from_day;
		row->to_day = m->to_day;
		st = store_org_get(cx, m->parent, m->to_day == DAY_FOREVER ? day_of(cx->now_us) : m->to_day, &row->org);
	}
	if (st == OK)
		*ret = parents;
	return st;
}

enum status org_alias_list(struct cx *cx, struct uuid id, struct org_aliases *ret)
{
	return store_alias_list(cx, id, &ret->p, &ret->n);
}

#include "store/audience.h"
#include "base/str.h"
#include "base/uuid.h"
#include "sys/db.h"
#include <stdlib.h>

enum { PART_NAMED, PART_GROUPS, PART_SECTORS, PART_KINDS, PART_ALL, PARTS };
#define PARENTS_MAX 32

/* --- the passers --- */

struct passer_rows { struct passer *p; size_t n, max; };

static void fill_passer(struct cx *cx, const struct db_row *row, void *arg)
{
	struct passer_rows *rows = arg;
	if (rows->n == rows->max) {
		struct passer *more = arena_array(cx->mem, struct passer, rows->max * 2);
		for (size_t i = 0; i < rows->n; i++)
			more[i] = rows->p[i];
		rows->p = more;
		rows->max *= 2;
	}
	rows->p[rows->n++] = (struct passer){
		.id = row_uuid(row, 0), .kind = (int)row_int(row, 1), .sector = row_text(cx, row, 2), .people = row_int(row, 3), .ministry = -1,
	};
}

static int by_id(const void *a, const void *b)
{
	return uuid_cmp(((const struct passer *)a)->id, ((const struct passer *)b)->id);
}

struct sector_rows { struct sector_ministry *p; size_t n, max; const struct passers *net; };

static void fill_sector(struct cx *cx, const struct db_row *row, void *arg)
{
	struct sector_rows *rows = arg;
	struct str sector = row_text_borrow(row, 0);
	if (rows->n > 0 && str_eq(rows->p[rows->n - 1].sector, sector))
		return;                                         /* the one most lately made responsible comes first */
	if (rows->n < rows->max)
		rows->p[rows->n++] = (struct sector_ministry){ str_copy(cx->mem, sector), passer_find(rows->net, row_uuid(row, 1)) };
}

static bool is_in(const struct list *list, struct uuid id)
{
	const struct uuid *ids = list->p;
	for (size_t i = 0; i < list->n; i++)
		if (uuid_eq(ids[i], id))
			return true;
	return false;
}

static enum status load_passers(struct cx *cx, const struct audience_ask *ask, struct passers *ret)
{
	struct passer_rows rows = { arena_array(cx->mem, struct passer, 64), 0, 64 };
	enum status s = db_each(cx, "select id, kind, sector, people from org where kind in (3, 8) and from_day <= $1 and to_day >= $1",
	                        ARGS(db_int(ask->day)), fill_passer, &rows);
	if (s != OK)
		return s;
	if (rows.n > 0)
		qsort(rows.p, rows.n, sizeof *rows.p, by_id);
	struct passers net = { .p = rows.p, .n = rows.n, .ministry = ask->ministry, .ceptoar = ask->ceptoar };
	struct sector_rows sectors = { arena_array(cx->mem, struct sector_ministry, 200), 0, 200, &net };
	s = db_each(cx, "select sector, org from oversight where from_day <= $1 and to_day >= $1 order by sector, from_day desc, org",
	            ARGS(db_int(ask->day)), fill_sector, &sectors);
	if (s != OK)
		return s;
	net.sectors = sectors.p;
	net.n_sectors = sectors.n;
	for (size_t i = 0; i < rows.n; i++)
		rows.p[i].excepted = uuid_eq(rows.p[i].id, ask->author) || is_in(&ask->audience->except, rows.p[i].id);
	for (size_t i = 0; i < rows.n; i++)
		if (rows.p[i].kind == ORG_CEPTOAR)
			rows.p[i].ministry = passer_ministry(&net, rows.p[i].sector);
	*ret = net;
	return OK;
}

static int uuid_order(const void *a, const void *b)
{
	return uuid_cmp(*(const struct uuid *)a, *(const struct uuid *)b);
}

enum status audience_open(struct cx *cx, const struct audience_ask *ask, struct audience_walk *ret)
{
	struct audience_walk walk = {
		.audience = *ask->audience, .author = ask->author, .tlp = ask->tlp, .day = ask->day,
		.sectors = arena_array(cx->mem, struct str, 256), .max_sectors = 256,
	};
	enum status s = load_passers(cx, ask, &walk.net);
	if (s != OK)
		return s;
	walk.named = arena_array(cx->mem, struct uuid, walk.audience.orgs.n + 1);
	for (size_t i = 0; i < walk.audience.orgs.n; i++)
		walk.named[i] = ((const struct uuid *)walk.audience.orgs.p)[i];
	if (walk.audience.orgs.n > 0)
		qsort(walk.named, walk.audience.orgs.n, sizeof *walk.named, uuid_order);
	*ret = walk;
	return OK;
}

/* --- candidates --- */

/* Rows come as one per membership; those of one org follow each other. */
struct gather {
	struct audience_walk *walk;
	int part;                                               /* -1: any */
	struct uuid group;                                      /* in PART_GROUPS: the one at hand */
	struct audience_org org;                                /* being read; id none: none yet */
	struct uuid parents[PARENTS_MAX], last;                 /* last: looked at, chosen or not */
	struct audience_row *rows;
	size_t n, n_orgs;
};

static struct str keep_sector(struct cx *cx, struct audience_walk *walk, struct str sector)
{
	for (size_t i = 0; i < walk->n_sectors; i++)
		if (str_eq(walk->sectors[i], sector))
			return walk->sectors[i];
	struct str copy = str_copy(cx->mem, sector);
	if (walk->n_sectors < walk->max_sectors)
		walk->sectors[walk->n_sectors++] = copy;
	return copy;
}

static int part_of(const struct audience *audience, enum why why)
{
	return audience->all ? PART_ALL : (int)why - WHY_NAMED;
}

/* Decides about the org that has been read. An org of several parts belongs to the first. */
static void gather_end(struct gather *g)
{
	if (uuid_is_none(g->org.id))
		return;
	struct audience_walk *walk = g->walk;
	struct audience_row row = { .id = g->org.id, .kind = g->org.kind, .sector = g->org.sector, .people = g->org.people };
	g->org.parents = g->parents;
	row.why = audience_match(&walk->audience, walk->author, &g->org, &row.by);
	g->n_orgs++;
	g->last = g->org.id;
	if (row.why != WHY_NOT && (g->part < 0 || (part_of(&walk->audience, row.why) == g->part
	                                           && (g->part != PART_GROUPS || uuid_eq(row.by, g->group))))) {
		audience_way(&walk->net, &walk->audience, walk->tlp, &g->org, &row.way);
		g->rows[g->n++] = row;
	}
	g->org.id = (struct uuid){ { 0 } };
}

static void fill_candidate(struct cx *cx, const struct db_row *row, void *arg)
{
	struct gather *g = arg;
	struct uuid id = row_uuid(row, 0);
	if (!uuid_eq(id, g->org.id)) {
		gather_end(g);
		g->org = (struct audience_org){
			.id = id, .kind = (int)row_int(row, 1), .sector = keep_sector(cx, g->walk, row_text_borrow(row, 2)), .people = row_int(row, 3),
		};
	}
	if (!row_is_null(row, 4) && g->org.n_parents < PARENTS_MAX)
		g->parents[g->org.n_parents++] = row_uuid(row, 4);
}

/* $1: after this org (or: this org), $2: day, $3: how many orgs, $4: what the part is about. */
#define HEAD "select o.id, o.kind, o.sector, o.people, m.parent from (select c.id, c.kind, c.sector, c.people from "
#define IN_FORCE " c.from_day <= $2 and c.to_day >= $2 "
#define TAIL " order by c.id limit $3) o left join membership m on m.org = o.id and m.relation = 1" \
	" and m.from_day <= $2 and m.to_day >= $2 order by o.id, m.parent"

static enum status candidates(struct cx *cx, struct gather *g, struct uuid after, int64_t limit, struct db_value about)
{
	struct db_value v[4] = { db_uuid(after), db_int(g->walk->day), db_int(limit), about };
	struct db_args four = { v, 4 }, three = { v, 3 };
	enum status s = E_BUG;
	switch (g->part) {
	case PART_GROUPS:
		s = db_each(cx, HEAD "membership k join org c on c.id = k.org where k.parent = $4 and k.org > $1 and k.relation = 1"
		            " and k.from_day <= $2 and k.to_day >= $2 and" IN_FORCE
		            " order by k.org limit $3) o left join membership m on m.org = o.id and m.relation = 1"
		            " and m.from_day <= $2 and m.to_day >= $2 order by o.id, m.parent", four, fill_candidate, g);
		break;
	case PART_SECTORS:
		s = db_each(cx, HEAD "org c where c.sector = $4 and c.id > $1 and" IN_FORCE TAIL, four, fill_candidate, g);
		break;
	case PART_KINDS:
		s = db_each(cx, HEAD "org c where c.kind = $4 and c.id > $1 and" IN_FORCE TAIL, four, fill_candidate, g);
		break;
	case PART_ALL:
		s = db_each(cx, HEAD "org c where c.id > $1 and" IN_FORCE TAIL, three, fill_candidate, g);
		break;
	}
	gather_end(g);
	return s;
}

static enum status candidate(struct cx *cx, struct gather *g, struct uuid org)
{
	enum status s = db_each(cx, HEAD "org c where c.id = $1 and" IN_FORCE TAIL,
	                        ARGS(db_uuid(org), db_int(g->walk->day), db_int(1)), fill_candidate, g);
	gather_end(g);
	return s;
}

/* --- the walk --- */

/* Items of a part; a chosen CEPTOAR is two: itself, its members. */
static int part_items(const struct audience *audience, int part)
{
	if (audience->all)
		return part == PART_ALL;
	const size_t items[PARTS] = { audience->orgs.n > 0, audience->ceptoars.n * 2, audience->sectors.n, audience->kinds.n, 0 };
	return (int)items[part];
}

static void next_item(struct audience_cursor *cursor)
{
	cursor->item++;
	cursor->after = (struct uuid){ { 0 } };
}

/* Named orgs one by one: up to `max` of them. */
static enum status walk_named(struct cx *cx, struct gather *g, size_t max, struct audience_cursor *cursor)
{
	size_t asked = 0;
	for (size_t i = 0; i < g->walk->audience.orgs.n; i++) {
		struct uuid id = g->walk->named[i];
		if (uuid_cmp(id, cursor->after) <= 0)
			continue;
		if (asked++ == max)
			return OK;
		enum status s = candidate(cx, g, id);
		if (s != OK)
			return s;
		cursor->after = id;
	}
	next_item(cursor);
	return OK;
}

static enum status walk_item(struct cx *cx, struct gather *g, size_t max, struct audience_cursor *cursor)
{
	const struct audience *audience = &g->walk->audience;
	struct db_value about = db_null();
	if (g->part == PART_NAMED)
		return walk_named(cx, g, max, cursor);
	if (g->part == PART_GROUPS) {
		g->group = ((const struct uuid *)audience->ceptoars.p)[cursor->item / 2];
		about = db_uuid(g->group);
		if (cursor->item % 2 == 0) {
			enum status s = candidate(cx, g, g->group);
			if (s == OK)
				next_item(cursor);
			return s;
		}
	} else if (g->part == PART_SECTORS) {
		about = db_text(((const struct str *)audience->sectors.p)[cursor->item]);
	} else if (g->part == PART_KINDS) {
		about = db_int(((const int *)audience->kinds.p)[cursor->item]);
	}
	size_t before = g->n_orgs;
	enum status s = candidates(cx, g, cursor->after, (int64_t)max, about);
	if (s != OK)
		return s;
	if (g->n_orgs - before < max)
		next_item(cursor);
	else
		cursor->after = g->last;
	return OK;
}

enum status audience_chunk(struct cx *cx, struct audience_walk *walk, size_t max, struct audience_cursor *cursor, struct audience_row *rows,
                           size_t *ret_n)
{
	struct audience_cursor at = *cursor;
	struct gather g = { .walk = walk, .rows = rows };
	size_t least = max < 64 ? max : 64;                     /* no statements for a handful of rows */
	while (!at.end && max - g.n >= least && g.n_orgs < AUDIENCE_CANDIDATES) {
		if (at.part == PARTS) {
			at.end = true;
		} else if (at.item >= part_items(&walk->audience, at.part)) {
			at = (struct audience_cursor){ .part = at.part + 1 };
		} else {
			g.part = at.part;
			enum status s = walk_item(cx, &g, max - g.n, &at);
			if (s != OK)
				return s;
		}
	}
	*cursor = at;
	*ret_n = g.n;
	return OK;
}

enum status audience_ask_org(struct cx *cx, struct audience_walk *walk, struct uuid org, struct audience_row *ret)
{
	struct audience_row row = { .id = org };
	struct gather g = { .walk = walk, .part = -1, .rows = &row };
	enum status s = candidate(cx, &g, org);
	if (s == OK)
		*ret = row;
	return s;
}

enum status audience_count_all(struct cx *cx, int32_t day, int64_t *ret)
{
	return db_one(cx, "select count(*) from org where from_day <= $1 and to_day >= $1", ARGS(db_int(day)), fill_int, ret);
}

enum status audience_check_orgs(struct cx *cx, const struct uuid *orgs, size_t n, bool groups, int32_t day, bool *ret_wrong)
{
	for (size_t i = 0; i < n; i++) {
		int64_t kind = 0;
		enum status s = db_each(cx, "select kind from org where id = $1 and from_day <= $2 and to_day >= $2",
		                        ARGS(db_uuid(orgs[i]), db_int(day)), fill_int, &kind);
		if (s != OK)
			return s;
		ret_wrong[i] = kind == 0 || (groups && !org_has_members((int)kind));
	}
	return OK;
}

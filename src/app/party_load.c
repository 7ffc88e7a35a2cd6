/* The official parties, from the catalogue into the registry. Declared in app/catalog.h. */
#include "app/catalog.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/party.h"

static int kind_number(struct str name)
{
	for (int i = 0; org_kind_names[i].n; i++)
		if (str_eq(org_kind_names[i], name))
			return i + 1;
	return 0;
}

/* The org of that code, or kind 0 where there is none: no failure. */
static enum status org_if(struct cx *cx, struct str code, struct org *ret)
{
	struct problem aside = { 0 }, *kept = cx->problem;
	cx->problem = &aside;
	enum status st = store_org_by_code(cx, code, day_of(cx->now_us), ret);
	cx->problem = kept;
	if (st == E_MISSING) {
		*ret = (struct org){ 0 };
		return OK;
	}
	return st == OK ? OK : fail(cx, st, aside.why);
}

static struct str code_of(struct cx *cx, const struct fact *f)
{
	return str_eq(f->kind, S("ceptoar")) ? str_format(cx->mem, "ceptoar-%.*s", STR_ARG(f->id)) : f->id;
}

/* The periods of one party in order; they stand side by side in the catalogue. */
struct party { const struct fact *first; struct org_name names[16]; size_t n; };

static enum status party_add(struct cx *cx, struct str code, const struct party *p)
{
	bool is_ceptoar = str_eq(p->first->kind, S("ceptoar"));
	int32_t today = day_of(cx->now_us);
	const struct org_name *now = &p->names[p->n - 1];
	struct buf find;
	buf_init(&find, cx->mem, 16384);
	buf_add(&find, code);
	for (size_t i = 0; i < p->n; i++) {
		buf_format(&find, " %.*s %.*s", STR_ARG(p->names[i].ja), STR_ARG(p->names[i].en));
		if (p->names[i].from_day <= today && p->names[i].to_day >= today)
			now = &p->names[i];
	}
	struct org o = {
		.id = uuid_new(cx->now_us), .code = code, .kind = is_ceptoar ? ORG_CEPTOAR
			: kind_number(json_get_text(p->first->json, S("org_kind"))),
		.sector = is_ceptoar ? json_get_text(p->first->json, S("sector")) : NO_STR, .ja = now->ja, .en = now->en,
		.from_day = p->names[0].from_day, .to_day = p->names[p->n - 1].to_day,
	};
	enum status st = store_org_add(cx, &o, str_fold(cx->mem, buf_str(&find)));
	for (size_t i = 0; st == OK && i < p->n; i++)
		st = store_name_add(cx, o.id, &p->names[i]);
	return st;
}

/* Names that a newer catalogue adds after the last one known. */
static enum status party_update(struct cx *cx, struct uuid org, const struct party *p)
{
	struct org_name *names;
	size_t n;
	enum status st = store_name_list(cx, org, &names, &n);
	for (size_t i = 0; st == OK && n > 0 && i < p->n; i++) {
		struct org_name *last = &names[n - 1];
		if (p->names[i].from_day <= last->from_day)
			continue;
		last->to_day = p->names[i].from_day - 1;
		st = store_name_save(cx, org, last);
		if (st == OK)
			st = store_name_add(cx, org, &p->names[i]);
		*last = p->names[i];
	}
	return st;
}

static enum status party_put(struct cx *cx, const struct party *p)
{
	struct str code = code_of(cx, p->first);
	struct org known;
	enum status st = org_if(cx, code, &known);
	if (st != OK)
		return st;
	return known.kind ? party_update(cx, known.id, p) : party_add(cx, code, p);
}

static enum status kind_load(struct cx *cx, const struct catalog *cat, struct str kind)
{
	enum status st = OK;
	for (const struct fact *f = catalog_next_ever(cat, kind, NULL); st == OK && f; f = catalog_next_ever(cat, kind, f)) {
		struct party p = { .first = f };
		bool seen = false;
		for (const struct fact *g = catalog_next_ever(cat, kind, NULL); g; g = catalog_next_ever(cat, kind, g)) {
			if (!str_eq(g->id, f->id))
				continue;
			seen |= g < f;
			if (p.n < sizeof p.names / sizeof *p.names)
				p.names[p.n++] = (struct org_name){ g->from_day, g->to_day, g->ja, g->en };
		}
		if (!seen)
			st = party_put(cx, &p);
	}
	return st;
}

static enum status oversight_load(struct cx *cx, const struct catalog *cat)
{
	struct oversight_list known;
	enum status st = store_oversight_list(cx, &known);
	for (const struct fact *f = catalog_next_ever(cat, S("oversight"), NULL); st == OK && f;
		f = catalog_next_ever(cat, S("oversight"), f)) {
		struct org ministry;
		struct oversight v = { f->id, { { 0 } }, f->from_day, f->to_day }, *there = NULL;
		st = store_org_by_code(cx, json_get_text(f->json, S("ministry")), day_of(cx->now_us), &ministry);
		if (st != OK)
			break;
		v.org = ministry.id;
		for (size_t i = 0; i < known.n; i++)
			if (str_eq(known.p[i].sector, v.sector) && uuid_eq(known.p[i].org, v.org) && known.p[i].from_day == v.from_day)
				there = &known.p[i];
		if (!there)
			st = store_oversight_add(cx, &v);
		else if (there->to_day != v.to_day)
			st = store_oversight_save(cx, &v);
	}
	return st;
}

enum status party_load(struct cx *cx, const struct catalog *cat)
{
	enum status st = kind_load(cx, cat, S("ministry"));
	if (st == OK)
		st = kind_load(cx, cat, S("security_org"));
	if (st == OK)
		st = kind_load(cx, cat, S("council"));
	if (st == OK)
		st = kind_load(cx, cat, S("ceptoar"));
	return st == OK ? oversight_load(cx, cat) : st;
}

/* Severity schemes as data, and a fiscal year's cases compared. Rating is a route of its case: incident.c. */
#include "api/incident.h"
#include "api/show.h"
#include "app/incident.h"
#include "base/str.h"

#define DOC(j, e) .ja = LIT(j), .en = LIT(e)
struct compare_query { struct str scheme; int64_t fy; };
static const struct field compare_fields[] = {
	{ .name = LIT("scheme"), .kind = FIELD_TEXT, .offset = offsetof(struct compare_query, scheme), .max = 60,
	  DOC("評価基準(既定は現行)", "Scheme; by default the one in force") },
	{ .name = LIT("fy"), .kind = FIELD_INT, .offset = offsetof(struct compare_query, fy), .min = 2000, .max = 9000,
	  DOC("年度(既定は今年度)", "Fiscal year; by default the present one") },
};
const struct field_table compare_query_table = { LIT("SeverityCompareQuery"), compare_fields, 2, sizeof(struct compare_query), FIELD_NO_PRESENT };

enum status severity_schemes_get(struct cx *cx, struct call *call)
{
	const struct fact *now = severity_scheme_now(cx->catalog, day_of(cx->now_us));
	struct jw *w = &call->json;
	jw_object(w);
	jw_key(w, S("items"));
	jw_array(w);
	for (const struct fact *f = catalog_next_ever(cx->catalog, S("severity_scheme"), NULL); f;
	     f = catalog_next_ever(cx->catalog, S("severity_scheme"), f))
		jw_raw(w, f->body);
	jw_end_array(w);
	if (now)
		jw_k_text(w, S("current"), now->id);
	jw_end_object(w);
	return OK;
}

static void show_sector(struct jw *w, const struct severity_compare *c, struct str sector)
{
	int64_t without = 0;
	jw_object(w);
	show_text(w, S("sector"), sector);
	jw_key(w, S("counts"));
	jw_array(w);
	for (int level = c->scheme.low; level <= c->scheme.high; level++) {
		int64_t n = 0;
		for (size_t i = 0; i < c->rated.n; i++)
			n += c->rated.p[i].level == level && str_eq(c->rated.p[i].sector, sector);
		jw_object(w);
		jw_k_int(w, S("level"), level);
		jw_k_int(w, S("cases"), n);
		jw_end_object(w);
	}
	jw_end_array(w);
	for (size_t i = 0; i < c->unrated.n; i++)
		without += str_eq(c->unrated.p[i].sector, sector) ? c->unrated.p[i].n : 0;
	jw_k_int(w, S("unrated"), without);
	jw_end_object(w);
}

static bool met(const struct severity_compare *c, size_t upto, struct str sector)
{
	for (size_t i = 0; i < upto && i < c->rated.n; i++)
		if (str_eq(c->rated.p[i].sector, sector))
			return true;
	return false;
}

enum status severity_compare_route(struct cx *cx, struct call *call)
{
	const struct compare_query *in = call->input;
	struct severity_compare c;
	struct jw *w = &call->json;
	enum status st = severity_compare_get(cx, in->scheme, (int)in->fy, &c);
	if (st != OK)
		return st;
	jw_object(w);
	jw_k_text(w, S("scheme"), c.scheme.id);
	jw_k_int(w, S("fy"), c.fy);
	jw_k_bool(w, S("partial"), c.partial);
	jw_key(w, S("sectors"));
	jw_array(w);
	for (size_t i = 0; i < c.rated.n; i++)
		if (!met(&c, i, c.rated.p[i].sector))
			show_sector(w, &c, c.rated.p[i].sector);
	for (size_t i = 0; i < c.unrated.n; i++)
		if (!met(&c, c.rated.n, c.unrated.p[i].sector))
			show_sector(w, &c, c.unrated.p[i].sector);
	jw_end_array(w);
	jw_key(w, S("cases"));
	jw_array(w);
	for (size_t i = 0; i < c.rated.n; i++) {
		const struct rated *r = &c.rated.p[i];
		jw_object(w);
		jw_k_uuid(w, S("id"), r->incident);
		jw_k_text(w, S("number"), r->number);
		jw_k_text(w, S("title"), r->title);
		show_text(w, S("sector"), r->sector);
		jw_k_int(w, S("level"), r->level);
		jw_k_bool(w, S("provisional"), r->provisional);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_end_object(w);
	return OK;
}

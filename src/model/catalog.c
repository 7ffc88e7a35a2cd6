#include <stdlib.h>
#include "model/catalog.h"
#include "base/str.h"

const struct str hop_to_names[] = { LIT("ministry"), LIT("ceptoar"), LIT("centre"), LIT("operators"), LIT("crisis"), LIT("agencies"), { NULL, 0 } };

static int by_kind_id_day(const void *x, const void *y)
{
	const struct fact *a = *(const struct fact *const *)x, *b = *(const struct fact *const *)y;
	int c = str_cmp(a->kind, b->kind);
	if (c == 0)
		c = str_cmp(a->id, b->id);
	return c ? c : (a->from_day > b->from_day) - (a->from_day < b->from_day);
}

static int by_kind_ord_day(const void *x, const void *y)
{
	const struct fact *a = x, *b = y;
	int c = str_cmp(a->kind, b->kind);
	if (c == 0)
		c = (a->ord > b->ord) - (a->ord < b->ord);
	if (c == 0)
		c = str_cmp(a->id, b->id);
	return c ? c : (a->from_day > b->from_day) - (a->from_day < b->from_day);
}

enum status catalog_make(struct cx *cx, struct fact *facts, size_t n, const struct catalog **ret)
{
	for (size_t i = 0; i < n; i++) {
		enum status st = json_parse(cx, facts[i].body, &facts[i].json);
		if (st != OK)
			return st;
		if (json_kind(facts[i].json) != JSON_OBJECT)
			return fail_detail(cx, E_INVALID, T_CATALOG, "%.*s %.*s: not an object", STR_ARG(facts[i].kind),
				STR_ARG(facts[i].id));
		facts[i].ja = json_get_text(facts[i].json, S("ja"));
		facts[i].en = json_get_text(facts[i].json, S("en"));
	}
	struct catalog *cat = arena_make(cx->mem, struct catalog);
	const struct fact **by_id = arena_array(cx->mem, const struct fact *, n + 1);
	if (n)
		qsort(facts, n, sizeof *facts, by_kind_ord_day);
	for (size_t i = 0; i < n; i++)
		by_id[i] = &facts[i];
	if (n)
		qsort(by_id, n, sizeof *by_id, by_kind_id_day);
	*cat = (struct catalog){ facts, n, by_id };
	*ret = cat;
	return OK;
}

const struct fact *catalog_find(const struct catalog *cat, struct str kind, struct str id, int32_t day)
{
	size_t low = 0, high = cat->n;                          /* the last fact of (kind, id) that starts by `day` is before low */
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const struct fact *f = cat->by_id[mid];
		int c = str_cmp(f->kind, kind);
		if (c == 0)
			c = str_cmp(f->id, id);
		if (c == 0)
			c = f->from_day > day ? 1 : 0;
		if (c <= 0)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == 0)
		return NULL;
	const struct fact *f = cat->by_id[low - 1];
	return str_eq(f->kind, kind) && str_eq(f->id, id) && f->from_day <= day && f->to_day >= day ? f : NULL;
}

bool catalog_has(const struct catalog *cat, struct str kind, struct str id, int32_t day)
{
	return catalog_find(cat, kind, id, day) != NULL;
}

const struct fact *catalog_next_ever(const struct catalog *cat, struct str kind, const struct fact *after)
{
	if (after) {
		const struct fact *f = after + 1;
		return f < cat->facts + cat->n && str_eq(f->kind, kind) ? f : NULL;
	}
	size_t low = 0, high = cat->n;                          /* the first fact of the kind */
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (str_cmp(cat->facts[mid].kind, kind) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low < cat->n && str_eq(cat->facts[low].kind, kind) ? &cat->facts[low] : NULL;
}

const struct fact *catalog_next(const struct catalog *cat, struct str kind, int32_t day, const struct fact *after)
{
	const struct fact *f = after;
	do
		f = catalog_next_ever(cat, kind, f);
	while (f && !(f->from_day <= day && f->to_day >= day));
	return f;
}

void catalog_json(struct jw *w, const struct catalog *cat, struct str kind, int32_t day)
{
	jw_array(w);
	for (const struct fact *f = catalog_next(cat, kind, day, NULL); f; f = catalog_next(cat, kind, day, f))
		jw_raw(w, f->body);
	jw_end_array(w);
}

struct str catalog_ministry(const struct catalog *cat, struct str sector, int32_t day)
{
	const struct fact *f = catalog_find(cat, S("oversight"), sector, day);
	return f ? json_get_text(f->json, S("ministry")) : NO_STR;
}

static bool says(const struct json *array, struct str what)
{
	for (const struct json *v = json_first(array); v; v = json_next(v))
		if (str_eq(json_text(v), what))
			return true;
	return false;
}

static void hops_read(const struct json *array, struct route_fact *ret)
{
	for (const struct json *v = json_first(array); v && ret->n < HOPS_MAX; v = json_next(v)) {
		struct hop h = { 0 };
		for (int i = 0; hop_to_names[i].n; i++)
			if (str_eq(json_get_text(v, S("to")), hop_to_names[i]))
				h.to = (enum hop_to)(i + 1);
		h.manual = str_eq(json_get_text(v, S("pass")), S("manual"));
		h.limit_min = json_get_int(v, S("limit_min"), 0);
		ret->hops[ret->n++] = h;
	}
}

bool catalog_route(const struct catalog *cat, struct str mode, struct str kind, struct str basis, struct str route, int32_t day,
                   struct route_fact *ret)
{
	for (const struct fact *f = catalog_next(cat, S("route"), day, NULL); f; f = catalog_next(cat, S("route"), day, f)) {
		if (!str_eq(json_get_text(f->json, S("mode")), mode) || !str_eq(json_get_text(f->json, S("kind")), kind) ||
		    !str_eq(json_get_text(f->json, S("route")), route) || (basis.n && !says(json_get(f->json, S("basis")), basis)))
			continue;
		*ret = (struct route_fact){ .fact = f };
		hops_read(json_get(f->json, S("hops")), ret);
		return true;
	}
	return false;
}

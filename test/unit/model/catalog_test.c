/* The shipped facts as of a day, and a loader that accepts nothing wrong. */
#include "app/catalog.h"
#include "base/embed.h"
#include "base/str.h"
#include "model/catalog_file.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

struct world { struct cx cx; struct problem problem; const struct catalog *cat; };

static struct world *world_new(void)
{
	struct arena *mem = arena_new();
	struct world *w = arena_make(mem, struct world);
	w->cx = (struct cx){ .mem = mem, .problem = &w->problem, .now_us = INT64_C(1795132800000000) };
	return w;
}

static void read_shipped(struct world *w)
{
	struct fact_array facts = { NULL, 0, 0 };
	for (size_t i = 0; i < catalog_file_count(); i++) {
		struct bytes b = embed_find(embed_data, catalog_file_name(i));
		assert_non_null(b.p);
		enum status st = catalog_file_read(&w->cx, catalog_file_name(i), (struct str){ (const char *)b.p, b.n }, &facts);
		if (st != OK)
			print_error("%.*s\n", STR_ARG(w->problem.detail));
		assert_int_equal(st, OK);
	}
	assert_int_equal(catalog_make(&w->cx, facts.p, facts.n, &w->cat), OK);
	enum status st = catalog_check(&w->cx, w->cat);
	if (st != OK)
		print_error("%.*s\n", STR_ARG(w->problem.detail));
	assert_int_equal(st, OK);
}

static int32_t day(const char *text)
{
	int32_t d = 0;
	assert_true(day_parse(str_of(text), &d));
	return d;
}

static int count(const struct world *w, struct str kind, int32_t on)
{
	int n = 0;
	for (const struct fact *f = catalog_next(w->cat, kind, on, NULL); f; f = catalog_next(w->cat, kind, on, f))
		n++;
	return n;
}

static void sectors_over_time(void **state)
{
	(void)state;
	struct world *w = world_new();
	read_shipped(w);
	assert_int_equal(count(w, S("sector"), day("2000-12-14")), 0);
	assert_int_equal(count(w, S("sector"), day("2001-01-06")), 7);
	assert_int_equal(count(w, S("sector"), day("2006-04-01")), 10);
	assert_int_equal(count(w, S("sector"), day("2014-05-18")), 10);
	assert_int_equal(count(w, S("sector"), day("2014-05-19")), 13);
	assert_int_equal(count(w, S("sector"), day("2018-07-25")), 14);
	assert_int_equal(count(w, S("sector"), day("2024-03-08")), 15);
	assert_int_equal(count(w, S("ceptoar"), day("2026-11-20")), 21);
	assert_int_equal(count(w, S("event_type"), day("2026-11-20")), 8);
	assert_int_equal(count(w, S("cause_type"), day("2026-11-20")), 17);
	for (int32_t d = day("2000-12-01"); d < day("2027-01-01"); d++)
		assert_true(count(w, S("plan"), d) == (d >= day("2000-12-15")));        /* never two plans, never none */
	arena_release(w->cx.mem);
}

static void names_and_ministries(void **state)
{
	(void)state;
	struct world *w = world_new();
	read_shipped(w);
	const struct catalog *c = w->cat;
	assert_true(str_eq(catalog_ministry(c, S("water"), day("2024-03-31")), S("mhlw")));
	assert_true(str_eq(catalog_ministry(c, S("water"), day("2024-04-01")), S("mlit")));
	assert_true(str_eq(catalog_ministry(c, S("power"), day("2000-12-31")), S("miti")));
	assert_true(str_eq(catalog_ministry(c, S("power"), day("2001-01-06")), S("meti")));
	assert_int_equal(catalog_ministry(c, S("port"), day("2024-03-07")).n, 0);
	assert_true(str_find(catalog_find(c, S("ministry"), S("centre"), day("2025-06-30"))->ja, S("NISC")) >= 0);
	assert_true(str_find(catalog_find(c, S("ministry"), S("centre"), day("2025-07-01"))->ja, S("NCO")) >= 0);
	assert_null(catalog_find(c, S("ministry"), S("centre"), day("2005-03-31")));
	assert_null(catalog_find(c, S("ministry"), S("nobody"), day("2025-07-01")));
	/* every sector has exactly one ministry on every day from its first */
	for (const struct fact *s = catalog_next_ever(c, S("sector"), NULL); s; s = catalog_next_ever(c, S("sector"), s))
		for (int32_t d = s->from_day; d < day("2027-01-01"); d++)
			assert_true(catalog_ministry(c, s->id, d).n > 0);
	arena_release(w->cx.mem);
}

static void route_table(void **state)
{
	(void)state;
	struct world *w = world_new();
	struct route_fact r;
	read_shipped(w);
	int32_t d = day("2026-11-20");
	assert_true(catalog_route(w->cat, S("normal"), S("report"), S("law"), S("ministry"), d, &r));
	assert_int_equal(r.n, 2);
	assert_int_equal(r.hops[0].to, HOP_MINISTRY);
	assert_true(r.hops[0].manual);
	assert_int_equal(r.hops[0].limit_min, 30);
	assert_int_equal(r.hops[1].to, HOP_CENTRE);
	assert_false(catalog_route(w->cat, S("normal"), S("report"), S("law"), S("ceptoar"), d, &r));
	assert_true(catalog_route(w->cat, S("normal"), S("report"), S("fit"), S("ceptoar"), d, &r));
	assert_int_equal(r.n, 1);
	assert_true(catalog_route(w->cat, S("normal"), S("advisory"), NO_STR, S("down"), d, &r));
	assert_int_equal(r.n, 3);
	assert_int_equal(r.hops[2].to, HOP_OPERATORS);
	arena_release(w->cx.mem);
}

#define HEAD "{\"kind\":\"plan\",\"items\":["
#define PLAN(more) "{\"id\":\"p\",\"ja\":\"計画\",\"en\":\"Plan\",\"decided\":\"2000-12-15\",\"confidence\":\"high\",\"sources\":[\"S\"]" more "}"

static void refused(const char *file, const char *text, const char *why)
{
	struct world *w = world_new();
	struct fact_array facts = { NULL, 0, 0 };
	enum status st = catalog_file_read(&w->cx, str_of(file), str_of(text), &facts);
	const struct catalog *cat;
	if (st == OK) {
		assert_int_equal(catalog_make(&w->cx, facts.p, facts.n, &cat), OK);
		st = catalog_check(&w->cx, cat);
	}
	assert_int_equal(st, E_INVALID);
	assert_int_equal(w->problem.why, T_CATALOG);
	if (!str_eq(w->problem.detail, str_of(why)))
		print_error("got: %.*s\n", STR_ARG(w->problem.detail));
	assert_true(str_eq(w->problem.detail, str_of(why)));
	arena_release(w->cx.mem);
}

static void faults_are_named(void **state)
{
	(void)state;
	refused("nothing.json", "{}", "nothing.json: no such file in the catalogue");
	refused("plans.json", "{", "plans.json: not JSON");
	refused("plans.json", "[]", "plans.json: /kind: not the kind of this file");
	refused("plans.json", "{\"kind\":\"plan\",\"kind\":\"plan\"}", "plans.json: a key twice");
	refused("plans.json", "{\"kind\":\"plan\",\"items\":{}}", "plans.json: /items: not a list");
	refused("plans.json", "{\"kind\":\"plan\",\"extra\":1,\"items\":[]}", "plans.json: /extra: unknown member");
	refused("plans.json", HEAD PLAN(",\"colour\":1") "]}", "plans.json: /items/0/colour: unknown member");
	refused("plans.json", HEAD PLAN(",\"valid_from\":\"2001-02-29\"") "]}", "plans.json: /items/0/valid_from: not a date (YYYY-MM-DD)");
	refused("plans.json", HEAD PLAN(",\"valid_from\":\"2002-01-01\",\"valid_to\":\"2001-01-01\"") "]}",
	        "plans.json: /items/0: valid_to is before valid_from");
	refused("plans.json", HEAD "{\"id\":\"p\"}]}", "plans.json: /items/0/confidence: missing");
	refused("plans.json", HEAD PLAN("") "," PLAN(",\"valid_from\":\"2001-01-01\"") "]}", "plans.json: p: /sources: there is no \"S\"");
	refused("sources.json", "{\"kind\":\"source\",\"items\":[{\"id\":\"S\",\"ja\":\"a\"},{\"id\":\"S\",\"ja\":\"b\"}]}",
	        "sources.json: S: /valid_from: two periods overlap");
	refused("tlp.json", "{\"kind\":\"tlp\",\"items\":[{\"id\":\"RED\",\"color\":\"red\"}]}", "tlp.json: /items/0/color: not a colour (#RRGGBB)");
	refused("routes.json", "{\"kind\":\"route\",\"items\":[{\"id\":\"r\",\"hops\":[{\"to\":\"moon\"}]}]}",
	        "routes.json: /items/0/hops/0/to: not one of the values");
	refused("bases.json", "{\"kind\":\"basis\",\"items\":[{\"n\":\"1\"}]}", "bases.json: /items/0/n: not an integer");
}

static void periods_of_one_id_may_touch(void **state)
{
	(void)state;
	struct world *w = world_new();
	struct fact_array facts = { NULL, 0, 0 };
	const struct catalog *cat;
	struct str sources = S("{\"kind\":\"source\",\"items\":[{\"id\":\"S\",\"ja\":\"a\"}]}");
	struct str plans = S(HEAD PLAN(",\"valid_to\":\"2001-01-01\"") "," PLAN(",\"valid_from\":\"2001-01-02\"") "]}");
	assert_int_equal(catalog_file_read(&w->cx, S("sources.json"), sources, &facts), OK);
	assert_int_equal(catalog_file_read(&w->cx, S("plans.json"), plans, &facts), OK);
	assert_int_equal(catalog_make(&w->cx, facts.p, facts.n, &cat), OK);
	assert_int_equal(catalog_check(&w->cx, cat), OK);
	assert_int_equal(catalog_find(cat, S("plan"), S("p"), day("2001-01-01"))->to_day, day("2001-01-01"));
	assert_int_equal(catalog_find(cat, S("plan"), S("p"), day("2001-01-02"))->from_day, day("2001-01-02"));
	arena_release(w->cx.mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sectors_over_time), cmocka_unit_test(names_and_ministries), cmocka_unit_test(route_table),
		cmocka_unit_test(faults_are_named), cmocka_unit_test(periods_of_one_id_may_touch),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

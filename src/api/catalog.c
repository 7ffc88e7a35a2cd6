#include "api/catalog.h"
#include <stddef.h>
#include "app/catalog.h"
#include "app/party.h"
#include "base/str.h"
#include "model/catalog.h"

struct catalog_query { int32_t as_of; };
static const struct field query_fields[] = {
	{ .name = LIT("as_of"), .kind = FIELD_DAY, .offset = offsetof(struct catalog_query, as_of),
	  .ja = LIT("この日の時点で"), .en = LIT("As of this day (default: today in Japan)") },
};
const struct field_table catalog_query_table = { .name = LIT("AsOf"), .fields = query_fields, .n_fields = 1,
	.struct_bytes = sizeof(struct catalog_query), .present = FIELD_NO_PRESENT };

/* The fact's own members, then what the registry adds; the object is left open. */
static void members_write(struct cx *cx, struct jw *w, const struct fact *f)
{
	jw_object(w);
	for (const struct json *v = json_first(f->json); v; v = json_next(v)) {
		struct buf b;
		buf_init(&b, cx->mem, 1 << 20);
		json_write(&b, v);
		jw_k_raw(w, json_key(v), buf_str(&b));
	}
}

/* The org of a party in the catalogue; kind 0 where the registry has none. */
static enum status org_of(struct cx *cx, struct str code, int32_t day, struct org *ret)
{
	struct problem aside = { 0 }, *kept = cx->problem;
	cx->problem = &aside;
	enum status st = org_by_code(cx, code, day, ret);
	cx->problem = kept;
	if (st == E_MISSING) {
		*ret = (struct org){ 0 };
		return OK;
	}
	return st == OK ? OK : fail(cx, st, aside.why);
}

static enum status sectors_write(struct cx *cx, struct jw *w, int32_t day)
{
	enum status st = OK;
	jw_key(w, S("sectors"));
	jw_array(w);
	for (const struct fact *f = catalog_next(cx->catalog, S("sector"), day, NULL); st == OK && f;
		f = catalog_next(cx->catalog, S("sector"), day, f)) {
		struct str ministry = catalog_ministry(cx->catalog, f->id, day);
		struct org o = { 0 };
		members_write(cx, w, f);
		if (ministry.n)
			st = org_of(cx, ministry, day, &o);
		if (st == OK && o.kind) {
			jw_key(w, S("ministry"));
			org_ref_write(w, &o);
		}
		jw_end_object(w);
	}
	jw_end_array(w);
	return st;
}

/* Ministries and CEPTOARs: the org reference with the fact's members beside it; the catalogue's id becomes "fact". */
static enum status parties_write(struct cx *cx, struct jw *w, struct str key, struct str kind, int32_t day)
{
	enum status st = OK;
	jw_key(w, key);
	jw_array(w);
	for (const struct fact *f = catalog_next(cx->catalog, kind, day, NULL); st == OK && f;
		f = catalog_next(cx->catalog, kind, day, f)) {
		struct org o;
		bool is_ceptoar = str_eq(kind, S("ceptoar"));
		st = org_of(cx, is_ceptoar ? str_format(cx->mem, "ceptoar-%.*s", STR_ARG(f->id)) : f->id, day, &o);
		if (st != OK || !o.kind)
			continue;
		jw_object(w);
		org_ref_members(w, &o);
		jw_k_text(w, S("fact"), f->id);
		for (const struct json *v = json_first(f->json); v; v = json_next(v)) {
			struct str k = json_key(v);
			if (str_eq(k, S("id")) || str_eq(k, S("ja")) || str_eq(k, S("en")) || str_eq(k, S("org_kind")))
				continue;
			struct buf b;
			buf_init(&b, cx->mem, 1 << 20);
			json_write(&b, v);
			jw_k_raw(w, k, buf_str(&b));
		}
		jw_end_object(w);
	}
	jw_end_array(w);
	return st;
}

/* Lists that are given as the facts stand, and the kind behind each. */
static const struct { struct str key, kind; } lists[] = {
	{ LIT("plans"), LIT("plan") }, { LIT("event_types"), LIT("event_type") }, { LIT("cause_types"), LIT("cause_type") },
	{ LIT("bases"), LIT("basis") }, { LIT("provision_reasons"), LIT("provision_reason") }, { LIT("purposes"), LIT("purpose") },
	{ LIT("tlp"), LIT("tlp") }, { LIT("advisory_kinds"), LIT("advisory_kind") }, { LIT("outcomes"), LIT("outcome") },
	{ LIT("severity_schemes"), LIT("severity_scheme") }, { LIT("routes"), LIT("route") }, { LIT("roles"), LIT("role") },
	{ LIT("org_kinds"), LIT("org_kind") }, { LIT("consents"), LIT("consent") }, { LIT("effects"), LIT("effect") },
	{ LIT("disclosures"), LIT("disclosure") }, { LIT("answers"), LIT("answer") }, { LIT("report_routes"), LIT("report_route") },
	{ LIT("stages"), LIT("stage") }, { LIT("timeline"), LIT("timeline") }, { LIT("sources"), LIT("source") },
};

enum status catalog_get(struct cx *cx, struct call *call)
{
	const struct catalog_query *q = call->input;
	int32_t today = day_of(cx->now_us), day = q && q->as_of ? q->as_of : today;
	struct jw *w = &call->json;
	jw_object(w);
	jw_k_day(w, S("as_of"), day);
	jw_k_day(w, S("today"), today);
	enum status st = sectors_write(cx, w, day);
	if (st == OK)
		st = parties_write(cx, w, S("ministries"), S("ministry"), day);
	if (st == OK)
		st = parties_write(cx, w, S("security_orgs"), S("security_org"), day);
	if (st == OK)
		st = parties_write(cx, w, S("ceptoars"), S("ceptoar"), day);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		jw_key(w, lists[i].key);
		catalog_json(w, cx->catalog, lists[i].kind, day);
	}
	jw_end_object(w);
	return st;
}

enum status forms_get(struct cx *cx, struct call *call)
{
	int32_t today = day_of(cx->now_us);
	struct jw *w = &call->json;
	jw_object(w);
	jw_key(w, S("items"));
	jw_array(w);
	for (const struct fact *f = catalog_next(cx->catalog, S("form"), today, NULL); f;
		f = catalog_next(cx->catalog, S("form"), today, f)) {
		jw_object(w);
		jw_k_text(w, S("id"), f->id);
		jw_k_int(w, S("version"), json_get_int(f->json, S("version"), 1));
		jw_k_text(w, S("ja"), f->ja);
		jw_k_text(w, S("en"), f->en);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_end_object(w);
	return OK;
}

enum status form_get(struct cx *cx, struct call *call)
{
	const struct fact *f = catalog_find(cx->catalog, S("form"), call->param[0], day_of(cx->now_us));
	if (!f)
		return fail(cx, E_MISSING, T_MISSING);
	jw_raw(&call->json, f->body);
	return OK;
}

/* Every period of a kind, in force or not: for editing, and for what was. */
enum status facts_get(struct cx *cx, struct call *call)
{
	struct jw *w = &call->json;
	const struct fact *f = catalog_next_ever(cx->catalog, call->param[0], NULL);
	if (!f)
		return fail(cx, E_MISSING, T_MISSING);
	jw_object(w);
	jw_key(w, S("items"));
	jw_array(w);
	for (; f; f = catalog_next_ever(cx->catalog, call->param[0], f))
		jw_raw(w, f->body);
	jw_end_array(w);
	jw_end_object(w);
	return OK;
}

struct fact_input { const struct json *fact; };
static const struct field fact_fields[] = {
	{ .name = LIT("fact"), .kind = FIELD_JSON, .flags = FIELD_REQUIRED, .offset = offsetof(struct fact_input, fact),
	  .ja = LIT("事実の全項目"), .en = LIT("The whole fact, with its id and first day as they are") },
};
const struct field_table fact_input_table = { .name = LIT("FactInput"), .fields = fact_fields, .n_fields = 1,
	.struct_bytes = sizeof(struct fact_input), .present = FIELD_NO_PRESENT };

/* The period is the one that begins on the fact's valid_from. */
enum status fact_put(struct cx *cx, struct call *call)
{
	const struct fact_input *in = call->input;
	const struct json *first = json_get(in->fact, S("valid_from"));
	int32_t from = DAY_UNSTATED;
	struct buf b;
	if (first && !day_parse(json_text(first), &from))
		return fail_field(cx, S("/fact/valid_from"), T_FIELD_DATE, 0);
	buf_init(&b, cx->mem, 1 << 20);
	json_write(&b, in->fact);
	enum status st = catalog_edit(cx, call->param[0], call->param[1], from, buf_str(&b));
	if (st == OK)
		jw_raw(&call->json, buf_str(&b));
	return st;
}

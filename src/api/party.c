#include "api/party.h"
#include <stddef.h>
#include "app/party.h"
#include "base/str.h"
#include "base/uuid.h"
#include "format/csv.h"
#include "model/catalog.h"

struct org_query { int32_t as_of; int kind, format; struct str sector, q, after; struct uuid ceptoar; int64_t limit; };
#define AT(member) offsetof(struct org_query, member)
#define LABEL(j, e) .ja = LIT(j), .en = LIT(e)
static const struct str formats[] = { LIT("json"), LIT("csv"), { NULL, 0 } };
enum { FORMAT_CSV = 2 };
static const struct field query_fields[] = {
	{ .name = LIT("as_of"), .kind = FIELD_DAY, .offset = AT(as_of), LABEL("この日の時点で", "As of this day (default: today in Japan)") },
	{ .name = LIT("kind"), .kind = FIELD_CHOICE, .offset = AT(kind), .choices = org_kind_names, LABEL("種別", "Kind") },
	{ .name = LIT("sector"), .kind = FIELD_TEXT, .offset = AT(sector), .max = 40, LABEL("分野", "Sector") },
	{ .name = LIT("ceptoar"), .kind = FIELD_UUID, .offset = AT(ceptoar), LABEL("このセプターの会員", "Members of this CEPTOAR") },
	{ .name = LIT("q"), .kind = FIELD_TEXT, .offset = AT(q), .max = 100, LABEL("名称・コードに含む文字", "Text within a name or code") },
	{ .name = LIT("limit"), .kind = FIELD_INT, .offset = AT(limit), .min = 1, .max = 200, LABEL("件数", "Rows (1-200, default 50)") },
	{ .name = LIT("after"), .kind = FIELD_TEXT, .offset = AT(after), .max = 40,
		LABEL("続きの位置", "Where to go on: next of the page before") },
	{ .name = LIT("format"), .kind = FIELD_CHOICE, .offset = AT(format), .choices = formats, LABEL("形式", "Format") },
};
const struct field_table org_query_table = { .name = LIT("OrgQuery"), .fields = query_fields,
	.n_fields = sizeof query_fields / sizeof *query_fields,
	.struct_bytes = sizeof(struct org_query), .present = FIELD_NO_PRESENT };
struct as_of { int32_t as_of; };
static const struct field as_of_fields[] = {
	{ .name = LIT("as_of"), .kind = FIELD_DAY, .offset = offsetof(struct as_of, as_of),
		LABEL("この日の時点で", "As of this day (default: today in Japan)") },
};
const struct field_table as_of_table = { .name = LIT("AsOf"), .fields = as_of_fields, .n_fields = 1,
	.struct_bytes = sizeof(struct as_of), .present = FIELD_NO_PRESENT };

static void period_write(struct jw *w, int32_t from, int32_t to)
{
	if (from != DAY_UNSTATED)
		jw_k_day(w, S("valid_from"), from);
	if (to != DAY_FOREVER)
		jw_k_day(w, S("valid_to"), to);
}

/* The members of an Org; the object is left open. */
static void row_write(struct jw *w, const struct org_row *row)
{
	const struct org *o = &row->org;
	jw_object(w);
	org_ref_members(w, o);
	if (o->sector.n)
		jw_k_text(w, S("sector"), o->sector);
	if (o->area.n)
		jw_k_text(w, S("area"), o->area);
	if (row->ceptoars.n) {
		jw_key(w, S("ceptoars"));
		jw_array(w);
		for (size_t i = 0; i < row->ceptoars.n; i++)
			org_ref_write(w, &row->ceptoars.p[i]);
		jw_end_array(w);
	}
	if (row->ministry.kind) {
		jw_key(w, S("ministry"));
		org_ref_write(w, &row->ministry);
	}
	period_write(w, o->from_day, o->to_day);
	if (o->demo)
		jw_k_bool(w, S("demo"), true);
	if (o->people)
		jw_k_int(w, S("people"), o->people);
	if (org_has_members(o->kind))
		jw_k_int(w, S("members"), row->members);
	jw_k_int(w, S("version"), o->version);
}

static void row_csv(struct cx *cx, struct csv *c, const struct org_row *row)
{
	const struct org *o = &row->org;
	struct buf names;
	buf_init(&names, cx->mem, 8192);
	for (size_t i = 0; i < row->ceptoars.n; i++) {
		if (i)
			buf_add(&names, S(" / "));
		buf_add(&names, cx->lang == LANG_EN ? row->ceptoars.p[i].en : row->ceptoars.p[i].ja);
	}
	csv_cell(c, o->code);
	csv_cell(c, o->ja);
	csv_cell(c, o->en);
	csv_cell(c, org_kind_names[o->kind - 1]);
	csv_cell(c, o->sector);
	csv_cell(c, row->ministry.kind ? (cx->lang == LANG_EN ? row->ministry.en : row->ministry.ja) : NO_STR);
	csv_cell(c, buf_str(&names));
	csv_cell(c, o->from_day == DAY_UNSTATED ? NO_STR : day_format(cx->mem, o->from_day));
	csv_cell(c, day_format(cx->mem, o->to_day));
	csv_row(c);
}

static void page_csv(struct cx *cx, struct call *call, const struct org_page *page)
{
	static const struct str ja[] = { LIT("コード"), LIT("名称"), LIT("名称(英語)"), LIT("種別"), LIT("分野"), LIT("所管省庁"), LIT("セプター"),
		LIT("有効期間の初日"), LIT("有効期間の末日") };
	static const struct str en[] = { LIT("Code"), LIT("Name in Japanese"), LIT("Name in English"), LIT("Kind"),
		LIT("Sector"), LIT("Ministry"),
		LIT("CEPTOARs"), LIT("Valid from"), LIT("Valid to") };
	struct csv c;
	csv_begin(&c, &call->out);
	for (size_t i = 0; i < sizeof ja / sizeof *ja; i++)
		csv_cell(&c, cx->lang == LANG_EN ? en[i] : ja[i]);
	csv_row(&c);
	for (size_t i = 0; i < page->n; i++)
		row_csv(cx, &c, &page->p[i]);
	call->type = S(CSV_TYPE);
	call_header(call, S("Content-Disposition"), S("attachment; filename=\"orgs.csv\""));
}

enum status org_list_get(struct cx *cx, struct call *call)
{
	const struct org_query *q = call->input;
	struct org_filter f = {
		.day = q->as_of ? q->as_of : day_of(cx->now_us), .kind = q->kind, .sector = q->sector, .q = q->q, .after = q->after,
		.ceptoar = q->ceptoar, .limit = q->limit ? q->limit : q->format == FORMAT_CSV ? 10000 : 50,
	};
	struct org_page page;
	enum status st = org_list(cx, &f, &page);
	if (st != OK)
		return st;
	if (q->format == FORMAT_CSV) {
		page_csv(cx, call, &page);
		if (page.next.n)
			call_header(call, S("Noroshi-Next"), page.next);
		return OK;
	}
	struct jw *w = &call->json;
	jw_object(w);
	jw_key(w, S("items"));
	jw_array(w);
	for (size_t i = 0; i < page.n; i++) {
		row_write(w, &page.p[i]);
		jw_end_object(w);
	}
	jw_end_array(w);
	if (page.next.n)
		jw_k_text(w, S("next"), page.next);
	jw_end_object(w);
	return OK;
}

static void contact_members(struct jw *w, const struct contact *c)
{
	jw_object(w);
	jw_k_uuid(w, S("id"), c->id);
	jw_k_int(w, S("rank"), c->rank);
	jw_k_text(w, S("kind"), c->kind >= CONTACT_PORTAL && c->kind <= CONTACT_FAX ? contact_kind_names[c->kind - 1] : NO_STR);
	jw_k_text(w, S("address"), c->address);
	if (c->name.n)
		jw_k_text(w, S("name"), c->name);
	if (c->note.n)
		jw_k_text(w, S("note"), c->note);
	period_write(w, c->from_day, c->to_day);
	jw_k_int(w, S("version"), c->version);
	jw_end_object(w);
}

static void contacts_write(struct jw *w, struct str key, const struct contacts *list)
{
	jw_key(w, key);
	jw_array(w);
	for (size_t i = 0; i < list->n; i++)
		contact_members(w, &list->p[i]);
	jw_end_array(w);
}

static enum status history_write(struct cx *cx, struct jw *w, struct uuid id)
{
	struct org_names names;
	struct org_aliases aliases;
	struct parents parents;
	enum status st = org_name_list(cx, id, &names);
	if (st == OK)
		st = org_alias_list(cx, id, &aliases);
	if (st == OK)
		st = org_membership_list(cx, id, &parents);
	if (st != OK)
		return st;
	jw_key(w, S("names"));
	jw_array(w);
	for (size_t i = 0; i < names.n; i++) {
		jw_object(w);
		period_write(w, names.p[i].from_day, names.p[i].to_day);
		jw_k_text(w, S("ja"), names.p[i].ja);
		jw_k_text(w, S("en"), names.p[i].en);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_key(w, S("aliases"));
	jw_array(w);
	for (size_t i = 0; i < aliases.n; i++)
		jw_text(w, aliases.p[i]);
	jw_end_array(w);
	jw_key(w, S("memberships"));
	jw_array(w);
	for (size_t i = 0; i < parents.n; i++) {
		jw_object(w);
		jw_key(w, S("org"));
		org_ref_write(w, &parents.p[i].org);
		period_write(w, parents.p[i].from_day, parents.p[i].to_day);
		jw_end_object(w);
	}
	jw_end_array(w);
	return OK;
}

static enum status one_write(struct cx *cx, struct call *call, struct uuid id, int32_t day)
{
	struct org_row row;
	bool may;
	struct contacts contacts;
	enum status st = org_row_get(cx, id, day, &row);
	if (st == OK)
		st = contact_may_see(cx, id, &may);
	if (st == OK && may)
		st = contact_list(cx, id, &contacts);
	if (st != OK)
		return st;
	struct jw *w = &call->json;
	row_write(w, &row);
	st = history_write(cx, w, id);
	if (may)
		contacts_write(w, S("contacts"), &contacts);
	jw_end_object(w);
	call->etag = row.org.version;
	return st;
}

enum status org_one_get(struct cx *cx, struct call *call)
{
	const struct as_of *q = call->input;
	struct uuid id;
	enum status st = call_uuid(cx, call, 0, &id);
	return st == OK ? one_write(cx, call, id, q && q->as_of ? q->as_of : day_of(cx->now_us)) : st;
}

enum status org_post(struct cx *cx, struct call *call)
{
	struct org o;
	enum status st = org_add(cx, call->input, &o);
	if (st == OK)
		call_location(cx, call, "orgs", o.id);
	if (st == OK)
		st = one_write(cx, call, o.id, day_of(cx->now_us));
	return st;
}

enum status org_patch(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct org o;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = org_change(cx, id, call->if_match, call->input, &o);
	return st == OK ? one_write(cx, call, id, day_of(cx->now_us)) : st;
}

enum status org_names_post(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct org o;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = org_rename(cx, id, call->input, &o);
	return st == OK ? one_write(cx, call, id, day_of(cx->now_us)) : st;
}

enum status org_memberships_post(struct cx *cx, struct call *call)
{
	struct uuid id;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = org_join(cx, id, call->input);
	return st == OK ? one_write(cx, call, id, day_of(cx->now_us)) : st;
}

enum status org_membership_delete(struct cx *cx, struct call *call)
{
	struct uuid id, parent;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = call_uuid(cx, call, 1, &parent);
	return st == OK ? org_leave(cx, id, parent) : st;
}

enum status contact_list_get(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct contacts list;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = contact_list(cx, id, &list);
	if (st != OK)
		return st;
	jw_object(&call->json);
	contacts_write(&call->json, S("items"), &list);
	jw_end_object(&call->json);
	return OK;
}

enum status contact_post(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct contact c;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = contact_add(cx, id, call->input, &c);
	if (st != OK)
		return st;
	contact_members(&call->json, &c);
	call->etag = c.version;
	return OK;
}

enum status contact_patch(struct cx *cx, struct call *call)
{
	struct uuid id, contact;
	struct contact c;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = call_uuid(cx, call, 1, &contact);
	if (st == OK)
		st = contact_change(cx, id, contact, call->if_match, call->input, &c);
	if (st != OK)
		return st;
	contact_members(&call->json, &c);
	call->etag = c.version;
	return OK;
}

enum status contact_delete(struct cx *cx, struct call *call)
{
	struct uuid id, contact;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = call_uuid(cx, call, 1, &contact);
	return st == OK ? contact_drop(cx, id, contact) : st;
}

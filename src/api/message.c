#include "api/message.h"
#include "api/show.h"
#include "app/message.h"
#include "base/str.h"
#include "base/uuid.h"
#include "format/csv.h"
#include "model/stats.h"

struct message_input {
	int box, status, basis, exercise, format, origin, route;
	struct str sector, event_type, q, cause;
	int64_t updated_since_us, limit, fy;
	struct uuid after;
};
static const struct str boxes[] = { LIT("own"), LIT("received"), LIT("drafts"), LIT("all"), { NULL, 0 } };
static const enum message_box box_of[] = { BOX_ALL, BOX_OWN, BOX_RECEIVED, BOX_DRAFTS, BOX_ALL };
static const struct str statuses[] = {
	LIT("draft"), LIT("submitted"), LIT("in_review"), LIT("accepted"), LIT("revision_requested"), LIT("closed"), LIT("approved"),
	LIT("published"), LIT("withdrawn"), { NULL, 0 },
};
static const int status_of[] = {
	0, STATUS_DRAFT, STATUS_SUBMITTED, STATUS_IN_REVIEW, STATUS_ACCEPTED, STATUS_REVISION_REQUESTED, STATUS_CLOSED, STATUS_APPROVED,
	STATUS_PUBLISHED, STATUS_WITHDRAWN,
};
static const struct str no_yes[] = { LIT("false"), LIT("true"), { NULL, 0 } };
static const struct str formats[] = { LIT("json"), LIT("csv"), { NULL, 0 } };
enum { FORMAT_CSV = 2, CSV_ROWS_MAX = 10000 };

#define AT(member) .offset = offsetof(struct message_input, member)
#define DOC(j, e) .ja = LIT(j), .en = LIT(e)
static const struct field query_fields[] = {
	{ .name = LIT("box"), .kind = FIELD_CHOICE, AT(box), .choices = boxes,
	  DOC("自組織作成・受信・下書き・すべて", "Written here, received, drafts, or all (default)") },
	{ .name = LIT("status"), .kind = FIELD_CHOICE, AT(status), .choices = statuses, DOC("状態", "Status") },
	{ .name = LIT("sector"), .kind = FIELD_TEXT, AT(sector), .max = 40, DOC("分野", "Sector") },
	{ .name = LIT("event_type"), .kind = FIELD_TEXT, AT(event_type), .max = 40, DOC("事象の類型", "Type of event") },
	{ .name = LIT("basis"), .kind = FIELD_CHOICE, AT(basis), .choices = basis_names, DOC("情報連絡の根拠", "Basis") },
	{ .name = LIT("q"), .kind = FIELD_TEXT, AT(q), .max = 100, DOC("件名・概要に含む文字", "Text within title or summary") },
	{ .name = LIT("updated_since"), .kind = FIELD_TIME, AT(updated_since_us), DOC("この日時以降に更新", "Changed since") },
	{ .name = LIT("exercise"), .kind = FIELD_CHOICE, AT(exercise), .choices = no_yes,
	  DOC("訓練・演習のみ(true)・実際のもののみ(false)", "Only exercises (true) or only real ones (false)") },
	{ .name = LIT("fy"), .kind = FIELD_INT, AT(fy), .min = 1990, .max = 2200,
	  DOC("この年度に統計で数えるもの", "Counted by statistics in this fiscal year") },
	{ .name = LIT("origin"), .kind = FIELD_CHOICE, AT(origin), .choices = stat_origin_names,
	  DOC("事業者等の分・関係機関の分(fyとともに)", "Operators' or agencies' (with fy)") },
	{ .name = LIT("route"), .kind = FIELD_CHOICE, AT(route), .choices = report_route_names, DOC("経路(fyとともに)", "Route (with fy)") },
	{ .name = LIT("cause"), .kind = FIELD_TEXT, AT(cause), .max = 40, DOC("原因の類型(fyとともに)", "Type of cause (with fy)") },
	{ .name = LIT("limit"), .kind = FIELD_INT, AT(limit), .min = 1, .max = 200, DOC("件数", "Rows (1-200, default 50)") },
	{ .name = LIT("after"), .kind = FIELD_UUID, AT(after), DOC("続きの位置", "Where to go on: next of the page before") },
	{ .name = LIT("format"), .kind = FIELD_CHOICE, AT(format), .choices = formats, DOC("形式", "Format") },
};
const struct field_table message_query_table = {
	LIT("MessageQuery"), query_fields, sizeof query_fields / sizeof *query_fields, sizeof(struct message_input), FIELD_NO_PRESENT,
};

static void csv_heads(struct cx *cx, struct csv *c)
{
	static const struct str ja[] = {
		LIT("番号"), LIT("件名"), LIT("状態"), LIT("TLP"), LIT("訓練"), LIT("分野"), LIT("事象の類型"), LIT("根拠"),
		LIT("作成組織"), LIT("報"), LIT("送信日時"), LIT("更新日時"),
		{ NULL, 0 },
	};
	static const struct str en[] = {
		LIT("Number"), LIT("Title"), LIT("Status"), LIT("TLP"), LIT("Exercise"), LIT("Sector"), LIT("Event type"), LIT("Basis"), LIT("Author"),
		LIT("Notice"), LIT("Submitted"), LIT("Updated"), { NULL, 0 },
	};
	for (const struct str *head = cx->lang == LANG_EN ? en : ja; head->n; head++)
		csv_cell(c, *head);
	csv_row(c);
}

static void rows_csv(struct cx *cx, struct call *call, const struct message_row *rows, size_t n)
{
	struct csv c;
	csv_begin(&c, &call->out);
	csv_heads(cx, &c);
	for (size_t i = 0; i < n; i++) {
		const struct message *m = &rows[i].m;
		csv_cell(&c, m->number);
		csv_cell(&c, m->title);
		csv_cell(&c, status_name(m->status));
		csv_cell(&c, m->tlp ? tlp_names[m->tlp - 1] : NO_STR);
		csv_cell(&c, m->exercise ? S("1") : S("0"));
		csv_cell(&c, m->sector);
		csv_cell(&c, m->event_type);
		csv_cell(&c, m->basis ? basis_names[m->basis - 1] : NO_STR);
		csv_cell(&c, local(cx, &rows[i].author));
		csv_int(&c, rows[i].revision);
		csv_cell(&c, m->submitted_us ? time_format(cx->mem, m->submitted_us) : NO_STR);
		csv_cell(&c, time_format(cx->mem, m->updated_us));
		csv_row(&c);
	}
	call->type = S(CSV_TYPE);
	call_header(call, S("Content-Disposition"), S("attachment; filename=\"messages.csv\""));
}

enum status message_list_answer(struct cx *cx, struct call *call, int kind)
{
	const struct message_input *in = call->input;
	bool csv = in->format == FORMAT_CSV;
	int limit = in->limit ? (int)in->limit : csv ? CSV_ROWS_MAX : 50;
	struct message_query q = {
		.kind = kind, .box = box_of[in->box], .status = status_of[in->status], .basis = in->basis, .sector = in->sector,
		.event_type = in->event_type, .q = in->q, .fy = (int)in->fy, .origin = in->origin, .route = in->route, .cause = in->cause, .updated_since_us = in->updated_since_us, .exercise = in->exercise, .after = in->after,
		.limit = limit + 1,
	};
	struct message_row *rows;
	size_t n;
	enum status st = csv ? call_export(call, list_export) : OK;
	if (st == OK)
		st = message_page(cx, &q, &rows, &n);
	if (st != OK)
		return st;
	bool more = n > (size_t)limit;
	n = more ? (size_t)limit : n;
	if (csv) {
		rows_csv(cx, call, rows, n);
		if (more)
			call_header(call, S("Noroshi-Next"), uuid_str(cx->mem, rows[n - 1].m.id));
		return OK;
	}
	struct jw *w = &call->json;
	struct shown_orgs shown = { .next = 0 };
	jw_object(w);
	jw_key(w, S("items"));
	jw_array(w);
	for (size_t i = 0; i < n; i++)
		show_row(w, &rows[i], &shown);
	jw_end_array(w);
	if (more)
		jw_k_uuid(w, S("next"), rows[n - 1].m.id);
	jw_end_object(w);
	return OK;
}

/* One message. */

void message_attachments_write(struct cx *cx, struct jw *w, const struct revision_view *r)
{
	if (!r->n_attachments)
		return;
	jw_key(w, S("attachments"));
	jw_array(w);
	for (size_t i = 0; i < r->n_attachments; i++) {
		const struct attachment *a = &r->attachments[i];
		jw_object(w);
		jw_k_uuid(w, S("id"), a->id);
		jw_k_text(w, S("name"), a->name);
		jw_k_text(w, S("type"), a->type);
		jw_k_int(w, S("size"), a->size);
		jw_k_text(w, S("sha256"), str_hex(cx->mem, a->digest, sizeof a->digest));
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void show_person(struct jw *w, struct str key, struct str ja, struct str en)
{
	if (!ja.n)
		return;
	jw_key(w, key);
	jw_object(w);
	jw_k_text(w, S("ja"), ja);
	jw_k_text(w, S("en"), en);
	jw_end_object(w);
}

static void show_revisions(struct cx *cx, struct jw *w, const struct message_view *v)
{
	jw_key(w, S("revisions"));
	jw_array(w);
	for (size_t i = 0; i < v->n_revisions; i++) {
		const struct revision_view *x = &v->revisions[i];
		const struct revision *r = &x->row.r;
		jw_object(w);
		jw_k_uuid(w, S("id"), r->id);
		jw_k_int(w, S("number"), r->number);
		jw_k_text(w, S("stage"), stage_names[r->stage ? r->stage - 1 : 0]);
		show_text(w, S("title"), r->title);
		jw_k_text(w, S("status"), x->draft ? S("draft") : x->superseded ? S("superseded") : S("current"));
		jw_k_raw(w, S("content"), x->content);
		message_attachments_write(cx, w, x);
		if (v->own) {
			show_person(w, S("author_user"), x->row.user_ja, x->row.user_en);
			show_person(w, S("approved_by"), x->row.approver_ja, x->row.approver_en);
			show_time(w, S("approved_at"), r->approved_us);
		}
		if (r->submitted_us) {
			jw_k_time(w, S("submitted_at"), r->submitted_us);
			jw_k_text(w, S("digest"), str_hex(cx->mem, r->digest, sizeof r->digest));
		}
		if (!uuid_is_none(r->entry))
			jw_k_uuid(w, S("entry"), r->entry);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void show_timeline(struct jw *w, const struct message_view *v)
{
	jw_key(w, S("timeline"));
	jw_array(w);
	for (size_t i = 0; i < v->n_timeline; i++) {
		jw_object(w);
		jw_k_time(w, S("at"), v->timeline[i].at_us);
		jw_k_text(w, S("what"), v->timeline[i].what);
		show_org(w, S("org"), &v->timeline[i].org);
		show_text(w, S("text"), v->timeline[i].text);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_key(w, S("who_sees"));
	jw_array(w);
	for (size_t i = 0; i < v->n_who; i++) {
		jw_object(w);
		show_org(w, S("org"), &v->who[i].org);
		jw_k_time(w, S("since"), v->who[i].since_us);
		show_org(w, S("via"), &v->who[i].via);
		jw_k_int(w, S("hop"), v->who[i].hop);
		jw_end_object(w);
	}
	jw_end_array(w);
	if (v->more_see)
		jw_k_bool(w, S("who_sees_more"), true);
}

void message_may_write(struct jw *w, unsigned may)
{
	jw_key(w, S("may"));
	jw_array(w);
	for (size_t bit = 0; message_may_names[bit].n; bit++)
		if (may & 1u << bit)
			jw_text(w, message_may_names[bit]);
	jw_end_array(w);
}

static void show_deliveries(struct cx *cx, struct jw *w, const struct message_view *v)
{
	if (!v->n_deliveries)
		return;
	jw_key(w, S("delivery"));
	show_delivery(w, &v->deliveries[0], cx->now_us, NULL);
	jw_key(w, S("deliveries_own"));
	jw_array(w);
	for (size_t i = 0; i < v->n_deliveries; i++)
		show_delivery(w, &v->deliveries[i], cx->now_us, NULL);
	jw_end_array(w);
}

void message_tombstone_write(struct jw *w, const struct tombstone *t)
{
	jw_object(w);
	jw_k_uuid(w, S("id"), t->m.id);
	jw_k_text(w, S("kind"), message_kind_names[t->m.kind - 1]);
	show_text(w, S("number"), t->m.number);
	jw_k_text(w, S("status"), t->m.status == STATUS_WITHDRAWN ? S("withdrawn") : S("recalled"));
	jw_k_bool(w, S("recalled"), true);
	jw_k_time(w, S("recalled_at"), t->recalled_us);
	jw_k_text(w, S("why"), recall_why_names[t->why - 1]);
	show_text(w, S("reason"), t->reason);
	if (t->group.kind)
		show_org(w, S("group"), &t->group);
	jw_k_uuid(w, S("delivery"), t->delivery);
	show_time(w, S("delete_asked_at"), t->asked_us);
	show_time(w, S("complied_at"), t->complied_us);
	show_text(w, S("complied_note"), t->complied_note);
	show_org(w, S("author"), &t->author);
	if (!uuid_is_none(t->derived)) {
		jw_key(w, S("derived"));
		jw_object(w);
		jw_k_uuid(w, S("id"), t->derived);
		jw_k_text(w, S("number"), t->derived_number);
		jw_end_object(w);
	}
	jw_end_object(w);
}

enum status message_answer(struct cx *cx, struct call *call, struct uuid id, int kind)
{
	struct message_view v;
	struct jw *w = &call->json;
	enum status st = message_view(cx, id, kind, &v);
	if (st != OK)
		return st;
	if (v.recalled) {
		message_tombstone_write(w, &v.tombstone);
		return OK;
	}
	const struct message *m = &v.row.m;
	jw_object(w);
	jw_k_uuid(w, S("id"), m->id);
	jw_k_text(w, S("kind"), message_kind_names[m->kind - 1]);
	show_text(w, S("number"), m->number);
	jw_k_text(w, S("status"), status_name(m->status));
	if (m->tlp)
		jw_k_text(w, S("tlp"), tlp_names[m->tlp - 1]);
	jw_k_bool(w, S("exercise"), m->exercise);
	show_org(w, S("author"), &v.row.author);
	show_text(w, S("sector"), m->sector);
	show_text(w, S("event_type"), m->event_type);
	if (!uuid_is_none(m->about))
		jw_k_uuid(w, S("about"), m->about);
	if (!uuid_is_none(m->sealed))
		jw_k_uuid(w, S("sealed"), m->sealed);
	if (m->basis)
		jw_k_text(w, S("basis"), basis_names[m->basis - 1]);
	show_text(w, S("route"), m->route);
	jw_k_time(w, S("created_at"), m->created_us);
	show_time(w, S("submitted_at"), m->submitted_us);
	jw_k_time(w, S("updated_at"), m->updated_us);
	jw_k_int(w, S("version"), m->version);
	jw_k_int(w, S("published"), m->published);
	show_revisions(cx, w, &v);
	show_deliveries(cx, w, &v);
	show_timeline(w, &v);
	message_may_write(w, v.may);
	if (v.own)
		jw_k_bool(w, S("recalls"), v.recalls);
	jw_end_object(w);
	call->etag = m->version;
	return OK;
}

enum status message_one_get(struct cx *cx, struct call *call)
{
	struct uuid id;
	enum status st = call_uuid(cx, call, 0, &id);
	return st == OK ? message_answer(cx, call, id, 0) : st;
}

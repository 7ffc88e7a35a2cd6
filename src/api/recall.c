#include "api/recall.h"
#include "api/show.h"
#include "app/message.h"
#include "app/recall.h"
#include "base/str.h"
#include "base/uuid.h"
#include "format/csv.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define DOC(j, e) .ja = LIT(j), .en = LIT(e)
static const struct str formats[] = { LIT("json"), LIT("csv"), { NULL, 0 } };
enum { FORMAT_CSV = 2, CSV_ROWS_MAX = 200000, CSV_PART = 5000 };

struct recall_input { int state, format; int64_t hop, limit; struct str q; struct uuid after; };
#define AT(member) .offset = offsetof(struct recall_input, member)
static const struct field recall_fields[] = {
	{ .name = LIT("state"), .kind = FIELD_CHOICE, AT(state), .choices = recall_state_names,
	  DOC("削除待ち・削除済み・見ていない", "Outstanding, complied, or never seen") },
	{ .name = LIT("hop"), .kind = FIELD_INT, AT(hop), .min = 1, .max = 8, DOC("段", "Hop") },
	{ .name = LIT("q"), .kind = FIELD_TEXT, AT(q), .max = 100, DOC("組織名に含む文字", "Text within the name of the organisation") },
	{ .name = LIT("limit"), .kind = FIELD_INT, AT(limit), .min = 1, .max = 200, DOC("件数", "Rows (1-200, default 50)") },
	{ .name = LIT("after"), .kind = FIELD_UUID, AT(after), DOC("続きの位置", "Where to go on: next of the page before") },
	{ .name = LIT("format"), .kind = FIELD_CHOICE, AT(format), .choices = formats, DOC("形式", "Format") },
};
#undef AT
const struct field_table recall_query_table = { LIT("RecallQuery"), recall_fields, COUNT(recall_fields), sizeof(struct recall_input), FIELD_NO_PRESENT };

static void show_counts(struct jw *w, const struct recalled_hop *h)
{
	jw_k_int(w, S("total"), h->total);
	jw_k_int(w, S("seen"), h->seen);
	jw_k_int(w, S("complied"), h->complied);
	jw_k_int(w, S("outstanding"), h->seen - h->complied);
}

static void show_summary(struct jw *w, const struct recall_board *b)
{
	jw_key(w, S("summary"));
	jw_object(w);
	show_counts(w, &b->summary.all);
	jw_key(w, S("hops"));
	jw_array(w);
	for (size_t i = 0; i < b->summary.n_hops; i++) {
		jw_object(w);
		jw_k_int(w, S("hop"), b->summary.hops[i].hop);
		jw_k_text(w, S("to"), hop_to_name(b->summary.hops[i].to_kind));
		show_counts(w, &b->summary.hops[i]);
		jw_end_object(w);
	}
	jw_end_array(w);
	show_time(w, S("withdrawn_at"), b->withdrawn_us);
	jw_k_bool(w, S("still_recalling"), b->running);
	jw_end_object(w);
}

static void show_recalled(struct jw *w, const struct recalled *r)
{
	jw_object(w);
	show_org(w, S("org"), &r->org);
	jw_k_int(w, S("hop"), r->hop);
	jw_k_text(w, S("state"), recall_state_names[r->state - 1]);
	jw_k_text(w, S("why"), recall_why_names[r->why - 1]);
	show_time(w, S("opened_at"), r->opened_us);
	show_time(w, S("acknowledged_at"), r->acked_us);
	show_time(w, S("recalled_at"), r->recalled_us);
	show_time(w, S("delete_asked_at"), r->asked_us);
	show_time(w, S("complied_at"), r->complied_us);
	show_text(w, S("complied_note"), r->note);
	jw_end_object(w);
}

static void csv_heads(struct cx *cx, struct csv *c)
{
	static const struct str ja[] = { LIT("コード"), LIT("組織"), LIT("段"), LIT("状態"), LIT("理由"), LIT("開封日時"), LIT("確認日時"), LIT("取消日時"),
		LIT("削除を求めた日時"), LIT("削除日時"), LIT("説明") };
	static const struct str en[] = { LIT("Code"), LIT("Organisation"), LIT("Hop"), LIT("State"), LIT("Why"), LIT("Opened"), LIT("Acknowledged"),
		LIT("Recalled"), LIT("Asked to delete"), LIT("Deleted"), LIT("Note") };
	for (size_t i = 0; i < COUNT(ja); i++)
		csv_cell(c, cx->lang == LANG_EN ? en[i] : ja[i]);
	csv_row(c);
}

static void csv_rows(struct cx *cx, struct csv *c, const struct recalled *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct recalled *r = &rows[i];
		const int64_t times[] = { r->opened_us, r->acked_us, r->recalled_us, r->asked_us, r->complied_us };
		csv_cell(c, r->org.code);
		csv_cell(c, local(cx, &r->org));
		csv_int(c, r->hop);
		csv_cell(c, recall_state_names[r->state - 1]);
		csv_cell(c, recall_why_names[r->why - 1]);
		for (size_t k = 0; k < COUNT(times); k++)
			csv_cell(c, times[k] ? time_format(cx->mem, times[k]) : NO_STR);
		csv_cell(c, r->note);
		csv_row(c);
	}
}

/* A part at a time, each in memory of its own, as the board is (api/inbox.c). */
static enum status recall_export(struct cx *cx, struct call *call, struct recalled_query *q, int limit)
{
	struct csv c;
	struct cx part = *cx;
	enum status st = call_export(call, list_export);
	bool more = true;
	if (st != OK)
		return st;
	csv_begin(&c, &call->out);
	csv_heads(cx, &c);
	for (int left = limit; st == OK && more && left > 0;) {
		struct recalled *rows;
		size_t n = 0;
		part.mem = arena_new();
		q->limit = (left < CSV_PART ? left : CSV_PART) + 1;
		st = recall_rows(&part, q, &rows, &n);
		more = st == OK && n == (size_t)q->limit;
		n -= more;
		if (st == OK)
			csv_rows(&part, &c, rows, n);
		if (st == OK && n > 0)
			q->after = rows[n - 1].org.id;
		left -= (int)n;
		cx->problem->detail = str_copy(cx->mem, cx->problem->detail);
		arena_release(part.mem);
	}
	if (st != OK)
		return st;
	call->type = S(CSV_TYPE);
	call_header(call, S("Content-Disposition"), S("attachment; filename=\"recall.csv\""));
	if (more)
		call_header(call, S("Noroshi-Next"), uuid_str(cx->mem, q->after));
	return OK;
}

enum status recall_get(struct cx *cx, struct call *call)
{
	const struct recall_input *in = call->input;
	bool csv = in->format == FORMAT_CSV;
	int limit = in->limit ? (int)in->limit : csv ? CSV_ROWS_MAX : 50;
	struct recalled_query q = { .state = (enum recall_state)in->state, .hop = (int)in->hop, .q = in->q, .after = in->after, .limit = limit + 1 };
	struct recall_board b;
	enum status st = call_uuid(cx, call, 0, &q.message);
	if (st == OK && csv)
		return recall_export(cx, call, &q, limit);
	if (st == OK)
		st = call_export(call, NULL);                   /* counting 100,000 is not the I/O thread's; names no content, so no trace */
	if (st == OK)
		st = recall_page(cx, &q, &b);
	if (st != OK)
		return st;
	bool more = b.n > (size_t)limit;
	size_t n = more ? (size_t)limit : b.n;
	struct jw *w = &call->json;
	jw_object(w);
	show_summary(w, &b);
	jw_key(w, S("items"));
	jw_array(w);
	for (size_t i = 0; i < n; i++)
		show_recalled(w, &b.rows[i]);
	jw_end_array(w);
	if (more)
		jw_k_uuid(w, S("next"), b.rows[n - 1].org.id);
	jw_end_object(w);
	return OK;
}

enum status membership_recall_get(struct cx *cx, struct call *call)
{
	struct uuid org, group;
	struct leaving l;
	enum status st = call_uuid(cx, call, 0, &org);
	if (st == OK)
		st = call_uuid(cx, call, 1, &group);
	if (st == OK)
		st = call_export(call, NULL);                   /* looks at thousands of deliveries */
	if (st == OK)
		st = recall_leaving(cx, org, group, &l);
	if (st != OK)
		return st;
	struct jw *w = &call->json;
	jw_object(w);
	jw_k_bool(w, S("member"), l.member);
	jw_k_bool(w, S("still_recalling"), l.running);
	if (l.member) {
		jw_key(w, S("would"));
		jw_object(w);
		jw_k_int(w, S("recall"), l.unseen);
		jw_k_int(w, S("ask"), l.seen);
		jw_k_int(w, S("stay"), l.stays);
		jw_k_bool(w, S("more"), l.more);
		jw_end_object(w);
	}
	jw_k_int(w, S("recalled"), l.left.recalled);
	jw_k_int(w, S("asked"), l.left.asked);
	jw_k_int(w, S("complied"), l.left.complied);
	jw_end_object(w);
	return OK;
}

#include "api/inbox.h"
#include "api/show.h"
#include "app/delivery.h"
#include "app/message.h"
#include "app/party.h"
#include "base/str.h"
#include "base/uuid.h"
#include "format/csv.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define DOC(j, e) .ja = LIT(j), .en = LIT(e)
static const struct str states[] = { LIT("open"), LIT("done"), LIT("all"), LIT("to_delete"), { NULL, 0 } };
static const enum inbox_state state_of[] = { INBOX_ALL, INBOX_OPEN, INBOX_DONE, INBOX_ALL, INBOX_TO_DELETE };
static const struct str formats[] = { LIT("json"), LIT("csv"), { NULL, 0 } };
enum { FORMAT_CSV = 2, CSV_ROWS_MAX = 10000, BOARD_CSV_ROWS_MAX = 200000, BOARD_CSV_PART = 2000 };

struct inbox_input { int state, kind, format; bool overdue; struct str q; int64_t limit; struct uuid after; };
#define AT(member) .offset = offsetof(struct inbox_input, member)
static const struct field inbox_fields[] = {
	{ .name = LIT("state"), .kind = FIELD_CHOICE, AT(state), .choices = states,
	  DOC("未確認・確認済み・すべて・削除を求められているもの", "Not acknowledged, done, all (default), or to be deleted") },
	{ .name = LIT("kind"), .kind = FIELD_CHOICE, AT(kind), .choices = message_kind_names, DOC("種別", "Kind of message") },
	{ .name = LIT("overdue"), .kind = FIELD_BOOL, AT(overdue), DOC("期限を過ぎたもののみ", "Only what is overdue") },
	{ .name = LIT("q"), .kind = FIELD_TEXT, AT(q), .max = 100, DOC("件名・概要に含む文字", "Text within title or summary") },
	{ .name = LIT("limit"), .kind = FIELD_INT, AT(limit), .min = 1, .max = 200, DOC("件数", "Rows (1-200, default 50)") },
	{ .name = LIT("after"), .kind = FIELD_UUID, AT(after), DOC("続きの位置", "Where to go on: next of the page before") },
	{ .name = LIT("format"), .kind = FIELD_CHOICE, AT(format), .choices = formats, DOC("形式", "Format") },
};
#undef AT
const struct field_table inbox_query_table = { LIT("InboxQuery"), inbox_fields, COUNT(inbox_fields), sizeof(struct inbox_input), FIELD_NO_PRESENT };

struct board_input { int state, format; bool late; int64_t hop, limit; struct str q; struct uuid after; };
#define AT(member) .offset = offsetof(struct board_input, member)
static const struct field board_fields[] = {
	{ .name = LIT("state"), .kind = FIELD_CHOICE, AT(state), .choices = delivery_state_names, DOC("状態", "State") },
	{ .name = LIT("hop"), .kind = FIELD_INT, AT(hop), .min = 1, .max = 8, DOC("段", "Hop") },
	{ .name = LIT("late"), .kind = FIELD_BOOL, AT(late), DOC("遅れているもののみ", "Only what is late") },
	{ .name = LIT("q"), .kind = FIELD_TEXT, AT(q), .max = 100, DOC("組織名に含む文字", "Text within the name of the organisation") },
	{ .name = LIT("limit"), .kind = FIELD_INT, AT(limit), .min = 1, .max = 200, DOC("件数", "Rows (1-200, default 50)") },
	{ .name = LIT("after"), .kind = FIELD_UUID, AT(after), DOC("続きの位置", "Where to go on: next of the page before") },
	{ .name = LIT("format"), .kind = FIELD_CHOICE, AT(format), .choices = formats, DOC("形式", "Format") },
};
#undef AT
const struct field_table board_query_table = { LIT("BoardQuery"), board_fields, COUNT(board_fields), sizeof(struct board_input), FIELD_NO_PRESENT };

/* Answers. The bulk input begins as the single one, so that both read the same members. */
struct bulk_input { struct outcome_input outcome; struct str note; struct list deliveries; };
#define OUTCOME_ROWS \
	{ .name = LIT("outcome"), .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED, .offset = offsetof(struct outcome_input, outcome), \
	  .choices = outcome_names, DOC("対応の結果", "Outcome") }, \
	{ .name = LIT("note"), .kind = FIELD_LONG_TEXT, .offset = offsetof(struct outcome_input, note), .max = 2000, DOC("説明", "Note") }, \
	{ .name = LIT("date"), .kind = FIELD_DAY, .offset = offsetof(struct outcome_input, day), DOC("対応した(する)日", "Done, or planned for") }
#define DELIVERIES \
	{ .name = LIT("deliveries"), .kind = FIELD_LIST, .flags = FIELD_REQUIRED | FIELD_UNIQUE, .offset = offsetof(struct bulk_input, deliveries), \
	  .item = FIELD_UUID, .min = 1, .max = DELIVERY_BULK_MAX, DOC("対象の連絡", "Deliveries") }
static const struct field outcome_fields[] = { OUTCOME_ROWS };
static const struct field bulk_outcome_fields[] = { DELIVERIES, OUTCOME_ROWS };
static const struct field bulk_ack_fields[] = { DELIVERIES };
static const struct field bulk_comply_fields[] = {
	DELIVERIES,
	{ .name = LIT("note"), .kind = FIELD_LONG_TEXT, .offset = offsetof(struct bulk_input, note), .max = 2000, DOC("説明", "Note") },
};
#define TABLE(name, fields, type) { LIT(name), fields, COUNT(fields), sizeof(struct type), FIELD_NO_PRESENT }
const struct field_table outcome_table = TABLE("OutcomeInput", outcome_fields, outcome_input);
const struct field_table bulk_outcome_table = TABLE("BulkOutcomeInput", bulk_outcome_fields, bulk_input);
const struct field_table bulk_ack_table = TABLE("BulkAckInput", bulk_ack_fields, bulk_input);
const struct field_table bulk_comply_table = TABLE("BulkDeletedInput", bulk_comply_fields, bulk_input);

static enum status answer(struct cx *cx, struct call *call, enum status st, const struct delivery_row *row)
{
	if (st == OK)
		show_delivery(&call->json, row, cx->now_us, NULL);
	return st;
}

enum status delivery_ack_post(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct delivery_row row;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = delivery_ack(cx, id, &row);
	return answer(cx, call, st, &row);
}

enum status delivery_outcome_post(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct delivery_row row;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = delivery_tell_outcome(cx, id, call->input, &row);
	return answer(cx, call, st, &row);
}

enum status delivery_pass_post(struct cx *cx, struct call *call)
{
	const struct str *note = call->input;                   /* NoteInput has one member */
	struct uuid id;
	struct delivery_row row;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = delivery_pass_on(cx, id, *note, &row);
	return answer(cx, call, st, &row);
}

enum status delivery_comply_post(struct cx *cx, struct call *call)
{
	const struct str *note = call->input;                   /* NoteInput has one member */
	struct uuid id;
	struct delivery_row row;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = delivery_tell_deleted(cx, id, *note, &row);
	return answer(cx, call, st, &row);
}

static enum status bulk(struct cx *cx, struct call *call, enum bulk_what what)
{
	const struct bulk_input *in = call->input;
	struct bulk_ask ask = { what, in->outcome, in->note };
	struct bulk_result *results = arena_array(cx->mem, struct bulk_result, in->deliveries.n + 1);
	enum status st = delivery_bulk(cx, in->deliveries.p, in->deliveries.n, &ask, results);
	struct jw *w = &call->json;
	if (st != OK)
		return st;
	jw_object(w);
	jw_key(w, S("results"));
	jw_array(w);
	for (size_t i = 0; i < in->deliveries.n; i++) {
		jw_object(w);
		jw_k_uuid(w, S("id"), results[i].id);
		jw_k_bool(w, S("ok"), results[i].status == OK);
		if (results[i].status != OK) {
			jw_k_text(w, S("code"), text_code(results[i].why));
			jw_k_text(w, S("title"), text_sentence(results[i].why, cx->lang));
		}
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_end_object(w);
	return OK;
}

enum status inbox_ack_post(struct cx *cx, struct call *call)
{
	return bulk(cx, call, BULK_ACKNOWLEDGE);
}

enum status inbox_outcome_post(struct cx *cx, struct call *call)
{
	return bulk(cx, call, BULK_OUTCOME);
}

enum status inbox_comply_post(struct cx *cx, struct call *call)
{
	return bulk(cx, call, BULK_DELETED);
}

/* Inbox. */

static void inbox_csv(struct cx *cx, struct call *call, const struct inbox_row *rows, size_t n)
{
	static const struct str ja[] = { LIT("番号"), LIT("種別"), LIT("件名"), LIT("TLP"), LIT("訓練"), LIT("作成組織"), LIT("経由"),
		LIT("状態"), LIT("受信日時"), LIT("期限"), LIT("確認日時"), LIT("結果") };
	static const struct str en[] = { LIT("Number"), LIT("Kind"), LIT("Title"), LIT("TLP"), LIT("Exercise"), LIT("Author"), LIT("Via"),
		LIT("State"), LIT("Received"), LIT("Due"), LIT("Acknowledged"), LIT("Outcome") };
	struct csv c;
	csv_begin(&c, &call->out);
	for (size_t i = 0; i < COUNT(ja); i++)
		csv_cell(&c, cx->lang == LANG_EN ? en[i] : ja[i]);
	csv_row(&c);
	for (size_t i = 0; i < n; i++) {
		const struct message *m = &rows[i].message.m;
		const struct delivery *d = &rows[i].delivery.d;
		csv_cell(&c, m->number);
		csv_cell(&c, message_kind_names[m->kind - 1]);
		csv_cell(&c, m->title);
		csv_cell(&c, m->tlp ? tlp_names[m->tlp - 1] : NO_STR);
		csv_cell(&c, m->exercise ? S("1") : S("0"));
		csv_cell(&c, local(cx, &rows[i].message.author));
		csv_cell(&c, local(cx, rows[i].delivery.via.ja.n ? &rows[i].delivery.via : &rows[i].message.author));
		csv_cell(&c, delivery_state_names[d->state - 1]);
		csv_cell(&c, time_format(cx->mem, delivery_sent_us(d)));
		csv_cell(&c, d->due_us ? time_format(cx->mem, d->due_us) : NO_STR);
		csv_cell(&c, d->acked_us ? time_format(cx->mem, d->acked_us) : NO_STR);
		csv_cell(&c, d->outcome ? outcome_names[d->outcome - 1] : NO_STR);
		csv_row(&c);
	}
	call->type = S(CSV_TYPE);
	call_header(call, S("Content-Disposition"), S("attachment; filename=\"inbox.csv\""));
}

static void inbox_item(struct cx *cx, struct jw *w, const struct inbox_row *row, struct shown_orgs *shown)
{
	jw_object(w);
	jw_key(w, S("delivery"));
	show_delivery(w, &row->delivery, cx->now_us, shown);
	jw_key(w, S("message"));
	show_row(w, &row->message, shown);
	jw_end_object(w);
}

static enum status show_counts(struct cx *cx, struct jw *w)
{
	struct inbox_counts c;
	enum status st = inbox_tally(cx, &c);
	if (st != OK)
		return st;
	jw_key(w, S("counts"));
	jw_object(w);
	jw_k_int(w, S("open"), c.open);
	jw_k_int(w, S("overdue"), c.overdue);
	jw_k_int(w, S("to_pass"), c.to_pass);
	jw_k_int(w, S("to_delete"), c.to_delete);
	jw_end_object(w);
	return OK;
}

enum status inbox_get(struct cx *cx, struct call *call)
{
	const struct inbox_input *in = call->input;
	bool csv = in->format == FORMAT_CSV;
	int limit = in->limit ? (int)in->limit : csv ? CSV_ROWS_MAX : 50;
	struct inbox_query q = { state_of[in->state], in->kind, in->overdue, in->q, in->after, limit + 1 };
	struct inbox_row *rows;
	size_t n;
	enum status st = csv ? call_export(call, list_export) : OK;
	if (st == OK)
		st = inbox_page(cx, &q, &rows, &n);
	if (st != OK)
		return st;
	bool more = n > (size_t)limit;
	n = more ? (size_t)limit : n;
	if (csv) {
		inbox_csv(cx, call, rows, n);
		if (more)
			call_header(call, S("Noroshi-Next"), uuid_str(cx->mem, rows[n - 1].delivery.d.id));
		return OK;
	}
	struct jw *w = &call->json;
	struct shown_orgs shown = { .next = 0 };
	jw_object(w);
	jw_key(w, S("items"));
	jw_array(w);
	for (size_t i = 0; i < n; i++)
		inbox_item(cx, w, &rows[i], &shown);
	jw_end_array(w);
	if (more)
		jw_k_uuid(w, S("next"), rows[n - 1].delivery.d.id);
	st = show_counts(cx, w);
	jw_end_object(w);
	return st;
}

/* Board. */

static void show_tally(struct jw *w, const struct board_hop *h)
{
	jw_k_int(w, S("total"), h->total);
	jw_k_int(w, S("opened"), h->opened);
	jw_k_int(w, S("acknowledged"), h->acknowledged);
	jw_k_int(w, S("outcome"), h->outcome);
	jw_k_int(w, S("late"), h->late);
	jw_k_int(w, S("waiting_to_pass"), h->waiting_to_pass);
}

static void show_summary(struct jw *w, const struct board *b)
{
	const struct board_summary *s = &b->summary;
	jw_key(w, S("summary"));
	jw_object(w);
	show_tally(w, &s->all);
	jw_key(w, S("hops"));
	jw_array(w);
	for (size_t i = 0; i < s->n_hops; i++) {
		jw_object(w);
		jw_k_int(w, S("hop"), s->hops[i].hop);
		jw_k_text(w, S("to"), hop_to_name(s->hops[i].to_kind));
		show_tally(w, &s->hops[i]);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_key(w, S("outcomes"));
	jw_object(w);
	for (int o = OUTCOME_NOT_AFFECTED; o <= OUTCOME_NOT_APPLICABLE; o++)
		if (s->outcomes[o])
			jw_k_int(w, outcome_names[o - 1], s->outcomes[o]);
	jw_end_object(w);
	show_time(w, S("published_at"), b->published_us);
	jw_k_bool(w, S("still_sending"), b->still_sending);
	jw_end_object(w);
}

/* Whom to telephone: the other contact points of who is late, where the asker may see them. */
static enum status show_contacts(struct cx *cx, struct jw *w, const struct delivery_row *row)
{
	struct contacts list;
	bool may;
	if (!delivery_is_late(&row->d, cx->now_us) || row->d.acked_us)
		return OK;
	enum status st = contact_may_see(cx, row->d.recipient, &may);
	if (st != OK || !may)
		return st;
	st = contact_list(cx, row->d.recipient, &list);
	if (st != OK)
		return st;
	jw_key(w, S("contacts"));
	jw_array(w);
	for (size_t i = 0; i < list.n; i++) {
		jw_object(w);
		jw_k_text(w, S("kind"), contact_kind_names[list.p[i].kind - 1]);
		jw_k_text(w, S("address"), list.p[i].address);
		show_text(w, S("name"), list.p[i].name);
		jw_end_object(w);
	}
	jw_end_array(w);
	return OK;
}

static void board_csv_heads(struct cx *cx, struct csv *c)
{
	static const struct str ja[] = { LIT("コード"), LIT("組織"), LIT("段"), LIT("経由"), LIT("状態"),
		LIT("送信日時"), LIT("開封日時"), LIT("確認日時"), LIT("期限"), LIT("結果"), LIT("説明") };
	static const struct str en[] = { LIT("Code"), LIT("Organisation"), LIT("Hop"), LIT("Via"), LIT("State"),
		LIT("Sent"), LIT("Opened"), LIT("Acknowledged"), LIT("Due"), LIT("Outcome"), LIT("Note") };
	for (size_t i = 0; i < COUNT(ja); i++)
		csv_cell(c, cx->lang == LANG_EN ? en[i] : ja[i]);
	csv_row(c);
}

static void board_csv_rows(struct cx *cx, struct csv *c, const struct delivery_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct delivery *d = &rows[i].d;
		csv_cell(c, rows[i].recipient.code);
		csv_cell(c, local(cx, &rows[i].recipient));
		csv_int(c, d->hop);
		csv_cell(c, local(cx, &rows[i].via));
		csv_cell(c, delivery_state_names[d->state - 1]);
		csv_cell(c, time_format(cx->mem, delivery_sent_us(d)));
		csv_cell(c, d->opened_us ? time_format(cx->mem, d->opened_us) : NO_STR);
		csv_cell(c, d->acked_us ? time_format(cx->mem, d->acked_us) : NO_STR);
		csv_cell(c, d->due_us ? time_format(cx->mem, d->due_us) : NO_STR);
		csv_cell(c, d->outcome ? outcome_names[d->outcome - 1] : NO_STR);
		csv_cell(c, d->note);
		csv_row(c);
	}
}

/* A part at a time, each in memory of its own: the board of an advisory to 100,000 is longer than what it becomes as text. */
static enum status board_export(struct cx *cx, struct call *call, struct board_query *q, int limit)
{
	struct csv c;
	struct cx part = *cx;
	enum status st = call_export(call, list_export);
	bool more = true;
	if (st != OK)
		return st;
	csv_begin(&c, &call->out);
	board_csv_heads(cx, &c);
	for (int left = limit; st == OK && more && left > 0;) {
		struct delivery_row *rows;
		size_t n;
		part.mem = arena_new();
		q->limit = (left < BOARD_CSV_PART ? left : BOARD_CSV_PART) + 1;
		st = board_rows(&part, q, &rows, &n);
		more = st == OK && n == (size_t)q->limit;
		n -= more;
		if (st == OK)
			board_csv_rows(&part, &c, rows, n);
		if (st == OK && n > 0)
			q->after = rows[n - 1].d.recipient;
		left -= (int)n;
		cx->problem->detail = str_copy(cx->mem, cx->problem->detail);
		arena_release(part.mem);
	}
	if (st != OK)
		return st;
	call->type = S(CSV_TYPE);
	call_header(call, S("Content-Disposition"), S("attachment; filename=\"deliveries.csv\""));
	if (more)
		call_header(call, S("Noroshi-Next"), uuid_str(cx->mem, q->after));
	return OK;
}

enum status board_get(struct cx *cx, struct call *call)
{
	const struct board_input *in = call->input;
	bool csv = in->format == FORMAT_CSV;
	int limit = in->limit ? (int)in->limit : csv ? BOARD_CSV_ROWS_MAX : 50;
	struct board_query q = { .state = in->state, .hop = (int)in->hop, .late = in->late, .q = in->q, .after = in->after, .limit = limit + 1 };
	struct board b;
	enum status st = call_uuid(cx, call, 0, &q.message);
	if (st == OK && csv)
		return board_export(cx, call, &q, limit);
	if (st == OK)
		st = board_page(cx, &q, &b);
	if (st != OK)
		return st;
	bool more = b.n > (size_t)limit;
	size_t n = more ? (size_t)limit : b.n;
	struct jw *w = &call->json;
	struct shown_orgs shown = { .next = 0 };
	jw_object(w);
	show_summary(w, &b);
	jw_key(w, S("items"));
	jw_array(w);
	for (size_t i = 0; i < n && st == OK; i++) {
		jw_object(w);
		show_delivery_members(w, &b.rows[i], cx->now_us, &shown);
		st = show_contacts(cx, w, &b.rows[i]);
		jw_end_object(w);
	}
	jw_end_array(w);
	if (more)
		jw_k_uuid(w, S("next"), b.rows[n - 1].d.recipient);
	jw_end_object(w);
	return st;
}

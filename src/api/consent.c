#include "api/consent.h"
#include "api/report.h"
#include "api/show.h"
#include "app/consent.h"
#include "base/str.h"
#include "base/uuid.h"

struct consent_query_input { int box; struct uuid after, message; int64_t limit; };
static const struct str boxes[] = { LIT("to_answer"), LIT("asked"), LIT("given"), { NULL, 0 } };
#define AT(member) .offset = offsetof(struct consent_query_input, member)
#define DOC(j, e) .ja = LIT(j), .en = LIT(e)
static const struct field query_fields[] = {
	{ .name = LIT("box"), .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED, AT(box), .choices = boxes,
	  DOC("回答待ち・自組織が求めた(与えられた)もの・自組織が答えたもの", "To be answered here; asked by or given to us; answered or given here") },
	{ .name = LIT("message"), .kind = FIELD_UUID, AT(message), DOC("この連絡のものだけ", "Of this message only") },
	{ .name = LIT("limit"), .kind = FIELD_INT, AT(limit), .min = 1, .max = 200, DOC("件数", "Rows (1-200, default 50)") },
	{ .name = LIT("after"), .kind = FIELD_UUID, AT(after), DOC("続きの位置", "Where to go on: next of the page before") },
};
const struct field_table consent_query_table = {
	LIT("ConsentQuery"), query_fields, sizeof query_fields / sizeof *query_fields, sizeof(struct consent_query_input), FIELD_NO_PRESENT,
};

static void show_consent(struct cx *cx, struct jw *w, const struct consent_row *r)
{
	const struct consent *c = &r->c;
	unsigned may = consent_may(cx->actor, c);
	jw_object(w);
	jw_k_uuid(w, S("id"), c->id);
	jw_k_text(w, S("use"), consent_use_names[c->use - 1]);
	jw_k_text(w, S("kind"), consent_kind_names[c->kind - 1]);
	jw_k_text(w, S("state"), consent_answer_names[c->state - 1]);
	show_org(w, S("org"), &r->org);
	show_org(w, S("to"), &r->to);
	if (r->number.n) {
		jw_key(w, S("message"));
		jw_object(w);
		jw_k_uuid(w, S("id"), c->message);
		jw_k_text(w, S("number"), r->number);
		jw_k_text(w, S("title"), r->title);
		jw_end_object(w);
	}
	jw_k_bool(w, S("advance"), uuid_is_none(c->message));
	if (c->scope.n)
		jw_k_raw(w, S("scope"), c->scope);
	show_text(w, S("note"), c->note);
	show_text(w, S("answer_note"), c->answer_note);
	show_time(w, S("asked_at"), c->asked_us);
	show_time(w, S("answered_at"), c->answered_us);
	if (c->until_day)
		jw_k_day(w, S("until"), c->until_day);
	jw_k_int(w, S("version"), c->version);
	jw_key(w, S("may"));
	jw_array(w);
	if (may & MAY_CONSENT_REPLY)
		jw_text(w, S("answer"));
	if (may & MAY_CONSENT_WITHDRAW)
		jw_text(w, S("withdraw"));
	jw_end_array(w);
	jw_end_object(w);
}

static enum status answer(struct cx *cx, struct call *call, enum status st, const struct consent_row *r)
{
	if (st == OK)
		show_consent(cx, &call->json, r);
	return st;
}

enum status consent_list_get(struct cx *cx, struct call *call)
{
	const struct consent_query_input *in = call->input;
	int limit = in->limit ? (int)in->limit : 50;
	struct consent_row *rows;
	size_t n;
	struct jw *w = &call->json;
	enum status st = consent_page(cx, (enum consent_box)in->box, in->message, in->after, limit + 1, &rows, &n);
	if (st != OK)
		return st;
	bool more = n > (size_t)limit;
	n = more ? (size_t)limit : n;
	jw_object(w);
	jw_key(w, S("items"));
	jw_array(w);
	for (size_t i = 0; i < n; i++)
		show_consent(cx, w, &rows[i]);
	jw_end_array(w);
	if (more)
		jw_k_uuid(w, S("next"), rows[n - 1].c.id);
	jw_end_object(w);
	return OK;
}

enum status consent_put_post(struct cx *cx, struct call *call)
{
	struct consent_row row;
	struct uuid id;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = consent_put(cx, id, call->input, &row);
	row.title = S("");                                      /* kept for its Idempotency-Key, while the message may be withdrawn */
	return answer(cx, call, st, &row);
}

enum status consent_advance_post(struct cx *cx, struct call *call)
{
	struct consent_row row;
	enum status st = consent_advance(cx, call->input, &row);
	return answer(cx, call, st, &row);
}

enum status consent_answer_post(struct cx *cx, struct call *call)
{
	struct consent_row row;
	struct uuid id;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = consent_reply(cx, id, call->input, &row);
	return answer(cx, call, st, &row);
}

enum status consent_withdraw_post(struct cx *cx, struct call *call)
{
	struct consent_row row;
	struct uuid id;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = consent_withdraw(cx, id, note_input_of(call), &row);
	return answer(cx, call, st, &row);
}

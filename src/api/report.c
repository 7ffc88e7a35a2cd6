#include "api/report.h"
#include "api/problem.h"
#include "api/show.h"
#include "app/report.h"
#include "base/uuid.h"

#define DOC(j, e) .ja = LIT(j), .en = LIT(e)
struct review_input { int decision; struct str note; };
static const struct str decisions[] = { LIT("in_review"), LIT("accepted"), LIT("revision_requested"), { NULL, 0 } };
static const struct field review_fields[] = {
	{ .name = LIT("decision"), .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED, .offset = offsetof(struct review_input, decision),
	  .choices = decisions, DOC("確認の結果", "Decision") },
	{ .name = LIT("note"), .kind = FIELD_LONG_TEXT, .offset = offsetof(struct review_input, note), .max = 2000, DOC("説明", "Note") },
};
const struct field_table report_review_table = {
	LIT("ReportReviewInput"), review_fields, sizeof review_fields / sizeof *review_fields, sizeof(struct review_input), FIELD_NO_PRESENT,
};
struct note_input { struct str note; };
static const struct field note_fields[] = {
	{ .name = LIT("note"), .kind = FIELD_LONG_TEXT, .offset = offsetof(struct note_input, note), .max = 2000, DOC("説明", "Note") },
};
struct str note_input_of(const struct call *call)
{
	return call->input ? ((const struct note_input *)call->input)->note : NO_STR;
}
const struct field_table note_table = { LIT("NoteInput"), note_fields, 1, sizeof(struct note_input), FIELD_NO_PRESENT };

enum status report_done_answer(struct call *call, enum status st, const struct report_done *d)
{
	struct jw *w = &call->json;
	if (st != OK)
		return st;
	jw_object(w);
	jw_k_uuid(w, S("id"), d->message);
	show_text(w, S("number"), d->number);
	jw_k_text(w, S("status"), status_name(d->status));
	jw_key(w, S("revision"));
	jw_object(w);
	if (!uuid_is_none(d->revision))
		jw_k_uuid(w, S("id"), d->revision);
	jw_k_int(w, S("number"), d->revision_number);
	jw_end_object(w);
	if (!uuid_is_none(d->entry))
		jw_k_uuid(w, S("entry"), d->entry);
	jw_k_int(w, S("deliveries"), (int64_t)d->deliveries);
	jw_k_int(w, S("version"), d->version);
	jw_end_object(w);
	call->etag = d->version;
	return OK;
}

/* Use cases settle and keep what they are given: a handler may run twice, so each run gets its own copy of the input. */
enum status report_post(struct cx *cx, struct call *call)
{
	struct report_content c = *(const struct report_content *)call->input;
	struct report_done d;
	enum status st = call->draft ? report_draft(cx, &c, &d) : report_submit(cx, &c, &d);
	if (st == OK)
		call_location(cx, call, "reports", d.message);
	return report_done_answer(call, st, &d);
}

enum status report_patch(struct cx *cx, struct call *call)
{
	struct report_content c = *(const struct report_content *)call->input;
	struct report_done d;
	struct uuid id;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = report_edit(cx, id, call->if_match, &c, &d);
	return report_done_answer(call, st, &d);
}

enum status report_delete(struct cx *cx, struct call *call)
{
	struct uuid id;
	enum status st = call_uuid(cx, call, 0, &id);
	return st == OK ? report_drop(cx, id, call->if_match) : st;
}

enum status report_submit_post(struct cx *cx, struct call *call)
{
	struct report_done d;
	struct uuid id;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = report_submit_draft(cx, id, call->if_match, &d);
	return report_done_answer(call, st, &d);
}

enum status report_revision_post(struct cx *cx, struct call *call)
{
	struct report_follow_up in = *(const struct report_follow_up *)call->input;
	struct report_done d;
	struct uuid id;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = report_follow_up(cx, id, call->if_match, &in.content, in.final, &d);
	return report_done_answer(call, st, &d);
}

enum status report_sealed_post(struct cx *cx, struct call *call)
{
	struct report_done d;
	enum status st = report_submit_sealed(cx, call->input, &d);
	if (st == OK)
		call_location(cx, call, "reports", d.message);
	return report_done_answer(call, st, &d);
}

enum status report_sealed_revision_post(struct cx *cx, struct call *call)
{
	const struct sealed_follow_up *in = call->input;
	struct report_done d;
	struct uuid id;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = report_follow_up_sealed(cx, id, call->if_match, &in->report, in->final, &d);
	return report_done_answer(call, st, &d);
}

enum status report_review_post(struct cx *cx, struct call *call)
{
	const struct review_input *in = call->input;
	struct report_done d;
	struct uuid id;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = report_review(cx, id, STATUS_IN_REVIEW + in->decision - 1, in->note, &d);
	return report_done_answer(call, st, &d);
}

enum status report_close_post(struct cx *cx, struct call *call)
{
	const struct note_input *in = call->input;
	struct report_done d;
	struct uuid id;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = report_close(cx, id, in->note, &d);
	return report_done_answer(call, st, &d);
}

enum status report_list_get(struct cx *cx, struct call *call)
{
	return message_list_answer(cx, call, MESSAGE_REPORT);
}

enum status report_one_get(struct cx *cx, struct call *call)
{
	struct uuid id;
	enum status st = call_uuid(cx, call, 0, &id);
	return st == OK ? message_answer(cx, call, id, MESSAGE_REPORT) : st;
}

/* Preview. */

static void show_why(struct jw *w, struct str key, enum text why)
{
	jw_key(w, key);
	jw_object(w);
	jw_k_text(w, S("ja"), text_sentence(why, LANG_JA));
	jw_k_text(w, S("en"), text_sentence(why, LANG_EN));
	jw_end_object(w);
}

/* Names of the members that say something: what the audience would see. */
static void show_sees(struct cx *cx, struct jw *w, const struct report_content *c)
{
	const struct json *body;
	struct str text = report_body(cx->mem, c);
	jw_key(w, S("sees"));
	jw_array(w);
	if (json_parse(cx, text, &body) == OK)
		for (const struct json *m = json_first(body); m; m = json_next(m))
			jw_text(w, json_key(m));
	jw_end_array(w);
}

static void show_planned(struct cx *cx, struct jw *w, const struct report_content *c, const struct planned *p)
{
	jw_object(w);
	show_org(w, S("org"), &p->org);
	jw_k_int(w, S("hop"), p->hop);
	show_org(w, S("via"), &p->via);
	jw_k_text(w, S("pass"), p->manual ? S("manual") : S("auto"));
	if (p->manual)
		jw_k_int(w, S("limit_min"), p->limit_min);
	jw_k_text(w, S("at"), p->now ? S("now") : S("after_pass"));
	show_why(w, S("why"), p->why);
	if (p->org.people)
		jw_k_int(w, S("people"), p->org.people);
	show_sees(cx, w, c);
	jw_end_object(w);
}

enum status report_withdraw_post(struct cx *cx, struct call *call)
{
	const struct str *reason = call->input;                 /* WithdrawInput has one member */
	struct uuid id;
	struct report_done d;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = report_withdraw(cx, id, *reason, &d);
	return report_done_answer(call, st, &d);
}

enum status report_preview_post(struct cx *cx, struct call *call)
{
	struct report_preview_input in = *(const struct report_preview_input *)call->input;
	struct report_preview p;
	struct jw *w = &call->json;
	enum status st = report_preview(cx, &in.content, in.report, &p);
	if (st != OK)
		return st;
	jw_object(w);
	jw_key(w, S("audience"));
	jw_array(w);
	for (size_t i = 0; i < p.plan.n; i++)
		show_planned(cx, w, &in.content, &p.plan.to[i]);
	jw_end_array(w);
	jw_k_int(w, S("orgs"), p.orgs);
	jw_k_int(w, S("people"), p.people);
	problem_fields_write(w, cx->mem, cx->lang, p.wrong, p.n_wrong);
	jw_key(w, S("never"));
	jw_array(w);
	for (size_t i = 0; i < sizeof p.never / sizeof *p.never && p.never[i]; i++) {
		jw_object(w);
		jw_k_text(w, S("ja"), text_sentence(p.never[i], LANG_JA));
		jw_k_text(w, S("en"), text_sentence(p.never[i], LANG_EN));
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_end_object(w);
	return OK;
}

#include "api/advisory.h"
#include "api/message.h"
#include "app/advisory.h"
#include "base/str.h"
#include "base/uuid.h"

struct withdraw_input { struct str reason; };
static const struct field withdraw_fields[] = {
	{ .name = LIT("reason"), .kind = FIELD_LONG_TEXT, .flags = FIELD_REQUIRED, .offset = offsetof(struct withdraw_input, reason), .min = 1, .max = 1000,
	  .ja = LIT("取り下げの理由(宛先に表示されます)"), .en = LIT("Why it is withdrawn; recipients are shown this") },
};
const struct field_table withdraw_table = {
	LIT("WithdrawInput"), withdraw_fields, 1, sizeof(struct withdraw_input), FIELD_NO_PRESENT,
};

struct after_input { int64_t after; };
static const struct field after_fields[] = {
	{ .name = LIT("after"), .kind = FIELD_INT, .offset = offsetof(struct after_input, after), .max = 10000000,
	  .ja = LIT("この件数より後の宛先を返す(前の応答のnext)"), .en = LIT("Recipients after so many: next of the answer before") },
};
const struct field_table preview_page_table = { LIT("PreviewPage"), after_fields, 1, sizeof(struct after_input), FIELD_NO_PRESENT };

static void done_write(struct call *call, const struct advisory_done *done, int64_t orgs)
{
	struct jw *w = &call->json;
	jw_object(w);
	jw_k_uuid(w, S("id"), done->message);
	if (done->number.n > 0)
		jw_k_text(w, S("number"), done->number);
	jw_k_text(w, S("status"), message_status_names[done->status - 1]);
	jw_k_int(w, S("version"), done->version);
	jw_key(w, S("revision"));
	jw_object(w);
	jw_k_uuid(w, S("id"), done->revision);
	jw_k_int(w, S("number"), done->revision_number);
	jw_end_object(w);
	if (orgs > 0)
		jw_k_int(w, S("orgs"), orgs);
	jw_end_object(w);
	call->etag = done->version;
}

enum status advisory_list_get(struct cx *cx, struct call *call)
{
	return message_list_answer(cx, call, MESSAGE_ADVISORY);
}

enum status advisory_one_get(struct cx *cx, struct call *call)
{
	struct uuid id;
	enum status s = call_uuid(cx, call, 0, &id);
	return s == OK ? message_answer(cx, call, id, MESSAGE_ADVISORY) : s;
}

enum status advisory_post(struct cx *cx, struct call *call)
{
	struct advisory_done done;
	enum status s = advisory_add(cx, call->input, &done);
	if (s != OK)
		return s;
	call_location(cx, call, "advisories", done.message);
	done_write(call, &done, 0);
	return OK;
}

enum status advisory_patch(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct advisory_done done;
	enum status s = call_uuid(cx, call, 0, &id);
	if (s == OK)
		s = advisory_edit(cx, id, call->if_match, call->input, &done);
	if (s == OK)
		done_write(call, &done, 0);
	return s;
}

enum status advisory_delete(struct cx *cx, struct call *call)
{
	struct uuid id;
	enum status s = call_uuid(cx, call, 0, &id);
	return s == OK ? advisory_drop(cx, id, call->if_match) : s;
}

enum status advisory_revision_post(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct advisory_done done;
	enum status s = call_uuid(cx, call, 0, &id);
	if (s == OK)
		s = advisory_revise(cx, id, call->input, &done);
	if (s != OK)
		return s;
	done_write(call, &done, 0);
	return OK;
}

enum status advisory_preview_post(struct cx *cx, struct call *call)
{
	struct advisory_preview_input input = *(const struct advisory_preview_input *)call->input;
	return advisory_preview(cx, input.message, &input.content, input.after, &call->json);
}

enum status advisory_stored_preview_post(struct cx *cx, struct call *call)
{
	struct uuid id;
	const struct after_input *input = call->input;
	enum status s = call_uuid(cx, call, 0, &id);
	return s == OK ? advisory_preview(cx, id, NULL, input->after, &call->json) : s;
}

enum status advisory_approve_post(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct advisory_done done;
	enum status s = call_uuid(cx, call, 0, &id);
	if (s == OK)
		s = advisory_approve(cx, id, call->if_match, &done);
	if (s == OK)
		done_write(call, &done, 0);
	return s;
}

enum status advisory_publish_before(struct cx *cx, struct call *call)
{
	struct uuid id;
	int64_t *orgs = arena_make(cx->mem, int64_t);
	enum status s = call_uuid(cx, call, 0, &id);
	if (s == OK)
		s = advisory_count(cx, id, orgs);
	if (s == OK)
		call->before = orgs;
	return s;
}

enum status advisory_publish_post(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct advisory_done done;
	enum status s = call_uuid(cx, call, 0, &id);
	if (s == OK)
		s = advisory_publish(cx, id, call->if_match, &done);
	if (s == OK)
		done_write(call, &done, call->before ? *(const int64_t *)call->before : 0);
	return s;
}

enum status advisory_withdraw_post(struct cx *cx, struct call *call)
{
	struct uuid id;
	const struct withdraw_input *input = call->input;
	struct advisory_done done;
	enum status s = call_uuid(cx, call, 0, &id);
	if (s == OK)
		s = advisory_withdraw(cx, id, input->reason, &done);
	if (s == OK)
		done_write(call, &done, 0);
	return s;
}

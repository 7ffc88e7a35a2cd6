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
	call->status = 201;
	call_header(call, S("Location"), str_format(cx->mem, "/api/v1/messages/%.*s", STR_ARG(uuid_str(cx->mem, done.message))));
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
	call->status = 201;
	done_write(call, &done, 0);
	return OK;
}

/* The page of a preview is asked in the query, as everywhere: ?after=200. */
static enum status preview(struct cx *cx, struct call *call, struct uuid id, struct advisory_content *content)
{
	bool bad = false;
	int64_t skip = 0;
	struct str after = http_query(cx->mem, call->http->query, S("after"), &bad);
	if (bad || (after.n > 0 && !str_int(after, 0, INT32_MAX, &skip)))
		return fail_field(cx, S("/after"), T_FIELD_TYPE, 0);
	return advisory_preview(cx, id, content, skip, &call->json);
}

enum status advisory_preview_post(struct cx *cx, struct call *call)
{
	struct advisory_content content = *(const struct advisory_content *)call->input;
	return preview(cx, call, (struct uuid){ { 0 } }, &content);
}

enum status advisory_stored_preview_post(struct cx *cx, struct call *call)
{
	struct uuid id;
	enum status s = call_uuid(cx, call, 0, &id);
	return s == OK ? preview(cx, call, id, NULL) : s;
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

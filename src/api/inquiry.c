#include "api/inquiry.h"
#include "api/message.h"
#include "api/report.h"
#include "api/show.h"
#include "app/inquiry.h"
#include "base/uuid.h"

/* Each of the four makes one message, from one that is named in the path. */
#define SENDS(name, use_case) \
	enum status name(struct cx *cx, struct call *call) \
	{ \
		struct report_done d; \
		struct uuid id; \
		enum status st = call_uuid(cx, call, 0, &id); \
		if (st == OK) \
			st = use_case(cx, id, call->input, &d); \
		if (st == OK) \
			call_location(cx, call, "messages", d.message); \
		return report_done_answer(call, st, &d); \
	}
SENDS(inquiry_post, inquiry_send)
SENDS(inquiry_forward_post, inquiry_forward)
SENDS(answer_post, answer_send)
SENDS(answer_sealed_post, answer_send_sealed)
SENDS(answer_relay_post, answer_relay)

enum status inquiry_list_get(struct cx *cx, struct call *call)
{
	return message_list_answer(cx, call, MESSAGE_INQUIRY);
}

static void show_item(struct cx *cx, struct jw *w, const struct thread_item *item)
{
	const struct message_view *v = &item->view;
	jw_object(w);
	if (v->recalled) {
		jw_key(w, S("tombstone"));
		message_tombstone_write(w, &v->tombstone);
	} else {
		struct message_row row = v->row;
		jw_key(w, S("message"));
		show_row(w, &row, NULL);
		for (size_t i = 0; i < v->n_who; i++)
			if (v->who[i].hop == 1) {
				show_org(w, S("to"), &v->who[i].org);
				break;
			}
		if (v->n_revisions) {
			const struct revision_view *r = &v->revisions[0];
			jw_k_raw(w, S("content"), r->content);
			message_attachments_write(cx, w, r);
			if (!uuid_is_none(r->row.r.entry))
				jw_k_uuid(w, S("entry"), r->row.r.entry);
		}
		if (v->n_deliveries) {
			jw_key(w, S("delivery"));
			show_delivery(w, &v->deliveries[0], cx->now_us, NULL);
		}
	}
	if (!uuid_is_none(item->made)) {
		jw_key(w, S("made"));
		jw_object(w);
		jw_k_uuid(w, S("id"), item->made);
		jw_k_text(w, S("number"), item->made_number);
		jw_end_object(w);
	}
	message_may_write(w, v->may);
}

enum status thread_get(struct cx *cx, struct call *call)
{
	struct thread_item *items;
	size_t n;
	struct uuid id;
	struct jw *w = &call->json;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = inquiry_thread(cx, id, &items, &n);
	if (st != OK)
		return st;
	jw_object(w);
	jw_key(w, S("items"));
	jw_array(w);
	for (size_t i = 0; i < n; i++) {
		if (items[i].place >= 0)
			continue;
		show_item(cx, w, &items[i]);
		jw_key(w, S("answers"));
		jw_array(w);
		for (size_t k = i + 1; k < n && items[k].place == (int64_t)i; k++) {
			show_item(cx, w, &items[k]);
			jw_end_object(w);
		}
		jw_end_array(w);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_end_object(w);
	return OK;
}

#include "app/mode.h"
#include "api/mode.h"
#include "api/show.h"
#include "base/str.h"
#include "base/uuid.h"

struct query_input { int state; };
static const struct str list_states[] = { LIT("open"), LIT("all"), { NULL, 0 } };
static const struct field query_fields[] = {
	{ .name = LIT("state"), .kind = FIELD_CHOICE, .offset = offsetof(struct query_input, state), .choices = list_states,
	  .ja = LIT("提案中・移行中のもの(open、既定)・すべて(all)"), .en = LIT("Proposed or on (open, default), or all") },
};
const struct field_table mode_query_table = { LIT("ModeQuery"), query_fields, 1, sizeof(struct query_input), FIELD_NO_PRESENT };

struct reason_input { struct str reason; };
static const struct field reason_fields[] = {
	{ .name = LIT("reason"), .kind = FIELD_LONG_TEXT, .flags = FIELD_REQUIRED, .offset = offsetof(struct reason_input, reason), .min = 5, .max = 2000,
	  .ja = LIT("理由(解除のときは関係者に表示されます)"), .en = LIT("Why; where it ends, everyone concerned is shown it") },
};
const struct field_table mode_reason_table = { LIT("ModeReason"), reason_fields, 1, sizeof(struct reason_input), FIELD_NO_PRESENT };

static void show_named(struct jw *w, struct str key, struct str ja, struct str en)
{
	if (!ja.n && !en.n)
		return;
	jw_key(w, key);
	jw_object(w);
	jw_k_text(w, S("ja"), ja);
	jw_k_text(w, S("en"), en);
	jw_end_object(w);
}

/* What everyone concerned is told; the rest (who, cases) is for who may switch and for the centre. */
static void show_mode_head(struct jw *w, const struct mode *m)
{
	jw_k_uuid(w, S("id"), m->id);
	jw_k_text(w, S("scope"), mode_scope_names[m->scope_kind - 1]);
	show_text(w, S("sector"), m->sector);
	jw_k_text(w, S("state"), mode_state_names[m->state - 1]);
	jw_k_bool(w, S("exercise"), m->exercise);
	jw_k_text(w, S("reason"), m->reason);
	show_time(w, S("on_at"), m->on_us);
}

static void show_mode(struct cx *cx, struct jw *w, const struct mode_row *r)
{
	const struct mode *m = &r->m;
	bool inner = mode_knows_all(cx->actor);
	jw_object(w);
	show_mode_head(w, m);
	if (inner) {
		jw_k_bool(w, S("emergency"), m->emergency);
		if (!uuid_is_none(m->incident))
			jw_k_uuid(w, S("case"), m->incident);
		show_text(w, S("case_number"), r->case_number);
		show_named(w, S("proposed_by"), r->proposed_ja, r->proposed_en);
		jw_k_time(w, S("proposed_at"), m->proposed_us);
		show_named(w, S("on_by"), r->on_ja, r->on_en);
		show_named(w, S("off_by"), r->off_ja, r->off_en);
		show_time(w, S("off_at"), m->off_us);
		show_text(w, S("off_reason"), m->off_reason);
		jw_k_int(w, S("shared"), r->shared);
		jw_k_int(w, S("version"), m->version);
		jw_key(w, S("may"));
		jw_array(w);
		if (mode_may_switch(cx->actor, m->exercise)) {
			if (m->state == MODE_PROPOSED && !uuid_eq(m->proposed_by, cx->actor->user))
				jw_text(w, S("confirm"));
			if (m->state == MODE_PROPOSED)
				jw_text(w, S("drop"));
			if (m->state == MODE_ON)
				jw_text(w, S("end"));
		}
		jw_end_array(w);
	}
	jw_end_object(w);
}

enum status mode_list_get(struct cx *cx, struct call *call)
{
	const struct query_input *in = call->input;
	struct jw *w = &call->json;
	struct mode_row *rows;
	size_t n;
	enum status st = mode_list(cx, in->state != 2, &rows, &n);
	if (st != OK)
		return st;
	jw_object(w);
	jw_key(w, S("items"));
	jw_array(w);
	for (size_t i = 0; i < n; i++)
		show_mode(cx, w, &rows[i]);
	jw_end_array(w);
	jw_end_object(w);
	return OK;
}

static enum status answer(struct call *call, enum status st, const struct mode *m)
{
	struct jw *w = &call->json;
	if (st != OK)
		return st;
	jw_object(w);
	show_mode_head(w, m);
	jw_k_int(w, S("version"), m->version);
	jw_end_object(w);
	call->etag = m->version;
	return OK;
}

enum status mode_post(struct cx *cx, struct call *call)
{
	struct mode m;
	return answer(call, mode_propose(cx, call->input, &m), &m);
}

enum status mode_confirm_post(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct mode m;
	enum status st = call_uuid(cx, call, 0, &id);
	return st == OK ? answer(call, mode_confirm(cx, id, call->if_match, &m), &m) : st;
}

enum status mode_end_post(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct mode m;
	const struct reason_input *in = call->input;
	enum status st = call_uuid(cx, call, 0, &id);
	return st == OK ? answer(call, mode_end(cx, id, call->if_match, in->reason, &m), &m) : st;
}

enum status mode_drop_post(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct mode m;
	const struct reason_input *in = call->input;
	enum status st = call_uuid(cx, call, 0, &id);
	return st == OK ? answer(call, mode_drop(cx, id, call->if_match, in->reason, &m), &m) : st;
}

enum status modes_of_me_json(struct cx *cx, struct jw *w)
{
	struct mode_row *rows;
	size_t n;
	enum status st = mode_list(cx, true, &rows, &n);
	if (st != OK)
		return st;
	jw_key(w, S("modes"));
	jw_array(w);
	for (size_t i = 0; i < n; i++) {
		if (rows[i].m.state != MODE_ON)
			continue;
		jw_object(w);
		show_mode_head(w, &rows[i].m);
		jw_end_object(w);
	}
	jw_end_array(w);
	return OK;
}

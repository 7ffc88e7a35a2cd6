#include "app/recall.h"
#include "app/access.h"
#include "app/advisory_parts.h"
#include "app/live.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/job.h"
#include <stdlib.h>

/* before 0: everything of the message; else what is older than that revision, from those who do not have `other`. */
struct recalling { struct uuid message, other, after_recipient, after_revision; int64_t before; };

static struct str recalling_write(struct cx *cx, const struct recalling *r)
{
	struct buf out;
	struct jw json;
	buf_init(&out, cx->mem, 4096);
	jw_init(&json, &out);
	jw_object(&json);
	jw_k_uuid(&json, S("message"), r->message);
	jw_k_uuid(&json, S("other"), r->other);
	jw_k_int(&json, S("before"), r->before);
	jw_k_uuid(&json, S("after_recipient"), r->after_recipient);
	jw_k_uuid(&json, S("after_revision"), r->after_revision);
	jw_end_object(&json);
	return buf_str(&out);
}

/* Narrowing where someone still has to pass the new version on by hand: who is addressed keeps the old one until then. */
struct keeping { bool by_hand; struct audience_walk walk; };

static enum status keeping_open(struct cx *cx, const struct recalling *r, struct keeping *ret)
{
	struct message m;
	struct revision now;
	struct advisory_content content;
	*ret = (struct keeping){ 0 };
	if (r->before == 0)
		return OK;
	enum status s = message_load(cx, r->message, &m);
	if (s == OK)
		s = revision_load(cx, r->message, m.latest, &now);
	if (s == OK)
		s = advisory_parse(cx, now.body, &content);
	if (s == OK)
		s = advisory_walk(cx, m.author, &content, (struct walk_when){ now.submitted_us, m.submitted_us }, &ret->walk);
	if (s == OK)
		ret->by_hand = ret->walk.net.ministry.manual || ret->walk.net.ceptoar.manual;
	return s;
}

static enum status is_kept(struct cx *cx, struct keeping *keeping, const struct recall_row *row, bool *ret)
{
	struct audience_row asked;
	*ret = row->has_other;
	if (*ret || !keeping->by_hand)
		return OK;
	*ret = row->recipient_kind == ORG_MINISTRY || row->recipient_kind == ORG_CEPTOAR;
	if (*ret)
		return OK;
	enum status s = audience_ask_org(cx, &keeping->walk, row->recipient, &asked);
	if (s == OK)
		*ret = asked.why != WHY_NOT;
	return s;
}

static enum status recall_chunk(struct cx *cx, struct recalling *r, size_t chunk, bool *ret_end)
{
	struct recall_row *rows = arena_array(cx->mem, struct recall_row, chunk);
	struct recall_ask ask = { r->message, r->other, r->after_recipient, r->after_revision, r->before };
	struct keeping keeping;
	size_t n = 0;
	enum status s = keeping_open(cx, r, &keeping);
	if (s == OK)
		s = recall_list(cx, &ask, chunk, rows, &n);
	for (size_t i = 0; s == OK && i < n; i++) {
		bool kept = false;
		if (r->before)
			s = is_kept(cx, &keeping, &rows[i], &kept);
		if (s != OK || kept)
			continue;
		live_note(cx, LIVE_RECALL, r->message, rows[i].recipient);
		s = recall_one(cx, rows[i].id, r->before ? RECALL_NARROWED : RECALL_WITHDRAWN);
	}
	if (s != OK)
		return s;
	*ret_end = n < chunk;
	if (n > 0) {
		r->after_recipient = rows[n - 1].recipient;
		r->after_revision = rows[n - 1].revision;
	}
	return OK;
}

/* One key for the withdrawal and one for each narrowing: none keeps another from starting. */
static struct str recalling_key(struct cx *cx, struct uuid message, struct str rest)
{
	struct str id = uuid_str(cx->mem, message);
	return str_format(cx->mem, "recall:%.*s:%.*s", STR_ARG(id), STR_ARG(rest));
}

static enum status start(struct cx *cx, struct recalling *r)
{
	bool end = false;
	enum status s = recall_chunk(cx, r, chunk_size(cx, false), &end);
	if (s != OK || end)
		return s;
	struct str key = recalling_key(cx, r->message, r->before ? uuid_str(cx->mem, r->other) : S("all"));
	return job_add(cx, S("recall"), cx->now_us, key, recalling_write(cx, r));
}

enum status recall_start(struct cx *cx, struct uuid message)
{
	return start(cx, &(struct recalling){ .message = message });
}

enum status recall_start_narrowing(struct cx *cx, struct uuid message, struct uuid now, int64_t number)
{
	return start(cx, &(struct recalling){ .message = message, .other = now, .before = number });
}

enum status recall_work(struct cx *cx, struct str payload, bool alone, struct str *ret_rest)
{
	const struct json *in;
	bool end = false;
	enum status s = json_parse(cx, payload, &in);
	if (s != OK)
		return s;
	struct recalling r = {
		.message = payload_uuid(in, S("message")), .other = payload_uuid(in, S("other")), .before = json_get_int(in, S("before"), 0),
		.after_recipient = payload_uuid(in, S("after_recipient")), .after_revision = payload_uuid(in, S("after_revision")),
	};
	s = recall_chunk(cx, &r, chunk_size(cx, alone), &end);
	if (s == OK)
		*ret_rest = end ? NO_STR : recalling_write(cx, &r);
	return s;
}

/* --- the sender's view --- */

static enum status settle(struct cx *cx, struct recalled_query *q, struct message *ret)
{
	bool had = false;
	enum status s = need_content(cx);
	if (s == OK)
		s = message_load(cx, q->message, ret);
	if (s != OK)
		return s;
	q->all = uuid_eq(ret->author, cx->actor->org);
	if (!q->all)
		s = recall_had(cx, cx->actor->org, q->message, &had);
	return s == OK && !q->all && !had ? fail(cx, E_MISSING, T_MISSING) : s;
}

enum status recall_rows(struct cx *cx, struct recalled_query *q, struct recalled **ret, size_t *ret_n)
{
	struct message m;
	enum status s = settle(cx, q, &m);
	return s == OK ? recalled_list(cx, cx->actor->org, q, ret, ret_n) : s;
}

enum status recall_page(struct cx *cx, struct recalled_query *q, struct recall_board *ret)
{
	struct message m;
	struct recall_board b = { .n = 0 };
	enum status s = settle(cx, q, &m);
	if (s == OK)                                            /* asked first: "no" must mean that what is counted next is all */
		s = job_is_waiting(cx, recalling_key(cx, q->message, S("")), &b.running);
	if (s == OK)
		s = recalled_summary(cx, cx->actor->org, q, &b.summary);
	if (s == OK)
		s = recalled_list(cx, cx->actor->org, q, &b.rows, &b.n);
	if (s != OK)
		return s;
	b.withdrawn_us = m.status == STATUS_WITHDRAWN ? m.updated_us : 0;
	*ret = b;
	return OK;
}

/* --- before a next version --- */

static int uuid_order(const void *a, const void *b)
{
	return uuid_cmp(*(const struct uuid *)a, *(const struct uuid *)b);
}

enum status audience_compare(struct cx *cx, struct uuid message, struct uuid *audience, size_t n, struct audience_change *ret)
{
	struct audience_change change = { .lost = arena_array(cx->mem, struct uuid, LOST_SHOWN) };
	struct holder *holders = NULL;
	size_t n_holders = 0;
	enum status s = holders_list(cx, message, &holders, &n_holders);
	if (s != OK)
		return s;
	if (n > 0)
		qsort(audience, n, sizeof *audience, uuid_order);
	for (size_t i = 0; i < n_holders; i++) {
		if (n > 0 && bsearch(&holders[i].org, audience, n, sizeof *audience, uuid_order)) {
			change.keep++;
			continue;
		}
		change.lose++;
		change.lose_seen += holders[i].seen;
		if (change.n_lost < LOST_SHOWN)
			change.lost[change.n_lost++] = holders[i].org;
	}
	change.gain = (int64_t)n - change.keep;
	*ret = change;
	return OK;
}

/* Leaving a group: what came by it. Declared in app/recall.h. */
#include "app/access.h"
#include "app/advisory_parts.h"
#include "app/live.h"
#include "app/party.h"
#include "app/recall.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/job.h"

#define LEAVING_CHUNK 200

struct leaver { struct uuid org, group; struct uuid after; };

static struct str leaver_write(struct cx *cx, const struct leaver *l)
{
	struct buf out;
	struct jw json;
	buf_init(&out, cx->mem, 4096);
	jw_init(&json, &out);
	jw_object(&json);
	jw_k_uuid(&json, S("org"), l->org);
	jw_k_uuid(&json, S("group"), l->group);
	jw_k_uuid(&json, S("after"), l->after);
	jw_end_object(&json);
	return buf_str(&out);
}

static struct str leaver_key(struct cx *cx, const struct leaver *l)
{
	struct str org = uuid_str(cx->mem, l->org), group = uuid_str(cx->mem, l->group);
	return str_format(cx->mem, "leave:%.*s:%.*s", STR_ARG(org), STR_ARG(group));
}

/* The choice without the group; *ret_named: it is in it. */
static struct audience without(struct cx *cx, const struct audience *audience, struct uuid group, bool *ret_named)
{
	const struct uuid *all = audience->ceptoars.p;
	struct uuid *rest = arena_array(cx->mem, struct uuid, audience->ceptoars.n + 1);
	struct audience a = *audience;
	a.ceptoars = (struct list){ rest, 0 };
	for (size_t i = 0; i < audience->ceptoars.n; i++)
		if (!uuid_eq(all[i], group))
			rest[a.ceptoars.n++] = all[i];
	*ret_named = a.ceptoars.n < audience->ceptoars.n;
	return a;
}

/* Addressed by the group alone? Who stands on the way to others has it for their sake. */
static enum status by_group_alone(struct cx *cx, const struct leaver *l, const struct held_row *row, bool *ret)
{
	struct revision r;
	struct advisory_content content;
	struct audience_walk walk;
	struct audience_row asked;
	bool named = false, passes = false;
	*ret = false;
	enum status s = revision_load(cx, row->message, row->revision_number, &r);
	if (s == OK)
		s = advisory_parse(cx, r.body, &content);
	if (s != OK)
		return s;
	content.recipients = without(cx, &content.recipients, l->group, &named);
	if (!named)
		return OK;
	s = advisory_walk(cx, row->author, &content, (struct walk_when){ cx->now_us, r.submitted_us }, &walk);
	if (s == OK)
		s = audience_ask_org(cx, &walk, l->org, &asked);
	if (s == OK)
		s = recall_passed_on(cx, row->message, l->org, &passes);
	if (s == OK)
		*ret = asked.why == WHY_NOT && !passes;
	return s;
}

static enum status came_by_group(struct cx *cx, const struct leaver *l, const struct held_row *row, bool *ret)
{
	*ret = false;
	if (row->everyone || uuid_eq(row->about_author, l->org))
		return OK;
	*ret = uuid_eq(row->via, l->group);
	return *ret || row->kind != MESSAGE_ADVISORY ? OK : by_group_alone(cx, l, row, ret);
}

static enum status leave_chunk(struct cx *cx, struct leaver *l, bool *ret_end)
{
	struct held_row *rows = arena_array(cx->mem, struct held_row, LEAVING_CHUNK);
	size_t n = 0;
	enum status s = held_list(cx, l->org, l->after, LEAVING_CHUNK, rows, &n);
	for (size_t i = 0; s == OK && i < n; i++) {
		bool goes = false;
		s = came_by_group(cx, l, &rows[i], &goes);
		if (s != OK || !goes)
			continue;
		live_note(cx, LIVE_RECALL, rows[i].message, l->org);
		live_note(cx, LIVE_BOARD, rows[i].message, rows[i].author);
		if (!uuid_eq(rows[i].via, rows[i].author))
			live_note(cx, LIVE_BOARD, rows[i].message, rows[i].via);
		s = leave_one(cx, rows[i].id, l->group);
	}
	if (s != OK)
		return s;
	*ret_end = n < LEAVING_CHUNK;
	if (n > 0)
		l->after = rows[n - 1].id;
	return OK;
}

enum status recall_start_leaving(struct cx *cx, struct uuid org, struct uuid group)
{
	struct leaver l = { .org = org, .group = group };
	bool end = false;
	enum status s = leave_chunk(cx, &l, &end);
	return s != OK || end ? s : job_add(cx, S("leave"), cx->now_us, leaver_key(cx, &l), leaver_write(cx, &l));
}

enum status recall_leaving_work(struct cx *cx, struct str payload, struct str *ret_rest)
{
	const struct json *in;
	bool end = false, member = false;
	enum status s = json_parse(cx, payload, &in);
	if (s != OK)
		return s;
	struct leaver l = { payload_uuid(in, S("org")), payload_uuid(in, S("group")), payload_uuid(in, S("after")) };
	*ret_rest = NO_STR;
	s = party_is_member(cx, l.org, l.group, day_of(cx->now_us), &member);
	if (s != OK || member)                                  /* it has joined again meanwhile */
		return s;
	s = leave_chunk(cx, &l, &end);
	if (s == OK && !end)
		*ret_rest = leaver_write(cx, &l);
	return s;
}

/* --- what it would do, and did --- */

static enum status may_know(struct cx *cx, struct uuid org, struct uuid group)
{
	const struct actor *a = cx->actor;
	if (!a)
		return fail(cx, E_LOGIN, T_LOGIN_NEEDED);
	bool of_group = uuid_eq(a->org, group) && (a->roles & (ROLE_OFFICER | ROLE_ORG_ADMIN));
	return (a->roles & ROLE_PLATFORM) || of_group || uuid_eq(a->org, org) ? OK : fail(cx, E_MISSING, T_MISSING);
}

static enum status look_ahead(struct cx *cx, const struct leaver *l, struct leaving *ret)
{
	struct held_row *rows = arena_array(cx->mem, struct held_row, LEAVING_LOOK + 1);
	size_t n = 0;
	enum status s = held_list(cx, l->org, l->after, LEAVING_LOOK + 1, rows, &n);
	ret->more = n > LEAVING_LOOK;
	for (size_t i = 0; s == OK && i < n && i < LEAVING_LOOK; i++) {
		bool goes = false;
		s = came_by_group(cx, l, &rows[i], &goes);
		ret->unseen += goes && !rows[i].seen;
		ret->seen += goes && rows[i].seen;
		ret->stays += !goes;
	}
	return s;
}

enum status recall_leaving(struct cx *cx, struct uuid org, struct uuid group, struct leaving *ret)
{
	struct leaver l = { .org = org, .group = group };
	struct leaving out = { 0 };
	enum status s = may_know(cx, org, group);
	if (s == OK)
		s = party_is_member(cx, org, group, day_of(cx->now_us), &out.member);
	if (s == OK)
		s = job_is_waiting(cx, leaver_key(cx, &l), &out.running);
	if (s == OK)
		s = left_counts(cx, org, group, &out.left);
	if (s == OK && out.member)
		s = look_ahead(cx, &l, &out);
	if (s == OK)
		*ret = out;
	return s;
}

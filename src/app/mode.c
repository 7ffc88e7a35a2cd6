#include "app/mode.h"
#include "app/access.h"
#include "app/journal.h"
#include "app/live.h"
#include "app/mode_parts.h"
#include "app/party.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/job.h"

bool mode_may_switch(const struct actor *a, bool exercise)
{
	bool here = a->org_kind == ORG_CENTRE || a->org_kind == ORG_CRISIS;
	return here && (a->roles & (exercise ? MAY_MODE : MAY_MODE & ~(unsigned)ROLE_DRILL));
}

/* The centre's people who read content; not who runs the platform or audits there: a case's number is content. */
bool mode_knows_all(const struct actor *a)
{
	return mode_may_switch(a, true) || (actor_is_centre(a) && (a->roles & ROLES_CONTENT));
}

static enum status need_switch(struct cx *cx, bool exercise)
{
	enum status st = need_person(cx);
	if (st == OK)
		st = need_role(cx, MAY_MODE);
	return st == OK && !mode_may_switch(cx->actor, exercise) ? fail(cx, E_DENIED, T_DENIED) : st;
}

/* Whoever may switch sees at once that something is proposed or changed; all others get the notice. */
static enum status tell_switchers(struct cx *cx, struct uuid mode)
{
	struct network net = { 0 };
	struct org centre;
	enum status st = party_centre(cx, &centre);
	if (st == OK)
		st = mode_agencies_load(cx, day_of(cx->now_us), &net);
	if (st != OK)
		return st;
	live_note(cx, LIVE_MODE, mode, centre.id);
	for (size_t i = 0; i < net.n_crisis; i++)
		live_note(cx, LIVE_MODE, mode, net.crisis[i].id);
	return OK;
}

/* State, journal, notice and the work on what is under way: together. */
static enum status switched(struct cx *cx, const struct mode *m, struct str verb)
{
	enum status st = journal_append(cx, verb, m->id, NULL, NULL);
	if (st == OK)
		st = tell_switchers(cx, m->id);
	if (st == OK)
		st = mode_notice(cx, m);
	if (st == OK)
		st = mode_start_work(cx, m);
	return st;
}

enum status mode_propose(struct cx *cx, const struct mode_input *in, struct mode *ret)
{
	struct mode m = {
		.id = uuid_new(cx->now_us), .scope_kind = (enum mode_scope)in->scope, .incident = in->incident, .sector = in->sector,
		.state = in->emergency ? MODE_ON : MODE_PROPOSED, .exercise = in->exercise, .emergency = in->emergency, .reason = in->reason,
		.proposed_us = cx->now_us, .version = 1,
	};
	enum status st = need_switch(cx, in->exercise);
	if (st == OK)
		st = mode_check(cx, in);
	if (st == OK && in->scope == MODE_CASE)
		st = mode_case_known(cx, in->incident, in->exercise);
	if (st != OK)
		return st;
	m.proposed_by = cx->actor->user;
	if (in->emergency) {
		m.on_by = cx->actor->user;
		m.on_us = cx->now_us;
	}
	st = mode_row_add(cx, &m);
	if (st == OK && in->emergency)
		st = switched(cx, &m, S("mode.emergency"));
	else if (st == OK) {
		st = journal_append(cx, S("mode.propose"), m.id, NULL, NULL);
		if (st == OK)
			st = tell_switchers(cx, m.id);
	}
	if (st == OK)
		*ret = m;
	return st;
}

static enum status load(struct cx *cx, struct uuid id, int64_t version, struct mode *ret)
{
	struct mode m;
	enum status st = need_switch(cx, true);
	if (st == OK)
		st = mode_row_load(cx, id, &m);
	if (st == OK)
		st = need_switch(cx, m.exercise);
	if (st != OK)
		return st;
	if (version && version != m.version)
		return fail(cx, E_STALE, T_STALE);
	*ret = m;
	return OK;
}

static enum status save(struct cx *cx, struct mode *m, struct mode *ret)
{
	enum status st = mode_row_save(cx, m);
	if (st == E_STALE) {                                    /* of two people at once one was quicker */
		*cx->problem = (struct problem){ 0 };
		return fail(cx, E_CONFLICT, T_MODE_STATE);
	}
	if (st == OK) {
		m->version++;
		*ret = *m;
	}
	return st;
}

enum status mode_confirm(struct cx *cx, struct uuid id, int64_t version, struct mode *ret)
{
	struct mode m, after;
	enum status st = load(cx, id, version, &m);
	if (st == OK)
		st = mode_confirmed(cx, &m, cx->actor->user, &after);
	if (st == OK)
		st = switched(cx, &after, S("mode.confirm"));
	return st == OK ? save(cx, &after, ret) : st;
}

enum status mode_end(struct cx *cx, struct uuid id, int64_t version, struct str reason, struct mode *ret)
{
	struct mode m, after;
	enum status st = load(cx, id, version, &m);
	if (st == OK)
		st = mode_ended(cx, &m, cx->actor->user, reason, &after);
	if (st == OK)
		st = switched(cx, &after, S("mode.end"));
	return st == OK ? save(cx, &after, ret) : st;
}

enum status mode_drop(struct cx *cx, struct uuid id, int64_t version, struct str reason, struct mode *ret)
{
	struct mode m, after;
	enum status st = load(cx, id, version, &m);
	if (st == OK)
		st = mode_dropped(cx, &m, cx->actor->user, reason, &after);
	if (st == OK)
		st = journal_append(cx, S("mode.drop"), m.id, NULL, NULL);
	if (st == OK)
		st = tell_switchers(cx, m.id);
	return st == OK ? save(cx, &after, ret) : st;
}

enum status mode_list(struct cx *cx, bool open, struct mode_row **ret, size_t *ret_n)
{
	struct mode_row *rows;
	size_t n = 0, kept = 0;
	struct org own;
	if (!cx->actor)
		return fail(cx, E_LOGIN, T_LOGIN_NEEDED);
	bool all = mode_knows_all(cx->actor);
	enum status st = mode_row_list(cx, open || !all, MODES_MAX, &rows, &n);
	if (st == OK && n && !all)
		st = org_get(cx, cx->actor->org, day_of(cx->now_us), &own);
	if (st != OK)
		return st;
	for (size_t i = 0; i < n; i++) {
		const struct mode *m = &rows[i].m;
		bool added = cx->actor->org_kind == ORG_CRISIS || cx->actor->org_kind == ORG_RESPONSE_AGENCY || cx->actor->org_kind == ORG_DISASTER_AGENCY;
		bool mine = m->scope_kind == MODE_COUNTRY || added || (m->scope_kind == MODE_SECTOR && str_eq(m->sector, own.sector));
		if (!all && m->scope_kind == MODE_SECTOR && cx->actor->org_kind == ORG_MINISTRY && m->state == MODE_ON) {
			struct org ministry;
			st = party_ministry_of(cx, m->sector, day_of(cx->now_us), &ministry);
			if (st == E_MISSING)
				*cx->problem = (struct problem){ 0 };
			else if (st != OK)
				return st;
			mine = mine || (st == OK && uuid_eq(ministry.id, cx->actor->org));
		}
		if (all || (mine && m->state == MODE_ON))
			rows[kept++] = rows[i];
	}
	*ret = rows;
	*ret_n = kept;
	return OK;
}

enum status mode_in_force(struct cx *cx, const struct list *sectors, const struct mode_ask *ask, bool *ret)
{
	const struct str *names = sectors->p;
	struct mode_ask one = *ask;
	bool on = false;
	one.sector = NO_STR;
	enum status st = mode_row_in_force(cx, &one, &on);
	for (size_t i = 0; st == OK && !on && i < sectors->n; i++) {
		one.sector = names[i];
		st = mode_row_in_force(cx, &one, &on);
	}
	if (st == OK)
		*ret = on;
	return st;
}

#include "app/incident.h"
#include <stddef.h>
#include "app/access.h"
#include "app/join.h"
#include "app/journal.h"
#include "app/live.h"
#include "app/mode.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/incident.h"
#include "store/message.h"
#include "store/rating.h"

#define DOC(j, e) .ja = LIT(j), .en = LIT(e)
#define AT(member) .offset = offsetof(struct incident_input, member)
#define TITLE { .name = LIT("title"), .kind = FIELD_TEXT, AT(title), .max = 200, \
	DOC("件名(省くと最初の情報連絡の件名)", "Title; by default that of the first report") }
#define SUMMARY { .name = LIT("summary"), .kind = FIELD_LONG_TEXT, AT(summary), .max = 4000, \
	DOC("概要(センターの内部)", "Summary, for the centre only") }
#define SECTOR { .name = LIT("sector"), .kind = FIELD_TEXT, AT(sector), .max = 40, DOC("主な分野", "The main sector") }
#define OWNER { .name = LIT("owner"), .kind = FIELD_UUID, AT(owner), DOC("担当者", "Whose case it is") }
static const struct field fields[] = {
	TITLE, SUMMARY, SECTOR, OWNER,
	{ .name = LIT("reports"), .kind = FIELD_LIST, .flags = FIELD_UNIQUE, AT(reports), .item = FIELD_UUID, .max = 100,
	  DOC("情報連絡", "Reports") },
	{ .name = LIT("exercise"), .kind = FIELD_BOOL, AT(exercise),
	  DOC("訓練・演習(情報連絡があればそれに従う)", "An exercise; where there are reports, as they are") },
};
const struct field_table incident_table = {
	LIT("CaseInput"), fields, sizeof fields / sizeof *fields, sizeof(struct incident_input), offsetof(struct incident_input, present),
};
static const struct field change_fields[] = {
	TITLE, SUMMARY, SECTOR, OWNER,
	{ .name = LIT("unassign"), .kind = FIELD_BOOL, AT(unassign), DOC("担当者を外す", "Take the owner off") },
};
const struct field_table incident_change_table = {
	LIT("CaseChange"), change_fields, sizeof change_fields / sizeof *change_fields, sizeof(struct incident_input),
	offsetof(struct incident_input, present),
};
enum { GIVEN_TITLE = 1, GIVEN_SUMMARY = 2, GIVEN_SECTOR = 4, GIVEN_OWNER = 8 };        /* bits of present, in both tables */

enum status incident_need(struct cx *cx)
{
	enum status st = need_role(cx, MAY_CASE);
	return st == OK && !actor_is_centre(cx->actor) ? fail(cx, E_DENIED, T_DENIED) : st;
}

enum status incident_take_part(struct cx *cx, struct uuid id, struct incident *ret)
{
	struct incident i;
	enum status st = incident_need(cx);
	if (st == OK)
		st = incident_load(cx, cx->actor->org, id, &i);
	if (st == OK && i.state == INCIDENT_MERGED)
		st = fail(cx, E_CONFLICT, T_CASE_MERGED);
	if (st == OK)
		*ret = i;
	return st;
}

enum status incident_tell(struct cx *cx, struct uuid incident, enum incident_what what, struct uuid object, struct str text)
{
	return incident_event_add(cx, &(struct incident_event){
		.id = uuid_new(cx->now_us), .incident = incident, .what = what, .org = cx->actor->org, .account = cx->actor->user,
		.object = object, .text = text, .at_us = cx->now_us,
	});
}

enum status incident_refresh(struct cx *cx, struct incident *i)
{
	const struct fact *scheme = severity_scheme_now(cx->catalog, day_of(cx->now_us));
	int64_t sectors = 0;
	enum status st = incident_signals(cx, i->id, &i->signals, &sectors);
	if (st == OK && sectors > 1)
		i->signals |= SIGNAL_SECTORS;
	i->level = -1;
	if (st == OK && scheme)
		st = rating_level(cx, i->id, scheme->id, &i->level);
	i->urgency = urgency_of(i->signals | SIGNAL_LEVEL, 0, i->level);
	return st;
}

enum status incident_finish(struct cx *cx, struct incident *i, struct str verb, struct incident_done *ret)
{
	i->updated_us = cx->now_us;
	enum status st = incident_save(cx, i);
	if (st == OK)
		st = journal_append(cx, verb, i->id, NULL, NULL);
	if (st != OK)
		return st;
	live_note(cx, LIVE_CASE, i->id, i->org);
	*ret = (struct incident_done){ i->id, i->number, i->state, i->version + 1 };
	return OK;
}

/* --- what is put in -------------------------------------------------------------------------------------------------------- */

static enum status check_owner(struct cx *cx, struct uuid owner)
{
	struct person *people;
	size_t n;
	if (uuid_is_none(owner))
		return OK;
	enum status st = incident_people(cx, cx->actor->org, MAY_CASE, &people, &n);
	for (size_t i = 0; st == OK && i < n; i++)
		if (uuid_eq(people[i].id, owner))
			return OK;
	if (st != OK)
		return st;
	(void)fail_field(cx, S("/owner"), T_CASE_OWNER, 0);
	return fail(cx, E_INVALID, T_INPUT);
}

static enum status check_sector(struct cx *cx, struct str sector)
{
	if (!sector.n || catalog_has(cx->catalog, S("sector"), sector, day_of(cx->now_us)))
		return OK;
	(void)fail_field(cx, S("/sector"), T_FIELD_CHOICE, 0);
	return fail(cx, E_INVALID, T_INPUT);
}

/* The reports, which the centre must have; all real or all exercises. */
static enum status load_reports(struct cx *cx, const struct list *ids, struct message_row **ret)
{
	struct message_row *rows = arena_array(cx->mem, struct message_row, ids->n + 1);
	bool wrong = false;
	for (size_t i = 0; i < ids->n; i++) {
		enum status st = message_get(cx, cx->actor->org, ((const struct uuid *)ids->p)[i], &rows[i]);
		if (st != OK && st != E_MISSING)
			return st;
		if (st == E_MISSING)
			*cx->problem = (struct problem){ 0 };
	}
	for (size_t i = 0; i < ids->n; i++) {
		struct str pointer = str_format(cx->mem, "/reports/%zu", i);
		if (uuid_is_none(rows[i].m.id) || rows[i].m.kind != MESSAGE_REPORT || rows[i].m.latest == 0)
			wrong |= fail_field(cx, pointer, T_CASE_REPORT, 0) != OK;
		else if (rows[i].m.exercise != rows[0].m.exercise)
			wrong |= fail_field(cx, pointer, T_CASE_EXERCISE, 0) != OK;
	}
	*ret = rows;
	return wrong ? fail(cx, E_INVALID, T_INPUT) : OK;
}

static enum status put_reports(struct cx *cx, struct incident *i, const struct message_row *rows, size_t n)
{
	int64_t have = 0;
	enum status st = incident_count(cx, i->id, &have);
	if (st == OK && have + (int64_t)n > INCIDENT_REPORTS_MAX) {
		(void)fail_field(cx, S("/reports"), T_CASE_FULL, INCIDENT_REPORTS_MAX);
		return fail(cx, E_INVALID, T_INPUT);
	}
	for (size_t k = 0; st == OK && k < n; k++) {
		st = join_index_report(cx, i->org, rows[k].m.id);
		if (st == OK)
			st = incident_put(cx, i->id, rows[k].m.id, cx->actor->user, cx->now_us);
		if (st == OK)
			st = incident_tell(cx, i->id, INCIDENT_ADDED, rows[k].m.id, NO_STR);
	}
	return st == OK ? incident_refresh(cx, i) : st;
}

static enum status make(struct cx *cx, struct incident *i)
{
	i->id = uuid_new(cx->now_us);
	i->org = cx->actor->org;
	i->state = INCIDENT_OPEN;
	i->level = -1;
	i->version = 1;
	i->opened_us = i->updated_us = cx->now_us;
	enum status st = incident_number(cx, fiscal_year_of(day_of(cx->now_us)), &i->number);
	if (st == OK)
		st = incident_add(cx, i);
	if (st == OK)
		st = incident_tell(cx, i->id, INCIDENT_MADE, (struct uuid){ { 0 } }, NO_STR);
	return st;
}

enum status incident_open(struct cx *cx, const struct incident_input *in, struct incident_done *ret)
{
	struct message_row *rows = NULL;
	enum status st = incident_need(cx);
	if (st == OK)
		st = check_owner(cx, in->owner);
	if (st == OK)
		st = check_sector(cx, in->sector);
	if (st == OK)
		st = load_reports(cx, &in->reports, &rows);
	if (st == OK && !in->title.n && in->reports.n == 0) {
		(void)fail_field(cx, S("/title"), T_FIELD_REQUIRED, 0);
		st = fail(cx, E_INVALID, T_INPUT);
	}
	if (st != OK)
		return st;
	struct incident i = {
		.title = in->title.n ? in->title : rows[0].m.title, .summary = in->summary, .owner = in->owner,
		.sector = in->sector.n || in->reports.n == 0 ? in->sector : rows[0].m.sector,
		.exercise = in->reports.n ? rows[0].m.exercise : in->exercise,
	};
	st = make(cx, &i);
	if (st == OK)
		st = put_reports(cx, &i, rows, in->reports.n);
	return st == OK ? incident_finish(cx, &i, S("case.open"), ret) : st;
}

enum status incident_edit(struct cx *cx, struct uuid id, int64_t version, const struct incident_input *in, struct incident_done *ret)
{
	struct incident i;
	enum status st = incident_take_part(cx, id, &i);
	if (st == OK && version != i.version)
		st = fail(cx, E_STALE, T_STALE);
	if (st == OK)
		st = check_owner(cx, in->owner);
	if (st == OK)
		st = check_sector(cx, in->sector);
	if (st == OK && in->present & GIVEN_TITLE && !in->title.n) {
		(void)fail_field(cx, S("/title"), T_FIELD_REQUIRED, 0);
		st = fail(cx, E_INVALID, T_INPUT);
	}
	if (st != OK)
		return st;
	struct uuid owner = in->unassign ? (struct uuid){ { 0 } } : in->present & GIVEN_OWNER ? in->owner : i.owner;
	bool owned = !uuid_eq(owner, i.owner);
	i.title = in->present & GIVEN_TITLE ? in->title : i.title;
	i.summary = in->present & GIVEN_SUMMARY ? in->summary : i.summary;
	i.sector = in->present & GIVEN_SECTOR ? in->sector : i.sector;
	i.owner = owner;
	if (owned)
		st = incident_tell(cx, i.id, INCIDENT_OWNED, owner, NO_STR);
	if (st == OK && in->present & (GIVEN_TITLE | GIVEN_SUMMARY | GIVEN_SECTOR))
		st = incident_tell(cx, i.id, INCIDENT_EDITED, (struct uuid){ { 0 } }, NO_STR);
	return st == OK ? incident_finish(cx, &i, S("case.edit"), ret) : st;
}

enum status incident_add_reports(struct cx *cx, struct uuid id, const struct list *reports, struct incident_done *ret)
{
	struct incident i;
	struct message_row *rows;
	int64_t have = 0;
	enum status st = incident_take_part(cx, id, &i);
	if (st == OK)
		st = load_reports(cx, reports, &rows);
	if (st == OK)
		st = incident_count(cx, id, &have);
	if (st != OK)
		return st;
	if (rows[0].m.exercise != i.exercise) {
		(void)fail_field(cx, S("/reports/0"), T_CASE_EXERCISE, 0);
		return fail(cx, E_INVALID, T_INPUT);
	}
	if (!i.sector.n && have == 0)
		i.sector = rows[0].m.sector;
	st = put_reports(cx, &i, rows, reports->n);
	for (size_t k = 0; st == OK && k < reports->n; k++)
		st = mode_case_joined(cx, id, rows[k].m.id);
	return st == OK ? incident_finish(cx, &i, S("case.add"), ret) : st;
}

enum status incident_remove_report(struct cx *cx, struct uuid id, struct uuid report, struct incident_done *ret)
{
	struct incident i;
	enum status st = incident_take_part(cx, id, &i);
	if (st == OK)
		st = incident_take(cx, id, report, cx->now_us);
	if (st == OK)
		st = incident_tell(cx, id, INCIDENT_REMOVED, report, NO_STR);
	if (st == OK)
		st = incident_refresh(cx, &i);
	return st == OK ? incident_finish(cx, &i, S("case.remove"), ret) : st;
}

enum status incident_note(struct cx *cx, struct uuid id, struct str text, struct incident_done *ret)
{
	struct incident i;
	enum status st = incident_take_part(cx, id, &i);
	if (st == OK)
		st = incident_tell(cx, id, INCIDENT_NOTED, (struct uuid){ { 0 } }, text);
	return st == OK ? incident_finish(cx, &i, S("case.note"), ret) : st;
}

enum status incident_set_state(struct cx *cx, struct uuid id, int state, struct str note, struct incident_done *ret)
{
	struct incident i;
	enum status st = incident_take_part(cx, id, &i);
	if (st == OK)
		st = incident_state_after(cx, i.state, state);
	if (st != OK)
		return st;
	i.state = state;
	i.closed_us = state == INCIDENT_CLOSED ? cx->now_us : 0;
	st = incident_tell(cx, id, INCIDENT_MOVED, (struct uuid){ { 0 } },
	                   str_format(cx->mem, "%.*s\n%.*s", STR_ARG(incident_state_names[state - 1]), STR_ARG(note)));
	return st == OK ? incident_finish(cx, &i, S("case.state"), ret) : st;
}

/* --- merging and splitting -------------------------------------------------------------------------------------------------- */

enum status incident_merge_into(struct cx *cx, struct uuid id, struct uuid into, struct str note, struct incident_done *ret)
{
	struct incident from, to;
	struct incident_done gone;
	int64_t here = 0, there = 0;
	enum status st = incident_take_part(cx, id, &from);
	if (st == OK)
		st = incident_take_part(cx, into, &to);
	if (st != OK)
		return st;
	if (uuid_eq(id, into))
		return fail(cx, E_CONFLICT, T_CASE_SELF);
	if (from.exercise != to.exercise)
		return fail(cx, E_CONFLICT, T_CASE_EXERCISE);
	st = incident_count(cx, id, &here);
	if (st == OK)
		st = incident_count(cx, into, &there);
	if (st == OK && here + there > INCIDENT_REPORTS_MAX) {
		(void)fail_field(cx, S("/into"), T_CASE_FULL, INCIDENT_REPORTS_MAX);
		return fail(cx, E_INVALID, T_INPUT);
	}
	if (st == OK)
		st = incident_move(cx, id, into, (struct uuid){ { 0 } }, cx->now_us);
	if (st == OK)
		st = incident_point(cx, id, into);
	if (st == OK)
		st = incident_tell(cx, id, INCIDENT_MERGED_INTO, into, note);
	if (st == OK)
		st = incident_tell(cx, into, INCIDENT_MERGED_IN, id, note);
	if (st == OK)
		st = incident_refresh(cx, &to);
	if (st != OK)
		return st;
	from.state = INCIDENT_MERGED;
	from.merged_into = into;
	from.closed_us = cx->now_us;
	from.signals = 0;
	from.urgency = 0;
	st = incident_finish(cx, &from, S("case.merge"), &gone);
	if (st == OK)
		st = mode_case_merged(cx, id, into);
	return st == OK ? incident_finish(cx, &to, S("case.merge"), ret) : st;
}

enum status incident_split_off(struct cx *cx, struct uuid id, const struct list *reports, struct str title, struct incident_done *ret)
{
	struct incident i;
	struct incident_done old;
	struct message_row *rows;
	const struct uuid *ids = reports->p;
	int64_t have = 0;
	enum status st = incident_take_part(cx, id, &i);
	if (st == OK)
		st = load_reports(cx, reports, &rows);
	if (st == OK)
		st = incident_count(cx, id, &have);
	if (st == OK && have <= (int64_t)reports->n)
		st = fail(cx, E_CONFLICT, T_CASE_SPLIT);
	if (st != OK)
		return st;
	struct incident part = {
		.title = title.n ? title : rows[0].m.title, .sector = rows[0].m.sector, .owner = i.owner, .exercise = i.exercise,
	};
	st = make(cx, &part);
	for (size_t k = 0; st == OK && k < reports->n; k++)
		st = incident_move(cx, id, part.id, ids[k], cx->now_us);
	if (st == OK)
		st = incident_tell(cx, id, INCIDENT_SPLIT_OFF, part.id, NO_STR);
	if (st == OK)
		st = incident_tell(cx, part.id, INCIDENT_SPLIT_FROM, id, NO_STR);
	if (st == OK)
		st = incident_refresh(cx, &i);
	if (st == OK)
		st = incident_refresh(cx, &part);
	if (st == OK)
		st = incident_finish(cx, &i, S("case.split"), &old);
	return st == OK ? incident_finish(cx, &part, S("case.split"), ret) : st;
}

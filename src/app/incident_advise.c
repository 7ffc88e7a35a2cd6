/* From a case to an advisory: what each report's source allows, and a draft with no more than that. */
#include "app/consent.h"
#include "app/incident.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/incident.h"

#define ADVISORY_SOURCES_MAX 50                                 /* as model/advisory.c bounds based_on */

static enum status consent_in_force(struct cx *cx, const struct incident_report *r, struct incident_source *to)
{
	static const struct str answers[] = { LIT("not_asked"), LIT("asked"), LIT("given"), LIT("refused"), LIT("taken_back") };
	struct consent_state state;
	enum status st = consent_of(cx, r->row.m.id, CONSENT_USE_WIDER, &state);
	if (st != OK)
		return st;
	to->consent = state.kind ? state.kind : CONSENT_NONE;
	to->answer = answers[state.asked ? CONSENT_ASKED : state.answer];
	to->note = state.note;
	return OK;
}

static void judge(struct incident_source *s)
{
	s->allowed = s->row.m.tlp != TLP_RED && s->consent != CONSENT_NONE;
	s->why = s->row.m.tlp == TLP_RED ? T_SOURCE_RED : s->consent == CONSENT_NONE ? T_SOURCE_NO_CONSENT
		: s->consent == CONSENT_ANONYMISED ? T_SOURCE_ANONYMISED : T_SOURCE_OK;
}

static enum status sources_of(struct cx *cx, struct uuid id, struct incident_sources *ret)
{
	struct incident_report_list reports;
	int64_t hidden;
	enum status st = incident_reports(cx, cx->actor->org, id, &reports, &hidden);
	if (st != OK)
		return st;
	struct incident_sources s = { arena_array(cx->mem, struct incident_source, reports.n + 1), reports.n, 0 };
	for (size_t i = 0; st == OK && i < reports.n; i++) {
		s.p[i].row = reports.p[i].row;
		st = consent_in_force(cx, &reports.p[i], &s.p[i]);
		judge(&s.p[i]);
		if (s.p[i].allowed && s.p[i].row.m.tlp > s.tlp)
			s.tlp = s.p[i].row.m.tlp;
	}
	if (st == OK)
		*ret = s;
	return st;
}

enum status incident_consents(struct cx *cx, struct uuid id, struct incident_sources *ret)
{
	struct incident i;
	enum status st = incident_take_part(cx, id, &i);
	return st == OK ? sources_of(cx, id, ret) : st;
}

enum status incident_ask(struct cx *cx, struct uuid id, const struct list *reports, int kind, struct str note, struct incident_sources *ret)
{
	struct incident i;
	struct incident_sources s;
	struct incident_done done;
	const struct uuid *want = reports->p;
	bool wrong = false;
	enum status st = incident_take_part(cx, id, &i);
	if (st == OK)
		st = sources_of(cx, id, &s);
	for (size_t k = 0; st == OK && k < reports->n; k++) {
		bool there = false;
		for (size_t n = 0; n < s.n; n++)
			there |= uuid_eq(s.p[n].row.m.id, want[k]);
		if (!there)
			wrong |= fail_field(cx, str_format(cx->mem, "/reports/%zu", k), T_CASE_REPORT, 0) != OK;
	}
	if (st == OK && wrong)
		st = fail(cx, E_INVALID, T_INPUT);
	for (size_t k = 0; st == OK && k < reports->n; k++) {
		struct uuid asked;
		st = consent_ask(cx, want[k], CONSENT_USE_WIDER, kind, note, &asked);
		if (st == OK)
			st = incident_tell(cx, id, INCIDENT_ASKED, want[k], note);
	}
	if (st == OK)
		st = incident_finish(cx, &i, S("case.ask"), &done);
	return st == OK ? sources_of(cx, id, ret) : st;
}

static bool holds(struct cx *cx, struct str text, struct str name)
{
	return name.n && str_find(str_fold(cx->mem, text), str_fold(cx->mem, name)) >= 0;
}

/* A title that tells nothing of a report whose source allows nothing, and names nobody who asked not to be named. */
static struct str title_for(struct cx *cx, const struct incident *i, const struct incident_sources *s)
{
	struct str title = i->title;
	for (size_t k = 0; k < s->n; k++)
		if (!s->p[k].allowed)
			title = i->number;
	for (size_t k = 0; k < s->n; k++) {
		const struct org *author = &s->p[k].row.author;
		if (s->p[k].consent != CONSENT_NAMED && (holds(cx, title, author->ja) || holds(cx, title, author->en)))
			title = i->number;
	}
	return title;
}

static void sectors_for(struct cx *cx, const struct incident_sources *s, struct list *ret)
{
	struct str *sectors = arena_array(cx->mem, struct str, s->n + 1);
	size_t n = 0;
	for (size_t k = 0; k < s->n; k++) {
		bool seen = !s->p[k].allowed || !s->p[k].row.m.sector.n;
		for (size_t j = 0; j < n && !seen; j++)
			seen = str_eq(sectors[j], s->p[k].row.m.sector);
		if (!seen && n < 20)
			sectors[n++] = s->p[k].row.m.sector;
	}
	*ret = (struct list){ sectors, n };
}

enum status incident_advise(struct cx *cx, struct uuid id, struct advisory_done *ret, struct incident_sources *ret_sources)
{
	struct incident i;
	struct incident_sources s;
	struct incident_done done;
	enum status st = incident_take_part(cx, id, &i);
	if (st == OK)
		st = sources_of(cx, id, &s);
	if (st != OK)
		return st;
	struct uuid *based = arena_array(cx->mem, struct uuid, s.n + 1);
	struct advisory_content content = { .exercise = i.exercise, .tlp = s.tlp, .ack_required = true };
	for (size_t k = 0; k < s.n; k++)
		if (s.p[k].allowed && content.based_on.n < ADVISORY_SOURCES_MAX)
			based[content.based_on.n++] = s.p[k].row.m.id;
	if (content.based_on.n == 0)
		return fail(cx, E_CONFLICT, T_CASE_NO_SOURCE);
	content.based_on.p = based;
	content.title = title_for(cx, &i, &s);
	if (s.tlp < TLP_AMBER_STRICT)                           /* stricter ones go to named orgs only: the analyst names them */
		sectors_for(cx, &s, &content.recipients.sectors);
	st = advisory_add(cx, &content, ret);
	if (st == OK)
		st = incident_tell(cx, id, INCIDENT_ADVISORY, ret->message, NO_STR);
	if (st == OK)
		st = incident_finish(cx, &i, S("case.advisory"), &done);
	if (st == OK)
		*ret_sources = s;
	return st;
}

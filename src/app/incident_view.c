/* Reading cases: the triage queue with its reasons, one case with its timeline, lists. */
#include <stdlib.h>
#include "app/access.h"
#include "app/incident.h"
#include "app/journal.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/incident.h"
#include "store/rating.h"

#define TRIAGE_LOOK 500                                         /* so many of the most urgent by what they say are ordered by the hour too */

void incident_urgency_now(const struct cx *cx, const struct incident *i, unsigned *ret_signals, int64_t *ret_points)
{
	int64_t waited = i->state == INCIDENT_OPEN ? cx->now_us - i->updated_us : 0;
	unsigned signals = signals_settle(i->signals) | (waited >= HOUR_US ? (unsigned)SIGNAL_WAITING : 0) | (i->level > 0 ? (unsigned)SIGNAL_LEVEL : 0);
	*ret_signals = signals;
	*ret_points = urgency_of(signals, waited, i->level);
}

/* --- triage ----------------------------------------------------------------------------------------------------------------- */

static void weigh(const struct cx *cx, struct triage_report *t)
{
	int64_t waited = cx->now_us - t->arrived_us;
	t->signals = signals_settle(t->signals) | (waited >= HOUR_US ? (unsigned)SIGNAL_WAITING : 0);
	t->urgency = urgency_of(t->signals, waited, -1);
}

static int by_urgency(const void *a, const void *b)
{
	const struct triage_report *x = a, *y = b;
	if (x->urgency != y->urgency)
		return (x->urgency < y->urgency) - (x->urgency > y->urgency);
	return x->arrived_us != y->arrived_us ? (x->arrived_us > y->arrived_us) - (x->arrived_us < y->arrived_us) : uuid_cmp(x->row.m.id, y->row.m.id);
}

static int by_urgency_now(const void *a, const void *b)
{
	const struct incident_row *x = a, *y = b;
	if (x->i.urgency != y->i.urgency)
		return (x->i.urgency < y->i.urgency) - (x->i.urgency > y->i.urgency);
	return uuid_cmp(x->i.id, y->i.id);
}

static enum status add_new(struct cx *cx, const struct incident_report_list *fresh, struct triage_report_list *to)
{
	struct triage_report *all = arena_array(cx->mem, struct triage_report, to->n + fresh->n + 1);
	for (size_t i = 0; i < to->n; i++)
		all[i] = to->p[i];
	for (size_t i = 0; i < fresh->n; i++) {
		const struct incident_report *r = &fresh->p[i];
		struct triage_report *t = &all[to->n + i];
		struct report_content content;
		*t = (struct triage_report){ .row = r->row, .arrived_us = r->arrived_us, .signals = r->by_itself ? SIGNAL_OVERDUE : 0 };
		if (!uuid_is_none(r->row.m.sealed))
			continue;
		enum status st = report_read_body(cx, r->body, &content);
		if (st != OK)
			return st;
		t->signals |= signals_of(&content);
	}
	*to = (struct triage_report_list){ all, to->n + fresh->n };
	return OK;
}

enum status triage_view(struct cx *cx, int exercise, struct triage *ret)
{
	struct triage t = { .total = 0 };
	struct incident_report_list fresh = { NULL, 0 };
	struct uuid org;
	enum status st = incident_need(cx);
	if (st != OK)
		return st;
	org = cx->actor->org;
	st = triage_list(cx, org, exercise, TRIAGE_LOOK, &t.reports);
	if (st == OK)
		st = triage_new(cx, org, exercise, TRIAGE_LOOK, &fresh);
	if (st == OK)
		st = triage_count(cx, org, exercise, &t.total);
	if (st == OK)
		st = add_new(cx, &fresh, &t.reports);
	if (st == OK)
		st = incident_by_urgency(cx, org, exercise, TRIAGE_MAX, &t.cases);
	if (st != OK)
		return st;
	t.total += (int64_t)fresh.n;
	for (size_t i = 0; i < t.reports.n; i++)
		weigh(cx, &t.reports.p[i]);
	for (size_t i = 0; i < t.cases.n; i++)
		incident_urgency_now(cx, &t.cases.p[i].i, &t.cases.p[i].i.signals, &t.cases.p[i].i.urgency);
	if (t.reports.n)
		qsort(t.reports.p, t.reports.n, sizeof *t.reports.p, by_urgency);
	if (t.cases.n)
		qsort(t.cases.p, t.cases.n, sizeof *t.cases.p, by_urgency_now);
	t.reports.n = t.reports.n > TRIAGE_MAX ? TRIAGE_MAX : t.reports.n;
	*ret = t;
	return OK;
}

/* --- one case --------------------------------------------------------------------------------------------------------------- */

struct moments { struct incident_moment *p; size_t n, room; };

static struct incident_moment *moment(struct cx *cx, struct moments *m, int64_t at_us, struct str what)
{
	if (m->n == m->room) {
		size_t room = m->room ? 2 * m->room : 128;
		struct incident_moment *more = arena_array(cx->mem, struct incident_moment, room);
		for (size_t i = 0; i < m->n; i++)
			more[i] = m->p[i];
		m->p = more;
		m->room = room;
	}
	struct incident_moment *to = &m->p[m->n++];
	*to = (struct incident_moment){ .at_us = at_us, .what = what, .level = -1 };
	return to;
}

static void about_message(struct incident_moment *to, const struct message_row *row)
{
	to->kind = message_kind_names[row->m.kind - 1];
	to->subject = row->m.id;
	to->number = row->m.number;
	to->title = row->m.title;
	to->org = row->author;
}

static void clock_of(struct cx *cx, struct moments *m, const struct incident_report *r, int64_t at_us, struct str what)
{
	if (at_us)
		about_message(moment(cx, m, at_us, what), &r->row);
}

static enum status tell_report(struct cx *cx, struct moments *m, const struct incident_report *r)
{
	struct report_content content = { 0 };
	enum status st = uuid_is_none(r->row.m.sealed) ? report_read_body(cx, r->body, &content) : OK;
	if (st != OK)
		return st;
	clock_of(cx, m, r, content.occurred_us, S("occurred"));
	clock_of(cx, m, r, content.noticed_us, S("noticed"));
	clock_of(cx, m, r, content.aware_us, S("aware"));
	clock_of(cx, m, r, content.classified_us, S("classified"));
	clock_of(cx, m, r, r->arrived_us, S("arrived"));
	clock_of(cx, m, r, r->opened_us, S("read"));
	clock_of(cx, m, r, r->acked_us, S("acknowledged"));
	return OK;
}

static const struct incident_report *report_in(const struct incident_view *v, struct uuid id)
{
	for (size_t i = 0; i < v->reports.n; i++)
		if (uuid_eq(v->reports.p[i].row.m.id, id))
			return &v->reports.p[i];
	return NULL;
}

static const struct message_row *advisory_in(const struct incident_view *v, struct uuid id)
{
	for (size_t i = 0; i < v->n_advisories; i++)
		if (uuid_eq(v->advisories[i].m.id, id))
			return &v->advisories[i];
	return NULL;
}

static void tell_event(struct cx *cx, struct moments *m, const struct incident_view *v, const struct incident_event *e)
{
	struct incident_moment *to = moment(cx, m, e->at_us, incident_what_names[e->what - 1]);
	const struct incident_report *report = report_in(v, e->object);
	const struct message_row *advisory = advisory_in(v, e->object);
	to->text = e->text;
	to->subject = e->object;
	if (report || advisory)
		about_message(to, report ? &report->row : advisory);
	else if (e->what == INCIDENT_ADDED || e->what == INCIDENT_REMOVED || e->what == INCIDENT_ASKED)
		to->kind = S("report");
	else if (e->what == INCIDENT_ADVISORY)
		to->kind = S("advisory");
	else if (e->what >= INCIDENT_MERGED_IN && e->what <= INCIDENT_SPLIT_FROM)
		to->kind = S("case"), to->number = e->number, to->title = e->title;
	else if (e->what == INCIDENT_OWNED && e->person.ja.n)
		to->kind = S("person"), to->title = cx->lang == LANG_EN ? e->person.en : e->person.ja;
	else if (e->what == INCIDENT_MOVED) {
		struct str note;
		to->state = str_cut(e->text, '\n', &note);
		to->text = note;
	}
	to->by = e->by;
}

static int earlier(const void *a, const void *b)
{
	const struct incident_moment *x = a, *y = b;
	return x->at_us != y->at_us ? (x->at_us > y->at_us) - (x->at_us < y->at_us) : (x->what.p > y->what.p) - (x->what.p < y->what.p);
}

static void tell_messages(struct cx *cx, struct moments *m, const struct message_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct message *msg = &rows[i].m;
		struct str what = msg->kind == MESSAGE_ADVISORY ? S("published") : message_kind_names[msg->kind - 1];
		if (msg->submitted_us)
			about_message(moment(cx, m, msg->submitted_us, what), &rows[i]);
		if (msg->status == STATUS_WITHDRAWN)
			about_message(moment(cx, m, msg->updated_us, S("withdrawn")), &rows[i]);
	}
}

static enum status load_moments(struct cx *cx, struct uuid id, struct incident_view *v)
{
	struct moments m = { NULL, 0, 0 };
	struct incident_event_list events;
	struct incident_notice *notices;
	struct message_row *asked;
	size_t n_notices = 0, n_asked = 0;
	enum status st = incident_event_list(cx, id, INCIDENT_MOMENTS_MAX, &events);
	if (st == OK)
		st = incident_notices(cx, cx->actor->org, id, &notices, &n_notices);
	if (st == OK)
		st = incident_inquiries(cx, cx->actor->org, id, &asked, &n_asked);
	for (size_t i = 0; st == OK && i < v->reports.n; i++)
		st = tell_report(cx, &m, &v->reports.p[i]);
	if (st != OK)
		return st;
	for (size_t i = 0; i < n_notices; i++) {
		const struct incident_report *r = report_in(v, notices[i].report);
		if (r)
			clock_of(cx, &m, r, notices[i].submitted_us,
			         notices[i].number == 1 ? S("submitted") : notices[i].stage == STAGE_FINAL ? S("final") : S("follow_up"));
	}
	tell_messages(cx, &m, v->advisories, v->n_advisories);
	tell_messages(cx, &m, asked, n_asked);
	for (size_t i = 0; i < events.n; i++)
		if (events.p[i].what != INCIDENT_RATED)
			tell_event(cx, &m, v, &events.p[i]);
	for (size_t i = 0; i < v->ratings.n; i++) {
		const struct rating *r = &v->ratings.p[i];
		struct incident_moment *to = moment(cx, &m, r->at_us, S("rated"));
		to->level = r->level;
		to->title = r->scheme;
		to->by = (struct person){ r->account, r->by_ja, r->by_en };
	}
	if (m.n)
		qsort(m.p, m.n, sizeof *m.p, earlier);
	size_t left = m.n > INCIDENT_MOMENTS_MAX ? m.n - INCIDENT_MOMENTS_MAX : 0;
	v->moments = m.p ? m.p + left : NULL;
	v->n_moments = m.n - left;
	v->more_moments = left > 0;
	return OK;
}

static unsigned may_of(const struct incident_view *v)
{
	switch (v->row.i.state) {
	case INCIDENT_OPEN: return CASE_EDIT | CASE_WATCH | CASE_CLOSE | CASE_MERGE | CASE_RATE | CASE_ADVISE | (v->row.reports > 1 ? CASE_SPLIT : 0);
	case INCIDENT_WATCHING: return CASE_EDIT | CASE_OPEN | CASE_CLOSE | CASE_MERGE | CASE_RATE | CASE_ADVISE | (v->row.reports > 1 ? CASE_SPLIT : 0);
	case INCIDENT_CLOSED: return CASE_EDIT | CASE_OPEN | CASE_MERGE | CASE_RATE | CASE_ADVISE | (v->row.reports > 1 ? CASE_SPLIT : 0);
	default: return 0;
	}
}

enum status incident_view_get(struct cx *cx, struct uuid id, struct incident_view *ret)
{
	struct incident_view v = { 0 };
	enum status st = incident_need(cx);
	if (st == OK)
		st = incident_get(cx, cx->actor->org, id, &v.row);
	if (st == OK)
		st = journal_read(cx, S("case.read"), id);
	if (st != OK || v.row.i.state == INCIDENT_MERGED) {
		if (st == OK)
			*ret = v;
		return st;
	}
	st = incident_reports(cx, cx->actor->org, id, &v.reports, &v.hidden);
	if (st == OK)
		st = incident_advisories(cx, cx->actor->org, id, &v.advisories, &v.n_advisories);
	if (st == OK)
		st = rating_list(cx, id, &v.ratings);
	if (st == OK)
		st = load_moments(cx, id, &v);
	if (st != OK)
		return st;
	incident_urgency_now(cx, &v.row.i, &v.signals, &v.urgency);
	v.may = may_of(&v);
	*ret = v;
	return OK;
}

static enum status case_of_report(struct cx *cx, struct uuid report, struct incident_row_list *ret)
{
	struct incident_row *row = arena_make(cx->mem, struct incident_row);
	struct uuid id;
	enum status st = incident_of(cx, report, &id);
	if (st == OK && !uuid_is_none(id))
		st = incident_get(cx, cx->actor->org, id, row);
	if (st == OK)
		*ret = (struct incident_row_list){ row, !uuid_is_none(id) };
	return st;
}

enum status incident_page(struct cx *cx, const struct incident_query *q, struct incident_row_list *ret)
{
	enum status st = incident_need(cx);
	if (st == OK && !uuid_is_none(q->report))
		return case_of_report(cx, q->report, ret);
	return st == OK ? incident_list(cx, cx->actor->org, q, ret) : st;
}

enum status incident_owners(struct cx *cx, struct person **ret, size_t *ret_n)
{
	enum status st = incident_need(cx);
	return st == OK ? incident_people(cx, cx->actor->org, MAY_CASE, ret, ret_n) : st;
}

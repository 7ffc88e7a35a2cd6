#include "app/join.h"
#include <stdlib.h>
#include "app/incident.h"
#include "app/journal.h"
#include "app/live.h"
#include "app/party.h"
#include "base/str.h"
#include "base/time.h"
#include "base/uuid.h"
#include "store/incident.h"
#include "store/job.h"
#include "store/join.h"

#define BY_TOKEN 200                                            /* candidates by one token at most: beyond, it tells nothing */
#define BY_TIME 60                                              /* and by time, each way */
#define CANDIDATES_MAX 1500
#define CASE_REPORTS 8                                          /* of a case, its newest reports are compared */
#define SWEEP_US (2 * MINUTE_US)                                /* a transaction that began before and commits later is no older */

/* --- the index ------------------------------------------------------------------------------------------------------------------- */

static void tokens_of(const struct join_features *f, struct join_entry *e)
{
	e->n_tokens = 0;
	for (size_t i = 0; i < f->n_indicators; i++)
		e->tokens[e->n_tokens++] = f->indicators[i].token;
	for (unsigned i = 0; f->has_text && i < JOIN_BANDS; i++)
		e->tokens[e->n_tokens++] = join_band_token(f, i, 0);
}

static enum status make_entry(struct cx *cx, struct uuid org, const struct join_report *r, struct join_entry *ret)
{
	struct report_content *content = arena_make(cx->mem, struct report_content);
	*ret = (struct join_entry){ .message = r->row.m.id, .org = org, .revision = r->row.revision };
	if (!uuid_is_none(r->row.m.sealed)) {
		ret->f.exercise = r->row.m.exercise;
		return OK;
	}
	enum status st = report_read_body(cx, r->body, content);
	if (st != OK)
		return st;
	join_read(cx->mem, content, &ret->f);
	tokens_of(&ret->f, ret);
	ret->signals = signals_of(content);
	ret->points = urgency_of(ret->signals, 0, -1);
	return OK;
}

static enum status save_entry(struct cx *cx, struct uuid org, struct uuid report, bool *ret_saved)
{
	struct join_entry *e = arena_make(cx->mem, struct join_entry);
	struct join_report r;
	struct uuid incident;
	int64_t arrived = 0, revision = 0;
	enum status st = join_arrival(cx, org, report, &arrived);
	if (st != OK || !arrived)
		return st;
	st = join_report_get(cx, org, report, &r);
	if (st == E_MISSING) {                                  /* an advisory, an answer: nothing to index */
		*cx->problem = (struct problem){ 0 };
		return OK;
	}
	if (st == OK)
		st = join_entry_revision(cx, report, &revision);
	if (st != OK || revision == r.row.revision)
		return st;
	st = make_entry(cx, org, &r, e);
	if (st == OK)
		st = incident_of(cx, report, &incident);
	e->arrived_us = arrived;
	e->waiting = st == OK && uuid_is_none(incident);
	if (st == OK)
		st = join_entry_save(cx, e);
	if (st == OK)
		*ret_saved = true;
	return st;
}

/* A follow-up may make its case more urgent. */
static enum status refresh_case(struct cx *cx, struct uuid org, struct uuid report)
{
	struct uuid incident;
	struct incident i;
	enum status st = incident_of(cx, report, &incident);
	if (st != OK || uuid_is_none(incident))
		return st;
	st = incident_load(cx, org, incident, &i);
	if (st == OK)
		st = incident_refresh(cx, &i);
	if (st == OK)
		st = incident_weigh(cx, &i);
	if (st == OK)
		live_note(cx, LIVE_CASE, i.id, org);
	return st;
}

enum status join_index_report(struct cx *cx, struct uuid org, struct uuid report)
{
	bool saved = false;
	return save_entry(cx, org, report, &saved);
}

static enum status centre_of(struct cx *cx, struct org *ret, bool *ret_there)
{
	enum status st = party_centre(cx, ret);
	*ret_there = st == OK;
	if (st != E_MISSING)
		return st;
	*cx->problem = (struct problem){ 0 };
	return OK;
}

enum status join_forget(struct cx *cx, struct uuid report)
{
	struct org centre;
	bool there;
	enum status st = join_entry_drop(cx, report);
	if (st == OK)
		st = centre_of(cx, &centre, &there);
	return st == OK && there ? refresh_case(cx, centre.id, report) : st;
}

enum status join_behind(struct cx *cx, bool *ret)
{
	struct org centre;
	struct uuid place;
	bool there;
	enum status st = centre_of(cx, &centre, &there);
	if (st != OK || !there) {
		*ret = false;
		return st;
	}
	st = join_place_get(cx, centre.id, &place);
	return st == OK ? join_is_behind(cx, centre.id, place, ret) : st;
}

enum status join_fill(struct cx *cx, int limit, struct uuid *sweep, bool *ret_rest)
{
	struct org centre;
	struct uuid place, from;
	struct join_deliveries next;
	bool there, any = false;
	enum status st = centre_of(cx, &centre, &there);
	if (st == OK && !there)
		*ret_rest = false;
	if (st != OK || !there)
		return st;
	st = join_place_get(cx, centre.id, &place);
	if (st != OK)
		return st;
	from = !sweep ? place : uuid_is_none(*sweep) ? uuid_first_at(uuid_made_us(place) - SWEEP_US) : *sweep;
	st = join_unread(cx, centre.id, from, limit, &next);
	for (size_t i = 0; st == OK && i < next.n; i++) {
		bool saved = false;
		st = save_entry(cx, centre.id, next.p[i].message, &saved);
		if (st == OK && saved)
			st = refresh_case(cx, centre.id, next.p[i].message);
		any |= saved;
	}
	if (st == OK && next.n && uuid_cmp(next.p[next.n - 1].delivery, place) > 0)
		st = join_place_set(cx, centre.id, next.p[next.n - 1].delivery);
	if (st != OK)
		return st;
	if (any)
		live_note(cx, LIVE_CASE, (struct uuid){ { 0 } }, centre.id);
	if (sweep && next.n)
		*sweep = next.p[next.n - 1].delivery;
	*ret_rest = next.n == (size_t)limit;
	return !sweep && next.n && !*ret_rest ? job_add(cx, S("index"), cx->now_us + 30 * SECOND_US, S("index.sweep"), S("{\"sweep\":true}")) : OK;
}

/* --- candidates ------------------------------------------------------------------------------------------------------------------ */

struct candidate { struct uuid id, like; struct join_score score; int indicators; };
struct search { struct candidate *p; size_t n; const struct uuid *without; size_t n_without; };

static struct candidate *candidate(struct search *s, struct uuid id)
{
	for (size_t i = 0; i < s->n_without; i++)
		if (uuid_eq(s->without[i], id))
			return NULL;
	/* Open addressing over a table of twice the size. */
	uint64_t h = 0;
	for (unsigned i = 8; i < 16; i++)
		h = h << 8 | id.b[i];
	for (size_t at = h % (2 * CANDIDATES_MAX);; at = (at + 1) % (2 * CANDIDATES_MAX)) {
		struct candidate *c = &s->p[at];
		if (uuid_eq(c->id, id))
			return c;
		if (uuid_is_none(c->id)) {
			if (s->n == CANDIDATES_MAX)
				return NULL;
			s->n++;
			c->id = id;
			return c;
		}
	}
}

static void take_all(struct search *s, const struct ids *ids, int points)
{
	for (size_t i = 0; i < ids->n; i++) {
		struct candidate *c = candidate(s, ids->p[i]);
		if (c)
			c->indicators += points;
	}
}

/* Everything that may be of the same event as `e`, whose indicators are in e->f where it was read from its text. */
static enum status gather(struct cx *cx, struct uuid org, const struct join_entry *e, struct search *s)
{
	struct ids ids;
	enum status st = OK;
	for (size_t i = 0; st == OK && i < e->f.n_indicators; i++) {
		st = join_by_token(cx, e->f.indicators[i].token, BY_TOKEN, &ids);
		if (st == OK)
			take_all(s, &ids, join_indicator_points(e->f.indicators[i].kind, (int64_t)ids.n));
	}
	for (unsigned i = 0; st == OK && e->f.has_text && i < 3 * JOIN_BANDS; i++) {
		st = join_by_token(cx, join_band_token(&e->f, i / 3, (int)(i % 3) - 1), BY_TOKEN, &ids);
		if (st == OK)
			take_all(s, &ids, 0);
	}
	if (st == OK && e->f.event_type.n) {
		st = join_near_type(cx, org, e->f.event_type, e->f.event_us, BY_TIME, &ids);
		if (st == OK)
			take_all(s, &ids, 0);
	}
	if (st == OK && e->f.sector.n) {
		st = join_near_sector(cx, org, e->f.sector, e->f.event_us, BY_TIME, &ids);
		if (st == OK)
			take_all(s, &ids, 0);
	}
	return st;
}

static enum status score_all(struct cx *cx, struct uuid org, const struct join_entry *e, struct search *s)
{
	struct join_entry *other = arena_make(cx->mem, struct join_entry);
	enum status st = OK;
	for (size_t i = 0; st == OK && i < 2 * CANDIDATES_MAX; i++) {
		struct candidate *c = &s->p[i];
		struct join_score score;
		bool there = false;
		if (uuid_is_none(c->id) || uuid_eq(c->id, e->message))
			continue;
		st = join_entry_get(cx, org, c->id, other, &there);
		if (st != OK || !there || other->f.exercise != e->f.exercise)
			continue;
		join_compare(&e->f, &other->f, &score);
		join_add_indicator(&score, c->indicators);
		if (join_total(&score) > join_total(&c->score)) {
			c->score = score;
			c->like = e->message;
		}
	}
	return st;
}

static int best_first(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	int i = join_total(&x->score), k = join_total(&y->score);
	return i != k ? (i < k) - (i > k) : uuid_cmp(y->id, x->id);
}

/* --- what is shown ---------------------------------------------------------------------------------------------------------------- */

static enum status show_shared(struct cx *cx, const struct join_features *of, const struct join_report *other, struct join_suggestion *to)
{
	struct report_content *content = arena_make(cx->mem, struct report_content);
	struct join_features *f = arena_make(cx->mem, struct join_features);
	if (!to->score.parts[JOIN_INDICATORS] || !uuid_is_none(other->row.m.sealed))
		return OK;
	enum status st = report_read_body(cx, other->body, content);
	if (st != OK)
		return st;
	f->n_indicators = join_indicators(cx->mem, join_text(cx->mem, content), f->indicators);
	to->shared = arena_array(cx->mem, struct join_indicator, JOIN_INDICATORS_MAX);
	for (size_t i = 0; i < f->n_indicators; i++)
		for (size_t k = 0; k < of->n_indicators; k++)
			if (f->indicators[i].kind == of->indicators[k].kind && str_eq(f->indicators[i].value, of->indicators[k].value))
				to->shared[to->n_shared++] = f->indicators[i];
	return OK;
}

static enum status show(struct cx *cx, const struct candidate *c, const struct join_entry *sources, size_t n_sources, bool of_case,
                        struct join_suggestions *ret)
{
	struct join_suggestion *to = &ret->p[ret->n];
	struct join_report r;
	struct incident i;
	struct uuid incident;
	enum status st = join_report_get(cx, cx->actor->org, c->id, &r);
	if (st == E_MISSING) {                                  /* recalled since it was indexed */
		*cx->problem = (struct problem){ 0 };
		return OK;
	}
	*to = (struct join_suggestion){ .row = r.row, .score = c->score };
	if (of_case)
		to->like = c->like;
	for (size_t k = 0; st == OK && k < n_sources; k++)
		if (uuid_eq(sources[k].message, c->like))
			st = show_shared(cx, &sources[k].f, &r, to);
	if (st == OK)
		st = incident_of(cx, c->id, &incident);
	if (st == OK && !uuid_is_none(incident)) {
		st = incident_load(cx, cx->actor->org, incident, &i);
		to->incident = incident;
		to->number = i.number;
		to->title = i.title;
	}
	if (st == OK)
		ret->n++;
	return st;
}

static enum status suggest(struct cx *cx, struct join_entry *sources, size_t n, const struct ids *without, bool of_case, struct join_suggestions *ret)
{
	struct candidate *all = arena_array(cx->mem, struct candidate, 2 * CANDIDATES_MAX);
	struct candidate *table = arena_array(cx->mem, struct candidate, 2 * CANDIDATES_MAX);
	struct join_suggestions s = { arena_array(cx->mem, struct join_suggestion, JOIN_SUGGESTIONS_MAX), 0 };
	size_t n_all = 0;
	enum status st = OK;
	for (size_t k = 0; st == OK && k < n; k++) {
		struct search one = { table, 0, without->p, without->n };
		for (size_t i = 0; i < 2 * CANDIDATES_MAX; i++)
			table[i] = (struct candidate){ .indicators = 0 };
		st = gather(cx, cx->actor->org, &sources[k], &one);
		if (st == OK)
			st = score_all(cx, cx->actor->org, &sources[k], &one);
		for (size_t i = 0; st == OK && i < 2 * CANDIDATES_MAX; i++) {
			if (!join_is_worth(&table[i].score))
				continue;
			size_t at = 0;
			while (at < n_all && !uuid_eq(all[at].id, table[i].id))
				at++;
			if (at == n_all && n_all < 2 * CANDIDATES_MAX)
				all[n_all++] = table[i];
			else if (at < n_all && join_total(&table[i].score) > join_total(&all[at].score))
				all[at] = table[i];
		}
	}
	if (st == OK && n_all)
		qsort(all, n_all, sizeof *all, best_first);
	for (size_t i = 0; st == OK && i < n_all && s.n < JOIN_SUGGESTIONS_MAX; i++)
		st = show(cx, &all[i], sources, n, of_case, &s);
	if (st == OK)
		*ret = s;
	return st;
}

enum status join_suggest_report(struct cx *cx, struct uuid report, struct join_suggestions *ret)
{
	struct join_entry *e = arena_make(cx->mem, struct join_entry);
	struct join_report r;
	enum status st = incident_need(cx);
	if (st == OK)
		st = join_report_get(cx, cx->actor->org, report, &r);
	if (st == OK)
		st = journal_read(cx, S("join.read"), report);
	if (st == OK)
		st = make_entry(cx, cx->actor->org, &r, e);
	return st == OK ? suggest(cx, e, 1, &(struct ids){ &report, 1 }, false, ret) : st;
}

enum status join_suggest_incident(struct cx *cx, struct uuid id, struct join_suggestions *ret)
{
	struct incident i;
	struct incident_report_list reports;
	int64_t hidden;
	enum status st = incident_take_part(cx, id, &i);
	if (st == OK)
		st = journal_read(cx, S("join.read"), id);
	if (st == OK)
		st = incident_reports(cx, cx->actor->org, id, &reports, &hidden);
	if (st != OK)
		return st;
	size_t n = reports.n < CASE_REPORTS ? reports.n : CASE_REPORTS;
	struct join_entry *sources = arena_array(cx->mem, struct join_entry, n + 1);
	struct ids without = { arena_array(cx->mem, struct uuid, reports.n + 1), reports.n };
	for (size_t k = 0; k < reports.n; k++)
		without.p[k] = reports.p[k].row.m.id;
	for (size_t k = 0; st == OK && k < n; k++) {
		const struct incident_report *from = &reports.p[reports.n - n + k];
		st = make_entry(cx, cx->actor->org, &(struct join_report){ from->row, from->body }, &sources[k]);
	}
	return st == OK ? suggest(cx, sources, n, &without, true, ret) : st;
}

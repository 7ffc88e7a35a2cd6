#include "app/message.h"
#include <stdlib.h>
#include "app/access.h"
#include "app/journal.h"
#include "app/live.h"
#include "app/stats.h"
#include "base/str.h"
#include "base/uuid.h"
#include "model/advisory.h"
#include "model/report.h"
#include "store/attachment.h"
#include "store/delivery.h"
#include "store/message.h"
#include "store/recall.h"
#include "store/relay.h"
#include "sys/db.h"

const struct str message_may_names[] = {
	LIT("follow_up"), LIT("close"), LIT("review"), LIT("pass"), LIT("acknowledge"), LIT("outcome"), LIT("edit"), LIT("submit"),
	LIT("approve"), LIT("publish"), LIT("withdraw"), LIT("new_version"), LIT("delete"), LIT("receipt"), LIT("board"),
	LIT("ask"), LIT("answer"), LIT("forward"), LIT("relay"), LIT("consent.ask"), LIT("consent"), { NULL, 0 },
};

/* Before content: what arrived counts as opened, and the read has its entry. */
static enum status open_and_trace(struct cx *cx, struct message_view *v)
{
	for (size_t i = 0; i < v->n_deliveries; i++) {
		struct delivery_row *row = &v->deliveries[i];
		struct delivery after;
		if (row->d.opened_us)
			continue;
		if (!db_can_write(cx->db))
			return E_WRITE;
		enum status st = delivery_open(cx, &row->d, &after);
		if (st == OK)
			st = delivery_save(cx, &after);
		if (st == OK)
			st = stats_opened(cx, row);
		if (st != OK)
			return st;
		row->d = after;
		live_note(cx, LIVE_BOARD, after.message, row->author);
		if (!uuid_eq(after.via, row->author))
			live_note(cx, LIVE_BOARD, after.message, after.via);
		live_note(cx, LIVE_MESSAGE, after.message, after.recipient);
	}
	return journal_read(cx, S("message.read"), v->row.m.id);
}

static enum status load_revisions(struct cx *cx, struct message_view *v)
{
	struct revision_row *rows;
	size_t n;
	enum status st = revision_list(cx, cx->actor->org, v->row.m.id, &rows, &n);
	if (st != OK)
		return st;
	v->revisions = arena_array(cx->mem, struct revision_view, n + 1);
	v->n_revisions = n;
	for (size_t i = 0; i < n && st == OK; i++) {
		struct revision_view *r = &v->revisions[i];
		r->row = rows[i];
		r->draft = !rows[i].r.submitted_us;
		r->superseded = !r->draft && rows[i].r.number < v->row.m.latest;
		r->content = rows[i].r.body;
		if (v->row.m.kind == MESSAGE_ADVISORY && !v->own)
			st = advisory_body_shown(cx, rows[i].r.body, &r->content);
		/* Most messages have no files, and their bodies say so. */
		if (st == OK && str_find(rows[i].r.body, S("\"attachments\"")) >= 0)
			st = attachment_list(cx, cx->actor->org, rows[i].r.id, &r->attachments, &r->n_attachments);
	}
	return st;
}

static void add_event(struct message_view *v, int64_t at_us, struct str what, const struct org *org, struct str text)
{
	v->timeline[v->n_timeline++] = (struct event){ at_us, what, *org, text };
}

static bool has_who(const struct message_view *v, struct uuid org)
{
	for (size_t i = 0; i < v->n_who; i++)
		if (uuid_eq(v->who[i].org.id, org))
			return true;
	return false;
}

static void tell_delivery(struct message_view *v, const struct delivery_row *d)
{
	if (!has_who(v, d->recipient.id))
		v->who[v->n_who++] = (struct who_sees){ d->recipient, d->via, d->d.hop, delivery_sent_us(&d->d) };
	if (d->d.opened_us)
		add_event(v, d->d.opened_us, S("opened"), &d->recipient, NO_STR);
	if (d->d.acked_us)
		add_event(v, d->d.acked_us, S("acknowledged"), &d->recipient, NO_STR);
	if (d->d.outcome_us)
		add_event(v, d->d.outcome_us, S("outcome"), &d->recipient, outcome_names[d->d.outcome - 1]);
}

static struct str step_name(enum step_kind what)
{
	switch (what) {
	case STEP_IN_REVIEW: case STEP_ACCEPTED: case STEP_REVISION_REQUESTED: return S("reviewed");
	case STEP_CLOSED: return S("closed");
	case STEP_PASSED: return S("passed");
	case STEP_PASSED_BY_ITSELF: return S("passed_by_itself");
	case STEP_APPROVED: return S("approved");
	case STEP_PUBLISHED: return S("published");
	case STEP_WITHDRAWN: return S("withdrawn");
	case STEP_SUPERSEDED: return S("superseded");
	case STEP_RELAYED: return S("relayed");
	case STEP_ANSWERED: return S("answered");
	}
	return NO_STR;
}

/* The author knows all steps; others their own, the author's own (but not its inner ones), and what was done further up. */
static bool may_know_step(const struct message_view *v, struct uuid org, const struct step_row *s)
{
	if (v->own || uuid_eq(s->step.org, org))
		return true;
	return uuid_eq(s->step.org, v->row.m.author) && s->step.what != STEP_APPROVED;
}

static int earlier(const void *a, const void *b)
{
	const struct event *x = a, *y = b;
	return (x->at_us > y->at_us) - (x->at_us < y->at_us);
}

/* Insertion sort keeps equal times in the order they were added; some hundred rows at most. */
static void sort_timeline(struct message_view *v)
{
	for (size_t i = 1; i < v->n_timeline; i++)
		for (size_t k = i; k > 0 && earlier(&v->timeline[k - 1], &v->timeline[k]) > 0; k--) {
			struct event swap = v->timeline[k];
			v->timeline[k] = v->timeline[k - 1];
			v->timeline[k - 1] = swap;
		}
}

/* Only these kinds of orgs stand between others on a route. */
static bool passes_on(const struct actor *a)
{
	return a->org_kind == ORG_MINISTRY || a->org_kind == ORG_CEPTOAR || a->org_kind == ORG_CENTRE;
}

static int by_hop(const void *a, const void *b)
{
	const struct delivery_row *x = a, *y = b;
	return x->d.hop != y->d.hop ? (x->d.hop > y->d.hop) - (x->d.hop < y->d.hop) : (x->revision < y->revision) - (x->revision > y->revision);
}

static enum status load_known(struct cx *cx, struct message_view *v)
{
	struct delivery_row *known = NULL;
	struct step_row *steps;
	size_t n = 0, n_steps;
	enum status st = step_list(cx, v->row.m.id, &steps, &n_steps);
	if (st != OK)
		return st;
	/* An advisory has up to 100,000 deliveries: to whom an org passed it on, its board tells page by page. */
	bool report = v->row.m.kind != MESSAGE_ADVISORY;
	if (v->own || (report && v->n_deliveries))
		st = delivery_known(cx, cx->actor->org, v->row.m.id, v->own ? KNOWN_ALL : KNOWN_PASSED, MESSAGE_KNOWN_MAX, &known, &n);
	if (st != OK)
		return st;
	v->more_see = n == MESSAGE_KNOWN_MAX || (!v->own && !report && passes_on(cx->actor));
	v->who = arena_array(cx->mem, struct who_sees, n + v->n_deliveries + 1);
	v->timeline = arena_array(cx->mem, struct event, 3 * (n + v->n_deliveries) + n_steps + v->n_revisions);
	if (n)
		qsort(known, n, sizeof *known, by_hop);
	v->who[v->n_who++] = (struct who_sees){ v->row.author, v->row.author, 0, v->row.m.created_us };
	for (size_t i = 0; i < v->n_revisions; i++) {
		const struct revision *r = &v->revisions[i].row.r;
		if (r->submitted_us && v->row.m.kind != MESSAGE_ADVISORY)
			add_event(v, r->submitted_us, r->number == 1 ? S("submitted") : S("follow_up"), &v->row.author, NO_STR);
	}
	for (size_t i = 0; i < v->n_deliveries && !v->own; i++)
		tell_delivery(v, &v->deliveries[i]);
	for (size_t i = 0; i < n; i++)
		tell_delivery(v, &known[i]);
	for (size_t i = 0; i < n_steps; i++)
		if (may_know_step(v, cx->actor->org, &steps[i])) {
			struct str note = steps[i].step.note;
			if (steps[i].step.what == STEP_RELAYED && !uuid_eq(steps[i].step.org, cx->actor->org))
				note = NO_STR;                  /* kept inside the CEPTOAR */
			if (steps[i].step.what <= STEP_REVISION_REQUESTED && !note.n)
				note = message_status_names[STATUS_IN_REVIEW - 1 + steps[i].step.what - STEP_IN_REVIEW];
			add_event(v, steps[i].step.at_us, step_name(steps[i].step.what), &steps[i].org, note);
		}
	sort_timeline(v);
	return OK;
}

/* What an officer may do next depends on what the CEPTOAR made already; others are not told that anything was. */
static enum status load_pair(struct cx *cx, struct message_view *v)
{
	struct relay pair;
	const struct message *m = &v->row.m;
	if (cx->actor->org_kind != ORG_CEPTOAR || !(cx->actor->roles & MAY_RELAY))
		return OK;
	enum status st = relay_of_derived(cx, cx->actor->org, m->kind == MESSAGE_REPORT ? m->id : m->about, &v->derived, &pair);
	return st == OK ? relay_of_original(cx, cx->actor->org, m->id, &v->relayed, &pair) : st;
}

static unsigned may_as_author(const struct actor *a, const struct message_view *v)
{
	const struct message *m = &v->row.m;
	unsigned may = m->status == STATUS_DRAFT ? 0 : MAY_BOARD | MAY_RECEIPT;
	if (m->kind == MESSAGE_REPORT) {
		if (!(a->roles & MAY_REPORT_WRITE))
			return may;
		if (m->status == STATUS_DRAFT)
			return may | MAY_EDIT | MAY_SUBMIT | MAY_DELETE;
		if (m->status == STATUS_WITHDRAWN)
			return may;
		return may | MAY_ASK | MAY_SAY_CONSENT | MAY_FOLLOW_UP | MAY_WITHDRAW | (m->status != STATUS_CLOSED ? MAY_CLOSE : 0);
	}
	if (m->kind != MESSAGE_ADVISORY)
		return may;
	const struct revision *r = v->n_revisions ? &v->revisions[0].row.r : NULL;
	if (m->status == STATUS_WITHDRAWN || !r || !actor_is_centre(a))
		return may;
	if (r->submitted_us) {
		may |= a->roles & MAY_ADVISORY_WRITE ? MAY_NEW_VERSION : 0;
	} else {
		may |= a->roles & MAY_ADVISORY_WRITE ? MAY_EDIT | MAY_DELETE : 0;
		if (!r->approved_us && (a->roles & MAY_ADVISORY_APPROVE) && !uuid_eq(r->author_user, a->user))
			may |= MAY_APPROVE;
		if (r->approved_us && (a->roles & MAY_ADVISORY_PUBLISH))
			may |= MAY_PUBLISH;
	}
	if (m->status == STATUS_PUBLISHED && (a->roles & MAY_ADVISORY_PUBLISH))
		may |= MAY_WITHDRAW;
	if (m->latest)
		may |= MAY_ASK;
	return may;
}

static unsigned may_as_recipient(const struct actor *a, const struct message_view *v)
{
	const struct message *m = &v->row.m;
	bool inquiry = m->kind == MESSAGE_INQUIRY, answer = m->kind == MESSAGE_ANSWER;
	unsigned may = inquiry ? MAY_ANSWER : answer ? 0 : MAY_OUTCOME | MAY_ASK;
	bool officer = a->org_kind == ORG_CEPTOAR && (a->roles & MAY_RELAY);
	if (officer && inquiry && v->derived && !v->relayed)
		may |= MAY_FORWARD;
	if (officer && ((answer && v->derived && !v->relayed) || (m->kind == MESSAGE_REPORT && report_route_of(m->route) == ROUTE_CEPTOAR)))
		may |= MAY_RELAY_ON;
	if (m->kind == MESSAGE_REPORT && (a->roles & MAY_CONSENT_ASK))
		may |= MAY_ASK_CONSENT;
	bool waiting = false, passed = m->kind == MESSAGE_ADVISORY ? passes_on(a) : v->n_who > 2;
	for (size_t i = 0; i < v->n_deliveries; i++)
		waiting |= v->deliveries[i].d.pass_state == PASS_WAITING;
	if (!v->deliveries[0].d.acked_us)
		may |= MAY_ACKNOWLEDGE;
	if (waiting)
		may |= MAY_PASS;
	if (passed)
		may |= MAY_BOARD;
	if (m->kind == MESSAGE_REPORT && m->status != STATUS_CLOSED) {
		bool centre = a->org_kind == ORG_CENTRE && (a->roles & ROLE_ANALYST);
		bool ministry = a->org_kind == ORG_MINISTRY && (a->roles & ROLE_LIAISON);
		may |= centre || ministry ? MAY_REVIEW : 0;
		may |= centre ? MAY_CLOSE : 0;
	}
	return may;
}

/* A member withdrew what its CEPTOAR has relayed: the derived report stands until its officer withdraws it. */
static enum status tell_derived(struct cx *cx, struct tombstone *t)
{
	struct relay pair;
	struct message m;
	bool found = false;
	if (cx->actor->org_kind != ORG_CEPTOAR || !(cx->actor->roles & MAY_RELAY) || t->m.status != STATUS_WITHDRAWN)
		return OK;
	enum status st = relay_of_original(cx, cx->actor->org, t->m.id, &found, &pair);
	if (st != OK || !found)
		return st;
	st = message_load(cx, pair.derived, &m);
	if (st == OK && m.status != STATUS_WITHDRAWN)
		t->derived = m.id, t->derived_number = m.number;
	return st;
}

static enum status view_or_tombstone(struct cx *cx, struct uuid id, struct message_view *v)
{
	enum status st = message_get(cx, cx->actor->org, id, &v->row);
	if (st != E_MISSING)
		return st;
	*cx->problem = (struct problem){ 0 };
	v->recalled = true;
	st = message_tombstone(cx, cx->actor->org, id, &v->tombstone);
	return st == OK ? tell_derived(cx, &v->tombstone) : st;
}

enum status message_view(struct cx *cx, struct uuid id, int kind, struct message_view *ret)
{
	struct message_view v = { 0 };
	enum status st = need_content(cx);
	if (st == OK)
		st = view_or_tombstone(cx, id, &v);
	if (st != OK)
		return st;
	if (kind && kind != (v.recalled ? v.tombstone.m.kind : v.row.m.kind))
		return fail(cx, E_MISSING, T_MISSING);
	if (v.recalled) {
		*ret = v;
		return OK;
	}
	v.own = uuid_eq(v.row.m.author, cx->actor->org);
	st = delivery_known(cx, cx->actor->org, id, KNOWN_OWN, MESSAGE_KNOWN_MAX, &v.deliveries, &v.n_deliveries);
	if (st == OK)
		st = open_and_trace(cx, &v);
	if (st == OK)
		st = load_revisions(cx, &v);
	if (st == OK)
		st = load_known(cx, &v);
	if (st == OK && v.own && v.row.m.latest)
		st = recalled_any(cx, id, &v.recalls);
	if (st == OK)
		st = load_pair(cx, &v);
	if (st != OK)
		return st;
	v.may = v.own ? may_as_author(cx->actor, &v) : v.n_deliveries ? may_as_recipient(cx->actor, &v) : 0;
	*ret = v;
	return OK;
}

enum status message_page(struct cx *cx, const struct message_query *q, struct message_row **ret, size_t *ret_n)
{
	enum status st = need_content(cx);
	return st == OK ? message_list(cx, cx->actor->org, q, ret, ret_n) : st;
}

enum status list_export(struct cx *cx)
{
	if (!db_can_write(cx->db))
		return E_WRITE;
	return journal_append(cx, S("list.export"), (struct uuid){ { 0 } }, NULL, NULL);
}

#include "app/stats_past.h"
#include <stdlib.h>
#include <string.h>
#include "app/stats.h"
#include "base/arena.h"
#include "base/str.h"
#include "base/time.h"
#include "base/uuid.h"
#include "store/stats.h"
#include "store/stats_past.h"

#define PAGE 200

/* --- reports -------------------------------------------------------------------------------------------------------------- */

static enum status moments(struct cx *cx, const struct message *m)
{
	struct past_delivery *p;
	size_t n;
	int64_t centre_us = 0, acked_us = 0;
	enum status st = past_deliveries(cx, m->id, &p, &n);
	if (st != OK)
		return st;
	for (size_t i = 0; i < n; i++) {
		int64_t sent_us = delivery_sent_us(&p[i].d) + 999;      /* ids hold milliseconds */
		if (p[i].org_kind == ORG_CENTRE && (!centre_us || sent_us < centre_us))
			centre_us = sent_us;
		if (p[i].d.acked_us && (!acked_us || p[i].d.acked_us < acked_us))
			acked_us = p[i].d.acked_us;
	}
	if (centre_us)
		st = stat_fact_reached(cx, m->id, STAT_CENTRE, centre_us);
	if (st == OK && acked_us)
		st = stat_fact_reached(cx, m->id, STAT_RECEIPT, acked_us);
	return st;
}

static enum status past_report(struct cx *cx, const struct past_revision *r)
{
	struct report_content *c = arena_make(cx->mem, struct report_content);
	enum status st = report_read_body(cx, r->body, c);
	if (st == OK)
		st = stats_report_kept(cx, &r->m, c, r->org_kind);
	return st == OK && r->number == 1 ? moments(cx, &r->m) : st;
}

/* --- advisories ----------------------------------------------------------------------------------------------------------- */

struct answer { struct uuid revision; int hop, what; int64_t seconds; const struct delivery *d; };

static int by_key(const void *a, const void *b)
{
	const struct answer *x = a, *y = b;
	int c = memcmp(&x->revision, &y->revision, sizeof x->revision);
	if (!c)
		c = (x->hop > y->hop) - (x->hop < y->hop);
	if (!c)
		c = (x->what > y->what) - (x->what < y->what);
	return c ? c : (x->seconds > y->seconds) - (x->seconds < y->seconds);
}

static size_t answers_of(const struct delivery *d, struct answer *out)
{
	size_t n = 0;
	int64_t sent_us = delivery_sent_us(d);
	out[n++] = (struct answer){ d->revision, d->hop, STAT_SENT, 0, d };
	if (d->opened_us)
		out[n++] = (struct answer){ d->revision, d->hop, STAT_OPENED, 0, d };
	if (d->acked_us)
		out[n++] = (struct answer){ d->revision, d->hop, STAT_ACKNOWLEDGED, stat_rounded_s((d->acked_us - sent_us) / SECOND_US), d };
	if (d->outcome_us)
		out[n++] = (struct answer){ d->revision, d->hop, STAT_OUTCOME, stat_rounded_s((d->outcome_us - sent_us) / SECOND_US), d };
	return n;
}

static enum status answers(struct cx *cx, struct uuid advisory)
{
	struct past_delivery *p;
	size_t n, n_answers = 0;
	enum status st = past_deliveries(cx, advisory, &p, &n);
	if (st != OK)
		return st;
	struct answer *all = arena_array(cx->mem, struct answer, 4 * n + 1);
	for (size_t i = 0; i < n; i++)
		n_answers += answers_of(&p[i].d, all + n_answers);
	qsort(all, n_answers, sizeof *all, by_key);
	for (size_t i = 0, from = 0; i < n_answers && st == OK; from = i) {
		while (i < n_answers && by_key(&all[from], &all[i]) == 0)
			i++;
		st = stat_answer_add(cx, all[from].d, (enum stat_answered)all[from].what, all[from].seconds, (int64_t)(i - from));
	}
	return st;
}

static enum status past_advisory(struct cx *cx, const struct past_revision *r, int64_t submitted_us)
{
	struct advisory_content c;
	enum status st = advisory_parse(cx, r->body, &c);
	if (st == OK)
		st = stats_advisory_kept(cx, &r->m);
	const struct uuid *from = c.based_on.p;
	for (size_t i = 0; st == OK && i < c.based_on.n; i++)
		st = past_advised(cx, from[i], submitted_us);
	return st == OK && r->number == 1 ? answers(cx, r->m.id) : st;
}

/* --- all of them ---------------------------------------------------------------------------------------------------------- */

static enum status page(struct cx *cx, int kind, struct uuid *at, int64_t *number, bool *ret_more)
{
	struct past_revision *p;
	size_t n;
	enum status st = past_revisions(cx, kind, *at, *number, PAGE, &p, &n);
	for (size_t i = 0; st == OK && i < n; i++) {
		st = kind == MESSAGE_REPORT ? past_report(cx, &p[i]) : past_advisory(cx, &p[i], p[i].submitted_us);
		*at = p[i].m.id, *number = p[i].number;
	}
	*ret_more = st == OK && n == PAGE;
	return st;
}

enum status stats_past(struct cx *cx)
{
	static const int kinds[] = { MESSAGE_REPORT, MESSAGE_ADVISORY };        /* reports first: advisories are counted at them */
	enum status st = OK;
	for (size_t k = 0; k < 2; k++) {
		struct uuid at = { { 0 } };
		int64_t number = 0;
		for (bool more = true; more && st == OK;) {
			struct cx one = *cx;
			one.mem = arena_new();
			st = page(&one, kinds[k], &at, &number, &more);
			if (st != OK)                           /* it says why in memory that goes now */
				*cx->problem = (struct problem){ .why = cx->problem->why, .detail = str_copy(cx->mem, cx->problem->detail) };
			arena_release(one.mem);
		}
	}
	return st == OK ? stat_touch(cx) : st;
}

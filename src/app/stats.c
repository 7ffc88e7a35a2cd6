#include "app/stats.h"
#include "app/access.h"
#include "app/live.h"
#include "base/str.h"
#include "base/uuid.h"
#include "model/catalog.h"
#include "store/party.h"
#include "store/stats.h"

/* --- facts ---------------------------------------------------------------------------------------------------------------- */

static enum status changed(struct cx *cx, enum status st)
{
	if (st != OK)
		return st;
	if (!cx->changes)                                       /* no writer that would do it before the commit */
		return stat_touch(cx);
	changes_count_stats(cx->changes);
	return OK;
}

static int origin_of(int org_kind)
{
	return org_kind == ORG_OPERATOR ? STAT_OPERATOR : org_kind == ORG_CEPTOAR ? STAT_DERIVED : STAT_AGENCY;
}

static struct str causes_of(struct cx *cx, const struct list *causes)
{
	struct buf out;
	if (causes->n == 1)
		return ((const struct str *)causes->p)[0];
	buf_init(&out, cx->mem, 4096);
	for (size_t i = 0; i < causes->n; i++)
		buf_format(&out, "%s%.*s", i ? "," : "", STR_ARG(((const struct str *)causes->p)[i]));
	return buf_str(&out);
}

enum status stats_report_kept(struct cx *cx, const struct message *m, const struct report_content *c, int author_kind)
{
	struct stat_fact f = {
		.message = m->id, .kind = MESSAGE_REPORT, .fy = fiscal_year_of(day_of(m->submitted_us)), .origin = origin_of(author_kind),
		.basis = m->basis, .route = report_route_of(m->route), .at_us = m->submitted_us, .centre_s = -1,
		.notice_s = c->noticed_us && c->noticed_us <= m->submitted_us ? (m->submitted_us - c->noticed_us) / SECOND_US : c->noticed_us ? 0 : -1,
		.sector = m->sector, .event_type = m->event_type, .causes = causes_of(cx, &c->causes),
	};
	return stat_fact_keep(cx, &f);
}

enum status stats_report_sent(struct cx *cx, const struct message *m, const struct report_content *c)
{
	return m->exercise ? OK : changed(cx, stats_report_kept(cx, m, c, cx->actor->org_kind));
}

enum status stats_report_at_centre(struct cx *cx, struct uuid report)
{
	return changed(cx, stat_fact_reached(cx, report, STAT_CENTRE, cx->now_us));
}

enum status stats_advisory_kept(struct cx *cx, const struct message *m)
{
	struct stat_fact f = {
		.message = m->id, .kind = MESSAGE_ADVISORY, .fy = fiscal_year_of(day_of(m->submitted_us)), .at_us = m->submitted_us,
		.notice_s = -1, .centre_s = -1,
	};
	return stat_fact_keep(cx, &f);
}

enum status stats_advisory_published(struct cx *cx, const struct message *m, const struct advisory_content *c)
{
	if (m->exercise)
		return OK;
	const struct uuid *from = c->based_on.p;
	enum status st = stats_advisory_kept(cx, m);
	for (size_t i = 0; i < c->based_on.n && st == OK; i++)
		st = stat_fact_reached(cx, from[i], STAT_ADVISORY, cx->now_us);
	return changed(cx, st);
}

enum status stats_answered(struct cx *cx, const struct delivery_row *before, const struct delivery *after)
{
	const struct delivery *d = &before->d;
	int64_t took_s = stat_rounded_s((cx->now_us - delivery_sent_us(d)) / SECOND_US);
	bool acknowledged = !d->acked_us && after->acked_us, told = d->outcome == OUTCOME_NONE && after->outcome != OUTCOME_NONE;
	enum status st = OK;
	if (!acknowledged && !told)
		return OK;
	if (before->kind == MESSAGE_REPORT)
		return acknowledged ? changed(cx, stat_fact_reached(cx, d->message, STAT_RECEIPT, cx->now_us)) : OK;
	if (before->kind != MESSAGE_ADVISORY)
		return OK;
	if (acknowledged)
		st = stat_answer_add(cx, d, STAT_ACKNOWLEDGED, took_s, 1);
	if (st == OK && told)
		st = stat_answer_add(cx, d, STAT_OUTCOME, took_s, 1);
	return changed(cx, st);
}

enum status stats_opened(struct cx *cx, const struct delivery_row *row)
{
	return row->kind == MESSAGE_ADVISORY ? changed(cx, stat_answer_add(cx, &row->d, STAT_OPENED, 0, 1)) : OK;
}

#define HOPS_COUNTED 8
enum status stats_sent(struct cx *cx, const struct delivery *d, size_t n)
{
	int64_t hops[HOPS_COUNTED] = { 0 };
	const struct delivery *of[HOPS_COUNTED];
	enum status st = OK;
	for (size_t i = 0; i < n; i++)
		if (d[i].hop >= 0 && d[i].hop < HOPS_COUNTED) {
			hops[d[i].hop]++;
			of[d[i].hop] = &d[i];
		}
	for (int hop = 0; hop < HOPS_COUNTED && st == OK; hop++)
		if (hops[hop])
			st = stat_answer_add(cx, of[hop], STAT_SENT, 0, hops[hop]);
	return changed(cx, st);
}

/* --- figures -------------------------------------------------------------------------------------------------------------- */

enum status stats_need(struct cx *cx)
{
	return need_role(cx, MAY_STATS);
}

enum status stats_version(struct cx *cx, int64_t *ret)
{
	enum status st = stats_need(cx);
	if (st != OK)
		return st;
	if (cx->actor->org_kind != ORG_CENTRE && cx->actor->org_kind != ORG_MINISTRY)
		return *ret = -1, OK;
	return stat_version(cx, ret);
}

/* The sectors that the actor's ministry is responsible for, with the fiscal years it is. */
static enum status sectors_of(struct cx *cx, struct stat_query *q)
{
	struct oversight_list all;
	enum status st = store_oversight_list(cx, &all);
	if (st != OK)
		return st;
	struct stat_sector *own = arena_array(cx->mem, struct stat_sector, all.n + 1);
	for (size_t i = 0; i < all.n; i++) {
		const struct oversight *o = &all.p[i];
		if (!uuid_eq(o->org, cx->actor->org))
			continue;
		int from = o->from_day == DAY_UNSTATED ? 0 : fiscal_year_of(o->from_day);
		own[q->n_sectors++] = (struct stat_sector){ o->sector, from, o->to_day == DAY_FOREVER ? 9999 : fiscal_year_of(o->to_day) };
	}
	q->sectors = own;
	return OK;
}

/* The one rule: whose reports and advisories the actor's figures are made from. */
static enum status scope_of(struct cx *cx, struct stat_query *q)
{
	q->scope = STAT_OWN;
	if (cx->actor->org_kind == ORG_CENTRE)
		q->scope = STAT_COUNTRY;
	else if (cx->actor->org_kind == ORG_CEPTOAR)
		q->scope = STAT_RECEIVED;
	else if (cx->actor->org_kind == ORG_MINISTRY)
		q->scope = STAT_SECTORS;
	return q->scope == STAT_SECTORS ? sectors_of(cx, q) : OK;
}

static struct str kind_of_keys(enum stat_dimension by)
{
	switch (by) {
	case STAT_BY_SECTOR: return S("sector");
	case STAT_BY_EVENT: return S("event_type");
	case STAT_BY_CAUSE: return S("cause_type");
	case STAT_BY_BASIS: return S("basis");
	case STAT_BY_ROUTE: return S("report_route");
	case STAT_BY_ORIGIN:
	case STAT_BY_NONE: break;
	}
	return NO_STR;
}

static bool among(const struct str *keys, size_t n, struct str key)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(keys[i], key))
			return true;
	return false;
}

/* What there is to count under, in the catalogue's order, past and present; a ministry's: its sectors. */
static size_t keys_of(const struct cx *cx, const struct stat_query *q, struct str keys[STAT_KEYS_MAX])
{
	size_t n = 0;
	struct str kind = kind_of_keys(q->def->by);
	if (q->def->by == STAT_BY_ORIGIN)
		for (const struct str *name = stat_origin_names; name->n; name++)
			keys[n++] = *name;
	else if (q->def->by == STAT_BY_SECTOR && q->scope == STAT_SECTORS)
		for (size_t i = 0; i < q->n_sectors && n < STAT_KEYS_MAX; i++)
			n += among(keys, n, q->sectors[i].sector) ? 0 : (size_t)(keys[n] = q->sectors[i].sector, 1);
	else if (kind.n && cx->catalog)
		for (const struct fact *f = catalog_next_ever(cx->catalog, kind, NULL); f && n < STAT_KEYS_MAX;
			f = catalog_next_ever(cx->catalog, kind, f))
			n += among(keys, n, f->id) ? 0 : (size_t)(keys[n] = f->id, 1);
	return n;
}

static enum status query_of(struct cx *cx, const struct stats_ask *ask, struct stat_query *ret)
{
	int now = fiscal_year_of(day_of(cx->now_us));
	struct stat_query q = {
		.def = stat_find(ask->name), .from = ask->from, .to = ask->to, .sector = ask->sector, .event_type = ask->event_type,
		.basis = ask->basis, .route = ask->route, .origin = ask->origin,
	};
	if (!q.def)
		return fail(cx, E_MISSING, T_MISSING);
	if (!q.to)
		q.to = q.from && q.from + STAT_YEARS_MAX <= now ? q.from + STAT_YEARS_MAX - 1 : q.from > now ? q.from : now;
	if (!q.from)
		q.from = q.to - 9;
	if (q.from > q.to || q.to - q.from >= STAT_YEARS_MAX) {
		(void)fail_field(cx, S("/from"), T_STATS_YEARS, STAT_YEARS_MAX);
		return fail(cx, E_INVALID, T_INPUT);
	}
	enum status st = scope_of(cx, &q);
	if (st == OK)
		*ret = q;
	return st;
}

static void add_row(void *arg, const struct stat_row *row)
{
	stat_tally_add(arg, row);
}

enum status stats_figure(struct cx *cx, const struct stats_ask *ask, struct stats_figure **ret)
{
	struct stat_query q;
	struct str keys[STAT_KEYS_MAX];
	int64_t begin_us = 0;
	enum status st = stats_need(cx);
	if (st == OK)
		st = query_of(cx, ask, &q);
	if (st != OK)
		return st;
	struct stats_figure *f = arena_make(cx->mem, struct stats_figure);
	stat_tally_init(&f->tally, cx->mem, &q, keys, keys_of(cx, &q, keys));
	st = stat_each(cx, &q, cx->actor->org, add_row, &f->tally);
	if (st == OK)
		st = stat_records_begin(cx, &begin_us);
	if (st != OK)
		return st;
	stat_tally_end(&f->tally);
	if (ask->public)
		stat_suppress(&f->tally, ask->small ? ask->small : STAT_SMALL_CELL);
	f->today = day_of(cx->now_us);
	/* What was brought in from before this installation is counted as if it had been kept then. */
	if (f->tally.first_us < begin_us || !begin_us)
		begin_us = f->tally.first_us == INT64_MAX ? cx->now_us : f->tally.first_us;
	f->first_day = day_of(begin_us);
	for (int y = q.from; y <= q.to; y++)
		f->partial[y - q.from] = stat_partial(y, f->first_day, f->today);
	*ret = f;
	return OK;
}

/* What happens in the demonstration country: reports filed, passed on, reviewed; advisories given and answered. Through the same use
 * cases as people's, as of some hours ago. */
#include <stddef.h>
#include "app/advisory.h"
#include "app/demo_parts.h"
#include "app/delivery.h"
#include "app/message.h"
#include "app/party.h"
#include "app/report.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/delivery.h"

static int64_t before(const struct demo *d, const struct json *item)
{
	return d->now_us - (int64_t)(json_double(json_get(item, S("hours_ago")), 1) * (double)HOUR_US);
}

static enum status be_author(struct cx *cx, const struct demo *d, const struct json *report)
{
	struct org org;
	struct str login = json_get_text(report, S("login"));
	if (login.n)
		return demo_be(cx, login);
	enum status st = org_by_code(cx, json_get_text(report, S("org")), day_of(cx->now_us), &org);
	return st == OK ? demo_be_org(cx, d, org.id, org.kind, ROLE_REPORTER) : st;
}

/* Signs in as `login`, so to say, opens the message and acknowledges it. */
static enum status read_and_acknowledge(struct cx *cx, struct str login, struct uuid message, struct delivery *ret)
{
	struct message_view *view = arena_make(cx->mem, struct message_view);
	struct delivery *mine;
	struct delivery_row row;
	size_t n = 0;
	enum status st = demo_be(cx, login);
	if (st == OK)
		st = message_view(cx, message, 0, view);
	if (st == OK)
		st = delivery_of_org(cx, cx->actor->org, message, &mine, &n);
	if (st == OK && n == 0)
		st = fail_detail(cx, E_MISSING, T_MISSING, "demo: no delivery");
	if (st != OK)
		return st;
	*ret = mine[0];
	return delivery_ack(cx, mine[0].id, &row);
}

/* The ministry's liaison reads and passes on; or nobody is there and the limit does it. */
static enum status onward(struct cx *cx, struct str liaison, struct uuid message)
{
	struct delivery mine;
	struct delivery_row row;
	size_t passed;
	if (!liaison.n) {
		cx->now_us += 31 * MINUTE_US;
		return app_pass_due(cx, 100, &passed);
	}
	cx->now_us += 7 * MINUTE_US;
	enum status st = read_and_acknowledge(cx, liaison, message, &mine);
	if (st != OK || mine.pass_state != PASS_WAITING)        /* follow-ups go at once to who has the first notice */
		return st;
	cx->now_us += 4 * MINUTE_US;
	return delivery_pass_on(cx, mine.id, NO_STR, &row);
}

static enum status centre_reads(struct cx *cx, struct uuid message, bool accepts)
{
	struct delivery mine;
	struct report_done done;
	cx->now_us += 6 * MINUTE_US;
	enum status st = read_and_acknowledge(cx, S("analyst"), message, &mine);
	return st == OK && accepts ? report_review(cx, message, STATUS_ACCEPTED, NO_STR, &done) : st;
}

static enum status content_read(struct cx *cx, const struct json *step, struct report_content *ret)
{
	int64_t ago = json_get_int(step, S("noticed_min_ago"), -1);
	enum status st = field_read(cx, &report_fields, json_get(step, S("content")), true, ret);
	if (st == OK && ago >= 0)
		ret->noticed_us = cx->now_us - ago * MINUTE_US;
	return st;
}

static enum status report_file(struct cx *cx, struct demo *d, const struct json *report)
{
	struct report_done done = { 0 };
	int64_t start = before(d, report);
	struct str liaison = json_get_text(report, S("passed_by"));
	enum status st = OK;
	for (const struct json *step = json_first(json_get(report, S("steps"))); st == OK && step; step = json_next(step)) {
		struct report_content content;
		bool final = json_bool(json_get(step, S("final")));
		cx->now_us = start + json_get_int(step, S("after_min"), 0) * MINUTE_US;
		st = be_author(cx, d, report);
		if (st == OK)
			st = content_read(cx, step, &content);
		if (st == OK)
			st = uuid_is_none(done.message) ? report_submit(cx, &content, &done)
				: report_follow_up(cx, done.message, 0, &content, final, &done);
		if (st != OK || content.route != ROUTE_MINISTRY || start > d->now_us - HOUR_US)
			continue;                               /* the last one waits for whoever signs in first */
		st = onward(cx, liaison, done.message);
		if (st == OK && start < d->now_us - 6 * HOUR_US)
			st = centre_reads(cx, done.message, final);
	}
	return st;
}

enum status demo_file_reports(struct cx *cx, struct demo *d)
{
	enum status st = OK;
	for (const struct json *r = json_first(json_get(d->reports, S("reports"))); st == OK && r; r = json_next(r))
		st = report_file(cx, d, r);
	return st;
}

/* One recipient's answer, some time between publication and now. */
static enum status answer(struct cx *cx, struct demo *d, const struct delivery_row *to, int64_t published_us)
{
	static const struct { unsigned per_cent; enum outcome outcome; } mix[] = {
		{ 30, OUTCOME_NONE }, { 62, OUTCOME_NOT_AFFECTED }, { 74, OUTCOME_INVESTIGATING }, { 80, OUTCOME_AFFECTED },
			{ 88, OUTCOME_PLANNED },
		{ 95, OUTCOME_DONE }, { 100, OUTCOME_NOT_APPLICABLE },
	};
	struct delivery_row row;
	uint64_t span_min = (uint64_t)((d->now_us - published_us) / MINUTE_US), pick = demo_chance(d, 100);
	size_t i = 0;
	cx->now_us = published_us + (int64_t)(1 + demo_chance(d, span_min) * demo_chance(d, span_min) / span_min) * MINUTE_US;
	enum status st = demo_be_org(cx, d, to->d.recipient, to->recipient.kind, ROLE_REPORTER);
	if (st != OK)
		return st;
	while (pick >= mix[i].per_cent)
		i++;
	if (mix[i].outcome == OUTCOME_NONE)
		return delivery_ack(cx, to->d.id, &row);
	struct outcome_input in = { .outcome = mix[i].outcome };
	if (in.outcome == OUTCOME_PLANNED)
		in.day = day_of(d->now_us) + 7;
	return delivery_tell_outcome(cx, to->d.id, &in, &row);
}

/* Orgs that somebody can sign in to answer for themselves. */
static bool answers_alone(const struct demo *d, struct str code)
{
	for (const struct json *p = json_first(json_get(d->accounts, S("people"))); p; p = json_next(p))
		if (str_eq(json_get_text(p, S("org")), code))
			return true;
	return false;
}

static enum status answers(struct cx *cx, struct demo *d, const struct json *advisory, struct uuid message)
{
	struct delivery_row *rows;
	size_t n;
	int64_t per_cent = json_get_int(advisory, S("answers"), 0), published = cx->now_us;
	enum status st = OK;
	if (per_cent > 0)
		st = delivery_known(cx, cx->actor->org, message, KNOWN_ALL, 1000, &rows, &n);
	for (size_t i = 0; st == OK && per_cent > 0 && i < n; i++)
		if (!answers_alone(d, rows[i].recipient.code) && (int64_t)demo_chance(d, 100) < per_cent)
			st = answer(cx, d, &rows[i], published);
	return st;
}

static enum status publish(struct cx *cx, struct uuid message, struct advisory_done *ret)
{
	enum status st = demo_be(cx, S("publisher"));
	return st == OK ? advisory_publish(cx, message, 0, ret) : st;
}

static enum status approve(struct cx *cx, struct uuid message, struct advisory_done *ret)
{
	enum status st = demo_be(cx, S("approver"));
	return st == OK ? advisory_approve(cx, message, 0, ret) : st;
}

/* The stand-ins of past events take no part in the present. */
static enum status without_stand_ins(struct cx *cx, const struct demo *d, struct audience *audience)
{
	const struct json *all = json_get(d->country, S("stand_ins"));
	struct uuid *ids = arena_array(cx->mem, struct uuid, json_count(all) + 1);
	size_t n = 0;
	enum status st = OK;
	for (const struct json *s = json_first(all); st == OK && s; s = json_next(s)) {
		struct org o;
		st = org_by_code(cx, json_get_text(s, S("code")), day_of(cx->now_us), &o);
		if (st == OK)
			ids[n++] = o.id;
	}
	audience->except = (struct list){ ids, n };
	return st;
}

static enum status write(struct cx *cx, const struct demo *d, const struct json *advisory, int64_t published_us,
	struct advisory_done *ret)
{
	struct advisory_content content;
	int64_t due_hours = json_get_int(advisory, S("due_in_hours"), 0);
	enum status st = demo_be(cx, S("analyst"));
	if (st == OK)
		st = field_read(cx, &advisory_table, json_get(advisory, S("content")), true, &content);
	if (st == OK)
		st = without_stand_ins(cx, d, &content.recipients);
	if (st != OK)
		return st;
	if (due_hours)
		content.due_us = published_us + due_hours * HOUR_US;
	return advisory_add(cx, &content, ret);
}

static enum status advisory_give(struct cx *cx, struct demo *d, const struct json *advisory)
{
	struct advisory_done done;
	struct str state = json_get_text(advisory, S("state"));
	int64_t published = before(d, advisory);
	cx->now_us = published - 25 * MINUTE_US;
	enum status st = write(cx, d, advisory, published, &done);
	if (st != OK || str_eq(state, S("draft")))
		return st;
	cx->now_us = published - 10 * MINUTE_US;
	st = approve(cx, done.message, &done);
	if (st != OK || str_eq(state, S("approved")))
		return st;
	cx->now_us = published;
	st = publish(cx, done.message, &done);
	if (st == OK && str_eq(state, S("withdrawn"))) {
		cx->now_us += json_get_int(advisory, S("withdraw_after_min"), 60) * MINUTE_US;
		return advisory_withdraw(cx, done.message, json_get_text(advisory, S("reason")), &done);
	}
	return st == OK ? answers(cx, d, advisory, done.message) : st;
}

enum status demo_give_advisories(struct cx *cx, struct demo *d)
{
	enum status st = OK;
	for (const struct json *a = json_first(json_get(d->advisories, S("advisories"))); st == OK && a; a = json_next(a))
		st = advisory_give(cx, d, a);
	return st;
}

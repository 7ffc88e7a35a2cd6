/* The demonstration's cases: public events rated by way of illustration, and fictional ones that are still open. Through the same use
 * cases as people's, as of some hours ago. */
#include "app/demo_parts.h"
#include "app/incident.h"
#include "app/message.h"
#include "base/str.h"
#include "base/uuid.h"

/* The report of this org with this title, as the centre has it. */
static enum status report_of(struct cx *cx, const struct json *want, struct uuid *ret)
{
	struct str org = json_get_text(want, S("org")), title = json_get_text(want, S("title"));
	struct message_row *rows;
	size_t n = 0;
	enum status st = message_page(cx, &(struct message_query){ .kind = MESSAGE_REPORT, .box = BOX_RECEIVED, .limit = 200 }, &rows, &n);
	for (size_t i = 0; st == OK && i < n; i++)
		if (str_eq(rows[i].author.code, org) && str_eq(rows[i].m.title, title)) {
			*ret = rows[i].m.id;
			return OK;
		}
	return st == OK ? fail_detail(cx, E_MISSING, T_MISSING, "demo: no report %.*s", STR_ARG(title)) : st;
}

static enum status open_case(struct cx *cx, const struct json *c, struct incident_done *ret)
{
	const struct json *reports = json_get(c, S("reports"));
	struct incident_input in = { .title = json_get_text(c, S("title")), .summary = json_get_text(c, S("summary")),
		.sector = json_get_text(c, S("sector")) };
	struct uuid *ids = arena_array(cx->mem, struct uuid, json_count(reports) + 1);
	struct str owner = json_get_text(c, S("owner"));
	enum status st = OK;
	if (owner.n)
		st = demo_be(cx, owner);
	if (st == OK && owner.n)
		in.owner = cx->actor->user;
	if (st == OK)
		st = demo_be(cx, S("analyst"));
	for (const struct json *r = json_first(reports); st == OK && r; r = json_next(r))
		st = report_of(cx, r, &ids[in.reports.n++]);
	in.reports.p = ids;
	return st == OK ? incident_open(cx, &in, ret) : st;
}

static enum status case_make(struct cx *cx, const struct demo *d, const struct json *c)
{
	struct incident_done done;
	cx->now_us = d->now_us - (int64_t)(json_double(json_get(c, S("hours_ago")), 1) * (double)HOUR_US);
	enum status st = open_case(cx, c, &done);
	for (const struct json *n = json_first(json_get(c, S("notes"))); st == OK && n; n = json_next(n)) {
		cx->now_us += 12 * MINUTE_US;
		st = incident_note(cx, done.id, json_text(n), &done);
	}
	for (const struct json *r = json_first(json_get(c, S("ratings"))); st == OK && r; r = json_next(r)) {
		struct severity_input in;
		cx->now_us += 25 * MINUTE_US;
		st = field_read(cx, &severity_input_table, r, false, &in);
		if (st == OK)
			st = incident_rate(cx, done.id, &in, &done);
	}
	struct str state = json_get_text(c, S("state"));
	cx->now_us += 5 * MINUTE_US;
	if (st == OK && state.n)
		st = incident_set_state(cx, done.id, str_eq(state, S("closed")) ? INCIDENT_CLOSED : INCIDENT_WATCHING, json_get_text(c, S("note")), &done);
	return st;
}

enum status demo_open_cases(struct cx *cx, struct demo *d)
{
	enum status st = OK;
	for (const struct json *c = json_first(json_get(d->cases, S("cases"))); st == OK && c; c = json_next(c))
		st = case_make(cx, d, c);
	return st;
}

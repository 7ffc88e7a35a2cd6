/* Rating a case, and comparing sectors. */
#include <stdio.h>
#include "app/incident.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/rating.h"

static struct str list_json(struct cx *cx, const struct field_table *table, const struct list *list)
{
	struct buf out;
	struct jw w;
	buf_init(&out, cx->mem, 256 << 10);
	jw_init(&w, &out);
	jw_array(&w);
	for (size_t i = 0; i < list->n; i++)
		field_write(&w, table, (const char *)list->p + i * table->struct_bytes);
	jw_end_array(&w);
	return buf_str(&out);
}

/* By hand: level 0 is a level, and field_write leaves out what is zero. */
static struct str axes_json(struct cx *cx, const struct list *axes)
{
	const struct severity_axis *a = axes->p;
	struct buf out;
	struct jw w;
	buf_init(&out, cx->mem, 4096);
	jw_init(&w, &out);
	jw_array(&w);
	for (size_t i = 0; i < axes->n; i++) {
		jw_object(&w);
		jw_k_text(&w, S("axis"), a[i].axis);
		jw_k_int(&w, S("level"), a[i].level);
		jw_end_object(&w);
	}
	jw_end_array(&w);
	return buf_str(&out);
}

enum status incident_rate(struct cx *cx, struct uuid id, const struct severity_input *in, struct incident_done *ret)
{
	struct incident i;
	struct severity_scheme *scheme = arena_make(cx->mem, struct severity_scheme);
	int level = -1;
	enum status st = incident_take_part(cx, id, &i);
	if (st == OK)
		st = severity_scheme_find(cx, in->scheme, scheme);
	if (st == OK)
		st = severity_check(cx, scheme, in, &level);
	if (st != OK)
		return st;
	struct rating r = {
		.id = uuid_new(cx->now_us), .incident = id, .org = cx->actor->org, .account = cx->actor->user, .scheme = scheme->id,
		.axes = axes_json(cx, &in->axes), .answers = list_json(cx, &severity_answer_table, &in->answers), .rationale = in->rationale,
		.evidence = in->evidence, .scheme_day = scheme->from_day, .level = level, .provisional = in->provisional, .at_us = cx->now_us,
	};
	st = rating_add(cx, &r);
	if (st == OK)
		st = incident_tell(cx, id, INCIDENT_RATED, r.id, scheme->id);
	if (st == OK)
		st = incident_refresh(cx, &i);
	return st == OK ? incident_finish(cx, &i, S("case.rate"), ret) : st;
}

static int32_t first_of(int fiscal_year)
{
	int32_t day = 0;
	char text[16];
	int n = snprintf(text, sizeof text, "%04d-04-01", fiscal_year);
	(void)day_parse((struct str){ text, (size_t)n }, &day);
	return day;
}

enum status severity_compare_get(struct cx *cx, struct str scheme, int fy, struct severity_compare *ret)
{
	struct severity_compare c = { .fy = fy ? fy : fiscal_year_of(day_of(cx->now_us)) };
	const struct fact *now = severity_scheme_now(cx->catalog, day_of(cx->now_us));
	enum status st = incident_need(cx);
	if (st == OK)
		st = severity_scheme_find(cx, scheme.n || !now ? scheme : now->id, &c.scheme);
	if (st == OK)
		st = rating_compare(cx, cx->actor->org, c.scheme.id, day_start_us(first_of(c.fy)), day_start_us(first_of(c.fy + 1)), &c.rated, &c.unrated);
	if (st != OK)
		return st;
	c.partial = cx->now_us < day_start_us(first_of(c.fy + 1));
	*ret = c;
	return OK;
}

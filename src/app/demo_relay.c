/* What a CEPTOAR's officer finds in the demonstration country: a member's report that waits to be relayed, and one that was, with a question
 * about it. Through the same use cases as people's. */
#include "app/delivery.h"
#include "app/demo_parts.h"
#include "app/inquiry.h"
#include "app/message.h"
#include "app/relay.h"
#include "base/str.h"
#include "base/uuid.h"

static enum status file(struct cx *cx, const struct demo *d, const struct json *item, struct report_done *ret)
{
	struct report_content c;
	cx->now_us = d->now_us - json_get_int(item, S("hours_ago"), 1) * HOUR_US;
	enum status st = demo_be(cx, json_get_text(item, S("login")));
	if (st == OK)
		st = field_read(cx, &report_fields, json_get(item, S("content")), true, &c);
	if (st != OK)
		return st;
	c.noticed_us = cx->now_us - 25 * MINUTE_US;
	return report_submit(cx, &c, ret);
}

/* The ministry's liaison opens what came, passes it on, and asks. */
static enum status ask(struct cx *cx, struct uuid derived, struct str text)
{
	struct message_view *view = arena_make(cx->mem, struct message_view);
	struct report_done done;
	struct delivery_row row;
	cx->now_us += 40 * MINUTE_US;
	enum status st = demo_be(cx, S("meti"));
	if (st == OK)
		st = message_view(cx, derived, 0, view);
	cx->now_us += 5 * MINUTE_US;
	if (st == OK && view->n_deliveries)
		st = delivery_pass_on(cx, view->deliveries[0].d.id, NO_STR, &row);
	cx->now_us += 15 * MINUTE_US;
	return st == OK ? inquiry_send(cx, derived, &(struct inquiry_input){ .text = text }, &done) : st;
}

static enum status relayed(struct cx *cx, const struct demo *d, const struct json *item)
{
	struct report_done original, derived;
	struct message_view *view = arena_make(cx->mem, struct message_view);
	struct relay_input in = { .note = S("社名と件数を伏せた。(架空)") };
	enum status st = file(cx, d, item, &original);
	cx->now_us += 90 * MINUTE_US;
	if (st == OK)
		st = demo_be(cx, S("ceptoar"));
	if (st == OK)
		st = message_view(cx, original.message, 0, view);
	if (st == OK)
		st = field_read(cx, &report_fields, json_get(item, S("derived")), true, &in.content);
	if (st != OK)
		return st;
	in.revision = original.revision;
	in.content.noticed_us = view->revisions[0].row.r.submitted_us - 25 * MINUTE_US;
	st = relay_send(cx, original.message, original.version, &in, &derived);
	return st == OK ? ask(cx, derived.message, json_get_text(item, S("inquiry"))) : st;
}

enum status demo_relay(struct cx *cx, struct demo *d)
{
	struct report_done done;
	enum status st = relayed(cx, d, json_get(d->relay, S("relayed")));
	return st == OK ? file(cx, d, json_get(d->relay, S("waiting")), &done) : st;
}

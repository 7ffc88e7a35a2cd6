/* The one table of job kinds. A new kind: a use case in app/, a function of a few lines here, a row. */
#include "job/jobs.h"
#include "app/advisory.h"
#include "app/delivery.h"
#include "app/job.h"
#include "app/recall.h"
#include "app/mode.h"
#include "app/join.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "base/uuid.h"

#define PASS_AT_ONCE 20

/* Hops whose limit has run out. */
static enum status run_pass(struct cx *cx, struct str payload, struct job_rest *rest)
{
	size_t n = 0;
	enum status s = app_pass_due(cx, PASS_AT_ONCE, &n);
	if (s == OK)
		*rest = (struct job_rest){ .again = n == PASS_AT_ONCE, .due_us = cx->now_us, .payload = payload };
	return s;
}

static enum status in_chunks(struct cx *cx, enum status s, struct str left, struct job_rest *rest)
{
	if (s == OK)
		*rest = (struct job_rest){ .again = left.n > 0, .due_us = cx->now_us, .payload = left };
	return s;
}

static enum status run_fan_out(struct cx *cx, struct str payload, struct job_rest *rest)
{
	struct str left = NO_STR;
	return in_chunks(cx, advisory_fan_out(cx, payload, rest->alone, &left), left, rest);
}

static enum status run_recall(struct cx *cx, struct str payload, struct job_rest *rest)
{
	struct str left = NO_STR;
	return in_chunks(cx, recall_work(cx, payload, rest->alone, &left), left, rest);
}

static enum status run_leave(struct cx *cx, struct str payload, struct job_rest *rest)
{
	struct str left = NO_STR;
	return in_chunks(cx, recall_leaving_work(cx, payload, &left), left, rest);
}

/* The index behind suggestions, a few reports at a time with pauses: reports that are being submitted go first. */
static enum status run_index(struct cx *cx, struct str payload, struct job_rest *rest)
{
	const struct json *in;
	struct uuid after = { { 0 } };
	bool more = false;
	enum status s = json_parse(cx, payload, &in);
	if (s != OK)
		return s;
	bool sweep = json_bool(json_get(in, S("sweep")));
	(void)uuid_parse(json_get_text(in, S("after")), &after);
	s = join_fill(cx, rest->alone ? 200 : 20, sweep ? &after : NULL, &more);
	if (s == OK && sweep && more) {
		struct str id = uuid_str(cx->mem, after);
		payload = str_format(cx->mem, "{\"sweep\":true,\"after\":\"%.*s\"}", STR_ARG(id));
	}
	if (s == OK)
		*rest = (struct job_rest){ .again = more, .due_us = cx->now_us + (rest->alone ? 0 : SECOND_US / 5), .payload = payload };
	return s;
}

static enum status run_clean(struct cx *cx, struct str payload, struct job_rest *rest)
{
	int64_t again_us = 0;
	enum status s = app_clean(cx, &again_us);
	if (s == OK)
		*rest = (struct job_rest){ .again = true, .due_us = again_us, .payload = payload };
	return s;
}

static enum status run_mode(struct cx *cx, struct str payload, struct job_rest *rest)
{
	struct str left = NO_STR;
	return in_chunks(cx, mode_work(cx, payload, &left), left, rest);
}

const struct job_kind job_kinds[] = {
	{ LIT("pass"), run_pass },
	{ LIT("fanout"), run_fan_out },
	{ LIT("recall"), run_recall },
	{ LIT("leave"), run_leave },
	{ LIT("index"), run_index },
	{ LIT("mode"), run_mode },
	{ LIT("clean"), run_clean },
	{ { NULL, 0 }, NULL },
};

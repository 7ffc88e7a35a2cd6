#include "app/job.h"
#include "app/join.h"
#include "base/time.h"
#include "store/clean.h"
#include "store/delivery.h"
#include "sys/db.h"

enum status jobs_prepare(struct cx *cx, void *unused)
{
	(void)unused;
	enum status s = OK;
	if (!db_is_postgres(cx->db))
		s = job_free_all(cx);
	if (s != OK)
		return s;
	return job_add(cx, S("clean"), cx->now_us + MINUTE_US, S("clean"), S("{}"));
}

static enum status pass_is_due(struct cx *cx, bool *ret)
{
	struct delivery *due;
	size_t n = 0;
	enum status s = delivery_pass_due(cx, 1, &due, &n);
	if (s == OK)
		*ret = n > 0;
	return s;
}

/* The index is behind, and no job for it is going on; its last sweep may wait: a new one begins at once. */
static enum status index_is_due(struct cx *cx, bool *ret)
{
	bool behind = false, waiting = false;
	enum status s = join_behind(cx, &behind);
	if (s == OK && behind)
		s = job_is_waiting(cx, S("index.fill"), &waiting);
	if (s == OK)
		*ret = behind && !waiting;
	return s;
}

enum status jobs_are_due(struct cx *cx, bool *ret)
{
	bool due = false;
	enum status s = job_is_due(cx, &due);
	if (s == OK && !due)
		s = pass_is_due(cx, &due);
	if (s == OK && !due)
		s = index_is_due(cx, &due);
	if (s == OK)
		*ret = due;
	return s;
}

enum status jobs_lease(struct cx *cx, int64_t until_us, size_t max, struct job **ret, size_t *ret_n)
{
	bool due = false;
	enum status s = pass_is_due(cx, &due);
	if (s == OK && due)
		s = job_add(cx, S("pass"), cx->now_us, S("pass"), S("{}"));
	due = false;
	if (s == OK)
		s = index_is_due(cx, &due);
	if (s == OK && due)
		s = job_add(cx, S("index"), cx->now_us, S("index.fill"), S("{}"));
	return s == OK ? job_lease(cx, until_us, max, ret, ret_n) : s;
}

enum status app_clean(struct cx *cx, int64_t *ret_again_us)
{
	bool more[4];
	enum status s = clean_sessions(cx, cx->now_us, &more[0]);
	if (s == OK)
		s = clean_idempotency(cx, cx->now_us - 48 * HOUR_US, &more[1]);
	if (s == OK)
		s = clean_attachments(cx, cx->now_us - 24 * HOUR_US, &more[2]);
	if (s == OK)
		s = clean_sign_in_failures(cx, cx->now_us - 24 * HOUR_US, &more[3]);
	if (s == OK)
		*ret_again_us = more[0] || more[1] || more[2] || more[3] ? cx->now_us : cx->now_us + DAY_US;
	return s;
}

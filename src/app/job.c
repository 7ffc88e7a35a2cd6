#include "app/job.h"
#include "base/time.h"
#include "store/clean.h"
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

enum status app_clean(struct cx *cx, int64_t *ret_again_us)
{
	enum status s = clean_sessions(cx, cx->now_us);
	if (s == OK)
		s = clean_idempotency(cx, cx->now_us - 48 * HOUR_US);
	if (s == OK)
		s = clean_attachments(cx, cx->now_us - 24 * HOUR_US);
	if (s == OK)
		s = clean_sign_in_failures(cx, cx->now_us - 24 * HOUR_US);
	if (s == OK)
		*ret_again_us = cx->now_us + DAY_US;
	return s;
}

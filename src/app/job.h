/* app/job.h — what the job runner (job/jobs.c) needs of the store, and the jobs that keep the store itself in order. */
#ifndef NOROSHI_APP_JOB_H
#define NOROSHI_APP_JOB_H
#include "store/job.h"

/* Before the runner starts, on the writer: frees what a dead process left leased (SQLite) and makes sure "clean" is waiting. */
enum status jobs_prepare(struct cx *, void *unused) MUST_CHECK;
/* Is there anything to do now: a due job, or a hop whose limit has run out? Reads only: the runner's look. */
enum status jobs_are_due(struct cx *, bool *ret) MUST_CHECK;
/* Leases as job_lease does; hops whose limit has run out become job "pass" first, of which there is one in the store. */
enum status jobs_lease(struct cx *, int64_t until_us, size_t max, struct job **ret, size_t *ret_n) MUST_CHECK;
/* The daily job "clean": drops expired sessions, answers kept for Idempotency-Key (48 h), attachments never bound (24 h) and old
 * counts of failed sign-ins. *ret_again_us: when to run next. */
enum status app_clean(struct cx *, int64_t *ret_again_us) MUST_CHECK;
#endif

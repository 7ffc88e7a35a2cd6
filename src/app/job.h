/* app/job.h — what the job runner (job/jobs.c) needs of the store, and the jobs that keep the store itself in order. */
#ifndef NOROSHI_APP_JOB_H
#define NOROSHI_APP_JOB_H
#include "store/job.h"

/* Before the runner starts, on the writer: frees what a dead process left leased (SQLite) and makes sure "clean" is waiting. */
enum status jobs_prepare(struct cx *, void *unused) MUST_CHECK;
/* The daily job "clean": drops expired sessions, answers kept for Idempotency-Key (48 h), attachments never bound (24 h) and old
 * counts of failed sign-ins. *ret_again_us: when to run next. */
enum status app_clean(struct cx *, int64_t *ret_again_us) MUST_CHECK;
#endif

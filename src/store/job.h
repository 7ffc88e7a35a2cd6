/* store/job.h — work that may wait, committed together with its cause. Leased, retried with back-off, idempotent. */
#ifndef NOROSHI_STORE_JOB_H
#define NOROSHI_STORE_JOB_H
#include "base/cx.h"

/* `key`: with it, a job is added once: adding it again while it waits does nothing. NO_STR: no such key. payload: JSON. */
enum status job_add(struct cx *, struct str kind, int64_t due_us, struct str key, struct str payload) MUST_CHECK;
enum status job_drop(struct cx *, struct str key) MUST_CHECK;
#endif

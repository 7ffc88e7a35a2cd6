/* store/job.h — work that may wait, committed together with its cause. Leased, retried with back-off, idempotent.
 *
 * Who runs jobs (job/jobs.h) leases what is due, then takes each (job_take) inside the transaction that does its work and ends it
 * with job_done, job_again or job_retry. A lease is only a hint that somebody is at work: what makes a run exclusive is `tries`,
 * which each lease increases and job_take compares. So a runner may die at any line: its lease runs out and another takes over.
 */
#ifndef NOROSHI_STORE_JOB_H
#define NOROSHI_STORE_JOB_H
#include "base/cx.h"

struct job { struct uuid id; struct str kind, key, payload; int64_t due_us, tries; };

/* `key`: with it, a job is added once: adding it again while it waits does nothing. NO_STR: no such key. payload: JSON. */
enum status job_add(struct cx *, struct str kind, int64_t due_us, struct str key, struct str payload) MUST_CHECK;
enum status job_drop(struct cx *, struct str key) MUST_CHECK;
/* Is any job due and not leased? Reads only. */
enum status job_is_due(struct cx *, bool *ret) MUST_CHECK;
/* Is a job whose key starts so still waiting or running? For "still sending". Looks at every job: there are few. */
enum status job_is_waiting(struct cx *, struct str key_start, bool *ret) MUST_CHECK;
/* Up to `max` due jobs, the longest due first, leased until then. On PostgreSQL rows that another runner is leasing are skipped. */
enum status job_lease(struct cx *, int64_t until_us, size_t max, struct job **ret, size_t *ret_n) MUST_CHECK;
/* Locks the job for this transaction, leases it anew and reads its payload again; *ret_mine false: it was dropped, done, or leased
 * by another meanwhile. */
enum status job_take(struct cx *, struct job *, int64_t until_us, bool *ret_mine) MUST_CHECK;
enum status job_done(struct cx *, struct uuid) MUST_CHECK;
/* The same job once more, with what it has left to do; held until `lease_us` by who runs it now (0: free). Counts as success. */
enum status job_again(struct cx *, const struct job *, int64_t due_us, int64_t lease_us, struct str payload) MUST_CHECK;
/* After a failure: free again at `due_us`, with the error beside it. Does nothing where the job is no longer ours. */
enum status job_retry(struct cx *, const struct job *, int64_t due_us, struct str error) MUST_CHECK;
/* All leases end. Only where no other runner can be alive: SQLite, at start. */
enum status job_free_all(struct cx *) MUST_CHECK;
#endif

/* job/jobs.h — the runner: work that may wait is done here, in due order, each run in one short transaction of the writer.
 *
 * One thread. It looks for due jobs twenty times a second, leases a few, and for each has the writer take
 * the job, run its function and end the job, all in one transaction: a run has happened wholly or not at all. A run that fails is
 * rolled back, its error recorded, and tried again after 1, 2, 4 ... seconds, an hour at most. Jobs are never given up.
 * After downtime everything that fell due is done, the longest due first.
 *
 * jobs_start after writer_start; jobs_stop before writer_stop. Several processes on one PostgreSQL store may each run one.
 */
#ifndef NOROSHI_JOB_JOBS_H
#define NOROSHI_JOB_JOBS_H
#include "base/cx.h"

struct writer;
struct jobs;
/* What is left of a job after a run that succeeded: nothing (zero), or the same job again at due_us with this payload.
 * `alone` is told to the run: nobody else has written since the run before, so it may take more at once. */
struct job_rest { bool alone, again; int64_t due_us; struct str payload; };
typedef enum status job_function(struct cx *, struct str payload, struct job_rest *);
struct job_kind { struct str kind; job_function *run; };
extern const struct job_kind job_kinds[];                       /* ends with an empty kind */

struct jobs_options { struct str store; struct writer *writer; const struct catalog *const *catalog; };
enum status jobs_start(struct cx *, const struct jobs_options *, struct jobs **ret) MUST_CHECK;
void jobs_stop(struct jobs *);                                  /* finishes the run at hand; NULL is allowed */

/* For tests: leases and runs what is due once; *ret_ran counts runs, failed ones too. cx needs mem, problem and now_us. */
enum status jobs_round(struct cx *, struct writer *, const struct job_kind *kinds, size_t *ret_ran) MUST_CHECK;
int64_t jobs_back_off_us(int64_t tries);
#endif

#include "job/jobs.h"
#include "app/job.h"
#include "app/writer.h"
#include "base/str.h"
#include "base/time.h"
#include "sys/clock.h"
#include "sys/db.h"
#include "sys/log.h"
#include <errno.h>
#include <pthread.h>
#include <time.h>

#define LEASE_US (3 * SECOND_US)                                /* a run takes milliseconds; so long a dead runner holds its jobs up */
#define LEASE_MAX 16
#define RUNS_IN_A_ROW 8                                         /* of one job, before others have their turn */
#define LOOK_MS 50

struct jobs {
	struct jobs_options options;
	struct arena *mem;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stopping;                                  /* under lock */
};

int64_t jobs_back_off_us(int64_t tries)
{
	int64_t seconds = tries < 2 ? 1 : tries > 12 ? 3600 : INT64_C(1) << (tries - 1);
	return (seconds > 3600 ? 3600 : seconds) * SECOND_US;
}

/* What the writer is given to run. */
struct lease_run { struct job *jobs; size_t n; };
struct job_run { struct job job; const struct job_kind *kind; bool keep, mine, alone; struct job_rest rest; enum text why; };

static enum status run_lease(struct cx *cx, void *arg)
{
	struct lease_run *run = arg;
	return jobs_lease(cx, cx->now_us + LEASE_US, LEASE_MAX, &run->jobs, &run->n);
}

/* The job's work and its end are one transaction. */
static enum status run_job(struct cx *cx, void *arg)
{
	struct job_run *run = arg;
	static const struct actor nobody = { 0 };
	cx->actor = &nobody;
	run->rest = (struct job_rest){ .alone = run->alone };
	enum status s = job_take(cx, &run->job, cx->now_us + LEASE_US, &run->mine);
	if (s != OK || !run->mine)
		return s;
	s = run->kind->run(cx, run->job.payload, &run->rest);
	if (s != OK)
		return s;
	if (!run->rest.again)
		return job_done(cx, run->job.id);
	if (run->rest.due_us > cx->now_us)
		run->keep = false;
	return job_again(cx, &run->job, run->rest.due_us, run->keep ? cx->now_us + LEASE_US : 0, run->rest.payload);
}

static enum status run_retry(struct cx *cx, void *arg)
{
	struct job_run *run = arg;
	return job_retry(cx, &run->job, cx->now_us + jobs_back_off_us(run->job.tries), text_code(run->why));
}

static const struct job_kind *kind_of(const struct job_kind *kinds, struct str kind)
{
	for (; kinds->kind.n > 0; kinds++)
		if (str_eq(kinds->kind, kind))
			return kinds;
	return NULL;
}

static enum status job_failed(struct cx *cx, struct writer *writer, struct job_run *run, enum status failure)
{
	run->why = cx->problem->why == T_NONE ? T_BUG : cx->problem->why;
	log_line(LEVEL_WARNING, "job.fail", FACTS(log_text("kind", run->job.kind), log_uuid("job", run->job.id),
	         log_int("tries", run->job.tries), log_problem(cx)));
	*cx->problem = (struct problem){ 0 };
	if (failure == E_BUSY || failure == E_REMOTE)           /* the store itself is away: the lease runs out by itself */
		return failure;
	return writer_run(writer, cx, run_retry, run);
}

static uint64_t items_written(const struct writer *writer)
{
	struct writer_figures figures;
	writer_figures(writer, &figures);
	return figures.items;
}

/* Runs one job, again and again while it has more to do at once, up to RUNS_IN_A_ROW times. */
static enum status run_one(struct cx *cx, struct writer *writer, const struct job_kind *kinds, const struct job *job)
{
	struct job_run run = { .job = *job, .kind = kind_of(kinds, job->kind) };
	uint64_t written = 0;
	if (!run.kind) {
		(void)fail_detail(cx, E_BUG, T_BUG, "no such job kind: %.*s", STR_ARG(job->kind));
		return job_failed(cx, writer, &run, E_BUG);
	}
	for (int i = 1; i <= RUNS_IN_A_ROW; i++) {
		uint64_t before = written;
		written = items_written(writer);
		run.alone = i > 1 && written - before <= 1;     /* only our own run */
		run.keep = i < RUNS_IN_A_ROW;
		enum status s = writer_run(writer, cx, run_job, &run);
		if (s != OK)
			return job_failed(cx, writer, &run, s);
		if (!run.mine || !run.rest.again || !run.keep)
			return OK;
	}
	return OK;
}

enum status jobs_round(struct cx *cx, struct writer *writer, const struct job_kind *kinds, size_t *ret_ran)
{
	struct lease_run lease = { 0 };
	*ret_ran = 0;
	enum status s = writer_run(writer, cx, run_lease, &lease);
	for (size_t i = 0; s == OK && i < lease.n; i++) {
		s = run_one(cx, writer, kinds, &lease.jobs[i]);
		++*ret_ran;
	}
	return s;
}

/* --- the thread --- */

static bool is_stopping(struct jobs *jobs)
{
	pthread_mutex_lock(&jobs->lock);
	bool stopping = jobs->stopping;
	pthread_mutex_unlock(&jobs->lock);
	return stopping;
}

static void wait_a_little(struct jobs *jobs)
{
	struct timespec until;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += LOOK_MS * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	pthread_mutex_lock(&jobs->lock);
	while (!jobs->stopping)
		if (pthread_cond_timedwait(&jobs->wake, &jobs->lock, &until) == ETIMEDOUT)
			break;
	pthread_mutex_unlock(&jobs->lock);
}

/* One look with fresh memory: is something due? then a round. True where another look is worth it at once. */
static bool look(struct jobs *jobs, struct arena *mem, struct db **reader)
{
	struct problem problem = { 0 };
	struct cx cx = { .mem = mem, .problem = &problem, .now_us = clock_now_us(), 
		.catalog = __atomic_load_n(jobs->options.catalog, __ATOMIC_ACQUIRE) };
	bool due = false;
	size_t ran = 0;
	if (!*reader && db_open(&cx, jobs->options.store, DB_READ, reader) != OK)
		return false;
	cx.db = *reader;
	enum status s = jobs_are_due(&cx, &due);
	if (s == OK && due)
		s = jobs_round(&cx, jobs->options.writer, job_kinds, &ran);
	else if (s != OK) {                                     /* a lost connection: open a new one at the next look */
		db_close(*reader);
		*reader = NULL;
	}
	if (s != OK && s != E_BUSY)
		log_line(LEVEL_WARNING, "jobs.round", FACTS(log_problem(&cx)));
	return s == OK && ran > 0;
}

static void *run_jobs(void *arg)
{
	struct jobs *jobs = arg;
	struct arena *mem = arena_new();
	struct db *reader = NULL;
	while (!is_stopping(jobs)) {
		bool more = look(jobs, mem, &reader);
		arena_reset(mem);
		if (!more)
			wait_a_little(jobs);
	}
	db_close(reader);
	arena_release(mem);
	return NULL;
}

enum status jobs_start(struct cx *cx, const struct jobs_options *options, struct jobs **ret)
{
	enum status s = writer_run(options->writer, cx, jobs_prepare, NULL);
	if (s != OK)
		return s;
	struct arena *mem = arena_new();
	struct jobs *jobs = arena_make(mem, struct jobs);
	*jobs = (struct jobs){ .options = *options, .mem = mem };
	jobs->options.store = str_copy(mem, options->store);
	pthread_mutex_init(&jobs->lock, NULL);
	pthread_cond_init(&jobs->wake, NULL);
	if (pthread_create(&jobs->thread, NULL, run_jobs, jobs) != 0) {
		arena_release(mem);
		return fail_detail(cx, E_BUSY, T_BUSY, "no thread for jobs");
	}
	*ret = jobs;
	return OK;
}

void jobs_stop(struct jobs *jobs)
{
	if (!jobs)
		return;
	pthread_mutex_lock(&jobs->lock);
	jobs->stopping = true;
	pthread_cond_signal(&jobs->wake);
	pthread_mutex_unlock(&jobs->lock);
	pthread_join(jobs->thread, NULL);
	pthread_cond_destroy(&jobs->wake);
	pthread_mutex_destroy(&jobs->lock);
	arena_release(jobs->mem);
}

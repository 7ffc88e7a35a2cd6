#include "store/job.h"
#include "base/str.h"
#include "base/uuid.h"
#include "sys/db.h"

enum status job_add(struct cx *cx, struct str kind, int64_t due_us, struct str key, struct str payload)
{
	return db_exec(cx, "insert into job (id, kind, due_us, key, payload) values ($1, $2, $3, $4, $5) on conflict (key) do nothing",
	               ARGS(db_uuid(uuid_new(cx->now_us)), db_text(kind), db_int(due_us),
	                    key.n > 0 ? db_text(key) : db_null(), db_text(payload.n > 0 ? payload : S("{}"))));
}

enum status job_drop(struct cx *cx, struct str key)
{
	return db_exec(cx, "delete from job where key = $1", ARGS(db_text(key)));
}

enum status job_is_due(struct cx *cx, bool *ret)
{
	int64_t found = 0;
	enum status s = db_one(cx, "select count(*) from (select id from job where due_us <= $1 and lease_us <= $1 limit 1) j",
	                       ARGS(db_int(cx->now_us)), fill_int, &found);
	if (s == OK)
		*ret = found > 0;
	return s;
}

enum status job_is_waiting(struct cx *cx, struct str key_start, bool *ret)
{
	int64_t found = 0;
	enum status s = db_one(cx, "select count(*) from job where key like $1",
	                       ARGS(db_text(str_format(cx->mem, "%.*s%%", STR_ARG(key_start)))), fill_int, &found);
	if (s == OK)
		*ret = found > 0;
	return s;
}

struct leased { struct job *jobs; size_t n, max; };

static void fill_job(struct cx *cx, const struct db_row *row, void *ret)
{
	struct leased *leased = ret;
	if (leased->n == leased->max)
		return;
	leased->jobs[leased->n++] = (struct job){
		.id = row_uuid(row, 0), .kind = row_text(cx, row, 1), .key = row_text(cx, row, 2), .payload = row_text(cx, row, 3),
		.due_us = row_int(row, 4), .tries = row_int(row, 5),
	};
}

/* `returning` gives rows in no order; few enough to insert in place. */
static void sort_by_due(struct job *jobs, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct job job = jobs[i];
		size_t k = i;
		for (; k > 0 && (jobs[k - 1].due_us > job.due_us
		                 || (jobs[k - 1].due_us == job.due_us && uuid_cmp(jobs[k - 1].id, job.id) > 0)); k--)
			jobs[k] = jobs[k - 1];
		jobs[k] = job;
	}
}

#define LEASE_HEAD "update job set lease_us = $2, tries = tries + 1 where id in " \
	"(select id from job where due_us <= $1 and lease_us <= $1 order by due_us, id limit $3"
#define LEASE_TAIL ") returning id, kind, key, payload, due_us, tries"

enum status job_lease(struct cx *cx, int64_t until_us, size_t max, struct job **ret, size_t *ret_n)
{
	struct leased leased = { arena_array(cx->mem, struct job, max), 0, max };
	struct db_args args = ARGS(db_int(cx->now_us), db_int(until_us), db_int((int64_t)max));
	enum status s = db_is_postgres(cx->db)
		? db_each(cx, LEASE_HEAD " for update skip locked" LEASE_TAIL, args, fill_job, &leased)
		: db_each(cx, LEASE_HEAD LEASE_TAIL, args, fill_job, &leased);
	if (s != OK)
		return s;
	sort_by_due(leased.jobs, leased.n);
	*ret = leased.jobs;
	*ret_n = leased.n;
	return OK;
}

static void fill_taken(struct cx *cx, const struct db_row *row, void *ret)
{
	*(struct str *)ret = row_text(cx, row, 0);
}

enum status job_take(struct cx *cx, struct job *job, int64_t until_us, bool *ret_mine)
{
	struct str payload = NO_STR;
	enum status s = db_each(cx, "update job set lease_us = $3 where id = $1 and tries = $2 returning payload",
	                        ARGS(db_uuid(job->id), db_int(job->tries), db_int(until_us)), fill_taken, &payload);
	if (s != OK)
		return s;
	*ret_mine = payload.n > 0;
	if (*ret_mine)
		job->payload = payload;
	return OK;
}

enum status job_done(struct cx *cx, struct uuid id)
{
	return db_exec(cx, "delete from job where id = $1", ARGS(db_uuid(id)));
}

enum status job_again(struct cx *cx, const struct job *job, int64_t due_us, int64_t lease_us, struct str payload)
{
	/* tries starts anew where the job is set free; who keeps it still needs the number it was leased with */
	return db_exec(cx, "update job set due_us = $2, lease_us = $3, payload = $4, tries = $5, error = null where id = $1",
	               ARGS(db_uuid(job->id), db_int(due_us), db_int(lease_us), db_text(payload),
	                    db_int(lease_us == 0 ? 0 : job->tries)));
}

enum status job_retry(struct cx *cx, const struct job *job, int64_t due_us, struct str error)
{
	return db_exec(cx, "update job set due_us = $3, lease_us = 0, error = $4 where id = $1 and tries = $2",
	               ARGS(db_uuid(job->id), db_int(job->tries), db_int(due_us), db_text(error)));
}

enum status job_free_all(struct cx *cx)
{
	return db_exec(cx, "update job set lease_us = 0 where lease_us <> $1", ARGS(db_int(0)));
}

/* app/writer.c: grouping, rollback of one, failures that are kept, order, live events, several processes, the end. */
#include "support.h"

#include <pthread.h>
#include <stdatomic.h>

#include "app/live.h"
#include "app/writer.h"

#define ITEMS 300
static struct { struct test_store t; struct live *live; struct writer *writer; _Atomic int done; } site;

struct job {
	struct write_item item;
	struct arena *mem;
	struct problem problem;
	int64_t key;
	enum status ends;                                       /* what run gives */
	int runs;
	enum status status;
	bool finished;
};

static enum status count_rows(struct cx *cx, int64_t *ret)
{
	return db_one(cx, "select count(*) from meta where key like 'w%'", NO_ARGS, fill_int, ret);
}

static int64_t rows(void)
{
	int64_t n = -1;
	assert_ok(&site.t, count_rows(&site.t.cx, &n));
	return n;
}

static enum status put(struct cx *cx, int64_t key)
{
	return db_exec(cx, "insert into meta (key, value) values ($1, $2)",
		ARGS(db_text(str_format(cx->mem, "w%lld", (long long)key)), db_text(S("x"))));
}

static enum status run(struct cx *cx, void *arg)
{
	struct job *j = arg;
	struct uuid org = { { 7 } };
	j->runs++;
	enum status st = put(cx, j->key);
	if (st != OK)
		return st;
	live_note(cx, LIVE_MESSAGE, (struct uuid){ { (uint8_t)j->key } }, org);
	return j->ends == OK ? OK : fail(cx, j->ends, T_STATE);
}

static void done(enum status st, void *arg)
{
	struct job *j = arg;
	j->status = st;
	j->finished = true;
	atomic_fetch_add(&site.done, 1);
}

static void prepare(struct job *j, int64_t key, enum status ends)
{
	*j = (struct job){ .mem = arena_new(), .key = key, .ends = ends };
	j->item = (struct write_item){ .cx = { .mem = j->mem, .problem = &j->problem }, .run = run, .done = done, .arg = j };
}

static void wait_done(int n)
{
	for (int i = 0; i < 2000 && atomic_load(&site.done) < n; i++)
		usleep(5000);
	assert_int_equal(atomic_load(&site.done), n);
}

static int open_site(void **state)
{
	(void)state;
	test_store_open(&site.t);
	site.live = live_new();
	atomic_store(&site.done, 0);
	struct writer_options o = { .store = site.t.where, .threads = 2, .queue_max = ITEMS, .live = site.live };
	assert_ok(&site.t, writer_start(&site.t.cx, &o, &site.writer));
	return 0;
}

static int close_site(void **state)
{
	(void)state;
	writer_stop(site.writer);
	live_free(site.live);
	test_store_close(&site.t);
	return 0;
}

static void keeps_the_good_ones_of_a_group(void **state)
{
	static struct job jobs[ITEMS];
	struct writer_figures figures;
	(void)state;
	uint64_t told = live_last(site.live);
	for (int i = 0; i < ITEMS; i++) {
		prepare(&jobs[i], i, i % 3 == 1 ? E_CONFLICT : OK);
		assert_true(writer_submit(site.writer, &jobs[i].item));
	}
	wait_done(ITEMS);
	for (int i = 0; i < ITEMS; i++) {
		assert_int_equal(jobs[i].status, i % 3 == 1 ? E_CONFLICT : OK);
		assert_int_equal(jobs[i].problem.why, i % 3 == 1 ? T_STATE : T_NONE);
		arena_release(jobs[i].mem);
	}
	assert_int_equal(rows(), ITEMS - ITEMS / 3);
	assert_int_equal(live_last(site.live) - told, ITEMS - ITEMS / 3);       /* what was rolled back is not told */
	writer_figures(site.writer, &figures);
	assert_int_equal(figures.items, ITEMS);
	assert_true(figures.groups <= ITEMS);
}

static void keeps_a_failure_that_must_be_kept(void **state)
{
	struct job kept, bug;
	(void)state;
	prepare(&kept, 1, E_LOGIN);
	kept.item.failed_keep = true;
	prepare(&bug, 2, E_BUG);
	bug.item.failed_keep = true;
	assert_true(writer_submit(site.writer, &kept.item));
	assert_true(writer_submit(site.writer, &bug.item));
	wait_done(2);
	assert_int_equal(kept.status, E_LOGIN);
	assert_int_equal(bug.status, E_BUG);
	assert_int_equal(rows(), 1);
	arena_release(kept.mem);
	arena_release(bug.mem);
}

/* The same key twice: the store refuses the second; the others of the group are not harmed. */
static void survives_what_the_store_refuses(void **state)
{
	static struct job jobs[20];
	(void)state;
	for (int i = 0; i < 20; i++) {
		prepare(&jobs[i], i == 13 ? 5 : i, OK);
		assert_true(writer_submit(site.writer, &jobs[i].item));
	}
	wait_done(20);
	int good = 0;
	for (int i = 0; i < 20; i++) {
		good += jobs[i].status == OK;
		assert_true(jobs[i].status == OK || ((i == 5 || i == 13) && jobs[i].status == E_CONFLICT));
		arena_release(jobs[i].mem);
	}
	assert_int_equal(good, 19);
	assert_int_equal(rows(), 19);
}

/* The store failing inside a group: nothing half, each is tried once more alone. */
static enum status fail_once(struct cx *cx, void *arg)
{
	struct job *j = arg;
	enum status st = run(cx, j);
	return st == OK && j->ends == E_BUSY ? E_BUSY : st;
}

static void tries_again_alone(void **state)
{
	struct job good, bad;
	(void)state;
	prepare(&good, 1, OK);
	prepare(&bad, 2, E_BUSY);
	bad.item.run = fail_once;
	assert_true(writer_submit(site.writer, &good.item));
	assert_true(writer_submit(site.writer, &bad.item));
	wait_done(2);
	assert_int_equal(good.status, OK);
	assert_int_equal(bad.status, E_BUSY);
	assert_int_equal(bad.runs, 2);
	assert_int_equal(rows(), 1);
	arena_release(good.mem);
	arena_release(bad.mem);
}

/* A commit that fails fails all of them, and nothing is told. */
static enum status spoil(struct cx *cx, void *arg)
{
	(void)arg;
	return db_exec(cx, "insert into membership (org, parent, relation, from_day, to_day) values ($1, $1, 1, 0, 0)",
		ARGS(db_uuid(uuid_new(cx->now_us))));
}

static void reports_a_missing_reference(void **state)
{
	struct job good, bad;
	(void)state;
	uint64_t told = live_last(site.live);
	prepare(&bad, 2, OK);
	bad.item.run = spoil;
	prepare(&good, 1, OK);
	assert_true(writer_submit(site.writer, &bad.item));
	assert_true(writer_submit(site.writer, &good.item));
	wait_done(2);
	assert_int_not_equal(bad.status, OK);
	assert_int_equal(rows(), good.status == OK ? 1 : 0);
	assert_int_equal(live_last(site.live) - told, good.status == OK ? 1 : 0);
	arena_release(good.mem);
	arena_release(bad.mem);
}

static enum status put_arg(struct cx *cx, void *arg)
{
	return put(cx, *(int64_t *)arg);
}

static void *put_many(void *arg)
{
	int64_t base = *(int64_t *)arg;
	struct arena *mem = arena_new();
	for (int64_t i = 0; i < 50; i++) {
		struct problem problem = { 0 };
		struct cx cx = { .mem = mem, .problem = &problem };
		int64_t key = base + i;
		if (writer_run(site.writer, &cx, put_arg, &key) == OK)
			atomic_fetch_add(&site.done, 1);
	}
	arena_release(mem);
	return NULL;
}

static void waits_for_those_who_wait(void **state)
{
	pthread_t threads[4];
	int64_t bases[4];
	(void)state;
	for (int i = 0; i < 4; i++) {
		bases[i] = 1000 * i;
		assert_int_equal(pthread_create(&threads[i], NULL, put_many, &bases[i]), 0);
	}
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(atomic_load(&site.done), 200);
	assert_int_equal(rows(), 200);
}

static void finishes_what_is_queued(void **state)
{
	static struct job jobs[100];
	struct writer *first = site.writer;
	(void)state;
	for (int i = 0; i < 100; i++) {
		prepare(&jobs[i], i, OK);
		assert_true(writer_submit(first, &jobs[i].item));
	}
	writer_stop(first);
	assert_int_equal(atomic_load(&site.done), 100);
	assert_int_equal(rows(), 100);
	for (int i = 0; i < 100; i++)
		arena_release(jobs[i].mem);
	struct writer_options o = { .store = site.t.where, .threads = 1, .live = site.live };
	assert_ok(&site.t, writer_start(&site.t.cx, &o, &site.writer));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, open_site, close_site)
	const struct CMUnitTest tests[] = {
		T(keeps_the_good_ones_of_a_group), T(keeps_a_failure_that_must_be_kept), T(survives_what_the_store_refuses),
		T(tries_again_alone), T(reports_a_missing_reference), T(waits_for_those_who_wait), T(finishes_what_is_queued),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

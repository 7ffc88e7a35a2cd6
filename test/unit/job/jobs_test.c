/* Jobs on a store: run once, in due order, again after a failure, and by another runner when one dies. */
#include "support.h"

#include "app/writer.h"
#include "base/time.h"
#include "job/jobs.h"
#include "store/job.h"

static struct test_store t;
static struct writer *writer;
static int runs, fail_times, order_n;
static char order[32];
static const struct catalog *no_catalog;

static enum status run_note(struct cx *cx, struct str payload, struct job_rest *rest)
{
	(void)cx;
	(void)rest;
	runs++;
	if (order_n < (int)sizeof order - 1)
		order[order_n++] = payload.p[0];
	return OK;
}

static enum status run_failing(struct cx *cx, struct str payload, struct job_rest *rest)
{
	(void)rest;
	runs++;
	assert_int_equal(job_add(cx, S("note"), 0, NO_STR, payload), OK);
	return fail_times-- > 0 ? fail(cx, E_CONFLICT, T_STATE) : OK;
}

static enum status run_counting(struct cx *cx, struct str payload, struct job_rest *rest)
{
	int64_t left = 0;
	assert_true(str_int(payload, 0, 100, &left));
	runs++;
	if (left > 1)
		*rest = (struct job_rest){ .again = true, .due_us = cx->now_us, .payload = str_format(cx->mem, "%lld", (long long)left - 1) };
	return OK;
}

static enum status run_later(struct cx *cx, struct str payload, struct job_rest *rest)
{
	runs++;
	*rest = (struct job_rest){ .again = true, .due_us = cx->now_us + HOUR_US, .payload = payload };
	return OK;
}

static const struct job_kind kinds[] = {
	{ LIT("note"), run_note }, { LIT("failing"), run_failing }, { LIT("counting"), run_counting }, { LIT("later"), run_later }, { { NULL, 0 }, NULL },
};

static int open_store(void **state)
{
	(void)state;
	test_store_open(&t);
	struct writer_options options = { .store = t.where, .threads = 2, .queue_max = 100, .catalog = &no_catalog };
	assert_ok(&t, writer_start(&t.cx, &options, &writer));
	runs = fail_times = order_n = 0;
	memset(order, 0, sizeof order);
	return 0;
}

static int close_store(void **state)
{
	(void)state;
	writer_stop(writer);
	test_store_close(&t);
	return 0;
}

static void add(struct str kind, int64_t due_us, struct str key, struct str payload)
{
	assert_ok(&t, job_add(&t.cx, kind, due_us, key, payload));
}

static size_t round_once(void)
{
	size_t ran = 0;
	assert_ok(&t, jobs_round(&t.cx, writer, kinds, &ran));
	return ran;
}

static int64_t count(void)
{
	int64_t n = -1;
	assert_ok(&t, db_one(&t.cx, "select count(*) from job", NO_ARGS, fill_int, &n));
	return n;
}

static void what_fell_due_is_done_in_order(void **state)
{
	(void)state;
	int64_t now = clock_now_us();
	add(S("note"), now - HOUR_US, NO_STR, S("b"));
	add(S("note"), now - 9 * HOUR_US, NO_STR, S("a"));
	add(S("note"), now - SECOND_US, NO_STR, S("c"));
	add(S("note"), now + HOUR_US, NO_STR, S("z"));
	assert_int_equal(round_once(), 3);
	assert_string_equal(order, "abc");
	assert_int_equal(count(), 1);
	assert_int_equal(round_once(), 0);
}

static void a_key_is_added_once(void **state)
{
	(void)state;
	bool waiting = false;
	add(S("note"), 1, S("k:1"), S("a"));
	add(S("note"), 1, S("k:1"), S("b"));
	assert_int_equal(count(), 1);
	assert_ok(&t, job_is_waiting(&t.cx, S("k:"), &waiting));
	assert_true(waiting);
	assert_int_equal(round_once(), 1);
	assert_ok(&t, job_is_waiting(&t.cx, S("k:"), &waiting));
	assert_false(waiting);
	add(S("note"), 1, S("k:1"), S("c"));
	assert_ok(&t, job_drop(&t.cx, S("k:1")));
	assert_int_equal(round_once(), 0);
}

static void a_failed_run_leaves_nothing_but_its_error(void **state)
{
	(void)state;
	struct str error = NO_STR;
	fail_times = 1;
	add(S("failing"), 1, NO_STR, S("x"));
	assert_int_equal(round_once(), 1);
	assert_int_equal(count(), 1);                           /* the note it added is gone */
	assert_ok(&t, db_one(&t.cx, "select error from job", NO_ARGS, fill_text, &error));
	assert_str(error, "state");
	assert_int_equal(round_once(), 0);                      /* backing off */
	assert_ok(&t, db_exec(&t.cx, "update job set due_us = 1", NO_ARGS));
	assert_int_equal(round_once(), 1);
	assert_int_equal(runs, 2);
	assert_int_equal(round_once(), 1);                      /* the note of the run that succeeded */
	assert_int_equal(count(), 0);
}

static void back_off_grows_to_an_hour(void **state)
{
	(void)state;
	assert_int_equal(jobs_back_off_us(1), SECOND_US);
	assert_int_equal(jobs_back_off_us(2), 2 * SECOND_US);
	assert_int_equal(jobs_back_off_us(5), 16 * SECOND_US);
	for (int64_t tries = 1; tries < 100; tries++)
		assert_true(jobs_back_off_us(tries + 1) >= jobs_back_off_us(tries) && jobs_back_off_us(tries) <= HOUR_US);
}

static void what_is_left_is_done_next(void **state)
{
	(void)state;
	add(S("counting"), 1, S("c"), S("20"));
	for (int i = 0; i < 10 && count() > 0; i++)
		assert_int_equal(round_once(), 1);
	assert_int_equal(runs, 20);
	add(S("later"), 1, S("l"), S("{}"));
	assert_int_equal(round_once(), 1);
	assert_int_equal(round_once(), 0);
	assert_int_equal(count(), 1);
}

static void an_unknown_kind_waits(void **state)
{
	(void)state;
	add(S("from the future"), 1, NO_STR, S("{}"));
	assert_int_equal(round_once(), 1);
	assert_int_equal(count(), 1);
	assert_int_equal(round_once(), 0);
}

/* A runner that dies after leasing holds the job only as long as the lease; when it wakes up again, the job is no longer its own. */
static void a_lease_runs_out(void **state)
{
	(void)state;
	struct job *dead, *other;
	size_t n = 0;
	bool mine = true;
	add(S("note"), 1, NO_STR, S("a"));
	t.cx.now_us = clock_now_us();
	assert_ok(&t, job_lease(&t.cx, t.cx.now_us + SECOND_US, 5, &dead, &n));
	assert_int_equal(n, 1);
	assert_ok(&t, job_lease(&t.cx, t.cx.now_us + SECOND_US, 5, &other, &n));
	assert_int_equal(n, 0);
	t.cx.now_us += 2 * SECOND_US;
	assert_ok(&t, job_lease(&t.cx, t.cx.now_us + SECOND_US, 5, &other, &n));
	assert_int_equal(n, 1);
	assert_ok(&t, job_take(&t.cx, dead, t.cx.now_us + SECOND_US, &mine));
	assert_false(mine);
	assert_ok(&t, job_retry(&t.cx, dead, 1, S("late")));    /* says nothing any more */
	assert_ok(&t, job_take(&t.cx, other, t.cx.now_us + SECOND_US, &mine));
	assert_true(mine);
	assert_ok(&t, job_done(&t.cx, other->id));
	assert_int_equal(count(), 0);
}

/* Two runners share the jobs out: none is given twice. On PostgreSQL they lease at the same time, and neither waits for the other. */
static void two_runners_share(void **state)
{
	(void)state;
	struct cx second = t.cx;
	struct job *a, *b;
	size_t n_a = 0, n_b = 0;
	bool two = db_is_postgres(t.cx.db);
	if (two)
		second.db = test_store_connect(&t, t.where, DB_WRITE);
	for (int i = 0; i < 10; i++)
		add(S("note"), 1 + i, NO_STR, S("a"));
	assert_ok(&t, db_begin(&t.cx));
	assert_ok(&t, job_lease(&t.cx, t.cx.now_us + SECOND_US, 6, &a, &n_a));
	if (two)
		assert_ok(&t, db_begin(&second));
	assert_ok(&t, job_lease(&second, t.cx.now_us + SECOND_US, 6, &b, &n_b));
	assert_int_equal(n_a, 6);
	assert_int_equal(n_b, 4);
	for (size_t i = 0; i < n_a; i++)
		for (size_t k = 0; k < n_b; k++)
			assert_false(uuid_eq(a[i].id, b[k].id));
	db_rollback(&t.cx);                                     /* the first dies: its jobs are free at once */
	if (two)
		assert_ok(&t, db_commit(&second));
	assert_ok(&t, job_lease(&second, t.cx.now_us + SECOND_US, 16, &b, &n_b));
	assert_int_equal(n_b, two ? 6 : 10);
	if (two)
		db_close(second.db);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_store, close_store)
	const struct CMUnitTest tests[] = {
		TEST(what_fell_due_is_done_in_order), TEST(a_key_is_added_once), TEST(a_failed_run_leaves_nothing_but_its_error),
		cmocka_unit_test(back_off_grows_to_an_hour), TEST(what_is_left_is_done_next), TEST(an_unknown_kind_waits), TEST(a_lease_runs_out),
		TEST(two_runners_share),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

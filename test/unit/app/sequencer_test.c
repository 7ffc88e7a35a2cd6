/* app/sequencer.c as a thread: under load from several writers, two of them at once, one taking over, and on an altered store. */
#include "support.h"

#include <pthread.h>

#include "app/journal.h"
#include "app/sequencer.h"
#include "app/verify.h"
#include "app/writer.h"
#include "store/journal.h"

#define WRITERS 4
#define EACH 150

static struct { struct test_store t; struct writer *writer; struct sign_key key; } site;

static int open_site(void **state)
{
	(void)state;
	memset(&site, 0, sizeof site);
	test_store_open(&site.t);
	sign_key_new(&site.key);
	struct writer_options options = { .store = site.t.where, .threads = 2, .queue_max = 1000 };
	assert_ok(&site.t, writer_start(&site.t.cx, &options, &site.writer));
	return 0;
}

static int close_site(void **state)
{
	(void)state;
	writer_stop(site.writer);
	test_store_close(&site.t);
	return 0;
}

static struct sequencer *start(void)
{
	struct sequencer *s;
	struct sequencer_options options = { .writer = site.writer, .store = site.t.where, .key = site.key };
	assert_ok(&site.t, sequencer_start(&site.t.cx, &options, &s));
	return s;
}

static enum status append(struct cx *cx, void *arg)
{
	(void)arg;
	return journal_append(cx, S("session.start"), uuid_new(cx->now_us), NULL, NULL);
}

static void *write_some(void *sequencer)
{
	struct problem problem = { .why = T_NONE };
	struct cx cx = { .mem = arena_new(), .problem = &problem };
	size_t failed = 0;
	for (int i = 0; i < EACH; i++) {
		failed += writer_run(site.writer, &cx, append, NULL) != OK;
		sequencer_nudge(sequencer);
	}
	arena_release(cx.mem);
	return (void *)failed;
}

static void write_from_all(struct sequencer *sequencer)
{
	pthread_t threads[WRITERS];
	for (int i = 0; i < WRITERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, write_some, sequencer), 0);
	for (int i = 0; i < WRITERS; i++) {
		void *failed;
		pthread_join(threads[i], &failed);
		assert_null(failed);
	}
}

static int64_t waiting(void)
{
	int64_t n = -1;
	assert_ok(&site.t, entry_count_pending(&site.t.cx, &n));
	return n;
}

static bool none_waits_within_ms(int ms)
{
	for (int i = 0; i < ms / 10; i++) {
		if (waiting() == 0)
			return true;
		usleep(10000);
	}
	return false;
}

static struct verify verified(void)
{
	struct public_keys trusted = { 1, { site.key.pub } };
	struct verify v = { .trusted = &trusted };
	assert_ok(&site.t, verify_store(&site.t.cx, &v));
	v.trusted = NULL;
	return v;
}

static void load(void **state)
{
	(void)state;
	struct sequencer *s = start();
	int64_t started_us = clock_elapsed_us();
	write_from_all(s);
	assert_true(none_waits_within_ms(5000));
	int64_t took_us = clock_elapsed_us() - started_us;
	struct verify v = verified();
	assert_int_equal(v.findings, 0);
	assert_int_equal(v.last.size, WRITERS * EACH);
	/* one head a pause and not one a commit: the first for the empty log, one at once, then by the clock */
	assert_true(v.heads <= 4 + took_us / (SEQUENCER_PAUSE_MS * 1000));
	/* it counts a little after the rows can be seen */
	for (int i = 0; i < 300 && sequencer_state(s).placed < WRITERS * EACH; i++)
		usleep(10000);
	assert_int_equal(sequencer_state(s).placed, WRITERS * EACH);
	assert_false(sequencer_state(s).failing);
	/* the last ones are placed before it ends */
	assert_ok(&site.t, writer_run(site.writer, &(struct cx){ .mem = site.t.mem, .problem = &site.t.problem }, append, NULL));
	sequencer_stop(s);
	assert_int_equal(waiting(), 0);
}

static void two_and_one_takes_over(void **state)
{
	(void)state;
	struct sequencer *first = start(), *second = start();
	write_from_all(first);
	assert_true(none_waits_within_ms(5000));
	sequencer_stop(first);
	write_from_all(second);
	assert_true(none_waits_within_ms(8000));
	struct verify v = verified();
	assert_int_equal(v.findings, 0);
	assert_int_equal(v.last.size, 2 * WRITERS * EACH);
	assert_int_equal(v.waiting, 0);
	sequencer_stop(second);
	sequencer_stop(NULL);
	sequencer_nudge(NULL);
}

static void altered(void **state)
{
	(void)state;
	struct sequencer *s = start();
	write_from_all(s);
	assert_true(none_waits_within_ms(5000));
	struct head before, after;
	bool any;
	assert_ok(&site.t, head_last(&site.t.cx, &any, &before));
	assert_ok(&site.t, db_exec(&site.t.cx, "update tree_head set root = $1 where size = $2",
		ARGS(db_bytes(site.key.secret, 32), db_int(before.size))));
	struct cx cx = { .mem = site.t.mem, .problem = &site.t.problem };
	assert_ok(&site.t, writer_run(site.writer, &cx, append, NULL));  /* what is reported is still taken */
	sequencer_nudge(s);
	for (int i = 0; i < 300 && !sequencer_state(s).failing; i++)
		usleep(10000);
	assert_true(sequencer_state(s).failing);
	assert_int_equal(waiting(), 1);
	assert_ok(&site.t, head_last(&site.t.cx, &any, &after));
	assert_int_equal(after.size, before.size);
	/* put right, it goes on by itself */
	assert_ok(&site.t, db_exec(&site.t.cx, "update tree_head set root = $1 where size = $2",
		ARGS(db_bytes(before.root.b, 32), db_int(before.size))));
	assert_true(none_waits_within_ms(8000));
	assert_int_equal(verified().findings, 0);
	sequencer_stop(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(load, open_site, close_site),
		cmocka_unit_test_setup_teardown(two_and_one_takes_over, open_site, close_site),
		cmocka_unit_test_setup_teardown(altered, open_site, close_site),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* app/live.c: who hears what, and resuming. */
#include "support.h"

#include <stdatomic.h>
#include <time.h>

#include "app/live.h"
#include "sys/db.h"

struct heard { size_t n; uint64_t numbers[64]; struct live_event events[64]; bool reset; };

static void on_event(void *arg, uint64_t number, const struct live_event *e)
{
	struct heard *h = arg;
	if (!e) {
		h->reset = true;
		return;
	}
	h->numbers[h->n] = number;
	h->events[h->n++] = *e;
}

static struct uuid id(uint8_t last)
{
	struct uuid u = { { 1 } };
	u.b[15] = last;
	return u;
}

static struct live_event event(uint8_t object, uint8_t org)
{
	return (struct live_event){ LIVE_DELIVERY, id(object), id(org) };
}

static void tells_only_the_org(void **state)
{
	struct live *l = live_new();
	struct heard one = { 0 }, two = { 0 };
	struct live_sink a = { .org = id(1), .event = on_event, .arg = &one }, b = { .org = id(2), .event = on_event, .arg = &two };
	(void)state;
	assert_true(live_subscribe(l, &a, 0, 0));
	assert_true(live_subscribe(l, &b, 0, 0));
	assert_int_equal(live_listeners(l), 2);
	struct live_event events[] = { event(10, 1), event(11, 2), event(12, 1), event(13, 3) };
	live_publish(l, events, 4);
	assert_int_equal(one.n, 2);
	assert_int_equal(two.n, 1);
	assert_int_equal(one.events[1].object.b[15], 12);
	assert_true(one.numbers[0] < one.numbers[1]);
	live_unsubscribe(l, &a);
	live_publish(l, events, 4);
	assert_int_equal(one.n, 2);
	assert_int_equal(two.n, 2);
	live_unsubscribe(l, &a);                                /* twice does no harm */
	live_unsubscribe(l, &b);
	assert_int_equal(live_listeners(l), 0);
	live_free(l);
}

static void resumes_without_a_gap(void **state)
{
	struct live *l = live_new();
	struct heard h = { 0 };
	struct live_sink s = { .org = id(1), .event = on_event, .arg = &h };
	(void)state;
	uint64_t start = live_last(l);
	assert_true(start > 0);
	for (uint8_t i = 0; i < 10; i++) {
		struct live_event e = event(i, i % 2 ? 1 : 2);
		live_publish(l, &e, 1);
	}
	assert_true(live_subscribe(l, &s, live_epoch(l), start + 4));
	assert_int_equal(h.n, 3);                               /* 5, 7, 9 */
	assert_int_equal(h.events[0].object.b[15], 5);
	live_unsubscribe(l, &s);
	assert_false(live_subscribe(l, &s, live_epoch(l) + 1, start));          /* of another process */
	live_unsubscribe(l, &s);
	assert_false(live_subscribe(l, &s, live_epoch(l), live_last(l) + 1));   /* of a future that was not */
	live_unsubscribe(l, &s);
	h.n = 0;
	assert_true(live_subscribe(l, &s, live_epoch(l), live_last(l)));        /* the newest: nothing to tell */
	assert_int_equal(h.n, 0);
	live_unsubscribe(l, &s);
	live_free(l);
}

static void forgets_what_the_ring_no_longer_holds(void **state)
{
	struct live *l = live_new();
	struct heard h = { 0 };
	struct live_sink s = { .org = id(1), .event = on_event, .arg = &h };
	(void)state;
	uint64_t start = live_last(l);
	struct live_event e = event(1, 2);
	for (int i = 0; i < LIVE_RING + 10; i++)
		live_publish(l, &e, 1);
	assert_false(live_subscribe(l, &s, live_epoch(l), start));
	live_unsubscribe(l, &s);
	assert_true(live_subscribe(l, &s, live_epoch(l), live_last(l) - LIVE_RING));
	live_unsubscribe(l, &s);
	uint64_t epoch = live_epoch(l);
	assert_true(live_subscribe(l, &s, 0, 0));
	live_reset(l);
	assert_true(h.reset);
	assert_true(live_epoch(l) != epoch);
	live_unsubscribe(l, &s);
	assert_false(live_subscribe(l, &s, epoch, live_last(l) - 1));
	live_unsubscribe(l, &s);
	live_free(l);
}

static void collects_and_forgets(void **state)
{
	struct test_store t;
	(void)state;
	test_cx_open(&t);
	live_note(&t.cx, LIVE_BOARD, id(1), id(2));             /* nobody listens: nothing happens */
	t.cx.changes = changes_new(t.mem);
	for (int i = 0; i < 200; i++)
		live_note(&t.cx, LIVE_BOARD, id((uint8_t)i), id(2));
	assert_int_equal(changes_count(t.cx.changes), 200);
	changes_truncate(t.cx.changes, 150);
	assert_int_equal(changes_count(t.cx.changes), 150);
	assert_int_equal(changes_get(t.cx.changes, 149)->object.b[15], 149);
	test_cx_close(&t);
}

static _Atomic int facts_read;

static void on_facts(void *arg)
{
	(void)arg;
	atomic_fetch_add(&facts_read, 1);
}

/* As long as it takes, up to ten seconds. */
static bool facts_read_after(int before)
{
	for (int i = 0; i < 1000 && atomic_load(&facts_read) <= before; i++)
		nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
	return atomic_load(&facts_read) > before;
}

/* What one process tells in its transaction, another hears after the commit. */
static void other_processes_hear_of_facts(void **state)
{
	struct test_store t;
	struct live *l = live_new();
	struct live_hearing *hearing = NULL;
	(void)state;
	test_store_open(&t);
	uint64_t epoch = live_epoch(l);
	assert_ok(&t, live_hear_start(&t.cx, l, t.where, on_facts, NULL, &hearing));
	assert_int_equal(hearing != NULL, db_is_postgres(t.cx.db));
	if (hearing) {
		assert_true(facts_read_after(0));               /* once where hearing begins: what was told before is not known */
		assert_true(live_epoch(l) != epoch);
	}
	int before = atomic_load(&facts_read);
	assert_ok(&t, db_begin(&t.cx));
	assert_ok(&t, live_tell_facts(&t.cx));
	db_rollback(&t.cx);
	nanosleep(&(struct timespec){ .tv_nsec = 100000000 }, NULL);
	assert_int_equal(atomic_load(&facts_read), before);
	assert_ok(&t, db_begin(&t.cx));
	assert_ok(&t, live_tell_facts(&t.cx));
	assert_ok(&t, db_commit(&t.cx));
	assert_int_equal(hearing ? facts_read_after(before) : false, db_is_postgres(t.cx.db));
	live_hear_stop(hearing);
	live_free(l);
	test_store_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_only_the_org),
		cmocka_unit_test(resumes_without_a_gap),
		cmocka_unit_test(forgets_what_the_ring_no_longer_holds),
		cmocka_unit_test(collects_and_forgets),
		cmocka_unit_test(other_processes_hear_of_facts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

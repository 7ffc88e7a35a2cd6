/* Every state under every step: what may follow what, and that nothing done is undone. */
#include "../support.h"

#include "model/delivery.h"

static struct test_store t;
static struct actor someone;

static int open_cx(void **state)
{
	(void)state;
	test_cx_open(&t);
	someone.user = uuid_new(t.cx.now_us);
	t.cx.actor = &someone;
	return 0;
}

static int close_cx(void **state)
{
	(void)state;
	test_cx_close(&t);
	return 0;
}

static void every_state_under_every_step(void **state)
{
	(void)state;
	/* rows: before; columns: after open, acknowledge, outcome */
	static const int after[][3] = {
		[DELIVERY_QUEUED] = { DELIVERY_OPENED, DELIVERY_ACKNOWLEDGED, DELIVERY_OUTCOME }, [DELIVERY_SENT] = { DELIVERY_OPENED, DELIVERY_ACKNOWLEDGED, DELIVERY_OUTCOME },
		[DELIVERY_DELIVERED] = { DELIVERY_OPENED, DELIVERY_ACKNOWLEDGED, DELIVERY_OUTCOME }, [DELIVERY_OPENED] = { DELIVERY_OPENED, DELIVERY_ACKNOWLEDGED, DELIVERY_OUTCOME },
		[DELIVERY_ACKNOWLEDGED] = { DELIVERY_ACKNOWLEDGED, DELIVERY_ACKNOWLEDGED, DELIVERY_OUTCOME }, [DELIVERY_OUTCOME] = { DELIVERY_OUTCOME, DELIVERY_OUTCOME, DELIVERY_OUTCOME },
		[DELIVERY_FAILED] = { DELIVERY_OPENED, DELIVERY_ACKNOWLEDGED, DELIVERY_OUTCOME },
	};
	for (int s = DELIVERY_QUEUED; s <= DELIVERY_FAILED; s++) {
		struct delivery d = { .state = (enum delivery_state)s }, x;
		assert_ok(&t, delivery_open(&t.cx, &d, &x));
		assert_int_equal(x.state, after[s][0]);
		assert_ok(&t, delivery_acknowledge(&t.cx, &d, &x));
		assert_int_equal(x.state, after[s][1]);
		assert_int_equal(x.acked_us, t.cx.now_us);
		assert_ok(&t, delivery_say_outcome(&t.cx, &d, OUTCOME_DONE, S("n"), 5, &x));
		assert_int_equal(x.state, after[s][2]);
		assert_true(x.acked_us && x.outcome_us && x.outcome == OUTCOME_DONE && x.outcome_day == 5);
		assert_int_equal(delivery_comply(&t.cx, &d, NO_STR, &x), E_CONFLICT);
		assert_int_equal(t.problem.why, T_DELIVERY_NOT_ASKED);
		test_forget(&t);
		d.asked_us = 5;                                 /* who has left a group: recalled when it says that it is deleted */
		assert_ok(&t, delivery_comply(&t.cx, &d, S("gone"), &x));
		assert_int_equal(x.state, DELIVERY_RECALLED);
		assert_true(x.recalled_us == t.cx.now_us && x.complied_us == t.cx.now_us && uuid_eq(x.complied_by, someone.user));
	}
	struct delivery gone = { .state = DELIVERY_RECALLED, .recalled_us = 7 }, x;
	assert_int_equal(delivery_open(&t.cx, &gone, &x), E_CONFLICT);
	assert_int_equal(delivery_acknowledge(&t.cx, &gone, &x), E_CONFLICT);
	assert_int_equal(delivery_say_outcome(&t.cx, &gone, OUTCOME_DONE, NO_STR, 0, &x), E_CONFLICT);
	assert_int_equal(delivery_pass(&t.cx, &gone, PASS_BY_HAND, &x), E_CONFLICT);
	test_forget(&t);
	assert_ok(&t, delivery_comply(&t.cx, &gone, S("gone"), &x));
	assert_true(x.recalled_us == 7 && x.complied_us == t.cx.now_us);
	assert_str(x.complied_note, "gone");
	x.complied_us = 9;                                      /* the first time stands */
	struct delivery again;
	assert_ok(&t, delivery_comply(&t.cx, &x, S("other"), &again));
	assert_true(again.complied_us == 9 && again.state == DELIVERY_RECALLED);
	assert_str(again.complied_note, "gone");
	test_forget(&t);
}

static void passing(void **state)
{
	(void)state;
	struct delivery d = { .state = DELIVERY_DELIVERED }, x;
	assert_int_equal(delivery_pass(&t.cx, &d, PASS_BY_HAND, &x), E_CONFLICT);
	test_forget(&t);
	d.pass_state = PASS_WAITING;
	assert_ok(&t, delivery_pass(&t.cx, &d, PASS_BY_HAND, &x));
	assert_int_equal(x.pass_state, PASS_BY_HAND);
	struct delivery y;
	assert_ok(&t, delivery_pass(&t.cx, &x, PASS_BY_ITSELF, &y));
	assert_int_equal(y.pass_state, PASS_BY_HAND);
	d.asked_us = 1;
	assert_ok(&t, delivery_comply(&t.cx, &d, NO_STR, &x));
	assert_int_equal(x.pass_state, PASS_NONE);
}

static void late_is_derived(void **state)
{
	(void)state;
	struct delivery d = { .state = DELIVERY_DELIVERED };
	assert_false(delivery_is_late(&d, 100));
	d.due_us = 50;
	assert_false(delivery_is_late(&d, 50));
	assert_true(delivery_is_late(&d, 51));
	d.acked_us = 50;
	assert_false(delivery_is_late(&d, 1000));
	d.acked_us = 51;
	assert_true(delivery_is_late(&d, 52));
	d.state = DELIVERY_RECALLED;
	assert_false(delivery_is_late(&d, 52));
}

static void sending_time_is_in_the_id(void **state)
{
	(void)state;
	struct delivery d = { .id = uuid_new(t.cx.now_us) };
	int64_t off = delivery_sent_us(&d) - t.cx.now_us;
	assert_true(off > -2000 && off < 2000);
}

static void names_fit_numbers(void **state)
{
	(void)state;
	assert_str(delivery_state_names[DELIVERY_RECALLED - 1], "recalled");
	assert_str(pass_state_names[PASS_BY_ITSELF], "by_itself");
	assert_str(outcome_names[OUTCOME_NOT_APPLICABLE - 1], "not_applicable");
	assert_str(message_status_names[STATUS_WITHDRAWN - 1], "withdrawn");
	assert_str(tlp_names[TLP_RED - 1], "RED");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_state_under_every_step), cmocka_unit_test(passing), cmocka_unit_test(late_is_derived),
		cmocka_unit_test(sending_time_is_in_the_id), cmocka_unit_test(names_fit_numbers),
	};
	return cmocka_run_group_tests(tests, open_cx, close_cx);
}

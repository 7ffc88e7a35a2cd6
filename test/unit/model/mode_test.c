/* Large-scale mode: who may switch it to what, and what its input must say. */
#include "../support.h"

#include "model/catalog.h"
#include "model/mode.h"

static struct test_store t;

static int open_cx(void **state)
{
	(void)state;
	test_cx_open(&t);
	return 0;
}

static int close_cx(void **state)
{
	(void)state;
	test_cx_close(&t);
	return 0;
}

static void two_people_switch_it_on(void **state)
{
	(void)state;
	struct uuid one = uuid_new(t.cx.now_us), two = uuid_new(t.cx.now_us);
	struct mode m = { .state = MODE_PROPOSED, .proposed_by = one }, after;
	assert_int_equal(mode_confirmed(&t.cx, &m, one, &after), E_DENIED);
	test_forget(&t);
	assert_ok(&t, mode_confirmed(&t.cx, &m, two, &after));
	assert_int_equal(after.state, MODE_ON);
	assert_true(uuid_eq(after.on_by, two) && after.on_us == t.cx.now_us);
	assert_true(m.state == MODE_PROPOSED);                  /* the one before is untouched */
}

static void nothing_but_the_next_state(void **state)
{
	(void)state;
	struct uuid by = uuid_new(t.cx.now_us);
	for (int s = MODE_PROPOSED; s <= MODE_DROPPED; s++) {
		struct mode m = { .state = (enum mode_state)s }, after;
		assert_int_equal(mode_confirmed(&t.cx, &m, by, &after), s == MODE_PROPOSED ? OK : E_CONFLICT);
		test_forget(&t);
		assert_int_equal(mode_ended(&t.cx, &m, by, S("over"), &after), s == MODE_ON ? OK : E_CONFLICT);
		test_forget(&t);
		assert_int_equal(mode_dropped(&t.cx, &m, by, S("no"), &after), s == MODE_PROPOSED ? OK : E_CONFLICT);
		test_forget(&t);
	}
}

static void ending_keeps_who_why_and_when(void **state)
{
	(void)state;
	struct uuid by = uuid_new(t.cx.now_us);
	struct mode m = { .state = MODE_ON, .on_us = 5, .reason = S("storm") }, after;
	assert_ok(&t, mode_ended(&t.cx, &m, by, S("calm"), &after));
	assert_int_equal(after.state, MODE_OFF);
	assert_true(uuid_eq(after.off_by, by) && after.off_us == t.cx.now_us && after.on_us == 5);
	assert_true(str_eq(after.reason, S("storm")) && str_eq(after.off_reason, S("calm")));
}

static void the_scope_says_what_belongs_to_it(void **state)
{
	(void)state;
	struct uuid id = uuid_new(t.cx.now_us);
	struct fact rail[] = { { .kind = S("sector"), .id = S("rail"), .from_day = DAY_UNSTATED, .to_day = DAY_FOREVER, .body = S("{\"id\":\"rail\"}") } };
	assert_ok(&t, catalog_make(&t.cx, rail, 1, &t.cx.catalog));
	const struct { struct mode_input in; bool right; } rows[] = {
		{ { .scope = MODE_COUNTRY }, true }, { { .scope = MODE_COUNTRY, .incident = id }, false },
		{ { .scope = MODE_SECTOR }, false }, { { .scope = MODE_SECTOR, .sector = S("rail") }, true }, { { .scope = MODE_SECTOR, .sector = S("no-such") }, false },
		{ { .scope = MODE_CASE, .incident = id }, true }, { { .scope = MODE_CASE }, false },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(mode_check(&t.cx, &rows[i].in), rows[i].right ? OK : E_INVALID);
		test_forget(&t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(two_people_switch_it_on, open_cx, close_cx),
		cmocka_unit_test_setup_teardown(nothing_but_the_next_state, open_cx, close_cx),
		cmocka_unit_test_setup_teardown(ending_keeps_who_why_and_when, open_cx, close_cx),
		cmocka_unit_test_setup_teardown(the_scope_says_what_belongs_to_it, open_cx, close_cx),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Cases: every state under every step, and the points that order the triage queue. */
#include "../support.h"

#include "base/time.h"
#include "model/incident.h"

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

static void states_follow_each_other(void **state)
{
	(void)state;
	static const bool may[5][4] = {                         /* from, to: open, watching, closed */
		[INCIDENT_OPEN] = { [INCIDENT_WATCHING] = true, [INCIDENT_CLOSED] = true },
		[INCIDENT_WATCHING] = { [INCIDENT_OPEN] = true, [INCIDENT_CLOSED] = true },
		[INCIDENT_CLOSED] = { [INCIDENT_OPEN] = true },
	};
	for (int from = INCIDENT_OPEN; from <= INCIDENT_MERGED; from++)
		for (int to = INCIDENT_OPEN; to <= INCIDENT_CLOSED; to++) {
			enum status st = incident_state_after(&t.cx, from, to);
			assert_int_equal(st, may[from][to] ? OK : E_CONFLICT);
			if (st != OK)
				assert_int_equal(t.problem.why, from == INCIDENT_MERGED ? T_CASE_MERGED : T_STATE);
			test_forget(&t);
		}
}

static void what_a_report_says_counts(void **state)
{
	(void)state;
	struct report_content c = { .effect = { .state = EFFECT_STOPPED }, .basis = BASIS_LAW, .level_breached = BREACHED_YES, .spill_over = S("物流") };
	unsigned s = signals_of(&c);
	assert_int_equal(s, SIGNAL_STOPPED | SIGNAL_LAW | SIGNAL_BREACHED | SIGNAL_SPILL);
	assert_int_equal(urgency_of(s, 0, -1), 30 + 15 + 20 + 10);
	c = (struct report_content){ .effect = { .state = EFFECT_NONE }, .basis = BASIS_FIT, .level_breached = BREACHED_NO };
	assert_int_equal(signals_of(&c), 0);
	c = (struct report_content){ .spill_over = S("なし") };
	assert_int_equal(signals_of(&c), 0);
	assert_int_equal(urgency_of(SIGNAL_STOPPED | SIGNAL_DEGRADED | SIGNAL_UNKNOWN, 0, -1), 30);     /* only the strongest effect */
	assert_int_equal(urgency_of(SIGNAL_LAW | SIGNAL_SEVERE, 0, -1), 15);
	assert_int_equal(urgency_of(SIGNAL_WAITING, 3 * HOUR_US, -1), 3);
	assert_int_equal(urgency_of(SIGNAL_WAITING, 300 * HOUR_US, -1), 10);
	assert_int_equal(urgency_of(SIGNAL_LEVEL, 0, 4), 40);
	assert_int_equal(urgency_of(SIGNAL_LEVEL, 0, -1), 0);
}

/* What the page shows is what orders it: reasons sum up, and each has a name and a sentence. */
static void the_reasons_are_the_sum(void **state)
{
	(void)state;
	for (unsigned s = 0; s < 1u << SIGNALS; s++) {
		int64_t sum = 0;
		unsigned settled = signals_settle(s);
		for (unsigned bit = 0; bit < SIGNALS; bit++)
			if (settled & 1u << bit)
				sum += signal_points(bit, 5 * HOUR_US, 2);
		assert_int_equal(sum, urgency_of(s, 5 * HOUR_US, 2));
		assert_int_equal(settled, signals_settle(settled));
	}
	for (unsigned bit = 0; bit < SIGNALS; bit++) {
		assert_true(signal_names[bit].n > 0);
		assert_true(text_sentence(signal_text(bit), LANG_JA).n > 0);
	}
	assert_null(signal_names[SIGNALS].p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(states_follow_each_other), cmocka_unit_test(what_a_report_says_counts), cmocka_unit_test(the_reasons_are_the_sum),
	};
	return cmocka_run_group_tests(tests, open_cx, close_cx);
}

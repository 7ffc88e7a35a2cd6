/* test/unit/app/relay_support.h — a member's report by the CEPTOAR route and what its CEPTOAR makes of it, for the tests of relay,
 * consent and asking back. */
#ifndef NOROSHI_TEST_RELAY_SUPPORT_H
#define NOROSHI_TEST_RELAY_SUPPORT_H
#include "flow_support.h"

#include "app/consent.h"
#include "app/inquiry.h"
#include "app/relay.h"

static struct flow f;
static struct cx *const cx = &f.t.cx;

static int open_all(void **state)
{
	(void)state;
	flow_open(&f);
	return 0;
}

static int close_all(void **state)
{
	(void)state;
	flow_close(&f);
	return 0;
}
#define RELAY_TEST(test) cmocka_unit_test_setup_teardown(test, open_all, close_all)

/* Each step is a moment later than the one before. */
static inline void later(void)
{
	cx->now_us += 1000000;
}

static inline struct report_done send_original(enum who who, int consent)
{
	struct report_content c = flow_report(&f);
	struct report_done d;
	c.route = ROUTE_CEPTOAR;
	c.consent = consent;
	later();
	flow_as(&f, who);
	assert_ok(&f.t, report_submit(cx, &c, &d));
	return d;
}

static inline struct report_done follow(enum who who, struct uuid report, int consent)
{
	struct report_content c = flow_report(&f);
	struct report_done d;
	c.route = ROUTE_CEPTOAR;
	c.consent = consent;
	later();
	flow_as(&f, who);
	assert_ok(&f.t, report_follow_up(cx, report, 0, &c, false, &d));
	return d;
}

static inline struct relay_input derived_of(struct uuid revision)
{
	struct relay_input in = { .revision = revision, .content = flow_report(&f) };
	in.content.title = S("監視装置の停止");
	return in;
}

static inline enum status relay_as(enum who who, struct report_done from, struct report_done *ret)
{
	struct relay_input in = derived_of(from.revision);
	later();
	flow_as(&f, who);
	return relay_send(cx, from.message, 0, &in, ret);
}

static inline void assert_fails(enum status st, enum status wanted, enum text why)
{
	assert_int_equal(st, wanted);
	assert_int_equal(f.t.problem.why, why);
	test_forget(&f.t);
}

static inline struct consent_state consent_now(enum who who, struct uuid message, enum consent_use use)
{
	struct consent_state s;
	flow_as(&f, who);
	assert_ok(&f.t, consent_of(cx, message, use, &s));
	return s;
}

static inline void auto_inquiry(enum who who, bool on)
{
	struct relay_setting s;
	flow_as(&f, who);
	assert_ok(&f.t, relay_setting(cx, &s));
	assert_ok(&f.t, relay_setting_put(cx, s.version + 1, &(struct relay_setting_input){ 5, on }, &s));
}
#endif

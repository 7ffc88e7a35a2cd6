/* The last look for the source's names, coarse times, and scopes of consent. */
#include "../support.h"
#include "model/consent.h"
#include "model/relay.h"

static struct test_store t;

static size_t look(const char *body, struct str *ret_first)
{
	static const struct str names[] = { LIT("月見瀬電力(架空)"), LIT("株式会社ツキミセ"), LIT("電力 報告担当"), LIT("csirt@power-001.example"), LIT("TEP") };
	const struct json *json;
	struct relay_found found[8];
	assert_ok(&t, json_parse(&t.cx, str_of(body), &json));
	size_t n = relay_names_in(&t.cx, json, names, sizeof names / sizeof *names, found, 8);
	*ret_first = n ? found[0].pointer : NO_STR;
	return n;
}

static void names_are_found(void **state)
{
	(void)state;
	struct str at;
	assert_int_equal(look("{\"title\": \"計器の異常\", \"causes\": [\"ddos\"]}", &at), 0);
	assert_int_equal(look("{\"title\": \"x\", \"summary\": \"月見瀬 電力の計器\"}", &at), 1);
	assert_str(at, "/summary");
	assert_int_equal(look("{\"summary\": \"ﾂｷﾐｾの計器\"}", &at), 1);              /* half-width, without 株式会社 */
	assert_int_equal(look("{\"told\": [\"x\", \"ＣＳＩＲＴ@power-001.example\"]}", &at), 1);
	assert_str(at, "/told/1");
	assert_int_equal(look("{\"effect\": {\"extent\": \"電力報告担当より\"}}", &at), 1);
	assert_str(at, "/effect/extent");
	assert_int_equal(look("{\"summary\": \"STEP by step\"}", &at), 0);              /* too short a name to go by */
}

static void times_are_coarse(void **state)
{
	(void)state;
	const int64_t at = INT64_C(1768004354123456);                                   /* 2026-01-10T00:19:14.123456Z */
	struct report_content c = { .noticed_us = at, .occurred_us = at, .times_precision = PRECISION_HOUR };
	report_settle(&c);
	assert_int_equal((c.noticed_us + JST_US) % HOUR_US, 0);
	assert_true(c.noticed_us <= at && at - c.noticed_us < HOUR_US);
	assert_int_equal(c.effect.from_us, 0);
	c.noticed_us = at, c.times_precision = PRECISION_DAY;
	report_settle(&c);
	assert_int_equal((c.noticed_us + JST_US) % DAY_US, 0);                          /* midnight in Japan */
	c.noticed_us = at, c.times_precision = PRECISION_MINUTE;
	report_settle(&c);
	assert_int_equal(c.noticed_us % MINUTE_US, 0);
	c.noticed_us = at, c.times_precision = 0;
	report_settle(&c);
	assert_int_equal(c.noticed_us, at);
}

static void scopes(void **state)
{
	(void)state;
	struct message m = { .sector = S("power"), .event_type = S("leak"), .tlp = TLP_AMBER };
	assert_true(consent_scope_fits(&t.cx, NO_STR, &m));
	assert_true(consent_scope_fits(&t.cx, S("{\"sectors\": [\"power\"], \"tlp\": \"AMBER\"}"), &m));
	assert_false(consent_scope_fits(&t.cx, S("{\"sectors\": [\"rail\"]}"), &m));
	assert_false(consent_scope_fits(&t.cx, S("{\"event_types\": [\"malware\"]}"), &m));
	assert_false(consent_scope_fits(&t.cx, S("{\"tlp\": \"GREEN\"}"), &m));
	assert_false(consent_scope_fits(&t.cx, S("not json"), &m));
	assert_int_equal(consent_in_body(&t.cx, S("{\"envelope\": {}, \"consent\": \"anonymised\"}")), CONSENT_ANONYMISED);
	assert_int_equal(consent_in_body(&t.cx, S("{}")), 0);
}

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

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(names_are_found), cmocka_unit_test(times_are_coarse), cmocka_unit_test(scopes) };
	return cmocka_run_group_tests(tests, open_cx, close_cx);
}

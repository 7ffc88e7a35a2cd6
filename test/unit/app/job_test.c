/* app/job.c: what has served its purpose goes, a chunk at a time, and nothing else. */
#include "../support.h"

#include "app/job.h"
#include "base/time.h"
#include "model/attachment.h"
#include "store/attachment.h"
#include "store/clean.h"
#include "store/idempotency.h"
#include "store/party.h"

static struct test_store t;
static struct uuid org;

static int64_t count(struct str what)
{
	int64_t n = -1;
	if (str_eq(what, S("idempotency")))
		assert_ok(&t, db_one(&t.cx, "select count(*) from idempotency", NO_ARGS, fill_int, &n));
	else
		assert_ok(&t, db_one(&t.cx, "select count(*) from attachment", NO_ARGS, fill_int, &n));
	return n;
}

static void keep_answers(int from, int n)
{
	struct first_answer a = { .status = 201, .body = S("{}") };
	for (int i = from; i < from + n; i++)
		assert_ok(&t, idempotency_add(&t.cx, (struct uuid){ { 1 } }, str_format(t.mem, "key-%d", i), &a));
}

static void add_file(int64_t at_us)
{
	struct attachment a = { .id = uuid_new(t.cx.now_us), .org = org, .name = S("a.txt"), .type = S("text/plain"), .size = 1,
	                        .bytes = { (const uint8_t *)"x", 1 }, .created_us = at_us };
	assert_ok(&t, attachment_add(&t.cx, &a));
}

static void old_things_go_in_chunks(void **state)
{
	int64_t now = t.cx.now_us, again;
	(void)state;
	assert_ok(&t, db_begin(&t.cx));
	struct org o = { .id = org = uuid_new(now), .code = S("a"), .kind = ORG_OPERATOR, .ja = S("a"), .en = S("a"), .version = 1 };
	assert_ok(&t, store_org_add(&t.cx, &o, S("a")));
	t.cx.now_us = now - 49 * HOUR_US;
	keep_answers(0, CLEAN_CHUNK + 10);
	t.cx.now_us = now - 47 * HOUR_US;
	keep_answers(CLEAN_CHUNK + 10, 5);
	add_file(now - 25 * HOUR_US);
	add_file(now - 23 * HOUR_US);
	t.cx.now_us = now;
	assert_ok(&t, app_clean(&t.cx, &again));
	assert_int_equal(count(S("idempotency")), 15);
	assert_int_equal(count(S("attachment")), 1);
	assert_int_equal(again, now);                           /* there is more: at once */
	assert_ok(&t, app_clean(&t.cx, &again));
	assert_int_equal(count(S("idempotency")), 5);
	assert_int_equal(again, now + DAY_US);
	assert_ok(&t, app_clean(&t.cx, &again));
	assert_int_equal(count(S("idempotency")), 5);
	assert_ok(&t, db_commit(&t.cx));
}

static int open_store(void **state)
{
	(void)state;
	test_store_open(&t);
	return 0;
}

static int close_store(void **state)
{
	(void)state;
	test_store_close(&t);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(old_things_go_in_chunks) };
	return cmocka_run_group_tests(tests, open_store, close_store);
}

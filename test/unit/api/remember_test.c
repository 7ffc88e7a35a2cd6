/* api/remember.c: an answer is given again to the same account for the same question, until anything in the store changes. */
#include "support.h"

#include "api/remember.h"
#include "base/time.h"
#include "sys/db.h"

struct reader { struct test_store t; struct cx cx; struct actor actor; struct http_request http; struct remembered *remembered; };

static void set_up(struct reader *r)
{
	test_store_open(&r->t);
	r->cx = r->t.cx;
	r->cx.db = test_store_connect(&r->t, r->t.where, DB_READ);
	r->actor = (struct actor){ .user = { { 1 } } };
	r->cx.actor = &r->actor;
	r->http = (struct http_request){ .query = S("limit=50") };
	r->remembered = remembered_new();
}

static void tear_down(struct reader *r)
{
	remembered_free(r->remembered);
	db_close(r->cx.db);
	test_store_close(&r->t);
}

static struct call ask(struct reader *r)
{
	struct call c = { .route = routes, .http = &r->http };
	buf_init(&c.out, r->cx.mem, 1 << 20);
	return c;
}

static bool asked(struct reader *r, const char *would_be_answered, struct str *ret)
{
	struct call c = ask(r);
	assert_ok(&r->t, db_begin(&r->cx));
	bool again = remembered_find(&r->cx, r->remembered, &c);
	if (!again) {
		buf_add(&c.out, str_of(would_be_answered));
		remembered_keep(&r->cx, r->remembered, &c);
	}
	db_rollback(&r->cx);
	*ret = buf_str(&c.out);
	return again;
}

static void change(struct reader *r)
{
	assert_ok(&r->t, db_exec(&r->t.cx, "insert into meta (key, value) values ($1, 'x')", ARGS(db_text(uuid_str(r->t.mem, uuid_new(r->cx.now_us))))));
}

static void the_same_question(void **state)
{
	struct reader r;
	struct str answer;
	(void)state;
	set_up(&r);
	bool can = !db_is_postgres(r.cx.db);
	assert_false(asked(&r, "one", &answer));
	assert_int_equal(asked(&r, "two", &answer), can);
	if (can)
		assert_str(answer, "one");
	change(&r);
	assert_false(asked(&r, "three", &answer));
	assert_str(answer, "three");
	assert_int_equal(asked(&r, "four", &answer), can);
	tear_down(&r);
}

static void another_question(void **state)
{
	struct reader r;
	struct str answer;
	(void)state;
	set_up(&r);
	asked(&r, "one", &answer);
	r.actor.user.b[0] = 2;
	assert_false(asked(&r, "of another account", &answer));
	r.actor.user.b[0] = 1;
	r.http.query = S("limit=51");
	assert_false(asked(&r, "of another query", &answer));
	r.http.query = S("limit=50");
	r.cx.lang = LANG_JA;
	assert_false(asked(&r, "of another language", &answer));
	tear_down(&r);
}

static void what_is_late_depends_on_the_clock(void **state)
{
	struct reader r;
	struct str answer;
	(void)state;
	set_up(&r);
	asked(&r, "one", &answer);
	r.cx.now_us += SECOND_US + 1;
	assert_false(asked(&r, "two", &answer));
	r.cx.now_us -= 10 * SECOND_US;
	assert_false(asked(&r, "a clock set back", &answer));
	tear_down(&r);
}

static void a_new_connection(void **state)
{
	struct reader r;
	struct str answer;
	(void)state;
	set_up(&r);
	asked(&r, "one", &answer);
	remembered_forget(r.remembered);
	assert_false(asked(&r, "two", &answer));
	tear_down(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_question), cmocka_unit_test(another_question), cmocka_unit_test(what_is_late_depends_on_the_clock),
		cmocka_unit_test(a_new_connection),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

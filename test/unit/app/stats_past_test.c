/* What statistics make of a store's past is what was kept while it happened: held against the demonstration, whose traffic has everything. */
#include "support.h"

#include "app/demo.h"
#include "app/stats_past.h"
#include "base/buf.h"
#include "sys/crypto.h"

static struct test_store t;

static void add_line(struct cx *cx, const struct db_row *row, void *arg)
{
	struct buf *out = arg;
	buf_add(out, row_text(cx, row, 0));
	buf_byte(out, '\n');
}

static struct str facts(void)
{
	struct buf out;
	buf_init(&out, t.mem, 4 << 20);
	assert_ok(&t, db_each(&t.cx, "select message || ' ' || kind || ' ' || fy || ' ' || origin || ' ' || basis || ' ' || route || ' ' || notice_s || ' ' ||"
		" centre_s || ' ' || receipt_s || ' ' || advisory_s || ' ' || sector || ' ' || event_type || ' ' || causes || ' ' || at_us from"
		" (select cast(kind as text) || at_us as message, kind, fy, origin, basis, route, notice_s, centre_s, receipt_s, advisory_s, sector, event_type,"
		" causes, at_us from stat_fact) f order by 1", NO_ARGS, add_line, &out));
	return buf_str(&out);
}

static struct str answers(void)
{
	struct buf out;
	buf_init(&out, t.mem, 4 << 20);
	assert_ok(&t, db_each(&t.cx, "select m.number || ' ' || r.number || ' ' || a.hop || ' ' || a.what || ' ' || a.seconds || ' ' || sum(a.n) from stat_answer a"
		" join message m on m.id = a.message join revision r on r.id = a.revision group by m.number, r.number, a.hop, a.what, a.seconds"
		" order by m.number, r.number, a.hop, a.what, a.seconds", NO_ARGS, add_line, &out));
	return buf_str(&out);
}

static void same_lines(struct str kept, struct str made)
{
	for (struct str k = kept, m = made; k.n || m.n;) {
		struct str one = str_cut(k, '\n', &k), other = str_cut(m, '\n', &m);
		if (!str_eq(one, other))
			print_error("kept %.*s\nmade %.*s\n", STR_ARG(one), STR_ARG(other));
	}
	assert_true(str_eq(kept, made));
}

static void past_is_as_it_was_kept(void **state)
{
	(void)state;
	struct str kept_facts = facts(), kept_answers = answers();
	assert_true(kept_facts.n > 1000 && kept_answers.n > 100);
	assert_ok(&t, db_exec(&t.cx, "delete from stat_fact", NO_ARGS));
	assert_ok(&t, db_exec(&t.cx, "delete from stat_answer", NO_ARGS));
	assert_ok(&t, stats_past(&t.cx));
	same_lines(kept_facts, facts());
	same_lines(kept_answers, answers());
}

static int open_store(void **state)
{
	(void)state;
	struct secret_key secret;
	struct demo_result done;
	test_store_open(&t);
	random_bytes(&secret, sizeof secret);
	assert_ok(&t, demo_build(&t.cx, &(struct demo_options){ .secret = &secret }, &done));
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
	const struct CMUnitTest tests[] = { cmocka_unit_test(past_is_as_it_was_kept) };
	return cmocka_run_group_tests(tests, open_store, close_store);
}

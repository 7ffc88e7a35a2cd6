/* What recipients do: opening, acknowledging, outcomes, many at once, recall, the board, and writers that meet. */
#include "flow_support.h"

static struct flow f;
static struct cx *const cx = &f.t.cx;

static int open_flow(void **state)
{
	(void)state;
	flow_open(&f);
	return 0;
}

static int close_flow(void **state)
{
	(void)state;
	flow_close(&f);
	return 0;
}

static struct report_done submit(enum who who)
{
	struct report_done d;
	struct report_content c = flow_report(&f);
	flow_as(&f, who);
	assert_ok(&f.t, report_submit(cx, &c, &d));
	return d;
}

static int64_t entries(struct str verb, struct uuid object)
{
	int64_t n;
	assert_ok(&f.t, db_one(cx, "select count(*) from journal where verb = $1 and object = $2", ARGS(db_text(verb), db_uuid(object)), fill_int, &n));
	return n;
}

static void reading_opens_once_and_leaves_a_trace(void **state)
{
	(void)state;
	struct report_done d = submit(POWER_1);
	struct message_view v;
	flow_as(&f, METI);
	assert_ok(&f.t, message_view(cx, d.message, MESSAGE_REPORT, &v));
	assert_int_equal(v.deliveries[0].d.state, DELIVERY_OPENED);
	assert_int_equal(entries(S("message.read"), d.message), 1);
	int64_t opened = v.deliveries[0].d.opened_us;
	cx->now_us += MINUTE_US;
	assert_ok(&f.t, message_view(cx, d.message, 0, &v));
	assert_int_equal(v.deliveries[0].d.opened_us, opened);
	assert_int_equal(entries(S("message.read"), d.message), 1);
	cx->now_us += HOUR_US;
	assert_ok(&f.t, message_view(cx, d.message, 0, &v));
	assert_int_equal(entries(S("message.read"), d.message), 2);
	assert_int_equal(message_view(cx, d.message, MESSAGE_ADVISORY, &v), E_MISSING);
	assert_true(flow_told(&f, LIVE_BOARD, POWER_1, d.message));
	cx->now_us -= HOUR_US + MINUTE_US;
}

static void a_reader_cannot_read_without_the_trace(void **state)
{
	(void)state;
	/* On a read-only connection a first read goes to the writer. The transaction must be seen from outside, so it is another store. */
	struct flow own;
	struct report_done d;
	struct message_view v;
	flow_open(&own);
	struct report_content c = flow_report(&own);
	flow_as(&own, POWER_1);
	assert_ok(&own.t, report_submit(&own.t.cx, &c, &d));
	assert_ok(&own.t, db_commit(&own.t.cx));
	struct db *writer = own.t.cx.db, *reader = test_store_connect(&own.t, own.t.where, DB_READ);
	flow_as(&own, METI);
	own.t.cx.db = reader;
	assert_int_equal(message_view(&own.t.cx, d.message, 0, &v), E_WRITE);
	own.t.cx.db = writer;
	assert_ok(&own.t, message_view(&own.t.cx, d.message, 0, &v));
	own.t.cx.db = reader;
	assert_ok(&own.t, message_view(&own.t.cx, d.message, 0, &v));
	assert_int_equal(list_export(&own.t.cx), E_WRITE);
	db_close(reader);
	own.t.cx.db = writer;
	test_store_close(&own.t);
}

static void the_first_acknowledgement_stands(void **state)
{
	(void)state;
	struct report_done d = submit(POWER_1);
	struct uuid id = flow_delivery(&f, METI, d.message)->d.id;
	struct delivery_row row;
	flow_as(&f, POWER_1);
	assert_int_equal(delivery_ack(cx, id, &row), E_DENIED);
	assert_int_equal(f.t.problem.why, T_DELIVERY_NO_ACK);
	flow_as(&f, RAIL_1);
	assert_int_equal(delivery_ack(cx, id, &row), E_MISSING);
	flow_as(&f, METI);
	assert_ok(&f.t, delivery_ack(cx, id, &row));
	int64_t first = row.d.acked_us;
	assert_int_equal(first, cx->now_us);
	cx->now_us += SECOND_US;
	assert_ok(&f.t, delivery_ack(cx, id, &row));
	assert_int_equal(row.d.acked_us, first);
	assert_int_equal(entries(S("delivery.acknowledge"), id), 1);
	assert_true(uuid_eq(row.d.acked_by, f.actor[METI].user));
	cx->now_us -= SECOND_US;
}

static void outcomes(void **state)
{
	(void)state;
	struct report_done d = submit(POWER_1);
	struct uuid id = flow_delivery(&f, METI, d.message)->d.id;
	struct delivery_row row;
	struct outcome_input in = { OUTCOME_INVESTIGATING, S("確認中"), 0 };
	flow_as(&f, METI);
	assert_ok(&f.t, delivery_tell_outcome(cx, id, &in, &row));
	assert_true(row.d.acked_us != 0);
	in = (struct outcome_input){ OUTCOME_DONE, S("済み"), 20000 };
	assert_ok(&f.t, delivery_tell_outcome(cx, id, &in, &row));
	row = *flow_delivery(&f, METI, d.message);
	assert_int_equal(row.d.outcome, OUTCOME_DONE);
	assert_int_equal(row.d.outcome_day, 20000);
	assert_str(row.d.note, "済み");
	in.outcome = 9;
	assert_int_equal(delivery_tell_outcome(cx, id, &in, &row), E_INVALID);
	/* Acknowledging afterwards takes nothing back. */
	test_forget(&f.t);
	assert_ok(&f.t, delivery_ack(cx, id, &row));
	assert_int_equal(row.d.state, DELIVERY_OUTCOME);
}

static void many_at_once(void **state)
{
	(void)state;
	struct uuid ids[4];
	struct bulk_result results[4];
	for (int i = 0; i < 3; i++)
		ids[i] = flow_delivery(&f, METI, submit(POWER_1).message)->d.id;
	ids[3] = ids[1];
	ids[1] = flow_delivery(&f, MLIT, submit(METI).message) ? ids[0] : uuid_new(cx->now_us);
	flow_as(&f, METI);
	assert_ok(&f.t, delivery_bulk(cx, ids, 4, &(struct bulk_ask){ .what = BULK_ACKNOWLEDGE }, results));
	assert_int_equal(results[0].status, OK);
	assert_int_equal(results[1].status, E_MISSING);
	assert_int_equal(results[1].why, T_MISSING);
	assert_int_equal(results[2].status, OK);
	assert_int_equal(results[3].status, OK);
	assert_int_equal(f.t.problem.why, T_NONE);
	struct uuid many[DELIVERY_BULK_MAX + 1] = { 0 };
	struct bulk_result none[1];
	assert_int_equal(delivery_bulk(cx, many, DELIVERY_BULK_MAX + 1, &(struct bulk_ask){ .what = BULK_ACKNOWLEDGE }, none), E_INVALID);
	test_forget(&f.t);
	struct bulk_ask bad = { .what = BULK_OUTCOME, .outcome = { 77, NO_STR, 0 } };
	assert_int_equal(delivery_bulk(cx, ids, 1, &bad, results), E_INVALID);
}

static void a_recalled_message_leaves_a_tombstone(void **state)
{
	(void)state;
	struct report_done d = submit(POWER_1);
	struct uuid id = flow_delivery(&f, METI, d.message)->d.id;
	struct delivery_row row;
	struct message_view v;
	struct inbox_row *inbox;
	size_t n;
	flow_as(&f, POWER_1);
	assert_ok(&f.t, report_withdraw(cx, d.message, S("誤送信"), &d));
	flow_as(&f, METI);
	assert_ok(&f.t, message_view(cx, d.message, 0, &v));
	assert_true(v.recalled);
	assert_str(v.tombstone.reason, "誤送信");
	assert_int_equal(v.tombstone.m.sector.n, 0);
	assert_int_equal(delivery_ack(cx, id, &row), E_CONFLICT);
	assert_int_equal(f.t.problem.why, T_DELIVERY_RECALLED);
	test_forget(&f.t);
	assert_int_equal(delivery_pass_on(cx, id, NO_STR, &row), E_CONFLICT);
	test_forget(&f.t);
	assert_ok(&f.t, inbox_page(cx, &(struct inbox_query){ .limit = 1 }, &inbox, &n));
	assert_true(uuid_eq(inbox[0].message.m.id, d.message));
	assert_int_equal(inbox[0].message.m.title.n, 0);
	size_t due;
	cx->now_us += HOUR_US;
	assert_ok(&f.t, app_pass_due(cx, 1000, &due));
	cx->now_us -= HOUR_US;
	assert_null(flow_delivery(&f, CENTRE, d.message));
}

static void the_board_tells_who_and_since_when(void **state)
{
	(void)state;
	struct report_done d = submit(POWER_1);
	struct delivery_row row;
	struct board b;
	flow_as(&f, METI);
	assert_ok(&f.t, delivery_pass_on(cx, flow_delivery(&f, METI, d.message)->d.id, NO_STR, &row));
	flow_as(&f, POWER_1);
	struct board_query q = { .message = d.message, .limit = 10 };
	cx->now_us += HOUR_US;
	assert_ok(&f.t, board_page(cx, &q, &b));
	assert_int_equal(b.n, 2);
	assert_int_equal(b.summary.n_hops, 2);
	assert_int_equal(b.summary.hops[0].to_kind, ORG_MINISTRY);
	assert_int_equal(b.summary.all.late, 1);                /* the ministry had thirty minutes */
	q.late = true;
	assert_ok(&f.t, board_page(cx, &q, &b));
	assert_int_equal(b.n, 1);
	assert_true(uuid_eq(b.rows[0].recipient.id, f.org[METI].id));
	q = (struct board_query){ .message = d.message, .limit = 10, .q = S("T-CENTRE") };
	assert_ok(&f.t, board_page(cx, &q, &b));
	assert_int_equal(b.n, 1);
	q = (struct board_query){ .message = d.message, .limit = 1 };
	assert_ok(&f.t, board_page(cx, &q, &b));
	struct uuid first = b.rows[0].d.recipient;
	q.after = first;
	assert_ok(&f.t, board_page(cx, &q, &b));
	assert_int_equal(b.n, 1);
	assert_false(uuid_eq(b.rows[0].d.recipient, first));
	/* The ministry knows whom it passed it to, the centre nobody. */
	flow_as(&f, METI);
	q = (struct board_query){ .message = d.message, .limit = 10 };
	assert_ok(&f.t, board_page(cx, &q, &b));
	assert_int_equal(b.n, 1);
	flow_as(&f, CENTRE);
	assert_ok(&f.t, board_page(cx, &q, &b));
	assert_int_equal(b.n, 0);
	flow_as(&f, RAIL_1);
	assert_int_equal(board_page(cx, &q, &b), E_MISSING);
	cx->now_us -= HOUR_US;
}

static void counts(void **state)
{
	(void)state;
	struct app_counts before, after;
	struct delivery_row row;
	flow_as(&f, MLIT);
	assert_ok(&f.t, app_counts(cx, &before));
	struct report_content c = flow_report(&f);
	struct report_done d, e;
	c.sector = S("rail");
	flow_as(&f, RAIL_1);
	assert_ok(&f.t, report_submit(cx, &c, &d));
	assert_ok(&f.t, report_follow_up(cx, d.message, 0, &c, false, &e));
	assert_ok(&f.t, report_draft(cx, &c, &e));
	flow_as(&f, MLIT);
	assert_ok(&f.t, app_counts(cx, &after));
	assert_int_equal(after.inbox_open, before.inbox_open + 1);      /* one message, two notices */
	assert_int_equal(after.to_pass, before.to_pass + 1);
	cx->now_us += HOUR_US;
	assert_ok(&f.t, app_counts(cx, &after));
	assert_int_equal(after.overdue, before.overdue + 1);
	assert_ok(&f.t, delivery_ack(cx, flow_delivery(&f, MLIT, d.message)->d.id, &row));
	assert_ok(&f.t, app_counts(cx, &after));
	assert_int_equal(after.inbox_open, before.inbox_open);
	cx->now_us -= HOUR_US;
	flow_as(&f, RAIL_1);
	assert_ok(&f.t, app_counts(cx, &after));
	assert_int_equal(after.drafts, 1);
}

/* Two writers have read the same row; the slower one must not take back what the quicker one did. */
static void a_late_writer_undoes_nothing(void **state)
{
	(void)state;
	struct report_done d = submit(POWER_1);
	struct delivery stale = flow_delivery(&f, METI, d.message)->d, opened, passed;
	struct delivery_row row;
	struct outcome_input in = { OUTCOME_AFFECTED, S("x"), 0 };
	bool ours;
	flow_as(&f, METI);
	assert_ok(&f.t, delivery_tell_outcome(cx, stale.id, &in, &row));
	assert_ok(&f.t, delivery_pass_on(cx, stale.id, NO_STR, &row));
	assert_ok(&f.t, delivery_open(cx, &stale, &opened));
	assert_ok(&f.t, delivery_save(cx, &opened));
	row = *flow_delivery(&f, METI, d.message);
	assert_int_equal(row.d.state, DELIVERY_OUTCOME);
	assert_int_equal(row.d.outcome, OUTCOME_AFFECTED);
	assert_int_equal(row.d.pass_state, PASS_BY_HAND);
	assert_true(row.d.opened_us != 0);
	assert_ok(&f.t, delivery_pass(cx, &stale, PASS_BY_ITSELF, &passed));
	assert_ok(&f.t, delivery_claim_pass(cx, &passed, &ours));
	assert_false(ours);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reading_opens_once_and_leaves_a_trace), cmocka_unit_test(a_reader_cannot_read_without_the_trace),
		cmocka_unit_test(the_first_acknowledgement_stands), cmocka_unit_test(outcomes), cmocka_unit_test(many_at_once),
		cmocka_unit_test(a_recalled_message_leaves_a_tombstone), cmocka_unit_test(the_board_tells_who_and_since_when), cmocka_unit_test(counts),
		cmocka_unit_test(a_late_writer_undoes_nothing),
	};
	return cmocka_run_group_tests(tests, open_flow, close_flow);
}

/* Leaving a group in chunks, what goes and what stays, killed half-way and joined again; and who may know of it. */
#include "flow_support.h"

#include "app/job.h"
#include "app/recall.h"
#include "model/advisory.h"
#include "store/recall.h"

static struct flow f;
static struct cx *const cx = &f.t.cx;
static struct actor platform;

static int open_flow(void **state)
{
	(void)state;
	flow_open(&f);
	platform = (struct actor){ .org = f.org[CENTRE].id, .org_kind = ORG_CENTRE, .roles = ROLE_PLATFORM, .user = f.actor[CENTRE].user };
	return 0;
}

static int close_flow(void **state)
{
	(void)state;
	flow_close(&f);
	return 0;
}

/* A message of the centre that POWER_1 has by `via`; its audience is `recipients`. */
static struct uuid given(struct uuid via, int kind, struct uuid about, bool opened, struct audience recipients, int published)
{
	struct advisory_content c = { .title = S("通知"), .summary = S("要約"), .tlp = TLP_AMBER, .recipients = recipients };
	struct message m = { .id = uuid_new(cx->now_us), .kind = kind, .author = f.org[CENTRE].id, .author_user = f.actor[CENTRE].user, .about = about,
	                     .status = STATUS_PUBLISHED, .tlp = published == PUBLISHED_EVERYONE ? TLP_CLEAR : TLP_AMBER, .published = published, .latest = 1,
	                     .created_us = cx->now_us, .submitted_us = cx->now_us, .updated_us = cx->now_us, .version = 1 };
	struct revision r = { .id = uuid_new(cx->now_us), .message = m.id, .author_user = m.author_user, .number = 1, .stage = STAGE_FIRST, .title = c.title,
	                      .body = advisory_body(cx, &c), .created_us = cx->now_us, .submitted_us = cx->now_us, .published = published };
	struct delivery d = { .id = uuid_new(cx->now_us), .message = m.id, .revision = r.id, .recipient = f.org[POWER_1].id, .via = via, .hop = 3,
	                      .state = DELIVERY_DELIVERED };
	assert_ok(&f.t, message_add(cx, &m));
	assert_ok(&f.t, revision_add(cx, &r, c.summary));
	assert_ok(&f.t, delivery_add(cx, &d, 1));
	if (opened) {
		d.state = DELIVERY_OPENED;
		d.opened_us = cx->now_us;
		assert_ok(&f.t, delivery_save(cx, &d));
	}
	return m.id;
}

static struct uuid by_group(bool opened)
{
	return given(f.org[CEPTOAR_POWER].id, MESSAGE_ADVISORY, (struct uuid){ { 0 } }, opened, (struct audience){ 0 }, PUBLISHED_AUDIENCE);
}

static bool sees(enum who who, struct uuid message)
{
	struct message_row row;
	enum status s = message_get(cx, f.org[who].id, message, &row);
	test_forget(&f.t);
	return s == OK;
}

static void leave(enum who who, enum who group)
{
	cx->actor = &platform;
	test_forget(&f.t);
	assert_ok(&f.t, org_leave(cx, f.org[who].id, f.org[group].id));
}

/* The payload of the job that waits; empty where none does. */
static void fill_payload(struct cx *c, const struct db_row *row, void *ret)
{
	*(struct str *)ret = row_text(c, row, 0);
}

static struct str waiting_job(void)
{
	struct str payload = NO_STR;
	assert_ok(&f.t, db_each(cx, "select payload from job where kind = 'leave'", NO_ARGS, fill_payload, &payload));
	return payload;
}

static struct left_counts counted(void)
{
	struct left_counts c;
	assert_ok(&f.t, left_counts(cx, f.org[POWER_1].id, f.org[CEPTOAR_POWER].id, &c));
	return c;
}

static void what_goes_and_what_stays(void **state)
{
	(void)state;
	struct uuid none = { { 0 } }, group = f.org[CEPTOAR_POWER].id, self = f.org[POWER_1].id;
	struct audience by_that_group = { .ceptoars = { &group, 1 } }, named_too = { .ceptoars = { &group, 1 }, .orgs = { &self, 1 } };
	struct report_content c = flow_report(&f);
	struct report_done own;
	flow_as(&f, POWER_1);
	assert_ok(&f.t, report_submit(cx, &c, &own));
	struct uuid unseen = by_group(false), seen = by_group(true);
	struct uuid open = given(group, MESSAGE_ADVISORY, none, false, (struct audience){ 0 }, PUBLISHED_EVERYONE);
	struct uuid question = given(group, MESSAGE_INQUIRY, own.message, false, (struct audience){ 0 }, PUBLISHED_AUDIENCE);
	struct uuid direct = given(f.org[CENTRE].id, MESSAGE_ADVISORY, none, false, (struct audience){ 0 }, PUBLISHED_AUDIENCE);
	struct uuid addressed = given(f.org[CENTRE].id, MESSAGE_ADVISORY, none, false, by_that_group, PUBLISHED_AUDIENCE);
	struct uuid both = given(f.org[CENTRE].id, MESSAGE_ADVISORY, none, false, named_too, PUBLISHED_AUDIENCE);
	struct leaving before, after;
	cx->actor = &platform;
	test_forget(&f.t);
	assert_ok(&f.t, recall_leaving(cx, self, group, &before));
	assert_true(before.member);
	assert_int_equal(before.unseen, 2);
	assert_int_equal(before.seen, 1);
	assert_int_equal(before.stays, 4);
	leave(POWER_1, CEPTOAR_POWER);
	assert_ok(&f.t, recall_leaving(cx, self, group, &after));
	assert_false(after.member || after.running);
	assert_int_equal(after.left.recalled, 2);
	assert_int_equal(after.left.asked, 1);
	assert_false(sees(POWER_1, unseen) || sees(POWER_1, addressed));
	assert_true(sees(POWER_1, seen) && sees(POWER_1, open) && sees(POWER_1, question) && sees(POWER_1, direct) && sees(POWER_1, both));
	assert_true(flow_told(&f, LIVE_RECALL, POWER_1, unseen) && flow_told(&f, LIVE_BOARD, CEPTOAR_POWER, seen));
	/* 「削除しました」: then it is recalled, and the group sees so */
	struct delivery_row row = *flow_delivery(&f, POWER_1, seen);
	flow_as(&f, POWER_1);
	assert_ok(&f.t, delivery_tell_deleted(cx, row.d.id, S("消した"), &row));
	assert_false(sees(POWER_1, seen));
	struct message_view v;
	assert_ok(&f.t, message_view(cx, seen, 0, &v));
	assert_true(v.recalled && v.tombstone.why == RECALL_LEFT && uuid_eq(v.tombstone.group.id, group) && v.tombstone.complied_us);
	assert_int_equal(counted().complied, 1);
	flow_as(&f, CEPTOAR_POWER);
	assert_ok(&f.t, recall_leaving(cx, self, group, &after));
	assert_int_equal(after.left.complied, 1);
	flow_as(&f, RAIL_1);
	assert_int_equal(recall_leaving(cx, self, group, &after), E_MISSING);
}

static void in_chunks_and_killed_half_way(void **state)
{
	(void)state;
	enum { ALL = 450 };
	for (int i = 0; i < ALL; i++)
		(void)by_group(i % 3 == 0);
	leave(POWER_1, CEPTOAR_POWER);
	struct left_counts first = counted();
	assert_int_equal(first.recalled + first.asked, 200);
	struct str payload = waiting_job(), rest = NO_STR, again = NO_STR;
	assert_true(payload.n > 0);
	assert_ok(&f.t, recall_leaving_work(cx, payload, &rest));
	assert_true(rest.n > 0);
	/* The process died before its commit was told: the same chunk once more changes nothing. */
	struct left_counts second = counted();
	cx->now_us += 1000;
	assert_ok(&f.t, recall_leaving_work(cx, payload, &again));
	assert_int_equal(counted().recalled + counted().asked, ALL);    /* and what it did goes on from there */
	assert_true(second.recalled + second.asked == 400);
	assert_ok(&f.t, recall_leaving_work(cx, rest, &again));
	assert_int_equal(again.n, 0);
	assert_int_equal(counted().recalled, ALL - ALL / 3);
	assert_int_equal(counted().asked, ALL / 3);
}

static void who_joins_again_keeps_the_rest(void **state)
{
	(void)state;
	for (int i = 0; i < 250; i++)
		(void)by_group(false);
	leave(POWER_1, CEPTOAR_POWER);
	struct member_input back = { .org = f.org[CEPTOAR_POWER].id };
	assert_ok(&f.t, org_join(cx, f.org[POWER_1].id, &back));
	struct str payload = waiting_job(), rest = NO_STR;
	assert_true(payload.n > 0);
	assert_ok(&f.t, recall_leaving_work(cx, payload, &rest));
	assert_int_equal(rest.n, 0);
	assert_int_equal(counted().recalled, 200);
}

/* All revisions go from who is no longer addressed, and none from who has the newest. */
static void narrowing_takes_every_version(void **state)
{
	(void)state;
	struct uuid id = by_group(true);
	struct revision r;
	assert_ok(&f.t, revision_load(cx, id, 1, &r));
	struct revision next[2] = { r, r };
	for (int k = 0; k < 2; k++) {
		next[k].id = uuid_new(cx->now_us);
		next[k].number = k + 2;
		assert_ok(&f.t, revision_add(cx, &next[k], NO_STR));
	}
	struct delivery d[] = {
		{ .id = uuid_new(cx->now_us), .message = id, .revision = next[0].id, .recipient = f.org[POWER_1].id, .via = f.org[CENTRE].id, .hop = 1, .state = DELIVERY_DELIVERED },
		{ .id = uuid_new(cx->now_us), .message = id, .revision = r.id, .recipient = f.org[POWER_2].id, .via = f.org[CENTRE].id, .hop = 1, .state = DELIVERY_DELIVERED },
		{ .id = uuid_new(cx->now_us), .message = id, .revision = next[1].id, .recipient = f.org[POWER_2].id, .via = f.org[CENTRE].id, .hop = 1, .state = DELIVERY_DELIVERED },
	};
	struct message m;
	assert_ok(&f.t, delivery_add(cx, d, 3));
	assert_ok(&f.t, message_load(cx, id, &m));
	m.latest = 3;
	assert_ok(&f.t, message_save(cx, &m));
	assert_ok(&f.t, recall_start_narrowing(cx, id, next[1].id, 3));
	assert_false(sees(POWER_1, id));
	assert_true(sees(POWER_2, id));
	struct revision_row *rows;
	size_t n;
	assert_ok(&f.t, revision_list(cx, f.org[POWER_2].id, id, &rows, &n));
	assert_int_equal(n, 2);
	struct inbox_counts counts;
	assert_ok(&f.t, inbox_counts(cx, f.org[POWER_1].id, &counts));
	assert_int_equal(counts.to_delete, 1);
	/* Saying it once covers all versions. */
	struct delivery *waiting;
	assert_ok(&f.t, delivery_to_delete(cx, f.org[POWER_1].id, id, &waiting, &n));
	assert_int_equal(n, 2);
	struct delivery_row row;
	flow_as(&f, POWER_1);
	assert_ok(&f.t, delivery_tell_deleted(cx, waiting[1].id, NO_STR, &row));
	assert_ok(&f.t, delivery_to_delete(cx, f.org[POWER_1].id, id, &waiting, &n));
	assert_int_equal(n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_goes_and_what_stays, open_flow, close_flow),
		cmocka_unit_test_setup_teardown(in_chunks_and_killed_half_way, open_flow, close_flow),
		cmocka_unit_test_setup_teardown(who_joins_again_keeps_the_rest, open_flow, close_flow),
		cmocka_unit_test_setup_teardown(narrowing_takes_every_version, open_flow, close_flow),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Advisories on a store: two persons, bounds, sending in chunks, passing on by hand, the next version, withdrawing. */
#include "support.h"

#include "app/recall.h"
#include "app/access.h"
#include "app/advisory.h"
#include "app/catalog.h"
#include "app/delivery.h"
#include "app/message.h"
#include "app/party.h"
#include "base/time.h"
#include "store/delivery.h"
#include "store/job.h"
#include "store/message.h"
#include "store/party.h"

static struct test_store t;
static struct org centre, ceptoar, ministry;
static struct actor analyst, publisher, approver, platform = { .roles = ROLE_PLATFORM, .org_kind = ORG_CENTRE };
static struct uuid everybody_of_power;                          /* an org that is a member of the power CEPTOAR */
static struct str sector_power;
static int added;

static void as(const struct actor *actor)
{
	t.cx.actor = actor;
}

static struct actor of_org(const struct org *org, unsigned roles)
{
	return (struct actor){ .user = uuid_new(t.cx.now_us), .org = org->id, .roles = roles, .org_kind = org->kind };
}

/* An operator of the power sector; a member of its CEPTOAR unless `alone`. */
static struct uuid add_operator(bool alone)
{
	struct uuid parent = ceptoar.id;
	struct org org = {
		.id = uuid_new(t.cx.now_us), .code = str_format(t.mem, "test-%04d", added++), .kind = ORG_OPERATOR, .sector = sector_power, .ja = S("試験電力"),
		.en = S("Test Power"), .from_day = DAY_UNSTATED, .to_day = DAY_FOREVER, .people = 10, .version = 1,
	};
	assert_ok(&t, store_org_add(&t.cx, &org, S("test power")));
	if (!alone)
		assert_ok(&t, store_membership_add(&t.cx, &(struct membership){ org.id, parent, 0, DAY_FOREVER }));
	return org.id;
}

static int open_store(void **state)
{
	(void)state;
	int32_t today;
	test_store_open(&t);
	today = day_of(t.cx.now_us);
	assert_ok(&t, db_begin(&t.cx));
	assert_ok(&t, catalog_load(&t.cx));
	assert_ok(&t, catalog_read(&t.cx, &t.cx.catalog));
	as(&platform);
	assert_ok(&t, party_load(&t.cx, t.cx.catalog));
	assert_ok(&t, party_centre(&t.cx, &centre));
	sector_power = S("power");
	assert_ok(&t, party_ministry_of(&t.cx, sector_power, today, &ministry));
	struct org_page page;
	struct org_filter filter = { .day = today, .kind = ORG_CEPTOAR, .sector = sector_power, .limit = 10 };
	assert_ok(&t, org_list(&t.cx, &filter, &page));
	assert_true(page.n >= 1);
	ceptoar = page.p[0].org;
	analyst = of_org(&centre, ROLE_ANALYST);
	publisher = of_org(&centre, ROLE_PUBLISHER);
	approver = of_org(&centre, ROLE_APPROVER);
	everybody_of_power = add_operator(false);
	as(&analyst);
	return 0;
}

static int close_store(void **state)
{
	(void)state;
	db_rollback(&t.cx);
	test_store_close(&t);
	return 0;
}

static struct advisory_content content_for(struct audience recipients)
{
	return (struct advisory_content){
		.title = S("注意喚起"), .kind = S("alert"), .reason = S("vuln"), .tlp = TLP_GREEN, .summary = S("要約"), .action = S("更新してください"),
		.recipients = recipients,
	};
}

static struct audience to_power(void)
{
	return (struct audience){ .sectors = { &sector_power, 1 } };
}

static struct audience to_org(struct uuid *org)
{
	return (struct audience){ .orgs = { org, 1 } };
}

static struct uuid draft(const struct advisory_content *content)
{
	struct advisory_done done;
	as(&analyst);
	assert_ok(&t, advisory_add(&t.cx, content, &done));
	assert_int_equal(done.version, 1);
	return done.message;
}

static struct advisory_done publish(struct uuid id)
{
	struct advisory_done done;
	as(&approver);
	assert_ok(&t, advisory_approve(&t.cx, id, 0, &done));
	as(&publisher);
	assert_ok(&t, advisory_publish(&t.cx, id, 0, &done));
	return done;
}

#define assert_refused(call, status, text) do { \
	assert_int_equal((call), (status)); \
	assert_int_equal(t.problem.why == T_INPUT || t.problem.why == T_NONE ? t.problem.fields[0].why : t.problem.why, (text)); \
	test_forget(&t); \
} while (0)

static int64_t deliveries(struct uuid message, int state)
{
	int64_t n = -1;
	assert_ok(&t, db_one(&t.cx, "select count(*) from delivery where message = $1 and ($2 = 0 or state = $2)", ARGS(db_uuid(message), db_int(state)), fill_int, &n));
	return n;
}

static bool sees(struct uuid org, struct uuid message)
{
	struct message_row row;
	enum status s = message_get(&t.cx, org, message, &row);
	test_forget(&t);
	return s == OK;
}

/* What the runner would do. */
static int run_fan_out(int chunks)
{
	int done = 0;
	struct job *jobs;
	size_t n = 1;
	while (n > 0 && (chunks < 0 || done < chunks)) {
		bool mine;
		struct str rest = NO_STR;
		assert_ok(&t, job_lease(&t.cx, t.cx.now_us, 1, &jobs, &n));
		if (n == 0)
			break;
		assert_ok(&t, job_take(&t.cx, &jobs[0], t.cx.now_us, &mine));
		if (str_eq(jobs[0].kind, S("fanout")))
			assert_ok(&t, advisory_fan_out(&t.cx, jobs[0].payload, false, &rest));
		else
			assert_ok(&t, recall_work(&t.cx, jobs[0].payload, false, &rest));
		assert_ok(&t, rest.n ? job_again(&t.cx, &jobs[0], t.cx.now_us, 0, rest) : job_done(&t.cx, jobs[0].id));
		done++;
	}
	return done;
}

static void two_persons_are_needed(void **state)
{
	(void)state;
	struct advisory_done done;
	struct advisory_content content = content_for(to_power());
	struct actor both = of_org(&centre, ROLE_ANALYST | ROLE_PUBLISHER | ROLE_APPROVER), operator_ = of_org(&ministry, ROLE_APPROVER);
	as(&both);
	assert_ok(&t, advisory_add(&t.cx, &content, &done));
	struct uuid id = done.message;
	assert_refused(advisory_publish(&t.cx, id, 0, &done), E_CONFLICT, T_ADVISORY_NOT_APPROVED);
	assert_refused(advisory_approve(&t.cx, id, 0, &done), E_DENIED, T_ADVISORY_OWN);
	as(&operator_);
	assert_int_equal(advisory_approve(&t.cx, id, 0, &done), E_DENIED);
	test_forget(&t);
	as(&approver);
	assert_ok(&t, advisory_approve(&t.cx, id, 0, &done));
	assert_int_equal(done.status, STATUS_APPROVED);
	assert_refused(advisory_approve(&t.cx, id, 0, &done), E_CONFLICT, T_ADVISORY_APPROVED);
	as(&analyst);                                           /* an edit drops the approval */
	assert_refused(advisory_edit(&t.cx, id, 1, &content, &done), E_STALE, T_STALE);
	assert_ok(&t, advisory_edit(&t.cx, id, 2, &content, &done));
	assert_int_equal(done.status, STATUS_DRAFT);
	as(&publisher);
	assert_refused(advisory_publish(&t.cx, id, 0, &done), E_CONFLICT, T_ADVISORY_NOT_APPROVED);
	as(&both);                                              /* who wrote it first may approve another's edit */
	assert_ok(&t, advisory_approve(&t.cx, id, 0, &done));
	assert_ok(&t, advisory_publish(&t.cx, id, 0, &done));
	assert_int_equal(done.status, STATUS_PUBLISHED);
	assert_true(str_starts(done.number, S("A2")));
	as(&analyst);
	assert_refused(advisory_edit(&t.cx, id, done.version, &content, &done), E_CONFLICT, T_ADVISORY_NO_DRAFT);
}

static void incomplete_drafts_are_kept_but_not_approved(void **state)
{
	(void)state;
	struct advisory_done done;
	struct advisory_content content = { .title = S("x") };
	struct uuid id = draft(&content);
	as(&approver);
	assert_int_equal(advisory_approve(&t.cx, id, 0, &done), E_INVALID);
	assert_int_equal(t.problem.n_fields, 6);
	test_forget(&t);
	as(&analyst);
	assert_ok(&t, advisory_drop(&t.cx, id, 1));
	assert_refused(advisory_drop(&t.cx, id, 1), E_MISSING, T_MISSING);
}

static void ack_is_asked_unless_declined(void **state)
{
	(void)state;
	struct advisory_content in, content = content_for(to_power());
	const struct json *json;
	assert_ok(&t, json_parse(&t.cx, S("{\"ack_required\":false}"), &json));
	assert_ok(&t, field_read(&t.cx, &advisory_table, json, true, &in));
	assert_ok(&t, advisory_settle(&t.cx, true, &in));
	assert_false(in.ack_required);
	assert_str(advisory_body(&t.cx, &in), "{\"ack_required\":false}");
	assert_ok(&t, advisory_parse(&t.cx, S("{}"), &in));
	assert_true(in.ack_required);
	struct str shown;
	struct uuid report = uuid_new(1);
	content.based_on = (struct list){ &report, 1 };
	assert_ok(&t, advisory_body_shown(&t.cx, advisory_body(&t.cx, &content), &shown));
	assert_true(str_find(shown, S("recipients")) < 0 && str_find(shown, S("based_on")) < 0 && str_find(shown, S("summary")) > 0);
}

static void the_route_goes_down(void **state)
{
	(void)state;
	struct uuid alone = add_operator(true);
	struct advisory_content content = content_for(to_power());
	struct uuid id = draft(&content);
	int64_t orgs = 0;
	assert_ok(&t, advisory_count(&t.cx, id, &orgs));
	publish(id);
	assert_int_equal(deliveries(id, 0), orgs);
	struct delivery *d;
	size_t n;
	const struct { struct uuid org, via; int hop; } wanted[] = {
		{ ministry.id, centre.id, 1 }, { ceptoar.id, ministry.id, 2 }, { everybody_of_power, ceptoar.id, 3 }, { alone, ministry.id, 3 },
	};
	for (size_t i = 0; i < 4; i++) {
		assert_ok(&t, delivery_of_org(&t.cx, wanted[i].org, id, &d, &n));
		assert_int_equal(n, 1);
		assert_true(uuid_eq(d[0].via, wanted[i].via));
		assert_int_equal(d[0].hop, wanted[i].hop);
		assert_int_equal(d[0].pass_state, PASS_NONE);
	}
}

static void the_marking_bounds_the_audience(void **state)
{
	(void)state;
	struct advisory_done done;
	struct advisory_content content = content_for(to_power());
	content.tlp = TLP_RED;
	struct uuid id = draft(&content);
	as(&approver);
	assert_refused(advisory_approve(&t.cx, id, 0, &done), E_INVALID, T_AUDIENCE_RED);
	content.recipients = to_org(&everybody_of_power);
	as(&analyst);
	assert_ok(&t, advisory_edit(&t.cx, id, 1, &content, &done));
	publish(id);
	assert_int_equal(deliveries(id, 0), 1);                 /* nobody on the way */
	assert_false(sees(ceptoar.id, id));
	assert_true(sees(everybody_of_power, id));
	struct uuid stranger = uuid_new(5);
	content.recipients = to_org(&stranger);
	as(&analyst);
	assert_refused(advisory_add(&t.cx, &content, &done), E_INVALID, T_AUDIENCE_ORG);
	content.recipients = (struct audience){ .ceptoars = { &everybody_of_power, 1 } };
	assert_refused(advisory_add(&t.cx, &content, &done), E_INVALID, T_AUDIENCE_GROUP);
	content.recipients = (struct audience){ .orgs = { &everybody_of_power, 1 }, .except = { &everybody_of_power, 1 } };
	content.tlp = TLP_GREEN;
	id = draft(&content);
	as(&approver);
	assert_ok(&t, advisory_approve(&t.cx, id, 0, &done));
	as(&publisher);
	assert_ok(&t, db_savepoint(&t.cx));
	assert_refused(advisory_publish(&t.cx, id, 0, &done), E_INVALID, T_AUDIENCE_NOBODY);
	db_rollback_to(&t.cx);
}

/* A report that the centre received from `source`. */
static struct uuid report_with(const char *consent, struct uuid source)
{
	struct message m = { .id = uuid_new(t.cx.now_us), .kind = MESSAGE_REPORT, .author = source, .author_user = uuid_new(1), .number = S("R1"),
		.status = STATUS_SUBMITTED, .tlp = TLP_AMBER, .published = 1, .latest = 1, .created_us = 1, .submitted_us = 1, .updated_us = 1, .version = 1 };
	struct revision r = { .id = uuid_new(t.cx.now_us), .message = m.id, .author_user = m.author_user, .number = 1, .stage = STAGE_FIRST, .title = S("障害"),
		.body = *consent ? str_format(t.mem, "{\"consent\":\"%s\"}", consent) : S("{}"), .created_us = 1, .submitted_us = 1 };
	struct delivery d = { .id = uuid_new(t.cx.now_us), .message = m.id, .revision = r.id, .recipient = centre.id, .via = source, .hop = 1, .state = DELIVERY_DELIVERED };
	assert_ok(&t, message_add(&t.cx, &m));
	assert_ok(&t, revision_add(&t.cx, &r, NO_STR));
	assert_ok(&t, delivery_add(&t.cx, &d, 1));
	return m.id;
}

static void consent_bounds_the_audience(void **state)
{
	(void)state;
	struct advisory_done done;
	struct uuid report = report_with("", everybody_of_power);
	struct advisory_content content = content_for(to_power());
	content.based_on = (struct list){ &report, 1 };
	struct uuid id = draft(&content);
	as(&approver);
	assert_refused(advisory_approve(&t.cx, id, 0, &done), E_INVALID, T_CONSENT_NONE);
	content.recipients = to_org(&everybody_of_power);       /* who wrote it may have it */
	content.tlp = TLP_RED;
	as(&analyst);
	assert_ok(&t, advisory_edit(&t.cx, id, 1, &content, &done));
	as(&approver);
	assert_ok(&t, advisory_approve(&t.cx, id, 0, &done));

	report = report_with("anonymised", everybody_of_power);
	content = content_for(to_power());
	content.based_on = (struct list){ &report, 1 };
	content.tlp = TLP_CLEAR;
	id = draft(&content);
	as(&approver);
	assert_refused(advisory_approve(&t.cx, id, 0, &done), E_INVALID, T_CONSENT_COMMUNITY);
	content.tlp = TLP_GREEN;
	content.summary = S("ﾃｽﾄ: ＴＥＳＴ　ＰＯＷＥＲで発生");
	as(&analyst);
	assert_ok(&t, advisory_edit(&t.cx, id, 1, &content, &done));
	as(&approver);
	assert_refused(advisory_approve(&t.cx, id, 0, &done), E_INVALID, T_CONSENT_NAMES);

	report = report_with("named", everybody_of_power);
	content.tlp = TLP_CLEAR;
	id = draft(&content);
	as(&approver);
	assert_ok(&t, advisory_approve(&t.cx, id, 0, &done));
	report = uuid_new(7);
	id = draft(&content);
	as(&approver);
	assert_refused(advisory_approve(&t.cx, id, 0, &done), E_INVALID, T_CONSENT_REPORT);
}

/* A runner killed between chunks, and a chunk done twice: nobody is lost, nobody gets it twice. */
/* The recall has not come to everybody yet; the withdrawal holds for everybody. */
static void the_last_see_nothing(struct uuid message)
{
	struct uuid recipient, delivery;
	struct message_view v;
	struct delivery_row row;
	assert_ok(&t, db_one(&t.cx, "select recipient from delivery where message = $1 and state <> 8 order by recipient desc limit 1",
		ARGS(db_uuid(message)), fill_uuid, &recipient));
	assert_ok(&t, db_one(&t.cx, "select id from delivery where message = $1 and recipient = $2", ARGS(db_uuid(message), db_uuid(recipient)),
		fill_uuid, &delivery));
	struct actor last = { .user = uuid_new(t.cx.now_us), .org = recipient, .roles = ROLES_CONTENT, .org_kind = ORG_OPERATOR };
	as(&last);
	assert_ok(&t, message_view(&t.cx, message, 0, &v));
	assert_true(v.recalled);
	assert_int_equal(v.tombstone.recalled_us, t.cx.now_us);
	assert_refused(delivery_ack(&t.cx, delivery, &row), E_CONFLICT, T_DELIVERY_RECALLED);
	as(&publisher);
}

static void sending_resumes(void **state)
{
	(void)state;
	for (int i = 0; i < 5200; i++)
		(void)add_operator(i % 10 == 0);
	struct advisory_content content = content_for(to_power());
	struct uuid id = draft(&content);
	int64_t orgs = 0;
	bool sending = false;
	assert_ok(&t, advisory_count(&t.cx, id, &orgs));
	assert_true(orgs >= 5200);
	struct advisory_done done = publish(id);
	assert_int_equal(deliveries(id, 0), 500 + 1);           /* the first chunk, and the ministry on the way */
	assert_ok(&t, advisory_is_sending(&t.cx, done.revision, &sending));
	assert_true(sending);
	struct job *jobs;
	size_t n;
	struct str rest = NO_STR;
	assert_ok(&t, job_lease(&t.cx, t.cx.now_us, 1, &jobs, &n));
	assert_ok(&t, advisory_fan_out(&t.cx, jobs[0].payload, false, &rest));       /* killed before the job could say so */
	assert_true(rest.n > 0);
	int64_t twice = deliveries(id, 0);
	assert_true(twice > 501 && twice < orgs);
	assert_ok(&t, advisory_fan_out(&t.cx, jobs[0].payload, false, &rest));
	assert_int_equal(deliveries(id, 0), twice);
	assert_ok(&t, job_free_all(&t.cx));
	assert_true(run_fan_out(-1) >= 1);
	assert_int_equal(deliveries(id, 0), orgs);
	int64_t distinct = 0;
	assert_ok(&t, db_one(&t.cx, "select count(distinct recipient) from delivery where message = $1", ARGS(db_uuid(id)), fill_int, &distinct));
	assert_int_equal(distinct, orgs);
	assert_ok(&t, advisory_is_sending(&t.cx, done.revision, &sending));
	assert_false(sending);
	as(&publisher);                                         /* and back again */
	assert_ok(&t, advisory_withdraw(&t.cx, id, S("誤りがありました"), &done));
	int64_t recalled = deliveries(id, DELIVERY_RECALLED);
	assert_true(recalled > 0 && recalled < orgs);
	the_last_see_nothing(id);
	assert_true(run_fan_out(-1) >= 1);
	assert_int_equal(deliveries(id, DELIVERY_RECALLED), orgs);
	assert_false(sees(ceptoar.id, id));
	assert_false(sees(everybody_of_power, id));
}

static void withdrawing_while_sending_stops_it(void **state)
{
	(void)state;
	struct advisory_done done;
	for (int i = 0; i < 700; i++)
		(void)add_operator(false);
	struct advisory_content content = content_for(to_power());
	struct uuid id = draft(&content);
	publish(id);
	as(&publisher);
	assert_ok(&t, advisory_withdraw(&t.cx, id, S("取り下げ"), &done));
	assert_refused(advisory_withdraw(&t.cx, id, S("again"), &done), E_CONFLICT, T_ADVISORY_WITHDRAWN);
	(void)run_fan_out(-1);
	assert_int_equal(deliveries(id, DELIVERY_RECALLED), deliveries(id, 0));
	assert_int_equal(deliveries(id, 0), 501);
	struct tombstone stone;
	assert_ok(&t, message_tombstone(&t.cx, everybody_of_power, id, &stone));
	assert_str(stone.reason, "取り下げ");
}

static void route_by_hand(int64_t ministry_limit, bool ceptoar_too)
{
	struct str body = str_format(t.mem, "{\"id\":\"advisory-down\",\"ja\":\"情報提供\",\"en\":\"Down\",\"mode\":\"normal\",\"kind\":\"advisory\",\"route\":\"down\",\"confidence\":\"high\",\"sources\":[\"S2\"],"
		"\"hops\":[{\"to\":\"ministry\",\"pass\":\"manual\",\"limit_min\":%lld},{\"to\":\"ceptoar\",\"pass\":\"%s\",\"limit_min\":20},{\"to\":\"operators\",\"pass\":\"auto\"}]}",
		(long long)ministry_limit, ceptoar_too ? "manual" : "auto");
	as(&platform);
	assert_ok(&t, catalog_edit(&t.cx, S("route"), S("advisory-down"), DAY_UNSTATED, body));
	assert_ok(&t, catalog_read(&t.cx, &t.cx.catalog));
}

static struct delivery delivery_to(struct uuid org, struct uuid message)
{
	struct delivery *d;
	size_t n;
	assert_ok(&t, delivery_of_org(&t.cx, org, message, &d, &n));
	assert_int_equal(n, 1);
	return d[0];
}

static void what_goes_by_hand_waits(void **state)
{
	(void)state;
	route_by_hand(30, true);
	struct advisory_content content = content_for(to_power());
	struct uuid id = draft(&content);
	publish(id);
	assert_int_equal(deliveries(id, 0), 1);
	struct delivery d = delivery_to(ministry.id, id);
	assert_int_equal(d.pass_state, PASS_WAITING);
	assert_int_equal(d.pass_due_us, t.cx.now_us + 30 * MINUTE_US);
	struct actor liaison = of_org(&ministry, ROLE_LIAISON), officer = of_org(&ceptoar, ROLE_OFFICER);
	struct delivery_row row;
	as(&officer);
	assert_false(sees(ceptoar.id, id));
	as(&liaison);
	assert_ok(&t, delivery_pass_on(&t.cx, d.id, NO_STR, &row));
	d = delivery_to(ceptoar.id, id);
	assert_int_equal(d.pass_state, PASS_WAITING);
	assert_false(sees(everybody_of_power, id));
	/* nobody at the CEPTOAR passes it on: its limit does */
	size_t n = 0;
	static const struct actor nobody = { 0 };
	as(&nobody);
	assert_ok(&t, app_pass_due(&t.cx, 10, &n));
	assert_int_equal(n, 0);
	t.cx.now_us += 21 * MINUTE_US;
	assert_ok(&t, app_pass_due(&t.cx, 10, &n));
	assert_int_equal(n, 1);
	assert_true(sees(everybody_of_power, id));
	assert_int_equal(delivery_to(ceptoar.id, id).pass_state, PASS_BY_ITSELF);
	assert_int_equal(delivery_to(ministry.id, id).pass_state, PASS_BY_HAND);
	int64_t before = deliveries(id, 0);
	assert_ok(&t, app_pass_due(&t.cx, 10, &n));
	assert_int_equal(n, 0);
	assert_int_equal(deliveries(id, 0), before);
}

/* The audience is yesterday's, but who has left the CEPTOAR since gets nothing by it. */
static void who_has_left_gets_nothing_by_the_group(void **state)
{
	(void)state;
	route_by_hand(30, true);
	struct uuid leaver = add_operator(false), stayer = add_operator(false);
	struct advisory_content content = content_for(to_power());
	struct uuid id = draft(&content);
	publish(id);
	size_t n = 0;
	t.cx.now_us += 24 * HOUR_US;
	as(&platform);
	assert_ok(&t, org_leave(&t.cx, leaver, ceptoar.id));
	static const struct actor nobody = { 0 };
	as(&nobody);
	assert_ok(&t, app_pass_due(&t.cx, 10, &n));
	t.cx.now_us += HOUR_US;
	assert_ok(&t, app_pass_due(&t.cx, 10, &n));
	run_fan_out(-1);
	assert_true(sees(stayer, id));
	assert_false(sees(leaver, id));
}

static void everybody_is_counted(void **state)
{
	(void)state;
	struct uuid except[3] = { ministry.id, centre.id, everybody_of_power };
	for (size_t n = 0; n <= 3; n++) {
		struct advisory_content content = content_for((struct audience){ .all = true, .except = { except, n } });
		struct uuid id = draft(&content);
		int64_t orgs = 0;
		assert_ok(&t, advisory_count(&t.cx, id, &orgs));
		publish(id);
		assert_int_equal(deliveries(id, 0), orgs);
	}
}

static void the_next_version_replaces_the_one_before(void **state)
{
	(void)state;
	struct advisory_done done;
	struct uuid other = add_operator(false);
	struct uuid both[2] = { everybody_of_power, other };
	struct advisory_content content = content_for((struct audience){ .orgs = { both, 2 } });
	content.tlp = TLP_AMBER_STRICT;
	struct uuid id = draft(&content);
	as(&analyst);
	assert_refused(advisory_revise(&t.cx, id, &content, &done), E_CONFLICT, T_ADVISORY_NOT_PUBLISHED);
	publish(id);
	as(&analyst);
	content.title = S("注意喚起(更新)");
	content.recipients = to_org(&other);
	assert_ok(&t, advisory_revise(&t.cx, id, &content, &done));
	assert_refused(advisory_revise(&t.cx, id, &content, &done), E_CONFLICT, T_ADVISORY_HAS_DRAFT);
	struct message_row row;
	assert_ok(&t, message_get(&t.cx, other, id, &row));     /* a draft shows to nobody */
	assert_int_equal(row.revision, 1);
	done = publish(id);
	assert_int_equal(done.revision_number, 2);
	assert_ok(&t, message_get(&t.cx, other, id, &row));
	assert_int_equal(row.revision, 2);
	assert_str(row.m.title, "注意喚起(更新)");
	assert_false(sees(everybody_of_power, id));             /* narrowed: no longer addressed */
	struct tombstone stone;
	assert_ok(&t, message_tombstone(&t.cx, everybody_of_power, id, &stone));
	as(&analyst);
	assert_ok(&t, advisory_revise(&t.cx, id, &content, &done));
	assert_ok(&t, advisory_drop(&t.cx, id, done.version));
	assert_true(sees(other, id));
}

static void clear_is_for_everybody(void **state)
{
	(void)state;
	struct advisory_done done;
	struct uuid outsider = add_operator(true);
	struct advisory_content content = content_for(to_org(&everybody_of_power));
	content.tlp = 6;                                        /* WHITE */
	struct uuid id = draft(&content);
	assert_false(sees(outsider, id));
	publish(id);
	assert_true(sees(outsider, id));
	as(&publisher);
	assert_ok(&t, advisory_withdraw(&t.cx, id, S("x"), &done));
	assert_false(sees(outsider, id));
}

static void the_preview_tells_all(void **state)
{
	(void)state;
	struct uuid report = report_with("", everybody_of_power);
	struct advisory_content content = content_for(to_power());
	struct buf out;
	struct jw w;
	const struct json *json;
	int64_t orgs = 0;
	content.based_on = (struct list){ &report, 1 };
	content.title = NO_STR;
	buf_init(&out, t.mem, 1 << 20);
	jw_init(&w, &out);
	as(&analyst);
	assert_ok(&t, advisory_preview(&t.cx, (struct uuid){ { 0 } }, &content, 0, &w));
	assert_ok(&t, json_parse(&t.cx, buf_str(&out), &json));
	assert_true(json_int(json_get(json, S("orgs")), &orgs));
	assert_int_equal(orgs, (int64_t)json_count(json_get(json, S("items"))));
	assert_true(orgs >= 3);
	assert_int_equal(json_count(json_get(json, S("hops"))), 3);
	assert_int_equal(json_count(json_get(json, S("errors"))), 1);
	assert_int_equal(json_count(json_get(json, S("bounds"))), 1);
	assert_int_equal(json_count(json_get(json, S("consents"))), 1);
	assert_str(json_get_text(json_first(json_get(json, S("bounds"))), S("code")), "consent.none");
	assert_int_equal(t.problem.why, T_NONE);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_store, close_store)
	const struct CMUnitTest tests[] = {
		TEST(two_persons_are_needed), TEST(incomplete_drafts_are_kept_but_not_approved), TEST(ack_is_asked_unless_declined),
		TEST(the_route_goes_down), TEST(everybody_is_counted), TEST(the_marking_bounds_the_audience), TEST(consent_bounds_the_audience), TEST(sending_resumes),
		TEST(withdrawing_while_sending_stops_it), TEST(what_goes_by_hand_waits), TEST(who_has_left_gets_nothing_by_the_group),
		TEST(the_next_version_replaces_the_one_before),
		TEST(clear_is_for_everybody), TEST(the_preview_tells_all),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

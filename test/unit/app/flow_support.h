/* test/unit/app/flow_support.h — a small country for the tests of reports and deliveries: centre, two ministries, two CEPTOARs, three
 * operators, an agency; one account each, whose actor acts in cx. Everything runs in one transaction that is rolled back.
 */
#ifndef NOROSHI_TEST_FLOW_SUPPORT_H
#define NOROSHI_TEST_FLOW_SUPPORT_H
#include "../support.h"

#include "app/access.h"
#include "app/catalog.h"
#include "app/delivery.h"
#include "app/live.h"
#include "app/message.h"
#include "app/party.h"
#include "app/report.h"
#include "model/account.h"
#include "store/account.h"
#include "store/delivery.h"
#include "store/message.h"
#include "store/party.h"

enum who { CENTRE, METI, MLIT, CEPTOAR_POWER, CEPTOAR_RAIL, POWER_1, POWER_2, RAIL_1, AGENCY, N_WHO };
struct flow {
	struct test_store t;
	struct org org[N_WHO];
	struct actor actor[N_WHO];
};

static inline struct uuid flow_account(struct flow *f, struct uuid org, const char *login, unsigned roles)
{
	struct account a = { .id = uuid_new(f->t.cx.now_us), .org = org, .login = str_of(login), .ja = str_of(login), .en = str_of(login),
	                     .roles = roles, .password = S("x"), .state = ACCOUNT_ACTIVE, .created_us = f->t.cx.now_us, .version = 1 };
	assert_ok(&f->t, account_row_add(&f->t.cx, &a));
	return a.id;
}

static inline void flow_org(struct flow *f, enum who who, int kind, const char *code, struct str sector)
{
	struct org o = { .id = uuid_new(f->t.cx.now_us), .code = str_of(code), .kind = kind, .sector = sector, .ja = str_of(code), .en = str_of(code),
	                 .from_day = DAY_UNSTATED, .to_day = DAY_FOREVER, .people = 10, .demo = true, .version = 1 };
	assert_ok(&f->t, store_org_add(&f->t.cx, &o, str_of(code)));
	f->org[who] = o;
	f->actor[who] = (struct actor){ .org = o.id, .org_kind = kind, .lang = LANG_EN,
		.roles = ROLE_REPORTER | ROLE_APPROVER | ROLE_OFFICER | ROLE_LIAISON | ROLE_ANALYST | ROLE_PUBLISHER };
	f->actor[who].user = flow_account(f, o.id, code, f->actor[who].roles);
}

static inline void flow_member(struct flow *f, enum who who, enum who of)
{
	struct membership m = { f->org[who].id, f->org[of].id, DAY_UNSTATED, DAY_FOREVER };
	assert_ok(&f->t, store_membership_add(&f->t.cx, &m));
}

static inline void flow_oversees(struct flow *f, enum who who, struct str sector)
{
	struct oversight o = { sector, f->org[who].id, DAY_UNSTATED, DAY_FOREVER };
	assert_ok(&f->t, store_oversight_add(&f->t.cx, &o));
}

static inline void flow_as(struct flow *f, enum who who)
{
	f->t.cx.actor = &f->actor[who];
	test_forget(&f->t);
}

static inline void flow_open(struct flow *f)
{
	memset(f, 0, sizeof *f);
	test_store_open(&f->t);
	struct cx *cx = &f->t.cx;
	assert_ok(&f->t, db_begin(cx));
	assert_ok(&f->t, catalog_load(cx));
	assert_ok(&f->t, catalog_read(cx, &cx->catalog));
	cx->changes = changes_new(f->t.mem);
	flow_org(f, CENTRE, ORG_CENTRE, "t-centre", NO_STR);
	flow_org(f, METI, ORG_MINISTRY, "t-meti", NO_STR);
	flow_org(f, MLIT, ORG_MINISTRY, "t-mlit", NO_STR);
	flow_org(f, CEPTOAR_POWER, ORG_CEPTOAR, "t-c-power", S("power"));
	flow_org(f, CEPTOAR_RAIL, ORG_CEPTOAR, "t-c-rail", S("rail"));
	flow_org(f, POWER_1, ORG_OPERATOR, "t-power-1", S("power"));
	flow_org(f, POWER_2, ORG_OPERATOR, "t-power-2", S("power"));
	flow_org(f, RAIL_1, ORG_OPERATOR, "t-rail-1", S("rail"));
	flow_org(f, AGENCY, ORG_RESPONSE_AGENCY, "t-agency", NO_STR);
	flow_oversees(f, METI, S("power"));
	flow_oversees(f, MLIT, S("rail"));
	flow_member(f, POWER_1, CEPTOAR_POWER);
	flow_member(f, RAIL_1, CEPTOAR_RAIL);
	flow_member(f, RAIL_1, CEPTOAR_POWER);
}

static inline void flow_close(struct flow *f)
{
	db_rollback(&f->t.cx);
	test_store_close(&f->t);
}

/* A whole first notice. */
static inline struct report_content flow_report(struct flow *f)
{
	static struct str causes[] = { LIT("mail"), LIT("ddos") };
	return (struct report_content){
		.title = S("変電所の監視装置が停止"), .sector = S("power"), .event_type = S("unavailable"), .causes = { causes, 2 }, .basis = BASIS_SEVERE,
		.route = ROUTE_MINISTRY, .noticed_us = f->t.cx.now_us - HOUR_US, .summary = S("監視装置が応答しない。"), .tlp = TLP_AMBER,
	};
}

static inline struct delivery_row *flow_delivery(struct flow *f, enum who who, struct uuid message)
{
	struct delivery_row *rows;
	size_t n;
	assert_ok(&f->t, delivery_known(&f->t.cx, f->org[who].id, message, KNOWN_OWN, 10, &rows, &n));
	return n ? &rows[0] : NULL;
}

static inline bool flow_told(struct flow *f, enum live_kind kind, enum who who, struct uuid object)
{
	for (size_t i = 0; i < changes_count(f->t.cx.changes); i++) {
		const struct live_event *e = changes_get(f->t.cx.changes, i);
		if (e->kind == kind && uuid_eq(e->org, f->org[who].id) && uuid_eq(e->object, object))
			return true;
	}
	return false;
}

static inline bool flow_wrong(const struct flow *f, struct str pointer, enum text why)
{
	for (size_t i = 0; i < f->t.problem.n_fields; i++)
		if (str_eq(f->t.problem.fields[i].pointer, pointer) && f->t.problem.fields[i].why == why)
			return true;
	return false;
}
#endif

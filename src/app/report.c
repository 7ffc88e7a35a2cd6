#include "app/report.h"
#include "app/access.h"
#include "app/attachment.h"
#include "app/join.h"
#include "app/journal.h"
#include "app/key.h"
#include "app/live.h"
#include "app/recall.h"
#include "app/receipt.h"
#include "app/report_send.h"
#include "app/stats.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/delivery.h"
#include "store/message.h"
#include "store/network.h"
#include "sys/crypto.h"

static void describe(struct message *m, const struct report_content *c)
{
	m->tlp = c->tlp;
	m->exercise = c->exercise;
	m->sector = c->sector;
	m->event_type = c->event_type;
	m->basis = c->basis;
	m->route = c->route ? report_route_names[c->route - 1] : NO_STR;
}

static struct message message_new(struct cx *cx, const struct report_content *c)
{
	struct message m = {
		.id = uuid_new(cx->now_us), .kind = MESSAGE_REPORT, .author = cx->actor->org, .author_user = cx->actor->user,
		.status = STATUS_DRAFT, .created_us = cx->now_us, .updated_us = cx->now_us, .version = 1,
	};
	describe(&m, c);
	return m;
}

static struct revision revision_new(struct cx *cx, const struct message *m, int64_t number, int stage, const struct report_content *c)
{
	struct revision r = {
		.id = uuid_new(cx->now_us), .message = m->id, .author_user = cx->actor->user, .number = number, .stage = stage,
		.title = c->title, .body = report_body(cx->mem, c), .created_us = cx->now_us,
	};
	random_bytes(r.salt, sizeof r.salt);
	return r;
}

/* From draft to sent, in memory: status, number of the newest, digest, and the journal's entry for it. */
static enum status seal(struct cx *cx, struct str verb, struct message *m, struct revision *r)
{
	m->status = STATUS_SUBMITTED;
	m->published = PUBLISHED_AUDIENCE;
	m->latest = r->number;
	m->updated_us = cx->now_us;
	if (!m->submitted_us)
		m->submitted_us = cx->now_us;
	r->submitted_us = cx->now_us;
	salted_digest(r->salt, r->body, r->digest);
	return journal_append(cx, verb, m->id, r->digest, &r->entry);
}

static void done(const struct message *m, const struct revision *r, size_t deliveries, struct report_done *ret)
{
	*ret = (struct report_done){
		.message = m->id, .revision = r->id, .entry = r->entry, .number = m->number, .status = m->status,
		.revision_number = r->number, .version = m->version, .deliveries = deliveries,
	};
}

/* The way it will go, before anything is written: a report that reaches nobody is refused. `message`: of a follow-up, else none. */
static enum status plan_for(struct cx *cx, const struct report_content *c, struct uuid message, struct plan *ret)
{
	struct network net;
	struct org self = { .id = cx->actor->org, .kind = cx->actor->org_kind };
	enum status st = network_load(cx, &(struct network_ask){ cx->actor->org, message, c->sector, c->exercise, cx->now_us }, &net);
	if (st == OK)
		st = route_plan(cx, &self, &(struct route_ask){ c->sector, c->basis, c->route, c->tlp }, &net, ret);
	if (st == E_INVALID)
		return fail(cx, E_INVALID, T_INPUT);
	for (size_t i = 0; st == OK && c->route == ROUTE_CEPTOAR && i < ret->n; i++)
		st = open_check(cx, ret->to[i].org.id);
	return st;
}

static enum status may_write(struct cx *cx)
{
	enum status st = need_content(cx);
	return st == OK ? need_role(cx, MAY_REPORT_WRITE) : st;
}

/* Own report, at the version the caller has seen. */
static enum status load_own(struct cx *cx, struct uuid id, int64_t version, struct message *ret)
{
	enum status st = may_write(cx);
	struct message m;
	if (st == OK)
		st = message_load(cx, id, &m);
	if (st != OK)
		return st;
	if (m.kind != MESSAGE_REPORT || !uuid_eq(m.author, cx->actor->org))
		return fail(cx, E_MISSING, T_MISSING);
	if (version && version != m.version)
		return fail(cx, E_STALE, T_STALE);
	*ret = m;
	return OK;
}

static enum status load_draft(struct cx *cx, struct uuid id, int64_t version, struct message *ret)
{
	enum status st = load_own(cx, id, version, ret);
	if (st == OK && ret->status != STATUS_DRAFT)
		return fail(cx, E_CONFLICT, T_REPORT_NOT_DRAFT);
	return st;
}

enum status report_draft(struct cx *cx, struct report_content *c, struct report_done *ret)
{
	enum status st = may_write(cx);
	if (st == OK)
		st = report_keep_sealed(cx, c);
	if (st != OK)
		return st;
	report_settle(c);
	struct message m = message_new(cx, c);
	struct revision r = revision_new(cx, &m, 1, STAGE_FIRST, c);
	st = message_add(cx, &m);
	if (st == OK)
		st = revision_add(cx, &r, c->summary);
	if (st == OK)
		st = attachments_bind(cx, r.id, &c->attachments, false);
	if (st == OK)
		st = journal_append(cx, S("report.draft"), m.id, NULL, NULL);
	if (st != OK)
		return st;
	live_note(cx, LIVE_MESSAGE, m.id, m.author);
	done(&m, &r, 0, ret);
	return OK;
}

enum status report_edit(struct cx *cx, struct uuid id, int64_t version, struct report_content *c, struct report_done *ret)
{
	struct message m;
	struct revision r;
	enum status st = load_draft(cx, id, version, &m);
	if (st == OK)
		st = report_keep_sealed(cx, c);
	if (st == OK)
		st = revision_load(cx, id, 0, &r);
	if (st != OK)
		return st;
	report_settle(c);
	describe(&m, c);
	m.updated_us = cx->now_us;
	r.title = c->title;
	r.body = report_body(cx->mem, c);
	r.author_user = cx->actor->user;
	st = message_save(cx, &m);
	if (st == OK)
		st = revision_save(cx, &r, c->summary);
	if (st == OK)
		st = attachments_bind(cx, r.id, &c->attachments, true);
	if (st == OK)
		st = journal_append(cx, S("report.draft"), m.id, NULL, NULL);
	if (st != OK)
		return st;
	m.version++;
	live_note(cx, LIVE_MESSAGE, m.id, m.author);
	done(&m, &r, 0, ret);
	return OK;
}

enum status report_drop(struct cx *cx, struct uuid id, int64_t version)
{
	struct message m;
	enum status st = load_draft(cx, id, version, &m);
	if (st == OK)
		st = message_drop(cx, id);
	if (st == OK)
		st = journal_append(cx, S("report.drop"), id, NULL, NULL);
	if (st == OK)
		live_note(cx, LIVE_MESSAGE, id, m.author);
	return st;
}

/* What is filed: the content, or of a sealed report what stands outside it; where it goes. body, key: of a sealed one. */
struct filing { const struct report_content *c; struct str body; struct uuid key; const struct plan *plan; };

static enum status bind_files(struct cx *cx, const struct filing *f, struct uuid revision)
{
	return uuid_is_none(f->key) ? attachments_bind(cx, revision, &f->c->attachments, false)
	                            : attachments_bind_sealed(cx, revision, &f->c->attachments);
}

static struct revision filed_revision(struct cx *cx, const struct message *m, const struct filing *f, int64_t number, int stage)
{
	struct revision r = revision_new(cx, m, number, stage, f->c);
	if (f->body.n)
		r.body = f->body;
	return r;
}

static enum status file_new(struct cx *cx, const struct filing *f, struct report_done *ret)
{
	struct message m = message_new(cx, f->c);
	struct revision r = filed_revision(cx, &m, f, 1, STAGE_FIRST);
	size_t sent = 0;
	m.sealed = f->key;
	enum status st = number_take(cx, f->c->route == ROUTE_CEPTOAR ? NUMBER_MEMBER_REPORT : NUMBER_REPORT, fiscal_year_of(day_of(cx->now_us)), &m.number);
	if (st == OK)
		st = seal(cx, S("report.submit"), &m, &r);
	if (st == OK)
		st = message_add(cx, &m);
	if (st == OK)
		st = revision_add(cx, &r, f->c->summary);
	if (st == OK)
		st = bind_files(cx, f, r.id);
	if (st == OK)
		st = stats_report_sent(cx, &m, f->c);
	if (st == OK)
		st = report_send(cx, &m, r.id, f->plan, 1, &sent);
	if (st != OK)
		return st;
	live_note(cx, LIVE_MESSAGE, m.id, m.author);
	done(&m, &r, sent, ret);
	return OK;
}

/* The next notice of m. One that is open unseals it: its CEPTOAR gave up its key. */
static enum status file_next(struct cx *cx, struct message *m, const struct filing *f, bool final, struct report_done *ret)
{
	struct revision r = filed_revision(cx, m, f, m->latest + 1, final ? STAGE_FINAL : STAGE_FOLLOW_UP);
	struct plan plan = *f->plan;                            /* report_send_again adds who has it */
	size_t sent = 0;
	describe(m, f->c);
	m->sealed = f->key;
	enum status st = seal(cx, S("report.follow_up"), m, &r);
	if (st == OK)
		st = message_save(cx, m);
	if (st == OK)
		st = revision_add(cx, &r, f->c->summary);
	if (st == OK)
		st = bind_files(cx, f, r.id);
	if (st == OK)
		st = stats_report_sent(cx, m, f->c);
	if (st == OK)
		st = report_send_again(cx, m, r.id, &plan, &sent);
	if (st != OK)
		return st;
	m->version++;
	live_note(cx, LIVE_MESSAGE, m->id, m->author);
	done(m, &r, sent, ret);
	return OK;
}

enum status report_submit(struct cx *cx, struct report_content *c, struct report_done *ret)
{
	struct plan plan;
	enum status st = may_write(cx);
	if (st != OK)
		return st;
	report_settle(c);
	st = report_check(cx, c);
	if (st == OK)
		st = plan_for(cx, c, (struct uuid){ { 0 } }, &plan);
	if (st != OK)
		return st;
	return file_new(cx, &(struct filing){ .c = c, .plan = &plan }, ret);
}

enum status report_submit_draft(struct cx *cx, struct uuid id, int64_t version, struct report_done *ret)
{
	struct message m;
	struct revision r;
	struct report_content c;
	struct plan plan;
	size_t sent = 0;
	enum status st = load_draft(cx, id, version, &m);
	if (st == OK)
		st = revision_load(cx, id, 0, &r);
	if (st == OK)
		st = report_read_body(cx, r.body, &c);
	if (st != OK)
		return st;
	report_settle(&c);
	st = report_check(cx, &c);
	if (st == OK)
		st = plan_for(cx, &c, (struct uuid){ { 0 } }, &plan);
	if (st != OK)
		return st;
	/* The digest is of what was checked just now. */
	r.body = report_body(cx->mem, &c);
	r.author_user = cx->actor->user;
	describe(&m, &c);
	st = number_take(cx, c.route == ROUTE_CEPTOAR ? NUMBER_MEMBER_REPORT : NUMBER_REPORT, fiscal_year_of(day_of(cx->now_us)), &m.number);
	if (st == OK)
		st = seal(cx, S("report.submit"), &m, &r);
	if (st == OK)
		st = message_save(cx, &m);
	if (st == OK)
		st = revision_save(cx, &r, c.summary);
	if (st == OK)
		st = stats_report_sent(cx, &m, &c);
	if (st == OK)
		st = report_send(cx, &m, r.id, &plan, 1, &sent);
	if (st != OK)
		return st;
	m.version++;
	live_note(cx, LIVE_MESSAGE, m.id, m.author);
	done(&m, &r, sent, ret);
	return OK;
}

/* What a follow-up may not change: the route (on the CEPTOAR route it would tell the ministry who it was) and the exercise mark. */
static enum status check_kept(struct cx *cx, const struct message *m, const struct report_content *c)
{
	enum status st = OK;
	if (c->route != report_route_of(m->route))
		st = fail_field(cx, S("/route"), T_REPORT_ROUTE_FIXED, 0);
	if (c->exercise != m->exercise)
		st = fail_field(cx, S("/exercise"), T_REPORT_EXERCISE_FIXED, 0);
	return st == OK ? OK : fail(cx, E_INVALID, T_INPUT);
}

/* As plan_for; but by the CEPTOAR route a follow-up goes to the CEPTOAR that has the report and to no other: also after its author has
 * left it, or joined another. Open only where that has no key in force. */
static enum status plan_again(struct cx *cx, const struct report_content *c, struct uuid message, struct plan *ret)
{
	struct delivery *holders;
	size_t n = 0;
	enum status st = c->route == ROUTE_CEPTOAR ? delivery_holders(cx, message, &holders, &n) : OK;
	if (st != OK || n == 0)
		return st == OK ? plan_for(cx, c, message, ret) : st;
	if (c->basis == BASIS_LAW)
		return fail_field(cx, S("/route"), T_REPORT_LAW_ROUTE, 0);
	for (size_t i = 0; st == OK && i < n; i++)
		st = open_check(cx, holders[i].recipient);
	if (st == OK)
		*ret = (struct plan){ .ends_at_ceptoar = true };        /* report_send_again adds who has it */
	return st;
}

/* Own report that may have another notice. */
static enum status load_followed(struct cx *cx, struct uuid id, int64_t version, struct message *ret)
{
	struct message m;
	enum status st = load_own(cx, id, version, &m);
	if (st != OK)
		return st;
	if (m.status == STATUS_DRAFT)
		return fail(cx, E_CONFLICT, T_REPORT_IS_DRAFT);
	if (m.status == STATUS_WITHDRAWN)
		return fail(cx, E_CONFLICT, T_REPORT_WITHDRAWN);
	if (m.latest >= MESSAGE_REVISIONS_MAX)
		return fail(cx, E_CONFLICT, T_MESSAGE_REVISIONS);
	st = report_status_after(cx, m.status, STATUS_SUBMITTED);
	if (st == OK)
		*ret = m;
	return st;
}

enum status report_follow_up(struct cx *cx, struct uuid id, int64_t version, struct report_content *c, bool final, struct report_done *ret)
{
	struct message m;
	struct plan plan;
	enum status st = load_followed(cx, id, version, &m);
	if (st != OK)
		return st;
	report_settle(c);
	st = report_check(cx, c);
	if (st == OK)
		st = check_kept(cx, &m, c);
	if (st == OK)
		st = plan_again(cx, c, m.id, &plan);
	if (st != OK)
		return st;
	return file_next(cx, &m, &(struct filing){ .c = c, .plan = &plan }, final, ret);
}

/* Sealed. */

enum status report_keep_sealed(struct cx *cx, const struct report_content *c)
{
	struct report_content inside = *c;
	struct network net;
	if (c->route != ROUTE_CEPTOAR)
		return OK;
	inside.basis = inside.route = inside.tlp = inside.consent = 0;
	inside.exercise = false;
	inside.sector = NO_STR;                                 /* it chooses between CEPTOARs */
	if (str_eq(report_body(cx->mem, &inside), S("{}")))
		return OK;
	enum status st = network_load(cx, &(struct network_ask){ .author = cx->actor->org, .sector = c->sector, .at_us = cx->now_us }, &net);
	for (size_t i = 0; st == OK && i < net.n_ceptoars; i++)
		st = open_check(cx, net.ceptoars[i].id);
	return st;
}

struct sealed { struct report_content outside; struct plan plan; struct str body; struct uuid key; };

/* To which CEPTOAR: of a first notice one of those of today; of a follow-up one that has the report, left since or not. */
static enum status sealed_way(struct cx *cx, const struct sealed_report *in, const struct message *of, struct plan *ret)
{
	struct network net;
	struct delivery *holders;
	size_t n = 0;
	struct org self = { .id = cx->actor->org, .kind = cx->actor->org_kind };
	enum status st = of ? delivery_holders(cx, of->id, &holders, &n) : OK;
	for (size_t i = 0; st == OK && i < n; i++)
		if (uuid_eq(holders[i].recipient, in->ceptoar)) {
			*ret = (struct plan){ .ends_at_ceptoar = true };        /* report_send_again adds who has it */
			return OK;
		}
	if (st == OK)
		st = network_load(cx, &(struct network_ask){ .author = cx->actor->org, .at_us = cx->now_us }, &net);
	for (size_t i = 0; st == OK && n == 0 && i < net.n_ceptoars; i++)
		if (uuid_eq(net.ceptoars[i].id, in->ceptoar)) {
			net.ceptoars += i;
			net.n_ceptoars = 1;
			return route_plan(cx, &self, &(struct route_ask){ NO_STR, in->basis, ROUTE_CEPTOAR, in->tlp }, &net, ret);
		}
	return st == OK ? fail_field(cx, S("/ceptoar"), T_SEAL_CEPTOAR, 0) : st;
}

/* Everything that can be asked without reading it. `of`: what it follows up, or NULL. */
static enum status sealed_check(struct cx *cx, const struct sealed_report *in, const struct message *of, struct sealed *ret)
{
	struct sealed_report given = *in;
	struct str envelope;
	given.tlp = in->tlp ? in->tlp : TLP_AMBER;
	if (in->basis == BASIS_LAW)
		return fail_field(cx, S("/basis"), T_SEAL_BASIS, 0);
	enum status st = sealed_way(cx, &given, of, &ret->plan);
	if (st == OK)
		st = envelope_check(cx, in->ceptoar, in->envelope, &envelope, &ret->key);
	if (st != OK)
		return st == E_INVALID ? fail(cx, E_INVALID, T_INPUT) : st;
	ret->body = sealed_body(cx->mem, &given, envelope);
	ret->outside = (struct report_content){
		.title = S(""), .basis = given.basis, .route = ROUTE_CEPTOAR, .tlp = given.tlp, .consent = given.consent, .exercise = given.exercise,
		.attachments = given.attachments,
	};
	return OK;
}

enum status report_submit_sealed(struct cx *cx, const struct sealed_report *in, struct report_done *ret)
{
	struct sealed s = { 0 };
	enum status st = may_write(cx);
	if (st == OK)
		st = sealed_check(cx, in, NULL, &s);
	if (st != OK)
		return st;
	return file_new(cx, &(struct filing){ &s.outside, s.body, s.key, &s.plan }, ret);
}

enum status report_follow_up_sealed(struct cx *cx, struct uuid id, int64_t version, const struct sealed_report *in, bool final,
                                    struct report_done *ret)
{
	struct message m;
	struct sealed s = { 0 };
	enum status st = load_followed(cx, id, version, &m);
	if (st == OK)
		st = sealed_check(cx, in, &m, &s);
	if (st == OK)
		st = check_kept(cx, &m, &s.outside);
	if (st != OK)
		return st;
	return file_next(cx, &m, &(struct filing){ &s.outside, s.body, s.key, &s.plan }, final, ret);
}

/* Reviewing and closing. */

static enum status decide(struct cx *cx, struct message *m, int status, enum step_kind what, struct str note, struct report_done *ret)
{
	enum status st = report_status_after(cx, m->status, status);
	if (st != OK)
		return st;
	m->status = status;
	m->updated_us = cx->now_us;
	st = message_save(cx, m);
	if (st == OK)
		st = step_add(cx, &(struct step){ uuid_new(cx->now_us), m->id, cx->actor->org, cx->actor->user, what, note, cx->now_us });
	if (st == OK)
		st = journal_append(cx, what == STEP_CLOSED ? S("report.close") : S("report.review"), m->id, NULL, NULL);
	struct delivery *holders;
	size_t n;
	if (st == OK)
		st = delivery_holders(cx, m->id, &holders, &n);
	if (st != OK)
		return st;
	live_note(cx, LIVE_MESSAGE, m->id, m->author);
	for (size_t i = 0; i < n; i++)
		live_note(cx, LIVE_MESSAGE, m->id, holders[i].recipient);
	m->version++;
	done(m, &(struct revision){ .number = m->latest }, 0, ret);
	return OK;
}

/* A report that the actor's org wrote or has; *ret_has: it has it. */
static enum status load_known(struct cx *cx, struct uuid id, struct message *ret, bool *ret_has)
{
	struct delivery *own;
	size_t n = 0;
	enum status st = need_content(cx);
	if (st == OK)
		st = message_load(cx, id, ret);
	if (st == OK)
		st = delivery_of_org(cx, cx->actor->org, id, &own, &n);
	if (st != OK)
		return st;
	if (ret->status == STATUS_WITHDRAWN)
		return uuid_eq(ret->author, cx->actor->org) ? fail(cx, E_CONFLICT, T_REPORT_WITHDRAWN) : fail(cx, E_MISSING, T_MISSING);
	*ret_has = n > 0;
	return ret->kind == MESSAGE_REPORT && (n > 0 || uuid_eq(ret->author, cx->actor->org)) ? OK : fail(cx, E_MISSING, T_MISSING);
}

enum status report_review(struct cx *cx, struct uuid id, int decision, struct str note, struct report_done *ret)
{
	struct message m;
	bool has;
	enum status st = load_known(cx, id, &m, &has);
	if (st != OK)
		return st;
	bool ministry = cx->actor->org_kind == ORG_MINISTRY && (cx->actor->roles & ROLE_LIAISON);
	bool centre = cx->actor->org_kind == ORG_CENTRE && (cx->actor->roles & ROLE_ANALYST);
	if (!has || !(ministry || centre))
		return fail(cx, E_DENIED, T_DENIED);
	static const enum step_kind steps[] = { STEP_IN_REVIEW, STEP_ACCEPTED, STEP_REVISION_REQUESTED };
	if (decision < STATUS_IN_REVIEW || decision > STATUS_REVISION_REQUESTED)
		return fail_field(cx, S("/decision"), T_FIELD_CHOICE, 0);
	return decide(cx, &m, decision, steps[decision - STATUS_IN_REVIEW], note, ret);
}

enum status report_close(struct cx *cx, struct uuid id, struct str note, struct report_done *ret)
{
	struct message m;
	bool has;
	enum status st = load_known(cx, id, &m, &has);
	if (st != OK)
		return st;
	bool author = uuid_eq(m.author, cx->actor->org);
	bool centre = has && cx->actor->org_kind == ORG_CENTRE && (cx->actor->roles & ROLE_ANALYST);
	if (!centre && !(author && (cx->actor->roles & MAY_REPORT_WRITE)))
		return fail(cx, E_DENIED, T_DENIED);
	if (m.status == STATUS_DRAFT)
		return fail(cx, E_CONFLICT, T_REPORT_IS_DRAFT);
	return decide(cx, &m, STATUS_CLOSED, STEP_CLOSED, note, ret);
}

enum status report_withdraw(struct cx *cx, struct uuid id, struct str reason, struct report_done *ret)
{
	struct message m;
	struct revision newest;
	uint8_t digest[32];
	enum status st = load_own(cx, id, 0, &m);
	if (st != OK)
		return st;
	if (m.status == STATUS_DRAFT || m.status == STATUS_WITHDRAWN)
		return fail(cx, E_CONFLICT, m.status == STATUS_DRAFT ? T_REPORT_IS_DRAFT : T_REPORT_WITHDRAWN);
	st = revision_load(cx, m.id, m.latest, &newest);
	if (st != OK)
		return st;
	m.status = STATUS_WITHDRAWN;
	m.published = PUBLISHED_NOT;
	m.updated_us = cx->now_us;
	salted_digest(newest.salt, reason, digest);
	st = message_save(cx, &m);
	for (int64_t number = 1; st == OK && number <= m.latest; number++) {
		struct revision r;
		st = revision_load(cx, m.id, number, &r);
		if (st == OK && r.title.n > 0)
			st = recall_case_titles(cx, m.id, r.title, m.number);
	}
	if (st == OK)
		st = step_add(cx, &(struct step){ uuid_new(cx->now_us), m.id, cx->actor->org, cx->actor->user, STEP_WITHDRAWN, reason, cx->now_us });
	if (st == OK)
		st = journal_append(cx, S("report.withdraw"), m.id, digest, &newest.entry);
	if (st == OK)
		st = recall_start(cx, m.id);
	if (st == OK)
		st = join_forget(cx, m.id);
	if (st != OK)
		return st;
	live_note(cx, LIVE_MESSAGE, m.id, m.author);
	m.version++;
	done(&m, &newest, 0, ret);                              /* entry: of the withdrawal, for its receipt */
	return OK;
}

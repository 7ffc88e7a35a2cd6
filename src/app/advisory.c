#include "app/advisory.h"
#include "app/access.h"
#include "app/advisory_parts.h"
#include "app/attachment.h"
#include "app/journal.h"
#include "app/live.h"
#include "app/recall.h"
#include "app/receipt.h"
#include "app/stats.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/incident.h"
#include "sys/crypto.h"

enum status advisory_need_centre(struct cx *cx, unsigned roles)
{
	enum status s = need_content(cx);
	if (s == OK)
		s = need_role(cx, roles);
	if (s == OK && !actor_is_centre(cx->actor))
		s = fail(cx, E_DENIED, T_ADVISORY_CENTRE);
	return s;
}

enum status advisory_load(struct cx *cx, struct uuid message, struct message *ret_m, struct revision *ret_r)
{
	struct message m;
	enum status s = message_load(cx, message, &m);
	if (s != OK)
		return s;
	if (m.kind != MESSAGE_ADVISORY || !uuid_eq(m.author, cx->actor->org))
		return fail(cx, E_MISSING, T_MISSING);
	s = revision_load(cx, message, 0, ret_r);
	if (s == OK)
		*ret_m = m;
	return s;
}

/* The advisory with its draft, for a change by `roles`. version 0: any. */
static enum status load_draft(struct cx *cx, struct uuid message, int64_t version, unsigned roles, struct message *ret_m, struct revision *ret_r)
{
	enum status s = advisory_need_centre(cx, roles);
	if (s == OK)
		s = advisory_load(cx, message, ret_m, ret_r);
	if (s != OK)
		return s;
	if (version != 0 && version != ret_m->version)
		return fail(cx, E_STALE, T_STALE);
	if (ret_m->status == STATUS_WITHDRAWN)
		return fail(cx, E_CONFLICT, T_ADVISORY_WITHDRAWN);
	if (ret_r->submitted_us != 0)
		return fail(cx, E_CONFLICT, T_ADVISORY_NO_DRAFT);
	return OK;
}

/* message_save increased the version in the store. */
static enum status give(struct cx *cx, const struct message *m, const struct revision *r, struct advisory_done *ret)
{
	live_note(cx, LIVE_MESSAGE, m->id, m->author);
	*ret = (struct advisory_done){ m->id, r->id, m->number, r->number, m->version + 1, m->status };
	return OK;
}

static struct revision new_draft(struct cx *cx, struct uuid message, int64_t number, const struct advisory_content *content)
{
	struct revision r = {
		.id = uuid_new(cx->now_us), .message = message, .author_user = cx->actor->user, .number = number,
		.stage = number == 1 ? STAGE_FIRST : STAGE_FOLLOW_UP, .title = content->title, .body = advisory_body(cx, content),
		.created_us = cx->now_us,
	};
	random_bytes(r.salt, sizeof r.salt);
	return r;
}

/* What lists and gates need of the content. Of a published advisory it changes only when the next version is published. */
static void describe(struct message *m, const struct advisory_content *content)
{
	m->tlp = content->tlp ? content->tlp : TLP_AMBER;
	m->exercise = content->exercise;
	m->sector = content->recipients.sectors.n == 1 ? ((const struct str *)content->recipients.sectors.p)[0] : NO_STR;
}

static enum status add_draft(struct cx *cx, const struct revision *r, const struct advisory_content *content)
{
	enum status s = revision_add(cx, r, content->summary);
	if (s == OK)
		s = advisory_source_save(cx, r->message, content->based_on.p, content->based_on.n);
	if (s == OK)
		s = attachments_bind(cx, r->id, &content->attachments, false);
	if (s == OK)
		s = journal_append(cx, S("advisory.draft"), r->message, NULL, NULL);
	return s;
}

enum status advisory_add(struct cx *cx, const struct advisory_content *input, struct advisory_done *ret)
{
	struct advisory_content content = *input;
	enum status s = advisory_need_centre(cx, MAY_ADVISORY_WRITE);
	if (s == OK)
		s = advisory_settle(cx, true, &content);
	if (s == OK)
		s = advisory_check_orgs(cx, &content);
	if (s != OK)
		return s;
	struct message m = {
		.id = uuid_new(cx->now_us), .kind = MESSAGE_ADVISORY, .author = cx->actor->org, .author_user = cx->actor->user,
		.status = STATUS_DRAFT, .created_us = cx->now_us, .updated_us = cx->now_us, .version = 0,
	};
	describe(&m, &content);
	struct revision r = new_draft(cx, m.id, 1, &content);
	struct message stored = m;
	stored.version = 1;
	s = message_add(cx, &stored);
	if (s == OK)
		s = add_draft(cx, &r, &content);
	return s == OK ? give(cx, &m, &r, ret) : s;
}

enum status advisory_edit(struct cx *cx, struct uuid message, int64_t version, const struct advisory_content *input, struct advisory_done *ret)
{
	struct advisory_content content = *input;
	struct message m;
	struct revision r;
	enum status s = load_draft(cx, message, version, MAY_ADVISORY_WRITE, &m, &r);
	if (s == OK)
		s = advisory_settle(cx, true, &content);
	if (s == OK)
		s = advisory_check_orgs(cx, &content);
	if (s != OK)
		return s;
	if (r.number > 1 && content.exercise != m.exercise)
		return fail_field(cx, S("/exercise"), T_ADVISORY_EXERCISE_FIXED, 0);
	r.author_user = cx->actor->user;
	r.title = content.title;
	r.body = advisory_body(cx, &content);
	r.approved_by = (struct uuid){ { 0 } };
	r.approved_us = 0;
	if (r.number == 1) {
		describe(&m, &content);
		m.status = STATUS_DRAFT;
		m.updated_us = cx->now_us;
	}
	s = revision_save(cx, &r, content.summary);
	if (s == OK)
		s = advisory_source_save(cx, m.id, content.based_on.p, content.based_on.n);
	if (s == OK)
		s = attachments_bind(cx, r.id, &content.attachments, true);
	if (s == OK)
		s = message_save(cx, &m);
	if (s == OK)
		s = journal_append(cx, S("advisory.draft"), m.id, NULL, NULL);
	return s == OK ? give(cx, &m, &r, ret) : s;
}

enum status advisory_drop(struct cx *cx, struct uuid message, int64_t version)
{
	struct message m;
	struct revision r;
	enum status s = load_draft(cx, message, version, MAY_ADVISORY_WRITE, &m, &r);
	if (s != OK)
		return s;
	s = r.number == 1 ? message_drop(cx, m.id) : revision_drop(cx, r.id);
	if (s == OK && r.number > 1)
		s = message_save(cx, &m);
	if (s == OK)
		s = journal_append(cx, S("advisory.drop"), m.id, NULL, NULL);
	if (s == OK)
		live_note(cx, LIVE_MESSAGE, m.id, m.author);
	return s;
}

enum status advisory_revise(struct cx *cx, struct uuid message, const struct advisory_content *input, struct advisory_done *ret)
{
	struct advisory_content content = *input;
	struct message m;
	struct revision r;
	enum status s = advisory_need_centre(cx, MAY_ADVISORY_WRITE);
	if (s == OK)
		s = advisory_load(cx, message, &m, &r);
	if (s != OK)
		return s;
	if (m.status != STATUS_PUBLISHED)
		return fail(cx, E_CONFLICT, m.status == STATUS_WITHDRAWN ? T_ADVISORY_WITHDRAWN : T_ADVISORY_NOT_PUBLISHED);
	if (r.submitted_us == 0)
		return fail(cx, E_CONFLICT, T_ADVISORY_HAS_DRAFT);
	if (r.number >= MESSAGE_REVISIONS_MAX)
		return fail(cx, E_CONFLICT, T_MESSAGE_REVISIONS);
	s = advisory_settle(cx, true, &content);
	if (s == OK)
		s = advisory_check_orgs(cx, &content);
	if (s == OK && content.exercise != m.exercise)
		s = fail_field(cx, S("/exercise"), T_ADVISORY_EXERCISE_FIXED, 0);
	if (s != OK)
		return s;
	struct revision next = new_draft(cx, m.id, r.number + 1, &content);
	s = message_save(cx, &m);
	if (s == OK)
		s = add_draft(cx, &next, &content);
	return s == OK ? give(cx, &m, &next, ret) : s;
}

static enum status note_step(struct cx *cx, const struct message *m, enum step_kind what, struct str note)
{
	return step_add(cx, &(struct step){
		.id = uuid_new(cx->now_us), .message = m->id, .org = cx->actor->org, .account = cx->actor->user, .what = what, .note = note,
		.at_us = cx->now_us,
	});
}

enum status advisory_approve(struct cx *cx, struct uuid message, int64_t version, struct advisory_done *ret)
{
	struct message m;
	struct revision r;
	struct advisory_content content;
	enum status s = need_person(cx);
	if (s == OK)
		s = load_draft(cx, message, version, MAY_ADVISORY_APPROVE, &m, &r);
	if (s != OK)
		return s;
	if (uuid_eq(r.author_user, cx->actor->user))
		return fail(cx, E_DENIED, T_ADVISORY_OWN);
	if (r.approved_us != 0)
		return fail(cx, E_CONFLICT, T_ADVISORY_APPROVED);
	s = advisory_parse(cx, r.body, &content);
	if (s == OK)
		s = advisory_check(cx, m.author, &content);
	if (s != OK)
		return s;
	r.approved_by = cx->actor->user;
	r.approved_us = cx->now_us;
	if (r.number == 1) {
		m.status = STATUS_APPROVED;
		m.updated_us = cx->now_us;
	}
	salted_digest(r.salt, r.body, r.digest);
	s = revision_save(cx, &r, content.summary);
	if (s == OK)
		s = message_save(cx, &m);
	if (s == OK)
		s = note_step(cx, &m, STEP_APPROVED, str_format(cx->mem, "v%lld", (long long)r.number));
	if (s == OK)
		s = journal_append(cx, S("advisory.approve"), m.id, r.digest, NULL);
	return s == OK ? give(cx, &m, &r, ret) : s;
}

/* From here on the revision is what everybody gets; nothing of it changes any more. */
static enum status seal(struct cx *cx, struct message *m, struct revision *r, const struct advisory_content *content)
{
	enum status s = OK;
	if (m->number.n == 0)
		s = number_take(cx, NUMBER_ADVISORY, fiscal_year_of(day_of(cx->now_us)), &m->number);
	if (s != OK)
		return s;
	salted_digest(r->salt, r->body, r->digest);
	s = journal_append(cx, S("advisory.publish"), m->id, r->digest, &r->entry);
	if (s != OK)
		return s;
	r->submitted_us = cx->now_us;
	r->published = content->tlp == TLP_CLEAR ? PUBLISHED_EVERYONE : PUBLISHED_AUDIENCE;
	describe(m, content);
	m->status = STATUS_PUBLISHED;
	m->published = r->published;
	m->latest = r->number;
	m->submitted_us = m->submitted_us ? m->submitted_us : cx->now_us;
	m->updated_us = cx->now_us;
	s = revision_save(cx, r, content->summary);
	if (s == OK)
		s = message_save(cx, m);
	if (s == OK && r->number > 1)
		s = note_step(cx, m, STEP_SUPERSEDED, str_format(cx->mem, "v%lld", (long long)r->number - 1));
	return s == OK ? note_step(cx, m, STEP_PUBLISHED, str_format(cx->mem, "v%lld", (long long)r->number)) : s;
}

enum status advisory_publish(struct cx *cx, struct uuid message, int64_t version, struct advisory_done *ret)
{
	struct message m;
	struct revision r;
	struct advisory_content content;
	size_t sent = 0;
	enum status s = need_person(cx);
	if (s == OK)
		s = load_draft(cx, message, version, MAY_ADVISORY_PUBLISH, &m, &r);
	if (s != OK)
		return s;
	if (r.approved_us == 0)
		return fail(cx, E_CONFLICT, T_ADVISORY_NOT_APPROVED);
	s = advisory_parse(cx, r.body, &content);
	if (s == OK)                                            /* time has passed since the approval: consents, orgs, the due time */
		s = advisory_check(cx, m.author, &content);
	if (s == OK)
		s = seal(cx, &m, &r, &content);
	if (s == OK)
		s = stats_advisory_published(cx, &m, &content);
	if (s == OK)
		s = advisory_send(cx, &m, &r, (struct uuid){ { 0 } }, &sent);
	if (s != OK)
		return s;
	if (sent == 0) {
		(void)fail_field(cx, S("/recipients"), T_AUDIENCE_NOBODY, 0);
		return fail(cx, E_INVALID, T_INPUT);
	}
	return give(cx, &m, &r, ret);
}

enum status advisory_withdraw(struct cx *cx, struct uuid message, struct str reason, struct advisory_done *ret)
{
	struct message m;
	struct revision r, out;
	uint8_t digest[32];
	enum status s = need_person(cx);
	if (s == OK)
		s = advisory_need_centre(cx, MAY_ADVISORY_PUBLISH);
	if (s == OK)
		s = advisory_load(cx, message, &m, &r);
	if (s != OK)
		return s;
	if (m.status != STATUS_PUBLISHED)
		return fail(cx, E_CONFLICT, m.status == STATUS_WITHDRAWN ? T_ADVISORY_WITHDRAWN : T_ADVISORY_NOT_PUBLISHED);
	if (r.submitted_us == 0) {                              /* the draft of a next version goes with it */
		s = revision_drop(cx, r.id);
		if (s != OK)
			return s;
	}
	s = revision_load(cx, m.id, m.latest, &out);
	if (s != OK)
		return s;
	m.status = STATUS_WITHDRAWN;
	m.published = PUBLISHED_NOT;
	m.updated_us = cx->now_us;
	salted_digest(out.salt, reason, digest);
	s = message_save(cx, &m);
	if (s == OK)
		s = note_step(cx, &m, STEP_WITHDRAWN, reason);
	if (s == OK)
		s = journal_append(cx, S("advisory.withdraw"), m.id, digest, NULL);
	if (s == OK)
		s = recall_start(cx, m.id);
	return s == OK ? give(cx, &m, &out, ret) : s;
}

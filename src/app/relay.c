#include "app/relay.h"
#include "app/access.h"
#include "app/journal.h"
#include "app/live.h"
#include "app/party.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/delivery.h"
#include "store/message.h"
#include "store/relay.h"

enum status relay_need_officer(struct cx *cx)
{
	enum status st = need_role(cx, MAY_RELAY);
	return st == OK && cx->actor->org_kind != ORG_CEPTOAR ? fail(cx, E_DENIED, T_DENIED) : st;
}

static enum status conflict(struct cx *cx, enum text why, const char *path, struct uuid id, const char *tail)
{
	enum status st = fail(cx, E_CONFLICT, why);
	if (!uuid_is_none(id))
		cx->problem->instance = str_format(cx->mem, "/api/v1/%s/%.*s%s", path, STR_ARG(uuid_str(cx->mem, id)), tail);
	return st;
}

enum status relay_withdrawn(struct cx *cx, struct uuid original)
{
	struct relay pair = { 0 };
	bool found;
	enum status st = relay_of_original(cx, cx->actor->org, original, &found, &pair);
	return st == OK ? conflict(cx, T_RELAY_WITHDRAWN, "reports", pair.derived, "") : st;
}

/* A member's report by the CEPTOAR route that the actor's CEPTOAR holds. */
static enum status load_original(struct cx *cx, struct uuid id, struct message *ret)
{
	struct delivery *own;
	size_t n = 0;
	bool had = false;
	enum status st = relay_need_officer(cx);
	if (st == OK)
		st = message_load(cx, id, ret);
	if (st == OK)
		st = delivery_of_org(cx, cx->actor->org, id, &own, &n);
	if (st == OK)
		st = relay_had(cx, cx->actor->org, id, &had);
	if (st != OK)
		return st;
	bool withdrawn = ret->status == STATUS_WITHDRAWN;
	if (ret->kind != MESSAGE_REPORT || !(withdrawn ? had : n > 0))
		return fail(cx, E_MISSING, T_MISSING);
	if (withdrawn)
		return relay_withdrawn(cx, id);
	return report_route_of(ret->route) == ROUTE_CEPTOAR ? OK : fail(cx, E_CONFLICT, T_RELAY_ROUTE);
}

/* What was derived from it, if that still stands. */
static enum status load_derived(struct cx *cx, struct uuid original, bool *ret_is, struct message *ret, struct relay *ret_pair)
{
	bool found;
	enum status st = relay_of_original(cx, cx->actor->org, original, &found, ret_pair);
	if (st == OK && found)
		st = message_load(cx, ret_pair->derived, ret);
	if (st == OK)
		*ret_is = found;
	return st;
}

enum status relay_draft(struct cx *cx, struct uuid id, struct relay_draft *ret)
{
	struct relay_draft d = { 0 };
	struct message m;
	struct relay pair;
	int32_t today = day_of(cx->now_us);
	enum status st = load_original(cx, id, &m);
	if (st == OK)
		st = journal_read(cx, S("message.read"), id);
	if (st == OK)
		st = message_get(cx, cx->actor->org, id, &d.report);
	if (st == OK)
		st = consent_of(cx, id, CONSENT_USE_RELAY, &d.consent);
	if (st == OK)
		st = relay_setting_get(cx, cx->actor->org, &d.setting);
	if (st == OK)
		st = party_is_member(cx, m.author, cx->actor->org, today, &d.member);
	if (st == OK)
		st = load_derived(cx, id, &d.derived_is, &d.derived, &pair);
	if (st == OK)
		st = relay_revision_list(cx, cx->actor->org, id, &d.revisions, &d.n_revisions);
	if (st == OK)
		st = relay_member_list(cx, cx->actor->org, m.author, today, &d.members, &d.n_members);
	if (st == OK)
		st = relay_person_list(cx, cx->actor->org, m.author, today, &d.people, &d.n_people);
	if (st == OK)
		st = relay_address_list(cx, cx->actor->org, m.author, today, &d.addresses, &d.n_addresses);
	if (st == OK)
		*ret = d;
	return st;
}

/* The safety net below the redaction at the officer's side. */

struct names { struct str *p; size_t n, room; };

static void add_name(struct cx *cx, struct names *names, struct str name)
{
	if (!name.n)
		return;
	if (names->n == names->room) {
		struct str *more = arena_array(cx->mem, struct str, names->room * 2 + 16);
		for (size_t i = 0; i < names->n; i++)
			more[i] = names->p[i];
		names->p = more;
		names->room = names->room * 2 + 16;
	}
	names->p[names->n++] = name;
}

/* All by which the org is known: names ever, aliases, people, contact addresses. */
static enum status names_of(struct cx *cx, struct uuid source, struct names *ret)
{
	struct names names = { NULL, 0, 0 };
	struct relay_name *own;
	struct relay_person *people;
	struct relay_address *addresses;
	size_t n = 0, n_people = 0, n_addresses = 0;
	struct uuid none = { { 0 } };
	enum status st = relay_name_list(cx, source, &own, &n);
	if (st == OK)
		st = relay_person_list(cx, none, source, day_of(cx->now_us), &people, &n_people);
	if (st == OK)
		st = relay_address_list(cx, none, source, day_of(cx->now_us), &addresses, &n_addresses);
	if (st != OK)
		return st;
	for (size_t i = 0; i < n; i++)
		add_name(cx, &names, own[i].name);
	for (size_t i = 0; i < n_people; i++) {
		add_name(cx, &names, people[i].ja);
		add_name(cx, &names, people[i].en);
	}
	for (size_t i = 0; i < n_addresses; i++) {
		add_name(cx, &names, addresses[i].address);
		add_name(cx, &names, addresses[i].name);
	}
	*ret = names;
	return OK;
}

enum status relay_check_names(struct cx *cx, struct uuid source, struct str text, const char *base)
{
	struct names names;
	const struct json *json;
	struct relay_found found[32];
	enum status st = names_of(cx, source, &names);
	if (st == OK)
		st = json_parse(cx, text, &json);
	if (st != OK)
		return st;
	size_t n = relay_names_in(cx, json, names.p, names.n, found, sizeof found / sizeof *found);
	if (n)
		st = fail(cx, E_INVALID, T_RELAY_NAMES_SOURCE); /* first: it names the problem as a whole */
	for (size_t i = 0; i < n; i++)
		(void)fail_field(cx, str_format(cx->mem, "%s%.*s", base, STR_ARG(found[i].pointer)), T_RELAY_NAMES_SOURCE, 0);
	return st;
}

enum status relay_check_files(struct cx *cx, struct uuid original, const struct list *files, const char *base)
{
	int same;
	enum status st = relay_same_file(cx, cx->actor->org, original, files->p, files->n, &same);
	if (st == OK && same >= 0) {
		(void)fail_field(cx, str_format(cx->mem, "%s/attachments/%d", base, same), T_RELAY_SAME_FILE, 0);
		return fail(cx, E_INVALID, T_INPUT);
	}
	return st;
}

/* What the derived report may say by itself: its route, basis, marking and consent follow from the original's. */
static enum status check_frame(struct cx *cx, const struct message *m, const struct consent_state *consent, struct report_content *c)
{
	bool wrong = false;
	if (c->route != ROUTE_MINISTRY)
		wrong |= fail_field(cx, S("/content/route"), T_RELAY_CONTENT_ROUTE, 0) != OK;
	if (c->basis == BASIS_LAW)
		wrong |= fail_field(cx, S("/content/basis"), T_RELAY_BASIS, 0) != OK;
	if (c->exercise != m->exercise)
		wrong |= fail_field(cx, S("/content/exercise"), T_REPORT_EXERCISE_FIXED, 0) != OK;
	if (c->tlp && c->tlp != TLP_WHITE ? c->tlp < m->tlp : m->tlp > (c->tlp == TLP_WHITE ? TLP_CLEAR : TLP_AMBER))
		wrong |= fail_field(cx, S("/content/tlp"), T_RELAY_TLP, 0) != OK;
	if (c->consent > consent->kind)
		wrong |= fail_field(cx, S("/content/consent"), T_RELAY_CONSENT, 0) != OK;
	if (!c->times_precision)
		c->times_precision = PRECISION_HOUR;
	return wrong ? fail(cx, E_INVALID, T_INPUT) : OK;
}

/* Which notice it is, and whether it, or a later one, was relayed already. */
static enum status check_revision(struct cx *cx, const struct message *m, struct uuid revision, struct uuid derived,
                                  struct relay_revision *ret)
{
	struct relay_revision *list;
	size_t n, at = 0;
	enum status st = relay_revision_list(cx, cx->actor->org, m->id, &list, &n);
	if (st != OK)
		return st;
	while (at < n && !uuid_eq(list[at].revision, revision))
		at++;
	if (at == n)
		return fail_field(cx, S("/revision"), T_RELAY_REVISION, 0);
	for (size_t i = at; i < n; i++)
		if (!uuid_is_none(list[i].derived))
			return conflict(cx, T_RELAY_DONE, "reports", derived, "");
	*ret = list[at];
	return OK;
}

static void prefix_pointers(struct cx *cx)
{
	for (size_t i = 0; i < cx->problem->n_fields; i++)
		cx->problem->fields[i].pointer = str_format(cx->mem, "/content%.*s", STR_ARG(cx->problem->fields[i].pointer));
}

static enum status write_derived(struct cx *cx, const struct message *m, const struct message *derived, const struct relay_revision *from,
                                 struct report_content *c, struct report_done *ret)
{
	bool ours = true;
	enum status st = derived ? report_follow_up(cx, derived->id, derived->version, c, from->stage == STAGE_FINAL, ret)
	                         : report_submit(cx, c, ret);
	if (st == E_INVALID)
		prefix_pointers(cx);
	if (st == OK && !derived)
		st = relay_add(cx, &(struct relay){ m->id, ret->message, cx->actor->org, MESSAGE_REPORT, cx->now_us }, &ours);
	if (st == OK && ours)
		st = relay_revision_add(cx, from->revision, ret->revision, &ours);
	if (st != OK || ours)
		return st;
	/* Another officer was quicker; where it was another CEPTOAR, what that made is not ours to name. */
	struct relay pair = { 0 };
	bool found;
	st = relay_of_original(cx, cx->actor->org, m->id, &found, &pair);
	return st == OK ? conflict(cx, T_RELAY_DONE, "reports", pair.derived, "") : st;
}

enum status relay_send(struct cx *cx, struct uuid id, int64_t version, struct relay_input *in, struct report_done *ret)
{
	struct message m, derived;
	struct relay pair;
	struct relay_revision from = { 0 };
	struct consent_state consent;
	bool again = false;
	enum status st = need_person(cx);                       /* what goes on without the name is somebody's judgement */
	if (st == OK)
		st = load_original(cx, id, &m);
	if (st == OK)
		st = load_derived(cx, id, &again, &derived, &pair);
	if (st == OK && again && derived.status == STATUS_WITHDRAWN) {
		st = relay_drop(cx, &pair);
		again = false;
	}
	if (st == OK)
		st = check_revision(cx, &m, in->revision, again ? derived.id : (struct uuid){ { 0 } }, &from);
	if (st != OK)
		return st;
	if (version && version != m.version)
		return fail(cx, E_STALE, T_STALE);
	st = consent_of(cx, id, CONSENT_USE_RELAY, &consent);
	if (st == OK && consent.kind == CONSENT_NONE)
		return conflict(cx, T_CONSENT_NEEDED, "messages", id, "/consents");
	if (st == OK)
		st = check_frame(cx, &m, &consent, &in->content);
	if (st == OK && consent.kind != CONSENT_NAMED)
		st = relay_check_names(cx, m.author, report_body(cx->mem, &in->content), "/content");
	if (st == OK)
		st = relay_check_files(cx, id, &in->content.attachments, "/content");
	if (st == OK)
		st = write_derived(cx, &m, again ? &derived : NULL, &from, &in->content, ret);
	if (st == OK)
		st = step_add(cx, &(struct step){ uuid_new(cx->now_us), m.id, cx->actor->org, cx->actor->user, STEP_RELAYED, in->note, cx->now_us });
	if (st == OK)
		st = journal_append(cx, S("report.relay"), m.id, NULL, NULL);
	if (st != OK)
		return st;
	live_note(cx, LIVE_MESSAGE, m.id, cx->actor->org);
	live_note(cx, LIVE_MESSAGE, m.id, m.author);
	return OK;
}

enum status relay_withdrawns(struct cx *cx, struct relay_withdrawn **ret, size_t *ret_n)
{
	enum status st = relay_need_officer(cx);
	return st == OK ? relay_withdrawn_list(cx, cx->actor->org, ret, ret_n) : st;
}

enum status relay_works(struct cx *cx, bool done, struct relay_work_row **ret, size_t *ret_n)
{
	struct relay_work *works;
	size_t n = 0;
	enum status st = relay_need_officer(cx);
	if (st == OK)
		st = relay_work_list(cx, cx->actor->org, done, &works, &n);
	struct relay_work_row *rows = arena_array(cx->mem, struct relay_work_row, n + 1);
	for (size_t i = 0; st == OK && i < n; i++) {
		rows[i].work = works[i];
		st = message_get(cx, cx->actor->org, works[i].message, &rows[i].report);
		if (st == OK)
			st = consent_of(cx, works[i].message, CONSENT_USE_RELAY, &rows[i].consent);
	}
	if (st == OK) {
		*ret = rows;
		*ret_n = n;
	}
	return st;
}

enum status relay_names(struct cx *cx, struct relay_name **ret, size_t *ret_n)
{
	struct uuid none = { { 0 } };
	enum status st = relay_need_officer(cx);
	return st == OK ? relay_name_list(cx, none, ret, ret_n) : st;
}

enum status relay_setting(struct cx *cx, struct relay_setting *ret)
{
	enum status st = relay_need_officer(cx);
	return st == OK ? relay_setting_get(cx, cx->actor->org, ret) : st;
}

enum status relay_setting_put(struct cx *cx, int64_t version, const struct relay_setting_input *in, struct relay_setting *ret)
{
	struct relay_setting s;
	enum status st = need_person(cx);
	if (st == OK)
		st = relay_setting(cx, &s);
	if (st != OK)
		return st;
	if (version != s.version + 1)
		return fail(cx, E_STALE, T_STALE);
	s.small_group = in->small_group;
	s.auto_inquiry = in->auto_inquiry;
	st = relay_setting_save(cx, cx->actor->org, &s);
	if (st == OK)
		st = journal_append(cx, S("relay.setting"), cx->actor->org, NULL, NULL);
	if (st != OK)
		return st;
	s.version++;
	*ret = s;
	return OK;
}

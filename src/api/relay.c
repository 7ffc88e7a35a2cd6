#include "api/relay.h"
#include "api/report.h"
#include "api/show.h"
#include "app/relay.h"
#include "base/str.h"
#include "base/uuid.h"
#include "sys/crypto.h"

struct relay_query_input { int state; };
static const struct str states[] = { LIT("waiting"), LIT("done"), { NULL, 0 } };
static const struct field query_fields[] = {
	{ .name = LIT("state"), .kind = FIELD_CHOICE, .offset = offsetof(struct relay_query_input, state), .choices = states,
	  .ja = LIT("引き継ぎ待ち・引き継ぎ済み"), .en = LIT("What waits (default), or what was relayed") },
};
const struct field_table relay_query_table = {
	LIT("RelayQuery"), query_fields, sizeof query_fields / sizeof *query_fields, sizeof(struct relay_query_input), FIELD_NO_PRESENT,
};

static void show_consent_state(struct jw *w, const struct consent_state *s)
{
	jw_key(w, S("consent"));
	jw_object(w);
	jw_k_text(w, S("kind"), consent_kind_names[s->kind - 1]);
	jw_k_text(w, S("answer"), s->answer ? consent_answer_names[s->answer - 1] : S("not_asked"));
	jw_k_bool(w, S("asked"), s->asked);
	if (!uuid_is_none(s->id))
		jw_k_uuid(w, S("id"), s->id);
	show_text(w, S("note"), s->note);
	jw_end_object(w);
}

static void settings_members(struct jw *w, const struct relay_setting *s)
{
	jw_object(w);
	jw_k_int(w, S("k"), s->small_group);
	jw_k_bool(w, S("auto_inquiry"), s->auto_inquiry);
	jw_k_int(w, S("version"), s->version + 1);
	jw_end_object(w);
}

static void show_notices(struct jw *w, const struct relay_draft *d)
{
	if (d->derived_is) {
		jw_key(w, S("derived"));
		jw_object(w);
		jw_k_uuid(w, S("id"), d->derived.id);
		jw_k_text(w, S("number"), d->derived.number);
		jw_k_text(w, S("status"), status_name(d->derived.status));
		jw_k_int(w, S("revision"), d->derived.latest);
		jw_k_int(w, S("version"), d->derived.version);
		jw_end_object(w);
	}
	jw_key(w, S("revisions"));
	jw_array(w);
	for (size_t i = 0; i < d->n_revisions; i++) {
		const struct relay_revision *r = &d->revisions[i];
		jw_object(w);
		jw_k_uuid(w, S("id"), r->revision);
		jw_k_int(w, S("number"), r->number);
		jw_k_text(w, S("stage"), stage_names[r->stage ? r->stage - 1 : 0]);
		jw_k_time(w, S("submitted_at"), r->submitted_us);
		if (!uuid_is_none(r->derived))
			jw_k_uuid(w, S("derived"), r->derived);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void show_members(struct jw *w, const struct relay_draft *d)
{
	jw_key(w, S("members"));
	jw_array(w);
	for (size_t i = 0; i < d->n_members; i++) {
		const struct relay_member *m = &d->members[i];
		jw_object(w);
		org_ref_members(w, &m->org);
		show_text(w, S("sector"), m->org.sector);
		show_text(w, S("area"), m->area);
		jw_key(w, S("aliases"));
		jw_array(w);
		for (size_t k = 0; k < m->n_aliases; k++)
			jw_text(w, m->aliases[k]);
		jw_end_array(w);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void show_people(struct jw *w, const struct relay_draft *d)
{
	jw_key(w, S("people"));
	jw_array(w);
	for (size_t i = 0; i < d->n_people; i++) {
		jw_object(w);
		jw_k_uuid(w, S("org"), d->people[i].org);
		jw_k_text(w, S("login"), d->people[i].login);
		jw_k_text(w, S("ja"), d->people[i].ja);
		jw_k_text(w, S("en"), d->people[i].en);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_key(w, S("addresses"));
	jw_array(w);
	for (size_t i = 0; i < d->n_addresses; i++) {
		jw_object(w);
		jw_k_uuid(w, S("org"), d->addresses[i].org);
		jw_k_text(w, S("kind"), contact_kind_names[d->addresses[i].kind - 1]);
		jw_k_text(w, S("address"), d->addresses[i].address);
		show_text(w, S("name"), d->addresses[i].name);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void show_withdrawn(struct jw *w, const struct relay_withdrawn *rows, size_t n)
{
	jw_key(w, S("withdrawn"));
	jw_array(w);
	for (size_t i = 0; i < n; i++) {
		jw_object(w);
		jw_k_uuid(w, S("id"), rows[i].original);
		jw_k_text(w, S("number"), rows[i].number);
		show_org(w, S("author"), &rows[i].author);
		jw_k_time(w, S("withdrawn_at"), rows[i].withdrawn_us);
		jw_key(w, S("derived"));
		jw_object(w);
		jw_k_uuid(w, S("id"), rows[i].derived);
		jw_k_text(w, S("number"), rows[i].derived_number);
		jw_end_object(w);
		jw_end_object(w);
	}
	jw_end_array(w);
}

enum status relay_list_get(struct cx *cx, struct call *call)
{
	const struct relay_query_input *in = call->input;
	struct relay_work_row *rows;
	struct relay_withdrawn *withdrawn;
	size_t n, n_withdrawn;
	struct jw *w = &call->json;
	enum status st = relay_works(cx, in->state == 2, &rows, &n);
	if (st == OK)
		st = relay_withdrawns(cx, &withdrawn, &n_withdrawn);
	if (st != OK)
		return st;
	jw_object(w);
	jw_key(w, S("items"));
	jw_array(w);
	for (size_t i = 0; i < n; i++) {
		jw_object(w);
		jw_key(w, S("message"));
		show_row(w, &rows[i].report, NULL);
		show_consent_state(w, &rows[i].consent);
		jw_k_int(w, S("notices"), rows[i].work.notices);
		jw_k_int(w, S("relayed"), rows[i].work.relayed);
		jw_k_time(w, S("received_at"), rows[i].work.received_us);
		jw_end_object(w);
	}
	jw_end_array(w);
	show_withdrawn(w, withdrawn, n_withdrawn);
	jw_end_object(w);
	return OK;
}

enum status relay_draft_get(struct cx *cx, struct call *call)
{
	struct relay_draft d;
	struct uuid id;
	struct jw *w = &call->json;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = relay_draft(cx, id, &d);
	if (st != OK)
		return st;
	jw_object(w);
	jw_key(w, S("report"));
	show_row(w, &d.report, NULL);
	show_consent_state(w, &d.consent);
	jw_key(w, S("settings"));
	settings_members(w, &d.setting);
	jw_k_bool(w, S("member"), d.member);
	show_notices(w, &d);
	show_members(w, &d);
	show_people(w, &d);
	jw_k_int(w, S("version"), d.report.m.version);
	jw_end_object(w);
	return OK;
}

/* Some 400 kB for 5,000 orgs; it changes seldom, and the digest says whether it did. */
enum status relay_names_get(struct cx *cx, struct call *call)
{
	struct relay_name *names;
	size_t n;
	uint8_t digest[32];
	struct jw *w = &call->json;
	enum status st = relay_names(cx, &names, &n);
	if (st != OK)
		return st;
	jw_object(w);
	jw_key(w, S("items"));
	jw_array(w);
	for (size_t i = 0; i < n; i++) {
		if (!i || !uuid_eq(names[i].org, names[i - 1].org)) {
			jw_object(w);
			jw_k_uuid(w, S("org"), names[i].org);
			jw_k_text(w, S("kind"), org_kind_names[names[i].kind - 1]);
			jw_key(w, S("names"));
			jw_array(w);
		}
		jw_text(w, names[i].name);
		if (i + 1 == n || !uuid_eq(names[i].org, names[i + 1].org)) {
			jw_end_array(w);
			jw_end_object(w);
		}
	}
	jw_end_array(w);
	jw_end_object(w);
	struct str text = buf_str(&call->out);
	sha256(text.p, text.n, digest);
	for (int i = 0; i < 6; i++)
		call->etag = call->etag << 8 | digest[i];
	call->etag++;
	return OK;
}

enum status relay_post(struct cx *cx, struct call *call)
{
	struct relay_input in = *(const struct relay_input *)call->input;
	struct report_done d;
	struct uuid id;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = relay_send(cx, id, call->if_match, &in, &d);
	if (st == OK)
		call_location(cx, call, "reports", d.message);
	return report_done_answer(call, st, &d);
}

static enum status settings_answer(struct call *call, enum status st, const struct relay_setting *s)
{
	if (st != OK)
		return st;
	settings_members(&call->json, s);
	call->etag = s->version + 1;
	return OK;
}

enum status relay_settings_get(struct cx *cx, struct call *call)
{
	struct relay_setting s;
	enum status st = relay_setting(cx, &s);
	return settings_answer(call, st, &s);
}

enum status relay_settings_put(struct cx *cx, struct call *call)
{
	struct relay_setting s;
	enum status st = relay_setting_put(cx, call->if_match, call->input, &s);
	return settings_answer(call, st, &s);
}

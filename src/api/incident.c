#include "api/incident.h"
#include "api/show.h"
#include "app/incident.h"
#include "app/join.h"
#include "base/str.h"
#include "base/uuid.h"

#define DOC(j, e) .ja = LIT(j), .en = LIT(e)
#define COUNT(list) (sizeof list / sizeof *list)
struct triage_query { int exercise; };
struct case_query { int state, exercise; struct str sector, q; struct uuid owner, report, after; int64_t limit; };
struct reports_input { struct list reports; };
struct state_input { int state; struct str note; };
struct text_input { struct str text; };
struct merge_input { struct uuid into; struct str note; };
struct split_input { struct list reports; struct str title; };
struct ask_input { struct list reports; int kind; struct str note; };
static const struct str no_yes[] = { LIT("false"), LIT("true"), { NULL, 0 } };
static const struct str states[] = { LIT("active"), LIT("open"), LIT("watching"), LIT("closed"), LIT("merged"), LIT("all"), { NULL, 0 } };
static const int state_of[] = { 0, 0, INCIDENT_OPEN, INCIDENT_WATCHING, INCIDENT_CLOSED, INCIDENT_MERGED, -1 };

#define EXERCISE(type) { .name = LIT("exercise"), .kind = FIELD_CHOICE, .offset = offsetof(struct type, exercise), .choices = no_yes, \
	DOC("訓練・演習のみ(true)・実際のもののみ(false)", "Only exercises (true) or only real ones (false)") }
static const struct field triage_fields[] = { EXERCISE(triage_query) };
const struct field_table triage_query_table = { LIT("TriageQuery"), triage_fields, 1, sizeof(struct triage_query), FIELD_NO_PRESENT };

#define AT(member) .offset = offsetof(struct case_query, member)
static const struct field case_fields[] = {
	{ .name = LIT("state"), .kind = FIELD_CHOICE, AT(state), .choices = states,
	  DOC("状態(既定は対応中と注視)", "State; active: open and watching (default)") },
	EXERCISE(case_query),
	{ .name = LIT("sector"), .kind = FIELD_TEXT, AT(sector), .max = 40, DOC("分野", "Sector") },
	{ .name = LIT("q"), .kind = FIELD_TEXT, AT(q), .max = 100, DOC("番号・件名・概要に含む文字", "Text within number, title or summary") },
	{ .name = LIT("owner"), .kind = FIELD_UUID, AT(owner), DOC("担当者", "Owner") },
	{ .name = LIT("report"), .kind = FIELD_UUID, AT(report), DOC("この情報連絡の入っている案件", "The case that this report is in") },
	{ .name = LIT("limit"), .kind = FIELD_INT, AT(limit), .min = 1, .max = 200, DOC("件数", "Rows (1-200, default 50)") },
	{ .name = LIT("after"), .kind = FIELD_UUID, AT(after), DOC("続きの位置", "Where to go on: next of the page before") },
};
const struct field_table case_query_table = { LIT("CaseQuery"), case_fields, COUNT(case_fields), sizeof(struct case_query), FIELD_NO_PRESENT };
#undef AT

#define REPORTS(type) { .name = LIT("reports"), .kind = FIELD_LIST, .flags = FIELD_REQUIRED | FIELD_UNIQUE, .offset = offsetof(struct type, reports), \
	.item = FIELD_UUID, .min = 1, .max = 100, DOC("情報連絡", "Reports") }
static const struct field reports_fields[] = { REPORTS(reports_input) };
const struct field_table case_reports_table = { LIT("CaseReportsInput"), reports_fields, 1, sizeof(struct reports_input), FIELD_NO_PRESENT };

static const struct str target_states[] = { LIT("open"), LIT("watching"), LIT("closed"), { NULL, 0 } };
static const struct field state_fields[] = {
	{ .name = LIT("state"), .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED, .offset = offsetof(struct state_input, state), .choices = target_states,
	  DOC("次の状態", "The next state") },
	{ .name = LIT("note"), .kind = FIELD_LONG_TEXT, .offset = offsetof(struct state_input, note), .max = 2000, DOC("説明", "Note") },
};
const struct field_table case_state_table = { LIT("CaseStateInput"), state_fields, COUNT(state_fields), sizeof(struct state_input), FIELD_NO_PRESENT };
static const struct field text_fields[] = {
	{ .name = LIT("text"), .kind = FIELD_LONG_TEXT, .flags = FIELD_REQUIRED, .offset = offsetof(struct text_input, text), .min = 1, .max = 4000,
	  DOC("メモ", "The note") },
};
const struct field_table case_note_table = { LIT("CaseNoteInput"), text_fields, 1, sizeof(struct text_input), FIELD_NO_PRESENT };
static const struct field merge_fields[] = {
	{ .name = LIT("into"), .kind = FIELD_UUID, .flags = FIELD_REQUIRED, .offset = offsetof(struct merge_input, into),
	  DOC("統合先の案件", "The case that takes this one in") },
	{ .name = LIT("note"), .kind = FIELD_LONG_TEXT, .offset = offsetof(struct merge_input, note), .max = 2000, DOC("説明", "Note") },
};
const struct field_table case_merge_table = { LIT("CaseMergeInput"), merge_fields, COUNT(merge_fields), sizeof(struct merge_input), FIELD_NO_PRESENT };
static const struct field split_fields[] = {
	REPORTS(split_input),
	{ .name = LIT("title"), .kind = FIELD_TEXT, .offset = offsetof(struct split_input, title), .max = 200,
	  DOC("新しい案件の件名(省くと最初の情報連絡の件名)", "Title of the new case; by default that of the first report") },
};
const struct field_table case_split_table = { LIT("CaseSplitInput"), split_fields, COUNT(split_fields), sizeof(struct split_input), FIELD_NO_PRESENT };
static const struct str ask_kinds[] = { LIT("anonymised"), LIT("named"), { NULL, 0 } };
static const int ask_kind_of[] = { 0, CONSENT_ANONYMISED, CONSENT_NAMED };
static const struct field ask_fields[] = {
	REPORTS(ask_input),
	{ .name = LIT("kind"), .kind = FIELD_CHOICE, .offset = offsetof(struct ask_input, kind), .choices = ask_kinds,
	  DOC("求める同意(既定は匿名化)", "What is asked for; by default anonymised use") },
	{ .name = LIT("note"), .kind = FIELD_LONG_TEXT, .offset = offsetof(struct ask_input, note), .max = 2000, DOC("説明", "Note") },
};
const struct field_table case_ask_table = { LIT("CaseAskInput"), ask_fields, COUNT(ask_fields), sizeof(struct ask_input), FIELD_NO_PRESENT };
/* --- shapes ------------------------------------------------------------------------------------------------------------------ */

static void show_reason(struct jw *w, struct str code, enum text why, int64_t points)
{
	jw_k_text(w, S("code"), code);
	jw_k_text(w, S("ja"), text_sentence(why, LANG_JA));
	jw_k_text(w, S("en"), text_sentence(why, LANG_EN));
	jw_k_int(w, S("points"), points);
}

static void show_signals(struct jw *w, unsigned signals, int64_t waited_us, int level)
{
	signals = signals_settle(signals);
	jw_key(w, S("why"));
	jw_array(w);
	for (unsigned bit = 0; bit < SIGNALS; bit++) {
		if (!(signals & 1u << bit))
			continue;
		jw_object(w);
		show_reason(w, signal_names[bit], signal_text(bit), signal_points(bit, waited_us, level));
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void show_person(struct jw *w, struct str key, const struct person *p)
{
	if (uuid_is_none(p->id) || !p->ja.n)
		return;
	jw_key(w, key);
	jw_object(w);
	jw_k_uuid(w, S("id"), p->id);
	jw_k_text(w, S("ja"), p->ja);
	jw_k_text(w, S("en"), p->en);
	jw_end_object(w);
}

static void show_case_ref(struct jw *w, struct str key, struct uuid id, struct str number, struct str title)
{
	jw_key(w, key);
	jw_object(w);
	jw_k_uuid(w, S("id"), id);
	jw_k_text(w, S("number"), number);
	jw_k_text(w, S("title"), title);
	jw_end_object(w);
}

static void show_case_head(struct cx *cx, struct jw *w, const struct incident_row *row)
{
	const struct incident *i = &row->i;
	unsigned signals;
	int64_t points;
	incident_urgency_now(cx, i, &signals, &points);
	jw_k_uuid(w, S("id"), i->id);
	jw_k_text(w, S("number"), i->number);
	jw_k_text(w, S("title"), i->title);
	jw_k_text(w, S("state"), incident_state_names[i->state - 1]);
	show_text(w, S("sector"), i->sector);
	jw_k_bool(w, S("exercise"), i->exercise);
	show_person(w, S("owner"), &row->owner);
	jw_k_int(w, S("urgency"), i->state == INCIDENT_MERGED ? 0 : points);
	show_signals(w, i->state == INCIDENT_MERGED ? 0 : signals, cx->now_us - i->updated_us, i->level);
	if (i->level >= 0)
		jw_k_int(w, S("level"), i->level);
	jw_k_int(w, S("report_count"), row->reports);
	jw_k_time(w, S("opened_at"), i->opened_us);
	jw_k_time(w, S("updated_at"), i->updated_us);
	show_time(w, S("closed_at"), i->closed_us);
	if (!uuid_is_none(i->merged_into))
		show_case_ref(w, S("merged_into"), i->merged_into, row->merged_number, row->merged_title);
	jw_k_int(w, S("version"), i->version);
}

static void show_case_row(struct cx *cx, struct jw *w, const struct incident_row *row)
{
	jw_object(w);
	show_case_head(cx, w, row);
	jw_end_object(w);
}

static enum status show_done(struct call *call, enum status st, const struct incident_done *d)
{
	struct jw *w = &call->json;
	if (st != OK)
		return st;
	jw_object(w);
	jw_k_uuid(w, S("id"), d->id);
	jw_k_text(w, S("number"), d->number);
	jw_k_text(w, S("state"), incident_state_names[d->state - 1]);
	jw_k_int(w, S("version"), d->version);
	jw_end_object(w);
	call->etag = d->version;
	return OK;
}

/* --- triage and lists ---------------------------------------------------------------------------------------------------------- */

enum status triage_get(struct cx *cx, struct call *call)
{
	const struct triage_query *in = call->input;
	struct triage t;
	struct shown_orgs shown = { .next = 0 };
	struct jw *w = &call->json;
	enum status st = triage_view(cx, in->exercise, &t);
	if (st != OK)
		return st;
	jw_object(w);
	jw_key(w, S("reports"));
	jw_array(w);
	for (size_t i = 0; i < t.reports.n; i++) {
		const struct triage_report *r = &t.reports.p[i];
		jw_object(w);
		jw_key(w, S("report"));
		show_row(w, &r->row, &shown);
		jw_k_time(w, S("arrived_at"), r->arrived_us);
		jw_k_int(w, S("urgency"), r->urgency);
		show_signals(w, r->signals, cx->now_us - r->arrived_us, -1);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_k_int(w, S("total"), t.total);
	jw_key(w, S("cases"));
	jw_array(w);
	for (size_t i = 0; i < t.cases.n; i++)
		show_case_row(cx, w, &t.cases.p[i]);
	jw_end_array(w);
	jw_end_object(w);
	return OK;
}

enum status case_list_get(struct cx *cx, struct call *call)
{
	const struct case_query *in = call->input;
	int limit = in->limit ? (int)in->limit : 50;
	struct incident_query q = { .state = state_of[in->state], .exercise = in->exercise, .sector = in->sector, .q = in->q, .owner = in->owner,
		.report = in->report, .after = in->after, .limit = limit + 1 };
	struct incident_row_list rows;
	struct jw *w = &call->json;
	enum status st = incident_page(cx, &q, &rows);
	if (st != OK)
		return st;
	bool more = rows.n > (size_t)limit;
	rows.n = more ? (size_t)limit : rows.n;
	jw_object(w);
	jw_key(w, S("items"));
	jw_array(w);
	for (size_t i = 0; i < rows.n; i++)
		show_case_row(cx, w, &rows.p[i]);
	jw_end_array(w);
	if (more)
		jw_k_uuid(w, S("next"), rows.p[rows.n - 1].i.id);
	jw_end_object(w);
	return OK;
}

enum status case_owners_get(struct cx *cx, struct call *call)
{
	struct person *people;
	size_t n;
	struct jw *w = &call->json;
	enum status st = incident_owners(cx, &people, &n);
	if (st != OK)
		return st;
	jw_object(w);
	jw_key(w, S("items"));
	jw_array(w);
	for (size_t i = 0; i < n; i++) {
		jw_object(w);
		jw_k_uuid(w, S("id"), people[i].id);
		jw_k_text(w, S("ja"), people[i].ja);
		jw_k_text(w, S("en"), people[i].en);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_end_object(w);
	return OK;
}

/* --- one case -------------------------------------------------------------------------------------------------------------------- */

static void show_reports(struct jw *w, const struct incident_view *v, struct shown_orgs *shown)
{
	jw_key(w, S("reports"));
	jw_array(w);
	for (size_t i = 0; i < v->reports.n; i++) {
		const struct incident_report *r = &v->reports.p[i];
		jw_object(w);
		jw_key(w, S("report"));
		show_row(w, &r->row, shown);
		jw_k_time(w, S("added_at"), r->added_us);
		show_time(w, S("arrived_at"), r->arrived_us);
		jw_end_object(w);
	}
	jw_end_array(w);
	if (v->hidden)
		jw_k_int(w, S("hidden"), v->hidden);
}

static void show_moments(struct jw *w, const struct incident_view *v)
{
	jw_key(w, S("timeline"));
	jw_array(w);
	for (size_t i = 0; i < v->n_moments; i++) {
		const struct incident_moment *m = &v->moments[i];
		jw_object(w);
		jw_k_time(w, S("at"), m->at_us);
		jw_k_text(w, S("what"), m->what);
		if (m->kind.n) {
			jw_key(w, S("subject"));
			jw_object(w);
			jw_k_text(w, S("kind"), m->kind);
			jw_k_uuid(w, S("id"), m->subject);
			show_text(w, S("number"), m->number);
			show_text(w, S("title"), m->title);
			jw_end_object(w);
		} else if (m->level >= 0) {
			jw_k_text(w, S("scheme"), m->title);
			jw_k_int(w, S("level"), m->level);
		}
		if (!uuid_is_none(m->org.id))
			show_org(w, S("org"), &m->org);
		show_person(w, S("by"), &m->by);
		show_text(w, S("state"), m->state);
		show_text(w, S("text"), m->text);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_k_bool(w, S("more_timeline"), v->more_moments);
}

static void show_rating(struct cx *cx, struct jw *w, const struct rating *r, const struct incident *of)
{
	jw_object(w);
	jw_k_uuid(w, S("id"), r->id);
	jw_k_text(w, S("scheme"), r->scheme);
	jw_k_int(w, S("level"), r->level);
	jw_k_bool(w, S("provisional"), r->provisional);
	jw_k_raw(w, S("axes"), r->axes);
	jw_k_raw(w, S("answers"), r->answers);
	jw_k_text(w, S("rationale"), r->rationale);
	show_text(w, S("evidence"), r->evidence);
	jw_k_time(w, S("at"), r->at_us);
	show_person(w, S("by"), &(struct person){ r->account, r->by_ja, r->by_en });
	jw_k_bool(w, S("current"), !r->superseded_us && uuid_eq(r->incident, of->id));
	show_time(w, S("superseded_at"), r->superseded_us);
	if (!uuid_eq(r->incident, of->id))
		jw_k_uuid(w, S("of"), r->incident);
	jw_end_object(w);
	(void)cx;
}

enum status case_get(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct incident_view v;
	struct shown_orgs shown = { .next = 0 };
	struct jw *w = &call->json;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = incident_view_get(cx, id, &v);
	if (st != OK)
		return st;
	call->etag = v.row.i.version;
	if (v.row.i.state == INCIDENT_MERGED) {
		show_case_row(cx, w, &v.row);
		return OK;
	}
	jw_object(w);
	show_case_head(cx, w, &v.row);
	show_text(w, S("summary"), v.row.i.summary);
	show_reports(w, &v, &shown);
	jw_key(w, S("advisories"));
	jw_array(w);
	for (size_t i = 0; i < v.n_advisories; i++)
		show_row(w, &v.advisories[i], &shown);
	jw_end_array(w);
	jw_key(w, S("ratings"));
	jw_array(w);
	for (size_t i = 0; i < v.ratings.n; i++)
		show_rating(cx, w, &v.ratings.p[i], &v.row.i);
	jw_end_array(w);
	show_moments(w, &v);
	jw_key(w, S("may"));
	jw_array(w);
	for (unsigned bit = 0; incident_may_names[bit].n; bit++)
		if (v.may & 1u << bit)
			jw_text(w, incident_may_names[bit]);
	jw_end_array(w);
	jw_end_object(w);
	return OK;
}

/* --- changes --------------------------------------------------------------------------------------------------------------------- */

enum status case_post(struct cx *cx, struct call *call)
{
	struct incident_done d;
	enum status st = incident_open(cx, call->input, &d);
	if (st == OK)
		call_location(cx, call, "cases", d.id);
	return show_done(call, st, &d);
}

enum status case_patch(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct incident_done d;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = incident_edit(cx, id, call->if_match, call->input, &d);
	return show_done(call, st, &d);
}

enum status case_reports_post(struct cx *cx, struct call *call)
{
	const struct reports_input *in = call->input;
	struct uuid id;
	struct incident_done d;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = incident_add_reports(cx, id, &in->reports, &d);
	return show_done(call, st, &d);
}

enum status case_report_delete(struct cx *cx, struct call *call)
{
	struct uuid id, report;
	struct incident_done d;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = call_uuid(cx, call, 1, &report);
	if (st == OK)
		st = incident_remove_report(cx, id, report, &d);
	return show_done(call, st, &d);
}

enum status case_state_post(struct cx *cx, struct call *call)
{
	const struct state_input *in = call->input;
	struct uuid id;
	struct incident_done d;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = incident_set_state(cx, id, in->state, in->note, &d);
	return show_done(call, st, &d);
}

enum status case_note_post(struct cx *cx, struct call *call)
{
	const struct text_input *in = call->input;
	struct uuid id;
	struct incident_done d;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = incident_note(cx, id, in->text, &d);
	return show_done(call, st, &d);
}

enum status case_merge_post(struct cx *cx, struct call *call)
{
	const struct merge_input *in = call->input;
	struct uuid id;
	struct incident_done d;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = incident_merge_into(cx, id, in->into, in->note, &d);
	return show_done(call, st, &d);
}

enum status case_split_post(struct cx *cx, struct call *call)
{
	const struct split_input *in = call->input;
	struct uuid id;
	struct incident_done d;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = incident_split_off(cx, id, &in->reports, in->title, &d);
	if (st == OK)
		call_location(cx, call, "cases", d.id);
	return show_done(call, st, &d);
}

enum status case_severity_post(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct incident_done d;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = incident_rate(cx, id, call->input, &d);
	return show_done(call, st, &d);
}

/* --- towards an advisory --------------------------------------------------------------------------------------------------------- */

/* kept: the answer may be given again by its Idempotency-Key, when a report has been withdrawn meanwhile: without titles. */
static void show_sources(struct jw *w, const struct incident_sources *s, bool kept)
{
	struct shown_orgs shown = { .next = 0 };
	jw_key(w, S("sources"));
	jw_array(w);
	for (size_t i = 0; i < s->n; i++) {
		const struct incident_source *from = &s->p[i];
		struct message_row row = from->row;
		if (kept)
			row.m.title = S("");
		jw_object(w);
		jw_key(w, S("report"));
		show_row(w, &row, &shown);
		jw_k_text(w, S("consent"), from->consent == CONSENT_NAMED ? S("named") : from->consent == CONSENT_ANONYMISED ? S("anonymised") : S("none"));
		jw_k_text(w, S("answer"), from->answer);
		show_text(w, S("note"), from->note);
		jw_k_bool(w, S("allowed"), from->allowed);
		jw_key(w, S("why"));
		jw_object(w);
		jw_k_text(w, S("code"), text_code(from->why));
		jw_k_text(w, S("ja"), text_sentence(from->why, LANG_JA));
		jw_k_text(w, S("en"), text_sentence(from->why, LANG_EN));
		jw_end_object(w);
		jw_end_object(w);
	}
	jw_end_array(w);
	if (s->tlp)
		jw_k_text(w, S("tlp"), tlp_names[s->tlp - 1]);
}

enum status case_consents_get(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct incident_sources s;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = incident_consents(cx, id, &s);
	if (st != OK)
		return st;
	jw_object(&call->json);
	show_sources(&call->json, &s, false);
	jw_end_object(&call->json);
	return OK;
}

enum status case_consents_post(struct cx *cx, struct call *call)
{
	const struct ask_input *in = call->input;
	struct uuid id;
	struct incident_sources s;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = incident_ask(cx, id, &in->reports, ask_kind_of[in->kind], in->note, &s);
	if (st != OK)
		return st;
	jw_object(&call->json);
	show_sources(&call->json, &s, true);
	jw_end_object(&call->json);
	return OK;
}

enum status case_advisory_post(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct advisory_done done;
	struct incident_sources s;
	struct jw *w = &call->json;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = incident_advise(cx, id, &done, &s);
	if (st != OK)
		return st;
	call_location(cx, call, "advisories", done.message);
	jw_object(w);
	jw_k_uuid(w, S("id"), done.message);
	jw_k_int(w, S("version"), done.version);
	show_sources(w, &s, true);
	jw_end_object(w);
	return OK;
}

/* --- suggestions ------------------------------------------------------------------------------------------------------------------ */

static void show_suggestions(struct call *call, const struct join_suggestions *s)
{
	struct jw *w = &call->json;
	struct shown_orgs shown = { .next = 0 };
	jw_object(w);
	jw_key(w, S("items"));
	jw_array(w);
	for (size_t i = 0; i < s->n; i++) {
		const struct join_suggestion *j = &s->p[i];
		jw_object(w);
		jw_key(w, S("report"));
		show_row(w, &j->row, &shown);
		if (!uuid_is_none(j->incident))
			show_case_ref(w, S("case"), j->incident, j->number, j->title);
		if (!uuid_is_none(j->like))
			jw_k_uuid(w, S("like"), j->like);
		jw_k_int(w, S("score"), join_total(&j->score));
		jw_key(w, S("why"));
		jw_array(w);
		for (unsigned part = 0; part < JOIN_PARTS; part++) {
			if (j->score.parts[part] == 0)
				continue;
			jw_object(w);
			show_reason(w, join_part_names[part], join_part_text(part), j->score.parts[part]);
			if (part == JOIN_INDICATORS) {
				jw_key(w, S("shared"));
				jw_array(w);
				for (size_t k = 0; k < j->n_shared; k++) {
					jw_object(w);
					jw_k_text(w, S("type"), join_kind_names[j->shared[k].kind - 1]);
					jw_k_text(w, S("value"), j->shared[k].value);
					jw_end_object(w);
				}
				jw_end_array(w);
			}
			jw_end_object(w);
		}
		jw_end_array(w);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_end_object(w);
}

enum status report_suggestions_get(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct join_suggestions s;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = join_suggest_report(cx, id, &s);
	if (st == OK)
		show_suggestions(call, &s);
	return st;
}

enum status case_suggestions_get(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct join_suggestions s;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = join_suggest_incident(cx, id, &s);
	if (st == OK)
		show_suggestions(call, &s);
	return st;
}

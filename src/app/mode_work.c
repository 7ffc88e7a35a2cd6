/* What switching changes beside the mode itself: whom it tells, and what is under way. In chunks, and again does nothing twice: a
 * delivery that is there stays as it is. */
#include <string.h>
#include "app/consent.h"
#include "app/journal.h"
#include "app/live.h"
#include "app/mode_parts.h"
#include "app/notice.h"
#include "app/party.h"
#include "base/str.h"
#include "base/uuid.h"
#include "model/catalog.h"
#include "model/report.h"
#include "store/delivery.h"
#include "store/job.h"

#define RUNNING_CHUNK 100                                       /* deliveries looked at in one transaction */
#define RUNNING_DAYS 30                                         /* older reports are not "under way", even where nobody closed them */
#define PAYLOAD_MAX 4096

/* The hand's limit in the table's rows of this mode; the shortest, where they differ. */
static int64_t limit_min_of(struct cx *cx, struct str mode)
{
	struct route_fact route;
	int64_t shortest = 0;
	for (int basis = 0; basis_names[basis].n; basis++) {
		if (!catalog_route(cx->catalog, mode, S("report"), basis_names[basis], S("ministry"), day_of(cx->now_us), &route))
			continue;
		for (size_t i = 0; i < route.n; i++)
			if (route.hops[i].manual && (!shortest || route.hops[i].limit_min < shortest))
				shortest = route.hops[i].limit_min;
	}
	return shortest;
}

/* --- the notice --- */

struct scope_words { struct str ja, en; };

static enum status words_of(struct cx *cx, const struct mode *m, struct scope_words *ret)
{
	if (m->scope_kind == MODE_SECTOR) {
		const struct fact *f = catalog_find(cx->catalog, S("sector"), m->sector, day_of(cx->now_us));
		*ret = (struct scope_words){
			str_format(cx->mem, "%.*s分野", STR_ARG(f ? f->ja : m->sector)), str_format(cx->mem, "sector: %.*s", STR_ARG(f ? f->en : m->sector)),
		};
	} else if (m->scope_kind == MODE_CASE) {
		*ret = (struct scope_words){ S("特定の案件"), S("one case") };
	} else {
		*ret = (struct scope_words){ S("全国"), S("the whole country") };
	}
	return OK;
}

static struct str notice_text(struct cx *cx, const struct mode *m, const struct scope_words *w, struct str reason)
{
	bool on = m->state == MODE_ON;
	int64_t limit = limit_min_of(cx, on ? S("large_scale") : S("normal"));
	if (on)
		return str_format(cx->mem,
			"大規模重要インフラサービス障害対応の体制に移行しました(%.*s)。\n理由: %.*s\n\n変わること:\n"
			"・情報連絡は、所管省庁と国のセンターに加えて、危機管理・事案対処・防災の各機関にも届きます。提出前のプレビューで宛先を確かめられます。\n"
			"・所管省庁が引き継ぐまでの時間は%lld分になります。過ぎると自動で引き継がれます。\n"
			"・情報提供は、危機管理・事案対処・防災の各機関にも届きます。\n"
			"・対応中の情報連絡のうち、共有への同意があるものは、各機関にも共有されます。\n\n"
			"Large-scale mode is on (%.*s).\nReason: %.*s\n\nWhat changes:\n"
			"- Reports also reach crisis management, incident-response and disaster-management agencies. The preview shows who before you send.\n"
			"- Ministries have %lld minutes to pass a report on; then it goes on by itself.\n"
			"- Advisories reach these agencies too.\n"
			"- Reports under way whose consent allows sharing are shared with these agencies.",
			STR_ARG(w->ja), STR_ARG(reason), (long long)limit, STR_ARG(w->en), STR_ARG(reason), (long long)limit);
	return str_format(cx->mem,
		"大規模重要インフラサービス障害対応の体制を解除しました(%.*s)。\n理由: %.*s\n\n変わること:\n"
		"・今後の情報連絡と情報提供は、平時の経路で届きます。危機管理・事案対処・防災の各機関には、すでに届いたものの続報だけが届きます。\n"
		"・所管省庁が引き継ぐまでの時間は%lld分に戻ります。\n\n"
		"Large-scale mode is over (%.*s).\nReason: %.*s\n\nWhat changes:\n"
		"- Reports and advisories go by the normal routes again. The agencies that were added get follow-ups of what they have, and nothing new.\n"
		"- Ministries have %lld minutes again to pass a report on.",
		STR_ARG(w->ja), STR_ARG(reason), (long long)limit, STR_ARG(w->en), STR_ARG(reason), (long long)limit);
}

static struct list one_list(struct cx *cx, const void *item, size_t bytes)
{
	void *p = arena_alloc(cx->mem, bytes);
	memcpy(p, item, bytes);
	return (struct list){ p, 1 };
}

static enum status audience_for(struct cx *cx, const struct mode *m, struct audience *ret)
{
	static const int agency_kinds[] = { ORG_CRISIS, ORG_RESPONSE_AGENCY, ORG_DISASTER_AGENCY };
	int *kinds = arena_array(cx->mem, int, 3);
	*ret = (struct audience){ 0 };
	if (m->scope_kind == MODE_COUNTRY) {
		ret->all = true;
		return OK;
	}
	memcpy(kinds, agency_kinds, sizeof agency_kinds);
	ret->kinds = (struct list){ kinds, 3 };
	if (m->scope_kind == MODE_SECTOR) {
		struct org ministry;
		ret->sectors = one_list(cx, &m->sector, sizeof m->sector);
		enum status st = party_ministry_of(cx, m->sector, day_of(cx->now_us), &ministry);
		if (st == OK)
			ret->orgs = one_list(cx, &ministry.id, sizeof ministry.id);
		else if (st == E_MISSING)
			*cx->problem = (struct problem){ 0 }, st = OK;
		return st;
	}
	struct uuid *authors;
	size_t n;
	enum status st = mode_case_authors(cx, m->incident, &authors, &n);
	if (st == OK)
		ret->orgs = (struct list){ authors, n };
	return st;
}

enum status mode_notice(struct cx *cx, const struct mode *m)
{
	bool on = m->state == MODE_ON;
	struct scope_words w;
	struct org centre;
	struct uuid notice;
	enum status st = words_of(cx, m, &w);
	if (st == OK)
		st = party_centre(cx, &centre);
	struct advisory_content c = {
		.kind = S("other"), .reason = S("other"), .tlp = TLP_GREEN, .ack_required = true, .exercise = m->exercise,
		.title = str_format(cx->mem, on ? "%s大規模障害対応体制に移行: %.*s / Large-scale mode on: %.*s" : "%s大規模障害対応体制を解除: %.*s / Large-scale mode over: %.*s",
		                    m->exercise ? "【訓練】" : "", STR_ARG(w.ja), STR_ARG(w.en)),
		.summary = notice_text(cx, m, &w, on ? m->reason : m->off_reason),
		.action = S("受領を確認してください。 / Please acknowledge."),
	};
	if (st == OK)
		st = audience_for(cx, m, &c.recipients);
	return st == OK ? notice_publish(cx, centre.id, &c, &notice) : st;
}

/* --- what is under way --- */

static bool in_scope(const struct mode *m, const struct mode_running *r)
{
	if (!r->newest || r->exercise != m->exercise || r->status < STATUS_SUBMITTED || r->status > STATUS_REVISION_REQUESTED)
		return false;
	if (m->scope_kind == MODE_SECTOR && !str_eq(m->sector, r->sector))
		return false;
	return m->scope_kind != MODE_CASE || r->in_case;
}

enum status mode_case_known(struct cx *cx, struct uuid incident, bool exercise)
{
	bool of_exercise = false;
	enum status st = mode_case_load(cx, incident, &of_exercise);
	if (st == E_MISSING || (st == OK && of_exercise != exercise)) {
		*cx->problem = (struct problem){ 0 };
		(void)fail_field(cx, S("/case"), T_MODE_CASE, 0);
		return fail(cx, E_INVALID, T_INPUT);
	}
	return st;
}

struct sharing { const struct mode *m; struct org centre; struct network net; };

/* Only what its source let be shared under the name that it bears, and only where the marking lets it go on: a report under its own
 * author's name needs consent to the name; what a CEPTOAR derived names nobody. */
static enum status may_share(struct cx *cx, const struct sharing *s, const struct mode_running *r, bool *ret)
{
	const struct actor centre = { .org = s->centre.id, .org_kind = ORG_CENTRE };
	struct cx as_centre = *cx;                              /* what the centre may do with it */
	struct consent_state consent;
	as_centre.actor = &centre;
	enum status st = consent_of(&as_centre, r->message, CONSENT_USE_WIDER, &consent);
	if (st == OK)
		*ret = tlp_may_pass_on(r->tlp) && consent.kind >= (r->derived ? CONSENT_ANONYMISED : CONSENT_NAMED);
	return st;
}

static enum status share(struct cx *cx, const struct sharing *s, const struct mode_running *r)
{
	struct delivery out[PLAN_MAX];
	size_t n = 0;
	bool first = false;
	enum status st = mode_shared(cx, s->m->id, r->message, &first);
	if (st != OK || !first)
		return st;
	for (size_t i = 0; i < s->net.n_crisis + s->net.n_agencies && n < PLAN_MAX; i++) {
		bool crisis = i < s->net.n_crisis;
		const struct org *org = crisis ? &s->net.crisis[i] : &s->net.agencies[i - s->net.n_crisis];
		struct uuid via = crisis || !s->net.n_crisis ? s->centre.id : s->net.crisis[0].id;
		out[n++] = (struct delivery){
			.id = uuid_new(cx->now_us), .message = r->message, .revision = r->revision, .recipient = org->id, .via = via,
			.hop = r->hop + (crisis ? 1 : 2), .state = DELIVERY_DELIVERED,
		};
		live_note(cx, LIVE_DELIVERY, r->message, org->id);
	}
	st = delivery_add(cx, out, n);
	if (st == OK)
		st = journal_append(cx, S("mode.share"), r->message, NULL, NULL);
	live_note(cx, LIVE_MESSAGE, r->message, s->centre.id);
	return st;
}

static enum status sharing_open(struct cx *cx, const struct mode *m, struct sharing *ret)
{
	*ret = (struct sharing){ .m = m };
	enum status st = party_centre(cx, &ret->centre);
	return st == OK ? mode_agencies_load(cx, day_of(cx->now_us), &ret->net) : st;
}

static enum status share_chunk(struct cx *cx, const struct mode *m, struct uuid *after, bool *ret_end)
{
	struct sharing s;
	struct mode_running *rows;
	size_t n = 0;
	enum status st = sharing_open(cx, m, &s);
	if (st == OK)
		st = mode_running_list(cx, s.centre.id, m, *after, RUNNING_CHUNK, &rows, &n);
	for (size_t i = 0; st == OK && i < n; i++) {
		bool may = false;
		if (!in_scope(m, &rows[i]))
			continue;
		st = may_share(cx, &s, &rows[i], &may);
		if (st == OK && may)
			st = share(cx, &s, &rows[i]);
	}
	if (st != OK)
		return st;
	*ret_end = n < RUNNING_CHUNK;
	if (n)
		*after = rows[n - 1].delivery;
	return OK;
}

enum status mode_case_joined(struct cx *cx, struct uuid incident, struct uuid message)
{
	struct mode m;
	struct sharing s;
	struct mode_running r;
	bool found = false, may = false;
	enum status st = mode_of_case(cx, incident, &m);
	if (st != OK || uuid_is_none(m.id))
		return st;
	st = sharing_open(cx, &m, &s);
	if (st == OK)
		st = mode_running_one(cx, s.centre.id, incident, message, &found, &r);
	if (st == OK && found && in_scope(&m, &r))
		st = may_share(cx, &s, &r, &may);
	return st == OK && may ? share(cx, &s, &r) : st;
}

enum status mode_case_merged(struct cx *cx, struct uuid from, struct uuid into)
{
	struct mode m;
	enum status st = mode_case_moved(cx, from, into);
	if (st == OK)
		st = mode_of_case(cx, into, &m);
	return st == OK && !uuid_is_none(m.id) ? mode_start_work(cx, &m) : st;
}

static struct str payload_of(struct cx *cx, struct uuid mode, struct uuid after)
{
	struct buf out;
	struct jw w;
	buf_init(&out, cx->mem, PAYLOAD_MAX);
	jw_init(&w, &out);
	jw_object(&w);
	jw_k_uuid(&w, S("mode"), mode);
	jw_k_uuid(&w, S("after"), after);
	jw_end_object(&w);
	return buf_str(&out);
}

/* The limits change at once; the reports follow as a job. */
enum status mode_start_work(struct cx *cx, const struct mode *m)
{
	if (m->state == MODE_OFF)
		return mode_limits_restore(cx, m);
	int64_t limit_min = limit_min_of(cx, S("large_scale"));
	enum status st = limit_min ? mode_limits_shorten(cx, m, cx->now_us + limit_min * MINUTE_US) : OK;
	struct uuid after = uuid_first_at(m->on_us - RUNNING_DAYS * DAY_US);
	return st == OK ? job_add(cx, S("mode"), cx->now_us, NO_STR, payload_of(cx, m->id, after)) : st;
}

enum status mode_work(struct cx *cx, struct str payload, struct str *ret_rest)
{
	const struct json *in;
	struct uuid id = { { 0 } }, after = { { 0 } };
	struct mode m;
	bool end = true;
	enum status st = json_parse(cx, payload, &in);
	if (st == OK) {
		(void)uuid_parse(json_get_text(in, S("mode")), &id);
		(void)uuid_parse(json_get_text(in, S("after")), &after);
		st = mode_row_load(cx, id, &m);
	}
	if (st == OK && m.state == MODE_ON)                     /* ended meanwhile: nothing more is shared */
		st = share_chunk(cx, &m, &after, &end);
	if (st == OK)
		*ret_rest = end ? NO_STR : payload_of(cx, id, after);
	return st;
}

/* Before sending: who would get it, what stands against it. The whole audience is walked, in chunks; nothing is written. */
#include "app/access.h"
#include "app/advisory_parts.h"
#include "app/consent.h"
#include "app/party.h"
#include "base/str.h"
#include "base/uuid.h"
#include "model/report.h"
#include "store/delivery.h"

#define WALK_CHUNK 2000

/* --- walking everybody --- */

struct reached { struct uuid org, via; int kind, hop; enum why why; struct str sector; int64_t people; };
/* Called once for each org that would get it, passers before those they pass on to. Not OK ends the walk. */
typedef enum status reached_fn(struct cx *, const struct reached *, void *arg);

struct everybody { struct audience_walk walk; bool *seen; reached_fn *each; void *arg; };

static enum status reach_passer(struct cx *cx, struct everybody *e, const struct way *way, int i)
{
	const struct passer *passer = &e->walk.net.p[way->passers[i]];
	struct audience_row chosen;
	if (e->seen[way->passers[i]])
		return OK;
	e->seen[way->passers[i]] = true;
	enum status s = audience_ask_org(cx, &e->walk, passer->id, &chosen);
	if (s != OK)
		return s;
	return e->each(cx, &(struct reached){
		.org = passer->id, .kind = passer->kind, .sector = passer->sector, .people = passer->people,
		.via = i > 0 ? e->walk.net.p[way->passers[i - 1]].id : e->walk.author,
		.hop = passer->kind == ORG_CEPTOAR && i > 0 ? 2 : 1, .why = chosen.why == WHY_NOT ? WHY_ON_THE_WAY : chosen.why,
	}, e->arg);
}

static enum status reach_row(struct cx *cx, struct everybody *e, const struct audience_row *row)
{
	for (int i = 0; i < row->way.n; i++) {
		enum status s = reach_passer(cx, e, &row->way, i);
		if (s != OK)
			return s;
	}
	int self = row->kind == ORG_MINISTRY || row->kind == ORG_CEPTOAR ? passer_find(&e->walk.net, row->id) : -1;
	if (self >= 0 && e->seen[self])
		return OK;
	if (self >= 0)
		e->seen[self] = true;
	return e->each(cx, &(struct reached){
		.org = row->id, .kind = row->kind, .sector = row->sector, .people = row->people, .hop = row->way.hop, .why = row->why,
		.via = row->way.n > 0 ? e->walk.net.p[row->way.passers[row->way.n - 1]].id : e->walk.author,
	}, e->arg);
}

static enum status walk_everybody(struct cx *cx, struct everybody *e)
{
	struct audience_row *rows = arena_array(cx->mem, struct audience_row, WALK_CHUNK);
	struct audience_cursor cursor = { 0 };
	enum status s = OK;
	e->seen = arena_array(cx->mem, bool, e->walk.net.n + 1);
	while (s == OK && !cursor.end) {
		size_t n = 0;
		s = audience_chunk(cx, &e->walk, WALK_CHUNK, &cursor, rows, &n);
		for (size_t i = 0; s == OK && i < n; i++)
			s = reach_row(cx, e, &rows[i]);
	}
	return s;
}

/* --- bounds --- */

static void add_bound(struct advisory_bounds *b, struct str pointer, enum text why)
{
	b->bounds[b->n_bounds++] = (struct advisory_bound){ pointer, why };
}

static bool holds_text(struct cx *cx, struct str in, struct str what)
{
	return what.n > 0 && in.n > 0 && str_find(str_fold(cx->mem, in), str_fold(cx->mem, what)) >= 0;
}

static bool names_org(struct cx *cx, const struct advisory_content *content, const struct org *org)
{
	const struct str texts[] = { content->title, content->summary, content->effect, content->action, content->purpose, content->contact };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (holds_text(cx, texts[i], org->ja) || holds_text(cx, texts[i], org->en))
			return true;
	return false;
}

struct holders { const struct delivery *p; size_t n; struct uuid author; };

static bool is_holder(const struct holders *holders, struct uuid org)
{
	if (uuid_eq(org, holders->author))
		return true;
	for (size_t i = 0; i < holders->n; i++)
		if (uuid_eq(holders->p[i].recipient, org))
			return true;
	return false;
}

static enum status stop_at_stranger(struct cx *cx, const struct reached *reached, void *arg)
{
	(void)cx;
	return is_holder(arg, reached->org) ? OK : E_CONFLICT;
}

/* Whether everybody addressed has the report already. Ends at the first who has not, so it costs little. */
static enum status within_holders(struct cx *cx, struct uuid author, const struct advisory_content *content, struct uuid report,
                                  struct uuid source, bool *ret)
{
	struct holders holders = { .author = source };
	struct delivery *deliveries = NULL;
	enum status s = delivery_holders(cx, report, &deliveries, &holders.n);
	if (s != OK)
		return s;
	holders.p = deliveries;
	struct everybody e = { .each = stop_at_stranger, .arg = &holders };
	s = advisory_walk(cx, author, content, (struct walk_when){ cx->now_us, 0 }, &e.walk);
	if (s == OK)
		s = walk_everybody(cx, &e);
	if (s != OK && s != E_CONFLICT)
		return s;
	*ret = s == OK && content->tlp != TLP_CLEAR;
	return OK;
}

static enum status bound_by_report(struct cx *cx, struct uuid author, const struct advisory_content *content, size_t i, struct advisory_bounds *b)
{
	struct uuid id = ((const struct uuid *)content->based_on.p)[i];
	struct str pointer = str_format(cx->mem, "/based_on/%zu", i);
	struct message_row report;
	struct consent_state state = { .kind = CONSENT_NONE };
	bool inside = false;
	enum status s = message_get(cx, author, id, &report);
	if (s == E_MISSING || (s == OK && (report.m.kind != MESSAGE_REPORT || report.m.latest == 0))) {
		*cx->problem = (struct problem){ 0 };
		add_bound(b, pointer, T_CONSENT_REPORT);
		return OK;
	}
	struct advisory_consent *c = &b->consents[b->n_consents];
	if (s == OK)
		s = consent_of(cx, id, CONSENT_USE_WIDER, &state);
	if (s != OK)
		return s;
	int consent = state.kind;
	c->consent = consent_kind_names[consent - 1];
	enum text why = T_NONE;
	if (consent_bound_of(consent) == BOUND_COMMUNITY)
		why = content->tlp == TLP_CLEAR ? T_CONSENT_COMMUNITY : names_org(cx, content, &report.author) ? T_CONSENT_NAMES : T_NONE;
	else if (consent_bound_of(consent) == BOUND_HOLDERS) {
		s = within_holders(cx, author, content, id, report.m.author, &inside);
		if (s != OK)
			return s;
		why = inside ? T_NONE : T_CONSENT_NONE;
	}
	c->report = id;
	c->number = report.m.number;
	c->title = report.m.title;
	c->allowed = why == T_NONE;
	b->n_consents++;
	if (why != T_NONE)
		add_bound(b, pointer, why);
	return OK;
}

enum status advisory_bounds(struct cx *cx, struct uuid author, const struct advisory_content *content, struct advisory_bounds *ret)
{
	size_t n = content->based_on.n;
	struct advisory_bounds b = { arena_array(cx->mem, struct advisory_bound, n + 1), 0, arena_array(cx->mem, struct advisory_consent, n + 1), 0 };
	enum text tlp = audience_tlp_bound(&content->recipients, content->tlp);
	if (tlp != T_NONE)
		add_bound(&b, S("/recipients"), tlp);
	for (size_t i = 0; i < n; i++) {
		enum status s = bound_by_report(cx, author, content, i, &b);
		if (s != OK)
			return s;
	}
	*ret = b;
	return OK;
}

static enum status check_list(struct cx *cx, const char *name, const struct list *list, bool groups, bool *wrong)
{
	bool *bad = arena_array(cx->mem, bool, list->n + 1);
	enum status s = audience_check_orgs(cx, list->p, list->n, groups, day_of(cx->now_us), bad);
	for (size_t i = 0; s == OK && i < list->n; i++)
		if (bad[i])
			*wrong |= fail_field(cx, str_format(cx->mem, "/recipients/%s/%zu", name, i), groups ? T_AUDIENCE_GROUP : T_AUDIENCE_ORG, 0) != OK;
	return s;
}

enum status advisory_check_orgs(struct cx *cx, const struct advisory_content *content)
{
	bool wrong = false;
	enum status s = check_list(cx, "ceptoars", &content->recipients.ceptoars, true, &wrong);
	if (s == OK)
		s = check_list(cx, "orgs", &content->recipients.orgs, false, &wrong);
	if (s == OK && wrong)
		s = fail(cx, E_INVALID, T_INPUT);
	return s;
}

enum status advisory_check(struct cx *cx, struct uuid author, struct advisory_content *content)
{
	struct advisory_bounds b;
	enum status s = advisory_settle(cx, false, content);
	if (s == OK)
		s = advisory_check_orgs(cx, content);
	if (s == OK)
		s = advisory_bounds(cx, author, content, &b);
	if (s != OK || b.n_bounds == 0)
		return s;
	for (size_t i = 0; i < b.n_bounds; i++)
		(void)fail_field(cx, b.bounds[i].pointer, b.bounds[i].why, 0);
	return fail(cx, E_INVALID, T_INPUT);
}

/* --- the preview --- */

struct tally { struct str sector; int64_t orgs; };
#define SECTORS_MAX 64
struct preview {
	int64_t orgs, people, skip, shown;
	int64_t by_hop[4], by_kind[ORG_FOREIGN + 1];
	bool hop_has[4][ORG_FOREIGN + 1];
	struct tally by_sector[SECTORS_MAX];
	size_t n_sectors;
	struct jw *items;                                       /* NULL: count only */
	int32_t day;
	int64_t first_us;                                       /* of the version in force: when the advisory was first published */
	const struct list *kinds;                               /* chosen by people; large-scale mode adds others */
	bool collect;                                           /* keep everybody's id: to compare with who has it now */
	struct uuid *all;
	size_t n_all, max_all;
};

static void keep_id(struct cx *cx, struct preview *p, struct uuid id)
{
	if (p->n_all == p->max_all) {
		size_t max = p->max_all ? p->max_all * 2 : 256;
		struct uuid *more = arena_array(cx->mem, struct uuid, max);
		for (size_t i = 0; i < p->n_all; i++)
			more[i] = p->all[i];
		p->all = more;
		p->max_all = max;
	}
	p->all[p->n_all++] = id;
}

static void count_sector(struct preview *p, struct str sector)
{
	for (size_t i = 0; i < p->n_sectors; i++)
		if (str_eq(p->by_sector[i].sector, sector)) {
			p->by_sector[i].orgs++;
			return;
		}
	if (sector.n > 0 && p->n_sectors < SECTORS_MAX)
		p->by_sector[p->n_sectors++] = (struct tally){ sector, 1 };
}

static enum text why_text(enum why why)
{
	static const enum text texts[] = {
		[WHY_NOT] = T_NONE, [WHY_NAMED] = T_WHY_NAMED, [WHY_GROUP] = T_WHY_GROUP, [WHY_SECTOR] = T_WHY_SECTOR, [WHY_KIND] = T_WHY_KIND,
		[WHY_ALL] = T_WHY_ALL, [WHY_ON_THE_WAY] = T_WHY_ON_THE_WAY,
	};
	return texts[why];
}

static enum text why_reached(const struct preview *p, const struct reached *r)
{
	bool chosen = r->why != WHY_KIND || !p->kinds;
	for (size_t i = 0; !chosen && i < p->kinds->n; i++)
		chosen = ((const int *)p->kinds->p)[i] == r->kind;
	return chosen ? why_text(r->why) : T_WHY_LARGE_SCALE;
}

static enum status write_item(struct cx *cx, struct preview *p, const struct reached *r)
{
	struct org org, via;
	enum status s = org_get(cx, r->org, p->day, &org);
	if (s == OK)
		s = org_get(cx, r->via, p->day, &via);
	if (s != OK)
		return s;
	jw_object(p->items);
	jw_key(p->items, S("org"));
	org_ref_write(p->items, &org);
	jw_k_int(p->items, S("hop"), r->hop);
	jw_key(p->items, S("via"));
	org_ref_write(p->items, &via);
	jw_key(p->items, S("why"));
	jw_object(p->items);
	jw_k_text(p->items, S("ja"), text_sentence(why_reached(p, r), LANG_JA));
	jw_k_text(p->items, S("en"), text_sentence(why_reached(p, r), LANG_EN));
	jw_end_object(p->items);
	jw_end_object(p->items);
	return OK;
}

static enum status count_reached(struct cx *cx, const struct reached *r, void *arg)
{
	struct preview *p = arg;
	int64_t place = p->orgs++;
	p->people += r->people;
	p->by_hop[r->hop]++;
	p->by_kind[r->kind]++;
	p->hop_has[r->hop][r->kind] = true;
	count_sector(p, r->sector);
	if (p->collect)
		keep_id(cx, p, r->org);
	if (!p->items || place < p->skip || p->shown == PREVIEW_PAGE)
		return OK;
	p->shown++;
	return write_item(cx, p, r);
}

/* What a hop is, for people: ministries, CEPTOARs, operators; direct where the first reaches others than ministries and agencies. */
static struct str hop_name(const struct preview *p, int hop)
{
	static const int kinds[] = { ORG_MINISTRY, ORG_CEPTOAR, ORG_OPERATOR };
	if (hop == 1 && (p->hop_has[hop][ORG_CEPTOAR] || p->hop_has[hop][ORG_OPERATOR]))
		return S("direct");
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (p->hop_has[hop][kinds[i]])
			return org_kind_names[kinds[i] - 1];
	return S("other");
}

static void write_counts(const struct preview *p, const struct passers *net, struct jw *json)
{
	jw_k_int(json, S("orgs"), p->orgs);
	jw_k_int(json, S("people"), p->people);
	jw_key(json, S("hops"));
	jw_array(json);
	for (int hop = 1; hop <= 3; hop++) {
		if (p->by_hop[hop] == 0)
			continue;
		struct passing pass = hop == 1 ? net->ministry : hop == 2 ? net->ceptoar : (struct passing){ false, 0 };
		jw_object(json);
		jw_k_int(json, S("hop"), hop);
		jw_k_text(json, S("to"), hop_name(p, hop));
		jw_k_int(json, S("orgs"), p->by_hop[hop]);
		jw_k_text(json, S("pass"), pass.manual ? S("manual") : S("auto"));
		if (pass.manual)
			jw_k_int(json, S("limit_min"), pass.limit_min);
		jw_end_object(json);
	}
	jw_end_array(json);
	jw_key(json, S("by_sector"));
	jw_array(json);
	for (size_t i = 0; i < p->n_sectors; i++) {
		jw_object(json);
		jw_k_text(json, S("sector"), p->by_sector[i].sector);
		jw_k_int(json, S("orgs"), p->by_sector[i].orgs);
		jw_end_object(json);
	}
	jw_end_array(json);
	jw_key(json, S("by_kind"));
	jw_array(json);
	for (int kind = ORG_CENTRE; kind <= ORG_FOREIGN; kind++) {
		if (p->by_kind[kind] == 0)
			continue;
		jw_object(json);
		jw_k_text(json, S("kind"), org_kind_names[kind - 1]);
		jw_k_int(json, S("orgs"), p->by_kind[kind]);
		jw_end_object(json);
	}
	jw_end_array(json);
}

static void write_bounds(struct cx *cx, const struct advisory_bounds *b, struct jw *json)
{
	jw_key(json, S("bounds"));
	jw_array(json);
	for (size_t i = 0; i < b->n_bounds; i++) {
		jw_object(json);
		jw_k_text(json, S("pointer"), b->bounds[i].pointer);
		jw_k_text(json, S("code"), text_code(b->bounds[i].why));
		jw_k_text(json, S("title"), text_sentence(b->bounds[i].why, cx->lang));
		jw_end_object(json);
	}
	jw_end_array(json);
	jw_key(json, S("consents"));
	jw_array(json);
	for (size_t i = 0; i < b->n_consents; i++) {
		jw_object(json);
		jw_key(json, S("report"));
		jw_object(json);
		jw_k_uuid(json, S("id"), b->consents[i].report);
		jw_k_text(json, S("number"), b->consents[i].number);
		jw_k_text(json, S("title"), b->consents[i].title);
		jw_end_object(json);
		jw_k_text(json, S("consent"), b->consents[i].consent);
		jw_k_bool(json, S("allowed"), b->consents[i].allowed);
		jw_end_object(json);
	}
	jw_end_array(json);
}

/* What is still wrong with the content, as in a problem; the preview itself succeeds. */
static enum status write_errors(struct cx *cx, struct advisory_content *content, struct jw *json)
{
	struct problem mine = { 0 }, *callers = cx->problem;
	cx->problem = &mine;
	enum status s = advisory_settle(cx, false, content);
	if (s == OK || s == E_INVALID) {
		enum status orgs = advisory_check_orgs(cx, content);
		s = orgs == E_INVALID ? OK : orgs;
	}
	cx->problem = callers;
	if (s != OK) {
		*callers = mine;
		return s;
	}
	jw_key(json, S("errors"));
	jw_array(json);
	for (size_t i = 0; i < mine.n_fields; i++) {
		if (str_eq(mine.fields[i].pointer, S("/recipients")) && mine.fields[i].why != T_FIELD_REQUIRED)
			continue;                               /* the marking's bound, already told */
		jw_object(json);
		jw_k_text(json, S("pointer"), mine.fields[i].pointer);
		jw_k_text(json, S("code"), text_code(mine.fields[i].why));
		jw_k_text(json, S("title"), text_sentence(mine.fields[i].why, cx->lang));
		jw_end_object(json);
	}
	jw_end_array(json);
	return OK;
}

static enum status count_audience(struct cx *cx, struct uuid author, const struct advisory_content *content, struct preview *p,
                                  struct passers *ret_net)
{
	struct everybody e = { .each = count_reached, .arg = p };
	p->day = day_of(cx->now_us);
	enum status s = advisory_walk(cx, author, content, (struct walk_when){ cx->now_us, p->first_us }, &e.walk);
	if (s == OK && !audience_is_empty(&content->recipients))
		s = walk_everybody(cx, &e);
	*ret_net = e.walk.net;
	return s;
}

/* A next version beside what is published: who falls out (and has seen it), who comes in. */
static enum status write_change(struct cx *cx, const struct message *m, const struct advisory_content *content, const struct preview *p, struct jw *json)
{
	struct audience_change change;
	if (m->latest == 0)
		return OK;
	enum status s = audience_compare(cx, m->id, p->all, p->n_all, &change);
	if (s != OK)
		return s;
	jw_key(json, S("change"));
	jw_object(json);
	jw_k_int(json, S("version"), m->latest);
	jw_k_int(json, S("keep"), change.keep);
	jw_k_int(json, S("gain"), change.gain);
	jw_k_int(json, S("lose"), change.lose);
	jw_k_int(json, S("lose_seen"), change.lose_seen);
	jw_k_bool(json, S("everyone_before"), m->published == PUBLISHED_EVERYONE);
	jw_k_bool(json, S("everyone_after"), content->tlp == TLP_CLEAR);
	jw_key(json, S("lost"));
	jw_array(json);
	for (size_t i = 0; s == OK && i < change.n_lost; i++) {
		struct org org;
		s = org_get(cx, change.lost[i], p->day, &org);
		if (s == OK)
			org_ref_write(json, &org);
		else if (s == E_MISSING) {                      /* no longer in force */
			*cx->problem = (struct problem){ 0 };
			s = OK;
		}
	}
	jw_end_array(json);
	jw_end_object(json);
	return s;
}

enum status advisory_preview(struct cx *cx, struct uuid message, struct advisory_content *content, int64_t skip, struct jw *json)
{
	struct message m = { .author = cx->actor->org };
	struct revision r;
	struct advisory_content stored;
	struct advisory_bounds bounds;
	struct passers net = { 0 };
	struct buf items;
	struct jw items_json;
	struct preview p = { .skip = skip < 0 ? 0 : skip, .items = &items_json };
	enum status s = advisory_need_centre(cx, MAY_ADVISORY);
	if (s == OK && (!content || !uuid_is_none(message)))
		s = advisory_load(cx, message, &m, &r);
	if (s == OK && !content) {
		s = advisory_parse(cx, r.body, &stored);
		content = &stored;
	}
	if (s != OK)
		return s;
	p.collect = m.latest != 0;
	p.first_us = m.submitted_us;
	p.kinds = &content->recipients.kinds;
	buf_init(&items, cx->mem, (size_t)1 << 20);
	jw_init(&items_json, &items);
	jw_array(&items_json);
	jw_object(json);
	s = write_errors(cx, content, json);
	if (s == OK)
		s = advisory_bounds(cx, m.author, content, &bounds);
	if (s == OK)
		s = count_audience(cx, m.author, content, &p, &net);
	if (s != OK)
		return s;
	jw_end_array(&items_json);
	write_counts(&p, &net, json);
	write_bounds(cx, &bounds, json);
	jw_k_raw(json, S("items"), buf_str(&items));
	s = write_change(cx, &m, content, &p, json);
	if (p.skip + p.shown < p.orgs)
		jw_k_int(json, S("next"), p.skip + p.shown);
	jw_end_object(json);
	return s;
}

/* Everybody but the author and those excepted: who stands on the way is among them. Asked for the largest audience, so not walked. */
static enum status count_all(struct cx *cx, struct uuid author, const struct audience *audience, int64_t *ret_orgs)
{
	int32_t today = day_of(cx->now_us);
	size_t n = audience->except.n;
	struct uuid *out = arena_array(cx->mem, struct uuid, n + 1);
	bool *none = arena_array(cx->mem, bool, n + 1);
	int64_t orgs = 0;
	bool author_too = true;
	for (size_t i = 0; i < n; i++) {
		out[i] = ((const struct uuid *)audience->except.p)[i];
		author_too &= !uuid_eq(out[i], author);
	}
	if (author_too)
		out[n++] = author;
	enum status s = audience_count_all(cx, today, &orgs);
	if (s == OK)
		s = audience_check_orgs(cx, out, n, false, today, none);
	for (size_t i = 0; s == OK && i < n; i++)
		orgs -= !none[i];
	if (s == OK)
		*ret_orgs = orgs;
	return s;
}

enum status advisory_count(struct cx *cx, struct uuid message, int64_t *ret_orgs)
{
	struct message m;
	struct revision r;
	struct advisory_content content;
	struct preview p = { 0 };
	struct passers net;
	enum status s = advisory_need_centre(cx, MAY_ADVISORY);
	if (s == OK)
		s = advisory_load(cx, message, &m, &r);
	if (s == OK)
		s = advisory_parse(cx, r.body, &content);
	if (s == OK && content.recipients.all)
		return count_all(cx, m.author, &content.recipients, ret_orgs);
	if (s == OK)
		s = count_audience(cx, m.author, &content, &p, &net);
	if (s == OK)
		*ret_orgs = p.orgs;
	return s;
}

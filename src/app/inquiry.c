#include "app/inquiry.h"
#include "app/access.h"
#include "app/attachment.h"
#include "app/journal.h"
#include "app/key.h"
#include "app/live.h"
#include "app/receipt.h"
#include "app/relay.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/delivery.h"
#include "store/inquiry.h"
#include "store/message.h"
#include "store/relay.h"
#include "sys/crypto.h"

/* One inquiry or answer to be sent. */
struct letter {
	int kind;
	const struct message *about;
	struct uuid user, to, sealed;                           /* sealed: the key, none where open */
	struct inquiry_content content;
	struct str body;                                        /* of a sealed one; else made of content */
	struct str verb;
};

static bool inner(const struct message *m)
{
	return report_route_of(m->route) == ROUTE_CEPTOAR;
}

static int series_of(const struct letter *l)
{
	bool in = inner(l->about);
	if (l->kind == MESSAGE_INQUIRY)
		return in ? NUMBER_MEMBER_INQUIRY : NUMBER_INQUIRY;
	return in ? NUMBER_MEMBER_ANSWER : NUMBER_ANSWER;
}

/* Sector and type are those of what it is about; the route too, which keeps the two sides of a CEPTOAR apart. */
static enum status send(struct cx *cx, struct letter *l, struct report_done *ret)
{
	const struct message *about = l->about;
	struct message m = {
		.id = uuid_new(cx->now_us), .kind = l->kind, .author = cx->actor->org, .author_user = l->user, .about = about->id,
		.sealed = l->sealed, .status = STATUS_SUBMITTED, .tlp = about->tlp, .published = PUBLISHED_AUDIENCE, .exercise = about->exercise,
		.sector = about->sector, .event_type = about->event_type, .route = about->route, .latest = 1, .created_us = cx->now_us,
		.submitted_us = cx->now_us, .updated_us = cx->now_us, .version = 1,
	};
	struct revision r = {
		.id = uuid_new(cx->now_us), .message = m.id, .author_user = l->user, .number = 1, .stage = STAGE_FIRST,
		.title = l->content.title, .body = l->body, .created_us = cx->now_us, .submitted_us = cx->now_us,
	};
	if (!r.body.n) {
		struct buf out;
		struct jw w;
		buf_init(&out, cx->mem, 1 << 20);
		jw_init(&w, &out);
		field_write(&w, &inquiry_content_table, &l->content);
		r.body = buf_str(&out);
	}
	random_bytes(r.salt, sizeof r.salt);
	salted_digest(r.salt, r.body, r.digest);
	enum status st = number_take(cx, series_of(l), fiscal_year_of(day_of(cx->now_us)), &m.number);
	if (st == OK)
		st = journal_append(cx, l->verb, m.id, r.digest, &r.entry);
	if (st == OK)
		st = message_add(cx, &m);
	if (st == OK)
		st = revision_add(cx, &r, l->content.text);
	if (st == OK)
		st = uuid_is_none(l->sealed) ? attachments_bind(cx, r.id, &l->content.attachments, false)
			: attachments_bind_sealed(cx, r.id, &l->content.attachments);
	if (st == OK)
		st = delivery_add(cx, &(struct delivery){
			.id = uuid_new(cx->now_us), .message = m.id, .revision = r.id, .recipient = l->to, .via = m.author, .hop = 1,
			.state = DELIVERY_DELIVERED, .due_us = l->content.due_us }, 1);
	if (st != OK)
		return st;
	live_note(cx, LIVE_MESSAGE, m.id, m.author);
	live_note(cx, LIVE_DELIVERY, m.id, l->to);
	*ret = (struct report_done){ m.id, r.id, r.entry, m.number, m.status, 1, 1, 1 };
	return OK;
}

static enum status check_due(struct cx *cx, int64_t due_us)
{
	if (due_us && (due_us <= cx->now_us || due_us > cx->now_us + INQUIRY_DUE_MAX_US))
		return fail_field(cx, S("/due_at"), T_INQUIRY_DUE, 0);
	return OK;
}

/* "照会: " + what it is about, as the actor's org sees that. */
static struct str title_of(struct cx *cx, int kind, struct str about)
{
	static const struct str heads[][2] = { { LIT("照会: "), LIT("Inquiry: ") }, { LIT("回答: "), LIT("Answer: ") } };
	for (size_t k = 0; k < 2; k++)
		for (size_t lang = 0; lang < 2; lang++)
			if (str_starts(about, heads[k][lang]))
				about = str_slice(about, heads[k][lang].n, about.n);
	return str_format(cx->mem, "%.*s%.*s", STR_ARG(heads[kind == MESSAGE_ANSWER][cx->lang == LANG_EN]), STR_ARG(about));
}

static struct str called(const struct message_row *row)
{
	return row->m.title.n ? row->m.title : row->m.number;
}

static enum status load_seen(struct cx *cx, struct uuid id, struct message_row *ret)
{
	enum status st = need_content(cx);
	return st == OK ? message_get(cx, cx->actor->org, id, ret) : st;
}

static enum status has_it(struct cx *cx, struct uuid org, struct uuid message, bool *ret)
{
	struct delivery *own;
	size_t n;
	enum status st = delivery_of_org(cx, org, message, &own, &n);
	if (st == OK)
		*ret = n > 0;
	return st;
}

/* The inquiry and what it is about are marked: answered, forwarded. */
static enum status mark(struct cx *cx, struct message *m, int status, enum step_kind what)
{
	m->status = status;
	m->updated_us = cx->now_us;
	enum status st = message_save(cx, m);
	if (st == OK)
		st = step_add(cx, &(struct step){ uuid_new(cx->now_us), m->id, cx->actor->org, cx->actor->user, what, NO_STR, cx->now_us });
	return st;
}

/* --- down through a CEPTOAR --- */

static enum status pass_down(struct cx *cx, const struct message *upper, const struct message *original, struct letter *l,
                             struct report_done *ret)
{
	bool ours;
	struct message_row row;
	enum status st = message_get(cx, cx->actor->org, original->id, &row);
	if (st != OK)
		return st;
	l->kind = MESSAGE_INQUIRY;
	l->about = original;
	l->to = original->author;
	l->content.title = title_of(cx, MESSAGE_INQUIRY, called(&row));
	st = send(cx, l, ret);
	if (st == OK)
		st = relay_add(cx, &(struct relay){ upper->id, ret->message, cx->actor->org, MESSAGE_INQUIRY, cx->now_us }, &ours);
	if (st != OK)
		return st;
	live_note(cx, LIVE_MESSAGE, upper->id, cx->actor->org);
	return ours ? OK : fail(cx, E_CONFLICT, T_RELAY_DONE);
}

/* At once, as the CEPTOAR: nothing of it may stand under the asker's name. */
static enum status pass_down_at_once(struct cx *cx, const struct message *upper, const struct message *derived, const struct inquiry_input *in)
{
	struct relay pair;
	struct relay_setting setting;
	struct message original;
	struct report_done made;
	bool found;
	enum status st = relay_of_derived(cx, derived->author, derived->id, &found, &pair);
	if (st != OK || !found || in->attachments.n)
		return st;
	st = relay_setting_get(cx, derived->author, &setting);
	if (st != OK || !setting.auto_inquiry)
		return st;
	st = message_load(cx, pair.original, &original);
	if (st != OK || original.status == STATUS_WITHDRAWN)
		return st;
	const struct actor *asker = cx->actor;
	struct actor ceptoar = { .org = derived->author, .roles = ROLE_OFFICER, .org_kind = ORG_CEPTOAR, .lang = asker->lang };
	struct letter l = { .user = derived->author_user, .content = { .text = in->text, .due_us = in->due_us }, .verb = S("inquiry.forward") };
	cx->actor = &ceptoar;
	st = pass_down(cx, upper, &original, &l, &made);
	cx->actor = asker;
	return st;
}

enum status inquiry_send(struct cx *cx, struct uuid id, const struct inquiry_input *in, struct report_done *ret)
{
	struct message_row row;
	struct message m;
	struct uuid to;
	bool has = true;
	enum status st = load_seen(cx, id, &row);
	if (st != OK)
		return st;
	bool own = uuid_eq(row.m.author, cx->actor->org);
	if ((row.m.kind != MESSAGE_REPORT && row.m.kind != MESSAGE_ADVISORY) || row.m.latest == 0)
		return fail(cx, E_CONFLICT, T_INQUIRY_ABOUT);
	to = own ? in->to : row.m.author;
	if (own ? uuid_is_none(to) : !uuid_is_none(in->to) && !uuid_eq(in->to, to))
		return fail_field(cx, S("/to"), own ? T_FIELD_REQUIRED : T_INQUIRY_TO, 0);
	st = own ? has_it(cx, to, id, &has) : OK;
	if (st == OK && !has)
		return fail_field(cx, S("/to"), T_INQUIRY_TO, 0);
	if (st == OK)
		st = check_due(cx, in->due_us);
	if (st != OK)
		return st;
	struct letter l = {
		.kind = MESSAGE_INQUIRY, .about = &row.m, .user = cx->actor->user, .to = to, .verb = S("inquiry.send"),
		.content = { title_of(cx, MESSAGE_INQUIRY, called(&row)), in->text, in->due_us, in->attachments },
	};
	st = send(cx, &l, ret);
	if (st != OK || own || row.author.kind != ORG_CEPTOAR)
		return st;
	st = message_load(cx, ret->message, &m);
	return st == OK ? pass_down_at_once(cx, &m, &row.m, in) : st;
}

/* An inquiry that reached the actor's CEPTOAR about something that it derived. */
static enum status load_to_forward(struct cx *cx, struct uuid id, struct message *ret, struct relay *ret_pair)
{
	bool has = false, found = false;
	enum status st = relay_need_officer(cx);
	if (st == OK)
		st = message_hold(cx, id, ret);
	if (st == OK)
		st = has_it(cx, cx->actor->org, id, &has);
	if (st != OK)
		return st;
	if (!has || ret->kind != MESSAGE_INQUIRY)
		return fail(cx, E_MISSING, T_MISSING);
	st = relay_of_derived(cx, cx->actor->org, ret->about, &found, ret_pair);
	return st == OK && !found ? fail(cx, E_CONFLICT, T_INQUIRY_NO_MEMBER) : st;
}

enum status inquiry_forward(struct cx *cx, struct uuid id, const struct inquiry_input *in, struct report_done *ret)
{
	struct message upper, original;
	struct relay pair, made;
	bool done = false;
	enum status st = load_to_forward(cx, id, &upper, &pair);
	if (st == OK)
		st = relay_of_original(cx, cx->actor->org, id, &done, &made);
	if (st == OK && done) {
		st = fail(cx, E_CONFLICT, T_RELAY_DONE);
		cx->problem->instance = str_format(cx->mem, "/api/v1/messages/%.*s", STR_ARG(uuid_str(cx->mem, made.derived)));
	}
	if (st == OK)
		st = message_load(cx, pair.original, &original);
	if (st == OK && original.status == STATUS_WITHDRAWN)
		st = relay_withdrawn(cx, original.id);
	if (st == OK)
		st = check_due(cx, in->due_us);
	if (st != OK)
		return st;
	struct letter l = { .user = cx->actor->user, .content = { NO_STR, in->text, in->due_us, in->attachments }, .verb = S("inquiry.forward") };
	return pass_down(cx, &upper, &original, &l, ret);
}

/* --- answers --- */

/* The inquiry, if it was put to the actor's org. */
static enum status load_asked(struct cx *cx, struct uuid id, struct message *ret, struct message_row *ret_row)
{
	bool has = false;
	enum status st = load_seen(cx, id, ret_row);
	if (st == OK)
		st = message_hold(cx, id, ret);
	if (st == OK)
		st = has_it(cx, cx->actor->org, id, &has);
	if (st != OK)
		return st;
	if (ret->kind != MESSAGE_INQUIRY)
		return fail(cx, E_MISSING, T_MISSING);
	return has ? OK : fail(cx, E_DENIED, T_INQUIRY_NOT_ASKED);
}

static enum status answer(struct cx *cx, struct message *inquiry, struct letter *l, struct report_done *ret)
{
	l->kind = MESSAGE_ANSWER;
	l->about = inquiry;
	l->user = cx->actor->user;
	l->to = inquiry->author;
	enum status st = send(cx, l, ret);
	if (st == OK && inquiry->status != STATUS_CLOSED)
		st = mark(cx, inquiry, STATUS_CLOSED, STEP_ANSWERED);
	live_note(cx, LIVE_MESSAGE, inquiry->id, inquiry->author);
	live_note(cx, LIVE_MESSAGE, inquiry->id, cx->actor->org);
	return st;
}

enum status answer_send(struct cx *cx, struct uuid id, const struct answer_input *in, struct report_done *ret)
{
	struct message m;
	struct message_row row;
	enum status st = load_asked(cx, id, &m, &row);
	if (st == OK && cx->actor->org_kind == ORG_OPERATOR && row.author.kind == ORG_CEPTOAR)
		st = open_check(cx, m.author);
	if (st != OK)
		return st;
	struct letter l = { .verb = S("answer.send"), .content = { title_of(cx, MESSAGE_ANSWER, called(&row)), in->text, 0, in->attachments } };
	return answer(cx, &m, &l, ret);
}

enum status answer_send_sealed(struct cx *cx, struct uuid id, const struct sealed_answer *in, struct report_done *ret)
{
	struct message m;
	struct message_row row;
	struct str envelope;
	struct letter l = { .verb = S("answer.send"), .content = { .title = S(""), .attachments = in->attachments } };
	enum status st = load_asked(cx, id, &m, &row);
	if (st == OK)
		st = envelope_check(cx, m.author, in->envelope, &envelope, &l.sealed);
	if (st != OK)
		return st == E_INVALID ? fail(cx, E_INVALID, T_INPUT) : st;
	l.body = sealed_body(cx->mem, &(struct sealed_report){ .attachments = in->attachments }, envelope);
	return answer(cx, &m, &l, ret);
}

/* The member's answer, the CEPTOAR's inquiry that it answers, the inquiry above, and the report that all of it is about. */
struct upward { struct message answer, lower, upper; struct message_row row; struct relay pair, report; };

static enum status load_upward(struct cx *cx, struct uuid id, struct upward *u)
{
	bool has = false, found = false;
	struct message original;
	enum status st = relay_need_officer(cx);
	if (st == OK)
		st = message_load(cx, id, &u->answer);
	if (st == OK)
		st = has_it(cx, cx->actor->org, id, &has);
	if (st != OK)
		return st;
	if (!has || u->answer.kind != MESSAGE_ANSWER)
		return fail(cx, E_MISSING, T_MISSING);
	st = message_load(cx, u->answer.about, &u->lower);
	if (st == OK)
		st = relay_of_derived(cx, cx->actor->org, u->lower.id, &found, &u->pair);
	if (st == OK && !found)
		return fail(cx, E_CONFLICT, T_ANSWER_NO_INQUIRY);
	if (st == OK)
		st = message_hold(cx, u->pair.original, &u->upper);
	if (st == OK)
		st = message_get(cx, cx->actor->org, u->pair.original, &u->row);
	if (st == OK)
		st = relay_of_derived(cx, cx->actor->org, u->upper.about, &found, &u->report);
	if (st == OK && !found)
		return fail(cx, E_CONFLICT, T_ANSWER_NO_INQUIRY);
	if (st == OK)
		st = message_load(cx, u->report.original, &original);
	/* What the member took back is not answered for. */
	return st == OK && original.status == STATUS_WITHDRAWN ? relay_withdrawn(cx, original.id) : st;
}

enum status answer_relay(struct cx *cx, struct uuid id, const struct answer_input *in, struct report_done *ret)
{
	struct upward u;
	struct relay made;
	struct consent_state consent;
	bool done = false, ours = true;
	enum status st = need_person(cx);
	if (st == OK)
		st = load_upward(cx, id, &u);
	if (st == OK)
		st = relay_of_original(cx, cx->actor->org, id, &done, &made);
	if (st == OK && done) {
		st = fail(cx, E_CONFLICT, T_RELAY_DONE);
		cx->problem->instance = str_format(cx->mem, "/api/v1/messages/%.*s", STR_ARG(uuid_str(cx->mem, made.derived)));
	}
	if (st == OK)
		st = consent_of(cx, u.report.original, CONSENT_USE_RELAY, &consent);
	if (st != OK)
		return st;
	if (consent.kind == CONSENT_NONE) {
		st = fail(cx, E_CONFLICT, T_CONSENT_NEEDED);
		cx->problem->instance = str_format(cx->mem, "/api/v1/messages/%.*s/consents", STR_ARG(uuid_str(cx->mem, u.report.original)));
		return st;
	}
	struct letter l = { .verb = S("answer.relay"), .content = { title_of(cx, MESSAGE_ANSWER, called(&u.row)), in->text, 0, in->attachments } };
	struct buf out;
	struct jw w;
	buf_init(&out, cx->mem, 1 << 20);
	jw_init(&w, &out);
	field_write(&w, &answer_input_table, in);
	if (consent.kind != CONSENT_NAMED)
		st = relay_check_names(cx, u.answer.author, buf_str(&out), "");
	if (st == OK)
		st = relay_check_files(cx, u.answer.id, &in->attachments, "");
	if (st == OK)
		st = relay_check_files(cx, u.report.original, &in->attachments, "");
	if (st == OK)
		st = answer(cx, &u.upper, &l, ret);
	if (st == OK)
		st = relay_add(cx, &(struct relay){ id, ret->message, cx->actor->org, MESSAGE_ANSWER, cx->now_us }, &ours);
	live_note(cx, LIVE_MESSAGE, id, cx->actor->org);
	return st == OK && !ours ? fail(cx, E_CONFLICT, T_RELAY_DONE) : st;
}

/* --- the thread --- */

static enum status made_of(struct cx *cx, struct thread_item *item)
{
	struct relay pair;
	struct message m;
	bool found = false;
	if (cx->actor->org_kind != ORG_CEPTOAR || !(cx->actor->roles & MAY_RELAY))
		return OK;
	enum status st = relay_of_original(cx, cx->actor->org, item->view.row.m.id, &found, &pair);
	if (st != OK || !found)
		return st;
	st = message_load(cx, pair.derived, &m);
	if (st == OK)
		item->made = m.id, item->made_number = m.number;
	return st;
}

static enum status add_items(struct cx *cx, struct uuid about, int64_t place, struct thread_item *items, size_t *n)
{
	struct uuid *ids;
	size_t n_ids;
	enum status st = message_about_list(cx, cx->actor->org, about, THREAD_MAX, &ids, &n_ids);
	for (size_t i = 0; st == OK && i < n_ids && *n < THREAD_MAX; i++) {
		struct thread_item *item = &items[(*n)++];
		int64_t own_place = (int64_t)*n - 1;
		*item = (struct thread_item){ .place = place };
		st = message_view(cx, ids[i], 0, &item->view);
		if (st == OK && !item->view.recalled)
			st = made_of(cx, item);
		if (st == OK && place < 0 && !item->view.recalled && item->view.row.m.kind == MESSAGE_INQUIRY)
			st = add_items(cx, ids[i], own_place, items, n);
	}
	return st;
}

enum status inquiry_thread(struct cx *cx, struct uuid id, struct thread_item **ret, size_t *ret_n)
{
	struct message_row row;
	size_t n = 0;
	enum status st = load_seen(cx, id, &row);
	/* From an answer up to its inquiry, from there up to the message. */
	for (int up = 0; st == OK && up < 2 && (row.m.kind == MESSAGE_INQUIRY || row.m.kind == MESSAGE_ANSWER); up++)
		st = message_get(cx, cx->actor->org, row.m.about, &row);
	if (st != OK)
		return st;
	struct thread_item *items = arena_array(cx->mem, struct thread_item, THREAD_MAX);
	st = add_items(cx, row.m.id, -1, items, &n);
	if (st == OK)
		*ret = items, *ret_n = n;
	return st;
}

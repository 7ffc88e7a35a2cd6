#include "app/consent.h"
#include "app/access.h"
#include "app/journal.h"
#include "app/live.h"
#include "app/party.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/consent.h"
#include "store/delivery.h"
#include "store/message.h"

/* What its notices say, and since when: the same word in the notices after says nothing new. */
struct word { int kind; int64_t since_us, since_number; };

static enum status own_word(struct cx *cx, const struct message *m, struct word *ret)
{
	struct word word = { 0, 0, 0 };
	for (int64_t n = m->latest; n > 0; n--) {
		struct revision r;
		enum status st = revision_load(cx, m->id, n, &r);
		if (st != OK)
			return st;
		int kind = consent_in_body(cx, r.body);
		if (n != m->latest && kind != word.kind)
			break;
		word = (struct word){ kind, r.submitted_us, n };
	}
	*ret = word;
	return OK;
}

static enum status advance_word(struct cx *cx, const struct message *m, enum consent_use use, struct uuid to, struct consent_state *s)
{
	struct consent *list;
	size_t n;
	enum status st = consent_advance_list(cx, m->author, use, to, day_of(cx->now_us), &list, &n);
	for (size_t i = 0; st == OK && i < n; i++)
		if (consent_scope_fits(cx, list[i].scope, m)) {
			s->id = list[i].id, s->kind = list[i].kind, s->answer = CONSENT_GIVEN, s->note = list[i].note;
			break;
		}
	return st;
}

enum status consent_of(struct cx *cx, struct uuid message, enum consent_use use, struct consent_state *ret)
{
	struct message m;
	struct consent_latest latest;
	struct word word;
	struct uuid to = { { 0 } };
	enum status st = message_load(cx, message, &m);
	if (st == OK && cx->actor && !uuid_eq(cx->actor->org, m.author))
		to = cx->actor->org;
	if (st == OK)
		st = consent_latest(cx, message, use, to, &latest);
	if (st == OK)
		st = own_word(cx, &m, &word);
	if (st != OK)
		return st;
	struct consent_state s = { .kind = CONSENT_NONE, .asked = latest.asked };
	bool later = word.since_number > 1 && latest.answered && word.since_us > latest.answer.answered_us;
	if (latest.answered && !later) {
		s.id = latest.answer.id;
		s.answer = (enum consent_answer)latest.answer.state;
		s.kind = s.answer == CONSENT_GIVEN ? latest.answer.kind : CONSENT_NONE;
		s.note = latest.answer.answer_note;
	} else if (word.kind) {
		s.kind = word.kind;
		s.answer = word.kind != CONSENT_NONE ? CONSENT_GIVEN : later ? CONSENT_TAKEN_BACK : CONSENT_NOT_ASKED;
	} else if (!later) {
		st = advance_word(cx, &m, use, to, &s);
	}
	if (st == OK && s.answer == CONSENT_NOT_ASKED && latest.asked)
		s.answer = CONSENT_ASKED, s.id = latest.question.id, s.note = latest.question.note;
	if (st == OK)
		*ret = s;
	return st;
}

/* Whoever of the two is not acting hears of it; the one who is, in its other windows. */
static void tell(struct cx *cx, const struct consent *c)
{
	struct uuid object = uuid_is_none(c->message) ? c->id : c->message;
	live_note(cx, LIVE_CONSENT, object, c->org);
	live_note(cx, LIVE_CONSENT, object, c->to_org);
}

static enum status note_and_journal(struct cx *cx, const struct consent *c, struct str verb)
{
	tell(cx, c);
	return journal_append(cx, verb, uuid_is_none(c->message) ? c->id : c->message, NULL, NULL);
}

/* The message's number and title, as the actor may see them. */
static enum status add_message(struct cx *cx, struct consent_row *row)
{
	struct message_row m;
	if (uuid_is_none(row->c.message))
		return OK;
	enum status st = message_get(cx, cx->actor->org, row->c.message, &m);
	if (st == E_MISSING)
		return *cx->problem = (struct problem){ 0 }, OK;
	if (st == OK)
		row->number = m.m.number, row->title = m.m.title;
	return st;
}

static enum status give_row(struct cx *cx, struct uuid id, struct consent_row *ret)
{
	enum status st = consent_get(cx, cx->actor->org, id, ret);
	return st == OK ? add_message(cx, ret) : st;
}

static enum status holds(struct cx *cx, struct uuid message, bool *ret)
{
	struct delivery *own;
	size_t n;
	enum status st = delivery_of_org(cx, cx->actor->org, message, &own, &n);
	if (st == OK)
		*ret = n > 0;
	return st;
}

enum status consent_ask(struct cx *cx, struct uuid message, enum consent_use use, int kind, struct str note, struct uuid *ret_id)
{
	struct message m;
	struct consent_latest latest;
	bool has = false;
	enum status st = need_content(cx);
	if (st == OK)
		st = message_load(cx, message, &m);
	if (st == OK)
		st = holds(cx, message, &has);
	if (st != OK)
		return st;
	if (!has || m.status == STATUS_WITHDRAWN)               /* before the role is asked: who has no part in it learns nothing */
		return fail(cx, E_MISSING, T_MISSING);
	st = need_role(cx, MAY_CONSENT_ASK);
	if (st != OK)
		return st;
	if (m.kind != MESSAGE_REPORT || uuid_eq(m.author, cx->actor->org))
		return fail(cx, E_CONFLICT, T_CONSENT_NO_SOURCE);
	if (use == CONSENT_USE_RELAY && (cx->actor->org_kind != ORG_CEPTOAR || report_route_of(m.route) != ROUTE_CEPTOAR))
		return fail_field(cx, S("/use"), T_CONSENT_USE, 0);
	if (kind == CONSENT_NONE)
		return fail_field(cx, S("/kind"), T_FIELD_CHOICE, 0);
	st = consent_latest(cx, message, use, cx->actor->org, &latest);
	if (st != OK || latest.asked)
		return *ret_id = latest.question.id, st;
	struct consent c = {
		.id = uuid_new(cx->now_us), .org = m.author, .to_org = cx->actor->org, .message = message, .use = use,
		.kind = kind ? kind : CONSENT_ANONYMISED, .state = CONSENT_ASKED, .note = note, .asked_us = cx->now_us, .asked_by = cx->actor->user,
	};
	st = consent_add(cx, &c);
	if (st == OK)
		st = note_and_journal(cx, &c, S("consent.ask"));
	if (st == OK)
		*ret_id = c.id;
	return st;
}

/* The author's own word to one org that has the message: an open question of that org is answered by it. */
static enum status say_to(struct cx *cx, const struct message *m, const struct consent_ask_input *in, struct uuid to, struct uuid *ret_id)
{
	struct consent_latest latest;
	int kind = in->kind ? in->kind : CONSENT_ANONYMISED;
	enum status st = consent_latest(cx, m->id, in->use, to, &latest);
	if (st != OK)
		return st;
	struct consent c = latest.question;
	if (!latest.asked)
		c = (struct consent){ .id = uuid_new(cx->now_us), .org = m->author, .to_org = to, .message = m->id, .use = in->use };
	c.state = kind == CONSENT_NONE ? CONSENT_REFUSED : CONSENT_GIVEN;
	c.kind = kind;
	c.answer_note = in->note;
	c.answered_us = cx->now_us;
	c.answered_by = cx->actor->user;
	st = latest.asked ? consent_save(cx, &c) : consent_add(cx, &c);
	tell(cx, &c);
	if (st == OK)
		*ret_id = c.id;
	return st;
}

static enum status say(struct cx *cx, const struct message *m, const struct consent_ask_input *in, struct uuid *ret_id)
{
	struct delivery *holders;
	size_t n;
	bool any = false;
	enum status st = need_role(cx, MAY_CONSENT);
	if (st == OK)
		st = delivery_holders(cx, m->id, &holders, &n);
	for (size_t i = 0; st == OK && i < n; i++)
		if (uuid_is_none(in->to) || uuid_eq(in->to, holders[i].recipient)) {
			st = say_to(cx, m, in, holders[i].recipient, ret_id);
			any = true;
		}
	if (st == OK && !any)
		return fail_field(cx, S("/to"), T_CONSENT_TO, 0);
	return st == OK ? journal_append(cx, in->kind == CONSENT_NONE ? S("consent.refuse") : S("consent.give"), m->id, NULL, NULL) : st;
}

enum status consent_put(struct cx *cx, struct uuid message, const struct consent_ask_input *in, struct consent_row *ret)
{
	struct message m;
	struct uuid id;
	enum status st = need_content(cx);
	if (st == OK)
		st = message_load(cx, message, &m);
	if (st != OK)
		return st;
	if (uuid_eq(m.author, cx->actor->org) && m.kind == MESSAGE_REPORT && m.status != STATUS_DRAFT)
		st = say(cx, &m, in, &id);
	else
		st = consent_ask(cx, message, (enum consent_use)in->use, in->kind, in->note, &id);
	return st == OK ? give_row(cx, id, ret) : st;
}

/* To whom an advance consent is given where the input does not say: the only CEPTOAR; the centre. */
static enum status advance_to(struct cx *cx, const struct consent_advance_input *in, struct uuid *ret)
{
	struct org_list ceptoars;
	struct org centre;
	if (in->use == CONSENT_USE_WIDER) {
		enum status st = party_centre(cx, &centre);
		if (st == OK && !uuid_is_none(in->to) && !uuid_eq(in->to, centre.id))
			return fail_field(cx, S("/to"), T_CONSENT_TO, 0);
		*ret = centre.id;
		return st;
	}
	enum status st = party_ceptoars_of(cx, cx->actor->org, day_of(cx->now_us), &ceptoars);
	if (st != OK)
		return st;
	for (size_t i = 0; i < ceptoars.n; i++)
		if (uuid_eq(ceptoars.p[i].id, in->to) || (uuid_is_none(in->to) && ceptoars.n == 1))
			return *ret = ceptoars.p[i].id, OK;
	return fail_field(cx, S("/to"), ceptoars.n && uuid_is_none(in->to) ? T_FIELD_REQUIRED : T_CONSENT_TO, 0);
}

static struct str scope_text(struct cx *cx, const struct consent_scope *scope)
{
	struct buf out;
	struct jw w;
	buf_init(&out, cx->mem, 64 << 10);
	jw_init(&w, &out);
	field_write(&w, &consent_scope_table, scope);
	struct str text = buf_str(&out);
	return str_eq(text, S("{}")) ? NO_STR : text;
}

enum status consent_advance(struct cx *cx, const struct consent_advance_input *in, struct consent_row *ret)
{
	struct uuid to;
	enum status st = need_role(cx, MAY_CONSENT);
	if (st == OK)
		st = advance_to(cx, in, &to);
	if (st == OK && in->kind == CONSENT_NONE)
		st = fail_field(cx, S("/kind"), T_FIELD_CHOICE, 0);
	if (st == OK && in->until_day && in->until_day < day_of(cx->now_us))
		st = fail_field(cx, S("/until"), T_CONSENT_UNTIL, 0);
	if (st != OK)
		return st;
	struct consent c = {
		.id = uuid_new(cx->now_us), .org = cx->actor->org, .to_org = to, .use = in->use, .kind = in->kind ? in->kind : CONSENT_ANONYMISED,
		.state = CONSENT_GIVEN, .scope = scope_text(cx, &in->scope), .note = in->note, .answered_us = cx->now_us,
		.answered_by = cx->actor->user, .until_day = in->until_day,
	};
	st = consent_add(cx, &c);
	if (st == OK)
		st = note_and_journal(cx, &c, S("consent.advance"));
	return st == OK ? give_row(cx, c.id, ret) : st;
}

static enum status load_own(struct cx *cx, struct uuid id, struct consent *ret)
{
	struct consent_row row;
	enum status st = need_role(cx, MAY_CONSENT);
	if (st == OK)
		st = consent_get(cx, cx->actor->org, id, &row);
	if (st == OK && !uuid_eq(row.c.org, cx->actor->org))    /* who asked cannot answer */
		return fail(cx, E_DENIED, T_DENIED);
	if (st == OK)
		*ret = row.c;
	return st;
}

static enum status decide(struct cx *cx, struct consent *c, struct str verb, struct consent_row *ret)
{
	c->answered_us = cx->now_us;
	c->answered_by = cx->actor->user;
	enum status st = consent_save(cx, c);
	if (st == E_STALE) {                                    /* of two at once one wins; the other learns what who comes later learns */
		*cx->problem = (struct problem){ 0 };
		return fail(cx, E_CONFLICT, str_eq(verb, S("consent.withdraw")) ? T_CONSENT_NOT_GIVEN : T_CONSENT_ANSWERED);
	}
	if (st == OK)
		st = note_and_journal(cx, c, verb);
	return st == OK ? give_row(cx, c->id, ret) : st;
}

enum status consent_reply(struct cx *cx, struct uuid id, const struct consent_answer_input *in, struct consent_row *ret)
{
	struct consent c;
	bool given = in->answer == 1;
	enum status st = load_own(cx, id, &c);
	if (st != OK)
		return st;
	if (c.state != CONSENT_ASKED)
		return fail(cx, E_CONFLICT, T_CONSENT_ANSWERED);
	if (given && in->kind == CONSENT_NONE)
		return fail_field(cx, S("/kind"), T_FIELD_CHOICE, 0);
	c.state = given ? CONSENT_GIVEN : CONSENT_REFUSED;
	c.kind = given && in->kind ? in->kind : c.kind;
	c.answer_note = in->note;
	return decide(cx, &c, given ? S("consent.give") : S("consent.refuse"), ret);
}

enum status consent_withdraw(struct cx *cx, struct uuid id, struct str note, struct consent_row *ret)
{
	struct consent c;
	enum status st = load_own(cx, id, &c);
	if (st != OK)
		return st;
	if (c.state != CONSENT_GIVEN)
		return fail(cx, E_CONFLICT, T_CONSENT_NOT_GIVEN);
	c.state = CONSENT_TAKEN_BACK;
	c.answer_note = note;
	return decide(cx, &c, S("consent.withdraw"), ret);
}

enum status consent_page(struct cx *cx, enum consent_box box, struct uuid message, struct uuid after, int limit, struct consent_row **ret,
                         size_t *ret_n)
{
	enum status st = need_content(cx);
	if (st == OK)
		st = consent_list(cx, cx->actor->org, &(struct consent_query){ box, after, message, limit }, ret, ret_n);
	for (size_t i = 0; st == OK && i < *ret_n; i++)
		st = add_message(cx, &(*ret)[i]);
	return st;
}

unsigned consent_may(const struct actor *a, const struct consent *c)
{
	if (!uuid_eq(a->org, c->org) || !(a->roles & MAY_CONSENT))
		return 0;
	return c->state == CONSENT_ASKED ? MAY_CONSENT_REPLY : c->state == CONSENT_GIVEN ? MAY_CONSENT_WITHDRAW : 0;
}

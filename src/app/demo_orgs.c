/* The organisations of the demonstration country: invented operators, stand-ins for public events, contacts, the council. */
#include "app/account.h"
#include "app/demo_parts.h"
#include "app/party.h"
#include "base/str.h"
#include "model/catalog.h"

#define PLACES_MAX 1000
struct places { int order[PLACES_MAX]; int n; };                /* numbers of (first, last) pairs, shuffled: no name twice in a group */

static const struct json *at(const struct json *array, int i)
{
	const struct json *v = json_first(array);
	while (v && i-- > 0)
		v = json_next(v);
	return v;
}

static void shuffle(struct demo *d, struct places *p)
{
	for (int i = p->n - 1; i > 0; i--) {
		int j = (int)demo_chance(d, (uint64_t)i + 1), was = p->order[i];
		p->order[i] = p->order[j];
		p->order[j] = was;
	}
}

/* "{p}電力" with the place's name, and the mark that says it is invented. */
static struct str named(struct cx *cx, struct str form, struct str place, struct str mark)
{
	ptrdiff_t i = str_find(form, S("{p}"));
	struct str before = i >= 0 ? str_slice(form, 0, (size_t)i) : form, after = i >= 0
		? str_slice(form, (size_t)i + 3, form.n) : NO_STR;
	return str_format(cx->mem, "%.*s%.*s%.*s%.*s", STR_ARG(before), STR_ARG(place), STR_ARG(after), STR_ARG(mark));
}

struct operator { struct str ja, en, place, plain; };   /* plain: ja without the mark that says it is invented */

static struct operator operator_name(struct cx *cx, const struct demo *d, const struct json *kind, int place)
{
	const struct json *first = json_get(d->country, S("first")), *last = json_get(d->country, S("last")),
		*mark = json_get(d->country, S("mark"));
	int n_last = (int)json_count(last);
	const struct json *a = at(first, place / n_last), *b = at(last, place % n_last);
	struct str ja = str_format(cx->mem, "%.*s%.*s", STR_ARG(json_text(at(a, 0))), STR_ARG(json_text(at(b, 0))));
	struct str en = str_format(cx->mem, "%.*s%.*s", STR_ARG(json_text(at(a, 1))), STR_ARG(json_text(at(b, 1))));
	return (struct operator){ named(cx, json_text(at(kind, 0)), ja, json_text(at(mark, 0))),
		named(cx, json_text(at(kind, 1)), en, json_text(at(mark, 1))), ja, named(cx, json_text(at(kind, 0)), ja, NO_STR) };
}

static enum status contacts_add(struct cx *cx, const struct demo *d, const struct org *o, struct str name, int number)
{
	struct contact c;
	struct contact_input mail = { .kind = CONTACT_MAIL, .address = str_format(cx->mem, "csirt@%.*s.example",
		STR_ARG(o->code)), .name = name };
	struct contact_input phone = { .kind = CONTACT_PHONE, .address = str_format(cx->mem, "0X0-0000-%04d", number), .name = name,
		.note = S("架空の番号 / fictional number") };
	(void)d;
	enum status st = contact_add(cx, o->id, &mail, &c);
	return st == OK ? contact_add(cx, o->id, &phone, &c) : st;
}

/* Some joined later than they began, some had another name: history to look at. */
static enum status operator_add(struct cx *cx, struct demo *d, const struct json *group, const struct places *places, int i)
{
	const struct json *kinds = json_get(group, S("kinds"));
	struct str ceptoar_id = json_get_text(group, S("ceptoar"));
	int n_kinds = (int)json_count(kinds);
	struct operator name = operator_name(cx, d, at(kinds, i % n_kinds), places->order[i]), former = name;
	bool renamed = i % 11 == 7, late = i % 9 == 4;
	if (renamed)
		former = operator_name(cx, d, at(kinds, i % n_kinds), places->order[places->n - 1 - i]);
	struct org ceptoar, o;
	enum status st = org_by_code(cx, str_format(cx->mem, "ceptoar-%.*s", STR_ARG(ceptoar_id)), day_of(cx->now_us), &ceptoar);
	if (st != OK)
		return st;
	int32_t from = ceptoar.from_day, joined = late ? from + 3 * 365 : from, changed = from + 5 * 365, today = day_of(cx->now_us);
	struct str aliases[] = { name.plain, name.place };              /* every other one goes by its place alone as well */
	struct org_input in = {
		.code = str_format(cx->mem, "%.*s-%03d", STR_ARG(ceptoar_id), i + 1), .kind = ORG_OPERATOR,
			.sector = json_get_text(group, S("sector")),
		.ja = former.ja, .en = former.en, .valid_from = from,
			.people = (int64_t)(20 + demo_chance(d, 80) * demo_chance(d, 80)), .demo = true,
		.area = str_format(cx->mem, "%02d", (i * 5 + (int)ceptoar_id.n * 7) % 47 + 1),
		.aliases = { aliases, i % 2 ? 1 : 2 },
	};
	st = org_add(cx, &in, &o);
	if (st == OK)
		st = org_join(cx, o.id, &(struct member_input){ ceptoar.id, joined < today ? joined : from });
	if (st == OK && renamed)
		st = org_rename(cx, o.id, &(struct name_input){ name.ja, name.en, changed < today ? changed : today }, &o);
	return st == OK ? contacts_add(cx, d, &o, S("情報セキュリティ担当(架空)"), (int)demo_chance(d, 10000)) : st;
}

static enum status group_add(struct cx *cx, struct demo *d, const struct json *group)
{
	struct places places = { .n = (int)(json_count(json_get(d->country, S("first"))) * json_count(json_get(d->country, S("last")))) };
	int64_t count = json_get_int(group, S("count"), 0);
	if (places.n > PLACES_MAX || count * 2 > places.n)
		return fail_detail(cx, E_BUG, T_BUG, "demo/country.json: more operators than places");
	for (int i = 0; i < places.n; i++)
		places.order[i] = i;
	shuffle(d, &places);
	enum status st = OK;
	for (int i = 0; st == OK && i < (int)count; i++)
		st = operator_add(cx, d, group, &places, i);
	return st;
}

static enum status stand_in_add(struct cx *cx, const struct json *s)
{
	struct org o;
	struct org_input in = { .code = json_get_text(s, S("code")), .kind = ORG_OPERATOR, .sector = json_get_text(s, S("sector")),
		.ja = json_get_text(s, S("ja")), .en = json_get_text(s, S("en")), .demo = true };
	return org_add(cx, &in, &o);
}

/* Contacts of the parties themselves, and the CEPTOARs in their council. */
static enum status party_complete(struct cx *cx, struct demo *d, const struct org *o, struct uuid council)
{
	enum status st = contacts_add(cx, d, o, S("当番(架空)"), (int)demo_chance(d, 10000));
	if (st == OK && o->kind == ORG_CEPTOAR)
		st = org_join(cx, o->id, &(struct member_input){ council, o->from_day });
	return st;
}

static enum status parties_complete(struct cx *cx, struct demo *d)
{
	static const int kinds[] = { ORG_CENTRE, ORG_CRISIS, ORG_MINISTRY, ORG_CEPTOAR };
	struct org council;
	enum status st = org_by_code(cx, S("ceptoar-council"), day_of(cx->now_us), &council);
	for (size_t k = 0; st == OK && k < sizeof kinds / sizeof *kinds; k++) {
		struct org_page page;
		st = org_list(cx, &(struct org_filter){ .day = day_of(cx->now_us), .kind = kinds[k], .limit = 100 }, &page);
		for (size_t i = 0; st == OK && i < page.n; i++)
			st = party_complete(cx, d, &page.p[i].org, council.id);
	}
	return st;
}

enum status demo_orgs(struct cx *cx, struct demo *d)
{
	cx->actor = &account_system;
	enum status st = parties_complete(cx, d);
	for (const struct json *g = json_first(json_get(d->country, S("groups"))); st == OK && g; g = json_next(g))
		st = group_add(cx, d, g);
	for (const struct json *s = json_first(json_get(d->country, S("stand_ins"))); st == OK && s; s = json_next(s))
		st = stand_in_add(cx, s);
	return st;
}

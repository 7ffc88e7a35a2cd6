/* Contact points: who may see them, and keeping them with their history. Declared in app/party.h. */
#include <stddef.h>
#include "app/access.h"
#include "app/journal.h"
#include "app/live.h"
#include "app/party.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/party.h"

#define AT(member) offsetof(struct contact_input, member)
#define LABEL(j, e) .ja = LIT(j), .en = LIT(e)
#define REST \
	{ .name = LIT("name"), .kind = FIELD_TEXT, .offset = AT(name), .max = 100, LABEL("担当", "Who answers") }, \
	{ .name = LIT("note"), .kind = FIELD_TEXT, .offset = AT(note), .max = 500, LABEL("備考(受付時間など)", "Note (hours and the like)") }, \
	{ .name = LIT("rank"), .kind = FIELD_INT, .offset = AT(rank), .min = 1, .max = 99, LABEL("順番(1が最初)", "Order (1 is tried first)") }
#define KIND(flag) { .name = LIT("kind"), .kind = FIELD_CHOICE, .flags = flag, .offset = AT(kind), \
	.choices = contact_kind_names, LABEL("手段", "Means") }
#define ADDRESS(flag) { .name = LIT("address"), .kind = FIELD_TEXT, .flags = flag, .offset = AT(address), .min = 1, \
	.max = 300, LABEL("宛先", "Address") }
static const struct field input_fields[] = { KIND(FIELD_REQUIRED), ADDRESS(FIELD_REQUIRED), REST };
static const struct field change_fields[] = { KIND(0), ADDRESS(0), REST };
const struct field_table contact_input_table = { .name = LIT("ContactInput"), .fields = input_fields, .n_fields = 5,
	.struct_bytes = sizeof(struct contact_input), .present = AT(present) };
const struct field_table contact_change_table = { .name = LIT("ContactChange"), .fields = change_fields, .n_fields = 5,
	.struct_bytes = sizeof(struct contact_input), .present = AT(present) };
enum { GAVE_KIND = 1, GAVE_ADDRESS = 2, GAVE_NAME = 4, GAVE_NOTE = 8, GAVE_RANK = 16 };         /* by order in change_fields */

static int32_t today(const struct cx *cx)
{
	return day_of(cx->now_us);
}

enum status contact_may_see(struct cx *cx, struct uuid id, bool *ret)
{
	const struct actor *a = cx->actor;
	if (!a)
		return fail(cx, E_LOGIN, T_LOGIN_NEEDED);
	if (uuid_eq(a->org, id) || (a->roles & ROLE_PLATFORM) || a->org_kind == ORG_CENTRE) {
		*ret = true;
		return OK;
	}
	if (a->org_kind == ORG_CEPTOAR && (a->roles & ROLE_OFFICER))
		return store_is_member(cx, id, a->org, today(cx), ret);
	bool may = false;
	enum status st = OK;
	if (a->org_kind == ORG_MINISTRY) {
		struct org o;
		struct oversight_list list;
		st = store_org_get(cx, id, today(cx), &o);
		if (st == OK)
			st = store_oversight_list(cx, &list);
		for (size_t i = 0; st == OK && i < list.n; i++)
			if (o.sector.n && str_eq(list.p[i].sector, o.sector) && uuid_eq(list.p[i].org, a->org) &&
			    list.p[i].from_day <= today(cx) && list.p[i].to_day >= today(cx))
				may = true;
	}
	if (st == OK)
		*ret = may;
	return st;
}

enum status contact_list(struct cx *cx, struct uuid org, struct contacts *ret)
{
	bool may;
	struct org o;
	enum status st = store_org_get(cx, org, today(cx), &o);
	if (st == OK)
		st = contact_may_see(cx, org, &may);
	if (st != OK)
		return st;
	return may ? store_contact_list(cx, org, today(cx), &ret->p, &ret->n) : fail(cx, E_DENIED, T_DENIED);
}

static enum status may_change(struct cx *cx, struct uuid org)
{
	enum status st = need_role(cx, ROLE_PLATFORM | ROLE_ORG_ADMIN);
	if (st == OK && !(cx->actor->roles & ROLE_PLATFORM) && !uuid_eq(cx->actor->org, org))
		st = fail(cx, E_DENIED, T_DENIED);
	return st;
}

static bool phone_ok(struct str s)
{
	size_t digits = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c >= '0' && c <= '9')
			digits++;
		else if (c != '-' && c != '+' && c != ' ' && c != '(' && c != ')' && c != '#' && c != 'X')
			return false;
	}
	return digits >= 3;
}

static enum status address_check(struct cx *cx, int64_t kind, struct str address)
{
	ptrdiff_t at = str_find(address, S("@"));
	bool ok = true;
	if (kind == CONTACT_MAIL)
		ok = at > 0 && (size_t)at + 1 < address.n && str_find(address, S(" ")) < 0;
	else if (kind == CONTACT_WEBHOOK || kind == CONTACT_TAXII)
		ok = (str_starts(address, S("https://")) || str_starts(address, S("http://"))) && str_find(address, S(" ")) < 0;
	else if (kind == CONTACT_PHONE || kind == CONTACT_FAX)
		ok = phone_ok(address);
	return ok ? OK : fail_field(cx, S("/address"), T_CONTACT_ADDRESS, 0);
}

static enum status note(struct cx *cx, struct str verb, struct uuid org, struct uuid contact)
{
	live_note(cx, LIVE_REGISTRY, org, org);
	return journal_append(cx, verb, contact, NULL, NULL);
}

enum status contact_add(struct cx *cx, struct uuid org, const struct contact_input *in, struct contact *ret)
{
	struct org o;
	struct contact *all;
	size_t n;
	enum status st = store_org_get(cx, org, today(cx), &o);
	if (st == OK)
		st = may_change(cx, org);
	if (st == OK)
		st = address_check(cx, in->kind, in->address);
	if (st == OK)
		st = store_contact_list(cx, org, today(cx), &all, &n);
	if (st != OK)
		return st;
	int64_t rank = in->rank;
	if (rank == 0)
		rank = n ? all[n - 1].rank + 1 : 1;
	struct contact c = { .id = uuid_new(cx->now_us), .org = org, .rank = rank, .kind = in->kind, .address = in->address,
		.name = in->name,
		.note = in->note, .from_day = today(cx), .to_day = DAY_FOREVER, .version = 1 };
	st = store_contact_add(cx, &c);
	if (st == OK)
		st = note(cx, S("contact.add"), org, c.id);
	if (st == OK)
		*ret = c;
	return st;
}

static enum status contact_of(struct cx *cx, struct uuid org, struct uuid id, struct contact *ret)
{
	struct contact c;
	enum status st = may_change(cx, org);
	if (st == OK)
		st = store_contact_get(cx, id, &c);
	if (st == OK && (!uuid_eq(c.org, org) || c.to_day < today(cx)))
		st = fail(cx, E_MISSING, T_MISSING);
	if (st == OK)
		*ret = c;
	return st;
}

/* The contact keeps its id; what it was until yesterday stays under another. */
static enum status keep_history(struct cx *cx, struct contact *c)
{
	if (c->from_day >= today(cx))
		return OK;
	struct contact was = *c;
	was.id = uuid_new(cx->now_us);
	was.to_day = today(cx) - 1;
	c->from_day = today(cx);
	return store_contact_add(cx, &was);
}

enum status contact_change(struct cx *cx, struct uuid org, struct uuid id, int64_t version, const struct contact_input *in,
	struct contact *ret)
{
	struct contact c;
	enum status st = contact_of(cx, org, id, &c);
	if (st == OK && version != c.version)
		st = fail(cx, E_STALE, T_STALE);
	if (st == OK)
		st = keep_history(cx, &c);
	if (st != OK)
		return st;
	c.kind = in->present & GAVE_KIND ? in->kind : c.kind;
	c.address = in->present & GAVE_ADDRESS ? in->address : c.address;
	c.name = in->present & GAVE_NAME ? in->name : c.name;
	c.note = in->present & GAVE_NOTE ? in->note : c.note;
	c.rank = in->present & GAVE_RANK ? in->rank : c.rank;
	st = address_check(cx, c.kind, c.address);
	if (st == OK)
		st = store_contact_save(cx, &c);
	if (st == OK)
		st = note(cx, S("contact.edit"), org, id);
	c.version++;
	if (st == OK)
		*ret = c;
	return st;
}

enum status contact_drop(struct cx *cx, struct uuid org, struct uuid id)
{
	struct contact c;
	enum status st = contact_of(cx, org, id, &c);
	if (st != OK)
		return st;
	c.to_day = today(cx) - 1;
	st = store_contact_save(cx, &c);
	return st == OK ? note(cx, S("contact.drop"), org, id) : st;
}

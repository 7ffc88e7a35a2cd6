/* Changing who there is: history is kept by closing a period and opening the next one. */
#include <stddef.h>
#include "app/access.h"
#include "app/journal.h"
#include "app/live.h"
#include "app/party.h"
#include "app/recall.h"
#include "base/str.h"
#include "base/uuid.h"
#include "model/catalog.h"
#include "store/party.h"

#define AT(member) offsetof(struct org_input, member)
#define LABEL(j, e) .ja = LIT(j), .en = LIT(e)
#define PLACE_ROWS \
	{ .name = LIT("area"), .kind = FIELD_TEXT, .offset = AT(area), .max = 2, \
	  LABEL("都道府県(JISの2桁の番号)", "Prefecture, ISO 3166-2:JP without the country: 01 to 47") }, \
	{ .name = LIT("aliases"), .kind = FIELD_LIST, .flags = FIELD_UNIQUE, .offset = AT(aliases), .item = FIELD_TEXT, .item_max = 200, .max = 50, \
	  LABEL("別名・略称・旧称", "What else it is called: abbreviations, trade names, former names") }
static const struct field org_fields[] = {
	{ .name = LIT("code"), .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .offset = AT(code), .min = 2, .max = 40,
		LABEL("コード", "Code") },
	{ .name = LIT("kind"), .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED, .offset = AT(kind), .choices = org_kind_names,
		LABEL("種別", "Kind") },
	{ .name = LIT("sector"), .kind = FIELD_TEXT, .offset = AT(sector), .max = 40, LABEL("分野", "Sector") },
	{ .name = LIT("ja"), .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .offset = AT(ja), .min = 1, .max = 200,
		LABEL("名称(日本語)", "Name in Japanese") },
	{ .name = LIT("en"), .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .offset = AT(en), .min = 1, .max = 200,
		LABEL("名称(英語)", "Name in English") },
	{ .name = LIT("valid_from"), .kind = FIELD_DAY, .offset = AT(valid_from), LABEL("有効期間の初日", "First day") },
	{ .name = LIT("people"), .kind = FIELD_INT, .offset = AT(people), .min = 0, .max = 10000000, LABEL("人数", "Head-count") },
	{ .name = LIT("ceptoars"), .kind = FIELD_LIST, .flags = FIELD_UNIQUE, .offset = AT(ceptoars), .item = FIELD_UUID, .max = 20,
	  LABEL("所属するセプター", "CEPTOARs it belongs to") },
	PLACE_ROWS,
};
static const struct field change_fields[] = {
	{ .name = LIT("sector"), .kind = FIELD_TEXT, .offset = AT(sector), .max = 40, LABEL("分野", "Sector") },
	{ .name = LIT("people"), .kind = FIELD_INT, .offset = AT(people), .min = 0, .max = 10000000, LABEL("人数", "Head-count") },
	{ .name = LIT("valid_to"), .kind = FIELD_DAY, .offset = AT(valid_to), LABEL("有効期間の末日", "Last day") },
	PLACE_ROWS,
};
static const struct field name_fields[] = {
	{ .name = LIT("ja"), .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .offset = offsetof(struct name_input, ja), .min = 1, .max = 200,
	  LABEL("新しい名称(日本語)", "New name in Japanese") },
	{ .name = LIT("en"), .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .offset = offsetof(struct name_input, en), .min = 1, .max = 200,
	  LABEL("新しい名称(英語)", "New name in English") },
	{ .name = LIT("valid_from"), .kind = FIELD_DAY, .flags = FIELD_REQUIRED, .offset = offsetof(struct name_input, valid_from),
	  LABEL("この名称の初日", "First day of this name") },
};
static const struct field member_fields[] = {
	{ .name = LIT("org"), .kind = FIELD_UUID, .flags = FIELD_REQUIRED, .offset = offsetof(struct member_input, org),
		LABEL("入会先", "Joins") },
	{ .name = LIT("valid_from"), .kind = FIELD_DAY, .offset = offsetof(struct member_input, valid_from),
		LABEL("会員である初日", "First day as a member") },
};
#define TABLE(table, label, field_list, type, present_at) \
	const struct field_table table = { .name = LIT(label), .fields = field_list, \
		.n_fields = sizeof(field_list) / sizeof *(field_list), \
		.struct_bytes = sizeof(type), .present = present_at }
TABLE(org_input_table, "OrgInput", org_fields, struct org_input, AT(present));
TABLE(org_change_table, "OrgChange", change_fields, struct org_input, AT(present));
TABLE(name_input_table, "OrgName", name_fields, struct name_input, FIELD_NO_PRESENT);
TABLE(member_input_table, "Membership", member_fields, struct member_input, FIELD_NO_PRESENT);
enum { GAVE_SECTOR = 1, GAVE_PEOPLE = 2, GAVE_VALID_TO = 4, GAVE_AREA = 8, GAVE_ALIASES = 16 };   /* bits of present, by order in change_fields */

static enum status note(struct cx *cx, struct str verb, struct uuid org)
{
	live_note(cx, LIVE_REGISTRY, org, org);
	return journal_append(cx, verb, org, NULL, NULL);
}

static int32_t today(const struct cx *cx)
{
	return day_of(cx->now_us);
}

static enum status sector_check(struct cx *cx, struct str sector, int kind, int32_t day)
{
	if (sector.n == 0)
		return kind == ORG_OPERATOR || kind == ORG_CEPTOAR ? fail_field(cx, S("/sector"), T_ORG_SECTOR_NEEDED, 0) : OK;
	if (cx->catalog && !catalog_has(cx->catalog, S("sector"), sector, day))
		return fail_field(cx, S("/sector"), T_ORG_SECTOR, 0);
	return OK;
}

static enum status area_check(struct cx *cx, struct str area)
{
	int64_t number;
	if (area.n && (area.n != 2 || !str_int(area, 1, 47, &number)))
		return fail_field(cx, S("/area"), T_ORG_AREA, 0);
	return OK;
}

/* All names it ever had, its aliases and its code, folded: who looks for the old name finds the org. */
static enum status find_text(struct cx *cx, struct uuid org, struct str code, struct str *ret)
{
	struct org_name *names;
	struct str *aliases;
	size_t n, n_aliases;
	enum status st = store_name_list(cx, org, &names, &n);
	if (st == OK)
		st = store_alias_list(cx, org, &aliases, &n_aliases);
	if (st != OK)
		return st;
	struct buf b;
	buf_init(&b, cx->mem, 65536);
	buf_add(&b, code);
	for (size_t i = 0; i < n; i++) {
		buf_byte(&b, ' ');
		buf_add(&b, names[i].ja);
		buf_byte(&b, ' ');
		buf_add(&b, names[i].en);
	}
	for (size_t i = 0; i < n_aliases; i++) {
		buf_byte(&b, ' ');
		buf_add(&b, aliases[i]);
	}
	*ret = str_fold(cx->mem, buf_str(&b));
	return OK;
}

static enum status save(struct cx *cx, const struct org *o)
{
	struct str find;
	enum status st = find_text(cx, o->id, o->code, &find);
	return st == OK ? store_org_save(cx, o, find) : st;
}

static enum status join(struct cx *cx, struct uuid org, struct uuid parent, int32_t from_day)
{
	struct membership_list list;
	struct org p;
	enum status st = store_org_get(cx, parent, from_day, &p);
	if (st == E_MISSING || (st == OK && !org_has_members(p.kind)))
		return fail_field(cx, S("/org"), T_ORG_PARENT, 0);
	if (st == OK)
		st = store_membership_list(cx, org, &list);
	if (st != OK)
		return st;
	for (size_t i = 0; i < list.n; i++) {
		struct membership *m = &list.p[i];
		if (!uuid_eq(m->parent, parent))
			continue;
		if (m->to_day >= from_day)
			return fail(cx, E_CONFLICT, T_MEMBER_ALREADY);
		if (m->from_day == from_day) {                  /* joined and left that same day */
			m->to_day = DAY_FOREVER;
			return store_membership_save(cx, m);
		}
	}
	return store_membership_add(cx, &(struct membership){ org, parent, from_day, DAY_FOREVER });
}

static enum status code_check(struct cx *cx, struct str code)
{
	struct org other;
	if (!org_code_ok(code))
		return fail_field(cx, S("/code"), T_ORG_CODE, 0);
	struct problem aside = { 0 }, *kept = cx->problem;
	cx->problem = &aside;                                   /* that there is none is no failure here */
	enum status st = store_org_by_code(cx, code, today(cx), &other);
	cx->problem = kept;
	if (st == OK)
		return fail_field(cx, S("/code"), T_ORG_CODE_TAKEN, 0);
	return st == E_MISSING ? OK : fail(cx, st, aside.why);
}

enum status org_add(struct cx *cx, const struct org_input *in, struct org *ret)
{
	enum status st = need_role(cx, ROLE_PLATFORM);
	if (st != OK)
		return st;
	int32_t from = in->valid_from ? in->valid_from : today(cx);
	st = code_check(cx, in->code);
	enum status sector = sector_check(cx, in->sector, in->kind, from > today(cx) ? from : today(cx));
	enum status area = area_check(cx, in->area);
	if (st != OK || sector != OK || area != OK)
		return st != OK ? st : sector != OK ? sector : area;
	struct org o = {
		.id = uuid_new(cx->now_us), .code = in->code, .kind = in->kind, .sector = in->sector, .ja = in->ja, .en = in->en,
		.from_day = from, .to_day = DAY_FOREVER, .people = in->people, .demo = in->demo, .version = 1, .area = in->area,
	};
	struct str find = str_fold(cx->mem, str_format(cx->mem, "%.*s %.*s %.*s", STR_ARG(o.code), STR_ARG(o.ja), STR_ARG(o.en)));
	st = store_org_add(cx, &o, find);
	if (st == OK)
		st = store_name_add(cx, o.id, &(struct org_name){ from, DAY_FOREVER, o.ja, o.en });
	if (st == OK && in->aliases.n)
		st = store_alias_save(cx, o.id, in->aliases.p, in->aliases.n);
	if (st == OK && in->aliases.n) {                        /* again, with the aliases to be found by */
		st = save(cx, &o);
		o.version++;
	}
	const struct uuid *parents = in->ceptoars.p;
	for (size_t i = 0; st == OK && i < in->ceptoars.n; i++)
		st = join(cx, o.id, parents[i], from);
	if (st == OK)
		st = note(cx, S("org.add"), o.id);
	if (st == OK)
		*ret = o;
	return st;
}

enum status org_change(struct cx *cx, struct uuid id, int64_t version, const struct org_input *in, struct org *ret)
{
	struct org o;
	enum status st = need_role(cx, ROLE_PLATFORM | ROLE_ORG_ADMIN);
	if (st == OK)
		st = store_org_get(cx, id, today(cx), &o);
	if (st != OK)
		return st;
	bool platform = (cx->actor->roles & ROLE_PLATFORM) != 0;
	if (!platform && (!uuid_eq(cx->actor->org, id) || (in->present & ~(uint64_t)(GAVE_PEOPLE | GAVE_AREA | GAVE_ALIASES))))
		return fail(cx, E_DENIED, T_DENIED);
	if (version != o.version)
		return fail(cx, E_STALE, T_STALE);
	if (in->present & GAVE_SECTOR) {
		st = sector_check(cx, in->sector, o.kind, today(cx));
		o.sector = in->sector;
	}
	if (in->present & GAVE_PEOPLE)
		o.people = in->people;
	if (in->present & GAVE_VALID_TO) {
		if (in->valid_to < o.from_day)
			st = fail_field(cx, S("/valid_to"), T_ORG_PERIOD, 0);
		o.to_day = in->valid_to;
	}
	if (in->present & GAVE_AREA) {
		enum status area = area_check(cx, in->area);
		st = st == OK ? area : st;
		o.area = in->area;
	}
	if (st == OK && (in->present & GAVE_ALIASES))
		st = store_alias_save(cx, id, in->aliases.p, in->aliases.n);
	if (st == OK)
		st = save(cx, &o);
	if (st == OK)
		st = note(cx, S("org.edit"), id);
	return st == OK ? store_org_get(cx, id, today(cx), ret) : st;
}

/* The new name's period: from its first day to the day before the next name's, or for good. */
static enum status name_insert(struct cx *cx, struct uuid org, const struct name_input *in)
{
	struct org_name *names;
	size_t n;
	enum status st = store_name_list(cx, org, &names, &n);
	if (st != OK)
		return st;
	for (size_t i = n; i-- > 0;) {
		struct org_name *before = &names[i];
		if (before->from_day > in->valid_from)
			continue;
		struct org_name name = { in->valid_from, before->to_day, in->ja, in->en };
		if (before->from_day == in->valid_from)         /* only what is not history yet may be put right */
			return before->from_day >= today(cx) ? store_name_save(cx, org, &name)
			                                     : fail_field(cx, S("/valid_from"), T_ORG_NAME_DAY, 0);
		before->to_day = in->valid_from - 1;
		st = store_name_save(cx, org, before);
		return st == OK ? store_name_add(cx, org, &name) : st;
	}
	return fail_field(cx, S("/valid_from"), T_ORG_NAME_EARLY, 0);
}

enum status org_rename(struct cx *cx, struct uuid id, const struct name_input *in, struct org *ret)
{
	struct org o;
	enum status st = need_role(cx, ROLE_PLATFORM);
	if (st == OK)
		st = store_org_get(cx, id, today(cx), &o);
	if (st == OK)
		st = name_insert(cx, id, in);
	if (st == OK)
		st = store_org_get(cx, id, today(cx), &o);
	if (st == OK)
		st = save(cx, &o);                              /* the names in force today, beside the history */
	if (st == OK)
		st = note(cx, S("org.rename"), id);
	return st == OK ? store_org_get(cx, id, today(cx), ret) : st;
}

enum status org_join(struct cx *cx, struct uuid id, const struct member_input *in)
{
	struct org o;
	enum status st = need_role(cx, ROLE_PLATFORM);
	if (st == OK)
		st = store_org_get(cx, id, today(cx), &o);
	if (st == OK)
		st = join(cx, id, in->org, in->valid_from ? in->valid_from : today(cx));
	if (st == OK)
		st = note(cx, S("membership.join"), id);
	return st;
}

enum status org_leave(struct cx *cx, struct uuid id, struct uuid parent)
{
	struct membership_list list;
	enum status st = need_role(cx, ROLE_PLATFORM);
	if (st == OK)
		st = store_membership_list(cx, id, &list);
	for (size_t i = 0; st == OK && i < list.n; i++) {
		struct membership *m = &list.p[i];
		if (!uuid_eq(m->parent, parent) || m->to_day < today(cx))
			continue;
		m->to_day = today(cx) - 1;
		st = store_membership_save(cx, m);
		if (st == OK)
			st = recall_start_leaving(cx, id, parent);
		if (st == OK)
			live_note(cx, LIVE_REGISTRY, id, parent);
		return st == OK ? note(cx, S("membership.leave"), id) : st;
	}
	return st == OK ? fail(cx, E_MISSING, T_MEMBER_NOT) : st;
}

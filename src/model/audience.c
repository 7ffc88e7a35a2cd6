#include "model/audience.h"
#include "base/str.h"
#include "base/uuid.h"
#include "model/message.h"
#include "model/report.h"

#define PART(name_, member_, item_, bound_, ja_, en_) \
	{ .name = LIT(name_), .kind = FIELD_LIST, .flags = FIELD_UNIQUE, .offset = offsetof(struct audience, member_), .max = (bound_), \
	  .item = (item_), .item_max = 60, .ja = LIT(ja_), .en = LIT(en_) }
static const struct field audience_fields[] = {
	{ .name = LIT("all"), .kind = FIELD_BOOL, .offset = offsetof(struct audience, all),
	  .ja = LIT("登録されているすべての組織"), .en = LIT("Every registered organisation") },
	PART("sectors", sectors, FIELD_TEXT, 50, "分野", "Sectors"),
	PART("ceptoars", ceptoars, FIELD_UUID, 100, "セプター(とその構成員)", "CEPTOARs and their members"),
	{ .name = LIT("kinds"), .kind = FIELD_LIST, .flags = FIELD_UNIQUE, .offset = offsetof(struct audience, kinds), .max = 13,
	  .item = FIELD_CHOICE, .choices = org_kind_names, .ja = LIT("組織の種別"), .en = LIT("Kinds of organisation") },
	PART("orgs", orgs, FIELD_UUID, 1000, "名指しする組織", "Named organisations"),
	PART("except", except, FIELD_UUID, 1000, "除く組織", "Organisations left out"),
};
const struct field_table audience_table = {
	LIT("Audience"), audience_fields, sizeof audience_fields / sizeof *audience_fields, sizeof(struct audience), FIELD_NO_PRESENT,
};

static bool has_uuid(const struct list *list, struct uuid id)
{
	const struct uuid *ids = list->p;
	for (size_t i = 0; i < list->n; i++)
		if (uuid_eq(ids[i], id))
			return true;
	return false;
}

static bool has_text(const struct list *list, struct str text)
{
	const struct str *texts = list->p;
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(texts[i], text))
			return true;
	return false;
}

static bool has_int(const struct list *list, int value)
{
	const int *values = list->p;
	for (size_t i = 0; i < list->n; i++)
		if (values[i] == value)
			return true;
	return false;
}

/* The first chosen group, in the order of choice, that is the org or has it as a member. */
static bool in_group(const struct audience *audience, const struct audience_org *org, struct uuid *ret_group)
{
	const struct uuid *groups = audience->ceptoars.p;
	for (size_t g = 0; g < audience->ceptoars.n; g++) {
		bool in = uuid_eq(groups[g], org->id);
		for (size_t i = 0; !in && i < org->n_parents; i++)
			in = uuid_eq(groups[g], org->parents[i]);
		if (!in)
			continue;
		if (ret_group)
			*ret_group = groups[g];
		return true;
	}
	return false;
}

enum why audience_match(const struct audience *audience, struct uuid author, const struct audience_org *org, struct uuid *ret_by)
{
	if (uuid_eq(org->id, author) || has_uuid(&audience->except, org->id))
		return WHY_NOT;
	if (has_uuid(&audience->orgs, org->id))
		return WHY_NAMED;
	if (in_group(audience, org, ret_by))
		return WHY_GROUP;
	if (org->sector.n > 0 && has_text(&audience->sectors, org->sector))
		return WHY_SECTOR;
	if (has_int(&audience->kinds, org->kind))
		return WHY_KIND;
	return audience->all ? WHY_ALL : WHY_NOT;
}

bool audience_is_empty(const struct audience *audience)
{
	return !audience->all && audience->sectors.n + audience->ceptoars.n + audience->kinds.n + audience->orgs.n == 0;
}

int passer_find(const struct passers *net, struct uuid id)
{
	size_t low = 0, high = net->n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int c = uuid_cmp(net->p[mid].id, id);
		if (c == 0)
			return (int)mid;
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return -1;
}

int passer_ministry(const struct passers *net, struct str sector)
{
	for (size_t i = 0; i < net->n_sectors; i++)
		if (str_eq(net->sectors[i].sector, sector)) {
			int ministry = net->sectors[i].ministry;
			return ministry >= 0 && net->p[ministry].excepted ? -1 : ministry;
		}
	return -1;
}

/* The CEPTOAR that an operator hears from: a chosen one first, then the lowest id. Parents need not be sorted. */
static int ceptoar_of(const struct passers *net, const struct audience *audience, const struct audience_org *org)
{
	int best = -1;
	bool best_chosen = false;
	for (size_t i = 0; i < org->n_parents; i++) {
		int found = passer_find(net, org->parents[i]);
		if (found < 0 || net->p[found].kind != ORG_CEPTOAR || net->p[found].excepted)
			continue;
		bool chosen = has_uuid(&audience->ceptoars, org->parents[i]);
		if (best < 0 || (chosen && !best_chosen) || (chosen == best_chosen && found < best)) {
			best = found;
			best_chosen = chosen;
		}
	}
	return best;
}

static void way_add(struct way *way, int passer)
{
	if (passer >= 0)
		way->passers[way->n++] = passer;
}

void audience_way(const struct passers *net, const struct audience *audience, int tlp, const struct audience_org *org, struct way *ret)
{
	struct way way = { .hop = 1 };
	if (tlp_may_pass_on(tlp) && org->kind == ORG_CEPTOAR) {
		way_add(&way, passer_ministry(net, org->sector));
		way.hop = way.n > 0 ? 2 : 1;
	} else if (tlp_may_pass_on(tlp) && org->kind == ORG_OPERATOR) {
		int ceptoar = ceptoar_of(net, audience, org);
		int ministry = ceptoar >= 0 ? net->p[ceptoar].ministry : passer_ministry(net, org->sector);
		if (ministry >= 0 && net->p[ministry].excepted)
			ministry = -1;
		way_add(&way, ministry);
		way_add(&way, ceptoar);
		way.hop = way.n > 0 ? 3 : 1;
	}
	*ret = way;
}

enum text audience_tlp_bound(const struct audience *audience, int tlp)
{
	bool wide = audience->sectors.n > 0 || audience->kinds.n > 0;
	if (tlp >= TLP_RED && (audience->all || wide || audience->ceptoars.n > 0))
		return T_AUDIENCE_RED;
	if (tlp == TLP_AMBER_STRICT && (audience->all || wide))
		return T_AUDIENCE_AMBER_STRICT;
	if (tlp == TLP_AMBER && audience->all)
		return T_AUDIENCE_AMBER;
	return T_NONE;
}

enum consent_bound consent_bound_of(int consent)
{
	return consent == CONSENT_NAMED ? BOUND_FREE : consent == CONSENT_ANONYMISED ? BOUND_COMMUNITY : BOUND_HOLDERS;
}

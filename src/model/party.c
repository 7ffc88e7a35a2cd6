#include "model/party.h"
#include "base/str.h"

const struct str org_kind_names[] = {
	LIT("centre"), LIT("crisis"), LIT("ministry"), LIT("security_ministry"), LIT("response_agency"), LIT("disaster_agency"),
	LIT("security_org"), LIT("ceptoar"), LIT("council"), LIT("isac"), LIT("operator"), LIT("vendor"), LIT("foreign"), { NULL, 0 },
};
const struct str contact_kind_names[] = {
	LIT("portal"), LIT("mail"), LIT("webhook"), LIT("taxii"), LIT("phone"), LIT("fax"), { NULL, 0 },
};
const struct str role_names[] = {
	LIT("reporter"), LIT("approver"), LIT("officer"), LIT("liaison"), LIT("analyst"), LIT("publisher"), LIT("drill_manager"),
	LIT("org_admin"), LIT("auditor"), LIT("platform_admin"), { NULL, 0 },
};

void org_ref_members(struct jw *w, const struct org *o)
{
	jw_k_uuid(w, S("id"), o->id);
	jw_k_text(w, S("code"), o->code);
	jw_k_text(w, S("kind"), o->kind >= ORG_CENTRE && o->kind <= ORG_FOREIGN ? org_kind_names[o->kind - 1] : NO_STR);
	jw_k_text(w, S("ja"), o->ja);
	jw_k_text(w, S("en"), o->en);
}

void org_ref_write(struct jw *w, const struct org *o)
{
	jw_object(w);
	org_ref_members(w, o);
	jw_end_object(w);
}

bool org_has_members(int kind)
{
	return kind == ORG_CEPTOAR || kind == ORG_COUNCIL || kind == ORG_ISAC;
}

bool org_code_ok(struct str code)
{
	if (code.n < 2 || code.n > 40 || code.p[0] < 'a' || code.p[0] > 'z')
		return false;
	for (size_t i = 0; i < code.n; i++) {
		char c = code.p[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
			return false;
	}
	return true;
}

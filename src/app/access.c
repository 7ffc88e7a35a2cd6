#include "app/access.h"
#include "base/arena.h"
#include "base/str.h"
#include "base/uuid.h"
#include "model/key.h"
#include "model/party.h"

const struct permission permissions[] = {
#define ROW(id, name, roles) { LIT(name), (roles) },
	ACCESS_TABLE(ROW)
#undef ROW
};
const size_t n_permissions = sizeof permissions / sizeof *permissions;

bool actor_is_centre(const struct actor *actor)
{
	return actor->org_kind == ORG_CENTRE;
}

bool actor_has_situation(const struct actor *actor)
{
	return actor->org_kind == ORG_CENTRE || actor->org_kind == ORG_CRISIS || actor->org_kind == ORG_MINISTRY ||
	       actor->org_kind == ORG_RESPONSE_AGENCY || actor->org_kind == ORG_DISASTER_AGENCY;
}

bool permission_held(const struct permission *permission, const struct actor *actor)
{
	if (!(actor->roles & permission->roles))
		return false;
	if (str_eq(permission->name, S("report.write")))
		return !actor_is_centre(actor);
	if (str_eq(permission->name, S("key")))
		return key_role_fits(actor->org_kind, actor->roles);
	if (str_eq(permission->name, S("situation")))
		return actor_has_situation(actor);
	if (str_eq(permission->name, S("mode")))
		return actor_is_centre(actor) || actor->org_kind == ORG_CRISIS;
	if (str_eq(permission->name, S("relay")))
		return actor->org_kind == ORG_CEPTOAR;
	return actor_is_centre(actor) || (!str_starts(permission->name, S("advisory.")) && !str_eq(permission->name, S("case")));
}

enum status need_role(struct cx *cx, unsigned roles)
{
	if (!cx->actor)
		return fail(cx, E_LOGIN, T_LOGIN_NEEDED);
	if (!(cx->actor->roles & roles))
		return fail(cx, E_DENIED, T_DENIED);
	return OK;
}

enum status need_content(struct cx *cx)
{
	return need_role(cx, ROLES_CONTENT);
}

enum status need_person(struct cx *cx)
{
	return cx->actor && !uuid_is_none(cx->actor->token) ? fail(cx, E_DENIED, T_TOKEN_PERSON) : OK;
}

#include "model/account.h"

#include "base/embed.h"
#include "base/json.h"
#include "base/str.h"
#include "model/party.h"

const struct str account_state_names[] = { LIT("active"), LIT("disabled"), LIT("must_change"), { NULL, 0 } };
const struct str token_scope_names[] = { LIT("read"), LIT("write"), { NULL, 0 } };

#define ROLES_EVERYWHERE (ROLE_ORG_ADMIN | ROLE_AUDITOR)
#define ROLES_WRITING (ROLE_REPORTER | ROLE_APPROVER | ROLES_EVERYWHERE)

bool totp_is_mandatory(unsigned roles)
{
	return (roles & ROLES_TOTP) != 0;
}

unsigned roles_of_kind(int org_kind)
{
	switch (org_kind) {
	case ORG_CENTRE: return ROLE_APPROVER | ROLE_ANALYST | ROLE_PUBLISHER | ROLE_DRILL | ROLES_EVERYWHERE | ROLE_PLATFORM;
	case ORG_MINISTRY:
	case ORG_SECURITY_MINISTRY: return ROLES_WRITING | ROLE_LIAISON | ROLE_DRILL;
	case ORG_CEPTOAR: return ROLES_WRITING | ROLE_OFFICER | ROLE_DRILL;
	case ORG_CRISIS:
	case ORG_RESPONSE_AGENCY:
	case ORG_DISASTER_AGENCY:
	case ORG_SECURITY_ORG:
	case ORG_COUNCIL:
	case ORG_ISAC: return ROLES_WRITING | ROLE_DRILL;
	case ORG_OPERATOR:
	case ORG_VENDOR:
	case ORG_FOREIGN: return ROLES_WRITING;
	default: return 0;
	}
}

enum text roles_fault(unsigned roles, int org_kind)
{
	if (roles == 0)
		return T_FIELD_TOO_FEW;
	if (roles & ~roles_of_kind(org_kind))
		return T_ROLES_ORG;
	if ((roles & ROLE_PLATFORM) && (roles & ~(unsigned)(ROLE_PLATFORM | ROLES_EVERYWHERE)))
		return T_ROLES_PLATFORM;
	return T_NONE;
}

unsigned role_of_name(struct str name)
{
	for (unsigned bit = 0; role_names[bit].n; bit++)
		if (str_eq(role_names[bit], name))
			return 1u << bit;
	return 0;
}

static bool login_char(char c, bool first)
{
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		return true;
	return !first && (c == '.' || c == '_' || c == '-' || c == '@');
}

bool login_ok(struct str login)
{
	if (login.n < 2 || login.n > 64)
		return false;
	for (size_t i = 0; i < login.n; i++)
		if (!login_char(login.p[i], i == 0))
			return false;
	return true;
}

/* Digits and punctuation put behind a common word do not make it uncommon. */
static struct str without_tail(struct str s)
{
	while (s.n && !((s.p[s.n - 1] >= 'a' && s.p[s.n - 1] <= 'z') || (unsigned char)s.p[s.n - 1] >= 0x80))
		s.n--;
	return s;
}

static bool is_one_pattern(struct str s)
{
	/* one short piece over and over: "aaaaaaaaaaaa", "abcabcabcabc" */
	for (size_t piece = 1; piece <= 4 && piece < s.n; piece++) {
		size_t i = piece;
		while (i < s.n && s.p[i] == s.p[i - piece])
			i++;
		if (i == s.n)
			return true;
	}
	/* a run: "123456789012", "abcdefghijkl" */
	size_t steps = 0;
	for (size_t i = 1; i < s.n; i++)
		steps += s.p[i] == s.p[i - 1] + 1 || (s.p[i - 1] == '9' && s.p[i] == '0');
	return s.n > 1 && steps == s.n - 1;
}

static bool is_common(struct cx *cx, struct str folded)
{
	if (is_one_pattern(folded))
		return true;
	struct bytes file = embed_find(embed_data, S("common-passwords.json"));
	const struct json *json;
	if (!file.p || json_parse(cx, (struct str){ (const char *)file.p, file.n }, &json) != OK)
		return false;
	struct str stem = without_tail(folded);
	for (const struct json *v = json_first(json_get(json, S("passwords"))); v; v = json_next(v))
		if (str_eq(json_text(v), folded))
			return true;
	for (const struct json *v = json_first(json_get(json, S("stems"))); v; v = json_next(v))
		if (str_eq(json_text(v), stem))
			return true;
	return false;
}

enum text password_fault(struct cx *cx, struct str login, struct str password, int64_t *ret_bound)
{
	size_t chars = str_chars(password);
	*ret_bound = 0;
	if (chars < PASSWORD_CHARS_MIN) {
		*ret_bound = PASSWORD_CHARS_MIN;
		return T_FIELD_TOO_SHORT;
	}
	if (chars > PASSWORD_CHARS_MAX) {
		*ret_bound = PASSWORD_CHARS_MAX;
		return T_FIELD_TOO_LONG;
	}
	struct str folded = str_fold(cx->mem, password);
	/* A password that is the login and little else; a long one may mention a short login by chance. */
	if (login.n >= 3 && str_find(folded, login) >= 0 && folded.n < login.n + PASSWORD_CHARS_MIN)
		return T_PASSWORD_LOGIN;
	return is_common(cx, folded) ? T_PASSWORD_COMMON : T_NONE;
}

int64_t sign_in_wait_us(int64_t failures)
{
	if (failures < SIGN_IN_FREE)
		return 0;
	int64_t doublings = failures - SIGN_IN_FREE;
	if (doublings >= 10)
		return SIGN_IN_WAIT_MAX_US;
	int64_t wait = (2 * SECOND_US) << doublings;
	return wait < SIGN_IN_WAIT_MAX_US ? wait : SIGN_IN_WAIT_MAX_US;
}

int64_t sign_in_wait_left_us(int64_t failures, int64_t last_us, int64_t now_us)
{
	int64_t left = last_us + sign_in_wait_us(failures) - now_us;
	/* A clock set back must not lock anyone out for longer than the longest wait. */
	if (left > SIGN_IN_WAIT_MAX_US)
		return SIGN_IN_WAIT_MAX_US;
	return left > 0 ? left : 0;
}

/* noroshi user: the accounts of a store, directly. */
#include "cli/accounts.h"

#include "app/account.h"
#include "app/keyring.h"
#include "app/party.h"
#include "base/str.h"
#include "base/uuid.h"
#include "cli/direct.h"
#include "model/party.h"

const char user_page[] =
	"noroshi user list [--org CODE]\n"
	"noroshi user add LOGIN --roles LIST [--org CODE] [--ja NAME] [--en NAME]\n"
	"noroshi user edit LOGIN [--roles LIST] [--ja NAME] [--en NAME]\n"
	"noroshi user disable|enable|password|totp-off|code LOGIN\n"
	"\n"
	"Works on the store directly, also while a server runs. add and password print a one-time password, once; it must be changed\n"
	"at the first sign-in. disable ends the account's sessions and tokens at once. totp-off removes a lost second factor. code\n"
	"prints the present code of an account of the demonstration country.\n"
	"\n"
	"  --roles LIST        reporter, approver, officer, liaison, analyst, publisher, drill_manager, org_admin, auditor,\n"
	"                      platform_admin; separated by commas\n"
	"  --org CODE          organisation; add: the centre where not given\n"
	"  --ja NAME           name in Japanese\n"
	"  --en NAME           name in English\n"
	DIRECT_OPTIONS
	"\n"
	"  noroshi user add suzuki --org power-001 --roles reporter,org_admin --ja 鈴木太郎 --en \"SUZUKI Taro\"\n";

struct user { struct direct d; struct str org, roles, ja, en; };

static int32_t today(const struct user *u)
{
	return day_of(u->d.cx.now_us);
}

static void roles_text(struct buf *out, unsigned roles)
{
	bool first = true;
	for (unsigned bit = 0; role_names[bit].n; bit++) {
		if (!(roles & (1u << bit)))
			continue;
		buf_format(out, "%s%.*s", first ? "" : ",", STR_ARG(role_names[bit]));
		first = false;
	}
}

static void user_tell(struct direct *d, const struct account *a, struct str password)
{
	struct str state = account_state_names[a->state - 1];
	if (!d->json) {
		buf_format(&d->out, "%-24.*s %-16.*s %-12.*s %-5s ", STR_ARG(a->login), STR_ARG(a->org_code), STR_ARG(state), a->totp_on ? "totp" : "-");
		roles_text(&d->out, a->roles);
		buf_add(&d->out, S("\n"));
		if (password.n)
			buf_format(&d->out, "One-time password, shown only now: %.*s\n", STR_ARG(password));
		return;
	}
	struct jw *w = &d->w;
	jw_object(w);
	jw_k_uuid(w, S("id"), a->id);
	jw_k_text(w, S("login"), a->login);
	jw_k_text(w, S("org"), a->org_code);
	jw_k_text(w, S("ja"), a->ja);
	jw_k_text(w, S("en"), a->en);
	jw_key(w, S("roles"));
	jw_array(w);
	for (unsigned bit = 0; role_names[bit].n; bit++)
		if (a->roles & (1u << bit))
			jw_text(w, role_names[bit]);
	jw_end_array(w);
	jw_k_text(w, S("state"), state);
	jw_k_bool(w, S("totp"), a->totp_on);
	if (password.n)
		jw_k_text(w, S("password"), password);
	jw_end_object(w);
}

static enum status org_of_code(struct user *u, struct str code, struct org *ret)
{
	enum status status = org_by_code(&u->d.cx, code, today(u), ret);
	if (status == E_MISSING)
		return fail_detail(&u->d.cx, status, T_MISSING, "there is no organisation with the code \"%.*s\"", STR_ARG(code));
	return status;
}

static enum status account_of_login(struct user *u, struct str login, struct account *ret)
{
	enum status status = account_find(&u->d.cx, login, ret);
	if (status == E_MISSING)
		return fail_detail(&u->d.cx, status, T_MISSING, "nobody signs in as \"%.*s\"", STR_ARG(login));
	return status;
}

static enum status list(struct user *u)
{
	struct account_page page = { .next = S("") };
	struct org org = { .kind = 0 };
	struct str code = u->org;
	enum status status = code.p ? org_of_code(u, code, &org) : OK;
	if (u->d.json)
		jw_array(&u->d.w);
	while (status == OK && page.next.p) {
		status = account_list(&u->d.cx, page.next, 200, &page);
		for (size_t i = 0; status == OK && i < page.rows.n; i++)
			if (!code.p || uuid_eq(page.rows.p[i].org, org.id))
				user_tell(&u->d, &page.rows.p[i], NO_STR);
	}
	if (u->d.json)
		jw_end_array(&u->d.w);
	return status;
}

/* "reporter,approver" into input->roles. */
static enum status read_roles(struct user *u, struct account_input *input)
{
	struct str rest = u->roles;
	int *roles = arena_array(u->d.cx.mem, int, 10);
	size_t n = 0;
	while (rest.n) {
		struct str name = str_trim(str_cut(rest, ',', &rest));
		int choice = 1;
		while (role_names[choice - 1].n && !str_eq(role_names[choice - 1], name))
			choice++;
		if (!role_names[choice - 1].n || n == 10)
			return fail_detail(&u->d.cx, E_INVALID, T_FIELD_CHOICE, "\"%.*s\" is no role", STR_ARG(name));
		roles[n++] = choice;
	}
	input->roles = (struct list){ roles, n };
	return OK;
}

struct change { struct account_input input; struct new_password password; struct account account; };

static enum status run_add(struct cx *cx, void *arg)
{
	struct change *c = arg;
	return account_add(cx, &c->input, &c->password, &c->account);
}

static enum status add(struct user *u)
{
	struct change c = { .input = { .login = u->d.args[1], .ja = u->ja, .en = u->en } };
	struct org org = { .kind = 0 };
	struct str code = u->org;
	if (!c.input.ja.n)
		c.input.ja = c.input.en.n ? c.input.en : c.input.login;
	if (!c.input.en.n)
		c.input.en = c.input.login;
	enum status status = code.p ? org_of_code(u, code, &org) : party_centre(&u->d.cx, &org);
	c.input.org = org.id;
	if (status == OK)
		status = read_roles(u, &c.input);
	if (status == OK)
		status = password_new(&u->d.cx, &c.password);
	if (status == OK)
		status = direct_change(&u->d, run_add, &c);
	if (status != OK)
		return status;
	user_tell(&u->d, &c.account, c.password.plain);
	return OK;
}

static enum status run_edit(struct cx *cx, void *arg)
{
	struct change *c = arg;
	return account_change(cx, c->account.id, 0, &c->input, &c->account);
}

/* state 0: stays as it is */
static enum status edit(struct user *u, int state)
{
	enum { JA = 1, EN = 2, ROLES = 4, STATE = 8 };          /* bits of present, by order in account_change_table */
	struct change c = { .input = { .ja = u->ja, .en = u->en, .state = state } };
	c.input.present = (c.input.ja.n ? JA : 0u) | (c.input.en.n ? EN : 0u) | (u->roles.p ? ROLES : 0u) | (state ? STATE : 0u);
	if (c.input.present == 0)
		return direct_misused(&u->d, "nothing to change: give --ja, --en or --roles");
	enum status status = account_of_login(u, u->d.args[1], &c.account);
	if (status == OK)
		status = read_roles(u, &c.input);
	if (status == OK)
		status = direct_change(&u->d, run_edit, &c);
	if (status != OK)
		return status;
	user_tell(&u->d, &c.account, NO_STR);
	return OK;
}

static enum status run_reset(struct cx *cx, void *arg)
{
	struct change *c = arg;
	return account_reset(cx, c->account.id, &c->password);
}

static enum status run_totp_off(struct cx *cx, void *arg)
{
	struct change *c = arg;
	return account_totp_off(cx, c->account.id);
}

static enum status reset(struct user *u)
{
	struct change c = { .input = { .state = 0 } };
	enum status status = account_of_login(u, u->d.args[1], &c.account);
	if (status == OK)
		status = password_new(&u->d.cx, &c.password);
	if (status == OK)
		status = direct_change(&u->d, run_reset, &c);
	if (status == OK)
		status = account_of_login(u, u->d.args[1], &c.account);
	if (status != OK)
		return status;
	user_tell(&u->d, &c.account, c.password.plain);
	return OK;
}

static enum status totp_off(struct user *u)
{
	struct change c = { .input = { .state = 0 } };
	enum status status = account_of_login(u, u->d.args[1], &c.account);
	if (status == OK)
		status = direct_change(&u->d, run_totp_off, &c);
	if (status == OK)
		status = account_of_login(u, u->d.args[1], &c.account);
	if (status != OK)
		return status;
	user_tell(&u->d, &c.account, NO_STR);
	return OK;
}

static enum status code(struct user *u)
{
	struct secret_key key;
	struct str digits;
	enum status status = secret_key_load(&u->d.cx, keyring_path(&u->d.cx, u->d.config.keys, S("secret.key")), &key);
	if (status == OK)
		status = account_demo_code(&u->d.cx, &key, u->d.args[1], &digits);
	if (status == E_DENIED)
		return fail_detail(&u->d.cx, status, T_DENIED, "codes are shown only for accounts of the demonstration country");
	if (status != OK)
		return status;
	if (u->d.json)
		jw_text(&u->d.w, digits);
	else
		buf_format(&u->d.out, "%.*s\n", STR_ARG(digits));
	return OK;
}

static enum status run(struct user *u)
{
	struct str verb = u->d.n_args ? u->d.args[0] : S("list");
	bool lists = str_eq(verb, S("list"));
	if (u->d.n_args > (lists ? 1 : 2) || (!lists && u->d.n_args != 2))
		return direct_misused(&u->d, "user %.*s needs %s; see noroshi help user", STR_ARG(verb), lists ? "no login name" : "one login name");
	enum status status = direct_open(&u->d, lists || str_eq(verb, S("code")) ? DB_READ : DB_WRITE);
	if (status != OK)
		return status;
	if (lists)
		return list(u);
	if (str_eq(verb, S("add")))
		return add(u);
	if (str_eq(verb, S("edit")))
		return edit(u, 0);
	if (str_eq(verb, S("disable")))
		return edit(u, ACCOUNT_DISABLED);
	if (str_eq(verb, S("enable")))
		return edit(u, ACCOUNT_ACTIVE);
	if (str_eq(verb, S("password")))
		return reset(u);
	if (str_eq(verb, S("totp-off")))
		return totp_off(u);
	if (str_eq(verb, S("code")))
		return code(u);
	return direct_misused(&u->d, "there is no \"user %.*s\"; see noroshi help user", STR_ARG(verb));
}

int cmd_user(int argc, char **argv)
{
	struct user u = { .org = NO_STR };
	const struct flag own[] = {
		{ S("org"), &u.org, NULL, NULL }, { S("roles"), &u.roles, NULL, NULL }, { S("ja"), &u.ja, NULL, NULL }, { S("en"), &u.en, NULL, NULL },
	};
	if (!direct_start(&u.d, argc, argv, own, sizeof own / sizeof *own))
		return direct_end(&u.d, E_INVALID);
	return direct_end(&u.d, run(&u));
}

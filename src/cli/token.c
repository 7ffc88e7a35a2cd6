/* noroshi token: what programs sign in with, directly in a store. */
#include "cli/accounts.h"

#include "app/account.h"
#include "app/token.h"
#include "base/str.h"
#include "base/uuid.h"
#include "cli/direct.h"

const char token_page[] =
	"noroshi token list [LOGIN]\n"
	"noroshi token add LOGIN --name TEXT [--scope read|write] [--expires TIME] [--addresses LIST]\n"
	"noroshi token revoke ID\n"
	"\n"
	"Works on the store directly, also while a server runs. A token acts as the account it is made for. add prints it once, alone\n"
	"on standard output; keep it in a file that only you can read.\n"
	"\n"
	"  --name TEXT         what it is for\n"
	"  --scope SCOPE       read (where not given) or write\n"
	"  --expires TIME      when it ends, as 2027-03-31T00:00:00+09:00; never where not given\n"
	"  --addresses LIST    addresses and CIDR blocks it may be used from, separated by commas; from anywhere where not given\n"
	DIRECT_OPTIONS
	"\n"
	"  (umask 077; noroshi token add suzuki --name \"monitoring\" > token)\n";

struct token_args { struct direct d; struct str name, scope, expires, addresses; };

static void time_tell(struct direct *d, int64_t us)
{
	struct str text = us ? time_format(d->cx.mem, us / SECOND_US * SECOND_US) : S("-");
	buf_format(&d->out, " %-20.*s", STR_ARG(text));
}

static void token_tell(struct direct *d, const struct token *t, struct str secret)
{
	struct str scope = token_scope_names[t->scope == TOKEN_WRITE];
	if (!d->json) {
		if (secret.n) {
			buf_format(&d->out, "%.*s\n", STR_ARG(secret));
			return;
		}
		buf_format(&d->out, "%.*s %-24.*s %-5.*s", STR_ARG(uuid_str(d->cx.mem, t->id)), STR_ARG(t->login), STR_ARG(scope));
		time_tell(d, t->expires_us);
		time_tell(d, t->used_us);
		buf_format(&d->out, " %.*s\n", STR_ARG(t->name));
		return;
	}
	struct jw *w = &d->w;
	jw_object(w);
	jw_k_uuid(w, S("id"), t->id);
	jw_k_text(w, S("login"), t->login);
	jw_k_text(w, S("name"), t->name);
	jw_k_text(w, S("scope"), scope);
	if (t->addresses.n)
		jw_k_text(w, S("addresses"), t->addresses);
	jw_k_time(w, S("created_at"), t->created_us);
	if (t->expires_us)
		jw_k_time(w, S("expires_at"), t->expires_us);
	if (t->used_us)
		jw_k_time(w, S("used_at"), t->used_us);
	if (secret.n)
		jw_k_text(w, S("token"), secret);
	jw_end_object(w);
}

static enum status list(struct token_args *u)
{
	struct str login = u->d.n_args > 1 ? u->d.args[1] : NO_STR;
	struct token_page page = { .next = { { 0 } } };
	enum status status;
	if (u->d.json)
		jw_array(&u->d.w);
	do {
		status = token_list(&u->d.cx, page.next, 200, &page);
		for (size_t i = 0; status == OK && i < page.rows.n; i++)
			if (!login.p || str_eq(login, page.rows.p[i].login))
				token_tell(&u->d, &page.rows.p[i], NO_STR);
	} while (status == OK && !uuid_is_none(page.next));
	if (u->d.json)
		jw_end_array(&u->d.w);
	return status;
}

struct change { const struct account *account; struct token_input input; struct token token; struct str secret; struct uuid id; };

static enum status run_add(struct cx *cx, void *arg)
{
	struct change *c = arg;
	return token_add_for(cx, c->account, &c->input, &c->token, &c->secret);
}

static enum status run_revoke(struct cx *cx, void *arg)
{
	struct change *c = arg;
	return token_revoke(cx, c->id);
}

static enum status read_input(struct token_args *u, struct token_input *ret)
{
	*ret = (struct token_input){ .name = u->name, .scope = TOKEN_READ, .addresses = u->addresses };
	if (u->d.n_args != 2)
		return direct_misused(&u->d, "token add needs one login name; see noroshi help token");
	if (!u->name.n || str_chars(u->name) > 100)
		return direct_misused(&u->d, "--name says what the token is for, in at most 100 characters");
	if (u->scope.p && !str_eq(u->scope, S("read")) && !str_eq(u->scope, S("write")))
		return direct_misused(&u->d, "--scope is read or write");
	if (str_eq(u->scope, S("write")))
		ret->scope = TOKEN_WRITE;
	if (u->expires.p && !time_parse(u->expires, &ret->expires_us))
		return direct_misused(&u->d, "--expires is a time like 2027-03-31T00:00:00+09:00");
	return OK;
}

static enum status add(struct token_args *u)
{
	struct account account;
	struct change c = { .account = &account };
	enum status status = read_input(u, &c.input);
	if (status != OK)
		return status;
	status = account_find(&u->d.cx, u->d.args[1], &account);
	if (status == E_MISSING)
		return fail_detail(&u->d.cx, status, T_MISSING, "nobody signs in as \"%.*s\"", STR_ARG(u->d.args[1]));
	if (status == OK)
		status = direct_change(&u->d, run_add, &c);
	if (status == E_DENIED)
		direct_say(&u->d, "Disabled accounts and platform administrators have no tokens.");
	if (status != OK)
		return status;
	token_tell(&u->d, &c.token, c.secret);
	direct_say(&u->d, "This token is shown only now. It acts as %.*s; keep it as you would a password.", STR_ARG(c.token.login));
	return OK;
}

static enum status revoke(struct token_args *u)
{
	struct change c = { .account = NULL };
	if (u->d.n_args != 2 || !uuid_parse(u->d.args[1], &c.id))
		return direct_misused(&u->d, "token revoke needs the id of a token; noroshi token list shows them");
	return direct_change(&u->d, run_revoke, &c);
}

static enum status run(struct token_args *u)
{
	struct str verb = u->d.n_args ? u->d.args[0] : S("list");
	bool lists = str_eq(verb, S("list"));
	enum status status = direct_open(&u->d, lists ? DB_READ : DB_WRITE);
	if (status != OK)
		return status;
	if (lists)
		return list(u);
	if (str_eq(verb, S("add")))
		return add(u);
	if (str_eq(verb, S("revoke")))
		return revoke(u);
	return direct_misused(&u->d, "there is no \"token %.*s\"; see noroshi help token", STR_ARG(verb));
}

int cmd_token(int argc, char **argv)
{
	struct token_args u = { .name = NO_STR };
	const struct flag own[] = {
		{ S("name"), &u.name, NULL, NULL }, { S("scope"), &u.scope, NULL, NULL }, { S("expires"), &u.expires, NULL, NULL },
		{ S("addresses"), &u.addresses, NULL, NULL },
	};
	if (!direct_start(&u.d, argc, argv, own, sizeof own / sizeof *own))
		return direct_end(&u.d, E_INVALID);
	return direct_end(&u.d, run(&u));
}

/* noroshi key: the org's key of sealed custody, made, unlocked and handed on without a browser (doc/KEYS.md). */
#include <stdio.h>
#include <unistd.h>

#include "base/str.h"
#include "base/uuid.h"
#include "cli/sealed.h"
#include "cli/work.h"

const char key_help[] =
	"noroshi key show|unlock                                          by a token\n"
	"noroshi key create|passphrase|recover|rotate|invite --login NAME  as a person, who signs in\n"
	"\n"
	"  show         the keys of your organisation, their fingerprints and locked copies\n"
	"  unlock       try your passphrase (or --code-file: the recovery code); changes nothing\n"
	"  create       make a key; its recovery code is shown once and typed back before the key is in force\n"
	"  passphrase   change your passphrase\n"
	"  recover      a new passphrase by the recovery code, or by an invitation code\n"
	"  rotate       a new key in place of the one in force; old reports stay readable\n"
	"  invite       a one-time code for another officer (--to LOGIN)\n"
	"\n"
	"Secrets are read from files (- is standard input), or asked for at the terminal. They go nowhere: the server gets locked copies.\n"
	"\n"
	"  --login NAME               sign in as this person instead of using a token\n"
	"  --password-file FILE       the sign-in password\n"
	"  --totp CODE                the code of the authenticator app, where the account has one\n"
	"  --passphrase-file FILE     your passphrase of the key\n"
	"  --new-passphrase-file FILE the new one\n"
	"  --code-file FILE           a recovery or invitation code\n"
	"  --keeper TEXT              who keeps the recovery code: a second officer (create, rotate)\n"
	"  --share-file FILE          write the recovery or invitation code there instead of to the terminal\n"
	CLIENT_PAGE;

struct key_command {
	struct client c;
	struct str login, password_file, totp, passphrase_file, new_file, code_file, keeper, share_file, to;
	const struct json *list, *now;                          /* GET /keys; the key in force, or NULL */
	struct held held;
};

static struct str said(const struct client *c, const struct json *both)
{
	return json_get_text(both, c->cx.lang == LANG_EN ? S("en") : S("ja"));
}

static enum status load(struct key_command *k)
{
	enum status st = client_ask(&k->c, S("GET"), S("/api/v1/keys"), NO_STR, &k->list);
	k->now = NULL;
	for (const struct json *i = st == OK ? json_first(json_get(k->list, S("items"))) : NULL; i; i = json_next(i))
		if (json_bool(json_get(i, S("in_force"))))
			k->now = i;
	return st;
}

static enum status show(struct key_command *k)
{
	if (k->c.json) {
		client_print_answer(&k->c);
		return OK;
	}
	if (!json_count(json_get(k->list, S("items"))))
		puts("no key");
	for (const struct json *i = json_first(json_get(k->list, S("items"))); i; i = json_next(i)) {
		struct str print = json_get_text(i, S("fingerprint")), id = json_get_text(i, S("id"));
		printf("%.*s  %s%s  %.*s\n", STR_ARG(print), json_bool(json_get(i, S("in_force"))) ? "in force" : "former",
		       json_bool(json_get(i, S("rotate"))) ? ", to be replaced: somebody who had it has left" : "", STR_ARG(id));
		for (const struct json *copy = json_first(json_get(i, S("copies"))); copy; copy = json_next(copy)) {
			struct str kind = json_get_text(copy, S("kind")), label = json_get_text(copy, S("label"));
			struct str who = json_get(copy, S("holder")) ? said(&k->c, json_get(copy, S("holder"))) : label;
			printf("  %-11.*s %.*s%s\n", STR_ARG(kind), STR_ARG(who), json_bool(json_get(copy, S("mine"))) ? " (you)" : "");
		}
	}
	return OK;
}

static enum status unlock(struct key_command *k, bool code)
{
	struct str secret;
	enum status st = client_secret(&k->c, code ? k->code_file : k->passphrase_file, code ? "Code" : "Passphrase of the key", &secret);
	return st == OK ? sealed_unlock(&k->c, k->list, secret, code, &k->held) : st;
}

static enum status new_passphrase(struct key_command *k, struct str *ret)
{
	struct str first, again;
	enum status st = client_secret(&k->c, k->new_file, "New passphrase", &first);
	if (st == OK && !k->new_file.n)
		st = client_secret(&k->c, NO_STR, "Once more", &again);
	if (st != OK)
		return st;
	first = passphrase_text(k->c.cx.mem, first);
	if (!k->new_file.n && !str_eq(first, passphrase_text(k->c.cx.mem, again)))
		return fail_detail(&k->c.cx, E_INVALID, T_KEY_PASSPHRASE, "the two are not the same");
	if (str_chars(first) < PASSPHRASE_MIN_CHARS)
		return fail_field(&k->c.cx, S("/new-passphrase-file"), T_KEY_SHORT, PASSPHRASE_MIN_CHARS);
	*ret = first;
	return OK;
}

/* A code to be kept on paper: shown, and two of its groups typed back; or written to a file and read back from it. */
static enum status hand_over(struct key_command *k, struct str code, bool confirm)
{
	struct str typed;
	if (k->share_file.n) {
		enum status st = client_write_file(&k->c, k->share_file, str_format(k->c.cx.mem, "%.*s\n", STR_ARG(code)));
		if (st == OK)
			st = client_read_file(&k->c, k->share_file, 4096, &typed);
		return st == OK && !str_eq(str_trim(typed), code) ? fail(&k->c.cx, E_INVALID, T_KEY_CODE) : st;
	}
	printf("%.*s\nWrite it down and hand it over: it is not shown again.\n", STR_ARG(code));
	for (size_t group = 1; confirm && group < CODE_GROUPS; group += 4) {
		enum status st = client_secret(&k->c, NO_STR, group == 1 ? "Group 2 of the code, as written down" : "Group 6", &typed);
		if (st != OK)
			return st;
		if (!str_eq_nocase(str_trim(typed), str_slice(code, group * 6, group * 6 + 5)))
			return fail(&k->c.cx, E_INVALID, T_KEY_CODE);
	}
	return OK;
}

static const struct box_key *held_now(const struct key_command *k)
{
	struct uuid id;
	if (!k->now || !uuid_parse(json_get_text(k->now, S("id")), &id))
		return NULL;
	for (size_t i = 0; i < k->held.n; i++)
		if (uuid_eq(k->held.v[i].id, id))
			return &k->held.v[i].key;
	return NULL;
}

static void write_copy(struct jw *w, const char *kind, struct str blob, struct str label, struct str holder)
{
	jw_object(w);
	jw_k_text(w, S("kind"), str_of(kind));
	jw_k_raw(w, S("blob"), blob);
	if (label.n)
		jw_k_text(w, S("label"), label);
	if (holder.n)
		jw_k_text(w, S("holder"), holder);
	jw_end_object(w);
}

static enum status add_copy(struct key_command *k, const char *kind, struct str secret, struct str holder)
{
	struct buf out;
	struct jw w;
	struct str blob, id = json_get_text(k->now, S("id"));
	const struct box_key *key = held_now(k);
	if (!key)
		return fail(&k->c.cx, E_DENIED, T_KEY_PASSPHRASE);
	enum status st = key_lock(&k->c.cx, key, secret, &blob);
	if (st != OK)
		return st;
	buf_init(&out, k->c.cx.mem, 65536);
	jw_init(&w, &out);
	write_copy(&w, kind, blob, NO_STR, holder);
	return client_ask(&k->c, S("POST"), str_format(k->c.cx.mem, "/api/v1/keys/%.*s/copies", STR_ARG(id)), buf_str(&out), NULL);
}

/* A key with its two copies; `old`: the one that it replaces, chained to it. */
static enum status make(struct key_command *k, struct str passphrase, struct str code, const struct box_key *old)
{
	struct box_key key;
	struct str secret, by_passphrase, by_code, chained = NO_STR;
	struct buf out;
	struct jw w;
	const struct json *made;
	box_key_new(&key);
	enum status st = code_secret(&k->c.cx, code, &secret);
	if (st == OK)
		st = key_lock(&k->c.cx, &key, passphrase, &by_passphrase);
	if (st == OK)
		st = key_lock(&k->c.cx, &key, secret, &by_code);
	if (st == OK && old)
		st = key_chain(&k->c.cx, old, key.pub, &chained);
	crypto_forget(key.secret, sizeof key.secret);
	if (st != OK)
		return st;
	buf_init(&out, k->c.cx.mem, 65536);
	jw_init(&w, &out);
	jw_object(&w);
	jw_k_text(&w, S("public"), str_base64url(k->c.cx.mem, key.pub, sizeof key.pub));
	if (old)
		jw_k_text(&w, S("replaces"), json_get_text(k->now, S("id")));
	if (chained.n)
		jw_k_raw(&w, S("chain"), chained);
	jw_key(&w, S("copies"));
	jw_array(&w);
	write_copy(&w, "passphrase", by_passphrase, NO_STR, NO_STR);
	write_copy(&w, "share", by_code, k->keeper, NO_STR);
	jw_end_array(&w);
	jw_end_object(&w);
	st = client_ask(&k->c, S("POST"), S("/api/v1/keys"), buf_str(&out), &made);
	if (st == OK)
		printf("in force: %.*s\n", STR_ARG(json_get_text(made, S("fingerprint"))));
	return st;
}

static enum status create(struct key_command *k, bool rotate)
{
	struct str passphrase, code = code_new(k->c.cx.mem);
	if (!k->keeper.n)
		return fail_field(&k->c.cx, S("/keeper"), T_FIELD_REQUIRED, 0);
	if (!rotate && k->now)
		return fail(&k->c.cx, E_CONFLICT, T_KEY_EXISTS);
	enum status st = rotate ? unlock(k, k->code_file.n > 0) : OK;
	if (st == OK && rotate && !held_now(k))
		st = fail(&k->c.cx, E_DENIED, T_KEY_PASSPHRASE);
	if (st == OK)
		st = new_passphrase(k, &passphrase);
	if (st == OK)
		st = hand_over(k, code, true);
	return st == OK ? make(k, passphrase, code, rotate ? held_now(k) : NULL) : st;
}

static enum status set_passphrase(struct key_command *k, bool code)
{
	struct str passphrase;
	enum status st = unlock(k, code);
	if (st == OK)
		st = new_passphrase(k, &passphrase);
	return st == OK ? add_copy(k, "passphrase", passphrase, NO_STR) : st;
}

static enum status invite(struct key_command *k)
{
	struct str code = code_new(k->c.cx.mem), secret, holder = NO_STR;
	for (const struct json *one = json_first(json_get(k->list, S("keepers"))); one; one = json_next(one))
		if (str_eq(json_get_text(one, S("login")), k->to))
			holder = json_get_text(one, S("id"));
	if (!holder.n)
		return fail_field(&k->c.cx, S("/to"), T_KEY_HOLDER, 0);
	enum status st = unlock(k, k->code_file.n > 0);
	if (st == OK)
		st = code_secret(&k->c.cx, code, &secret);
	if (st == OK)
		st = add_copy(k, "invitation", secret, holder);
	return st == OK ? hand_over(k, code, false) : st;
}

static enum status run(struct key_command *k, struct str what)
{
	enum status st = load(k);
	if (st != OK)
		return st;
	if (str_eq(what, S("show")))
		return show(k);
	if (str_eq(what, S("unlock"))) {
		st = unlock(k, k->code_file.n > 0);
		if (st == OK)
			printf("unlocked: %zu %s\n", k->held.n, k->held.n == 1 ? "key" : "keys");
		return st;
	}
	if (str_eq(what, S("create")) || str_eq(what, S("rotate")))
		return create(k, str_eq(what, S("rotate")));
	if (str_eq(what, S("invite")))
		return invite(k);
	st = set_passphrase(k, str_eq(what, S("recover")));
	if (st == OK)
		puts("done: the new passphrase opens the key");
	return st;
}

int cmd_key(int argc, char **argv)
{
	static const struct str known[] = {
		LIT("show"), LIT("unlock"), LIT("create"), LIT("passphrase"), LIT("recover"), LIT("rotate"), LIT("invite"), { NULL, 0 } };
	struct key_command k = { .held = { .n = 0 } };
	struct str what = NO_STR;
	size_t n;
	bool found = false;
	client_init(&k.c);
	const struct flag flags[] = {
		CLIENT_FLAGS(k.c), { LIT("login"), &k.login, NULL, NULL }, { LIT("password-file"), &k.password_file, NULL, NULL },
		{ LIT("totp"), &k.totp, NULL, NULL }, { LIT("passphrase-file"), &k.passphrase_file, NULL, NULL },
		{ LIT("new-passphrase-file"), &k.new_file, NULL, NULL }, { LIT("code-file"), &k.code_file, NULL, NULL },
		{ LIT("keeper"), &k.keeper, NULL, NULL }, { LIT("share-file"), &k.share_file, NULL, NULL }, { LIT("to"), &k.to, NULL, NULL },
	};
	if (!flags_read(argc, argv, flags, sizeof flags / sizeof *flags, &what, 1, &n))
		return CLI_USAGE;
	for (const struct str *one = known; one->n; one++)
		found |= n == 1 && str_eq(*one, what);
	if (!found) {
		fputs("noroshi: key show, unlock, create, passphrase, recover, rotate or invite; see noroshi help key\n", stderr);
		return CLI_USAGE;
	}
	k.c.flag_prefix = S("--");
	enum status st = k.login.n ? client_sign_in(&k.c, k.login, k.password_file, k.totp) : client_open(&k.c);
	if (st == OK) {
		arena_holds_secrets(k.c.cx.mem);
		st = run(&k, what);
	}
	crypto_forget(&k.held, sizeof k.held);
	return client_end(&k.c, st);
}

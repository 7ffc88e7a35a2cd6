/* noroshi demo: builds the demonstration country and says who can sign in. */
#include "cli/demo.h"

#include "app/demo.h"
#include "app/keyring.h"
#include "app/sequencer.h"
#include "base/str.h"
#include "cli/direct.h"

const char demo_page[] =
	"noroshi demo --data DIR [--store URL]\n"
	"\n"
	"Builds a demonstration country in a store that `noroshi init` has made: the real plan's centre, ministries and CEPTOARs, some 300\n"
	"invented operators, one person per role, real public events replayed as reports with their sources, and a few advisories. Then,\n"
	"as on every further run (which changes nothing), it prints who can sign in.\n"
	"\n"
	"The password is known to everybody: never serve a demonstration store to others than those who may play with it.\n"
	"Where a second factor is asked for, `noroshi user code LOGIN` prints the present code; --json gives the secret itself.\n"
	"\n"
	DIRECT_OPTIONS
	"\n"
	"  noroshi demo --data var\n";

/* Columns on a terminal: Japanese characters take two. */
static size_t columns(struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c < 0x80 || c >= 0xc0)
			n += c >= 0xe1 ? 2 : 1;
	}
	return n;
}

static void cell(struct buf *out, struct str s, size_t width)
{
	buf_add(out, s);
	for (size_t n = columns(s); n < width; n++)
		buf_byte(out, ' ');
	buf_add(out, S("  "));
}

static size_t wider(size_t a, size_t b)
{
	return a > b ? a : b;
}

static void roles_write(struct buf *out, unsigned roles)
{
	const char *between = "";
	for (int i = 0; role_names[i].n; i++)
		if (roles & 1u << i) {
			buf_format(out, "%s%.*s", between, STR_ARG(role_names[i]));
			between = " ";
		}
}

static void print_people(struct direct *d, const struct demo_result *r)
{
	bool en = d->cx.lang == LANG_EN;
	size_t login = 5, who = 3, org = 12;
	for (size_t i = 0; i < r->n_people; i++) {
		const struct demo_person *p = &r->people[i];
		login = wider(login, columns(p->login));
		who = wider(who, columns(en ? p->en : p->ja));
		org = wider(org, columns(en ? p->org.en : p->org.ja));
	}
	buf_format(&d->out, "%s%.*s\n\n", en ? "Who can sign in. Password of all: " : "サインインできる人。パスワードは全員共通: ", STR_ARG(r->password));
	buf_add(&d->out, S("  "));
	cell(&d->out, en ? S("Login") : S("ログイン名"), wider(login, 10));
	cell(&d->out, en ? S("Who") : S("人"), who);
	cell(&d->out, en ? S("Organisation") : S("組織"), org);
	buf_add(&d->out, en ? S("Roles\n") : S("役割\n"));
	for (size_t i = 0; i < r->n_people; i++) {
		const struct demo_person *p = &r->people[i];
		buf_add(&d->out, p->totp.n ? S("* ") : S("  "));
		cell(&d->out, p->login, wider(login, 10));
		cell(&d->out, en ? p->en : p->ja, who);
		cell(&d->out, en ? p->org.en : p->org.ja, org);
		roles_write(&d->out, p->roles);
		buf_byte(&d->out, '\n');
	}
	struct str data = d->config.data;
	buf_format(&d->out, en ? "\n* asks for a code as well: noroshi user code LOGIN%s%.*s prints it.\n"
	                       : "\n* コードも必要です。noroshi user code ログイン名%s%.*s で表示できます。\n", data.n ? " --data " : "", STR_ARG(data));
}

static void write_people(struct direct *d, const struct demo_result *r)
{
	struct jw *w = &d->w;
	jw_object(w);
	jw_k_bool(w, S("built"), r->fresh);
	jw_k_int(w, S("operators"), r->operators);
	jw_k_text(w, S("password"), r->password);
	jw_key(w, S("people"));
	jw_array(w);
	for (size_t i = 0; i < r->n_people; i++) {
		const struct demo_person *p = &r->people[i];
		jw_object(w);
		jw_k_text(w, S("login"), p->login);
		jw_k_text(w, S("ja"), p->ja);
		jw_k_text(w, S("en"), p->en);
		jw_key(w, S("org"));
		org_ref_write(w, &p->org);
		jw_key(w, S("roles"));
		jw_array(w);
		for (int k = 0; role_names[k].n; k++)
			if (p->roles & 1u << k)
				jw_text(w, role_names[k]);
		jw_end_array(w);
		if (p->totp.n)                                  /* for an authenticator app, or a test */
			jw_k_text(w, S("totp"), p->totp);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_end_object(w);
}

static void say(void *arg, struct str what)
{
	direct_say(arg, "Building the demonstration country: %.*s", STR_ARG(what));
}

static enum status build(struct direct *d, struct demo_result *ret)
{
	struct keyring keys;
	enum status st = direct_open(d, DB_WRITE);
	if (st == OK)
		st = keyring_open(&d->cx, d->config.keys, &keys);
	if (st == OK)
		st = demo_build(&d->cx, &(struct demo_options){ &keys.secret, say, d }, ret);
	if (st == OK && ret->fresh)                             /* receipts at once, also before the first serve */
		st = sequence_all(&d->cx, &keys.journal);
	return st;
}

int cmd_demo(int argc, char **argv)
{
	struct direct d;
	struct demo_result result;
	enum status st = E_INVALID;
	if (!direct_start(&d, argc, argv, NULL, 0))
		return direct_end(&d, st);
	st = d.n_args ? direct_misused(&d, "demo takes options only; see noroshi help demo") : build(&d, &result);
	if (st == OK && d.json)
		write_people(&d, &result);
	else if (st == OK)
		print_people(&d, &result);
	return direct_end(&d, st);
}

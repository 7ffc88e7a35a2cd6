/* noroshi init: everything a store needs before it is served: directory, keys, schema, catalogue, parties, the first administrator. */
#include "cli/accounts.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "app/account.h"
#include "app/catalog.h"
#include "app/keyring.h"
#include "app/migrate.h"
#include "app/party.h"
#include "app/sequencer.h"
#include "base/str.h"
#include "cli/direct.h"

const char init_page[] =
	"noroshi init --data DIR [--store URL] [--admin LOGIN]\n"
	"\n"
	"Makes what a store needs before it is served: the data directory (for its owner alone), the keys, the store with its schema,\n"
	"the catalogue of facts, the parties that it names, and the first platform administrator, whose one-time password is printed\n"
	"once. Where something is there already, it stays as it is; running init again does no harm.\n"
	"\n"
	"  --admin LOGIN       login name of the first platform administrator; admin where not given\n"
	DIRECT_OPTIONS
	"\n"
	"  noroshi init --data /var/lib/noroshi\n"
	"  noroshi init --data /var/lib/noroshi --store postgresql://noroshi@db/noroshi\n";

/* With its parents, like mkdir -p; the last one for the owner alone. */
static enum status make_directory(struct cx *cx, struct str path)
{
	char *p = str_terminated(cx->mem, path);
	for (char *slash = strchr(p + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = 0;
		if (mkdir(p, 0755) != 0 && errno != EEXIST)
			return fail_detail(cx, E_REMOTE, T_KEY_FILE, "cannot make the directory %s: %s", p, strerror(errno));
		*slash = '/';
	}
	if (mkdir(p, 0700) != 0 && errno != EEXIST)
		return fail_detail(cx, E_REMOTE, T_KEY_FILE, "cannot make the directory %s: %s", p, strerror(errno));
	return OK;
}

struct first { struct str login; struct new_password password; bool added; };

static enum status add_first(struct cx *cx, struct first *first)
{
	int platform_admin = 10;                                /* FIELD_CHOICE: the tenth of role_names */
	struct org centre;
	struct account account;
	enum status status = party_centre(cx, &centre);
	if (status != OK)
		return status;
	struct account_input input = { .login = first->login, .ja = S("システム管理者"), .en = S("Platform administrator"), .org = centre.id,
		.roles = { &platform_admin, 1 } };
	status = account_add(cx, &input, &first->password, &account);
	if (status == OK)
		first->added = true;
	return status;
}

static enum status fill(struct cx *cx, void *arg)
{
	struct first *first = arg;
	struct account_page page;
	enum status status = load_facts(cx, NULL);
	if (status == OK)
		status = account_list(cx, NO_STR, 1, &page);
	if (status == OK && page.rows.n == 0)
		status = add_first(cx, first);
	return status;
}

static enum status make(struct direct *d, struct first *first, int64_t *ret_from)
{
	struct cx *cx = &d->cx;
	struct keyring keys;
	int64_t to;
	enum status status = direct_config(d);
	if (status == OK && d->config.data.n)
		status = make_directory(cx, d->config.data);
	if (status == OK)
		status = make_directory(cx, d->config.keys);
	if (status == OK)
		status = keyring_create(cx, d->config.keys);
	if (status == OK)
		status = keyring_open(cx, d->config.keys, &keys);
	if (status == OK)
		status = db_open(cx, d->config.store, DB_WRITE, &cx->db);
	if (status == OK)
		status = migrate(cx, ret_from, &to);
	if (status == OK)
		status = password_new(cx, &first->password);
	if (status == OK)
		status = direct_change(d, fill, first);
	/* The first head: from now on nothing can be taken away unseen. */
	return status == OK ? sequence_all(cx, &keys.journal) : status;
}

static void tell(struct direct *d, const struct first *first, bool was_there)
{
	if (d->json) {
		struct jw *w = &d->w;
		jw_object(w);
		jw_k_text(w, S("store"), d->config.store);
		jw_k_text(w, S("keys"), d->config.keys);
		jw_k_bool(w, S("made"), !was_there);
		if (first->added) {
			jw_k_text(w, S("login"), first->login);
			jw_k_text(w, S("password"), first->password.plain);
		}
		jw_end_object(w);
		return;
	}
	direct_say(d, was_there ? "The store was there already; its schema and facts are up to date." : "The store is ready.");
	if (first->added)
		buf_format(&d->out, "Platform administrator: %.*s\nOne-time password, shown only now: %.*s\n", STR_ARG(first->login),
		           STR_ARG(first->password.plain));
	direct_say(d, "Keep %.*s/journal.pub where auditors find it, and a copy of the other keys in a safe.", STR_ARG(d->config.keys));
}

int cmd_init(int argc, char **argv)
{
	struct direct d;
	struct first first = { .login = NO_STR };
	const struct flag own[] = { { S("admin"), &first.login, NULL, NULL } };
	int64_t from = 0;
	enum status status = E_INVALID;
	umask(077);                                             /* the store is for its owner, in whichever directory it lies */
	if (!direct_start(&d, argc, argv, own, 1))
		return direct_end(&d, status);
	if (!first.login.p)
		first.login = S("admin");
	if (d.n_args)
		status = direct_misused(&d, "init takes options only; see noroshi help init");
	else
		status = make(&d, &first, &from);
	if (status == OK)
		tell(&d, &first, from > 0);
	return direct_end(&d, status);
}

/* noroshi migrate: brings a store to this program's schema and facts. */
#include "app/migrate.h"

#include "app/catalog.h"
#include "base/str.h"
#include "cli/accounts.h"
#include "cli/direct.h"

const char migrate_page[] =
	"noroshi migrate --data DIR [--store URL] [--check]\n"
	"\n"
	"Brings a store that an older program made to the schema and the facts of this one. Make a backup first (noroshi backup), and\n"
	"stop the server: it serves only a store with its own schema. Running it again does no harm.\n"
	"\n"
	"  --check             change nothing; exit code 1 where something would have to be done\n"
	DIRECT_OPTIONS;

enum status load_facts(struct cx *cx, void *unused)
{
	const struct catalog *catalog;
	(void)unused;
	enum status status = catalog_load(cx);
	if (status == OK)
		status = catalog_read(cx, &catalog);
	return status == OK ? party_load(cx, catalog) : status;
}

static enum status make(struct direct *d, int64_t *ret_from, int64_t *ret_to)
{
	enum status status = direct_config(d);
	if (status == OK)
		status = db_open(&d->cx, d->config.store, DB_WRITE, &d->cx.db);
	if (status == OK)
		status = migrate(&d->cx, ret_from, ret_to);
	return status == OK ? direct_change(d, load_facts, NULL) : status;
}

static void tell(struct direct *d, int64_t from, int64_t to)
{
	if (d->json) {
		jw_object(&d->w);
		jw_k_int(&d->w, S("from"), from);
		jw_k_int(&d->w, S("to"), to);
		jw_end_object(&d->w);
	} else if (from == to) {
		buf_format(&d->out, "Schema %lld: nothing to do.\n", (long long)to);
	} else {
		buf_format(&d->out, "Schema %lld is now %lld.\n", (long long)from, (long long)to);
	}
}

int cmd_migrate(int argc, char **argv)
{
	struct direct d;
	bool check = false;
	const struct flag own[] = { { S("check"), NULL, &check, NULL } };
	int64_t from = 0, to = 0;
	if (!direct_start(&d, argc, argv, own, 1))
		return direct_end(&d, E_INVALID);
	if (check) {
		enum status status = direct_open(&d, DB_READ);
		if (status == OK)
			direct_say(&d, "The store has the schema of this program.");
		return direct_end(&d, status);
	}
	enum status status = make(&d, &from, &to);
	if (status == OK)
		tell(&d, from, to);
	return direct_end(&d, status);
}

/* noroshi backup, noroshi restore: the SQLite store as one file, and back. */
#include "cli/backup.h"

#include <stdio.h>
#include <unistd.h>

#include "app/keyring.h"
#include "app/migrate.h"
#include "app/verify.h"
#include "base/arena.h"
#include "base/str.h"
#include "base/time.h"
#include "cli/place.h"
#include "sys/files.h"

const char backup_help[] =
	"noroshi backup [--data DIR] FILE\n"
	"\n"
	"Writes a consistent copy of the store, attachments included, into a new FILE, while the server runs. FILE appears only when it\n"
	"is whole and on disk. Keys are not in it: keep journal.key and secret.key apart from the backups.\n"
	"On PostgreSQL use pg_dump or continuous archiving, and noroshi verify --store URL on a restored copy.\n"
	"\n"
	PLACE_PAGE
	"\n"
	"Exit code: 0 done, 1 failed, 2 wrong use.\n";

const char restore_help[] =
	"noroshi restore FILE [--data DIR] [--key FILE] [--force]\n"
	"\n"
	"Puts a backup in the store's place: first it verifies all of it, then it copies it, then it changes the two in one step. The server\n"
	"must not run. A store that is there is replaced only with --force, and is kept beside as noroshi.db.before-<time>.\n"
	"\n"
	"  --key FILE      the public key to trust; default journal.pub in the data directory\n"
	"  --force         replace the store that is there\n"
	PLACE_PAGE
	"\n"
	"Exit code: 0 done, 1 failed or the backup does not verify (nothing was changed), 2 wrong use.\n";

static bool is_postgres(struct str store)
{
	return str_find(store, S("://")) >= 0;
}

static struct str part_of(struct cx *cx, struct str path)
{
	return str_format(cx->mem, "%.*s.part-%ld", STR_ARG(path), (long)getpid());
}

/* Copies the store open in cx->db into `to`, which appears whole or not at all. */
static enum status copy_store(struct cx *cx, struct str to)
{
	struct str part = part_of(cx, to);
	file_remove(part);
	enum status st = db_backup(cx, part);
	if (st == OK)
		st = file_mode(cx, part, 0600);
	if (st == OK)
		st = file_sync(cx, part);
	if (st == OK)
		st = file_rename(cx, part, to);
	if (st != OK)
		file_remove(part);
	return st;
}

static enum status backup(struct cx *cx, struct place *p, struct str to)
{
	enum status st = place_read(cx, p);
	if (st != OK)
		return st;
	if (is_postgres(p->settings.store))
		return fail_detail(cx, E_CONFLICT, T_STATE, "this store is PostgreSQL: use pg_dump, and noroshi verify --store URL on a restored copy");
	if (file_facts(to).there)
		return fail_detail(cx, E_CONFLICT, T_FILE, "%.*s is there already", STR_ARG(to));
	st = place_open(cx, p, DB_READ);
	return st == OK ? copy_store(cx, to) : st;
}

static void tell_done(const struct place *p, const char *what, struct str file)
{
	long long size = (long long)file_facts(file).size_bytes;
	if (p->json)
		printf("{\"done\":\"%s\",\"bytes\":%lld}\n", what, size);
	else
		printf("%s: %.*s, %lld bytes\n", what, STR_ARG(file), size);
}

int cmd_backup(int argc, char **argv)
{
	struct place p = { .json = false };
	const struct flag flags[] = { PLACE_FLAGS(p) };
	struct str to;
	size_t n;
	if (!flags_read(argc, argv, flags, sizeof flags / sizeof *flags, &to, 1, &n))
		return CLI_USAGE;
	if (n == 0) {
		fputs("noroshi: say where to write the backup: noroshi backup --data DIR FILE\n", stderr);
		return CLI_USAGE;
	}
	struct problem problem = { .why = T_NONE };
	struct cx cx = cli_cx(&problem);
	enum status st = backup(&cx, &p, to);
	db_close(cx.db);
	if (st == OK)
		tell_done(&p, "backup", to);
	int result = st == OK ? CLI_OK : cli_failed(&cx);
	arena_release(cx.mem);
	return result;
}

/* Restore */

struct restore { struct place place; struct str from, key; bool force; };

static enum status verify_backup(struct cx *cx, const struct restore *r)
{
	struct public_keys trusted;
	struct verify v = { .trusted = &trusted };
	struct str key = r->key.p ? r->key : keyring_path(cx, r->place.settings.keys, S("journal.pub"));
	enum status st = public_keys_load(cx, key, &trusted);
	if (st == OK)
		st = migrate_check(cx);
	if (st == OK)
		st = verify_store(cx, &v);
	if (st == OK && v.findings > 0)
		return fail_detail(cx, E_CONFLICT, T_STATE, "%.*s does not verify (%lld findings): noroshi verify --backup names them",
			STR_ARG(r->from), (long long)v.findings);
	return st;
}

/* The store that is there, out of the way: a file that can be opened again as it was. */
static enum status set_aside(struct cx *cx, struct str store)
{
	static const struct str parts[] = { LIT(""), LIT("-wal"), LIT("-shm") };
	struct str time = time_format(cx->mem, cx->now_us - cx->now_us % SECOND_US);
	struct db *old;
	enum status st = OK;
	/* Opening for writing and closing again folds the -wal file in; a damaged store may refuse that, and is kept as it is. */
	struct problem ignored = { .why = T_NONE };
	struct cx aside = *cx;
	aside.problem = &ignored;
	if (file_facts(store).there && db_open(&aside, store, DB_WRITE, &old) == OK)
		db_close(old);
	for (size_t i = 0; st == OK && i < sizeof parts / sizeof *parts; i++) {
		struct str from = str_format(cx->mem, "%.*s%.*s", STR_ARG(store), STR_ARG(parts[i]));
		struct str to = str_format(cx->mem, "%.*s.before-%.*s%.*s", STR_ARG(store), STR_ARG(time), STR_ARG(parts[i]));
		if (file_facts(from).there)
			st = file_rename(cx, from, to);
	}
	return st;
}

static enum status replace(struct cx *cx, struct str store)
{
	struct str ready = str_format(cx->mem, "%.*s.restored", STR_ARG(store));
	file_remove(ready);
	enum status st = copy_store(cx, ready);
	db_close(cx->db);
	cx->db = NULL;
	if (st == OK)                                           /* also where only a stray -wal is left: it must not meet another store */
		st = set_aside(cx, store);
	return st == OK ? file_rename(cx, ready, store) : st;
}

static enum status restore(struct cx *cx, struct restore *r)
{
	struct file_lock lock;
	enum status st = place_read(cx, &r->place);
	struct str store = r->place.settings.store;
	if (st == OK && is_postgres(store))
		return fail_detail(cx, E_CONFLICT, T_STATE, "this store is PostgreSQL: restore it with pg_restore, then noroshi verify --store URL");
	if (st == OK && file_facts(store).there && !r->force)
		return fail_detail(cx, E_CONFLICT, T_STATE, "there is a store at %.*s; --force replaces it and keeps it beside", STR_ARG(store));
	if (st == OK && !file_facts(r->from).there)
		return fail_detail(cx, E_MISSING, T_MISSING, "there is no %.*s", STR_ARG(r->from));
	if (st == OK && r->place.settings.data.n > 0)
		st = folder_make(cx, r->place.settings.data);
	if (st != OK)
		return st;
	st = file_lock(cx, str_format(cx->mem, "%.*s.lock", STR_ARG(store)), &lock);
	if (st != OK)
		return st;
	st = db_open(cx, r->from, DB_READ, &cx->db);
	if (st == OK)
		st = verify_backup(cx, r);
	if (st == OK)
		st = replace(cx, store);
	file_unlock(&lock);
	return st;
}

int cmd_restore(int argc, char **argv)
{
	struct restore r = { .force = false };
	const struct flag flags[] = { PLACE_FLAGS(r.place), { LIT("key"), &r.key, NULL, NULL }, { LIT("force"), NULL, &r.force, NULL } };
	size_t n;
	if (!flags_read(argc, argv, flags, sizeof flags / sizeof *flags, &r.from, 1, &n))
		return CLI_USAGE;
	if (n == 0) {
		fputs("noroshi: say which backup to restore: noroshi restore FILE --data DIR\n", stderr);
		return CLI_USAGE;
	}
	struct problem problem = { .why = T_NONE };
	struct cx cx = cli_cx(&problem);
	enum status st = restore(&cx, &r);
	db_close(cx.db);
	if (st == OK)
		tell_done(&r.place, "restored", r.place.settings.store);
	int result = st == OK ? CLI_OK : cli_failed(&cx);
	arena_release(cx.mem);
	return result;
}

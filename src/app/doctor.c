/* app/doctor.c — see doctor.h. */
#include "app/doctor.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "app/migrate.h"
#include "app/receipt.h"
#include "base/arena.h"
#include "base/str.h"
#include "base/time.h"
#include "base/uuid.h"
#include "store/journal.h"
#include "store/key.h"
#include "sys/db.h"

void doctor_tell(struct cx *cx, struct doctor *d, struct str name, enum check_result result, const char *format, ...)
{
	char text[400];
	va_list args;
	va_start(args, format);
	int n = vsnprintf(text, sizeof text, format, args);
	va_end(args);
	size_t length = n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
	struct check check = { name, result, str_copy(cx->mem, (struct str){ text, length }) };
	d->good += result == CHECK_GOOD;
	d->warnings += result == CHECK_WARNING;
	d->bad += result == CHECK_BAD;
	if (d->told)
		d->told(d->arg, &check);
	if (cx->problem)                                        /* each check starts afresh */
		*cx->problem = (struct problem){ .why = T_NONE };
}

void doctor_tell_problem(struct cx *cx, struct doctor *d, struct str name)
{
	struct str sentence = text_sentence(cx->problem->why, LANG_EN), detail = cx->problem->detail;
	doctor_tell(cx, d, name, CHECK_BAD, "%.*s%s%.*s", STR_ARG(sentence), detail.n > 0 ? ": " : "", STR_ARG(detail));
}

/* Journal */

static void check_head(struct cx *cx, struct doctor *d, const struct public_keys *trusted)
{
	struct head head;
	struct str store;
	struct hash root;
	bool any;
	enum status st = head_last(cx, &any, &head);
	if (st == OK && !any) {
		doctor_tell(cx, d, S("journal.head"), CHECK_WARNING, "no head was signed yet: noroshi serve signs the first");
		return;
	}
	struct tile_source tiles = tile_source_of(cx, sha256);
	if (st == OK)
		st = store_id_get(cx, &store);
	if (st == OK)
		st = merkle_root_at(cx, &tiles, head.size, &root);
	if (st != OK) {
		doctor_tell_problem(cx, d, S("journal.head"));
	} else if (!hash_eq(&root, &head.root) || !head_signature_holds(cx->mem, store, &head)) {
		doctor_tell(cx, d, S("journal.head"), CHECK_BAD, "the log is not what its last head signed: run noroshi verify");
	} else if (!public_keys_have(trusted, head.key)) {
		doctor_tell(cx, d, S("journal.head"), CHECK_BAD, "the last head was signed by a key that journal.pub does not name");
	} else {
		doctor_tell(cx, d, S("journal.head"), CHECK_GOOD, "%lld entries, signed %.*s", (long long)head.size,
			STR_ARG(time_format(cx->mem, head.signed_us)));
	}
	if (st == OK && head.signed_us > cx->now_us + MINUTE_US)
		doctor_tell(cx, d, S("clock.order"), CHECK_BAD, "the last head was signed in the future (%.*s): the clock was set back",
			STR_ARG(time_format(cx->mem, head.signed_us)));
}

static void check_waiting(struct cx *cx, struct doctor *d)
{
	struct entries waiting;
	if (entry_pending(cx, 1000, &waiting) != OK) {
		doctor_tell_problem(cx, d, S("journal.waiting"));
		return;
	}
	int64_t oldest_us = cx->now_us;
	for (size_t i = 0; i < waiting.n; i++)
		oldest_us = waiting.v[i].at_us < oldest_us ? waiting.v[i].at_us : oldest_us;
	int64_t age_s = (cx->now_us - oldest_us) / SECOND_US;
	if (age_s > 60)
		doctor_tell(cx, d, S("journal.waiting"), CHECK_WARNING, "entries have waited %lld s for their place in the log: is the server running?",
			(long long)age_s);
	else
		doctor_tell(cx, d, S("journal.waiting"), CHECK_GOOD, "%zu entries wait for their place in the log", waiting.n);
}

/* Sealed custody: what is sealed is lost with the last way to its key, and nobody here can bring it back. */

static bool check_key(struct cx *cx, struct doctor *d, const struct key_ways *w)
{
	int64_t ways = w->passphrases + w->shares;
	if (!w->has_reports || ways > 1 || (w->retired && w->chains))
		return true;
	if (ways == 0)
		doctor_tell(cx, d, S("custody.keys"), CHECK_BAD, "%.*s: nobody can open the reports sealed to its key %.*s: tell its administrator today, and"
			" look for an older backup with a copy of the key", STR_ARG(w->org), STR_ARG(uuid_str(cx->mem, w->key)));
	else
		doctor_tell(cx, d, S("custody.keys"), CHECK_WARNING, "%.*s: its sealed reports hang on one %s: a second officer's passphrase or a recovery code is"
			" needed (Keys page)", STR_ARG(w->org), w->passphrases ? "officer's passphrase" : "recovery code");
	return false;
}

static void check_custody(struct cx *cx, struct doctor *d)
{
	struct key_ways *all;
	size_t n, in_order = 0;
	if (key_ways_list(cx, &all, &n) != OK) {
		doctor_tell_problem(cx, d, S("custody.keys"));
		return;
	}
	for (size_t i = 0; i < n; i++)
		in_order += check_key(cx, d, &all[i]);
	if (n > 0 && in_order == n)
		doctor_tell(cx, d, S("custody.keys"), CHECK_GOOD, "%zu keys of organisations, none with sealed reports on its last way to be unlocked", n);
}

/* Store */

static void check_integrity(struct cx *cx, struct doctor *d)
{
	struct str answer = NO_STR;
	if (db_is_postgres(cx->db))
		return;                                         /* PostgreSQL has its own: data checksums, pg_amcheck */
	if (db_one(cx, "pragma quick_check(1)", NO_ARGS, fill_text, &answer) != OK)
		doctor_tell_problem(cx, d, S("store.integrity"));
	else if (!str_eq(answer, S("ok")))
		doctor_tell(cx, d, S("store.integrity"), CHECK_BAD, "%.*s: restore the last backup that verifies", STR_ARG(answer));
	else
		doctor_tell(cx, d, S("store.integrity"), CHECK_GOOD, "the database file is sound");
}

void doctor_store(struct cx *cx, struct doctor *d, struct str store, const struct public_keys *trusted)
{
	if (db_open(cx, store, DB_READ, &cx->db) != OK) {
		doctor_tell_problem(cx, d, S("store.reach"));
		return;
	}
	doctor_tell(cx, d, S("store.reach"), CHECK_GOOD, db_is_postgres(cx->db) ? "PostgreSQL answers" : "SQLite file opened");
	bool right = migrate_check(cx) == OK;
	if (!right)
		doctor_tell_problem(cx, d, S("store.schema"));
	else
		doctor_tell(cx, d, S("store.schema"), CHECK_GOOD, "the schema is this program's");
	check_integrity(cx, d);
	if (right && trusted)
		check_head(cx, d, trusted);
	if (right)
		check_waiting(cx, d);
	if (right)
		check_custody(cx, d);
	db_close(cx->db);
	cx->db = NULL;
}

/* noroshi verify, backup, restore and doctor, by their command lines: what they answer and what they leave. */
#include "support.h"

#include <ftw.h>
#include <sys/wait.h>

#include "app/journal.h"
#include "app/keyring.h"
#include "app/receipt.h"
#include "app/sequencer.h"
#include "cli/backup.h"
#include "cli/doctor.h"
#include "cli/verify.h"
#include "model/party.h"
#include "store/journal.h"
#include "sys/files.h"

static struct { struct test_store t; struct str folder, store, key; struct uuid entry; struct actor actor; } site;

static struct str path(const char *name)
{
	return keyring_path(&site.t.cx, site.folder, str_of(name));
}

static int command(int (*run)(int, char **), const char *a, const char *b, struct str c, const char *d, struct str e)
{
	const char *words[] = { "x", a, b, c.n > 0 ? str_terminated(site.t.mem, c) : NULL, d, e.n > 0 ? str_terminated(site.t.mem, e) : NULL };
	char *argv[7];
	int argc = 0;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (words[i])
			argv[argc++] = str_terminated(site.t.mem, str_of(words[i]));
	argv[argc] = NULL;
	fflush(stdout);
	return run(argc, argv);
}

static void on_store(struct str where, const char *sql)
{
	struct cx cx = site.t.cx;
	cx.db = test_store_connect(&site.t, where, DB_WRITE);
	assert_ok(&site.t, db_script(&cx, str_of(sql)));
	db_close(cx.db);
}

static void fill(void)
{
	struct cx *cx = &site.t.cx;
	struct keyring keys;
	int64_t from, to;
	assert_ok(&site.t, keyring_create(cx, site.folder));
	assert_ok(&site.t, keyring_open(cx, site.folder, &keys));
	cx->db = test_store_connect(&site.t, site.store, DB_WRITE);
	assert_ok(&site.t, migrate(cx, &from, &to));
	site.actor = (struct actor){ .user = uuid_new(cx->now_us), .org = uuid_new(cx->now_us), .roles = ROLE_REPORTER, .org_kind = ORG_OPERATOR };
	cx->actor = &site.actor;
	for (int i = 0; i < 300; i++)
		assert_ok(&site.t, journal_append(cx, S("session.start"), uuid_new(cx->now_us), NULL, &site.entry));
	assert_ok(&site.t, sequence_all(cx, &keys.journal));
	db_close(cx->db);
	cx->db = NULL;
}

static int open_site(void **state)
{
	(void)state;
	memset(&site, 0, sizeof site);
	test_cx_open(&site.t);
	const char *folder = getenv("TMPDIR");
	site.folder = str_format(site.t.mem, "%s/noroshi-cli-%.*s", folder && *folder ? folder : "/tmp",
		STR_ARG(str_hex(site.t.mem, uuid_new(site.t.cx.now_us).b, 16)));
	assert_ok(&site.t, folder_make(&site.t.cx, site.folder));
	site.store = path("noroshi.db");
	site.key = path("journal.pub");
	fill();
	return 0;
}

static int drop(const char *name, const struct stat *s, int kind, struct FTW *at)
{
	(void)s;
	(void)kind;
	(void)at;
	return remove(name);
}

static int close_site(void **state)
{
	(void)state;
	assert_int_equal(nftw(str_terminated(site.t.mem, site.folder), drop, 8, FTW_DEPTH | FTW_PHYS), 0);
	test_cx_close(&site.t);
	return 0;
}

static void verify_a_store(void **state)
{
	(void)state;
	assert_int_equal(command(cmd_verify, "--data", NULL, site.folder, NULL, NO_STR), 0);
	assert_int_equal(command(cmd_verify, "--json", "--data", site.folder, NULL, NO_STR), 0);
	on_store(site.store, "update journal set verb = 'session.stop' where seq = 42");
	assert_int_equal(command(cmd_verify, "--data", NULL, site.folder, NULL, NO_STR), 1);
	assert_int_equal(command(cmd_verify, "--json", "--data", site.folder, NULL, NO_STR), 1);
	/* what could not be checked is neither right nor wrong */
	assert_int_equal(command(cmd_verify, "--data", NULL, path("nowhere"), NULL, NO_STR), 2);
	assert_int_equal(command(cmd_verify, "--data", NULL, site.folder, "--key", path("nothing")), 2);
	assert_int_equal(command(cmd_verify, "--backup", NULL, path("nothing"), "--key", site.key), 2);
	assert_int_equal(command(cmd_verify, "--colour", NULL, site.folder, NULL, NO_STR), 2);
}

/* The way without Noroshi that doc/JOURNAL.md shows must say the same. */
static int script(const char *name, struct str a, struct str b)
{
	const char *words[] = { name, str_terminated(site.t.mem, a), str_terminated(site.t.mem, b), NULL };
	int status = -1;
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		execv(name, (char *const *)(uintptr_t)words);
		_exit(127);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void verify_a_receipt(void **state)
{
	(void)state;
	struct cx *cx = &site.t.cx;
	struct receipt r;
	struct buf b;
	struct jw w;
	cx->db = test_store_connect(&site.t, site.store, DB_READ);
	assert_ok(&site.t, receipt_get(cx, site.entry, &r));
	db_close(cx->db);
	cx->db = NULL;
	buf_init(&b, site.t.mem, 1 << 20);
	jw_init(&w, &b);
	receipt_write(&w, site.t.mem, &r);
	struct str file = path("receipt.json"), text = buf_str(&b);
	assert_ok(&site.t, file_write(cx, file, 0600, text));
	assert_int_equal(command(cmd_verify, NULL, NULL, file, "--key", site.key), 0);
	assert_int_equal(command(cmd_verify, "--json", NULL, file, "--key", site.key), 0);
	assert_int_equal(command(cmd_verify, NULL, NULL, file, "--data", site.folder), 0);
	assert_int_equal(script("doc/check-receipt", file, site.key), 0);
	/* another key; another store; a changed byte; no receipt */
	struct sign_key other;
	sign_key_new(&other);
	assert_ok(&site.t, public_key_save(cx, path("other.pub"), other.pub));
	assert_int_equal(command(cmd_verify, NULL, NULL, file, "--key", path("other.pub")), 1);
	assert_int_equal(script("doc/check-receipt", file, path("other.pub")), 1);
	char *bad = str_terminated(site.t.mem, text);
	bad[str_find(text, S("\"seq\":")) + 6] ^= 1;
	assert_ok(&site.t, file_write(cx, file, 0600, (struct str){ bad, text.n }));
	assert_int_equal(command(cmd_verify, NULL, NULL, file, "--key", site.key), 1);
	assert_int_equal(script("doc/check-receipt", file, site.key), 1);
	assert_int_equal(command(cmd_verify, NULL, NULL, path("none.json"), "--key", site.key), 2);
}

static void back_up_and_restore(void **state)
{
	(void)state;
	struct str copy = path("copy.db");
	assert_int_equal(command(cmd_backup, "--data", NULL, site.folder, NULL, copy), 0);
	assert_int_equal(file_facts(copy).mode, 0600);
	assert_int_equal(command(cmd_backup, "--data", NULL, site.folder, NULL, copy), 1);       /* never over another */
	assert_int_equal(command(cmd_backup, "--data", NULL, site.folder, NULL, NO_STR), 2);
	assert_int_equal(command(cmd_verify, "--backup", NULL, copy, "--key", site.key), 0);
	on_store(site.store, "delete from journal where seq = 7");
	assert_int_equal(command(cmd_restore, "--data", NULL, site.folder, NULL, copy), 1);      /* not without --force */
	assert_int_equal(command(cmd_verify, "--data", NULL, site.folder, NULL, NO_STR), 1);
	struct file_lock lock;
	assert_ok(&site.t, file_lock(&site.t.cx, path("noroshi.db.lock"), &lock));
	assert_int_equal(command(cmd_restore, "--force", "--data", site.folder, NULL, copy), 1);         /* not while it is served */
	file_unlock(&lock);
	assert_int_equal(command(cmd_restore, "--force", "--data", site.folder, NULL, copy), 0);
	assert_int_equal(command(cmd_verify, "--data", NULL, site.folder, NULL, NO_STR), 0);
	/* a backup that does not verify is never put in place */
	on_store(copy, "update journal set verb = 'session.stop' where seq = 42");
	assert_int_equal(command(cmd_restore, "--force", "--data", site.folder, NULL, copy), 1);
	assert_int_equal(command(cmd_verify, "--data", NULL, site.folder, NULL, NO_STR), 0);
	/* into an empty place */
	struct str elsewhere = path("elsewhere");
	on_store(copy, "update journal set verb = 'session.start' where seq = 42");
	const char *words[] = { "restore", "--data", str_terminated(site.t.mem, elsewhere), "--key", str_terminated(site.t.mem, site.key),
		str_terminated(site.t.mem, copy) };
	assert_int_equal(cmd_restore(6, (char **)(uintptr_t)words), 0);
	assert_int_equal(command(cmd_verify, "--data", NULL, elsewhere, "--key", site.key), 0);
}

static void doctor(void **state)
{
	(void)state;
	assert_int_equal(command(cmd_doctor, "--data", NULL, site.folder, NULL, NO_STR), 0);
	assert_int_equal(command(cmd_doctor, "--json", "--data", site.folder, NULL, NO_STR), 0);
	assert_ok(&site.t, file_mode(&site.t.cx, path("journal.key"), 0644));
	assert_int_equal(command(cmd_doctor, "--data", NULL, site.folder, NULL, NO_STR), 1);
	assert_ok(&site.t, file_mode(&site.t.cx, path("journal.key"), 0600));
	on_store(site.store, "delete from tile where level = 0 and idx = 1");
	assert_int_equal(command(cmd_doctor, "--data", NULL, site.folder, NULL, NO_STR), 1);
	assert_int_equal(command(cmd_doctor, "--data", NULL, path("nowhere"), NULL, NO_STR), 1);
}

int main(void)
{
	unsetenv("NOROSHI_DATA");
	unsetenv("NOROSHI_STORE");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(verify_a_store, open_site, close_site),
		cmocka_unit_test_setup_teardown(verify_a_receipt, open_site, close_site),
		cmocka_unit_test_setup_teardown(back_up_and_restore, open_site, close_site),
		cmocka_unit_test_setup_teardown(doctor, open_site, close_site),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

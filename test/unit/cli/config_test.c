/* cli/config.h: what counts when several say something, what is refused, and that the packaged file says what is so. Run from the tree. */
#include "support.h"

#include <sys/stat.h>

#include "cli/config.h"
#include "sys/files.h"

static struct test_store t;

struct said { struct str name, value; };

static struct str say(void *arg, struct str name)
{
	for (const struct said *s = arg; s && s->name.n; s++)
		if (str_eq(s->name, name))
			return s->value;
	return NO_STR;
}

static int open_cx(void **state)
{
	(void)state;
	test_cx_open(&t);
	return 0;
}

static int close_cx(void **state)
{
	(void)state;
	test_cx_close(&t);
	return 0;
}

static void defaults_hold(void **state)
{
	struct said args[] = { { LIT("data"), LIT("/nowhere") }, { NO_STR, NO_STR } };
	struct config c;
	(void)state;
	assert_ok(&t, config_read(&t.cx, say, args, &c));
	assert_str(c.store, "/nowhere/noroshi.db");
	assert_str(c.keys, "/nowhere");
	assert_str(c.listen, "127.0.0.1:8080");
	assert_int_equal(c.connections, 12000);
	assert_false(c.trust_proxy);
}

static void the_stronger_wins(void **state)
{
	struct str file = str_format(t.mem, "/tmp/noroshi-config-%ld", (long)getpid());
	struct said args[] = { { LIT("config"), file }, { LIT("burst"), LIT("3") }, { NO_STR, NO_STR } };
	struct config c;
	(void)state;
	assert_ok(&t, file_write(&t.cx, file, 0600, S("# a comment\n\n data = /d \nrate=7\nburst = 8\nqueue = 99\naccess_log = yes\n")));
	setenv("NOROSHI_RATE", "5", 1);
	setenv("NOROSHI_BURST", "4", 1);
	assert_ok(&t, config_read(&t.cx, say, args, &c));
	assert_str(c.store, "/d/noroshi.db");
	assert_int_equal(c.queue, 99);                          /* the file over the default */
	assert_int_equal(c.rate, 5);                            /* the environment over the file */
	assert_int_equal(c.burst, 3);                           /* the command line over the environment */
	assert_true(c.access_log);
	args[0] = args[1];
	args[1].name = NO_STR;
	setenv("NOROSHI_CONFIG", str_terminated(t.mem, file), 1);
	assert_ok(&t, config_read(&t.cx, say, args, &c));       /* the file, named by the environment */
	assert_int_equal(c.queue, 99);
	unsetenv("NOROSHI_CONFIG");
	unsetenv("NOROSHI_RATE");
	unsetenv("NOROSHI_BURST");
	file_remove(file);
}

static void refused(const char *text, const char *why)
{
	struct config c = { .threads = 0 };
	test_forget(&t);
	assert_int_equal(config_parse(&t.cx, str_of(text), &c), E_INVALID);
	if (str_find(t.problem.detail, str_of(why)) < 0) {
		print_error("\"%.*s\" does not say \"%s\"\n", STR_ARG(t.problem.detail), why);
		assert_true(false);
	}
}

static void what_is_wrong_is_named(void **state)
{
	struct said missing[] = { { LIT("config"), LIT("/nowhere/noroshi.conf") }, { NO_STR, NO_STR } };
	struct said half[] = { { LIT("data"), LIT("/d") }, { LIT("tls_cert"), LIT("/c.pem") }, { NO_STR, NO_STR } };
	struct config c;
	(void)state;
	refused("data = /d\nlisten_on = 1\n", "line 2: there is no setting \"listen_on\"");
	refused("rate = many\n", "rate: a number from 0 to 1000000");
	refused("threads = 65\n", "threads: a number from 0 to 64");
	refused("trust_proxy = perhaps\n", "trust_proxy: yes or no");
	test_forget(&t);
	assert_int_equal(config_read(&t.cx, say, missing, &c), E_INVALID);
	test_forget(&t);
	assert_int_equal(config_read(&t.cx, say, half, &c), E_INVALID);
}

static void root_leaves_nothing_that_the_service_cannot_open(void **state)
{
	struct str folder = str_format(t.mem, "/tmp/noroshi-config-%ld.d", (long)getpid());
	struct said args[] = { { LIT("data"), folder }, { NO_STR, NO_STR } };
	const char *name = str_terminated(t.mem, folder);
	struct config c;
	(void)state;
	assert_int_equal(mkdir(name, 0700), 0);
	assert_ok(&t, config_read(&t.cx, say, args, &c));       /* one's own */
	if (geteuid() == 0) {                                   /* only root can give a folder to somebody else */
		assert_int_equal(chown(name, 65534, 65534), 0);
		assert_int_equal(config_read(&t.cx, say, args, &c), E_INVALID);
		assert_true(str_find(t.problem.detail, S("runuser -u nobody")) >= 0);
	}
	rmdir(name);
}

/* "#name = value" as "name = value"; prose as it is. */
static bool shows_default(struct str line, struct str *ret_name, struct str *ret_value)
{
	if (!str_starts(line, S("#")) || str_starts(line, S("# ")))
		return false;
	*ret_name = str_trim(str_cut(str_slice(line, 1, line.n), '=', ret_value));
	*ret_value = str_trim(*ret_value);
	return true;
}

static void the_packaged_file_shows_every_default(void **state)
{
	struct bytes text;
	struct config c = { .threads = -1 };
	size_t shown = 0;
	(void)state;
	assert_ok(&t, file_read(&t.cx, S("packaging/noroshi.conf"), 65536, &text));
	struct str all = { (const char *)text.p, text.n }, name, value;
	assert_ok(&t, config_parse(&t.cx, all, &c));
	assert_str(c.data, "/var/lib/noroshi");
	assert_int_equal(c.threads, -1);                        /* the rest is commented */
	for (struct str rest = all; rest.n;) {
		if (!shows_default(str_cut(rest, '\n', &rest), &name, &value))
			continue;
		size_t i = 0;
		while (i < n_settings && !str_eq(settings[i].name, name))
			i++;
		if (i == n_settings || !str_eq(settings[i].usual, value)) {
			print_error("%.*s = %.*s is not so\n", STR_ARG(name), STR_ARG(value));
			assert_true(false);
		}
		shown++;
		struct str line = str_format(t.mem, "%.*s = %.*s", STR_ARG(name), STR_ARG(value));
		assert_ok(&t, config_parse(&t.cx, line, &c));
	}
	assert_int_equal(shown, n_settings - 1);                /* all but data, which is set */
	assert_int_equal(c.threads, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(defaults_hold, open_cx, close_cx),
		cmocka_unit_test_setup_teardown(the_stronger_wins, open_cx, close_cx),
		cmocka_unit_test_setup_teardown(what_is_wrong_is_named, open_cx, close_cx),
		cmocka_unit_test_setup_teardown(root_leaves_nothing_that_the_service_cannot_open, open_cx, close_cx),
		cmocka_unit_test_setup_teardown(the_packaged_file_shows_every_default, open_cx, close_cx),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

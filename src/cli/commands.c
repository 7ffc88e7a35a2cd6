#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "app/migrate.h"
#include "base/str.h"
#include "cli/commands.h"
#include "cli/pages.h"
#include "sys/clock.h"

const struct command commands[] = {
	{ LIT("serve"), LIT("Serve the application and its interface over HTTP"), LIT(""), serve_options, LIT(SERVE_PAGE), serve_command },
	{ LIT("help"), LIT("Show the page of a command"), LIT("[COMMAND]"), NULL, LIT("Without COMMAND, lists all of them.\n"), help_command },
	{ LIT("version"), LIT("Show the version"), LIT(""), NULL, LIT(""), version_command },
};
const size_t n_commands = sizeof commands / sizeof commands[0];

static const struct cli_option common[] = {
	{ LIT("--data"), LIT("DIR"), LIT("data directory (or NOROSHI_DATA)") },
	{ LIT("--store"), LIT("URL"), LIT("postgresql:// URL or SQLite file instead of DIR/noroshi.db") },
	{ LIT("--config"), LIT("FILE"), LIT("configuration file instead of DIR/noroshi.conf") },
	{ LIT("--json"), LIT(""), LIT("result as JSON on standard output") },
	{ LIT("--quiet"), LIT(""), LIT("no progress on standard error") },
	{ LIT("--help"), LIT(""), LIT("this page") },
	{ LIT(""), LIT(""), LIT("") },
};

/* --- help ----------------------------------------------------------------------------------------------------------------- */

static void print_options(struct buf *out, const char *title, const struct cli_option *o)
{
	if (o && o->name.n)
		buf_format(out, "\n%s\n", title);
	for (; o && o->name.n; o++) {
		struct str left = { NULL, 0 };
		buf_format(out, "  %.*s %.*s", STR_ARG(o->name), (int)o->value.n, o->value.n ? o->value.p : "");
		left.n = o->name.n + o->value.n + 3;
		buf_format(out, "%*s%.*s\n", (int)(left.n < 26 ? 26 - left.n : 1), "", STR_ARG(o->doc));
	}
}

static void print_page(struct buf *out, const struct command *c)
{
	buf_format(out, "noroshi %.*s - %.*s\n\nUsage: noroshi %.*s [options] %.*s\n", STR_ARG(c->name), STR_ARG(c->line), STR_ARG(c->name),
		STR_ARG(c->args));
	if (c->page.n)
		buf_format(out, "\n%.*s", STR_ARG(c->page));
	print_options(out, "Options:", c->options);
	print_options(out, "Options of every command:", common);
	buf_add(out, S("\nExit code: 0 done; 1 done, and the answer is no; 2 could not be done.\n"));
}

static void print_list(struct buf *out)
{
	buf_add(out, S("noroshi - one report in, the right parties informed, an advisory out, and proof of what each of them did\n\n"
		"Usage: noroshi COMMAND [options]\n\nCommands:\n"));
	for (size_t i = 0; i < n_commands; i++)
		buf_format(out, "  %-12.*s %.*s\n", STR_ARG(commands[i].name), STR_ARG(commands[i].line));
	buf_add(out, S("\nnoroshi help COMMAND shows a command's page.\n"));
}

static const struct command *find(struct str name)
{
	for (size_t i = 0; i < n_commands; i++)
		if (str_eq(commands[i].name, name))
			return &commands[i];
	return NULL;
}

int help_command(struct cli *cli)
{
	if (cli->n_args == 0) {
		print_list(&cli->out);
		return EXIT_DONE;
	}
	const struct command *c = find(cli->args[0]);
	if (!c)
		return cli_misused(cli, "there is no command \"%.*s\"; noroshi help lists them", STR_ARG(cli->args[0]));
	print_page(&cli->out, c);
	return EXIT_DONE;
}

int version_command(struct cli *cli)
{
	if (cli->json) {
		jw_object(&cli->w);
		jw_k_text(&cli->w, S("version"), S(NOROSHI_VERSION));
		jw_end_object(&cli->w);
	} else {
		buf_add(&cli->out, S("noroshi " NOROSHI_VERSION "\n"));
	}
	return EXIT_DONE;
}

/* --- what commands use ---------------------------------------------------------------------------------------------------- */

struct str cli_get(const struct cli *cli, struct str name)
{
	for (size_t i = cli->n_given; i > 0; i--)
		if (str_eq(cli->given[i - 1].name, name))
			return cli->given[i - 1].value;
	return NO_STR;
}

bool cli_has(const struct cli *cli, struct str name)
{
	return cli_get(cli, name).p != NULL;
}

/* Settings are flags with "-" for "_": tls_cert is --tls-cert. */
static struct str flag_of_setting(void *arg, struct str name)
{
	const struct cli *cli = arg;
	char flag[64] = "--";
	size_t n = 2;
	for (size_t i = 0; i < name.n && n < sizeof flag; i++)
		flag[n++] = name.p[i] == '_' ? '-' : name.p[i];
	struct str value = cli_get(cli, (struct str){ flag, n });
	return value.p && !value.n ? S("yes") : value;
}

enum status cli_config(struct cli *cli)
{
	return config_read(&cli->cx, flag_of_setting, cli, &cli->config);
}

enum status cli_open(struct cli *cli, enum db_mode mode)
{
	enum status st = cli_config(cli);
	if (st == OK)
		st = db_open(&cli->cx, cli->config.store, mode, &cli->cx.db);
	if (st == OK)
		st = migrate_check(&cli->cx);
	return st;
}

int cli_failed(struct cli *cli, enum status st)
{
	const struct problem *p = cli->cx.problem;
	struct str sentence = text_sentence(p->why, cli->cx.lang);
	fprintf(stderr, "noroshi %.*s: ", STR_ARG(cli->command->name));
	if (p->detail.n)
		fprintf(stderr, "%.*s\n", STR_ARG(p->detail));
	else
		fprintf(stderr, "%.*s\n", STR_ARG(sentence));
	for (size_t i = 0; i < p->n_fields; i++) {
		struct str why = text_sentence(p->fields[i].why, cli->cx.lang);
		fprintf(stderr, "  %.*s: %.*s\n", STR_ARG(p->fields[i].pointer), STR_ARG(why));
	}
	return st == E_MISSING || st == E_CONFLICT || st == E_DENIED ? EXIT_NO : EXIT_CANNOT;
}

int cli_misused(struct cli *cli, const char *format, ...)
{
	va_list args;
	fprintf(stderr, "noroshi %.*s: ", STR_ARG(cli->command->name));
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return EXIT_CANNOT;
}

void cli_say(const struct cli *cli, const char *format, ...)
{
	va_list args;
	if (cli->json || cli_has(cli, S("--quiet")))
		return;
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
}

/* --- the command line ----------------------------------------------------------------------------------------------------- */

static const struct cli_option *option(const struct cli_option *o, struct str name)
{
	for (; o && o->name.n; o++)
		if (str_eq(o->name, name))
			return o;
	return NULL;
}

/* "--name value", "--name=value"; "--" ends the options. 0, or an exit code. */
static int read_args(struct cli *cli, int argc, char **argv)
{
	bool ended = false;
	for (int i = 2; i < argc; i++) {
		struct str value, word = str_of(argv[i]), name = str_cut(word, '=', &value);
		if (cli->n_args == CLI_ARGS_MAX || cli->n_given == CLI_ARGS_MAX)
			return cli_misused(cli, "too many arguments");
		if (!ended && str_eq(word, S("--"))) {
			ended = true;
			continue;
		}
		if (ended || word.n < 2 || word.p[0] != '-') {
			cli->args[cli->n_args++] = word;
			continue;
		}
		const struct cli_option *o = option(cli->command->options, name);
		if (!o)
			o = option(common, name);
		if (!o)
			return cli_misused(cli, "there is no option %.*s; see noroshi help %.*s", STR_ARG(name), STR_ARG(cli->command->name));
		if (o->value.n && !value.p) {
			if (++i >= argc)
				return cli_misused(cli, "%.*s needs a value (%.*s)", STR_ARG(name), STR_ARG(o->value));
			value = str_of(argv[i]);
		}
		cli->given[cli->n_given].name = name;
		cli->given[cli->n_given++].value = value.p ? value : S("");
	}
	return 0;
}

static enum lang lang_of_environment(void)
{
	const char *names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	for (int i = 0; i < 3; i++) {
		struct str value = str_of(getenv(names[i]));
		if (value.n)
			return str_starts(value, S("ja")) ? LANG_JA : LANG_EN;
	}
	return LANG_EN;
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct str name = argc > 1 ? str_of(argv[1]) : S("help");
	if (str_eq(name, S("--help")) || str_eq(name, S("-h")))
		name = S("help");
	if (str_eq(name, S("--version")))
		name = S("version");
	cli->command = find(name);
	if (!cli->command) {
		cli->command = find(S("help"));
		return cli_misused(cli, "there is no command \"%.*s\"; noroshi help lists them", STR_ARG(name));
	}
	int code = read_args(cli, argc, argv);
	if (code != 0)
		return code;
	cli->json = cli_has(cli, S("--json"));
	if (cli_has(cli, S("--help"))) {
		print_page(&cli->out, cli->command);
		return EXIT_DONE;
	}
	return cli->command->run(cli);
}

int cli_main(int argc, char **argv, const struct program *program)
{
	struct arena *mem = arena_new();
	struct cli *cli = arena_make(mem, struct cli);
	cli->program = program;
	cli->cx = (struct cx){ .mem = mem, .problem = &cli->problem, .now_us = clock_now_us(), .lang = lang_of_environment() };
	buf_init(&cli->out, mem, (size_t)1 << 30);
	jw_init(&cli->w, &cli->out);
	int code = run(cli, argc, argv);
	db_close(cli->cx.db);
	bool written = fwrite(cli->out.p ? cli->out.p : "", 1, cli->out.n, stdout) == cli->out.n;
	if (written && cli->json && cli->out.n)
		putchar('\n');
	if (!written || fflush(stdout) != 0)
		code = code == EXIT_DONE ? EXIT_CANNOT : code;
	arena_release(mem);
	return code;
}

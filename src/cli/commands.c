#include <stdio.h>
#include <string.h>
#include "cli/accounts.h"
#include "cli/backup.h"
#include "cli/commands.h"
#include "cli/demo.h"
#include "cli/doctor.h"
#include "cli/flags.h"
#include "cli/serve.h"
#include "cli/verify.h"
#include "cli/work.h"

static int cmd_help(int argc, char **argv);
static int cmd_version(int argc, char **argv);
static int cmd_openapi(int argc, char **argv, const struct program *);
static const char openapi_help[] = "noroshi openapi\n\nPrints what a server answers at /api/v1/openapi.json: every route, what it takes and what it answers.\n"
	"Needs no store and no server. Exit codes: 0 done, 1 standard output could not be written, 2 wrong use.\n";

/* name, what it does, function, help page */
const struct command commands[] = {
	{ "serve", "Serve the application and its interface over HTTP", NULL, NULL, serve_page, cmd_serve },
	{ "verify", "Check the journal, a backup or a receipt: was anything altered?", cmd_verify, verify_help, NULL, NULL },
	{ "report", "File a report; preview, draft, follow-up; keep the receipt", cmd_report, NULL, report_help, NULL },
	{ "inbox", "List what reached your organisation; show one message", cmd_inbox, inbox_help, NULL, NULL },
	{ "ack", "Acknowledge, and say what came of it", cmd_ack, ack_help, NULL, NULL },
	{ "stats", "Show figures by fiscal year; as a table or a spreadsheet", cmd_stats, stats_help, NULL, NULL },
	{ "relay", "Derive a report without the source's name, as a CEPTOAR's officer", cmd_relay, relay_help, NULL, NULL },
	{ "key", "Keep the key that opens sealed reports", cmd_key, key_help, NULL, NULL },
	{ "init", "Make a new store: keys, schema, facts, the first administrator", cmd_init, init_page, NULL, NULL },
	{ "demo", "Build a demonstration country and say who can sign in", cmd_demo, demo_page, NULL, NULL },
	{ "migrate", "Bring a store to this program's schema and facts", cmd_migrate, migrate_page, NULL, NULL },
	{ "user", "Manage accounts", cmd_user, user_page, NULL, NULL },
	{ "token", "Manage tokens of programs", cmd_token, token_page, NULL, NULL },
	{ "backup", "Copy the store into one file, while it is served", cmd_backup, backup_help, NULL, NULL },
	{ "restore", "Put a backup in the store's place", cmd_restore, restore_help, NULL, NULL },
	{ "doctor", "Check that this installation is in order", cmd_doctor, doctor_help, NULL, NULL },
	{ "openapi", "Print the description of the HTTP interface (OpenAPI 3.1)", NULL, openapi_help, NULL, cmd_openapi },
	{ "help", "Show the page of a command", cmd_help, "noroshi help [COMMAND]\n\nWithout COMMAND, lists all of them.\n", NULL, NULL },
	{ "version", "Show the version", cmd_version, "noroshi version\n", NULL, NULL },
};
const size_t n_commands = sizeof commands / sizeof commands[0];

static const struct command *find(const char *name)
{
	for (size_t i = 0; i < n_commands; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

static int unknown(const char *name)
{
	fprintf(stderr, "noroshi: there is no command \"%s\"; noroshi help lists them\n", name);
	return CLI_USAGE;
}

static void print_page(const struct command *c)
{
	if (c->page)
		fputs(c->page, stdout);
	else
		c->print_page();
}

static int cmd_help(int argc, char **argv)
{
	if (argc > 1) {
		const struct command *c = find(argv[1]);
		if (!c)
			return unknown(argv[1]);
		print_page(c);
		return CLI_OK;
	}
	puts("noroshi - one report in, the right parties informed, an advisory out, and proof of what each of them did\n\n"
		"Usage: noroshi COMMAND [option ...]\n\nCommands:");
	for (size_t i = 0; i < n_commands; i++)
		printf("  %-12s %s\n", commands[i].name, commands[i].line);
	puts("\nnoroshi help COMMAND shows a command's page.");
	return CLI_OK;
}

static int cmd_version(int argc, char **argv)
{
	(void)argc, (void)argv;
	puts("noroshi " NOROSHI_VERSION);
	return CLI_OK;
}

static int cmd_openapi(int argc, char **argv, const struct program *program)
{
	(void)argv;
	if (argc > 1) {
		fputs("noroshi: openapi takes no options\n", stderr);
		return CLI_USAGE;
	}
	struct arena *mem = arena_new();
	struct str document = program->openapi(mem);
	fwrite(document.p, 1, document.n, stdout);
	putchar('\n');
	arena_release(mem);
	return CLI_OK;
}

int cli_main(int argc, char **argv, const struct program *program)
{
	const char *name = argc > 1 ? argv[1] : "help";
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
		name = "help";
	if (strcmp(name, "--version") == 0)
		name = "version";
	const struct command *c = find(name);
	if (!c)
		return unknown(name);
	for (int i = 2; i < argc && c->run != cmd_help; i++)
		if (strcmp(argv[i], "--help") == 0) {
			print_page(c);
			return CLI_OK;
		}
	int rest = argc > 1 ? argc - 1 : 0;
	int code = c->run ? c->run(rest, argv + (argc - rest)) : c->run_program(rest, argv + (argc - rest), program);
	if (fflush(stdout) != 0 && code == CLI_OK) {
		fputs("noroshi: standard output could not be written\n", stderr);
		return CLI_FAILED;
	}
	return code;
}

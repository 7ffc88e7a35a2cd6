#include <stdio.h>
#include "base/arena.h"
#include "base/str.h"
#include "cli/flags.h"
#include "cli/serve.h"
#include "sys/clock.h"

#define FLAGS_MAX 40
struct given { struct str config, values[FLAGS_MAX]; bool on[FLAGS_MAX]; };

/* tls_cert is --tls-cert. */
static struct str flag_name(struct arena *mem, struct str setting)
{
	char *name = arena_alloc(mem, setting.n);
	for (size_t i = 0; i < setting.n; i++)
		name[i] = setting.p[i] == '_' ? '-' : setting.p[i];
	return (struct str){ name, setting.n };
}

static struct str value_of(void *arg, struct str name)
{
	const struct given *g = arg;
	if (str_eq(name, S("config")))
		return g->config;
	for (size_t i = 0; i < n_settings; i++)
		if (str_eq(settings[i].name, name))
			return settings[i].kind != SETTING_SWITCH ? g->values[i] : g->on[i] ? S("yes") : NO_STR;
	return NO_STR;
}

int cmd_serve(int argc, char **argv, const struct program *program)
{
	struct arena *mem = arena_new();
	struct problem problem = { 0 };
	struct cx cx = { .mem = mem, .problem = &problem, .now_us = clock_now_us(), .lang = LANG_EN };
	struct given *given = arena_make(mem, struct given);
	struct flag *flags = arena_array(mem, struct flag, n_settings + 1);
	struct config config;
	size_t rest = 0;
	for (size_t i = 0; i < n_settings; i++)
		flags[i] = settings[i].kind == SETTING_SWITCH ? (struct flag){ flag_name(mem, settings[i].name), NULL, &given->on[i], NULL }
			: (struct flag){ flag_name(mem, settings[i].name), &given->values[i], NULL, NULL };
	flags[n_settings] = (struct flag){ S("config"), &given->config, NULL, NULL };
	int code = CLI_USAGE;
	if (flags_read(argc, argv, flags, n_settings + 1, NULL, 0, &rest)) {
		enum status st = config_read(&cx, value_of, given, &config);
		code = st == OK ? CLI_OK : CLI_USAGE;
		if (st == OK) {
			st = program->serve(&cx, &config);
			code = st == OK ? CLI_OK : CLI_FAILED;
		}
		if (st != OK)
			cli_failed(&cx);
	}
	arena_release(mem);
	return code;
}

void serve_page(void)
{
	struct arena *mem = arena_new();
	printf("noroshi serve --data DIR [--listen ADDRESS:PORT] [--store URL] [option ...]\n"
		"\n"
		"Serves until it is told to stop (SIGTERM or Ctrl-C): then it takes nothing new, finishes what it has begun and ends.\n"
		"Prints its address on standard output when it is ready. With PostgreSQL any number of servers may share one store.\n"
		"\n"
		"Each option is also a line of the configuration file (\"tls_cert = FILE\") and an environment variable (NOROSHI_TLS_CERT).\n"
		"The command line is stronger than the environment, that than the file. The file is --config FILE or NOROSHI_CONFIG; else\n"
		"DIR/noroshi.conf; else, where neither --data nor --store is given, " CONFIG_SYSTEM ".\n"
		"\n");
	for (size_t i = 0; i < n_settings; i++) {
		const struct setting *s = &settings[i];
		struct str name = flag_name(mem, s->name), usual = s->kind == SETTING_SWITCH ? NO_STR : s->usual;
		const char *value = s->kind == SETTING_SWITCH ? "" : s->kind == SETTING_NUMBER ? " N" : " TEXT";
		printf("  --%-20s %.*s%s%.*s\n", str_terminated(mem, str_format(mem, "%.*s%s", STR_ARG(name), value)), STR_ARG(s->doc),
			usual.n ? "; default " : "", (int)usual.n, usual.n ? usual.p : "");
	}
	arena_release(mem);
}

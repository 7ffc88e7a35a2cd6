/* cli/place.c — see place.h. */
#include "cli/place.h"

#include <stdlib.h>

#include "app/migrate.h"
#include "base/arena.h"
#include "base/str.h"
#include "sys/clock.h"
#include "sys/files.h"

struct cx cli_cx(struct problem *problem)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	struct str lang = NO_STR;
	for (size_t i = 0; i < 3 && lang.n == 0; i++)
		lang = str_of(getenv(names[i]));
	return (struct cx){ .mem = arena_new(), .problem = problem, .now_us = clock_now_us(),
		.lang = str_starts(lang, S("ja")) ? LANG_JA : LANG_EN };
}

static struct str given(void *arg, struct str name)
{
	const struct place *p = arg;
	return str_eq(name, S("data")) ? p->data : str_eq(name, S("store")) ? p->store : str_eq(name, S("keys")) ? p->keys
		: str_eq(name, S("config")) ? p->config : NO_STR;
}

enum status place_read(struct cx *cx, struct place *p)
{
	return config_read(cx, given, p, &p->settings);
}

enum status place_open(struct cx *cx, const struct place *p, enum db_mode mode)
{
	struct str store = p->settings.store;
	if (str_find(store, S("://")) < 0 && !file_facts(store).there)
		return fail_detail(cx, E_MISSING, T_MISSING, "there is no store at %.*s; make one with noroshi init", STR_ARG(store));
	enum status st = db_open(cx, store, mode, &cx->db);
	return st == OK ? migrate_check(cx) : st;
}

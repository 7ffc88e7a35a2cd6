#include "cli/direct.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/account.h"
#include "app/migrate.h"
#include "base/str.h"
#include "sys/clock.h"

#define OWN_MAX 16

static enum lang lang_of_environment(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	for (size_t i = 0; i < 3; i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return strncmp(value, "ja", 2) == 0 ? LANG_JA : LANG_EN;
	}
	return LANG_EN;
}

bool direct_start(struct direct *d, int argc, char **argv, const struct flag *own, size_t n_own)
{
	*d = (struct direct){ .json = false };
	d->cx = (struct cx){ .mem = arena_new(), .problem = &d->problem, .now_us = clock_now_us(), .lang = lang_of_environment(),
		.actor = &account_system };
	buf_init(&d->out, d->cx.mem, (size_t)1 << 30);
	jw_init(&d->w, &d->out);
	struct flag flags[OWN_MAX + 6] = {
		{ S("data"), &d->data, NULL, NULL }, { S("store"), &d->store, NULL, NULL }, { S("keys"), &d->keys, NULL, NULL },
		{ S("config"), &d->config_file, NULL, NULL }, { S("json"), NULL, &d->json, NULL }, { S("quiet"), NULL, &d->quiet, NULL },
	};
	size_t n = 6;
	for (size_t i = 0; i < n_own && i < OWN_MAX; i++)
		flags[n++] = own[i];
	d->misused = !flags_read(argc, argv, flags, n, d->args, DIRECT_ARGS_MAX, &d->n_args);
	return !d->misused;
}

static struct str given(void *arg, struct str name)
{
	const struct direct *d = arg;
	if (str_eq(name, S("data")))
		return d->data;
	if (str_eq(name, S("store")))
		return d->store;
	if (str_eq(name, S("keys")))
		return d->keys;
	return str_eq(name, S("config")) ? d->config_file : NO_STR;
}

enum status direct_config(struct direct *d)
{
	return config_read(&d->cx, given, d, &d->config);
}

enum status direct_open(struct direct *d, enum db_mode mode)
{
	enum status status = direct_config(d);
	if (status == OK)
		status = db_open(&d->cx, d->config.store, mode, &d->cx.db);
	return status == OK ? migrate_check(&d->cx) : status;
}

enum status direct_change(struct direct *d, enum status (*run)(struct cx *, void *), void *arg)
{
	enum status status = db_begin(&d->cx);
	if (status != OK)
		return status;
	status = run(&d->cx, arg);
	if (status == OK)
		return db_commit(&d->cx);
	db_rollback(&d->cx);
	return status;
}

enum status direct_misused(struct direct *d, const char *format, ...)
{
	va_list args;
	fputs("noroshi: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	d->misused = true;
	return E_INVALID;
}

void direct_say(const struct direct *d, const char *format, ...)
{
	va_list args;
	if (d->json || d->quiet)
		return;
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
}

static int failed(const struct direct *d)
{
	cli_failed(&d->cx);
	for (size_t i = 0; i < d->problem.n_fields; i++) {
		const struct problem_field *f = &d->problem.fields[i];
		struct str why = text_sentence(f->why, d->cx.lang);
		fprintf(stderr, "  %.*s: %.*s\n", STR_ARG(str_slice(f->pointer, 1, f->pointer.n)), STR_ARG(why));
	}
	return CLI_FAILED;
}

int direct_end(struct direct *d, enum status status)
{
	int code = d->misused ? CLI_USAGE : status == OK ? CLI_OK : failed(d);
	db_close(d->cx.db);
	if (code == CLI_OK) {
		if (d->json && d->out.n)
			buf_byte(&d->out, '\n');
		bool written = fwrite(d->out.n ? d->out.p : "", 1, d->out.n, stdout) == d->out.n && fflush(stdout) == 0;
		code = written ? CLI_OK : CLI_FAILED;
	}
	arena_release(d->cx.mem);
	return code;
}

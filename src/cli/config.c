#include <stdio.h>
#include <stdlib.h>
#include "base/buf.h"
#include "base/str.h"
#include "cli/config.h"
#include "sys/files.h"

#define AT(member) offsetof(struct config, member)
const struct setting settings[] = {
	{ LIT("data"), SETTING_TEXT, AT(data), 0, 0, LIT(""), LIT("data directory: store, keys, noroshi.conf") },
	{ LIT("store"), SETTING_TEXT, AT(store), 0, 0, LIT(""), LIT("postgresql:// URL, or a SQLite file; default noroshi.db in the data directory") },
	{ LIT("keys"), SETTING_TEXT, AT(keys), 0, 0, LIT(""), LIT("directory of the keys; default the data directory") },
	{ LIT("listen"), SETTING_TEXT, AT(listen), 0, 0, LIT("127.0.0.1:8080"), LIT("address and port; port 0 takes a free one") },
	{ LIT("tls_cert"), SETTING_TEXT, AT(tls_cert), 0, 0, LIT(""), LIT("certificate chain (PEM file); with tls_key serves HTTPS") },
	{ LIT("tls_key"), SETTING_TEXT, AT(tls_key), 0, 0, LIT(""), LIT("private key (PEM file)") },
	{ LIT("behind_tls"), SETTING_SWITCH, AT(behind_tls), 0, 0, LIT("no"), LIT("a proxy in front speaks HTTPS: cookies are marked Secure") },
	{ LIT("trust_proxy"), SETTING_SWITCH, AT(trust_proxy), 0, 0, LIT("no"), LIT("take the caller's address from X-Forwarded-For (its last entry)") },
	{ LIT("access_log"), SETTING_SWITCH, AT(access_log), 0, 0, LIT("no"), LIT("log every request, not only failures of ours") },
	{ LIT("threads"), SETTING_NUMBER, AT(threads), 0, 64, LIT("0"), LIT("I/O threads; 0: one per processor, 8 at most") },
	{ LIT("writers"), SETTING_NUMBER, AT(writers), 0, 16, LIT("0"), LIT("writing connections to PostgreSQL; 0: one for two processors, 8 at most; SQLite has one") },
	{ LIT("queue"), SETTING_NUMBER, AT(queue), 16, 1000000, LIT("4096"), LIT("changes that may wait for the writer; beyond, 503") },
	{ LIT("rate"), SETTING_NUMBER, AT(rate), 0, 1000000, LIT("200"), LIT("requests per second and session or token; 0: no limit") },
	{ LIT("burst"), SETTING_NUMBER, AT(burst), 1, 1000000, LIT("400"), LIT("requests at once, before the rate applies") },
	{ LIT("connections"), SETTING_NUMBER, AT(connections), 16, 1000000, LIT("12000"), LIT("open connections, listeners to live changes included") },
	{ LIT("timeout_s"), SETTING_NUMBER, AT(timeout_s), 1, 3600, LIT("30"), LIT("seconds for a slow or silent client") },
	{ LIT("idle_hours"), SETTING_NUMBER, AT(idle_hours), 1, 720, LIT("8"), LIT("a session ends after so many hours without a request") },
	{ LIT("session_hours"), SETTING_NUMBER, AT(session_hours), 1, 720, LIT("12"), LIT("a session ends after so many hours in any case") },
};
const size_t n_settings = sizeof settings / sizeof settings[0];

static enum status set(struct cx *cx, struct config *c, const struct setting *s, struct str value)
{
	char *at = (char *)c + s->offset;
	if (s->kind == SETTING_TEXT) {
		*(struct str *)(void *)at = value;
		return OK;
	}
	if (s->kind == SETTING_NUMBER) {
		if (str_int(value, s->min, s->max, (int64_t *)(void *)at))
			return OK;
		return fail_detail(cx, E_INVALID, T_INPUT, "%.*s: a number from %lld to %lld is needed, not \"%.*s\"", STR_ARG(s->name),
			(long long)s->min, (long long)s->max, STR_ARG(value));
	}
	bool yes = str_eq(value, S("yes")) || str_eq(value, S("on")) || str_eq(value, S("true")) || str_eq(value, S("1"));
	bool no = str_eq(value, S("no")) || str_eq(value, S("off")) || str_eq(value, S("false")) || str_eq(value, S("0"));
	if (!yes && !no)
		return fail_detail(cx, E_INVALID, T_INPUT, "%.*s: yes or no is needed, not \"%.*s\"", STR_ARG(s->name), STR_ARG(value));
	*(bool *)(void *)at = yes;
	return OK;
}

enum status config_parse(struct cx *cx, struct str text, struct config *c)
{
	int line_number = 0;
	for (struct str rest = text; rest.n;) {
		struct str value, line = str_trim(str_cut(rest, '\n', &rest)), key;
		const struct setting *found = NULL;
		line_number++;
		if (line.n == 0 || line.p[0] == '#')
			continue;
		key = str_trim(str_cut(line, '=', &value));
		for (size_t i = 0; i < n_settings && !found; i++)
			if (str_eq(settings[i].name, key))
				found = &settings[i];
		if (!found)
			return fail_detail(cx, E_INVALID, T_INPUT, "configuration line %d: there is no setting \"%.*s\"", line_number, STR_ARG(key));
		enum status st = set(cx, c, found, str_trim(value));
		if (st != OK)
			return st;
	}
	return OK;
}

static enum status read_file(struct cx *cx, struct str path, bool must, struct config *c)
{
	struct buf text;
	FILE *f = fopen(str_terminated(cx->mem, path), "r");
	if (!f)
		return must ? fail_detail(cx, E_INVALID, T_INPUT, "cannot read %.*s", STR_ARG(path)) : OK;
	buf_init(&text, cx->mem, 64 << 10);
	char part[4096];
	for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
		buf_add(&text, (struct str){ part, n });
	fclose(f);
	if (text.full)
		return fail_detail(cx, E_INVALID, T_INPUT, "%.*s is too large", STR_ARG(path));
	return config_parse(cx, buf_str(&text), c);
}

static struct str environment(struct cx *cx, struct str name)
{
	char key[64] = "NOROSHI_";
	size_t n = 8;
	for (size_t i = 0; i < name.n && n + 1 < sizeof key; i++)
		key[n++] = (char)(name.p[i] >= 'a' && name.p[i] <= 'z' ? name.p[i] - 32 : name.p[i]);
	const char *value = getenv(key);
	return value ? str_copy(cx->mem, str_of(value)) : NO_STR;
}

/* What is said beside the file. */
static enum status overlay(struct cx *cx, struct str (*flag)(void *, struct str), void *arg, struct config *c)
{
	for (size_t i = 0; i < n_settings; i++) {
		struct str value = flag(arg, settings[i].name);
		if (!value.p)
			value = environment(cx, settings[i].name);
		enum status st = value.p ? set(cx, c, &settings[i], value) : OK;
		if (st != OK)
			return st;
	}
	return OK;
}

/* The one file that counts: the one named, else the data directory's, else, where nothing says which store, the system's. */
static enum status file_of(struct cx *cx, struct str named, const struct config *said, struct config *c)
{
	if (!named.p)
		named = environment(cx, S("config"));
	if (named.p)
		return read_file(cx, named, true, c);
	if (said->data.n)
		return read_file(cx, str_format(cx->mem, "%.*s/noroshi.conf", STR_ARG(said->data)), false, c);
	return !said->store.n && file_facts(S(CONFIG_SYSTEM)).there ? read_file(cx, S(CONFIG_SYSTEM), true, c) : OK;
}

enum status config_read(struct cx *cx, struct str (*flag)(void *, struct str name), void *arg, struct config *ret)
{
	struct config c = { .threads = 0 };
	enum status st = OK;
	for (size_t i = 0; i < n_settings && st == OK; i++)
		st = set(cx, &c, &settings[i], settings[i].usual);
	struct config first = c;                                /* the data directory says where the file is */
	if (st == OK)
		st = overlay(cx, flag, arg, &first);
	if (st == OK)
		st = file_of(cx, flag(arg, S("config")), &first, &c);
	if (st == OK)
		st = overlay(cx, flag, arg, &c);
	if (st != OK)
		return st;
	if (!c.data.n && !c.store.n)
		return fail_detail(cx, E_INVALID, T_INPUT, "where is the store? Say --data DIR (or NOROSHI_DATA), or --store URL");
	struct str owner = c.data.n ? file_owner_not_root(cx, c.data) : NO_STR;
	if (owner.n)
		return fail_detail(cx, E_INVALID, T_INPUT, "%.*s belongs to %.*s, who could not open what root leaves there: runuser -u %.*s -- noroshi ...",
			STR_ARG(c.data), STR_ARG(owner), STR_ARG(owner));
	if (!c.tls_cert.n != !c.tls_key.n)
		return fail_detail(cx, E_INVALID, T_INPUT, "tls_cert and tls_key belong together: one of them is missing");
	if (!c.store.n)
		c.store = str_format(cx->mem, "%.*s/noroshi.db", STR_ARG(c.data));
	if (!c.keys.n)
		c.keys = c.data;
	*ret = c;
	return OK;
}

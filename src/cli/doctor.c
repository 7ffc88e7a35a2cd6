/* noroshi doctor: is this installation in order? */
#include "cli/doctor.h"

#include <stdio.h>
#include <string.h>

#include "app/doctor.h"
#include "app/keyring.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "cli/place.h"
#include "sys/certificate.h"
#include "sys/clock.h"
#include "sys/files.h"

const char doctor_help[] =
	"noroshi doctor [--data DIR] [--store URL] [--json]\n"
	"\n"
	"Looks at configuration, keys, store, journal, clock, disk and certificate, and says what is not in order and what to do.\n"
	"Changes nothing; may run while the server does. Run it daily.\n"
	"\n"
	PLACE_PAGE
	"\n"
	"Exit code: 0 in order (warnings included), 1 something is bad, 2 the configuration cannot be read.\n";

#define SANE_US (INT64_C(1767225600) * SECOND_US)               /* 2026-01-01: no clock of this program's time is before it */
#define GIB (INT64_C(1) << 30)

/* Keys */

static void check_key_file(struct cx *cx, struct doctor *d, struct str folder, struct str file)
{
	struct str path = keyring_path(cx, folder, file);
	struct file_facts f = file_facts(path);
	if (f.there && (f.mode & 077) != 0)
		doctor_tell(cx, d, S("keys.mode"), CHECK_BAD, "%.*s can be read by others (mode %o): chmod 600 it, and think about a new key", STR_ARG(path), f.mode);
}

static bool check_keys(struct cx *cx, struct doctor *d, struct str folder, struct public_keys *ret)
{
	struct keyring keys;
	check_key_file(cx, d, folder, S("journal.key"));
	check_key_file(cx, d, folder, S("secret.key"));
	if (keyring_open(cx, folder, &keys) != OK || public_keys_load(cx, keyring_path(cx, folder, S("journal.pub")), ret) != OK) {
		doctor_tell_problem(cx, d, S("keys.files"));
		return false;
	}
	bool known = public_keys_have(ret, keys.journal.pub.b);
	crypto_forget(&keys, sizeof keys);
	if (known)
		doctor_tell(cx, d, S("keys.files"), CHECK_GOOD, "journal.key, journal.pub and secret.key are there and belong together");
	else
		doctor_tell(cx, d, S("keys.files"), CHECK_BAD, "journal.pub does not name the key in journal.key");
	return known;
}

static void check_clock(struct cx *cx, struct doctor *d)
{
	struct str now = time_format(cx->mem, cx->now_us);
	if (cx->now_us < SANE_US)
		doctor_tell(cx, d, S("clock"), CHECK_BAD, "the clock says %.*s: set it", STR_ARG(now));
	else if (!clock_is_synchronised())
		doctor_tell(cx, d, S("clock"), CHECK_WARNING, "the clock says %.*s and nothing keeps it right: run chrony or systemd-timesyncd", STR_ARG(now));
	else
		doctor_tell(cx, d, S("clock"), CHECK_GOOD, "%.*s, kept right", STR_ARG(now));
}

static void check_disk(struct cx *cx, struct doctor *d, struct str data)
{
	int64_t free_bytes, total;
	if (data.n == 0)
		return;
	struct file_facts f = file_facts(data);
	if (f.there && (f.mode & 077) != 0)
		doctor_tell(cx, d, S("data.mode"), CHECK_WARNING, "%.*s is open to others (mode %o): chmod 700 it", STR_ARG(data), f.mode);
	if (!folder_free_bytes(data, &free_bytes, &total) || total <= 0) {
		doctor_tell(cx, d, S("disk"), CHECK_BAD, "%.*s cannot be looked at", STR_ARG(data));
		return;
	}
	int used = (int)(100 - free_bytes / (total / 100 + 1));
	enum check_result r = free_bytes < GIB / 4 ? CHECK_BAD : used > 80 && free_bytes < 20 * GIB ? CHECK_WARNING : CHECK_GOOD;
	doctor_tell(cx, d, S("disk"), r, "%lld MiB free (%d %% used)", (long long)(free_bytes >> 20), used);
}

static void check_certificate(struct cx *cx, struct doctor *d, const struct config *c)
{
	struct bytes chain, key;
	struct certificate_facts f;
	if (c->tls_cert.n == 0)
		return;
	enum status st = file_read(cx, c->tls_cert, 1u << 20, &chain);
	if (st == OK)
		st = file_read(cx, c->tls_key, 1u << 20, &key);
	if (st == OK)
		st = certificate_read(cx, chain, key, &f);
	if (st != OK) {
		doctor_tell_problem(cx, d, S("certificate"));
		return;
	}
	int64_t days = (f.to_us - cx->now_us) / DAY_US;
	bool valid = f.from_us <= cx->now_us && cx->now_us < f.to_us;
	enum check_result r = !valid || !f.key_matches ? CHECK_BAD : days < 30 ? CHECK_WARNING : CHECK_GOOD;
	doctor_tell(cx, d, S("certificate"), r, "valid from %.*s to %.*s%s%s", STR_ARG(time_format(cx->mem, f.from_us)),
		STR_ARG(time_format(cx->mem, f.to_us)), valid && days < 30 ? ": renew it" : "", f.key_matches ? "" : "; the key is not its key");
}

static void print_check(void *arg, const struct check *c)
{
	static const char *const marks[] = { "good   ", "WARNING", "BAD    " };
	struct jw *w = arg;
	if (!w) {
		printf("%s  %-16.*s %.*s\n", marks[c->result], STR_ARG(c->name), STR_ARG(c->detail));
		return;
	}
	static const struct str results[] = { LIT("good"), LIT("warning"), LIT("bad") };
	jw_object(w);
	jw_k_text(w, S("name"), c->name);
	jw_k_text(w, S("result"), results[c->result]);
	jw_k_text(w, S("detail"), c->detail);
	jw_end_object(w);
}

static void examine(struct cx *cx, struct doctor *d, const struct config *c)
{
	struct public_keys trusted;
	bool keys = check_keys(cx, d, c->keys, &trusted);
	if (str_find(c->store, S("://")) < 0 && !file_facts(c->store).there)
		doctor_tell(cx, d, S("store.reach"), CHECK_BAD, "there is no store at %.*s: make one with noroshi init", STR_ARG(c->store));
	else
		doctor_store(cx, d, c->store, keys ? &trusted : NULL);
	check_clock(cx, d);
	check_disk(cx, d, c->data);
	check_certificate(cx, d, c);
}

int cmd_doctor(int argc, char **argv)
{
	struct place place = { .json = false };
	const struct flag flags[] = { PLACE_FLAGS(place) };
	size_t n_rest;
	if (!flags_read(argc, argv, flags, sizeof flags / sizeof *flags, NULL, 0, &n_rest))
		return CLI_USAGE;
	struct problem problem = { .why = T_NONE };
	struct cx cx = cli_cx(&problem);
	struct buf out;
	struct jw w;
	buf_init(&out, cx.mem, 1u << 20);
	jw_init(&w, &out);
	struct doctor d = { .told = print_check, .arg = place.json ? &w : NULL };
	int result = CLI_USAGE;
	if (place_read(&cx, &place) != OK) {
		(void)cli_failed(&cx);
	} else {
		jw_array(&w);
		examine(&cx, &d, &place.settings);
		jw_end_array(&w);
		if (place.json)
			printf("%.*s\n", STR_ARG(buf_str(&out)));
		else
			printf("%lld good, %lld warnings, %lld bad\n", (long long)d.good, (long long)d.warnings, (long long)d.bad);
		result = d.bad > 0 ? CLI_FAILED : CLI_OK;
	}
	arena_release(cx.mem);
	return result;
}

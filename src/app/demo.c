#include "app/demo_parts.h"
#include "app/account.h"
#include "app/catalog.h"
#include "app/party.h"
#include "base/embed.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/account.h"
#include "store/fact.h"
#include "sys/crypto.h"
#include "sys/db.h"
#include "sys/totp.h"

#define STEP_KEY S("demo.step")
#define START_US (96 * HOUR_US)                                 /* the country begins so long ago */

/* splitmix64: the same country from the same seed. */
uint64_t demo_chance(struct demo *d, uint64_t below)
{
	uint64_t z = d->chance += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (z ^ (z >> 31)) % below;
}

static enum status be(struct cx *cx, struct str login, struct actor **ret)
{
	struct account a;
	enum status st = account_row_find(cx, login, &a);
	if (st != OK)
		return st;
	struct actor *actor = arena_make(cx->mem, struct actor);
	*actor = (struct actor){ .user = a.id, .org = a.org, .roles = a.roles, .org_kind = a.org_kind };
	cx->actor = actor;
	if (ret)
		*ret = actor;
	return OK;
}

enum status demo_be(struct cx *cx, struct str login)
{
	return be(cx, login, NULL);
}

enum status demo_be_org(struct cx *cx, const struct demo *d, struct uuid org, int org_kind, unsigned roles)
{
	struct actor *actor;
	enum status st = be(cx, json_get_text(json_get(d->accounts, S("driver")), S("login")), &actor);
	if (st != OK)
		return st;
	actor->org = org;
	actor->org_kind = org_kind;
	actor->roles = roles;
	return OK;
}

static unsigned roles_of(const struct json *names)
{
	unsigned roles = 0;
	for (const struct json *v = json_first(names); v; v = json_next(v))
		roles |= role_of_name(json_text(v));
	return roles;
}

static enum status person_add(struct cx *cx, struct demo *d, const struct json *p, struct str hash, bool signs_in)
{
	struct org org;
	struct account a;
	struct account_demo in = { .login = json_get_text(p, S("login")), .ja = json_get_text(p, S("ja")),
		.en = json_get_text(p, S("en")),
		.password_hash = hash, .roles = roles_of(json_get(p, S("roles"))), .lang = LANG_JA, .secret = d->options->secret };
	if (signs_in && totp_is_mandatory(in.roles)) {
		uint8_t *secret = arena_alloc(cx->mem, TOTP_SECRET_BYTES);
		random_bytes(secret, TOTP_SECRET_BYTES);
		in.totp = (struct bytes){ secret, TOTP_SECRET_BYTES };
	}
	enum status st = org_by_code(cx, json_get_text(p, S("org")), day_of(cx->now_us), &org);
	if (st != OK)
		return st;
	in.org = org.id;
	return account_add_demo(cx, &in, &a);
}

enum status demo_people(struct cx *cx, struct demo *d)
{
	struct str hash;
	cx->actor = &account_system;
	enum status st = password_hash(cx, json_get_text(d->accounts, S("password")), &hash);
	if (st == OK)                                           /* "!" is no hash: nobody signs in as the driver */
		st = person_add(cx, d, json_get(d->accounts, S("driver")), S("!"), false);
	for (const struct json *p = json_first(json_get(d->accounts, S("people"))); st == OK && p; p = json_next(p))
		st = person_add(cx, d, p, hash, true);
	return st;
}

static enum status part_read(struct cx *cx, struct str name, const struct json **ret)
{
	struct bytes b = embed_find(embed_data, name);
	return b.p ? json_parse(cx, (struct str){ (const char *)b.p, b.n }, ret)
		: fail_detail(cx, E_BUG, T_BUG, "no %.*s", STR_ARG(name));
}

static const struct step { enum status (*run)(struct cx *, struct demo *); struct str what; } steps[] = {
	{ demo_orgs, LIT("organisations and their contacts") },
	{ demo_people, LIT("people") },
	{ demo_file_reports, LIT("reports: public events replayed, and examples") },
	{ demo_give_advisories, LIT("advisories and answers") },
	{ demo_open_cases, LIT("cases and ratings") },
	{ demo_relay, LIT("reports by way of a CEPTOAR") },
	{ demo_seal, LIT("a key and a sealed report") },
};
#define N_STEPS (int64_t)(sizeof steps / sizeof *steps)

static enum status steps_done(struct cx *cx, int64_t *ret)
{
	struct str text;
	int64_t done = 0;
	enum status st = meta_get(cx, STEP_KEY, &text);
	if (st == OK && text.n && !str_int(text, 0, N_STEPS, &done))
		st = fail_detail(cx, E_CONFLICT, T_STATE, "the store says demo.step %.*s", STR_ARG(text));
	if (st == OK)
		*ret = done;
	return st;
}

static enum status step_run(struct cx *cx, struct demo *d, int64_t i)
{
	int64_t done;
	enum status st = db_begin(cx);
	if (st != OK)
		return st;
	d->chance = (uint64_t)json_get_int(d->country, S("seed"), 1) * 1000 + (uint64_t)i;
	cx->now_us = d->now_us - START_US;
	st = steps_done(cx, &done);
	if (st == OK && done > i) {                             /* another process was quicker */
		db_rollback(cx);
		return OK;
	}
	if (st == OK)
		st = steps[i].run(cx, d);
	if (st == OK)
		st = meta_set(cx, STEP_KEY, str_format(cx->mem, "%lld", (long long)i + 1));
	if (st == OK)
		st = meta_set(cx, S("demo"), S("1"));
	if (st == OK)
		return db_commit(cx);
	db_rollback(cx);
	return st;
}

/* Invented operators must not come among real ones. */
static enum status store_is_new(struct cx *cx)
{
	struct org_page page;
	enum status st = org_list(cx, &(struct org_filter){ .day = day_of(cx->now_us), .kind = ORG_OPERATOR, .limit = 1 }, &page);
	return st == OK && page.n ? fail(cx, E_CONFLICT, T_DEMO_STORE) : st;
}

static enum status foundation(struct cx *cx)
{
	enum status st = db_begin(cx);
	if (st != OK)
		return st;
	st = catalog_load(cx);
	if (st == OK)
		st = catalog_read(cx, &cx->catalog);
	if (st == OK)
		st = party_load(cx, cx->catalog);
	if (st == OK)
		return db_commit(cx);
	db_rollback(cx);
	return st;
}

static enum status build(struct cx *cx, struct demo *d, bool *ret_fresh)
{
	int64_t done;
	enum status st = steps_done(cx, &done);
	if (st != OK)
		return st;
	*ret_fresh = done < N_STEPS;
	if (done == 0)
		st = store_is_new(cx);
	if (st == OK && *ret_fresh)
		st = foundation(cx);
	for (int64_t i = done; st == OK && i < N_STEPS; i++) {
		if (d->options->say)
			d->options->say(d->options->arg, steps[i].what);
		st = step_run(cx, d, i);
	}
	return st;
}

static enum status result(struct cx *cx, const struct demo *d, struct demo_result *ret)
{
	const struct json *people = json_get(d->accounts, S("people"));
	enum status st = OK;
	ret->password = json_get_text(d->accounts, S("password"));
	ret->people = arena_array(cx->mem, struct demo_person, json_count(people) + 1);
	for (const struct json *p = json_first(people); st == OK && p; p = json_next(p)) {
		struct account a;
		struct demo_person *out = &ret->people[ret->n_people++];
		st = account_row_find(cx, json_get_text(p, S("login")), &a);
		if (st != OK)
			break;
		*out = (struct demo_person){ .login = a.login, .ja = a.ja, .en = a.en, .roles = a.roles };
		struct bytes secret;
		if (a.totp_on && secret_open(cx->mem, d->options->secret, a.totp, &secret))
			out->totp = totp_base32(cx->mem, secret);
		st = org_get(cx, a.org, day_of(cx->now_us), &out->org);
	}
	for (const struct json *g = json_first(json_get(d->country, S("groups"))); g; g = json_next(g))
		ret->operators += json_get_int(g, S("count"), 0);
	return st;
}

enum status demo_build(struct cx *cx, const struct demo_options *options, struct demo_result *ret)
{
	struct demo d = { .options = options, .now_us = cx->now_us };
	struct demo_result r = { 0 };
	const struct actor *actor = cx->actor;
	const struct catalog *catalog = cx->catalog;
	enum status st = part_read(cx, S("demo/country.json"), &d.country);
	if (st == OK)
		st = part_read(cx, S("demo/accounts.json"), &d.accounts);
	if (st == OK)
		st = part_read(cx, S("demo/reports.json"), &d.reports);
	if (st == OK)
		st = part_read(cx, S("demo/advisories.json"), &d.advisories);
	if (st == OK)
		st = part_read(cx, S("demo/cases.json"), &d.cases);
	if (st == OK)
		st = part_read(cx, S("demo/relay.json"), &d.relay);
	if (st == OK)
		st = build(cx, &d, &r.fresh);
	cx->now_us = d.now_us;
	cx->actor = &account_system;
	if (st == OK)
		st = result(cx, &d, &r);
	cx->actor = actor;
	cx->catalog = catalog;
	if (st == OK)
		*ret = r;
	return st;
}

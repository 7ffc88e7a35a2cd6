/* test/bench/fill_bench.c — makes a store large: fill STORE ORGS MESSAGES TOKENS-FILE N-TOKENS
 *
 * Adds ORGS operators spread over sectors and CEPTOARs, MESSAGES old advisories delivered to every one of them, and N-TOKENS
 * reporters with a token each. Writes "token <tab> delivery" lines: deliveries that the token's org may acknowledge. The store
 * already has its schema, catalogue and demonstration country.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "base/uuid.h"
#include "model/message.h"
#include "model/delivery.h"
#include "model/party.h"
#include "sys/clock.h"
#include "sys/crypto.h"
#include "sys/db.h"

#define CHUNK 2000

static const char *const sectors[] = { "ict", "fin", "aviation", "rail", "power", "gas", "gov", "medical", "water", "logistics", "chem", "credit", "oil", "airport", "port" };

struct fill { struct cx *cx; struct arena *keep; struct uuid *orgs; size_t n_orgs; struct uuid *ceptoars; size_t n_ceptoars; struct uuid centre, analyst; int64_t at; };

static void must(struct cx *cx, enum status st, const char *what)
{
	if (st == OK)
		return;
	fprintf(stderr, "fill: %s: status %d: %.*s\n", what, (int)st, STR_ARG(cx->problem->detail));
	exit(1);
}

static void add_ceptoar(struct cx *cx, const struct db_row *row, void *arg)
{
	struct fill *f = arg;
	(void)cx;
	f->ceptoars[f->n_ceptoars++] = row_uuid(row, 0);
}

static void add_orgs(struct fill *f, size_t from, size_t n)
{
	struct cx *cx = f->cx;
	struct db_value *org = arena_array(cx->mem, struct db_value, n * 13), *name = arena_array(cx->mem, struct db_value, n * 5);
	struct db_value *member = arena_array(cx->mem, struct db_value, n * 5);
	for (size_t i = 0; i < n; i++) {
		size_t k = from + i;
		struct uuid id = f->orgs[k] = uuid_new(f->at);
		struct str code = str_format(cx->mem, "bench-%06zu", k), ja = str_format(cx->mem, "計測用事業者%06zu(架空)", k), en = str_format(cx->mem, "Bench operator %06zu (fictional)", k);
		struct db_value o[] = { db_uuid(id), db_text(code), db_int(ORG_OPERATOR), db_text(str_of(sectors[k % 15])), db_text(ja), db_text(en), db_text(code),
			db_int(1), db_int(10), db_int(11000), db_int(DAY_FOREVER), db_int(1), db_int(f->at) };
		struct db_value m[] = { db_uuid(id), db_uuid(f->ceptoars[k % f->n_ceptoars]), db_int(RELATION_MEMBER), db_int(11000), db_int(DAY_FOREVER) };
		struct db_value a[] = { db_uuid(id), db_int(11000), db_int(DAY_FOREVER), db_text(ja), db_text(en) };
		memcpy(org + i * 13, o, sizeof o);
		memcpy(member + i * 5, m, sizeof m);
		memcpy(name + i * 5, a, sizeof a);
	}
	must(cx, db_many(cx, "insert into org (id, code, kind, sector, ja, en, find, demo, people, from_day, to_day, version, updated_us)"
	                     " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)", org, n, 13), "orgs");
	must(cx, db_many(cx, "insert into org_name (org, from_day, to_day, ja, en) values ($1, $2, $3, $4, $5)", name, n, 5), "names");
	must(cx, db_many(cx, "insert into membership (org, parent, relation, from_day, to_day) values ($1, $2, $3, $4, $5)", member, n, 5), "memberships");
}

static void add_message(struct fill *f, size_t number, struct uuid *ret_message, struct uuid *ret_revision)
{
	struct cx *cx = f->cx;
	struct uuid message = uuid_new(f->at), revision = uuid_new(f->at);
	struct str title = str_format(cx->mem, "計測用の注意喚起 %zu", number), body = S("{\"title\":\"計測用の注意喚起\",\"kind\":\"alert\",\"summary\":\"計測のための本文\"}");
	uint8_t salt[16] = { 0 }, digest[32];
	sha256(body.p, body.n, digest);
	must(cx, db_exec(cx, "insert into message (id, kind, author, author_user, number, status, tlp, published, latest, created_us, submitted_us, updated_us)"
	                     " values ($1, $2, $3, $4, $5, $6, $7, 1, 1, $8, $8, $8)",
	                 ARGS(db_uuid(message), db_int(MESSAGE_ADVISORY), db_uuid(f->centre), db_uuid(f->analyst), db_text(str_format(cx->mem, "A1999-%06zu", number)),
	                      db_int(STATUS_PUBLISHED), db_int(TLP_AMBER), db_int(f->at))), "message");
	must(cx, db_exec(cx, "insert into revision (id, message, number, stage, author_user, title, body, find, salt, digest, created_us, submitted_us)"
	                     " values ($1, $2, 1, 1, $3, $4, $5, $4, $6, $7, $8, $8)",
	                 ARGS(db_uuid(revision), db_uuid(message), db_uuid(f->analyst), db_text(title), db_text(body), db_bytes(salt, sizeof salt), db_bytes(digest, sizeof digest), db_int(f->at))), "revision");
	*ret_message = message;
	*ret_revision = revision;
}

static void add_deliveries(struct fill *f, struct uuid message, struct uuid revision, size_t from, size_t n, struct uuid *ret_ids)
{
	struct cx *cx = f->cx;
	struct db_value *v = arena_array(cx->mem, struct db_value, n * 8);
	for (size_t i = 0; i < n; i++) {
		ret_ids[i] = uuid_new(f->at);
		struct db_value d[] = { db_uuid(ret_ids[i]), db_uuid(message), db_uuid(revision), db_uuid(f->orgs[from + i]), db_uuid(f->centre), db_int(3), db_int(DELIVERY_DELIVERED), db_int(f->at + DAY_US) };
		memcpy(v + i * 8, d, sizeof d);
	}
	must(cx, db_many(cx, "insert into delivery (id, message, revision, recipient, via, hop, state, due_us) values ($1, $2, $3, $4, $5, $6, $7, $8)", v, n, 8), "deliveries");
}

/* A reporter of the org with a writing token; returns the token. */
static struct str add_token(struct fill *f, struct uuid org, size_t k)
{
	struct cx *cx = f->cx;
	struct uuid account = uuid_new(f->at);
	uint8_t secret[32], digest[32];
	random_bytes(secret, sizeof secret);
	struct str token = str_format(f->keep, "nrs_%.*s", STR_ARG(str_base64url(cx->mem, secret, sizeof secret)));
	sha256(token.p, token.n, digest);
	must(cx, db_exec(cx, "insert into account (id, org, login, ja, en, roles, password, created_us) values ($1, $2, $3, $3, $3, $4, 'none', $5)",
	                 ARGS(db_uuid(account), db_uuid(org), db_text(str_format(cx->mem, "bench-%06zu", k)), db_int(ROLE_REPORTER), db_int(f->at))), "account");
	must(cx, db_exec(cx, "insert into token (id, account, digest, name, scope, created_us, expires_us) values ($1, $2, $3, 'bench', 2, $4, $5)",
	                 ARGS(db_uuid(uuid_new(f->at)), db_uuid(account), db_bytes(digest, sizeof digest), db_int(f->at), db_int(f->at + 365 * DAY_US))), "token");
	return token;
}

int main(int argc, char **argv)
{
	if (argc != 6)
		return fprintf(stderr, "usage: fill_bench STORE ORGS MESSAGES TOKENS-FILE N-TOKENS\n"), 64;
	size_t n_orgs = strtoul(argv[2], NULL, 10), n_messages = strtoul(argv[3], NULL, 10), n_tokens = strtoul(argv[5], NULL, 10);
	struct problem problem = { 0 };
	struct arena *keep = arena_new(), *mem = arena_new();
	struct cx cx = { .mem = mem, .problem = &problem, .now_us = clock_now_us() };
	must(&cx, db_open(&cx, str_of(argv[1]), DB_WRITE, &cx.db), "open");
	struct fill f = { .cx = &cx, .keep = keep, .orgs = arena_array(keep, struct uuid, n_orgs), .n_orgs = n_orgs, .ceptoars = arena_array(keep, struct uuid, 100), .at = cx.now_us };
	must(&cx, db_each(&cx, "select id from org where kind = 8 order by code", NO_ARGS, add_ceptoar, &f), "CEPTOARs");
	must(&cx, db_one(&cx, "select id from org where kind = 1", NO_ARGS, fill_uuid, &f.centre), "centre");
	must(&cx, db_one(&cx, "select id from account where org = $1 order by login limit 1", ARGS(db_uuid(f.centre)), fill_uuid, &f.analyst), "analyst");
	for (size_t from = 0; from < n_orgs; from += CHUNK) {
		must(&cx, db_begin(&cx), "begin");
		add_orgs(&f, from, n_orgs - from < CHUNK ? n_orgs - from : CHUNK);
		must(&cx, db_commit(&cx), "commit");
		arena_reset(mem);
	}
	FILE *out = fopen(argv[4], "w");
	struct str *tokens = arena_array(keep, struct str, n_tokens);
	must(&cx, db_begin(&cx), "begin");
	for (size_t k = 0; k < n_tokens; k++)
		tokens[k] = add_token(&f, f.orgs[k], k);
	must(&cx, db_commit(&cx), "commit");
	struct uuid *ids = arena_array(keep, struct uuid, CHUNK), message, revision;
	for (size_t number = 1; number <= n_messages; number++) {
		must(&cx, db_begin(&cx), "begin");
		add_message(&f, number, &message, &revision);
		must(&cx, db_commit(&cx), "commit");
		for (size_t from = 0; from < n_orgs; from += CHUNK) {
			size_t n = n_orgs - from < CHUNK ? n_orgs - from : CHUNK;
			must(&cx, db_begin(&cx), "begin");
			add_deliveries(&f, message, revision, from, n, ids);
			must(&cx, db_commit(&cx), "commit");
			for (size_t i = 0; i < n && from + i < n_tokens; i++)
				fprintf(out, "%.*s\t%.*s\n", STR_ARG(tokens[from + i]), STR_ARG(uuid_str(mem, ids[i])));
			arena_reset(mem);
		}
	}
	fclose(out);
	db_close(cx.db);
	arena_release(mem);
	arena_release(keep);
	return 0;
}

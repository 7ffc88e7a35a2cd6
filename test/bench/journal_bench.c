/* The journal's figures, as JSON lines: entries a second appended, sequenced and verified, beside bare SHA-256 on the same machine.
 *   journal_bench [STORE] [ENTRIES]    STORE: a SQLite file that is not there yet, or the URL of an empty PostgreSQL database
 */
#include <stdio.h>
#include <stdlib.h>

#include "app/journal.h"
#include "app/migrate.h"
#include "app/sequencer.h"
#include "app/verify.h"
#include "base/arena.h"
#include "base/str.h"
#include "base/uuid.h"
#include "sys/clock.h"
#include "sys/db.h"

static void check(const struct cx *cx, enum status st)
{
	if (st == OK)
		return;
	struct str code = text_code(cx->problem->why);
	fprintf(stderr, "%.*s: %.*s\n", STR_ARG(code), STR_ARG(cx->problem->detail));
	exit(1);
}

static void tell(const char *name, int64_t n, int64_t started_us)
{
	double seconds = (double)(clock_elapsed_us() - started_us) / 1e6;
	printf("{\"figure\":\"%s\",\"n\":%lld,\"seconds\":%.3f,\"per_second\":%.0f}\n", name, (long long)n, seconds, (double)n / seconds);
	fflush(stdout);
}

static void hash(int64_t n)
{
	uint8_t bytes[300] = { 0 }, digest[SHA256_BYTES];
	int64_t started_us = clock_elapsed_us();
	for (int64_t i = 0; i < n; i++) {
		bytes[i % 300]++;
		sha256(bytes, sizeof bytes, digest);
	}
	tell("yardstick.sha256_of_300_bytes", n, started_us);
}

static void append(struct cx *cx, int64_t n)
{
	struct arena *mem = cx->mem;
	uint8_t digest[SHA256_BYTES] = { 1 };
	int64_t started_us = clock_elapsed_us();
	for (int64_t done = 0; done < n;) {
		cx->mem = arena_new();
		check(cx, db_begin(cx));
		for (int64_t i = 0; i < 100 && done < n; i++, done++) {
			cx->now_us = clock_now_us();
			check(cx, journal_append(cx, S("delivery.acknowledge"), (struct uuid){ { 0 } }, digest, NULL));
		}
		check(cx, db_commit(cx));
		arena_release(cx->mem);
	}
	cx->mem = mem;
	tell("journal.append", n, started_us);
}

int main(int argc, char **argv)
{
	struct str store = argc > 1 ? str_of(argv[1]) : S("journal_bench.db");
	int64_t n = argc > 2 ? strtoll(argv[2], NULL, 10) : 50000, from, to;
	struct problem problem = { .why = T_NONE };
	struct cx cx = { .mem = arena_new(), .problem = &problem, .now_us = clock_now_us() };
	struct sign_key key;
	sign_key_new(&key);
	struct public_keys trusted = { 1, { key.pub } };
	check(&cx, db_open(&cx, store, DB_WRITE, &cx.db));
	check(&cx, migrate(&cx, &from, &to));
	hash(n * 4);
	append(&cx, n);
	int64_t started_us = clock_elapsed_us();
	check(&cx, sequence_all(&cx, &key));
	tell("journal.sequence", n, started_us);
	struct verify v = { .trusted = &trusted };
	started_us = clock_elapsed_us();
	check(&cx, verify_store(&cx, &v));
	tell("journal.verify", v.entries, started_us);
	db_close(cx.db);
	arena_release(cx.mem);
	return v.findings > 0;
}

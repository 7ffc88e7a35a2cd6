/* test/bench/stats_bench.c — makes a store old: stats_bench facts STORE N | cases STORE N
 *
 * facts: N reports' facts spread over the ten fiscal years to today, with everything a figure counts by. cases: N open and watched cases
 * of the centre. The store already has its schema, catalogue and demonstration country. Only what the figures read is made.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "base/uuid.h"
#include "store/stats.h"
#include "sys/clock.h"
#include "sys/db.h"

#define CHUNK 5000

static const char *const sectors[] = { "ict", "fin", "aviation", "rail", "power", "gas", "gov", "medical", "water", "logistics", "chem", "credit", "oil", "airport", "port" };
static const char *const events[] = { "near_miss", "leak", "destroy", "unavailable", "malware", "code_exec", "intrusion", "other" };
static const char *const causes[] = { "mail", "ddos", "ddos,vuln", "misop", "hwfail", "illegal_get,insider", "unknown", "mail,badfile,vuln" };

static uint64_t state = 42;
static size_t below(size_t n)                                   /* xorshift: the same store each time */
{
	state ^= state << 13, state ^= state >> 7, state ^= state << 17;
	return (size_t)(state % n);
}

static void must(struct cx *cx, enum status st, const char *what)
{
	if (st == OK)
		return;
	fprintf(stderr, "stats_bench: %s: status %d: %.*s\n", what, (int)st, STR_ARG(cx->problem->detail));
	exit(1);
}

#define FACT_COLUMNS 14
static void add_facts(struct cx *cx, size_t from, size_t n, size_t total)
{
	struct db_value *v = arena_array(cx->mem, struct db_value, n * FACT_COLUMNS);
	int64_t years = 3650 * DAY_US;
	for (size_t i = 0; i < n; i++) {
		int64_t at = cx->now_us - years + (int64_t)((double)years * (double)(from + i) / (double)total);
		struct db_value row[FACT_COLUMNS] = {
			db_uuid(uuid_new(at)), db_int(1), db_int(fiscal_year_of(day_of(at))), db_int(1 + (int64_t)below(3)), db_int(1 + (int64_t)below(3)),
			db_int(below(10) == 0 ? 2 : 1), db_int((int64_t)below(864000)), db_int((int64_t)below(7200)), db_int((int64_t)below(36000)),
			db_int(below(20) ? -1 : (int64_t)below(864000)), db_text(str_of(sectors[below(15)])), db_text(str_of(events[below(8)])),
			db_text(str_of(causes[below(8)])), db_int(at),
		};
		memcpy(v + i * FACT_COLUMNS, row, sizeof row);
	}
	must(cx, db_many(cx, "insert into stat_fact (message, kind, fy, origin, basis, route, notice_s, centre_s, receipt_s, advisory_s, sector, event_type,"
	                     " causes, at_us) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)", v, n, FACT_COLUMNS), "facts");
	must(cx, stat_touch(cx), "version");
}

#define CASE_COLUMNS 9
static void add_cases(struct cx *cx, size_t from, size_t n, struct uuid centre)
{
	struct db_value *v = arena_array(cx->mem, struct db_value, n * CASE_COLUMNS);
	for (size_t i = 0; i < n; i++) {
		struct db_value row[CASE_COLUMNS] = {
			db_uuid(uuid_new(cx->now_us)), db_uuid(centre), db_text(str_format(cx->mem, "C1999-%06zu", from + i)), db_text(S("計測用の案件")), db_text(S("")),
			db_int(1 + (int64_t)below(2)), db_text(str_of(sectors[below(15)])), db_int((int64_t)below(6) - 1), db_int(cx->now_us),
		};
		memcpy(v + i * CASE_COLUMNS, row, sizeof row);
	}
	must(cx, db_many(cx, "insert into incident (id, org, number, title, find, state, sector, level, opened_us, updated_us)"
	                     " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)", v, n, CASE_COLUMNS), "cases");
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return fprintf(stderr, "usage: stats_bench facts|cases STORE N\n"), 64;
	size_t n = strtoul(argv[3], NULL, 10);
	struct problem problem = { 0 };
	struct arena *mem = arena_new();
	struct cx cx = { .mem = mem, .problem = &problem, .now_us = clock_now_us() };
	struct uuid centre;
	must(&cx, db_open(&cx, str_of(argv[2]), DB_WRITE, &cx.db), "open");
	must(&cx, db_one(&cx, "select id from org where kind = 1", NO_ARGS, fill_uuid, &centre), "centre");
	for (size_t from = 0; from < n; from += CHUNK) {
		size_t some = n - from < CHUNK ? n - from : CHUNK;
		must(&cx, db_begin(&cx), "begin");
		if (strcmp(argv[1], "facts") == 0)
			add_facts(&cx, from, some, n);
		else
			add_cases(&cx, from, some, centre);
		must(&cx, db_commit(&cx), "commit");
		arena_reset(mem);
	}
	db_close(cx.db);
	arena_release(mem);
	return 0;
}

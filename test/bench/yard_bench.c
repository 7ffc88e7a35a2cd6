/* test/bench/yard_bench.c — yardsticks on the bare engines, in the same run as the figures they measure.
 *
 *   yard_bench rows FILE SECONDS     plain SQLite (WAL, synchronous=FULL): transactions of one small row, a second
 *   yard_bench multi STORE ROWS      a bare multi-row insert of delivery-shaped rows into a table with a primary key only: seconds
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <libpq-fe.h>
#include <sqlite3.h>

#include "base/uuid.h"
#include "sys/clock.h"

static double now_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(int good, const char *what)
{
	if (!good) {
		fprintf(stderr, "yard_bench: %s failed\n", what);
		exit(1);
	}
}

static sqlite3 *open_sqlite(const char *path)
{
	sqlite3 *db;
	must(sqlite3_open(path, &db) == SQLITE_OK, "open");
	must(sqlite3_exec(db, "pragma journal_mode = wal; pragma synchronous = full;", NULL, NULL, NULL) == SQLITE_OK, "pragma");
	return db;
}

static void rows(const char *path, double seconds)
{
	sqlite3 *db = open_sqlite(path);
	sqlite3_stmt *insert;
	char text[200];
	memset(text, 'x', sizeof text);
	must(sqlite3_exec(db, "create table yard (id blob primary key, at integer, body text)", NULL, NULL, NULL) == SQLITE_OK, "create");
	must(sqlite3_prepare_v2(db, "insert into yard values (?, ?, ?)", -1, &insert, NULL) == SQLITE_OK, "prepare");
	double from = now_s();
	long n = 0;
	while (now_s() - from < seconds) {
		struct uuid id = uuid_new(clock_now_us());
		sqlite3_bind_blob(insert, 1, id.b, 16, SQLITE_STATIC);
		sqlite3_bind_int64(insert, 2, n);
		sqlite3_bind_text(insert, 3, text, sizeof text, SQLITE_STATIC);
		must(sqlite3_step(insert) == SQLITE_DONE, "insert");
		sqlite3_reset(insert);
		n++;
	}
	printf("%.0f\n", (double)n / (now_s() - from));
	sqlite3_finalize(insert);
	sqlite3_close(db);
}

#define COLUMNS "id, message, revision, recipient, via, hop, state, due_us"
static const char create[] = "create table yard_multi (id %s primary key, message %s, revision %s, recipient %s, via %s, hop bigint, state bigint, due_us bigint)";
enum { PER = 100 };

/* The text of one statement of PER rows; `mark` writes a row's ids as the engine spells bytes. */
static size_t statement(char *to, size_t room, const struct uuid fixed[4], int postgres)
{
	size_t n = (size_t)snprintf(to, room, "insert into yard_multi (" COLUMNS ") values ");
	for (int i = 0; i < PER; i++) {
		n += (size_t)snprintf(to + n, room - n, "%s(", i ? "," : "");
		for (int c = 0; c < 5; c++) {
			struct uuid id = c == 0 || c == 3 ? uuid_new(clock_now_us()) : fixed[c == 4 ? 3 : c];
			char text[UUID_TEXT];
			uuid_text(id, text);
			if (postgres)
				n += (size_t)snprintf(to + n, room - n, "'%.*s',", UUID_TEXT, text);
			else {
				n += (size_t)snprintf(to + n, room - n, "x'");
				for (int b = 0; b < 16; b++)
					n += (size_t)snprintf(to + n, room - n, "%02x", id.b[b]);
				n += (size_t)snprintf(to + n, room - n, "',");
			}
		}
		n += (size_t)snprintf(to + n, room - n, "3,3,1700000000000000)");
	}
	return n;
}

static void multi(const char *store, long count)
{
	int postgres = strncmp(store, "postgresql://", 13) == 0;
	struct uuid fixed[4] = { uuid_new(1), uuid_new(2), uuid_new(3), uuid_new(4) };
	static char sql[65536], ddl[512];
	const char *t = postgres ? "uuid" : "blob";
	snprintf(ddl, sizeof ddl, create, t, t, t, t, t);
	PGconn *pg = postgres ? PQconnectdb(store) : NULL;
	sqlite3 *db = postgres ? NULL : open_sqlite(store);
	must(postgres ? PQresultStatus(PQexec(pg, ddl)) == PGRES_COMMAND_OK : sqlite3_exec(db, ddl, NULL, NULL, NULL) == SQLITE_OK, "create");
	char **all = calloc((size_t)count / PER, sizeof *all);
	for (long i = 0; i < count / PER; i++) {
		statement(sql, sizeof sql, fixed, postgres);
		all[i] = strdup(sql);
	}
	double from = now_s();
	if (postgres)
		PQclear(PQexec(pg, "begin"));
	else
		sqlite3_exec(db, "begin", NULL, NULL, NULL);
	for (long i = 0; i < count / PER; i++) {
		if (postgres) {
			PGresult *r = PQexec(pg, all[i]);
			must(PQresultStatus(r) == PGRES_COMMAND_OK, "insert");
			PQclear(r);
		} else
			must(sqlite3_exec(db, all[i], NULL, NULL, NULL) == SQLITE_OK, "insert");
	}
	if (postgres)
		PQclear(PQexec(pg, "commit"));
	else
		sqlite3_exec(db, "commit", NULL, NULL, NULL);
	printf("%.4f\n", now_s() - from);
}

int main(int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[1], "rows") == 0)
		return rows(argv[2], strtod(argv[3], NULL)), 0;
	if (argc == 4 && strcmp(argv[1], "multi") == 0)
		return multi(argv[2], strtol(argv[3], NULL, 10)), 0;
	fprintf(stderr, "usage: yard_bench rows FILE SECONDS | multi STORE ROWS\n");
	return 64;
}

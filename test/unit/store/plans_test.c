/* No statement walks a whole table that grows with the years. Reads every SQL literal out of libcore.a (beside this program), asks
 * SQLite how it would run it, and fails where it would scan one of the large tables, but for those below with their reasons. There
 * are no statistics in a store (nobody runs analyze), so an empty one plans as a full one does.
 */
#include "../support.h"

#include "base/buf.h"

static struct test_store t;

static const struct str large[] = {
	LIT("delivery"), LIT("message"), LIT("revision"), LIT("org"), LIT("org_name"), LIT("membership"), LIT("account"), LIT("session"), LIT("token"),
	LIT("journal"), LIT("tile"), LIT("tree_head"), LIT("step"), LIT("attachment"), LIT("attachment_use"), LIT("read_mark"), LIT("idempotency"),
	LIT("contact"), LIT("stat_fact"), LIT("incident"), LIT("incident_message"), LIT("incident_event"), LIT("rating"),
	LIT("advisory_source"), LIT("join_report"), LIT("join_token"), LIT("relay"), LIT("relay_revision"), LIT("consent"), { NULL, 0 },
};
static const struct { struct str begins; const char *reason; } allowed[] = {
	{ LIT("delete from attachment where id in (select a.id from attachment"), "once a day; the files themselves are not read" },
	{ LIT("delete from idempotency where (account, key) in (select"), "once a day, from the oldest on" },
	{ LIT("delete from session where id in (select"), "once a day; holds who is signed in" },
	{ LIT("select count(*) from org where from_day <="), "before an advisory to everybody, beside the writer" },
	{ LIT("select size, root, signed_us, key, signature from tree_head order by size desc limit 1"), "ends with its first row" },
	{ LIT("select at_us from journal order by id limit 1"), "ends with its first row" },
	{ LIT("select m.kind, coalesce(m.sector, ''), count(*)"), "by the index that holds only what waits" },
	{ LIT("select f.fy, f.origin, "), "statistics look at every fact: a million in under a second, on a slow thread, and the answer is kept" },
	{ LIT("select f.fy, 0, 0, 0, a.seconds"), "the same for answers to advisories" },
	{ LIT("select o.id, o.kind, n.ja, n.en, 1 from org o join org_name"), "all names, for a CEPTOAR's officer; with an ETag" },
	{ { NULL, 0 }, NULL },
};

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* Does `table alias` stand in the statement? */
static bool is_alias(struct str sql, struct str table, struct str alias)
{
	struct str both = str_format(t.mem, "%.*s %.*s", STR_ARG(table), STR_ARG(alias)), rest = sql;
	for (ptrdiff_t at; (at = str_find(rest, both)) >= 0; rest = str_slice(rest, (size_t)at + 1, rest.n)) {
		size_t end = (size_t)at + both.n;
		if ((at == 0 || !is_name(rest.p[at - 1])) && (end == rest.n || !is_name(rest.p[end])))
			return true;
	}
	return false;
}

struct plan { struct str sql; int wrong; };

static void look_at_step(struct cx *cx, const struct db_row *row, void *arg)
{
	struct plan *plan = arg;
	struct str rest, name, detail = row_text(cx, row, 3);
	if (!str_starts(detail, S("SCAN ")))
		return;
	name = str_cut(str_slice(detail, 5, detail.n), ' ', &rest);
	for (const struct str *table = large; table->n; table++) {
		if (!str_eq(*table, name) && !is_alias(plan->sql, *table, name))
			continue;
		for (size_t i = 0; allowed[i].reason; i++)
			if (str_starts(plan->sql, allowed[i].begins))
				return;
		print_error("%.*s: %.*s\n", STR_ARG(detail), STR_ARG(plan->sql));
		plan->wrong++;
		return;
	}
}

/* False where SQLite does not know it: PostgreSQL's. */
static bool look_at(struct str sql, int *wrong)
{
	struct db_value v[64] = { { .kind = DB_NULL } };
	size_t n = 0;
	for (size_t i = 0; i + 1 < sql.n; i++)
		if (sql.p[i] == '$' && sql.p[i + 1] >= '1' && sql.p[i + 1] <= '9') {
			size_t number = (size_t)strtoul(sql.p + i + 1, NULL, 10);
			n = number > n && number <= 64 ? number : n;
		}
	struct str ask = str_format(t.mem, "explain query plan %.*s", STR_ARG(sql));
	struct plan plan = { sql, 0 };
	enum status st = db_each_(&t.cx, ask, (struct db_args){ v, n }, look_at_step, &plan);
	test_forget(&t);
	*wrong += plan.wrong;
	return st == OK;
}

static struct str library(void)
{
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 16);
	assert_true(n > 0);
	while (n > 0 && path[n - 1] != '/')
		n--;
	memcpy(path + n, "libcore.a", 10);
	FILE *in = fopen(path, "rb");
	struct buf out;
	char *p;
	size_t got;
	assert_non_null(in);
	buf_init(&out, t.mem, (size_t)1 << 30);
	while ((p = buf_reserve(&out, 1 << 20)) && (got = fread(p, 1, 1 << 20, in)) > 0)
		buf_commit(&out, got);
	fclose(in);
	return buf_str(&out);
}

static bool is_sql(const char *p, size_t n)
{
	static const char *const verbs[] = { "select ", "update ", "delete from ", "insert into " };
	if (n < 16 || n > 8000 || memchr(p, '%', n < 40 ? n : 40))
		return false;
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (strncmp(p, verbs[i], strlen(verbs[i])) == 0)
			return true;
	return false;
}

static void no_statement_walks_a_large_table(void **state)
{
	(void)state;
	int wrong = 0, known = 0;
	if (db_is_postgres(t.cx.db))
		return;                                         /* what it plans depends on what is in the tables */
	struct str bytes = library();
	for (size_t at = 0, end; at < bytes.n; at = end + 1) {
		const char *zero = memchr(bytes.p + at, 0, bytes.n - at);
		end = zero ? (size_t)(zero - bytes.p) : bytes.n;
		if (is_sql(bytes.p + at, end - at))
			known += look_at(str_slice(bytes, at, end), &wrong);
	}
	assert_true(known > 120);                               /* the literals were found */
	assert_int_equal(wrong, 0);
}

static void the_check_can_fail(void **state)
{
	(void)state;
	int wrong = 0;
	if (db_is_postgres(t.cx.db))
		return;
	assert_true(look_at(S("select count(*) from delivery d where d.opened_us = $1"), &wrong));
	assert_int_equal(wrong, 1);
	assert_true(look_at(S("select id from delivery where id = $1"), &wrong));
	assert_int_equal(wrong, 1);
}

static int open_store(void **state)
{
	(void)state;
	test_store_open(&t);
	return 0;
}

static int close_store(void **state)
{
	(void)state;
	test_store_close(&t);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(no_statement_walks_a_large_table), cmocka_unit_test(the_check_can_fail) };
	return cmocka_run_group_tests(tests, open_store, close_store);
}

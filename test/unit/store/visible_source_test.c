/* Every statement of src/store/ that gives content (titles, bodies, files, search in them) contains the visibility rule. Reads the
 * sources below the working directory, which is the source root.
 *
 * How: each function body that holds SQL naming content must also name one of the VISIBLE_ macros, directly or by a macro whose
 * definition does. Exceptions stand in the list below with their reasons.
 */
#include "../support.h"

#include <dirent.h>

#include "base/buf.h"

static struct test_store t;

/* What gives content: column lists and columns by which text of a message could leave. */
static const struct str content[] = {
	LIT("r.title"), LIT("r.body"), LIT("r.find"), LIT("m.title"), LIT("m.find"), LIT(".bytes"), LIT(", bytes"), LIT("REVISION_COLUMNS"), LIT("ROW_COLUMNS"),
	LIT("INBOX_COLUMNS"), LIT("INBOX_FILTERS"), LIT("LIST_FILTERS"), LIT("select body"), LIT("select title"), LIT("select find"),
	LIT(" body from revision"), LIT(" title from revision"), { NULL, 0 },
};
static const struct str rule[] = {
	LIT("VISIBLE_REVISION"), LIT("VISIBLE_MESSAGE"), LIT("VISIBLE_NEWEST"), LIT("VISIBLE_BY_DELIVERY"), LIT("SEEN_MESSAGE"), LIT("INBOX_COLUMNS"), { NULL, 0 },
};
static const struct { struct str file, function, reason; } allowed[] = {
	{ LIT("message.c"), LIT("revision_load"), LIT("for use cases that write: they check authorship or the delivery themselves") },
	{ LIT("verify.c"), LIT("stored_revisions"), LIT("noroshi verify, offline with the store in hand: only digests are made of it") },
	{ LIT("stats_past.c"), LIT("past_revisions"), LIT("noroshi migrate, offline with the store in hand: only figures are made of it") },
	{ LIT("verify.c"), LIT("stored_attachment_after"), LIT("the same for files") },
};

static struct str read_file(struct str path)
{
	FILE *in = fopen(str_terminated(t.mem, path), "rb");
	struct buf out;
	char *p;
	assert_non_null(in);
	buf_init(&out, t.mem, 4 << 20);
	size_t n;
	while ((p = buf_reserve(&out, 65536)) && (n = fread(p, 1, 65536, in)) > 0)
		buf_commit(&out, n);
	fclose(in);
	return buf_str(&out);
}

static bool names(struct str text, const struct str *list)
{
	for (; list->n; list++)
		if (str_find(text, *list) >= 0)
			return true;
	return false;
}

/* The name before the "(" of a function's first line. */
static struct str function_name(struct str head)
{
	ptrdiff_t end = str_find(head, S("("));
	if (end <= 0)
		return NO_STR;
	size_t from = (size_t)end;
	while (from > 0 && (head.p[from - 1] == '_' || (head.p[from - 1] >= 'a' && head.p[from - 1] <= 'z') || (head.p[from - 1] >= '0' && head.p[from - 1] <= '9')))
		from--;
	return str_slice(head, from, (size_t)end);
}

static bool is_allowed(struct str file, struct str function)
{
	for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
		if (str_eq(allowed[i].file, file) && str_eq(allowed[i].function, function))
			return true;
	return false;
}

/* Statements begin at db_one, db_each ... and end at the next ";" behind them; a statement's macros stand in it by name. */
static int check_function(struct str file, struct str function, struct str body)
{
	static const struct str calls[] = { LIT("db_one("), LIT("db_each("), { NULL, 0 } };
	int wrong = 0;
	for (const struct str *call = calls; call->n; call++) {
		struct str rest = body;
		for (ptrdiff_t at = str_find(rest, *call); at >= 0; at = str_find(rest, *call)) {
			rest = str_slice(rest, (size_t)at, rest.n);
			ptrdiff_t end = str_find(rest, S(");"));
			struct str statement = str_slice(rest, 0, end < 0 ? rest.n : (size_t)end);
			rest = str_slice(rest, call->n, rest.n);
			if (!names(statement, content) || names(statement, rule) || is_allowed(file, function))
				continue;
			wrong++;
			print_error("src/store/%.*s: %.*s gives content without the visibility rule\n", STR_ARG(file), STR_ARG(function));
		}
	}
	return wrong;
}

/* Functions begin in column 0 and end at a "}" in column 0. */
static int check_file(struct str file, struct str text)
{
	int wrong = 0;
	struct str head = NO_STR;
	size_t body = 0, line = 0;
	for (size_t i = 0; i <= text.n; i++) {
		if (i < text.n && text.p[i] != '\n')
			continue;
		struct str l = str_slice(text, line, i);
		if (l.n && l.p[0] == '{')
			body = i;
		else if (l.n && l.p[0] == '}' && body) {
			wrong += check_function(file, function_name(head), str_slice(text, body, i));
			body = 0;
		} else if (l.n && l.p[0] != '\t' && l.p[0] != ' ' && l.p[0] != '#' && l.p[0] != '/' && !body)
			head = l;
		line = i + 1;
	}
	return wrong;
}

static void every_statement_has_the_rule(void **state)
{
	(void)state;
	DIR *d = opendir("src/store");
	int files = 0, wrong = 0;
	assert_non_null(d);
	for (struct dirent *e = readdir(d); e; e = readdir(d)) {
		struct str name = str_copy(t.mem, str_of(e->d_name));
		if (!str_ends(name, S(".c")))
			continue;
		files++;
		wrong += check_file(name, read_file(str_format(t.mem, "src/store/%.*s", STR_ARG(name))));
	}
	closedir(d);
	assert_true(files >= 5);
	assert_int_equal(wrong, 0);
}

/* What ties a derived message to its original: whoever reads these tables elsewhere could tell of it without knowing. */
static int names_the_pair(struct str file, struct str text)
{
	static const struct str tables[] = {
		LIT("from relay "), LIT("join relay "), LIT("into relay "), LIT("update relay "), LIT("from relay\""), LIT("relay_revision"), { NULL, 0 },
	};
	return !str_eq(file, S("relay.c")) && names(text, tables);
}

static void the_pair_is_read_in_one_place(void **state)
{
	(void)state;
	DIR *d = opendir("src/store");
	assert_non_null(d);
	for (struct dirent *e = readdir(d); e; e = readdir(d)) {
		struct str name = str_copy(t.mem, str_of(e->d_name));
		if (!str_ends(name, S(".c")))
			continue;
		if (names_the_pair(name, read_file(str_format(t.mem, "src/store/%.*s", STR_ARG(name))))) {
			print_error("src/store/%.*s reads relay or relay_revision: that is for store/relay.c alone\n", STR_ARG(name));
			_fail(__FILE__, __LINE__);
		}
	}
	closedir(d);
	assert_true(names_the_pair(S("message.c"), S("select x.original from message m join relay x on x.derived = m.id")));
	assert_false(names_the_pair(S("relay.c"), S("select original from relay where org = $1")));
}

static void the_check_can_fail(void **state)
{
	(void)state;
	assert_int_equal(check_file(S("x.c"), S("enum status leak(struct cx *cx)\n{\n\treturn db_one(cx, \"select r.title from revision r\", NO_ARGS, f, x);\n}\n")), 1);
	assert_int_equal(check_file(S("x.c"), S("int fine(struct cx *cx)\n{\n\treturn db_one(cx, \"select r.title from revision r where \" VISIBLE_REVISION, NO_ARGS, f, x);\n}\n")), 0);
	assert_int_equal(check_file(S("message.c"), S("enum status revision_load(struct cx *cx)\n{\n\treturn db_one(cx, \"select r.body\", NO_ARGS, f, x);\n}\n")), 0);
	/* The rule itself says what the comments promise. */
	struct str header = read_file(S("src/store/visible.h"));
	assert_true(str_find(header, S("m.author = $1")) >= 0 && str_find(header, S("vd.state <> 8")) >= 0 && str_find(header, S("m.published = 2")) >= 0);
}

static int open_cx(void **state)
{
	(void)state;
	test_cx_open(&t);
	return 0;
}

static int close_cx(void **state)
{
	(void)state;
	test_cx_close(&t);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_statement_has_the_rule), cmocka_unit_test(the_pair_is_read_in_one_place), cmocka_unit_test(the_check_can_fail) };
	return cmocka_run_group_tests(tests, open_cx, close_cx);
}

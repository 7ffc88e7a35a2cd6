/* The layers: who may include whom, third-party headers where they belong, and no banned calls. Reads src/ below the working
 * directory, which is the source root. */
#include "support.h"

#include <dirent.h>

#include "base/buf.h"

struct layer { struct str name; const char *may[12]; };

/* Paths below src/ that the layer's files may include; a path that ends in '/' stands for the folder. */
static const struct layer layers[] = {
	{ LIT("base"), { "base/" } },
	{ LIT("model"), { "base/", "model/" } },
	{ LIT("format"), { "base/", "model/", "format/" } },
	{ LIT("sys"), { "base/", "sys/" } },
	{ LIT("store"), { "base/", "model/", "store/", "sys/db.h" } },
	/* One-time codes are part of what crypto is; the log is for app's own threads (writer, sequencer), which have no door. */
	{ LIT("app"), { "base/", "model/", "format/", "store/", "app/", "sys/db.h", "sys/crypto.h", "sys/totp.h", "sys/clock.h", "sys/log.h" } },
	{ LIT("api"), { "base/", "model/", "format/", "app/", "sys/", "api/" } },
	{ LIT("job"), { "base/", "model/", "format/", "app/", "sys/", "job/" } },
	{ LIT("cli"), { "base/", "model/", "format/", "app/", "sys/", "cli/" } },
};

/* Third-party headers: the beginning of what stands in <>, and the files that may include it (a folder ends in '/'). */
static const struct { const char *header; const char *where[3]; } libraries[] = {
	{ "sqlite3", { "sys/" } }, { "libpq", { "sys/" } }, { "postgres", { "sys/" } }, { "microhttpd", { "sys/" } },
	{ "curl/", { "sys/" } }, { "sodium", { "sys/" } }, { "gnutls", { "sys/" } }, { "liboath", { "sys/" } },
	{ "cjson/", { "base/json.c" } }, { "cJSON", { "base/json.c" } }, { "unicode/", { "base/fold_icu.c", "base/charset_icu.c", "format/" } },
	{ "zlib", { "format/inflate_zlib.c" } },
};

static const char *const banned[] = { "strcpy", "strcat", "sprintf", "vsprintf", "gets", "strtok", "localtime", "gmtime", "asctime",
	"ctime", "rand", "atoi", "atol", "system", "popen" };

static struct test_store t;
static int breaches, n_files;

static void breach(struct str file, int line, const char *what, struct str detail)
{
	breaches++;
	print_error("src/%.*s:%d: %s %.*s\n", STR_ARG(file), line, what, STR_ARG(detail));
}

static bool allowed(struct str path, const char *const *may, size_t n)
{
	for (size_t i = 0; i < n && may[i]; i++) {
		struct str one = str_of(may[i]);
		if (str_ends(one, S("/")) ? str_starts(path, one) : str_eq(path, one))
			return true;
	}
	return false;
}

static void check_own_include(struct str file, int line, struct str path)
{
	struct str rest, folder = str_cut(file, '/', &rest);
	if (!rest.p)                                            /* main.c */
		return;
	for (size_t i = 0; i < sizeof layers / sizeof *layers; i++)
		if (str_eq(layers[i].name, folder)) {
			if (!allowed(path, layers[i].may, sizeof layers[i].may / sizeof *layers[i].may))
				breach(file, line, "may not include", path);
			return;
		}
	breach(file, line, "is in no known layer:", folder);
}

static void check_library_include(struct str file, int line, struct str header)
{
	for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++)
		if (str_starts(header, str_of(libraries[i].header)) && !allowed(file, libraries[i].where, 3))
			breach(file, line, "may not see the library", header);
}

static void check_include(struct str file, int line, struct str text)
{
	struct str rest;
	text = str_trim(str_slice(text, strlen("#include"), text.n));
	if (str_starts(text, S("\"")))
		check_own_include(file, line, str_cut(str_slice(text, 1, text.n), '"', &rest));
	else if (str_starts(text, S("<")))
		check_library_include(file, line, str_cut(str_slice(text, 1, text.n), '>', &rest));
}

static bool is_word(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* Text without the comments and the contents of strings: the same length, those blanked. */
static struct str code_only(struct str text)
{
	char *p = str_terminated(t.mem, text);
	char inside = 0;                                        /* '"', '\'', '*' in a comment, '/' in a line comment */
	for (size_t i = 0; i < text.n; i++) {
		char c = p[i], next = p[i + 1];
		if (!inside && (c == '"' || c == '\'' || (c == '/' && (next == '*' || next == '/')))) {
			inside = c == '/' ? next : c;
			i += c == '/';
			continue;
		}
		bool ends = inside == '/' ? c == '\n' : inside == '*' ? c == '*' && next == '/' : c == inside;
		if (inside && ends) {
			i += inside == '*';
			inside = 0;
		} else if (inside && c != '\n') {
			p[i] = ' ';
			if ((inside == '"' || inside == '\'') && c == '\\' && next)
				p[++i] = ' ';
		}
	}
	return (struct str){ p, text.n };
}

static void check_calls(struct str file, struct str code)
{
	int line = 1;
	for (size_t i = 0; i < code.n; i++) {
		line += code.p[i] == '\n';
		if (!is_word(code.p[i]) || (i && is_word(code.p[i - 1])))
			continue;
		size_t end = i;
		while (end < code.n && is_word(code.p[end]))
			end++;
		struct str word = str_slice(code, i, end);
		for (size_t b = 0; end < code.n && code.p[end] == '(' && b < sizeof banned / sizeof *banned; b++)
			if (str_eq(word, str_of(banned[b])))
				breach(file, line, "calls", word);
	}
}

static void check_file(struct str file)
{
	struct buf text;
	FILE *in = fopen(str_terminated(t.mem, str_format(t.mem, "src/%.*s", STR_ARG(file))), "r");
	assert_non_null(in);
	buf_init(&text, t.mem, 1 << 22);
	for (int c; (c = fgetc(in)) != EOF;)
		buf_byte(&text, (char)c);
	fclose(in);
	n_files++;
	check_calls(file, code_only(buf_str(&text)));
	struct str rest = buf_str(&text);
	for (int line = 1; rest.p; line++) {
		struct str one = str_cut(rest, '\n', &rest);
		if (str_starts(one, S("#include")))
			check_include(file, line, one);
	}
}

static void check_folder(struct str folder)
{
	DIR *dir = opendir(str_terminated(t.mem, str_format(t.mem, "src/%.*s", STR_ARG(folder))));
	assert_non_null(dir);
	for (struct dirent *entry; (entry = readdir(dir));) {
		struct str name = str_of(entry->d_name);
		struct str path = folder.n ? str_format(t.mem, "%.*s/%s", STR_ARG(folder), entry->d_name) : str_copy(t.mem, name);
		if (str_ends(name, S(".c")) || str_ends(name, S(".h")) || str_ends(name, S(".def")))
			check_file(path);
		else if (str_find(name, S(".")) < 0)
			check_folder(path);
	}
	closedir(dir);
}

static void test_layers(void **state)
{
	(void)state;
	test_cx_open(&t);
	check_folder(NO_STR);
	assert_true(n_files > 20);
	assert_int_equal(breaches, 0);
	test_cx_close(&t);
}

/* The test itself finds what it is for. */
static void test_the_test(void **state)
{
	(void)state;
	test_cx_open(&t);
	breaches = 0;
	check_include(S("model/x.c"), 1, S("#include \"store/report.h\""));
	check_include(S("store/x.c"), 1, S("#include \"sys/log.h\""));
	check_include(S("app/x.c"), 1, S("#include <sqlite3.h>"));
	check_include(S("api/x.c"), 1, S("#include \"job/run.h\""));
	check_calls(S("model/x.c"), code_only(S("/* rand() */ \"atoi(\" // system()\n x = atoi(s); my_rand(); '\"'; gets (x) ")));
	assert_int_equal(breaches, 5);
	check_include(S("main.c"), 1, S("#include \"store/report.h\""));
	check_include(S("store/x.c"), 1, S("#include \"sys/db.h\""));
	assert_int_equal(breaches, 5);
	breaches = 0;
	test_cx_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_layers), cmocka_unit_test(test_the_test) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}

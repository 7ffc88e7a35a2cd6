/* test/unit/format/meta_support.h — what the tests of format/meta.h share: files built by hand, and looking for a find. */
#ifndef NOROSHI_TEST_META_SUPPORT_H
#define NOROSHI_TEST_META_SUPPORT_H
#include "../support.h"

#include "base/buf.h"
#include "format/meta.h"
#include "format/zip.h"

static struct test_store t;
static struct meta_report report, left;
static struct bytes cleaned;

struct part { struct str name, text; };

static inline struct bytes bytes_of(struct str s) { return (struct bytes){ (const uint8_t *)s.p, s.n }; }
static inline struct str str_of_bytes(struct bytes b) { return (struct str){ (const char *)b.p, b.n }; }

static inline struct bytes archive_of(const struct part *parts, size_t n)
{
	struct zip_out zip;
	struct buf *out = arena_make(t.mem, struct buf);
	buf_init(out, t.mem, META_FILE_MAX);
	zip_out_begin(&zip, out);
	for (size_t i = 0; i < n; i++)
		zip_out_put(&zip, parts[i].name, bytes_of(parts[i].text));
	zip_out_end(&zip);
	assert_false(out->full);
	return (struct bytes){ (const uint8_t *)out->p, out->n };
}

static inline const struct meta_find *find_of(const struct meta_report *r, enum meta_kind what, const char *value)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->finds[i].what == what && (!value || str_eq(r->finds[i].value, str_of(value))))
			return &r->finds[i];
	return NULL;
}

static inline void print_finds(const struct meta_report *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct str code = meta_kind_code(r->finds[i].what);
		print_message("%.*s | %.*s | %.*s | %d\n", STR_ARG(code), STR_ARG(r->finds[i].where), STR_ARG(r->finds[i].value), r->finds[i].removable);
	}
}

#define assert_find(r, what, value) test_assert_find((r), (what), (value), __FILE__, __LINE__)
static inline void test_assert_find(const struct meta_report *r, enum meta_kind what, const char *value, const char *file, int line)
{
	if (find_of(r, what, value))
		return;
	struct str code = meta_kind_code(what);
	print_error("no %.*s \"%s\" among:\n", STR_ARG(code), value ? value : "");
	print_finds(r);
	_fail(file, line);
}

/* Reads, cleans, reads the copy, cleans that again: nothing removable is left, and the second copy is the first. */
#define clean_twice(file) test_clean_twice((file), __FILE__, __LINE__)
static inline void test_clean_twice(struct bytes file, const char *source, int line)
{
	struct bytes again;
	struct meta_report second;
	test_forget(&t);
	test_assert_ok(&t, meta_read(&t.cx, S("file"), file, &report), "meta_read", source, line);
	test_assert_ok(&t, meta_clean(&t.cx, S("file"), file, &cleaned, &left), "meta_clean", source, line);
	test_assert_ok(&t, meta_clean(&t.cx, S("file"), cleaned, &again, &second), "meta_clean again", source, line);
	for (size_t i = 0; i < left.n; i++)
		if (left.finds[i].removable) {
			print_finds(&left);
			_fail(source, line);
		}
	if (again.n != cleaned.n || memcmp(again.p, cleaned.p, again.n) != 0)
		_fail(source, line);
}

#define assert_refused(file, why) test_assert_refused((file), (why), __FILE__, __LINE__)
static inline void test_assert_refused(struct bytes file, enum text why, const char *source, int line)
{
	test_forget(&t);
	enum status st = meta_read(&t.cx, S("file"), file, &report);
	struct str got = text_code(t.problem.why), wanted = text_code(why);
	if (st == E_INVALID && t.problem.why == why) {
		test_forget(&t);
		return;
	}
	print_error("status %d, %.*s (%.*s), not %.*s\n", (int)st, STR_ARG(got), STR_ARG(t.problem.detail), STR_ARG(wanted));
	_fail(source, line);
}

static inline void clean_refused(struct bytes file, enum text why)
{
	test_forget(&t);
	assert_int_equal(meta_clean(&t.cx, S("file"), file, &cleaned, &left), E_INVALID);
	assert_int_equal(t.problem.why, why);
	test_forget(&t);
}

/* Every beginning of the file is refused or read, and takes no wrong turn (the sanitizers look on). */
static inline void every_beginning(struct bytes file, size_t step)
{
	for (size_t n = 0; n < file.n; n += step) {
		uint8_t *p = malloc(n ? n : 1);
		assert_non_null(p);
		memcpy(p, file.p, n);
		struct arena *mem = arena_new();
		struct cx cx = { .mem = mem };
		struct meta_report r;
		struct bytes copy;
		struct str text;
		bool cut;
		if (meta_read(&cx, S("x"), (struct bytes){ p, n }, &r) == OK && meta_clean(&cx, S("x"), (struct bytes){ p, n }, &copy, &r) == OK)
			assert_true(copy.n <= n + 4096);
		if (meta_text(&cx, S("x"), (struct bytes){ p, n }, 100, &text, &cut) == OK)
			assert_true(text.n <= 100);
		arena_release(mem);
		free(p);
	}
}

static inline int open_cx(void **state)
{
	(void)state;
	test_cx_open(&t);
	return 0;
}

static inline int close_cx(void **state)
{
	(void)state;
	test_cx_close(&t);
	return 0;
}
#endif

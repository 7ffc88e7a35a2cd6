/* Every row of the route table, and how paths find them. */
#include "support.h"

#include "api/match.h"

static bool segment_valid(struct str s)
{
	bool param = s.n > 2 && s.p[0] == '{' && s.p[s.n - 1] == '}';
	struct str name = param ? str_slice(s, 1, s.n - 1) : s;
	for (size_t i = 0; i < name.n; i++)
		if (!(name.p[i] >= 'a' && name.p[i] <= 'z') && !memchr("-_.0123456789", name.p[i], 13))
			return false;
	return name.n > 0;
}

static void check_row(const struct route *r)
{
	bool api = str_starts(r->path, S("/api/v1/"));
	print_message("%.*s\n", STR_ARG(r->path));
	assert_non_null(r->run);
	assert_true(r->doc.n >= 8);
	assert_true(r->doc.p[0] >= 'A' && r->doc.p[0] <= 'Z');
	for (struct str rest = str_slice(r->path, 1, r->path.n); rest.n;)
		assert_true(segment_valid(str_cut(rest, '/', &rest)));
	if (!api)
		assert_true(r->method == HTTP_GET && r->need == NEED_NOBODY);
	assert_int_equal(r->need == NEED_ROLES, r->roles != 0);
	assert_int_equal(r->where == RUN_SLOW, r->before != NULL);
	if (r->method != HTTP_GET && r->need != NEED_NOBODY)
		assert_false(r->flags & ROUTE_NO_CSRF);         /* only signing in is without it */
	if (r->flags & ROUTE_IDEMPOTENT)
		assert_true(r->method == HTTP_POST && (r->where == RUN_WRITE || r->where == RUN_SLOW));
	if (r->where == RUN_WRITE && r->need == NEED_NOBODY)
		assert_true(false);                             /* nobody changes anything unknown */
	if (r->input) {
		assert_true(r->input->name.n && r->input->struct_bytes && r->input->n_fields);
		for (size_t i = 0; i < r->input->n_fields; i++) {
			const struct field *f = &r->input->fields[i];
			assert_true(f->name.n && f->ja.n && f->en.n);
			assert_true(f->offset < r->input->struct_bytes);
		}
	}
	assert_true(r->body_max <= 16 << 20);
}

static void every_row_is_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_routes; i++)
		check_row(&routes[i]);
}

/* A path made of a row finds this row, and no other. */
static void every_row_is_found(void **state)
{
	struct test_store t;
	const struct matcher *m;
	(void)state;
	test_cx_open(&t);
	assert_ok(&t, matcher_new(&t.cx, routes, n_routes, &m));
	for (size_t i = 0; i < n_routes; i++) {
		struct match found;
		char path[300];
		size_t n = 0, params = 0;
		for (struct str rest = str_slice(routes[i].path, 1, routes[i].path.n); rest.n;) {
			struct str segment = str_cut(rest, '/', &rest);
			bool param = segment.p[0] == '{';
			params += param;
			n += (size_t)snprintf(path + n, sizeof path - n, "/%.*s", param ? 4 : (int)segment.n, param ? "0000" : segment.p);
		}
		match_route(m, routes[i].method, (struct str){ path, n }, &found);
		assert_ptr_equal(found.route, &routes[i]);
		assert_int_equal(found.n_params, params);
		match_route(m, HTTP_OTHER, (struct str){ path, n }, &found);
		assert_null(found.route);
		assert_true(found.path && found.methods & 1u << routes[i].method);
		path[n] = '/';
		match_route(m, routes[i].method, (struct str){ path, n + 1 }, &found);
		assert_null(found.route);
	}
	test_cx_close(&t);
}

static void what_is_no_path_is_not_found(void **state)
{
	static const char *const paths[] = { "/", "//", "/api", "/api/", "/api/v1", "/api/v1/", "/api/v1//me", "/API/v1/me", "/api/v1/me/x/y/z",
		"/api/v1/{id}", "/api/v1/%6de", "/healthz/", "/api/v1/../healthz" };
	struct test_store t;
	const struct matcher *m;
	(void)state;
	test_cx_open(&t);
	assert_ok(&t, matcher_new(&t.cx, routes, n_routes, &m));
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		struct match found;
		match_route(m, HTTP_GET, str_of(paths[i]), &found);
		assert_null(found.route);
		assert_false(found.path);
	}
	test_cx_close(&t);
}

static void a_row_twice_is_refused(void **state)
{
	struct test_store t;
	const struct matcher *m;
	(void)state;
	struct route twice[2] = { routes[0], routes[0] };
	test_cx_open(&t);
	assert_int_equal(matcher_new(&t.cx, twice, 2, &m), E_BUG);
	test_cx_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_whole),
		cmocka_unit_test(every_row_is_found),
		cmocka_unit_test(what_is_no_path_is_not_found),
		cmocka_unit_test(a_row_twice_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Fiscal years, percentiles, what is counted for whom, what a public table hides. */
#include "../support.h"

#include "model/stats.h"

static struct test_store t;

static void fiscal_years_begin_in_april(void **state)
{
	(void)state;
	int32_t day;
	for (int fy = 1990; fy < 2100; fy++) {
		day = fiscal_year_first_day(fy);
		assert_int_equal(fiscal_year_of(day), fy);
		assert_int_equal(fiscal_year_of(day - 1), fy - 1);
	}
	assert_true(day_parse(S("2024-04-01"), &day));
	assert_int_equal(fiscal_year_first_day(2024), day);
	/* Not over; over; begun within; begun on its first day; begun later. */
	assert_true(stat_partial(2024, 0, day + 100));
	assert_true(stat_partial(2024, 0, fiscal_year_first_day(2025) - 1));
	assert_false(stat_partial(2024, 0, fiscal_year_first_day(2025)));
	assert_true(stat_partial(2024, day + 1, day + 1000));
	assert_false(stat_partial(2024, day, day + 1000));
	assert_false(stat_partial(2024, fiscal_year_first_day(2025), day + 1000));
}

static void percentiles_by_nearest_rank(void **state)
{
	(void)state;
	const struct stat_duration d[] = { { 1, 1 }, { 5, 3 }, { 9, 1 } };     /* 1 5 5 5 9 */
	assert_int_equal(stat_percentile(d, 3, 5, 50), 5);
	assert_int_equal(stat_percentile(d, 3, 5, 90), 9);
	assert_int_equal(stat_percentile(d, 3, 5, 80), 5);
	assert_int_equal(stat_percentile(d, 3, 5, 20), 1);
	assert_int_equal(stat_percentile(d, 1, 1, 90), 1);
	assert_int_equal(stat_rounded_s(59), 59);
	assert_int_equal(stat_rounded_s(3719), 3660);
	assert_int_equal(stat_rounded_s(86399), 86340);
	assert_int_equal(stat_rounded_s(90001), 90000);
	assert_int_equal(stat_rounded_s(93599), 90000);
	assert_int_equal(stat_rounded_s(-5), 0);
}

static struct stat_tally tally_of(const char *name, enum stat_scope scope, const struct stat_row *rows, size_t n)
{
	static const struct stat_sector own[] = { { LIT("rail"), 2020, 2021 } };
	struct stat_tally tally;
	struct stat_query q = { .def = stat_find(str_of(name)), .from = 2020, .to = 2022, .scope = scope, .sectors = own, .n_sectors = 1 };
	assert_non_null(q.def);
	stat_tally_init(&tally, t.mem, &q, NULL, 0);
	for (size_t i = 0; i < n; i++)
		stat_tally_add(&tally, &rows[i]);
	stat_tally_end(&tally);
	return tally;
}

#define ROW(year, o, r, sec, ...) { .fy = year, .origin = o, .basis = 1, .route = r, .seconds = sec, .n = 1, .at_us = 1, __VA_ARGS__ }

static void originals_are_not_counted_above_their_ceptoar(void **state)
{
	(void)state;
	const struct stat_row rows[] = {
		ROW(2020, STAT_OPERATOR, ROUTE_CEPTOAR, 60, .sector = LIT("rail")), ROW(2020, STAT_DERIVED, ROUTE_MINISTRY, 600, .sector = LIT("rail")),
		ROW(2020, STAT_OPERATOR, ROUTE_MINISTRY, 120, .sector = LIT("power")), ROW(2022, STAT_OPERATOR, ROUTE_MINISTRY, 120, .sector = LIT("rail")),
		ROW(2021, STAT_AGENCY, ROUTE_MINISTRY, -1, .sector = LIT("rail")),
	};
	struct stat_tally r = tally_of("reports", STAT_COUNTRY, rows, 5);
	assert_int_equal(r.cells[0][r.n_keys].n, 2);
	assert_int_equal(r.cells[1][r.n_keys].n, 1);
	/* A ministry: its sector, in the years it is responsible. */
	r = tally_of("reports", STAT_SECTORS, rows, 5);
	assert_int_equal(r.cells[0][r.n_keys].n, 1);
	assert_int_equal(r.cells[1][r.n_keys].n, 1);
	assert_int_equal(r.cells[2][r.n_keys].n, 0);
	/* The CEPTOAR and the author count the original. */
	r = tally_of("reports_by_route", STAT_RECEIVED, rows, 1);
	assert_int_equal(r.cells[0][r.n_keys].n, 1);
	assert_str(r.keys[0], "ceptoar");
	r = tally_of("reports_by_route", STAT_COUNTRY, rows, 5);
	assert_str(r.keys[0], "ceptoar");
	assert_int_equal(r.cells[0][0].n, 1);
	/* Times from noticing leave out what was derived; agencies are apart. */
	r = tally_of("time_noticed_to_report", STAT_COUNTRY, rows, 5);
	assert_int_equal(r.times[0].n, 1);
	assert_int_equal(r.times[0].median_s, 120);
	assert_int_equal(r.times[0].bins[1], 1);
	assert_int_equal(r.times[1].n, 0);
}

static void each_cause_is_counted(void **state)
{
	(void)state;
	const struct stat_row rows[] = {
		ROW(2020, STAT_OPERATOR, ROUTE_MINISTRY, 0, .causes = LIT("mail,ddos")), ROW(2020, STAT_OPERATOR, ROUTE_MINISTRY, 0, .causes = LIT("ddos")),
		ROW(2020, STAT_OPERATOR, ROUTE_MINISTRY, 0, .causes = LIT("")),
	};
	struct stat_tally r = tally_of("reports_by_cause", STAT_COUNTRY, rows, 3);
	assert_int_equal(r.n_keys, 3);
	assert_int_equal(r.cells[0][0].n, 1);
	assert_int_equal(r.cells[0][1].n, 2);
	assert_int_equal(r.cells[0][2].n, 1);
	assert_int_equal(r.cells[0][3].n, 3);
}

static void small_cells_are_hidden_with_a_second(void **state)
{
	(void)state;
	struct stat_row rows[] = {
		{ .fy = 2020, .origin = 1, .basis = 1, .route = 1, .n = 2, .at_us = 1, .sector = LIT("rail") },
		{ .fy = 2020, .origin = 1, .basis = 1, .route = 1, .n = 9, .at_us = 1, .sector = LIT("power") },
		{ .fy = 2020, .origin = 1, .basis = 1, .route = 1, .n = 30, .at_us = 1, .sector = LIT("gas") },
		{ .fy = 2021, .origin = 1, .basis = 1, .route = 1, .n = 3, .at_us = 1, .sector = LIT("gas") },
		{ .fy = 2022, .origin = 1, .basis = 1, .route = 1, .n = 4, .at_us = 1, .sector = LIT("rail") },
		{ .fy = 2022, .origin = 1, .basis = 1, .route = 1, .n = 4, .at_us = 1, .sector = LIT("power") },
		{ .fy = 2022, .origin = 1, .basis = 1, .route = 1, .n = 8, .at_us = 1, .sector = LIT("gas") },
	};
	struct stat_tally r = tally_of("reports_by_sector", STAT_COUNTRY, rows, 7);
	stat_suppress(&r, 5);
	/* One alone would follow from the total: the next smallest is hidden too. */
	assert_true(r.cells[0][0].suppressed && r.cells[0][1].suppressed && !r.cells[0][2].suppressed && !r.cells[0][3].suppressed);
	/* Alone in its year: the total goes too. */
	assert_true(r.cells[1][2].suppressed && r.cells[1][3].suppressed);
	assert_true(r.cells[2][0].suppressed && r.cells[2][1].suppressed && !r.cells[2][2].suppressed && !r.cells[2][3].suppressed);
}

static void too_many_keys_stay_in_the_total(void **state)
{
	(void)state;
	struct stat_row rows[STAT_KEYS_MAX + 10];
	for (int i = 0; i < STAT_KEYS_MAX + 10; i++)
		rows[i] = (struct stat_row){ .fy = 2020, .origin = 1, .basis = 1, .route = 1, .n = 1, .at_us = 1, .sector = str_format(t.mem, "s%d", i) };
	struct stat_tally r = tally_of("reports_by_sector", STAT_COUNTRY, rows, STAT_KEYS_MAX + 10);
	assert_true(r.overflow);
	assert_int_equal(r.n_keys, STAT_KEYS_MAX);
	assert_int_equal(r.cells[0][STAT_KEYS_MAX].n, STAT_KEYS_MAX + 10);
	assert_int_equal(r.cells[0][STAT_KEYS_MAX - 1].n, 1);
}

static void names_are_found_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_stat_definitions; i++) {
		assert_ptr_equal(stat_find(stat_definitions[i].name), &stat_definitions[i]);
		assert_true(stat_definitions[i].means_ja.n && stat_definitions[i].means_en.n && stat_definitions[i].version > 0);
	}
	assert_null(stat_find(S("nothing")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fiscal_years_begin_in_april), cmocka_unit_test(percentiles_by_nearest_rank),
		cmocka_unit_test(originals_are_not_counted_above_their_ceptoar), cmocka_unit_test(each_cause_is_counted),
		cmocka_unit_test(small_cells_are_hidden_with_a_second), cmocka_unit_test(too_many_keys_stay_in_the_total),
		cmocka_unit_test(names_are_found_once),
	};
	test_cx_open(&t);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	test_cx_close(&t);
	return failed;
}

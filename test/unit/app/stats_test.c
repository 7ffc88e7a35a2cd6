/* Statistics against a slow, straightforward count of the same random traffic; never an old answer; whose figures they are. */
#include "flow_support.h"

#include "app/advisory.h"
#include "app/stats.h"
#include "store/stats.h"

static struct flow f;

#define N 160
static struct sent { struct uuid id; enum who who; struct report_content c; int64_t at_us, centre_us, acked_us; bool exercise; } sent[N];
static size_t n_sent;

static unsigned seed = 20;
static size_t below(size_t n)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % n;
}

static struct report_content random_report(enum who who)
{
	static struct str causes[] = { LIT("mail"), LIT("ddos"), LIT("misop") };
	static const struct str events[] = { LIT("near_miss"), LIT("leak"), LIT("unavailable") };
	struct report_content c = flow_report(&f);
	c.sector = who == RAIL_1 || who == MLIT ? S("rail") : who == AGENCY && below(2) ? S("rail") : S("power");
	c.event_type = events[below(3)];
	c.causes = (struct list){ causes + below(2), below(3) };
	c.basis = (int)(BASIS_SEVERE + below(2));
	c.route = (who == POWER_1 || who == RAIL_1) && below(3) == 0 ? ROUTE_CEPTOAR : ROUTE_MINISTRY;
	c.noticed_us = f.t.cx.now_us - (int64_t)below(5000) * MINUTE_US;
	c.exercise = below(8) == 0;
	return c;
}

static int64_t at_centre(struct uuid message)
{
	struct delivery_row *rows;
	size_t n;
	int64_t first = 0;
	assert_ok(&f.t, delivery_known(&f.t.cx, f.org[CENTRE].id, message, KNOWN_OWN, 10, &rows, &n));
	for (size_t i = 0; i < n; i++)
		if (!first || delivery_sent_us(&rows[i].d) < first)
			first = delivery_sent_us(&rows[i].d);
	return first;
}

/* What may happen to a report after it was sent. */
static void go_on(struct sent *s)
{
	static const enum who readers[] = { METI, MLIT, CEPTOAR_POWER, CEPTOAR_RAIL };
	struct delivery_row after;
	struct report_done done;
	for (size_t i = 0; i < 4; i++) {
		struct delivery_row *row = flow_delivery(&f, readers[i], s->id);
		if (!row || below(3) == 0)
			continue;
		f.t.cx.now_us += (int64_t)below(90) * MINUTE_US;
		flow_as(&f, readers[i]);
		if (row->d.pass_state == PASS_WAITING && below(2))
			assert_ok(&f.t, delivery_pass_on(&f.t.cx, row->d.id, NO_STR, &after));
		if (below(2)) {
			assert_ok(&f.t, delivery_ack(&f.t.cx, row->d.id, &after));
			s->acked_us = s->acked_us ? s->acked_us : f.t.cx.now_us;
		}
	}
	if (below(4) == 0) {                                    /* a follow-up says something else */
		int route = s->c.route;
		bool exercise = s->c.exercise;
		flow_as(&f, s->who);
		s->c = random_report(s->who);
		s->c.route = route, s->c.exercise = exercise;
		assert_ok(&f.t, report_follow_up(&f.t.cx, s->id, 0, &s->c, false, &done));
	}
}

static void make_traffic(void)
{
	static const enum who authors[] = { POWER_1, POWER_2, RAIL_1, CEPTOAR_POWER, AGENCY, METI };
	f.t.cx.now_us -= 900 * DAY_US;
	for (n_sent = 0; n_sent < N; n_sent++) {
		struct sent *s = &sent[n_sent];
		struct report_done done;
		f.t.cx.now_us += (int64_t)below(8000) * MINUTE_US;
		s->who = authors[below(6)];
		flow_as(&f, s->who);
		s->c = random_report(s->who);
		s->at_us = f.t.cx.now_us;
		assert_ok(&f.t, report_submit(&f.t.cx, &s->c, &done));
		s->id = done.message;
		s->exercise = s->c.exercise;
		go_on(s);
		s->centre_us = at_centre(s->id);
	}
}

/* Whether this one is in the figures of `who`. */
static bool is_of(const struct sent *s, enum who who, int fy)
{
	if (s->exercise || fiscal_year_of(day_of(s->at_us)) != fy)
		return false;
	switch (who) {
	case CENTRE: return s->c.route == ROUTE_MINISTRY;
	case METI: return s->c.route == ROUTE_MINISTRY && str_eq(s->c.sector, S("power"));
	case CEPTOAR_POWER: return flow_delivery(&f, CEPTOAR_POWER, s->id) != NULL;
	default: return s->who == who;
	}
}

static int origin_at(const struct sent *s)
{
	return s->who == AGENCY || s->who == METI ? 2 : 1;
}

static bool has_key(const struct sent *s, enum stat_dimension by, struct str key, bool above)
{
	int route = above && s->who == CEPTOAR_POWER ? ROUTE_CEPTOAR : s->c.route;
	switch (by) {
	case STAT_BY_ORIGIN: return str_eq(key, origin_at(s) == 1 ? S("operator") : S("agency"));
	case STAT_BY_SECTOR: return str_eq(key, s->c.sector);
	case STAT_BY_EVENT: return str_eq(key, s->c.event_type);
	case STAT_BY_BASIS: return str_eq(key, basis_names[s->c.basis - 1]);
	case STAT_BY_ROUTE: return str_eq(key, report_route_names[route - 1]);
	case STAT_BY_NONE: return false;
	case STAT_BY_CAUSE: break;
	}
	for (size_t i = 0; i < s->c.causes.n; i++)
		if (str_eq(((const struct str *)s->c.causes.p)[i], key))
			return true;
	return s->c.causes.n == 0 && key.n == 0;
}

static int64_t took_s(const struct sent *s, enum stat_moment moment)
{
	int64_t until = moment == STAT_CENTRE && s->centre_us ? s->centre_us + 999 : moment == STAT_CENTRE ? 0 : s->acked_us;      /* ids hold milliseconds */
	if (moment == STAT_NOTICE)
		return s->who == CEPTOAR_POWER ? -1 : (s->at_us - s->c.noticed_us) / SECOND_US;
	return until && moment != STAT_ADVISORY ? (until - s->at_us) / SECOND_US : -1;
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static void compare_durations(const struct stats_figure *fig, enum who who, int y)
{
	const struct stat_tally *t = &fig->tally;
	int64_t values[N];
	size_t n = 0;
	for (size_t i = 0; i < n_sent; i++)
		if (is_of(&sent[i], who, t->q.from + y) && (t->q.scope == STAT_OWN || origin_at(&sent[i]) == 1) && took_s(&sent[i], t->q.def->moment) >= 0)
			values[n++] = stat_rounded_s(took_s(&sent[i], t->q.def->moment));
	qsort(values, n, sizeof *values, by_value);
	assert_int_equal(t->times[y].n, n);
	if (!n)
		return;
	assert_int_equal(t->times[y].median_s, values[(n * 50 + 99) / 100 - 1]);
	assert_int_equal(t->times[y].p90_s, values[(n * 90 + 99) / 100 - 1]);
}

static void compare_counts(const struct stats_figure *fig, enum who who, int y)
{
	const struct stat_tally *t = &fig->tally;
	for (size_t k = 0; k <= t->n_keys; k++) {
		int64_t n = 0;
		for (size_t i = 0; i < n_sent; i++)
			if (is_of(&sent[i], who, t->q.from + y) && (t->q.def->by == STAT_BY_ORIGIN || t->q.scope == STAT_OWN || origin_at(&sent[i]) == 1))
				n += k == t->n_keys || has_key(&sent[i], t->q.def->by, t->keys[k], who == CENTRE || who == METI);
		assert_int_equal(t->cells[y][k].n, n);
	}
}

static void figures_are_what_a_slow_count_says(void **state)
{
	static const enum who askers[] = { CENTRE, METI, CEPTOAR_POWER, POWER_1, AGENCY };
	(void)state;
	make_traffic();
	for (size_t a = 0; a < 5; a++)
		for (size_t d = 0; d < n_stat_definitions; d++) {
			struct stats_figure *fig;
			struct stats_ask ask = { .name = stat_definitions[d].name };
			if (stat_definitions[d].kind != MESSAGE_REPORT)
				continue;
			flow_as(&f, askers[a]);
			assert_ok(&f.t, stats_figure(&f.t.cx, &ask, &fig));
			for (int y = 0; y <= fig->tally.q.to - fig->tally.q.from; y++) {
				if (stat_is_duration(fig->tally.q.def))
					compare_durations(fig, askers[a], y);
				else
					compare_counts(fig, askers[a], y);
			}
		}
}

static int64_t reports_now(enum who who)
{
	struct stats_figure *fig;
	flow_as(&f, who);
	assert_ok(&f.t, stats_figure(&f.t.cx, &(struct stats_ask){ .name = S("reports") }, &fig));
	return fig->tally.cells[fig->tally.q.to - fig->tally.q.from][fig->tally.n_keys].n;
}

static void every_change_changes_the_version(void **state)
{
	struct report_done done;
	int64_t before, after;
	struct delivery_row row;
	(void)state;
	f.t.cx.changes = NULL;                                  /* no writer: each use case raises it */
	for (int i = 0; i < 5; i++) {
		int64_t n = reports_now(CENTRE);
		assert_ok(&f.t, stats_version(&f.t.cx, &before));
		flow_as(&f, POWER_1);
		struct report_content c = flow_report(&f);
		assert_ok(&f.t, report_submit(&f.t.cx, &c, &done));
		flow_as(&f, CENTRE);
		assert_ok(&f.t, stats_version(&f.t.cx, &after));
		assert_true(after > before);
		assert_int_equal(reports_now(CENTRE), n + 1);
		flow_as(&f, METI);
		assert_ok(&f.t, delivery_ack(&f.t.cx, flow_delivery(&f, METI, done.message)->d.id, &row));
		assert_ok(&f.t, stats_version(&f.t.cx, &before));
		assert_true(before > after);
		c.exercise = true;                              /* an exercise counts nowhere, and spoils no kept answer */
		flow_as(&f, POWER_1);
		assert_ok(&f.t, report_submit(&f.t.cx, &c, &done));
		assert_int_equal(reports_now(CENTRE), n + 1);
		assert_ok(&f.t, stats_version(&f.t.cx, &after));
		assert_int_equal(after, before);
	}
	f.t.cx.changes = changes_new(f.t.mem);
	flow_as(&f, POWER_1);
	assert_ok(&f.t, stats_version(&f.t.cx, &after));
	assert_int_equal(after, -1);                            /* its figures are made anew each time */
}

static void ranges_and_names_are_checked(void **state)
{
	struct stats_figure *fig;
	(void)state;
	flow_as(&f, CENTRE);
	assert_int_equal(stats_figure(&f.t.cx, &(struct stats_ask){ .name = S("nothing") }, &fig), E_MISSING);
	flow_as(&f, CENTRE);
	assert_int_equal(stats_figure(&f.t.cx, &(struct stats_ask){ .name = S("reports"), .from = 2020, .to = 2010 }, &fig), E_INVALID);
	flow_as(&f, CENTRE);
	assert_int_equal(stats_figure(&f.t.cx, &(struct stats_ask){ .name = S("reports"), .from = 1990, .to = 2025 }, &fig), E_INVALID);
	flow_as(&f, CENTRE);
	assert_ok(&f.t, stats_figure(&f.t.cx, &(struct stats_ask){ .name = S("reports"), .from = 1990 }, &fig));
	assert_int_equal(fig->tally.q.to, 1990 + STAT_YEARS_MAX - 1);
	struct actor nobody = f.actor[CENTRE];
	nobody.roles = ROLE_PLATFORM;
	f.t.cx.actor = &nobody;
	assert_int_equal(stats_figure(&f.t.cx, &(struct stats_ask){ .name = S("reports") }, &fig), E_DENIED);
}

static int open_flow(void **state)
{
	(void)state;
	flow_open(&f);
	return 0;
}

static int close_flow(void **state)
{
	(void)state;
	flow_close(&f);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_are_what_a_slow_count_says), cmocka_unit_test(every_change_changes_the_version),
		cmocka_unit_test(ranges_and_names_are_checked),
	};
	return cmocka_run_group_tests(tests, open_flow, close_flow);
}

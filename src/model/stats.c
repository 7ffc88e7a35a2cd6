#include "model/stats.h"
#include <stdlib.h>
#include <string.h>
#include "base/str.h"

const struct str stat_dimension_names[] = {
	LIT("origin"), LIT("sector"), LIT("event_type"), LIT("cause_type"), LIT("basis"), LIT("route"), LIT("none"), { NULL, 0 } };
const struct str stat_origin_names[] = { LIT("operator"), LIT("agency"), { NULL, 0 } };
const struct str stat_scope_names[] = { LIT("country"), LIT("sectors"), LIT("received"), LIT("own"), { NULL, 0 } };
#define DAYS(n) (INT64_C(86400) * (n))
const int64_t stat_bin_s[STAT_BINS] = { 60, 600, 3600, 3 * 3600, 12 * 3600, DAYS(1), DAYS(3), DAYS(7), DAYS(30), INT64_MAX };

const struct stat_definition *stat_find(struct str name)
{
	for (size_t i = 0; i < n_stat_definitions; i++)
		if (str_eq(stat_definitions[i].name, name))
			return &stat_definitions[i];
	return NULL;
}

bool stat_is_duration(const struct stat_definition *d)
{
	return d->moment || d->answered;
}

/* Durations met, year by year: an array that doubles. */
struct years_durations { struct stat_duration *p; size_t n, capacity; };
struct stat_durations { struct years_durations years[STAT_YEARS_MAX]; };

void stat_tally_init(struct stat_tally *t, struct arena *mem, const struct stat_query *q, const struct str *keys, size_t n_keys)
{
	*t = (struct stat_tally){ .mem = mem, .q = *q, .first_us = INT64_MAX };
	for (size_t i = 0; i < n_keys && t->n_keys < STAT_KEYS_MAX; i++)
		t->keys[t->n_keys++] = str_copy(mem, keys[i]);
	t->durations = arena_make(mem, struct stat_durations);
}

/* The column of a key. Columns of all stand at STAT_KEYS_MAX until stat_tally_end knows how many keys there are. */
static size_t key_of(struct stat_tally *t, struct str key)
{
	for (size_t i = 0; i < t->n_keys; i++)
		if (t->keys[i].n == key.n && (key.n == 0 || (t->keys[i].p[0] == key.p[0] && memcmp(t->keys[i].p, key.p, key.n) == 0)))
			return i;
	if (t->n_keys == STAT_KEYS_MAX) {
		t->overflow = true;
		return STAT_KEYS_MAX;
	}
	t->keys[t->n_keys] = key.n ? str_copy(t->mem, key) : S("");
	return t->n_keys++;
}

static bool in_scope(const struct stat_query *q, const struct stat_row *r)
{
	if (q->scope != STAT_SECTORS || q->def->kind != MESSAGE_REPORT)
		return true;
	for (size_t i = 0; i < q->n_sectors; i++)
		if (r->fy >= q->sectors[i].from_fy && r->fy <= q->sectors[i].to_fy && str_eq(q->sectors[i].sector, r->sector))
			return true;
	return false;
}

/* As those above the CEPTOAR see it: what it derived came by it. */
static int route_of(const struct stat_row *r)
{
	return r->origin == STAT_DERIVED ? ROUTE_CEPTOAR : r->route;
}

int stat_origin_of(const struct stat_query *q)
{
	return q->origin ? q->origin : q->def->by == STAT_BY_ORIGIN || q->scope == STAT_OWN ? 3 : 1;
}

static bool wanted(const struct stat_query *q, const struct stat_row *r)
{
	int origin = stat_origin_of(q);
	if (r->fy < q->from || r->fy > q->to || !in_scope(q, r))
		return false;
	if (q->def->kind != MESSAGE_REPORT)
		return true;
	if ((r->origin == STAT_AGENCY && origin == 1) || (r->origin != STAT_AGENCY && origin == 2))
		return false;
	/* What a CEPTOAR derived says times only roughly, so that they lead to nobody. */
	if (q->def->moment == STAT_NOTICE && r->origin == STAT_DERIVED)
		return false;
	return (!q->sector.n || str_eq(q->sector, r->sector)) && (!q->event_type.n || str_eq(q->event_type, r->event_type)) &&
	       (!q->basis || q->basis == r->basis) && (!q->route || q->route == route_of(r));
}

static void keep_duration(struct stat_tally *t, const struct stat_row *r)
{
	struct years_durations *y = &t->durations->years[r->fy - t->q.from];
	if (r->seconds < 0)
		return;
	if (y->n == y->capacity) {
		size_t capacity = y->capacity ? y->capacity * 2 : 256;
		struct stat_duration *p = arena_array(t->mem, struct stat_duration, capacity);
		if (y->n)
			memcpy(p, y->p, y->n * sizeof *p);
		y->p = p;
		y->capacity = capacity;
	}
	y->p[y->n++] = (struct stat_duration){ stat_rounded_s(r->seconds), r->n };
}

static struct str named(const struct str *names, int number)
{
	return number > 0 ? names[number - 1] : S("");
}

void stat_tally_add(struct stat_tally *t, const struct stat_row *r)
{
	bool above = t->q.scope == STAT_COUNTRY || t->q.scope == STAT_SECTORS;
	if (above && t->q.def->kind == MESSAGE_REPORT && r->route == ROUTE_CEPTOAR)
		return;                                         /* what stays with a CEPTOAR leaves no trace above it, not even a first day */
	if (r->at_us < t->first_us && r->at_us)
		t->first_us = r->at_us;
	if (!wanted(&t->q, r))
		return;
	struct stat_cell *cells = t->cells[r->fy - t->q.from];
	if (stat_is_duration(t->q.def)) {
		keep_duration(t, r);
		return;
	}
	cells[STAT_KEYS_MAX].n += r->n;
	size_t at = STAT_KEYS_MAX;
	switch (t->q.def->by) {
	case STAT_BY_ORIGIN: at = key_of(t, stat_origin_names[r->origin == STAT_AGENCY]); break;
	case STAT_BY_SECTOR: at = key_of(t, r->sector); break;
	case STAT_BY_EVENT: at = key_of(t, r->event_type); break;
	case STAT_BY_BASIS: at = key_of(t, named(basis_names, r->basis)); break;
	case STAT_BY_ROUTE: at = key_of(t, named(report_route_names, route_of(r))); break;
	case STAT_BY_NONE: break;
	case STAT_BY_CAUSE:
		if (!r->causes.n)
			at = key_of(t, S(""));
		for (struct str rest = r->causes; rest.n;) {
			size_t cause = key_of(t, str_cut(rest, ',', &rest));
			if (cause < STAT_KEYS_MAX)
				cells[cause].n += r->n;
		}
		break;
	}
	if (at < STAT_KEYS_MAX)
		cells[at].n += r->n;
}

static int by_seconds(const void *a, const void *b)
{
	int64_t x = ((const struct stat_duration *)a)->seconds, y = ((const struct stat_duration *)b)->seconds;
	return (x > y) - (x < y);
}

int64_t stat_percentile(const struct stat_duration *sorted, size_t rows, int64_t n, int percent)
{
	int64_t rank = (n * percent + 99) / 100, seen = 0;
	for (size_t i = 0; i < rows; i++) {
		seen += sorted[i].n;
		if (seen >= rank)
			return sorted[i].seconds;
	}
	return rows ? sorted[rows - 1].seconds : 0;
}

static void sum_up(const struct years_durations *y, struct stat_times *ret)
{
	if (!y->n)
		return;
	qsort(y->p, y->n, sizeof *y->p, by_seconds);
	int bin = 0;
	for (size_t i = 0; i < y->n; i++) {
		while (y->p[i].seconds > stat_bin_s[bin])
			bin++;
		ret->bins[bin] += y->p[i].n;
		ret->n += y->p[i].n;
	}
	ret->median_s = stat_percentile(y->p, y->n, ret->n, 50);
	ret->p90_s = stat_percentile(y->p, y->n, ret->n, 90);
}

void stat_tally_end(struct stat_tally *t)
{
	for (int y = 0; y <= t->q.to - t->q.from; y++) {
		sum_up(&t->durations->years[y], &t->times[y]);
		struct stat_cell all = t->cells[y][STAT_KEYS_MAX];
		if (stat_is_duration(t->q.def))
			all.n = t->times[y].n;
		t->cells[y][t->n_keys] = all;
	}
}

static bool is_small(int64_t n, int64_t small)
{
	return n > 0 && n < small;
}

void stat_suppress(struct stat_tally *t, int64_t small)
{
	for (int y = 0; y <= t->q.to - t->q.from; y++) {
		struct stat_cell *cells = t->cells[y];
		size_t hidden = 0, next = t->n_keys;
		for (size_t k = 0; k < t->n_keys; k++) {
			cells[k].suppressed = is_small(cells[k].n, small);
			hidden += cells[k].suppressed;
			if (!cells[k].suppressed && cells[k].n > 0 && (next == t->n_keys || cells[k].n < cells[next].n))
				next = k;
		}
		if (hidden == 1 && next < t->n_keys)
			cells[next].suppressed = true;
		cells[t->n_keys].suppressed = is_small(cells[t->n_keys].n, small) || (hidden == 1 && next == t->n_keys);
	}
}

int32_t fiscal_year_first_day(int fy)
{
	/* Days from civil, for 1 April: the proleptic Gregorian calendar, years from 1 March. */
	int64_t era = fy / 400, yoe = fy - era * 400, doe = yoe * 365 + yoe / 4 - yoe / 100 + 31;
	return (int32_t)(era * 146097 + doe - 719468);
}

bool stat_partial(int fy, int32_t first_day, int32_t today)
{
	int32_t from = fiscal_year_first_day(fy), to = fiscal_year_first_day(fy + 1) - 1;
	return today <= to || (first_day > from && first_day <= to);
}

int64_t stat_rounded_s(int64_t seconds)
{
	int64_t step = seconds < 3600 ? 1 : seconds < DAYS(1) ? 60 : 3600;
	return seconds < 0 ? 0 : seconds / step * step;
}

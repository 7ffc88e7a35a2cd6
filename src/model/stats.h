/* model/stats.h — statistics 統計: which named figures there are, what each counts, and the counting itself. Pure.
 *
 *   stat_find -> stat_tally_init -> stat_tally_add per row -> stat_tally_end -> (stat_suppress) -> read cells
 *
 * A figure is a named query with a definition and a version; the version goes up whenever the definition does. Years are fiscal years
 * (April to March, Japan's date). A year that the records do not cover whole, or that is not over, is partial and says so. Reports of
 * operators (their own and those a CEPTOAR derived for them) and of agencies are counted apart. Exercises never arrive here.
 * An original of the CEPTOAR route is counted only for its author and its CEPTOAR; everybody else counts what was derived from it.
 * Cost of stat_tally_add: some tens of nanoseconds; durations are kept, one per row.
 */
#ifndef NOROSHI_MODEL_STATS_H
#define NOROSHI_MODEL_STATS_H
#include "model/message.h"

enum stat_origin { STAT_OPERATOR = 1, STAT_DERIVED, STAT_AGENCY };              /* stored; never renumber */
enum stat_moment { STAT_NO_MOMENT, STAT_NOTICE, STAT_CENTRE, STAT_RECEIPT, STAT_ADVISORY };
enum stat_answered { STAT_ACKNOWLEDGED = 1, STAT_OUTCOME, STAT_SENT, STAT_OPENED };     /* stored; never renumber */
enum stat_dimension { STAT_BY_ORIGIN, STAT_BY_SECTOR, STAT_BY_EVENT, STAT_BY_CAUSE, STAT_BY_BASIS, STAT_BY_ROUTE, STAT_BY_NONE };
extern const struct str stat_dimension_names[];                 /* "origin", "sector", "event_type", "cause_type", "basis", "route", "none" */
extern const struct str stat_origin_names[];                    /* "operator", "agency": as counted; ends empty */

struct stat_definition {
	struct str name, ja, en, means_ja, means_en;
	int kind;                                               /* MESSAGE_REPORT or MESSAGE_ADVISORY */
	enum stat_dimension by;
	enum stat_moment moment;                                /* a duration of reports; */
	enum stat_answered answered;                            /* or of advisories' recipients; both 0: a count */
	int version;
	bool published;                                         /* published history is shown beside it */
};
extern const struct stat_definition stat_definitions[];
extern const size_t n_stat_definitions;
const struct stat_definition *stat_find(struct str name);       /* NULL: there is none */
bool stat_is_duration(const struct stat_definition *);

/* Which years: at most so many at once. */
enum { STAT_YEARS_MAX = 30, STAT_KEYS_MAX = 64, STAT_BINS = 10, STAT_SMALL_CELL = 5 };
extern const int64_t stat_bin_s[STAT_BINS];                     /* upper bounds in seconds, included; the last is open */

/* Whose figures. Sectors: those of a ministry, each for the fiscal years of its responsibility. */
enum stat_scope { STAT_COUNTRY, STAT_SECTORS, STAT_RECEIVED, STAT_OWN };
extern const struct str stat_scope_names[];                     /* "country", "sectors", "received", "own"; ends empty */
struct stat_sector { struct str sector; int from_fy, to_fy; };
struct stat_query {
	const struct stat_definition *def;
	int from, to;                                           /* fiscal years, both included */
	enum stat_scope scope;
	const struct stat_sector *sectors;                      /* STAT_SECTORS */
	size_t n_sectors;
	struct str sector, event_type;                          /* filters; empty: any */
	int basis, route;                                       /* 0: any */
	int origin;                                             /* 1 operators' (both kinds), 2 agencies', 3 both; 0: as stat_origin_of says */
};
/* One fact, or n equal ones. */
struct stat_row { int fy, origin, basis, route; int64_t seconds, n, at_us; struct str sector, event_type, causes; };

struct stat_cell { int64_t n; bool suppressed; };
struct stat_times { int64_t n, median_s, p90_s, bins[STAT_BINS]; };
struct stat_tally {
	struct arena *mem;
	struct stat_query q;
	struct str keys[STAT_KEYS_MAX];                         /* a dimension's values, in the order given, then as met; empty: not stated */
	size_t n_keys;
	struct stat_cell cells[STAT_YEARS_MAX][STAT_KEYS_MAX + 1];      /* [year - from][key]; [n_keys]: all */
	struct stat_times times[STAT_YEARS_MAX];
	int64_t first_us;                                       /* the earliest fact met; INT64_MAX: none */
	bool overflow;                                          /* more keys than there is room for: counted under all only */
	struct stat_durations *durations;
};
/* keys: those to show even where nothing is counted; copied. */
void stat_tally_init(struct stat_tally *, struct arena *, const struct stat_query *, const struct str *keys, size_t n_keys);
void stat_tally_add(struct stat_tally *, const struct stat_row *);
void stat_tally_end(struct stat_tally *);                       /* medians, percentiles, bins */
/* For a public table: hides counts from 1 to small - 1, and where one alone of a year would be hidden, the next smallest with it, so that
 * the total does not give it away. Totals and durations of fewer than `small` are hidden too. */
void stat_suppress(struct stat_tally *, int64_t small);

/* Both where the figure is by origin, or of what one's own org wrote; else operators'. */
int stat_origin_of(const struct stat_query *);
/* Is the year only partly covered: not over on `today`, or begun before `first_day`, the first day of the records? */
bool stat_partial(int fy, int32_t first_day, int32_t today);
int32_t fiscal_year_first_day(int fy);                          /* 1 April */
/* Durations are counted whole: to the second below an hour, to the minute below a day, to the hour above. */
int64_t stat_rounded_s(int64_t seconds);
/* The smallest value that at least `percent` of them do not exceed (nearest rank). Sorted by value; n: sum of counts, not 0. */
struct stat_duration { int64_t seconds, n; };
int64_t stat_percentile(const struct stat_duration *sorted, size_t rows, int64_t n, int percent);
#endif

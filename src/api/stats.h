/* api/stats.h — doors to the statistics: which figures there are; one of them as JSON, CSV or a spreadsheet. */
#ifndef NOROSHI_API_STATS_H
#define NOROSHI_API_STATS_H
#include "api/route.h"
#include "app/stats.h"

extern const struct field_table stats_query_table;
handler stats_list_get, stats_one_get;

/* stats_table.c: the figure as a table. Names in the caller's language. */
enum status stats_csv(struct cx *, struct call *, const struct stats_figure *) MUST_CHECK;
enum status stats_xlsx(struct cx *, struct call *, const struct stats_figure *) MUST_CHECK;
/* stats.c, for both: the name of a key ("rail", "operator", "all"). */
struct str stats_key_name(const struct cx *, const struct stat_definition *, struct str key, enum lang);
/* Published figures of the same kind: calls `each` per year and key. */
struct stats_published { int fy; struct str key, scope, confidence; int64_t n; const struct json *sources; };
void stats_published_each(const struct cx *, const struct stat_query *, void (*each)(void *, const struct stats_published *), void *arg);
#define STATS_ALL S("all")
#endif

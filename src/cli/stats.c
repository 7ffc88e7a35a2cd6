/* noroshi stats: which figures there are; one of them as a table, CSV, or a spreadsheet. */
#include <stdio.h>

#include "base/str.h"
#include "base/time.h"
#include "cli/client.h"
#include "cli/work.h"

const char stats_help[] =
	"noroshi stats [--json]\n"
	"noroshi stats NAME [--fy YEAR] [--from YEAR] [--to YEAR] [--sector SECTOR] [--event-type TYPE] [--public] [--csv | --json | --xlsx FILE]\n"
	"\n"
	"Without NAME lists the figures with their definitions. With it shows one by fiscal year (April to March): the country's for the centre,\n"
	"its sectors' for a ministry, what reached it for a CEPTOAR, its own for anybody else. A year marked * is covered only in part and\n"
	"cannot be compared with whole ones.\n"
	"\n"
	"  --fy YEAR           one fiscal year\n"
	"  --from, --to YEAR   a range of them (the last ten)\n"
	"  --sector SECTOR     only this sector (rail, power ...)\n"
	"  --event-type TYPE   only this type of event (leak, unavailable ...)\n"
	"  --public            hide small counts, as in a table that is published\n"
	"  --csv               a table for spreadsheets, on standard output\n"
	"  --xlsx FILE         a spreadsheet with the definition and the sources; never over an existing file\n"
	CLIENT_PAGE
	"\n"
	"  noroshi stats reports_by_event --fy 2026 --csv > events.csv\n";

struct stats_flags { struct str name, fy, from, to, sector, event_type, xlsx; bool csv, public; };

static enum status list(struct client *c)
{
	const struct json *answer;
	bool en = c->cx.lang == LANG_EN;
	enum status st = client_ask(c, S("GET"), S("/api/v1/stats"), NO_STR, &answer);
	if (st != OK)
		return st;
	if (c->json) {
		client_print_answer(c);
		return OK;
	}
	for (const struct json *d = json_first(json_get(answer, S("items"))); d; d = json_next(d)) {
		struct str name = json_get_text(d, S("name")), title = json_get_text(d, en ? S("en") : S("ja"));
		struct str means = json_get_text(d, en ? S("definition_en") : S("definition_ja"));
		printf("%.*s  %.*s\n    %.*s\n", STR_ARG(name), STR_ARG(title), STR_ARG(means));
	}
	return OK;
}

static void flag_add(struct client *c, struct buf *query, const char *name, struct str value)
{
	if (value.n)
		buf_format(query, "%s%s=%.*s", query->n ? "&" : "?", name, STR_ARG(client_query(c->cx.mem, value)));
}

static struct str path_of(struct client *c, const struct stats_flags *f, const char *format)
{
	struct buf query;
	buf_init(&query, c->cx.mem, 65536);
	flag_add(c, &query, "fy", f->fy);
	flag_add(c, &query, "from", f->from);
	flag_add(c, &query, "to", f->to);
	flag_add(c, &query, "sector", f->sector);
	flag_add(c, &query, "event_type", f->event_type);
	flag_add(c, &query, "public", f->public ? S("true") : NO_STR);
	flag_add(c, &query, "format", str_of(format));
	return str_format(c->cx.mem, "/api/v1/stats/%.*s%.*s", STR_ARG(client_query(c->cx.mem, f->name)), (int)query.n, query.n ? query.p : "");
}

static bool year_is_partial(const struct json *figure, int64_t fy)
{
	for (const struct json *y = json_first(json_get(figure, S("years"))); y; y = json_next(y))
		if (json_get_int(y, S("fy"), 0) == fy)
			return json_bool(json_get(y, S("partial")));
	return false;
}

static void tell_cells(const struct json *figure)
{
	const struct json *definition = json_get(figure, S("definition"));
	bool durations = str_eq(json_get_text(definition, S("unit")), S("seconds"));
	for (const struct json *cell = json_first(json_get(figure, S("cells"))); cell; cell = json_next(cell)) {
		int64_t fy = json_get_int(cell, S("fy"), 0), n = json_get_int(cell, S("n"), 0);
		struct str key = json_get_text(cell, S("key"));
		bool hidden = json_bool(json_get(cell, S("suppressed")));
		if (n == 0 && !hidden && !str_eq(key, S("all")))
			continue;
		printf("%lld%s  %-20.*s ", (long long)fy, year_is_partial(figure, fy) ? "*" : " ", STR_ARG(key.n ? key : S("-")));
		if (hidden)
			printf("   hidden");
		else
			printf("%9lld", (long long)n);
		if (durations && n && !hidden)
			printf("  median %lld s, 90th percentile %lld s", (long long)json_get_int(cell, S("median_s"), 0), (long long)json_get_int(cell, S("p90_s"), 0));
		putchar('\n');
	}
	for (const struct json *p = json_first(json_get(figure, S("published"))); p; p = json_next(p)) {
		struct str key = json_get_text(p, S("key"));
		printf("%lld   %-20.*s %9lld  published\n", (long long)json_get_int(p, S("fy"), 0), STR_ARG(key), (long long)json_get_int(p, S("n"), 0));
	}
}

/* What is no JSON: any other status than 200 is told as client_ask tells it. */
static enum status fetch_table(struct client *c, const struct stats_flags *f, const char *format)
{
	const struct json *ignored;
	enum status st = client_fetch(c, S("GET"), path_of(c, f, format), NO_STR);
	if (st != OK || c->answer.status == 200)
		return st;
	return client_ask(c, S("GET"), path_of(c, f, format), NO_STR, &ignored);
}

static enum status show(struct client *c, const struct stats_flags *f)
{
	const struct json *figure;
	enum status st;
	if (f->csv || f->xlsx.n) {
		st = fetch_table(c, f, f->csv ? "csv" : "xlsx");
		if (st == OK && f->csv)
			client_print_answer(c);
		return st == OK && f->xlsx.n ? client_write_file(c, f->xlsx, (struct str){ (const char *)c->answer.body.p, c->answer.body.n }) : st;
	}
	st = client_ask(c, S("GET"), path_of(c, f, NULL), NO_STR, &figure);
	if (st == OK && c->json)
		client_print_answer(c);
	else if (st == OK)
		tell_cells(figure);
	return st;
}

int cmd_stats(int argc, char **argv)
{
	struct client c;
	struct stats_flags f = { .csv = false };
	size_t n;
	client_init(&c);
	const struct flag flags[] = {
		CLIENT_FLAGS(c), { LIT("fy"), &f.fy, NULL, NULL }, { LIT("from"), &f.from, NULL, NULL }, { LIT("to"), &f.to, NULL, NULL },
		{ LIT("sector"), &f.sector, NULL, NULL }, { LIT("event-type"), &f.event_type, NULL, NULL }, { LIT("xlsx"), &f.xlsx, NULL, NULL },
		{ LIT("csv"), NULL, &f.csv, NULL }, { LIT("public"), NULL, &f.public, NULL },
	};
	if (!flags_read(argc, argv, flags, sizeof flags / sizeof *flags, &f.name, 1, &n))
		return CLI_USAGE;
	c.flag_prefix = S("--");
	if ((f.csv && f.xlsx.n) || (c.json && (f.csv || f.xlsx.n)) || (!n && (f.csv || f.xlsx.n))) {
		fputs("noroshi: one of --csv, --json and --xlsx FILE, and of a figure; noroshi help stats\n", stderr);
		(void)client_end(&c, OK);
		return CLI_USAGE;
	}
	enum status st = client_open(&c);
	if (st == OK)
		st = n ? show(&c, &f) : list(&c);
	return client_end(&c, st);
}

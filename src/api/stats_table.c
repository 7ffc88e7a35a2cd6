/* A figure as a table for spreadsheets: one row per fiscal year and key; the program's own counts first, then the published ones,
 * told apart in a column of their own. The spreadsheet has the definition, its scope and its sources on further sheets. */
#include "api/show.h"
#include "api/stats.h"
#include "base/str.h"
#include "base/time.h"
#include "format/csv.h"
#include "format/xlsx.h"
#include "model/catalog.h"

/* One table, two forms. */
struct table { struct cx *cx; struct csv csv; struct xlsx *xlsx; };

static void cell(struct table *t, struct str s)
{
	if (t->xlsx)
		xlsx_text(t->xlsx, s);
	else
		csv_cell(&t->csv, s);
}

static void number(struct table *t, int64_t n)
{
	if (t->xlsx)
		xlsx_int(t->xlsx, n);
	else
		csv_int(&t->csv, n);
}

static void year(struct table *t, int fy)                       /* text: no thousands in a year */
{
	cell(t, str_format(t->cx->mem, "%d", fy));
}

static void row(struct table *t)
{
	if (t->xlsx)
		xlsx_row(t->xlsx);
	else
		csv_row(&t->csv);
}

static struct str say(const struct table *t, struct str ja, struct str en)
{
	return t->cx->lang == LANG_EN ? en : ja;
}

static void head(struct table *t, struct str ja, struct str en)
{
	if (t->xlsx)
		xlsx_head(t->xlsx, say(t, ja, en));
	else
		csv_cell(&t->csv, say(t, ja, en));
}

static struct str bin_name(const struct table *t, int bin)
{
	static const struct str ja[] = { LIT("1分以内"), LIT("10分以内"), LIT("1時間以内"), LIT("3時間以内"), LIT("12時間以内"), LIT("1日以内"),
		LIT("3日以内"), LIT("7日以内"), LIT("30日以内"), LIT("30日超") };
	static const struct str en[] = { LIT("1 minute"), LIT("10 minutes"), LIT("1 hour"), LIT("3 hours"), LIT("12 hours"), LIT("1 day"),
		LIT("3 days"), LIT("7 days"), LIT("30 days"), LIT("over 30 days") };
	return say(t, ja[bin], en[bin]);
}

static void heads(struct table *t, const struct stat_definition *d)
{
	head(t, S("年度"), S("Fiscal year"));
	head(t, S("年度の区分"), S("Whole or partial year"));
	head(t, S("系列"), S("Series"));
	head(t, S("区分"), S("Key"));
	head(t, S("区分名"), S("Name"));
	head(t, S("件数"), S("Count"));
	if (stat_is_duration(d)) {
		head(t, S("中央値(秒)"), S("Median (s)"));
		head(t, S("90パーセンタイル(秒)"), S("90th percentile (s)"));
		for (int b = 0; b < STAT_BINS; b++)
			head(t, bin_name(t, b), bin_name(t, b));
	}
	head(t, S("備考"), S("Note"));
	row(t);
}

static void year_cells(struct table *t, const struct stats_figure *f, int fy)
{
	year(t, fy);
	if (f->first_day >= fiscal_year_first_day(fy + 1))
		cell(t, say(t, S("記録の開始前"), S("before the records")));
	else
		cell(t, f->partial[fy - f->tally.q.from] ? say(t, S("年度途中"), S("partial")) : say(t, S("通年"), S("whole")));
}

static void figure_row(struct table *t, const struct stats_figure *f, int y, size_t k)
{
	const struct stat_tally *all = &f->tally;
	const struct stat_cell *c = &all->cells[y][k];
	const struct stat_times *times = &all->times[y];
	struct str key = k == all->n_keys ? STATS_ALL : all->keys[k];
	bool duration = stat_is_duration(all->q.def), shown = duration && c->n && !c->suppressed;
	year_cells(t, f, all->q.from + y);
	cell(t, say(t, S("本システム"), S("this system")));
	cell(t, key);
	cell(t, stats_key_name(t->cx, all->q.def, key, t->cx->lang));
	if (c->suppressed)
		cell(t, S("*"));
	else
		number(t, c->n);
	for (int i = 0; duration && i < STAT_BINS + 2; i++) {
		if (!shown)
			cell(t, NO_STR);
		else
			number(t, i == 0 ? times->median_s : i == 1 ? times->p90_s : times->bins[i - 2]);
	}
	cell(t, c->suppressed ? say(t, S("小さい値のため非表示"), S("hidden: small")) : NO_STR);
	row(t);
}

static struct str joined(struct cx *cx, const struct json *texts)
{
	struct buf out;
	buf_init(&out, cx->mem, 4096);
	for (const struct json *s = json_first(texts); s; s = json_next(s))
		buf_format(&out, "%s%.*s", out.n ? " " : "", STR_ARG(json_text(s)));
	return buf_str(&out);
}

struct published_rows { struct table *t; const struct stats_figure *f; };

static void published_row(void *arg, const struct stats_published *p)
{
	struct published_rows *rows = arg;
	struct table *t = rows->t;
	year(t, p->fy);
	cell(t, say(t, S("通年"), S("whole")));
	cell(t, say(t, S("公表値"), S("published")));
	cell(t, p->key);
	cell(t, stats_key_name(t->cx, rows->f->tally.q.def, p->key, t->cx->lang));
	number(t, p->n);
	struct str sources = joined(t->cx, p->sources);
	cell(t, str_format(t->cx->mem, "%.*s%s%.*s", STR_ARG(p->scope), p->scope.n ? " " : "", STR_ARG(sources)));
	row(t);
}

static void rows_of(struct table *t, const struct stats_figure *f)
{
	const struct stat_tally *all = &f->tally;
	heads(t, all->q.def);
	for (int y = 0; y <= all->q.to - all->q.from; y++)
		for (size_t k = 0; k <= all->n_keys; k++)
			figure_row(t, f, y, k);
	stats_published_each(t->cx, &all->q, published_row, &(struct published_rows){ t, f });
}

static struct str title_of(const struct table *t, const struct stats_figure *f)
{
	return say(t, f->tally.q.def->ja, f->tally.q.def->en);
}

enum status stats_csv(struct cx *cx, struct call *call, const struct stats_figure *f)
{
	struct table t = { .cx = cx };
	csv_begin(&t.csv, &call->out);
	rows_of(&t, f);
	call->type = S(CSV_TYPE);
	struct str name = title_of(&t, f);
	call_header(call, S("Content-Disposition"), disposition(cx->mem, str_format(cx->mem, "%.*s.csv", STR_ARG(name))));
	return OK;
}

static void line(struct table *t, struct str name, struct str value)
{
	xlsx_head(t->xlsx, name);
	xlsx_text(t->xlsx, value);
	xlsx_row(t->xlsx);
}

static void definition_sheet(struct table *t, const struct stats_figure *f)
{
	static const struct str scopes_ja[] = { LIT("全国"), LIT("所管分野(各年度の所管による)"), LIT("自組織が受信した情報連絡"), LIT("自組織が作成した情報連絡") };
	static const struct str scopes_en[] = { LIT("the whole country"), LIT("one's sectors, as of each year's responsibility"), LIT("what reached one's organisation"), LIT("what one's organisation wrote") };
	const struct stat_definition *d = f->tally.q.def;
	struct arena *mem = t->cx->mem;
	xlsx_sheet(t->xlsx, say(t, S("定義"), S("Definition")));
	xlsx_width(t->xlsx, 0, 24);
	xlsx_width(t->xlsx, 1, 100);
	line(t, say(t, S("統計"), S("Figure")), title_of(t, f));
	line(t, say(t, S("識別名"), S("Name")), d->name);
	line(t, say(t, S("定義"), S("Definition")), say(t, d->means_ja, d->means_en));
	line(t, say(t, S("定義の版"), S("Version of the definition")), str_format(mem, "%d", d->version));
	line(t, say(t, S("範囲"), S("Scope")), say(t, scopes_ja[f->tally.q.scope], scopes_en[f->tally.q.scope]));
	line(t, say(t, S("記録の開始"), S("Records begin")), day_format(mem, f->first_day));
	line(t, say(t, S("集計日"), S("Counted until")), day_format(mem, f->today));
	line(t, say(t, S("年度途中"), S("Partial years")),
	     say(t, S("年度途中の年度は通年の年度と比べられません。"), S("A partial year cannot be compared with a whole one.")));
}

static void source_row(void *arg, const struct stats_published *p)
{
	struct published_rows *rows = arg;
	struct table *t = rows->t;
	for (const struct json *s = json_first(p->sources); s; s = json_next(s)) {
		const struct fact *f = catalog_find(t->cx->catalog, S("source"), json_text(s), day_of(t->cx->now_us));
		year(t, p->fy);
		cell(t, stats_key_name(t->cx, rows->f->tally.q.def, p->key, t->cx->lang));
		number(t, p->n);
		cell(t, p->scope);
		cell(t, p->confidence);
		cell(t, json_text(s));
		cell(t, f ? f->ja : NO_STR);
		cell(t, f ? json_get_text(f->json, S("where")) : NO_STR);
		row(t);
	}
}

static void sources_sheet(struct table *t, const struct stats_figure *f)
{
	if (!f->tally.q.def->published || f->tally.q.scope != STAT_COUNTRY)
		return;
	xlsx_sheet(t->xlsx, say(t, S("公表値と出典"), S("Published and sources")));
	xlsx_width(t->xlsx, 6, 80);
	head(t, S("年度"), S("Fiscal year"));
	head(t, S("区分名"), S("Name"));
	head(t, S("件数"), S("Count"));
	head(t, S("範囲の注記"), S("Scope"));
	head(t, S("確度"), S("Confidence"));
	head(t, S("出典"), S("Source"));
	head(t, S("出典名"), S("Title"));
	head(t, S("所在"), S("Where"));
	row(t);
	stats_published_each(t->cx, &f->tally.q, source_row, &(struct published_rows){ t, f });
}

enum status stats_xlsx(struct cx *cx, struct call *call, const struct stats_figure *f)
{
	struct table t = { .cx = cx };
	struct str name = title_of(&t, f);
	enum status st = xlsx_new(cx, name, &t.xlsx);
	if (st != OK)
		return st;
	xlsx_sheet(t.xlsx, name);
	xlsx_width(t.xlsx, 1, 12);
	xlsx_width(t.xlsx, 4, 32);
	rows_of(&t, f);
	definition_sheet(&t, f);
	sources_sheet(&t, f);
	st = xlsx_end(cx, t.xlsx, &call->out);
	if (st != OK)
		return st;
	call->type = S(XLSX_TYPE);
	call_header(call, S("Content-Disposition"), disposition(cx->mem, str_format(cx->mem, "%.*s.xlsx", STR_ARG(name))));
	return OK;
}

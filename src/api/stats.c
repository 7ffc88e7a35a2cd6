#include "api/stats.h"
#include "api/kept.h"
#include "api/pass.h"
#include "api/show.h"
#include "app/message.h"
#include "base/str.h"
#include "base/time.h"
#include "model/catalog.h"

struct stats_input { int64_t fy, from, to, small; struct str sector, event_type; int basis, route, origin, public, format; };
static const struct str formats[] = { LIT("json"), LIT("csv"), LIT("xlsx"), { NULL, 0 } };
static const struct str no_yes[] = { LIT("false"), LIT("true"), { NULL, 0 } };
static const struct str origins[] = { LIT("operator"), LIT("agency"), LIT("both"), { NULL, 0 } };
enum { FORMAT_CSV = 2, FORMAT_XLSX = 3 };

#define AT(member) .offset = offsetof(struct stats_input, member)
#define DOC(j, e) .ja = LIT(j), .en = LIT(e)
static const struct field query_fields[] = {
	{ .name = LIT("fy"), .kind = FIELD_INT, AT(fy), .min = 1990, .max = 2200, DOC("年度(一年度だけ)", "One fiscal year") },
	{ .name = LIT("from"), .kind = FIELD_INT, AT(from), .min = 1990, .max = 2200, DOC("最初の年度", "First fiscal year (default: ten years)") },
	{ .name = LIT("to"), .kind = FIELD_INT, AT(to), .min = 1990, .max = 2200, DOC("最後の年度", "Last fiscal year (default: the present one)") },
	{ .name = LIT("sector"), .kind = FIELD_TEXT, AT(sector), .max = 40, DOC("分野", "Sector") },
	{ .name = LIT("event_type"), .kind = FIELD_TEXT, AT(event_type), .max = 40, DOC("事象の類型", "Type of event") },
	{ .name = LIT("basis"), .kind = FIELD_CHOICE, AT(basis), .choices = basis_names, DOC("情報連絡の根拠", "Basis") },
	{ .name = LIT("route"), .kind = FIELD_CHOICE, AT(route), .choices = report_route_names, DOC("経路", "Route") },
	{ .name = LIT("origin"), .kind = FIELD_CHOICE, AT(origin), .choices = origins,
	  DOC("事業者等の分・関係機関の分・両方", "Operators' (default), agencies', or both") },
	{ .name = LIT("public"), .kind = FIELD_CHOICE, AT(public), .choices = no_yes, DOC("公表用に小さい値を隠す", "For the public: hide small cells") },
	{ .name = LIT("small"), .kind = FIELD_INT, AT(small), .min = 2, .max = 100,
	  DOC("公表用に、この値より小さい件数を隠す", "What counts as small there (default 5)") },
	{ .name = LIT("format"), .kind = FIELD_CHOICE, AT(format), .choices = formats, DOC("形式", "Format") },
};
const struct field_table stats_query_table = {
	LIT("StatsQuery"), query_fields, sizeof query_fields / sizeof *query_fields, sizeof(struct stats_input), FIELD_NO_PRESENT,
};

/* --- names ---------------------------------------------------------------------------------------------------------------- */

static struct str kind_of(enum stat_dimension by)
{
	static const struct str kinds[] = { { NULL, 0 }, LIT("sector"), LIT("event_type"), LIT("cause_type"), LIT("basis"), LIT("report_route"), { NULL, 0 } };
	return kinds[by];
}

struct str stats_key_name(const struct cx *cx, const struct stat_definition *d, struct str key, enum lang lang)
{
	struct str name = NO_STR;
	if (str_eq(key, STATS_ALL))
		return lang == LANG_EN ? S("All") : S("合計");
	if (!key.n)
		return lang == LANG_EN ? S("Not stated") : S("記載なし");
	if (d->by == STAT_BY_ORIGIN)
		return str_eq(key, S("operator")) ? (lang == LANG_EN ? S("Operators") : S("重要インフラ事業者等")) : lang == LANG_EN ? S("Agencies") : S("関係省庁・関係機関");
	if (d->by == STAT_BY_ROUTE)
		return str_eq(key, S("ministry")) ? (lang == LANG_EN ? S("By the ministry") : S("所管省庁経由")) : lang == LANG_EN ? S("By the CEPTOAR") : S("セプター経由");
	/* The name it had last. */
	for (const struct fact *f = catalog_next_ever(cx->catalog, kind_of(d->by), NULL); f; f = catalog_next_ever(cx->catalog, kind_of(d->by), f))
		if (str_eq(f->id, key))
			name = lang == LANG_EN && f->en.n ? f->en : f->ja;
	return name.n ? name : key;
}

static void write_names(const struct cx *cx, struct jw *w, const struct stat_definition *d, struct str key)
{
	jw_k_text(w, S("id"), key);
	jw_k_text(w, S("ja"), stats_key_name(cx, d, key, LANG_JA));
	jw_k_text(w, S("en"), stats_key_name(cx, d, key, LANG_EN));
}

static void write_definition(struct jw *w, const struct stat_definition *d)
{
	jw_object(w);
	jw_k_text(w, S("name"), d->name);
	jw_k_text(w, S("ja"), d->ja);
	jw_k_text(w, S("en"), d->en);
	jw_k_text(w, S("definition_ja"), d->means_ja);
	jw_k_text(w, S("definition_en"), d->means_en);
	jw_k_text(w, S("kind"), message_kind_names[d->kind - 1]);
	jw_k_text(w, S("unit"), stat_is_duration(d) ? S("seconds") : S("count"));
	jw_k_text(w, S("dimension"), stat_dimension_names[d->by]);
	jw_k_int(w, S("version"), d->version);
	jw_k_bool(w, S("published"), d->published);
	jw_end_object(w);
}

/* --- what was published --------------------------------------------------------------------------------------------------- */

static void publish(const struct fact *f, struct str key, int64_t n, void (*each)(void *, const struct stats_published *), void *arg)
{
	struct stats_published p = {
		.fy = (int)json_get_int(f->json, S("fy"), 0), .key = key, .n = n, .scope = json_get_text(f->json, S("scope")),
		.confidence = json_get_text(f->json, S("confidence")), .sources = json_get(f->json, S("sources")),
	};
	each(arg, &p);
}

void stats_published_each(const struct cx *cx, const struct stat_query *q, void (*each)(void *, const struct stats_published *), void *arg)
{
	if (!q->def->published || q->scope != STAT_COUNTRY || q->sector.n || q->event_type.n || q->basis || q->route || !cx->catalog)
		return;
	for (const struct fact *f = catalog_next_ever(cx->catalog, S("history_report"), NULL); f;
		f = catalog_next_ever(cx->catalog, S("history_report"), f)) {
		int64_t reports = json_get_int(f->json, S("reports"), -1), others = json_get_int(f->json, S("from_others"), -1);
		int64_t provisions = json_get_int(f->json, S("provisions"), -1);
		if (q->def->kind == MESSAGE_ADVISORY && provisions >= 0)
			publish(f, STATS_ALL, provisions, each, arg);
		if (q->def->by == STAT_BY_ORIGIN && reports >= 0)
			publish(f, S("operator"), reports, each, arg);
		if (q->def->by == STAT_BY_ORIGIN && others >= 0)
			publish(f, S("agency"), others, each, arg);
		for (const struct json *m = q->def->by == STAT_BY_EVENT ? json_first(json_get(f->json, S("by_event"))) : NULL; m; m = json_next(m)) {
			int64_t n;
			if (json_int(m, &n))
				publish(f, json_key(m), n, each, arg);
		}
	}
}

/* --- JSON ----------------------------------------------------------------------------------------------------------------- */

struct published_writer { struct jw *w; struct str sources[32]; size_t n_sources; };

static void write_published(void *arg, const struct stats_published *p)
{
	struct published_writer *to = arg;
	struct jw *w = to->w;
	jw_object(w);
	jw_k_int(w, S("fy"), p->fy);
	jw_k_text(w, S("key"), p->key);
	jw_k_int(w, S("n"), p->n);
	show_text(w, S("scope"), p->scope);
	show_text(w, S("confidence"), p->confidence);
	jw_key(w, S("sources"));
	jw_array(w);
	for (const struct json *s = json_first(p->sources); s; s = json_next(s)) {
		size_t i = 0;
		jw_text(w, json_text(s));
		while (i < to->n_sources && !str_eq(to->sources[i], json_text(s)))
			i++;
		if (i == to->n_sources && i < sizeof to->sources / sizeof *to->sources)
			to->sources[to->n_sources++] = json_text(s);
	}
	jw_end_array(w);
	jw_end_object(w);
}

static void write_history(const struct cx *cx, struct jw *w, const struct stat_query *q)
{
	struct published_writer to = { .w = w };
	jw_key(w, S("published"));
	jw_array(w);
	stats_published_each(cx, q, write_published, &to);
	jw_end_array(w);
	jw_key(w, S("sources"));
	jw_array(w);
	for (size_t i = 0; i < to.n_sources; i++) {
		const struct fact *f = catalog_find(cx->catalog, S("source"), to.sources[i], day_of(cx->now_us));
		jw_object(w);
		jw_k_text(w, S("id"), to.sources[i]);
		jw_k_text(w, S("ja"), f ? f->ja : to.sources[i]);
		jw_k_text(w, S("en"), f && f->en.n ? f->en : f ? f->ja : to.sources[i]);
		show_text(w, S("where"), f ? json_get_text(f->json, S("where")) : NO_STR);
		jw_end_object(w);
	}
	jw_end_array(w);
}

/* The list that has the counted ones, by the same filters; what one may see of it is the visibility rule's matter. */
static void write_rows_link(const struct cx *cx, struct jw *w, const struct stat_query *q, int fy, struct str key)
{
	struct buf out;
	bool one = !str_eq(key, STATS_ALL);
	int origin = stat_origin_of(q);
	if (one && !key.n)
		return;
	buf_init(&out, cx->mem, 4096);
	buf_format(&out, "%s?exercise=false&fy=%d", q->def->kind == MESSAGE_REPORT ? "/reports" : "/advisories", fy);
	struct str sector = one && q->def->by == STAT_BY_SECTOR ? key : q->sector, event = one && q->def->by == STAT_BY_EVENT ? key : q->event_type;
	struct str basis = one && q->def->by == STAT_BY_BASIS ? key : q->basis ? basis_names[q->basis - 1] : NO_STR;
	struct str route = one && q->def->by == STAT_BY_ROUTE ? key : q->route ? report_route_names[q->route - 1] : NO_STR;
	if (sector.n)
		buf_format(&out, "&sector=%.*s", STR_ARG(sector));
	if (event.n)
		buf_format(&out, "&event_type=%.*s", STR_ARG(event));
	if (basis.n)
		buf_format(&out, "&basis=%.*s", STR_ARG(basis));
	if (route.n)
		buf_format(&out, "&route=%.*s", STR_ARG(route));
	if (one && q->def->by == STAT_BY_CAUSE)
		buf_format(&out, "&cause=%.*s", STR_ARG(key));
	if (one && q->def->by == STAT_BY_ORIGIN)
		buf_format(&out, "&origin=%.*s", STR_ARG(key));
	else if (q->def->kind == MESSAGE_REPORT && origin < 3)
		buf_format(&out, "&origin=%.*s", STR_ARG(stat_origin_names[origin - 1]));
	jw_k_text(w, S("rows"), buf_str(&out));
}

static void write_cell(const struct cx *cx, struct jw *w, const struct stats_figure *f, int y, size_t k)
{
	const struct stat_tally *t = &f->tally;
	const struct stat_cell *c = &t->cells[y][k];
	struct str key = k == t->n_keys ? STATS_ALL : t->keys[k];
	jw_object(w);
	jw_k_int(w, S("fy"), t->q.from + y);
	jw_k_text(w, S("key"), key);
	if (c->suppressed)
		jw_k_bool(w, S("suppressed"), true);
	else
		jw_k_int(w, S("n"), c->n);
	if (!c->suppressed && c->n && stat_is_duration(t->q.def)) {
		jw_k_int(w, S("median_s"), t->times[y].median_s);
		jw_k_int(w, S("p90_s"), t->times[y].p90_s);
		jw_key(w, S("bins"));
		jw_array(w);
		for (int b = 0; b < STAT_BINS; b++)
			jw_int(w, t->times[y].bins[b]);
		jw_end_array(w);
	}
	if (!c->suppressed && c->n && !stat_is_duration(t->q.def))
		write_rows_link(cx, w, &t->q, t->q.from + y, key);
	jw_end_object(w);
}

static void write_years(const struct cx *cx, struct jw *w, const struct stats_figure *f)
{
	const struct stat_query *q = &f->tally.q;
	jw_key(w, S("years"));
	jw_array(w);
	for (int fy = q->from; fy <= q->to; fy++) {
		int32_t first = fiscal_year_first_day(fy), last = fiscal_year_first_day(fy + 1) - 1;
		bool partial = f->partial[fy - q->from];
		jw_object(w);
		jw_k_int(w, S("fy"), fy);
		jw_k_bool(w, S("partial"), partial);
		jw_k_bool(w, S("recorded"), f->first_day <= last);
		jw_k_day(w, S("first_day"), partial && f->first_day > first && f->first_day <= last ? f->first_day : first);
		jw_k_day(w, S("last_day"), partial && f->today < last && f->today >= first ? f->today : last);
		const struct fact *plan = catalog_next(cx->catalog, S("plan"), last, NULL);
		if (plan) {
			jw_k_text(w, S("plan_ja"), plan->ja);
			jw_k_text(w, S("plan_en"), plan->en.n ? plan->en : plan->ja);
		}
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void write_figure(const struct cx *cx, struct jw *w, const struct stats_figure *f, const struct stats_ask *ask)
{
	const struct stat_tally *t = &f->tally;
	const struct stat_query *q = &t->q;
	jw_object(w);
	jw_key(w, S("definition"));
	write_definition(w, q->def);
	jw_k_text(w, S("scope"), stat_scope_names[q->scope]);
	jw_k_bool(w, S("public"), ask->public);
	jw_k_day(w, S("records_begin"), f->first_day);
	jw_k_day(w, S("counted_until"), f->today);
	write_years(cx, w, f);
	jw_key(w, S("keys"));
	jw_array(w);
	for (size_t k = 0; k < t->n_keys; k++) {
		jw_object(w);
		write_names(cx, w, q->def, t->keys[k]);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_key(w, S("cells"));
	jw_array(w);
	for (int y = 0; y <= q->to - q->from; y++)
		for (size_t k = 0; k <= t->n_keys; k++)
			write_cell(cx, w, f, y, k);
	jw_end_array(w);
	if (stat_is_duration(q->def)) {
		jw_key(w, S("bins_s"));
		jw_array(w);
		for (int b = 0; b + 1 < STAT_BINS; b++)
			jw_int(w, stat_bin_s[b]);
		jw_end_array(w);
	}
	write_history(cx, w, q);
	jw_end_object(w);
}

/* --- the doors ------------------------------------------------------------------------------------------------------------ */

enum status stats_list_get(struct cx *cx, struct call *call)
{
	struct jw *w = &call->json;
	enum status st = stats_need(cx);
	if (st != OK)
		return st;
	jw_object(w);
	jw_key(w, S("items"));
	jw_array(w);
	for (size_t i = 0; i < n_stat_definitions; i++)
		write_definition(w, &stat_definitions[i]);
	jw_end_array(w);
	jw_k_int(w, S("fy"), fiscal_year_of(day_of(cx->now_us)));
	jw_end_object(w);
	return OK;
}

static struct stats_ask ask_of(const struct call *call)
{
	const struct stats_input *in = call->input;
	return (struct stats_ask){
		.name = call->param[0], .sector = in->sector, .event_type = in->event_type, .from = (int)(in->fy ? in->fy : in->from),
		.to = (int)(in->fy ? in->fy : in->to), .basis = in->basis, .route = in->route, .origin = in->origin, .public = in->public == 2,
		.small = in->small,
	};
}

/* Kept answers are given at once; making one walks all facts, so that goes to a slow thread, in one snapshot with its version. */
enum status stats_one_get(struct cx *cx, struct call *call)
{
	const struct stats_input *in = call->input;
	struct kept *kept = call->server->parts->kept;
	struct stats_ask ask = ask_of(call);
	struct stats_figure *f;
	int64_t version;
	bool table = in->format == FORMAT_CSV || in->format == FORMAT_XLSX;
	enum status st = stats_version(cx, &version);
	if (st == OK && !stat_find(ask.name))
		return fail(cx, E_MISSING, T_MISSING);
	if (st == OK && !table && version >= 0 && kept_find(kept, cx, call, version))
		return OK;
	if (st == OK)
		st = call_export(call, table ? list_export : NULL);
	if (st == OK)
		st = stats_figure(cx, &ask, &f);
	if (st != OK)
		return st;
	if (in->format == FORMAT_CSV)
		return stats_csv(cx, call, f);
	if (in->format == FORMAT_XLSX)
		return stats_xlsx(cx, call, f);
	write_figure(cx, &call->json, f, &ask);
	if (version >= 0)
		kept_keep(kept, cx, call, version);
	return OK;
}

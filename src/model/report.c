#include "model/report.h"
#include "base/str.h"
#include "model/catalog.h"
#include "model/key.h"

static const struct str tlp_choices[] = {
	LIT("CLEAR"), LIT("GREEN"), LIT("AMBER"), LIT("AMBER+STRICT"), LIT("RED"), LIT("WHITE"), { NULL, 0 },
};
const struct str report_consent_names[] = { LIT("none"), LIT("anonymised"), LIT("named"), { NULL, 0 } };
static const struct str effect_choices[] = { LIT("none"), LIT("degraded"), LIT("stopped"), LIT("unknown"), { NULL, 0 } };
static const struct str breached_choices[] = { LIT("yes"), LIT("no"), LIT("unknown"), { NULL, 0 } };
static const struct str precision_choices[] = { LIT("minute"), LIT("hour"), LIT("day"), { NULL, 0 } };
static const struct str disclosure_choices[] = { LIT("none"), LIT("planned"), LIT("done"), { NULL, 0 } };

#define DOC(japanese, english) .ja = LIT(japanese), .en = LIT(english)
#define AT(member) .offset = offsetof(struct report_effect, member)
static const struct field effect_fields[] = {
	{ .name = LIT("state"), .kind = FIELD_CHOICE, AT(state), .choices = effect_choices, DOC("サービスへの影響", "Effect on the service") },
	{ .name = LIT("from"), .kind = FIELD_TIME, AT(from_us), DOC("影響が始まった日時", "When the effect began") },
	{ .name = LIT("until"), .kind = FIELD_TIME, AT(until_us), DOC("影響が終わった(終わる見込みの)日時", "When it ended, or is expected to") },
	{ .name = LIT("extent"), .kind = FIELD_LONG_TEXT, AT(extent), .max = 2000, DOC("影響の範囲", "How far it reaches") },
	{ .name = LIT("users"), .kind = FIELD_INT, AT(users), .max = 10000000000, DOC("影響を受けた利用者の数", "How many users are affected") },
};
#undef AT
static const struct field_table effect_table = {
	LIT("ReportEffect"), effect_fields, sizeof effect_fields / sizeof *effect_fields, sizeof(struct report_effect), FIELD_NO_PRESENT,
};

#define AT(member) .offset = offsetof(struct report_disclosure, member)
static const struct field disclosure_fields[] = {
	{ .name = LIT("state"), .kind = FIELD_CHOICE, AT(state), .choices = disclosure_choices, DOC("公表の有無", "Whether it is disclosed") },
	{ .name = LIT("at"), .kind = FIELD_TIME, AT(at_us), DOC("公表した(する)日時", "When it was, or will be") },
	{ .name = LIT("note"), .kind = FIELD_LONG_TEXT, AT(note), .max = 2000, DOC("公表の方法や内容", "How and what") },
};
#undef AT
static const struct field_table disclosure_table = {
	LIT("ReportDisclosure"), disclosure_fields, sizeof disclosure_fields / sizeof *disclosure_fields,
	sizeof(struct report_disclosure), FIELD_NO_PRESENT,
};

#define AT(member) .offset = offsetof(struct near_miss_count, member)
static const struct field near_miss_fields[] = {
	{ .name = LIT("event_type"), .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, AT(event_type), .max = 40,
	  DOC("起こりかけた事象の類型", "Which type of event nearly happened") },
	{ .name = LIT("count"), .kind = FIELD_INT, .flags = FIELD_REQUIRED, AT(count), .min = 1, .max = 1000000000,
	  DOC("その月の件数", "How often in that month") },
};
#undef AT
static const struct field_table near_miss_table = {
	LIT("NearMissCount"), near_miss_fields, sizeof near_miss_fields / sizeof *near_miss_fields, sizeof(struct near_miss_count),
	FIELD_NO_PRESENT,
};

/* The rows stand in a macro because three inputs begin with them: the report, the follow-up, the preview. */
#define AT(member) .offset = offsetof(struct report_content, member)
#define REQUIRED .flags = FIELD_REQUIRED
#define REPORT_ROWS \
	{ .name = LIT("title"), .kind = FIELD_TEXT, REQUIRED, AT(title), .min = 1, .max = 200, DOC("件名", "Title") }, \
	{ .name = LIT("sector"), .kind = FIELD_TEXT, REQUIRED, AT(sector), .max = 40, DOC("分野(カタログの識別子)", "Sector (catalogue id)") }, \
	{ .name = LIT("service"), .kind = FIELD_TEXT, AT(service), .max = 80, DOC("重要インフラサービス(カタログの識別子)", "Service (catalogue id)") }, \
	{ .name = LIT("event_type"), .kind = FIELD_TEXT, REQUIRED, AT(event_type), .max = 40, DOC("事象の類型(一つ)", "Type of event (one)") }, \
	{ .name = LIT("causes"), .kind = FIELD_LIST, .flags = FIELD_UNIQUE, AT(causes), .item = FIELD_TEXT, .item_max = 40, .max = 40, \
	  DOC("原因の類型(複数可)", "Types of cause (several)") }, \
	{ .name = LIT("basis"), .kind = FIELD_CHOICE, REQUIRED, AT(basis), .choices = basis_names, \
	  DOC("情報連絡の根拠(法令・深刻な影響・そのほか適切と判断)", "Why it is reported: law, severe effect, judged fit") }, \
	{ .name = LIT("route"), .kind = FIELD_CHOICE, REQUIRED, AT(route), .choices = report_route_names, \
	  DOC("経路(所管省庁・セプター)", "Route: by the ministry or by the CEPTOAR") }, \
	{ .name = LIT("noticed_at"), .kind = FIELD_TIME, REQUIRED, AT(noticed_us), DOC("検知した日時", "When it was noticed") }, \
	{ .name = LIT("summary"), .kind = FIELD_LONG_TEXT, REQUIRED, AT(summary), .min = 1, .max = 20000, DOC("概要(一文でも可)", "Summary (one sentence will do)") }, \
	{ .name = LIT("purpose"), .kind = FIELD_LONG_TEXT, AT(purpose), .max = 1000, DOC("共有の目的", "Purpose of sharing") }, \
	{ .name = LIT("tlp"), .kind = FIELD_CHOICE, AT(tlp), .choices = tlp_choices, \
	  DOC("情報共有範囲 TLP 2.0(既定 AMBER、WHITEはCLEARとして扱う)", "TLP 2.0 marking (AMBER unless given; WHITE is read as CLEAR)") }, \
	{ .name = LIT("consent"), .kind = FIELD_CHOICE, AT(consent), .choices = report_consent_names, \
	  DOC("情報提供に使うことへの同意", "Consent to use in advisories") }, \
	{ .name = LIT("consent_note"), .kind = FIELD_LONG_TEXT, AT(consent_note), .max = 1000, DOC("同意の条件", "Conditions of consent") }, \
	{ .name = LIT("occurred_at"), .kind = FIELD_TIME, AT(occurred_us), DOC("発生した日時", "When it occurred") }, \
	{ .name = LIT("aware_at"), .kind = FIELD_TIME, AT(aware_us), DOC("事態を認識した日時", "When the organisation became aware") }, \
	{ .name = LIT("classified_at"), .kind = FIELD_TIME, AT(classified_us), DOC("報告対象と判断した日時", "When it was classified as reportable") }, \
	{ .name = LIT("times_precision"), .kind = FIELD_CHOICE, AT(times_precision), .choices = precision_choices, \
	  DOC("日時の細かさ(分・時・日。これより細かい部分は切り捨てる)", "How exact the times are (minute, hour, day); what is finer is cut off") }, \
	{ .name = LIT("effect"), .kind = FIELD_STRUCT, AT(effect), .sub = &effect_table, DOC("重要インフラサービスへの影響", "Effect on the service") }, \
	{ .name = LIT("level_breached"), .kind = FIELD_CHOICE, AT(level_breached), .choices = breached_choices, \
	  DOC("サービス維持レベルを下回ったか", "Whether the sector's service level was breached") }, \
	{ .name = LIT("spill_over"), .kind = FIELD_LONG_TEXT, AT(spill_over), DOC("他の事業者・分野への波及の可能性", "Possible spill-over to others") }, \
	{ .name = LIT("progress"), .kind = FIELD_LONG_TEXT, AT(progress), DOC("経緯・対応状況", "Course of events and response") }, \
	{ .name = LIT("recovery"), .kind = FIELD_LONG_TEXT, AT(recovery), DOC("復旧の状況・見込み", "Recovery: state and outlook") }, \
	{ .name = LIT("cause_text"), .kind = FIELD_LONG_TEXT, AT(cause_text), DOC("原因・再発防止", "Cause and prevention") }, \
	{ .name = LIT("disclosure"), .kind = FIELD_STRUCT, AT(disclosure), .sub = &disclosure_table, DOC("公表の有無・予定", "Public disclosure") }, \
	{ .name = LIT("told"), .kind = FIELD_LIST, AT(told), .item = FIELD_TEXT, .item_max = 200, .max = 50, .flags = FIELD_UNIQUE, \
	  DOC("ほかに連絡した先", "Who else was told") }, \
	{ .name = LIT("system"), .kind = FIELD_TEXT, AT(system), .max = 400, DOC("対象のシステム", "System concerned") }, \
	{ .name = LIT("near_miss_counts"), .kind = FIELD_LIST, AT(near_miss_counts), .item = FIELD_STRUCT, .sub = &near_miss_table, .max = 20, \
	  DOC("ヒヤリハットの月間件数", "Near misses counted by month") }, \
	{ .name = LIT("month"), .kind = FIELD_TEXT, AT(month), .max = 7, DOC("件数の対象月(YYYY-MM)", "The month counted (YYYY-MM)") }, \
	{ .name = LIT("exercise"), .kind = FIELD_BOOL, AT(exercise), DOC("訓練・演習", "Drill or exercise") }, \
	{ .name = LIT("attachments"), .kind = FIELD_LIST, .flags = FIELD_UNIQUE, AT(attachments), .item = FIELD_UUID, .max = REPORT_ATTACHMENTS_MAX, \
	  DOC("添付ファイルの識別子", "Ids of attachments") }, \
	{ .name = LIT("source"), .kind = FIELD_LONG_TEXT, AT(source), .max = 2000, DOC("公開情報の出典(公開事例の再現に使う)", "Public source, for replayed public events") }

static const struct field rows[] = { REPORT_ROWS };
static const struct field follow_up_rows[] = {
	REPORT_ROWS,
	{ .name = LIT("final"), .kind = FIELD_BOOL, .offset = offsetof(struct report_follow_up, final), DOC("最終報", "This is the final report") },
};
static const struct field preview_rows[] = {
	REPORT_ROWS,
	{ .name = LIT("report"), .kind = FIELD_UUID, .offset = offsetof(struct report_preview_input, report),
	  DOC("続報のときは元の情報連絡の識別子", "For a follow-up: the report's id") },
};
#define TABLE(title, table_rows, type) { LIT(title), table_rows, sizeof table_rows / sizeof *table_rows, sizeof(struct type), 0 }
const struct field_table report_fields = TABLE("ReportInput", rows, report_content);
const struct field_table report_follow_up_fields = TABLE("ReportFollowUpInput", follow_up_rows, report_follow_up);
const struct field_table report_preview_fields = TABLE("ReportPreviewInput", preview_rows, report_preview_input);

static int64_t coarse(int64_t us, int64_t unit_us)
{
	return us > 0 ? us - (us + JST_US) % unit_us : us;
}

static void report_round(struct report_content *c)
{
	int64_t unit_us = c->times_precision == PRECISION_MINUTE ? MINUTE_US : c->times_precision == PRECISION_HOUR ? HOUR_US : DAY_US;
	int64_t *const times[] = { &c->noticed_us, &c->occurred_us, &c->aware_us, &c->classified_us, &c->effect.from_us, &c->effect.until_us,
		&c->disclosure.at_us };
	for (size_t i = 0; i < sizeof times / sizeof *times; i++)
		*times[i] = coarse(*times[i], unit_us);
}

void report_settle(struct report_content *c)
{
	if (c->times_precision)
		report_round(c);
	if (c->tlp == TLP_WHITE)
		c->tlp = TLP_CLEAR;
	if (!c->tlp)
		c->tlp = TLP_AMBER;
}

/* Required members were enforced by reading; drafts come here unread by those rules, so they are asked again. */
static void check_required(struct cx *cx, const struct report_content *c, bool *wrong)
{
	const struct { struct str pointer; bool given; } needed[] = {
		{ S("/title"), c->title.n != 0 }, { S("/sector"), c->sector.n != 0 }, { S("/event_type"), c->event_type.n != 0 },
		{ S("/basis"), c->basis != 0 }, { S("/route"), c->route != 0 }, { S("/noticed_at"), c->noticed_us != 0 },
		{ S("/summary"), c->summary.n != 0 },
	};
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!needed[i].given)
			*wrong |= fail_field(cx, needed[i].pointer, T_FIELD_REQUIRED, 0) != OK;
}

static void check_time(struct cx *cx, struct str pointer, int64_t us, bool may_be_ahead, bool *wrong)
{
	if (!us)
		return;
	if (!may_be_ahead && us > cx->now_us + REPORT_CLOCK_SLACK_US)
		*wrong |= fail_field(cx, pointer, T_REPORT_FUTURE, 0) != OK;
	else if (us < REPORT_EARLIEST_US)
		*wrong |= fail_field(cx, pointer, T_REPORT_PAST, 0) != OK;
}

static void check_order(struct cx *cx, struct str pointer, int64_t earlier, int64_t later, bool *wrong)
{
	if (earlier && later && earlier > later)
		*wrong |= fail_field(cx, pointer, T_REPORT_ORDER, 0) != OK;
}

static void check_clocks(struct cx *cx, const struct report_content *c, bool *wrong)
{
	check_time(cx, S("/noticed_at"), c->noticed_us, false, wrong);
	check_time(cx, S("/occurred_at"), c->occurred_us, false, wrong);
	check_time(cx, S("/aware_at"), c->aware_us, false, wrong);
	check_time(cx, S("/classified_at"), c->classified_us, false, wrong);
	check_time(cx, S("/effect/from"), c->effect.from_us, false, wrong);
	check_time(cx, S("/effect/until"), c->effect.until_us, true, wrong);
	check_time(cx, S("/disclosure/at"), c->disclosure.at_us, c->disclosure.state != DISCLOSURE_DONE, wrong);
	/* Occurring comes before noticing, being aware and classifying; classifying comes last. Noticing (by a monitor) and being
	 * aware (as an organisation) may come in either order. */
	check_order(cx, S("/occurred_at"), c->occurred_us, c->noticed_us, wrong);
	check_order(cx, S("/aware_at"), c->occurred_us, c->aware_us, wrong);
	check_order(cx, S("/classified_at"), c->noticed_us, c->classified_us, wrong);
	check_order(cx, S("/effect/until"), c->effect.from_us, c->effect.until_us, wrong);
}

static bool service_of(const struct fact *sector, struct str service)
{
	for (const struct json *s = json_first(json_get(sector->json, S("services"))); s; s = json_next(s))
		if (str_eq(json_get_text(s, S("id")), service))
			return true;
	return false;
}

static void check_catalog(struct cx *cx, const struct report_content *c, bool *wrong)
{
	int32_t today = day_of(cx->now_us);
	const struct fact *sector = c->sector.n ? catalog_find(cx->catalog, S("sector"), c->sector, today) : NULL;
	if (c->sector.n && !sector)
		*wrong |= fail_field(cx, S("/sector"), T_REPORT_SECTOR, 0) != OK;
	if (c->service.n && !(sector && service_of(sector, c->service)))
		*wrong |= fail_field(cx, S("/service"), T_REPORT_SERVICE, 0) != OK;
	if (c->event_type.n && !catalog_has(cx->catalog, S("event_type"), c->event_type, today))
		*wrong |= fail_field(cx, S("/event_type"), T_FIELD_CHOICE, 0) != OK;
	const struct str *causes = c->causes.p;
	for (size_t i = 0; i < c->causes.n; i++)
		if (!catalog_has(cx->catalog, S("cause_type"), causes[i], today))
			*wrong |= fail_field(cx, str_format(cx->mem, "/causes/%zu", i), T_FIELD_CHOICE, 0) != OK;
	struct route_fact route;
	if (!c->basis || !c->route)
		return;
	if (!catalog_route(cx->catalog, S("normal"), S("report"), basis_names[c->basis - 1], report_route_names[c->route - 1], today, &route))
		*wrong |= fail_field(cx, S("/route"),
		                     c->basis == BASIS_LAW && c->route == ROUTE_CEPTOAR ? T_REPORT_LAW_ROUTE : T_REPORT_NO_ROUTE, 0) != OK;
}

static bool is_month(struct str s)
{
	int32_t day;
	char text[10];
	if (s.n != 7)
		return false;
	for (size_t i = 0; i < 7; i++)
		text[i] = s.p[i];
	text[7] = '-', text[8] = '0', text[9] = '1';
	return day_parse((struct str){ text, 10 }, &day);
}

static void check_near_miss(struct cx *cx, const struct report_content *c, bool *wrong)
{
	bool near_miss = str_eq(c->event_type, S("near_miss"));
	if (near_miss && (c->effect.state == EFFECT_DEGRADED || c->effect.state == EFFECT_STOPPED))
		*wrong |= fail_field(cx, S("/effect/state"), T_REPORT_NEAR_MISS_EFFECT, 0) != OK;
	if (c->month.n && !is_month(c->month))
		*wrong |= fail_field(cx, S("/month"), T_REPORT_MONTH, 0) != OK;
	if (!c->near_miss_counts.n)
		return;
	if (!near_miss)
		*wrong |= fail_field(cx, S("/near_miss_counts"), T_REPORT_NEAR_MISS_ONLY, 0) != OK;
	if (!c->month.n)
		*wrong |= fail_field(cx, S("/month"), T_FIELD_REQUIRED, 0) != OK;
	const struct near_miss_count *counts = c->near_miss_counts.p;
	for (size_t i = 0; i < c->near_miss_counts.n; i++) {
		struct str pointer = str_format(cx->mem, "/near_miss_counts/%zu/event_type", i);
		if (!catalog_has(cx->catalog, S("event_type"), counts[i].event_type, day_of(cx->now_us)))
			*wrong |= fail_field(cx, pointer, T_FIELD_CHOICE, 0) != OK;
		for (size_t j = 0; j < i; j++)
			if (str_eq(counts[i].event_type, counts[j].event_type))
				*wrong |= fail_field(cx, pointer, T_FIELD_DUPLICATE, 0) != OK;
	}
}

enum status report_check(struct cx *cx, const struct report_content *c)
{
	bool wrong = false;
	check_required(cx, c, &wrong);
	check_clocks(cx, c, &wrong);
	check_catalog(cx, c, &wrong);
	check_near_miss(cx, c, &wrong);
	return wrong ? fail(cx, E_INVALID, T_INPUT) : OK;
}

int report_route_of(struct str name)
{
	for (int i = 0; report_route_names[i].n; i++)
		if (str_eq(report_route_names[i], name))
			return i + 1;
	return 0;
}

struct str report_body(struct arena *mem, const struct report_content *c)
{
	struct buf out;
	struct jw w;
	buf_init(&out, mem, 8 << 20);
	jw_init(&w, &out);
	field_write(&w, &report_fields, c);
	return buf_str(&out);
}

/* Of a sealed one only what stands outside the envelope. */
static enum status read_sealed(struct cx *cx, const struct json *json, struct report_content *ret)
{
	struct sealed_report outside;
	enum status st = field_read(cx, &sealed_report_fields, json, true, &outside);
	if (st == OK)
		*ret = (struct report_content){
			.basis = outside.basis, .route = ROUTE_CEPTOAR, .tlp = outside.tlp, .consent = outside.consent, .exercise = outside.exercise,
			.attachments = outside.attachments,
		};
	return st;
}

enum status report_read_body(struct cx *cx, struct str body, struct report_content *ret)
{
	const struct json *json;
	enum status st = json_parse(cx, body, &json);
	if (st == OK && body_is_sealed(body))
		return read_sealed(cx, json, ret);
	if (st == OK)
		st = field_read(cx, &report_fields, json, true, ret);
	return st;
}

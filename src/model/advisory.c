#include "model/advisory.h"
#include "base/str.h"
#include "model/catalog.h"
#include "model/message.h"
#include "model/report.h"

static const struct str tlp_choices[] = {
	LIT("CLEAR"), LIT("GREEN"), LIT("AMBER"), LIT("AMBER+STRICT"), LIT("RED"), LIT("WHITE"), { NULL, 0 },
};

#define DOC(japanese, english) .ja = LIT(japanese), .en = LIT(english)
#define AT(member) .offset = offsetof(struct indicator, member)
static const struct field indicator_fields[] = {
	{ .name = LIT("type"), .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, AT(type), .max = 60,
	  DOC("種類(ipv4-addr、domain-name、file:hashes.SHA-256など)", "Type, for example ipv4-addr, domain-name, file:hashes.SHA-256") },
	{ .name = LIT("value"), .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, AT(value), .max = 1000, DOC("値", "Value") },
};
#undef AT
static const struct field_table indicator_table = {
	LIT("Indicator"), indicator_fields, sizeof indicator_fields / sizeof *indicator_fields, sizeof(struct indicator), FIELD_NO_PRESENT,
};

#define AT(member) .offset = offsetof(struct advisory_content, member)
#define REQUIRED .flags = FIELD_REQUIRED
enum { ACK_REQUIRED_AT = 12 };                                  /* the place of ack_required in the table: its bit in `present` */
/* The rows stand in a macro because two inputs begin with them: the advisory and the preview. */
#define ADVISORY_ROWS \
	{ .name = LIT("title"), .kind = FIELD_TEXT, REQUIRED, AT(title), .min = 1, .max = 200, DOC("件名", "Title") }, \
	{ .name = LIT("kind"), .kind = FIELD_TEXT, REQUIRED, AT(kind), .max = 40, DOC("種別(カタログの識別子)", "Kind (catalogue id)") }, \
	{ .name = LIT("reason"), .kind = FIELD_TEXT, REQUIRED, AT(reason), .max = 40, \
	  DOC("情報提供の理由(カタログの識別子)", "Reason for providing it (catalogue id)") }, \
	{ .name = LIT("tlp"), .kind = FIELD_CHOICE, REQUIRED, AT(tlp), .choices = tlp_choices, \
	  DOC("情報共有範囲 TLP 2.0(WHITEはCLEARとして扱う)", "TLP 2.0 marking (WHITE is read as CLEAR)") }, \
	{ .name = LIT("purpose"), .kind = FIELD_LONG_TEXT, AT(purpose), .max = 1000, DOC("提供の目的", "Purpose of use") }, \
	{ .name = LIT("summary"), .kind = FIELD_LONG_TEXT, REQUIRED, AT(summary), .min = 1, .max = 20000, DOC("概要", "Summary") }, \
	{ .name = LIT("products"), .kind = FIELD_LIST, AT(products), .item = FIELD_TEXT, .item_max = 300, .max = 100, .flags = FIELD_UNIQUE, \
	  DOC("対象の製品・システム", "Products and systems concerned") }, \
	{ .name = LIT("effect"), .kind = FIELD_LONG_TEXT, AT(effect), DOC("想定される影響", "Effect to be expected") }, \
	{ .name = LIT("action"), .kind = FIELD_LONG_TEXT, REQUIRED, AT(action), .min = 1, DOC("とるべき対応", "What to do") }, \
	{ .name = LIT("indicators"), .kind = FIELD_LIST, AT(indicators), .item = FIELD_STRUCT, .sub = &indicator_table, .max = 500, \
	  DOC("インジケーター(IoC)", "Indicators of compromise") }, \
	{ .name = LIT("sources"), .kind = FIELD_LIST, AT(sources), .item = FIELD_TEXT, .item_max = 1000, .max = 50, .flags = FIELD_UNIQUE, \
	  DOC("公開情報の出典", "Public sources") }, \
	{ .name = LIT("contact"), .kind = FIELD_LONG_TEXT, AT(contact), .max = 1000, DOC("問い合わせ先", "Whom to ask") }, \
	[ACK_REQUIRED_AT] = { .name = LIT("ack_required"), .kind = FIELD_BOOL, .flags = FIELD_KEEP_FALSE, AT(ack_required), \
	  DOC("受信確認を求める(既定は求める)", "Ask for an acknowledgement (yes unless declined)") }, \
	{ .name = LIT("due_at"), .kind = FIELD_TIME, AT(due_us), DOC("確認期限", "When an acknowledgement is due") }, \
	{ .name = LIT("exercise"), .kind = FIELD_BOOL, AT(exercise), DOC("訓練・演習", "Drill or exercise") }, \
	{ .name = LIT("based_on"), .kind = FIELD_LIST, .flags = FIELD_UNIQUE, AT(based_on), .item = FIELD_UUID, .max = 50, \
	  DOC("もとにした情報連絡の識別子", "Ids of the reports it draws on") }, \
	{ .name = LIT("attachments"), .kind = FIELD_LIST, .flags = FIELD_UNIQUE, AT(attachments), .item = FIELD_UUID, .max = REPORT_ATTACHMENTS_MAX, \
	  DOC("添付ファイルの識別子", "Ids of attachments") }, \
	{ .name = LIT("recipients"), .kind = FIELD_STRUCT, REQUIRED, AT(recipients), .sub = &audience_table, DOC("宛先", "Recipients") }

static const struct field advisory_fields[] = { ADVISORY_ROWS };
static const struct field preview_fields[] = {
	ADVISORY_ROWS,
	{ .name = LIT("after"), .kind = FIELD_INT, .offset = offsetof(struct advisory_preview_input, after), .max = 10000000,
	  DOC("この件数より後の宛先を返す(前の応答のnext)", "Recipients after so many: next of the answer before") },
	{ .name = LIT("message"), .kind = FIELD_UUID, .offset = offsetof(struct advisory_preview_input, message),
	  DOC("この情報提供の次の版として比べる", "Compare with what this advisory has published: content is its next version") },
};
const struct field_table advisory_table = {
	LIT("AdvisoryInput"), advisory_fields, sizeof advisory_fields / sizeof *advisory_fields, sizeof(struct advisory_content),
	offsetof(struct advisory_content, present),
};
const struct field_table advisory_preview_table = {
	LIT("AdvisoryPreviewInput"), preview_fields, sizeof preview_fields / sizeof *preview_fields, sizeof(struct advisory_preview_input),
	offsetof(struct advisory_content, present),
};

static void set_defaults(struct advisory_content *content)
{
	if (!(content->present & (UINT64_C(1) << ACK_REQUIRED_AT))) {
		content->present |= UINT64_C(1) << ACK_REQUIRED_AT;
		content->ack_required = true;
	}
	if (content->tlp == TLP_WHITE)
		content->tlp = TLP_CLEAR;
}

static bool check_choices(struct cx *cx, const struct advisory_content *content)
{
	bool wrong = false;
	int32_t today = day_of(cx->now_us);
	if (content->kind.n > 0 && !catalog_has(cx->catalog, S("advisory_kind"), content->kind, today))
		wrong |= fail_field(cx, S("/kind"), T_ADVISORY_KIND, 0) != OK;
	if (content->reason.n > 0 && !catalog_has(cx->catalog, S("provision_reason"), content->reason, today))
		wrong |= fail_field(cx, S("/reason"), T_ADVISORY_REASON, 0) != OK;
	const struct str *sectors = content->recipients.sectors.p;
	for (size_t i = 0; i < content->recipients.sectors.n; i++)
		if (!catalog_has(cx->catalog, S("sector"), sectors[i], today))
			wrong |= fail_field(cx, str_format(cx->mem, "/recipients/sectors/%zu", i), T_AUDIENCE_SECTOR, 0) != OK;
	return wrong;
}

/* What a draft may still lack. Drafts are read leniently, so it is asked again before approval and publication. */
static bool check_complete(struct cx *cx, const struct advisory_content *content)
{
	bool wrong = false;
	const struct { struct str pointer; bool given; } needed[] = {
		{ S("/title"), content->title.n > 0 }, { S("/kind"), content->kind.n > 0 }, { S("/reason"), content->reason.n > 0 },
		{ S("/tlp"), content->tlp != 0 }, { S("/summary"), content->summary.n > 0 }, { S("/action"), content->action.n > 0 },
		{ S("/recipients"), !audience_is_empty(&content->recipients) },
	};
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!needed[i].given)
			wrong |= fail_field(cx, needed[i].pointer, T_FIELD_REQUIRED, 0) != OK;
	if (content->due_us != 0 && content->due_us <= cx->now_us)
		wrong |= fail_field(cx, S("/due_at"), T_ADVISORY_DUE, 0) != OK;
	enum text bound = audience_tlp_bound(&content->recipients, content->tlp);
	if (bound != T_NONE)
		wrong |= fail_field(cx, S("/recipients"), bound, 0) != OK;
	return wrong;
}

enum status advisory_settle(struct cx *cx, bool lenient, struct advisory_content *content)
{
	set_defaults(content);
	bool wrong = check_choices(cx, content);
	if (content->due_us != 0 && !content->ack_required)
		wrong |= fail_field(cx, S("/due_at"), T_ADVISORY_DUE_NO_ACK, 0) != OK;
	if (!lenient)
		wrong |= check_complete(cx, content);
	return wrong ? fail(cx, E_INVALID, T_INPUT) : OK;
}

#define BODY_MAX ((size_t)4 << 20)

struct str advisory_body(struct cx *cx, const struct advisory_content *content)
{
	struct buf out;
	struct jw json;
	buf_init(&out, cx->mem, BODY_MAX);
	jw_init(&json, &out);
	field_write(&json, &advisory_table, content);
	return buf_str(&out);
}

enum status advisory_parse(struct cx *cx, struct str body, struct advisory_content *ret)
{
	const struct json *tree;
	enum status s = json_parse(cx, body, &tree);
	if (s == OK)
		s = field_read(cx, &advisory_table, tree, true, ret);
	if (s != OK)
		return fail_detail(cx, E_BUG, T_BUG, "a stored advisory cannot be read");
	set_defaults(ret);
	return OK;
}

enum status advisory_body_shown(struct cx *cx, struct str body, struct str *ret)
{
	struct advisory_content content;
	enum status s = advisory_parse(cx, body, &content);
	if (s != OK)
		return s;
	content.recipients = (struct audience){ 0 };
	content.based_on = (struct list){ NULL, 0 };
	*ret = advisory_body(cx, &content);
	return OK;
}

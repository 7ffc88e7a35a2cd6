#include "model/consent.h"
#include "base/str.h"

const struct str consent_use_names[] = { LIT("relay"), LIT("wider"), { NULL, 0 } };
const struct str consent_answer_names[] = { LIT("asked"), LIT("given"), LIT("refused"), LIT("withdrawn"), { NULL, 0 } };
const struct str consent_kind_names[] = { LIT("none"), LIT("anonymised"), LIT("named"), { NULL, 0 } };
static const struct str answers[] = { LIT("given"), LIT("refused"), { NULL, 0 } };

#define DOC(j, e) .ja = LIT(j), .en = LIT(e)
#define TABLE(id, label, rows, type) const struct field_table id = { LIT(label), rows, sizeof rows / sizeof *rows, sizeof(struct type), FIELD_NO_PRESENT }

#define AT(member) .offset = offsetof(struct consent_scope, member)
static const struct field scope_fields[] = {
	{ .name = LIT("sectors"), .kind = FIELD_LIST, .flags = FIELD_UNIQUE, AT(sectors), .item = FIELD_TEXT, .item_max = 40, .max = 40,
	  DOC("分野(なければすべて)", "Sectors (none: all)") },
	{ .name = LIT("event_types"), .kind = FIELD_LIST, .flags = FIELD_UNIQUE, AT(event_types), .item = FIELD_TEXT, .item_max = 40, .max = 40,
	  DOC("事象の類型(なければすべて)", "Types of event (none: all)") },
	{ .name = LIT("tlp"), .kind = FIELD_CHOICE, AT(tlp), .choices = tlp_names,
	  DOC("これより厳しい共有範囲のものは含まない", "Nothing marked stricter than this") },
};
#undef AT
TABLE(consent_scope_table, "ConsentScope", scope_fields, consent_scope);

#define AT(member) .offset = offsetof(struct consent_ask_input, member)
static const struct field ask_fields[] = {
	{ .name = LIT("use"), .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED, AT(use), .choices = consent_use_names,
	  DOC("用途(セプターからの匿名化連絡・より広い利用)", "What for: relaying by the CEPTOAR, or wider use") },
	{ .name = LIT("kind"), .kind = FIELD_CHOICE, AT(kind), .choices = consent_kind_names,
	  DOC("求める(与える)同意(既定は匿名化)", "Consent asked for or given (anonymised unless said); none, by the author itself: refused") },
	{ .name = LIT("note"), .kind = FIELD_LONG_TEXT, AT(note), .max = 2000, DOC("説明", "Note") },
	{ .name = LIT("to"), .kind = FIELD_UUID, AT(to), DOC("作成組織が答えるとき:相手(既定は受け取った組織すべて)", "Said by the author itself: to whom (everybody who has it, unless given)") },
};
#undef AT
TABLE(consent_ask_table, "ConsentAskInput", ask_fields, consent_ask_input);

#define AT(member) .offset = offsetof(struct consent_advance_input, member)
static const struct field advance_fields[] = {
	{ .name = LIT("use"), .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED, AT(use), .choices = consent_use_names,
	  DOC("用途(セプターからの匿名化連絡・より広い利用)", "What for: relaying by the CEPTOAR, or wider use") },
	{ .name = LIT("kind"), .kind = FIELD_CHOICE, AT(kind), .choices = consent_kind_names, DOC("同意の範囲(既定は匿名化)", "anonymised (unless said) or named") },
	{ .name = LIT("to"), .kind = FIELD_UUID, AT(to), DOC("相手(既定は所属するセプター、より広い利用ではセンター)", "To whom (one's CEPTOAR; for wider use the centre)") },
	{ .name = LIT("scope"), .kind = FIELD_STRUCT, AT(scope), .sub = &consent_scope_table, DOC("対象", "For what") },
	{ .name = LIT("until"), .kind = FIELD_DAY, AT(until_day), DOC("最後の日", "Last day") },
	{ .name = LIT("note"), .kind = FIELD_LONG_TEXT, AT(note), .max = 2000, DOC("条件", "Conditions") },
};
#undef AT
TABLE(consent_advance_table, "ConsentAdvanceInput", advance_fields, consent_advance_input);

#define AT(member) .offset = offsetof(struct consent_answer_input, member)
static const struct field answer_fields[] = {
	{ .name = LIT("answer"), .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED, AT(answer), .choices = answers, DOC("回答", "Answer") },
	{ .name = LIT("kind"), .kind = FIELD_CHOICE, AT(kind), .choices = consent_kind_names,
	  DOC("与える同意(既定は求められたもの)", "Consent given (as asked for, unless said)") },
	{ .name = LIT("note"), .kind = FIELD_LONG_TEXT, AT(note), .max = 2000, DOC("条件・理由", "Conditions, reasons") },
};
#undef AT
TABLE(consent_answer_table, "ConsentAnswerInput", answer_fields, consent_answer_input);

static bool has(const struct list *list, struct str word)
{
	const struct str *words = list->p;
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(words[i], word))
			return true;
	return !list->n;
}

bool consent_scope_fits(struct cx *cx, struct str text, const struct message *m)
{
	const struct json *json;
	struct consent_scope scope = { 0 };
	struct problem aside = { 0 }, *kept = cx->problem;
	if (!text.n)
		return true;
	cx->problem = &aside;
	bool readable = json_parse(cx, text, &json) == OK && field_read(cx, &consent_scope_table, json, true, &scope) == OK;
	cx->problem = kept;
	return readable && has(&scope.sectors, m->sector) && has(&scope.event_types, m->event_type) && (!scope.tlp || m->tlp <= scope.tlp);
}

int consent_in_body(struct cx *cx, struct str body)
{
	const struct json *json;
	struct problem aside = { 0 }, *kept = cx->problem;
	cx->problem = &aside;
	enum status st = json_parse(cx, body, &json);
	cx->problem = kept;
	struct str word = st == OK ? json_get_text(json, S("consent")) : NO_STR;
	for (int i = 0; word.n && consent_kind_names[i].n; i++)
		if (str_eq(consent_kind_names[i], word))
			return i + 1;
	return 0;
}

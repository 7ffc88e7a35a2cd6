#include "model/key.h"
#include "base/str.h"

const struct str copy_kind_names[] = { LIT("passphrase"), LIT("share"), LIT("invitation"), LIT("chain"), { NULL, 0 } };

bool key_role_fits(int org_kind, unsigned roles)
{
	if (org_kind == ORG_CEPTOAR)
		return (roles & ROLE_OFFICER) != 0;
	return (roles & (ROLE_REPORTER | ROLE_APPROVER | ROLE_LIAISON)) != 0;
}

#define DOC(japanese, english) .ja = LIT(japanese), .en = LIT(english)
#define AT(member) .offset = offsetof(struct sealed_report, member)
#define SEALED_ROWS \
	{ .name = LIT("ceptoar"), .kind = FIELD_UUID, .flags = FIELD_REQUIRED, AT(ceptoar), DOC("あて先のセプター", "The CEPTOAR it goes to") }, \
	{ .name = LIT("envelope"), .kind = FIELD_JSON, .flags = FIELD_REQUIRED, AT(envelope), \
	  DOC("封をした内容(版・鍵・箱)", "The sealed content: version, keys, box") }, \
	{ .name = LIT("tlp"), .kind = FIELD_CHOICE, AT(tlp), .choices = tlp_names, DOC("情報共有範囲 TLP 2.0(既定 AMBER)", "TLP 2.0 marking (AMBER unless given)") }, \
	{ .name = LIT("basis"), .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED, AT(basis), .choices = basis_names, \
	  DOC("情報連絡の根拠(深刻な影響・そのほか適切と判断)", "Why it is reported: severe effect, judged fit") }, \
	{ .name = LIT("consent"), .kind = FIELD_CHOICE, AT(consent), .choices = report_consent_names, \
	  DOC("情報提供に使うことへの同意", "Consent to use in advisories") }, \
	{ .name = LIT("exercise"), .kind = FIELD_BOOL, AT(exercise), DOC("訓練・演習", "Drill or exercise") }, \
	{ .name = LIT("attachments"), .kind = FIELD_LIST, .flags = FIELD_UNIQUE, AT(attachments), .item = FIELD_UUID, .max = REPORT_ATTACHMENTS_MAX, \
	  DOC("封をした添付ファイルの識別子", "Ids of attachments, sealed too") }
static const struct field rows[] = { SEALED_ROWS };
static const struct field follow_up_rows[] = {
	SEALED_ROWS,
	{ .name = LIT("final"), .kind = FIELD_BOOL, .offset = offsetof(struct sealed_follow_up, final), DOC("最終報", "This is the final report") },
};
const struct field_table sealed_report_fields = {
	LIT("SealedReportInput"), rows, sizeof rows / sizeof *rows, sizeof(struct sealed_report), FIELD_NO_PRESENT,
};
const struct field_table sealed_follow_up_fields = {
	LIT("SealedFollowUpInput"), follow_up_rows, sizeof follow_up_rows / sizeof *follow_up_rows, sizeof(struct sealed_follow_up), FIELD_NO_PRESENT,
};

#undef AT
#define AT(member) .offset = offsetof(struct sealed_answer, member)
static const struct field answer_rows[] = {
	{ .name = LIT("envelope"), .kind = FIELD_JSON, .flags = FIELD_REQUIRED, AT(envelope),
	  DOC("封をした回答(版・鍵・箱)", "The sealed answer: version, keys, box") },
	{ .name = LIT("attachments"), .kind = FIELD_LIST, .flags = FIELD_UNIQUE, AT(attachments), .item = FIELD_UUID, .max = REPORT_ATTACHMENTS_MAX,
	  DOC("封をした添付ファイルの識別子", "Ids of attachments, sealed too") },
};
const struct field_table sealed_answer_fields = {
	LIT("SealedAnswerInput"), answer_rows, sizeof answer_rows / sizeof *answer_rows, sizeof(struct sealed_answer), FIELD_NO_PRESENT,
};

#define ENVELOPE_MEMBER S("{\"envelope\":")

struct str sealed_body(struct arena *mem, const struct sealed_report *r, struct str envelope)
{
	struct buf out;
	struct jw w;
	const struct uuid *files = r->attachments.p;
	buf_init(&out, mem, 2 << 20);
	jw_init(&w, &out);
	jw_object(&w);
	jw_k_raw(&w, S("envelope"), envelope);
	if (r->tlp)
		jw_k_text(&w, S("tlp"), tlp_names[r->tlp - 1]);
	if (r->basis)
		jw_k_text(&w, S("basis"), basis_names[r->basis - 1]);
	if (r->consent)
		jw_k_text(&w, S("consent"), report_consent_names[r->consent - 1]);
	if (r->exercise)
		jw_k_bool(&w, S("exercise"), true);
	if (r->attachments.n) {
		jw_key(&w, S("attachments"));
		jw_array(&w);
		for (size_t i = 0; i < r->attachments.n; i++)
			jw_uuid(&w, files[i]);
		jw_end_array(&w);
	}
	jw_end_object(&w);
	return buf_str(&out);
}

bool body_is_sealed(struct str body)
{
	return str_starts(body, ENVELOPE_MEMBER);
}

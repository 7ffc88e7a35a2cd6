#include "model/inquiry.h"

#define DOC(j, e) .ja = LIT(j), .en = LIT(e)
#define TEXT_ROW { .name = LIT("text"), .kind = FIELD_LONG_TEXT, .flags = FIELD_REQUIRED, AT(text), .min = 1, .max = 20000, DOC("本文", "Text") }
#define DUE_ROW { .name = LIT("due_at"), .kind = FIELD_TIME, AT(due_us), DOC("回答の期限", "When an answer is wanted by") }
#define FILES_ROW { .name = LIT("attachments"), .kind = FIELD_LIST, .flags = FIELD_UNIQUE, AT(attachments), .item = FIELD_UUID, .max = 20, \
	DOC("添付ファイルの識別子", "Ids of attachments") }
#define TABLE(id, label, rows, type) const struct field_table id = { LIT(label), rows, sizeof rows / sizeof *rows, sizeof(struct type), FIELD_NO_PRESENT }

#define AT(member) .offset = offsetof(struct inquiry_content, member)
static const struct field content_fields[] = {
	{ .name = LIT("title"), .kind = FIELD_TEXT, AT(title), .max = 240, DOC("件名", "Title") }, TEXT_ROW, DUE_ROW, FILES_ROW,
};
#undef AT
TABLE(inquiry_content_table, "InquiryContent", content_fields, inquiry_content);

#define AT(member) .offset = offsetof(struct inquiry_input, member)
static const struct field inquiry_fields[] = {
	TEXT_ROW, DUE_ROW,
	{ .name = LIT("to"), .kind = FIELD_UUID, AT(to), DOC("相手(作成組織が受信組織に尋ねるとき。ほかは作成組織)", "Whom: where the author asks who has it; otherwise the author is asked") },
	FILES_ROW,
};
static const struct field forward_fields[] = { TEXT_ROW, DUE_ROW, FILES_ROW };
#undef AT
TABLE(inquiry_input_table, "InquiryInput", inquiry_fields, inquiry_input);
TABLE(inquiry_forward_table, "InquiryForwardInput", forward_fields, inquiry_input);

#define AT(member) .offset = offsetof(struct answer_input, member)
static const struct field answer_fields[] = { TEXT_ROW, FILES_ROW };
#undef AT
TABLE(answer_input_table, "AnswerInput", answer_fields, answer_input);

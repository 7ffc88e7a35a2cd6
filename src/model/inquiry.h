/* model/inquiry.h — asking back 照会 and answering 回答: messages about a message. Pure. */
#ifndef NOROSHI_MODEL_INQUIRY_H
#define NOROSHI_MODEL_INQUIRY_H
#include "base/field.h"
#include "model/message.h"

/* What an inquiry or an answer says; title is made from what it is about. The canonical body of its revision. */
struct inquiry_content { struct str title, text; int64_t due_us; struct list attachments; };
extern const struct field_table inquiry_content_table;

struct inquiry_input { struct str text; int64_t due_us; struct uuid to; struct list attachments; };
struct answer_input { struct str text; struct list attachments; };
extern const struct field_table inquiry_input_table, inquiry_forward_table, answer_input_table;
#define INQUIRY_DUE_MAX_US (INT64_C(366) * 24 * 3600 * 1000000)
#endif

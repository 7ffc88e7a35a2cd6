/* api/report.h — doors to reports. */
#ifndef NOROSHI_API_REPORT_H
#define NOROSHI_API_REPORT_H
#include "api/message.h"
#include "model/key.h"
#include "model/report.h"

extern const struct field_table report_review_table, note_table;
handler report_post, report_patch, report_delete, report_submit_post, report_preview_post, report_revision_post, report_review_post,
	report_close_post, report_withdraw_post, report_list_get, report_one_get, report_sealed_post, report_sealed_revision_post;
#endif

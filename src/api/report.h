/* api/report.h — doors to reports. */
#ifndef NOROSHI_API_REPORT_H
#define NOROSHI_API_REPORT_H
#include "api/message.h"
#include "model/key.h"
#include "model/report.h"

extern const struct field_table report_review_table, note_table;
struct report_done;
enum status report_done_answer(struct call *, enum status, const struct report_done *) MUST_CHECK;     /* what made or changed a message */
struct str note_input_of(const struct call *);                  /* of a route whose input is note_table */
handler report_post, report_patch, report_delete, report_submit_post, report_preview_post, report_revision_post, report_review_post,
	report_close_post, report_withdraw_post, report_list_get, report_one_get, report_sealed_post, report_sealed_revision_post;
#endif

/* api/attachment.h — doors to files: in by content, out as a download only. */
#ifndef NOROSHI_API_ATTACHMENT_H
#define NOROSHI_API_ATTACHMENT_H
#include "api/route.h"

extern const struct field_table attachment_query_table;
handler attachment_post_before, attachment_post, attachment_get_one, attachment_delete;
#endif

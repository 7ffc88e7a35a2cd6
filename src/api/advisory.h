/* api/advisory.h — handlers of /advisories: draft, preview, approve, publish, new version, withdraw. */
#ifndef NOROSHI_API_ADVISORY_H
#define NOROSHI_API_ADVISORY_H
#include "api/route.h"

extern const struct field_table withdraw_table, preview_page_table;
handler advisory_list_get, advisory_one_get, advisory_post, advisory_patch, advisory_delete, advisory_revision_post, advisory_preview_post, advisory_stored_preview_post,
	advisory_approve_post, advisory_publish_post, advisory_withdraw_post;
handler advisory_publish_before;                                /* counts the audience, before the writer is asked */
#endif

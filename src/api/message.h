/* api/message.h — doors to messages of both kinds: one, and lists. */
#ifndef NOROSHI_API_MESSAGE_H
#define NOROSHI_API_MESSAGE_H
#include "api/route.h"

extern const struct field_table message_query_table;            /* of GET /reports and GET /advisories */
/* For api/report.c and api/advisory.c: kind is enum message_kind. */
enum status message_list_answer(struct cx *, struct call *, int kind) MUST_CHECK;
enum status message_answer(struct cx *, struct call *, struct uuid id, int kind) MUST_CHECK;
/* For api/inquiry.c: members of an answer. */
struct revision_view;
struct tombstone;
void message_attachments_write(struct cx *, struct jw *, const struct revision_view *);
void message_may_write(struct jw *, unsigned may);
void message_tombstone_write(struct jw *, const struct tombstone *);
handler message_one_get;
#endif

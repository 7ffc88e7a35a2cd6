/* api/inbox.h — doors to deliveries: the inbox, answering, passing on, the sender's board. */
#ifndef NOROSHI_API_INBOX_H
#define NOROSHI_API_INBOX_H
#include "api/route.h"

extern const struct field_table inbox_query_table, board_query_table, outcome_table, bulk_ack_table, bulk_outcome_table, bulk_comply_table;
handler delivery_comply_post, inbox_comply_post, inbox_get, delivery_ack_post, delivery_outcome_post, delivery_pass_post, inbox_ack_post, inbox_outcome_post, board_get;
#endif

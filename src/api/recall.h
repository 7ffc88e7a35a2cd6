/* api/recall.h — doors to what was taken back: who has deleted it, and what leaving a group takes along. */
#ifndef NOROSHI_API_RECALL_H
#define NOROSHI_API_RECALL_H
#include "api/route.h"

extern const struct field_table recall_query_table;
handler recall_get, membership_recall_get;
#endif

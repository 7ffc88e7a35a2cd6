/* api/relay.h — doors to the CEPTOAR relay. */
#ifndef NOROSHI_API_RELAY_H
#define NOROSHI_API_RELAY_H
#include "api/route.h"
#include "model/relay.h"

extern const struct field_table relay_query_table;
handler relay_list_get, relay_draft_get, relay_names_get, relay_post, relay_settings_get, relay_settings_put;
#endif

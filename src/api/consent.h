/* api/consent.h — doors to consents. */
#ifndef NOROSHI_API_CONSENT_H
#define NOROSHI_API_CONSENT_H
#include "api/route.h"
#include "model/consent.h"

extern const struct field_table consent_query_table;
handler consent_list_get, consent_put_post, consent_advance_post, consent_answer_post, consent_withdraw_post;
#endif

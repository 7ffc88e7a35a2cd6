/* store/idempotency.h — the first answer to a request that carried an Idempotency-Key. */
#ifndef NOROSHI_STORE_IDEMPOTENCY_H
#define NOROSHI_STORE_IDEMPOTENCY_H
#include "base/cx.h"

struct first_answer { uint8_t digest[32]; int64_t status; struct str body; };
enum status idempotency_get(struct cx *, struct uuid account, struct str key, struct first_answer *ret) MUST_CHECK;   /* E_MISSING */
/* E_BUSY where another transaction was first: run the request again, and find its answer. */
enum status idempotency_add(struct cx *, struct uuid account, struct str key, const struct first_answer *) MUST_CHECK;
#endif

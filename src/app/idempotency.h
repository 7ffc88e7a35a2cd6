/* app/idempotency.h — a create that is sent twice happens once: the answer to a request with an Idempotency-Key is kept in the
 * transaction of its change (48 hours, then app_clean drops it), and given again to the same account, key and request.
 *
 * Not for routes whose answer has a secret that the store must not hold (one-time passwords, tokens).
 */
#ifndef NOROSHI_APP_IDEMPOTENCY_H
#define NOROSHI_APP_IDEMPOTENCY_H
#include "base/cx.h"

struct kept_answer { bool found; int64_t status; struct str body; };
/* In the transaction, before the use case. E_INVALID T_IDEMPOTENCY where the key came with another request (`digest`: SHA-256 of
 * method, path, query and body). */
enum status answer_find(struct cx *, struct str key, const uint8_t digest[32], struct kept_answer *ret) MUST_CHECK;
enum status answer_keep(struct cx *, struct str key, const uint8_t digest[32], int64_t status, struct str body) MUST_CHECK;
#endif

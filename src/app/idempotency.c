#include <string.h>
#include "app/idempotency.h"
#include "store/idempotency.h"

enum status answer_find(struct cx *cx, struct str key, const uint8_t digest[32], struct kept_answer *ret)
{
	struct first_answer first = { .status = 0 };
	enum status st = idempotency_get(cx, cx->actor->user, key, &first);
	if (st == E_MISSING) {
		*cx->problem = (struct problem){ 0 };           /* nothing is wrong: it is the first time */
		*ret = (struct kept_answer){ .found = false };
		return OK;
	}
	if (st != OK)
		return st;
	if (memcmp(first.digest, digest, sizeof first.digest) != 0)
		return fail(cx, E_INVALID, T_IDEMPOTENCY);
	*ret = (struct kept_answer){ .found = true, .status = first.status, .body = first.body };
	return OK;
}

enum status answer_keep(struct cx *cx, struct str key, const uint8_t digest[32], int64_t status, struct str body)
{
	struct first_answer first = { .status = status, .body = body };
	memcpy(first.digest, digest, sizeof first.digest);
	return idempotency_add(cx, cx->actor->user, key, &first);
}

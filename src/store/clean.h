/* store/clean.h — dropping what has served its purpose. Each is one statement over rows older than `before_us`. */
#ifndef NOROSHI_STORE_CLEAN_H
#define NOROSHI_STORE_CLEAN_H
#include "base/cx.h"

enum status clean_sessions(struct cx *, int64_t now_us) MUST_CHECK;             /* expired */
enum status clean_idempotency(struct cx *, int64_t before_us) MUST_CHECK;
enum status clean_attachments(struct cx *, int64_t before_us) MUST_CHECK;       /* uploaded but in no revision */
enum status clean_sign_in_failures(struct cx *, int64_t before_us) MUST_CHECK;
#endif

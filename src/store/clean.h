/* store/clean.h — dropping what has served its purpose: rows older than `before_us`, at most CLEAN_CHUNK of them (files: fewer), so that
 * nobody waits for the writer long. *ret_more: there may be more of them. */
#ifndef NOROSHI_STORE_CLEAN_H
#define NOROSHI_STORE_CLEAN_H
#include "base/cx.h"

#define CLEAN_CHUNK 1000
enum status clean_sessions(struct cx *, int64_t now_us, bool *ret_more) MUST_CHECK;     /* expired */
enum status clean_idempotency(struct cx *, int64_t before_us, bool *ret_more) MUST_CHECK;
enum status clean_attachments(struct cx *, int64_t before_us, bool *ret_more) MUST_CHECK;       /* uploaded but in no revision */
enum status clean_sign_in_failures(struct cx *, int64_t before_us, bool *ret_more) MUST_CHECK;
#endif

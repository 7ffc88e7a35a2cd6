#include "store/clean.h"
#include "sys/db.h"

enum status clean_sessions(struct cx *cx, int64_t now_us)
{
	return db_exec(cx, "delete from session where expires_us <= $1", ARGS(db_int(now_us)));
}

enum status clean_idempotency(struct cx *cx, int64_t before_us)
{
	return db_exec(cx, "delete from idempotency where created_us < $1", ARGS(db_int(before_us)));
}

enum status clean_attachments(struct cx *cx, int64_t before_us)
{
	return db_exec(cx, "delete from attachment where created_us < $1"
	               " and not exists (select 1 from attachment_use u where u.attachment = attachment.id)", ARGS(db_int(before_us)));
}

enum status clean_sign_in_failures(struct cx *cx, int64_t before_us)
{
	return db_exec(cx, "delete from sign_in_failure where last_us < $1", ARGS(db_int(before_us)));
}

#include "store/clean.h"
#include "sys/db.h"

#define FILES_CHUNK 20                                          /* of ten megabytes each */

static enum status more(enum status st, int64_t chunk, const int64_t *dropped, bool *ret_more)
{
	if (st == OK)
		*ret_more = *dropped >= chunk;
	return st;
}

enum status clean_sessions(struct cx *cx, int64_t now_us, bool *ret_more)
{
	int64_t n = 0;
	return more(db_change(cx, "delete from session where id in (select id from session where expires_us <= $1 limit $2)",
	                      ARGS(db_int(now_us), db_int(CLEAN_CHUNK)), &n), CLEAN_CHUNK, &n, ret_more);
}

enum status clean_idempotency(struct cx *cx, int64_t before_us, bool *ret_more)
{
	int64_t n = 0;
	return more(db_change(cx, "delete from idempotency where (account, key) in"
	                          " (select account, key from idempotency where created_us < $1 limit $2)",
	                      ARGS(db_int(before_us), db_int(CLEAN_CHUNK)), &n), CLEAN_CHUNK, &n, ret_more);
}

enum status clean_attachments(struct cx *cx, int64_t before_us, bool *ret_more)
{
	int64_t n = 0;
	return more(db_change(cx, "delete from attachment where id in (select a.id from attachment a where a.created_us < $1"
	                          " and not exists (select 1 from attachment_use u where u.attachment = a.id) limit $2)",
	                      ARGS(db_int(before_us), db_int(FILES_CHUNK)), &n), FILES_CHUNK, &n, ret_more);
}

enum status clean_sign_in_failures(struct cx *cx, int64_t before_us, bool *ret_more)
{
	int64_t n = 0;
	return more(db_change(cx, "delete from sign_in_failure where key in (select key from sign_in_failure where last_us < $1 limit $2)",
	                      ARGS(db_int(before_us), db_int(CLEAN_CHUNK)), &n), CLEAN_CHUNK, &n, ret_more);
}

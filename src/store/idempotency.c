#include <string.h>
#include "store/idempotency.h"
#include "sys/db.h"

static void fill(struct cx *cx, const struct db_row *row, void *ret)
{
	struct first_answer *a = ret;
	struct bytes digest = row_bytes(cx, row, 0);
	memcpy(a->digest, digest.p, digest.n < sizeof a->digest ? digest.n : sizeof a->digest);
	a->status = row_int(row, 1);
	a->body = row_text(cx, row, 2);
}

enum status idempotency_get(struct cx *cx, struct uuid account, struct str key, struct first_answer *ret)
{
	return db_one(cx, "select digest, status, body from idempotency where account = $1 and key = $2",
		ARGS(db_uuid(account), db_text(key)), fill, ret);
}

enum status idempotency_add(struct cx *cx, struct uuid account, struct str key, const struct first_answer *a)
{
	int64_t rows = 0;
	struct str body = a->body.p ? a->body : S("");
	enum status st = db_change(cx, "insert into idempotency (account, key, digest, status, body, created_us) values ($1, $2, $3, $4, $5, $6)"
		" on conflict do nothing", ARGS(db_uuid(account), db_text(key), db_bytes(a->digest, sizeof a->digest), db_int(a->status),
		db_text(body), db_int(cx->now_us)), &rows);
	return st != OK ? st : rows ? OK : fail(cx, E_BUSY, T_BUSY);
}

#include "store/token.h"

#include <string.h>

#include "base/arena.h"
#include "base/uuid.h"
#include "sys/db.h"

#define TOKEN_COLUMNS "t.id, t.account, t.name, t.scope, t.addresses, t.created_us, t.expires_us, t.revoked_us, t.used_us," \
	" a.login, a.org, a.roles, a.lang, a.state, a.totp_on, o.kind"
#define TOKEN_FROM " from token t join account a on a.id = t.account join org o on o.id = a.org "

static void fill_token(struct cx *cx, const struct db_row *row, void *ret)
{
	*(struct token *)ret = (struct token){
		.id = row_uuid(row, 0), .account = row_uuid(row, 1), .name = row_text(cx, row, 2), .scope = (int)row_int(row, 3),
		.addresses = row_text(cx, row, 4), .created_us = row_int(row, 5), .expires_us = row_int(row, 6), .revoked_us = row_int(row, 7),
		.used_us = row_int(row, 8), .login = row_text(cx, row, 9), .org = row_uuid(row, 10), .roles = (unsigned)row_int(row, 11),
		.lang = (int)row_int(row, 12), .state = (int)row_int(row, 13), .totp_on = row_int(row, 14) != 0, .org_kind = (int)row_int(row, 15),
	};
}

enum status token_row_find(struct cx *cx, const uint8_t digest[32], struct token *ret)
{
	return db_one(cx, "select " TOKEN_COLUMNS TOKEN_FROM "where t.digest = $1", ARGS(db_bytes(digest, 32)), fill_token, ret);
}

enum status token_row_get(struct cx *cx, struct uuid id, struct token *ret)
{
	return db_one(cx, "select " TOKEN_COLUMNS TOKEN_FROM "where t.id = $1", ARGS(db_uuid(id)), fill_token, ret);
}

enum status token_row_add(struct cx *cx, const struct token *t, const uint8_t digest[32])
{
	return db_exec(cx,
		"insert into token (id, account, digest, name, scope, addresses, created_us, expires_us) values ($1, $2, $3, $4, $5, $6, $7, $8)",
		ARGS(db_uuid(t->id), db_uuid(t->account), db_bytes(digest, 32), db_text(t->name), db_int(t->scope),
		     db_text(t->addresses.n ? t->addresses : NO_STR), db_int(t->created_us), db_int(t->expires_us)));
}

enum status token_row_used(struct cx *cx, struct uuid id, int64_t used_us)
{
	return db_exec(cx, "update token set used_us = $1 where id = $2 and used_us < $1", ARGS(db_int(used_us), db_uuid(id)));
}

enum status token_row_revoke(struct cx *cx, struct uuid id, int64_t now_us)
{
	return db_exec(cx, "update token set revoked_us = $1 where id = $2 and revoked_us = 0", ARGS(db_int(now_us), db_uuid(id)));
}

enum status token_row_revoke_all(struct cx *cx, struct uuid account, int64_t now_us)
{
	return db_exec(cx, "update token set revoked_us = $1 where account = $2 and revoked_us = 0", ARGS(db_int(now_us), db_uuid(account)));
}

struct filling { struct token_rows rows; size_t capacity; };

static void fill_next(struct cx *cx, const struct db_row *row, void *arg)
{
	struct filling *f = arg;
	if (f->rows.n < f->capacity)
		fill_token(cx, row, &f->rows.p[f->rows.n++]);
}

enum status token_row_list(struct cx *cx, struct uuid account, struct uuid org, struct uuid before, int64_t limit, struct token_rows *ret)
{
	struct filling f = { .capacity = (size_t)limit };
	f.rows.p = arena_array(cx->mem, struct token, f.capacity);
	struct uuid top;
	memset(top.b, 0xff, sizeof top.b);
	struct db_value from = db_uuid(uuid_is_none(before) ? top : before);
	enum status status;
	if (!uuid_is_none(account))
		status = db_each(cx, "select " TOKEN_COLUMNS TOKEN_FROM
		                 "where t.account = $1 and t.revoked_us = 0 and t.id < $2 order by t.id desc limit $3",
		                 ARGS(db_uuid(account), from, db_int(limit)), fill_next, &f);
	else if (!uuid_is_none(org))
		status = db_each(cx, "select " TOKEN_COLUMNS TOKEN_FROM
		                 "where a.org = $1 and t.revoked_us = 0 and t.id < $2 order by t.id desc limit $3",
		                 ARGS(db_uuid(org), from, db_int(limit)), fill_next, &f);
	else
		status = db_each(cx, "select " TOKEN_COLUMNS TOKEN_FROM "where t.revoked_us = 0 and t.id < $1 order by t.id desc limit $2",
		                 ARGS(from, db_int(limit)), fill_next, &f);
	if (status == OK)
		*ret = f.rows;
	return status;
}

enum status token_row_count(struct cx *cx, struct uuid account, int64_t *ret)
{
	return db_one(cx, "select count(*) from token where account = $1 and revoked_us = 0", ARGS(db_uuid(account)), fill_int, ret);
}

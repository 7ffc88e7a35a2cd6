#include "store/session.h"

#include <string.h>

#include "base/arena.h"
#include "sys/db.h"

static void copy32(struct cx *cx, const struct db_row *row, int column, uint8_t ret[32])
{
	struct bytes b = row_bytes(cx, row, column);
	if (b.n == 32)
		memcpy(ret, b.p, 32);
}

static void fill_session(struct cx *cx, const struct db_row *row, void *ret)
{
	struct session_row *s = ret;
	*s = (struct session_row){
		.account = row_uuid(row, 0), .level = (int)row_int(row, 2), .created_us = row_int(row, 3), .seen_us = row_int(row, 4),
		.expires_us = row_int(row, 5), .org = row_uuid(row, 6), .roles = (unsigned)row_int(row, 7), .lang = (int)row_int(row, 8),
		.state = (int)row_int(row, 9), .totp_on = row_int(row, 10) != 0, .org_kind = (int)row_int(row, 11),
	};
	copy32(cx, row, 1, s->csrf);
}

enum status session_row_get(struct cx *cx, const uint8_t id[32], struct session_row *ret)
{
	return db_one(cx,
		"select s.account, s.csrf, s.level, s.created_us, s.seen_us, s.expires_us, a.org, a.roles, a.lang, a.state, a.totp_on, o.kind"
		" from session s join account a on a.id = s.account join org o on o.id = a.org where s.id = $1",
		ARGS(db_bytes(id, 32)), fill_session, ret);
}

enum status session_row_add(struct cx *cx, const uint8_t id[32], const struct session_row *s, struct str address)
{
	return db_exec(cx,
		"insert into session (id, account, csrf, level, created_us, seen_us, expires_us, address) values ($1, $2, $3, $4, $5, $6, $7, $8)",
		ARGS(db_bytes(id, 32), db_uuid(s->account), db_bytes(s->csrf, 32), db_int(s->level), db_int(s->created_us), db_int(s->seen_us),
		     db_int(s->expires_us), db_text(address.p ? address : S(""))));
}

enum status session_row_touch(struct cx *cx, const uint8_t id[32], int64_t seen_us, int64_t expires_us)
{
	return db_exec(cx, "update session set seen_us = $1, expires_us = $2 where id = $3 and seen_us < $1",
	               ARGS(db_int(seen_us), db_int(expires_us), db_bytes(id, 32)));
}

enum status session_row_rename(struct cx *cx, const uint8_t id[32], const uint8_t new_id[32], int level)
{
	return db_exec(cx, "update session set id = $1, level = $2 where id = $3",
	               ARGS(db_bytes(new_id, 32), db_int(level), db_bytes(id, 32)));
}

enum status session_row_drop(struct cx *cx, const uint8_t id[32], struct uuid account, int64_t *ret_rows)
{
	return db_change(cx, "delete from session where id = $1 and account = $2", ARGS(db_bytes(id, 32), db_uuid(account)), ret_rows);
}

enum status session_row_drop_all(struct cx *cx, struct uuid account, const uint8_t *keep)
{
	static const uint8_t none[32];
	return db_exec(cx, "delete from session where account = $1 and id <> $2", ARGS(db_uuid(account), db_bytes(keep ? keep : none, 32)));
}

static void fill_listed(struct cx *cx, const struct db_row *row, void *arg)
{
	struct session_rows *rows = arg;
	if (rows->n == SESSIONS_LISTED)
		return;
	struct session_listed *s = &rows->p[rows->n++];
	copy32(cx, row, 0, s->id);
	s->created_us = row_int(row, 1);
	s->seen_us = row_int(row, 2);
	s->expires_us = row_int(row, 3);
	s->address = row_text(cx, row, 4);
}

enum status session_row_list(struct cx *cx, struct uuid account, int64_t now_us, struct session_rows *ret)
{
	struct session_rows rows = { arena_array(cx->mem, struct session_listed, SESSIONS_LISTED), 0 };
	enum status status = db_each(cx,
		"select id, created_us, seen_us, expires_us, address from session where account = $1 and expires_us > $2"
		" order by created_us desc limit $3",
		ARGS(db_uuid(account), db_int(now_us), db_int(SESSIONS_LISTED)), fill_listed, &rows);
	if (status == OK)
		*ret = rows;
	return status;
}

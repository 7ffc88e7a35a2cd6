#include "store/account.h"

#include "base/uuid.h"
#include "model/party.h"
#include "sys/db.h"

#define ACCOUNT_COLUMNS "a.id, a.org, a.login, a.ja, a.en, a.roles, a.lang, a.state, a.totp_on, a.demo, a.totp_last, a.created_us," \
	" a.version, o.code, o.ja, o.en, o.sector, o.kind, a.one_time_us"
#define ACCOUNT_FROM " from account a join org o on o.id = a.org "

static void fill_account(struct cx *cx, const struct db_row *row, void *ret)
{
	*(struct account *)ret = (struct account){
		.id = row_uuid(row, 0), .org = row_uuid(row, 1), .login = row_text(cx, row, 2), .ja = row_text(cx, row, 3),
		.en = row_text(cx, row, 4), .roles = (unsigned)row_int(row, 5), .lang = (int)row_int(row, 6), .state = (int)row_int(row, 7),
		.totp_on = row_int(row, 8) != 0, .demo = row_int(row, 9) != 0, .totp_last = row_int(row, 10), .created_us = row_int(row, 11),
		.version = row_int(row, 12), .org_code = row_text(cx, row, 13), .org_ja = row_text(cx, row, 14), .org_en = row_text(cx, row, 15),
		.org_sector = row_text(cx, row, 16), .org_kind = (int)row_int(row, 17), .one_time_us = row_int(row, 18),
	};
}

static void fill_account_whole(struct cx *cx, const struct db_row *row, void *ret)
{
	struct account *a = ret;
	fill_account(cx, row, a);
	a->password = row_text(cx, row, 19);
	if (!row_is_null(row, 20))
		a->totp = row_bytes(cx, row, 20);
}

enum status account_row_get(struct cx *cx, struct uuid id, struct account *ret)
{
	return db_one(cx, "select " ACCOUNT_COLUMNS ", a.password, a.totp" ACCOUNT_FROM "where a.id = $1", ARGS(db_uuid(id)),
	              fill_account_whole, ret);
}

enum status account_row_find(struct cx *cx, struct str login, struct account *ret)
{
	return db_one(cx, "select " ACCOUNT_COLUMNS ", a.password, a.totp" ACCOUNT_FROM "where a.login = $1", ARGS(db_text(login)),
	              fill_account_whole, ret);
}

enum status account_row_add(struct cx *cx, const struct account *a)
{
	return db_exec(cx,
		"insert into account (id, org, login, ja, en, roles, lang, password, totp, totp_on, state, demo, created_us, one_time_us)"
		" values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
		ARGS(db_uuid(a->id), db_uuid(a->org), db_text(a->login), db_text(a->ja), db_text(a->en), db_int(a->roles), db_int(a->lang),
		     db_text(a->password), db_bytes(a->totp.p, a->totp.n), db_int(a->totp_on), db_int(a->state), db_int(a->demo),
		     db_int(a->created_us), db_int(a->state == ACCOUNT_MUST_CHANGE ? a->created_us : 0)));
}

enum status account_row_save(struct cx *cx, const struct account *a, int64_t version)
{
	int64_t rows;
	enum status status = db_change(cx,
		"update account set ja = $1, en = $2, roles = $3, state = $4, version = version + 1 where id = $5 and version = $6",
		ARGS(db_text(a->ja), db_text(a->en), db_int(a->roles), db_int(a->state), db_uuid(a->id), db_int(version)), &rows);
	if (status == OK && rows == 0)
		return fail(cx, E_STALE, T_STALE);
	return status;
}

enum status account_row_lang(struct cx *cx, struct uuid id, int lang)
{
	return db_exec(cx, "update account set lang = $1 where id = $2", ARGS(db_int(lang), db_uuid(id)));
}

enum status account_row_password(struct cx *cx, struct uuid id, struct str hash, int state)
{
	return db_exec(cx, "update account set password = $1, state = $2, one_time_us = $4, version = version + 1 where id = $3",
	               ARGS(db_text(hash), db_int(state), db_uuid(id), db_int(state == ACCOUNT_MUST_CHANGE ? cx->now_us : 0)));
}

enum status account_row_rehash(struct cx *cx, struct uuid id, struct str old_hash, struct str hash)
{
	return db_exec(cx, "update account set password = $1 where id = $2 and password = $3", ARGS(db_text(hash), db_uuid(id), db_text(old_hash)));
}

enum status account_row_totp(struct cx *cx, struct uuid id, struct bytes sealed, bool on)
{
	return db_exec(cx, "update account set totp = $1, totp_on = $2, version = version + 1 where id = $3",
	               ARGS(db_bytes(sealed.p, sealed.n), db_int(on), db_uuid(id)));
}

enum status account_row_totp_used(struct cx *cx, struct uuid id, int64_t step, bool *ret_new)
{
	int64_t rows;
	enum status status = db_change(cx, "update account set totp_last = $1 where id = $2 and totp_last < $1",
	                               ARGS(db_int(step), db_uuid(id)), &rows);
	if (status == OK)
		*ret_new = rows == 1;
	return status;
}

struct filling { struct account_rows rows; size_t capacity; };

static void fill_next(struct cx *cx, const struct db_row *row, void *arg)
{
	struct filling *f = arg;
	if (f->rows.n < f->capacity)
		fill_account(cx, row, &f->rows.p[f->rows.n++]);
}

enum status account_row_list(struct cx *cx, struct uuid org, struct str after, int64_t limit, struct account_rows *ret)
{
	struct filling f = { .capacity = (size_t)limit };
	f.rows.p = arena_array(cx->mem, struct account, f.capacity);
	struct str from = after.p ? after : S("");
	enum status status;
	if (uuid_is_none(org))
		status = db_each(cx, "select " ACCOUNT_COLUMNS ACCOUNT_FROM "where a.login > $1 order by a.login limit $2",
		                 ARGS(db_text(from), db_int(limit)), fill_next, &f);
	else
		status = db_each(cx, "select " ACCOUNT_COLUMNS ACCOUNT_FROM "where a.org = $1 and a.login > $2 order by a.login limit $3",
		                 ARGS(db_uuid(org), db_text(from), db_int(limit)), fill_next, &f);
	if (status == OK)
		*ret = f.rows;
	return status;
}

enum status org_kind_row(struct cx *cx, struct uuid org, int64_t *ret_kind)
{
	return db_one(cx, "select kind from org where id = $1", ARGS(db_uuid(org)), fill_int, ret_kind);
}

static void fill_failures(struct cx *cx, const struct db_row *row, void *ret)
{
	(void)cx;
	*(struct failures *)ret = (struct failures){ row_int(row, 0), row_int(row, 1) };
}

enum status failures_get(struct cx *cx, struct str key, struct failures *ret)
{
	struct failures f = { 0, 0 };
	enum status status = db_one(cx, "select count, last_us from sign_in_failure where key = $1", ARGS(db_text(key)), fill_failures, &f);
	if (status != OK && status != E_MISSING)
		return status;
	*ret = f;
	return OK;
}

enum status failures_add(struct cx *cx, struct str key, int64_t now_us, int64_t forget_us)
{
	return db_exec(cx,
		"insert into sign_in_failure (key, count, last_us) values ($1, 1, $2)"
		" on conflict (key) do update set last_us = excluded.last_us,"
		" count = case when excluded.last_us - sign_in_failure.last_us > $3 then 1 else sign_in_failure.count + 1 end",
		ARGS(db_text(key), db_int(now_us), db_int(forget_us)));
}

enum status failures_drop(struct cx *cx, struct str key)
{
	return db_exec(cx, "delete from sign_in_failure where key = $1", ARGS(db_text(key)));
}

enum status failures_forgive(struct cx *cx, struct str key, int64_t n)
{
	return db_exec(cx, "update sign_in_failure set count = case when count > $2 then count - $2 else 0 end where key = $1",
		ARGS(db_text(key), db_int(n)));
}

#include "store/key.h"
#include "base/uuid.h"
#include "store/rows.h"
#include "sys/db.h"

#include <string.h>

#define KEY_COLUMNS "k.id, k.org, k.public, k.created_us, k.created_by, k.retired_us, a.ja, a.en"
#define KEY_FROM " from org_key k left join account a on a.id = k.created_by "

static void fill_key(struct cx *cx, const struct db_row *row, void *ret)
{
	struct org_key *k = ret;
	struct bytes pub = row_bytes(cx, row, 2);
	*k = (struct org_key){
		.id = row_uuid(row, 0), .org = row_uuid(row, 1), .created_us = row_int(row, 3), .created_by = row_uuid(row, 4),
		.retired_us = row_int(row, 5), .by_ja = row_text(cx, row, 6), .by_en = row_text(cx, row, 7),
	};
	if (pub.n == sizeof k->pub)
		memcpy(k->pub, pub.p, sizeof k->pub);
}

enum status key_row_get(struct cx *cx, struct uuid id, struct org_key *ret)
{
	return db_one(cx, "select " KEY_COLUMNS KEY_FROM "where k.id = $1", ARGS(db_uuid(id)), fill_key, ret);
}

enum status key_row_in_force(struct cx *cx, struct uuid org, struct org_key *ret)
{
	return db_one(cx, "select " KEY_COLUMNS KEY_FROM "where k.org = $1 and k.retired_us = 0 order by k.id desc limit 1", ARGS(db_uuid(org)),
	              fill_key, ret);
}

static void fill_keys(struct cx *cx, const struct db_row *row, void *arg)
{
	fill_key(cx, row, row_list_next(cx, arg, sizeof(struct org_key)));
}

enum status key_row_list(struct cx *cx, struct uuid org, struct org_key **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx, "select " KEY_COLUMNS KEY_FROM "where k.org = $1 order by k.id desc", ARGS(db_uuid(org)), fill_keys, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

enum status key_row_hold(struct cx *cx, struct uuid id, struct org_key *ret)
{
	struct uuid held;
	enum status st = db_is_postgres(cx->db) ? db_one(cx, "select id from org_key where id = $1 for update", ARGS(db_uuid(id)), fill_uuid, &held) : OK;
	return st == OK ? key_row_get(cx, id, ret) : st;
}

enum status key_row_add(struct cx *cx, const struct org_key *k)
{
	return db_exec(cx, "insert into org_key (id, org, public, created_us, created_by) values ($1, $2, $3, $4, $5)",
	               ARGS(db_uuid(k->id), db_uuid(k->org), db_bytes(k->pub, sizeof k->pub), db_int(k->created_us), db_uuid(k->created_by)));
}

enum status key_row_retire(struct cx *cx, struct uuid id, int64_t now_us, bool *ret_done)
{
	int64_t rows;
	enum status st = db_change(cx, "update org_key set retired_us = $2 where id = $1 and retired_us = 0", ARGS(db_uuid(id), db_int(now_us)), &rows);
	if (st == OK)
		*ret_done = rows == 1;
	return st;
}

#define COPY_COLUMNS "c.id, c.org_key, c.kind, c.holder, c.label, c.blob, c.created_us, c.created_by, c.ended_us, c.ended_by," \
	" a.login, a.ja, a.en, a.roles, a.state, a.org"
#define COPY_FROM " from key_copy c left join account a on a.id = c.holder "

static void fill_copy(struct cx *cx, const struct db_row *row, void *ret)
{
	*(struct key_copy *)ret = (struct key_copy){
		.id = row_uuid(row, 0), .key = row_uuid(row, 1), .kind = (int)row_int(row, 2), .holder = row_uuid(row, 3),
		.label = row_text(cx, row, 4), .blob = row_text(cx, row, 5), .created_us = row_int(row, 6), .created_by = row_uuid(row, 7),
		.ended_us = row_int(row, 8), .ended_by = row_uuid(row, 9), .login = row_text(cx, row, 10), .ja = row_text(cx, row, 11),
		.en = row_text(cx, row, 12), .roles = (unsigned)row_int(row, 13), .state = (int)row_int(row, 14), .holder_org = row_uuid(row, 15),
	};
}

static void fill_copies(struct cx *cx, const struct db_row *row, void *arg)
{
	fill_copy(cx, row, row_list_next(cx, arg, sizeof(struct key_copy)));
}

enum status copy_row_get(struct cx *cx, struct uuid id, struct key_copy *ret)
{
	return db_one(cx, "select " COPY_COLUMNS COPY_FROM "where c.id = $1", ARGS(db_uuid(id)), fill_copy, ret);
}

enum status copy_row_list(struct cx *cx, struct uuid key, struct key_copy **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx, "select " COPY_COLUMNS COPY_FROM "where c.org_key = $1 order by c.id", ARGS(db_uuid(key)), fill_copies, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

enum status copy_row_add(struct cx *cx, const struct key_copy *c)
{
	return db_exec(cx, "insert into key_copy (id, org_key, kind, holder, label, blob, created_us, created_by) values ($1, $2, $3, $4, $5, $6, $7, $8)",
	               ARGS(db_uuid(c->id), db_uuid(c->key), db_int(c->kind), db_uuid_or_null(c->holder), c->label.n ? db_text(c->label) : db_null(),
	                    db_text(c->blob), db_int(c->created_us), db_uuid(c->created_by)));
}

enum status copy_row_end(struct cx *cx, struct uuid id, struct uuid by, int64_t now_us)
{
	return db_exec(cx, "update key_copy set ended_us = $3, ended_by = $2, blob = '' where id = $1 and ended_us = 0",
	               ARGS(db_uuid(id), db_uuid(by), db_int(now_us)));
}

static void fill_ways(struct cx *cx, const struct db_row *row, void *arg)
{
	struct key_ways *w = row_list_next(cx, arg, sizeof *w);
	*w = (struct key_ways){
		.org = row_text(cx, row, 0), .key = row_uuid(row, 1), .retired = row_int(row, 2) != 0,
		.passphrases = row_int(row, 3), .shares = row_int(row, 4), .chains = row_int(row, 5),
	};
}

enum status key_ways_list(struct cx *cx, struct key_ways **ret, size_t *ret_n)
{
	struct row_list rows = { 0 };
	enum status st = db_each(cx,
		"select (select o.code from org o where o.id = k.org), k.id, k.retired_us,"
		" (select count(*) from key_copy c join account a on a.id = c.holder where c.org_key = k.id and c.ended_us = 0 and c.kind = 1 and a.state <> 2),"
		" (select count(*) from key_copy c where c.org_key = k.id and c.ended_us = 0 and c.kind = 2),"
		" (select count(*) from key_copy c where c.org_key = k.id and c.ended_us = 0 and c.kind = 4) from org_key k order by k.id", NO_ARGS, fill_ways, &rows);
	struct key_ways *all = rows.p;
	for (size_t i = 0; i < rows.n && st == OK; i++) {
		int64_t one = 0;
		if (all[i].passphrases + all[i].shares < 2)
			st = db_each(cx, "select 1 from message where sealed = $1 limit 1", ARGS(db_uuid(all[i].key)), fill_int, &one);
		all[i].has_reports = one != 0;
	}
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

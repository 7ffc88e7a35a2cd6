#include "store/attachment.h"
#include "base/uuid.h"
#include "model/key.h"
#include "store/rows.h"
#include "store/visible.h"
#include "sys/db.h"

enum status attachment_add(struct cx *cx, const struct attachment *a)
{
	return db_exec(cx,
		"insert into attachment (id, org, account, name, type, size, digest, bytes, created_us) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		ARGS(db_uuid(a->id), db_uuid(a->org), db_uuid(a->account), db_text(a->name), db_text(a->type), db_int(a->size),
		     db_bytes(a->digest, sizeof a->digest), db_bytes(a->bytes.p, a->bytes.n), db_int(a->created_us)));
}

enum status attachment_drop(struct cx *cx, struct uuid org, struct uuid id)
{
	int64_t rows;
	enum status st = db_change(cx,
		"delete from attachment where id = $2 and org = $1 and not exists (select 1 from attachment_use u where u.attachment = $2)",
		ARGS(db_uuid(org), db_uuid(id)), &rows);
	return st == OK && rows != 1 ? fail(cx, E_MISSING, T_MISSING) : st;
}

enum status attachment_bind(struct cx *cx, struct uuid org, struct uuid revision, struct uuid id, enum file_kind wanted,
                            enum file_kind *ret_is)
{
	int64_t is;
	enum status st = db_one(cx, "select coalesce(max(case when type = $3 then 2 else 1 end), 0) from attachment where id = $2 and org = $1",
	                        ARGS(db_uuid(org), db_uuid(id), db_text(SEALED_TYPE)), fill_int, &is);
	if (st != OK)
		return st;
	*ret_is = (enum file_kind)is;
	if (*ret_is != wanted)
		return OK;
	return db_exec(cx, "insert into attachment_use (revision, attachment) values ($1, $2) on conflict do nothing",
	               ARGS(db_uuid(revision), db_uuid(id)));
}

static int fill_head_at(struct cx *cx, const struct db_row *row, struct attachment *ret)
{
	*ret = (struct attachment){
		.id = row_uuid(row, 0), .org = row_uuid(row, 1), .account = row_uuid(row, 2), .name = row_text(cx, row, 3),
		.type = row_text(cx, row, 4), .size = row_int(row, 5), .created_us = row_int(row, 6),
	};
	struct bytes digest = row_bytes(cx, row, 7);
	for (size_t i = 0; i < sizeof ret->digest && i < digest.n; i++)
		ret->digest[i] = digest.p[i];
	return 8;
}

#define HEAD "a.id, a.org, a.account, a.name, a.type, a.size, a.created_us, a.digest"
struct whole { struct attachment a; struct uuid message; };

static void fill_whole(struct cx *cx, const struct db_row *row, void *ret)
{
	struct whole *w = ret;
	int c = fill_head_at(cx, row, &w->a);
	w->a.bytes = row_bytes(cx, row, c);
	w->message = row_uuid(row, c + 1);
}

#define SEEN_MESSAGE "(select m.id from attachment_use u join revision r on r.id = u.revision join message m on m.id = r.message" \
	" where u.attachment = a.id and " VISIBLE_REVISION " limit 1)"

enum status attachment_get(struct cx *cx, struct uuid org, struct uuid id, struct attachment *ret, struct uuid *ret_message)
{
	struct whole w;
	enum status st = db_one(cx, "select " HEAD ", a.bytes, " SEEN_MESSAGE " from attachment a where a.id = $2"
	                            " and (a.org = $1 or " SEEN_MESSAGE " is not null)",
	                        ARGS(db_uuid(org), db_uuid(id)), fill_whole, &w);
	if (st == OK)
		*ret = w.a, *ret_message = w.message;
	return st;
}

static void fill_heads(struct cx *cx, const struct db_row *row, void *arg)
{
	fill_head_at(cx, row, row_list_next(cx, arg, sizeof(struct attachment)));
}

enum status attachment_list(struct cx *cx, struct uuid org, struct uuid revision, struct attachment **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx,
		"select " HEAD " from attachment_use u join attachment a on a.id = u.attachment join revision r on r.id = u.revision"
		" join message m on m.id = r.message where u.revision = $2 and " VISIBLE_REVISION " order by a.id",
		ARGS(db_uuid(org), db_uuid(revision)), fill_heads, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

enum status attachment_unbound_bytes(struct cx *cx, struct uuid org, int64_t *ret)
{
	return db_one(cx,
		"select cast(coalesce(sum(a.size), 0) as bigint) from attachment a where a.org = $1"
		" and not exists (select 1 from attachment_use u where u.attachment = a.id)", ARGS(db_uuid(org)), fill_int, ret);
}

enum status attachment_unbind(struct cx *cx, struct uuid revision)
{
	return db_exec(cx, "delete from attachment_use where revision = $1", ARGS(db_uuid(revision)));
}

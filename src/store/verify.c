/* store/verify.c — see verify.h. */
#include "store/verify.h"

#include "sys/db.h"

struct tell { stored_revision_fn *fn; void *arg; int64_t n; };

static void tell_revision(struct cx *cx, const struct db_row *row, void *arg)
{
	struct tell *t = arg;
	struct stored_revision r = {
		.id = row_uuid(row, 0), .message = row_uuid(row, 1), .entry = row_uuid(row, 2), .salt = row_bytes(cx, row, 3),
		.digest = row_bytes(cx, row, 4), .title = row_text(cx, row, 5), .body = row_text(cx, row, 6),
		.has_entry = !row_is_null(row, 7), .entry_digest = row_bytes(cx, row, 8), .entry_object = row_uuid(row, 9),
		.entry_seq = row_is_null(row, 10) ? JOURNAL_NO_SEQ : row_int(row, 10),
	};
	t->n++;
	t->fn(cx, t->arg, &r);
}

enum status stored_revisions(struct cx *cx, struct uuid after, int64_t limit, stored_revision_fn *fn, void *arg, int64_t *ret_n)
{
	struct tell t = { fn, arg, 0 };
	enum status st = db_each(cx, "select r.id, r.message, r.entry, r.salt, r.digest, r.title, r.body, j.id, j.digest, j.object, j.seq"
		" from revision r left join journal j on j.id = r.entry where r.id > $1 and r.submitted_us <> 0 order by r.id limit $2",
		ARGS(db_uuid(after), db_int(limit)), tell_revision, &t);
	if (st == OK)
		*ret_n = t.n;
	return st;
}

enum status stored_revision_of(struct cx *cx, struct uuid object, struct uuid entry, bool *ret)
{
	int64_t n = 0;
	enum status st = db_each(cx, "select 1 from revision where (message = $1 or id = $1) and entry = $2 and submitted_us <> 0",
		ARGS(db_uuid(object), db_uuid(entry)), fill_int, &n);
	if (st == OK)
		*ret = n != 0;
	return st;
}

static void fill_attachment(struct cx *cx, const struct db_row *row, void *ret)
{
	struct stored_attachment *a = ret;
	*a = (struct stored_attachment){ .any = true, .id = row_uuid(row, 0), .digest = row_bytes(cx, row, 1),
		.bytes = row_bytes(cx, row, 2), .size = row_int(row, 3) };
}

enum status stored_attachment_after(struct cx *cx, struct uuid after, struct stored_attachment *ret)
{
	struct stored_attachment a = { .any = false };
	enum status st = db_each(cx, "select id, digest, bytes, size from attachment where id > $1 order by id limit 1",
		ARGS(db_uuid(after)), fill_attachment, &a);
	if (st == OK)
		*ret = a;
	return st;
}

static void fill_digest(struct cx *cx, const struct db_row *row, void *ret)
{
	struct bytes *b = ret;
	*b = row_bytes(cx, row, 0);
}

enum status stored_attachment_digest(struct cx *cx, struct uuid id, struct bytes *ret)
{
	struct bytes digest = { NULL, 0 };
	enum status st = db_each(cx, "select digest from attachment where id = $1", ARGS(db_uuid(id)), fill_digest, &digest);
	if (st == OK)
		*ret = digest;
	return st;
}

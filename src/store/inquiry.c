#include "store/inquiry.h"
#include "store/rows.h"
#include "store/visible.h"
#include "sys/db.h"

static void fill_ids(struct cx *cx, const struct db_row *row, void *arg)
{
	*(struct uuid *)row_list_next(cx, arg, sizeof(struct uuid)) = row_uuid(row, 0);
}

enum status message_about_list(struct cx *cx, struct uuid org, struct uuid about, int limit, struct uuid **ret, size_t *ret_n)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx, "select m.id from message m where m.about = $2 and " VISIBLE_MESSAGE " order by m.id limit $3",
	                         ARGS(db_uuid(org), db_uuid(about), db_int(limit)), fill_ids, &rows);
	row_list_give(st, &rows, ret, ret_n);
	return st;
}

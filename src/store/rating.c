#include "store/rating.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/rows.h"
#include "sys/db.h"

enum status rating_add(struct cx *cx, const struct rating *r)
{
	enum status st = db_exec(cx, "update rating set superseded_us = $3 where incident = $1 and scheme = $2 and superseded_us = 0",
	                         ARGS(db_uuid(r->incident), db_text(r->scheme), db_int(r->at_us)));
	if (st != OK)
		return st;
	return db_exec(cx,
		"insert into rating (id, incident, scheme, scheme_day, level, axes, answers, provisional, rationale, evidence, org, account, at_us)"
		" values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
		ARGS(db_uuid(r->id), db_uuid(r->incident), db_text(r->scheme), db_int(r->scheme_day), db_int(r->level), db_text(r->axes),
		     db_text(r->answers), db_int(r->provisional), db_text(r->rationale), r->evidence.n ? db_text(r->evidence) : db_null(),
		     db_uuid(r->org), db_uuid(r->account), db_int(r->at_us)));
}

static void fill_ratings(struct cx *cx, const struct db_row *row, void *arg)
{
	struct rating *r = row_list_next(cx, arg, sizeof *r);
	*r = (struct rating){
		.id = row_uuid(row, 0), .incident = row_uuid(row, 1), .scheme = row_text(cx, row, 2), .scheme_day = (int32_t)row_int(row, 3),
		.level = (int)row_int(row, 4), .axes = row_text(cx, row, 5), .answers = row_text(cx, row, 6), .provisional = row_int(row, 7) != 0,
		.rationale = row_text(cx, row, 8), .evidence = row_text(cx, row, 9), .org = row_uuid(row, 10), .account = row_uuid(row, 11),
		.at_us = row_int(row, 12), .superseded_us = row_int(row, 13), .by_ja = row_text(cx, row, 14), .by_en = row_text(cx, row, 15),
	};
}

enum status rating_list(struct cx *cx, struct uuid incident, struct rating_list *ret)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx,
		"select r.id, r.incident, r.scheme, r.scheme_day, r.level, r.axes, r.answers, r.provisional, r.rationale, r.evidence, r.org, r.account,"
		" r.at_us, r.superseded_us, a.ja, a.en from rating r left join account a on a.id = r.account"
		" where r.incident in (select i.id from incident i where i.id = $1 or i.merged_into = $1) order by r.id desc",
		ARGS(db_uuid(incident)), fill_ratings, &rows);
	if (st == OK)
		*ret = (struct rating_list){ rows.p, rows.n };
	return st;
}

enum status rating_level(struct cx *cx, struct uuid incident, struct str scheme, int *ret)
{
	int64_t level = -1;
	enum status st = db_each(cx, "select level from rating where incident = $1 and scheme = $2 and superseded_us = 0",
	                         ARGS(db_uuid(incident), db_text(scheme)), fill_int, &level);
	if (st == OK)
		*ret = (int)level;
	return st;
}

static void fill_rated(struct cx *cx, const struct db_row *row, void *arg)
{
	struct rated *r = row_list_next(cx, arg, sizeof *r);
	*r = (struct rated){ row_uuid(row, 0), row_text(cx, row, 1), row_text(cx, row, 2), row_text(cx, row, 3), (int)row_int(row, 4),
		row_int(row, 5) != 0 };
}

static void fill_unrated(struct cx *cx, const struct db_row *row, void *arg)
{
	struct unrated *u = row_list_next(cx, arg, sizeof *u);
	*u = (struct unrated){ row_text(cx, row, 0), row_int(row, 1) };
}

enum status rating_compare(struct cx *cx, struct uuid org, struct str scheme, int64_t from_us, int64_t to_us, struct rated_list *ret,
                           struct unrated_list *ret_unrated)
{
	struct row_list rated = { NULL, 0, 0 }, unrated = { NULL, 0, 0 };
	struct db_args args = ARGS(db_uuid(org), db_text(scheme), db_int(from_us), db_int(to_us));
	enum status st = db_each(cx,
		"select i.id, i.number, i.title, i.sector, r.level, r.provisional from incident i"
		" join rating r on r.incident = i.id and r.scheme = $2 and r.superseded_us = 0"
		" where i.org = $1 and i.opened_us >= $3 and i.opened_us < $4 and i.exercise = 0 and i.state <> 4 order by r.level desc, i.id", args,
		fill_rated, &rated);
	if (st == OK)
		st = db_each(cx,
			"select i.sector, count(*) from incident i where i.org = $1 and i.opened_us >= $3 and i.opened_us < $4 and i.exercise = 0 and i.state <> 4"
			" and not exists (select 1 from rating r where r.incident = i.id and r.scheme = $2 and r.superseded_us = 0)"
			" group by i.sector order by i.sector", args, fill_unrated, &unrated);
	if (st == OK) {
		*ret = (struct rated_list){ rated.p, rated.n };
		*ret_unrated = (struct unrated_list){ unrated.p, unrated.n };
	}
	return st;
}

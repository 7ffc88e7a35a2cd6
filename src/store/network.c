#include "store/network.h"
#include "base/time.h"
#include "base/uuid.h"
#include "store/message_sql.h"
#include "store/mode_sql.h"
#include "store/rows.h"

struct loading { struct network net; struct row_list ceptoars, crisis, agencies; };

/* The first of its kind stands: the one that came into force last. 4: the mode is on, and who it adds (the centre stands for itself). */
static void fill_network(struct cx *cx, const struct db_row *row, void *arg)
{
	struct loading *l = arg;
	struct org o;
	fill_org_at(cx, row, 1, &o);
	int64_t what = row_int(row, 0);
	if (what == 1)
		l->net.centre = uuid_is_none(l->net.centre.id) ? o : l->net.centre;
	else if (what == 2)
		l->net.ministry = uuid_is_none(l->net.ministry.id) ? o : l->net.ministry;
	else if (what == 3)
		*(struct org *)row_list_next(cx, &l->ceptoars, sizeof o) = o;
	else if (o.kind == ORG_CENTRE)
		l->net.large = true;
	else
		*(struct org *)row_list_next(cx, o.kind == ORG_CRISIS ? &l->crisis : &l->agencies, sizeof o) = o;
}

/* 1 ORG_CENTRE, 2 ORG_CRISIS, 5 ORG_RESPONSE_AGENCY, 6 ORG_DISASTER_AGENCY. Whether a mode is on is asked once, not for each org. */
enum status network_load(struct cx *cx, const struct network_ask *ask, struct network *ret)
{
	struct loading l = { 0 };
	enum status st = db_each(cx,
		"select 1, " ORG_COLUMNS(o) ", o.from_day from org o where o.sector is null and o.kind = 1 and o.from_day <= $2 and o.to_day >= $2"
		" union all select 2, " ORG_COLUMNS(o) ", v.from_day from oversight v join org o on o.id = v.org"
		" where v.sector = $1 and v.from_day <= $2 and v.to_day >= $2"
		" union all select 3, " ORG_COLUMNS(o) ", b.from_day from membership b join org o on o.id = b.parent"
		" where b.org = $3 and b.relation = 1 and b.from_day <= $2 and b.to_day >= $2 and o.kind = 8"
		" union all select 4, " ORG_COLUMNS(o) ", o.from_day from org o where o.kind in (1, 2, 5, 6) and o.from_day <= $2 and o.to_day >= $2"
		" and exists (select 1 from mode d where " MODE_IN_FORCE("$4", "$5", "$5", "$1", "$6") ") order by 1, 9 desc, 2",
		ARGS(db_text(ask->sector.p ? ask->sector : S("")), db_int(day_of(ask->at_us)), db_uuid(ask->author), db_int(ask->exercise),
		     db_int(ask->at_us), db_uuid(ask->message)), fill_network, &l);
	if (st != OK)
		return st;
	l.net.ceptoars = l.ceptoars.p;
	l.net.n_ceptoars = l.ceptoars.n;
	l.net.crisis = l.crisis.p;
	l.net.n_crisis = l.crisis.n;
	l.net.agencies = l.agencies.p;
	l.net.n_agencies = l.agencies.n;
	*ret = l.net;
	return OK;
}

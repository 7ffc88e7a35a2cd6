#include "store/situation.h"
#include "base/str.h"
#include "base/time.h"
#include "store/message_sql.h"
#include "store/rows.h"
#include "store/visible.h"

struct filling { const struct situation_ask *ask; struct situation *s; };

static bool asked(const struct situation_ask *ask, struct str sector)
{
	for (size_t i = 0; i < ask->n_sectors; i++)
		if (str_eq(ask->sectors[i], sector))
			return true;
	return ask->n_sectors == 0;
}

static struct situation_sector *row_of(struct cx *cx, const struct filling *f, struct str sector)
{
	return asked(f->ask, sector) ? situation_sector(f->s, cx->mem, sector) : NULL;
}

static void fill_cases(struct cx *cx, const struct db_row *row, void *arg)
{
	struct situation_sector *to = row_of(cx, arg, row_text_borrow(row, 0));
	int64_t n = row_int(row, 3);
	int level = (int)row_int(row, 2);
	if (!to)
		return;
	if (row_int(row, 1) == 1)
		to->open += n;
	else
		to->watching += n;
	if (level < 0)
		to->unrated += n;
	if (level > to->level)
		to->level = level;
}

enum status situation_cases(struct cx *cx, const struct situation_ask *ask, struct situation *s)
{
	struct filling f = { ask, s };
	/* In the order of the index, so that nothing is sorted. */
	return db_each(cx, "select coalesce(i.sector, ''), i.state, i.level, count(*) from incident i"
	                   " where i.org in (select id from org where kind = 1) and i.state in (1, 2) and i.exercise = 0"
	                   " group by i.org, i.state, i.sector, i.level", NO_ARGS, fill_cases, &f);
}

static void fill_waiting(struct cx *cx, const struct db_row *row, void *arg)
{
	const struct filling *f = arg;
	int64_t n = row_int(row, 2), overdue = row_int(row, 3);
	if (row_int(row, 0) == MESSAGE_ADVISORY) {
		f->s->advisories_waiting += n;
		f->s->advisories_overdue += overdue;
		return;
	}
	struct situation_sector *to = row_of(cx, f, row_text_borrow(row, 1));
	if (to) {
		to->waiting += n;
		to->overdue += overdue;
	}
}

enum status situation_waiting(struct cx *cx, const struct situation_ask *ask, struct situation *s)
{
	struct filling f = { ask, s };
	return db_each(cx, "select m.kind, coalesce(m.sector, ''), count(*), count(case when d.pass_due_us < $1 then 1 end)"
	                   " from delivery d join message m on m.id = d.message"
	                   " where d.pass_state = 1 and d.state <> 8 and m.exercise = 0 and m.status <> 12 and ($2 = 0 or d.recipient = $3)"
	                   " group by 1, 2",
	               ARGS(db_int(cx->now_us), db_int(ask->n_sectors != 0), db_uuid(ask->org)), fill_waiting, &f);
}

static void fill_advisory(struct cx *cx, const struct db_row *row, void *arg)
{
	struct situation *s = ((struct filling *)arg)->s;
	if (s->n_advisories == SITUATION_ADVISORIES)
		return;
	struct situation_advisory *a = &s->advisories[s->n_advisories++];
	int c = fill_message_at(cx, row, 0, &a->m);
	a->revision = row_uuid(row, c);
	a->m.title = row_text(cx, row, c + 1);
	a->due_us = row_int(row, c + 2);
}

enum status situation_advisories(struct cx *cx, const struct situation_ask *ask, int64_t since_us, struct situation *s)
{
	struct filling f = { ask, s };
	return db_each(cx, "select " MESSAGE_COLUMNS ", r.id, r.title,"
	                   " (select x.due_us from delivery x where x.message = m.id and x.due_us <> 0 limit 1)"
	                   " from stat_fact f join message m on m.id = f.message join revision r on r.message = m.id and r.number = m.latest"
	                   " where f.at_us >= $2 and f.kind = 2 and m.status = 11 and " VISIBLE_REVISION " order by f.at_us desc limit $3",
	               ARGS(db_uuid(ask->org), db_int(since_us), db_int(SITUATION_ADVISORIES)), fill_advisory, &f);
}

static void fill_reach(struct cx *cx, const struct db_row *row, void *arg)
{
	struct situation_advisory *a = arg;
	int64_t hop = row_int(row, 0), n = row_int(row, 2);
	(void)cx;
	if (hop < 0 || hop >= SITUATION_HOPS)
		return;
	int64_t *const to[] = { NULL, &a->hops[hop].acknowledged, &a->hops[hop].outcome, &a->hops[hop].sent, &a->hops[hop].opened };
	int64_t what = row_int(row, 1);
	if (what >= 1 && what <= 4)
		*to[what] += n;
}

enum status situation_reach(struct cx *cx, struct situation_advisory *a)
{
	return db_each(cx, "select hop, what, cast(sum(n) as bigint) from stat_answer where message = $1 and revision = $2 group by hop, what",
	               ARGS(db_uuid(a->m.id), db_uuid(a->revision)), fill_reach, a);
}

struct days { const struct filling f; struct row_list rows; };

static void fill_day(struct cx *cx, const struct db_row *row, void *arg)
{
	struct days *days = arg;
	int32_t day = (int32_t)row_int(row, 0);
	struct str type = row_text_borrow(row, 1);
	if (!asked(days->f.ask, row_text_borrow(row, 2)))
		return;
	struct situation_day *last = days->rows.n ? (struct situation_day *)days->rows.p + days->rows.n - 1 : NULL;
	if (!last || last->day != day || !str_eq(last->event_type, type)) {
		last = row_list_next(cx, &days->rows, sizeof *last);
		*last = (struct situation_day){ day, str_copy(cx->mem, type), 0 };
	}
	last->n += row_int(row, 3);
}

enum status situation_days(struct cx *cx, const struct situation_ask *ask, int64_t since_us, struct situation *s)
{
	struct days days = { { ask, s }, { NULL, 0, 0 } };
	/* What a CEPTOAR got is counted when it has derived a report of its own from it. */
	enum status st = db_each(cx, "select (f.at_us + 32400000000) / 86400000000, f.event_type, f.sector, count(*) from stat_fact f"
	                             " where f.at_us >= $1 and f.kind = 1 and f.route <> 2 group by 1, 2, 3 order by 1, 2",
	                         ARGS(db_int(since_us)), fill_day, &days);
	if (st == OK)
		s->days = days.rows.p, s->n_days = days.rows.n;
	return st;
}

static void fill_mode(struct cx *cx, const struct db_row *row, void *arg)
{
	struct situation_mode *m = row_list_next(cx, arg, sizeof *m);
	*m = (struct situation_mode){ row_uuid(row, 0), (int)row_int(row, 1), row_text(cx, row, 2), row_int(row, 3) != 0, row_int(row, 4) };
}

enum status situation_modes(struct cx *cx, struct situation *s)
{
	struct row_list rows = { NULL, 0, 0 };
	enum status st = db_each(cx, "select id, scope_kind, scope, exercise, on_us from mode where state = 2 order by on_us, id", NO_ARGS, fill_mode, &rows);
	row_list_give(st, &rows, &s->modes, &s->n_modes);
	return st;
}

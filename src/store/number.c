#include "store/message.h"
#include "base/str.h"
#include "sys/db.h"

/* A contended counter would make PostgreSQL's writers wait for each other until commit. So each connection has a lane of its own (by
 * its server process), which holds a block of numbers; only when the block is used up does it take the next from lane -1. Blocks
 * double from 8 to 4096, so a quiet system numbers almost without gaps and a busy one meets at lane -1 once in thousands. SQLite has
 * one writer and uses lane 0. All of it is part of the transaction: a rollback gives the numbers back. */
#define BLOCK_FIRST 8
#define BLOCK_MAX 4096

struct taken { int64_t number; bool found; };

static void fill_taken(struct cx *cx, const struct db_row *row, void *ret)
{
	(void)cx;
	*(struct taken *)ret = (struct taken){ row_int(row, 0), true };
}

static enum status take_from_lane(struct cx *cx, int kind, int year, struct taken *ret)
{
	struct db_args args = ARGS(db_int(kind), db_int(year));
	if (db_is_postgres(cx->db))
		return db_each(cx, "update number_lane set next = next + 1 where kind = $1 and year = $2 and lane = pg_backend_pid() % 64"
		                   " and next <= last returning next - 1", args, fill_taken, ret);
	return db_each(cx, "update number_lane set next = next + 1 where kind = $1 and year = $2 and lane = 0"
	                   " and next <= last returning next - 1", args, fill_taken, ret);
}

static enum status lane_block(struct cx *cx, int kind, int year, struct taken *ret)
{
	struct db_args args = ARGS(db_int(kind), db_int(year));
	if (db_is_postgres(cx->db))
		return db_each(cx, "select block from number_lane where kind = $1 and year = $2 and lane = pg_backend_pid() % 64", args,
		               fill_taken, ret);
	return db_each(cx, "select block from number_lane where kind = $1 and year = $2 and lane = 0", args,
	               fill_taken, ret);
}

static enum status lane_fill(struct cx *cx, int kind, int year, int64_t first, int64_t block)
{
	struct db_args args = ARGS(db_int(kind), db_int(year), db_int(first), db_int(first + block - 1), db_int(block));
	if (db_is_postgres(cx->db))
		return db_exec(cx, "insert into number_lane (kind, year, lane, next, last, block)"
		                   " values ($1, $2, pg_backend_pid() % 64, $3, $4, $5)"
		                   " on conflict (kind, year, lane) do update set next = excluded.next, last = excluded.last, block = excluded.block",
		               args);
	return db_exec(cx, "insert into number_lane (kind, year, lane, next, last, block) values ($1, $2, 0, $3, $4, $5)"
	                   " on conflict (kind, year, lane) do update set next = excluded.next, last = excluded.last, block = excluded.block",
	               args);
}

static enum status refill(struct cx *cx, int kind, int year)
{
	struct taken block = { 0, false }, after = { 0, false };
	enum status st = lane_block(cx, kind, year, &block);
	if (st != OK)
		return st;
	int64_t size = !block.found ? BLOCK_FIRST : block.number * 2 > BLOCK_MAX ? BLOCK_MAX : block.number * 2;
	st = db_each(cx, "insert into number_lane (kind, year, lane, next, last, block) values ($1, $2, -1, $3 + 1, 0, 0)"
	                 " on conflict (kind, year, lane) do update set next = number_lane.next + $3 returning next",
	             ARGS(db_int(kind), db_int(year), db_int(size)), fill_taken, &after);
	if (st != OK)
		return st;
	return lane_fill(cx, kind, year, after.number - size, size);
}

static const char *letters_of(int series)
{
	switch (series) {
	case NUMBER_REPORT: return "R";
	case NUMBER_ADVISORY: return "A";
	case NUMBER_INQUIRY: return "Q";
	case NUMBER_ANSWER: return "P";
	case NUMBER_NOTICE: return "N";
	case NUMBER_MEMBER_REPORT: return "C";
	case NUMBER_MEMBER_INQUIRY: return "CQ";
	case NUMBER_MEMBER_ANSWER: return "CP";
	case NUMBER_CASE: return "K";
	default: return "X";
	}
}

enum status number_take(struct cx *cx, int kind, int year, struct str *ret)
{
	struct taken taken = { 0, false };
	enum status st = take_from_lane(cx, kind, year, &taken);
	if (st == OK && !taken.found) {
		st = refill(cx, kind, year);
		if (st == OK)
			st = take_from_lane(cx, kind, year, &taken);
	}
	if (st != OK)
		return st;
	if (!taken.found)
		return fail_detail(cx, E_BUG, T_BUG, "no number left after a refill");
	*ret = str_format(cx->mem, "%s%d-%06lld", letters_of(kind), year, (long long)taken.number);
	return OK;
}

/* base/uuid.c — UUID version 7: 48 bits of milliseconds, 12 bits that count within them, 62 random bits. */
#include "base/uuid.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/str.h"

/* A clock that was set back further than this is believed; below it, ids go on from the last one. */
enum { BACK_MS = 10000 };

/* The one variable of the process: the last (milliseconds << 12 | count) given out, so that ids increase. */
static _Atomic uint64_t last_tick;

/* Random bytes in stock, each used once: a system call for each id would be a tenth of what a delivery costs. */
struct stock { unsigned char bytes[256]; size_t left; };
static _Thread_local struct stock stock;

static void take_random(unsigned char *ret, size_t n)
{
	if (stock.left < n) {
		if (getrandom(stock.bytes, sizeof stock.bytes, 0) != (ssize_t)sizeof stock.bytes)
			abort();                                /* without randomness nothing here is safe */
		stock.left = sizeof stock.bytes;
	}
	stock.left -= n;
	memcpy(ret, stock.bytes + stock.left, n);
}

static uint64_t next_tick(int64_t now_us)
{
	uint64_t us = now_us > 0 ? (uint64_t)now_us : 0;
	uint64_t wanted = us / 1000 << 12 | us % 1000 * 4096 / 1000;
	uint64_t last = atomic_load_explicit(&last_tick, memory_order_relaxed), next;
	do
		next = wanted > last || last - wanted > (uint64_t)BACK_MS << 12 ? wanted : last + 1;
	while (!atomic_compare_exchange_weak_explicit(&last_tick, &last, next, memory_order_relaxed, memory_order_relaxed));
	return next;
}

struct uuid uuid_new(int64_t now_us)
{
	struct uuid id;
	uint64_t tick = next_tick(now_us);
	for (int i = 0; i < 6; i++)
		id.b[i] = (uint8_t)(tick >> (52 - 8 * i));
	id.b[6] = (uint8_t)(0x70 | (tick >> 8 & 0x0f));
	id.b[7] = (uint8_t)tick;
	take_random(id.b + 8, 8);
	id.b[8] = (uint8_t)(0x80 | (id.b[8] & 0x3f));
	return id;
}

struct uuid uuid_first_at(int64_t us)
{
	struct uuid id = { { 0 } };
	uint64_t ms = us > 0 ? (uint64_t)us / 1000 : 0;
	for (int i = 0; i < 6; i++)
		id.b[i] = (uint8_t)(ms >> (40 - 8 * i));
	return id;
}

int64_t uuid_made_us(struct uuid id)
{
	int64_t ms = 0;
	for (int i = 0; i < 6; i++)
		ms = ms << 8 | id.b[i];
	return ms * 1000;
}

bool uuid_is_none(struct uuid id)
{
	static const struct uuid none;
	return memcmp(id.b, none.b, sizeof id.b) == 0;
}

bool uuid_eq(struct uuid a, struct uuid b)
{
	return memcmp(a.b, b.b, sizeof a.b) == 0;
}

int uuid_cmp(struct uuid a, struct uuid b)
{
	return memcmp(a.b, b.b, sizeof a.b);
}

static bool is_dash_place(int place)
{
	return place == 8 || place == 13 || place == 18 || place == 23;
}

bool uuid_parse(struct str s, struct uuid *ret)
{
	struct uuid id;
	if (s.n != UUID_TEXT)
		return false;
	int byte = 0;
	for (int i = 0; i < UUID_TEXT;) {
		if (is_dash_place(i)) {
			if (s.p[i++] != '-')
				return false;
		} else {
			if (!str_unhex((struct str){ s.p + i, 2 }, &id.b[byte++], 1))
				return false;
			i += 2;
		}
	}
	*ret = id;
	return true;
}

void uuid_text(struct uuid id, char ret[UUID_TEXT])
{
	static const char digits[] = "0123456789abcdef";
	int byte = 0;
	for (int i = 0; i < UUID_TEXT;) {
		if (is_dash_place(i)) {
			ret[i++] = '-';
		} else {
			ret[i++] = digits[id.b[byte] >> 4];
			ret[i++] = digits[id.b[byte++] & 15];
		}
	}
}

struct str uuid_str(struct arena *mem, struct uuid id)
{
	char *p = arena_alloc(mem, UUID_TEXT);
	uuid_text(id, p);
	return (struct str){ p, UUID_TEXT };
}

/* The audience found in the store against a naive model, on random networks: nobody too many, nobody missing, nobody twice. */
#include "support.h"

#include "base/time.h"
#include "model/catalog.h"
#include "model/message.h"
#include "store/audience.h"
#include "store/party.h"

#define ORGS 70
#define TODAY 20000
static struct test_store t;
static uint64_t seed;

static unsigned dice(unsigned sides)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(seed >> 33) % sides;
}

static const struct str sectors[] = { LIT("power"), LIT("gas"), LIT("rail"), LIT("water_2"), LIT("waterx2"), { NULL, 0 } };
struct world { struct org orgs[ORGS]; bool member[ORGS][ORGS]; int ministry[5]; };

static void make_orgs(struct world *w)
{
	for (int i = 0; i < ORGS; i++) {
		int kind = i == 0 ? ORG_CENTRE : i < 4 ? ORG_MINISTRY : i < 9 ? ORG_CEPTOAR : dice(3) ? ORG_OPERATOR : 1 + (int)dice(13);
		struct org o = {
			.id = uuid_new(t.cx.now_us), .code = str_format(t.mem, "org-%d", i), .kind = kind, .ja = S("組織"), .en = S("Org"),
			.sector = kind == ORG_MINISTRY || kind == ORG_CENTRE || dice(8) == 0 ? NO_STR : sectors[dice(5)],
			.from_day = dice(9) ? DAY_UNSTATED : TODAY + (int)dice(3), .to_day = dice(9) ? DAY_FOREVER : TODAY - 2 + (int)dice(3),
			.people = dice(100), .version = 1,
		};
		w->orgs[i] = o;
		assert_ok(&t, store_org_add(&t.cx, &o, S("org")));
	}
}

static void make_ties(struct world *w)
{
	for (int s = 0; s < 5; s++) {
		w->ministry[s] = dice(5) == 0 ? -1 : 1 + (int)dice(3);
		if (w->ministry[s] < 0)
			continue;
		struct oversight o = { sectors[s], w->orgs[w->ministry[s]].id, TODAY - 100, dice(3) ? DAY_FOREVER : TODAY };
		assert_ok(&t, store_oversight_add(&t.cx, &o));
		struct oversight old = { sectors[s], w->orgs[1 + dice(3)].id, TODAY - 200, TODAY - 101 };
		assert_ok(&t, store_oversight_add(&t.cx, &old));
	}
	for (int i = 9; i < ORGS; i++)
		for (int g = 4; g < ORGS; g++) {
			bool group = org_has_members(w->orgs[g].kind) && g != i;
			if (!group || dice(4) != 0)
				continue;
			bool now = dice(4) != 0;
			struct membership m = { w->orgs[i].id, w->orgs[g].id, now ? TODAY - (int)dice(9) : TODAY + 1, now ? TODAY + (int)dice(9) : DAY_FOREVER };
			assert_ok(&t, store_membership_add(&t.cx, &m));
			w->member[i][g] = now;
		}
}

/* --- the naive model: whatever it costs --- */

struct choice { bool all, sector[5], kind[14], group[ORGS], named[ORGS], except[ORGS]; };

static bool in_force(const struct world *w, int i)
{
	return w->orgs[i].from_day <= TODAY && w->orgs[i].to_day >= TODAY;
}

static int sector_of(const struct world *w, int i)
{
	for (int s = 0; s < 5; s++)
		if (str_eq(w->orgs[i].sector, sectors[s]))
			return s;
	return -1;
}

static bool naive_in(const struct world *w, const struct choice *c, int i)
{
	if (i == 0 || !in_force(w, i) || c->except[i])
		return false;
	bool in = c->all || c->named[i] || c->group[i] || c->kind[w->orgs[i].kind];
	if (sector_of(w, i) >= 0)
		in |= c->sector[sector_of(w, i)];
	for (int g = 0; g < ORGS; g++)
		in |= w->member[i][g] && c->group[g];
	return in;
}

static int naive_ministry(const struct world *w, const struct choice *c, int sector)
{
	int m = sector < 0 ? -1 : w->ministry[sector];
	return m >= 0 && in_force(w, m) && !c->except[m] ? m : -1;
}

/* Who passes it to this org: index, or 0, the centre. */
static int naive_via(const struct world *w, const struct choice *c, int tlp, int i)
{
	int kind = w->orgs[i].kind, best = -1;
	if (tlp >= TLP_AMBER_STRICT || (kind != ORG_CEPTOAR && kind != ORG_OPERATOR))
		return 0;
	for (int g = 0; kind == ORG_OPERATOR && g < ORGS; g++)
		if (w->member[i][g] && w->orgs[g].kind == ORG_CEPTOAR && in_force(w, g) && !c->except[g]
		    && (best < 0 || (c->group[g] && !c->group[best])))
			best = g;
	if (best >= 0)
		return best;
	int m = naive_ministry(w, c, sector_of(w, i));
	return m < 0 ? 0 : m;
}

/* --- the comparison --- */

static void choose(const struct world *w, struct choice *c, struct audience *a)
{
	struct str *s = arena_array(t.mem, struct str, 5);
	int *k = arena_array(t.mem, int, 14);
	struct uuid *g = arena_array(t.mem, struct uuid, ORGS), *n = arena_array(t.mem, struct uuid, ORGS), *e = arena_array(t.mem, struct uuid, ORGS);
	memset(c, 0, sizeof *c);
	*a = (struct audience){ .all = dice(6) == 0, .sectors = { s, 0 }, .kinds = { k, 0 }, .ceptoars = { g, 0 }, .orgs = { n, 0 }, .except = { e, 0 } };
	c->all = a->all;
	for (int i = 0; i < 5; i++)
		if ((c->sector[i] = dice(4) == 0))
			s[a->sectors.n++] = sectors[i];
	for (int i = 1; i <= 13; i++)
		if ((c->kind[i] = dice(8) == 0))
			k[a->kinds.n++] = i;
	for (int i = ORGS - 1; i > 0; i--) {
		if (org_has_members(w->orgs[i].kind) && (c->group[i] = dice(4) == 0))
			g[a->ceptoars.n++] = w->orgs[i].id;
		if ((c->named[i] = dice(15) == 0))
			n[a->orgs.n++] = w->orgs[i].id;
		if ((c->except[i] = dice(15) == 0))
			e[a->except.n++] = w->orgs[i].id;
	}
}

static int index_of(const struct world *w, struct uuid id)
{
	for (int i = 0; i < ORGS; i++)
		if (uuid_eq(w->orgs[i].id, id))
			return i;
	return -1;
}

static void compare(const struct world *w)
{
	struct choice c;
	struct audience a;
	struct audience_walk walk;
	struct audience_cursor cursor = { 0 };
	struct audience_row rows[100], one;
	int times[ORGS] = { 0 }, tlp = 1 + (int)dice(5);
	size_t max = 1 + dice(100);
	choose(w, &c, &a);
	struct audience_ask ask = { .audience = &a, .author = w->orgs[0].id, .tlp = tlp, .day = TODAY };
	assert_ok(&t, audience_open(&t.cx, &ask, &walk));
	while (!cursor.end) {
		size_t n = 0;
		assert_ok(&t, audience_chunk(&t.cx, &walk, max, &cursor, rows, &n));
		assert_true(n <= max);
		for (size_t r = 0; r < n; r++) {
			int i = index_of(w, rows[r].id);
			assert_true(i > 0);
			times[i]++;
			const struct way *way = &rows[r].way;
			struct uuid via = way->n ? walk.net.p[way->passers[way->n - 1]].id : ask.author;
			assert_int_equal(index_of(w, via), naive_via(w, &c, tlp, i));
			assert_int_equal(rows[r].people, w->orgs[i].people);
			assert_true(rows[r].why != WHY_NOT);
		}
	}
	for (int i = 0; i < ORGS; i++) {
		assert_int_equal(times[i], naive_in(w, &c, i));
		assert_ok(&t, audience_ask_org(&t.cx, &walk, w->orgs[i].id, &one));
		assert_int_equal(one.why != WHY_NOT, naive_in(w, &c, i));
	}
}

static void the_audience_is_the_naive_one(void **state)
{
	(void)state;
	for (uint64_t network = 1; network <= 6; network++) {
		struct world w;
		memset(&w, 0, sizeof w);
		seed = network;
		test_store_open(&t);
		assert_ok(&t, db_begin(&t.cx));
		make_orgs(&w);
		make_ties(&w);
		for (int i = 0; i < 40; i++)
			compare(&w);
		db_rollback(&t.cx);
		test_store_close(&t);
	}
}

static void the_marking_bounds_the_choice(void **state)
{
	(void)state;
	struct str sector = S("power");
	struct uuid id = { { 1 } };
	struct audience all = { .all = true }, wide = { .sectors = { &sector, 1 } }, group = { .ceptoars = { &id, 1 } }, named = { .orgs = { &id, 1 } };
	assert_int_equal(audience_tlp_bound(&all, TLP_GREEN), T_NONE);
	assert_int_equal(audience_tlp_bound(&all, TLP_AMBER), T_AUDIENCE_AMBER);
	assert_int_equal(audience_tlp_bound(&wide, TLP_AMBER), T_NONE);
	assert_int_equal(audience_tlp_bound(&wide, TLP_AMBER_STRICT), T_AUDIENCE_AMBER_STRICT);
	assert_int_equal(audience_tlp_bound(&group, TLP_AMBER_STRICT), T_NONE);
	assert_int_equal(audience_tlp_bound(&group, TLP_RED), T_AUDIENCE_RED);
	assert_int_equal(audience_tlp_bound(&named, TLP_RED), T_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_audience_is_the_naive_one),
		cmocka_unit_test(the_marking_bounds_the_choice),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* model/small_group.c — counting members by sector and prefecture; finding prefectures, times and numbers in the texts. */
#include "model/small_group.h"

#include "model/redact_parts.h"

const struct str group_field_names[] = { LIT(""), LIT("sector"), LIT("area"), LIT("time"), LIT("number"), { NULL, 0 } };
static const struct str counters[] = { LIT("世帯"), LIT("契約"), LIT("か所"), LIT("カ所"), LIT("箇所"), LIT("人"), LIT("名"), LIT("件"), LIT("戸"), LIT("台"), LIT("社"), LIT("通"), LIT("便"), LIT("本"), LIT("口座"), LIT("店舗"), LIT("床"), { NULL, 0 } };
static const struct str counted_en[] = { LIT("users"), LIT("customers"), LIT("households"), LIT("people"), LIT("persons"), LIT("passengers"), LIT("accounts"), LIT("subscribers"), LIT("records"), LIT("patients"), LIT("cards"), LIT("homes"), LIT("meters"), LIT("contracts"),
	LIT("devices"), LIT("terminals"), LIT("trains"), LIT("flights"), LIT("transactions"), LIT("calls"), LIT("letters"), LIT("mails"), LIT("lines"), LIT("members"), { NULL, 0 } };

enum { NUMBER_LEAST = 1000 };                                   /* smaller counts are told by many */

struct list_of { struct cx *cx; struct group_warning *p; size_t n, room; };

static struct group_warning *put(struct list_of *l, enum group_field field)
{
	if (l->n == l->room) {
		size_t room = l->room ? l->room * 2 : 16;
		struct group_warning *p = arena_array(l->cx->mem, struct group_warning, room);
		for (size_t i = 0; i < l->n; i++)
			p[i] = l->p[i];
		l->p = p;
		l->room = room;
	}
	l->p[l->n] = (struct group_warning){ .field = field, .left = -1, .left_coarser = -1 };
	return &l->p[l->n++];
}

static int64_t count(const struct group_member *m, size_t n, struct str sector, int area, int region)
{
	int64_t left = 0;
	for (size_t i = 0; i < n; i++)
		left += (!sector.n || str_eq(m[i].sector, sector)) && (!area || !m[i].area || m[i].area == area) &&
			(!region || !m[i].area || areas[m[i].area].region == region);
	return left;
}

/* The largest round number below: one digit and zeros. */
static int64_t rounded(int64_t number, int *ret_zeros)
{
	int64_t unit = 1;
	*ret_zeros = 0;
	while (number / unit >= 10) {
		unit *= 10;
		++*ret_zeros;
	}
	return number / unit * unit;
}

struct str group_over_ja(struct arena *mem, int64_t number, struct str counter)
{
	int zeros;
	int64_t n = rounded(number, &zeros);
	if (zeros >= 8)
		return str_format(mem, "%lld億%.*s超", (long long)(n / 100000000), STR_ARG(counter));
	if (zeros >= 4)
		return str_format(mem, "%lld万%.*s超", (long long)(n / 10000), STR_ARG(counter));
	return str_format(mem, "%lld%.*s超", (long long)n, STR_ARG(counter));
}

struct str group_over_en(struct arena *mem, int64_t number)
{
	char digits[32];
	size_t n = 0;
	int zeros;
	number = rounded(number, &zeros);
	for (int place = 0; number || !place; place++, number /= 10) {
		if (place && place % 3 == 0)
			digits[n++] = ',';
		digits[n++] = (char)('0' + number % 10);
	}
	char turned[32];
	for (size_t i = 0; i < n; i++)
		turned[i] = digits[n - 1 - i];
	return str_format(mem, "over %.*s", (int)n, turned);
}

static bool is_round(int64_t number)
{
	int zeros;
	return rounded(number, &zeros) == number;
}

struct one_text { struct folded f; size_t number; };

static struct group_warning *put_in(struct list_of *l, enum group_field field, const struct one_text *t, size_t from, size_t to)
{
	struct group_warning *w = put(l, field);
	w->in_text = true;
	w->text = t->number;
	w->from = t->f.from[from];
	w->to = fold_end(&t->f, to - 1);
	return w;
}

/* A prefecture's name that starts at i: 東京都, 東京, Tokyo, Tokyo Prefecture. */
static int area_at(const struct folded *f, size_t i, size_t *ret_end)
{
	for (int a = 1; a <= AREA_LAST; a++) {
		size_t n = redact_word(f, i, areas[a].ja);
		if (!n && a > 1) {
			struct str bare = str_slice(areas[a].ja, 0, areas[a].ja.n - 3);
			n = redact_word(f, i, bare);
			uint32_t next = at(f, i + n);
			n = n && !is_kanji(next) && !is_kanji(before(f, i)) ? n : 0;
		}
		if (!n && is_latin(at(f, i)) && !is_alnum(before(f, i))) {
			char lower[16];
			size_t len = 0;
			for (; len < areas[a].en.n && len < sizeof lower; len++)
				lower[len] = (char)(areas[a].en.p[len] | 32);
			n = redact_word(f, i, (struct str){ lower, len });
			n = n && !is_alnum(at(f, i + n)) ? n : 0;
			if (n && redact_word(f, i + n, S(" prefecture")))
				n += 11;
		}
		if (n) {
			*ret_end = i + n;
			return a;
		}
	}
	return 0;
}

/* 10:32, 10:32:05, 10時32分(5秒): the hour, or -1. */
static int time_at(const struct folded *f, size_t i, size_t *ret_end)
{
	size_t k = i;
	int hour = 0;
	if (is_alnum(before(f, i)) && before(f, i) != 't')
		return -1;
	if (before(f, i) == ':' || before(f, i) == '.' || before(f, i) == '/')
		return -1;
	for (; is_digit(at(f, k)) && k < i + 2; k++)
		hour = hour * 10 + (int)(at(f, k) - '0');
	bool colon = at(f, k) == ':';
	if (k == i || hour > 29 || !(colon || redact_word(f, k, S("時"))) || !is_digit(at(f, k + 1)))
		return -1;
	size_t minutes = ++k;
	while (is_digit(at(f, k)) && k < minutes + 3)
		k++;
	size_t n = k - minutes;
	if (colon ? n != 2 : n > 2 || !redact_word(f, k, S("分")))
		return -1;
	k += !colon;
	if (colon && at(f, k) == ':' && is_digit(at(f, k + 1)) && is_digit(at(f, k + 2)))
		for (k += 3; is_digit(at(f, k)) || (at(f, k) == '.' && is_digit(at(f, k + 1))); k++) {}
	else if (!colon && is_digit(at(f, k)))
		for (; is_digit(at(f, k)) || redact_word(f, k, S("秒")); k++) {}
	if (is_digit(at(f, k)) || (colon && at(f, k) == ':'))
		return -1;
	*ret_end = k;
	return hour;
}

/* 31,240 or 3万1,240 or 12.4万, and the counter after it. */
static int64_t number_at(const struct folded *f, size_t i, size_t *ret_end, struct str *ret_counter)
{
	int64_t value = 0, part = 0, tenth = 0;
	size_t k = i;
	uint32_t was = before(f, i);
	if (is_alnum(was) || was == '.' || was == ',' || was == '-' || was == '#' || was == ':' || was == '/')
		return 0;
	for (; k < i + 20; k++) {
		uint32_t c = at(f, k);
		if (is_digit(c) && part < INT64_C(100000000000)) {
			part = part * 10 + (c - '0');
			tenth *= 10;
		} else if (c == ',' && is_digit(at(f, k + 1)) && is_digit(at(f, k + 2)) && is_digit(at(f, k + 3)))
			continue;
		else if (c == '.' && is_digit(at(f, k + 1)) && !tenth)
			tenth = 1;
		else if (c == 0x4e07 && part) {                         /* 万 */
			value += part * 10000 / (tenth ? tenth : 1);
			part = tenth = 0;
		} else
			break;
	}
	if (k == i || tenth > 1)
		return 0;
	value += part;
	*ret_counter = NO_STR;
	for (const struct str *c = counters; c->n; c++) {
		size_t n = redact_word(f, k, *c);
		if (n) {
			*ret_counter = *c;
			*ret_end = k + n;
			return value;
		}
	}
	size_t word = k;                                        /* up to one word between: 31,240 affected users */
	for (int between = 0; between < 2 && at(f, word) == ' '; between++) {
		if (redact_any(f, word + 1, counted_en)) {
			*ret_end = k;
			return value;
		}
		for (word++; is_latin(at(f, word)); word++) {}
	}
	return 0;
}

struct work { struct list_of *out; const struct group_member *members; size_t n; const struct group_report *report; int64_t k; };

static void warn_area(const struct work *w, int area, struct group_warning *into)
{
	int region = areas[area].region;
	into->left = count(w->members, w->n, w->report->sector, area, 0);
	into->left_coarser = count(w->members, w->n, w->report->sector, 0, region);
	if (region > 1) {                                       /* Hokkaido is its own region */
		into->ja = regions[region].ja;
		into->en = regions[region].en;
	}
}

static void look_at(const struct work *w, const struct one_text *t)
{
	const struct folded *f = &t->f;
	struct arena *mem = w->out->cx->mem;
	for (size_t i = 0, end; i < f->n; i++) {
		struct str counter;
		int hour, area = area_at(f, i, &end);
		int64_t number;
		if (area) {
			if (count(w->members, w->n, w->report->sector, area, 0) < w->k)
				warn_area(w, area, put_in(w->out, GROUP_AREA, t, i, end));
		} else if (is_digit(f->c[i]) && (hour = time_at(f, i, &end)) >= 0) {
			struct group_warning *one = put_in(w->out, GROUP_TIME, t, i, end);
			one->ja = str_format(mem, "%d時台", hour);
			one->en = str_format(mem, "around %02d:00", hour);
		} else if (is_digit(f->c[i]) && (number = number_at(f, i, &end, &counter)) != 0) {
			if (number < NUMBER_LEAST || is_round(number))
				continue;
			struct group_warning *one = put_in(w->out, GROUP_NUMBER, t, i, end);
			one->ja = group_over_ja(mem, number, counter);
			one->en = group_over_en(mem, number);
		} else
			continue;
		i = end - 1;
	}
}

enum status small_groups(struct cx *cx, const struct group_member *members, size_t n_members, const struct group_report *report, int64_t k,
                         struct group_warning **ret, size_t *ret_n)
{
	struct list_of out = { .cx = cx };
	struct work w = { &out, members, n_members, report, k };
	int64_t sector = count(members, n_members, report->sector, 0, 0);
	for (size_t i = 0; i < report->n_texts; i++)
		if (!str_utf8(report->texts[i]))
			return fail(cx, E_INVALID, T_FIELD_UTF8);
	if (report->sector.n && sector < k) {
		struct group_warning *one = put(&out, GROUP_SECTOR);
		one->left = sector;
		one->left_coarser = (int64_t)n_members;
	}
	if (report->area > 0 && report->area <= AREA_LAST && count(members, n_members, report->sector, report->area, 0) < k)
		warn_area(&w, report->area, put(&out, GROUP_AREA));
	if (report->users >= NUMBER_LEAST && !is_round(report->users)) {
		struct group_warning *one = put(&out, GROUP_NUMBER);
		one->ja = group_over_ja(cx->mem, report->users, NO_STR);
		one->en = group_over_en(cx->mem, report->users);
	}
	for (size_t i = 0; i < report->n_texts; i++) {
		struct one_text t = { .number = i };
		fold_map(cx->mem, report->texts[i], &t.f);
		look_at(&w, &t);
	}
	*ret = out.p;
	*ret_n = out.n;
	return OK;
}

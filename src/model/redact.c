/* model/redact.c — one scan: every recogniser proposes, the longest proposal stands, what was learnt by its wording is looked for
 * again, equal things are joined, and what is the attacker's is kept. */
#include "model/redact.h"

#include <stdlib.h>
#include <string.h>

#include "model/redact_parts.h"

const struct str redact_class_names[] = { LIT(""), LIT("org"), LIT("person"), LIT("mail"), LIT("postal"), LIT("phone"), LIT("domain"), LIT("url"),
	LIT("ip"), LIT("hash"), LIT("ticket"), { NULL, 0 } };
const struct str redact_why_names[] = { LIT(""), LIT("name"), LIT("form"), LIT("own"), LIT("attack"), { NULL, 0 } };

uint32_t redact_decode(struct str s, size_t *i)
{
	const unsigned char *p = (const unsigned char *)s.p + *i;
	size_t n = p[0] < 0x80 ? 1 : p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
	uint32_t c = n == 1 ? p[0] : p[0] & (0xffu >> (n + 1));
	for (size_t k = 1; k < n; k++)
		c = c << 6 | (p[k] & 0x3f);
	*i += n;
	return c;
}

size_t redact_word(const struct folded *f, size_t i, struct str word)
{
	size_t k = i;
	for (size_t b = 0; b < word.n; k++) {
		unsigned char first = (unsigned char)word.p[b];
		if (k >= f->n || (first < 0x80 && f->c[k] != first))
			return 0;
		if (redact_decode(word, &b) != f->c[k])
			return 0;
	}
	return k - i;
}

size_t redact_word_before(const struct folded *f, size_t i, struct str word)
{
	size_t n = str_chars(word);
	return n <= i ? redact_word(f, i - n, word) : 0;
}

/* UTF-8 of a character. */
static size_t encode(uint32_t c, char out[4])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t k = n; k-- > 1; c >>= 6)
		out[k] = (char)(0x80 | (c & 0x3f));
	out[0] = (char)((0xf00 >> n & 0xf0) | c);
	return n;
}

/* Nearly all words differ in their first (or last) character: told by its bytes, the last of them first, without decoding. */
size_t redact_any(const struct folded *f, size_t i, const struct str *words)
{
	char first[4];
	size_t bytes = i < f->n ? encode(f->c[i], first) : 0;
	for (; words->n && bytes; words++) {
		if (words->n < bytes || words->p[bytes - 1] != first[bytes - 1] || memcmp(words->p, first, bytes))
			continue;
		size_t n = redact_word(f, i, *words);
		if (n)
			return n;
	}
	return 0;
}

size_t redact_any_before(const struct folded *f, size_t i, const struct str *words)
{
	char last[4];
	size_t bytes = i && i <= f->n ? encode(f->c[i - 1], last) : 0;
	for (; words->n && bytes; words++) {
		if (words->n < bytes || words->p[words->n - 1] != last[bytes - 1] || memcmp(words->p + words->n - bytes, last, bytes))
			continue;
		size_t n = redact_word_before(f, i, *words);
		if (n)
			return n;
	}
	return 0;
}

struct redact_cand *redact_put(struct redact_scan *s, enum redact_class class, size_t from, size_t to)
{
	if (s->n == s->room) {
		size_t room = s->room ? s->room * 2 : 64;
		struct redact_cand *p = arena_array(s->cx->mem, struct redact_cand, room);
		for (size_t i = 0; i < s->n; i++)
			p[i] = s->p[i];
		s->p = p;
		s->room = room;
	}
	struct redact_cand *c = &s->p[s->n++];
	*c = (struct redact_cand){ .from = from, .to = to, .class = class, .why = REDACT_WHY_FORM };
	return c;
}

static int rank(const struct redact_cand *c)
{
	return c->weak ? 2 : c->why == REDACT_WHY_NAME ? 0 : 1;
}

/* The longer first; of equals the name before the form, then the order of classes. A total order: the same everywhere. */
static int by_length(const void *a, const void *b)
{
	const struct redact_cand *x = a, *y = b;
	size_t nx = x->to - x->from, ny = y->to - y->from;
	if (nx != ny)
		return nx > ny ? -1 : 1;
	if (rank(x) != rank(y))
		return rank(x) - rank(y);
	if (x->class != y->class)
		return (int)x->class - (int)y->class;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->who - y->who;
}

static int by_place(const void *a, const void *b)
{
	const struct redact_cand *x = a, *y = b;
	return (x->from > y->from) - (x->from < y->from);
}

/* Digits of a telephone number with +81 as 0. */
static struct str digits_of(struct arena *mem, const struct folded *f, size_t from, size_t to)
{
	struct buf b;
	buf_init(&b, mem, 64);
	size_t i = from;
	if (at(f, i) == '+' && at(f, i + 1) == '8' && at(f, i + 2) == '1') {
		buf_byte(&b, '0');
		for (i += 3; i < to && (!is_digit(at(f, i)) || at(f, i) == '0'); i++) {}
	}
	for (; i < to && !b.full; i++)
		if (is_digit(at(f, i)))
			buf_byte(&b, (char)at(f, i));
	return buf_str(&b);
}

static struct str squeezed(struct arena *mem, const struct folded *f, size_t from, size_t to)
{
	struct buf b;
	buf_init(&b, mem, 4 * (to - from) + 4);
	for (size_t i = from; i < to; i++) {
		uint32_t c = is_hyphen(f->c[i]) && !is_kata(before(f, i)) ? '-' : f->c[i];
		if (is_blank(c) || is_line(c))
			continue;
		char bytes[4];
		size_t n = encode(c, bytes);
		buf_add(&b, (struct str){ bytes, n });
	}
	return buf_str(&b);
}

struct str redact_key(const struct redact_scan *s, const struct redact_cand *c)
{
	size_t from = c->from, to = c->to;
	struct arena *mem = s->cx->mem;
	switch (c->class) {
	case REDACT_ORG:
	case REDACT_PERSON:
		if (c->who)
			return str_format(mem, "\1%d", c->who);
		if (c->class == REDACT_ORG)
			redact_core(&s->f, &from, &to);
		return squeezed(mem, &s->f, from, to);
	case REDACT_PHONE: return digits_of(mem, &s->f, c->from, c->to);
	case REDACT_MAIL:
	case REDACT_DOMAIN:
	case REDACT_URL:
	case REDACT_IP: return redact_refang(mem, &s->f, c->from, c->to);
	default: return squeezed(mem, &s->f, c->from, c->to);
	}
}

static bool may_be_attackers(enum redact_class class)
{
	return class == REDACT_MAIL || class == REDACT_DOMAIN || class == REDACT_URL || class == REDACT_IP || class == REDACT_HASH;
}

/* Takes out what overlaps something longer, and marks as the source's what has one of its names inside. */
static void settle(struct redact_scan *s)
{
	unsigned char *taken = arena_alloc(s->cx->mem, s->f.n + 1);
	size_t n = 0;
	if (s->n)
		qsort(s->p, s->n, sizeof *s->p, by_length);
	for (size_t i = 0; i < s->n; i++) {
		struct redact_cand *c = &s->p[i];
		if (taken[c->from] || taken[c->to - 1])
			continue;
		memset(taken + c->from, 1, c->to - c->from);
		for (size_t k = i + 1; k < s->n && may_be_attackers(c->class) && c->class != REDACT_HASH; k++)
			if (s->p[k].why == REDACT_WHY_NAME && !s->p[k].weak && s->p[k].from >= c->from && s->p[k].to <= c->to)
				c->no_keep = true;
		s->p[n++] = *c;
	}
	s->n = n;
	if (n)
		qsort(s->p, n, sizeof *s->p, by_place);
}

static void own_hosts(struct redact_scan *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct redact_cand *c = &s->p[i];
		if (c->class != REDACT_MAIL && c->class != REDACT_DOMAIN && c->class != REDACT_URL)
			continue;
		struct str host = redact_host(redact_refang(s->cx->mem, &s->f, c->from, c->to));
		if (redact_own_domain(s->index, host, &c->who)) {
			c->no_keep = true;
			c->why = REDACT_WHY_OWN;
		}
	}
}

/* www.own.example (192.0.2.1): the address in brackets belongs to the host before it. */
static void own_neighbours(struct redact_scan *s)
{
	for (size_t i = 1; i < s->n; i++) {
		const struct redact_cand *host = &s->p[i - 1];
		struct redact_cand *c = &s->p[i];
		if (c->class != REDACT_IP || !host->no_keep || (host->class != REDACT_DOMAIN && host->class != REDACT_URL) || c->from - host->to > 3)
			continue;
		for (size_t k = host->to; k < c->from; k++)
			c->no_keep = c->no_keep || at(&s->f, k) == '(' || at(&s->f, k) == '[' || at(&s->f, k) == '=';
	}
}

static void scan_one(struct redact_scan *s)
{
	fold_map(s->cx->mem, s->text, &s->f);
	redact_find_names(s);
	redact_find_net(s);
	redact_find_numbers(s);
	redact_find_places(s);
	redact_find_people(s);
	settle(s);
}

/* The second look, with what was learnt from all texts; then whose each thing is. */
static void scan_again(struct redact_scan *s, const struct redact_learnt *learnt)
{
	size_t n = s->n;
	redact_find_again(s, learnt);
	if (s->n > n)
		settle(s);
	own_hosts(s);
	redact_weigh_words(s);
	own_neighbours(s);
	for (size_t i = 0; i < s->n; i++)
		if (!s->p[i].key.n)
			s->p[i].key = redact_key(s, &s->p[i]);
}

/* Groups: what has the same class and key, over all texts. */
struct group { enum redact_class class; struct str key, family; int context, number; bool no_keep, company, sure; };
struct groups { struct group *p; size_t n; int *bucket; size_t buckets; int *next; };

static size_t group_of(struct groups *g, const struct redact_cand *c)
{
	uint64_t h = (uint64_t)c->class * 1099511628211u;
	for (size_t i = 0; i < c->key.n; i++)
		h = (h ^ (unsigned char)c->key.p[i]) * 1099511628211u;
	int *at_bucket = &g->bucket[h & (g->buckets - 1)];
	for (int k = *at_bucket; k; k = g->next[k - 1])
		if (g->p[k - 1].class == c->class && str_eq(g->p[k - 1].key, c->key))
			return (size_t)k - 1;
	g->p[g->n] = (struct group){ .class = c->class, .key = c->key };
	g->next[g->n] = *at_bucket;
	*at_bucket = (int)++g->n;
	return g->n - 1;
}

static void groups_init(struct arena *mem, struct groups *g, size_t room)
{
	*g = (struct groups){ .buckets = 64 };
	while (g->buckets < room)
		g->buckets *= 2;
	g->p = arena_array(mem, struct group, room + 1);
	g->next = arena_array(mem, int, room + 1);
	g->bucket = arena_array(mem, int, g->buckets);
}

static void gather(struct groups *g, const struct redact_scan *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct group *one = &g->p[group_of(g, &s->p[i])];
		one->no_keep = one->no_keep || s->p[i].no_keep;
		one->company = one->company || s->p[i].company;
		one->sure = one->sure || !s->p[i].weak;
		if (!one->family.n && may_be_attackers(one->class) && one->class != REDACT_HASH)
			one->family = redact_family(redact_host(one->key));
		if (may_be_attackers(s->p[i].class))
			one->context += redact_context(s, &s->p[i]);
	}
}

/* Hosts of one owner are judged together: what the mail address in the signature says holds for the web server too. */
static void join_families(struct cx *cx, struct groups *g)
{
	int *sum = arena_array(cx->mem, int, g->n + 1);
	bool *own = arena_array(cx->mem, bool, g->n + 1);
	for (size_t i = 0; i < g->n; i++)
		for (size_t k = 0; k < g->n && g->p[i].family.n; k++)
			if (str_eq(g->p[i].family, g->p[k].family)) {
				sum[i] += g->p[k].context;
				own[i] = own[i] || g->p[k].no_keep;
			}
	for (size_t i = 0; i < g->n; i++)
		if (g->p[i].family.n) {
			g->p[i].context = sum[i];
			g->p[i].no_keep = g->p[i].no_keep || own[i];
		}
}

static struct redact_find find_of(const struct redact_scan *s, const struct redact_cand *c, const struct group *g, size_t text)
{
	bool keep = may_be_attackers(c->class) && !g->no_keep && g->context > 0;
	enum redact_why why = keep ? REDACT_WHY_ATTACK : may_be_attackers(c->class) && c->why == REDACT_WHY_FORM && (g->no_keep || g->context < 0) ? REDACT_WHY_OWN : c->why;
	return (struct redact_find){ .class = c->class, .proposal = keep ? REDACT_KEEP : REDACT_REPLACE, .why = why, .text = text,
		.from = s->f.from[c->from], .to = fold_end(&s->f, c->to - 1), .who = c->who, .company = g->company };
}

/* Numbers of placeholders in order of appearance, what is to be replaced first. */
static void number(struct groups *g, struct redact_find *finds, size_t n)
{
	int next[REDACT_CLASSES] = { 0 };
	for (int turn = 0; turn < 2; turn++)
		for (size_t i = 0; i < n; i++) {
			struct group *one = &g->p[finds[i].group - 1];
			if (!one->number && (turn || finds[i].proposal == REDACT_REPLACE))
				one->number = ++next[one->class];
		}
	for (size_t i = 0; i < n; i++)
		finds[i].number = g->p[finds[i].group - 1].number;
}

enum status redact_scan_all(struct cx *cx, const struct redact_index *index, const struct str *texts, size_t n_texts,
                            struct redact_find **ret, size_t *ret_n)
{
	size_t bytes = 0, n = 0, count = 0;
	struct redact_scan *scans = arena_array(cx->mem, struct redact_scan, n_texts + 1);
	struct redact_learnt *learnt = redact_learnt_new(cx->mem);
	struct groups groups;
	for (size_t i = 0; i < n_texts; i++)
		if ((bytes += texts[i].n) > REDACT_TEXT_MAX)
			return fail(cx, E_LIMIT, T_TOO_LARGE);
	for (size_t i = 0; i < n_texts; i++) {
		if (!str_utf8(texts[i]))
			return fail(cx, E_INVALID, T_FIELD_UTF8);
		scans[i] = (struct redact_scan){ .cx = cx, .index = index, .text = texts[i] };
		scan_one(&scans[i]);
		redact_learn(&scans[i], learnt);
	}
	for (size_t i = 0; i < n_texts; i++) {
		scan_again(&scans[i], learnt);
		n += scans[i].n;
	}
	groups_init(cx->mem, &groups, n);
	for (size_t i = 0; i < n_texts; i++)
		gather(&groups, &scans[i]);
	join_families(cx, &groups);
	struct redact_find *finds = arena_array(cx->mem, struct redact_find, n + 1);
	int *shown = arena_array(cx->mem, int, n + 1), last = 0;
	for (size_t i = 0; i < n_texts; i++)
		for (size_t k = 0; k < scans[i].n; k++) {
			size_t g = group_of(&groups, &scans[i].p[k]);
			if (!groups.p[g].sure)
				continue;
			finds[count] = find_of(&scans[i], &scans[i].p[k], &groups.p[g], i);
			finds[count++].group = (int)g + 1;
		}
	number(&groups, finds, count);
	for (size_t i = 0; i < count; i++) {                    /* groups without those that were dropped: 1 .. */
		int g = finds[i].group - 1;
		if (!shown[g])
			shown[g] = ++last;
		finds[i].group = shown[g];
	}
	*ret = finds;
	*ret_n = count;
	return OK;
}

enum status redact_scan(struct cx *cx, const struct redact_index *index, struct str text, struct redact_find **ret, size_t *ret_n)
{
	return redact_scan_all(cx, index, &text, 1, ret, ret_n);
}

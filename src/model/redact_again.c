/* model/redact_again.c — the second look: what was found by its wording once (株式会社雲海システム, 担当: 影山 一, ticket AB-2201) is looked
 * for everywhere as people write it the second time: 雲海システム, 影山, AB-2201. */
#include <string.h>

#include "model/redact_parts.h"

enum { LEARNT_MAX = 512, HEADS = 256 };

/* `c`, `n`: borrowed from the folded text it was learnt from; `key`: what the first find is grouped by. */
struct one { enum redact_class class; const uint32_t *c; size_t n; struct str key; bool company; int next; };
struct redact_learnt { struct one p[LEARNT_MAX]; int n, head[HEADS]; };

struct redact_learnt *redact_learnt_new(struct arena *mem)
{
	return arena_make(mem, struct redact_learnt);
}

static void learn(struct redact_learnt *l, const struct redact_cand *c, const uint32_t *from, size_t n, struct str key)
{
	uint32_t h = from[0] % HEADS;
	if (l->n == LEARNT_MAX)
		return;
	for (int k = l->head[h]; k; k = l->p[k - 1].next)
		if (l->p[k - 1].class == c->class && l->p[k - 1].n == n && !memcmp(l->p[k - 1].c, from, n * sizeof *from))
			return;
	l->p[l->n] = (struct one){ c->class, from, n, key, c->company, l->head[h] };
	l->head[h] = ++l->n;
}

/* The name without its legal form. */
static void learn_org(struct redact_learnt *l, const struct folded *f, const struct redact_cand *c, struct str key)
{
	size_t from = c->from, to = c->to;
	if (redact_core(f, &from, &to) && to - from >= (is_alnum(at(f, from)) ? 5u : 3u))
		learn(l, c, f->c + from, to - from, key);
	size_t words = 0, k = from;
	for (; k < to && is_latin(at(f, from)); k++)            /* Blue Fjord Systems GmbH: the first two words */
		if (is_blank(at(f, k)) && ++words == 2)
			break;
	if (words == 2 && k < to && k - from > 8)
		learn(l, c, f->c + from, k - from, key);
}

/* The whole name, and its family name alone; of a Latin one both words. */
static void learn_person(struct redact_learnt *l, const struct folded *f, const struct redact_cand *c, struct str key)
{
	size_t gap = c->from;
	bool latin = is_latin(at(f, c->from));
	while (gap < c->to && !is_blank(at(f, gap)) && !is_line(at(f, gap)))
		gap++;
	if (gap == c->to && !latin && c->to - c->from > 2)      /* 影山一郎 */
		gap = c->from + redact_family_at(f, c->from);
	if (gap - c->from >= (latin ? 4u : 2u))
		learn(l, c, f->c + c->from, gap - c->from, key);
	if (gap < c->to && latin && c->to - gap > 4)
		learn(l, c, f->c + gap + 1, c->to - gap - 1, key);
}

void redact_learn(const struct redact_scan *s, struct redact_learnt *l)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct redact_cand *c = &s->p[i];
		size_t digits = 0;
		if (c->why != REDACT_WHY_FORM || c->weak)
			continue;
		if (c->class == REDACT_ORG)
			learn_org(l, &s->f, c, redact_key(s, c));
		else if (c->class == REDACT_PERSON)
			learn_person(l, &s->f, c, redact_key(s, c));
		else if (c->class == REDACT_TICKET) {
			for (size_t k = c->from; k < c->to; k++)
				digits += is_digit(at(&s->f, k));
			if (digits > 2 && c->to - c->from > 4)
				learn(l, c, s->f.c + c->from, c->to - c->from, redact_key(s, c));
		}
	}
}

/* Whether the word stands for itself at [from, to). */
static bool stands(const struct redact_scan *s, enum redact_class class, size_t from, size_t to)
{
	const struct folded *f = &s->f;
	uint32_t was = before(f, from), next = at(f, to), first = at(f, from), last = at(f, to - 1);
	if ((is_alnum(first) && (is_alnum(was) || is_hyphen(was) || was == '.' || was == '@' || was == '/')) || (is_alnum(last) && (is_alnum(next) || next == '@' || (next == '.' && is_alnum(at(f, to + 1))) || (is_hyphen(next) && is_alnum(at(f, to + 1))))))
		return class == REDACT_PERSON && is_hyphen(next) && redact_word(f, to, S("-san"));
	if ((is_kata(first) && is_kata(was)) || (is_kata(last) && is_kata(next)))
		return false;
	if (class != REDACT_PERSON)
		return true;
	if (is_latin(first))
		return redact_is_capital(s, from);
	return !is_kanji(was) && !is_kata(was) && !is_kanji(next) && !is_kata(next) && next != 0x3093;
}

void redact_find_again(struct redact_scan *s, const struct redact_learnt *l)
{
	const struct folded *f = &s->f;
	size_t sure = s->n, k = 0;
	for (size_t i = 0; i < f->n && l->n; i++) {
		for (; k < sure && s->p[k].to <= i; k++) {}
		if (k < sure && s->p[k].from <= i) {            /* found already */
			i = s->p[k].to - 1;
			continue;
		}
		for (int at_head = l->head[f->c[i] % HEADS]; at_head; at_head = l->p[at_head - 1].next) {
			const struct one *one = &l->p[at_head - 1];
			if (i + one->n > f->n || memcmp(f->c + i, one->c, one->n * sizeof *one->c) || !stands(s, one->class, i, i + one->n))
				continue;
			struct redact_cand *c = redact_put(s, one->class, i, i + one->n);
			c->no_keep = true;
			c->company = one->company;
			c->key = one->key;
		}
	}
}

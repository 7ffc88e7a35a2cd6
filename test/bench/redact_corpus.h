/* test/bench/redact_corpus.h — reads test/corpus (its README has the format) and scores the redaction engine on one half of it.
 * Shared by redact_bench, which prints the figures, and by test/unit/model/redact_corpus_test.c, which asks for a least recall. */
#ifndef NOROSHI_REDACT_CORPUS_H
#define NOROSHI_REDACT_CORPUS_H
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "model/redact.h"

struct corpus_mark { enum redact_class class; bool keep; size_t from, to; };
struct corpus_report { struct str name, text; struct corpus_mark *marks; size_t n; };
struct corpus_class { long marks, found, keeps, kept, proposals, right; };
struct corpus_score { struct corpus_class of[REDACT_CLASSES]; long reports, bytes; bool show; };

static inline struct str corpus_file(struct arena *mem, const char *path)
{
	struct buf b;
	FILE *in = fopen(path, "rb");
	buf_init(&b, mem, 1 << 24);
	for (int c; in && (c = fgetc(in)) != EOF;)
		buf_byte(&b, (char)c);
	if (in)
		fclose(in);
	return buf_str(&b);
}

struct corpus_names { struct redact_name *p; size_t n, room; };
static inline void corpus_name(struct corpus_names *names, struct str text, enum redact_class class, int who)
{
	if (text.n && names->n < names->room)
		names->p[names->n++] = (struct redact_name){ text, class, who };
}

/* What a server would give an officer. At most `room` names. */
static inline bool corpus_registry(struct cx *cx, const char *path, size_t room, struct corpus_names *ret)
{
	const struct json *root;
	int who = 0;
	if (json_parse(cx, corpus_file(cx->mem, path), &root) != OK)
		return false;
	*ret = (struct corpus_names){ arena_array(cx->mem, struct redact_name, room), 0, room };
	for (const struct json *org = json_first(json_get(root, S("orgs"))); org; org = json_next(org)) {
		who++;
		corpus_name(ret, json_get_text(org, S("ja")), REDACT_ORG, who);
		corpus_name(ret, json_get_text(org, S("en")), REDACT_ORG, who);
		for (const struct json *a = json_first(json_get(org, S("aliases"))); a; a = json_next(a))
			corpus_name(ret, json_text(a), REDACT_ORG, who);
		corpus_name(ret, json_get_text(org, S("domain")), REDACT_DOMAIN, who);
		corpus_name(ret, json_get_text(org, S("mail")), REDACT_MAIL, who);
		corpus_name(ret, json_get_text(org, S("address")), REDACT_POSTAL, who);
	}
	for (const struct json *one = json_first(json_get(root, S("people"))); one; one = json_next(one)) {
		who++;
		corpus_name(ret, json_get_text(one, S("ja")), REDACT_PERSON, who);
		corpus_name(ret, json_get_text(one, S("kana")), REDACT_PERSON, who);
		corpus_name(ret, json_get_text(one, S("en")), REDACT_PERSON, who);
	}
	return who > 0;
}

static inline enum redact_class corpus_class_of(struct str name)
{
	for (int i = 1; i < REDACT_CLASSES; i++)
		if (str_eq(redact_class_names[i], name))
			return (enum redact_class)i;
	return 0;
}

/* Takes the marks out of a file. */
static inline void corpus_parse(struct arena *mem, struct str file, struct corpus_report *ret)
{
	ptrdiff_t head = str_find(file, S("\n\n"));
	struct str rest = str_slice(file, head < 0 ? 0 : (size_t)head + 2, file.n), open = S("⟦"), close = S("⟧");
	struct buf text;
	buf_init(&text, mem, 1 << 20);
	ret->marks = arena_array(mem, struct corpus_mark, rest.n / 6 + 1);
	ret->n = 0;
	for (;;) {
		ptrdiff_t from = str_find(rest, open);
		if (from < 0)
			break;
		buf_add(&text, str_slice(rest, 0, (size_t)from));
		rest = str_slice(rest, (size_t)from + open.n, rest.n);
		ptrdiff_t to = str_find(rest, close);
		if (to < 0)
			break;
		struct str inside, class = str_cut(str_slice(rest, 0, (size_t)to), '|', &inside);
		struct corpus_mark *m = &ret->marks[ret->n++];
		m->keep = str_starts(class, S("keep:"));
		m->class = corpus_class_of(m->keep ? str_slice(class, 5, class.n) : class);
		m->from = text.n;
		buf_add(&text, inside);
		m->to = text.n;
		rest = str_slice(rest, (size_t)to + close.n, rest.n);
	}
	buf_add(&text, rest);
	ret->text = buf_str(&text);
}

static inline void corpus_tell(const struct corpus_score *score, const struct corpus_report *r, const char *what, int class, size_t from, size_t to)
{
	if (!score->show)
		return;
	size_t a = from > 60 ? from - 60 : 0, b = to + 40 < r->text.n ? to + 40 : r->text.n;
	while (a && ((unsigned char)r->text.p[a] & 0xc0) == 0x80)
		a--;
	while (b < r->text.n && ((unsigned char)r->text.p[b] & 0xc0) == 0x80)
		b++;
	printf("%s %.*s %.*s: %.*s«%.*s»%.*s\n--\n", what, STR_ARG(redact_class_names[class]), STR_ARG(r->name), (int)(from - a), r->text.p + a, (int)(to - from), r->text.p + from, (int)(b - to), r->text.p + to);
}

/* White space and punctuation need no covering. */
static inline bool corpus_needs(struct str text, size_t i)
{
	unsigned char c = (unsigned char)text.p[i];
	bool wide_mark = c == 0xe3 && i + 1 < text.n && (unsigned char)text.p[i + 1] == 0x80;    /* U+3000 .. U+303F */
	return c >= 0x80 ? !wide_mark && (c & 0xc0) != 0x80 : (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static inline void corpus_score_one(struct corpus_score *score, const struct corpus_report *r, const struct redact_find *finds, size_t n)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct corpus_mark *m = &r->marks[i];
		bool covered = true;
		for (size_t b = m->from; b < m->to; b++) {
			bool has = !corpus_needs(r->text, b);
			for (size_t k = 0; k < n && !has; k++)
				has = finds[k].from <= b && b < finds[k].to && (finds[k].proposal == REDACT_KEEP) == m->keep;
			covered = covered && has;
		}
		struct corpus_class *c = &score->of[m->class];
		*(m->keep ? &c->keeps : &c->marks) += 1;
		*(m->keep ? &c->kept : &c->found) += covered;
		if (!covered)
			corpus_tell(score, r, m->keep ? "not kept" : "missed", m->class, m->from, m->to);
	}
	for (size_t k = 0; k < n; k++) {
		bool right = false;
		for (size_t i = 0; i < r->n; i++)
			right = right || (r->marks[i].from < finds[k].to && finds[k].from < r->marks[i].to && r->marks[i].keep == (finds[k].proposal == REDACT_KEEP));
		score->of[finds[k].class].proposals++;
		score->of[finds[k].class].right += right;
		if (!right)
			corpus_tell(score, r, finds[k].proposal == REDACT_KEEP ? "false keep" : "false", (int)finds[k].class, finds[k].from, finds[k].to);
	}
}

static inline int corpus_by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* Every report below `dir`. */
static inline bool corpus_score_dir(struct cx *cx, const struct redact_index *index, const char *dir, struct corpus_score *score)
{
	struct dirent **entries = NULL;
	int n = scandir(dir, &entries, NULL, corpus_by_name);
	bool ok = n > 0;
	for (int i = 0; i < n; i++) {
		struct str name = str_copy(cx->mem, str_of(entries[i]->d_name));
		free(entries[i]);
		if (!str_ends(name, S(".txt")))
			continue;
		struct corpus_report r = { .name = name };
		struct redact_find *finds;
		size_t n_finds;
		corpus_parse(cx->mem, corpus_file(cx->mem, str_terminated(cx->mem, str_format(cx->mem, "%s/%.*s", dir, STR_ARG(name)))), &r);
		if (redact_scan(cx, index, r.text, &finds, &n_finds) != OK) {
			ok = false;
			continue;
		}
		corpus_score_one(score, &r, finds, n_finds);
		score->reports++;
		score->bytes += (long)r.text.n;
	}
	free(entries);
	return ok && score->reports > 0;
}

static inline double corpus_ratio(long part, long whole)
{
	return whole ? (double)part / (double)whole : 1;
}
#endif

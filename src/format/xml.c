/* format/xml.c — cutting XML into pieces. */
#include "format/xml.h"

#include <string.h>

#include "base/str.h"

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static struct str local_of(struct str name)
{
	const char *colon = name.n ? memchr(name.p, ':', name.n) : NULL;
	return colon ? str_slice(name, (size_t)(colon - name.p) + 1, name.n) : name;
}

static struct str name_of(struct str s)
{
	size_t n = 0;
	while (n < s.n && !is_space(s.p[n]) && s.p[n] != '/' && s.p[n] != '>' && s.p[n] != '=' && s.p[n] != '<' && s.p[n] != '"' && s.p[n] != '\'')
		n++;
	return str_slice(s, 0, n);
}

/* Up to and with `end`; BROKEN where it never comes. */
static bool take(struct xml *x, struct xml_piece *p, enum xml_kind kind, size_t head, struct str end)
{
	struct str left = str_slice(x->text, x->at, x->text.n), after = str_slice(left, head, left.n);
	ptrdiff_t found = str_find(after, end);
	if (found < 0) {
		p->kind = XML_BROKEN;
		return false;
	}
	p->kind = kind;
	p->whole = str_slice(left, 0, head + (size_t)found + end.n);
	p->rest = str_slice(after, 0, (size_t)found);
	x->at += p->whole.n;
	return true;
}

/* The length of a tag from '<' to '>', quotes observed; 0: it does not end. */
static size_t tag_length(struct str s)
{
	char quote = 0;
	for (size_t i = 1; i < s.n; i++) {
		char c = s.p[i];
		if (quote) {
			quote = c == quote ? 0 : quote;
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (c == '>') {
			return i + 1;
		} else if (c == '<') {
			return 0;
		}
	}
	return 0;
}

static bool take_tag(struct xml *x, struct xml_piece *p, struct str left)
{
	size_t n = tag_length(left);
	bool close = left.n > 1 && left.p[1] == '/', empty = n > 2 && left.p[n - 2] == '/' && !close;
	p->kind = XML_BROKEN;
	if (!n)
		return false;
	struct str inside = str_slice(left, close ? 2 : 1, n - (empty ? 2 : 1));
	p->name = name_of(inside);
	if (!p->name.n)
		return false;
	p->local = local_of(p->name);
	p->rest = str_slice(inside, p->name.n, inside.n);
	p->whole = str_slice(left, 0, n);
	p->kind = close ? XML_CLOSE : empty ? XML_EMPTY : XML_OPEN;
	x->at += n;
	return true;
}

bool xml_next(struct xml *x, struct xml_piece *p)
{
	struct str left = str_slice(x->text, x->at, x->text.n);
	*p = (struct xml_piece){ .kind = XML_END };
	if (!left.n)
		return false;
	if (left.p[0] != '<') {
		const char *tag = memchr(left.p, '<', left.n);
		p->kind = XML_TEXT;
		p->whole = p->rest = str_slice(left, 0, tag ? (size_t)(tag - left.p) : left.n);
		x->at += p->whole.n;
		return true;
	}
	if (str_starts(left, S("<!--")))
		return take(x, p, XML_REMARK, 4, S("-->"));
	if (str_starts(left, S("<?")))
		return take(x, p, XML_REMARK, 2, S("?>"));
	if (str_starts(left, S("<![CDATA[")))
		return take(x, p, XML_CDATA, 9, S("]]>"));
	if (str_starts(left, S("<!"))) {
		p->kind = XML_BROKEN;
		return false;
	}
	return take_tag(x, p, left);
}

bool xml_attribute(struct str *rest, struct xml_attribute *ret)
{
	struct str s = *rest;
	size_t space = 0;
	while (space < s.n && is_space(s.p[space]))
		space++;
	struct str name = name_of(str_slice(s, space, s.n));
	size_t at = space + name.n;
	while (at < s.n && is_space(s.p[at]))
		at++;
	if (!name.n || at >= s.n || s.p[at] != '=')
		return false;
	for (at++; at < s.n && is_space(s.p[at]);)
		at++;
	if (at >= s.n || (s.p[at] != '"' && s.p[at] != '\''))
		return false;
	const char *end = memchr(s.p + at + 1, s.p[at], s.n - at - 1);
	if (!end)
		return false;
	ret->before = str_slice(s, 0, space);
	ret->name = name;
	ret->local = local_of(name);
	ret->value = str_slice(s, at + 1, (size_t)(end - s.p));
	*rest = str_slice(s, (size_t)(end - s.p) + 1, s.n);
	return true;
}

struct str xml_attribute_of(struct str rest, struct str local)
{
	struct xml_attribute a;
	while (xml_attribute(&rest, &a))
		if (str_eq(a.local, local))
			return a.value;
	return NO_STR;
}

static size_t put_character(char *out, uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = n; i-- > 1; c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3f));
	out[0] = (char)((n == 2 ? 0xc0 : n == 3 ? 0xe0 : 0xf0) | c);
	return n;
}

/* The character that "&...;" stands for, 0 where it is none known. */
static uint32_t entity(struct str e)
{
	static const struct { struct str name; uint32_t c; } known[] = {
		{ LIT("amp"), '&' }, { LIT("lt"), '<' }, { LIT("gt"), '>' }, { LIT("quot"), '"' }, { LIT("apos"), '\'' }, { LIT("nbsp"), 0xa0 },
	};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_eq(known[i].name, e))
			return known[i].c;
	if (e.n < 2 || e.n > 8 || e.p[0] != '#')
		return 0;
	bool hex = e.p[1] == 'x' || e.p[1] == 'X';
	uint32_t c = 0;
	for (size_t i = hex ? 2 : 1; i < e.n; i++) {
		char d = e.p[i];
		uint32_t v = d >= '0' && d <= '9' ? (uint32_t)(d - '0') : hex && (d | 32) >= 'a' && (d | 32) <= 'f' ? (uint32_t)((d | 32) - 'a' + 10) : 99;
		if (v == 99 || c > 0x10ffff)
			return 0;
		c = c * (hex ? 16 : 10) + v;
	}
	return (c >= 0xd800 && c < 0xe000) || c > 0x10ffff ? 0 : c;
}

struct str xml_text(struct arena *mem, struct str raw)
{
	if (!raw.n || !memchr(raw.p, '&', raw.n))
		return raw;
	char *out = arena_alloc(mem, raw.n + 4);
	size_t n = 0;
	for (size_t i = 0; i < raw.n;) {
		const char *end = raw.p[i] == '&' ? memchr(raw.p + i, ';', raw.n - i < 12 ? raw.n - i : 12) : NULL;
		uint32_t c = end ? entity(str_slice(raw, i + 1, (size_t)(end - raw.p))) : 0;
		if (c) {
			n += put_character(out + n, c);
			i = (size_t)(end - raw.p) + 1;
		} else {
			out[n++] = raw.p[i++];
		}
	}
	return (struct str){ out, n };
}

#include "format/multipart.h"
#include "base/str.h"

#define PARTS_MAX 16
#define HEAD_MAX 4096
#define BOUNDARY_MAX 70

bool multipart_is(struct str type)
{
	struct str rest;
	return str_eq_nocase(str_trim(str_cut(type, ';', &rest)), S("multipart/form-data"));
}

/* Position of `what` in `in` from `from`, or -1. */
static ptrdiff_t find_from(struct str in, size_t from, struct str what)
{
	ptrdiff_t at = str_find(str_slice(in, from, in.n), what);
	return at < 0 ? -1 : (ptrdiff_t)from + at;
}

/* The value of a parameter, "a; boundary=x; filename=\"y\"": quoted strings may hold semicolons. p NULL where it is not there. */
static struct str parameter(struct arena *mem, struct str header, struct str name)
{
	struct str key;
	size_t i = 0;
	while (i < header.n && header.p[i] != ';')
		i++;
	while (i < header.n) {
		size_t start = ++i;
		while (i < header.n && header.p[i] != '=' && header.p[i] != ';')
			i++;
		key = str_trim(str_slice(header, start, i));
		if (i >= header.n || header.p[i] == ';')
			continue;
		i++;
		if (i < header.n && header.p[i] == '"') {
			size_t from = ++i, n = 0;
			char *value = arena_alloc(mem, header.n + 1);
			for (; i < header.n && header.p[i] != '"'; i++) {
				if (header.p[i] == '\\' && i + 1 < header.n && (header.p[i + 1] == '"' || header.p[i + 1] == '\\'))
					i++;
				value[n++] = header.p[i];
			}
			if (i >= header.n)
				return NO_STR;                  /* not closed */
			(void)from;
			i++;
			if (str_eq_nocase(key, name))
				return (struct str){ value, n };
			while (i < header.n && header.p[i] != ';')
				i++;
		} else {
			size_t from = i;
			while (i < header.n && header.p[i] != ';')
				i++;
			if (str_eq_nocase(key, name))
				return str_trim(str_slice(header, from, i));
		}
	}
	return NO_STR;
}

static bool boundary_ok(struct str b)
{
	if (!b.n || b.n > BOUNDARY_MAX)
		return false;
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i] < 0x20 || b.p[i] > 0x7e)
			return false;
	return true;
}

/* Browsers send a double quote in a name as %22 and line ends as %0D %0A (the HTML standard); nothing else is escaped. */
static struct str unescape_name(struct arena *mem, struct str s)
{
	char *out = arena_alloc(mem, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		struct str three = str_slice(s, i, i + 3);
		if (str_eq(three, S("%22")) || str_eq_nocase(three, S("%0d")) || str_eq_nocase(three, S("%0a"))) {
			out[n++] = '_';
			i += 2;
		} else {
			out[n++] = s.p[i];
		}
	}
	return (struct str){ out, n };
}

/* The file name in a part's head, p NULL where the part is a plain field. */
static struct str file_name(struct arena *mem, struct str head)
{
	while (head.n) {
		ptrdiff_t end = str_find(head, S("\r\n"));
		struct str line = end < 0 ? head : str_slice(head, 0, (size_t)end), value;
		head = end < 0 ? NO_STR : str_slice(head, (size_t)end + 2, head.n);
		if (str_eq_nocase(str_trim(str_cut(line, ':', &value)), S("content-disposition"))) {
			struct str name = parameter(mem, value, S("filename"));
			return name.p ? unescape_name(mem, name) : NO_STR;
		}
	}
	return NO_STR;
}

bool multipart_file(struct arena *mem, struct str content_type, struct bytes body, struct multipart_file *ret)
{
	struct str all = { (const char *)body.p, body.n };
	struct str boundary = parameter(mem, content_type, S("boundary"));
	struct multipart_file found = { NO_STR, { NULL, 0 } };
	if (!multipart_is(content_type) || !boundary_ok(boundary))
		return false;
	struct str line = str_format(mem, "\r\n--%.*s", STR_ARG(boundary));
	struct str first = str_slice(line, 2, line.n);
	if (!str_starts(all, first))
		return false;
	size_t at = first.n;
	for (int part = 0;; part++) {
		struct str rest = str_slice(all, at, all.n);
		if (str_starts(rest, S("--")))
			break;                                  /* the closing boundary */
		if (part == PARTS_MAX || !str_starts(rest, S("\r\n")))
			return false;
		at += 2;
		/* An empty head ends at once: then the blank line is all there is. */
		ptrdiff_t head_end = str_starts(str_slice(all, at, all.n), S("\r\n")) ? (ptrdiff_t)at - 2 : find_from(all, at, S("\r\n\r\n"));
		if (head_end < 0 || head_end - (ptrdiff_t)at > HEAD_MAX)
			return false;
		size_t from = (size_t)head_end + 4;
		ptrdiff_t to = find_from(all, from > 2 ? from - 2 : from, line);
		if (to < 0)
			return false;
		struct str name = head_end < (ptrdiff_t)at ? NO_STR : file_name(mem, str_slice(all, at, (size_t)head_end));
		if (name.p) {
			if (found.name.p)
				return false;
			found.name = name;
			found.content = (struct bytes){ body.p + from, (size_t)to > from ? (size_t)to - from : 0 };
		}
		at = (size_t)to + line.n;
	}
	if (!found.name.p)
		return false;
	*ret = found;
	return true;
}

/* format/meta_office_text.c — what a person reads in an office document: its text, notes, comments, names of sheets, link targets. */
#include <string.h>

#include "base/str.h"
#include "format/meta_parts.h"
#include "format/meta_rules.h"
#include "format/xml.h"
#include "format/zip.h"

static bool among(struct str s, const struct str *of, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(of[i], s))
			return true;
	return false;
}
#define AMONG(s, list) among((s), (list), sizeof(list) / sizeof *(list))

static void line(struct buf *text)
{
	if (text->n && text->p[text->n - 1] != '\n')
		buf_byte(text, '\n');
}

/* What stands in attributes: names of sheets, descriptions, links. */
static void attributes(struct meta_work *w, const struct xml_piece *e, struct buf *text)
{
	static const struct str named[] = { LIT("sheet"), LIT("definedName"), LIT("table") };
	static const struct str told[] = { LIT("descr"), LIT("tooltip"), LIT("alt"), LIT("textpath"), LIT("href"), LIT("display") };
	struct str rest = e->rest;
	struct xml_attribute a;
	bool link = str_eq(e->local, S("Relationship")) && str_eq(xml_attribute_of(e->rest, S("TargetMode")), S("External"));
	bool name = AMONG(e->local, named);
	while (xml_attribute(&rest, &a))
		if (a.value.n && (AMONG(a.local, told) || (link && str_eq(a.local, S("Target"))) || (name && str_eq(a.local, S("name"))))) {
			line(text);
			buf_add(text, xml_text(w->scratch, a.value));
			line(text);
		}
}

/* Text counts within these elements of OOXML; in ODF everywhere. */
static void part_text(struct meta_work *w, struct str xml, bool everywhere, struct buf *text)
{
	static const struct str shown[] = { LIT("t"), LIT("delText"), LIT("instrText"), LIT("f"), LIT("v"), LIT("text"), LIT("definedName"),
		LIT("oddHeader"), LIT("oddFooter"), LIT("evenHeader"), LIT("evenFooter"), LIT("firstHeader"), LIT("firstFooter") };
	static const struct str ends[] = { LIT("p"), LIT("h"), LIT("si"), LIT("row"), LIT("tr"), LIT("table-row"), LIT("comment"), LIT("text"),
		LIT("definedName"), LIT("list-item") };
	static const struct str gaps[] = { LIT("tab"), LIT("c"), LIT("tc"), LIT("table-cell"), LIT("s") };
	static const struct str silent[] = { LIT("creator"), LIT("date"), LIT("creator-initials") };
	struct xml x = { xml, 0 };
	struct xml_piece e;
	int within = everywhere;
	bool shared = false;
	while (text->n <= w->text_max && xml_next(&x, &e)) {
		bool opens = e.kind == XML_OPEN, closes = e.kind == XML_CLOSE || e.kind == XML_EMPTY;
		if (arena_used_bytes(w->scratch) > 1 << 20)
			arena_reset(w->scratch);
		if (opens || e.kind == XML_EMPTY)
			attributes(w, &e, text);
		if (opens && str_eq(e.local, S("c")))
			shared = str_eq(xml_attribute_of(e.rest, S("t")), S("s"));
		if (e.kind == XML_TEXT && within > 0)
			buf_add(text, xml_text(w->scratch, e.rest));
		else if (e.kind == XML_CDATA && within > 0)
			buf_add(text, e.rest);
		if (everywhere && (opens || e.kind == XML_CLOSE) && AMONG(e.local, silent))
			within += opens ? -1 : 1;
		else if (!everywhere && opens && AMONG(e.local, shown))
			within = !(shared && str_eq(e.local, S("v")));
		else if (!everywhere && e.kind == XML_CLOSE)
			within = 0;
		if (closes && (AMONG(e.local, ends) || str_eq(e.local, S("br")) || str_eq(e.local, S("line-break"))))
			line(text);
		else if (closes && AMONG(e.local, gaps))
			buf_byte(text, str_eq(e.local, S("s")) ? ' ' : '\t');
	}
	line(text);
}

static bool is_body(struct str name)
{
	return str_eq(name, S("word/document.xml")) || str_eq(name, S("xl/sharedStrings.xml")) || str_eq(name, S("content.xml"));
}

static bool readable(struct str name, enum meta_type type)
{
	static const struct str not[] = { LIT("docProps/"), LIT("[Content_Types]"), LIT("_rels/"), LIT("word/theme"), LIT("xl/theme"), LIT("ppt/theme"),
		LIT("word/styles"), LIT("xl/styles"), LIT("word/fontTable"), LIT("word/settings") };
	if (type == META_ODF)
		return str_ends(name, S("content.xml")) || str_ends(name, S("styles.xml"));
	for (size_t i = 0; i < sizeof not / sizeof *not; i++)
		if (str_starts(name, not[i]))
			return false;
	return (str_ends(name, S(".xml")) || str_ends(name, S(".rels")) || str_ends(name, S(".vml"))) && meta_rules_drop(name) == META_NONE;
}

static enum status add_part(struct meta_work *w, const struct zip *z, const struct zip_entry *e, enum meta_type type, struct buf *text)
{
	struct bytes part;
	enum status st = meta_spend(w, e->n);
	if (st == OK)
		st = zip_get(w->cx, z, e, &part);
	if (st != OK)
		return st;
	enum charset charset = charset_told(part);
	part_text(w, charset == CHARSET_UTF8 ? as_str(part) : charset_text(w->cx->mem, charset, part), type == META_ODF, text);
	return OK;
}

/* The whole is checked as meta_read checks it: no text comes from a document that would be refused. */
enum status meta_office_text(struct meta_work *w, struct bytes file, struct buf *text, enum meta_type *ret_type)
{
	struct zip z;
	enum status st = meta_office(w, file, NULL, ret_type);
	w->unpacked = 0;
	if (st == OK)
		st = zip_open(w->cx, file, &z);
	for (int second = 0; second < 2 && st == OK; second++)
		for (size_t i = 0; i < z.n && st == OK && text->n <= w->text_max; i++)
			if (is_body(z.entries[i].name) == !second && readable(z.entries[i].name, *ret_type))
				st = add_part(w, &z, &z.entries[i], *ret_type, text);
	if (st == OK && text->full)
		st = fail(w->cx, E_INVALID, T_META_LIMIT);
	return st;
}

/* format/meta_rules.c — one table for both families of office documents. Elements are told by their local name (or, written with a
 * colon, by their whole name), attributes by theirs, so that another prefix for the same namespace hides nothing. */
#include "format/meta_rules.h"

#include <string.h>

#include "base/str.h"
#include "format/xml.h"

enum action { DROP, NOBODY, BLANK, EPOCH, DATED, PATH, SETTING };
/* DROP: the element with all in it, or the attribute; NOBODY, BLANK, EPOCH: put "Author", nothing, or a fixed time there; DATED: an
 * attribute that goes where an author stands beside it; PATH: made blank where it is a path; SETTING: dropped by its name. */
struct rule { struct str root, element, attribute; enum action action; enum meta_kind kind; };
#define ANY LIT("")
static const struct rule rules[] = {
	/* OOXML: docProps */
	{ LIT("coreProperties"), LIT("creator"), ANY, DROP, META_AUTHOR }, { LIT("coreProperties"), LIT("lastModifiedBy"), ANY, DROP, META_LAST_AUTHOR },
	{ LIT("coreProperties"), LIT("title"), ANY, DROP, META_TITLE }, { LIT("coreProperties"), LIT("subject"), ANY, DROP, META_SUBJECT },
	{ LIT("coreProperties"), LIT("keywords"), ANY, DROP, META_KEYWORDS }, { LIT("coreProperties"), LIT("description"), ANY, DROP, META_COMMENT },
	{ LIT("coreProperties"), LIT("category"), ANY, DROP, META_KEYWORDS }, { LIT("coreProperties"), LIT("created"), ANY, DROP, META_TIME },
	{ LIT("coreProperties"), LIT("modified"), ANY, DROP, META_TIME }, { LIT("coreProperties"), LIT("lastPrinted"), ANY, DROP, META_TIME },
	{ LIT("coreProperties"), LIT("identifier"), ANY, DROP, META_ID }, { LIT("coreProperties"), LIT("contentStatus"), ANY, DROP, META_CUSTOM },
	{ LIT("coreProperties"), LIT("version"), ANY, DROP, META_CUSTOM }, { LIT("coreProperties"), LIT("revision"), ANY, DROP, META_CUSTOM },
	{ LIT("Properties"), LIT("Template"), ANY, DROP, META_TEMPLATE }, { LIT("Properties"), LIT("Manager"), ANY, DROP, META_AUTHOR },
	{ LIT("Properties"), LIT("Company"), ANY, DROP, META_COMPANY }, { LIT("Properties"), LIT("Application"), ANY, DROP, META_APPLICATION },
	{ LIT("Properties"), LIT("AppVersion"), ANY, DROP, META_APPLICATION }, { LIT("Properties"), LIT("HyperlinkBase"), ANY, DROP, META_PATH },
	{ LIT("Properties"), LIT("TotalTime"), ANY, DROP, META_CUSTOM }, { LIT("Properties"), LIT("TitlesOfParts"), ANY, DROP, META_TITLE },
	{ LIT("Properties"), LIT("HeadingPairs"), ANY, DROP, META_NONE }, { LIT("Properties"), LIT("HLinks"), ANY, DROP, META_PATH },
	{ LIT("Properties"), LIT("property"), ANY, DROP, META_CUSTOM },
	/* Word */
	{ LIT("settings"), LIT("rsids"), ANY, DROP, META_ID }, { LIT("settings"), LIT("attachedTemplate"), ANY, DROP, META_NONE },
	{ LIT("settings"), LIT("docVars"), ANY, DROP, META_CUSTOM }, { LIT("settings"), LIT("mailMerge"), ANY, DROP, META_PATH },
	{ LIT("settings"), LIT("docId"), ANY, DROP, META_ID }, { LIT("settings"), LIT("saveThroughXslt"), ANY, DROP, META_PATH },
	{ LIT("people"), LIT("presenceInfo"), ANY, DROP, META_ANNOTATOR },
	{ ANY, ANY, LIT("author"), NOBODY, META_ANNOTATOR }, { ANY, ANY, LIT("initials"), BLANK, META_ANNOTATOR },
	{ ANY, ANY, LIT("rsid*"), DROP, META_ID }, { ANY, ANY, LIT("date"), DATED, META_TIME }, { ANY, ANY, LIT("dateUtc"), DROP, META_TIME },
	/* Excel */
	{ LIT("comments"), LIT("author"), ANY, NOBODY, META_ANNOTATOR }, { LIT("personList"), LIT("person"), LIT("displayName"), NOBODY, META_ANNOTATOR },
	{ ANY, ANY, LIT("userId"), BLANK, META_ANNOTATOR }, { ANY, ANY, LIT("providerId"), BLANK, META_NONE },
	{ ANY, ANY, LIT("userName"), NOBODY, META_ANNOTATOR }, { LIT("users"), LIT("userInfo"), LIT("name"), NOBODY, META_ANNOTATOR },
	{ ANY, LIT("threadedComment"), LIT("dT"), DROP, META_TIME }, { ANY, LIT("absPath"), LIT("url"), BLANK, META_PATH },
	{ ANY, LIT("pageSetup"), LIT("id"), DROP, META_NONE },
	/* PowerPoint */
	{ ANY, LIT("cmAuthor"), LIT("name"), NOBODY, META_ANNOTATOR }, { LIT("authorLst"), LIT("author"), LIT("name"), NOBODY, META_ANNOTATOR },
	{ ANY, LIT("cm"), LIT("dt"), DROP, META_TIME }, { ANY, LIT("cm"), LIT("created"), EPOCH, META_TIME },
	{ ANY, LIT("reply"), LIT("created"), EPOCH, META_TIME },
	/* pictures' descriptions are often the file's path; links to files */
	{ ANY, ANY, LIT("descr"), PATH, META_PATH }, { ANY, LIT("cNvPr"), LIT("name"), PATH, META_PATH }, { ANY, LIT("cNvPr"), LIT("title"), PATH, META_PATH },
	{ ANY, LIT("docPr"), LIT("name"), PATH, META_PATH }, { ANY, LIT("docPr"), LIT("title"), PATH, META_PATH }, { ANY, ANY, LIT("href"), PATH, META_PATH },
	{ ANY, LIT("imagedata"), LIT("title"), PATH, META_PATH }, { ANY, LIT("shape"), LIT("alt"), PATH, META_PATH },
	{ ANY, LIT("connection"), LIT("sourceFile"), BLANK, META_PATH }, { ANY, LIT("connection"), LIT("odcFile"), BLANK, META_PATH },
	{ ANY, LIT("dbPr"), LIT("connection"), BLANK, META_PATH }, { ANY, LIT("textPr"), LIT("sourceFile"), BLANK, META_PATH },
	/* ODF */
	{ LIT("document-meta"), LIT("initial-creator"), ANY, DROP, META_AUTHOR }, { LIT("document-meta"), LIT("creator"), ANY, DROP, META_LAST_AUTHOR },
	{ LIT("document-meta"), LIT("printed-by"), ANY, DROP, META_LAST_AUTHOR }, { LIT("document-meta"), LIT("title"), ANY, DROP, META_TITLE },
	{ LIT("document-meta"), LIT("subject"), ANY, DROP, META_SUBJECT }, { LIT("document-meta"), LIT("description"), ANY, DROP, META_COMMENT },
	{ LIT("document-meta"), LIT("keyword"), ANY, DROP, META_KEYWORDS }, { LIT("document-meta"), LIT("generator"), ANY, DROP, META_APPLICATION },
	{ LIT("document-meta"), LIT("creation-date"), ANY, DROP, META_TIME }, { LIT("document-meta"), LIT("date"), ANY, DROP, META_TIME },
	{ LIT("document-meta"), LIT("print-date"), ANY, DROP, META_TIME }, { LIT("document-meta"), LIT("template"), ANY, DROP, META_TEMPLATE },
	{ LIT("document-meta"), LIT("auto-reload"), ANY, DROP, META_PATH }, { LIT("document-meta"), LIT("user-defined"), ANY, DROP, META_CUSTOM },
	{ LIT("document-meta"), LIT("editing-duration"), ANY, DROP, META_CUSTOM }, { LIT("document-meta"), LIT("editing-cycles"), ANY, DROP, META_CUSTOM },
	{ LIT("document-meta"), LIT("contributor"), ANY, DROP, META_LAST_AUTHOR }, { LIT("document-meta"), LIT("publisher"), ANY, DROP, META_COMPANY },
	{ ANY, LIT("dc:creator"), ANY, NOBODY, META_ANNOTATOR }, { ANY, LIT("dc:date"), ANY, DROP, META_TIME },
	{ ANY, LIT("creator-initials"), ANY, DROP, META_ANNOTATOR }, { ANY, LIT("sender-initials"), ANY, DROP, META_ANNOTATOR },
	{ ANY, ANY, LIT("paragraph-rsid"), DROP, META_ID }, { LIT("document-settings"), LIT("config-item"), ANY, SETTING, META_PATH },
};
static const struct { struct str part; enum meta_kind kind; } drops[] = {
	{ LIT("docProps/thumbnail"), META_THUMBNAIL }, { LIT("Thumbnails/"), META_THUMBNAIL }, { LIT("customXml/"), META_CUSTOM },
	{ LIT("docMetadata/"), META_CUSTOM }, { LIT("_xmlsignatures/"), META_SIGNATURE }, { LIT("META-INF/documentsignatures.xml"), META_SIGNATURE },
	{ LIT("META-INF/macrosignatures.xml"), META_SIGNATURE },
	{ LIT("xl/printerSettings/"), META_PATH }, { LIT("word/printerSettings/"), META_PATH }, { LIT("ppt/printerSettings/"), META_PATH },
};
enum { SCRATCH_MAX = 1 << 20 };
#define REMOVED S("file:///removed")

enum meta_kind meta_rules_drop(struct str part)
{
	for (size_t i = 0; i < sizeof drops / sizeof *drops; i++)
		if (str_eq_nocase(str_slice(part, 0, drops[i].part.n), drops[i].part))
			return drops[i].kind;
	return META_NONE;
}

bool meta_is_path(struct str s)
{
	static const struct str signs[] = { LIT(":\\"), LIT("\\\\"), LIT("\\Users\\"), LIT(":/Users/") };
	if (str_eq(s, REMOVED))
		return false;
	if (str_eq_nocase(str_slice(s, 0, 5), S("file:")) || str_starts(s, S("/home/")) || str_starts(s, S("/Users/")))
		return true;
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (str_find(s, signs[i]) >= 0)
			return true;
	return false;
}

struct pass {
	struct meta_work *w;
	struct str part, root;
	struct buf *out;
	bool changed;
	const struct rule *within;                              /* an element that goes, or whose text goes */
	size_t depth;                                           /* below it */
	uint64_t elements, attributes;                          /* which names may have a rule: most have none */
	struct buf text, tag;                                   /* used again and again */
};

static void write(struct pass *p, struct str s)
{
	if (p->out)
		buf_add(p->out, s);
}

static struct str local_of(struct str name)
{
	ptrdiff_t colon = str_find(name, S(":"));
	return colon < 0 ? name : str_slice(name, (size_t)colon + 1, name.n);
}

/* A bit by first letter and length. */
static uint64_t bit_of(struct str name, size_t length)
{
	return name.n ? UINT64_C(1) << (((unsigned char)name.p[0] * 3u + length * 11u) & 63) : 0;
}

static void know_names(struct pass *p)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		const struct rule *r = &rules[i];
		struct str element = local_of(r->element);
		if (!r->attribute.n)
			p->elements |= bit_of(element, element.n);
		for (size_t n = r->attribute.n; n && n < (str_ends(r->attribute, S("*")) ? 64 : r->attribute.n + 1); n++)
			p->attributes |= bit_of(r->attribute, n);
		if (str_ends(r->attribute, S("*")))
			p->attributes |= bit_of(r->attribute, r->attribute.n - 1);
	}
}

static bool fits(const struct rule *r, const struct pass *p, const struct xml_piece *e)
{
	if (r->root.n && !str_eq(r->root, p->root))
		return false;
	if (!r->element.n)
		return true;
	return memchr(r->element.p, ':', r->element.n) ? str_eq(r->element, e->name) : str_eq(r->element, e->local);
}

static bool attribute_fits(const struct rule *r, struct str local)
{
	if (str_ends(r->attribute, S("*")))
		return str_starts(local, str_slice(r->attribute, 0, r->attribute.n - 1));
	return str_eq(r->attribute, local);
}

static bool dropped_setting(struct str name)
{
	static const struct str names[] = { LIT("PrinterName"), LIT("PrinterSetup"), LIT("PrintFaxName"), LIT("CurrentDatabaseDataSource"),
		LIT("CurrentDatabaseCommand"), LIT("Rsid"), LIT("RsidRoot"), LIT("ViewId") };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq(names[i], name))
			return true;
	return false;
}

static const struct rule *element_rule(const struct pass *p, const struct xml_piece *e)
{
	for (size_t i = 0; (p->elements & bit_of(e->local, e->local.n)) && i < sizeof rules / sizeof *rules; i++) {
		const struct rule *r = &rules[i];
		if (!r->attribute.n && fits(r, p, e))
			return r->action != SETTING || dropped_setting(xml_attribute_of(e->rest, S("name"))) ? r : NULL;
	}
	return NULL;
}

static const struct rule *attribute_rule(const struct pass *p, const struct xml_piece *e, const struct xml_attribute *a)
{
	for (size_t i = 0; (p->attributes & bit_of(a->local, a->local.n)) && i < sizeof rules / sizeof *rules; i++)
		if (rules[i].attribute.n && attribute_fits(&rules[i], a->local) && fits(&rules[i], p, e))
			return &rules[i];
	return NULL;
}

static struct str replacement(enum action action)
{
	return action == NOBODY ? META_NOBODY : action == EPOCH ? S("2000-01-01T00:00:00Z") : action == PATH ? REMOVED : S("");
}

/* What the attribute becomes; true where it is written at all. */
static bool clean_attribute(struct pass *p, const struct xml_piece *e, struct xml_attribute *a)
{
	const struct rule *r = attribute_rule(p, e, a);
	if (!r || (r->action == DATED && !xml_attribute_of(e->rest, S("author")).p) || (r->action == PATH && !meta_is_path(a->value)))
		return true;
	bool drop = r->action == DROP || r->action == DATED, many = str_ends(r->attribute, S("*"));
	struct str instead = replacement(r->action);
	if (!drop && (!a->value.n || str_eq(a->value, instead)))
		return true;
	if (r->kind != META_NONE)
		meta_add(p->w, r->kind, p->part, many ? S("rsid") : a->value.n ? xml_text(p->w->scratch, a->value) : a->local, true);
	p->changed = true;
	a->value = instead;
	return !drop;
}

/* Relationships: links to paths, and those to parts that go. */
static struct str normal(struct meta_work *w, struct str part, struct str target)
{
	if (str_starts(target, S("/")))
		return str_slice(target, 1, target.n);
	ptrdiff_t rels = str_find(part, S("_rels/"));
	struct str base = rels > 0 ? str_slice(part, 0, (size_t)rels) : NO_STR;
	while (str_starts(target, S("../"))) {
		target = str_slice(target, 3, target.n);
		if (base.n)
			base.n--;
		while (base.n && base.p[base.n - 1] != '/')
			base.n--;
	}
	return str_format(w->scratch, "%.*s%.*s", STR_ARG(base), STR_ARG(target));
}

/* True where the whole element goes, with all in it. */
static bool reference_goes(struct pass *p, const struct xml_piece *e)
{
	if (str_eq(e->local, S("Override")))
		return meta_rules_drop(normal(p->w, NO_STR, xml_attribute_of(e->rest, S("PartName")))) != META_NONE;
	if (str_eq(e->local, S("file-entry")) && str_eq(p->root, S("manifest")))
		return meta_rules_drop(xml_attribute_of(e->rest, S("full-path"))) != META_NONE;
	if (!str_eq(e->local, S("Relationship")))
		return false;
	struct str target = xml_attribute_of(e->rest, S("Target"));
	if (str_ends(xml_attribute_of(e->rest, S("Type")), S("/attachedTemplate"))) {
		meta_add(p->w, META_TEMPLATE, p->part, xml_text(p->w->scratch, target), true);
		return true;
	}
	return !str_eq(xml_attribute_of(e->rest, S("TargetMode")), S("External")) && meta_rules_drop(normal(p->w, p->part, target)) != META_NONE;
}

static void write_tag(struct pass *p, const struct xml_piece *e)
{
	struct str rest = e->rest;
	struct xml_attribute a;
	struct buf *tag = &p->tag;
	bool before = p->changed, changed;
	p->changed = false;
	tag->n = 0;
	if (p->out)
		buf_add(tag, str_slice(e->whole, 0, (size_t)(e->rest.p - e->whole.p)));
	while (xml_attribute(&rest, &a)) {
		if (str_eq(e->local, S("Relationship")) && str_eq(a.local, S("Target")) && meta_is_path(a.value)) {
			meta_add(p->w, META_PATH, p->part, xml_text(p->w->scratch, a.value), true);
			a.value = REMOVED;
			p->changed = true;
		} else if (!clean_attribute(p, e, &a)) {
			continue;
		}
		if (p->out) {
			char quote = memchr(a.value.p, '"', a.value.n) ? '\'' : '"';
			buf_add(tag, a.before.n ? a.before : S(" "));
			buf_add(tag, a.name);
			buf_byte(tag, '=');
			buf_byte(tag, quote);
			buf_add(tag, a.value);
			buf_byte(tag, quote);
		}
	}
	changed = p->changed;
	if (p->out) {
		buf_add(tag, e->kind == XML_EMPTY ? S("/>") : S(">"));
		write(p, changed ? buf_str(tag) : e->whole);
	}
	p->changed = before || changed;
}

/* The end of an element that goes, or whose text went. */
static void end_within(struct pass *p, struct str tag)
{
	struct str text = str_trim(buf_str(&p->text));
	bool nobody = p->within->action == NOBODY;
	if (!nobody || !str_eq(text, META_NOBODY)) {
		if (p->within->kind != META_NONE && (!nobody || text.n))
			meta_add(p->w, p->within->kind, p->part, text.n ? text : p->within->element, true);
		p->changed = true;
	}
	if (nobody) {
		write(p, text.n ? META_NOBODY : S(""));
		write(p, tag);
	}
	p->within = NULL;
}

static void add_text(struct pass *p, struct str s)
{
	struct str text = str_slice(xml_text(p->w->scratch, s), 0, META_VALUE_MAX * 4);
	if (p->text.n && p->text.n < META_VALUE_MAX)
		buf_byte(&p->text, ' ');
	if (p->text.n + text.n <= META_VALUE_MAX * 4)
		buf_add(&p->text, text);
}

static void begin_within(struct pass *p, const struct rule *r, const struct xml_piece *e)
{
	static const struct str telling[] = { LIT("name"), LIT("userId"), LIT("val"), LIT("href"), LIT("title") };
	p->within = r;
	p->depth = 0;
	p->text.n = 0;
	for (size_t i = 0; i < sizeof telling / sizeof *telling && r->action != NOBODY; i++)
		if (xml_attribute_of(e->rest, telling[i]).n)
			add_text(p, xml_attribute_of(e->rest, telling[i]));
	if (r->action == NOBODY)
		write(p, e->whole);
	if (e->kind == XML_EMPTY && r->action == NOBODY)
		p->within = NULL;
	else if (e->kind == XML_EMPTY)
		end_within(p, NO_STR);
}

static void piece_within(struct pass *p, const struct xml_piece *e)
{
	if (e->kind == XML_OPEN)
		p->depth++;
	else if (e->kind == XML_CLOSE && p->depth)
		p->depth--;
	else if (e->kind == XML_CLOSE)
		end_within(p, e->whole);
	else if ((e->kind == XML_TEXT && str_trim(e->rest).n) || e->kind == XML_CDATA)
		add_text(p, e->rest);
}

static const struct rule gone = { ANY, ANY, ANY, DROP, META_NONE };

static void piece(struct pass *p, const struct xml_piece *e)
{
	if (p->within) {
		piece_within(p, e);
		return;
	}
	if (e->kind != XML_OPEN && e->kind != XML_EMPTY) {
		write(p, e->whole);
		return;
	}
	if (!p->root.n)
		p->root = e->local;
	const struct rule *r = reference_goes(p, e) ? &gone : element_rule(p, e);
	if (r)
		begin_within(p, r, e);
	else
		write_tag(p, e);
}

enum status meta_rules(struct meta_work *w, struct str part, struct str xml, struct buf *out, bool *ret_changed)
{
	struct pass p = { .w = w, .part = part, .out = out };
	struct xml x = { xml, 0 };
	struct xml_piece e;
	know_names(&p);
	buf_init(&p.text, w->cx->mem, META_VALUE_MAX * 8);
	buf_init(&p.tag, w->cx->mem, META_UNPACKED_MAX);
	while (xml_next(&x, &e)) {
		if (arena_used_bytes(w->scratch) > SCRATCH_MAX)
			arena_reset(w->scratch);
		if (str_eq(e.local, S("encryption-data")))
			return fail(w->cx, E_INVALID, T_META_ENCRYPTED);
		piece(&p, &e);
	}
	if (e.kind == XML_BROKEN || p.within)
		return meta_broken(w, "XML");
	*ret_changed = p.changed;
	return OK;
}

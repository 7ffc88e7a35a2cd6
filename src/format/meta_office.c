/* format/meta_office.c — office documents as archives: OOXML (docx, xlsx, pptx) and ODF. Each part once; pictures and documents inside
 * by their own readers; what none can read is named. */
#include <string.h>

#include "base/str.h"
#include "format/meta_parts.h"
#include "format/meta_rules.h"
#include "format/zip.h"

static bool has_folder(const struct zip *z, struct str folder)
{
	for (size_t i = 0; i < z->n; i++)
		if (str_eq_nocase(str_slice(z->entries[i].name, 0, folder.n), folder))
			return true;
	return false;
}

static enum meta_type ooxml_type(const struct zip *z, struct str types)
{
	if (str_find(types, S("wordprocessingml")) >= 0 || has_folder(z, S("word/")))
		return META_DOCX;
	if (str_find(types, S("presentationml")) >= 0 || has_folder(z, S("ppt/")))
		return META_PPTX;
	return str_find(types, S("spreadsheetml")) >= 0 || has_folder(z, S("xl/")) ? META_XLSX : META_TYPE_NONE;
}

static enum status open_document(struct meta_work *w, struct bytes file, struct zip *z, enum meta_type *ret_type)
{
	struct bytes part;
	enum status st = zip_open(w->cx, file, z);
	if (st != OK)
		return st;
	const struct zip_entry *types = zip_find(z, S("[Content_Types].xml")), *mime = zip_find(z, S("mimetype"));
	const struct zip_entry *tells = types ? types : mime;
	if (!tells)
		return fail(w->cx, E_INVALID, T_META_ARCHIVE);
	st = meta_spend(w, tells->n);
	if (st == OK)
		st = zip_get(w->cx, z, tells, &part);
	if (st != OK)
		return st;
	bool odf = !types && str_starts(as_str(part), S("application/vnd.oasis.opendocument"));
	*ret_type = odf ? META_ODF : types ? ooxml_type(z, as_str(part)) : META_TYPE_NONE;
	return *ret_type == META_TYPE_NONE ? fail(w->cx, E_INVALID, T_META_ARCHIVE) : OK;
}

/* XML by name or by its first character. */
static bool is_xml(struct str name, struct bytes part)
{
	size_t i = 0;
	if (str_ends(name, S(".xml")) || str_ends(name, S(".rels")) || str_ends(name, S(".vml")))
		return part.n > 0;
	if (part.n >= 3 && memcmp(part.p, "\xef\xbb\xbf", 3) == 0)
		i = 3;
	while (i < part.n && (part.p[i] == ' ' || (part.p[i] >= '\t' && part.p[i] <= '\r')))
		i++;
	return i < part.n && part.p[i] == '<';
}

/* As UTF-8 without its declaration where that named another encoding. */
static enum status xml_of(struct meta_work *w, struct bytes part, struct str *ret)
{
	enum charset charset = charset_told(part);
	if (charset == CHARSET_UTF8) {
		*ret = as_str(part);
		return OK;
	}
	if (charset != CHARSET_UTF8_BOM && charset != CHARSET_UTF16LE && charset != CHARSET_UTF16BE)
		return meta_broken(w, "XML encoding");
	struct str s = charset_text(w->cx->mem, charset, part);
	ptrdiff_t end = charset != CHARSET_UTF8_BOM && str_starts(s, S("<?xml")) ? str_find(s, S("?>")) : -1;
	*ret = end < 0 ? s : str_slice(s, (size_t)end + 2, s.n);
	return OK;
}

static enum status xml_part(struct meta_work *w, const struct zip *z, const struct zip_entry *e, struct bytes part, struct zip_out *out)
{
	struct str xml;
	struct buf copy;
	bool changed = false;
	buf_init(&copy, w->cx->mem, META_PART_MAX);
	enum status st = xml_of(w, part, &xml);
	if (st == OK)
		st = meta_rules(w, e->name, xml, out ? &copy : NULL, &changed);
	if (st != OK || !out)
		return st;
	if (copy.full)
		return fail(w->cx, E_INVALID, T_META_LIMIT);
	if (changed)
		zip_out_put(out, e->name, (struct bytes){ (const uint8_t *)copy.p, copy.n });
	else
		zip_out_keep(out, z, e);
	return OK;
}

static bool is_known_part(struct str name)
{
	return str_eq(name, S("mimetype")) || str_starts(name, S("word/fonts/")) || str_starts(name, S("ppt/fonts/")) ||
	       str_eq(name, S("layout-cache")) || str_starts(name, S("Fonts/"));
}

static void nested_part(struct meta_work *w, const struct zip *z, const struct zip_entry *e, struct bytes part, struct zip_out *out)
{
	struct buf copy;
	buf_init(&copy, w->cx->mem, META_FILE_MAX);
	if (!is_known_part(e->name) && e->n && meta_nested(w, e->name, e->name, part, out ? &copy : NULL) &&
	    (copy.n != part.n || memcmp(copy.p, part.p, part.n) != 0))
		zip_out_put(out, e->name, (struct bytes){ (const uint8_t *)copy.p, copy.n });
	else if (out)
		zip_out_keep(out, z, e);
}

static enum status entry(struct meta_work *w, const struct zip *z, const struct zip_entry *e, struct zip_out *out)
{
	struct bytes part;
	enum meta_kind drop = meta_rules_drop(e->name);
	if (drop != META_NONE) {
		meta_add(w, drop, e->name, e->name, true);
		return OK;
	}
	enum status st = meta_spend(w, e->n);
	if (st == OK)
		st = zip_get(w->cx, z, e, &part);
	if (st != OK)
		return st;
	if (is_xml(e->name, part))
		return xml_part(w, z, e, part, out);
	nested_part(w, z, e, part, out);
	return OK;
}

/* What the archive itself tells: times of packing, remarks, bytes between the parts. */
static void archive(struct meta_work *w, const struct zip *z)
{
	const struct zip_entry *latest = NULL;
	size_t inside = 22 + z->comment.n;
	meta_add(w, META_COMMENT, S("zip"), z->comment, true);
	for (size_t i = 0; i < z->n; i++) {
		const struct zip_entry *e = &z->entries[i];
		inside += e->data - e->head + e->packed_n + 46 + e->name.n + (e->flags & 8 ? 24 : 0);
		if ((e->date != 0x21 && e->date) || e->time)
			latest = !latest || e->date > latest->date || (e->date == latest->date && e->time > latest->time) ? e : latest;
		if (e->extra)
			meta_add(w, META_CUSTOM, S("zip"), S("extra"), true);
	}
	if (latest)
		meta_add(w, META_TIME, S("zip"), str_format(w->scratch, "%d-%02d-%02d %02d:%02d", 1980 + (latest->date >> 9), latest->date >> 5 & 15,
		         latest->date & 31, latest->time >> 11, latest->time >> 5 & 63), true);
	if (z->file.n > inside + 128)
		meta_add(w, META_CUSTOM, S("zip"), str_format(w->scratch, "%zu bytes between the parts", z->file.n - inside), true);
}

enum status meta_office(struct meta_work *w, struct bytes file, struct buf *out, enum meta_type *ret_type)
{
	struct zip z;
	struct zip_out zo;
	enum status st = open_document(w, file, &z, ret_type);
	if (st == OK && out)
		zip_out_begin(&zo, out);
	if (st == OK)
		archive(w, &z);
	for (size_t i = 0; i < z.n && st == OK; i++)
		st = entry(w, &z, &z.entries[i], out ? &zo : NULL);
	if (st == OK && out)
		zip_out_end(&zo);
	return st;
}

/* format/meta.c — telling the type, keeping the finds, and never giving out a copy that was not read again. */
#include "format/meta.h"

#include <string.h>

#include "base/str.h"
#include "format/meta_parts.h"
#include "format/zip.h"

enum { SLOTS = 4096, HEAD_LOOK = 16 << 10 };

struct str meta_kind_code(enum meta_kind kind)
{
	static const struct str codes[META_KINDS] = {
		[META_NONE] = LIT("none"), [META_AUTHOR] = LIT("author"), [META_LAST_AUTHOR] = LIT("last_author"), [META_COMPANY] = LIT("company"),
		[META_TITLE] = LIT("title"), [META_SUBJECT] = LIT("subject"), [META_KEYWORDS] = LIT("keywords"), [META_TEMPLATE] = LIT("template"),
		[META_APPLICATION] = LIT("application"), [META_TIME] = LIT("time"), [META_GPS] = LIT("gps"), [META_CAMERA] = LIT("camera"),
		[META_SERIAL] = LIT("serial"), [META_ANNOTATOR] = LIT("annotator"), [META_THUMBNAIL] = LIT("thumbnail"),
		[META_EMBEDDED] = LIT("embedded"), [META_MAIL_HEADER] = LIT("mail_header"), [META_PRODUCER] = LIT("producer"),
		[META_PATH] = LIT("path"), [META_COMMENT] = LIT("comment"), [META_CUSTOM] = LIT("custom"), [META_ID] = LIT("id"),
		[META_SIGNATURE] = LIT("signature"), [META_HISTORY] = LIT("history"),
	};
	return (unsigned)kind < META_KINDS ? codes[kind] : NO_STR;
}

struct str meta_type_code(enum meta_type type)
{
	static const struct str codes[META_TYPES] = {
		[META_TYPE_NONE] = LIT("none"), [META_DOCX] = LIT("docx"), [META_XLSX] = LIT("xlsx"), [META_PPTX] = LIT("pptx"), [META_ODF] = LIT("odf"),
		[META_PDF] = LIT("pdf"), [META_JPEG] = LIT("jpeg"), [META_PNG] = LIT("png"), [META_TIFF] = LIT("tiff"), [META_GIF] = LIT("gif"),
		[META_WEBP] = LIT("webp"), [META_EML] = LIT("eml"), [META_PLAIN] = LIT("text"), [META_OLE] = LIT("ole"),
	};
	return (unsigned)type < META_TYPES ? codes[type] : NO_STR;
}

static uint32_t mix(uint32_t h, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * UINT32_C(16777619);
	return h ^ h >> 15;
}

/* False where the same find stands there already. The slots are sixteen times as many as the finds: probing is short. */
static bool fresh(struct meta_work *w, const struct meta_find *f)
{
	uint32_t at = mix(mix(mix(UINT32_C(2166136261), f->where), f->value), (struct str){ (const char *)&f->what, sizeof f->what }) % SLOTS;
	for (; w->slots[at]; at = (at + 1) % SLOTS) {
		const struct meta_find *other = &w->finds[w->slots[at] - 1];
		if (other->what == f->what && str_eq(other->where, f->where) && str_eq(other->value, f->value))
			return false;
	}
	w->slots[at] = (uint16_t)(w->n + 1);
	return true;
}

static bool needs_no_value(enum meta_kind kind)
{
	return kind == META_THUMBNAIL || kind == META_EMBEDDED || kind == META_SIGNATURE || kind == META_HISTORY;
}

/* Cut between characters, control characters made spaces, so that a list can show it. */
static struct str shown(struct arena *mem, struct str s)
{
	size_t n = s.n < META_VALUE_MAX ? s.n : META_VALUE_MAX;
	while (n && n < s.n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	char *p = arena_alloc(mem, n + 1);
	for (size_t i = 0; i < n; i++)
		p[i] = (unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f ? ' ' : s.p[i];
	return (struct str){ p, n };
}

void meta_add_text(struct meta_work *w, enum meta_kind what, struct str where, enum charset charset, struct bytes value, bool removable)
{
	if (w->n >= META_FINDS_MAX) {
		w->more = true;
		return;
	}
	if (value.n > META_VALUE_MAX * 4)
		value.n = META_VALUE_MAX * 4;
	struct str text = str_trim(charset_text(w->scratch, charset, value));
	while (text.n >= 3 && str_ends(text, S("\xef\xbf\xbd")))        /* ends of fixed fields, and of the cut above */
		text = str_trim(str_slice(text, 0, text.n - 3));
	if (text.n || needs_no_value(what)) {
		struct str place = w->where.n ? meta_place(w->scratch, w->where, where) : where;
		place = shown(w->scratch, charset_text(w->scratch, CHARSET_UTF8, as_bytes(str_slice(place, 0, META_VALUE_MAX * 2))));
		struct meta_find f = { what, place, shown(w->scratch, text), removable && !w->kept };
		if (fresh(w, &f)) {
			f.where = str_copy(w->mem, f.where);
			f.value = str_copy(w->mem, f.value);
			w->finds[w->n++] = f;
		}
	}
	arena_reset(w->scratch);
}

void meta_add(struct meta_work *w, enum meta_kind what, struct str where, struct str value, bool removable)
{
	meta_add_text(w, what, where, CHARSET_UTF8, as_bytes(value), removable);
}

struct str meta_place(struct arena *mem, struct str part, struct str in)
{
	if (!part.n || !in.n)
		return part.n ? part : in;
	return str_format(mem, "%.*s > %.*s", STR_ARG(part), STR_ARG(in));
}

enum status meta_spend(struct meta_work *w, size_t n)
{
	if (n > META_UNPACKED_MAX - w->unpacked)
		return fail(w->cx, E_INVALID, T_META_LIMIT);
	w->unpacked += n;
	return OK;
}

enum status meta_broken(struct meta_work *w, const char *what)
{
	return fail_detail(w->cx, E_INVALID, T_META_BROKEN, "%s", what);
}

static bool starts(struct bytes b, const char *magic, size_t n)
{
	return b.n >= n && memcmp(b.p, magic, n) == 0;
}

/* MIME-Version, or at least two of the other fields that every mail has, before the first empty line; nothing but fields there. */
static bool is_mail(struct bytes b)
{
	static const struct str fields[] = { LIT("from"), LIT("to"), LIT("date"), LIT("subject"), LIT("received"), LIT("message-id"),
		LIT("mime-version"), LIT("return-path"), LIT("delivered-to"), LIT("content-type"), LIT("reply-to"), LIT("cc") };
	struct str rest = str_slice(as_str(b), 0, HEAD_LOOK);
	bool cut = b.n > HEAD_LOOK;
	int known = 0;
	while (rest.p && rest.n) {
		struct str line = str_cut(rest, '\n', &rest), value, name;
		if (cut && !rest.p)
			break;
		if (!str_trim(line).n)
			break;
		if (line.p[0] == ' ' || line.p[0] == '\t' || (known == 0 && str_starts(line, S("From "))))
			continue;
		name = str_cut(line, ':', &value);
		if (!value.p || !name.n || memchr(name.p, ' ', name.n))
			return false;
		for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
			known += !str_eq_nocase(fields[i], name) ? 0 : str_eq_nocase(name, S("MIME-Version")) ? 2 : 1;
	}
	return known >= 2;
}

enum meta_type meta_told(struct bytes b)
{
	if (zip_is(b))
		return META_DOCX;
	if (starts(b, "%PDF-", 5))
		return META_PDF;
	if (starts(b, "\xff\xd8\xff", 3))
		return META_JPEG;
	if (starts(b, "\x89PNG\r\n\x1a\n", 8))
		return META_PNG;
	if (starts(b, "II*\0", 4) || starts(b, "MM\0*", 4))
		return META_TIFF;
	if (starts(b, "GIF87a", 6) || starts(b, "GIF89a", 6))
		return META_GIF;
	if (starts(b, "RIFF", 4) && b.n >= 12 && memcmp(b.p + 8, "WEBP", 4) == 0)
		return META_WEBP;
	if (starts(b, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8))
		return META_OLE;
	if (starts(b, "{\\rtf", 5))
		return META_TYPE_NONE;
	if (str_find(str_slice(as_str(b), 0, 1024), S("%PDF-")) >= 0)
		return META_PDF;
	if (is_mail(b))
		return META_EML;
	return charset_told(b) != CHARSET_NONE ? META_PLAIN : META_TYPE_NONE;
}

static enum status dispatch(struct meta_work *w, struct bytes file, struct buf *out, enum meta_type *type)
{
	static meta_reader *const readers[META_TYPES] = {
		[META_PDF] = meta_pdf, [META_JPEG] = meta_jpeg, [META_PNG] = meta_png, [META_TIFF] = meta_tiff, [META_GIF] = meta_gif,
		[META_WEBP] = meta_webp, [META_EML] = meta_eml, [META_OLE] = meta_ole,
	};
	if (file.n > META_FILE_MAX)
		return fail(w->cx, E_INVALID, T_META_LIMIT);
	*type = meta_told(file);
	if (*type == META_TYPE_NONE)
		return fail(w->cx, E_INVALID, T_META_UNKNOWN);
	if (*type == META_DOCX)
		return meta_office(w, file, out, type);
	if (*type == META_PLAIN) {
		w->charset = charset_told(file);
		if (out)
			buf_add(out, as_str(file));
		return OK;
	}
	return readers[*type](w, file, out);
}

static bool can_clean(enum meta_type type)
{
	return type != META_TIFF && type != META_OLE && type != META_PDF && type != META_EML;
}

bool meta_nested(struct meta_work *w, struct str where, struct str name, struct bytes file, struct buf *out)
{
	enum meta_type type = meta_told(file);
	struct problem before = w->cx->problem ? *w->cx->problem : (struct problem){ .why = T_NONE };
	if (type == META_TYPE_NONE || w->depth >= META_DEPTH_MAX) {
		meta_add(w, META_EMBEDDED, where, name, false);
		return false;
	}
	struct meta_work child = *w;
	child.where = meta_place(w->cx->mem, w->where, where);
	child.depth++;
	child.kept |= !can_clean(type);
	struct buf copy;
	buf_init(&copy, w->cx->mem, META_FILE_MAX);
	enum status st = dispatch(&child, file, out && !child.kept ? &copy : NULL, &type);
	w->n = child.n;
	w->more = child.more;
	w->unpacked = child.unpacked;
	if (st != OK) {
		if (w->cx->problem)
			*w->cx->problem = before;
		meta_add(w, META_EMBEDDED, where, name, false);
		return false;
	}
	if (!out || child.kept || copy.full)
		return false;
	buf_add(out, buf_str(&copy));
	return true;
}

static void release(void *arena)
{
	arena_release(arena);
}

/* What one reading unpacks is given back at its end; finds stay in the caller's memory. */
static void begin(struct meta_work *w, struct cx *cx, struct cx *inner)
{
	*inner = *cx;
	inner->mem = arena_new();
	*w = (struct meta_work){ .cx = inner, .mem = cx->mem, .scratch = arena_new() };
	arena_closer(inner->mem, release, w->scratch);
	w->finds = arena_array(cx->mem, struct meta_find, META_FINDS_MAX);
	w->slots = arena_array(inner->mem, uint16_t, SLOTS);
}

static enum status end(struct meta_work *w, enum status st)
{
	struct problem *problem = w->cx->problem;
	if (st != OK && problem && problem->detail.p)
		problem->detail = str_copy(w->mem, problem->detail);
	arena_release(w->cx->mem);
	return st;
}

static enum status run(struct cx *cx, struct bytes file, struct buf *out, struct meta_report *ret)
{
	struct meta_work w;
	struct cx inner;
	enum meta_type type = META_TYPE_NONE;
	begin(&w, cx, &inner);
	enum status st = end(&w, dispatch(&w, file, out, &type));
	if (st == OK)
		*ret = (struct meta_report){ type, w.charset, w.finds, w.n, w.more };
	return st;
}

static size_t removable(const struct meta_report *r)
{
	size_t n = 0;
	for (size_t i = 0; i < r->n; i++)
		n += r->finds[i].removable;
	return n;
}

enum status meta_read(struct cx *cx, struct str name, struct bytes file, struct meta_report *ret)
{
	(void)name;
	return run(cx, file, NULL, ret);
}

/* Types whose finds cannot be taken out one by one: all of them, or the file is refused. */
static enum status refuse(struct cx *cx, const struct meta_report *r)
{
	size_t stay = r->n - removable(r);
	if (r->type == META_PDF && stay)
		return fail(cx, E_INVALID, T_META_PDF);
	if (r->type == META_OLE && stay)
		return fail(cx, E_INVALID, T_META_OLE);
	if (r->type == META_TIFF && stay)
		return fail(cx, E_INVALID, T_META_TIFF);
	return OK;
}

enum status meta_clean(struct cx *cx, struct str name, struct bytes file, struct bytes *ret, struct meta_report *ret_left)
{
	struct meta_report found, left;
	struct buf out;
	enum status st = meta_read(cx, name, file, &found);
	if (st == OK)
		st = refuse(cx, &found);
	if (st != OK)
		return st;
	if (!removable(&found) && !found.more) {
		*ret = file;
		*ret_left = found;
		return OK;
	}
	buf_init(&out, cx->mem, META_FILE_MAX);
	st = run(cx, file, &out, &left);
	if (st == OK && out.full)
		st = fail(cx, E_INVALID, T_META_LIMIT);
	struct bytes copy = { (const uint8_t *)out.p, out.n };
	if (st == OK)
		st = meta_read(cx, name, copy, &left);
	if (st == OK && (removable(&left) || left.type != found.type))
		st = fail_detail(cx, E_INVALID, T_META_BROKEN, "still there after cleaning");
	if (st == OK) {
		*ret = copy;
		*ret_left = left;
	}
	return st;
}

static struct str cut_text(struct str s, size_t max, bool *ret_cut)
{
	*ret_cut = s.n > max;
	if (s.n <= max)
		return s;
	while (max && ((unsigned char)s.p[max] & 0xc0) == 0x80)
		max--;
	return str_slice(s, 0, max);
}

static enum status text_of(struct meta_work *w, struct bytes file, struct buf *text)
{
	enum meta_type type = meta_told(file);
	if (file.n > META_FILE_MAX)
		return fail(w->cx, E_INVALID, T_META_LIMIT);
	if (type == META_TYPE_NONE)
		return fail(w->cx, E_INVALID, T_META_UNKNOWN);
	if (type == META_EML)
		return meta_eml_text(w, file, text);
	if (type == META_DOCX)
		return meta_office_text(w, file, text, &type);
	if (type != META_PLAIN)
		return fail(w->cx, E_INVALID, T_META_NO_TEXT);
	buf_add(text, charset_text(w->cx->mem, charset_told(file), file));
	return OK;
}

enum status meta_text(struct cx *cx, struct str name, struct bytes file, size_t max, struct str *ret, bool *ret_cut)
{
	struct meta_work w;
	struct cx inner;
	struct buf text;
	(void)name;
	begin(&w, cx, &inner);
	w.text_max = max;
	buf_init(&text, inner.mem, META_UNPACKED_MAX);
	enum status st = text_of(&w, file, &text);
	if (st == OK)
		*ret = str_copy(cx->mem, cut_text(charset_text(inner.mem, CHARSET_UTF8, as_bytes(buf_str(&text))), max, ret_cut));
	return end(&w, st);
}

/* format/meta_pdf.c — PDF (ISO 32000): the properties of the document, XMP packets, the authors of notes, files and paths.
 *
 * The file is read once from its first byte to its last, object after object as they stand there; cross-reference tables are not
 * followed, so that loops in them, lies and old versions of objects hide nothing. Cleaning overwrites in place, byte for byte: no
 * offset changes. What stands in compressed objects is found but cannot be overwritten; such a file is refused. */
#include <string.h>

#include "base/str.h"
#include "format/inflate.h"
#include "format/meta_parts.h"
#include "format/meta_rules.h"

enum { DEPTH_MAX = 64, HELD_MAX = 48, STRING_MAX = 1 << 20, STREAM_MAX = 16 << 20 };
enum key { KEY_OTHER, AUTHOR, CREATOR, PRODUCER, TITLE, SUBJECT, KEYWORDS, CREATED, MODIFIED, COMPANY, MANAGER, T, M, NM, F, UF, EF, ID, ROOT, ENCRYPT,
	TYPE, SUBTYPE, PARENT, DEST, ACTION, FIELD, BYTERANGE, NAME, FILTER, LENGTH, PARMS, LINEARIZED, RECT, STRUCTURE, LAST_MODIFIED, COMMENTS, SIZE, BASE, KEYS };

static const struct str keys[KEYS] = { [KEY_OTHER] = LIT(""), [AUTHOR] = LIT("Author"), [CREATOR] = LIT("Creator"), [PRODUCER] = LIT("Producer"),
	[TITLE] = LIT("Title"), [SUBJECT] = LIT("Subject"), [KEYWORDS] = LIT("Keywords"), [CREATED] = LIT("CreationDate"), [MODIFIED] = LIT("ModDate"),
	[COMPANY] = LIT("Company"), [MANAGER] = LIT("Manager"), [T] = LIT("T"), [M] = LIT("M"), [NM] = LIT("NM"), [F] = LIT("F"), [UF] = LIT("UF"),
	[EF] = LIT("EF"), [ID] = LIT("ID"), [ROOT] = LIT("Root"), [ENCRYPT] = LIT("Encrypt"), [TYPE] = LIT("Type"), [SUBTYPE] = LIT("Subtype"),
	[PARENT] = LIT("Parent"), [DEST] = LIT("Dest"), [ACTION] = LIT("A"), [FIELD] = LIT("FT"), [BYTERANGE] = LIT("ByteRange"), [NAME] = LIT("Name"),
	[FILTER] = LIT("Filter"), [LENGTH] = LIT("Length"), [PARMS] = LIT("DecodeParms"), [LINEARIZED] = LIT("Linearized"), [RECT] = LIT("Rect"),
	[STRUCTURE] = LIT("S"), [LAST_MODIFIED] = LIT("LastModified"), [COMMENTS] = LIT("Comments"), [SIZE] = LIT("Size"), [BASE] = LIT("Base") };

struct held { enum key key; struct str name; size_t from, to; bool hex, reference; };   /* a string: its bytes within the brackets */
struct frame {
	bool dict, expecting, more;                             /* expecting: a value, as its key came */
	enum key key;
	struct str key_name, type, subtype, filter;
	uint64_t has;                                           /* bits of enum key */
	int64_t length;
	int filters, n_held;
	struct held held[HELD_MAX];
};
struct pdf {
	struct meta_work *w;
	struct bytes b;
	uint8_t *out;                                           /* the copy to overwrite, or NULL */
	bool packed;                                            /* within compressed objects */
	struct frame *frames;
	struct arena *unpacked;                                 /* one stream at a time */
	size_t depth, at;
	int ends;
	bool linearized, encrypted, deep;
};

static bool is_space(uint8_t c) { return c == 0 || c == ' ' || (c >= '\t' && c <= '\r'); }
static bool is_delimiter(uint8_t c) { return c && strchr("()<>[]{}/%", c) != NULL; }

static enum key key_of(struct str name)
{
	for (int i = 1; i < KEYS; i++)
		if (str_eq(keys[i], name))
			return (enum key)i;
	return KEY_OTHER;
}

static int hex_digit(uint8_t c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* ---- strings */

static size_t literal_escape(struct bytes v, size_t i, uint8_t *out, size_t *n)
{
	static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
	uint8_t c = v.p[i];
	const char *known = c ? strchr(from, c) : NULL;
	if (c >= '0' && c <= '7') {
		unsigned value = 0, digits = 0;
		for (; digits < 3 && i < v.n && v.p[i] >= '0' && v.p[i] <= '7'; digits++)
			value = value * 8 + v.p[i++] - '0';
		out[(*n)++] = (uint8_t)value;
		return i;
	}
	if (c != '\n' && c != '\r')                             /* a line's end is continued */
		out[(*n)++] = known ? (uint8_t)to[known - from] : c;
	return i + 1;
}

static struct bytes decoded(struct meta_work *w, struct bytes v, bool hex)
{
	if (v.n > META_VALUE_MAX * 8)
		v.n = META_VALUE_MAX * 8;
	uint8_t *out = arena_alloc(w->scratch, v.n + 1);
	size_t n = 0;
	int high = -1;
	for (size_t i = 0; i < v.n;) {
		if (hex) {
			int digit = hex_digit(v.p[i++]);
			if (digit >= 0 && high >= 0)
				out[n++] = (uint8_t)(high << 4 | digit);
			high = digit < 0 ? high : high >= 0 ? -1 : digit;
		} else if (v.p[i] == '\\' && i + 1 < v.n) {
			i = literal_escape(v, i + 1, out, &n);
		} else {
			out[n++] = v.p[i++];
		}
	}
	if (hex && high >= 0)
		out[n++] = (uint8_t)(high << 4);
	return (struct bytes){ out, n };
}

static void overwrite(struct pdf *p, const struct held *h)
{
	for (size_t i = h->from, k = 0; p->out && !p->packed && !h->reference && i < h->to; i++) {
		if (!h->hex || hex_digit(p->out[i]) >= 0)
			p->out[i] = !h->hex ? ' ' : k++ % 2 ? '0' : '2';
	}
}

static void found(struct pdf *p, enum meta_kind kind, const char *where, const struct held *h, bool removable)
{
	size_t before = p->w->n;
	if (h->reference) {
		meta_add(p->w, kind, str_of(where), S("(elsewhere in the file)"), false);
		return;
	}
	struct bytes v = decoded(p->w, (struct bytes){ p->b.p + h->from, h->to - h->from }, h->hex);
	enum charset charset = charset_told(v);
	if (kind == META_ID)
		meta_add(p->w, kind, str_of(where), str_trim(as_str(v)).n ? str_hex(p->w->scratch, v.p, v.n < 32 ? v.n : 32) : NO_STR, removable && !p->packed);
	else
		meta_add_text(p->w, kind, str_of(where), charset == CHARSET_NONE ? CHARSET_LATIN1 : charset, v, removable && !p->packed);
	if (removable && (p->w->n != before || kind != META_EMBEDDED))
		overwrite(p, h);
}

/* ---- what a dictionary is, when it ends */

static bool has(const struct frame *f, enum key key) { return f->has >> key & 1; }

static bool is_info(const struct frame *f)
{
	if (has(f, TYPE) || has(f, SUBTYPE))
		return has(f, CREATOR) && !has(f, RECT) && !has(f, EF);
	if (has(f, AUTHOR) || has(f, CREATOR) || has(f, PRODUCER) || has(f, KEYWORDS) || has(f, CREATED) || has(f, MODIFIED) || has(f, COMPANY))
		return true;
	return has(f, TITLE) && !has(f, PARENT) && !has(f, DEST) && !has(f, ACTION) && !has(f, STRUCTURE);
}

static enum meta_kind info_kind(enum key key)
{
	static const enum meta_kind kinds[KEYS] = { [AUTHOR] = META_AUTHOR, [CREATOR] = META_APPLICATION, [PRODUCER] = META_PRODUCER, [TITLE] = META_TITLE,
		[SUBJECT] = META_SUBJECT, [KEYWORDS] = META_KEYWORDS, [CREATED] = META_TIME, [MODIFIED] = META_TIME, [COMPANY] = META_COMPANY,
		[MANAGER] = META_AUTHOR, [COMMENTS] = META_COMMENT, [LAST_MODIFIED] = META_TIME };
	return kinds[key] != META_NONE ? kinds[key] : META_CUSTOM;
}

static void end_strings(struct pdf *p, const struct frame *f)
{
	bool info = is_info(f), note = has(f, RECT) && has(f, SUBTYPE) && !has(f, FIELD) && !str_eq(f->subtype, S("Widget"));
	bool trailer = has(f, ROOT) || str_eq(f->type, S("XRef"));
	for (int i = 0; i < f->n_held; i++) {
		const struct held *h = &f->held[i];
		if (h->reference && !info)
			continue;
		if (info)
			found(p, info_kind(h->key), "Info", h, true);
		else if (has(f, BYTERANGE) && h->key == NAME)
			found(p, META_SIGNATURE, "signature", h, false);
		else if (note && h->key == T)
			found(p, META_ANNOTATOR, "notes", h, true);
		else if ((note && (h->key == M || h->key == CREATED)) || h->key == LAST_MODIFIED)
			found(p, META_TIME, "notes", h, true);
		else if (note && h->key == NM)
			found(p, META_ID, "notes", h, true);
		else if (trailer && h->key == ID)
			found(p, META_ID, "trailer", h, true);
		else if (h->key == F || h->key == UF || h->key == BASE)
			if (has(f, EF) || meta_is_path(as_str(decoded(p->w, (struct bytes){ p->b.p + h->from, h->to - h->from }, h->hex))))
				found(p, has(f, EF) ? META_EMBEDDED : META_PATH, "files", h, !has(f, EF));
	}
	if (f->more && info)
		meta_add(p->w, META_CUSTOM, S("Info"), S("(too many properties)"), false);
}

static void end_dict(struct pdf *p, const struct frame *f)
{
	end_strings(p, f);
	if (has(f, BYTERANGE))
		meta_add(p->w, META_SIGNATURE, S("signature"), NO_STR, false);
	p->linearized |= has(f, LINEARIZED);
	p->encrypted |= has(f, ENCRYPT) && (has(f, ROOT) || has(f, SIZE));
}

/* ---- streams */

#define BLANK_XMP "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>" \
	"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></x:xmpmeta><?xpacket end='w'?>"

static void blank(uint8_t *out, size_t n)
{
	static const char text[] = BLANK_XMP;
	memset(out, ' ', n);
	if (n >= sizeof text - 1)
		memcpy(out, text, sizeof text - 1);
}

/* The same packed: one stored block (RFC 1951), as long as there is room for. */
static void blank_packed(uint8_t *out, size_t n)
{
	size_t k = n - 11 < 65535 ? n - 11 : 65535;
	uint32_t a = 1, b = 0;
	memset(out, '\n', n);
	out[0] = 0x78;
	out[1] = 0x01;
	out[2] = 1;
	out[3] = (uint8_t)(k & 255);
	out[4] = (uint8_t)(k >> 8);
	out[5] = out[3] ^ 255;
	out[6] = out[4] ^ 255;
	blank(out + 7, k);
	for (size_t i = 0; i < k; i++) {
		a = (a + out[7 + i]) % 65521;
		b = (b + a) % 65521;
	}
	out[7 + k] = (uint8_t)(b >> 8);
	out[8 + k] = (uint8_t)b;
	out[9 + k] = (uint8_t)(a >> 8);
	out[10 + k] = (uint8_t)a;
}

static bool unpack(struct pdf *p, const struct frame *f, struct bytes raw, struct bytes *ret)
{
	if (!f->filters && !has(f, FILTER)) {
		*ret = raw;
		return true;
	}
	if (f->filters != 1 || (!str_eq(f->filter, S("FlateDecode")) && !str_eq(f->filter, S("Fl"))) || has(f, PARMS))
		return false;
	if (inflate_bytes(p->unpacked, INFLATE_ZLIB, raw, STREAM_MAX, ret) != INFLATE_DONE || ret->n > META_UNPACKED_MAX - p->w->unpacked)
		return false;
	p->w->unpacked += ret->n;
	return true;
}

static void xmp_stream(struct pdf *p, const struct frame *f, size_t from, struct bytes raw)
{
	struct bytes v;
	bool plain = !has(f, FILTER), can = !p->packed && (plain || raw.n > 11);
	size_t before = p->w->n;
	if (!unpack(p, f, raw, &v)) {
		meta_add(p->w, META_CUSTOM, S("XMP"), S("(unreadable)"), false);
		return;
	}
	meta_xmp(p->w, S("XMP"), v, can);
	if (!p->out || !can || (p->w->n == before && !p->w->more))
		return;
	if (plain)
		blank(p->out + from, raw.n);
	else
		blank_packed(p->out + from, raw.n);
}

static enum status scan(struct pdf *p);

static enum status object_stream(struct pdf *p, const struct frame *f, struct bytes raw)
{
	struct bytes v;
	if (p->packed || !unpack(p, f, raw, &v)) {
		meta_add(p->w, META_CUSTOM, S("compressed objects"), S("(unreadable)"), false);
		return OK;
	}
	struct pdf inner = { .w = p->w, .b = v, .packed = true, .frames = p->frames + 1, .unpacked = p->unpacked };
	enum status st = scan(&inner);
	p->encrypted |= inner.encrypted;
	return st;
}

static void picture_stream(struct pdf *p, struct bytes raw)
{
	struct problem before = p->w->cx->problem ? *p->w->cx->problem : (struct problem){ .why = T_NONE };
	bool kept = p->w->kept;
	struct str where = p->w->where;
	p->w->kept = true;
	p->w->where = where.n ? where : S("picture");
	/* Pictures within PDF often end early: what was found until then counts. */
	if (raw.n > 3 && memcmp(raw.p, "\xff\xd8\xff", 3) == 0 && meta_jpeg(p->w, raw, NULL) != OK && p->w->cx->problem)
		*p->w->cx->problem = before;
	p->w->kept = kept;
	p->w->where = where;
}

/* Behind a dictionary stood "stream": its bytes, up to "endstream". */
static enum status stream(struct pdf *p, const struct frame *f)
{
	size_t at = p->at;
	if (at < p->b.n && p->b.p[at] == '\r')
		at++;
	if (at < p->b.n && p->b.p[at] == '\n')
		at++;
	struct str left = str_slice(as_str(p->b), at, p->b.n);
	size_t n = f->length >= 0 && (uint64_t)f->length <= left.n ? (size_t)f->length : 0;
	struct str after = str_slice(left, n, n + 11);
	if (!n || !str_starts(str_trim(after), S("endstream"))) {
		ptrdiff_t end = str_find(left, S("endstream"));
		if (end < 0)
			return meta_broken(p->w, "PDF stream");
		n = (size_t)end;
	}
	struct bytes raw = { p->b.p + at, n };
	p->at = at + n;
	arena_reset(p->unpacked);
	if (str_eq(f->type, S("Metadata")) || str_eq(f->subtype, S("XML")))
		xmp_stream(p, f, at, raw);
	else if (str_eq(f->type, S("ObjStm")))
		return object_stream(p, f, raw);
	else if (str_eq(f->type, S("EmbeddedFile")))
		meta_add(p->w, META_EMBEDDED, S("files"), NO_STR, false);
	else if (f->filters == 1 && (str_eq(f->filter, S("DCTDecode")) || str_eq(f->filter, S("DCT"))))
		picture_stream(p, raw);
	return OK;
}

/* ---- tokens */

static struct frame *top(struct pdf *p) { return p->depth ? &p->frames[p->depth - 1] : NULL; }

/* The dictionary that a value belongs to: the innermost, or that of the array it stands in. */
static struct frame *owner(struct pdf *p)
{
	struct frame *f = top(p);
	if (f && f->dict)
		return f;
	return p->depth > 1 && p->frames[p->depth - 2].dict ? &p->frames[p->depth - 2] : NULL;
}

static void push(struct pdf *p, bool dict)
{
	if (p->depth >= DEPTH_MAX) {
		p->deep = true;
		return;
	}
	struct frame *f = &p->frames[p->depth++];
	f->dict = dict;
	f->expecting = f->more = false;
	f->key = KEY_OTHER;
	f->key_name = f->type = f->subtype = f->filter = NO_STR;
	f->has = 0;
	f->length = -1;
	f->filters = f->n_held = 0;
}

static void value_done(struct pdf *p)
{
	struct frame *f = top(p);
	if (f && f->dict)
		f->expecting = false;
}

static void hold(struct pdf *p, size_t from, size_t to, bool hex, bool reference)
{
	struct frame *f = owner(p);
	bool wanted = f && (!top(p)->dict || f->expecting);
	if (wanted && f->n_held < HELD_MAX)
		f->held[f->n_held++] = (struct held){ f->key, f->key_name, from, to, hex, reference };
	else if (wanted)
		f->more = true;
	value_done(p);
}

static enum status literal(struct pdf *p)
{
	size_t from = ++p->at;
	for (int open = 1; p->at < p->b.n && p->at - from < STRING_MAX; p->at++) {
		uint8_t c = p->b.p[p->at];
		if (c == '\\')
			p->at++;
		else if (c == '(')
			open++;
		else if (c == ')' && --open == 0) {
			hold(p, from, p->at++, false, false);
			return OK;
		}
	}
	return p->depth ? meta_broken(p->w, "PDF string") : OK;
}

static enum status hexadecimal(struct pdf *p)
{
	size_t from = ++p->at;
	const uint8_t *end = memchr(p->b.p + from, '>', p->b.n - from);
	if (!end)
		return meta_broken(p->w, "PDF string");
	hold(p, from, (size_t)(end - p->b.p), true, false);
	p->at = (size_t)(end - p->b.p) + 1;
	return OK;
}

static struct str regular(struct pdf *p)
{
	size_t from = p->at;
	while (p->at < p->b.n && !is_space(p->b.p[p->at]) && !is_delimiter(p->b.p[p->at]))
		p->at++;
	return str_slice(as_str(p->b), from, p->at);
}

/* "#41uthor" is "Author". */
static struct str plain_name(struct pdf *p, struct str s)
{
	if (!memchr(s.n ? s.p : "", '#', s.n) || s.n > 127)
		return s;
	char *out = arena_alloc(p->w->cx->mem, s.n);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		int high = s.p[i] == '#' && i + 2 < s.n ? hex_digit((uint8_t)s.p[i + 1]) : -1, low = high >= 0 ? hex_digit((uint8_t)s.p[i + 2]) : -1;
		out[n++] = low >= 0 ? (char)(high << 4 | low) : s.p[i];
		i += low >= 0 ? 2 : 0;
	}
	return (struct str){ out, n };
}

static void name(struct pdf *p)
{
	p->at++;
	struct str s = plain_name(p, regular(p));
	struct frame *f = top(p), *of = owner(p);
	if (f && f->dict && !f->expecting) {
		f->key_name = s;
		f->key = key_of(s);
		f->has |= UINT64_C(1) << f->key;
		f->expecting = true;
		return;
	}
	if (of && of->key == TYPE)
		of->type = s;
	else if (of && of->key == SUBTYPE)
		of->subtype = s;
	else if (of && of->key == FILTER && of->filters++ == 0)
		of->filter = s;
	value_done(p);
}

static enum status word(struct pdf *p)
{
	size_t from = p->at;
	struct str s = regular(p);
	struct frame *f = top(p);
	int64_t number;
	if (!s.n) {                                             /* a stray delimiter */
		p->at = from + 1;
		return OK;
	}
	if (str_eq(s, S("endobj")) || str_eq(s, S("obj")) || str_eq(s, S("trailer"))) {
		p->depth = 0;
	} else if (str_eq(s, S("startxref"))) {
		p->ends++;
	} else if (str_eq(s, S("R")) && f && f->dict && !f->expecting && f->key != KEY_OTHER) {
		f->length = f->key == LENGTH ? -1 : f->length;
		f->expecting = true;
		hold(p, from, from, false, true);
	} else if (f && f->dict && f->expecting) {
		if (f->key == LENGTH && str_int(s, 0, INT64_MAX, &number))
			f->length = number;
		value_done(p);
	}
	return OK;
}

static enum status close_dict(struct pdf *p)
{
	struct frame *f = top(p);
	p->at += 2;
	if (!f || !f->dict)
		return OK;
	end_dict(p, f);
	p->depth--;
	value_done(p);
	size_t at = p->at;
	while (at < p->b.n && is_space(p->b.p[at]))
		at++;
	if (p->depth || p->packed || !str_starts(str_slice(as_str(p->b), at, p->b.n), S("stream")))
		return OK;
	p->at = at + 6;
	return stream(p, f);
}

static enum status token(struct pdf *p)
{
	uint8_t c = p->b.p[p->at], next = p->at + 1 < p->b.n ? p->b.p[p->at + 1] : 0;
	if (is_space(c)) {
		p->at++;
	} else if (c == '%' && p->depth) {
		while (p->at < p->b.n && p->b.p[p->at] != '\n' && p->b.p[p->at] != '\r')
			p->at++;
	} else if (c == '<' && next == '<') {
		push(p, true);
		p->at += 2;
	} else if (c == '>' && next == '>') {
		return close_dict(p);
	} else if (c == '[') {
		push(p, false);
		p->at++;
	} else if (c == ']') {
		if (top(p) && !top(p)->dict)
			p->depth--;
		value_done(p);
		p->at++;
	} else if (c == '(' && (p->depth || p->packed)) {
		return literal(p);
	} else if (c == '<' && p->depth) {
		return hexadecimal(p);
	} else if (c == '/') {
		name(p);
	} else {
		return word(p);
	}
	return OK;
}

static enum status scan(struct pdf *p)
{
	enum status st = OK;
	while (p->at < p->b.n && st == OK && !p->deep)
		st = token(p);
	return p->deep ? meta_broken(p->w, "PDF nesting") : st;
}

enum status meta_pdf(struct meta_work *w, struct bytes file, struct buf *out)
{
	struct pdf p = { .w = w, .b = file };
	size_t tail = file.n > 2048 ? file.n - 2048 : 0;
	if (str_find(str_slice(as_str(file), tail, file.n), S("%%EOF")) < 0)
		return meta_broken(w, "PDF without its end");
	struct arena *mem = arena_new();
	/* Compressed objects are read while their own dictionary is still needed. */
	p.frames = arena_array(mem, struct frame, DEPTH_MAX + 2);
	p.unpacked = arena_new();
	if (out)
		buf_add(out, as_str(file));
	p.out = out && !out->full ? (uint8_t *)out->p + (out->n - file.n) : NULL;
	enum status st = scan(&p);
	arena_release(p.unpacked);
	arena_release(mem);
	if (st == OK && p.encrypted)
		return fail(w->cx, E_INVALID, T_META_ENCRYPTED);
	if (st == OK && p.ends > (p.linearized ? 2 : 1))
		meta_add(w, META_HISTORY, S("PDF"), NO_STR, false);
	return st;
}

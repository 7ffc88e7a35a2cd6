/* format/meta_exif.c — Exif (CIPA DC-008), TIFF 6.0, IPTC records and XMP packets: what cameras and picture programs write.
 *
 * A directory may point anywhere in the file. What is read is counted: entries and values together never more than the file is
 * long, as in a file whose parts do not overlap, so that loops and huge counts end early and are told as unreadable. */
#include <string.h>

#include "base/str.h"
#include "format/meta_parts.h"
#include "format/xml.h"

enum { DIRS_MAX = 32, ENTRIES_MAX = 512, ENTRY_BYTES = 12 };
enum dir { DIR_MAIN, DIR_THUMBNAIL, DIR_EXIF, DIR_GPS };
enum form { FORM_TEXT, FORM_WIDE, FORM_REMARK, FORM_ANY };

struct tag { uint16_t tag; enum meta_kind kind; enum form form; };
static const struct tag tags[] = {
	{ 0x010d, META_PATH, FORM_TEXT }, { 0x010e, META_COMMENT, FORM_TEXT }, { 0x010f, META_CAMERA, FORM_TEXT }, { 0x0110, META_CAMERA, FORM_TEXT },
	{ 0x011d, META_TITLE, FORM_TEXT }, { 0x0131, META_APPLICATION, FORM_TEXT }, { 0x0132, META_TIME, FORM_TEXT }, { 0x013b, META_AUTHOR, FORM_TEXT },
	{ 0x013c, META_APPLICATION, FORM_TEXT }, { 0x8298, META_AUTHOR, FORM_TEXT }, { 0x9003, META_TIME, FORM_TEXT }, { 0x9004, META_TIME, FORM_TEXT },
	{ 0x9010, META_TIME, FORM_TEXT }, { 0x9011, META_TIME, FORM_TEXT }, { 0x927c, META_CUSTOM, FORM_ANY }, { 0x9286, META_COMMENT, FORM_REMARK },
	{ 0x9c9b, META_TITLE, FORM_WIDE }, { 0x9c9c, META_COMMENT, FORM_WIDE }, { 0x9c9d, META_AUTHOR, FORM_WIDE }, { 0x9c9e, META_KEYWORDS, FORM_WIDE },
	{ 0x9c9f, META_SUBJECT, FORM_WIDE }, { 0xa420, META_ID, FORM_TEXT }, { 0xa430, META_AUTHOR, FORM_TEXT }, { 0xa431, META_SERIAL, FORM_TEXT },
	{ 0xa433, META_CAMERA, FORM_TEXT }, { 0xa434, META_CAMERA, FORM_TEXT }, { 0xa435, META_SERIAL, FORM_TEXT }, { 0xc62f, META_SERIAL, FORM_TEXT },
	{ 0xc614, META_CAMERA, FORM_TEXT },
};

struct tiff {
	struct meta_work *w;
	struct str where;
	struct bytes b;
	bool little, removable, whole;
	size_t left;                                            /* bytes that may still be read */
	struct { size_t at; enum dir dir; } dirs[DIRS_MAX];
	size_t n_dirs;
	unsigned turned;
	struct bytes gps[8];                                    /* values by tag: 1 N/S, 2 latitude, 3 E/W, 4 longitude */
};

static uint32_t get16(const struct tiff *t, const uint8_t *p) { return t->little ? le16(p) : be16(p); }
static uint32_t get32(const struct tiff *t, const uint8_t *p) { return t->little ? le32(p) : be32(p); }

static bool take(struct tiff *t, size_t n)
{
	t->whole &= n <= t->left;
	t->left -= n <= t->left ? n : t->left;
	return t->whole;
}

static void push(struct tiff *t, size_t at, enum dir dir)
{
	if (!at)
		return;
	for (size_t i = 0; i < t->n_dirs; i++)
		if (t->dirs[i].at == at)
			t->whole = false;
	if (!t->whole || t->n_dirs == DIRS_MAX) {
		t->whole = false;
		return;
	}
	t->dirs[t->n_dirs].at = at;
	t->dirs[t->n_dirs++].dir = dir;
}

static void add_value(struct tiff *t, const struct tag *tag, struct bytes v)
{
	enum charset charset = CHARSET_UTF8;
	if (tag->form == FORM_ANY) {
		meta_add(t->w, tag->kind, t->where, S("MakerNote"), t->removable);
		return;
	}
	if (tag->form == FORM_WIDE)
		charset = CHARSET_UTF16LE;
	if (tag->form == FORM_REMARK) {
		if (v.n < 8)
			return;
		bool wide = memcmp(v.p, "UNICODE", 7) == 0;
		charset = wide ? t->little ? CHARSET_UTF16LE : CHARSET_UTF16BE : v.p[0] == 'J' ? CHARSET_ISO_2022_JP : CHARSET_UTF8;
		v = (struct bytes){ v.p + 8, v.n - 8 };
	}
	if (charset == CHARSET_UTF8) {
		const uint8_t *end = v.n ? memchr(v.p, 0, v.n) : NULL;
		v.n = end ? (size_t)(end - v.p) : v.n;
		charset = charset_told(v);
	}
	meta_add_text(t->w, tag->kind, t->where, charset, v, t->removable);
}

static void read_main(struct tiff *t, uint32_t tag, const uint8_t *p, uint32_t type, struct bytes v)
{
	if (tag == 0x8769 || tag == 0x8825) {
		push(t, get32(t, p + 8), tag == 0x8769 ? DIR_EXIF : DIR_GPS);
	} else if (tag == 0x0112) {
		t->turned = type == 3 && v.n >= 2 ? get16(t, v.p) : 1;
	} else if (tag == 0x02bc) {
		meta_xmp(t->w, S("XMP"), v, t->removable);
	} else if (tag == 0x83bb) {
		meta_iptc(t->w, S("IPTC"), v, t->removable);
	} else {
		for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
			if (tags[i].tag == tag)
				add_value(t, &tags[i], v);
	}
}

static void read_entry(struct tiff *t, const uint8_t *p, enum dir dir)
{
	static const uint8_t sizes[] = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4 };
	uint32_t tag = get16(t, p), type = get16(t, p + 2), count = get32(t, p + 4);
	uint64_t n = type < sizeof sizes ? (uint64_t)count * sizes[type] : 0;
	size_t at = get32(t, p + 8);
	struct bytes v = { p + 8, (size_t)n };
	if (n > 4) {
		if (at > t->b.n || n > t->b.n - at || !take(t, (size_t)n)) {
			t->whole = false;
			return;
		}
		v.p = t->b.p + at;
	}
	if (dir == DIR_GPS && tag < 8)
		t->gps[tag] = v;
	else if (dir == DIR_GPS && tag == 29)
		meta_add(t->w, META_TIME, t->where, as_str(v), t->removable);
	else if (dir == DIR_THUMBNAIL && tag == 0x0201)
		meta_add(t->w, META_THUMBNAIL, t->where, NO_STR, t->removable);
	else if (dir != DIR_GPS)
		read_main(t, tag, p, type, v);
}

static double degrees(const struct tiff *t, struct bytes v)
{
	double sum = 0, part = 1;
	for (size_t i = 0; i + 8 <= v.n && i < 24; i += 8, part *= 60) {
		uint32_t below = get32(t, v.p + i + 4);
		sum += below ? get32(t, v.p + i) / (double)below / part : 0;
	}
	return sum;
}

static void add_place(struct tiff *t)
{
	struct bytes *g = t->gps;
	if (g[2].n < 8 || g[4].n < 8)
		return;
	double north = degrees(t, g[2]), east = degrees(t, g[4]);
	if (g[1].n && g[1].p[0] == 'S')
		north = -north;
	if (g[3].n && g[3].p[0] == 'W')
		east = -east;
	meta_add(t->w, META_GPS, t->where, str_format(t->w->scratch, "%.6f, %.6f", north, east), t->removable);
}

static void read_dir(struct tiff *t, size_t at, enum dir dir, bool pages)
{
	if (at > t->b.n || t->b.n - at < 6) {
		t->whole = false;
		return;
	}
	size_t n = get16(t, t->b.p + at), after = at + 2 + n * ENTRY_BYTES;
	if (n > ENTRIES_MAX || after > t->b.n || !take(t, n * ENTRY_BYTES)) {
		t->whole = false;
		return;
	}
	for (size_t i = 0; i < n && t->whole; i++)
		read_entry(t, t->b.p + at + 2 + i * ENTRY_BYTES, dir);
	if (dir == DIR_MAIN && after + 4 <= t->b.n)
		push(t, get32(t, t->b.p + after), pages ? DIR_MAIN : DIR_THUMBNAIL);
}

static bool read_tiff(struct tiff *t, bool pages)
{
	struct bytes b = t->b;
	t->turned = 1;
	t->left = b.n;
	t->whole = b.n >= 8 && (memcmp(b.p, "II*\0", 4) == 0 || memcmp(b.p, "MM\0*", 4) == 0);
	if (!t->whole)
		return false;
	t->little = b.p[0] == 'I';
	push(t, get32(t, b.p + 4), DIR_MAIN);
	for (size_t i = 0; i < t->n_dirs && t->whole; i++)
		read_dir(t, t->dirs[i].at, t->dirs[i].dir, pages);
	add_place(t);
	return t->whole;
}

bool meta_exif(struct meta_work *w, struct str where, struct bytes tiff, bool removable, unsigned *ret_turned)
{
	struct tiff t = { .w = w, .where = where, .b = tiff, .removable = removable };
	bool whole = read_tiff(&t, false);
	*ret_turned = t.turned >= 1 && t.turned <= 8 ? t.turned : 1;
	return whole;
}

enum status meta_tiff(struct meta_work *w, struct bytes file, struct buf *out)
{
	struct tiff t = { .w = w, .where = S("TIFF"), .b = file };
	if (!read_tiff(&t, true))
		return meta_broken(w, "TIFF directories");
	if (out)
		buf_add(out, as_str(file));
	return OK;
}

void meta_turn(unsigned turned, uint8_t ret[META_TURN_BYTES])
{
	static const uint8_t head[META_TURN_BYTES] = { 'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1 };
	memcpy(ret, head, sizeof head);
	ret[19] = (uint8_t)turned;
}

/* Records of IPTC-IIM, bare or within Photoshop's resources ("8BIM"): 0x1c, record, dataset, length. */
void meta_iptc(struct meta_work *w, struct str where, struct bytes b, bool removable)
{
	static const struct { uint8_t set; enum meta_kind kind; } sets[] = {
		{ 5, META_TITLE }, { 25, META_KEYWORDS }, { 55, META_TIME }, { 65, META_APPLICATION }, { 80, META_AUTHOR }, { 85, META_AUTHOR },
		{ 90, META_GPS }, { 92, META_GPS }, { 95, META_GPS }, { 101, META_GPS }, { 105, META_TITLE }, { 110, META_COMPANY }, { 115, META_COMPANY },
		{ 116, META_AUTHOR }, { 118, META_AUTHOR }, { 120, META_COMMENT }, { 122, META_AUTHOR },
	};
	size_t before = w->n;
	for (size_t i = 0; i + 5 <= b.n;) {
		size_t n = be16(b.p + i + 3);
		if (b.p[i] != 0x1c || b.p[i + 1] != 2 || n > b.n - i - 5) {
			i++;
			continue;
		}
		for (size_t k = 0; k < sizeof sets / sizeof *sets; k++)
			if (sets[k].set == b.p[i + 2]) {
				struct bytes v = { b.p + i + 5, n };
				meta_add_text(w, sets[k].kind, where, charset_told(v), v, removable);
			}
		i += 5 + n;
	}
	if (w->n == before)
		meta_add(w, META_CUSTOM, where, S("IPTC"), removable);
}

struct property { struct str local; enum meta_kind kind; };
static const struct property properties[] = {
	{ LIT("creator"), META_AUTHOR }, { LIT("Artist"), META_AUTHOR }, { LIT("Author"), META_AUTHOR }, { LIT("OwnerName"), META_AUTHOR },
	{ LIT("CaptionWriter"), META_AUTHOR }, { LIT("rights"), META_AUTHOR }, { LIT("publisher"), META_COMPANY }, { LIT("Company"), META_COMPANY },
	{ LIT("contributor"), META_LAST_AUTHOR }, { LIT("title"), META_TITLE }, { LIT("Headline"), META_TITLE }, { LIT("description"), META_COMMENT },
	{ LIT("UserComment"), META_COMMENT }, { LIT("subject"), META_KEYWORDS }, { LIT("Keywords"), META_KEYWORDS },
	{ LIT("CreatorTool"), META_APPLICATION }, { LIT("Software"), META_APPLICATION }, { LIT("softwareAgent"), META_APPLICATION },
	{ LIT("Producer"), META_PRODUCER }, { LIT("CreateDate"), META_TIME }, { LIT("ModifyDate"), META_TIME }, { LIT("MetadataDate"), META_TIME },
	{ LIT("DateTimeOriginal"), META_TIME }, { LIT("DateCreated"), META_TIME }, { LIT("when"), META_TIME }, { LIT("DocumentID"), META_ID },
	{ LIT("InstanceID"), META_ID }, { LIT("OriginalDocumentID"), META_ID }, { LIT("documentID"), META_ID }, { LIT("instanceID"), META_ID },
	{ LIT("GPSLatitude"), META_GPS }, { LIT("GPSLongitude"), META_GPS }, { LIT("City"), META_GPS }, { LIT("Location"), META_GPS },
	{ LIT("Make"), META_CAMERA }, { LIT("Model"), META_CAMERA }, { LIT("Lens"), META_CAMERA }, { LIT("SerialNumber"), META_SERIAL },
	{ LIT("BodySerialNumber"), META_SERIAL }, { LIT("LensSerialNumber"), META_SERIAL }, { LIT("filePath"), META_PATH },
	{ LIT("Manager"), META_AUTHOR }, { LIT("SourceModified"), META_TIME },
};

static enum meta_kind kind_of(struct str local)
{
	for (size_t i = 0; i < sizeof properties / sizeof *properties; i++)
		if (str_eq(properties[i].local, local))
			return properties[i].kind;
	return META_NONE;
}

/* Texts are told by the nearest known element around them; a closing tag of that name ends it. */
void meta_xmp(struct meta_work *w, struct str where, struct bytes xmp, bool removable)
{
	struct bytes b = xmp;
	enum charset charset = charset_told(b);
	struct xml x = { charset == CHARSET_UTF16LE || charset == CHARSET_UTF16BE ? charset_text(w->cx->mem, charset, b) : as_str(b), 0 };
	struct xml_piece p;
	struct xml_attribute a;
	struct str inside = NO_STR, rest;
	enum meta_kind kind = META_NONE;
	size_t before = w->n;
	bool something = false;
	while (xml_next(&x, &p)) {
		if (p.kind == XML_OPEN || p.kind == XML_EMPTY) {
			something |= !str_eq(p.local, S("xmpmeta")) && !str_eq(p.local, S("RDF")) && !str_eq(p.local, S("Description"));
			for (rest = p.rest; xml_attribute(&rest, &a);)
				if (kind_of(a.local) != META_NONE)
					meta_add(w, kind_of(a.local), where, xml_text(w->scratch, a.value), removable);
			if (p.kind == XML_OPEN && kind_of(p.local) != META_NONE) {
				kind = kind_of(p.local);
				inside = p.name;
			}
		} else if (p.kind == XML_CLOSE && str_eq(p.name, inside)) {
			kind = META_NONE;
		} else if ((p.kind == XML_TEXT || p.kind == XML_CDATA) && kind != META_NONE) {
			meta_add(w, kind, where, xml_text(w->scratch, p.rest), removable);
		}
	}
	if (w->n == before && (something || p.kind == XML_BROKEN))
		meta_add(w, META_CUSTOM, where, S("XMP"), removable);
}

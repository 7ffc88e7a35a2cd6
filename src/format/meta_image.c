/* format/meta_image.c — JPEG, PNG, GIF and WebP: which pieces make the picture stay, everything else goes.
 *
 * What stays is listed, not what goes: a piece that nobody knows is a find and is taken out. How the picture is to be turned is
 * part of what one sees and stays, in an Exif of its own with nothing else in it. */
#include <string.h>

#include "base/str.h"
#include "format/inflate.h"
#include "format/meta_parts.h"

enum { TEXT_MAX = 1 << 20 };

static void keep(struct buf *out, const uint8_t *p, size_t n)
{
	if (out)
		buf_add(out, (struct str){ (const char *)p, n });
}

/* Exif of a picture; true where it is nothing but our own. */
static bool exif(struct meta_work *w, struct bytes tiff, unsigned *turned)
{
	size_t before = w->n;
	uint8_t own[META_TURN_BYTES];
	if (!meta_exif(w, S("Exif"), tiff, true, turned)) {
		meta_add(w, META_CUSTOM, S("Exif"), S("unreadable"), true);
		return false;
	}
	meta_turn(*turned, own);
	bool ours = tiff.n == sizeof own && memcmp(tiff.p, own, sizeof own) == 0;
	if (w->n == before && !ours)
		meta_add(w, META_CUSTOM, S("Exif"), S("Exif"), true);
	return ours;
}

static bool begins(struct bytes b, const char *what, size_t n)
{
	return b.n >= n && memcmp(b.p, what, n) == 0;
}

static void add_after(struct meta_work *w, size_t n)
{
	if (n)
		meta_add(w, META_EMBEDDED, S("after the end"), str_format(w->scratch, "%zu bytes", n), true);
}

/* ---- JPEG (ISO/IEC 10918-1): segments up to each scan, then coded data up to the next marker */

static void jpeg_turned(struct buf *out, unsigned turned)
{
	uint8_t head[10] = { 0xff, 0xe1, 0, 2 + 6 + META_TURN_BYTES, 'E', 'x', 'i', 'f', 0, 0 }, own[META_TURN_BYTES];
	if (!out || turned < 2)
		return;
	meta_turn(turned, own);
	keep(out, head, sizeof head);
	keep(out, own, sizeof own);
}

/* True where the segment stays. The first Exif's turn is written in its place. */
static bool jpeg_segment(struct meta_work *w, uint8_t marker, struct bytes v, struct buf *out)
{
	unsigned turned = 1;
	if (marker == 0xfe) {
		meta_add_text(w, META_COMMENT, S("COM"), charset_told(v), v, true);
		if (!str_trim(as_str(v)).n)
			meta_add(w, META_COMMENT, S("COM"), S("COM"), true);
		return false;
	}
	if (marker < 0xe0 || marker > 0xef)
		return true;
	if (marker == 0xe1 && begins(v, "Exif\0\0", 6)) {
		bool ours = exif(w, (struct bytes){ v.p + 6, v.n - 6 }, &turned);
		if (!ours)
			jpeg_turned(out, turned);
		return ours;
	}
	if (marker == 0xe1 && begins(v, "http://ns.adobe.com/xap/1.0/\0", 29)) {
		meta_xmp(w, S("XMP"), (struct bytes){ v.p + 29, v.n - 29 }, true);
		meta_add(w, META_CUSTOM, S("APP1"), S("XMP"), true);
		return false;
	}
	if (marker == 0xed && begins(v, "Photoshop 3.0\0", 14)) {
		meta_iptc(w, S("IPTC"), (struct bytes){ v.p + 14, v.n - 14 }, true);
		return false;
	}
	if ((marker == 0xe0 && begins(v, "JFIF\0", 5) && v.n == 14) || (marker == 0xe2 && begins(v, "ICC_PROFILE\0", 12)) ||
	    (marker == 0xee && begins(v, "Adobe", 5) && v.n == 12))
		return true;
	if (marker == 0xe0 && begins(v, "JF", 2))
		meta_add(w, META_THUMBNAIL, S("APP0"), NO_STR, true);
	else
		meta_add(w, META_CUSTOM, S("JPEG"), str_format(w->scratch, "APP%d", marker - 0xe0), true);
	return false;
}

/* The length of coded data: up to a marker that is neither a restart nor a stuffed byte. */
static size_t jpeg_coded(struct bytes b, size_t at)
{
	size_t from = at;
	while (at + 1 < b.n) {
		const uint8_t *ff = memchr(b.p + at, 0xff, b.n - at - 1);
		if (!ff)
			return b.n - from;
		at = (size_t)(ff - b.p);
		uint8_t next = b.p[at + 1];
		if (next != 0 && next != 0xff && !(next >= 0xd0 && next <= 0xd7))
			return at - from;
		at += next == 0xff ? 1 : 2;
	}
	return b.n - from;
}

enum status meta_jpeg(struct meta_work *w, struct bytes b, struct buf *out)
{
	size_t at = 2;
	bool scanned = false;
	keep(out, b.p, 2);
	while (at + 2 <= b.n) {
		uint8_t marker = b.p[at + 1];
		if (b.p[at] != 0xff)
			return meta_broken(w, "JPEG marker");
		if (marker == 0xff) {                           /* fill bytes */
			at++;
			continue;
		}
		if (marker == 0xd9) {
			keep(out, b.p + at, 2);
			add_after(w, b.n - at - 2);
			return scanned ? OK : meta_broken(w, "JPEG without a picture");
		}
		size_t n = at + 4 <= b.n ? be16(b.p + at + 2) : 0;
		if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8) || n < 2 || n > b.n - at - 2)
			return meta_broken(w, "JPEG segment");
		if (jpeg_segment(w, marker, (struct bytes){ b.p + at + 4, n - 2 }, out))
			keep(out, b.p + at, n + 2);
		at += n + 2;
		if (marker == 0xda) {
			size_t coded = jpeg_coded(b, at);
			keep(out, b.p + at, coded);
			at += coded;
			scanned = true;
		}
	}
	return meta_broken(w, "JPEG without its end");
}

/* ---- PNG (ISO/IEC 15948): chunks */

static bool png_stays(const uint8_t *type)
{
	static const char known[] = "IHDRPLTEIDATIENDtRNSgAMAcHRMsRGBiCCPsBITbKGDpHYshISTsPLTacTLfcTLfdATcICPmDCVcLLI";
	for (const char *p = known; *p; p += 4)
		if (memcmp(p, type, 4) == 0)
			return true;
	return false;
}

static enum meta_kind png_kind(struct str key)
{
	static const struct { struct str key; enum meta_kind kind; } keys[] = {
		{ LIT("Author"), META_AUTHOR }, { LIT("Copyright"), META_AUTHOR }, { LIT("Title"), META_TITLE }, { LIT("Software"), META_APPLICATION },
		{ LIT("Creation Time"), META_TIME }, { LIT("date:create"), META_TIME }, { LIT("date:modify"), META_TIME }, { LIT("Source"), META_CAMERA },
		{ LIT("Description"), META_COMMENT }, { LIT("Comment"), META_COMMENT },
	};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (str_eq(keys[i].key, key))
			return keys[i].kind;
	return META_CUSTOM;
}

static void png_inflated(struct meta_work *w, enum meta_kind kind, struct str where, struct bytes packed, enum charset charset)
{
	struct bytes v;
	bool room = META_UNPACKED_MAX - w->unpacked >= TEXT_MAX;
	w->unpacked += room ? TEXT_MAX : 0;
	if (!room || inflate_bytes(w->cx->mem, INFLATE_ZLIB, packed, TEXT_MAX, &v) != INFLATE_DONE)
		meta_add(w, META_CUSTOM, where, S("unreadable"), true);
	else
		meta_add_text(w, kind, where, charset, v, true);
}

/* tEXt: key 0 text; zTXt: key 0 method packed; iTXt: key 0 flag method language 0 key 0 text. */
static void png_text(struct meta_work *w, const uint8_t *type, struct str v)
{
	struct str rest, where = type[0] == 't' ? S("tEXt") : type[0] == 'z' ? S("zTXt") : S("iTXt"), key = str_cut(v, '\0', &rest);
	enum meta_kind kind = png_kind(key);
	size_t before = w->n;
	if (type[0] == 't') {
		meta_add_text(w, kind, where, charset_told(as_bytes(rest)) == CHARSET_UTF8 ? CHARSET_UTF8 : CHARSET_LATIN1, as_bytes(rest), true);
	} else if (type[0] == 'z') {
		png_inflated(w, kind, where, as_bytes(str_slice(rest, 1, rest.n)), CHARSET_LATIN1);
	} else if (rest.n > 2) {
		bool packed = rest.p[0] == 1;
		str_cut(str_slice(rest, 2, rest.n), '\0', &rest);
		str_cut(rest, '\0', &rest);
		if (packed)
			png_inflated(w, kind, where, as_bytes(rest), CHARSET_UTF8);
		else if (str_eq(key, S("XML:com.adobe.xmp")))
			meta_xmp(w, S("iTXt > XMP"), as_bytes(rest), true);
		else
			meta_add(w, kind, where, rest, true);
	}
	if (w->n == before)
		meta_add(w, META_CUSTOM, where, str_slice(key, 0, 79), true);
}

static void png_turned(struct buf *out, struct meta_work *w, unsigned turned);

/* True where the chunk stays. */
static bool png_chunk(struct meta_work *w, const uint8_t *type, struct bytes v, struct buf *out)
{
	unsigned turned = 1;
	if (png_stays(type))
		return true;
	if (memcmp(type, "eXIf", 4) == 0) {
		bool ours = exif(w, v, &turned);
		if (!ours)
			png_turned(out, w, turned);
		return ours;
	}
	size_t before = w->n;
	if (memcmp(type + 1, "EXt", 3) == 0 || memcmp(type + 1, "TXt", 3) == 0)
		png_text(w, type, as_str(v));
	else if (memcmp(type, "tIME", 4) == 0 && v.n == 7)
		meta_add(w, META_TIME, S("tIME"), str_format(w->scratch, "%u-%02u-%02u %02u:%02u:%02u", (unsigned)be16(v.p), v.p[2], v.p[3], v.p[4], v.p[5], v.p[6]), true);
	if (w->n == before)
		meta_add(w, META_CUSTOM, S("PNG"), (struct str){ (const char *)type, 4 }, true);
	return false;
}

static uint32_t png_crc(struct bytes b)
{
	uint32_t crc = ~UINT32_C(0);
	for (size_t i = 0; i < b.n; i++) {
		crc ^= b.p[i];
		for (int k = 0; k < 8; k++)
			crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xedb88320) : 0);
	}
	return ~crc;
}

static void png_turned(struct buf *out, struct meta_work *w, unsigned turned)
{
	uint8_t chunk[8 + META_TURN_BYTES + 4] = { 0, 0, 0, META_TURN_BYTES, 'e', 'X', 'I', 'f' };
	(void)w;
	if (!out || turned < 2)
		return;
	meta_turn(turned, chunk + 8);
	uint32_t crc = png_crc((struct bytes){ chunk + 4, 4 + META_TURN_BYTES });
	for (int i = 0; i < 4; i++)
		chunk[8 + META_TURN_BYTES + i] = (uint8_t)(crc >> (24 - 8 * i));
	keep(out, chunk, sizeof chunk);
}

enum status meta_png(struct meta_work *w, struct bytes b, struct buf *out)
{
	keep(out, b.p, 8);
	for (size_t at = 8; b.n - at >= 12;) {
		size_t n = be32(b.p + at);
		const uint8_t *type = b.p + at + 4;
		if (n > b.n - at - 12)
			return meta_broken(w, "PNG chunk");
		if (at == 8 && (memcmp(type, "IHDR", 4) != 0 || n != 13))
			return meta_broken(w, "PNG head");
		if (png_chunk(w, type, (struct bytes){ b.p + at + 8, n }, out))
			keep(out, b.p + at, n + 12);
		at += n + 12;
		if (memcmp(type, "IEND", 4) == 0) {
			add_after(w, b.n - at);
			return OK;
		}
	}
	return meta_broken(w, "PNG without its end");
}

/* ---- GIF89a: blocks of sub-blocks */

/* From the first sub-block's length to behind the empty one; 0: it does not end. */
static size_t gif_blocks(struct bytes b, size_t at)
{
	size_t from = at;
	while (at < b.n && b.p[at]) {
		if (b.p[at] > b.n - at - 1)
			return 0;
		at += b.p[at] + 1u;
	}
	return at < b.n ? at + 1 - from : 0;
}

static bool gif_extension(struct meta_work *w, uint8_t label, struct bytes v)
{
	struct str first = v.n > 1 ? str_slice(as_str(v), 1, 1 + (size_t)v.p[0]) : NO_STR;
	if (label == 0xf9 || label == 0x01)
		return true;
	if (label == 0xff && (str_eq(first, S("NETSCAPE2.0")) || str_eq(first, S("ANIMEXTS1.0")) || str_eq(first, S("ICCRGBG1012"))))
		return true;
	if (label == 0xff && str_eq(first, S("XMP DataXMP")))
		meta_xmp(w, S("XMP"), (struct bytes){ v.p + 12, v.n - 12 }, true);
	if (label == 0xfe)
		meta_add(w, META_COMMENT, S("GIF"), first, true);
	meta_add(w, META_CUSTOM, S("GIF"), label == 0xfe ? S("comment") : first.n ? first : S("extension"), true);
	return false;
}

static size_t gif_colours(uint8_t packed)
{
	return packed & 0x80 ? (size_t)3 << ((packed & 7) + 1) : 0;
}

enum status meta_gif(struct meta_work *w, struct bytes b, struct buf *out)
{
	size_t at = b.n >= 13 ? 13 + gif_colours(b.p[10]) : b.n, n;
	if (at >= b.n)
		return meta_broken(w, "GIF head");
	keep(out, b.p, at);
	while (at + 2 <= b.n && b.p[at] != 0x3b) {
		bool extension = b.p[at] == 0x21;
		size_t head = extension ? 2 : b.p[at] == 0x2c && b.n - at > 11 ? 11 + gif_colours(b.p[at + 9]) : b.n;
		if (head >= b.n - at || !(n = gif_blocks(b, at + head)))
			return meta_broken(w, "GIF block");
		if (!extension || gif_extension(w, b.p[at + 1], (struct bytes){ b.p + at + head, n }))
			keep(out, b.p + at, head + n);
		at += head + n;
	}
	if (at >= b.n || b.p[at] != 0x3b)
		return meta_broken(w, "GIF without its end");
	keep(out, b.p + at, 1);
	add_after(w, b.n - at - 1);
	return OK;
}

/* ---- WebP: a RIFF of chunks, each padded to even */

enum { VP8X_EXIF = 8, VP8X_XMP = 4 };
struct webp { size_t flags; unsigned turned; bool has_turn; };  /* where VP8X's flags stand in the copy, 0: none */

static bool webp_chunk(struct meta_work *w, const uint8_t *id, struct bytes v, struct webp *state)
{
	static const char known[] = "VP8 VP8LVP8XANIMANMFALPHICCP";
	for (const char *p = known; *p; p += 4)
		if (memcmp(p, id, 4) == 0)
			return true;
	if (memcmp(id, "EXIF", 4) == 0) {
		bool prefixed = begins(v, "Exif\0\0", 6), ours = exif(w, prefixed ? (struct bytes){ v.p + 6, v.n - 6 } : v, &state->turned);
		state->has_turn |= ours;
		return ours;
	}
	if (memcmp(id, "XMP ", 4) == 0)
		meta_xmp(w, S("XMP"), v, true);
	meta_add(w, META_CUSTOM, S("WebP"), (struct str){ (const char *)id, 4 }, true);
	return false;
}

static void webp_end(struct buf *out, const struct webp *s, size_t begin)
{
	uint8_t chunk[8 + META_TURN_BYTES] = { 'E', 'X', 'I', 'F', META_TURN_BYTES };
	bool turn = s->has_turn;
	if (!turn && s->turned > 1 && s->flags) {
		meta_turn(s->turned, chunk + 8);
		keep(out, chunk, sizeof chunk);
		turn = true;
	}
	if (out->full)
		return;
	if (s->flags)
		out->p[s->flags] = (char)((out->p[s->flags] & ~(VP8X_EXIF | VP8X_XMP)) | (turn ? VP8X_EXIF : 0));
	size_t n = out->n - begin - 8;
	for (int i = 0; i < 4; i++)
		out->p[begin + 4 + (size_t)i] = (char)(n >> 8 * i & 0xff);
}

enum status meta_webp(struct meta_work *w, struct bytes b, struct buf *out)
{
	size_t end = b.n >= 12 ? (size_t)le32(b.p + 4) + 8 : 0, begin = out ? out->n : 0;
	struct webp s = { .turned = 1 };
	if (end < 12 || end > b.n)
		return meta_broken(w, "WebP size");
	keep(out, b.p, 12);
	for (size_t at = 12; at < end;) {
		if (end - at < 8)
			return meta_broken(w, "WebP chunk");
		size_t n = le32(b.p + at + 4), padded = n + n % 2;
		if (n > end - at - 8)
			return meta_broken(w, "WebP chunk");
		if (padded > end - at - 8)
			return meta_broken(w, "WebP padding");
		if (webp_chunk(w, b.p + at, (struct bytes){ b.p + at + 8, n }, &s)) {
			if (out && n && memcmp(b.p + at, "VP8X", 4) == 0)
				s.flags = out->n + 8;
			keep(out, b.p + at, 8 + padded);
		}
		at += 8 + padded;
	}
	if (out)
		webp_end(out, &s, begin);
	add_after(w, b.n - end);
	return OK;
}

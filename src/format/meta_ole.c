/* format/meta_ole.c — files of old Office programs (MS-CFB) and their two property sets (MS-OLEPS). Only read.
 *
 * Every chain of sectors is followed for at most as many steps as the file has sectors, and the directory for at most OLE_DIRS entries. */
#include <string.h>

#include "base/str.h"
#include "format/meta_parts.h"

enum { OLE_DIRS = 4096, DIR_BYTES = 128, STREAM_MAX = 1 << 20, PROPERTIES_MAX = 256 };
#define CHAIN_END UINT32_C(0xfffffffe)

struct ole {
	struct meta_work *w;
	struct bytes b;
	size_t sector, mini, sectors;                           /* sizes; how many there are */
	uint32_t *fat;
	size_t n_fat;
	struct bytes mini_fat, mini_stream;
	uint32_t cutoff;
};

static const uint8_t *sector_at(const struct ole *o, uint32_t i)
{
	return i < o->sectors ? o->b.p + (size_t)(i + 1) * o->sector : NULL;
}

/* The file allocation table: the places of its sectors stand in the head, the rest in a chain. */
static bool read_fat(struct ole *o)
{
	size_t per = o->sector / 4;
	uint32_t next = le32(o->b.p + 68);
	const uint8_t *table = o->b.p + 76;
	size_t n = 109, left = o->sectors + 1;
	o->fat = arena_array(o->w->cx->mem, uint32_t, o->sectors + per);
	for (;;) {
		for (size_t i = 0; i < n && o->n_fat < o->sectors; i++) {
			const uint8_t *p = sector_at(o, le32(table + 4 * i));
			for (size_t k = 0; p && k < per && o->n_fat < o->sectors; k++)
				o->fat[o->n_fat++] = le32(p + 4 * k);
		}
		table = sector_at(o, next);
		if (!table || !left--)
			return next >= CHAIN_END || o->n_fat >= o->sectors;
		n = per - 1;
		next = le32(table + 4 * n);
	}
}

/* A chain's bytes, at most `max`; false where it leaves the file or never ends. */
static bool chain(const struct ole *o, uint32_t at, size_t max, struct bytes *ret)
{
	size_t n = 0, count = 0;
	for (uint32_t i = at; i < CHAIN_END; i = o->fat[i])
		if (i >= o->n_fat || ++count > o->sectors)
			return false;
	if (count > max / o->sector + 1)
		count = max / o->sector + 1;
	uint8_t *out = arena_alloc(o->w->cx->mem, count * o->sector + 1);
	for (uint32_t i = at; i < CHAIN_END && n < count * o->sector; i = o->fat[i], n += o->sector) {
		if (!sector_at(o, i))
			return false;
		memcpy(out + n, sector_at(o, i), o->sector);
	}
	*ret = (struct bytes){ out, n < max ? n : max };
	return true;
}

static bool mini_chain(const struct ole *o, uint32_t at, size_t size, struct bytes *ret)
{
	uint8_t *out = arena_alloc(o->w->cx->mem, size + o->mini);
	size_t n = 0;
	for (uint32_t i = at; i < CHAIN_END && n < size; n += o->mini) {
		if ((size_t)i * 4 + 4 > o->mini_fat.n || ((size_t)i + 1) * o->mini > o->mini_stream.n)
			return false;
		memcpy(out + n, o->mini_stream.p + (size_t)i * o->mini, o->mini);
		i = le32(o->mini_fat.p + (size_t)i * 4);
	}
	*ret = (struct bytes){ out, size };
	return n >= size;
}

static enum meta_kind summary_kind(uint32_t id, bool document)
{
	static const struct { uint32_t id; enum meta_kind kind; } first[] = { { 2, META_TITLE }, { 3, META_SUBJECT }, { 4, META_AUTHOR },
		{ 5, META_KEYWORDS }, { 6, META_COMMENT }, { 7, META_TEMPLATE }, { 8, META_LAST_AUTHOR }, { 9, META_CUSTOM }, { 11, META_TIME },
		{ 12, META_TIME }, { 13, META_TIME }, { 17, META_THUMBNAIL }, { 18, META_APPLICATION } };
	static const struct { uint32_t id; enum meta_kind kind; } second[] = { { 2, META_KEYWORDS }, { 14, META_AUTHOR }, { 15, META_COMPANY } };
	for (size_t i = 0; !document && i < sizeof first / sizeof *first; i++)
		if (first[i].id == id)
			return first[i].kind;
	for (size_t i = 0; document && i < sizeof second / sizeof *second; i++)
		if (second[i].id == id)
			return second[i].kind;
	return META_NONE;
}

/* Days since 1601 into a date (Gregorian). */
static struct str file_time(struct arena *mem, uint64_t ticks)
{
	uint64_t seconds = ticks / 10000000, days = seconds / 86400, era, doe, yoe, doy, mp;
	days += 584694;                                         /* from 0000-03-01 */
	era = days / 146097;
	doe = days % 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	unsigned day = (unsigned)(doy - (153 * mp + 2) / 5 + 1), month = (unsigned)(mp < 10 ? mp + 3 : mp - 9);
	unsigned long long year = yoe + era * 400 + (month <= 2);
	return str_format(mem, "%llu-%02u-%02uT%02u:%02u:%02uZ", year, month, day, (unsigned)(seconds / 3600 % 24), (unsigned)(seconds / 60 % 60),
	                  (unsigned)(seconds % 60));
}

static enum charset charset_of_page(uint32_t page)
{
	return page == 932 ? CHARSET_SHIFT_JIS : page == 65001 ? CHARSET_UTF8 : page == 1200 ? CHARSET_UTF16LE : page == 20932 || page == 51932 ? CHARSET_EUC_JP :
	       CHARSET_LATIN1;
}

static void property(struct ole *o, struct str where, enum meta_kind kind, uint32_t page, struct bytes v)
{
	uint32_t type = le32(v.p), n = v.n >= 8 ? le32(v.p + 4) : 0;
	if (type == 30 && v.n >= 8) {
		struct bytes text = { v.p + 8, n < v.n - 8 ? n : v.n - 8 };
		if (charset_of_page(page) != CHARSET_UTF16LE)
			text.n = strnlen((const char *)text.p, text.n);
		meta_add_text(o->w, kind, where, charset_of_page(page), text, false);
	} else if (type == 31 && v.n >= 8) {
		meta_add_text(o->w, kind, where, CHARSET_UTF16LE, (struct bytes){ v.p + 8, n <= (v.n - 8) / 2 ? (size_t)n * 2 : v.n - 8 }, false);
	} else if (type == 64 && v.n >= 12) {
		uint64_t ticks = n | (uint64_t)le32(v.p + 8) << 32;
		if (ticks > UINT64_C(10000000) * 86400 * 365)           /* editing times are spans */
			meta_add(o->w, META_TIME, where, file_time(o->w->scratch, ticks), false);
	} else if (kind == META_THUMBNAIL) {
		meta_add(o->w, kind, where, NO_STR, false);
	}
}

static bool property_set(struct ole *o, struct bytes s, bool document)
{
	struct str where = document ? S("DocumentSummaryInformation") : S("SummaryInformation");
	if (s.n < 48 || le16(s.p) != 0xfffe)
		return false;
	size_t at = le32(s.p + 44);
	if (at > s.n || s.n - at < 8)
		return false;
	struct bytes set = { s.p + at, s.n - at };
	size_t n = le32(set.p + 4);
	uint32_t page = 1252;
	if (n > PROPERTIES_MAX || n * 8 + 8 > set.n)
		return false;
	for (int second = 0; second < 2; second++)
		for (size_t i = 0; i < n; i++) {
			uint32_t id = le32(set.p + 8 + i * 8), from = le32(set.p + 12 + i * 8);
			if (from > set.n || set.n - from < 8)
				return false;
			if (!second && id == 1)
				page = le16(set.p + from + 4);
			else if (second && summary_kind(id, document) != META_NONE)
				property(o, where, summary_kind(id, document), page, (struct bytes){ set.p + from, set.n - from });
		}
	return true;
}

/* Names are UTF-16 and at most 31 characters; ASCII here. */
static bool named(const uint8_t *dir, const char *name)
{
	size_t n = strlen(name);
	if (le16(dir + 64) != 2 * (n + 1))
		return false;
	for (size_t i = 0; i < n; i++)
		if (dir[2 * i] != (uint8_t)name[i] || dir[2 * i + 1])
			return false;
	return true;
}

static bool read_set(struct ole *o, const uint8_t *dir, bool document)
{
	struct bytes s;
	size_t size = le32(dir + 120);
	uint32_t at = le32(dir + 116);
	if (size > STREAM_MAX)
		return false;
	return (size < o->cutoff ? mini_chain(o, at, size, &s) : chain(o, at, size, &s)) && property_set(o, s, document);
}

static bool begin(struct ole *o, struct bytes *ret_dirs)
{
	struct bytes b = o->b;
	uint32_t shift = b.n >= 512 ? le16(b.p + 30) : 0;
	if ((shift != 9 && shift != 12) || le16(b.p + 32) != 6 || b.n < (size_t)2 << shift)
		return false;
	o->sector = (size_t)1 << shift;
	o->mini = 64;
	o->sectors = b.n / o->sector - 1;
	o->cutoff = le32(b.p + 56);
	if (o->cutoff > 4096 || !read_fat(o) || !chain(o, le32(b.p + 48), OLE_DIRS * DIR_BYTES, ret_dirs))
		return false;
	if (ret_dirs->n < DIR_BYTES)
		return false;
	return (le32(b.p + 60) >= CHAIN_END || chain(o, le32(b.p + 60), META_FILE_MAX, &o->mini_fat)) &&
	       (le32(ret_dirs->p + 116) >= CHAIN_END || chain(o, le32(ret_dirs->p + 116), META_FILE_MAX, &o->mini_stream));
}

enum status meta_ole(struct meta_work *w, struct bytes file, struct buf *out)
{
	struct ole o = { .w = w, .b = file };
	struct bytes dirs;
	bool whole = begin(&o, &dirs);
	int sets[2] = { 0, 0 };
	for (size_t i = 0; whole && i + DIR_BYTES <= dirs.n; i += DIR_BYTES) {
		const uint8_t *dir = dirs.p + i;
		bool first = named(dir, "\5SummaryInformation"), second = named(dir, "\5DocumentSummaryInformation");
		if (named(dir, "EncryptedPackage"))
			return fail(w->cx, E_INVALID, T_META_ENCRYPTED);
		if ((first || second) && sets[second]++ == 0)
			whole = read_set(&o, dir, second);
	}
	if (!whole)
		return meta_broken(w, "OLE file");
	/* The properties are not all: names stand in the body's own structures too. */
	meta_add(w, META_CUSTOM, S("OLE"), S("binary Office file"), false);
	if (out)
		buf_add(out, as_str(file));
	return OK;
}

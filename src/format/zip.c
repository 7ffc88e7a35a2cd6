/* format/zip.c — reading zip archives strictly. */
#include "format/zip.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "format/inflate.h"
#include "format/meta.h"

enum { END_BYTES = 22, END64_BYTES = 56, LOCATOR_BYTES = 20, DIR_BYTES = 46, HEAD_BYTES = 30, COMMENT_MAX = 65535 };
enum { FLAG_ENCRYPTED = 1, FLAG_STRONG = 64, EXTRA_ZIP64 = 1 };

static uint32_t u16(const uint8_t *p) { return p[0] | (uint32_t)p[1] << 8; }
static uint32_t u32(const uint8_t *p) { return u16(p) | u16(p + 2) << 16; }
static uint64_t u64(const uint8_t *p) { return u32(p) | (uint64_t)u32(p + 4) << 32; }

static enum status broken(struct cx *cx, const char *what)
{
	return fail_detail(cx, E_INVALID, T_META_BROKEN, "zip: %s", what);
}

bool zip_is(struct bytes b)
{
	return b.n >= 4 && b.p[0] == 'P' && b.p[1] == 'K' && (u16(b.p + 2) == 0x0403 || u16(b.p + 2) == 0x0605);
}

uint32_t zip_crc(struct bytes b)
{
	static const uint32_t table[16] = {
		0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
		0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
	};
	uint32_t crc = ~UINT32_C(0);
	for (size_t i = 0; i < b.n; i++) {
		crc = table[(crc ^ b.p[i]) & 15] ^ crc >> 4;
		crc = table[(crc ^ (uint32_t)(b.p[i] >> 4)) & 15] ^ crc >> 4;
	}
	return ~crc;
}

struct directory { size_t at, bytes, n; };

/* The end record whose comment ends exactly where the file ends. */
static const uint8_t *find_end(struct bytes f)
{
	for (size_t back = END_BYTES; back <= f.n && back <= END_BYTES + COMMENT_MAX; back++) {
		const uint8_t *p = f.p + f.n - back;
		if (u32(p) == 0x06054b50 && u16(p + 20) == back - END_BYTES)
			return p;
	}
	return NULL;
}

static bool read_end64(struct bytes f, size_t end, struct directory *d)
{
	if (end < LOCATOR_BYTES + END64_BYTES || u32(f.p + end - LOCATOR_BYTES) != 0x07064b50)
		return false;
	uint64_t at = u64(f.p + end - LOCATOR_BYTES + 8);
	if (at > end - LOCATOR_BYTES - END64_BYTES || u32(f.p + at) != 0x06064b50)
		return false;
	uint64_t n = u64(f.p + at + 32), bytes = u64(f.p + at + 40), start = u64(f.p + at + 48);
	if (n > META_ENTRIES_MAX * 16 || bytes > f.n || start > f.n)
		return false;
	*d = (struct directory){ (size_t)start, (size_t)bytes, (size_t)n };
	return true;
}

static enum status find_directory(struct cx *cx, struct bytes f, struct directory *d, struct str *ret_comment)
{
	const uint8_t *end = find_end(f);
	if (!end)
		return broken(cx, "no directory at the end");
	size_t at = (size_t)(end - f.p);
	*d = (struct directory){ u32(end + 16), u32(end + 12), u16(end + 10) };
	*ret_comment = (struct str){ (const char *)end + END_BYTES, u16(end + 20) };
	bool large = d->n == 0xffff || d->at == 0xffffffff || d->bytes == 0xffffffff;
	if (large && !read_end64(f, at, d))
		return broken(cx, "zip64 end");
	if (u16(end + 4) || u16(end + 6))
		return broken(cx, "several volumes");
	if (d->at > at || d->bytes > at - d->at)
		return broken(cx, "directory outside");
	if (d->n > META_ENTRIES_MAX)
		return fail_detail(cx, E_INVALID, T_META_LIMIT, "zip: %zu entries", d->n);
	return d->n * DIR_BYTES > d->bytes ? broken(cx, "directory too short") : OK;
}

/* zip64 sizes stand in the extra field in the order of the values that are all ones. */
static bool read_extra(struct zip_entry *e, struct bytes x, uint64_t v[3])
{
	for (size_t i = 0; i + 4 <= x.n;) {
		size_t id = u16(x.p + i), n = u16(x.p + i + 2);
		if (n > x.n - i - 4)
			return false;
		const uint8_t *p = x.p + i + 4, *end = p + n;
		for (int k = 0; id == EXTRA_ZIP64 && k < 3; k++)
			if (v[k] == 0xffffffff) {
				if (end - p < 8)
					return false;
				v[k] = u64(p);
				p += 8;
			}
		e->extra |= id != EXTRA_ZIP64;
		i += 4 + n;
	}
	return true;
}

/* No program may take the name for a place outside the archive, nor two programs for two different ones. */
static bool good_name(struct str name)
{
	struct str rest = name;
	if (!name.n || name.p[0] == '/' || !str_utf8(name) || memchr(name.p, '\\', name.n) || memchr(name.p, ':', name.n))
		return false;
	while (rest.p) {
		struct str piece = str_cut(rest, '/', &rest);
		if (str_eq(piece, S("..")) || str_eq(piece, S(".")) || (!piece.n && rest.n))
			return false;
	}
	return true;
}

static enum status read_entry(struct cx *cx, struct bytes f, const uint8_t *p, size_t left, struct zip_entry *e, size_t *ret_used)
{
	if (left < DIR_BYTES || u32(p) != 0x02014b50)
		return broken(cx, "directory entry");
	size_t name_n = u16(p + 28), extra_n = u16(p + 30), used = DIR_BYTES + name_n + extra_n + u16(p + 32);
	if (used > left)
		return broken(cx, "directory entry too long");
	uint64_t v[3] = { u32(p + 24), u32(p + 20), u32(p + 42) };
	*e = (struct zip_entry){ .name = { (const char *)p + DIR_BYTES, name_n }, .flags = (uint16_t)u16(p + 8), .method = (uint16_t)u16(p + 10),
		.time = (uint16_t)u16(p + 12), .date = (uint16_t)u16(p + 14), .crc = u32(p + 16), .extra = u16(p + 32) != 0 };
	if (!read_extra(e, (struct bytes){ p + DIR_BYTES + name_n, extra_n }, v))
		return broken(cx, "extra field");
	if (e->flags & (FLAG_ENCRYPTED | FLAG_STRONG))
		return fail(cx, E_INVALID, T_META_ENCRYPTED);
	if (v[0] > META_PART_MAX || (v[0] > 1 << 20 && v[0] / META_RATIO_MAX > v[1]))
		return fail_detail(cx, E_INVALID, T_META_LIMIT, "zip: a part of %llu bytes", (unsigned long long)v[0]);
	if (v[1] > f.n || v[2] > f.n || !good_name(e->name))
		return broken(cx, "entry");
	e->n = (size_t)v[0];
	e->packed_n = (size_t)v[1];
	e->head = (size_t)v[2];
	*ret_used = used;
	return OK;
}

static enum status read_head(struct cx *cx, struct bytes f, size_t end, struct zip_entry *e)
{
	if (e->head > end || end - e->head < HEAD_BYTES)
		return broken(cx, "local head outside");
	const uint8_t *p = f.p + e->head;
	size_t name_n = u16(p + 26), extra_n = u16(p + 28);
	if (u32(p) != 0x04034b50 || name_n != e->name.n || u16(p + 8) != e->method || name_n + extra_n > end - e->head - HEAD_BYTES ||
	    memcmp(p + HEAD_BYTES, e->name.p, name_n) != 0)
		return broken(cx, "local head differs");
	e->data = e->head + HEAD_BYTES + name_n + extra_n;
	e->extra |= extra_n > 0;
	if (e->packed_n > end - e->data)
		return broken(cx, "data outside");
	if ((e->method != 0 && e->method != 8) || (e->method == 0 && e->n != e->packed_n))
		return broken(cx, "method");
	return OK;
}

static int by_place(const void *a, const void *b)
{
	const struct zip_entry *x = *(struct zip_entry *const *)a, *y = *(struct zip_entry *const *)b;
	return (x->head > y->head) - (x->head < y->head);
}

static unsigned char lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static int by_name(const void *a, const void *b)
{
	struct str x = (*(struct zip_entry *const *)a)->name, y = (*(struct zip_entry *const *)b)->name;
	for (size_t i = 0; i < x.n && i < y.n; i++)
		if (lower(x.p[i]) != lower(y.p[i]))
			return lower(x.p[i]) - lower(y.p[i]);
	return (x.n > y.n) - (x.n < y.n);
}

static enum status check_all(struct cx *cx, struct zip *z)
{
	size_t total = 0;
	struct zip_entry **sorted = arena_array(cx->mem, struct zip_entry *, z->n + 1);
	for (size_t i = 0; i < z->n; i++) {
		sorted[i] = &z->entries[i];
		total += z->entries[i].n;
	}
	if (total > META_UNPACKED_MAX)
		return fail_detail(cx, E_INVALID, T_META_LIMIT, "zip: %zu bytes in all", total);
	qsort(sorted, z->n, sizeof *sorted, by_place);
	for (size_t i = 1; i < z->n; i++)
		if (sorted[i]->head < sorted[i - 1]->data + sorted[i - 1]->packed_n)
			return broken(cx, "entries overlap");
	qsort(sorted, z->n, sizeof *sorted, by_name);
	for (size_t i = 1; i < z->n; i++)
		if (by_name(&sorted[i - 1], &sorted[i]) == 0)
			return broken(cx, "a name stands there twice");
	return OK;
}

enum status zip_open(struct cx *cx, struct bytes f, struct zip *ret)
{
	struct directory d = { 0, 0, 0 };
	struct zip z = { .file = f };
	enum status st = find_directory(cx, f, &d, &z.comment);
	if (st != OK)
		return st;
	z.entries = arena_array(cx->mem, struct zip_entry, d.n + 1);
	size_t at = d.at, end = d.at + d.bytes, used = 0;
	for (; z.n < d.n && st == OK; z.n++) {
		st = read_entry(cx, f, f.p + at, end - at, &z.entries[z.n], &used);
		if (st == OK)
			st = read_head(cx, f, d.at, &z.entries[z.n]);
		at += used;
	}
	if (st == OK && at != end)
		st = broken(cx, "directory too long");
	if (st == OK)
		st = check_all(cx, &z);
	if (st == OK)
		*ret = z;
	return st;
}

const struct zip_entry *zip_find(const struct zip *z, struct str name)
{
	for (size_t i = 0; i < z->n; i++)
		if (str_eq_nocase(z->entries[i].name, name))
			return &z->entries[i];
	return NULL;
}

enum status zip_get(struct cx *cx, const struct zip *z, const struct zip_entry *e, struct bytes *ret)
{
	struct bytes packed = { z->file.p + e->data, e->packed_n }, part = packed;
	if (e->method == 8) {
		uint8_t *out = arena_alloc(cx->mem, e->n + 1);
		size_t n = 0;
		if (inflate_into(INFLATE_RAW, packed, out, e->n, &n) != INFLATE_DONE || n != e->n)
			return broken(cx, "compressed data");
		part = (struct bytes){ out, n };
	}
	if (zip_crc(part) != e->crc)
		return broken(cx, "checksum");
	*ret = part;
	return OK;
}

/* format/zip.h — zip archives (APPNOTE 6.3): read strictly, written plainly.
 *
 *   struct zip z; zip_open(cx, bytes, &z); for each z.entries[i]: zip_get(cx, &z, &z.entries[i], &part)
 *   struct zip_out o; zip_out_begin(&o, &buf); zip_out_keep(&o, &z, entry) or zip_out_put(&o, name, part); zip_out_end(&o)
 *
 * Refused (T_META_BROKEN): no directory at the very end of the file, entries that overlap or lie outside, a local head that
 * differs from the directory, sizes or checksums that do not hold, names that are absolute, have "..", "\\" or ":" in them, are
 * no UTF-8 or stand there twice (case does not count), methods but stored and deflated. T_META_ENCRYPTED: encrypted entries.
 * T_META_LIMIT: more than ZIP's bounds in format/meta.h; told from the directory before anything is unpacked, and held again
 * while unpacking. zip64 sizes are understood. Cost: linear, but for sorting the entries.
 *
 * What is written has no times, no comments, no extra fields; parts kept are copied as they are packed, new ones are deflated.
 */
#ifndef NOROSHI_FORMAT_ZIP_H
#define NOROSHI_FORMAT_ZIP_H
#include "base/buf.h"

struct zip_entry {
	struct str name;                                        /* borrowed from the file; a folder's ends in '/' */
	size_t head, data, packed_n, n;                         /* where the local head and the data begin; sizes */
	uint32_t crc;
	uint16_t method, flags, time, date;
	bool extra;                                             /* it has extra fields beyond zip64 sizes */
};
struct zip { struct bytes file; struct zip_entry *entries; size_t n; struct str comment; };
bool zip_is(struct bytes);
enum status zip_open(struct cx *, struct bytes file, struct zip *ret) MUST_CHECK;
const struct zip_entry *zip_find(const struct zip *, struct str name);          /* linear; NULL: none */
enum status zip_get(struct cx *, const struct zip *, const struct zip_entry *, struct bytes *ret) MUST_CHECK;

struct zip_out { struct buf *out; struct buf dir; size_t n; };
void zip_out_begin(struct zip_out *, struct buf *out);
void zip_out_keep(struct zip_out *, const struct zip *, const struct zip_entry *);
void zip_out_put(struct zip_out *, struct str name, struct bytes part);
void zip_out_end(struct zip_out *);                             /* then ask out->full */
uint32_t zip_crc(struct bytes);
#endif

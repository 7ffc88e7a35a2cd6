/* format/inflate.h — inflating (RFC 1950, 1951), never more than asked for. The platform's part: natively zlib (inflate_zlib.c),
 * in WebAssembly inflate_plain.c (web/engine/host_meta.c). Cost: linear in what comes out, which is bounded by `max`.
 */
#ifndef NOROSHI_FORMAT_INFLATE_H
#define NOROSHI_FORMAT_INFLATE_H
#include "base/arena.h"

enum inflate_form { INFLATE_RAW, INFLATE_ZLIB };
enum inflate_end { INFLATE_DONE, INFLATE_BROKEN, INFLATE_TOO_LARGE };
/* Inflates `in` into `ret` (in the arena): all of it, or nothing. Bytes after the end of the compressed data are not looked at.
 * TOO_LARGE: more than `max` bytes would come out. An unfinished stream is BROKEN. */
enum inflate_end inflate_bytes(struct arena *, enum inflate_form, struct bytes in, size_t max, struct bytes *ret);
/* The platform's part: writes at most `room` bytes; *ret_n is set when DONE. TOO_LARGE when `room` does not do. */
enum inflate_end inflate_into(enum inflate_form, struct bytes in, uint8_t *out, size_t room, size_t *ret_n);
#endif

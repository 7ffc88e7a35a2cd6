/* format/deflate.h — packing (RFC 1951) in the simplest way that still shrinks text: matches within 32 KiB by a hash of four
 * bytes, the fixed code. The same bytes natively and in WebAssembly. Cost: linear; never more than 9/8 of the input + 16 bytes.
 */
#ifndef NOROSHI_FORMAT_DEFLATE_H
#define NOROSHI_FORMAT_DEFLATE_H
#include "base/buf.h"

void deflate_bytes(struct arena *scratch, struct bytes in, struct buf *out);
#endif

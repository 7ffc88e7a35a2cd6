/* format/inflate_plain.h — inflating in plain C, for where zlib is not: the engine in the browser. The same outcome as zlib for every
 * input (test/fuzz/inflate_fuzz.c holds the two against each other), and never a byte or a step beyond `room`. Linear. */
#ifndef NOROSHI_FORMAT_INFLATE_PLAIN_H
#define NOROSHI_FORMAT_INFLATE_PLAIN_H
#include "format/inflate.h"

enum inflate_end inflate_plain(enum inflate_form form, struct bytes in, uint8_t *out, size_t room, size_t *ret_n);
#endif

/* format/multipart.h — multipart/form-data (RFC 7578) with one file in it, as a browser's form sends it. Pure; borrows from the body.
 *
 * Strict: a boundary of 1 to 70 characters, at most 16 parts, heads of at most 4 KiB, every part ended by the boundary, the last by
 * its closing form. Parts without a file name are fields and are passed over; a second file is refused.
 */
#ifndef NOROSHI_FORMAT_MULTIPART_H
#define NOROSHI_FORMAT_MULTIPART_H
#include "base/arena.h"

struct multipart_file { struct str name; struct bytes content; };       /* name: as sent, unescaped; not yet made safe */
/* True where `content_type` says multipart/form-data. */
bool multipart_is(struct str content_type);
bool multipart_file(struct arena *, struct str content_type, struct bytes body, struct multipart_file *ret);
#endif

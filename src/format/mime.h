/* format/mime.h — the encodings of mail (RFC 2045, 2047, 2231): base64, quoted-printable, encoded words, parameters.
 * What is irregular is read as far as it makes sense: mail is what it is. Linear; results in the arena.
 */
#ifndef NOROSHI_FORMAT_MIME_H
#define NOROSHI_FORMAT_MIME_H
#include "base/arena.h"

struct bytes mime_base64(struct arena *, struct str);           /* other characters are passed over; ends at '=' */
struct bytes mime_quoted(struct arena *, struct str, bool header);      /* header: '_' is a space */
/* A header's value as text: unfolded, encoded words decoded, other bytes by what they look like. */
struct str mime_words(struct arena *, struct str value);
/* "charset", "boundary", "filename", "name": plain, quoted, or by RFC 2231, in pieces too. NO_STR: there is none. */
struct str mime_parameter(struct arena *, struct str value, struct str name);
#endif

/* sys/filetype.h — what a file is by its content (libmagic, which only filetype.c sees): a media type such as "application/pdf".
 *
 * Costs some milliseconds: the database of types is opened for each call, so that no state is shared between threads.
 */
#ifndef NOROSHI_SYS_FILETYPE_H
#define NOROSHI_SYS_FILETYPE_H
#include "base/cx.h"

/* E_REMOTE where the database of types cannot be read. */
enum status filetype_of(struct cx *, struct bytes, struct str *ret_type) MUST_CHECK;
#endif

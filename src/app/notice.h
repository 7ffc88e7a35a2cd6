/* app/notice.h — notices 通知: what the system tells people in the centre's name (large-scale mode is on, ...), published as it is
 * made, without approval, because it only says what was decided elsewhere. It travels as advisories do. Inside app/ only. */
#ifndef NOROSHI_APP_NOTICE_H
#define NOROSHI_APP_NOTICE_H
#include "model/advisory.h"

/* `author`: the org in whose name. The content is complete; nobody to tell is no error. */
enum status notice_publish(struct cx *, struct uuid author, const struct advisory_content *, struct uuid *ret_message) MUST_CHECK;
#endif

/* store/inquiry.h — messages about a message. */
#ifndef NOROSHI_STORE_INQUIRY_H
#define NOROSHI_STORE_INQUIRY_H
#include "model/message.h"

/* Ids of inquiries and answers about `about` that org may see, oldest first. */
enum status message_about_list(struct cx *, struct uuid org, struct uuid about, int limit, struct uuid **ret, size_t *ret_n) MUST_CHECK;
#endif

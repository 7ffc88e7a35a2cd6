/* model/attachment.h — a file beside messages: what is known of it, and its bytes only where it was asked for them. */
#ifndef NOROSHI_MODEL_ATTACHMENT_H
#define NOROSHI_MODEL_ATTACHMENT_H
#include "base/cx.h"

struct attachment {
	struct uuid id, org, account;
	struct str name, type;                                  /* name: made harmless; type: by content, never what the sender said */
	int64_t size, created_us;
	uint8_t digest[32];
	struct bytes bytes;                                     /* only from attachment_get */
};
#endif

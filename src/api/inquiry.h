/* api/inquiry.h — doors to inquiries and answers. */
#ifndef NOROSHI_API_INQUIRY_H
#define NOROSHI_API_INQUIRY_H
#include "api/route.h"
#include "model/inquiry.h"

handler inquiry_post, inquiry_forward_post, inquiry_list_get, answer_post, answer_sealed_post, answer_relay_post, thread_get;
#endif

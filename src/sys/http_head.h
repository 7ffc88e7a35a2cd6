/* sys/http_head.h — may a request's head be served at all? Pure, so that it can be fuzzed without a socket. What could be read in two
 * ways (where the body ends, which value counts) is refused, so that no proxy in front reads it otherwise than we do.
 */
#ifndef NOROSHI_SYS_HTTP_HEAD_H
#define NOROSHI_SYS_HTTP_HEAD_H
#include "sys/http.h"

struct http_head { struct str version, path, query; const struct http_header_out *headers; size_t n_headers; };
struct http_length { size_t length; bool chunked; };
/* 0, or the status to refuse with. */
int http_head_check(const struct http_head *, struct http_length *ret);
/* How often a header stands there; the first value where it does. */
size_t http_head_count(const struct http_head *, struct str name, struct str *ret);
bool http_clean(struct str);                                    /* no control character: fit for a header's value */
#endif

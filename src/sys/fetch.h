/* sys/fetch.h — asking another HTTP server (libcurl, which only fetch.c sees): bounded, with time limits, certificates verified.
 *
 * http and https only, no redirects followed, no proxy credentials, no netrc; the answer is refused where it is larger than asked for.
 * One request, one connection: for the command line and for jobs. Costs a handshake each.
 */
#ifndef NOROSHI_SYS_FETCH_H
#define NOROSHI_SYS_FETCH_H
#include "base/cx.h"

struct fetch_header { struct str name, value; };
#define FETCH_HEADERS_MAX 8
struct fetch_request {
	struct str method, url;
	const struct fetch_header *headers;                     /* values must hold no line ends: E_BUG */
	size_t n_headers;
	struct bytes body;
	struct str ca_file;                                     /* PEM; empty: those of the system */
	size_t answer_max;                                      /* 0: 8 MiB */
	int timeout_s;                                          /* of the whole exchange; 0: 60. Connecting: 10 at most */
};
struct fetch_answer { int status; struct str type, etag, retry_after, cookie; struct bytes body; };     /* cookie: "name=value" of the last one set */
/* Any HTTP status is OK; E_REMOTE with detail where there was no answer, E_LIMIT where it was too large. */
enum status fetch(struct cx *, const struct fetch_request *, struct fetch_answer *ret) MUST_CHECK;
#endif

/* sys/http.h — the HTTP server, and nothing of what it serves. Bounded requests in, responses out, from any thread.
 *
 * I/O threads call `serve` with a whole request (head and body read, bounded, checked). It answers at once, or keeps the
 * exchange and answers later from another thread: until then the connection is suspended and costs no thread.
 * Refused here: a malformed or ambiguous head (two lengths, length with chunked, repeated critical headers, bad characters),
 * heads over about 8 KiB, paths over 2 KiB, bodies over `body_max`, clients that take longer than the time limit. Where the
 * head could be understood `serve` is called with `refused` set, so that the refusal looks like every other answer.
 *
 *   http_start -> ... -> http_drain -> (stop what answers) -> http_stop
 */
#ifndef NOROSHI_SYS_HTTP_H
#define NOROSHI_SYS_HTTP_H
#include "base/buf.h"

enum http_method { HTTP_GET = 1, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_PATCH, HTTP_DELETE, HTTP_OPTIONS, HTTP_OTHER };
#define HTTP_PATH_MAX 2048

struct http_request {
	enum http_method method;
	struct str path;                                        /* as sent, not decoded, without the query */
	struct str query;                                       /* without '?'; not decoded */
	struct bytes body;
	struct str peer;                                        /* address as text, no port */
	bool tls;
	int refused;                                            /* not 0: answer with this status, at once, and nothing else */
	size_t limit;                                           /* with refused 413: the limit in bytes */
	struct http_exchange *exchange;
	struct arena *mem;                                      /* of the exchange: lives until it is answered and sent */
	int thread;                                             /* which I/O thread: 0 .. threads-1, for its own read connection */
};
/* A request header by lower-case name; NO_STR (p NULL) where absent. Headers that must not repeat were refused if they did.
 * Lives as long as the exchange. */
struct str http_header(const struct http_request *, struct str name);
/* Of a header that may repeat, the last line: what the nearest proxy added. */
struct str http_header_last(const struct http_request *, struct str name);
/* Pure parsers (http_parse.c). Cookie: NO_STR (p NULL) where absent. */
struct str http_cookie(struct str cookie_header, struct str name);
/* Query "a=1&b=%20": the decoded value of `name` or NO_STR (p NULL). Bad escapes or UTF-8: *bad is set. */
struct str http_query(struct arena *, struct str query, struct str name, bool *bad);
/* Percent-decoding; false for bad escapes, bytes that are not UTF-8, and NUL. */
bool http_decode(struct arena *, struct str escaped, bool plus_is_space, struct str *ret);
/* The n-th name of a query, decoded; false at the end. For finding names that nobody asked for. */
bool http_query_name(struct arena *, struct str query, size_t n, struct str *ret, bool *bad);
bool http_token(struct str);                                    /* RFC 9110 token: a valid header name */

struct http_header_out { struct str name, value; };
#define HTTP_HEADERS_MAX 20
struct http_response {
	int status;
	struct str type;                                        /* content type; empty: none */
	struct bytes body;                                      /* borrowed until sent: exchange arena, or for ever with body_static */
	bool body_static;
	bool close;                                             /* close the connection afterwards */
	size_t n_headers;
	struct http_header_out headers[HTTP_HEADERS_MAX];       /* borrowed until sent, like the body */
};
void http_response_header(struct http_response *, struct str name, struct str value);

struct http_server_options {
	struct str listen;                                      /* "127.0.0.1:8080", "[::1]:8080"; port 0: any free one */
	int threads;
	struct str cert_pem, key_pem;                           /* empty: plain HTTP */
	/* How large a body this request may have, asked once, with only the head read. May set head->refused. */
	size_t (*body_max)(void *arg, struct http_request *head);
	void (*serve)(void *arg, struct http_request *);
	void *arg;
	int connections_max;                                    /* 0: 12000 */
	int timeout_s;                                          /* idle and slow clients; 0: 30 */
};
struct http_server;
/* E_REMOTE with detail where the address cannot be had, E_INVALID where it is no address. */
enum status http_start(struct cx *, const struct http_server_options *, struct http_server **ret) MUST_CHECK;
int http_port(const struct http_server *);                      /* the real port where 0 was asked */
/* Accepts no new connection, refuses new requests (503), returns when every request that `serve` was given is answered. After it
 * nobody calls `serve` but with `refused`. */
void http_drain(struct http_server *);
/* Drains, ends all streams, ends the threads. */
void http_stop(struct http_server *);

/* Answers an exchange: once, from any thread. The struct is copied, what it points to is not; frees the exchange's arena
 * after sending. */
void http_answer(struct http_exchange *, const struct http_response *);

/* Server-sent events: turns the exchange into a stream with the head's status, type and headers. Call it from `serve`.
 * The exchange's arena (with the request's strings) is gone when `serve` returns. Sending and closing are thread-safe. A stream
 * whose client does not read is ended when more than 64 KiB wait. `closed` is called once when the client is gone, from an I/O
 * thread that holds no lock of this module; when it returns the pointer is dead, so the owner stops others from using it first. */
struct http_stream;
struct http_stream *http_stream_open(struct http_exchange *, const struct http_response *head, void (*closed)(void *), void *arg);
bool http_stream_send(struct http_stream *, struct str text);   /* copied; false when it is ending */
void http_stream_close(struct http_stream *);                   /* after what was sent; `closed` still follows */
#endif

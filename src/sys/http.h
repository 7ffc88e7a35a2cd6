/* sys/http.h — the HTTP server, and nothing of what it serves. Bounded requests in, responses out, from any thread.
 *
 * I/O threads call `serve` with a whole request (head and body read, bounded, checked). It answers at once, or keeps the
 * exchange and answers later from another thread: until then the connection is suspended and costs no thread.
 * Refused here, before `serve`: a malformed or ambiguous head (two lengths, length with chunked, bad characters), heads over
 * 16 KiB, bodies over `body_max` of the route (413), clients that take longer than the time limit.
 */
#ifndef NOROSHI_SYS_HTTP_H
#define NOROSHI_SYS_HTTP_H
#include "base/buf.h"

enum http_method { HTTP_GET = 1, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_PATCH, HTTP_DELETE, HTTP_OPTIONS, HTTP_OTHER };

struct http_request {
	enum http_method method;
	struct str path;                                        /* as sent, not decoded, without the query */
	struct str query;                                       /* without '?'; not decoded */
	struct bytes body;
	struct str peer;                                        /* address as text, no port */
	bool tls;
	struct http_exchange *exchange;
	struct arena *mem;                                      /* of the exchange: lives until it is answered and sent */
	int thread;                                             /* which I/O thread: 0 .. threads-1, for its own read connection */
};
/* A request header by lower-case name; NO_STR (p NULL) where absent. Headers that must not repeat were refused if they did. */
struct str http_header(const struct http_request *, struct str name);
struct str http_cookie(struct str cookie_header, struct str name);              /* pure; NO_STR where absent */
/* Query "a=1&b=%20": the decoded value of `name` or NO_STR (p NULL). Bad escapes or UTF-8: *bad is set. Pure. */
struct str http_query(struct arena *, struct str query, struct str name, bool *bad);
bool http_decode(struct arena *, struct str escaped, bool plus_is_space, struct str *ret);

struct http_header_out { struct str name, value; };
#define HTTP_HEADERS_MAX 16
struct http_response {
	int status;
	struct str type;                                        /* content type */
	struct bytes body;                                      /* borrowed until sent: exchange arena, or static with body_static */
	bool body_static;
	size_t n_headers;
	struct http_header_out headers[HTTP_HEADERS_MAX];
};
void http_response_header(struct http_response *, struct str name, struct str value);

struct http_limits { size_t body_max; int timeout_s; };
struct http_server_options {
	struct str listen;                                      /* "127.0.0.1:8080", "[::1]:8080" */
	int threads;
	struct str cert_pem, key_pem;                           /* empty: plain HTTP */
	/* How large a body this method and path may have, known before it is read. */
	size_t (*body_max)(void *arg, enum http_method, struct str path);
	void (*serve)(void *arg, struct http_request *);
	void *arg;
	int connections_max;                                    /* default 12000 */
	int timeout_s;                                          /* idle and slow clients, default 30 */
};
struct http_server;
enum status http_start(struct cx *, const struct http_server_options *, struct http_server **ret) MUST_CHECK;
int http_port(const struct http_server *);                      /* the real port where 0 was asked */
void http_drain(struct http_server *);                          /* accepts nothing new; open exchanges may finish */
void http_stop(struct http_server *);

/* Answers an exchange: once, from any thread. Copies nothing; frees the exchange's arena after sending. */
void http_answer(struct http_exchange *, const struct http_response *);

/* Server-sent events: turns the exchange into a stream. Thread-safe afterwards. A stream whose client does not read is closed
 * when more than 64 KiB wait. `closed` is called once when the client is gone (from any thread); then the pointer is dead. */
struct http_stream;
struct http_stream *http_stream_open(struct http_exchange *, void (*closed)(void *), void *arg);
bool http_stream_send(struct http_stream *, struct str text);   /* copied; false when closed */
void http_stream_close(struct http_stream *);
#endif

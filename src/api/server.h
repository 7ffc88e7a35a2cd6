/* api/server.h — from a whole HTTP request to its answer, by the route table.
 *
 *   match -> gate (rate, sign-in, CSRF, roles) -> input -> handler (here, on the writer, or after a slow thread) -> answer
 *
 * server_start after writer_start; http_start with server_serve and server_body_max; at the end http_drain, server_quiet (streams
 * end, the slow threads end), writer_stop, http_stop, server_stop. Handlers reach what they need beside cx by call->server->options.
 * A request costs no lock but those of its rate limit; successful requests are logged only with access_log.
 */
#ifndef NOROSHI_API_SERVER_H
#define NOROSHI_API_SERVER_H
#include "api/route.h"
#include "app/session.h"

struct writer;
struct live;
struct sequencer;
struct server_options {
	struct str store;                                       /* each I/O thread opens it for reading */
	int threads;                                            /* I/O threads, as http_server_options.threads */
	bool tls;                                               /* served by TLS, or behind a proxy that does */
	bool trust_proxy;                                       /* the caller's address is the last one of X-Forwarded-For */
	bool access_log;
	int rate, burst;                                        /* requests per second and actor; rate 0: no limit */
	struct writer *writer;
	struct live *live;
	struct sequencer *sequencer;                            /* may be NULL */
	const struct catalog *const *catalog;                   /* the one in force, swapped atomically */
	struct session_rules rules;
	void (*catalog_changed)(void *);                        /* after a route with ROUTE_CATALOG committed; may be NULL */
	void *arg;
};
struct server { struct server_options options; struct server_parts *parts; };

enum status server_start(struct cx *, const struct server_options *, struct server **ret) MUST_CHECK;
void server_quiet(struct server *);
void server_stop(struct server *);
void server_serve(void *server, struct http_request *);
size_t server_body_max(void *server, struct http_request *head);
#endif

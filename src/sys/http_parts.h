/* sys/http_parts.h — what http.c and http_stream.c share. Nobody else includes this.
 *
 * An exchange goes RUNNING (on the I/O thread, inside serve) -> WAITING (suspended) -> ANSWERED (the response is queued by the
 * I/O thread). Whoever answers swaps the state; only where it was WAITING is there something to resume, and only then may the
 * answering thread still touch the connection: a resumed or never suspended exchange belongs to its I/O thread.
 */
#ifndef NOROSHI_SYS_HTTP_PARTS_H
#define NOROSHI_SYS_HTTP_PARTS_H
#include <arpa/inet.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include "sys/http.h"

#define THREADS_MAX 64

struct connection {                                             /* one per TCP connection */
	struct connection *next, *before;
	int socket;
	_Atomic int64_t reading_since_ms;                       /* 0: the request is read, we are at work */
	_Atomic size_t received;                                /* body bytes of the request being read */
	size_t peer_n;
	char peer[INET6_ADDRSTRLEN];
};

enum state { RUNNING, WAITING, ANSWERED };
struct http_exchange {
	struct http_exchange *next_free;
	struct http_server *server;
	struct MHD_Connection *mhd;
	struct connection *link;
	_Atomic int state;
	bool headed, served, chunked, dropping, queued;
	const char *next_line;                                  /* where the next line of the head must begin, if this one is what it seems */
	bool odd_lines;
	size_t body_max, body_capacity, dropped, counted;
	uint8_t *body;                                          /* malloc'd only where larger than SMALL_BODY */
	const char *uri;                                        /* as MHD has it, and its length before MHD cut it up */
	size_t uri_n;
	struct http_header_out *headers;
	size_t n_headers;
	struct http_stream *stream;
	struct arena *mem;
	struct http_request request;
	struct http_response response;
};

struct thread {
	_Atomic int taken;                                      /* 0 free, 1 being taken, 2 `id` may be read */
	pthread_t id;
	struct http_exchange *free;
	size_t n_free;
	struct arena *spare;                                    /* of the last stream: freed and allocated in turn it would leave holes */
};

struct http_server {
	struct http_server_options options;
	struct MHD_Daemon *daemon;
	int socket, port;
	bool tls;
	_Atomic bool draining;
	_Atomic size_t unanswered, bodies;
	struct thread threads[THREADS_MAX];
	pthread_mutex_t lock;                                   /* connections and the sweeper's end */
	pthread_mutex_t stream_lock;                            /* never held together with it: MHD calls back with its own locks */
	pthread_cond_t stop;
	bool stopping, swept;
	pthread_t sweeper;
	struct connection *first_connection;
	struct http_stream *first_stream;
};

struct http_stream {
	struct http_stream *next, *before;                      /* of the server, under its stream_lock */
	struct http_exchange *exchange;
	struct MHD_Connection *mhd;
	int socket;
	void (*closed)(void *);
	void *arg;
	pthread_mutex_t lock;                                   /* all below */
	bool suspended, closing, failed;
	char *p;
	size_t from, n, capacity;
};

/* http_stream.c */
ssize_t http_stream_read(void *stream, uint64_t position, char *to, size_t max);        /* for MHD */
void http_stream_end(struct http_stream *);                     /* the client is gone, or the last byte is sent */
#endif

/* sys/http.h on libmicrohttpd: epoll, a pool of I/O threads, connections suspended while others work on their answers.
 *
 * An exchange goes RUNNING (on the I/O thread, inside serve) -> WAITING (suspended) -> ANSWERED (the response is queued by the
 * I/O thread). Whoever answers swaps the state; only where it was WAITING is there something to resume, and only then may the
 * answering thread still touch the connection: a resumed or never suspended exchange belongs to its I/O thread.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "base/str.h"
#include "sys/http.h"

#define THREADS_MAX 64
#define HEADERS_MAX 64
#define CONNECTION_MEMORY (12u << 10)                           /* bounds the head (beyond it MHD answers 431); most of what a stream costs */
#define FREE_MAX 256                                            /* exchanges kept per thread for reuse */
#define SMALL_BODY (8u << 10)
#define BODIES_MAX (size_t)(512u << 20)                         /* of all exchanges together; then 503 */
#define DRAIN_MAX (1u << 20)                                    /* read and thrown away of a body that is too large */
#define SLOWEST_BYTES_S 8192                                    /* a body may take timeout_s plus its size by this rate */
#define STREAM_MAX (64u << 10)

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
	_Atomic size_t unanswered, bodies, connections;
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

static int64_t coarse_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000 + 1;
}

/* --- exchanges ------------------------------------------------------------------------------------------------------------ */

static int thread_index(struct http_server *s)
{
	pthread_t self = pthread_self();
	for (int i = 0; i < THREADS_MAX; i++) {
		struct thread *t = &s->threads[i];
		int state = atomic_load_explicit(&t->taken, memory_order_acquire);
		if (state == 2 && pthread_equal(t->id, self))
			return i;
		if (state == 0 && atomic_compare_exchange_strong(&t->taken, &state, 1)) {
			t->id = self;
			atomic_store_explicit(&t->taken, 2, memory_order_release);
			return i;
		}
	}
	abort();                                                /* MHD made more threads than it was asked for */
}

static struct http_exchange *exchange_take(struct http_server *s)
{
	int i = thread_index(s);
	struct thread *t = &s->threads[i];
	struct http_exchange *x = t->free;
	if (x) {
		t->free = x->next_free;
		t->n_free--;
	} else {
		x = calloc(1, sizeof *x);
		if (!x)
			abort();
		x->server = s;
		x->mem = t->spare ? t->spare : arena_new();
		t->spare = NULL;
	}
	x->request.thread = i;
	x->request.mem = x->mem;
	x->request.exchange = x;
	return x;
}

static void exchange_drop_body(struct http_exchange *x)
{
	if (x->body_capacity > SMALL_BODY)
		free(x->body);
	atomic_fetch_sub(&x->server->bodies, x->counted);
	x->body = NULL;
	x->body_capacity = x->counted = 0;
}

/* Back to the thread it came from; called on that thread, or after it has ended. */
static void exchange_give(struct http_exchange *x)
{
	struct http_server *s = x->server;
	struct thread *t = &s->threads[x->request.thread];
	exchange_drop_body(x);
	if (t->n_free >= FREE_MAX || !x->mem) {
		arena_release(x->mem);
		free(x);
		return;
	}
	struct arena *mem = x->mem;
	arena_reset(mem);
	size_t used = x->response.n_headers;
	memset(x, 0, offsetof(struct http_exchange, response) + offsetof(struct http_response, headers));
	memset(x->response.headers, 0, used * sizeof x->response.headers[0]);
	x->server = s;
	x->mem = mem;
	x->next_free = t->free;
	t->free = x;
	t->n_free++;
}

/* --- the response --------------------------------------------------------------------------------------------------------- */

static bool clean(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 127)
			return false;
	return true;
}

static void add_header(struct http_exchange *x, struct MHD_Response *r, struct str name, struct str value)
{
	if (clean(value) && http_token(name))                   /* what a caller may have put into a value cannot split the head */
		MHD_add_response_header(r, str_terminated(x->mem, name), str_terminated(x->mem, value));
}

static ssize_t stream_read(void *arg, uint64_t position, char *to, size_t max);

static enum MHD_Result queue_response(struct http_exchange *x)
{
	struct http_response *a = &x->response;
	struct MHD_Response *r = x->stream
		? MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 128, stream_read, x->stream, NULL)
		: MHD_create_response_from_buffer(a->body.n, (void *)(uintptr_t)a->body.p, MHD_RESPMEM_PERSISTENT);
	if (!r)
		return MHD_NO;
	if (a->type.n)
		add_header(x, r, S("Content-Type"), a->type);
	for (size_t i = 0; i < a->n_headers; i++)
		add_header(x, r, a->headers[i].name, a->headers[i].value);
	if (a->close || atomic_load_explicit(&x->server->draining, memory_order_relaxed))
		MHD_add_response_header(r, "Connection", "close");
	enum MHD_Result done = MHD_queue_response(x->mhd, (unsigned)a->status, r);
	MHD_destroy_response(r);
	x->queued = done == MHD_YES;
	if (x->stream && x->queued) {                           /* a stream lives long: it keeps no memory of its request */
		struct thread *t = &x->server->threads[x->request.thread];
		exchange_drop_body(x);
		if (t->spare)
			arena_release(x->mem);
		else
			arena_reset(t->spare = x->mem);
		x->mem = NULL;
	}
	return done;
}

static void answered(struct http_exchange *x)
{
	struct http_server *s = x->server;
	struct MHD_Connection *mhd = x->mhd;
	if (atomic_exchange(&x->state, ANSWERED) == WAITING)
		MHD_resume_connection(mhd);
	atomic_fetch_sub(&s->unanswered, 1);
}

void http_answer(struct http_exchange *x, const struct http_response *r)
{
	x->response = (struct http_response){ .status = r->status, .type = r->type, .body = r->body, .close = r->close,
		.n_headers = r->n_headers };
	memcpy(x->response.headers, r->headers, r->n_headers * sizeof r->headers[0]);
	answered(x);
}

/* --- reading a request ---------------------------------------------------------------------------------------------------- */

static enum http_method method_of(const char *m)
{
	static const struct { const char *name; enum http_method method; } methods[] = {
		{ "GET", HTTP_GET }, { "POST", HTTP_POST }, { "HEAD", HTTP_HEAD }, { "PUT", HTTP_PUT }, { "PATCH", HTTP_PATCH },
		{ "DELETE", HTTP_DELETE }, { "OPTIONS", HTTP_OPTIONS },
	};
	for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++)
		if (strcmp(m, methods[i].name) == 0)
			return methods[i].method;
	return HTTP_OTHER;
}

/* The first that sees a request: its line is read, its headers are not. MHD cuts the query up in place, hence the copy. */
static void *on_line(void *arg, const char *uri, struct MHD_Connection *mhd)
{
	struct http_exchange *x = exchange_take(arg);
	x->mhd = mhd;
	x->uri = uri;
	x->uri_n = strlen(uri);
	const char *question = strchr(uri, '?');
	if (question)
		x->request.query = str_copy(x->mem, str_of(question + 1));
	return x;
}

static enum MHD_Result collect_header(void *arg, enum MHD_ValueKind kind, const char *name, size_t name_n, const char *value,
                                      size_t value_n)
{
	struct http_exchange *x = arg;
	(void)kind;
	if (x->n_headers == HEADERS_MAX) {
		x->request.refused = 431;
		return MHD_NO;
	}
	struct str key = { name, name_n }, text = { value ? value : "", value_n };
	if (!http_token(key) || !clean(text) || memchr(text.p, 0, text.n))
		x->request.refused = 400;
	x->headers[x->n_headers++] = (struct http_header_out){ key, str_trim(text) };
	return MHD_YES;
}

static size_t count_header(const struct http_exchange *x, struct str name, struct str *ret)
{
	size_t n = 0;
	for (size_t i = 0; i < x->n_headers; i++)
		if (str_eq_nocase(x->headers[i].name, name)) {
			if (n++ == 0)
				*ret = x->headers[i].value;
		}
	return n;
}

struct str http_header(const struct http_request *r, struct str name)
{
	struct str value = NO_STR;
	count_header(r->exchange, name, &value);
	return value;
}

static bool host_valid(struct str host)
{
	for (size_t i = 0; i < host.n; i++) {
		unsigned char c = (unsigned char)host.p[i], l = c | 0x20;
		if (!(l >= 'a' && l <= 'z') && !(c >= '0' && c <= '9') && !memchr(".-_:[]%", c, 7))
			return false;
	}
	return host.n > 0 && host.n <= 260;
}

/* 0, or the status to refuse with. Two readings of where a request ends must never be possible. */
static int check_lengths(struct http_exchange *x, bool http_1_1, size_t *ret_length)
{
	struct str length = NO_STR, coding = NO_STR;
	size_t n_lengths = count_header(x, S("content-length"), &length), n_codings = count_header(x, S("transfer-encoding"), &coding);
	int64_t n = 0;
	if (n_lengths > 1 || n_codings > 1 || (n_lengths && n_codings))
		return 400;
	if (n_codings && (!http_1_1 || !str_eq_nocase(coding, S("chunked"))))
		return http_1_1 ? 501 : 400;
	if (n_lengths && !str_int(length, 0, INT64_MAX, &n))
		return 400;
	for (size_t i = 0; i < length.n; i++)
		if (length.p[i] < '0' || length.p[i] > '9')
			return 400;
	x->chunked = n_codings > 0;
	*ret_length = (size_t)n;
	return 0;
}

static int check_head(struct http_exchange *x, const char *version, size_t *ret_length)
{
	static const struct str single[] = { LIT("authorization"), LIT("content-type"), LIT("cookie"), LIT("if-match"),
		LIT("if-none-match"), LIT("idempotency-key"), LIT("x-csrf-token"), LIT("origin"), LIT("last-event-id"),
		LIT("content-encoding"), LIT("content-range") };
	bool http_1_1 = strcmp(version, "HTTP/1.1") == 0;
	struct str value = NO_STR, path = x->request.path;
	if (!http_1_1 && strcmp(version, "HTTP/1.0") != 0)
		return 505;
	size_t hosts = count_header(x, S("host"), &value);
	if (hosts > 1 || (http_1_1 && hosts == 0) || (hosts && !host_valid(value)))
		return 400;
	for (size_t i = 0; i < sizeof single / sizeof single[0]; i++)
		if (count_header(x, single[i], &value) > 1)
			return 400;
	if (path.n > HTTP_PATH_MAX)
		return 414;
	if (path.n == 0 || path.p[0] != '/')
		return 400;
	for (size_t i = 0; i < path.n; i++)
		if (path.p[i] <= ' ' || path.p[i] > '~')
			return 400;
	if (!clean(x->request.query))
		return 400;
	if (version != x->uri + x->uri_n + 1)                   /* a NUL inside the target hides the rest of the line */
		return 400;
	return check_lengths(x, http_1_1, ret_length);
}

static enum MHD_Result serve(struct http_exchange *x)
{
	struct http_server *s = x->server;
	x->served = true;
	atomic_store_explicit(&x->link->reading_since_ms, 0, memory_order_relaxed);
	x->request.body = (struct bytes){ x->body, x->request.body.n };
	atomic_fetch_add(&s->unanswered, 1);                    /* before the look at draining: http_drain does it the other way round */
	if (atomic_load(&s->draining) && !x->request.refused)
		x->request.refused = 503;
	s->options.serve(s->options.arg, &x->request);
	int running = RUNNING;
	if (atomic_load(&x->state) == ANSWERED)
		return queue_response(x);
	MHD_suspend_connection(x->mhd);                         /* first suspended, then declared so: see the top */
	if (!atomic_compare_exchange_strong(&x->state, &running, WAITING))
		MHD_resume_connection(x->mhd);
	return MHD_YES;
}

static enum MHD_Result refuse(struct http_exchange *x, int status)
{
	x->request.refused = status;
	x->request.body.n = 0;
	return serve(x);
}

static enum MHD_Result on_head(struct http_exchange *x, const char *url, const char *method, const char *version)
{
	struct http_server *s = x->server;
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(x->mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	x->headed = true;
	x->link = info->socket_context;
	x->headers = arena_array(x->mem, struct http_header_out, HEADERS_MAX);
	MHD_get_connection_values_n(x->mhd, MHD_HEADER_KIND, collect_header, x);
	struct http_request *r = &x->request;
	r->method = method_of(method);
	r->path = str_of(url);
	r->peer = (struct str){ x->link->peer, x->link->peer_n };
	r->tls = s->tls;
	size_t length = 0;
	int refused = r->refused ? r->refused : check_head(x, version, &length);
	if (refused)
		return refuse(x, refused);
	if (length == 0 && !x->chunked)
		return MHD_YES;                                 /* the whole request; MHD calls once more for the answer */
	x->body_max = s->options.body_max ? s->options.body_max(s->options.arg, r) : 0;
	r->limit = x->body_max;
	if (r->refused || length > x->body_max)
		return refuse(x, r->refused ? r->refused : 413);
	size_t reserve = x->chunked ? x->body_max : length;
	if (reserve > SMALL_BODY) {
		x->counted = reserve;
		if (atomic_fetch_add(&s->bodies, reserve) + reserve > BODIES_MAX)
			return refuse(x, 503);
	}
	return MHD_YES;
}

static void body_room(struct http_exchange *x, size_t more)
{
	size_t need = x->request.body.n + more, capacity = x->body_capacity;
	if (need <= capacity)
		return;
	if (need <= SMALL_BODY) {
		x->body = arena_alloc(x->mem, SMALL_BODY);
		x->body_capacity = SMALL_BODY;
		return;
	}
	size_t larger = capacity < SMALL_BODY ? 4 * SMALL_BODY : 2 * capacity;
	if (larger < need)
		larger = need;
	if (larger > x->body_max)
		larger = x->body_max > need ? x->body_max : need;
	if (larger <= SMALL_BODY)
		larger = SMALL_BODY + 1;                        /* the size tells where it came from */
	uint8_t *old = capacity > SMALL_BODY ? x->body : NULL, *grown = realloc(old, larger);
	if (!grown)
		abort();
	if (!old && x->request.body.n)
		memcpy(grown, x->body, x->request.body.n);
	x->body = grown;
	x->body_capacity = larger;
}

static enum MHD_Result on_body(struct http_exchange *x, const char *data, size_t *n)
{
	size_t more = *n;
	*n = 0;
	atomic_fetch_add_explicit(&x->link->received, more, memory_order_relaxed);
	if (!x->dropping && x->request.body.n + more > x->body_max) {
		x->dropping = true;                             /* a chunked body: its length was not known before */
		x->request.body.n = 0;
		exchange_drop_body(x);
	}
	if (x->dropping) {
		x->dropped += more;
		return x->dropped > DRAIN_MAX ? MHD_NO : MHD_YES;
	}
	body_room(x, more);
	memcpy(x->body + x->request.body.n, data, more);
	x->request.body.n += more;
	return MHD_YES;
}

static enum MHD_Result on_request(void *arg, struct MHD_Connection *mhd, const char *url, const char *method, const char *version,
                                  const char *data, size_t *n, void **context)
{
	struct http_exchange *x = *context;
	(void)arg, (void)mhd;
	if (!x->headed)
		return on_head(x, url, method, version);
	if (x->served)                                          /* resumed */
		return atomic_load(&x->state) == ANSWERED ? queue_response(x) : MHD_YES;
	if (*n)
		return on_body(x, data, n);
	if (x->dropping)
		return refuse(x, 413);
	return serve(x);
}

static void stream_end(struct http_stream *);

static void on_completed(void *arg, struct MHD_Connection *mhd, void **context, enum MHD_RequestTerminationCode why)
{
	struct http_exchange *x = *context;
	(void)arg, (void)mhd, (void)why;
	if (!x)
		return;
	*context = NULL;
	if (x->link) {
		atomic_store_explicit(&x->link->received, 0, memory_order_relaxed);
		atomic_store_explicit(&x->link->reading_since_ms, coarse_ms(), memory_order_relaxed);
	}
	if (x->stream)
		stream_end(x->stream);
	exchange_give(x);
}

/* --- connections ---------------------------------------------------------------------------------------------------------- */

static void peer_text(struct connection *c, const struct sockaddr *a)
{
	if (a->sa_family == AF_INET) {
		inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)a)->sin_addr, c->peer, sizeof c->peer);
	} else if (a->sa_family == AF_INET6) {
		const struct in6_addr *six = &((const struct sockaddr_in6 *)(const void *)a)->sin6_addr;
		if (IN6_IS_ADDR_V4MAPPED(six))
			inet_ntop(AF_INET, six->s6_addr + 12, c->peer, sizeof c->peer);
		else
			inet_ntop(AF_INET6, six, c->peer, sizeof c->peer);
	}
	c->peer_n = strlen(c->peer);
}

static void on_connection(void *arg, struct MHD_Connection *mhd, void **context, enum MHD_ConnectionNotificationCode what)
{
	struct http_server *s = arg;
	struct connection *c = *context;
	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		c = calloc(1, sizeof *c);
		if (!c)
			abort();
		c->socket = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
		peer_text(c, MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
		atomic_store(&c->reading_since_ms, coarse_ms());
		*context = c;
	}
	pthread_mutex_lock(&s->lock);
	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		c->next = s->first_connection;
		if (c->next)
			c->next->before = c;
		s->first_connection = c;
	} else {
		if (c->next)
			c->next->before = c->before;
		*(c->before ? &c->before->next : &s->first_connection) = c->next;
	}
	pthread_mutex_unlock(&s->lock);
	atomic_fetch_add(&s->connections, what == MHD_CONNECTION_NOTIFY_STARTED ? 1 : (size_t)-1);
	if (what != MHD_CONNECTION_NOTIFY_STARTED)
		free(c);
}

/* MHD's timeout is one of silence; who sends a byte now and then is ended here. Sockets are closed only after on_connection took
 * them off the list, so what is shut down under the lock is still that client's. */
static void *sweep(void *arg)
{
	struct http_server *s = arg;
	pthread_mutex_lock(&s->lock);
	while (!s->stopping) {
		struct timespec until;
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec += 1;
		pthread_cond_timedwait(&s->stop, &s->lock, &until);
		int64_t now = coarse_ms();
		for (struct connection *c = s->first_connection; c; c = c->next) {
			int64_t since = atomic_load_explicit(&c->reading_since_ms, memory_order_relaxed);
			size_t received = atomic_load_explicit(&c->received, memory_order_relaxed);
			int64_t may_ms = (int64_t)s->options.timeout_s * 1000 + 1000 + (int64_t)(received / SLOWEST_BYTES_S) * 1000;
			if (since && now - since > may_ms)
				shutdown(c->socket, SHUT_RDWR);
		}
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

/* --- streams -------------------------------------------------------------------------------------------------------------- */

struct http_stream *http_stream_open(struct http_exchange *x, const struct http_response *head, void (*closed)(void *), void *arg)
{
	struct http_server *s = x->server;
	struct http_stream *t = calloc(1, sizeof *t);
	if (!t)
		abort();
	*t = (struct http_stream){ .exchange = x, .mhd = x->mhd, .socket = x->link->socket, .closed = closed, .arg = arg };
	pthread_mutex_init(&t->lock, NULL);
	pthread_mutex_lock(&s->stream_lock);
	t->closing = atomic_load(&s->draining);
	t->next = s->first_stream;
	if (t->next)
		t->next->before = t;
	s->first_stream = t;
	pthread_mutex_unlock(&s->stream_lock);
	struct http_response closing = *head;
	closing.close = true;                                   /* the connection ends with the stream */
	x->stream = t;
	http_answer(x, &closing);
	return t;
}

/* The client is gone, or the last byte is sent. */
static void stream_end(struct http_stream *t)
{
	struct http_server *s = t->exchange->server;
	t->closed(t->arg);
	pthread_mutex_lock(&s->stream_lock);
	if (t->next)
		t->next->before = t->before;
	*(t->before ? &t->before->next : &s->first_stream) = t->next;
	pthread_mutex_unlock(&s->stream_lock);
	pthread_mutex_destroy(&t->lock);
	free(t->p);
	free(t);
}

static ssize_t stream_read(void *arg, uint64_t position, char *to, size_t max)
{
	struct http_stream *t = arg;
	ssize_t ret = 0;
	(void)position;
	pthread_mutex_lock(&t->lock);
	if (t->failed) {
		ret = MHD_CONTENT_READER_END_WITH_ERROR;
	} else if (t->n) {
		size_t n = t->n < max ? t->n : max;
		memcpy(to, t->p + t->from, n);
		t->from += n;
		t->n -= n;
		if (t->n == 0) {
			free(t->p);
			t->p = NULL;
			t->from = t->capacity = 0;
		}
		ret = (ssize_t)n;
	} else if (t->closing) {
		ret = MHD_CONTENT_READER_END_OF_STREAM;
	} else {
		t->suspended = true;
		MHD_suspend_connection(t->mhd);
	}
	pthread_mutex_unlock(&t->lock);
	return ret;
}

static void stream_wake(struct http_stream *t)
{
	if (t->suspended) {
		t->suspended = false;
		MHD_resume_connection(t->mhd);
	}
}

bool http_stream_send(struct http_stream *t, struct str text)
{
	pthread_mutex_lock(&t->lock);
	bool may = !t->failed && !t->closing;
	if (may && t->n + text.n > STREAM_MAX) {
		t->failed = true;
		shutdown(t->socket, SHUT_RDWR);                 /* it does not read: no use in waiting for its time limit */
		may = false;
	}
	if (may && text.n) {
		if (t->from + t->n + text.n > t->capacity) {
			size_t capacity = t->n + text.n < 128 ? 128 : 2 * (t->n + text.n);
			char *p = malloc(capacity);
			if (!p)
				abort();
			if (t->n)
				memcpy(p, t->p + t->from, t->n);
			free(t->p);
			t->p = p;
			t->from = 0;
			t->capacity = capacity;
		}
		memcpy(t->p + t->from + t->n, text.p, text.n);
		t->n += text.n;
	}
	stream_wake(t);
	pthread_mutex_unlock(&t->lock);
	return may;
}

void http_stream_close(struct http_stream *t)
{
	pthread_mutex_lock(&t->lock);
	t->closing = true;
	stream_wake(t);
	pthread_mutex_unlock(&t->lock);
}

/* --- start and stop ------------------------------------------------------------------------------------------------------- */

static enum status listen_on(struct cx *cx, struct str address, int *ret_socket, int *ret_port)
{
	ptrdiff_t colon = -1;
	for (size_t i = 0; i < address.n; i++)
		if (address.p[i] == ':')
			colon = (ptrdiff_t)i;
	if (colon < 0)
		return fail_detail(cx, E_INVALID, T_INPUT, "not ADDRESS:PORT: %.*s", STR_ARG(address));
	struct str host = str_slice(address, 0, (size_t)colon), port = str_slice(address, (size_t)colon + 1, address.n);
	if (host.n >= 2 && host.p[0] == '[' && host.p[host.n - 1] == ']')
		host = str_slice(host, 1, host.n - 1);
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV }, *found = NULL;
	int r = getaddrinfo(host.n ? str_terminated(cx->mem, host) : NULL, str_terminated(cx->mem, port), &hints, &found);
	if (r != 0)
		return fail_detail(cx, E_INVALID, T_INPUT, "cannot listen on %.*s: %s", STR_ARG(address), gai_strerror(r));
	int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
	struct sockaddr_storage real = { 0 };
	socklen_t n = sizeof real;
	bool ok = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == 0
		&& bind(fd, found->ai_addr, found->ai_addrlen) == 0 && listen(fd, 4096) == 0
		&& getsockname(fd, (struct sockaddr *)&real, &n) == 0;
	int cause = errno;
	freeaddrinfo(found);
	if (!ok) {
		if (fd >= 0)
			close(fd);
		return fail_detail(cx, E_REMOTE, T_INPUT, "cannot listen on %.*s: %s", STR_ARG(address), strerror(cause));
	}
	*ret_socket = fd;
	*ret_port = ntohs(real.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)(void *)&real)->sin6_port
	                                             : ((struct sockaddr_in *)(void *)&real)->sin_port);
	return OK;
}

static size_t keep_escapes(void *arg, struct MHD_Connection *mhd, char *text)
{
	(void)arg, (void)mhd;
	return strlen(text);
}

static struct MHD_Daemon *start_daemon(struct cx *cx, struct http_server *s)
{
	struct http_server_options *o = &s->options;
	struct MHD_OptionItem items[24] = { 0 };
	size_t n = 0;
	items[n++] = (struct MHD_OptionItem){ MHD_OPTION_LISTEN_SOCKET, s->socket, NULL };
	items[n++] = (struct MHD_OptionItem){ MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL };
	items[n++] = (struct MHD_OptionItem){ MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, NULL };
	items[n++] = (struct MHD_OptionItem){ MHD_OPTION_CONNECTION_LIMIT, o->connections_max, NULL };
	items[n++] = (struct MHD_OptionItem){ MHD_OPTION_CONNECTION_TIMEOUT, o->timeout_s, NULL };
	items[n++] = (struct MHD_OptionItem){ MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, NULL };
	items[n++] = (struct MHD_OptionItem){ MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)on_line, s };
	items[n++] = (struct MHD_OptionItem){ MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)keep_escapes, NULL };
	items[n++] = (struct MHD_OptionItem){ MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)on_completed, s };
	items[n++] = (struct MHD_OptionItem){ MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)on_connection, s };
	if (o->threads > 1)
		items[n++] = (struct MHD_OptionItem){ MHD_OPTION_THREAD_POOL_SIZE, o->threads, NULL };
	unsigned flags = MHD_USE_EPOLL | MHD_USE_INTERNAL_POLLING_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO;
	if (s->tls) {
		flags |= MHD_USE_TLS;
		items[n++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_CERT, 0, str_terminated(cx->mem, o->cert_pem) };
		items[n++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_KEY, 0, str_terminated(cx->mem, o->key_pem) };
		items[n++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_PRIORITIES, 0,
			(void *)(uintptr_t)"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%SERVER_PRECEDENCE" };
	}
	items[n] = (struct MHD_OptionItem){ MHD_OPTION_END, 0, NULL };
	return MHD_start_daemon(flags, 0, NULL, NULL, on_request, s, MHD_OPTION_ARRAY, items, MHD_OPTION_END);
}

static void raise_file_limit(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

enum status http_start(struct cx *cx, const struct http_server_options *o, struct http_server **ret)
{
	struct http_server *s = calloc(1, sizeof *s);
	if (!s)
		abort();
	s->options = *o;
	s->options.threads = o->threads < 1 ? 1 : o->threads > THREADS_MAX ? THREADS_MAX : o->threads;
	s->options.connections_max = o->connections_max ? o->connections_max : 12000;
	s->options.timeout_s = o->timeout_s ? o->timeout_s : 30;
	s->tls = o->cert_pem.n > 0;
	raise_file_limit();
	enum status st = listen_on(cx, o->listen, &s->socket, &s->port);
	if (st != OK) {
		free(s);
		return st;
	}
	pthread_mutex_init(&s->lock, NULL);
	pthread_mutex_init(&s->stream_lock, NULL);
	pthread_cond_init(&s->stop, NULL);
	s->daemon = start_daemon(cx, s);
	if (!s->daemon) {
		close(s->socket);
		free(s);
		return fail_detail(cx, E_REMOTE, T_INPUT, "the HTTP library did not start%s", o->cert_pem.n ? ": check certificate and key" : "");
	}
	s->swept = pthread_create(&s->sweeper, NULL, sweep, s) == 0;
	*ret = s;
	return OK;
}

int http_port(const struct http_server *s)
{
	return s->port;
}

size_t http_connections(const struct http_server *s)
{
	return atomic_load(&((struct http_server *)(uintptr_t)s)->connections);
}

void http_drain(struct http_server *s)
{
	if (!atomic_exchange(&s->draining, true))
		MHD_quiesce_daemon(s->daemon);
	while (atomic_load(&s->unanswered))
		nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
}

void http_stop(struct http_server *s)
{
	http_drain(s);
	pthread_mutex_lock(&s->lock);
	s->stopping = true;
	pthread_cond_broadcast(&s->stop);
	pthread_mutex_unlock(&s->lock);
	pthread_mutex_lock(&s->stream_lock);
	for (struct http_stream *t = s->first_stream; t; t = t->next)
		http_stream_close(t);
	pthread_mutex_unlock(&s->stream_lock);
	if (s->swept)
		pthread_join(s->sweeper, NULL);
	MHD_stop_daemon(s->daemon);                             /* no connection is suspended any more: MHD would not stop else */
	close(s->socket);
	for (int i = 0; i < THREADS_MAX; i++) {
		arena_release(s->threads[i].spare);
		while (s->threads[i].free) {
			struct http_exchange *x = s->threads[i].free;
			s->threads[i].free = x->next_free;
			arena_release(x->mem);
			free(x);
		}
	}
	pthread_mutex_destroy(&s->lock);
	pthread_mutex_destroy(&s->stream_lock);
	pthread_cond_destroy(&s->stop);
	free(s);
}

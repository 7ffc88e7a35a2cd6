/* sys/http.h on libmicrohttpd: epoll, a pool of I/O threads, connections suspended while others work on their answers.
 */
#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "base/str.h"
#include "sys/http_head.h"
#include "sys/http_parts.h"

#define HEADERS_MAX 64
#define CONNECTION_MEMORY (12u << 10)                           /* bounds the head (beyond it MHD answers 431); most of what a stream costs */
#define FREE_MAX 256                                            /* exchanges kept per thread for reuse */
#define SMALL_BODY (8u << 10)
#define BODIES_MAX (size_t)(512u << 20)                         /* of all exchanges together; then 503 */
#define DRAIN_MAX (1u << 20)                                    /* read and thrown away of a body that is too large */
#define SLOWEST_BYTES_S 8192                                    /* a body may take timeout_s plus its size by this rate */
/* TLS 1.3 and 1.2, forward secrecy and authenticated encryption only. */
#define TLS_PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-KX-ALL:+ECDHE-ECDSA:+ECDHE-RSA:-CIPHER-ALL:+AES-256-GCM:" \
	"+CHACHA20-POLY1305:+AES-128-GCM:-MAC-ALL:+AEAD:%SERVER_PRECEDENCE"

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

static void add_header(struct http_exchange *x, struct MHD_Response *r, struct str name, struct str value)
{
	if (http_clean(value) && http_token(name))                   /* what a caller may have put into a value cannot split the head */
		MHD_add_response_header(r, str_terminated(x->mem, name), str_terminated(x->mem, value));
}

static enum MHD_Result queue_response(struct http_exchange *x)
{
	struct http_response *a = &x->response;
	struct MHD_Response *r = x->stream
		? MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 128, http_stream_read, x->stream, NULL)
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
	x->odd_lines |= name != x->next_line || !value;
	x->next_line = value ? value + value_n + 2 : NULL;
	if (x->n_headers == HEADERS_MAX) {
		x->request.refused = 431;
		return MHD_NO;
	}
	struct str key = { name, name_n }, text = { value ? value : "", value_n };
	x->headers[x->n_headers++] = (struct http_header_out){ key, str_trim(text) };
	return MHD_YES;
}

struct str http_header(const struct http_request *r, struct str name)
{
	struct http_head head = { .headers = r->exchange->headers, .n_headers = r->exchange->n_headers };
	struct str value = NO_STR;
	(void)http_head_count(&head, name, &value);
	return value;
}

struct str http_header_last(const struct http_request *r, struct str name)
{
	const struct http_exchange *x = r->exchange;
	for (size_t i = x->n_headers; i > 0; i--)
		if (str_eq_nocase(x->headers[i - 1].name, name))
			return x->headers[i - 1].value;
	return NO_STR;
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

/* MHD 0.9.75 takes a bare line feed for an end of line, joins folded lines, and cuts a value at a NUL; what stands in front may read
 * the same bytes otherwise. It cuts the head up in place, two NULs for each CRLF, and the empty line is two more: so lines that are what
 * they seem follow each other without a gap. Later versions refuse all three by themselves (MHD_OPTION_STRICT_FOR_CLIENT). */
static bool lines_are_odd(const struct http_exchange *x)
{
	return MHD_VERSION < 0x00097600 && (x->odd_lines || x->next_line[-1] || x->next_line[0] || x->next_line[1]);
}

static enum MHD_Result on_head(struct http_exchange *x, const char *url, const char *method, const char *version)
{
	struct http_server *s = x->server;
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(x->mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	x->headed = true;
	x->link = info->socket_context;
	x->headers = arena_array(x->mem, struct http_header_out, HEADERS_MAX);
	x->next_line = version + strlen(version) + 2;
	MHD_get_connection_values_n(x->mhd, MHD_HEADER_KIND, collect_header, x);
	struct http_request *r = &x->request;
	r->method = method_of(method);
	r->path = str_of(url);
	r->peer = (struct str){ x->link->peer, x->link->peer_n };
	r->tls = s->tls;
	struct http_head head = { .version = str_of(version), .path = r->path, .query = r->query, .headers = x->headers,
		.n_headers = x->n_headers };
	struct http_length body = { 0 };
	int refused = r->refused ? r->refused : http_head_check(&head, &body);
	if (!refused && (version != x->uri + x->uri_n + 1 || lines_are_odd(x)))         /* a NUL inside the target hides the rest of the line */
		refused = 400;
	if (refused)
		return refuse(x, refused);
	size_t length = body.length;
	x->chunked = body.chunked;
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
		http_stream_end(x->stream);
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
			(void *)(uintptr_t)TLS_PRIORITIES };
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

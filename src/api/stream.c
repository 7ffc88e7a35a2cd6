#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "api/pass.h"
#include "api/stream.h"
#include "app/live.h"
#include "base/str.h"
#include "base/uuid.h"
#include "sys/clock.h"

#define HEARTBEAT_S 25
#define COOKIE_MAX 128

/* One open stream. Kept in memory of the server and used again: 10,000 of them must stay small. */
struct listener {
	struct listener *next, *before;                         /* of the same beat, or the next free one */
	struct streams *streams;
	struct http_stream *stream;
	struct live_sink sink;
	bool by_token;
	unsigned beat;                                          /* which second of the heartbeat is its own */
	size_t credential_n, peer_n;
	char credential[COOKIE_MAX], peer[48];
	uint8_t session[32];                                    /* struct session .id */
	uint64_t serial;                                        /* 0: not in use */
};
struct streams {
	struct server *server;
	struct arena *mem;                                      /* of listeners, under the lock */
	pthread_mutex_t lock;
	pthread_cond_t stop;
	bool stopping, quiet, timed;
	pthread_t timer;
	unsigned beat;
	uint64_t serials;
	struct listener *beats[HEARTBEAT_S], *free;
};

/* --- events --------------------------------------------------------------------------------------------------------------- */

static const char *const kinds[] = { "", "delivery", "message", "board", "recall", "registry", "consent", "case", "mode" };

static void on_event(void *arg, uint64_t number, const struct live_event *e)
{
	struct listener *l = arg;
	char text[256], object[UUID_TEXT];
	int n;
	uint64_t epoch = live_epoch(l->streams->server->options.live);
	if (e && e->kind >= LIVE_DELIVERY && e->kind <= LIVE_MODE) {
		uuid_text(e->object, object);
		n = snprintf(text, sizeof text, "id: %llu-%llu\nevent: %s\ndata: {\"object\":\"%.*s\"}\n\n", (unsigned long long)epoch,
			(unsigned long long)number, kinds[e->kind], UUID_TEXT, object);
	} else {
		n = snprintf(text, sizeof text, "id: %llu-%llu\nevent: resync\ndata: {}\n\n", (unsigned long long)epoch,
			(unsigned long long)number);
	}
	http_stream_send(l->stream, (struct str){ text, (size_t)n });
}

/* --- opening and ending --------------------------------------------------------------------------------------------------- */

static void link_in(struct streams *s, struct listener *l)
{
	l->serial = ++s->serials;
	l->beat = s->beat;                                      /* just done: its first heartbeat comes after a whole round */
	l->before = NULL;
	l->next = s->beats[l->beat];
	if (l->next)
		l->next->before = l;
	s->beats[l->beat] = l;
}

static struct listener *listener_take(struct streams *s)
{
	pthread_mutex_lock(&s->lock);
	struct listener *l = s->free;
	if (l)
		s->free = l->next;
	else
		l = arena_make(s->mem, struct listener);
	pthread_mutex_unlock(&s->lock);
	*l = (struct listener){ .streams = s };
	return l;
}

/* By an I/O thread, when the client is gone. After this nobody has the stream's pointer. */
static void on_closed(void *arg)
{
	struct listener *l = arg;
	struct streams *s = l->streams;
	live_unsubscribe(s->server->options.live, &l->sink);
	pthread_mutex_lock(&s->lock);
	if (l->next)
		l->next->before = l->before;
	*(l->before ? &l->before->next : &s->beats[l->beat]) = l->next;
	l->serial = 0;
	l->next = s->free;
	s->free = l;
	pthread_mutex_unlock(&s->lock);
}

static bool parse_last(struct str id, uint64_t *ret_epoch, uint64_t *ret_number)
{
	struct str rest, epoch = str_cut(id, '-', &rest);
	int64_t e, n;
	if (!str_int(epoch, 1, INT64_MAX, &e) || !str_int(rest, 1, INT64_MAX, &n))
		return false;
	*ret_epoch = (uint64_t)e;
	*ret_number = (uint64_t)n;
	return true;
}

static void remember_caller(struct listener *l, const struct call *call)
{
	struct str bearer = http_header(call->http, S("authorization"));
	struct str secret = call->session->by_token ? str_trim(str_slice(bearer, 7, bearer.n))
		: http_cookie(http_header(call->http, S("cookie")), call_cookie_name(call));
	l->by_token = call->session->by_token;
	memcpy(l->session, call->session->id, sizeof l->session);
	l->credential_n = secret.n <= sizeof l->credential ? secret.n : 0;
	if (l->credential_n)
		memcpy(l->credential, secret.p, l->credential_n);
	struct str peer = call_peer(call);
	l->peer_n = peer.n < sizeof l->peer ? peer.n : 0;
	if (l->peer_n)
		memcpy(l->peer, peer.p, l->peer_n);
}

enum status stream_get(struct cx *cx, struct call *call)
{
	struct streams *s = call->server->parts->streams;
	struct live *live = call->server->options.live;
	if (call->http->method == HTTP_HEAD) {                  /* nothing is to follow the head, not even the end of a chunked body */
		call->status = 200;
		return OK;
	}
	struct str last = http_header(call->http, S("last-event-id"));
	uint64_t epoch = 0, after = 0;
	bool asked = last.n > 0, known = asked && parse_last(last, &epoch, &after);
	struct http_response head = { .status = 200, .type = S("text/event-stream") };
	http_response_header(&head, S("Cache-Control"), S("no-store"));
	http_response_header(&head, S("X-Accel-Buffering"), S("no"));
	security_headers(call->server, false, &head);
	struct listener *l = listener_take(s);
	remember_caller(l, call);
	l->sink = (struct live_sink){ .org = cx->actor->org, .event = on_event, .arg = l };
	call->handled = true;
	figures_count(call->server->parts->figures, (size_t)(call->route - routes), 200, 0);
	l->stream = http_stream_open(call->http->exchange, &head, on_closed, l);
	pthread_mutex_lock(&s->lock);
	link_in(s, l);
	bool quiet = s->quiet;
	pthread_mutex_unlock(&s->lock);
	if (!known) {                                           /* a number to resume from, before the first event */
		epoch = live_epoch(live);
		after = live_last(live);
		http_stream_send(l->stream, str_format(cx->mem, "retry: 3000\nid: %llu-%llu\n\n", (unsigned long long)epoch,
			(unsigned long long)after));
	}
	if (!live_subscribe(live, &l->sink, epoch, after) || (asked && !known))
		on_event(l, live_last(live), NULL);
	if (quiet)
		http_stream_close(l->stream);
	return OK;
}

/* --- the heartbeat -------------------------------------------------------------------------------------------------------- */

struct check { struct listener *listener; uint64_t serial; bool by_token, valid; struct str credential, peer; };

static bool still_valid(struct streams *s, struct reader *reader, struct arena *mem, const struct check *c)
{
	struct problem problem = { 0 };
	struct session session;
	struct cx cx = { .mem = mem, .problem = &problem, .now_us = clock_now_us() };
	if (reader_open(&cx, s->server, reader) != OK)
		return true;                                    /* the store is away: that is no reason to end the stream */
	cx.db = reader->db;
	enum status st = c->by_token ? token_find(&cx, c->credential, c->peer, &session) : session_find(&cx, c->credential, &session);
	reader_lost(reader, &cx, st);
	return st != E_LOGIN && st != E_DENIED;
}

/* Those whose second it is, copied, so that nobody waits for the store while the lock is held. */
static size_t collect(struct streams *s, struct arena *mem, struct check **ret)
{
	size_t n = 0;
	pthread_mutex_lock(&s->lock);
	s->beat = (s->beat + 1) % HEARTBEAT_S;
	for (struct listener *l = s->beats[s->beat]; l; l = l->next)
		n++;
	struct check *checks = arena_array(mem, struct check, n + 1);
	n = 0;
	for (struct listener *l = s->beats[s->beat]; l; l = l->next)
		checks[n++] = (struct check){ l, l->serial, l->by_token, false,
			str_copy(mem, (struct str){ l->credential, l->credential_n }), str_copy(mem, (struct str){ l->peer, l->peer_n }) };
	pthread_mutex_unlock(&s->lock);
	*ret = checks;
	return n;
}

static void beat(struct streams *s, struct reader *reader, struct arena *mem)
{
	struct check *checks;
	size_t n = collect(s, mem, &checks);
	for (size_t i = 0; i < n; i++)
		checks[i].valid = still_valid(s, reader, mem, &checks[i]);
	pthread_mutex_lock(&s->lock);                           /* while it is held no listener ends: on_closed waits for it */
	for (size_t i = 0; i < n; i++) {
		struct listener *l = checks[i].listener;
		if (l->serial != checks[i].serial)
			continue;
		if (checks[i].valid)
			http_stream_send(l->stream, S(": \n\n"));
		else
			http_stream_close(l->stream);
	}
	pthread_mutex_unlock(&s->lock);
	arena_reset(mem);
}

static void *run_timer(void *arg)
{
	struct streams *s = arg;
	struct reader reader = { NULL };
	struct arena *mem = arena_new();
	pthread_mutex_lock(&s->lock);
	while (!s->stopping) {
		struct timespec until;
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec++;
		pthread_cond_timedwait(&s->stop, &s->lock, &until);
		if (s->stopping)
			break;
		pthread_mutex_unlock(&s->lock);
		beat(s, &reader, mem);
		pthread_mutex_lock(&s->lock);
	}
	pthread_mutex_unlock(&s->lock);
	db_close(reader.db);
	arena_release(mem);
	return NULL;
}

struct streams *streams_start(struct server *server)
{
	struct streams *s = arena_make(server->parts->mem, struct streams);
	s->server = server;
	s->mem = arena_new();
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->stop, NULL);
	s->timed = pthread_create(&s->timer, NULL, run_timer, s) == 0;
	return s;
}

void stream_end_session(struct server *server, const uint8_t id[32])
{
	struct streams *s = server->parts->streams;
	pthread_mutex_lock(&s->lock);
	for (int i = 0; i < HEARTBEAT_S; i++)
		for (struct listener *l = s->beats[i]; l; l = l->next)
			if (memcmp(l->session, id, sizeof l->session) == 0)
				http_stream_close(l->stream);
	pthread_mutex_unlock(&s->lock);
}

void streams_quiet(struct streams *s)
{
	pthread_mutex_lock(&s->lock);
	s->stopping = s->quiet = true;
	for (int i = 0; i < HEARTBEAT_S; i++)
		for (struct listener *l = s->beats[i]; l; l = l->next)
			http_stream_close(l->stream);
	pthread_cond_broadcast(&s->stop);
	pthread_mutex_unlock(&s->lock);
	if (s->timed)
		pthread_join(s->timer, NULL);
	s->timed = false;
}

void streams_stop(struct streams *s)
{
	pthread_mutex_destroy(&s->lock);
	pthread_cond_destroy(&s->stop);
	arena_release(s->mem);
}

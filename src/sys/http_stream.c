/* Server-sent events of sys/http.h: a connection is suspended while there is nothing to send, and resumed by whoever sends. */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include "sys/http_parts.h"

#define STREAM_MAX (64u << 10)                                  /* waiting for one client that does not read */

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
void http_stream_end(struct http_stream *t)
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

ssize_t http_stream_read(void *arg, uint64_t position, char *to, size_t max)
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

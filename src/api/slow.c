/* Slow work (Argon2, reading a large file, long exports) on a few threads of its own, so that neither the I/O threads nor the writer wait for it. */
#include "api/pass.h"

#define SLOW_THREADS 2
#define SLOW_QUEUE 64

struct hand { struct slow *slow; struct reader reader; pthread_t thread; };
struct slow {
	struct server *server;
	pthread_mutex_t lock;
	pthread_cond_t work;
	struct pass *first, **last;
	size_t n;
	bool stopping;
	int n_threads;
	struct hand hands[SLOW_THREADS];
};

static struct pass *take(struct slow *s)
{
	pthread_mutex_lock(&s->lock);
	while (!s->first && !s->stopping)
		pthread_cond_wait(&s->work, &s->lock);
	struct pass *p = s->first;
	if (p) {
		s->first = p->next;
		s->n--;
	}
	if (!s->first)
		s->last = &s->first;
	pthread_mutex_unlock(&s->lock);
	return p;
}

/* A long answer of a reading handler (call_export), in one snapshot. */
static enum status read_here(struct pass *p)
{
	enum status st = db_begin(&p->cx);
	if (st != OK)
		return st;
	call_clear(p);
	p->call.on_slow = true;
	st = p->call.route->run(&p->cx, &p->call);
	p->read = st == OK;
	db_rollback(&p->cx);
	return st;
}

static void work(struct hand *h, struct pass *p)
{
	enum status st = reader_open(&p->cx, p->server, &h->reader);
	p->cx.db = h->reader.db;
	if (st == OK)
		st = p->call.route->where == RUN_SLOW ? p->call.route->before(&p->cx, &p->call) : read_here(p);
	p->cx.db = NULL;
	if (reader_lost(&h->reader, &p->cx, st))
		st = E_BUSY;
	if (st == OK)
		pass_to_writer(p);
	else
		pass_finish(p, st);
}

static void *run(void *arg)
{
	struct hand *h = arg;
	for (struct pass *p; (p = take(h->slow)) != NULL;)
		work(h, p);
	db_close(h->reader.db);
	return NULL;
}

enum status slow_start(struct cx *cx, struct server *server, struct slow **ret)
{
	struct slow *s = arena_make(server->parts->mem, struct slow);
	s->server = server;
	s->last = &s->first;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->work, NULL);
	for (; s->n_threads < SLOW_THREADS; s->n_threads++) {
		struct hand *h = &s->hands[s->n_threads];
		h->slow = s;
		if (pthread_create(&h->thread, NULL, run, h) != 0)
			break;
	}
	if (s->n_threads == 0)
		return fail_detail(cx, E_BUSY, T_BUSY, "no thread for slow work");
	*ret = s;
	return OK;
}

bool slow_submit(struct slow *s, struct pass *p)
{
	p->next = NULL;
	pthread_mutex_lock(&s->lock);
	bool taken = s->n < SLOW_QUEUE && !s->stopping;
	if (taken) {
		*s->last = p;
		s->last = &p->next;
		s->n++;
		pthread_cond_signal(&s->work);
	}
	pthread_mutex_unlock(&s->lock);
	return taken;
}

void slow_stop(struct slow *s)
{
	pthread_mutex_lock(&s->lock);
	s->stopping = true;
	pthread_cond_broadcast(&s->work);
	pthread_mutex_unlock(&s->lock);
	for (int i = 0; i < s->n_threads; i++)
		pthread_join(s->hands[i].thread, NULL);
	s->n_threads = 0;
}

/* main.c — wiring: what `noroshi serve` is made of, in the order in which it starts and, backwards, ends. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>
#include "api/openapi.h"
#include "api/server.h"
#include "app/catalog.h"
#include "app/job.h"
#include "app/keyring.h"
#include "app/live.h"
#include "app/me.h"
#include "app/migrate.h"
#include "app/sequencer.h"
#include "app/writer.h"
#include "base/str.h"
#include "base/time.h"
#include "cli/commands.h"
#include "job/jobs.h"
#include "sys/db.h"
#include "sys/files.h"
#include "sys/log.h"
#include "sys/process.h"

struct parts {
	const struct config *config;
	struct arena *mem;
	struct keyring keys;
	const struct catalog *catalog;                          /* the one in force; former ones live as long as mem */
	pthread_mutex_t reload;
	struct live *live;
	struct live_hearing *hearing;
	struct writer *writer;
	struct sequencer *sequencer;
	struct jobs *jobs;
	struct server *server;
	struct http_server *http;
	struct file_lock lock;                                  /* SQLite: one server at a time, and no restore under it; ends with the process */
	int threads, writers;
	bool demo;
};

static void release_arena(void *arena)
{
	arena_release(arena);
}

/* The facts of the store into memory that stays. */
static enum status read_catalog(struct cx *cx, struct parts *p)
{
	struct cx keep = *cx;
	const struct catalog *catalog;
	keep.mem = arena_new();
	enum status st = catalog_read(&keep, &catalog);
	if (st != OK) {
		cx->problem->detail = str_copy(cx->mem, cx->problem->detail);
		arena_release(keep.mem);
		return st;
	}
	arena_closer(p->mem, release_arena, keep.mem);
	__atomic_store_n(&p->catalog, catalog, __ATOMIC_RELEASE);
	return OK;
}

static void catalog_changed(void *arg)
{
	struct parts *p = arg;
	struct problem problem = { 0 };
	struct cx cx = { .mem = arena_new(), .problem = &problem };
	pthread_mutex_lock(&p->reload);
	enum status st = db_open(&cx, p->config->store, DB_READ, &cx.db);
	if (st == OK)
		st = read_catalog(&cx, p);
	if (st != OK)
		log_line(LEVEL_ERROR, "catalog.reload", FACTS(log_problem(&cx)));
	pthread_mutex_unlock(&p->reload);
	db_close(cx.db);
	arena_release(cx.mem);
}

static enum status load_facts(struct cx *cx, struct parts *p)
{
	enum status st = db_begin(cx);
	if (st != OK)
		return st;
	st = catalog_load(cx);
	if (st == OK)
		st = read_catalog(cx, p);
	if (st == OK)
		st = party_load(cx, p->catalog);
	if (st == OK)
		return db_commit(cx);
	db_rollback(cx);
	return st;
}

/* The store must be there and right before anything is started on it. */
static enum status prepare_store(struct cx *cx, struct parts *p)
{
	enum status st = keyring_open(cx, p->config->keys, &p->keys);
	if (st == OK && str_find(p->config->store, S("://")) < 0 && access(str_terminated(cx->mem, p->config->store), F_OK) != 0)
		return fail_detail(cx, E_MISSING, T_MISSING, "there is no store; make one with noroshi init");
	if (st == OK && str_find(p->config->store, S("://")) < 0)
		st = file_lock(cx, str_format(cx->mem, "%.*s.lock", STR_ARG(p->config->store)), &p->lock);
	if (st == OK)
		st = db_open(cx, p->config->store, DB_WRITE, &cx->db);
	if (st == OK)
		st = migrate_check(cx);
	if (st == OK)
		st = load_facts(cx, p);
	struct me_store store = { .demo = false };
	if (st == OK)
		st = me_store_get(cx, &store);
	p->demo = store.demo;
	db_close(cx->db);
	cx->db = NULL;
	return st;
}

static enum status start_work(struct cx *cx, struct parts *p)
{
	const struct config *c = p->config;
	p->live = live_new();
	enum status st = live_hear_start(cx, p->live, c->store, catalog_changed, p, &p->hearing);
	if (st == OK)
		st = writer_start(cx, &(struct writer_options){ .store = c->store, .threads = p->writers, .queue_max = (int)c->queue,
			.live = p->live, .catalog = &p->catalog }, &p->writer);
	if (st == OK)
		st = sequencer_start(cx, &(struct sequencer_options){ .writer = p->writer, .store = c->store, .key = p->keys.journal },
			&p->sequencer);
	if (st == OK)
		st = writer_run(p->writer, cx, jobs_prepare, NULL);
	if (st == OK)
		st = jobs_start(cx, &(struct jobs_options){ .store = c->store, .writer = p->writer, .catalog = &p->catalog }, &p->jobs);
	return st;
}

static enum status read_file(struct cx *cx, struct str path, struct str *ret)
{
	struct buf text;
	char part[4096];
	FILE *f = fopen(str_terminated(cx->mem, path), "r");
	if (!f)
		return fail_detail(cx, E_INVALID, T_INPUT, "cannot read %.*s", STR_ARG(path));
	buf_init(&text, cx->mem, 1 << 20);
	for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
		buf_add(&text, (struct str){ part, n });
	fclose(f);
	*ret = buf_str(&text);
	return OK;
}

static enum status start_door(struct cx *cx, struct parts *p)
{
	const struct config *c = p->config;
	bool tls = c->tls_cert.n > 0;
	struct server_options options = { .store = c->store, .threads = p->threads, .tls = tls || c->behind_tls, .trust_proxy = c->trust_proxy,
		.access_log = c->access_log, .rate = (int)c->rate, .burst = (int)c->burst, .writer = p->writer, .live = p->live,
		.sequencer = p->sequencer, .catalog = &p->catalog, .catalog_changed = catalog_changed, .arg = p,
		.rules = { .secret = &p->keys.secret, .idle_us = c->idle_hours * HOUR_US, .absolute_us = c->session_hours * HOUR_US } };
	struct http_server_options http = { .listen = c->listen, .threads = p->threads, .body_max = server_body_max, .serve = server_serve,
		.connections_max = (int)c->connections, .timeout_s = (int)c->timeout_s };
	enum status st = tls ? read_file(cx, c->tls_cert, &http.cert_pem) : OK;
	if (st == OK && tls)
		st = read_file(cx, c->tls_key, &http.key_pem);
	if (st == OK)
		st = server_start(cx, &options, &p->server);
	http.arg = p->server;
	if (st == OK)
		st = http_start(cx, &http, &p->http);
	return st;
}

static void announce(const struct parts *p)
{
	struct str address = p->config->listen;
	size_t colon = address.n;
	while (colon > 0 && address.p[colon - 1] != ':')
		colon--;
	printf("http%s://%.*s%d\n", p->config->tls_cert.n ? "s" : "", (int)colon, address.p, http_port(p->http));
	fflush(stdout);
	log_line(LEVEL_INFO, "server.start", FACTS(log_text("listen", address), log_int("port", http_port(p->http)),
		log_int("threads", p->threads), log_text("version", S(NOROSHI_VERSION))));
	if (p->demo && !str_starts(address, S("127.")) && !str_starts(address, S("localhost:")) && !str_starts(address, S("[::1]")))
		log_line(LEVEL_WARNING, "demo.exposed", FACTS(log_text("listen", address), log_text("because", S("everybody knows the passwords"))));
}

/* Whoever may still be called is stopped after those who call. */
static void stop(struct parts *p)
{
	if (p->http)
		http_drain(p->http);
	if (p->server)
		server_quiet(p->server);
	jobs_stop(p->jobs);
	sequencer_stop(p->sequencer);
	if (p->writer)
		writer_stop(p->writer);
	if (p->http)
		http_stop(p->http);
	if (p->server)
		server_stop(p->server);
	live_hear_stop(p->hearing);
	live_free(p->live);
	pthread_mutex_destroy(&p->reload);
	arena_release(p->mem);
}

static enum status serve(struct cx *cx, const struct config *config)
{
	struct parts p = { .config = config, .mem = arena_new(), .threads = (int)config->threads };
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	if (p.threads == 0)
		p.threads = processors < 1 ? 1 : processors > 8 ? 8 : (int)processors;
	/* Few and full groups: with the database on the same two cores, one writer takes half as many reports again as four. */
	p.writers = (int)config->writers;
	if (p.writers == 0)
		p.writers = processors < 4 ? 1 : processors > 16 ? 8 : (int)processors / 2;
	pthread_mutex_init(&p.reload, NULL);
	sigset_t ends;
	int which = 0;
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	pthread_sigmask(SIG_BLOCK, &ends, NULL);                /* before any thread: all inherit it, and sigwait alone gets them */
	enum status st = prepare_store(cx, &p);
	if (st == OK)
		st = start_work(cx, &p);
	if (st == OK)
		st = start_door(cx, &p);
	if (st == OK) {
		announce(&p);
		sigwait(&ends, &which);
		log_line(LEVEL_INFO, "server.stop", FACTS(log_int("signal", which)));
	}
	stop(&p);
	return st;
}

int main(int argc, char **argv)
{
	static const struct program program = { .serve = serve, .openapi = openapi_document };
	process_keep_private();
	char **arguments = process_take_arguments(argc, argv);
	int code = cli_main(argc, arguments, &program);
	process_drop_arguments(argc, arguments);
	return code;
}

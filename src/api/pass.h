/* api/pass.h — inside of the door: one request on its way through server.c, gate.c, problem.c. Nobody else includes this. */
#ifndef NOROSHI_API_PASS_H
#define NOROSHI_API_PASS_H
#include <pthread.h>
#include <stdatomic.h>
#include "api/figures.h"
#include "api/limit.h"
#include "api/match.h"
#include "api/server.h"
#include "app/writer.h"
#include "sys/db.h"

struct slow;
struct streams;
struct pages;
struct kept;
struct server_parts {
	struct arena *mem;                                      /* as long as the server */
	const struct matcher *matcher;
	struct limit *limit;
	struct figures *figures;
	struct slow *slow;
	struct streams *streams;
	struct pages *pages;
	struct kept *kept;                                      /* figures that are still true */
	struct str openapi;                                     /* the document */
	uint64_t trace_seed;
	_Atomic uint64_t trace_next;
	_Atomic uint64_t rights;                                /* how often rights were changed here (ROUTE_RIGHTS) */
	struct reader *readers;                                 /* one per I/O thread */
	size_t n_readers;
};
struct reader { struct db *db; struct remembered *remembered; }; /* opened when first needed, again after it was lost */

struct pass {
	struct server *server;
	struct call call;
	struct cx cx;
	struct problem problem;
	struct session session;
	struct write_item item;
	struct pass *next;                                      /* in the slow queue */
	int64_t started_us;                                     /* clock_elapsed_us */
	int retry_s;                                            /* Retry-After */
	bool touch;                                             /* the session's use is to be noted */
	bool read;                                              /* the answer was made by reading: the writer only adds its traces */
	uint64_t rights;                                        /* server_parts.rights when the caller was looked up */
	struct str key;                                         /* Idempotency-Key */
	uint8_t digest[32];
};

/* gate.c: may this caller do this? Needs cx.db where the route needs a sign-in. */
enum status gate(struct pass *) MUST_CHECK;
enum status gate_find_session(struct pass *) MUST_CHECK;        /* the caller, if any; OK with call.session NULL where there is none */
/* On the writer: between the gate and here the account may have been disabled, the session ended, a role taken away. Looks again where
 * that can be; cx.db is the writer's. */
enum status gate_again(struct cx *, struct pass *) MUST_CHECK;
/* input.c: call.body and call.input from body or query; If-Match; Idempotency-Key. */
enum status read_input(struct pass *) MUST_CHECK;
enum lang lang_of(const struct http_request *, const struct session *);
/* problem.c: what a failed request is told. Sets status, body and type of the response. */
void problem_answer(struct pass *, enum status, struct http_response *);
int problem_status(enum status, enum text why, bool fields);
void security_headers(const struct server *, bool page, struct http_response *);
/* slow.c: a few threads with a reading connection each. */
enum status slow_start(struct cx *, struct server *, struct slow **ret) MUST_CHECK;
bool slow_submit(struct slow *, struct pass *);                 /* false: the queue is full, or it is ending */
void slow_stop(struct slow *);                                  /* does what is queued, ends */
/* server.c, for slow.c */
void pass_to_writer(struct pass *);
void pass_finish(struct pass *, enum status);
void call_clear(struct pass *);
enum status reader_open(struct cx *, struct server *, struct reader *) MUST_CHECK;
bool reader_lost(struct reader *, const struct cx *, enum status);      /* true: closed, the store failed */
/* stream.c */
struct streams *streams_start(struct server *);
void streams_quiet(struct streams *);                           /* all streams are told to end; the timer thread has ended */
void streams_stop(struct streams *);
/* pages.c: files of the client. False: there is nothing to serve at this path. */
struct pages *pages_new(struct arena *);
bool pages_answer(struct pages *, struct pass *, struct http_response *);
#endif

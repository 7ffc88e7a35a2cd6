/* api/route.h — one request through the doors: the one route table, what a handler gets, what it gives back.
 *
 * The table yields dispatch, 405, the login and permission gate, body limits, where the handler runs, the OpenAPI document, and the
 * tests that walk every route. Adding a route: a row in routes.c, a handler of about ten lines, a case file.
 */
#ifndef NOROSHI_API_ROUTE_H
#define NOROSHI_API_ROUTE_H
#include "base/field.h"
#include "sys/http.h"

enum run_where {
	RUN_READ,               /* on the I/O thread with a read-only connection; E_WRITE sends it to the writer, call_export to a slow thread */
	RUN_WRITE,              /* on the writer, inside the transaction */
	RUN_SLOW,               /* `before` on a slow thread with a read-only connection (Argon2, a large file), then the handler on the writer */
	RUN_NONE,               /* on the I/O thread, without a store */
};
enum need {
	NEED_NOBODY,            /* no sign-in */
	NEED_ENROL,             /* signed in, even if the second factor is still to be set up */
	NEED_SIGN_IN,           /* any signed-in account or token */
	NEED_ROLES,             /* one of route.roles */
};

struct server;                                                  /* api/server.h */
struct session;                                                 /* app/session.h */
struct call {                                                   /* what a handler gets beside its cx */
	const struct http_request *http;
	const struct route *route;
	struct server *server;
	struct str param[3];                                    /* {id} ... in path order, decoded */
	const struct json *body;                                /* NULL where none */
	const void *input;                                      /* route.input read from body or query, or NULL */
	bool draft;                                             /* body had "draft": true and the route allows drafts */
	int64_t if_match;                                       /* version from If-Match; 0: not given */
	void *before;                                           /* what `before` left */
	const struct session *session;                          /* NULL where nobody is signed in */
	/* what the handler gives back; all of it is cleared where the handler is run again */
	int status;                                             /* 0: 201 where the route creates, 200, or 204 where nothing was written */
	struct buf out;                                         /* the body; jw writes here */
	struct jw json;                                         /* already bound to out */
	struct str type;                                        /* empty: application/json */
	int64_t etag;                                           /* version; 0: none */
	int retry_s;                                            /* with a failure: Retry-After */
	size_t n_headers;
	struct http_header_out headers[8];
	bool handled;                                           /* the exchange was turned into a stream (RUN_NONE, RUN_READ only) */
	bool wants_slow;                                        /* call_export */
	enum status (*trace)(struct cx *);                      /* on the writer, after a reading handler and before its answer leaves */
	/* and the door's own */
	bool on_slow;                                           /* it is a slow thread that runs the handler */
};
typedef enum status handler(struct cx *, struct call *);

struct route {
	enum http_method method;
	struct str path;                                        /* "/api/v1/deliveries/{id}/ack" */
	handler *run;
	enum run_where where;
	enum need need;
	unsigned roles;
	const struct field_table *input;                        /* query for GET, DELETE and ROUTE_RAW, else (and ROUTE_BODY) body; NULL: none allowed */
	size_t body_max;                                        /* 0: 64 KiB; only routes with a body */
	unsigned flags;
	handler *before;
	struct str doc;                                         /* one line, English, in OpenAPI */
	struct str output;                                      /* the answer's schema (answers.h), or its media type; empty: 204, none */
};
enum {
	ROUTE_IDEMPOTENT = 1,   /* honours Idempotency-Key */
	ROUTE_IF_MATCH = 2,     /* If-Match required */
	ROUTE_RAW = 4,          /* body is not JSON */
	ROUTE_DRAFT = 8,        /* body may have "draft": true, then the input is read leniently */
	ROUTE_NO_CSRF = 16,     /* sign-in itself */
	ROUTE_NO_LIMIT = 32,    /* not counted against the caller's rate (health checks) */
	ROUTE_KEEP_FAILED = 64, /* the handler's failure keeps what it wrote: a failed sign-in is counted (write_item.failed_keep) */
	ROUTE_LENIENT = 256,    /* the input is always read leniently: drafts and previews */
	ROUTE_BODY = 512,       /* a DELETE whose input is a body: what must not stand in an address */
	ROUTE_SECRET = 4096,    /* takes or gives a password or key: the memory of the exchange is wiped */
	ROUTE_PERSON = 1024,    /* not by a token: app/access.h, need_person */
	ROUTE_RIGHTS = 2048,    /* may end sessions or tokens or change rights: what waits behind it is looked at again */
	ROUTE_CREATES = 8192,   /* 201 unless the handler says otherwise */
	ROUTE_REMEMBER = 16384, /* a list by account and query alone: api/remember.h */
	ROUTE_CATALOG = 128,    /* changes facts: the catalogue in force is read anew after the commit */
};
extern const struct route routes[];
extern const size_t n_routes;

/* For handlers. */
enum status call_uuid(struct cx *, const struct call *, int param, struct uuid *ret) MUST_CHECK;   /* E_MISSING when not an id */
void call_header(struct call *, struct str name, struct str value);
void call_location(struct cx *, struct call *, const char *path, struct uuid);   /* Location: /api/v1/<path>/<id> */
/* For reading handlers (RUN_READ) whose answer is long: neither the I/O thread nor the writer makes it. Call it first and return what is
 * not OK: the handler is run again on a slow thread, and `trace` (NULL: none) on the writer before the answer leaves. */
enum status call_export(struct call *, enum status (*trace)(struct cx *)) MUST_CHECK;
struct str call_cookie_name(const struct call *);               /* of the session: over TLS one that no other host can set */
struct str call_peer(const struct call *);                      /* the caller's address; behind a trusted proxy, the one that it saw */
#endif

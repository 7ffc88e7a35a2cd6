/* The one route table. One row per line, grouped by feature: method, path, handler, where it runs, who may, roles, input, body limit
 * (0: 64 KiB), flags, slow part, doc, schema of the answer. */
#include "api/health.h"
#include "api/route.h"
#include "api/stream.h"

#define V1 "/api/v1"
const struct route routes[] = {
	/* the server itself */
	{ HTTP_GET, LIT("/healthz"), healthz_get, RUN_NONE, NEED_NOBODY, 0, NULL, 0, ROUTE_NO_LIMIT, NULL, LIT("The process is up"), LIT("Health") },
	{ HTTP_GET, LIT("/readyz"), readyz_get, RUN_READ, NEED_NOBODY, 0, NULL, 0, ROUTE_NO_LIMIT, NULL, LIT("The store is reachable and has the right schema"), LIT("Readiness") },
	{ HTTP_GET, LIT("/metrics"), metrics_get, RUN_NONE, NEED_NOBODY, 0, NULL, 0, ROUTE_NO_LIMIT, NULL, LIT("Figures for Prometheus"), LIT("") },
	{ HTTP_GET, LIT(V1 "/openapi.json"), openapi_get, RUN_NONE, NEED_NOBODY, 0, NULL, 0, 0, NULL, LIT("This document"), LIT("") },
	{ HTTP_GET, LIT(V1 "/stream"), stream_get, RUN_NONE, NEED_SIGN_IN, 0, NULL, 0, 0, NULL, LIT("Live changes as server-sent events; resumes after Last-Event-ID"), LIT("") },
};
const size_t n_routes = sizeof routes / sizeof routes[0];

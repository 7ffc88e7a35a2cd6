/* sys/log.h — what happened, for the operator: one JSON object per line on standard error. No secrets, no message content.
 *
 *   log_line(LEVEL_INFO, "server.start", FACTS(log_text("address", address), log_int("port", port)));
 *   log_line(LEVEL_ERROR, "request.fail", FACTS(log_problem(cx)));
 *   log_line(LEVEL_INFO, "server.stop", NO_FACTS);
 *
 * Thread-safe: a line is one write. LEVEL_DEBUG is silent unless the environment has NOROSHI_LOG=debug.
 */
#ifndef NOROSHI_SYS_LOG_H
#define NOROSHI_SYS_LOG_H
#include "base/cx.h"

enum log_level { LEVEL_DEBUG, LEVEL_INFO, LEVEL_WARNING, LEVEL_ERROR };
enum log_kind { LOG_FACT_TEXT, LOG_FACT_INT, LOG_FACT_UUID, LOG_FACT_PROBLEM };
struct log_fact { enum log_kind kind; const char *key; struct str s; int64_t i; struct uuid u; const struct cx *cx; };
struct log_facts { const struct log_fact *v; size_t n; };
#define NO_FACTS ((struct log_facts){ NULL, 0 })
#define FACTS(...) ((struct log_facts){ (const struct log_fact[]){ __VA_ARGS__ }, \
	sizeof((const struct log_fact[]){ __VA_ARGS__ }) / sizeof(struct log_fact) })
static inline struct log_fact log_text(const char *key, struct str s)
{
	return (struct log_fact){ .kind = LOG_FACT_TEXT, .key = key, .s = s };
}
static inline struct log_fact log_int(const char *key, int64_t i)
{
	return (struct log_fact){ .kind = LOG_FACT_INT, .key = key, .i = i };
}
static inline struct log_fact log_uuid(const char *key, struct uuid u)
{
	return (struct log_fact){ .kind = LOG_FACT_UUID, .key = key, .u = u };
}
/* "trace", "code" and "detail" of a failed request or job. */
static inline struct log_fact log_problem(const struct cx *cx)
{
	return (struct log_fact){ .kind = LOG_FACT_PROBLEM, .cx = cx };
}

void log_line(enum log_level, const char *event, struct log_facts);
#endif

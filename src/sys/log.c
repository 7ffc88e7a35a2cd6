/* sys/log.c — one line, one write. */
#include "sys/log.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/str.h"
#include "sys/clock.h"

enum { LINE_MAX_BYTES = 16 << 10 };

static void add_problem(struct jw *w, const struct cx *cx)
{
	struct arena *mem = w->out->mem;
	jw_k_text(w, S("trace"), str_hex(mem, cx->trace, sizeof cx->trace));
	if (!cx->problem)
		return;
	jw_k_text(w, S("code"), text_code(cx->problem->why));
	if (cx->problem->detail.n)
		jw_k_text(w, S("detail"), cx->problem->detail);
	if (cx->problem->n_fields)
		jw_k_text(w, S("field"), cx->problem->fields[0].pointer);
}

static void add_fact(struct jw *w, const struct log_fact *fact)
{
	switch (fact->kind) {
	case LOG_FACT_TEXT: jw_k_text(w, str_of(fact->key), fact->s); return;
	case LOG_FACT_INT: jw_k_int(w, str_of(fact->key), fact->i); return;
	case LOG_FACT_UUID: jw_k_uuid(w, str_of(fact->key), fact->u); return;
	case LOG_FACT_PROBLEM: add_problem(w, fact->cx); return;
	}
}

static void write_all(struct str line)
{
	while (line.n) {
		ssize_t n = write(STDERR_FILENO, line.p, line.n);
		if (n <= 0)
			return;                                 /* nowhere to complain */
		line = str_slice(line, (size_t)n, line.n);
	}
}

static bool is_silent(enum log_level level)
{
	const char *wanted = level == LEVEL_DEBUG ? getenv("NOROSHI_LOG") : NULL;
	return level == LEVEL_DEBUG && (!wanted || strcmp(wanted, "debug") != 0);
}

void log_line(enum log_level level, const char *event, struct log_facts facts)
{
	static const char *const names[] = { "debug", "info", "warning", "error" };
	if (is_silent(level))
		return;
	struct arena *mem = arena_new();
	struct buf out;
	struct jw w;
	buf_init(&out, mem, LINE_MAX_BYTES);
	jw_init(&w, &out);
	jw_object(&w);
	jw_k_time(&w, S("at"), clock_now_us());
	jw_k_text(&w, S("level"), str_of(names[level]));
	jw_k_text(&w, S("event"), str_of(event));
	for (size_t i = 0; i < facts.n; i++)
		add_fact(&w, &facts.v[i]);
	jw_end_object(&w);
	buf_byte(&out, '\n');
	write_all(out.full ? S("{\"level\":\"error\",\"event\":\"log.too_long\"}\n") : buf_str(&out));
	arena_release(mem);
}

#include <stdio.h>
#include <unistd.h>
#include "api/health.h"
#include "api/pass.h"
#include "app/live.h"
#include "app/migrate.h"
#include "app/sequencer.h"
#include "base/str.h"

enum status healthz_get(struct cx *cx, struct call *call)
{
	(void)cx;
	jw_object(&call->json);
	jw_k_text(&call->json, S("status"), S("ok"));
	jw_k_text(&call->json, S("version"), S(NOROSHI_VERSION));
	jw_end_object(&call->json);
	return OK;
}

/* 503 where the store cannot be read or has not the schema of this program. */
enum status readyz_get(struct cx *cx, struct call *call)
{
	enum status st = migrate_check(cx);
	struct sequencer *sequencer = call->server->options.sequencer;
	if (st != OK && st != E_CONFLICT)
		return st;                                      /* the door opens the connection anew and asks again */
	if (st == E_CONFLICT)
		call->status = 503;
	jw_object(&call->json);
	jw_k_text(&call->json, S("status"), st == OK ? S("ready") : S("not ready"));
	jw_k_text(&call->json, S("store"), S("reachable"));
	jw_k_text(&call->json, S("schema"), st == OK ? S("right") : S("wrong"));
	if (sequencer)
		jw_k_text(&call->json, S("journal"), sequencer_state(sequencer).failing ? S("failing") : S("signing"));
	jw_end_object(&call->json);
	return OK;
}

static void figure(struct buf *out, const char *name, const char *type, const char *help, double value)
{
	buf_format(out, "# HELP noroshi_%s %s\n# TYPE noroshi_%s %s\nnoroshi_%s %.15g\n", name, help, name, type, name, value);
}

static double resident_bytes(void)
{
	FILE *f = fopen("/proc/self/statm", "r");
	long total = 0, resident = 0;
	if (!f)
		return 0;
	if (fscanf(f, "%ld %ld", &total, &resident) != 2)
		resident = 0;
	fclose(f);
	return (double)resident * (double)sysconf(_SC_PAGESIZE);
}

enum status metrics_get(struct cx *cx, struct call *call)
{
	const struct server_options *o = &call->server->options;
	struct buf *out = &call->out;
	struct writer_figures w;
	writer_figures(o->writer, &w);
	figures_write(call->server->parts->figures, routes, out);
	figure(out, "writer_waiting", "gauge", "Changes queued for the writer.", (double)writer_waiting(o->writer));
	figure(out, "writer_groups_total", "counter", "Transactions of the writer.", (double)w.groups);
	figure(out, "writer_items_total", "counter", "Changes in those transactions.", (double)w.items);
	figure(out, "writer_group_largest", "gauge", "Most changes in one transaction.", (double)w.largest);
	figure(out, "writer_failed_commits_total", "counter", "Commits that failed.", (double)w.failed_commits);
	figure(out, "stream_listeners", "gauge", "Open event streams.", (double)live_listeners(o->live));
	figure(out, "live_events_total", "counter", "Live events told.", (double)live_last(o->live));
	figure(out, "resident_bytes", "gauge", "Resident memory.", resident_bytes());
	if (o->sequencer) {
		struct sequencer_state s = sequencer_state(o->sequencer);
		figure(out, "journal_placed_total", "counter", "Journal entries given their place.", (double)s.placed);
		figure(out, "journal_failures_total", "counter", "Failed steps of the sequencer.", (double)s.failures);
		figure(out, "journal_last_step_seconds", "gauge", "Time since the sequencer's last step.",
			s.last_us ? (double)(cx->now_us - s.last_us) / 1e6 : 0);
	}
	call->type = S("text/plain; version=0.0.4; charset=utf-8");
	return OK;
}

enum status openapi_get(struct cx *cx, struct call *call)
{
	(void)cx;
	call->out.p = (char *)(uintptr_t)call->server->parts->openapi.p;        /* made at start; nobody writes to it any more */
	call->out.n = call->server->parts->openapi.n;
	call_header(call, S("Cache-Control"), S("no-cache"));
	return OK;
}

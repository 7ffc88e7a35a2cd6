/* test/bench/redact_bench.c — the figures of the redaction engine, as JSON lines: redact_bench CORPUS-DIR [--show]
 *
 * Recall and precision per class on both halves of the corpus, what is kept for others, and the time of a draft of 20 kB with 5,000
 * names, making the index included. --show: what was missed in the half that rules may be tuned on, and only there. */
#include <time.h>

#include "redact_corpus.h"

static double now_ms(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void line(const char *half, const char *class, const struct corpus_class *c)
{
	if (!c->marks && !c->proposals && !c->keeps)
		return;
	printf("{\"name\":\"redact-%s\",\"class\":\"%s\",\"marks\":%ld,\"recall\":%.4f,\"to_keep\":%ld,\"kept\":%.4f,\"proposals\":%ld,\"precision\":%.4f,"
	       "\"target_recall\":0.98,\"target_precision\":0.85}\n", half, class, c->marks, corpus_ratio(c->found, c->marks), c->keeps,
	       corpus_ratio(c->kept, c->keeps), c->proposals, corpus_ratio(c->right, c->proposals));
}

static void half(struct cx *cx, const struct redact_index *index, const char *dir, const char *name, bool show)
{
	struct corpus_score score = { .show = show };
	struct corpus_class all = { 0 };
	if (!corpus_score_dir(cx, index, str_terminated(cx->mem, str_format(cx->mem, "%s/%s", dir, name)), &score)) {
		fprintf(stderr, "no reports in %s/%s\n", dir, name);
		return;
	}
	for (int i = 1; i < REDACT_CLASSES; i++) {
		const struct corpus_class *c = &score.of[i];
		line(name, redact_class_names[i].p, c);
		all = (struct corpus_class){ all.marks + c->marks, all.found + c->found, all.keeps + c->keeps, all.kept + c->kept, all.proposals + c->proposals, all.right + c->right };
	}
	line(name, "all", &all);
	printf("{\"name\":\"redact-%s-size\",\"reports\":%ld,\"bytes\":%ld}\n", name, score.reports, score.bytes);
}

/* 5,000 names: those of the corpus' registry, then the same with a number; 20 kB: reports of the first half, one after the other. */
static int draft(struct cx *cx, const struct corpus_names *names, const char *dir)
{
	static const char *const ways[] = { "index and scan", "scan" };
	enum { NAMES = 5000, BYTES = 20000, TURNS = 50 };
	struct redact_name *many = arena_array(cx->mem, struct redact_name, NAMES);
	struct buf text;
	struct str tune = corpus_file(cx->mem, str_terminated(cx->mem, str_format(cx->mem, "%s/README.md", dir)));
	buf_init(&text, cx->mem, 1 << 20);
	for (size_t i = 0; i < NAMES; i++) {
		many[i] = names->p[i % names->n];
		if (i >= names->n)
			many[i] = (struct redact_name){ str_format(cx->mem, "%.*s%zu", STR_ARG(many[i].text), i), many[i].class, (int)i };
	}
	for (size_t i = 0; text.n < BYTES; i++)
		buf_format(&text, "%.*sの%.*s様より連絡。当社サーバ192.0.2.%zuから198.51.100.%zu[:]443への不審な通信を検知した。電話03-5550-%04zu。%.*s\n", STR_ARG(names->p[i % names->n].text),
		           STR_ARG(names->p[names->n - 1 - i % 50].text), i % 200, i % 250, i % 9999, (int)(i % 5 ? 0 : tune.n < 400 ? tune.n : 0), tune.p);
	for (int way = 0; way < 2; way++) {
		double best = 1e9, sum = 0, cpu = 1e9;
		size_t found = 0;
		for (int turn = 0; turn < TURNS; turn++) {
			struct arena *mem = arena_new();
			struct problem problem = { 0 };
			struct cx one = { .mem = mem, .problem = &problem };
			struct redact_index *index;
			struct redact_find *finds;
			double from = now_ms(CLOCK_MONOTONIC), cpu_from = now_ms(CLOCK_PROCESS_CPUTIME_ID);
			if (redact_index_new(&one, many, NAMES, &index) != OK)
				return 1;
			if (way == 1) {
				from = now_ms(CLOCK_MONOTONIC);
				cpu_from = now_ms(CLOCK_PROCESS_CPUTIME_ID);
			}
			if (redact_scan(&one, index, buf_str(&text), &finds, &found) != OK)
				return 1;
			double took = now_ms(CLOCK_MONOTONIC) - from, used = now_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu_from;
			best = took < best ? took : best;
			cpu = used < cpu ? used : cpu;
			sum += took;
			arena_release(mem);
		}
		printf("{\"name\":\"redact-draft\",\"what\":\"%s: %zu bytes, %d names\",\"ms\":%.3f,\"best_ms\":%.3f,\"best_cpu_ms\":%.3f,\"finds\":%zu,\"target_ms\":20}\n", ways[way], text.n, NAMES, sum / TURNS, best, cpu, found);
	}
	return 0;
}

int main(int n, char **args)
{
	struct arena *mem = arena_new();
	struct problem problem = { 0 };
	struct cx cx = { .mem = mem, .problem = &problem };
	struct corpus_names names;
	struct redact_index *index;
	const char *dir = n > 1 ? args[1] : "test/corpus";
	bool show = n > 2 && !strcmp(args[2], "--show");
	if (!corpus_registry(&cx, str_terminated(mem, str_format(mem, "%s/registry.json", dir)), 20000, &names) ||
	    redact_index_new(&cx, names.p, names.n, &index) != OK) {
		fprintf(stderr, "cannot read %s/registry.json\n", dir);
		return 1;
	}
	half(&cx, index, dir, "tune", show);
	if (!show)
		half(&cx, index, dir, "measure", false);
	int st = show ? 0 : draft(&cx, &names, dir);
	arena_release(mem);
	return st;
}

#include <stdatomic.h>
#include "api/figures.h"
#include "api/match.h"
#include "base/str.h"

#define BOUNDS 10
static const struct { int64_t us; struct str text; } bounds[BOUNDS] = {
	{ 500, LIT("0.0005") }, { 1000, LIT("0.001") }, { 2500, LIT("0.0025") }, { 5000, LIT("0.005") }, { 10000, LIT("0.01") },
	{ 25000, LIT("0.025") }, { 50000, LIT("0.05") }, { 100000, LIT("0.1") }, { 500000, LIT("0.5") }, { 2500000, LIT("2.5") },
};
struct counts { _Atomic uint64_t classes[6], buckets[BOUNDS + 1], sum_us; };
struct figures { size_t n; struct counts *counts; };

struct figures *figures_new(struct arena *mem, size_t n)
{
	struct figures *f = arena_make(mem, struct figures);
	f->n = n;
	f->counts = arena_array(mem, struct counts, n + 1);
	return f;
}

static void add(_Atomic uint64_t *to, uint64_t n)
{
	atomic_fetch_add_explicit(to, n, memory_order_relaxed);
}

void figures_count(struct figures *f, size_t route, int status, int64_t took_us)
{
	struct counts *c = &f->counts[route < f->n ? route : f->n];
	int i = 0;
	while (i < BOUNDS && took_us > bounds[i].us)
		i++;
	add(&c->buckets[i], 1);
	add(&c->classes[status >= 100 && status < 600 ? status / 100 : 0], 1);
	add(&c->sum_us, took_us > 0 ? (uint64_t)took_us : 0);
}

static struct str label(const struct figures *f, const struct route *table, size_t i, struct str *ret_method)
{
	*ret_method = i < f->n ? method_name(table[i].method) : S("GET");
	return i < f->n ? table[i].path : S("other");
}

static void write_requests(const struct figures *f, const struct route *table, struct buf *out)
{
	buf_add(out, S("# HELP noroshi_http_requests_total Requests answered, by route and status class.\n"
		"# TYPE noroshi_http_requests_total counter\n"));
	for (size_t i = 0; i <= f->n; i++)
		for (int class = 1; class < 6; class++) {
			uint64_t n = atomic_load_explicit(&f->counts[i].classes[class], memory_order_relaxed);
			struct str method, path = label(f, table, i, &method);
			if (n)
				buf_format(out, "noroshi_http_requests_total{method=\"%.*s\",route=\"%.*s\",status=\"%dxx\"} %llu\n",
					STR_ARG(method), STR_ARG(path), class, (unsigned long long)n);
		}
}

static void write_duration(const struct counts *c, struct str method, struct str path, struct buf *out)
{
	uint64_t total = 0;
	for (int b = 0; b <= BOUNDS; b++) {
		struct str bound = b < BOUNDS ? bounds[b].text : S("+Inf");
		total += atomic_load_explicit(&c->buckets[b], memory_order_relaxed);
		buf_format(out, "noroshi_http_seconds_bucket{method=\"%.*s\",route=\"%.*s\",le=\"%.*s\"} %llu\n",
			STR_ARG(method), STR_ARG(path), STR_ARG(bound), (unsigned long long)total);
	}
	buf_format(out, "noroshi_http_seconds_sum{method=\"%.*s\",route=\"%.*s\"} %.6f\n", STR_ARG(method), STR_ARG(path),
		(double)atomic_load_explicit(&c->sum_us, memory_order_relaxed) / 1e6);
	buf_format(out, "noroshi_http_seconds_count{method=\"%.*s\",route=\"%.*s\"} %llu\n", STR_ARG(method), STR_ARG(path),
		(unsigned long long)total);
}

void figures_write(const struct figures *f, const struct route *table, struct buf *out)
{
	write_requests(f, table, out);
	buf_add(out, S("# HELP noroshi_http_seconds Time from the whole request to its answer.\n# TYPE noroshi_http_seconds histogram\n"));
	for (size_t i = 0; i <= f->n; i++) {
		bool any = false;
		for (int class = 0; class < 6; class++)
			any |= atomic_load_explicit(&f->counts[i].classes[class], memory_order_relaxed) > 0;
		struct str method, path = label(f, table, i, &method);
		if (any)
			write_duration(&f->counts[i], method, path, out);
	}
}

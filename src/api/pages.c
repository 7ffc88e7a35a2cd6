/* The files of the client, carried inside the program. index.html stands for every path that is a page of the client; what the build
 * named by its content (assets/) may be kept for ever. A file name.gz beside name is sent to those who take gzip. */
#include <string.h>
#include "api/pass.h"
#include "base/embed.h"
#include "base/str.h"
#include "sys/crypto.h"

struct page { struct str name, type, etag, etag_gzip; struct bytes plain, gzip; bool forever; };
struct pages { struct page *pages; size_t n; const struct page *index; };

static struct str type_of(struct str name)
{
	static const struct { struct str end, type; } types[] = {
		{ LIT(".html"), LIT("text/html; charset=utf-8") }, { LIT(".js"), LIT("text/javascript; charset=utf-8") },
		{ LIT(".css"), LIT("text/css; charset=utf-8") }, { LIT(".svg"), LIT("image/svg+xml") }, { LIT(".png"), LIT("image/png") },
		{ LIT(".ico"), LIT("image/x-icon") }, { LIT(".woff2"), LIT("font/woff2") }, { LIT(".json"), LIT("application/json") },
		{ LIT(".webmanifest"), LIT("application/manifest+json") }, { LIT(".txt"), LIT("text/plain; charset=utf-8") },
		{ LIT(".wasm"), LIT("application/wasm") }, { LIT(".map"), LIT("application/json") },
	};
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (str_ends(name, types[i].end))
			return types[i].type;
	return S("application/octet-stream");
}

static const struct page *find(const struct pages *p, struct str name)
{
	size_t low = 0, high = p->n;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = str_cmp(p->pages[middle].name, name);
		if (order == 0)
			return &p->pages[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static void sort(struct page *pages, size_t n)
{
	for (size_t i = 1; i < n; i++)                          /* nearly sorted, some dozens */
		for (size_t j = i; j > 0 && str_cmp(pages[j - 1].name, pages[j].name) > 0; j--) {
			struct page other = pages[j];
			pages[j] = pages[j - 1];
			pages[j - 1] = other;
		}
}

struct pages *pages_new(struct arena *mem)
{
	struct pages *p = arena_make(mem, struct pages);
	p->pages = arena_array(mem, struct page, embed_web_count + 1);
	for (size_t i = 0; i < embed_web_count; i++) {
		const struct embed_file *f = &embed_web[i];
		uint8_t digest[SHA256_BYTES];
		if (str_ends(f->name, S(".gz")))
			continue;
		struct page *page = &p->pages[p->n++];
		*page = (struct page){ .name = f->name, .type = type_of(f->name), .plain = { f->start, (size_t)(f->end - f->start) },
			.gzip = embed_find(embed_web, str_format(mem, "%.*s.gz", STR_ARG(f->name))),
			.forever = str_starts(f->name, S("assets/")) };
		sha256(page->plain.p, page->plain.n, digest);
		struct str hex = str_hex(mem, digest, 12);
		page->etag = str_format(mem, "\"%.*s\"", STR_ARG(hex));
		page->etag_gzip = str_format(mem, "\"%.*s-gz\"", STR_ARG(hex));
	}
	sort(p->pages, p->n);
	p->index = find(p, S("index.html"));
	return p;
}

static const struct page *page_of(const struct pages *p, struct str path)
{
	struct str name = str_slice(path, 1, path.n);
	const struct page *page = find(p, name);
	size_t slash = name.n;
	while (slash > 0 && name.p[slash - 1] != '/')
		slash--;
	bool file = memchr(name.n ? name.p + slash : "", '.', name.n - slash) != NULL;
	return page || file ? page : p->index;
}

bool pages_answer(struct pages *p, struct pass *pass, struct http_response *r)
{
	const struct http_request *q = pass->call.http;
	const struct page *page = q->method == HTTP_GET || q->method == HTTP_HEAD ? page_of(p, q->path) : NULL;
	if (!page)
		return false;
	bool gzip = page->gzip.p && str_find(http_header(q, S("accept-encoding")), S("gzip")) >= 0;
	struct str known = http_header(q, S("if-none-match"));
	struct str etag = gzip ? page->etag_gzip : page->etag;
	bool same = known.p && str_find(known, etag) >= 0;
	r->status = same ? 304 : 200;
	r->type = page->type;
	r->body = same ? (struct bytes){ NULL, 0 } : gzip ? page->gzip : page->plain;
	r->body_static = true;
	http_response_header(r, S("ETag"), etag);
	http_response_header(r, S("Cache-Control"), page->forever ? S("public, max-age=31536000, immutable") : S("no-cache"));
	if (page->gzip.p)
		http_response_header(r, S("Vary"), S("Accept-Encoding"));
	if (gzip && !same)
		http_response_header(r, S("Content-Encoding"), S("gzip"));
	security_headers(pass->server, true, r);
	return true;
}

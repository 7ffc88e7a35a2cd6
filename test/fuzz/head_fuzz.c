/* A request's head, cut into lines as MHD does it: what is let through has one length, one host and no control character. */
#include <stdint.h>
#include "base/str.h"
#include "sys/http_head.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct http_header_out headers[64];
	struct http_head h = { .headers = headers };
	struct http_length length = { 0 };
	struct str rest = { n ? (const char *)data : "", n }, value = NO_STR;
	h.version = str_cut(rest, '\n', &rest);
	h.path = str_cut(rest, '?', &rest);
	h.query = str_cut(rest, '\n', &rest);
	while (rest.n && h.n_headers < 64) {
		struct str after, line = str_cut(rest, '\n', &rest);
		headers[h.n_headers].name = str_cut(line, ':', &after);
		headers[h.n_headers++].value = str_trim(after);
	}
	if (http_head_check(&h, &length) != 0)
		return 0;
	size_t lengths = http_head_count(&h, S("Content-Length"), &value), codings = http_head_count(&h, S("Transfer-Encoding"), &value);
	if (lengths + codings > 1 || (codings == 1) != length.chunked || http_head_count(&h, S("Host"), &value) > 1)
		__builtin_trap();
	if (h.path.n == 0 || h.path.p[0] != '/' || h.path.n > HTTP_PATH_MAX || !http_clean(h.path) || !http_clean(h.query))
		__builtin_trap();
	return 0;
}

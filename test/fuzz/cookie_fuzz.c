/* A Cookie header: whatever comes, the value found lies inside the header. */
#include <stdint.h>
#include "base/str.h"
#include "sys/http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str header = { n ? (const char *)data : "", n }, value = http_cookie(header, S("noroshi"));
	if (value.n && (value.p < header.p || value.p + value.n > header.p + header.n))
		__builtin_trap();
	(void)http_token(header);
	return 0;
}

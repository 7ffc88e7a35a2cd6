/* Any bytes as an identifier and as text: the parsers of base/uuid.h and base/str.h. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/uuid.h"

static void check(bool right)
{
	if (!right)
		abort();
}

static void check_codes(struct arena *mem, struct str s)
{
	struct bytes bytes;
	if (str_unbase64url(mem, s, &bytes))
		check(str_eq(str_base64url(mem, bytes.p, bytes.n), s));
	check(str_unbase64url(mem, str_base64url(mem, s.p, s.n), &bytes) && bytes.n == s.n && (!s.n || memcmp(bytes.p, s.p, s.n) == 0));
	uint8_t *back = arena_alloc(mem, s.n + 1);
	check(str_unhex(str_hex(mem, s.p, s.n), back, s.n) && (!s.n || memcmp(back, s.p, s.n) == 0));
	(void)str_unhex(s, back, s.n / 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *mem = arena_new();
	struct str s = { (const char *)bytes, n }, rest = s;
	struct uuid id;
	int64_t number;
	if (uuid_parse(s, &id))
		check(str_eq_nocase(uuid_str(mem, id), s));
	if (str_int(s, INT64_MIN, INT64_MAX, &number))
		check(n > 0);
	check_codes(mem, s);
	for (size_t i = 0; rest.p; i++, check(i <= n + 1))
		(void)str_cut(rest, ',', &rest);
	check(str_trim(s).n <= n && str_eq(str_copy(mem, s), s));
	if (str_utf8(s)) {
		struct str folded = str_fold(mem, s);
		check(str_utf8(folded) && str_chars(s) <= n && str_eq(str_fold(mem, folded), folded));
	}
	arena_release(mem);
	return 0;
}

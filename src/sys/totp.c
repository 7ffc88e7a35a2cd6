#include "sys/totp.h"

#include <liboath/oath.h>
#include <string.h>

#include "base/str.h"
#include "sys/crypto.h"

#define WINDOW 1

void totp_code(struct bytes secret, int64_t step, char ret[TOTP_DIGITS])
{
	char digits[TOTP_DIGITS + 1] = "";
	if (oath_hotp_generate((const char *)secret.p, secret.n, (uint64_t)step, TOTP_DIGITS, false, OATH_HOTP_DYNAMIC_TRUNCATION, digits) != OATH_OK)
		random_bytes(digits, TOTP_DIGITS);              /* no secret: a code that nobody can give */
	memcpy(ret, digits, TOTP_DIGITS);
	crypto_forget(digits, sizeof digits);
}

/* People type "123 456". */
static size_t digits_of(struct str code, char ret[TOTP_DIGITS])
{
	size_t n = 0;
	for (size_t i = 0; i < code.n; i++) {
		if (code.p[i] == ' ')
			continue;
		if (code.p[i] < '0' || code.p[i] > '9' || n == TOTP_DIGITS)
			return 0;
		ret[n++] = code.p[i];
	}
	return n;
}

bool totp_matches(struct bytes secret, int64_t now_us, struct str code, int64_t last_step, int64_t *ret_step)
{
	char given[TOTP_DIGITS];
	if (digits_of(code, given) != TOTP_DIGITS)
		return false;
	int64_t now = now_us / TOTP_STEP_US, found = -1;
	for (int64_t step = now - WINDOW; step <= now + WINDOW; step++) {
		char right[TOTP_DIGITS];
		totp_code(secret, step, right);
		if (crypto_equal(right, given, TOTP_DIGITS) && step > last_step && found < 0)
			found = step;
	}
	if (found < 0)
		return false;
	*ret_step = found;
	return true;
}

struct str totp_base32(struct arena *mem, struct bytes secret)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	size_t n = (secret.n * 8 + 4) / 5;
	char *p = arena_alloc(mem, n + 1);
	for (size_t i = 0; i < n; i++) {
		unsigned value = 0;
		for (size_t bit = 5 * i; bit < 5 * i + 5; bit++)
			value = value << 1 | (bit / 8 < secret.n ? (secret.p[bit / 8] >> (7 - bit % 8)) & 1u : 0u);
		p[i] = letters[value];
	}
	return (struct str){ p, n };
}

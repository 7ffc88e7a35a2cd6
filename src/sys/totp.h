/* sys/totp.h — one-time codes from an authenticator app (RFC 6238: SHA-1, 6 digits, 30 seconds), by liboath. Thread-safe. */
#ifndef NOROSHI_SYS_TOTP_H
#define NOROSHI_SYS_TOTP_H
#include "base/time.h"

#define TOTP_SECRET_BYTES 20
#define TOTP_STEP_US (30 * SECOND_US)
#define TOTP_DIGITS 6
/* The code of a time step (now_us / TOTP_STEP_US). */
void totp_code(struct bytes secret, int64_t step, char ret[TOTP_DIGITS]);
/* True where `code` is that of the present step, the one before or the one after, and of a step later than `last_step`: each code
 * works once. *ret_step is then what to remember. White space inside the code is left out. */
bool totp_matches(struct bytes secret, int64_t now_us, struct str code, int64_t last_step, int64_t *ret_step);
/* The secret as authenticator apps take it: base32 without padding. */
struct str totp_base32(struct arena *, struct bytes secret);
#endif

/* app/session.h — who is asking: the session of a browser (cookie), or the token of a program (Authorization: Bearer).
 *
 * Both calls only read, so the door may use them on a read connection before it knows anything else about the request.
 * They check expiry, revocation, the account's state and a token's address list. Cost: one indexed row.
 */
#ifndef NOROSHI_APP_SESSION_H
#define NOROSHI_APP_SESSION_H
#include "base/cx.h"

#define SESSION_COOKIE "noroshi"
enum session_level {                                            /* stored, never renumber */
	SESSION_PASSWORD = 1,                                   /* the password must be changed first */
	SESSION_ENROL,                                          /* a second factor is mandatory and not set up */
	SESSION_FULL,
};
struct session {
	struct actor actor;
	uint8_t id[32];                                         /* SHA-256 of the cookie or token: the key of its rate limit */
	uint8_t csrf[32];                                       /* cookie sessions only; X-CSRF-Token carries it as base64url */
	int level;                                              /* enum session_level; tokens are SESSION_FULL */
	bool by_token;                                          /* no cookie, hence no CSRF check */
	bool read_only;                                         /* a token of scope "read": GET and HEAD only */
	int64_t expires_us;
};
/* E_LOGIN (T_LOGIN_NEEDED) where there is no such session, or no longer. */
enum status session_find(struct cx *, struct str cookie, struct session *ret) MUST_CHECK;
enum status token_find(struct cx *, struct str bearer, struct str peer, struct session *ret) MUST_CHECK;
#endif

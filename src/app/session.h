/* app/session.h — who is calling: signing in and out, and finding the actor behind a cookie or a token.
 *
 * Order at the gate, on a read-only connection: session_find or token_find -> session.level and .read_only decide what may
 * be called -> &session.actor becomes cx->actor. Where .touch_due is set, run the request on the writer and call session_touch
 * first: that happens at most once per five minutes (tokens: once per minute of use, and may be left out).
 *
 * The store holds only SHA-256 of the cookie and of a token, so a stolen backup signs nobody in. Ended, expired, disabled and
 * unknown look the same: E_LOGIN with T_LOGIN_NEEDED.
 *
 * Signing in takes two steps, because Argon2id is slow and must not be on the writer:
 *   sign_in_check   slow thread, read-only connection: throttle, account, password
 *   sign_in         writer: throttle again, second factor, failure counted or session made.
 *                   Its failure must keep what it wrote (write_item.failed_keep, ROUTE_KEEP_FAILED).
 * Both take the same time and give the same answer whether or not the login exists.
 */
#ifndef NOROSHI_APP_SESSION_H
#define NOROSHI_APP_SESSION_H
#include "model/account.h"

#define SESSION_COOKIE "noroshi"
#define SESSION_COOKIE_TLS "__Host-noroshi"                     /* over TLS: browsers let no other host set it */
enum session_level {                                            /* stored, never renumber; the lower, the less is allowed */
	SESSION_PASSWORD = 1,   /* the password must be changed first; else E_DENIED T_PASSWORD_CHANGE */
	SESSION_ENROL,          /* a second factor is due: only /me, /me/totp*, /me/password, /session; else E_DENIED T_MFA_ENROL */
	SESSION_FULL,
};
extern const struct str session_level_names[];                  /* [level]: "", "password", "enrol", "full" */

struct session {
	struct actor actor;
	struct uuid account;
	uint8_t id[32];                                         /* SHA-256 of the cookie or token: the key of its rate limit */
	uint8_t csrf[32];                                       /* cookie sessions only; X-CSRF-Token carries it as base64url */
	int level;                                              /* enum session_level, worked out anew at every request; tokens are SESSION_FULL */
	bool by_token;                                          /* no cookie, hence no CSRF check */
	bool read_only;                                         /* a token of scope "read": GET and HEAD only */
	bool touch_due;
	int64_t created_us, seen_us, expires_us;
};

enum status session_find(struct cx *, struct str cookie, struct session *ret) MUST_CHECK;
/* `bearer`: what follows "Bearer ". `peer`: the caller's address, checked against the token's address list. */
enum status token_find(struct cx *, struct str bearer, struct str peer, struct session *ret) MUST_CHECK;
/* In constant time. `header`: X-CSRF-Token as sent. True for tokens, which need none. */
bool session_csrf_matches(const struct session *, struct str header);

/* What signing in needs beside the store: from the configuration. */
struct secret_key;
struct session_rules {
	const struct secret_key *secret;                        /* opens and seals the second factor's secrets; NULL: E_REMOTE where one is needed */
	int64_t idle_us, absolute_us;                           /* 0: 8 and 12 hours */
};
#define SESSION_IDLE_US (8 * HOUR_US)
#define SESSION_ABSOLUTE_US (12 * HOUR_US)

/* On the writer: notes the use and moves the idle limit. Nothing happens to a session that ended meanwhile. */
enum status session_touch(struct cx *, const struct session_rules *, const struct session *) MUST_CHECK;

struct sign_in_input { struct str login, password, code; struct str peer; };
struct sign_in_check {                                          /* opaque to doors but for wait_s */
	struct uuid account;
	struct str hash;                                        /* the stored hash that was compared; sign_in checks that it still stands */
	struct str better_hash;                                 /* made with today's cost where the stored one was weaker */
	bool right;
	int64_t wait_s;                                         /* with E_RATE: for Retry-After */
};
enum status sign_in_check(struct cx *, const struct sign_in_input *, struct sign_in_check *ret) MUST_CHECK;
/* E_LOGIN with T_LOGIN_FAILED, T_LOGIN_CODE (password right, code missing or wrong), or T_PASSWORD_EXPIRED (a one-time
 * password that nobody used for a week); E_RATE.
 * ret_cookie: the cookie's value, base64url, kept nowhere. Sets cx->actor. */
enum status sign_in(struct cx *, const struct session_rules *, const struct sign_in_input *, struct sign_in_check *,
                    struct session *ret, struct str *ret_cookie) MUST_CHECK;
/* For use cases that ask a signed-in person for the password again: after sign_in_check, on the writer. A wrong one is counted
 * and is E_INVALID at `pointer`. */
enum status sign_in_again(struct cx *, const struct sign_in_input *, struct sign_in_check *, struct str pointer) MUST_CHECK;
enum status sign_out(struct cx *, const struct session *) MUST_CHECK;
/* After a change of level or of password: the same session under a new id (the CSRF token stays). */
enum status session_renew(struct cx *, const struct session *, struct str *ret_cookie) MUST_CHECK;

/* Own sessions, newest first. */
enum status session_list(struct cx *, struct session_rows *ret) MUST_CHECK;
enum status session_end(struct cx *, const uint8_t id[32]) MUST_CHECK;          /* E_MISSING unless one's own */
/* What an account may do at once: SESSION_PASSWORD, SESSION_ENROL or SESSION_FULL. */
int account_level(int state, unsigned roles, bool totp_on);
#endif

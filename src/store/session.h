/* store/session.h — the table session: one row per signed-in browser, by the SHA-256 of its cookie. */
#ifndef NOROSHI_STORE_SESSION_H
#define NOROSHI_STORE_SESSION_H
#include "model/account.h"

/* What a request must know about its caller: session and account and org in one statement. */
struct session_row {
	struct uuid account, org;
	uint8_t csrf[32];
	int level;
	int64_t created_us, seen_us, expires_us;
	unsigned roles;
	int lang, state, org_kind;
	bool totp_on;
};
enum status session_row_get(struct cx *, const uint8_t id[32], struct session_row *ret) MUST_CHECK;      /* E_MISSING */
enum status session_row_add(struct cx *, const uint8_t id[32], const struct session_row *, struct str address) MUST_CHECK;
enum status session_row_touch(struct cx *, const uint8_t id[32], int64_t seen_us, int64_t expires_us) MUST_CHECK;
enum status session_row_rename(struct cx *, const uint8_t id[32], const uint8_t new_id[32], int level) MUST_CHECK;
enum status session_row_drop(struct cx *, const uint8_t id[32], struct uuid account, int64_t *ret_rows) MUST_CHECK;
/* All of an account's, but for `keep` (NULL: none). */
enum status session_row_drop_all(struct cx *, struct uuid account, const uint8_t *keep) MUST_CHECK;

#define SESSIONS_LISTED 100
enum status session_row_list(struct cx *, struct uuid account, int64_t now_us, struct session_rows *ret) MUST_CHECK;    /* newest first */
#endif

/* store/token.h — the table token: what programs sign in with, by the SHA-256 of what they send. */
#ifndef NOROSHI_STORE_TOKEN_H
#define NOROSHI_STORE_TOKEN_H
#include "model/account.h"

enum status token_row_find(struct cx *, const uint8_t digest[32], struct token *ret) MUST_CHECK;         /* E_MISSING */
enum status token_row_get(struct cx *, struct uuid id, struct token *ret) MUST_CHECK;                    /* E_MISSING */
enum status token_row_add(struct cx *, const struct token *, const uint8_t digest[32]) MUST_CHECK;
enum status token_row_used(struct cx *, struct uuid id, int64_t used_us) MUST_CHECK;
enum status token_row_revoke(struct cx *, struct uuid id, int64_t now_us) MUST_CHECK;
enum status token_row_revoke_all(struct cx *, struct uuid account, int64_t now_us) MUST_CHECK;
/* Those not revoked, newest first, before `before` (none: from the newest). One of account and org is none; both none: all. */
enum status token_row_list(struct cx *, struct uuid account, struct uuid org, struct uuid before, int64_t limit, struct token_rows *ret) MUST_CHECK;
enum status token_row_count(struct cx *, struct uuid account, int64_t *ret) MUST_CHECK;                  /* not revoked */
#endif

/* store/account.h — the tables account and sign_in_failure. Rows in, rows out; rules are in model/account.h. */
#ifndef NOROSHI_STORE_ACCOUNT_H
#define NOROSHI_STORE_ACCOUNT_H
#include "model/account.h"

/* With the password hash and the sealed second factor. E_MISSING where there is none. */
enum status account_row_get(struct cx *, struct uuid id, struct account *ret) MUST_CHECK;
enum status account_row_find(struct cx *, struct str login, struct account *ret) MUST_CHECK;
enum status account_row_add(struct cx *, const struct account *) MUST_CHECK;
/* Saves ja, en, roles and state where the version is still `version`, which then grows by one; E_STALE. */
enum status account_row_save(struct cx *, const struct account *, int64_t version) MUST_CHECK;
enum status account_row_lang(struct cx *, struct uuid id, int lang) MUST_CHECK;
enum status account_row_password(struct cx *, struct uuid id, struct str hash, int state) MUST_CHECK;
/* A hash of the same password by today's cost, unless the password was changed meanwhile. */
enum status account_row_rehash(struct cx *, struct uuid id, struct str old_hash, struct str hash) MUST_CHECK;
/* `sealed` p NULL: none. */
enum status account_row_totp(struct cx *, struct uuid id, struct bytes sealed, bool on) MUST_CHECK;
/* Remembers a used time step. *ret_new is false where this step or a later one was remembered already. */
enum status account_row_totp_used(struct cx *, struct uuid id, int64_t step, bool *ret_new) MUST_CHECK;
/* By login, after `after`; without password and second factor. org none: of all orgs. */
enum status account_row_list(struct cx *, struct uuid org, struct str after, int64_t limit, struct account_rows *ret) MUST_CHECK;
enum status org_kind_row(struct cx *, struct uuid org, int64_t *ret_kind) MUST_CHECK;                    /* E_MISSING */

struct failures { int64_t count, last_us; };
enum status failures_get(struct cx *, struct str key, struct failures *ret) MUST_CHECK;                  /* zero where none */
/* One more at now_us, counting from 1 where the last is longer ago than forget_us. One statement: writers may count side by side. */
enum status failures_add(struct cx *, struct str key, int64_t now_us, int64_t forget_us) MUST_CHECK;
enum status failures_drop(struct cx *, struct str key) MUST_CHECK;
enum status failures_forgive(struct cx *, struct str key, int64_t n) MUST_CHECK;                         /* so many less */
#endif

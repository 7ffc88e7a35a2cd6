/* app/account.h — managing accounts: an org admin those of the own org, a platform admin all.
 *
 * Changes are a person's: a token only reads. Nobody changes their own roles or state, or resets their own password or second factor here (that is app/me.h), so an
 * administrator cannot be locked out by a slip, and a borrowed browser cannot be made lasting. Only a platform admin gives the
 * role platform_admin or touches who has it. Another org's account is E_MISSING.
 *
 * Passwords are made by the program, shown once, and must be changed at the first sign-in. Hashing is slow: password_new runs on
 * a slow thread (or in the command line), outside the transaction.
 */
#ifndef NOROSHI_APP_ACCOUNT_H
#define NOROSHI_APP_ACCOUNT_H
#include "base/field.h"
#include "model/account.h"

struct account_input {
	struct str login, ja, en;
	struct uuid org;                                        /* none: the actor's own */
	struct list roles;                                      /* of int, FIELD_CHOICE of role_names */
	int state;
	uint64_t present;
};
extern const struct field_table account_input_table, account_change_table;
unsigned roles_of_list(const struct list *);

struct new_password { struct str plain, hash; };
enum status password_new(struct cx *, struct new_password *ret) MUST_CHECK;

struct account_page { struct account_rows rows; struct str next; };             /* next: login of the last row; empty at the end */
enum status account_list(struct cx *, struct str after, int64_t limit, struct account_page *ret) MUST_CHECK;
enum status account_get(struct cx *, struct uuid id, struct account *ret) MUST_CHECK;
enum status account_find(struct cx *, struct str login, struct account *ret) MUST_CHECK;
enum status account_add(struct cx *, const struct account_input *, const struct new_password *, struct account *ret) MUST_CHECK;
/* E_STALE; version 0 (command line): whichever it is. Disabling ends the account's sessions and tokens in the same transaction. */
enum status account_change(struct cx *, struct uuid id, int64_t version, const struct account_input *, struct account *ret) MUST_CHECK;
/* Ends its sessions; it must change the password at the next sign-in. */
enum status account_reset(struct cx *, struct uuid id, const struct new_password *) MUST_CHECK;
/* Removes its second factor and ends its sessions. */
enum status account_totp_off(struct cx *, struct uuid id) MUST_CHECK;

/* The system itself: the command line on the machine of the store, and demonstration data. Journal entries then name nobody. */
extern const struct actor account_system;
/* An account ready to use, for demonstration data: known password and second factor, marked demo. `totp`: raw secret, p NULL for
 * none. The hash may be shared by many accounts (Argon2id is slow). E_CONFLICT where the login is taken. */
struct secret_key;
struct account_demo { struct str login, ja, en, password_hash; struct uuid org; unsigned roles; enum lang lang; struct bytes totp; const struct secret_key *secret; };
enum status account_add_demo(struct cx *, const struct account_demo *, struct account *ret) MUST_CHECK;
/* The present code of an account marked demo; E_DENIED for every other. */
enum status account_demo_code(struct cx *, const struct secret_key *, struct str login, struct str *ret_code) MUST_CHECK;
#endif

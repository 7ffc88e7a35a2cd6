/* app/me.h — one's own account: names and language, password, second factor.
 *
 * Changing the password or removing the second factor asks for the present password again; as when signing in, the slow
 * comparison (password_again_check) runs on a slow thread and wrong guesses are counted, so the routes keep what a failure
 * wrote (ROUTE_KEEP_FAILED). Every change of level gives the session a new id and ends the account's other sessions.
 */
#ifndef NOROSHI_APP_ME_H
#define NOROSHI_APP_ME_H
#include "app/session.h"
#include "base/field.h"

struct me_input { int lang; struct str ja, en; uint64_t present; };
struct password_input { struct str old, fresh; };               /* members "old" and "new" */
struct password_only { struct str password; };
struct code_input { struct str code; };
extern const struct field_table me_input_table, password_input_table, password_only_table, code_input_table;

/* What every signed-in person is told about the store. */
struct me_store { struct str id; bool demo; };
enum status me_store_get(struct cx *, struct me_store *ret) MUST_CHECK;

enum status me_get(struct cx *, struct account *ret) MUST_CHECK;
enum status me_change(struct cx *, const struct me_input *) MUST_CHECK;

struct password_again { struct sign_in_input in; struct sign_in_check check; struct str new_hash; };
/* Slow thread, read-only connection. `fresh` empty: no new password is wanted. E_RATE; E_INVALID where the new password is refused. */
enum status password_again_check(struct cx *, struct str old, struct str fresh, struct str peer, struct password_again *ret) MUST_CHECK;
enum status me_password(struct cx *, const struct session *, struct password_again *, struct str *ret_cookie) MUST_CHECK;

/* The second factor: begin gives a new secret, confirm proves that the app has it, and only then it is asked for. */
struct totp_offer { struct str secret, uri; };
enum status me_totp_begin(struct cx *, const struct session_rules *, struct totp_offer *ret) MUST_CHECK;
enum status me_totp_confirm(struct cx *, const struct session_rules *, const struct session *, struct str code, struct str *ret_cookie) MUST_CHECK;
enum status me_totp_remove(struct cx *, const struct session *, struct password_again *, struct str *ret_cookie) MUST_CHECK;
#endif

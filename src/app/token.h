/* app/token.h — tokens: what programs sign in with. "nrs_" and 43 letters, shown once, stored as SHA-256.
 *
 * A token acts as its account, with all its roles or read-only; it never makes tokens, changes passwords or second factors.
 * Everyone manages their own; an org admin sees and revokes those of the own org. Platform admins' accounts have none: what
 * runs the platform is done by a person.
 */
#ifndef NOROSHI_APP_TOKEN_H
#define NOROSHI_APP_TOKEN_H
#include "base/field.h"
#include "model/account.h"

#define TOKENS_PER_ACCOUNT 50
struct token_input { struct str name, addresses; int scope; int64_t expires_us; };
extern const struct field_table token_input_table;

struct token_page { struct token_rows rows; struct uuid next; };                /* next: none at the end */
enum status token_list(struct cx *, struct uuid before, int64_t limit, struct token_page *ret) MUST_CHECK;
/* ret_secret: the token itself. */
enum status token_add(struct cx *, const struct token_input *, struct token *ret, struct str *ret_secret) MUST_CHECK;
enum status token_revoke(struct cx *, struct uuid id) MUST_CHECK;
/* For the command line: a token for another's account. */
enum status token_add_for(struct cx *, const struct account *, const struct token_input *, struct token *ret, struct str *ret_secret) MUST_CHECK;
#endif

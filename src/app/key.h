/* app/key.h — sealed custody: an org's key pair in force, the locked copies of its private half, and what a sealed message must keep.
 *
 * The server never sees a private key or a passphrase: copies come locked (format/envelope.h), made by the browser or the command line.
 * Creating: key_create with a copy by the creator's passphrase and a recovery share. Replacing (rotation): the same with `replaces` and
 * the old private key chained to the new one; the old passphrase copies end. A new officer: an invitation, which ends when the officer
 * makes a passphrase copy. An officer leaves: copy_end; key_list then advises a rotation. doc/KEYS.md tells it to officers.
 * Who: key_role_fits (model/key.h), as a person for every change.
 */
#ifndef NOROSHI_APP_KEY_H
#define NOROSHI_APP_KEY_H
#include "model/key.h"

#define KEY_COPIES_MAX 60                                       /* in use, of one key */

struct copy_input { int kind; const struct json *blob; struct str label; struct uuid holder; };
struct key_input { struct str pub; struct uuid replaces; const struct json *chain; struct list copies; };  /* copies: struct copy_input */
extern const struct field_table key_input_table, copy_input_table;

/* Of any org, for whoever seals something for it. key.id none: it has none in force. E_MISSING: no such org. */
enum status key_of_org(struct cx *, struct uuid org, struct org_key *ret) MUST_CHECK;

struct key_view { struct org_key key; struct key_copy *copies; size_t n_copies; bool rotate; };  /* copies in use; blob only for who may open it */
struct key_keeper { struct uuid id; struct str login, ja, en; };
struct key_list { struct key_view *p; size_t n; struct key_keeper *keepers; size_t n_keepers; };  /* newest first; who may be invited */
enum status key_list(struct cx *, struct key_list *ret) MUST_CHECK;

enum status key_create(struct cx *, const struct key_input *, struct org_key *ret) MUST_CHECK;
enum status key_retire(struct cx *, struct uuid id, struct org_key *ret) MUST_CHECK;
enum status key_copy_add(struct cx *, struct uuid key, const struct copy_input *, struct key_copy *ret) MUST_CHECK;
enum status key_copy_end(struct cx *, struct uuid key, struct uuid copy) MUST_CHECK;

/* For messages that come sealed to `org` (its CEPTOAR): the envelope is well formed, of a size class, sealed to that org's key in force
 * and to none but the actor's org's beside. ret_text: its canonical form. E_INVALID T_SEAL_FORM, T_SEAL_STRANGER; E_CONFLICT
 * T_SEAL_KEY_OLD, T_SEAL_NO_KEY. */
enum status envelope_check(struct cx *, struct uuid org, const struct json *envelope, struct str *ret_text, struct uuid *ret_key) MUST_CHECK;
/* For messages that come open: E_CONFLICT T_REPORT_SEAL_NEEDED where `org` has a key in force. */
enum status open_check(struct cx *, struct uuid org) MUST_CHECK;
#endif

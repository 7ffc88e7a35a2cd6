/* store/key.h — the tables org_key and key_copy: public keys, and private ones only as copies locked by what the server does not know.
 * Rows in, rows out; who may is asked in app/key.c. Cost: one indexed statement each.
 */
#ifndef NOROSHI_STORE_KEY_H
#define NOROSHI_STORE_KEY_H
#include "model/key.h"

enum status key_row_get(struct cx *, struct uuid id, struct org_key *ret) MUST_CHECK;                    /* E_MISSING */
/* The same, and until the end of the transaction nobody else changes it or its copies: two who end a copy each must not end the last. */
enum status key_row_hold(struct cx *, struct uuid, struct org_key *ret) MUST_CHECK;
/* The key in force. E_MISSING where the org has none. */
enum status key_row_in_force(struct cx *, struct uuid org, struct org_key *ret) MUST_CHECK;
enum status key_row_list(struct cx *, struct uuid org, struct org_key **ret, size_t *ret_n) MUST_CHECK;  /* newest first, with who made them */
enum status key_row_add(struct cx *, const struct org_key *) MUST_CHECK;
/* false: it was retired already. */
enum status key_row_retire(struct cx *, struct uuid id, int64_t now_us, bool *ret_done) MUST_CHECK;

/* Every key, in whatever org, by how many lives it hangs: passphrases of people who can sign in, and recovery codes; chain: by the key that replaced it.
 * has_reports: something was sealed to it. For noroshi doctor. */
struct key_ways { struct str org; struct uuid key; bool retired, has_reports; int64_t passphrases, shares, chains; };
enum status key_ways_list(struct cx *, struct key_ways **ret, size_t *ret_n) MUST_CHECK;

enum status copy_row_get(struct cx *, struct uuid id, struct key_copy *ret) MUST_CHECK;                  /* E_MISSING */
/* Of a key, ended ones too, oldest first, with their holders. */
enum status copy_row_list(struct cx *, struct uuid key, struct key_copy **ret, size_t *ret_n) MUST_CHECK;
enum status copy_row_add(struct cx *, const struct key_copy *) MUST_CHECK;
/* Ends a copy and forgets what was locked in it. */
enum status copy_row_end(struct cx *, struct uuid id, struct uuid by, int64_t now_us) MUST_CHECK;
#endif

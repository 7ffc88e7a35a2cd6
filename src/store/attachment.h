/* store/attachment.h — files beside messages. Kept in the store, bound to the revisions that name them; who sees such a revision sees
 * the file, and before that only the org that added it. The bytes are read by attachment_get alone.
 */
#ifndef NOROSHI_STORE_ATTACHMENT_H
#define NOROSHI_STORE_ATTACHMENT_H
#include "model/attachment.h"

enum status attachment_add(struct cx *, const struct attachment *) MUST_CHECK;
/* Drops one that is org's and bound to nothing; E_MISSING otherwise. */
enum status attachment_drop(struct cx *, struct uuid org, struct uuid attachment) MUST_CHECK;
enum file_kind { FILE_NONE, FILE_OPEN, FILE_SEALED };
/* Binds org's own file to a revision where it is of the kind wanted (again is no error). *ret_is: which it is; FILE_NONE: org has no such
 * file. */
enum status attachment_bind(struct cx *, struct uuid org, struct uuid revision, struct uuid attachment, enum file_kind wanted,
                            enum file_kind *ret_is) MUST_CHECK;
/* Unbinds all of a draft revision, before binding anew what its edited text names. */
enum status attachment_unbind(struct cx *, struct uuid revision) MUST_CHECK;
/* With bytes; by the visibility rule, for `org`. ret_message: one it is bound to that org sees, or none. */
enum status attachment_get(struct cx *, struct uuid org, struct uuid attachment, struct attachment *ret, struct uuid *ret_message) MUST_CHECK;
/* Without bytes: those of a revision that org may see, and a draft's that are org's own, by id. */
enum status attachment_list(struct cx *, struct uuid org, struct uuid revision, struct attachment **ret, size_t *ret_n) MUST_CHECK;
/* How many bytes org holds unbound: the quota against filling the store. */
enum status attachment_unbound_bytes(struct cx *, struct uuid org, int64_t *ret) MUST_CHECK;
#endif

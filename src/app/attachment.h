/* app/attachment.h — files beside messages: taken in by content, not by name; bound to revisions; read by who sees the revision.
 *
 * attachment_take (any thread, no store: type, name, digest) -> attachment_keep (writer) -> named in a report's or an advisory's
 * `attachments` -> attachments_bind at saving and submitting. Files never bound go after a day (job "clean").
 * Never served inline: api/attachment.c.
 */
#ifndef NOROSHI_APP_ATTACHMENT_H
#define NOROSHI_APP_ATTACHMENT_H
#include "base/field.h"
#include "model/attachment.h"

#define ATTACHMENT_MAX_BYTES ((size_t)10 << 20)
#define ATTACHMENT_UNBOUND_MAX_BYTES ((int64_t)200 << 20)       /* per org */

/* `type`: what the content is (sys/filetype.h), never what the sender says it is. The name is made harmless; its last part stays.
 * E_LIMIT T_TOO_LARGE; E_INVALID T_ATTACHMENT_TYPE, T_ATTACHMENT_EMPTY. Costs a digest. */
enum status attachment_take(struct cx *, struct str name, struct str type, struct bytes, struct attachment *ret) MUST_CHECK;
/* A file sealed by its sender: nonce || secretbox of a padded file, without a name or a type. E_INVALID T_SEAL_FILE. */
enum status attachment_take_sealed(struct cx *, struct bytes, struct attachment *ret) MUST_CHECK;
/* Gives it its id and stores it. E_LIMIT T_ATTACHMENT_QUOTA. */
enum status attachment_keep(struct cx *, struct attachment *) MUST_CHECK;
/* Binds own files to a revision: all or E_INVALID with the position of what is not there. `replace`: those bound before go. */
enum status attachments_bind(struct cx *, struct uuid revision, const struct list *ids, bool replace) MUST_CHECK;
/* The same for a sealed message: only sealed files; and attachments_bind takes none of these. */
enum status attachments_bind_sealed(struct cx *, struct uuid revision, const struct list *ids) MUST_CHECK;
/* E_MISSING where the actor may not see it. Leaves its trace first: on a read-only connection E_WRITE is possible. */
enum status attachment_read(struct cx *, struct uuid id, struct attachment *ret) MUST_CHECK;
enum status attachment_remove(struct cx *, struct uuid id) MUST_CHECK;
#endif

/* store/verify.h — content and its entries, for checking digests. The only statements that read content without the visibility rule:
 * what they give is hashed by app/verify and shown to nobody.
 */
#ifndef NOROSHI_STORE_VERIFY_H
#define NOROSHI_STORE_VERIFY_H
#include "model/journal.h"

struct stored_revision {
	struct uuid id, message, entry;
	struct bytes salt, digest;
	struct str title, body;
	bool has_entry;                                         /* the entry it names is there */
	struct bytes entry_digest;
	struct uuid entry_object;
	int64_t entry_seq;
};
/* Submitted revisions with a greater id, in order of id, told one by one; *ret_n: how many (fewer than limit: the end). */
typedef void stored_revision_fn(struct cx *, void *arg, const struct stored_revision *);
enum status stored_revisions(struct cx *, struct uuid after, int64_t limit, stored_revision_fn *, void *arg, int64_t *ret_n) MUST_CHECK;
/* Is there a submitted revision that names this entry, of the message (or with the id) `object`? */
enum status stored_revision_of(struct cx *, struct uuid object, struct uuid entry, bool *ret) MUST_CHECK;

struct stored_attachment { bool any; struct uuid id; struct bytes digest, bytes; int64_t size; };
enum status stored_attachment_after(struct cx *, struct uuid after, struct stored_attachment *ret) MUST_CHECK;
/* digest.n 0: there is none of that id (an unused one may be removed). */
enum status stored_attachment_digest(struct cx *, struct uuid id, struct bytes *ret) MUST_CHECK;
#endif

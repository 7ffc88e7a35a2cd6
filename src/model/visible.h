/* model/visible.h — the visibility rule in plain C, naive on purpose: what the statements in store/ must agree with.
 *
 * An actor sees a revision if and only if the actor's org wrote it, or has a delivery of it that is not recalled and the message is not
 * withdrawn, or it was published as CLEAR and so is its message today (narrowed or withdrawn, it is not). (That accounts which only administer read no
 * content at all is a matter of roles: app/access.h.)
 */
#ifndef NOROSHI_MODEL_VISIBLE_H
#define NOROSHI_MODEL_VISIBLE_H
#include "model/delivery.h"
#include "model/message.h"

/* `deliveries`: any, of any message and org. */
bool revision_is_visible(struct uuid org, const struct message *, const struct revision *, const struct delivery *deliveries, size_t n);
#endif

#include "model/visible.h"
#include "base/uuid.h"

bool revision_is_visible(struct uuid org, const struct message *m, const struct revision *r, const struct delivery *deliveries, size_t n)
{
	if (uuid_eq(m->author, org))
		return true;
	if (m->tlp == TLP_CLEAR && m->published == PUBLISHED_EVERYONE && r->published == PUBLISHED_EVERYONE)
		return true;
	for (size_t i = 0; i < n && m->status != STATUS_WITHDRAWN; i++)
		if (uuid_eq(deliveries[i].recipient, org) && uuid_eq(deliveries[i].revision, r->id) && deliveries[i].state != DELIVERY_RECALLED)
			return true;
	return false;
}

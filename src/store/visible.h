/* store/visible.h — the visibility rule, in its one place.
 *
 * An actor sees a revision if and only if the actor's org wrote it, or has a delivery of it that is not recalled (and the message is
 * not withdrawn: the recall of many deliveries takes its time, the withdrawal holds at once), or it was published as CLEAR and its
 * message is that today too (a later version for all does not open what was said to a few). Every statement that returns content (title, body, attachment, search hit) joins message m and
 * revision r and contains VISIBLE; a test reads store/ and fails where one does not.
 * model/visible.h has the same rule in plain C; the property test compares the two on random networks.
 */
#ifndef NOROSHI_STORE_VISIBLE_H
#define NOROSHI_STORE_VISIBLE_H

/* For statements whose parameter $1 is the actor's org. 8: DELIVERY_RECALLED, 12: STATUS_WITHDRAWN, 2: PUBLISHED_EVERYONE. */
#define VISIBLE_REVISION \
	"(m.author = $1" \
	" or (m.status <> 12 and exists (select 1 from delivery vd where vd.message = r.message and vd.revision = r.id and vd.recipient = $1" \
	" and vd.state <> 8))" \
	" or (m.published = 2 and r.published = 2))"
#define VISIBLE_MESSAGE \
	"(m.author = $1" \
	" or (m.status <> 12 and exists (select 1 from delivery vd where vd.message = m.id and vd.recipient = $1 and vd.state <> 8))" \
	" or m.published = 2)"
/* The same where the statement starts from $1's own delivery d of r: for the inbox, whose speed matters. */
#define VISIBLE_BY_DELIVERY "(d.recipient = $1 and d.revision = r.id and d.state <> 8 and m.status <> 12)"
/* The newest revision that $1 may see, and no row where it may see none: one line of a list per message. An author's draft of a next
 * revision is not news before it is submitted. */
#define VISIBLE_NEWEST \
	"(r.number = (select max(vr.number) from revision vr where vr.message = m.id and (" \
	"(m.author = $1 and (vr.submitted_us <> 0 or m.latest = 0))" \
	" or (m.status <> 12 and exists (select 1 from delivery vd where vd.message = m.id and vd.revision = vr.id and vd.recipient = $1" \
	" and vd.state <> 8))" \
	" or (m.published = 2 and vr.published = 2))))"
/* A journal entry w that $1 may read: its own people's; on an object that it wrote, has, had or everybody has (message, delivery,
 * attachment); what the system did to accounts, settings and the registry, or to nothing in particular. Anything else is masked: when
 * a member signed in, sent to its CEPTOAR, was asked back or gave consent is nobody else's to know. */
#define ENTRY_PARTY "(m.author = $1 or m.published = 2 or exists (select 1 from delivery vd where vd.message = m.id and vd.recipient = $1))"
#define ENTRY_CLEAR \
	"(w.org = $1 or exists (select 1 from message m where m.id = w.object and " ENTRY_PARTY ")" \
	" or exists (select 1 from delivery d join message m on m.id = d.message where d.id = w.object" \
	"  and (d.recipient = $1 or d.via = $1 or m.author = $1))" \
	" or exists (select 1 from attachment_use u join revision r on r.id = u.revision join message m on m.id = r.message" \
	"  where u.attachment = w.object and " VISIBLE_REVISION ")" \
	" or (w.org is null and (w.object is null or w.verb like 'account.%' or w.verb like 'settings.%' or w.verb like 'org.%')))"
#endif

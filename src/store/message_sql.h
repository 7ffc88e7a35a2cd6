/* store/message_sql.h — the column lists of messages and authors, and their fills, for files of store/ that give message rows.
 * A fill starts at a column and says where it ended, so that statements put the lists one after the other.
 */
#ifndef NOROSHI_STORE_MESSAGE_SQL_H
#define NOROSHI_STORE_MESSAGE_SQL_H
#include "model/message.h"
#include "model/party.h"
#include "sys/db.h"

#define MESSAGE_COLUMNS "m.id, m.kind, m.author, m.author_user, m.number, m.status, m.tlp, m.published, m.exercise, m.sector," \
	" m.event_type, m.basis, m.route, m.latest, m.created_us, m.submitted_us, m.updated_us, m.version, m.about, m.sealed"
int fill_message_at(struct cx *, const struct db_row *, int column, struct message *ret);

/* ORG_COLUMNS(o): of the alias o. */
#define ORG_COLUMNS(o) #o ".id, " #o ".code, " #o ".kind, " #o ".sector, " #o ".ja, " #o ".en, " #o ".people"
int fill_org_at(struct cx *, const struct db_row *, int column, struct org *ret);
#endif

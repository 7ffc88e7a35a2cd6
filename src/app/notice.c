#include "app/notice.h"
#include "app/advisory_parts.h"
#include "app/journal.h"
#include "app/live.h"
#include "app/receipt.h"
#include "base/str.h"
#include "base/uuid.h"
#include "sys/crypto.h"

enum status notice_publish(struct cx *cx, struct uuid author, const struct advisory_content *content, struct uuid *ret_message)
{
	struct message m = {
		.id = uuid_new(cx->now_us), .kind = MESSAGE_NOTICE, .author = author, .author_user = cx->actor->user, .status = STATUS_PUBLISHED,
		.tlp = content->tlp, .published = PUBLISHED_AUDIENCE, .exercise = content->exercise, .latest = 1, .created_us = cx->now_us,
		.submitted_us = cx->now_us, .updated_us = cx->now_us, .version = 1,
	};
	struct revision r = {
		.id = uuid_new(cx->now_us), .message = m.id, .author_user = cx->actor->user, .number = 1, .stage = STAGE_FIRST,
		.title = content->title, .body = advisory_body(cx, content), .created_us = cx->now_us, .submitted_us = cx->now_us,
	};
	size_t sent = 0;
	random_bytes(r.salt, sizeof r.salt);
	salted_digest(r.salt, r.body, r.digest);
	enum status s = number_take(cx, MESSAGE_NOTICE, fiscal_year_of(day_of(cx->now_us)), &m.number);
	if (s == OK)
		s = journal_append(cx, S("notice.publish"), m.id, r.digest, &r.entry);
	if (s == OK)
		s = message_add(cx, &m);
	if (s == OK)
		s = revision_add(cx, &r, content->summary);
	if (s == OK)
		s = advisory_send(cx, &m, &r, (struct uuid){ { 0 } }, &sent);
	if (s != OK)
		return s;
	live_note(cx, LIVE_MESSAGE, m.id, m.author);
	*ret_message = m.id;
	return OK;
}

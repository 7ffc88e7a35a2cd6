/* app/journal.c — see journal.h. */
#include "app/journal.h"

#include <string.h>

#include "base/time.h"
#include "base/uuid.h"
#include "store/journal.h"
#include "sys/db.h"

enum status journal_append(struct cx *cx, struct str verb, struct uuid object, const uint8_t digest[32], struct uuid *ret_entry)
{
	if (!entry_verb_is_good(verb))
		return fail_detail(cx, E_BUG, T_BUG, "journal verb '%.*s'", (int)verb.n, verb.p);
	struct entry e = { .id = uuid_new(cx->now_us), .seq = JOURNAL_NO_SEQ, .at_us = cx->now_us, .verb = verb, .object = object };
	if (cx->actor) {
		e.account = cx->actor->user;
		e.org = cx->actor->org;
	}
	if (digest) {
		e.has_digest = true;
		memcpy(e.digest, digest, sizeof e.digest);
	}
	enum status st = entry_add(cx, &e);
	if (st == OK && ret_entry)
		*ret_entry = e.id;
	return st;
}

enum status journal_read(struct cx *cx, struct str verb, struct uuid message)
{
	struct uuid account = { { 0 } };
	if (cx->actor)
		account = cx->actor->user;
	int64_t last_us;
	enum status st = read_mark_get(cx, message, account, &last_us);
	if (st != OK)
		return st;
	/* A mark from the future (the clock was set back) must not hide reads. */
	if (last_us != 0 && last_us <= cx->now_us && cx->now_us - last_us < HOUR_US)
		return OK;
	if (!db_can_write(cx->db))
		return E_WRITE;
	st = read_mark_save(cx, message, account, cx->now_us);
	return st == OK ? journal_append(cx, verb, message, NULL, NULL) : st;
}

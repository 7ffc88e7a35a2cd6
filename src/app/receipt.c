/* app/receipt.c — see receipt.h. */
#include "app/receipt.h"

#include <string.h>

#include "app/access.h"
#include "app/journal.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/journal.h"

void salted_digest(const uint8_t salt[SALT_BYTES], struct str body, uint8_t ret[SHA256_BYTES])
{
	struct sha256_state s;
	sha256_start(&s);
	sha256_add(&s, salt, SALT_BYTES);
	sha256_add(&s, body.p, body.n);
	sha256_end(&s, ret);
}

bool head_signature_holds(struct arena *mem, struct str store, const struct head *head)
{
	struct str text = head_text(mem, store, head);
	struct public_key key;
	memcpy(key.b, head->key, sizeof key.b);
	return text.n > 0 && signature_matches(key, text.p, text.n, head->signature);
}

/* The submitter's own content, if this entry has any that the actor may have. */
static enum status add_content(struct cx *cx, struct receipt *r)
{
	struct entry_content content = { .found = false };
	if (!r->entry.has_digest || !uuid_eq(cx->actor->org, r->entry.org) || (cx->actor->roles & ROLES_CONTENT) == 0)
		return OK;
	enum status st = entry_content(cx, cx->actor->org, &r->entry, &content);
	if (st != OK || !content.found)
		return st;
	st = journal_read(cx, S("message.read"), content.message);
	if (st != OK)
		return st;
	r->has_content = true;
	r->revision = content.revision;
	r->body = content.body;
	memcpy(r->salt, content.salt, sizeof r->salt);
	return OK;
}

/* One's own org's; for the centre's auditors also what they may read in the journal. */
static enum status may_have(struct cx *cx, const struct entry *e, bool *ret)
{
	const struct actor *actor = cx->actor;
	*ret = !uuid_is_none(e->org) && uuid_eq(actor->org, e->org);
	if (*ret || !(actor->roles & ROLE_AUDITOR) || !actor_is_centre(actor))
		return OK;
	return entry_is_clear(cx, actor->org, e->id, ret);
}

enum status receipt_get(struct cx *cx, struct uuid entry, struct receipt *ret)
{
	struct receipt r;
	memset(&r, 0, sizeof r);
	if (!cx->actor)
		return fail(cx, E_LOGIN, T_LOGIN_NEEDED);
	enum status st = entry_get(cx, entry, &r.entry);
	if (st != OK)
		return st;
	bool mine = false, covered = false;
	st = may_have(cx, &r.entry, &mine);
	if (st == OK && !mine)
		return fail(cx, E_MISSING, T_MISSING);
	if (st == OK && r.entry.seq != JOURNAL_NO_SEQ)
		st = head_covering(cx, r.entry.seq, &covered, &r.head);
	if (st == OK && !covered)
		return fail(cx, E_CONFLICT, T_RECEIPT_PENDING);
	if (st == OK)
		st = store_id_get(cx, &r.store);
	struct tile_source tiles = tile_source_of(cx, sha256);
	if (st == OK)
		st = merkle_inclusion(cx, &tiles, r.entry.seq, r.head.size, &r.proof);
	if (st == OK)
		st = add_content(cx, &r);
	if (st != OK)
		return st;
	struct public_key key;
	memcpy(key.b, r.head.key, sizeof key.b);
	key_id(key, r.key_id);
	*ret = r;
	return OK;
}

static enum status is_false(struct cx *cx, const char *why)
{
	return fail_detail(cx, E_INVALID, T_RECEIPT_FALSE, "%s", why);
}

enum status receipt_check_body(struct cx *cx, const struct receipt *r, struct str body)
{
	uint8_t digest[SHA256_BYTES];
	if (!r->has_content || !r->entry.has_digest)
		return is_false(cx, "the receipt has no salt to check content with");
	salted_digest(r->salt, body, digest);
	return memcmp(digest, r->entry.digest, sizeof digest) == 0 ? OK : is_false(cx, "the content is not what was submitted");
}

enum status receipt_check(struct cx *cx, const struct receipt *r, const struct public_keys *trusted)
{
	struct hash leaf;
	struct public_key key;
	uint8_t id[KEY_ID_BYTES];
	memcpy(key.b, r->head.key, sizeof key.b);
	key_id(key, id);
	if (!public_keys_have(trusted, r->head.key) || memcmp(id, r->key_id, sizeof id) != 0)
		return is_false(cx, "the head was signed by another key than the one given");
	if (!head_signature_holds(cx->mem, r->store, &r->head))
		return is_false(cx, "the signature of the head is not right");
	if (!entry_hash(sha256, cx->mem, &r->entry, &leaf) ||
			!merkle_inclusion_holds(sha256, &leaf, r->entry.seq, r->head.size, &r->proof, &r->head.root))
		return is_false(cx, "the entry is not in the log of that head");
	return r->has_content ? receipt_check_body(cx, r, r->body) : OK;
}

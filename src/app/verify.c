/* app/verify.c — revisions and attachments against their entries, and the whole. See verify.h. */
#include "app/verify.h"

#include <string.h>

#include "app/receipt.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/verify.h"
#include "sys/db.h"

#define REVISIONS_PAGE 64

void verify_found(struct verify *v, const struct finding *f)
{
	v->findings++;
	if (v->found)
		v->found(v->arg, f);
}

struct content_walk { struct verify *v; struct uuid last; };

/* Lists show the title from its own column; where the signed body has one, they must be the same. */
static bool title_agrees(struct cx *cx, const struct stored_revision *r)
{
	const struct json *body;
	if (json_parse(cx, r->body, &body) != OK)
		return true;                                    /* not JSON: then there is no title in it; its digest was checked */
	const struct json *title = json_get(body, S("title"));
	return json_kind(title) != JSON_TEXT || str_eq(json_text(title), r->title);
}

static enum text revision_fault(struct cx *cx, const struct stored_revision *r)
{
	uint8_t digest[SHA256_BYTES];
	if (r->salt.n != SALT_BYTES || r->digest.n != sizeof digest)
		return T_FOUND_CONTENT;
	salted_digest(r->salt.p, r->body, digest);
	if (memcmp(digest, r->digest.p, sizeof digest) != 0)
		return T_FOUND_CONTENT;
	bool ours = uuid_eq(r->entry_object, r->message) || uuid_eq(r->entry_object, r->id);
	if (!r->has_entry || !ours || r->entry_digest.n != sizeof digest || memcmp(r->entry_digest.p, digest, sizeof digest) != 0)
		return T_FOUND_CONTENT_ENTRY;
	return title_agrees(cx, r) ? T_NONE : T_FOUND_TITLE;
}

static void check_revision(struct cx *cx, void *arg, const struct stored_revision *r)
{
	struct content_walk *w = arg;
	struct finding f = { .what = revision_fault(cx, r), .id = r->id, .from_seq = r->entry_seq, .to_seq = r->entry_seq };
	w->last = r->id;
	w->v->revisions++;
	if (f.what != T_NONE)
		verify_found(w->v, &f);
}

static void tell_progress(struct verify *v, struct str what, int64_t done)
{
	if (v->progress)
		v->progress(v->arg, what, done, 0);
}

static enum status check_revisions(struct cx *cx, struct verify *v)
{
	struct content_walk w = { .v = v };
	for (int64_t n = REVISIONS_PAGE; n == REVISIONS_PAGE;) {
		arena_reset(cx->mem);
		enum status st = stored_revisions(cx, w.last, REVISIONS_PAGE, check_revision, &w, &n);
		if (st != OK)
			return st;
		tell_progress(v, S("revisions"), v->revisions);
	}
	return OK;
}

static enum status check_attachments(struct cx *cx, struct verify *v)
{
	struct uuid last = { { 0 } };
	for (;;) {
		struct stored_attachment a;
		uint8_t digest[SHA256_BYTES];
		arena_reset(cx->mem);
		enum status st = stored_attachment_after(cx, last, &a);
		if (st != OK || !a.any)
			return st;
		sha256(a.bytes.p, a.bytes.n, digest);
		if (a.digest.n != sizeof digest || memcmp(digest, a.digest.p, sizeof digest) != 0 || a.size != (int64_t)a.bytes.n) {
			struct finding f = { .what = T_FOUND_ATTACHMENT, .id = a.id, .from_seq = JOURNAL_NO_SEQ, .to_seq = JOURNAL_NO_SEQ };
			verify_found(v, &f);
		}
		last = a.id;
		v->attachments++;
		tell_progress(v, S("attachments"), v->attachments);
	}
}

enum status verify_content(struct cx *cx, struct verify *v)
{
	struct problem ignored = { .why = T_NONE };             /* of bodies that are no JSON */
	struct cx page = *cx;
	page.mem = arena_new();
	page.problem = &ignored;
	enum status st = check_revisions(&page, v);
	if (st == OK)
		st = check_attachments(&page, v);
	if (st != OK && cx->problem && cx->problem->why == T_NONE) {
		*cx->problem = ignored;
		cx->problem->detail = str_copy(cx->mem, ignored.detail);
		cx->problem->n_fields = 0;
	}
	arena_release(page.mem);
	return st;
}

enum status verify_store(struct cx *cx, struct verify *v)
{
	enum status st = db_begin(cx);
	if (st != OK)
		return st;
	st = verify_log(cx, v);
	if (st == OK)
		st = verify_content(cx, v);
	db_rollback(cx);
	return st;
}

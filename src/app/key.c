#include "app/key.h"
#include "app/access.h"
#include "app/journal.h"
#include "app/live.h"
#include "base/str.h"
#include "base/uuid.h"
#include "format/envelope.h"
#include "model/account.h"
#include "store/account.h"
#include "store/key.h"
#include "store/party.h"
#include "sys/crypto.h"

#define DOC(j, e) .ja = LIT(j), .en = LIT(e)
#define AT(member) .offset = offsetof(struct copy_input, member)
static const struct field copy_fields[] = {
	{ .name = LIT("kind"), .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED, AT(kind), .choices = copy_kind_names, DOC("控えの種類", "Kind of copy") },
	{ .name = LIT("blob"), .kind = FIELD_JSON, .flags = FIELD_REQUIRED, AT(blob), DOC("施錠した秘密鍵", "The locked private key (LockedKey)") },
	{ .name = LIT("label"), .kind = FIELD_TEXT, AT(label), .max = 100, DOC("控えの保管者や場所", "Who keeps it, or where") },
	{ .name = LIT("holder"), .kind = FIELD_UUID, AT(holder), DOC("招待する人のアカウント", "The account invited") },
};
const struct field_table copy_input_table = {
	LIT("KeyCopyInput"), copy_fields, sizeof copy_fields / sizeof *copy_fields, sizeof(struct copy_input), FIELD_NO_PRESENT,
};
#undef AT
#define AT(member) .offset = offsetof(struct key_input, member)
static const struct field key_fields[] = {
	{ .name = LIT("public"), .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, AT(pub), .min = 43, .max = 43,
	  DOC("公開鍵(X25519、base64url)", "Public key (X25519, base64url)") },
	{ .name = LIT("replaces"), .kind = FIELD_UUID, AT(replaces), DOC("置き換える鍵", "The key that it replaces") },
	{ .name = LIT("chain"), .kind = FIELD_JSON, AT(chain), DOC("新しい鍵で封をした古い秘密鍵", "The old private key, sealed to the new one (ChainedKey)") },
	{ .name = LIT("copies"), .kind = FIELD_LIST, .flags = FIELD_REQUIRED, AT(copies), .item = FIELD_STRUCT, .sub = &copy_input_table, .min = 2, .max = 40,
	  DOC("施錠した控え", "Locked copies") },
};
const struct field_table key_input_table = {
	LIT("KeyInput"), key_fields, sizeof key_fields / sizeof *key_fields, sizeof(struct key_input), FIELD_NO_PRESENT,
};

static enum status may_keep(struct cx *cx)
{
	enum status st = need_role(cx, MAY_KEY);
	if (st == OK && !key_role_fits(cx->actor->org_kind, cx->actor->roles))
		st = fail(cx, E_DENIED, T_DENIED);
	return st;
}

static enum status may_change(struct cx *cx)
{
	enum status st = may_keep(cx);
	return st == OK ? need_person(cx) : st;
}

/* E_MISSING means none, and is no failure. */
static enum status in_force(struct cx *cx, struct uuid org, struct org_key *ret)
{
	*ret = (struct org_key){ .retired_us = 0 };
	enum status st = key_row_in_force(cx, org, ret);
	if (st != E_MISSING)
		return st;
	*cx->problem = (struct problem){ 0 };
	return OK;
}

enum status key_of_org(struct cx *cx, struct uuid id, struct org_key *ret)
{
	struct org org;
	enum status st = need_content(cx);
	if (st == OK)
		st = store_org_get(cx, id, day_of(cx->now_us), &org);
	return st == OK ? in_force(cx, id, ret) : st;
}

/* To change it or its copies. */
static enum status own_key(struct cx *cx, struct uuid id, struct org_key *ret)
{
	struct org_key key;
	enum status st = key_row_hold(cx, id, &key);
	if (st != OK)
		return st;
	if (!uuid_eq(key.org, cx->actor->org))
		return fail(cx, E_MISSING, T_MISSING);
	*ret = key;
	return OK;
}

/* The list. */

static bool holder_may(const struct cx *cx, const struct key_copy *c)
{
	return c->state != ACCOUNT_DISABLED && uuid_eq(c->holder_org, cx->actor->org) && key_role_fits(cx->actor->org_kind, c->roles);
}

static bool expired(const struct cx *cx, const struct key_copy *c)
{
	return c->kind == COPY_INVITATION && cx->now_us >= c->created_us + INVITATION_VALID_US;
}

/* Keeps the copies in use and hides what the actor cannot open anyway. A copy that another ended, and one whose holder may no longer
 * keep it, are somebody who left and may know the key. */
static void view_copies(const struct cx *cx, struct key_view *v, struct key_copy *all, size_t n)
{
	v->copies = all;
	for (size_t i = 0; i < n; i++) {
		struct key_copy c = all[i];
		if (c.ended_us) {
			v->rotate |= c.kind == COPY_PASSPHRASE && !uuid_eq(c.ended_by, c.holder);
			continue;
		}
		if (expired(cx, &c))
			continue;
		v->rotate |= c.kind == COPY_PASSPHRASE && !holder_may(cx, &c);
		if ((c.kind == COPY_PASSPHRASE || c.kind == COPY_INVITATION) && !uuid_eq(c.holder, cx->actor->user))
			c.blob = NO_STR;
		v->copies[v->n_copies++] = c;
	}
	v->rotate &= !v->key.retired_us;
}

static enum status keepers(struct cx *cx, struct key_list *list)
{
	struct account_rows rows;
	enum status st = account_row_list(cx, cx->actor->org, NO_STR, 1000, &rows);
	if (st != OK)
		return st;
	list->keepers = arena_array(cx->mem, struct key_keeper, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct account *a = &rows.p[i];
		if (a->state != ACCOUNT_DISABLED && key_role_fits(cx->actor->org_kind, a->roles))
			list->keepers[list->n_keepers++] = (struct key_keeper){ a->id, a->login, a->ja, a->en };
	}
	return OK;
}

enum status key_list(struct cx *cx, struct key_list *ret)
{
	struct org_key *keys;
	struct key_list list = { 0 };
	enum status st = may_keep(cx);
	if (st == OK)
		st = key_row_list(cx, cx->actor->org, &keys, &list.n);
	if (st == OK)
		st = keepers(cx, &list);
	if (st != OK)
		return st;
	list.p = arena_array(cx->mem, struct key_view, list.n + 1);
	for (size_t i = 0; i < list.n && st == OK; i++) {
		struct key_copy *copies;
		size_t n;
		list.p[i].key = keys[i];
		st = copy_row_list(cx, keys[i].id, &copies, &n);
		if (st == OK)
			view_copies(cx, &list.p[i], copies, n);
	}
	if (st == OK)
		*ret = list;
	return st;
}

/* Copies. */

static struct str json_text_of(struct cx *cx, const struct locked_key *k)
{
	struct buf out;
	struct jw w;
	buf_init(&out, cx->mem, 4096);
	jw_init(&w, &out);
	locked_key_write(&w, cx->mem, k);
	return buf_str(&out);
}

/* Whom the copy is for: oneself, nobody in particular, or who is invited. */
static enum status holder_of(struct cx *cx, const struct copy_input *in, struct uuid *ret)
{
	struct account a;
	*ret = (struct uuid){ { 0 } };
	if (in->kind == COPY_PASSPHRASE)
		*ret = cx->actor->user;
	if (in->kind != COPY_INVITATION)
		return OK;
	enum status st = uuid_is_none(in->holder) ? E_MISSING : account_row_get(cx, in->holder, &a);
	if (st == E_MISSING || (st == OK && (!uuid_eq(a.org, cx->actor->org) || a.state == ACCOUNT_DISABLED || uuid_eq(a.id, cx->actor->user) ||
	                                     !key_role_fits(cx->actor->org_kind, a.roles)))) {
		*cx->problem = (struct problem){ 0 };
		return fail_field(cx, S("/holder"), T_KEY_HOLDER, 0);
	}
	if (st == OK)
		*ret = in->holder;
	return st;
}

static enum status copy_make(struct cx *cx, struct uuid key, const struct copy_input *in, struct key_copy *ret)
{
	struct locked_key locked;
	struct key_copy c = {
		.id = uuid_new(cx->now_us), .key = key, .kind = in->kind, .label = in->label, .created_us = cx->now_us, .created_by = cx->actor->user,
	};
	if (in->kind == COPY_CHAIN)
		return fail_field(cx, S("/kind"), T_KEY_COPY_KIND, 0);
	enum status st = locked_key_read(cx, in->blob, &locked);
	if (st == OK)
		st = holder_of(cx, in, &c.holder);
	if (st != OK)
		return st;
	c.blob = json_text_of(cx, &locked);
	st = copy_row_add(cx, &c);
	if (st == OK)
		st = journal_append(cx, S("key.copy"), c.id, NULL, NULL);
	if (st == OK)
		*ret = c;
	return st;
}

static enum status end_one(struct cx *cx, const struct key_copy *c)
{
	enum status st = copy_row_end(cx, c->id, cx->actor->user, cx->now_us);
	return st == OK ? journal_append(cx, S("key.copy_end"), c->id, NULL, NULL) : st;
}

/* What a new copy takes the place of: a passphrase one's own and the invitation that led to it; a share the earlier share; an invitation
 * that person's earlier one. */
static bool takes_place(const struct key_copy *now, const struct key_copy *old)
{
	if (old->ended_us || uuid_eq(old->id, now->id))
		return false;
	switch (now->kind) {
	case COPY_PASSPHRASE:
		return (old->kind == COPY_PASSPHRASE || old->kind == COPY_INVITATION) && uuid_eq(old->holder, now->holder);
	case COPY_SHARE:
		return old->kind == COPY_SHARE;
	default:
		return old->kind == now->kind && uuid_eq(old->holder, now->holder);
	}
}

enum status key_copy_add(struct cx *cx, struct uuid id, const struct copy_input *in, struct key_copy *ret)
{
	struct org_key key;
	struct key_copy *copies, made;
	size_t n, used = 0;
	enum status st = may_change(cx);
	if (st == OK)
		st = own_key(cx, id, &key);
	if (st == OK)
		st = copy_row_list(cx, id, &copies, &n);
	if (st != OK)
		return st;
	for (size_t i = 0; i < n; i++)
		used += copies[i].ended_us == 0;
	if (used >= KEY_COPIES_MAX)
		return fail(cx, E_LIMIT, T_KEY_MANY);
	st = copy_make(cx, id, in, &made);
	for (size_t i = 0; i < n && st == OK; i++)
		if (takes_place(&made, &copies[i]))
			st = end_one(cx, &copies[i]);
	if (st == OK)
		st = copy_row_get(cx, made.id, ret);
	if (st == OK)
		live_note(cx, LIVE_REGISTRY, cx->actor->org, cx->actor->org);
	return st;
}

enum status key_copy_end(struct cx *cx, struct uuid id, struct uuid copy)
{
	struct org_key key;
	struct key_copy *copies, *it = NULL;
	size_t n = 0, left = 0;
	enum status st = may_change(cx);
	if (st == OK)
		st = own_key(cx, id, &key);
	if (st == OK)
		st = copy_row_list(cx, id, &copies, &n);
	if (st != OK)
		return st;
	for (size_t i = 0; i < n; i++) {
		struct key_copy *c = &copies[i];
		if (c->ended_us)
			continue;
		if (uuid_eq(c->id, copy))
			it = c;
		else
			left += c->kind != COPY_INVITATION;
	}
	if (!it)
		return fail(cx, E_MISSING, T_MISSING);
	if (it->kind == COPY_CHAIN || (it->kind != COPY_INVITATION && !left))
		return fail(cx, E_CONFLICT, T_KEY_LAST_COPY);
	st = end_one(cx, it);
	if (st == OK)
		live_note(cx, LIVE_REGISTRY, cx->actor->org, cx->actor->org);
	return st;
}

/* Keys. */

static enum status check_copies(struct cx *cx, const struct key_input *in)
{
	const struct copy_input *c = in->copies.p;
	size_t passphrases = 0, shares = 0;
	for (size_t i = 0; i < in->copies.n; i++) {
		passphrases += c[i].kind == COPY_PASSPHRASE;
		shares += c[i].kind == COPY_SHARE;
	}
	return passphrases == 1 && shares == 1 ? OK : fail_field(cx, S("/copies"), T_KEY_COPIES, 0);
}

static enum status read_public(struct cx *cx, struct str text, uint8_t ret[BOX_KEY_BYTES])
{
	struct bytes bytes;
	if (!str_unbase64url(cx->mem, text, &bytes) || bytes.n != BOX_KEY_BYTES || !box_public_is_usable(bytes.p))
		return fail_field(cx, S("/public"), T_KEY_PUBLIC, 0);
	for (size_t i = 0; i < BOX_KEY_BYTES; i++)
		ret[i] = bytes.p[i];
	return OK;
}

/* The old key goes out of force; chained to the new one, it needs its passphrases no more. Its share on paper stays good until it is
 * ended by hand: should the chain be broken, it still opens. */
static enum status replace(struct cx *cx, const struct org_key *old, const struct org_key *now, const struct json *chain)
{
	struct key_copy *copies;
	size_t n = 0;
	bool done;
	uint8_t box[SEAL_BOX_BYTES];
	struct buf out;
	struct jw w;
	enum status st = chain ? chained_key_read(cx, chain, box) : OK;
	if (st == OK && !old->retired_us)
		st = key_row_retire(cx, old->id, cx->now_us, &done);
	if (st == OK && !old->retired_us)
		st = journal_append(cx, S("key.retire"), old->id, NULL, NULL);
	if (st != OK || !chain)
		return st;
	st = copy_row_list(cx, old->id, &copies, &n);
	for (size_t i = 0; i < n && st == OK; i++)
		if (!copies[i].ended_us && copies[i].kind != COPY_SHARE)
			st = end_one(cx, &copies[i]);
	buf_init(&out, cx->mem, 4096);
	jw_init(&w, &out);
	chained_key_write(&w, cx->mem, box);
	if (st == OK)
		st = copy_row_add(cx, &(struct key_copy){ .id = uuid_new(cx->now_us), .key = old->id, .kind = COPY_CHAIN, .holder = now->id,
		                  .blob = buf_str(&out), .created_us = cx->now_us, .created_by = cx->actor->user });
	return st;
}

/* The key in force must be the one that is replaced; where none is in force, a retired one of one's own may be. */
static enum status find_old(struct cx *cx, struct uuid replaces, struct org_key *ret)
{
	struct org_key now;
	enum status st = in_force(cx, cx->actor->org, &now);
	if (st != OK)
		return st;
	if (!uuid_is_none(now.id) && !uuid_eq(now.id, replaces))
		return fail(cx, E_CONFLICT, T_KEY_EXISTS);
	*ret = now;
	return uuid_is_none(now.id) && !uuid_is_none(replaces) ? own_key(cx, replaces, ret) : OK;
}

enum status key_create(struct cx *cx, const struct key_input *in, struct org_key *ret)
{
	struct org_key old, key = { .id = uuid_new(cx->now_us), .created_us = cx->now_us };
	struct key_copy made;
	const struct copy_input *copies = in->copies.p;
	enum status st = may_change(cx);
	if (st == OK)
		st = read_public(cx, in->pub, key.pub);
	if (st == OK)
		st = check_copies(cx, in);
	if (st == OK)
		st = find_old(cx, in->replaces, &old);
	if (st != OK)
		return st;
	key.org = cx->actor->org;
	key.created_by = cx->actor->user;
	if (!uuid_is_none(old.id))
		st = replace(cx, &old, &key, in->chain);
	if (st == OK)
		st = key_row_add(cx, &key);
	if (st == OK)
		st = journal_append(cx, S("key.create"), key.id, NULL, NULL);
	for (size_t i = 0; i < in->copies.n && st == OK; i++)
		st = copy_make(cx, key.id, &copies[i], &made);
	if (st == OK)
		st = key_row_get(cx, key.id, ret);
	if (st == OK)
		live_note(cx, LIVE_REGISTRY, cx->actor->org, cx->actor->org);
	return st;
}

enum status key_retire(struct cx *cx, struct uuid id, struct org_key *ret)
{
	struct org_key key;
	bool done = false;
	enum status st = may_change(cx);
	if (st == OK)
		st = own_key(cx, id, &key);
	if (st == OK)
		st = key_row_retire(cx, id, cx->now_us, &done);
	if (st == OK && !done)
		st = fail(cx, E_CONFLICT, T_KEY_RETIRED);
	if (st == OK)
		st = journal_append(cx, S("key.retire"), id, NULL, NULL);
	if (st != OK)
		return st;
	key.retired_us = cx->now_us;
	live_note(cx, LIVE_REGISTRY, cx->actor->org, cx->actor->org);
	*ret = key;
	return OK;
}

/* Messages. */

static enum status check_recipient(struct cx *cx, struct uuid id, const struct org_key *theirs, const struct org_key *own)
{
	struct org_key other;
	if (uuid_eq(id, theirs->id) || (!uuid_is_none(own->id) && uuid_eq(id, own->id)))
		return OK;
	enum status st = key_row_get(cx, id, &other);
	if (st == OK && (uuid_eq(other.org, theirs->org) || uuid_eq(other.org, cx->actor->org)))
		return fail(cx, E_CONFLICT, T_SEAL_KEY_OLD);
	if (st != OK && st != E_MISSING)
		return st;
	*cx->problem = (struct problem){ 0 };
	return fail_field(cx, S("/envelope"), T_SEAL_STRANGER, 0);
}

enum status envelope_check(struct cx *cx, struct uuid org, const struct json *in, struct str *ret_text, struct uuid *ret_key)
{
	struct envelope e;
	struct org_key theirs, own;
	struct buf out;
	struct jw w;
	bool to_them = false;
	enum status st = envelope_read(cx, in, &e);
	if (st == OK)
		st = in_force(cx, org, &theirs);
	if (st == OK && uuid_is_none(theirs.id))
		st = fail(cx, E_CONFLICT, T_SEAL_NO_KEY);
	if (st == OK)
		st = in_force(cx, cx->actor->org, &own);
	for (size_t i = 0; i < e.n_keys && st == OK; i++) {
		to_them |= uuid_eq(e.keys[i].key, theirs.id);
		st = check_recipient(cx, e.keys[i].key, &theirs, &own);
	}
	if (st == OK && !to_them)
		st = fail(cx, E_CONFLICT, T_SEAL_KEY_OLD);
	if (st != OK)
		return st;
	buf_init(&out, cx->mem, 2 << 20);
	jw_init(&w, &out);
	envelope_write(&w, cx->mem, &e);
	*ret_text = buf_str(&out);
	*ret_key = theirs.id;
	return OK;
}

enum status open_check(struct cx *cx, struct uuid org)
{
	struct org_key key;
	enum status st = in_force(cx, org, &key);
	return st == OK && !uuid_is_none(key.id) ? fail(cx, E_CONFLICT, T_REPORT_SEAL_NEEDED) : st;
}

/* The journal on a real store: sequencing, receipts, and that whatever is altered is found and located. */
#include "support.h"

#include "app/journal.h"
#include "app/receipt.h"
#include "app/sequencer.h"
#include "app/verify.h"
#include "base/time.h"
#include "store/attachment.h"
#include "store/journal.h"
#include "store/message.h"
#include "store/party.h"

#define ENTRIES 600

struct world {
	struct test_store t;
	struct sign_key key;
	struct public_keys trusted;
	struct uuid org, other, user, message, revision, attachment;
	struct uuid submit;                                     /* the entry of the report's submission */
	struct actor actor;
};

struct seen { size_t n; struct finding f[64]; };

static void record(void *arg, const struct finding *f)
{
	struct seen *seen = arg;
	if (seen->n < 64)
		seen->f[seen->n++] = *f;
}

static struct seen verify(struct world *w, const struct head *pinned, struct verify *ret)
{
	struct seen seen = { .n = 0 };
	struct verify v = { .trusted = &w->trusted, .pinned = pinned, .found = record, .arg = &seen };
	assert_ok(&w->t, verify_store(&w->t.cx, &v));
	assert_int_equal(v.findings < 64 ? v.findings : 64, seen.n);
	if (ret)
		*ret = v;
	return seen;
}

static void assert_clean(struct world *w)
{
	struct seen seen = verify(w, NULL, NULL);
	if (seen.n > 0)
		print_error("%s at %lld\n", text_code(seen.f[0].what).p, (long long)seen.f[0].from_seq);
	assert_int_equal(seen.n, 0);
}

/* One finding of that kind at that entry, and nothing else. */
static void assert_only(struct world *w, enum text what, int64_t seq)
{
	struct seen seen = verify(w, NULL, NULL);
	for (size_t i = 0; i < seen.n && (seen.n != 1 || seen.f[0].what != what || seen.f[0].from_seq != seq); i++)
		print_error("found %s at %lld, wanted %s at %lld\n", text_code(seen.f[i].what).p, (long long)seen.f[i].from_seq,
			text_code(what).p, (long long)seq);
	assert_int_equal(seen.n, 1);
	assert_int_equal(seen.f[0].what, what);
	assert_int_equal(seen.f[0].from_seq, seq);
}

static bool among(const struct seen *seen, enum text what, int64_t seq)
{
	for (size_t i = 0; i < seen->n; i++)
		if (seen->f[i].what == what && (seq < 0 || (seen->f[i].from_seq <= seq && seen->f[i].to_seq >= seq)))
			return true;
	return false;
}

static void change(struct world *w, enum status st)
{
	assert_ok(&w->t, st);
}

static void add_org(struct world *w, struct uuid id, const char *code)
{
	struct org org = { .id = id, .code = str_of(code), .kind = ORG_OPERATOR, .ja = S("組織"), .en = S("Org"), .to_day = DAY_FOREVER };
	change(w, store_org_add(&w->t.cx, &org, S("org")));
}

static const char body[] = "{\"title\":\"停電\",\"summary\":\"変電所が停止した\"}";
static const char file[] = "attached bytes";

/* A submitted report with an attachment, as the use cases store them. */
static void add_report(struct world *w)
{
	struct cx *cx = &w->t.cx;
	uint8_t salt[SALT_BYTES], digest[SHA256_BYTES], file_digest[SHA256_BYTES];
	struct uuid entry;
	random_bytes(salt, sizeof salt);
	salted_digest(salt, str_of(body), digest);
	sha256(file, sizeof file, file_digest);
	w->message = uuid_new(cx->now_us);
	w->revision = uuid_new(cx->now_us);
	w->attachment = uuid_new(cx->now_us);
	change(w, journal_append(cx, S("attachment.add"), w->attachment, file_digest, &entry));
	change(w, journal_append(cx, S("report.submit"), w->message, digest, &w->submit));
	struct message m = { .id = w->message, .kind = MESSAGE_REPORT, .author = w->org, .author_user = w->user, .status = STATUS_SUBMITTED,
		.tlp = TLP_AMBER, .title = S("停電"), .latest = 1, .created_us = 1, .submitted_us = 1, .updated_us = 1, .version = 1 };
	struct revision r = { .id = w->revision, .message = w->message, .author_user = w->user, .entry = w->submit, .number = 1,
		.stage = STAGE_FIRST, .title = m.title, .body = str_of(body), .created_us = 1, .submitted_us = 1 };
	memcpy(r.salt, salt, sizeof salt);
	memcpy(r.digest, digest, sizeof digest);
	struct attachment a = { .id = w->attachment, .org = w->org, .account = w->user, .name = S("a.txt"), .type = S("text/plain"),
		.size = sizeof file, .created_us = 1, .bytes = { (const uint8_t *)file, sizeof file } };
	memcpy(a.digest, file_digest, sizeof file_digest);
	change(w, message_add(cx, &m));
	change(w, revision_add(cx, &r, S("")));
	change(w, attachment_add(cx, &a));
}

static void sequence(struct world *w, int64_t limit, int64_t expect)
{
	int64_t placed = -1;
	change(w, db_begin(&w->t.cx));
	change(w, sequence_step(&w->t.cx, &w->key, limit, &placed));
	change(w, db_commit(&w->t.cx));
	assert_int_equal(placed, expect);
}

static void open_world(struct world *w, int entries)
{
	memset(w, 0, sizeof *w);
	test_store_open(&w->t);
	struct cx *cx = &w->t.cx;
	sign_key_new(&w->key);
	w->trusted = (struct public_keys){ 1, { w->key.pub } };
	w->org = uuid_new(cx->now_us);
	w->other = uuid_new(cx->now_us);
	w->user = uuid_new(cx->now_us);
	w->actor = (struct actor){ .user = w->user, .org = w->org, .roles = ROLE_REPORTER, .org_kind = ORG_OPERATOR };
	cx->actor = &w->actor;
	change(w, db_begin(cx));
	add_org(w, w->org, "own");
	add_org(w, w->other, "other");
	add_report(w);
	for (int i = 2; i < entries; i++) {
		uint8_t digest[SHA256_BYTES];
		sha256(&i, sizeof i, digest);
		cx->now_us += 1 + i % 7 * 1000;
		change(w, journal_append(cx, i % 3 ? S("delivery.acknowledge") : S("message.read"), uuid_new(cx->now_us),
			i % 2 ? digest : NULL, NULL));
	}
	change(w, db_commit(cx));
	int left = entries;
	for (int step = 1; left > 0; step = step * 3 % 97) {
		int n = step < left ? step : left;
		sequence(w, step, n);
		left -= n;
	}
	sequence(w, 10, 0);
}

static void close_world(struct world *w)
{
	test_store_close(&w->t);
}

static void sequencing(void **state)
{
	(void)state;
	struct world w;
	struct verify v;
	open_world(&w, ENTRIES);
	struct seen seen = verify(&w, NULL, &v);
	assert_int_equal(seen.n, 0);
	assert_int_equal(v.entries, ENTRIES);
	assert_int_equal(v.last.size, ENTRIES);
	assert_int_equal(v.waiting, 0);
	assert_int_equal(v.revisions, 1);
	assert_int_equal(v.attachments, 1);
	assert_true(v.heads > 10);
	assert_int_equal(v.tiles, 4);
	/* entries that wait are no fault; a step that is rolled back leaves nothing */
	change(&w, journal_append(&w.t.cx, S("session.start"), w.user, NULL, NULL));
	verify(&w, NULL, &v);
	assert_int_equal(v.waiting, 1);
	assert_int_equal(v.findings, 0);
	int64_t placed;
	change(&w, db_begin(&w.t.cx));
	change(&w, sequence_step(&w.t.cx, &w.key, 10, &placed));
	db_rollback(&w.t.cx);
	assert_clean(&w);
	change(&w, sequence_all(&w.t.cx, &w.key));
	verify(&w, NULL, &v);
	assert_int_equal(v.last.size, ENTRIES + 1);
	assert_int_equal(v.findings, 0);
	close_world(&w);
}

static void empty_log(void **state)
{
	(void)state;
	struct world w;
	struct verify v;
	memset(&w, 0, sizeof w);
	test_store_open(&w.t);
	sign_key_new(&w.key);
	w.trusted = (struct public_keys){ 1, { w.key.pub } };
	struct seen seen = verify(&w, NULL, NULL);
	assert_true(among(&seen, T_FOUND_NO_HEAD, -1));
	sequence(&w, 10, 0);
	seen = verify(&w, NULL, &v);
	assert_int_equal(seen.n, 0);
	assert_int_equal(v.heads, 1);
	sequence(&w, 10, 0);
	verify(&w, NULL, &v);
	assert_int_equal(v.heads, 1);
	test_store_close(&w.t);
}

/* Every byte of every column of several rows. */

static struct entry row_at(struct world *w, int64_t seq)
{
	struct entries rows;
	change(w, entry_range(&w->t.cx, seq - 1, 1, &rows));
	assert_int_equal(rows.n, 1);
	return rows.v[0];
}

static void store_row(struct world *w, const struct entry *e)
{
	change(w, db_exec(&w->t.cx, "update journal set id = $2, at_us = $3, account = $4, org = $5, verb = $6, object = $7, digest = $8 where seq = $1",
		ARGS(db_int(e->seq), db_uuid(e->id), db_int(e->at_us), db_uuid_or_null(e->account), db_uuid_or_null(e->org), db_text(e->verb),
			db_uuid_or_null(e->object), db_bytes(e->has_digest ? e->digest : NULL, sizeof e->digest))));
}

static void flip(struct world *w, const struct entry *good, struct entry *bad, uint8_t *byte, uint8_t mask)
{
	*byte ^= mask;
	store_row(w, bad);
	assert_only(w, T_FOUND_ENTRY, good->seq);
	*byte ^= mask;
}

static void flip_all(struct world *w, int64_t seq)
{
	struct entry good = row_at(w, seq), bad = good;
	char verb[VERB_MAX];
	memcpy(verb, good.verb.p, good.verb.n);
	bad.verb.p = verb;
	for (size_t i = 0; i < 16; i++) {
		flip(w, &good, &bad, &bad.id.b[i], (uint8_t)(1u << i % 8));
		flip(w, &good, &bad, &bad.account.b[i], (uint8_t)(1u << i % 8));
		flip(w, &good, &bad, &bad.org.b[i], (uint8_t)(1u << i % 8));
		flip(w, &good, &bad, &bad.object.b[i], (uint8_t)(1u << i % 8));
	}
	for (size_t i = 0; i < good.verb.n; i++)
		flip(w, &good, &bad, (uint8_t *)&verb[i], 1);
	for (size_t i = 0; good.has_digest && i < sizeof bad.digest; i++)
		flip(w, &good, &bad, &bad.digest[i], (uint8_t)(1u << i % 8));
	for (size_t i = 0; i < 8; i++)
		flip(w, &good, &bad, (uint8_t *)&bad.at_us + i, 1);
	/* and whole columns emptied */
	struct uuid none = { { 0 } };
	bad = good;
	bad.account = none;
	store_row(w, &bad);
	assert_only(w, T_FOUND_ENTRY, seq);
	bad = good;
	bad.has_digest = !good.has_digest;
	store_row(w, &bad);
	assert_only(w, T_FOUND_ENTRY, seq);
	bad = good;
	bad.verb = S("");
	store_row(w, &bad);
	assert_only(w, T_FOUND_ENTRY, seq);
	store_row(w, &good);
	assert_clean(w);
}

static void any_byte_of_an_entry(void **state)
{
	(void)state;
	struct world w;
	open_world(&w, ENTRIES);
	flip_all(&w, 255);                                      /* the last of a full tile */
	flip_all(&w, 300);
	flip_all(&w, ENTRIES - 1);                              /* in the growing tile */
	close_world(&w);
}

static void entries_missing_or_moved(void **state)
{
	(void)state;
	struct world w;
	struct seen seen;
	open_world(&w, ENTRIES);
	struct cx *cx = &w.t.cx;
	struct entry gone = row_at(&w, 300);
	change(&w, db_exec(cx, "delete from journal where seq >= 300 and seq < 303", NO_ARGS));
	seen = verify(&w, NULL, NULL);
	assert_int_equal(seen.n, 1);
	assert_int_equal(seen.f[0].what, T_FOUND_GAP);
	assert_int_equal(seen.f[0].from_seq, 300);
	assert_int_equal(seen.f[0].to_seq, 302);
	(void)gone;
	close_world(&w);

	open_world(&w, ENTRIES);
	cx = &w.t.cx;
	change(&w, db_exec(cx, "update journal set seq = null where seq = 17", NO_ARGS));
	assert_only(&w, T_FOUND_GAP, 17);
	change(&w, db_exec(cx, "update journal set seq = 17 where seq is null", NO_ARGS));
	change(&w, db_exec(cx, "update journal set seq = 70000 where seq = 18", NO_ARGS));
	seen = verify(&w, NULL, NULL);
	assert_true(among(&seen, T_FOUND_GAP, 18) && among(&seen, T_FOUND_OUTSIDE, 70000) && seen.n == 2);
	change(&w, db_exec(cx, "update journal set seq = -3 where seq = 70000", NO_ARGS));
	seen = verify(&w, NULL, NULL);
	assert_true(among(&seen, T_FOUND_GAP, 18) && among(&seen, T_FOUND_OUTSIDE, -3) && seen.n == 2);
	change(&w, db_exec(cx, "update journal set seq = 18 where seq = -3", NO_ARGS));
	assert_clean(&w);
	/* two entries that change places: both are named */
	change(&w, db_exec(cx, "update journal set seq = 90000 where seq = 20", NO_ARGS));
	change(&w, db_exec(cx, "update journal set seq = 20 where seq = 40", NO_ARGS));
	change(&w, db_exec(cx, "update journal set seq = 40 where seq = 90000", NO_ARGS));
	seen = verify(&w, NULL, NULL);
	assert_true(among(&seen, T_FOUND_ENTRY, 20) && among(&seen, T_FOUND_ENTRY, 40) && seen.n == 2);
	close_world(&w);
}

static void tiles_altered(void **state)
{
	(void)state;
	struct world w;
	open_world(&w, ENTRIES);
	struct cx *cx = &w.t.cx;
	static const struct { int level; int64_t tile; } tiles[] = { { 0, 0 }, { 0, 1 }, { 0, 2 }, { 1, 0 } };
	for (size_t i = 0; i < sizeof tiles / sizeof *tiles; i++) {
		struct bytes good;
		change(&w, tile_get(cx, tiles[i].level, tiles[i].tile, &good));
		struct hash h[TILE_HASHES];
		for (size_t at = 0; at < good.n; at += 611) {
			memcpy(h, good.p, good.n);
			((uint8_t *)h)[at] ^= 16;
			change(&w, tile_save(cx, tiles[i].level, tiles[i].tile, h, good.n / HASH_BYTES));
			struct seen seen = verify(&w, NULL, NULL);
			assert_true(seen.n == 1 && seen.f[0].what == T_FOUND_TILE);
			assert_int_equal(seen.f[0].level, tiles[i].level);
			assert_int_equal(seen.f[0].number, tiles[i].tile);
		}
		memcpy(h, good.p, good.n);
		change(&w, tile_save(cx, tiles[i].level, tiles[i].tile, h, good.n / HASH_BYTES - 1));
		struct seen seen = verify(&w, NULL, NULL);
		assert_true(seen.n == 1 && seen.f[0].what == T_FOUND_TILE && seen.f[0].number == tiles[i].tile);
		change(&w, tile_save(cx, tiles[i].level, tiles[i].tile, h, good.n / HASH_BYTES));
	}
	assert_clean(&w);
	struct hash extra = { { 7 } };
	change(&w, tile_save(cx, 2, 0, &extra, 1));
	struct seen seen = verify(&w, NULL, NULL);
	assert_true(seen.n == 1 && seen.f[0].what == T_FOUND_TILE && seen.f[0].level == 2);
	close_world(&w);
}

/* Somebody changes an entry and repairs its tiles: the heads tell, and say between which of them. */
static void entry_and_tile_altered(void **state)
{
	(void)state;
	struct world w;
	struct hash leaf, h[TILE_HASHES];
	struct bytes tile;
	open_world(&w, ENTRIES);
	struct cx *cx = &w.t.cx;
	struct entry e = row_at(&w, 520);
	e.verb = S("delivery.outcome");
	store_row(&w, &e);
	assert_true(entry_hash(sha256, cx->mem, &e, &leaf));
	change(&w, tile_get(cx, 0, 2, &tile));
	memcpy(h, tile.p, tile.n);
	h[520 - 512] = leaf;
	change(&w, tile_save(cx, 0, 2, h, tile.n / HASH_BYTES));
	struct seen seen = verify(&w, NULL, NULL);
	assert_int_equal(seen.n, 1);
	assert_int_equal(seen.f[0].what, T_FOUND_HEAD_ROOT);
	assert_true(seen.f[0].from_seq <= 520 && seen.f[0].to_seq >= 520 && seen.f[0].to_seq - seen.f[0].from_seq < 100);
	/* and the sequencer signs nothing more */
	change(&w, journal_append(cx, S("session.start"), w.user, NULL, NULL));
	assert_int_equal(sequence_all(cx, &w.key), E_CONFLICT);
	assert_int_equal(w.t.problem.why, T_JOURNAL_ALTERED);
	test_forget(&w.t);
	close_world(&w);
}

static void heads_altered(void **state)
{
	(void)state;
	struct world w;
	struct heads heads;
	open_world(&w, ENTRIES);
	struct cx *cx = &w.t.cx;
	change(&w, head_range(cx, 0, 100, &heads));
	assert_true(heads.n > 5);
	for (size_t i = 0; i < heads.n; i += 3) {
		const struct head good = heads.v[i];
		for (size_t part = 0; part < 4; part++) {
			struct head bad = good;
			bad.root.b[i % 32] ^= part == 0;
			bad.signed_us += part == 1;
			bad.key[i % 32] ^= part == 2;
			bad.signature[i % 64] ^= part == 3;
			change(&w, db_exec(cx, "delete from tree_head where size = $1", ARGS(db_int(good.size))));
			change(&w, head_add(cx, &bad));
			struct seen seen = verify(&w, NULL, NULL);
			assert_true(among(&seen, part == 2 ? T_FOUND_HEAD_KEY : T_FOUND_HEAD_SIGNATURE, -1));
			assert_int_equal(seen.f[0].number, good.size);
		}
		change(&w, db_exec(cx, "delete from tree_head where size = $1", ARGS(db_int(good.size))));
		change(&w, head_add(cx, &good));
	}
	assert_clean(&w);
	/* signed by another key, though rightly */
	struct sign_key other;
	sign_key_new(&other);
	w.trusted.key[0] = other.pub;
	struct seen seen = verify(&w, NULL, NULL);
	assert_true(among(&seen, T_FOUND_HEAD_KEY, -1));
	w.trusted.key[0] = w.key.pub;
	change(&w, db_exec(cx, "update meta set value = '0192-other' where key = 'store_id'", NO_ARGS));
	seen = verify(&w, NULL, NULL);
	assert_true(among(&seen, T_FOUND_HEAD_SIGNATURE, -1));
	close_world(&w);
}

/* A new key: what the former one signed still verifies, and the log goes on. */
static void keys_change(void **state)
{
	(void)state;
	struct world w;
	struct sign_key newer;
	open_world(&w, 20);
	sign_key_new(&newer);
	change(&w, journal_append(&w.t.cx, S("session.start"), w.user, NULL, NULL));
	change(&w, sequence_all(&w.t.cx, &newer));
	assert_true(verify(&w, NULL, NULL).n > 0);
	w.trusted = (struct public_keys){ 2, { newer.pub, w.key.pub } };
	assert_clean(&w);
	close_world(&w);
}

/* The end of everything cut off cleanly: only a head kept elsewhere tells. */
static void log_cut_off(void **state)
{
	(void)state;
	struct world w;
	struct heads heads;
	bool any;
	struct head last, early;
	open_world(&w, 200);
	struct cx *cx = &w.t.cx;
	change(&w, head_last(cx, &any, &last));
	change(&w, head_range(cx, 0, 100, &heads));
	early = heads.v[heads.n - 3];
	assert_int_equal(verify(&w, &last, NULL).n, 0);
	assert_int_equal(verify(&w, &early, NULL).n, 0);
	struct head wrong = early;
	wrong.root.b[0] ^= 1;
	struct seen seen = verify(&w, &wrong, NULL);
	assert_true(seen.n == 1 && seen.f[0].what == T_FOUND_PINNED);
	change(&w, db_exec(cx, "delete from tree_head where size > $1", ARGS(db_int(early.size))));
	change(&w, db_exec(cx, "delete from journal where seq >= $1", ARGS(db_int(early.size))));
	struct bytes tile;
	struct hash h[TILE_HASHES];
	change(&w, tile_get(cx, 0, 0, &tile));
	memcpy(h, tile.p, tile.n);
	change(&w, tile_save(cx, 0, 0, h, (size_t)early.size));
	assert_clean(&w);
	seen = verify(&w, &last, NULL);
	assert_true(seen.n == 1 && seen.f[0].what == T_FOUND_SHORTER && seen.f[0].from_seq == early.size);
	close_world(&w);
}

static void content_altered(void **state)
{
	(void)state;
	struct world w;
	struct seen seen;
	open_world(&w, 50);
	struct cx *cx = &w.t.cx;
	change(&w, db_exec(cx, "update revision set body = replace(body, '停電', '停止')", NO_ARGS));
	assert_only(&w, T_FOUND_CONTENT, 1);
	change(&w, db_exec(cx, "update revision set body = replace(body, '停止', '停電')", NO_ARGS));
	change(&w, db_exec(cx, "update revision set body = replace(body, '変電所が停電', '変電所が停止')", NO_ARGS));
	assert_clean(&w);
	change(&w, db_exec(cx, "update revision set title = 'x'", NO_ARGS));
	assert_only(&w, T_FOUND_TITLE, 1);
	change(&w, db_exec(cx, "update revision set title = '停電'", NO_ARGS));
	/* body and digest together: the entry tells */
	uint8_t salt[SALT_BYTES] = { 1 }, digest[SHA256_BYTES];
	salted_digest(salt, S("{}"), digest);
	change(&w, db_begin(cx));
	change(&w, db_exec(cx, "update revision set body = '{}', salt = $1, digest = $2", ARGS(db_bytes(salt, sizeof salt), db_bytes(digest, sizeof digest))));
	change(&w, db_commit(cx));
	assert_only(&w, T_FOUND_CONTENT_ENTRY, 1);
	change(&w, db_exec(cx, "update revision set submitted_us = 0", NO_ARGS));
	assert_only(&w, T_FOUND_CONTENT_GONE, 1);
	change(&w, db_exec(cx, "delete from revision", NO_ARGS));
	assert_only(&w, T_FOUND_CONTENT_GONE, 1);
	change(&w, db_exec(cx, "update attachment set bytes = $1", ARGS(db_bytes("x", 1))));
	seen = verify(&w, NULL, NULL);
	assert_true(among(&seen, T_FOUND_ATTACHMENT, -1) && seen.n == 2);
	sha256("x", 1, digest);
	change(&w, db_exec(cx, "update attachment set digest = $1, size = 1", ARGS(db_bytes(digest, sizeof digest))));
	seen = verify(&w, NULL, NULL);
	assert_true(among(&seen, T_FOUND_ATTACHMENT, 0) && seen.n == 2);
	close_world(&w);
}

/* Receipts */

static struct str receipt_text(struct world *w, const struct receipt *r)
{
	struct buf b;
	struct jw jw;
	buf_init(&b, w->t.mem, RECEIPT_BYTES_MAX);
	jw_init(&jw, &b);
	receipt_write(&jw, w->t.mem, r);
	return buf_str(&b);
}

static bool good_receipt(struct world *w, struct str text)
{
	struct receipt r;
	bool good = receipt_read(&w->t.cx, text, &r) == OK && receipt_check(&w->t.cx, &r, &w->trusted) == OK;
	test_forget(&w->t);
	return good;
}

static void receipts(void **state)
{
	(void)state;
	struct world w;
	struct receipt r;
	open_world(&w, ENTRIES);
	struct cx *cx = &w.t.cx;
	assert_ok(&w.t, receipt_get(cx, w.submit, &r));
	assert_true(r.has_content);
	assert_true(str_eq(r.body, str_of(body)));
	assert_int_equal(r.entry.seq, 1);
	assert_true(r.head.size > 1);
	struct str text = receipt_text(&w, &r);
	assert_true(good_receipt(&w, text));
	/* every byte of it: the revision's id is only a hint, and white space is none of ours */
	ptrdiff_t hint = str_find(text, S("\"revision\":\""));
	assert_true(hint > 0);
	char *bad = str_terminated(w.t.mem, text);
	for (size_t i = 0; i < text.n; i++) {
		if (i >= (size_t)hint && i < (size_t)hint + 12 + UUID_TEXT)
			continue;
		bad[i] = text.p[i] ^ 1;
		if (good_receipt(&w, (struct str){ bad, text.n }))
			print_error("byte %zu of %.*s\n", i, STR_ARG(text));
		assert_false(good_receipt(&w, (struct str){ bad, text.n }));
		if ((text.p[i] >= 'a' && text.p[i] <= 'z')) {
			bad[i] = (char)(text.p[i] - 32);        /* another case must not pass either */
			assert_false(good_receipt(&w, (struct str){ bad, text.n }));
		}
		bad[i] = text.p[i];
	}
	for (size_t n = 0; n < text.n; n += 13)
		assert_false(good_receipt(&w, str_slice(text, 0, n)));
	struct public_keys none = { .n = 0 };
	assert_int_equal(receipt_check(cx, &r, &none), E_INVALID);
	test_forget(&w.t);
	assert_ok(&w.t, receipt_check_body(cx, &r, str_of(body)));
	assert_int_equal(receipt_check_body(cx, &r, S("{}")), E_INVALID);
	test_forget(&w.t);
	close_world(&w);
}

static void receipts_of_all(void **state)
{
	(void)state;
	struct world w;
	struct entries rows;
	open_world(&w, ENTRIES);
	struct cx *cx = &w.t.cx;
	change(&w, entry_range(cx, -1, ENTRIES, &rows));
	for (size_t i = 0; i < rows.n; i += 7) {
		struct receipt r;
		assert_ok(&w.t, receipt_get(cx, rows.v[i].id, &r));
		assert_true(good_receipt(&w, receipt_text(&w, &r)));
	}
	close_world(&w);
}

static void receipts_for_whom(void **state)
{
	(void)state;
	struct world w;
	struct receipt r;
	open_world(&w, 10);
	struct cx *cx = &w.t.cx;
	struct uuid waiting;
	change(&w, journal_append(cx, S("session.start"), w.user, NULL, &waiting));
	assert_int_equal(receipt_get(cx, waiting, &r), E_CONFLICT);
	assert_int_equal(w.t.problem.why, T_RECEIPT_PENDING);
	test_forget(&w.t);
	assert_int_equal(receipt_get(cx, w.user, &r), E_MISSING);
	test_forget(&w.t);
	struct actor stranger = { .user = w.other, .org = w.other, .roles = ROLE_REPORTER | ROLE_AUDITOR, .org_kind = ORG_OPERATOR };
	cx->actor = &stranger;
	assert_int_equal(receipt_get(cx, w.submit, &r), E_MISSING);
	test_forget(&w.t);
	struct actor auditor = { .user = w.other, .org = w.other, .roles = ROLE_AUDITOR, .org_kind = ORG_CENTRE };
	cx->actor = &auditor;
	assert_int_equal(receipt_get(cx, w.submit, &r), E_MISSING);     /* the centre has no part in it */
	test_forget(&w.t);
	auditor.org = w.org;
	assert_ok(&w.t, receipt_get(cx, w.submit, &r));
	assert_false(r.has_content);
	assert_true(good_receipt(&w, receipt_text(&w, &r)));
	struct actor admin = { .user = w.user, .org = w.org, .roles = ROLE_PLATFORM | ROLE_ORG_ADMIN, .org_kind = ORG_OPERATOR };
	cx->actor = &admin;
	assert_ok(&w.t, receipt_get(cx, w.submit, &r));
	assert_false(r.has_content);
	cx->actor = NULL;
	assert_int_equal(receipt_get(cx, w.submit, &r), E_LOGIN);
	test_forget(&w.t);
	close_world(&w);
}

static void reads_count_once_an_hour(void **state)
{
	(void)state;
	struct world w;
	open_world(&w, 10);
	struct cx *cx = &w.t.cx;
	int64_t waiting;
	assert_ok(&w.t, journal_read(cx, S("message.read"), w.message));
	cx->now_us += HOUR_US - 1;
	assert_ok(&w.t, journal_read(cx, S("message.read"), w.message));
	change(&w, entry_count_pending(cx, &waiting));
	assert_int_equal(waiting, 1);
	struct db *writer = cx->db;
	cx->db = test_store_connect(&w.t, w.t.where, DB_READ);
	assert_ok(&w.t, journal_read(cx, S("message.read"), w.message));
	cx->now_us += 1;
	assert_int_equal(journal_read(cx, S("message.read"), w.message), E_WRITE);
	db_close(cx->db);
	cx->db = writer;
	assert_ok(&w.t, journal_read(cx, S("message.read"), w.message));
	change(&w, entry_count_pending(cx, &waiting));
	assert_int_equal(waiting, 2);
	assert_int_equal(journal_append(cx, S("Bad\nverb"), w.message, NULL, NULL), E_BUG);
	test_forget(&w.t);
	close_world(&w);
}

static void lists(void **state)
{
	(void)state;
	struct world w;
	struct entry_row *rows;
	size_t n;
	int64_t next;
	open_world(&w, 300);
	struct cx *cx = &w.t.cx;
	struct entry_query q = { .after = JOURNAL_NO_SEQ, .newest_first = true, .limit = 200 };
	change(&w, entry_list(cx, &q, &rows, &n, &next));
	assert_int_equal(n, 200);
	assert_int_equal(rows[0].e.seq, 299);
	assert_int_equal(next, 100);
	q.after = next;
	change(&w, entry_list(cx, &q, &rows, &n, &next));
	assert_int_equal(n, 100);
	assert_int_equal(next, JOURNAL_NO_SEQ);
	q = (struct entry_query){ .after = JOURNAL_NO_SEQ, .limit = 200, .verb = S("report.submit"), .org = w.org, .viewer = w.org };
	change(&w, entry_list(cx, &q, &rows, &n, &next));
	assert_int_equal(n, 1);
	assert_str(rows[0].org.code, "own");
	q.viewer = w.other;                                     /* not theirs: no filter finds it, and without one only its place is told */
	change(&w, entry_list(cx, &q, &rows, &n, &next));
	assert_int_equal(n, 0);
	q = (struct entry_query){ .after = JOURNAL_NO_SEQ, .limit = 200, .viewer = w.other };
	change(&w, entry_list(cx, &q, &rows, &n, &next));
	assert_int_equal(n, 200);
	assert_true(rows[0].masked || rows[199].masked);
	q = (struct entry_query){ .after = JOURNAL_NO_SEQ, .limit = 200, .verb = S("report.submit"), .viewer = w.org };
	q.object = w.user;
	change(&w, entry_list(cx, &q, &rows, &n, &next));
	assert_int_equal(n, 0);
	q = (struct entry_query){ .after = JOURNAL_NO_SEQ, .limit = 200, .org = w.other };
	change(&w, entry_list(cx, &q, &rows, &n, &next));
	assert_int_equal(n, 0);
	close_world(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sequencing),
		cmocka_unit_test(empty_log),
		cmocka_unit_test(any_byte_of_an_entry),
		cmocka_unit_test(entries_missing_or_moved),
		cmocka_unit_test(tiles_altered),
		cmocka_unit_test(entry_and_tile_altered),
		cmocka_unit_test(heads_altered),
		cmocka_unit_test(keys_change),
		cmocka_unit_test(log_cut_off),
		cmocka_unit_test(content_altered),
		cmocka_unit_test(receipts),
		cmocka_unit_test(receipts_of_all),
		cmocka_unit_test(receipts_for_whom),
		cmocka_unit_test(reads_count_once_an_hour),
		cmocka_unit_test(lists),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

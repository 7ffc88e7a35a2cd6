/* cli/verify.c — see verify.h. */
#include "cli/verify.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/keyring.h"
#include "app/receipt.h"
#include "app/verify.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "base/uuid.h"
#include "cli/place.h"
#include "sys/clock.h"
#include "sys/files.h"

const char verify_help[] =
	"noroshi verify [--data DIR | --store URL | --backup FILE] [--key FILE] [--head FILE] [--json]\n"
	"noroshi verify RECEIPT.json --key FILE [--content FILE] [--json]\n"
	"\n"
	"The first form recomputes everything a store claims: every journal entry against the Merkle log, the log against\n"
	"every signed head, every revision and attachment against its entry. It may run while the server does.\n"
	"The second form checks a receipt, alone and offline. With --data, --store or --backup as well, it checks that store\n"
	"and that the receipt belongs to its log.\n"
	"\n"
	PLACE_PAGE
	"  --backup FILE   a backup made by noroshi backup\n"
	"  --key FILE      the public key to trust; default: journal.pub in the data directory. Trust one that came to you\n"
	"                  by another way than the store: who holds a store and its key can write another history\n"
	"  --head FILE     a head kept earlier (the answer of GET /api/v1/journal/head): finds a log that was cut off\n"
	"  --content FILE  the content to compare, byte for byte, instead of the copy in the receipt\n"
	"\n"
	"Exit code: 0 everything verifies, 1 something was altered (and what), 2 it could not be checked.\n";

enum { VERIFIED = 0, ALTERED = 1, UNCHECKED = 2 };
#define FINDINGS_SHOWN 1000
#define HEAD_FILE_MAX 65536

struct options { struct place place; struct str backup, key, head, content, receipt; bool json; };
struct report { struct cx *cx; bool json; int64_t told; struct buf findings; struct jw w; bool tty; int64_t shown_us; };

static int unchecked(const struct cx *cx)
{
	cli_failed(cx);
	return UNCHECKED;
}

/* What was found, as people read it: "verify.entry_altered: A journal entry was altered: seq 17, id ..., report.submit, at ..." */
static void print_finding(struct report *r, const struct finding *f)
{
	struct arena *mem = r->cx->mem;
	struct str code = text_code(f->what), sentence = text_sentence(f->what, r->cx->lang);
	printf("%.*s: %.*s:", STR_ARG(code), STR_ARG(sentence));
	if (f->from_seq != JOURNAL_NO_SEQ && f->to_seq > f->from_seq)
		printf(" seq %lld to %lld", (long long)f->from_seq, (long long)f->to_seq);
	else if (f->from_seq != JOURNAL_NO_SEQ)
		printf(" seq %lld", (long long)f->from_seq);
	if (!uuid_is_none(f->id))
		printf(" id %.*s", STR_ARG(uuid_str(mem, f->id)));
	if (f->verb.n > 0)
		printf(" %.*s", STR_ARG(f->verb));
	if (f->at_us != 0)
		printf(" at %.*s", STR_ARG(time_format(mem, f->at_us)));
	if (f->what == T_FOUND_TILE)
		printf(" level %d tile %lld", f->level, (long long)f->number);
	else if (f->number != 0)
		printf(" head of size %lld", (long long)f->number);
	printf("\n");
}

static void write_finding(struct report *r, const struct finding *f)
{
	struct jw *w = &r->w;
	jw_object(w);
	jw_k_text(w, S("code"), text_code(f->what));
	jw_k_text(w, S("title"), text_sentence(f->what, r->cx->lang));
	if (f->from_seq != JOURNAL_NO_SEQ) {
		jw_k_int(w, S("from_seq"), f->from_seq);
		jw_k_int(w, S("to_seq"), f->to_seq);
	}
	if (!uuid_is_none(f->id))
		jw_k_uuid(w, S("id"), f->id);
	if (f->verb.n > 0)
		jw_k_text(w, S("verb"), f->verb);
	if (f->at_us != 0)
		jw_k_time(w, S("at"), f->at_us);
	if (f->what == T_FOUND_TILE) {
		jw_k_int(w, S("level"), f->level);
		jw_k_int(w, S("tile"), f->number);
	} else if (f->number != 0) {
		jw_k_int(w, S("head"), f->number);
	}
	jw_end_object(w);
}

static void found(void *arg, const struct finding *f)
{
	struct report *r = arg;
	struct finding shown = *f;
	if (r->told++ >= FINDINGS_SHOWN)
		return;
	/* An altered row may hold anything: nothing of it may reach the terminal raw. */
	if (!entry_verb_is_good(f->verb))
		shown.verb = NO_STR;
	if (journal_time(r->cx->mem, f->at_us).n == 0)
		shown.at_us = 0;
	if (r->json)
		write_finding(r, &shown);
	else
		print_finding(r, &shown);
}

static void progress(void *arg, struct str what, int64_t done, int64_t of)
{
	struct report *r = arg;
	int64_t now_us = clock_elapsed_us();
	if (!r->tty || now_us - r->shown_us < SECOND_US / 4)
		return;
	r->shown_us = now_us;
	if (of > 0)
		fprintf(stderr, "\r%.*s %lld of %lld (%lld %%)   ", STR_ARG(what), (long long)done, (long long)of, (long long)(done * 100 / of));
	else
		fprintf(stderr, "\r%.*s %lld                        ", STR_ARG(what), (long long)done);
}

/* A head kept earlier: the answer of GET /journal/head. Its own signature is checked before it is believed. */
static enum status read_head(struct cx *cx, struct str path, const struct public_keys *trusted, struct head *ret)
{
	struct bytes text;
	const struct json *in;
	struct head h;
	memset(&h, 0, sizeof h);
	enum status st = file_read(cx, path, HEAD_FILE_MAX, &text);
	if (st == OK)
		st = json_parse(cx, (struct str){ (const char *)text.p, text.n }, &in);
	if (st != OK)
		return st;
	bool good = json_int(json_get(in, S("size")), &h.size) && time_parse(json_get_text(in, S("signed_at")), &h.signed_us) &&
		str_unhex(json_get_text(in, S("root")), h.root.b, HASH_BYTES) &&
		str_unhex(json_get_text(in, S("public_key")), h.key, sizeof h.key) &&
		str_unhex(json_get_text(in, S("signature")), h.signature, sizeof h.signature);
	if (!good || !public_keys_have(trusted, h.key) || !head_signature_holds(cx->mem, json_get_text(in, S("store")), &h))
		return fail_detail(cx, E_INVALID, T_RECEIPT_FALSE, "%.*s is no head signed by that key", STR_ARG(path));
	*ret = h;
	return OK;
}

static enum status read_receipt(struct cx *cx, const struct options *o, const struct public_keys *trusted, struct receipt *ret)
{
	struct bytes text, content;
	enum status st = file_read(cx, o->receipt, RECEIPT_BYTES_MAX, &text);
	if (st == OK)
		st = receipt_read(cx, (struct str){ (const char *)text.p, text.n }, ret);
	if (st == OK)
		st = receipt_check(cx, ret, trusted);
	if (st == OK && o->content.p) {
		st = file_read(cx, o->content, RECEIPT_BYTES_MAX, &content);
		if (st == OK)
			st = receipt_check_body(cx, ret, (struct str){ (const char *)content.p, content.n });
	}
	return st;
}

static const char *result_name(int result)
{
	return result == VERIFIED ? "verified" : result == ALTERED ? "altered" : "unchecked";
}

static int tell_receipt(struct cx *cx, const struct options *o, enum status st, const struct receipt *r)
{
	/* A file that is no receipt at all, or none that can be read, was not checked; one whose parts disagree was altered. */
	int result = st == OK ? VERIFIED : st == E_INVALID ? ALTERED : UNCHECKED;
	if (!o->json && st != OK) {
		cli_failed(cx);
		return result;
	}
	if (!o->json) {
		printf("verified: %.*s, entry %.*s, seq %lld, at %.*s%s\n", STR_ARG(r->entry.verb), STR_ARG(uuid_str(cx->mem, r->entry.id)),
			(long long)r->entry.seq, STR_ARG(time_format(cx->mem, r->entry.at_us)), r->has_content ? ", with its content" : "");
		printf("in the log of store %.*s, whose head of size %lld was signed at %.*s\n", STR_ARG(r->store), (long long)r->head.size,
			STR_ARG(time_format(cx->mem, r->head.signed_us)));
		return result;
	}
	struct buf b;
	struct jw w;
	buf_init(&b, cx->mem, 65536);
	jw_init(&w, &b);
	jw_object(&w);
	jw_k_text(&w, S("result"), str_of(result_name(result)));
	if (st != OK) {
		jw_k_text(&w, S("code"), text_code(cx->problem->why));
		jw_k_text(&w, S("title"), text_sentence(cx->problem->why, cx->lang));
		jw_k_text(&w, S("detail"), cx->problem->detail);
	} else {
		jw_k_uuid(&w, S("entry"), r->entry.id);
		jw_k_int(&w, S("seq"), r->entry.seq);
		jw_k_text(&w, S("verb"), r->entry.verb);
		jw_k_time(&w, S("at"), r->entry.at_us);
		jw_k_int(&w, S("size"), r->head.size);
		jw_k_time(&w, S("signed_at"), r->head.signed_us);
		jw_k_bool(&w, S("content"), r->has_content);
	}
	jw_end_object(&w);
	printf("%.*s\n", STR_ARG(buf_str(&b)));
	return result;
}

static void tell_store_json(const struct verify *v, struct report *r, int result)
{
	struct buf b;
	struct jw w;
	jw_end_array(&r->w);
	buf_init(&b, r->cx->mem, 8u << 20);
	jw_init(&w, &b);
	jw_object(&w);
	jw_k_text(&w, S("result"), str_of(result_name(result)));
	jw_k_text(&w, S("store"), v->store);
	jw_k_int(&w, S("entries"), v->entries);
	jw_k_int(&w, S("waiting"), v->waiting);
	jw_k_int(&w, S("tiles"), v->tiles);
	jw_k_int(&w, S("heads"), v->heads);
	jw_k_int(&w, S("revisions"), v->revisions);
	jw_k_int(&w, S("attachments"), v->attachments);
	jw_key(&w, S("head"));
	jw_object(&w);
	jw_k_int(&w, S("size"), v->last.size);
	jw_k_text(&w, S("root"), str_hex(r->cx->mem, v->last.root.b, HASH_BYTES));
	jw_k_time(&w, S("signed_at"), v->last.signed_us);
	jw_end_object(&w);
	jw_k_int(&w, S("found"), v->findings);
	jw_k_raw(&w, S("findings"), buf_str(&r->findings));
	jw_end_object(&w);
	printf("%.*s\n", STR_ARG(buf_str(&b)));
}

static int tell_store(const struct verify *v, struct report *r)
{
	int result = v->findings > 0 ? ALTERED : VERIFIED;
	if (r->tty)
		fprintf(stderr, "\r%60s\r", "");
	if (r->json) {
		tell_store_json(v, r, result);
		return result;
	}
	if (v->findings > FINDINGS_SHOWN)
		printf("... and %lld more\n", (long long)(v->findings - FINDINGS_SHOWN));
	printf("%s: %lld entries, %lld heads, %lld tiles, %lld revisions, %lld attachments", result_name(result), (long long)v->entries,
		(long long)v->heads, (long long)v->tiles, (long long)v->revisions, (long long)v->attachments);
	if (v->waiting > 0)
		printf("; %lld entries wait for their place in the log", (long long)v->waiting);
	if (v->last.signed_us != 0)
		printf("; last head signed at %.*s", STR_ARG(time_format(r->cx->mem, v->last.signed_us)));
	printf("\n");
	return result;
}

static int check_store(struct cx *cx, const struct options *o, const struct public_keys *trusted, const struct head *pinned)
{
	struct place place = o->place;
	if (o->backup.p)
		place.settings.store = o->backup;
	struct report r = { .cx = cx, .json = o->json, .tty = isatty(STDERR_FILENO) != 0 };
	struct verify v = { .trusted = trusted, .pinned = pinned, .found = found, .progress = progress, .arg = &r };
	buf_init(&r.findings, cx->mem, 4u << 20);
	jw_init(&r.w, &r.findings);
	jw_array(&r.w);
	enum status st = place_open(cx, &place, DB_READ);
	if (st == OK)
		st = verify_store(cx, &v);
	return st == OK ? tell_store(&v, &r) : unchecked(cx);
}

static int run(struct cx *cx, struct options *o)
{
	struct public_keys trusted;
	struct receipt receipt;
	struct head head;
	const struct head *pinned = NULL;
	/* A receipt alone needs no store, even where the environment names one. */
	bool alone = o->receipt.p && !o->place.data.p && !o->place.store.p && !o->backup.p;
	if (((!alone && !o->backup.p) || !o->key.p) && place_read(cx, &o->place) != OK) {
		fprintf(stderr, "noroshi: say what to verify (--data DIR, --store URL, --backup FILE or a receipt) and which key to trust (--key FILE)\n");
		return UNCHECKED;
	}
	if (public_keys_load(cx, o->key.p ? o->key : keyring_path(cx, o->place.settings.keys, S("journal.pub")), &trusted) != OK)
		return unchecked(cx);
	if (o->receipt.p) {
		enum status st = read_receipt(cx, o, &trusted, &receipt);
		if (st != OK || alone)
			return tell_receipt(cx, o, st, &receipt);
		pinned = &receipt.head;
	}
	if (o->head.p) {
		if (read_head(cx, o->head, &trusted, &head) != OK)
			return unchecked(cx);
		pinned = &head;
	}
	return check_store(cx, o, &trusted, pinned);
}

int cmd_verify(int argc, char **argv)
{
	struct options o = { .json = false };
	const struct flag flags[] = {
		PLACE_FLAGS(o.place), { LIT("backup"), &o.backup, NULL, NULL }, { LIT("key"), &o.key, NULL, NULL },
		{ LIT("head"), &o.head, NULL, NULL }, { LIT("content"), &o.content, NULL, NULL },
	};
	struct str rest[1];
	size_t n_rest;
	if (!flags_read(argc, argv, flags, sizeof flags / sizeof *flags, rest, 1, &n_rest))
		return UNCHECKED;
	o.json = o.place.json;
	o.receipt = n_rest > 0 ? rest[0] : NO_STR;
	struct problem problem = { .why = T_NONE };
	struct cx cx = cli_cx(&problem);
	int result = run(&cx, &o);
	db_close(cx.db);
	arena_release(cx.mem);
	return fflush(stdout) == 0 ? result : UNCHECKED;
}

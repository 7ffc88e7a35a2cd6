/* api/journal.c — see journal.h; shapes of the answers: the OpenAPI document. */
#include "api/journal.h"

#include <stddef.h>

#include "app/journal_view.h"
#include "app/receipt.h"
#include "base/str.h"
#include "base/uuid.h"

#define LABEL(j, e) .ja = LIT(j), .en = LIT(e)
#define TABLE(id, type, list) const struct field_table id = { .name = LIT(type), .fields = list, .n_fields = sizeof list / sizeof *list, \
	.struct_bytes = sizeof(struct id), .present = FIELD_NO_PRESENT }

static const struct str orders[] = { LIT("asc"), LIT("desc"), { NULL, 0 } };
enum { ORDER_ASC = 1 };
static const struct str yes[] = { LIT("1"), { NULL, 0 } };

struct journal_query_table { struct str after, verb; struct uuid object, org; int64_t limit; int order; };
#define AT(member) offsetof(struct journal_query_table, member)
static const struct field journal_query_fields[] = {
	{ .name = LIT("after"), .kind = FIELD_TEXT, .offset = AT(after), .max = 19, LABEL("続きの位置(通し番号)", "Where to go on: next of the page before, or a seq") },
	{ .name = LIT("limit"), .kind = FIELD_INT, .offset = AT(limit), .min = 1, .max = 200, LABEL("件数", "Rows (1-200, default 50)") },
	{ .name = LIT("verb"), .kind = FIELD_TEXT, .offset = AT(verb), .max = VERB_MAX, LABEL("操作の種類", "What was done, as report.submit") },
	{ .name = LIT("object"), .kind = FIELD_UUID, .offset = AT(object), LABEL("対象", "What it was done to") },
	{ .name = LIT("org"), .kind = FIELD_UUID, .offset = AT(org), LABEL("組織", "Whose people did it") },
	{ .name = LIT("order"), .kind = FIELD_CHOICE, .offset = AT(order), .choices = orders, LABEL("並び順", "Oldest or newest first (default desc)") },
};
TABLE(journal_query_table, "JournalQuery", journal_query_fields);

struct consistency_query_table { int64_t from, to; };
static const struct field consistency_fields[] = {
	{ .name = LIT("from"), .kind = FIELD_INT, .flags = FIELD_REQUIRED, .offset = offsetof(struct consistency_query_table, from), .min = 1,
	  .max = INT64_C(1) << 53, LABEL("古い方の件数", "Size of the older head") },
	{ .name = LIT("to"), .kind = FIELD_INT, .offset = offsetof(struct consistency_query_table, to), .min = 1, .max = INT64_C(1) << 53,
	  LABEL("新しい方の件数", "Size of the newer head (default: the newest)") },
};
TABLE(consistency_query_table, "ConsistencyQuery", consistency_fields);

struct export_query_table { struct str after; };
static const struct field export_fields[] = {
	{ .name = LIT("after"), .kind = FIELD_TEXT, .offset = 0, .max = 19, LABEL("続きの位置(通し番号)", "Entries after this seq (default: from the first)") },
};
TABLE(export_query_table, "JournalExportQuery", export_fields);

struct receipt_query_table { int download; };
static const struct field receipt_fields[] = {
	{ .name = LIT("download"), .kind = FIELD_CHOICE, .offset = 0, .choices = yes, LABEL("ファイルとして保存する", "1: as a file to keep") },
};
TABLE(receipt_query_table, "ReceiptQuery", receipt_fields);

static enum status seq_of(struct cx *cx, struct str after, int64_t *ret)
{
	int64_t seq = JOURNAL_NO_SEQ;
	if (after.n > 0 && !str_int(after, 0, INT64_MAX, &seq))
		return fail_field(cx, S("/after"), T_FIELD_TYPE, 0);
	*ret = seq;
	return OK;
}

static void k_hex(struct cx *cx, struct jw *w, struct str key, const void *bytes, size_t n)
{
	jw_k_text(w, key, str_hex(cx->mem, bytes, n));
}

static void row_write(struct cx *cx, struct jw *w, const struct journal_row *row)
{
	const struct entry *e = &row->e;
	jw_object(w);
	jw_k_int(w, S("seq"), e->seq);
	if (row->masked) {
		jw_k_bool(w, S("masked"), true);
		k_hex(cx, w, S("leaf_hash"), row->leaf_hash.b, HASH_BYTES);
		jw_end_object(w);
		return;
	}
	jw_k_uuid(w, S("id"), e->id);
	jw_k_time(w, S("at"), e->at_us);
	if (!uuid_is_none(e->account)) {
		jw_key(w, S("account"));
		jw_object(w);
		jw_k_uuid(w, S("id"), e->account);
		if (row->user_ja.n > 0)
			jw_k_text(w, S("ja"), row->user_ja);
		if (row->user_en.n > 0)
			jw_k_text(w, S("en"), row->user_en);
		jw_end_object(w);
	}
	if (row->org.kind != 0) {
		jw_key(w, S("org"));
		org_ref_write(w, &row->org);
	}
	jw_k_text(w, S("verb"), e->verb);
	if (!uuid_is_none(e->object))
		jw_k_uuid(w, S("object"), e->object);
	if (e->has_digest)
		k_hex(cx, w, S("digest"), e->digest, sizeof e->digest);
	k_hex(cx, w, S("leaf_hash"), row->leaf_hash.b, HASH_BYTES);
	jw_end_object(w);
}

enum status journal_entries_get(struct cx *cx, struct call *call)
{
	const struct journal_query_table *in = call->input;
	struct journal_query q = { .oldest_first = in->order == ORDER_ASC, .limit = in->limit ? in->limit : 50, .verb = in->verb,
		.object = in->object, .org = in->org };
	struct journal_page page;
	enum status st = seq_of(cx, in->after, &q.after);
	if (in->verb.n == 0)
		q.verb = NO_STR;
	if (st == OK)
		st = journal_list(cx, &q, &page);
	if (st != OK)
		return st;
	struct jw *w = &call->json;
	jw_object(w);
	jw_key(w, S("items"));
	jw_array(w);
	for (size_t i = 0; i < page.n; i++)
		row_write(cx, w, &page.v[i]);
	jw_end_array(w);
	if (page.next != JOURNAL_NO_SEQ)
		jw_k_text(w, S("next"), str_format(cx->mem, "%lld", (long long)page.next));
	jw_end_object(w);
	return OK;
}

enum status journal_newest_head_get(struct cx *cx, struct call *call)
{
	struct journal_head h;
	enum status st = journal_head_get(cx, &h);
	if (st != OK)
		return st;
	struct jw *w = &call->json;
	jw_object(w);
	jw_k_text(w, S("store"), h.store);
	jw_k_int(w, S("size"), h.head.size);
	k_hex(cx, w, S("root"), h.head.root.b, HASH_BYTES);
	jw_k_text(w, S("signed_at"), journal_time(cx->mem, h.head.signed_us));
	k_hex(cx, w, S("key"), h.key_id, sizeof h.key_id);
	k_hex(cx, w, S("public_key"), h.head.key, sizeof h.head.key);
	k_hex(cx, w, S("signature"), h.head.signature, sizeof h.head.signature);
	jw_end_object(w);
	return OK;
}

enum status journal_consistency_get(struct cx *cx, struct call *call)
{
	const struct consistency_query_table *in = call->input;
	struct merkle_proof proof;
	int64_t to = in->to;
	enum status st = journal_consistency(cx, in->from, &to, &proof);
	if (st != OK)
		return st;
	struct jw *w = &call->json;
	jw_object(w);
	jw_k_int(w, S("from"), in->from);
	jw_k_int(w, S("to"), to);
	jw_key(w, S("proof"));
	jw_array(w);
	for (size_t i = 0; i < proof.n; i++)
		jw_text(w, str_hex(cx->mem, proof.hash[i].b, HASH_BYTES));
	jw_end_array(w);
	jw_end_object(w);
	return OK;
}

enum status journal_export_get(struct cx *cx, struct call *call)
{
	const struct export_query_table *in = call->input;
	int64_t after = JOURNAL_NO_SEQ, next = JOURNAL_NO_SEQ;
	enum status st = seq_of(cx, in->after, &after);
	if (st == OK)
		st = journal_export(cx, after, &call->out, &next);
	if (st != OK)
		return st;
	call->type = S("application/x-ndjson");
	call->status = 200;
	if (next != JOURNAL_NO_SEQ)
		call_header(call, S("Link"), str_format(cx->mem, "</api/v1/journal/entries.ndjson?after=%lld>; rel=\"next\"", (long long)next));
	call_header(call, S("Content-Disposition"), S("attachment; filename=\"journal.ndjson\""));
	return OK;
}

enum status receipt_of_entry_get(struct cx *cx, struct call *call)
{
	const struct receipt_query_table *in = call->input;
	struct uuid entry;
	struct receipt r;
	enum status st = call_uuid(cx, call, 0, &entry);
	if (st == OK)
		st = receipt_get(cx, entry, &r);
	if (st != OK)
		return st;
	receipt_write(&call->json, cx->mem, &r);
	if (in->download)
		call_header(call, S("Content-Disposition"), str_format(cx->mem, "attachment; filename=\"receipt-%.*s.json\"",
			STR_ARG(call->param[0])));
	return OK;
}

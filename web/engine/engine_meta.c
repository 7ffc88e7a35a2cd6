/* web/engine/engine_meta.c — the doors of format/meta.h: what a file tells, a copy without it, its text. A refusal is an answer:
 * {"refused": code, "ja", "en"} with the sentence that says the way out. */
#include "engine.h"

#include "base/str.h"
#include "format/meta.h"
#include "format/zip.h"

enum { TEXT_MAX = 2 << 20 };

static void write_refusal(struct engine *e)
{
	struct jw *w = &e->json;
	jw_k_text(w, S("refused"), text_code(e->problem.why));
	jw_k_text(w, S("ja"), text_sentence(e->problem.why, LANG_JA));
	jw_k_text(w, S("en"), text_sentence(e->problem.why, LANG_EN));
}

static void write_report(struct jw *w, const struct meta_report *r)
{
	jw_k_text(w, S("type"), meta_type_code(r->type));
	jw_k_text(w, S("charset"), charset_name(r->charset));
	jw_k_bool(w, S("more"), r->more);
	jw_key(w, S("finds"));
	jw_array(w);
	for (size_t i = 0; i < r->n; i++) {
		jw_object(w);
		jw_k_text(w, S("what"), meta_kind_code(r->finds[i].what));
		jw_k_text(w, S("where"), r->finds[i].where);
		jw_k_text(w, S("value"), r->finds[i].value);
		jw_k_bool(w, S("removable"), r->finds[i].removable);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static struct bytes file_of(struct engine *e)
{
	struct str s = engine_field(e);
	return (struct bytes){ (const uint8_t *)s.p, s.n };
}

/* What is wrong with the file is said; what is wrong with us is an error of the call. */
static void end(struct engine *e, enum status st)
{
	if (st == E_INVALID)
		write_refusal(e);
	jw_end_object(&e->json);
	engine_end(e, st == E_INVALID ? OK : st);
}

ENGINE_EXPORT(engine_meta_read) void engine_meta_read(struct engine *e)
{
	struct jw *w = engine_begin(e);
	struct str name = engine_field(e);
	struct meta_report r;
	enum status st = meta_read(&e->cx, name, file_of(e), &r);
	jw_object(w);
	if (st == OK)
		write_report(w, &r);
	end(e, st);
}

/* The copy itself is at engine_bytes; its checksum is in the answer. */
ENGINE_EXPORT(engine_meta_clean) void engine_meta_clean(struct engine *e)
{
	struct jw *w = engine_begin(e);
	struct str name = engine_field(e);
	struct meta_report left;
	enum status st = meta_clean(&e->cx, name, file_of(e), &e->bytes, &left);
	jw_object(w);
	if (st == OK) {
		write_report(w, &left);
		jw_k_int(w, S("size"), (int64_t)e->bytes.n);
		jw_k_int(w, S("crc"), zip_crc(e->bytes));
	}
	end(e, st);
}

ENGINE_EXPORT(engine_meta_text) void engine_meta_text(struct engine *e)
{
	struct jw *w = engine_begin(e);
	struct str name = engine_field(e), text = NO_STR;
	bool cut = false;
	enum status st = meta_text(&e->cx, name, file_of(e), TEXT_MAX, &text, &cut);
	jw_object(w);
	if (st == OK) {
		jw_k_text(w, S("text"), text);
		jw_k_bool(w, S("cut"), cut);
	}
	end(e, st);
}

ENGINE_EXPORT(engine_bytes) const uint8_t *engine_bytes(const struct engine *e)
{
	return e->bytes.p;
}

ENGINE_EXPORT(engine_bytes_n) size_t engine_bytes_n(const struct engine *e)
{
	return e->bytes.n;
}

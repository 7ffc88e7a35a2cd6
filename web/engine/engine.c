/* web/engine/engine.c — reads blobs, calls model/, writes JSON. */
#include "engine.h"

#include "model/small_group.h"

enum { INPUT_MAX = 64 << 20, RESULT_MAX = 64 << 20 };

ENGINE_EXPORT(engine_new) struct engine *engine_new(void)
{
	struct arena *mem = arena_new();
	struct engine *e = arena_make(mem, struct engine);
	e->own = mem;
	e->mem = arena_new();
	return e;
}

void engine_free(struct engine *e)
{
	arena_release(e->names);
	arena_release(e->mem);
	arena_release(e->own);
}

/* A blob's memory goes with the next one. */
ENGINE_EXPORT(engine_input) char *engine_input(struct engine *e, size_t n)
{
	arena_release(e->mem);
	e->mem = arena_new();
	e->out = (struct buf){ 0 };
	e->bytes = (struct bytes){ 0 };
	e->at = 0;
	e->input_n = n <= INPUT_MAX ? n : 0;
	e->input = arena_alloc(e->mem, e->input_n + 1);
	return e->input;
}

ENGINE_EXPORT(engine_result) const char *engine_result(const struct engine *e)
{
	return e->out.p;
}

ENGINE_EXPORT(engine_result_bytes) size_t engine_result_bytes(const struct engine *e)
{
	return e->out.n;
}

bool engine_more(const struct engine *e)
{
	return e->at < e->input_n;
}

struct str engine_field(struct engine *e)
{
	const unsigned char *p = (const unsigned char *)e->input + e->at;
	size_t left = e->input_n - e->at;
	if (left < 4) {
		e->at = e->input_n;
		return NO_STR;
	}
	size_t n = (size_t)p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16 | (size_t)p[3] << 24;
	if (n > left - 4)
		n = left - 4;
	e->at += 4 + n;
	return (struct str){ (const char *)p + 4, n };
}

int64_t engine_number(struct engine *e)
{
	int64_t n = 0;
	(void)str_int(engine_field(e), INT64_MIN / 2, INT64_MAX / 2, &n);
	return n;
}

struct jw *engine_begin(struct engine *e)
{
	e->problem = (struct problem){ 0 };
	e->cx = (struct cx){ .mem = e->mem, .problem = &e->problem };
	buf_init(&e->out, e->mem, RESULT_MAX);
	jw_init(&e->json, &e->out);
	return &e->json;
}

/* What was written of a failed call is thrown away. */
void engine_end(struct engine *e, enum status st)
{
	static const char *const codes[] = { "ok", "invalid", "login", "denied", "missing", "conflict", "stale", "limit", "rate", "busy", "remote", "write", "bug" };
	if (st == OK && !e->out.full)
		return;
	buf_init(&e->out, e->mem, RESULT_MAX);
	jw_init(&e->json, &e->out);
	jw_object(&e->json);
	jw_k_text(&e->json, S("error"), str_of(codes[st == OK ? E_LIMIT : st]));
	jw_end_object(&e->json);
}

static int class_of(struct str name)
{
	for (int i = 1; i < REDACT_CLASSES; i++)
		if (str_eq(name, redact_class_names[i]))
			return i;
	return 0;
}

ENGINE_EXPORT(engine_names) void engine_names(struct engine *e)
{
	struct jw *w = engine_begin(e);
	struct arena *mem = arena_new();
	struct cx cx = e->cx;
	size_t room = 64, n = 0;
	struct redact_name *names = arena_array(mem, struct redact_name, room);
	cx.mem = mem;
	while (engine_more(e)) {
		if (n == room) {
			struct redact_name *wider = arena_array(mem, struct redact_name, room * 2);
			for (size_t i = 0; i < n; i++)
				wider[i] = names[i];
			names = wider;
			room *= 2;
		}
		int class = class_of(engine_field(e)), who = (int)engine_number(e);
		struct str text = str_copy(mem, engine_field(e));
		if (class && text.n)
			names[n++] = (struct redact_name){ text, (enum redact_class)class, who };
	}
	struct redact_index *index;
	enum status st = redact_index_new(&cx, names, n, &index);
	if (st == OK) {
		arena_release(e->names);
		e->names = mem;
		e->index = index;
		jw_object(w);
		jw_k_int(w, S("names"), (int64_t)n);
		jw_end_object(w);
	} else
		arena_release(mem);
	engine_end(e, st);
}

static void write_find(struct engine *e, const struct redact_find *f)
{
	struct jw *w = &e->json;
	jw_object(w);
	jw_k_int(w, S("text"), (int64_t)f->text);
	jw_k_int(w, S("from"), (int64_t)f->from);
	jw_k_int(w, S("to"), (int64_t)f->to);
	jw_k_text(w, S("class"), redact_class_names[f->class]);
	jw_k_text(w, S("proposal"), f->proposal == REDACT_KEEP ? S("keep") : S("replace"));
	jw_k_text(w, S("why"), redact_why_names[f->why]);
	jw_k_int(w, S("who"), f->who);
	jw_k_int(w, S("group"), f->group);
	jw_k_int(w, S("number"), f->number);
	jw_k_text(w, S("ja"), redact_placeholder(e->mem, f, LANG_JA));
	jw_k_text(w, S("en"), redact_placeholder(e->mem, f, LANG_EN));
	jw_end_object(w);
}

/* The texts that are left in the blob. */
static struct str *texts_of(struct engine *e, size_t *ret_n)
{
	size_t at = e->at, n = 0;
	for (; engine_more(e); n++)
		(void)engine_field(e);
	e->at = at;
	struct str *texts = arena_array(e->mem, struct str, n + 1);
	for (size_t i = 0; i < n; i++)
		texts[i] = engine_field(e);
	*ret_n = n;
	return texts;
}

ENGINE_EXPORT(engine_scan) void engine_scan(struct engine *e)
{
	struct jw *w = engine_begin(e);
	size_t n, n_finds = 0;
	struct str *texts = texts_of(e, &n);
	struct redact_find *finds = NULL;
	enum status st = e->index ? OK : redact_index_new(&e->cx, NULL, 0, &e->index);
	bool own = e->names != NULL;
	if (st == OK)
		st = redact_scan_all(&e->cx, e->index, texts, n, &finds, &n_finds);
	if (!own)
		e->index = NULL;                                /* it lives in this call's memory */
	jw_object(w);
	jw_key(w, S("finds"));
	jw_array(w);
	for (size_t i = 0; i < n_finds; i++)
		write_find(e, &finds[i]);
	jw_end_array(w);
	jw_end_object(w);
	engine_end(e, st);
}

ENGINE_EXPORT(engine_apply) void engine_apply(struct engine *e)
{
	struct jw *w = engine_begin(e);
	struct str text = engine_field(e), derived = NO_STR;
	size_t room = e->input_n / 12 + 1, n = 0;
	struct redact_edit *edits = arena_array(e->mem, struct redact_edit, room);
	while (engine_more(e) && n < room) {
		int64_t from = engine_number(e), to = engine_number(e);
		edits[n++] = (struct redact_edit){ from < 0 ? text.n + 1 : (size_t)from, to < 0 ? 0 : (size_t)to, engine_field(e) };
	}
	enum status st = str_utf8(text) ? redact_apply(&e->cx, text, edits, n, &derived) : fail(&e->cx, E_INVALID, T_FIELD_UTF8);
	jw_object(w);
	jw_k_text(w, S("text"), derived);
	jw_end_object(w);
	engine_end(e, st);
}

static void write_warning(struct jw *w, const struct group_warning *one)
{
	jw_object(w);
	jw_k_text(w, S("field"), group_field_names[one->field]);
	if (one->in_text) {
		jw_k_int(w, S("text"), (int64_t)one->text);
		jw_k_int(w, S("from"), (int64_t)one->from);
		jw_k_int(w, S("to"), (int64_t)one->to);
	}
	jw_k_int(w, S("left"), one->left);
	jw_k_text(w, S("ja"), one->ja);
	jw_k_text(w, S("en"), one->en);
	jw_k_int(w, S("left_coarser"), one->left_coarser);
	jw_end_object(w);
}

ENGINE_EXPORT(engine_small_groups) void engine_small_groups(struct engine *e)
{
	struct jw *w = engine_begin(e);
	int64_t k = engine_number(e);
	struct group_report report = { .sector = engine_field(e) };
	report.area = area_of_code(engine_field(e));
	report.users = engine_number(e);
	int64_t members_n = engine_number(e);
	if (members_n < 0 || members_n > (int64_t)(e->input_n / 8))
		members_n = 0;
	struct group_member *members = arena_array(e->mem, struct group_member, (size_t)members_n + 1);
	for (int64_t i = 0; i < members_n; i++) {
		members[i].sector = engine_field(e);
		members[i].area = area_of_code(engine_field(e));
	}
	report.texts = texts_of(e, &report.n_texts);
	struct group_warning *warnings = NULL;
	size_t n = 0;
	enum status st = small_groups(&e->cx, members, (size_t)members_n, &report, k, &warnings, &n);
	jw_object(w);
	jw_key(w, S("warnings"));
	jw_array(w);
	for (size_t i = 0; i < n; i++)
		write_warning(w, &warnings[i]);
	jw_end_array(w);
	jw_end_object(w);
	engine_end(e, st);
}

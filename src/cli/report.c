/* noroshi report: files a report from flags or a form file; preview, draft, follow-up; keeps the receipt. */
#include <stdio.h>
#include <time.h>

#include "base/str.h"
#include "base/uuid.h"
#include "cli/client.h"
#include "cli/sealed.h"
#include "cli/work.h"
#include "model/report.h"

#define FLAGS_MAX 64
#define FORM_MAX ((size_t)1 << 20)
#define FILE_MAX ((size_t)10 << 20)
#define RECEIPT_WAIT_S 30

static const char page_head[] =
	"noroshi report --title TEXT --sector ID ... | --from FILE.json   [--preview | --draft | --follow-up ID [--final]]\n"
	"\n"
	"Files a report. What the flags say replaces what the form file says. Without --preview or --draft it is submitted at once; an\n"
	"interrupted submission is repeated under one key, so that it is never filed twice. By the CEPTOAR route the report and its files are\n"
	"sealed here, where the CEPTOAR has a key: the server cannot read them.\n"
	"\n"
	"  --from FILE         the report as JSON, as the API takes it; - is standard input\n"
	"  --attach FILES      files to attach, separated by commas\n"
	"  --preview           show who would get it and what is still wrong; changes nothing\n"
	"  --draft             keep it as a draft\n"
	"  --follow-up ID      a follow-up of the report with this id; the form is the whole new text\n"
	"  --final             the follow-up is the final report\n"
	"  --receipt FILE      wait for the receipt and keep it: noroshi verify checks it offline\n";

struct report_flags {
	struct client c;
	struct str from, attach, follow_up, receipt;
	bool preview, draft, final;
	struct { struct str name; struct str text; bool on; const struct field *field, *parent; } given[FLAGS_MAX];
	size_t n_given;
};

/* "noticed_at" of the table is --noticed-at; the members of "effect" are --effect-state and so on. */
static struct str flag_name(struct arena *mem, const struct field *parent, const struct field *f)
{
	char *name = str_terminated(mem, parent ? str_format(mem, "%.*s-%.*s", STR_ARG(parent->name), STR_ARG(f->name)) : f->name);
	for (char *p = name; *p; p++)
		*p = *p == '_' ? '-' : *p;
	return str_of(name);
}

/* Lists of objects have no flag: they come by --from. */
static bool has_flag(const struct field *f)
{
	return f->kind != FIELD_STRUCT && f->kind != FIELD_JSON && !(f->kind == FIELD_LIST && f->item == FIELD_STRUCT);
}

static void each_field(void (*tell)(void *, const struct field *parent, const struct field *), void *arg)
{
	for (size_t i = 0; i < report_fields.n_fields; i++) {
		const struct field *f = &report_fields.fields[i];
		if (has_flag(f))
			tell(arg, NULL, f);
		for (size_t k = 0; f->kind == FIELD_STRUCT && k < f->sub->n_fields; k++)
			if (has_flag(&f->sub->fields[k]))
				tell(arg, f, &f->sub->fields[k]);
	}
}

static void page_line(void *arg, const struct field *parent, const struct field *f)
{
	const char *value = f->kind == FIELD_BOOL ? "" : f->kind == FIELD_TIME ? " TIME" : f->kind == FIELD_LIST ? " A,B"
		: f->kind == FIELD_INT ? " N" : " TEXT";
	struct str name = flag_name(arg, parent, f), flag = str_format(arg, "%.*s%s", STR_ARG(name), value);
	printf("  --%-24.*s %.*s", STR_ARG(flag), STR_ARG(f->en));
	for (const struct str *choice = f->kind == FIELD_CHOICE ? f->choices : NULL; choice && choice->n; choice++)
		printf("%s%.*s", choice == f->choices ? ": " : " | ", STR_ARG(*choice));
	printf("%s\n", f->flags & FIELD_REQUIRED ? " (needed)" : "");
}

void report_help(void)
{
	struct arena *mem = arena_new();
	fputs(page_head, stdout);
	fputs(CLIENT_PAGE "\nThe report's fields:\n", stdout);
	each_field(page_line, mem);
	fputs("\n  noroshi report --server https://noroshi.example --token-file token --title \"Monitoring stopped\" --sector power \\\n"
	      "    --event-type unavailable --basis severe --route ministry --noticed-at 2026-11-20T09:00:00+09:00 --summary \"No answer.\"\n", stdout);
	arena_release(mem);
}

static void add_flag(void *arg, const struct field *parent, const struct field *f)
{
	struct report_flags *r = arg;
	if (r->n_given == FLAGS_MAX)
		return;
	r->given[r->n_given].name = flag_name(r->c.cx.mem, parent, f);
	r->given[r->n_given].field = f;
	r->given[r->n_given].parent = parent;
	r->n_given++;
}

static bool read_flags(struct report_flags *r, int argc, char **argv)
{
	struct flag flags[FLAGS_MAX + 16] = {
		CLIENT_FLAGS(r->c), { LIT("from"), &r->from, NULL, NULL }, { LIT("attach"), &r->attach, NULL, NULL },
		{ LIT("follow-up"), &r->follow_up, NULL, NULL }, { LIT("receipt"), &r->receipt, NULL, NULL }, { LIT("preview"), NULL, &r->preview, NULL },
		{ LIT("draft"), NULL, &r->draft, NULL }, { LIT("final"), NULL, &r->final, NULL },
	};
	size_t n = 11, n_rest;
	for (size_t i = 0; i < r->n_given; i++)
		flags[n++] = (struct flag){ r->given[i].name, r->given[i].field->kind == FIELD_BOOL ? NULL : &r->given[i].text,
		                            r->given[i].field->kind == FIELD_BOOL ? &r->given[i].on : NULL, NULL };
	return flags_read(argc, argv, flags, n, NULL, 0, &n_rest);
}

/* Text as the table wants it; what is no number goes as text, and the server says what is wrong with it. */
static void write_value(struct jw *w, const struct field *f, struct str text)
{
	int64_t number;
	if (f->kind == FIELD_BOOL) {
		jw_bool(w, true);
	} else if (f->kind == FIELD_INT && str_int(text, INT64_MIN, INT64_MAX, &number)) {
		jw_int(w, number);
	} else if (f->kind == FIELD_LIST) {
		jw_array(w);
		for (struct str rest = text, one = str_cut(rest, ',', &rest); one.n || rest.n; one = str_cut(rest, ',', &rest))
			if (str_trim(one).n)
				jw_text(w, str_trim(one));
		jw_end_array(w);
	} else {
		jw_text(w, text);
	}
}

static bool was_given(const struct report_flags *r, const struct field *parent, const struct field *f, struct str *ret)
{
	for (size_t i = 0; i < r->n_given; i++)
		if (r->given[i].parent == parent && r->given[i].field == f && (r->given[i].text.p || r->given[i].on))
			return *ret = r->given[i].text, true;
	return false;
}

static void write_json(struct arena *mem, struct jw *w, const struct json *value)
{
	struct buf out;
	buf_init(&out, mem, 4 * FORM_MAX);
	json_write(&out, value);
	jw_raw(w, buf_str(&out));
}

static void write_struct(struct report_flags *r, struct jw *w, const struct field *f, const struct json *form)
{
	const struct json *old = json_get(form, f->name);
	struct str text;
	bool any = old != NULL;
	for (size_t k = 0; k < f->sub->n_fields; k++)
		any |= was_given(r, f, &f->sub->fields[k], &text);
	if (!any)
		return;
	jw_key(w, f->name);
	jw_object(w);
	for (size_t k = 0; k < f->sub->n_fields; k++) {
		const struct field *m = &f->sub->fields[k];
		const struct json *kept = json_get(old, m->name);
		if (was_given(r, f, m, &text)) {
			jw_key(w, m->name);
			write_value(w, m, text);
		} else if (kept) {
			jw_key(w, m->name);
			write_json(r->c.cx.mem, w, kept);
		}
	}
	jw_end_object(w);
}

static const struct field *field_named(struct str name)
{
	for (size_t i = 0; i < report_fields.n_fields; i++)
		if (str_eq(report_fields.fields[i].name, name))
			return &report_fields.fields[i];
	return NULL;
}

/* The form file with the flags over it. Members that the table does not know are sent too, so that the server names them. */
static void write_members(struct report_flags *r, struct jw *w, const struct json *form, struct str attachments)
{
	struct str text;
	for (size_t i = 0; i < report_fields.n_fields; i++) {
		const struct field *f = &report_fields.fields[i];
		const struct json *kept = json_get(form, f->name);
		if (str_eq(f->name, S("attachments")) && attachments.n) {
			jw_k_raw(w, f->name, attachments);
		} else if (f->kind == FIELD_STRUCT) {
			write_struct(r, w, f, form);
		} else if (was_given(r, NULL, f, &text)) {
			jw_key(w, f->name);
			write_value(w, f, text);
		} else if (kept) {
			jw_key(w, f->name);
			write_json(r->c.cx.mem, w, kept);
		}
	}
	for (const struct json *m = json_first(form); m; m = json_next(m))
		if (!field_named(json_key(m))) {
			jw_key(w, json_key(m));
			write_json(r->c.cx.mem, w, m);
		}
}

static struct str upload_path(struct arena *mem, struct str file)
{
	struct str name = client_query(mem, file);
	return str_format(mem, "/api/v1/attachments?name=%.*s", STR_ARG(name));
}

/* Uploads --attach; returns the JSON list of ids, after those that the form or the flag --attachments names. */
static enum status upload(struct report_flags *r, const struct json *form, struct str *ret)
{
	struct buf out;
	struct jw w;
	struct str given, rest = r->attach, path, bytes;
	*ret = NO_STR;
	if (!r->attach.n)
		return OK;
	buf_init(&out, r->c.cx.mem, 65536);
	jw_init(&w, &out);
	jw_array(&w);
	if (was_given(r, NULL, field_named(S("attachments")), &given))
		for (struct str one = str_cut(given, ',', &given); one.n || given.n; one = str_cut(given, ',', &given))
			jw_text(&w, str_trim(one));
	else
		for (const struct json *m = json_first(json_get(form, S("attachments"))); m; m = json_next(m))
			jw_text(&w, json_text(m));
	for (path = str_cut(rest, ',', &rest); path.n || rest.n; path = str_cut(rest, ',', &rest)) {
		const struct json *answer;
		enum status st = client_read_file(&r->c, path, FILE_MAX, &bytes);
		r->c.type = S("application/octet-stream");
		if (st == OK)
			st = client_ask(&r->c, S("POST"), upload_path(r->c.cx.mem, path), bytes, &answer);
		if (st != OK)
			return st;
		jw_text(&w, json_get_text(answer, S("id")));
	}
	jw_end_array(&w);
	*ret = buf_str(&out);
	return OK;
}

static enum status make_body(struct report_flags *r, struct str *ret)
{
	struct buf out;
	struct jw w;
	const struct json *form = NULL;
	struct str text, attachments = NO_STR;
	enum status st = OK;
	if (r->from.n) {
		st = client_read_file(&r->c, r->from, FORM_MAX, &text);
		if (st == OK)
			st = json_parse(&r->c.cx, text, &form);
	}
	if (st == OK && !r->preview)
		st = upload(r, form, &attachments);
	if (st != OK)
		return st;
	buf_init(&out, r->c.cx.mem, 4 * FORM_MAX);
	jw_init(&w, &out);
	jw_object(&w);
	write_members(r, &w, form, attachments);
	if (r->draft)
		jw_k_bool(&w, S("draft"), true);
	if (r->final)
		jw_k_bool(&w, S("final"), true);
	if (r->preview && r->follow_up.n)
		jw_k_text(&w, S("report"), r->follow_up);
	jw_end_object(&w);
	*ret = buf_str(&out);
	return OK;
}

static struct str local_name(const struct client *c, const struct json *both)
{
	return json_get_text(both, c->cx.lang == LANG_EN ? S("en") : S("ja"));
}

static void tell_preview(struct report_flags *r, const struct json *answer)
{
	int64_t orgs = json_get_int(answer, S("orgs"), 0), people = json_get_int(answer, S("people"), 0);
	printf("%lld %s", (long long)orgs, orgs == 1 ? "organisation" : "organisations");
	printf(people ? ", %lld people\n" : "\n", (long long)people);
	for (const struct json *a = json_first(json_get(answer, S("audience"))); a; a = json_next(a)) {
		struct str name = local_name(&r->c, json_get(a, S("org"))), why = local_name(&r->c, json_get(a, S("why")));
		const char *when = str_eq(json_get_text(a, S("at")), S("now")) ? "at once" : "after the hop above passes it on";
		printf("  %lld. %.*s: %s. %.*s\n", (long long)json_get_int(a, S("hop"), 0), STR_ARG(name), when, STR_ARG(why));
	}
	for (const struct json *n = json_first(json_get(answer, S("never"))); n; n = json_next(n)) {
		struct str text = local_name(&r->c, n);
		printf("  - %.*s\n", STR_ARG(text));
	}
	for (const struct json *e = json_first(json_get(answer, S("errors"))); e; e = json_next(e)) {
		struct str pointer = json_get_text(e, S("pointer")), why = json_get_text(e, S("title"));
		printf("  still wrong: %.*s: %.*s\n", STR_ARG(pointer), STR_ARG(why));
	}
}

/* The receipt exists as soon as a signed head covers the entry: a second at most while the server runs. */
static enum status keep_receipt(struct report_flags *r, struct str entry)
{
	for (int i = 0; i < RECEIPT_WAIT_S * 4; i++) {
		enum status st = client_fetch(&r->c, S("GET"), str_format(r->c.cx.mem, "/api/v1/receipts/%.*s?download=1", STR_ARG(entry)), NO_STR);
		if (st != OK)
			return st;
		if (r->c.answer.status == 200)
			return client_write_file(&r->c, r->receipt, (struct str){ (const char *)r->c.answer.body.p, r->c.answer.body.n });
		if (r->c.answer.status != 409)
			break;
		nanosleep(&(struct timespec){ .tv_nsec = 250000000 }, NULL);
	}
	return fail_detail(&r->c.cx, E_REMOTE, T_REMOTE, "the report is filed, but its receipt did not come; ask for it later (entry %.*s)",
	                   STR_ARG(entry));
}

static enum status version_of(struct report_flags *r)
{
	const struct json *answer;
	enum status st = client_ask(&r->c, S("GET"), str_format(r->c.cx.mem, "/api/v1/reports/%.*s", STR_ARG(r->follow_up)), NO_STR, &answer);
	if (st == OK)
		r->c.if_match = str_format(r->c.cx.mem, "\"%lld\"", (long long)json_get_int(answer, S("version"), 0));
	return st;
}

/* What the server may know of a report that will be sealed. */
static struct str outside_of(struct report_flags *r, const struct json *form)
{
	static const struct str names[] = { LIT("route"), LIT("basis"), LIT("tlp"), LIT("consent"), LIT("exercise"), LIT("sector"), { NULL, 0 } };
	struct buf out;
	struct jw w;
	buf_init(&out, r->c.cx.mem, FORM_MAX);
	jw_init(&w, &out);
	jw_object(&w);
	for (const struct str *name = names; name->n; name++)
		if (json_get(form, *name)) {
			jw_key(&w, *name);
			write_json(r->c.cx.mem, &w, json_get(form, *name));
		}
	jw_end_object(&w);
	return buf_str(&out);
}

/* By the CEPTOAR route, where the CEPTOAR has a key: nothing readable is sent. *ret_sealed false: as any other report. */
static enum status make_sealed(struct report_flags *r, struct str *ret_body, bool *ret_sealed)
{
	struct report_flags bare = *r;
	struct seal_way way = { .n = 0 };
	struct str form;
	const struct json *json;
	bare.attach = NO_STR;
	bare.final = bare.draft = false;
	enum status st = make_body(&bare, &form);
	if (st == OK)
		st = json_parse(&r->c.cx, form, &json);
	*ret_sealed = false;
	if (st != OK || !str_eq(json_get_text(json, S("route")), S("ceptoar")))
		return st;
	st = sealed_way(&r->c, r->follow_up, &way);
	*ret_sealed = st == OK && way.n > 0;
	if (!*ret_sealed)
		return st;
	if (r->draft)
		return fail(&r->c.cx, E_CONFLICT, T_REPORT_SEAL_NEEDED);
	if (r->preview) {
		*ret_body = outside_of(r, json);
		return OK;
	}
	struct report_content content;
	st = field_read(&r->c.cx, &report_fields, json, false, &content);
	return st == OK ? sealed_body_make(&r->c, &way, form, r->attach, r->final, ret_body) : st;
}

static enum status send(struct report_flags *r)
{
	struct str body, path = r->preview ? S("/api/v1/reports/preview") : S("/api/v1/reports");
	const struct json *answer;
	bool sealed = false;
	enum status st = make_sealed(r, &body, &sealed);
	if (st == OK && !sealed)
		st = make_body(r, &body);
	if (st == OK && sealed && !r->preview)
		path = S("/api/v1/reports/sealed");
	if (st == OK && r->follow_up.n && !r->preview) {
		path = str_format(r->c.cx.mem, "/api/v1/reports/%.*s/revisions%s", STR_ARG(r->follow_up), sealed ? "/sealed" : "");
		st = version_of(r);
	}
	if (st != OK)
		return st;
	r->c.key = r->preview ? NO_STR : uuid_str(r->c.cx.mem, uuid_new(r->c.cx.now_us));
	st = client_ask(&r->c, S("POST"), path, body, &answer);
	if (st != OK)
		return st;
	struct str id = json_get_text(answer, S("id")), number = json_get_text(answer, S("number")), entry = json_get_text(answer, S("entry"));
	if (r->c.json)
		client_print_answer(&r->c);
	else if (r->preview)
		tell_preview(r, answer);
	else if (r->draft)
		printf("draft %.*s kept\n", STR_ARG(id));
	else
		printf("%.*s filed, notice %lld; delivered to %lld now. id %.*s\n", STR_ARG(number),
		       (long long)json_get_int(json_get(answer, S("revision")), S("number"), 0),
		       (long long)json_get_int(answer, S("deliveries"), 0), STR_ARG(id));
	if (!r->receipt.n || !entry.n)
		return OK;
	st = keep_receipt(r, entry);
	if (st == OK && !r->c.json)
		printf("receipt kept in %.*s; noroshi verify checks it\n", STR_ARG(r->receipt));
	return st;
}

int cmd_report(int argc, char **argv)
{
	struct report_flags r = { .n_given = 0 };
	struct arena *names = arena_new();
	client_init(&r.c);
	r.c.cx.mem = names;
	each_field(add_flag, &r);
	if (!read_flags(&r, argc, argv)) {
		arena_release(names);
		return CLI_USAGE;
	}
	r.c.flag_prefix = S("--");
	enum status st = client_open(&r.c);
	if (st == OK)
		st = send(&r);
	int code = client_end(&r.c, st);
	arena_release(names);
	return code;
}

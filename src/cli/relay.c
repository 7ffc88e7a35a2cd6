/* noroshi relay: the CEPTOAR officer's redaction at the command line, by the same engine as the browser's (model/redact.h). */
#include <stdio.h>

#include "base/str.h"
#include "base/uuid.h"
#include "cli/sealed.h"
#include "cli/work.h"
#include "model/party.h"
#include "model/redact.h"
#include "model/small_group.h"

const char relay_help[] =
	"noroshi relay ID --draft FILE [--passphrase-file FILE]        by a token\n"
	"noroshi relay ID --send FILE --login NAME                     as a person, who signs in\n"
	"\n"
	"Derives a report without the source's name from one that reached your CEPTOAR. --draft writes a file: the content that would go on,\n"
	"what was found and put in its place, and what narrows the source down. Edit its \"content\"; --send sends exactly that. Nothing is\n"
	"sent by --draft, and a sealed report is opened on this machine only. Attachments are left out: pass cleaned ones on in the browser.\n"
	"An ID is that of a message or a delivery, or a number such as C2026-000012.\n"
	"\n"
	"  --draft FILE            write the draft there (never over an existing file)\n"
	"  --send FILE             send the \"content\" of this file\n"
	"  --passphrase-file FILE  the passphrase of your key, where the report came sealed\n"
	"  --login NAME            sign in as this officer\n"
	"  --password-file FILE    the sign-in password\n"
	"  --totp CODE             the code of the authenticator app, where the account has one\n"
	CLIENT_PAGE
	"\n"
	"  noroshi relay C2026-000012 --draft draft.json --server https://noroshi.example --token-file token\n"
	"  noroshi relay C2026-000012 --send draft.json --login officer --server https://noroshi.example\n";

enum { TEXTS_MAX = 200, FILE_MAX = 2 << 20 };

struct relaying {
	struct client c;
	struct str passphrase_file, login, password_file, totp, draft_file, send_file, message;
	const struct json *draft, *content;
	struct str texts[TEXTS_MAX], derived[TEXTS_MAX];        /* what people wrote freely, in the order it stands in the content */
	size_t n_texts, next;
	struct redact_find *finds;
	size_t n_finds;
};

/* --- what is text, what goes on as it is, what does not --- */

static bool is_one_of(struct str key, const char *const *keys)
{
	for (; *keys; keys++)
		if (str_eq(key, str_of(*keys)))
			return true;
	return false;
}

static bool is_free_text(struct str key)
{
	static const char *const keys[] = { "title", "summary", "system", "extent", "spill_over", "progress", "recovery", "cause_text", "note", "told", "source", NULL };
	return is_one_of(key, keys);
}

/* Between member and CEPTOAR only, or said anew for the derived report. */
static bool is_left_out(struct str key)
{
	static const char *const keys[] = { "route", "consent", "consent_note", "attachments", "purpose", "tlp", "times_precision", NULL };
	return is_one_of(key, keys);
}

static void collect(struct relaying *r, const struct json *object, bool texts)
{
	for (const struct json *v = json_first(object); v; v = json_next(v)) {
		bool free_text = texts || (json_kind(object) == JSON_OBJECT && is_free_text(json_key(v)));
		if (json_kind(object) == JSON_OBJECT && is_left_out(json_key(v)))
			continue;
		if (json_kind(v) == JSON_OBJECT || json_kind(v) == JSON_ARRAY)
			collect(r, v, free_text && json_kind(v) == JSON_ARRAY);
		else if (json_kind(v) == JSON_TEXT && free_text && r->n_texts < TEXTS_MAX)
			r->texts[r->n_texts++] = json_text(v);
	}
}

static void write_derived(struct relaying *r, struct jw *w, const struct json *object, bool texts)
{
	for (const struct json *v = json_first(object); v; v = json_next(v)) {
		bool member = json_kind(object) == JSON_OBJECT;
		bool free_text = texts || (member && is_free_text(json_key(v)));
		if (member && is_left_out(json_key(v)))
			continue;
		if (member)
			jw_key(w, json_key(v));
		if (json_kind(v) == JSON_OBJECT) {
			jw_object(w);
			write_derived(r, w, v, false);
			jw_end_object(w);
		} else if (json_kind(v) == JSON_ARRAY) {
			jw_array(w);
			write_derived(r, w, v, free_text);
			jw_end_array(w);
		} else if (json_kind(v) == JSON_TEXT && free_text && r->next < r->n_texts) {
			jw_text(w, r->derived[r->next++]);
		} else {
			struct buf raw;
			buf_init(&raw, r->c.cx.mem, 1 << 16);
			json_write(&raw, v);
			jw_raw(w, buf_str(&raw));
		}
	}
}

/* Placeholders are in the report's language, not the officer's: Japanese where anything of it is. */
static enum lang language_of(const struct relaying *r)
{
	for (size_t i = 0; i < r->n_texts; i++)
		for (size_t k = 0; k < r->texts[i].n; k++)
			if ((unsigned char)r->texts[i].p[k] >= 0xe3 && (unsigned char)r->texts[i].p[k] <= 0xe9)
				return LANG_JA;
	return LANG_EN;
}

/* --- the dictionary --- */

struct names { struct redact_name *p; size_t n, max; };

static void add_name(struct relaying *r, struct names *names, struct str text, enum redact_class class, int who)
{
	if (!text.n)
		return;
	if (names->n == names->max) {
		size_t max = names->max ? names->max * 2 : 1024;
		struct redact_name *more = arena_array(r->c.cx.mem, struct redact_name, max);
		for (size_t i = 0; i < names->n; i++)
			more[i] = names->p[i];
		names->p = more;
		names->max = max;
	}
	names->p[names->n++] = (struct redact_name){ text, class, who };
}

static void add_orgs(struct relaying *r, struct names *names, const struct json *items)
{
	int who = 0;
	for (const struct json *item = json_first(items); item; item = json_next(item)) {
		struct str kind = json_get_text(item, S("kind"));
		/* Ministries, the centre and CEPTOARs are whom one writes to. */
		if (!str_eq(kind, org_kind_names[ORG_OPERATOR - 1]) && !str_eq(kind, org_kind_names[ORG_VENDOR - 1]))
			continue;
		who++;
		for (const struct json *name = json_first(json_get(item, S("names"))); name; name = json_next(name))
			add_name(r, names, json_text(name), REDACT_ORG, who);
	}
}

static void add_people(struct relaying *r, struct names *names)
{
	int who = 1 << 20;
	for (const struct json *p = json_first(json_get(r->draft, S("people"))); p; p = json_next(p)) {
		who++;
		add_name(r, names, json_get_text(p, S("ja")), REDACT_PERSON, who);
		add_name(r, names, json_get_text(p, S("en")), REDACT_PERSON, who);
	}
	for (const struct json *a = json_first(json_get(r->draft, S("addresses"))); a; a = json_next(a)) {
		struct str kind = json_get_text(a, S("kind")), address = json_get_text(a, S("address"));
		who++;
		if (str_eq(kind, S("mail")))
			add_name(r, names, address, REDACT_MAIL, who);
		else if (str_eq(kind, S("phone")) || str_eq(kind, S("fax")))
			add_name(r, names, address, REDACT_PHONE, who);
		add_name(r, names, json_get_text(a, S("name")), REDACT_PERSON, who);
	}
}

static enum status redact(struct relaying *r, const struct json *all_names)
{
	struct cx *cx = &r->c.cx;
	struct names names = { 0 };
	struct redact_index *index;
	add_orgs(r, &names, json_get(all_names, S("items")));
	add_people(r, &names);
	collect(r, r->content, false);
	enum status st = redact_index_new(cx, names.p, names.n, &index);
	if (st == OK)
		st = redact_scan_all(cx, index, r->texts, r->n_texts, &r->finds, &r->n_finds);
	for (size_t i = 0; st == OK && i < r->n_texts; i++) {
		struct redact_edit *edits;
		size_t n;
		redact_edits(cx, r->finds, r->n_finds, i, language_of(r), &edits, &n);
		st = redact_apply(cx, r->texts[i], edits, n, &r->derived[i]);
	}
	return st;
}

/* --- the draft --- */

static void write_finds(struct relaying *r, struct jw *w)
{
	int last = 0;
	jw_key(w, S("found"));
	jw_array(w);
	for (size_t i = 0; i < r->n_finds; i++) {
		const struct redact_find *f = &r->finds[i];
		if (f->group <= last)                           /* one line for each thing; groups are numbered as they come */
			continue;
		last = f->group;
		jw_object(w);
		jw_k_text(w, S("class"), redact_class_names[f->class]);
		jw_k_text(w, S("words"), str_slice(r->texts[f->text], f->from, f->to));
		jw_k_text(w, S("decision"), f->proposal == REDACT_KEEP ? S("kept: others need it") : redact_placeholder(r->c.cx.mem, f, language_of(r)));
		jw_k_text(w, S("why"), redact_why_names[f->why]);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static enum status write_warnings(struct relaying *r, struct jw *w, size_t *ret_n)
{
	const struct json *members = json_get(r->draft, S("members"));
	struct group_member *group = arena_array(r->c.cx.mem, struct group_member, json_count(members) + 1);
	struct group_warning *warnings;
	size_t n = 0, n_warnings;
	for (const struct json *m = json_first(members); m; m = json_next(m)) {
		int64_t area = 0;
		(void)str_int(json_get_text(m, S("area")), 0, 99, &area);
		group[n++] = (struct group_member){ json_get_text(m, S("sector")), (int)area };
	}
	struct group_report told = {
		.sector = json_get_text(r->content, S("sector")), .users = json_get_int(json_get(r->content, S("effect")), S("users"), 0),
		.texts = r->derived, .n_texts = r->n_texts,
	};
	enum status st = small_groups(&r->c.cx, group, n, &told, json_get_int(json_get(r->draft, S("settings")), S("k"), 5), &warnings, &n_warnings);
	if (st != OK)
		return st;
	jw_key(w, S("warnings"));
	jw_array(w);
	for (size_t i = 0; i < n_warnings; i++) {
		const struct group_warning *g = &warnings[i];
		jw_object(w);
		jw_k_text(w, S("what"), group_field_names[g->field]);
		if (g->in_text)
			jw_k_text(w, S("words"), str_slice(r->derived[g->text], g->from, g->to));
		if (g->left >= 0)
			jw_k_int(w, S("members_left"), g->left);
		if (g->ja.n)
			jw_k_text(w, S("coarser"), language_of(r) == LANG_EN ? g->en : g->ja);
		jw_end_object(w);
	}
	jw_end_array(w);
	*ret_n = n_warnings;
	return OK;
}

/* The newest notice: what is relayed is what is known now. */
static struct str newest_notice(const struct json *draft)
{
	struct str id = NO_STR;
	int64_t newest = 0;
	for (const struct json *n = json_first(json_get(draft, S("revisions"))); n; n = json_next(n))
		if (json_get_int(n, S("number"), 0) > newest) {
			newest = json_get_int(n, S("number"), 0);
			id = json_get_text(n, S("id"));
		}
	return id;
}

static enum status write_draft(struct relaying *r, struct buf *out, size_t *ret_warnings)
{
	struct jw w;
	struct str tlp = json_get_text(r->content, S("tlp")), consent = json_get_text(json_get(r->draft, S("consent")), S("kind"));
	buf_init(out, r->c.cx.mem, FILE_MAX);
	jw_init(&w, out);
	jw_object(&w);
	jw_k_text(&w, S("report"), r->message);
	jw_k_int(&w, S("version"), json_get_int(r->draft, S("version"), 0));
	jw_k_text(&w, S("revision"), newest_notice(r->draft));
	jw_key(&w, S("content"));
	jw_object(&w);
	jw_k_text(&w, S("route"), S("ministry"));
	jw_k_text(&w, S("tlp"), tlp.n ? tlp : S("AMBER"));
	jw_k_text(&w, S("consent"), consent.n ? consent : S("none"));
	jw_k_text(&w, S("times_precision"), S("hour"));
	write_derived(r, &w, r->content, false);
	jw_end_object(&w);
	write_finds(r, &w);
	enum status st = write_warnings(r, &w, ret_warnings);
	jw_end_object(&w);
	return st;
}

static enum status draft(struct relaying *r)
{
	struct client *c = &r->c;
	const struct json *message, *names;
	struct buf out;
	size_t warnings = 0, kept = 0;
	enum status st = client_ask(c, S("GET"), str_format(c->cx.mem, "/api/v1/reports/%.*s/relay-draft", STR_ARG(r->message)), NO_STR, &r->draft);
	if (st == OK)
		st = client_ask(c, S("GET"), S("/api/v1/relay/names"), NO_STR, &names);
	if (st == OK)
		st = client_ask(c, S("GET"), str_format(c->cx.mem, "/api/v1/messages/%.*s", STR_ARG(r->message)), NO_STR, &message);
	if (st == OK)
		st = sealed_content(c, message, r->passphrase_file, &r->content);
	if (st == OK)
		st = redact(r, names);
	if (st == OK)
		st = write_draft(r, &out, &warnings);
	if (st == OK)
		st = client_write_file(c, r->draft_file, buf_str(&out));
	if (st != OK)
		return st;
	for (size_t i = 0; i < r->n_finds; i++)
		kept += r->finds[i].proposal == REDACT_KEEP;
	if (c->json)
		printf("%.*s\n", (int)out.n, out.p);
	else
		printf("%zu found (%zu kept), %zu warnings: read and edit %.*s, then noroshi relay %.*s --send %.*s --login NAME\n", r->n_finds, kept,
		       warnings, STR_ARG(r->draft_file), STR_ARG(r->message), STR_ARG(r->draft_file));
	return OK;
}

/* --- sending --- */

static enum status send_file(struct relaying *r)
{
	struct client *c = &r->c;
	const struct json *file, *answer;
	struct str text;
	struct buf body, content;
	struct jw w;
	enum status st = client_read_file(c, r->send_file, FILE_MAX, &text);
	if (st == OK)
		st = json_parse(&c->cx, text, &file);
	if (st != OK)
		return st;
	if (!str_eq(json_get_text(file, S("report")), r->message) || !json_get(file, S("content")))
		return fail_detail(&c->cx, E_INVALID, T_INPUT, "%.*s is no draft of this report", STR_ARG(r->send_file));
	buf_init(&content, c->cx.mem, FILE_MAX);
	json_write(&content, json_get(file, S("content")));
	buf_init(&body, c->cx.mem, FILE_MAX);
	jw_init(&w, &body);
	jw_object(&w);
	jw_k_text(&w, S("revision"), json_get_text(file, S("revision")));
	jw_k_raw(&w, S("content"), buf_str(&content));
	jw_end_object(&w);
	c->if_match = str_format(c->cx.mem, "\"%lld\"", (long long)json_get_int(file, S("version"), 0));
	c->key = uuid_str(c->cx.mem, uuid_new(c->cx.now_us));
	st = client_ask(c, S("POST"), str_format(c->cx.mem, "/api/v1/reports/%.*s/relay", STR_ARG(r->message)), buf_str(&body), &answer);
	if (st != OK)
		return st;
	struct str number = json_get_text(answer, S("number"));
	if (c->json)
		client_print_answer(c);
	else
		printf("relayed as %.*s\n", STR_ARG(number));
	return OK;
}

int cmd_relay(int argc, char **argv)
{
	struct relaying r = { 0 };
	struct str word = NO_STR, delivery;
	size_t n;
	client_init(&r.c);
	const struct flag flags[] = {
		CLIENT_FLAGS(r.c), { LIT("draft"), &r.draft_file, NULL, NULL }, { LIT("send"), &r.send_file, NULL, NULL },
		{ LIT("passphrase-file"), &r.passphrase_file, NULL, NULL }, { LIT("login"), &r.login, NULL, NULL },
		{ LIT("password-file"), &r.password_file, NULL, NULL }, { LIT("totp"), &r.totp, NULL, NULL },
	};
	if (!flags_read(argc, argv, flags, sizeof flags / sizeof *flags, &word, 1, &n))
		return CLI_USAGE;
	if (n != 1 || !r.draft_file.n == !r.send_file.n) {
		fputs("noroshi: relay ID with --draft FILE or --send FILE; see noroshi help relay\n", stderr);
		return CLI_USAGE;
	}
	r.c.flag_prefix = S("");
	enum status st = r.login.n ? client_sign_in(&r.c, r.login, r.password_file, r.totp) : client_open(&r.c);
	if (st == OK)
		st = inbox_find(&r.c, word, &delivery, &r.message);
	if (st == OK)
		st = r.draft_file.n ? draft(&r) : send_file(&r);
	return client_end(&r.c, st);
}

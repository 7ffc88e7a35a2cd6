#include "model/catalog_file.h"
#include "base/str.h"
#include "model/severity.h"

/* What a member may be. */
enum shape_type { TEXT, INT, BOOL, DATE, TEXTS, OBJECT, OBJECTS, INTS /* object of integers */, REF, REFS, ONE_OF, SOME_OF, COLOR };
enum { OPTIONAL = 0, REQUIRED = 1 };
struct shape {
	struct str name;
	enum shape_type type;
	int required;
	const struct shape *sub;                                /* OBJECT, OBJECTS; ends with an empty name */
	struct str ref;                                         /* REF, REFS: the kind; ONE_OF, SOME_OF: words separated by blanks */
};
#define END { .name = { NULL, 0 } }
#define M(n, t, r) { .name = LIT(n), .type = t, .required = r }
#define SUB(n, t, r, s) { .name = LIT(n), .type = t, .required = r, .sub = s }
#define TO(n, t, r, k) { .name = LIT(n), .type = t, .required = r, .ref = LIT(k) }
#define CONFIDENCE "high mid low assumption"
#define COMMON M("id", TEXT, REQUIRED), M("valid_from", DATE, OPTIONAL), M("valid_to", DATE, OPTIONAL), M("note", TEXT, OPTIONAL), \
	TO("confidence", ONE_OF, REQUIRED, CONFIDENCE), TO("sources", REFS, REQUIRED, "source")
#define NAMED M("ja", TEXT, REQUIRED), M("en", TEXT, REQUIRED)
#define PRECISION TO("from_precision", ONE_OF, OPTIONAL, "month by")

static const struct shape plain[] = { COMMON, NAMED, END };
static const struct shape plan[] = { COMMON, NAMED, M("decided", DATE, REQUIRED), M("decided_by", TEXT, OPTIONAL),
	M("pillars", TEXTS, OPTIONAL), END };
static const struct shape service[] = {
	M("id", TEXT, REQUIRED), NAMED, M("law", TEXT, REQUIRED), M("failures", TEXTS, REQUIRED), M("reporting_basis", TEXTS, REQUIRED),
	M("service_level", TEXT, OPTIONAL), END };
static const struct shape sector[] = {
	COMMON, NAMED, M("operators", TEXTS, REQUIRED), M("systems", TEXTS, REQUIRED), M("subsectors", TEXTS, OPTIONAL),
	SUB("services", OBJECTS, REQUIRED, service), TO("services_confidence", ONE_OF, REQUIRED, CONFIDENCE), END };
static const struct shape oversight[] = { COMMON, TO("ministry", REF, REQUIRED, "ministry"), END };
#define KINDS "centre crisis ministry security_ministry response_agency disaster_agency security_org ceptoar council isac"
static const struct shape official[] = {
	COMMON, NAMED, PRECISION, TO("org_kind", ONE_OF, REQUIRED, KINDS), M("short_ja", TEXT, REQUIRED), M("short_en", TEXT, REQUIRED),
	TO("functions", SOME_OF, OPTIONAL, "sector security response disaster crisis"), END };
static const struct shape ceptoar[] = {
	COMMON, NAMED, PRECISION, TO("sector", REF, REQUIRED, "sector"), M("secretariat", TEXT, REQUIRED),
	TO("secretariat_confidence", ONE_OF, REQUIRED, CONFIDENCE), M("members_text", TEXT, OPTIONAL),
	TO("members_confidence", ONE_OF, OPTIONAL, CONFIDENCE), M("council_joined", TEXT, OPTIONAL), END };
static const struct shape type[] = {
	COMMON, NAMED, M("group", TEXT, REQUIRED), M("group_ja", TEXT, REQUIRED), M("group_en", TEXT, REQUIRED),
		TO("cia", ONE_OF, OPTIONAL, "C I A"), END };
static const struct shape basis[] = { COMMON, NAMED, M("n", INT, REQUIRED), M("anonymous_allowed", BOOL, REQUIRED), END };
static const struct shape tlp[] = {
	COMMON, NAMED, M("color", COLOR, REQUIRED), M("background", COLOR, REQUIRED),
	TO("next_hop", ONE_OF, REQUIRED, "any community need_to_know organisation none"), M("also", TEXTS, OPTIONAL), END };
static const struct shape level[] = { M("level", INT, REQUIRED), M("ja", TEXT, OPTIONAL), M("en", TEXT, OPTIONAL),
	M("effect", TEXT, OPTIONAL), M("effect_en", TEXT, OPTIONAL), END };
static const struct shape axis[] = { M("id", TEXT, REQUIRED), M("ja", TEXT, REQUIRED), M("en", TEXT, OPTIONAL),
	M("inputs", TEXTS, OPTIONAL), END };
static const struct shape example[] = { M("ja", TEXT, REQUIRED), M("en", TEXT, OPTIONAL), M("from_level", INT, REQUIRED), M("to_level", INT, REQUIRED), END };
static const struct shape choice[] = { M("id", TEXT, REQUIRED), NAMED, END };
static const struct shape question[] = {
	M("id", TEXT, REQUIRED), NAMED, M("axis", TEXT, OPTIONAL), M("unit_ja", TEXT, OPTIONAL), M("unit_en", TEXT, OPTIONAL),
	SUB("choices", OBJECTS, REQUIRED, choice), END };
static const struct shape threshold[] = {
	M("question", TEXT, REQUIRED), M("at_least", INT, REQUIRED), M("level", INT, REQUIRED),
	TO("confidence", ONE_OF, REQUIRED, CONFIDENCE), TO("sources", REFS, REQUIRED, "source"), END };
static const struct shape severity[] = {
	COMMON, NAMED, M("scope", TEXT, OPTIONAL), M("scope_en", TEXT, OPTIONAL), M("overall", TEXT, OPTIONAL),
		M("overall_en", TEXT, OPTIONAL), M("hint", TEXT, OPTIONAL), M("hint_en", TEXT, OPTIONAL), M("guide", TEXT, OPTIONAL),
		M("guide_en", TEXT, OPTIONAL), SUB("levels", OBJECTS, REQUIRED, level), SUB("questions", OBJECTS, OPTIONAL, question),
		SUB("thresholds", OBJECTS, OPTIONAL, threshold),
	SUB("axes", OBJECTS, OPTIONAL, axis), SUB("layers", OBJECTS, OPTIONAL, axis), SUB("examples", OBJECTS, OPTIONAL, example), END };
static const struct shape hop[] = {
	TO("to", ONE_OF, REQUIRED, "ministry ceptoar centre operators crisis agencies"), TO("pass", ONE_OF, REQUIRED, "auto manual"),
		M("limit_min", INT, OPTIONAL), END };
static const struct shape route[] = {
	COMMON, NAMED, TO("mode", ONE_OF, REQUIRED, "normal large_scale"), TO("kind", ONE_OF, REQUIRED, "report advisory"),
	TO("basis", REFS, OPTIONAL, "basis"), M("route", TEXT, REQUIRED), SUB("hops", OBJECTS, REQUIRED, hop), END };
#define LISTS "sectors services event_types cause_types bases provision_reasons purposes tlp advisory_kinds outcomes consents effects disclosures answers report_routes"
#define FIELD_KINDS "text long_text int time date bool choice choices texts counts files indicators recipients reports"
static const struct shape form_field[] = {
	M("name", TEXT, REQUIRED), TO("kind", ONE_OF, REQUIRED, FIELD_KINDS), NAMED, M("help_ja", TEXT, OPTIONAL),
		M("help_en", TEXT, OPTIONAL),
	TO("required", ONE_OF, OPTIONAL, "first final"), TO("choices_from", ONE_OF, OPTIONAL, LISTS), END };
static const struct shape section[] = { M("id", TEXT, REQUIRED), NAMED, SUB("fields", OBJECTS, REQUIRED, form_field), END };
static const struct shape form[] = { COMMON, NAMED, M("version", INT, REQUIRED), SUB("sections", OBJECTS, REQUIRED, section), END };
static const struct shape timeline[] = { COMMON, M("date", TEXT, REQUIRED), M("ja", TEXT, REQUIRED), M("en", TEXT, OPTIONAL), END };
static const struct shape source[] = { M("id", TEXT, REQUIRED), M("ja", TEXT, REQUIRED), M("en", TEXT, OPTIONAL),
	M("where", TEXT, OPTIONAL), END };
#define NUMBERS M("reports", INT, OPTIONAL), M("provisions", INT, OPTIONAL), M("from_others", INT, OPTIONAL), \
	M("by_event", INTS, OPTIONAL)
static const struct shape quarter[] = { M("q", INT, REQUIRED), NUMBERS, END };
static const struct shape history_report[] = { COMMON, M("fy", INT, REQUIRED), NUMBERS, M("scope", TEXT, OPTIONAL),
	SUB("quarters", OBJECTS, OPTIONAL, quarter), END };
static const struct shape history_exercise[] = {
	COMMON, M("fy", INT, REQUIRED), M("date", TEXT, OPTIONAL), M("ja", TEXT, OPTIONAL), M("orgs", INT, OPTIONAL),
		M("people", INT, OPTIONAL),
	M("about", BOOL, OPTIONAL), M("planned", BOOL, OPTIONAL), END };
static const struct shape history_drill[] = {
	COMMON, M("fy", INT, REQUIRED), M("ceptoars", INT, REQUIRED), M("operators", INT, REQUIRED), M("period", TEXT, OPTIONAL), END };
static const struct shape history_count[] = { COMMON, M("fy", INT, REQUIRED), M("ceptoars", INT, REQUIRED),
	M("sectors", INT, OPTIONAL), END };

/* Which files there are. The places of later issues (duties, drills, exercises, standards ...) are further rows. */
static const struct file { struct str name, kind; const struct shape *shape; } files[] = {
	{ LIT("sources.json"), LIT("source"), source },
	{ LIT("plans.json"), LIT("plan"), plan },
	{ LIT("sectors.json"), LIT("sector"), sector },
	{ LIT("ministries.json"), LIT("ministry"), official },
	{ LIT("security_orgs.json"), LIT("security_org"), official },
	{ LIT("councils.json"), LIT("council"), official },
	{ LIT("ceptoars.json"), LIT("ceptoar"), ceptoar },
	{ LIT("oversight.json"), LIT("oversight"), oversight },
	{ LIT("event_types.json"), LIT("event_type"), type },
	{ LIT("cause_types.json"), LIT("cause_type"), type },
	{ LIT("bases.json"), LIT("basis"), basis },
	{ LIT("provision_reasons.json"), LIT("provision_reason"), plain },
	{ LIT("purposes.json"), LIT("purpose"), plain },
	{ LIT("tlp.json"), LIT("tlp"), tlp },
	{ LIT("advisory_kinds.json"), LIT("advisory_kind"), plain },
	{ LIT("outcomes.json"), LIT("outcome"), plain },
	{ LIT("severity.json"), LIT("severity_scheme"), severity },
	{ LIT("routes.json"), LIT("route"), route },
	{ LIT("roles.json"), LIT("role"), plain },
	{ LIT("org_kinds.json"), LIT("org_kind"), plain },
	{ LIT("consents.json"), LIT("consent"), plain },
	{ LIT("effects.json"), LIT("effect"), plain },
	{ LIT("disclosures.json"), LIT("disclosure"), plain },
	{ LIT("answers.json"), LIT("answer"), plain },
	{ LIT("report_routes.json"), LIT("report_route"), plain },
	{ LIT("stages.json"), LIT("stage"), plain },
	{ LIT("timeline.json"), LIT("timeline"), timeline },
	{ LIT("forms/report.json"), LIT("form"), form },
	{ LIT("forms/advisory.json"), LIT("form"), form },
	{ LIT("history/reports.json"), LIT("history_report"), history_report },
	{ LIT("history/exercises.json"), LIT("history_exercise"), history_exercise },
	{ LIT("history/drills.json"), LIT("history_drill"), history_drill },
	{ LIT("history/ceptoar_counts.json"), LIT("history_ceptoar_count"), history_count },
};
#define N_FILES (sizeof files / sizeof *files)

size_t catalog_file_count(void)
{
	return N_FILES;
}

struct str catalog_file_name(size_t i)
{
	return files[i].name;
}

/* Where in which file a value stands: links on the stack, printed only when something is wrong. */
struct place { const struct place *up; struct str name; size_t index; };

static void place_text(struct buf *b, const struct place *p)
{
	if (!p->up) {
		buf_add(b, p->name);
		return;
	}
	place_text(b, p->up);
	buf_add(b, p->up->up ? S("/") : S(": /"));
	if (p->name.n)
		buf_add(b, p->name);
	else
		buf_int(b, (int64_t)p->index);
}

static enum status wrong(struct cx *cx, const struct place *at, const char *why)
{
	struct buf b;
	buf_init(&b, cx->mem, 4096);
	place_text(&b, at);
	return fail_detail(cx, E_INVALID, T_CATALOG, "%.*s: %s", STR_ARG(buf_str(&b)), why);
}

static bool word_in(struct str words, struct str word)
{
	struct str rest = words;
	while (rest.n) {
		struct str w = str_cut(rest, ' ', &rest);
		if (str_eq(w, word))
			return true;
	}
	return false;
}

static bool color_ok(struct str s)
{
	uint8_t rgb[3];
	return s.n == 7 && s.p[0] == '#' && str_unhex(str_slice(s, 1, 7), rgb, 3);
}

static enum status object_check(struct cx *, const struct place *, const struct json *, const struct shape *);

/* A text that is not blank, or a wrong. */
static enum status text_check(struct cx *cx, const struct place *at, const struct json *v, const struct shape *s)
{
	struct str t = json_text(v);
	int32_t day;
	if (json_kind(v) != JSON_TEXT)
		return wrong(cx, at, "not a text");
	if (str_trim(t).n == 0)
		return wrong(cx, at, "empty");
	if (s->type == DATE && !day_parse(t, &day))
		return wrong(cx, at, "not a date (YYYY-MM-DD)");
	if (s->type == COLOR && !color_ok(t))
		return wrong(cx, at, "not a colour (#RRGGBB)");
	if ((s->type == ONE_OF || s->type == SOME_OF) && !word_in(s->ref, t))
		return wrong(cx, at, "not one of the values");
	return OK;
}

static enum status list_check(struct cx *cx, const struct place *at, const struct json *v, const struct shape *s)
{
	if (json_kind(v) != JSON_ARRAY)
		return wrong(cx, at, "not a list");
	if (json_count(v) == 0)
		return wrong(cx, at, "an empty list");
	size_t i = 0;
	enum status st = OK;
	for (const struct json *e = json_first(v); st == OK && e; e = json_next(e)) {
		struct place here = { at, NO_STR, i++ };
		st = s->type == OBJECTS ? object_check(cx, &here, e, s->sub) : text_check(cx, &here, e, s);
	}
	return st;
}

static enum status ints_check(struct cx *cx, const struct place *at, const struct json *v)
{
	int64_t n;
	if (json_kind(v) != JSON_OBJECT)
		return wrong(cx, at, "not an object");
	for (const struct json *e = json_first(v); e; e = json_next(e))
		if (!json_int(e, &n) || n < 0)
			return wrong(cx, &(struct place){ at, json_key(e), 0 }, "not a number from 0");
	return OK;
}

static enum status member_check(struct cx *cx, const struct place *at, const struct json *v, const struct shape *s)
{
	int64_t n;
	switch (s->type) {
	case TEXT: case DATE: case COLOR: case ONE_OF: case REF:
		return text_check(cx, at, v, s);
	case INT:
		return json_int(v, &n) ? OK : wrong(cx, at, "not an integer");
	case BOOL:
		return json_kind(v) == JSON_BOOL ? OK : wrong(cx, at, "not true or false");
	case TEXTS: case REFS: case SOME_OF: case OBJECTS:
		return list_check(cx, at, v, s);
	case OBJECT:
		return object_check(cx, at, v, s->sub);
	case INTS:
		return ints_check(cx, at, v);
	default:
		return wrong(cx, at, "of no known form");
	}
}

static enum status object_check(struct cx *cx, const struct place *at, const struct json *o, const struct shape *shape)
{
	if (json_kind(o) != JSON_OBJECT)
		return wrong(cx, at, "not an object");
	enum status st = OK;
	for (const struct json *v = json_first(o); st == OK && v; v = json_next(v)) {
		struct place here = { at, json_key(v), 0 };
		const struct shape *s = shape;
		while (s->name.n && !str_eq(s->name, json_key(v)))
			s++;
		st = s->name.n ? member_check(cx, &here, v, s) : wrong(cx, &here, "unknown member");
	}
	for (const struct shape *s = shape; st == OK && s->name.n; s++)
		if (s->required && !json_get(o, s->name))
			st = wrong(cx, &(struct place){ at, s->name, 0 }, "missing");
	return st;
}

static enum status period_read(struct cx *cx, const struct place *at, const struct json *o, struct fact *f)
{
	f->from_day = DAY_UNSTATED;
	f->to_day = DAY_FOREVER;
	const struct json *from = json_get(o, S("valid_from")), *to = json_get(o, S("valid_to"));
	if (from && !day_parse(json_text(from), &f->from_day))
		return wrong(cx, at, "valid_from is not a date");
	if (to && !day_parse(json_text(to), &f->to_day))
		return wrong(cx, at, "valid_to is not a date");
	return f->to_day >= f->from_day ? OK : wrong(cx, at, "valid_to is before valid_from");
}

static struct fact *fact_next(struct cx *cx, struct fact_array *a)
{
	if (a->n == a->capacity) {
		size_t capacity = a->capacity ? a->capacity * 2 : 512;
		struct fact *p = arena_array(cx->mem, struct fact, capacity);
		for (size_t i = 0; i < a->n; i++)
			p[i] = a->p[i];
		a->p = p;
		a->capacity = capacity;
	}
	a->p[a->n] = (struct fact){ .ord = (int64_t)a->n };
	return &a->p[a->n++];
}

static enum status item_read(struct cx *cx, const struct place *at, const struct json *item, const struct file *file,
	struct fact_array *facts)
{
	enum status st = object_check(cx, at, item, file->shape);
	if (st != OK)
		return st;
	struct fact *f = fact_next(cx, facts);
	f->kind = file->kind;
	f->id = json_get_text(item, S("id"));
	struct buf b;
	buf_init(&b, cx->mem, CATALOG_FILE_MAX);
	json_write(&b, item);
	f->body = buf_str(&b);
	return period_read(cx, at, item, f);
}

static enum status parse(struct cx *cx, const struct place *at, struct str text, const struct json **ret)
{
	struct problem aside = { 0 }, *kept = cx->problem;
	if (text.n > CATALOG_FILE_MAX)
		return wrong(cx, at, "too large");
	if (!str_utf8(text))
		return wrong(cx, at, "not UTF-8");
	cx->problem = &aside;                                   /* the cause is told with the file's name instead */
	enum status st = json_parse(cx, text, ret);
	cx->problem = kept;
	if (st == OK)
		return OK;
	return wrong(cx, at, aside.why == T_JSON_DUPLICATE ? "a key twice" : aside.why == T_JSON_DEPTH ? "nested too deeply"
		: "not JSON");
}

enum status catalog_file_read(struct cx *cx, struct str name, struct str text, struct fact_array *facts)
{
	struct place top = { NULL, name, 0 }, items = { &top, S("items"), 0 };
	const struct file *file = NULL;
	for (size_t i = 0; i < N_FILES; i++)
		if (str_eq(files[i].name, name))
			file = &files[i];
	if (!file)
		return wrong(cx, &top, "no such file in the catalogue");
	const struct json *root, *list;
	enum status st = parse(cx, &top, text, &root);
	if (st != OK)
		return st;
	if (!str_eq(json_get_text(root, S("kind")), file->kind))
		return wrong(cx, &(struct place){ &top, S("kind"), 0 }, "not the kind of this file");
	for (const struct json *v = json_first(root); v; v = json_next(v))
		if (!word_in(S("kind note items"), json_key(v)))
			return wrong(cx, &(struct place){ &top, json_key(v), 0 }, "unknown member");
	list = json_get(root, S("items"));
	if (json_kind(list) != JSON_ARRAY)
		return wrong(cx, &items, "not a list");
	size_t i = 0;
	for (const struct json *v = json_first(list); st == OK && v; v = json_next(v))
		st = item_read(cx, &(struct place){ &items, NO_STR, i++ }, v, file, facts);
	return st;
}

static const struct file *file_of(struct str kind)
{
	for (size_t i = 0; i < N_FILES; i++)
		if (str_eq(files[i].kind, kind))
			return &files[i];
	return NULL;
}

static enum status scheme_check(struct cx *, const struct fact *);

enum status catalog_fact_check(struct cx *cx, struct str kind, struct str body)
{
	struct place top = { NULL, kind, 0 };
	const struct file *file = file_of(kind);
	const struct json *o;
	if (!file)
		return wrong(cx, &top, "no such kind");
	enum status st = parse(cx, &top, body, &o);
	if (st == OK)
		st = object_check(cx, &top, o, file->shape);
	if (st == OK && str_eq(kind, S("severity_scheme")))
		st = scheme_check(cx, &(struct fact){ .kind = kind, .id = json_get_text(o, S("id")), .json = o });
	return st;
}

/* References: the named thing must exist, in any period. */
static bool ever(const struct catalog *cat, struct str kind, struct str id)
{
	for (const struct fact *f = catalog_next_ever(cat, kind, NULL); f; f = catalog_next_ever(cat, kind, f))
		if (str_eq(f->id, id))
			return true;
	return false;
}

static enum status dangling(struct cx *cx, const struct fact *f, struct str member, struct str id)
{
	return fail_detail(cx, E_INVALID, T_CATALOG, "%.*s: %.*s: /%.*s: there is no \"%.*s\"", STR_ARG(file_of(f->kind)->name),
		STR_ARG(f->id),
	                   STR_ARG(member), STR_ARG(id));
}

static enum status references_check(struct cx *cx, const struct catalog *cat, const struct fact *f, const struct shape *shape)
{
	for (const struct shape *s = shape; s->name.n; s++) {
		const struct json *v = json_get(f->json, s->name);
		if (!v || (s->type != REF && s->type != REFS))
			continue;
		if (s->type == REF && !ever(cat, s->ref, json_text(v)))
			return dangling(cx, f, s->name, json_text(v));
		for (const struct json *e = s->type == REFS ? json_first(v) : NULL; e; e = json_next(e))
			if (!ever(cat, s->ref, json_text(e)))
				return dangling(cx, f, s->name, json_text(e));
	}
	if (str_eq(f->kind, S("oversight")) && !ever(cat, S("sector"), f->id))
		return dangling(cx, f, S("id"), f->id);
	return OK;
}

/* What no shape says: axes, levels, questions and thresholds of a scheme fit together. */
static enum status scheme_check(struct cx *cx, const struct fact *f)
{
	struct severity_scheme *s = arena_make(cx->mem, struct severity_scheme);
	return severity_scheme_read(cx, f, s);
}

enum status catalog_check(struct cx *cx, const struct catalog *cat)
{
	enum status st = OK;
	for (size_t i = 0; st == OK && i < cat->n; i++) {
		const struct fact *f = cat->by_id[i], *before = i ? cat->by_id[i - 1] : NULL;
		const struct file *file = file_of(f->kind);
		if (!file)
			return fail_detail(cx, E_INVALID, T_CATALOG, "%.*s: no such kind", STR_ARG(f->kind));
		if (before && str_eq(before->kind, f->kind) && str_eq(before->id, f->id) && before->to_day >= f->from_day)
			return fail_detail(cx, E_INVALID, T_CATALOG, "%.*s: %.*s: /valid_from: two periods overlap",
				STR_ARG(file->name), STR_ARG(f->id));
		st = references_check(cx, cat, f, file->shape);
		if (st == OK && str_eq(f->kind, S("severity_scheme")))
			st = scheme_check(cx, f);
	}
	return st;
}

/* As JSON Schema */

static void schema_words(struct jw *w, struct str words)
{
	jw_key(w, S("enum"));
	jw_array(w);
	for (struct str rest = words; rest.n;)
		jw_text(w, str_cut(rest, ' ', &rest));
	jw_end_array(w);
}

static void shape_properties(struct jw *w, const struct shape *, struct str but);
static void shape_required(struct jw *w, const struct shape *, struct str but);

static void schema_of_object(struct jw *w, const struct shape *shape)
{
	jw_k_text(w, S("type"), S("object"));
	jw_k_bool(w, S("additionalProperties"), false);
	jw_key(w, S("required"));
	jw_array(w);
	shape_required(w, shape, NO_STR);
	jw_end_array(w);
	jw_key(w, S("properties"));
	jw_object(w);
	shape_properties(w, shape, NO_STR);
	jw_end_object(w);
}

/* One value, or one of a list. */
static void schema_of_value(struct jw *w, const struct shape *s)
{
	switch (s->type) {
	case OBJECT: case OBJECTS: schema_of_object(w, s->sub); return;
	case INT: jw_k_text(w, S("type"), S("integer")); return;
	case BOOL: jw_k_text(w, S("type"), S("boolean")); return;
	case INTS:
		jw_k_text(w, S("type"), S("object"));
		jw_k_raw(w, S("additionalProperties"), S("{\"type\":\"integer\"}"));
		return;
	default: break;
	}
	jw_k_text(w, S("type"), S("string"));
	if (s->type == DATE)
		jw_k_text(w, S("format"), S("date"));
	if (s->type == ONE_OF || s->type == SOME_OF)
		schema_words(w, s->ref);
}

static void shape_properties(struct jw *w, const struct shape *shape, struct str but)
{
	for (const struct shape *s = shape; s->name.n; s++) {
		bool list = s->type == TEXTS || s->type == REFS || s->type == SOME_OF || s->type == OBJECTS;
		if (word_in(but, s->name))
			continue;
		jw_key(w, s->name);
		jw_object(w);
		if (list) {
			jw_k_text(w, S("type"), S("array"));
			jw_key(w, S("items"));
			jw_object(w);
		}
		schema_of_value(w, s);
		if (list)
			jw_end_object(w);
		jw_end_object(w);
	}
}

static void shape_required(struct jw *w, const struct shape *shape, struct str but)
{
	for (const struct shape *s = shape; s->name.n; s++)
		if (s->required && !word_in(but, s->name))
			jw_text(w, s->name);
}

struct str catalog_file_kind(size_t i)
{
	return files[i].kind;
}

void catalog_kind_properties(struct jw *w, struct str kind, struct str but)
{
	shape_properties(w, file_of(kind)->shape, but);
}

void catalog_kind_required(struct jw *w, struct str kind, struct str but)
{
	shape_required(w, file_of(kind)->shape, but);
}

/* components/schemas of the OpenAPI document: inputs from their field tables, answers from answers.c, facts from the catalogue's shapes. */
#include "api/answers.h"
#include "api/openapi.h"
#include "base/str.h"
#include "model/catalog_file.h"

static void text(struct jw *w, const char *key, struct str value)
{
	jw_k_text(w, str_of(key), value);
}

static void object(struct jw *w, const char *key)
{
	jw_key(w, str_of(key));
	jw_object(w);
}

static void array(struct jw *w, const char *key)
{
	jw_key(w, str_of(key));
	jw_array(w);
}

void openapi_ref(struct jw *w, const char *kind, struct str name)
{
	struct buf path;
	buf_init(&path, w->out->mem, 200);
	buf_format(&path, "#/components/%s/%.*s", kind, STR_ARG(name));
	jw_object(w);
	text(w, "$ref", buf_str(&path));
	jw_end_object(w);
}

static void words(struct jw *w, const struct str *list)
{
	text(w, "type", S("string"));
	array(w, "enum");
	for (; list->p; list++)
		if (list->n)
			jw_text(w, *list);
	jw_end_array(w);
}

static void member_value(struct jw *w, const struct member *m)
{
	static const struct { const char *type, *format, *pattern; } plain[] = {
		[MEMBER_TEXT] = { "string", NULL, NULL }, [MEMBER_INT] = { "integer", NULL, NULL }, [MEMBER_BOOL] = { "boolean", NULL, NULL },
		[MEMBER_TIME] = { "string", "date-time", NULL }, [MEMBER_DAY] = { "string", "date", NULL }, [MEMBER_ID] = { "string", "uuid", NULL },
		[MEMBER_HEX] = { "string", NULL, "^([0-9a-f]{2})*$" },
	};
	if (m->type == MEMBER_REF) {
		openapi_ref(w, "schemas", m->of);
		return;
	}
	jw_object(w);
	if (m->type == MEMBER_WORD)
		words(w, m->words);
	else
		text(w, "type", str_of(plain[m->type].type));
	if (m->type != MEMBER_WORD && plain[m->type].format)
		text(w, "format", str_of(plain[m->type].format));
	if (m->type != MEMBER_WORD && plain[m->type].pattern)
		text(w, "pattern", str_of(plain[m->type].pattern));
	if (m->doc.n && !m->list)
		text(w, "description", m->doc);
	jw_end_object(w);
}

static void member_property(struct jw *w, const struct member *m)
{
	if (m->type == MEMBER_FACT) {
		catalog_kind_properties(w, m->of, m->but);
		return;
	}
	jw_key(w, m->name);
	if (m->list) {
		jw_object(w);
		text(w, "type", S("array"));
		jw_key(w, S("items"));
	}
	member_value(w, m);
	if (m->list && m->doc.n)
		text(w, "description", m->doc);
	if (m->list)
		jw_end_object(w);
}

static void answer_object(struct jw *w, const struct answer *a)
{
	text(w, "type", S("object"));
	jw_k_bool(w, S("additionalProperties"), false);
	array(w, "required");
	for (const struct member *m = a->members; m->name.n; m++)
		if (m->type == MEMBER_FACT)
			catalog_kind_required(w, m->of, m->but);
		else if (m->required)
			jw_text(w, m->name);
	jw_end_array(w);
	object(w, "properties");
	for (const struct member *m = a->members; m->name.n; m++)
		member_property(w, m);
	jw_end_object(w);
}

static void answer_schema(struct jw *w, const struct answer *a)
{
	jw_key(w, a->name);
	jw_object(w);
	if (a->doc.n)
		text(w, "description", a->doc);
	if (a->words)
		words(w, a->words);
	if (a->members)
		answer_object(w, a);
	if (a->any.n) {
		array(w, "anyOf");
		for (struct str rest = a->any; rest.n;)
			openapi_ref(w, "schemas", str_cut(rest, ' ', &rest));
		jw_end_array(w);
	}
	jw_end_object(w);
}

/* PlanFact is a fact of the kind plan, EventTypeFact one of event_type. */
static struct str fact_schema_name(struct arena *mem, struct str kind)
{
	struct buf name;
	buf_init(&name, mem, 200);
	for (size_t i = 0; i < kind.n; i++)
		if (kind.p[i] != '_')
			buf_byte(&name, i == 0 || kind.p[i - 1] == '_' ? (char)(kind.p[i] - 'a' + 'A') : kind.p[i]);
	buf_add(&name, S("Fact"));
	return buf_str(&name);
}

static bool kind_again(size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (str_eq(catalog_file_kind(i), catalog_file_kind(j)))
			return true;
	return false;
}

static void fact_schemas(struct jw *w)
{
	for (size_t i = 0; i < catalog_file_count(); i++) {
		struct str name = fact_schema_name(w->out->mem, catalog_file_kind(i));
		struct member members[] = { { .name = LIT("*"), .type = MEMBER_FACT, .of = catalog_file_kind(i) }, { .name = { NULL, 0 } } };
		if (!kind_again(i))
			answer_schema(w, &(struct answer){ .name = name, .members = members });
	}
	object(w, "Fact");
	array(w, "anyOf");
	for (size_t i = 0; i < catalog_file_count(); i++)
		if (!kind_again(i))
			openapi_ref(w, "schemas", fact_schema_name(w->out->mem, catalog_file_kind(i)));
	jw_end_array(w);
	jw_end_object(w);
}

/* ReportInput is ReportContent where it may be incomplete, ReportDraft where it says that it is. */
struct str openapi_input_name(struct arena *mem, const struct field_table *t, enum field_reading how)
{
	ptrdiff_t at = str_find(t->name, S("Input"));
	if (how == FIELD_STRICT || at < 0)
		return t->name;
	return str_format(mem, "%.*s%s", (int)at, t->name.p, how == FIELD_DRAFT ? "Draft" : "Content");
}

static bool has_reading(const struct route *r, enum field_reading how)
{
	bool lenient = r->flags & ROUTE_LENIENT, draft = r->flags & ROUTE_DRAFT;
	return how == FIELD_DRAFT ? draft : how == FIELD_LENIENT ? lenient : !lenient;
}

static bool input_again(const struct route *table, size_t n, const struct field_table *t, enum field_reading how)
{
	for (size_t i = 0; i < n; i++)
		if (table[i].input == t && has_reading(&table[i], how))
			return true;
	return false;
}

static void input_schemas(struct jw *w, const struct route *table, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (int how = FIELD_STRICT; how <= FIELD_DRAFT; how++) {
			const struct field_table *t = table[i].input;
			if (!t || !openapi_has_body(&table[i]) || !has_reading(&table[i], how) || input_again(table, i, t, how))
				continue;
			jw_key(w, openapi_input_name(w->out->mem, t, how));
			field_schema(w, t, how);
		}
}

void openapi_schemas(struct jw *w, const struct route *table, size_t n)
{
	object(w, "schemas");
	input_schemas(w, table, n);
	for (size_t i = 0; i < n_answers; i++)
		answer_schema(w, &answers[i]);
	fact_schemas(w);
	jw_end_object(w);
}

/* The OpenAPI 3.1 document, from the route table and its field tables: what is served is what is described. */
#include <stdio.h>
#include "api/pass.h"
#include "base/str.h"

struct seen { struct str outputs[512]; size_t n_outputs; };                       /* names of schemas written */

static void text(struct jw *w, const char *key, struct str value)
{
	jw_k_text(w, str_of(key), value);
}

static void object(struct jw *w, const char *key)
{
	jw_key(w, str_of(key));
	jw_object(w);
}

static void ref(struct jw *w, const char *key, const char *kind, struct str name)
{
	char path[200];
	object(w, key);
	int n = snprintf(path, sizeof path, "#/components/%s/%.*s", kind, STR_ARG(name));
	text(w, "$ref", (struct str){ path, (size_t)n });
	jw_end_object(w);
}

static void write_parameter(struct jw *w, const char *in, struct str name, bool required, struct str doc)
{
	jw_object(w);
	text(w, "name", name);
	text(w, "in", str_of(in));
	jw_k_bool(w, S("required"), required);
	if (doc.n)
		text(w, "description", doc);
	object(w, "schema");
	text(w, "type", S("string"));
	jw_end_object(w);
	jw_end_object(w);
}

static void write_query_field(struct jw *w, const struct field *f)
{
	static const char *const types[] = { [FIELD_INT] = "integer", [FIELD_BOOL] = "boolean" };
	static const char *const formats[] = { [FIELD_TIME] = "date-time", [FIELD_DAY] = "date", [FIELD_UUID] = "uuid" };
	jw_object(w);
	text(w, "name", f->name);
	text(w, "in", S("query"));
	jw_k_bool(w, S("required"), f->flags & FIELD_REQUIRED);
	text(w, "description", f->en);
	object(w, "schema");
	text(w, "type", f->kind == FIELD_INT || f->kind == FIELD_BOOL ? str_of(types[f->kind]) : S("string"));
	if (f->kind == FIELD_TIME || f->kind == FIELD_DAY || f->kind == FIELD_UUID)
		text(w, "format", str_of(formats[f->kind]));
	if (f->kind == FIELD_CHOICE && f->choices) {
		jw_key(w, S("enum"));
		jw_array(w);
		for (const struct str *c = f->choices; c->n; c++)
			jw_text(w, *c);
		jw_end_array(w);
	}
	if (f->kind == FIELD_INT) {
		jw_k_int(w, S("minimum"), f->min);
		if (f->max)
			jw_k_int(w, S("maximum"), f->max);
	}
	jw_end_object(w);
	jw_end_object(w);
}

static bool query_input(const struct route *r)
{
	return !(r->flags & ROUTE_BODY) && (r->method == HTTP_GET || r->method == HTTP_DELETE || r->flags & ROUTE_RAW);
}

static void write_parameters(struct jw *w, const struct route *r)
{
	jw_key(w, S("parameters"));
	jw_array(w);
	for (struct str rest = r->path; rest.n;) {
		struct str segment = str_cut(rest, '/', &rest);
		if (segment.n > 2 && segment.p[0] == '{')
			write_parameter(w, "path", str_slice(segment, 1, segment.n - 1), true, NO_STR);
	}
	if (r->flags & ROUTE_IF_MATCH)
		write_parameter(w, "header", S("If-Match"), true, S("The ETag of the version that was edited"));
	if (r->flags & ROUTE_IDEMPOTENT)
		write_parameter(w, "header", S("Idempotency-Key"), false, S("The same key and request give the first answer again"));
	if (r->input && query_input(r))
		for (size_t i = 0; i < r->input->n_fields; i++)
			write_query_field(w, &r->input->fields[i]);
	jw_end_array(w);
}

static void write_request_body(struct jw *w, const struct route *r)
{
	if (query_input(r) && !(r->flags & ROUTE_RAW))
		return;
	if (!r->input && !(r->flags & ROUTE_RAW))
		return;
	object(w, "requestBody");
	jw_k_bool(w, S("required"), true);
	object(w, "content");
	object(w, r->flags & ROUTE_RAW ? "application/octet-stream" : "application/json");
	if (r->flags & ROUTE_RAW) {
		object(w, "schema");
		text(w, "type", S("string"));
		text(w, "format", S("binary"));
		jw_end_object(w);
	} else {
		ref(w, "schema", "schemas", r->input->name);
	}
	jw_end_object(w);
	jw_end_object(w);
	jw_end_object(w);
}

static void write_responses(struct jw *w, const struct route *r)
{
	object(w, "responses");
	object(w, "2XX");
	text(w, "description", S("Done"));
	if (r->output.n) {
		object(w, "content");
		object(w, "application/json");
		ref(w, "schema", "schemas", r->output);
		jw_end_object(w);
		jw_end_object(w);
	}
	jw_end_object(w);
	ref(w, "default", "responses", S("Problem"));
	jw_end_object(w);
}

static void write_security(struct jw *w, const struct route *r)
{
	static const char *const schemes[] = { "session", "token" };
	jw_key(w, S("security"));
	jw_array(w);
	for (int i = 0; i < (r->flags & ROUTE_PERSON ? 1 : 2) && r->need != NEED_NOBODY; i++) {
		jw_object(w);
		jw_key(w, str_of(schemes[i]));
		jw_array(w);
		jw_end_array(w);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void write_operation(struct jw *w, const struct route *r)
{
	static const char *const methods[] = { [HTTP_GET] = "get", [HTTP_POST] = "post", [HTTP_PUT] = "put", [HTTP_PATCH] = "patch",
		[HTTP_DELETE] = "delete" };
	object(w, methods[r->method]);
	text(w, "summary", r->doc);
	write_security(w, r);
	write_parameters(w, r);
	write_request_body(w, r);
	write_responses(w, r);
	jw_end_object(w);
}

/* A path once, with all of its methods: rows of one path need not stand together. */
static void write_paths(struct jw *w, const struct route *table, size_t n)
{
	object(w, "paths");
	for (size_t i = 0; i < n; i++) {
		bool before = false;
		for (size_t j = 0; j < i && !before; j++)
			before = str_eq(table[i].path, table[j].path);
		if (before)
			continue;
		jw_key(w, table[i].path);
		jw_object(w);
		for (size_t j = i; j < n; j++)
			if (str_eq(table[i].path, table[j].path))
				write_operation(w, &table[j]);
		jw_end_object(w);
	}
	jw_end_object(w);
}

static void write_problem_schema(struct jw *w)
{
	jw_k_raw(w, S("Problem"), S("{\"type\":\"object\",\"description\":\"RFC 9457\",\"required\":[\"type\",\"title\",\"status\",\"code\",\"trace\"],"
		"\"properties\":{\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\",\"description\":\"In the caller's language\"},"
		"\"status\":{\"type\":\"integer\"},\"code\":{\"type\":\"string\",\"description\":\"Never translated\"},"
		"\"trace\":{\"type\":\"string\"},\"errors\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"pointer\",\"code\",\"title\"],"
		"\"properties\":{\"pointer\":{\"type\":\"string\",\"description\":\"JSON pointer of the field\"},"
		"\"code\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"}}}}}}"));
}

static bool first_time(struct seen *s, struct str name)
{
	for (size_t i = 0; i < s->n_outputs; i++)
		if (str_eq(s->outputs[i], name))
			return false;
	if (s->n_outputs < sizeof s->outputs / sizeof s->outputs[0])
		s->outputs[s->n_outputs++] = name;
	return true;
}

static void write_schemas(struct jw *w, struct seen *s, const struct route *table, size_t n)
{
	object(w, "schemas");
	write_problem_schema(w);
	first_time(s, S("Problem"));
	for (size_t i = 0; i < n; i++) {
		const struct field_table *t = table[i].input;
		if (!t || query_input(&table[i]) || !first_time(s, t->name))
			continue;
		jw_key(w, t->name);
		field_schema(w, t);
	}
	for (size_t i = 0; i < n; i++)
		if (table[i].output.n && first_time(s, table[i].output))
			jw_k_raw(w, table[i].output, S("{\"type\":\"object\",\"additionalProperties\":true}"));
	jw_end_object(w);
}

struct str openapi_document(struct arena *mem, const struct route *table, size_t n)
{
	struct buf out;
	struct jw json, *w = &json;
	struct seen *seen = arena_make(mem, struct seen);
	buf_init(&out, mem, 8 << 20);
	jw_init(w, &out);
	jw_object(w);
	text(w, "openapi", S("3.1.0"));
	jw_k_raw(w, S("info"), S("{\"title\":\"Noroshi\",\"version\":\"" NOROSHI_VERSION "\",\"description\":\"Reports up, advisories down, and proof of "
		"what each party did. Times are RFC 3339 in UTC, dates YYYY-MM-DD, ids UUIDv7. Members that are not given are absent. Changes with a "
		"session cookie carry X-CSRF-Token. Lists page by limit and after.\",\"license\":{\"name\":\"Apache-2.0\",\"identifier\":\"Apache-2.0\"}}"));
	write_paths(w, table, n);
	object(w, "components");
	write_schemas(w, seen, table, n);
	jw_k_raw(w, S("responses"), S("{\"Problem\":{\"description\":\"What is wrong\",\"content\":{\"application/problem+json\":{\"schema\":"
		"{\"$ref\":\"#/components/schemas/Problem\"}}}}}"));
	jw_k_raw(w, S("securitySchemes"), S("{\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"" SESSION_COOKIE "\"},"
		"\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"}}"));
	jw_end_object(w);
	jw_end_object(w);
	return buf_str(&out);
}

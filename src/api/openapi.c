/* The paths of the OpenAPI 3.1 document, from the route table. */
#include "api/openapi.h"
#include "api/answers.h"
#include "app/session.h"
#include "base/str.h"
#include "format/xlsx.h"

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
	jw_key(w, str_of(key));
	openapi_ref(w, kind, name);
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
	jw_object(w);
	text(w, "name", f->name);
	text(w, "in", S("query"));
	jw_k_bool(w, S("required"), f->flags & FIELD_REQUIRED);
	text(w, "description", f->en);
	jw_key(w, S("schema"));
	field_value_schema(w, f);
	jw_end_object(w);
}

static bool query_input(const struct route *r)
{
	return !(r->flags & ROUTE_BODY) && (r->method == HTTP_GET || r->method == HTTP_DELETE || r->flags & ROUTE_RAW);
}

bool openapi_has_body(const struct route *r)
{
	return r->input && !query_input(r);
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

static void write_binary(struct jw *w, const char *type)
{
	object(w, type);
	jw_k_raw(w, S("schema"), S("{\"type\":\"string\",\"format\":\"binary\"}"));
	jw_end_object(w);
}

static void write_json_input(struct jw *w, const struct route *r)
{
	enum field_reading how = r->flags & ROUTE_LENIENT ? FIELD_LENIENT : FIELD_STRICT;
	object(w, "application/json");
	jw_key(w, S("schema"));
	if (r->flags & ROUTE_DRAFT) {
		jw_object(w);
		jw_key(w, S("anyOf"));
		jw_array(w);
		openapi_ref(w, "schemas", openapi_input_name(w->out->mem, r->input, FIELD_DRAFT));
	}
	openapi_ref(w, "schemas", openapi_input_name(w->out->mem, r->input, how));
	if (r->flags & ROUTE_DRAFT) {
		jw_end_array(w);
		jw_end_object(w);
	}
	jw_end_object(w);
}

static void write_request_body(struct jw *w, const struct route *r)
{
	if (!openapi_has_body(r) && !(r->flags & ROUTE_RAW))
		return;
	object(w, "requestBody");
	jw_k_bool(w, S("required"), true);
	object(w, "content");
	if (r->flags & ROUTE_RAW) {
		write_binary(w, "application/octet-stream");
		object(w, "multipart/form-data");
		jw_k_raw(w, S("schema"), S("{\"type\":\"object\",\"properties\":{\"file\":{\"type\":\"string\",\"format\":\"binary\"}}}"));
		jw_end_object(w);
	} else {
		write_json_input(w, r);
	}
	jw_end_object(w);
	jw_end_object(w);
}

/* Answers */

static bool is_media_type(struct str output)
{
	return str_find(output, S("/")) >= 0;
}

static bool gives(const struct route *r, struct str format)
{
	if (!r->input || !query_input(r))
		return false;
	for (size_t i = 0; i < r->input->n_fields; i++)
		if (str_eq(r->input->fields[i].name, S("format")))
			for (const struct str *choice = r->input->fields[i].choices; choice->n; choice++)
				if (str_eq(*choice, format))
					return true;
	return false;
}

static bool gives_csv(const struct route *r)
{
	return gives(r, S("csv"));
}

static void write_content(struct jw *w, const struct route *r)
{
	object(w, "content");
	if (is_media_type(r->output)) {
		jw_key(w, r->output);
		jw_object(w);
		jw_k_raw(w, S("schema"), str_eq(r->output, S("application/json")) ? S("{\"type\":\"object\"}") : S("{\"type\":\"string\"}"));
		jw_end_object(w);
	} else {
		object(w, "application/json");
		ref(w, "schema", "schemas", r->output);
		jw_end_object(w);
	}
	if (gives_csv(r))
		jw_k_raw(w, S("text/csv"), S("{\"schema\":{\"type\":\"string\",\"description\":\"With format=csv: a table with heads in the caller's language\"}}"));
	if (gives(r, S("xlsx")))
		jw_k_raw(w, S(XLSX_TYPE), S("{\"schema\":{\"type\":\"string\",\"format\":\"binary\",\"description\":\"With format=xlsx: a spreadsheet in the caller's language\"}}"));
	jw_end_object(w);
}

static void write_headers(struct jw *w, const struct route *r, const struct answer *a)
{
	bool etag = a && a->flags & ANSWER_ETAG, made = r->flags & ROUTE_CREATES, csv = gives_csv(r);
	if (!etag && !made && !csv)
		return;
	object(w, "headers");
	if (etag)
		ref(w, "ETag", "headers", S("ETag"));
	if (made)
		ref(w, "Location", "headers", S("Location"));
	if (csv)
		ref(w, "Noroshi-Next", "headers", S("NoroshiNext"));
	jw_end_object(w);
}

static void write_responses(struct jw *w, const struct route *r)
{
	const struct answer *a = answer_named(r->output);
	object(w, "responses");
	object(w, !r->output.n ? "204" : r->flags & ROUTE_CREATES ? "201" : "200");
	text(w, "description", !r->output.n ? S("Done") : r->flags & ROUTE_CREATES ? S("Made") : S("The answer"));
	write_headers(w, r, a);
	if (r->output.n)
		write_content(w, r);
	jw_end_object(w);
	if (a && a->flags & ANSWER_ETAG && r->method == HTTP_GET)
		jw_k_raw(w, S("304"), S("{\"description\":\"As If-None-Match has it\",\"headers\":{\"ETag\":{\"$ref\":\"#/components/headers/ETag\"}}}"));
	if (a && a->also == 503) {
		object(w, "503");
		text(w, "description", S("Not now"));
		write_content(w, r);
		jw_end_object(w);
	}
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

/* Operations */

static const char *const methods[] = { [HTTP_GET] = "get", [HTTP_POST] = "post", [HTTP_PUT] = "put", [HTTP_PATCH] = "patch", [HTTP_DELETE] = "delete" };

/* The path without /api/v1: what names and groups operations. */
static struct str own_path(const struct route *r)
{
	struct str v1 = S("/api/v1/");
	return str_starts(r->path, v1) ? str_slice(r->path, v1.n, r->path.n) : str_slice(r->path, 1, r->path.n);
}

/* GET /api/v1/orgs/{id}/contacts is getOrgsIdContacts. */
static struct str operation_id(struct arena *mem, const struct route *r)
{
	struct str path = own_path(r);
	struct buf name;
	bool start = true;
	buf_init(&name, mem, 200);
	buf_add(&name, str_of(methods[r->method]));
	for (size_t i = 0; i < path.n; i++) {
		char c = path.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (letter)
			buf_byte(&name, start && c >= 'a' ? (char)(c - 'a' + 'A') : c);
		start = !letter;
	}
	return buf_str(&name);
}

static void write_operation(struct jw *w, const struct route *r)
{
	struct str rest;
	object(w, methods[r->method]);
	text(w, "operationId", operation_id(w->out->mem, r));
	jw_key(w, S("tags"));
	jw_array(w);
	jw_text(w, str_starts(r->path, S("/api/")) ? str_cut(own_path(r), '/', &rest) : S("server"));
	jw_end_array(w);
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

#define INFO "{\"title\":\"Noroshi\",\"version\":\"" NOROSHI_VERSION "\",\"description\":\"Reports up, advisories down, and proof of " \
	"what each party did. Times are RFC 3339 in UTC, dates YYYY-MM-DD, ids UUIDv7. Members that are not given are absent. Changes with a " \
	"session cookie carry X-CSRF-Token. Lists page by limit and after.\",\"license\":{\"name\":\"Apache-2.0\",\"identifier\":\"Apache-2.0\"}}"
#define SERVERS "[{\"url\":\"/\",\"description\":\"Where this document is served\"}]"
#define HEADERS "{\"ETag\":{\"description\":\"The version, for If-Match; not with an answer repeated for its Idempotency-Key\"," \
	"\"schema\":{\"type\":\"string\",\"pattern\":\"^\\\"[0-9]+\\\"$\"}}," \
	"\"Location\":{\"description\":\"Where it can be read, if it has a place of its own\",\"schema\":{\"type\":\"string\",\"format\":\"uri-reference\"}}," \
	"\"NoroshiNext\":{\"description\":\"With format=csv where there is more: for after\",\"schema\":{\"type\":\"string\"}}," \
	"\"RetryAfter\":{\"description\":\"Seconds: with 429, 503 and receipt.pending\",\"schema\":{\"type\":\"string\",\"pattern\":\"^[0-9]+$\"}}," \
	"\"WWWAuthenticate\":{\"description\":\"With 401\",\"schema\":{\"type\":\"string\"}}}"
#define RESPONSES "{\"Problem\":{\"description\":\"What is wrong (RFC 9457)\",\"headers\":{\"Retry-After\":{\"$ref\":\"#/components/headers/RetryAfter\"}," \
	"\"WWW-Authenticate\":{\"$ref\":\"#/components/headers/WWWAuthenticate\"}}," \
	"\"content\":{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}}"
#define SECURITY "{\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"" SESSION_COOKIE "\"},\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"}}"

struct str openapi_document(struct arena *mem)
{
	struct buf out;
	struct jw json, *w = &json;
	buf_init(&out, mem, 8 << 20);
	jw_init(w, &out);
	jw_object(w);
	text(w, "openapi", S("3.1.0"));
	jw_k_raw(w, S("info"), S(INFO));
	jw_k_raw(w, S("servers"), S(SERVERS));
	write_paths(w, routes, n_routes);
	object(w, "components");
	openapi_schemas(w, routes, n_routes);
	jw_k_raw(w, S("headers"), S(HEADERS));
	jw_k_raw(w, S("responses"), S(RESPONSES));
	jw_k_raw(w, S("securitySchemes"), S(SECURITY));
	jw_end_object(w);
	jw_end_object(w);
	return buf_str(&out);
}

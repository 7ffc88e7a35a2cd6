/* base/json.c — the JSON library behind our own strictness. A struct json is a cJSON; nobody else knows.
 *
 * cJSON is lenient: it takes control characters for white space, 01 for a number, a raw newline inside a string, and ends a
 * string silently at \u0000. So the text is scanned first, and the tree is walked once afterwards.
 */
#include "base/json.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

#define INT_BOUND 9007199254740992.0                            /* 2^53: from here on a double may stand for several integers */
enum { SMALL_OBJECT = 12 };                                     /* up to here, comparing all pairs of keys is quicker */

static const cJSON *node(const struct json *json)
{
	return (const void *)json;
}

static const struct json *wrap(const cJSON *item)
{
	return (const void *)item;
}

/* Past the closing quote, or NULL. cJSON checks the escapes themselves. */
static const char *scan_string(const char *p, const char *end)
{
	for (p++; p < end && *p != '"'; p++) {
		if ((unsigned char)*p < 0x20)
			return NULL;
		if (*p != '\\')
			continue;
		if (end - p > 5 && memcmp(p, "\\u0000", 6) == 0)
			return NULL;
		p++;
	}
	return p < end ? p + 1 : NULL;
}

static const char *skip_digits(const char *p, const char *end)
{
	while (p < end && *p >= '0' && *p <= '9')
		p++;
	return p;
}

/* Past a number of the JSON grammar, or NULL. */
static const char *scan_number(const char *p, const char *end)
{
	const char *from;
	if (*p == '-')
		p++;
	from = p;
	p = skip_digits(p, end);
	if (p == from || (*from == '0' && p - from > 1))
		return NULL;
	if (p < end && *p == '.') {
		from = ++p;
		if ((p = skip_digits(p, end)) == from)
			return NULL;
	}
	if (p < end && (*p == 'e' || *p == 'E')) {
		p++;
		if (p < end && (*p == '+' || *p == '-'))
			p++;
		from = p;
		if ((p = skip_digits(p, end)) == from)
			return NULL;
	}
	return p;
}

/* What cJSON would let pass, and the depth. The grammar between the tokens is left to cJSON. */
static enum text scan(struct str text)
{
	const char *p = text.p, *end = text.n ? text.p + text.n : text.p;
	int depth = 0;
	while (p < end) {
		char c = *p;
		if (c == '"') {
			p = scan_string(p, end);
		} else if (c == '-' || (c >= '0' && c <= '9')) {
			p = scan_number(p, end);
		} else {
			if (c == '{' || c == '[') {
				if (++depth > JSON_DEPTH)
					return T_JSON_DEPTH;
			} else if (c == '}' || c == ']') {
				if (--depth < 0)
					return T_JSON_SYNTAX;
			} else if (!(c >= 'a' && c <= 'z') && !strchr(" \t\r\n,:", c)) {
				return T_JSON_SYNTAX;
			}
			p++;
		}
		if (!p)
			return T_JSON_SYNTAX;
	}
	return depth ? T_JSON_SYNTAX : T_NONE;
}

static int by_key(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool has_duplicate_large(struct arena *mem, const cJSON *object, size_t n)
{
	const char **keys = arena_array(mem, const char *, n);
	size_t i = 0;
	for (const cJSON *m = object->child; m; m = m->next)
		keys[i++] = m->string;
	qsort(keys, n, sizeof *keys, by_key);
	for (i = 1; i < n; i++)
		if (strcmp(keys[i - 1], keys[i]) == 0)
			return true;
	return false;
}

static bool has_duplicate(struct arena *mem, const cJSON *object)
{
	size_t n = 0;
	for (const cJSON *m = object->child; m; m = m->next)
		n++;
	if (n > SMALL_OBJECT)
		return has_duplicate_large(mem, object, n);
	for (const cJSON *m = object->child; m; m = m->next)
		for (const cJSON *other = m->next; other; other = other->next)
			if (strcmp(m->string, other->string) == 0)
				return true;
	return false;
}

/* Recursion is bounded: scan() has limited the depth. */
static enum text check_tree(struct arena *mem, const cJSON *value)
{
	if (cJSON_IsNumber(value))
		return isfinite(value->valuedouble) ? T_NONE : T_JSON_SYNTAX;
	if (cJSON_IsObject(value) && has_duplicate(mem, value))
		return T_JSON_DUPLICATE;
	for (const cJSON *child = value->child; child; child = child->next) {
		enum text why = check_tree(mem, child);
		if (why != T_NONE)
			return why;
	}
	return T_NONE;
}

/* What was sent may be a password, and is in confidence in any case. */
static void forget_texts(cJSON *value)
{
	for (; value; value = value->next) {
		if (value->valuestring)
			explicit_bzero(value->valuestring, strlen(value->valuestring));
		forget_texts(value->child);
	}
}

static void close_tree(void *tree)
{
	forget_texts(tree);
	cJSON_Delete(tree);
}

enum status json_parse(struct cx *cx, struct str text, const struct json **ret)
{
	if (!str_utf8(text))
		return fail(cx, E_INVALID, T_FIELD_UTF8);
	enum text why = scan(text);
	if (why != T_NONE)
		return fail(cx, E_INVALID, why);
	/* A terminated copy: the library has read one byte too far before. */
	const char *copy = str_terminated(cx->mem, text), *end = copy;
	cJSON *tree = cJSON_ParseWithLengthOpts(copy, text.n + 1, &end, false);
	if (!tree)
		return fail(cx, E_INVALID, T_JSON_SYNTAX);
	arena_closer(cx->mem, close_tree, tree);
	if (str_trim((struct str){ end, text.n - (size_t)(end - copy) }).n)
		return fail(cx, E_INVALID, T_JSON_SYNTAX);
	why = check_tree(cx->mem, tree);
	if (why != T_NONE)
		return fail(cx, E_INVALID, why);
	*ret = wrap(tree);
	return OK;
}

enum json_kind json_kind(const struct json *json)
{
	if (!json)
		return JSON_NULL;
	switch (node(json)->type & 0xff) {
	case cJSON_True:
	case cJSON_False: return JSON_BOOL;
	case cJSON_Number: return JSON_NUMBER;
	case cJSON_String: return JSON_TEXT;
	case cJSON_Array: return JSON_ARRAY;
	case cJSON_Object: return JSON_OBJECT;
	default: return JSON_NULL;
	}
}

const struct json *json_get(const struct json *object, struct str key)
{
	if (json_kind(object) != JSON_OBJECT)
		return NULL;
	for (const cJSON *m = node(object)->child; m; m = m->next)
		if (strncmp(m->string, key.p ? key.p : "", key.n) == 0 && m->string[key.n] == '\0')
			return wrap(m);
	return NULL;
}

const struct json *json_first(const struct json *json)
{
	return json ? wrap(node(json)->child) : NULL;
}

const struct json *json_next(const struct json *value)
{
	return value ? wrap(node(value)->next) : NULL;
}

struct str json_key(const struct json *member)
{
	return member ? str_of(node(member)->string) : NO_STR;
}

struct str json_text(const struct json *json)
{
	return json_kind(json) == JSON_TEXT ? str_of(node(json)->valuestring) : NO_STR;
}

bool json_bool(const struct json *json)
{
	return json && cJSON_IsTrue(node(json));
}

bool json_int(const struct json *json, int64_t *ret)
{
	if (json_kind(json) != JSON_NUMBER)
		return false;
	double value = node(json)->valuedouble;
	if (!(value > -INT_BOUND && value < INT_BOUND) || value != floor(value))
		return false;
	*ret = (int64_t)value;
	return true;
}

double json_double(const struct json *json, double otherwise)
{
	return json_kind(json) == JSON_NUMBER ? node(json)->valuedouble : otherwise;
}

size_t json_count(const struct json *json)
{
	size_t n = 0;
	for (const struct json *child = json_first(json); child; child = json_next(child))
		n++;
	return n;
}

struct str json_get_text(const struct json *object, struct str key)
{
	return json_text(json_get(object, key));
}

int64_t json_get_int(const struct json *object, struct str key, int64_t otherwise)
{
	int64_t value;
	return json_int(json_get(object, key), &value) ? value : otherwise;
}

static void write_value(struct jw *w, const struct json *json)
{
	int64_t integer;
	switch (json_kind(json)) {
	case JSON_NULL: jw_null(w); return;
	case JSON_BOOL: jw_bool(w, json_bool(json)); return;
	case JSON_TEXT: jw_text(w, json_text(json)); return;
	case JSON_NUMBER:
		if (json_int(json, &integer))
			jw_int(w, integer);
		else
			jw_double(w, json_double(json, 0));
		return;
	case JSON_ARRAY:
		jw_array(w);
		for (const struct json *child = json_first(json); child; child = json_next(child))
			write_value(w, child);
		jw_end_array(w);
		return;
	case JSON_OBJECT:
		jw_object(w);
		for (const struct json *child = json_first(json); child; child = json_next(child)) {
			jw_key(w, json_key(child));
			write_value(w, child);
		}
		jw_end_object(w);
		return;
	}
}

void json_write(struct buf *out, const struct json *json)
{
	struct jw w;
	jw_init(&w, out);
	write_value(&w, json);
}

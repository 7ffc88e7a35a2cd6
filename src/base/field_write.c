/* base/field_write.c — a struct as JSON, and a table as JSON Schema. */
#include <assert.h>

#include "base/field.h"
#include "base/field_kind.h"
#include "base/str.h"
#include "base/uuid.h"

enum { TEXT_MAX = 200, LONG_TEXT_MAX = 20000, LIST_MAX = 100 };
#define INT_MAX_EXACT INT64_C(9007199254740991)                 /* 2^53 - 1 */

int64_t field_max(const struct field *f)
{
	if (f->max)
		return f->max;
	switch (f->kind) {
	case FIELD_TEXT: return TEXT_MAX;
	case FIELD_LONG_TEXT: return LONG_TEXT_MAX;
	case FIELD_LIST: return LIST_MAX;
	default: return INT_MAX_EXACT;
	}
}

size_t field_bytes(const struct field *f)
{
	switch (f->kind) {
	case FIELD_TEXT:
	case FIELD_LONG_TEXT: return sizeof(struct str);
	case FIELD_INT:
	case FIELD_TIME: return sizeof(int64_t);
	case FIELD_BOOL: return sizeof(bool);
	case FIELD_DAY: return sizeof(int32_t);
	case FIELD_UUID: return sizeof(struct uuid);
	case FIELD_CHOICE: return sizeof(int);
	case FIELD_STRUCT: return f->sub->struct_bytes;
	case FIELD_LIST: return sizeof(struct list);
	case FIELD_JSON: return sizeof(const struct json *);
	}
	return 0;
}

struct field field_item(const struct field *list)
{
	return (struct field){ .name = list->name, .kind = list->item, .flags = FIELD_REQUIRED, .max = list->item_max,
	                       .choices = list->choices, .sub = list->sub };
}

/* Values */

static const void *member(const void *of, const struct field *f)
{
	return (const char *)of + f->offset;
}

static bool is_zero(const struct field *f, const void *value)
{
	switch (f->kind) {
	case FIELD_TEXT:
	case FIELD_LONG_TEXT: return ((const struct str *)value)->n == 0;
	case FIELD_INT:
	case FIELD_TIME: return *(const int64_t *)value == 0;
	case FIELD_BOOL: return !*(const bool *)value;
	case FIELD_DAY: return *(const int32_t *)value == 0;
	case FIELD_UUID: return uuid_is_none(*(const struct uuid *)value);
	case FIELD_CHOICE: return *(const int *)value == 0;
	case FIELD_LIST: return ((const struct list *)value)->n == 0;
	case FIELD_JSON: return *(const struct json *const *)value == NULL;
	case FIELD_STRUCT:
		for (size_t i = 0; i < f->sub->n_fields; i++)
			if (!is_zero(&f->sub->fields[i], member(value, &f->sub->fields[i])))
				return false;
		return true;
	}
	return true;
}

static void write_choice(struct jw *w, const struct field *f, int choice)
{
	for (int i = 0; i < choice; i++)
		assert(f->choices[i].n);
	if (choice > 0)
		jw_text(w, f->choices[choice - 1]);
	else
		jw_null(w);
}

static void write_json(struct jw *w, const struct json *json)
{
	struct buf text;
	buf_init(&text, w->out->mem, w->out->max);
	json_write(&text, json);
	w->out->full |= text.full;
	jw_raw(w, buf_str(&text));
}

static void write_value(struct jw *w, const struct field *f, const void *value)
{
	switch (f->kind) {
	case FIELD_TEXT:
	case FIELD_LONG_TEXT: jw_text(w, *(const struct str *)value); return;
	case FIELD_INT: jw_int(w, *(const int64_t *)value); return;
	case FIELD_BOOL: jw_bool(w, *(const bool *)value); return;
	case FIELD_TIME: jw_time(w, *(const int64_t *)value); return;
	case FIELD_DAY: jw_day(w, *(const int32_t *)value); return;
	case FIELD_UUID: jw_uuid(w, *(const struct uuid *)value); return;
	case FIELD_CHOICE: write_choice(w, f, *(const int *)value); return;
	case FIELD_STRUCT: field_write(w, f->sub, value); return;
	case FIELD_JSON: write_json(w, *(const struct json *const *)value); return;
	case FIELD_LIST: break;
	}
	const struct list *list = value;
	struct field item = field_item(f);
	jw_array(w);
	for (size_t i = 0; i < list->n; i++)
		write_value(w, &item, (const char *)list->p + i * field_bytes(&item));
	jw_end_array(w);
}

static bool is_kept(const struct field_table *table, size_t index, const void *from)
{
	return (table->fields[index].flags & FIELD_KEEP_FALSE) && table->present != FIELD_NO_PRESENT
	       && (*(const uint64_t *)(const void *)((const char *)from + table->present) >> index & 1);
}

void field_write(struct jw *w, const struct field_table *table, const void *from)
{
	jw_object(w);
	for (size_t i = 0; i < table->n_fields; i++) {
		const struct field *f = &table->fields[i];
		if (is_zero(f, member(from, f)) && !is_kept(table, i, from))
			continue;
		jw_key(w, f->name);
		write_value(w, f, member(from, f));
	}
	jw_end_object(w);
}

/* JSON Schema */

static void schema_type(struct jw *w, struct str type, struct str format)
{
	jw_k_text(w, S("type"), type);
	if (format.n)
		jw_k_text(w, S("format"), format);
}

static void schema_bounds(struct jw *w, const struct field *f, enum field_reading how, struct str min_key, struct str max_key)
{
	int64_t min = how == FIELD_STRICT || (f->kind == FIELD_INT && f->min < 0) ? f->min : 0;
	if (!min && f->kind != FIELD_INT && how == FIELD_STRICT && (f->flags & FIELD_REQUIRED))
		min = 1;
	if (min || f->kind == FIELD_INT)
		jw_k_int(w, min_key, min);
	jw_k_int(w, max_key, field_max(f));
}

static void schema_object(struct jw *w, const struct field_table *table, enum field_reading how);

static void schema_members(struct jw *w, const struct field *f, enum field_reading how)
{
	struct field item;
	switch (f->kind) {
	case FIELD_TEXT:
	case FIELD_LONG_TEXT:
		schema_type(w, S("string"), f->flags & FIELD_SECRET ? S("password") : NO_STR);
		schema_bounds(w, f, how, S("minLength"), S("maxLength"));
		return;
	case FIELD_INT:
		schema_type(w, S("integer"), NO_STR);
		schema_bounds(w, f, how, S("minimum"), S("maximum"));
		return;
	case FIELD_BOOL: schema_type(w, S("boolean"), NO_STR); return;
	case FIELD_TIME: schema_type(w, S("string"), S("date-time")); return;
	case FIELD_DAY: schema_type(w, S("string"), S("date")); return;
	case FIELD_UUID: schema_type(w, S("string"), S("uuid")); return;
	case FIELD_CHOICE:
		schema_type(w, S("string"), NO_STR);
		jw_key(w, S("enum"));
		jw_array(w);
		for (int i = 0; f->choices[i].n; i++)
			jw_text(w, f->choices[i]);
		jw_end_array(w);
		return;
	case FIELD_STRUCT: schema_object(w, f->sub, how); return;
	case FIELD_JSON: return;
	case FIELD_LIST:
		item = field_item(f);
		schema_type(w, S("array"), NO_STR);
		schema_bounds(w, f, how, S("minItems"), S("maxItems"));
		if (f->flags & FIELD_UNIQUE)
			jw_k_bool(w, S("uniqueItems"), true);
		jw_key(w, S("items"));
		jw_object(w);
		schema_members(w, &item, how);
		jw_end_object(w);
	}
}

static void schema_property(struct jw *w, const struct field *f, enum field_reading how)
{
	jw_key(w, f->name);
	jw_object(w);
	schema_members(w, f, how);
	if (f->ja.n)
		jw_k_text(w, S("title"), f->ja);
	if (f->en.n)
		jw_k_text(w, S("description"), f->en);
	if (f->flags & FIELD_SECRET)
		jw_k_bool(w, S("writeOnly"), true);
	jw_end_object(w);
}

static void schema_required(struct jw *w, const struct field_table *table)
{
	bool any = false;
	for (size_t i = 0; i < table->n_fields; i++) {
		if (!(table->fields[i].flags & FIELD_REQUIRED))
			continue;
		if (!any) {
			jw_key(w, S("required"));
			jw_array(w);
		}
		any = true;
		jw_text(w, table->fields[i].name);
	}
	if (any)
		jw_end_array(w);
}

/* The members of an object's schema, without its braces. */
static void schema_object(struct jw *w, const struct field_table *table, enum field_reading how)
{
	schema_type(w, S("object"), NO_STR);
	jw_k_bool(w, S("additionalProperties"), false);
	if (how == FIELD_STRICT)
		schema_required(w, table);
	if (how == FIELD_DRAFT)
		jw_k_raw(w, S("required"), S("[\"draft\"]"));
	jw_key(w, S("properties"));
	jw_object(w);
	if (how == FIELD_DRAFT)
		jw_k_raw(w, S("draft"), S("{\"const\":true,\"description\":\"Keep it, incomplete as it may be\"}"));
	for (size_t i = 0; i < table->n_fields; i++)
		schema_property(w, &table->fields[i], how == FIELD_STRICT ? FIELD_STRICT : FIELD_LENIENT);
	jw_end_object(w);
}

void field_schema(struct jw *w, const struct field_table *table, enum field_reading how)
{
	jw_object(w);
	schema_object(w, table, how);
	jw_end_object(w);
}

void field_value_schema(struct jw *w, const struct field *f)
{
	jw_object(w);
	schema_members(w, f, FIELD_STRICT);
	jw_end_object(w);
}

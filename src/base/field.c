/* base/field.c — reading an input by its table. Every fault is recorded, then E_INVALID returned. */
#include "base/field.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/field_kind.h"
#include "base/str.h"
#include "base/time.h"
#include "base/uuid.h"

/* Where in the input we are; the pointer is only written out for a fault. */
struct place { const struct place *up; struct str name; size_t index; };

struct reader { struct cx *cx; bool lenient, faulty; };

static void add_pointer(struct buf *out, const struct place *place)
{
	if (!place)
		return;
	add_pointer(out, place->up);
	buf_byte(out, '/');
	if (!place->name.p) {
		buf_int(out, (int64_t)place->index);
		return;
	}
	for (size_t i = 0; i < place->name.n; i++) {            /* RFC 6901 */
		char c = place->name.p[i];
		if (c == '~')
			buf_add(out, S("~0"));
		else if (c == '/')
			buf_add(out, S("~1"));
		else
			buf_byte(out, c);
	}
}

static void fault(struct reader *r, const struct place *place, enum text why, int64_t bound)
{
	struct buf pointer;
	buf_init(&pointer, r->cx->mem, 4096);
	add_pointer(&pointer, place);
	(void)!fail_field(r->cx, buf_str(&pointer), why, bound);
	r->faulty = true;
}

/* Text */

/* As str_trim, and the full-width space that a Japanese keyboard types. */
static struct str trim_wide(struct str s)
{
	const struct str wide = S("\xe3\x80\x80");
	size_t before;
	do {
		before = s.n;
		s = str_trim(s);
		if (str_starts(s, wide))
			s = str_slice(s, wide.n, s.n);
		if (str_ends(s, wide))
			s = str_slice(s, 0, s.n - wide.n);
	} while (s.n != before);
	return s;
}

/* CR LF and CR become LF. */
static struct str unix_lines(struct arena *mem, struct str s)
{
	char *p = arena_alloc(mem, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n')
			continue;
		p[n++] = s.p[i] == '\r' ? '\n' : s.p[i];
	}
	return (struct str){ p, n };
}

/* C0, DEL, C1, line separators, and the marks that turn the direction of writing and so can hide what is written. */
static bool has_control(struct str s, bool lines)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if ((c < 0x20 && !(lines && (c == '\n' || c == '\t'))) || c == 0x7f)
			return true;
		if (c == 0xc2 && (unsigned char)s.p[i + 1] < 0xa0)
			return true;
		if (c != 0xe2 || i + 2 >= s.n)
			continue;
		unsigned char second = (unsigned char)s.p[i + 1], third = (unsigned char)s.p[i + 2];
		if ((second == 0x80 && third >= 0xa8 && third <= 0xae) || (second == 0x81 && third >= 0xa6 && third <= 0xa9))
			return true;
	}
	return false;
}

static void read_text(struct reader *r, const struct field *f, const struct place *place, struct str s, struct str *ret)
{
	bool lines = f->kind == FIELD_LONG_TEXT;
	int64_t max = field_max(f);
	s = trim_wide(lines ? unix_lines(r->cx->mem, s) : s);
	size_t chars = str_chars(s);
	if (has_control(s, lines))
		fault(r, place, T_FIELD_CONTROL, 0);
	else if (chars > (size_t)max)
		fault(r, place, T_FIELD_TOO_LONG, max);
	else if (!chars && (f->flags & FIELD_REQUIRED) && !r->lenient)
		fault(r, place, T_FIELD_REQUIRED, 0);
	else if (chars && (int64_t)chars < f->min && !r->lenient)
		fault(r, place, T_FIELD_TOO_SHORT, f->min);
	else
		*ret = str_copy(r->cx->mem, s);
}

static void read_choice(struct reader *r, const struct field *f, const struct place *place, struct str s, int *ret)
{
	for (int i = 0; f->choices[i].n; i++)
		if (str_eq(f->choices[i], s)) {
			*ret = i + 1;
			return;
		}
	fault(r, place, T_FIELD_CHOICE, 0);
}

static void read_int(struct reader *r, const struct field *f, const struct place *place, int64_t value, int64_t *ret)
{
	if (value > field_max(f))
		fault(r, place, T_FIELD_TOO_LARGE, field_max(f));
	else if (value < f->min && (!r->lenient || value < 0))
		fault(r, place, T_FIELD_TOO_SMALL, f->min);
	else
		*ret = value;
}

/* The kinds that are written as text in JSON. */
static void read_as_text(struct reader *r, const struct field *f, const struct place *place, struct str s, void *ret)
{
	switch (f->kind) {
	case FIELD_TEXT:
	case FIELD_LONG_TEXT: read_text(r, f, place, s, ret); return;
	case FIELD_CHOICE: read_choice(r, f, place, s, ret); return;
	case FIELD_TIME:
		if (!time_parse(s, ret))
			fault(r, place, T_FIELD_TIME, 0);
		return;
	case FIELD_DAY:
		if (!day_parse(s, ret))
			fault(r, place, T_FIELD_DATE, 0);
		return;
	case FIELD_UUID:
		if (!uuid_parse(s, ret))
			fault(r, place, T_FIELD_UUID, 0);
		return;
	default: assert(!"a kind that is no text");
	}
}

/* Lists */

struct key { struct str s; size_t index; };

static int by_key(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	int order = str_cmp(x->s, y->s);
	return order ? order : (x->index > y->index) - (x->index < y->index);
}

static void check_unique(struct reader *r, const struct field *item, const struct place *place, const struct list *list)
{
	size_t bytes = field_bytes(item);
	struct key *keys = arena_array(r->cx->mem, struct key, list->n);
	for (size_t i = 0; i < list->n; i++) {
		const char *at = (const char *)list->p + i * bytes;
		bool text = item->kind == FIELD_TEXT || item->kind == FIELD_LONG_TEXT;
		keys[i] = (struct key){ text ? *(const struct str *)(const void *)at : (struct str){ at, bytes }, i };
	}
	qsort(keys, list->n, sizeof *keys, by_key);
	for (size_t i = 1; i < list->n; i++)
		if (str_eq(keys[i - 1].s, keys[i].s))
			fault(r, &(struct place){ place, NO_STR, keys[i].index }, T_FIELD_DUPLICATE, 0);
}

static bool count_fits(struct reader *r, const struct field *f, const struct place *place, size_t n)
{
	int64_t max = field_max(f);
	if (n > (size_t)max)
		fault(r, place, T_FIELD_TOO_MANY, max);
	else if (!n && (f->flags & FIELD_REQUIRED) && !r->lenient)
		fault(r, place, T_FIELD_REQUIRED, 0);
	else if ((int64_t)n < f->min && !r->lenient && (n || (f->flags & FIELD_REQUIRED)))
		fault(r, place, T_FIELD_TOO_FEW, f->min);
	else
		return true;
	return false;
}

static void read_value(struct reader *, const struct field *, const struct place *, const struct json *, void *ret);

static void read_list(struct reader *r, const struct field *f, const struct place *place, const struct json *in, struct list *ret)
{
	struct field item = field_item(f);
	if (json_kind(in) != JSON_ARRAY) {
		fault(r, place, T_FIELD_TYPE, 0);
		return;
	}
	size_t n = json_count(in), i = 0, bytes = field_bytes(&item);
	if (!count_fits(r, f, place, n) || !n)
		return;
	bool faulty = r->faulty;
	struct list list = { arena_alloc(r->cx->mem, arena_array_bytes(n, bytes)), n };
	r->faulty = false;
	for (const struct json *v = json_first(in); v; v = json_next(v), i++)
		read_value(r, &item, &(struct place){ place, NO_STR, i }, v, (char *)list.p + i * bytes);
	if ((f->flags & FIELD_UNIQUE) && !r->faulty && item.kind != FIELD_STRUCT)
		check_unique(r, &item, place, &list);
	r->faulty |= faulty;
	*ret = list;
}

/* Structs */

static const struct field *find_field(const struct field_table *table, struct str name)
{
	for (size_t i = 0; i < table->n_fields; i++)
		if (str_eq(table->fields[i].name, name))
			return &table->fields[i];
	return NULL;
}

static void mark_present(const struct field_table *table, size_t index, void *ret)
{
	if (table->present == FIELD_NO_PRESENT)
		return;
	assert(index < 64);
	*(uint64_t *)(void *)((char *)ret + table->present) |= UINT64_C(1) << index;
}

static void read_struct(struct reader *r, const struct field_table *table, const struct place *place, const struct json *in, void *ret)
{
	if (json_kind(in) != JSON_OBJECT) {
		fault(r, place, T_FIELD_TYPE, 0);
		return;
	}
	for (const struct json *m = json_first(in); m; m = json_next(m)) {
		const struct field *f = find_field(table, json_key(m));
		struct place here = { place, json_key(m), 0 };
		if (!f) {
			fault(r, &here, T_FIELD_UNKNOWN, 0);
			continue;
		}
		if (json_kind(m) == JSON_NULL)
			continue;
		mark_present(table, (size_t)(f - table->fields), ret);
		read_value(r, f, &here, m, (char *)ret + f->offset);
	}
	for (size_t i = 0; i < table->n_fields && !r->lenient; i++) {
		const struct field *f = &table->fields[i];
		if ((f->flags & FIELD_REQUIRED) && json_kind(json_get(in, f->name)) == JSON_NULL)
			fault(r, &(struct place){ place, f->name, 0 }, T_FIELD_REQUIRED, 0);
	}
}

static void read_value(struct reader *r, const struct field *f, const struct place *place, const struct json *in, void *ret)
{
	int64_t number;
	switch (f->kind) {
	case FIELD_STRUCT: read_struct(r, f->sub, place, in, ret); return;
	case FIELD_LIST: read_list(r, f, place, in, ret); return;
	case FIELD_JSON: *(const struct json **)ret = in; return;
	case FIELD_INT:
		if (json_int(in, &number))
			read_int(r, f, place, number, ret);
		else
			fault(r, place, T_FIELD_TYPE, 0);
		return;
	case FIELD_BOOL:
		if (json_kind(in) == JSON_BOOL)
			*(bool *)ret = json_bool(in);
		else
			fault(r, place, T_FIELD_TYPE, 0);
		return;
	default:
		if (json_kind(in) == JSON_TEXT)
			read_as_text(r, f, place, json_text(in), ret);
		else
			fault(r, place, T_FIELD_TYPE, 0);
	}
}

enum status field_read(struct cx *cx, const struct field_table *table, const struct json *in, bool lenient, void *ret)
{
	struct reader r = { cx, lenient, false };
	memset(ret, 0, table->struct_bytes);
	read_struct(&r, table, NULL, in, ret);
	return r.faulty ? E_INVALID : OK;
}

/* Strings by name */

static void read_list_text(struct reader *r, const struct field *f, const struct place *place, struct str s, struct list *ret)
{
	struct field item = field_item(f);
	size_t n = 1, bytes = field_bytes(&item);
	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == ',';
	if (!count_fits(r, f, place, n))
		return;
	struct list list = { arena_alloc(r->cx->mem, arena_array_bytes(n, bytes)), n };
	for (size_t i = 0; i < n; i++) {
		struct str part = str_cut(s, ',', &s);
		read_as_text(r, &item, &(struct place){ place, NO_STR, i }, str_trim(part), (char *)list.p + i * bytes);
	}
	if ((f->flags & FIELD_UNIQUE) && !r->faulty)
		check_unique(r, &item, place, &list);
	*ret = list;
}

/* What has no form of its own as a string is given as JSON. */
static void read_json_text(struct reader *r, const struct field *f, const struct place *place, struct str s, void *ret)
{
	const struct json *json;
	struct problem ignored = { .why = T_NONE };
	struct cx quiet = *r->cx;
	quiet.problem = &ignored;
	if (json_parse(&quiet, s, &json) == OK)
		read_value(r, f, place, json, ret);
	else
		fault(r, place, ignored.why, 0);
}

static void read_string(struct reader *r, const struct field *f, const struct place *place, struct str s, void *ret)
{
	int64_t number;
	switch (f->kind) {
	case FIELD_INT:
		if (str_int(s, INT64_MIN, INT64_MAX, &number))
			read_int(r, f, place, number, ret);
		else
			fault(r, place, T_FIELD_TYPE, 0);
		return;
	case FIELD_BOOL:
		*(bool *)ret = str_eq(s, S("true"));
		if (!*(bool *)ret && !str_eq(s, S("false")))
			fault(r, place, T_FIELD_TYPE, 0);
		return;
	case FIELD_STRUCT:
	case FIELD_JSON: read_json_text(r, f, place, s, ret); return;
	case FIELD_LIST:
		if (f->item == FIELD_STRUCT)
			read_json_text(r, f, place, s, ret);
		else
			read_list_text(r, f, place, s, ret);
		return;
	default: read_as_text(r, f, place, s, ret);
	}
}

enum status field_read_texts(struct cx *cx, const struct field_table *table, struct str (*get)(void *, struct str name), void *arg,
                             void *ret)
{
	struct reader r = { cx, false, false };
	memset(ret, 0, table->struct_bytes);
	for (size_t i = 0; i < table->n_fields; i++) {
		const struct field *f = &table->fields[i];
		struct place here = { NULL, f->name, 0 };
		struct str s = get(arg, f->name);
		if (!str_utf8(s)) {
			fault(&r, &here, T_FIELD_UTF8, 0);
		} else if (trim_wide(s).n) {
			mark_present(table, i, ret);
			read_string(&r, f, &here, f->kind == FIELD_LONG_TEXT ? s : trim_wide(s), (char *)ret + f->offset);
		} else if (f->flags & FIELD_REQUIRED) {
			fault(&r, &here, T_FIELD_REQUIRED, 0);
		}
	}
	return r.faulty ? E_INVALID : OK;
}

/* Any bytes as an input with every kind of field: refused with causes, or written back to what reads the same. */
#include <stddef.h>
#include <stdlib.h>

#include "base/field.h"
#include "base/str.h"

struct part { struct str name; int64_t weight; struct list tags; };
struct input {
	uint64_t present;
	struct str title, note;
	int64_t count, at;
	bool urgent;
	int32_t day;
	struct uuid id;
	int kind;
	struct part part;
	struct list parts, tags, notes, kinds, ids;
	const struct json *any;
};

static const struct str kinds[] = { LIT("fire"), LIT("flood"), LIT("quake"), { NULL, 0 } };
static const struct field part_fields[] = {
	{ LIT("name"), FIELD_TEXT, FIELD_REQUIRED, offsetof(struct part, name), .max = 10 },
	{ LIT("weight"), FIELD_INT, 0, offsetof(struct part, weight), .min = -5, .max = 5 },
	{ LIT("tags"), FIELD_LIST, FIELD_UNIQUE, offsetof(struct part, tags), .item = FIELD_TEXT, .item_max = 4 },
};
static const struct field_table part_table = { LIT("Part"), part_fields, 3, sizeof(struct part), FIELD_NO_PRESENT };
static const struct field fields[] = {
	{ LIT("t"), FIELD_TEXT, FIELD_REQUIRED, offsetof(struct input, title), .min = 2, .max = 20 },
	{ LIT("l"), FIELD_LONG_TEXT, 0, offsetof(struct input, note) },
	{ LIT("i"), FIELD_INT, 0, offsetof(struct input, count), .min = INT64_MIN },
	{ LIT("b"), FIELD_BOOL, 0, offsetof(struct input, urgent) },
	{ LIT("a"), FIELD_TIME, 0, offsetof(struct input, at) },
	{ LIT("d"), FIELD_DAY, 0, offsetof(struct input, day) },
	{ LIT("u"), FIELD_UUID, 0, offsetof(struct input, id) },
	{ LIT("c"), FIELD_CHOICE, 0, offsetof(struct input, kind), .choices = kinds },
	{ LIT("s"), FIELD_STRUCT, 0, offsetof(struct input, part), .sub = &part_table },
	{ LIT("ss"), FIELD_LIST, 0, offsetof(struct input, parts), .max = 3, .item = FIELD_STRUCT, .sub = &part_table },
	{ LIT("ts"), FIELD_LIST, FIELD_UNIQUE, offsetof(struct input, tags), .item = FIELD_TEXT, .item_max = 5 },
	{ LIT("ls"), FIELD_LIST, 0, offsetof(struct input, notes), .item = FIELD_LONG_TEXT },
	{ LIT("cs"), FIELD_LIST, FIELD_UNIQUE, offsetof(struct input, kinds), .item = FIELD_CHOICE, .choices = kinds },
	{ LIT("us"), FIELD_LIST, FIELD_UNIQUE, offsetof(struct input, ids), .item = FIELD_UUID },
	{ LIT("j"), FIELD_JSON, 0, offsetof(struct input, any) },
};
static const struct field_table table = {
	LIT("Input"), fields, sizeof fields / sizeof *fields, sizeof(struct input), offsetof(struct input, present)
};

static struct str write_input(struct cx *cx, const struct input *in, size_t n)
{
	struct buf out;
	struct jw w;
	buf_init(&out, cx->mem, 64 * n + 65536);
	jw_init(&w, &out);
	field_write(&w, &table, in);
	if (out.full)
		abort();
	return buf_str(&out);
}

static void read_json(struct cx *cx, struct str text, bool lenient)
{
	const struct json *json;
	struct input in;
	*cx->problem = (struct problem){ .why = T_NONE };
	if (json_parse(cx, text, &json) != OK)
		return;
	enum status status = field_read(cx, &table, json, lenient, &in);
	if ((status == OK) != (cx->problem->n_fields == 0))
		abort();
	if (status != OK)
		return;
	/* Written leniently what was read: it must be accepted leniently and be the same. */
	struct str once = write_input(cx, &in, text.n);
	if (json_parse(cx, once, &json) != OK || field_read(cx, &table, json, true, &in) != OK ||
	    !str_eq(once, write_input(cx, &in, text.n)))
		abort();
}

/* "name=value;name=value" for the reading of strings. */
static struct str get_pair(void *arg, struct str name)
{
	struct str rest = *(const struct str *)arg;
	while (rest.p) {
		struct str value, pair = str_cut(rest, ';', &rest);
		if (str_eq(str_cut(pair, '=', &value), name))
			return value;
	}
	return NO_STR;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct problem problem = { .why = T_NONE };
	struct cx cx = { .mem = arena_new(), .problem = &problem };
	struct str text = { (const char *)bytes, n };
	struct input in;
	read_json(&cx, text, false);
	read_json(&cx, text, true);
	problem = (struct problem){ .why = T_NONE };
	enum status status = field_read_texts(&cx, &table, get_pair, &text, &in);
	if ((status == OK) != (problem.n_fields == 0))
		abort();
	arena_release(cx.mem);
	return 0;
}

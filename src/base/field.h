/* base/field.h — an input described once: name, kind, bounds, required, one line of documentation in both languages.
 *
 * From one table come: checking and reading a JSON object into a struct, writing the struct back as JSON, the JSON Schema in
 * the OpenAPI document, command line flags, and CSV columns. Unknown members are errors; every error names its JSON pointer.
 * A member that is absent or null leaves the zero value and its bit in `present` clear.
 */
#ifndef NOROSHI_BASE_FIELD_H
#define NOROSHI_BASE_FIELD_H
#include "base/json.h"

enum field_kind {
	FIELD_TEXT,          /* struct str; min..max characters; trimmed; one line (control characters refused) */
	FIELD_LONG_TEXT,     /* struct str; as TEXT, newlines and tabs allowed (CR LF becomes LF) */
	FIELD_INT,           /* int64_t; min..max */
	FIELD_BOOL,          /* bool */
	FIELD_TIME,          /* int64_t UTC us, RFC 3339 */
	FIELD_DAY,           /* int32_t, YYYY-MM-DD */
	FIELD_UUID,          /* struct uuid */
	FIELD_CHOICE,        /* int: 1-based index into choices; 0: absent */
	FIELD_STRUCT,        /* embedded struct described by sub */
	FIELD_LIST,          /* struct list of `item` kind (TEXT, LONG_TEXT, UUID, CHOICE, STRUCT); min..max entries */
	FIELD_JSON,          /* const struct json *: any value, checked elsewhere */
};
struct list { void *p; size_t n; };                             /* of struct str, struct uuid, int, or sub structs */

enum { FIELD_REQUIRED = 1, FIELD_UNIQUE = 2 /* list: no value twice */, FIELD_SECRET = 4 /* never logged */,
       FIELD_KEEP_FALSE = 8 /* bool that is true unless given: written when false and present */ };

struct field {
	struct str name;
	enum field_kind kind;
	unsigned flags;
	size_t offset;
	int64_t min, max;                                       /* max 0: the kind's default (TEXT 200, LONG_TEXT 20000, LIST 100) */
	const struct str *choices;                              /* CHOICE: ends with an empty str */
	const struct field_table *sub;                          /* STRUCT, and LIST of STRUCT */
	enum field_kind item;                                   /* LIST; item bounds: item_max characters */
	int64_t item_max;
	struct str ja, en;                                      /* what it is, one line each */
};
#define FIELD_NO_PRESENT ((size_t)-1)
struct field_table {
	struct str name;                                        /* schema name in OpenAPI, "ReportInput" */
	const struct field *fields;
	size_t n_fields, struct_bytes;
	size_t present;                                         /* offset of a uint64_t of "was given" bits, or FIELD_NO_PRESENT */
};

/* Reads `in` into `ret` (struct_bytes, zeroed first). `lenient`: required members and minimums are not enforced (drafts),
 * but that a number is not negative; types, maximums and unknown members still are. Every fault is recorded before E_INVALID is returned. */
enum status field_read(struct cx *, const struct field_table *, const struct json *in, bool lenient, void *ret) MUST_CHECK;
/* As field_read for strings by name (query strings, command line flags): `get` returns NO_STR with p NULL where absent. */
enum status field_read_texts(struct cx *, const struct field_table *, struct str (*get)(void *, struct str name), void *arg,
                             void *ret) MUST_CHECK;
/* Writes members that are not zero, in table order, as one JSON object. The canonical form of a stored body. */
void field_write(struct jw *, const struct field_table *, const void *);
/* JSON Schema (2020-12) of the table, for OpenAPI 3.1: as field_read takes it, as it does leniently, or with "draft": true. */
enum field_reading { FIELD_STRICT, FIELD_LENIENT, FIELD_DRAFT };
void field_schema(struct jw *, const struct field_table *, enum field_reading);
/* The schema of one value of the field, read strictly. */
void field_value_schema(struct jw *, const struct field *);
#endif

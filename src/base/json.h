/* base/json.h — JSON in (a tree, by the JSON library, which only json.c sees) and JSON out (straight into a buf).
 *
 * In: at most JSON_DEPTH levels, no key twice in one object, valid UTF-8, no trailing text; everything else is an error with
 * a cause. Numbers are exact integers within +-2^53 or doubles. The tree lives in the arena.
 */
#ifndef NOROSHI_BASE_JSON_H
#define NOROSHI_BASE_JSON_H
#include "base/buf.h"

#define JSON_DEPTH 32
struct json;                                                    /* one value */
enum json_kind { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_TEXT, JSON_ARRAY, JSON_OBJECT };

/* E_INVALID with T_JSON_SYNTAX, T_JSON_DEPTH, T_JSON_DUPLICATE or T_FIELD_UTF8. The caller has bounded text.n. */
enum status json_parse(struct cx *, struct str text, const struct json **ret) MUST_CHECK;
enum json_kind json_kind(const struct json *);                  /* NULL counts as JSON_NULL */
const struct json *json_get(const struct json *object, struct str key);         /* NULL: not there, or no object */
const struct json *json_first(const struct json *array_or_object);
const struct json *json_next(const struct json *value);
struct str json_key(const struct json *member);                 /* borrowed from the tree */
struct str json_text(const struct json *);                      /* NO_STR unless text */
bool json_bool(const struct json *);                            /* false unless true */
bool json_int(const struct json *, int64_t *ret);               /* false unless an exact integer within +-2^53 */
double json_double(const struct json *, double otherwise);
size_t json_count(const struct json *);                         /* members or elements */
/* Short forms for our own data files: the member's text, or NO_STR. */
struct str json_get_text(const struct json *object, struct str key);
int64_t json_get_int(const struct json *object, struct str key, int64_t otherwise);
/* Writes the value back, compact, keys in the order they came. */
void json_write(struct buf *, const struct json *);

/* Out. A jw keeps track of commas; misuse (a value without its key) is a bug and asserts. */
struct jw { struct buf *out; unsigned depth; uint64_t started; bool after_key; };
void jw_init(struct jw *, struct buf *);
void jw_object(struct jw *);
void jw_end_object(struct jw *);
void jw_array(struct jw *);
void jw_end_array(struct jw *);
void jw_key(struct jw *, struct str);
void jw_text(struct jw *, struct str);                          /* escaped; also escapes < > & U+2028 U+2029 */
void jw_int(struct jw *, int64_t);
void jw_double(struct jw *, double);                            /* shortest that reads back the same; NaN gives null */
void jw_bool(struct jw *, bool);
void jw_null(struct jw *);
void jw_uuid(struct jw *, struct uuid);                         /* null where none */
void jw_time(struct jw *, int64_t us);                          /* RFC 3339 UTC; null where 0 */
void jw_day(struct jw *, int32_t day);                          /* null where DAY_FOREVER */
void jw_raw(struct jw *, struct str json);                      /* already JSON, e.g. a stored body */
/* key and value in one */
void jw_k_text(struct jw *, struct str key, struct str);
void jw_k_int(struct jw *, struct str key, int64_t);
void jw_k_bool(struct jw *, struct str key, bool);
void jw_k_uuid(struct jw *, struct str key, struct uuid);
void jw_k_time(struct jw *, struct str key, int64_t us);
void jw_k_day(struct jw *, struct str key, int32_t day);
void jw_k_raw(struct jw *, struct str key, struct str json);
#endif

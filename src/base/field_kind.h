/* base/field_kind.h — what reading and writing by table share. Only field*.c include this. */
#ifndef NOROSHI_BASE_FIELD_KIND_H
#define NOROSHI_BASE_FIELD_KIND_H
#include "base/field.h"

/* The upper bound in force: the field's, or its kind's. */
int64_t field_max(const struct field *);
/* Bytes of one value in its struct or list. */
size_t field_bytes(const struct field *);
/* What each entry of a list is, as a field of its own. */
struct field field_item(const struct field *list);
#endif

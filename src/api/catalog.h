/* api/catalog.h — the doors to the facts: GET /catalog, /forms, /forms/{id}. */
#ifndef NOROSHI_API_CATALOG_H
#define NOROSHI_API_CATALOG_H
#include "api/route.h"

extern const struct field_table catalog_query_table;            /* as_of */
handler catalog_get, forms_get, form_get;
#endif

/* api/catalog.h — the doors to the facts: GET /catalog, /forms, /forms/{id}; every period of a kind: GET /catalog/{kind}; an
 * administrator's edit: PUT /catalog/{kind}/{id}. */
#ifndef NOROSHI_API_CATALOG_H
#define NOROSHI_API_CATALOG_H
#include "api/route.h"

extern const struct field_table catalog_query_table;            /* as_of */
extern const struct field_table fact_input_table;               /* fact: all its members */
handler catalog_get, forms_get, form_get, facts_get, fact_put;
#endif

/* api/openapi.h — the OpenAPI 3.1 document of the interface, made of the route table and the tables it names: what is served is what is
 * described. openapi.c writes paths, openapi_schemas.c what they refer to.
 */
#ifndef NOROSHI_API_OPENAPI_H
#define NOROSHI_API_OPENAPI_H
#include "api/route.h"

struct str openapi_document(struct arena *);                    /* a few milliseconds; NUL-free JSON */

/* Between the two files. */
bool openapi_has_body(const struct route *);                    /* route.input is read from a JSON body */
struct str openapi_input_name(struct arena *, const struct field_table *, enum field_reading);
void openapi_ref(struct jw *, const char *kind, struct str name);       /* {"$ref": "#/components/<kind>/<name>"} */
void openapi_schemas(struct jw *, const struct route *, size_t n);
#endif

/* store/fact.h — the catalogue's rows, and the small table of settings `meta`. */
#ifndef NOROSHI_STORE_FACT_H
#define NOROSHI_STORE_FACT_H
#include "model/catalog.h"

struct fact_list { struct fact *p; size_t n; };                 /* json, ja and en are not read here: catalog_make does */
enum status fact_list(struct cx *, struct fact_list *ret) MUST_CHECK;
/* Drops the shipped periods of every fact; what an administrator edited stays. */
enum status fact_drop_shipped(struct cx *) MUST_CHECK;
/* True where an administrator has edited any period of this fact. */
enum status fact_is_edited(struct cx *, struct str kind, struct str id, bool *ret) MUST_CHECK;
enum status fact_add(struct cx *, const struct fact *) MUST_CHECK;
enum status fact_edit(struct cx *, struct str kind, struct str id, int32_t from_day, struct str body) MUST_CHECK;  /* E_MISSING */

enum status meta_get(struct cx *, struct str key, struct str *ret) MUST_CHECK;          /* NO_STR where not set */
enum status meta_set(struct cx *, struct str key, struct str value) MUST_CHECK;
#endif

/* model/catalog_file.h — the catalogue's data files: {"kind": ..., "items": [...]}, read strictly.
 *
 * Which files there are, and which members each kind has, is one table (catalog_file.c). Every fault is E_INVALID with
 * T_CATALOG and a detail that names the file and the member ("sectors.json: /items/3/valid_from: not a date"): unknown or missing
 * members, wrong types, bad dates, one id with overlapping periods, and references to what does not exist.
 */
#ifndef NOROSHI_MODEL_CATALOG_FILE_H
#define NOROSHI_MODEL_CATALOG_FILE_H
#include "base/embed.h"
#include "model/catalog.h"

#define CATALOG_FILE_MAX (1 << 20)                              /* bytes */
struct fact_array { struct fact *p; size_t n, capacity; };

/* The file names of the catalogue, below data/. */
size_t catalog_file_count(void);
struct str catalog_file_name(size_t i);
/* Adds the facts of one file, in order. */
enum status catalog_file_read(struct cx *, struct str name, struct str text, struct fact_array *) MUST_CHECK;
/* What can be told only when all files are read: periods and references. */
enum status catalog_check(struct cx *, const struct catalog *) MUST_CHECK;
/* Checks one fact's body by its kind's members, for an administrator's edit. */
enum status catalog_fact_check(struct cx *, struct str kind, struct str body) MUST_CHECK;

/* For the description of the interface: the kind of the i-th file, and a kind's members as JSON Schema (the members of "properties", the
 * elements of "required"), but for those whose names are among `but`, separated by blanks. */
struct str catalog_file_kind(size_t i);
void catalog_kind_properties(struct jw *, struct str kind, struct str but);
void catalog_kind_required(struct jw *, struct str kind, struct str but);
#endif

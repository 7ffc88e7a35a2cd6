/* app/catalog.h — the shipped facts into the store, the stored facts into memory.
 *
 *   catalog_load (in a write transaction, at init and at each start of a newer program), then catalog_read once per process.
 */
#ifndef NOROSHI_APP_CATALOG_H
#define NOROSHI_APP_CATALOG_H
#include "base/embed.h"
#include "model/catalog.h"

/* Brings the store's facts to those in the program. Does nothing where the digest in `meta` is the same. Facts that an
 * administrator has edited stay as they are. Every fault of a file is E_INVALID (T_CATALOG) and names file and member in the detail. */
enum status catalog_load(struct cx *) MUST_CHECK;
/* Every fact of the store, into cx->mem. Fast: a few hundred rows. */
enum status catalog_read(struct cx *, const struct catalog **ret) MUST_CHECK;
/* Reads and checks data files without a store: for tests and fuzzing. */
enum status catalog_parse(struct cx *, const struct embed_file *files, size_t n_files, const struct catalog **ret) MUST_CHECK;
/* Replaces one fact's body by an administrator's (platform_admin); the shipped one will not return. Journal: settings.fact */
enum status catalog_edit(struct cx *, struct str kind, struct str id, int32_t from_day, struct str body) MUST_CHECK;
/* The official parties of the catalogue (centre, ministries, CEPTOARs ...) with their names over time, and which ministry is
 * responsible for which sector, as orgs. Adds what is missing, changes nothing that is there. After catalog_load. */
enum status party_load(struct cx *, const struct catalog *) MUST_CHECK;
#endif

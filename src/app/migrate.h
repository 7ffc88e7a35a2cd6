/* app/migrate.h — brings a store to this program's schema: the embedded schema/NNNN_*.sql above the number kept in the store.
 *
 * All missing files are applied in one transaction, with what is made anew from the store's past (app/stats_past.h): either the store is as this program needs it, or as it was. Several
 * processes may ask at once; one does it. A store made by a newer program is refused (E_CONFLICT, T_STORE_VERSION).
 * Call it on a DB_WRITE connection outside a transaction. Cost where nothing is to be done: two reads.
 */
#ifndef NOROSHI_APP_MIGRATE_H
#define NOROSHI_APP_MIGRATE_H
#include "base/cx.h"

/* ret_from is 0 for an empty store. ret_from == ret_to: nothing was to be done. */
enum status migrate(struct cx *, int64_t *ret_from, int64_t *ret_to) MUST_CHECK;
/* OK where the store has exactly this program's schema, else E_CONFLICT (T_STORE_VERSION). Any connection. */
enum status migrate_check(struct cx *) MUST_CHECK;
#endif

/* app/keyring.h — the keys of a store, as files in its data directory (with PostgreSQL: any directory, `--data` or `--keys`).
 *
 *   journal.key   signs the journal's heads                     mode 0600, never leaves the machine but into a safe
 *   journal.pub   its public half, one line: auditors get it    mode 0644
 *   secret.key    opens the second factors' secrets             mode 0600
 *
 * `init` calls keyring_create; `serve` calls keyring_open. Lines in journal.pub beyond the first are former keys, so that what
 * they signed still verifies.
 */
#ifndef NOROSHI_APP_KEYRING_H
#define NOROSHI_APP_KEYRING_H
#include "sys/crypto.h"

struct keyring { struct sign_key journal; struct secret_key secret; };
enum status keyring_create(struct cx *, struct str folder) MUST_CHECK;          /* makes what is missing; keeps what is there */
enum status keyring_open(struct cx *, struct str folder, struct keyring *ret) MUST_CHECK;      /* E_REMOTE T_KEY_FILE, detail names the file */
struct str keyring_path(struct cx *, struct str folder, struct str name);       /* "<folder>/<name>" */
#endif

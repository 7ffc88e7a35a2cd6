/* cli/config.h — the settings of this installation, each described once: name, kind, default, what it is.
 *
 * From weakest to strongest: default, configuration file, environment (NOROSHI_ and the name in capitals), command line flag.
 * The file is --config FILE (or NOROSHI_CONFIG); else noroshi.conf in the data directory where there is one; else, where neither a data
 * directory nor a store was named, CONFIG_SYSTEM where there is one. Lines of "key = value"; # begins a comment.
 * An unknown key is an error: a setting that is misspelt must not be silently without effect.
 */
#ifndef NOROSHI_CLI_CONFIG_H
#define NOROSHI_CLI_CONFIG_H
#include "base/cx.h"

#define CONFIG_SYSTEM "/etc/noroshi/noroshi.conf"               /* where the Debian package puts it */

struct config {
	struct str data, store, keys, listen, tls_cert, tls_key;
	bool behind_tls, trust_proxy, access_log;
	int64_t threads, writers, queue, rate, burst, connections, timeout_s, idle_hours, session_hours;
};
enum setting_kind { SETTING_TEXT, SETTING_NUMBER, SETTING_SWITCH };
struct setting {
	struct str name;
	enum setting_kind kind;
	size_t offset;
	int64_t min, max;
	struct str usual, doc;                                  /* usual: the default, as text */
};
extern const struct setting settings[];
extern const size_t n_settings;

/* `flag`: what the command line says for a name, p NULL where nothing. E_INVALID with detail for what cannot be. Afterwards `store` is
 * set (DATA/noroshi.db where no other was named) and `keys` (the data directory); E_INVALID where neither data nor store is known. */
enum status config_read(struct cx *, struct str (*flag)(void *, struct str name), void *arg, struct config *ret) MUST_CHECK;
/* One file's text; pure but for cx->mem. */
enum status config_parse(struct cx *, struct str text, struct config *) MUST_CHECK;
#endif

/* cli/direct.h — for commands that work on a store directly, beside a server or without one.
 *
 *   struct direct d;
 *   if (!direct_start(&d, argc, argv, own, n_own)) return direct_end(&d, E_INVALID);      wrong use was told
 *   st = direct_open(&d, DB_WRITE); ... write to d.out or d.w ...
 *   return direct_end(&d, st);                                                            prints, closes
 *
 * Every such command takes --data, --store, --keys, --config, --json and --quiet. Its changes are the system's (nobody's account) in the
 * journal. direct_change runs one in a transaction of its own, so that a server waits for it only briefly.
 */
#ifndef NOROSHI_CLI_DIRECT_H
#define NOROSHI_CLI_DIRECT_H
#include "base/json.h"
#include "cli/config.h"
#include "cli/flags.h"
#include "sys/db.h"

#define DIRECT_ARGS_MAX 8
struct direct {
	struct cx cx;                                           /* actor: the system; db after direct_open */
	struct problem problem;
	struct config config;                                   /* after direct_config or direct_open */
	struct str data, store, keys, config_file;
	bool json, quiet, misused;
	struct str args[DIRECT_ARGS_MAX];
	size_t n_args;
	struct buf out;                                         /* for standard output, at the end */
	struct jw w;                                            /* writes to out */
};
bool direct_start(struct direct *, int argc, char **argv, const struct flag *own, size_t n_own);
enum status direct_config(struct direct *) MUST_CHECK;
enum status direct_open(struct direct *, enum db_mode) MUST_CHECK;      /* the schema must be this program's */
enum status direct_change(struct direct *, enum status (*run)(struct cx *, void *), void *arg) MUST_CHECK;
enum status direct_misused(struct direct *, const char *format, ...) __attribute__((format(printf, 2, 3)));      /* E_INVALID */
void direct_say(const struct direct *, const char *format, ...) __attribute__((format(printf, 2, 3)));         /* standard error, unless --quiet or --json */
int direct_end(struct direct *, enum status);                   /* the exit code: 0, 1 failed or refused, 2 wrong use */
/* One sentence for the command pages. */
#define DIRECT_OPTIONS \
	"  --data DIR          data directory (or NOROSHI_DATA)\n" \
	"  --store URL         postgresql:// URL instead of DIR/noroshi.db (or NOROSHI_STORE)\n" \
	"  --keys DIR          directory of the keys instead of the data directory (or NOROSHI_KEYS)\n" \
	"  --config FILE       configuration file (or NOROSHI_CONFIG); else DIR/noroshi.conf; else, where neither --data nor --store\n" \
	"                      is given, " CONFIG_SYSTEM "\n" \
	"  --json              result as JSON\n" \
	"  --quiet             no remarks on standard error\n"
#endif

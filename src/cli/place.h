/* cli/place.h — where the store and its keys are, for every command that works on them: --data, --store, --keys, --config, as `serve`
 * understands them, and --json.
 *
 *   struct place p = { 0 };
 *   const struct flag flags[] = { PLACE_FLAGS(p), { LIT("force"), NULL, &force, NULL } };
 *   struct problem problem = { 0 }; struct cx cx = cli_cx(&problem);
 *   if (!flags_read(...)) ...; if (place_read(&cx, &p) != OK) return cli_failed(&cx);     then p.settings.store, .keys, .data
 *   if (place_open(&cx, &p, DB_READ) != OK) ...                                           opens the store into cx.db
 */
#ifndef NOROSHI_CLI_PLACE_H
#define NOROSHI_CLI_PLACE_H
#include "cli/config.h"
#include "cli/flags.h"
#include "sys/db.h"

struct place { struct str data, store, keys, config; bool json; struct config settings; };
#define PLACE_FLAGS(p) \
	{ LIT("data"), &(p).data, NULL, NULL }, { LIT("store"), &(p).store, NULL, NULL }, { LIT("keys"), &(p).keys, NULL, NULL }, \
	{ LIT("config"), &(p).config, NULL, NULL }, { LIT("json"), NULL, &(p).json, NULL }
#define PLACE_PAGE \
	"  --data DIR      the data directory (or NOROSHI_DATA)\n" \
	"  --store URL     a PostgreSQL store, or a SQLite file (or NOROSHI_STORE); default noroshi.db in the data directory\n" \
	"  --keys DIR      the directory of the keys; default the data directory\n" \
	"  --config FILE   the configuration (or NOROSHI_CONFIG); default noroshi.conf in the data directory, or, where neither\n" \
	"                  --data nor --store is given, " CONFIG_SYSTEM "\n" \
	"  --json          the result as one JSON value on standard output\n"

struct cx cli_cx(struct problem *);                             /* new arena, time, language of the environment; release cx.mem, db_close cx.db */
enum status place_read(struct cx *, struct place *) MUST_CHECK;
enum status place_open(struct cx *, const struct place *, enum db_mode) MUST_CHECK;     /* E_MISSING where there is no store; schema checked */
#endif

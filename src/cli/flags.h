/* cli/flags.h — the words after a subcommand: "--name value", "--name=value", switches "--name", and the rest in order.
 *
 *   struct str data = NO_STR; bool json = false;
 *   const struct flag flags[] = { { LIT("data"), &data, NULL, "NOROSHI_DATA" }, { LIT("json"), NULL, &json, NULL } };
 *   if (!flags_read(argc, argv, flags, 2, rest, 1, &n_rest)) return CLI_USAGE;
 */
#ifndef NOROSHI_CLI_FLAGS_H
#define NOROSHI_CLI_FLAGS_H
#include "base/cx.h"

enum { CLI_OK = 0, CLI_FAILED = 1, CLI_USAGE = 2 };             /* exit codes, where a command does not document others */

struct flag {
	struct str name;                                        /* without the two dashes */
	struct str *text;                                       /* takes a value, */
	bool *on;                                               /* or is a switch */
	const char *environment;                                /* used where the flag is not given and this is set and not empty */
};
/* argv[0] is the subcommand. False after one line on standard error: an unknown or repeated flag, a missing value, too many words. */
bool flags_read(int argc, char **argv, const struct flag *, size_t n, struct str *rest, size_t rest_max, size_t *ret_rest);
/* One line on standard error: "noroshi: <sentence>: <detail>". Returns CLI_FAILED. */
int cli_failed(const struct cx *);
#endif

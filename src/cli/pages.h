/* cli/pages.h — the functions, options and help pages that the rows of commands.c name. */
#ifndef NOROSHI_CLI_PAGES_H
#define NOROSHI_CLI_PAGES_H
#include "cli/commands.h"

int help_command(struct cli *);
int version_command(struct cli *);

extern const struct cli_option serve_options[];
#define SERVE_PAGE \
	"Serves until it is told to stop (SIGTERM or Ctrl-C): then it takes nothing new, finishes what it has begun and ends.\n" \
	"Each option is also a setting of the configuration file (with _ for -) and an environment variable (NOROSHI_LISTEN ...).\n" \
	"\n" \
	"  noroshi serve --data /var/lib/noroshi --listen 127.0.0.1:8080\n" \
	"  noroshi serve --data /var/lib/noroshi --store postgresql://noroshi@db/noroshi --listen 0.0.0.0:443 \\\n" \
	"                --tls-cert /etc/noroshi/chain.pem --tls-key /etc/noroshi/key.pem\n" \
	"\n" \
	"With PostgreSQL any number of servers may share one store; --data then holds only the keys.\n"
int serve_command(struct cli *);
#endif

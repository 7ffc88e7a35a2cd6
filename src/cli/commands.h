/* cli/commands.h — the one table of subcommands. Adding one: a file cli/<name>.c with its function and its help page, a row in commands.c.
 *
 * Exit codes, where a command does not document others: 0 done; 1 failed, or the answer is no; 2 wrong use, or it could not be checked.
 * Errors go to standard error, one line, with what to do next; with --json the result is one JSON value on standard output.
 */
#ifndef NOROSHI_CLI_COMMANDS_H
#define NOROSHI_CLI_COMMANDS_H
#include "cli/config.h"

/* What cli/ may not include itself (the layers): given by main.c. */
struct program {
	enum status (*serve)(struct cx *, const struct config *);
	struct str (*openapi)(struct arena *);                  /* the interface's description */
};

struct command {
	const char *name, *line;                                /* what it does, one line */
	int (*run)(int argc, char **argv);                      /* argv[0] is the command's name */
	const char *page;                                       /* its help page; NULL: made by `print_page` */
	void (*print_page)(void);
	int (*run_program)(int argc, char **argv, const struct program *);      /* instead of run */
};
extern const struct command commands[];
extern const size_t n_commands;

int cli_main(int argc, char **argv, const struct program *);
#endif

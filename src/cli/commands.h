/* cli/commands.h — the one table of subcommands, and what each is given.
 *
 * Adding a command: a row in commands.c, a file cli/<name>.c with its options and its function. Exit codes, the same for all:
 * 0 done; 1 done, and the answer is no (something was altered, refused, not found); 2 could not be done (wrong use, no store, no network).
 * Errors go to standard error, one line, with what to do next. With --json the result is one JSON value on standard output.
 */
#ifndef NOROSHI_CLI_COMMANDS_H
#define NOROSHI_CLI_COMMANDS_H
#include "base/json.h"
#include "cli/config.h"
#include "sys/db.h"

enum { EXIT_DONE = 0, EXIT_NO = 1, EXIT_CANNOT = 2 };

struct cli_option { struct str name, value, doc; };             /* "--listen", "ADDRESS:PORT" (empty: a switch), one line */
struct cli;
struct command {
	struct str name, line;                                  /* what it does, one line */
	struct str args;                                        /* of the usage line, "LOGIN [ROLE ...]" */
	const struct cli_option *options;                       /* its own, ends with an empty name; NULL: none */
	struct str page;                                        /* the rest of the help page */
	int (*run)(struct cli *);
};
extern const struct command commands[];
extern const size_t n_commands;

/* What cli/ may not include itself (the layers): given by main.c. */
struct program { enum status (*serve)(struct cx *, const struct config *); };

#define CLI_ARGS_MAX 64
struct cli {
	struct cx cx;                                           /* mem, problem, now_us, lang; db after cli_open */
	struct problem problem;
	const struct command *command;
	const struct program *program;
	bool json;                                              /* --json */
	size_t n_args, n_given;
	struct str args[CLI_ARGS_MAX];                          /* what is no option */
	struct { struct str name, value; } given[CLI_ARGS_MAX];
	struct config config;                                   /* after cli_open or cli_config */
	struct buf out;                                         /* printed when the command ends */
	struct jw w;                                            /* writes to out */
};
int cli_main(int argc, char **argv, const struct program *);

/* For commands. Every command also takes --data --store --config --json --help. */
struct str cli_get(const struct cli *, struct str name);        /* "--listen": its value, p NULL where not given; a switch gives "" */
bool cli_has(const struct cli *, struct str name);
enum status cli_config(struct cli *) MUST_CHECK;                /* reads the settings */
enum status cli_open(struct cli *, enum db_mode) MUST_CHECK;    /* settings, then the store into cx.db; its schema must be right */
/* Says on standard error why it failed and gives EXIT_CANNOT, or EXIT_NO for E_MISSING, E_CONFLICT, E_DENIED. */
int cli_failed(struct cli *, enum status);
int cli_misused(struct cli *, const char *format, ...) __attribute__((format(printf, 2, 3)));   /* wrong use; EXIT_CANNOT */
void cli_say(const struct cli *, const char *format, ...) __attribute__((format(printf, 2, 3)));       /* progress: standard error, unless --quiet or --json */
#endif

/* cli/accounts.h — the commands init, migrate, user and token, for the table of commands. */
#ifndef NOROSHI_CLI_ACCOUNTS_H
#define NOROSHI_CLI_ACCOUNTS_H
#include "base/cx.h"

int cmd_init(int argc, char **argv);
int cmd_migrate(int argc, char **argv);
int cmd_user(int argc, char **argv);
int cmd_token(int argc, char **argv);
extern const char init_page[], migrate_page[], user_page[], token_page[];

/* The shipped facts, then the parties that they name, into the store: inside a transaction. */
enum status load_facts(struct cx *, void *unused) MUST_CHECK;
#endif

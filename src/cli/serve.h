/* cli/serve.h — noroshi serve: the settings; what is wired together stands in main.c. */
#ifndef NOROSHI_CLI_SERVE_H
#define NOROSHI_CLI_SERVE_H
#include "cli/commands.h"

int cmd_serve(int argc, char **argv, const struct program *);
void serve_page(void);                                          /* each setting is a flag: the page comes from their table */
#endif

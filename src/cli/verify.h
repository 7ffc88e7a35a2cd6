/* cli/verify.h — noroshi verify: a whole store, a backup, or one receipt. Exit: 0 all verifies, 1 altered, 2 could not check. */
#ifndef NOROSHI_CLI_VERIFY_H
#define NOROSHI_CLI_VERIFY_H

int cmd_verify(int argc, char **argv);
extern const char verify_help[];
#endif

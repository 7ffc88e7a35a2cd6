/* cli/demo.h — the command demo, for the table of commands. */
#ifndef NOROSHI_CLI_DEMO_H
#define NOROSHI_CLI_DEMO_H

int cmd_demo(int argc, char **argv);
extern const char demo_page[];
#endif

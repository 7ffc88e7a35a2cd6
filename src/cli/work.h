/* cli/work.h — the commands report, inbox, ack, relay, stats and key, which talk to a server, for the table of commands. */
#ifndef NOROSHI_CLI_WORK_H
#define NOROSHI_CLI_WORK_H
#include "cli/client.h"

int cmd_report(int argc, char **argv);
int cmd_inbox(int argc, char **argv);
int cmd_ack(int argc, char **argv);
int cmd_stats(int argc, char **argv);
int cmd_key(int argc, char **argv);
int cmd_relay(int argc, char **argv);
void report_help(void);                                         /* its flags come from the field table */
extern const char inbox_help[], stats_help[], ack_help[], key_help[], relay_help[];
/* A delivery by its id, its message's id or number (R2026-000123), among the newest of the inbox. E_MISSING. */
enum status inbox_find(struct client *, struct str word, struct str *ret_delivery, struct str *ret_message) MUST_CHECK;
#endif

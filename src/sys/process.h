/* sys/process.h — what this process lets other people of the machine see of it. First thing in main. */
#ifndef NOROSHI_SYS_PROCESS_H
#define NOROSHI_SYS_PROCESS_H

/* Files that it makes are its user's alone unless they are given other permissions on purpose; no core is dumped, and no other
 * process of the same user reads its memory: it holds passwords, keys and what organisations tell in confidence. */
void process_keep_private(void);
/* The words of the command line in memory of our own. In the list of processes the passwords of URLs (postgresql://user:password@...,
 * password=...) become a row of x; they were to be seen until here, so noroshi.conf and ~/.pgpass are better places for them. */
char **process_take_arguments(int argc, char **argv);
void process_drop_arguments(int argc, char **taken);
#endif

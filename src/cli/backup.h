/* cli/backup.h — noroshi backup and noroshi restore. */
#ifndef NOROSHI_CLI_BACKUP_H
#define NOROSHI_CLI_BACKUP_H

int cmd_backup(int argc, char **argv);
int cmd_restore(int argc, char **argv);
extern const char backup_help[], restore_help[];
#endif

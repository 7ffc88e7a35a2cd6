/* sys/files.h — files and folders beside the store: reading small ones, putting one in another's place, space left, one holder at a time.
 *
 * Failures are E_REMOTE with T_FILE; detail says which file and why.
 */
#ifndef NOROSHI_SYS_FILES_H
#define NOROSHI_SYS_FILES_H
#include "base/cx.h"

/* The whole file, at most max_bytes (E_LIMIT above). "-" reads standard input. */
enum status file_read(struct cx *, struct str path, size_t max_bytes, struct bytes *ret) MUST_CHECK;
/* Durable, with exactly these permissions; replaces a file of that name in one step. */
enum status file_write(struct cx *, struct str path, unsigned mode, struct str text) MUST_CHECK;
struct file_facts { bool there, is_folder; int64_t size_bytes; unsigned mode; int64_t changed_us; };
struct file_facts file_facts(struct str path);                  /* of what cannot be looked at: not there */
enum status file_rename(struct cx *, struct str from, struct str to) MUST_CHECK;        /* durable; replaces */
enum status file_mode(struct cx *, struct str path, unsigned mode) MUST_CHECK;
/* The owner's name where this process is root and the owner is somebody else, who could not open what root would leave there. */
struct str file_owner_not_root(struct cx *, struct str path);
void file_remove(struct str path);                              /* whether or not it is there */
enum status file_sync(struct cx *, struct str path) MUST_CHECK; /* the file and its folder */
enum status folder_make(struct cx *, struct str path) MUST_CHECK;       /* mode 0700; one that is there stays */
bool folder_free_bytes(struct str path, int64_t *ret_free, int64_t *ret_total);

/* One holder at a time: `serve` and `restore` lock DATA/lock. Ends with the process, however it ends. */
struct file_lock { int fd; };
enum status file_lock(struct cx *, struct str path, struct file_lock *ret) MUST_CHECK;  /* E_CONFLICT (T_DATA_IN_USE): somebody holds it */
void file_unlock(struct file_lock *);
#endif

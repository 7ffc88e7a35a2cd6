/* sys/files.c — see files.h. */
#include "sys/files.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/time.h"

static enum status cannot(struct cx *cx, struct str path, int error)
{
	return fail_detail(cx, E_REMOTE, T_FILE, "%.*s: %s", STR_ARG(path), strerror(error));
}

/* Without an arena: paths longer than the system knows do not exist. */
static const char *terminated(struct str path, char ret[PATH_MAX])
{
	if (path.n >= PATH_MAX)
		return "";
	if (path.n > 0)
		memcpy(ret, path.p, path.n);
	ret[path.n] = '\0';
	return ret;
}

static enum status read_all(struct cx *cx, int fd, struct str path, struct buf *b)
{
	for (;;) {
		char *room = buf_reserve(b, 65536);
		ssize_t n = room ? read(fd, room, 65536) : 0;
		if (!room)
			return fail_detail(cx, E_LIMIT, T_FILE, "%.*s is too large", STR_ARG(path));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return cannot(cx, path, errno);
		if (n == 0)
			return OK;
		buf_commit(b, (size_t)n);
	}
}

enum status file_read(struct cx *cx, struct str path, size_t max_bytes, struct bytes *ret)
{
	struct buf b;
	bool standard = str_eq(path, S("-"));
	int fd = standard ? STDIN_FILENO : open(str_terminated(cx->mem, path), O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return cannot(cx, path, errno);
	buf_init(&b, cx->mem, max_bytes + 65536);
	enum status st = read_all(cx, fd, path, &b);
	if (!standard)
		close(fd);
	if (st == OK && b.n > max_bytes)
		return fail_detail(cx, E_LIMIT, T_FILE, "%.*s is larger than %zu bytes", STR_ARG(path), max_bytes);
	if (st == OK)
		*ret = (struct bytes){ (const uint8_t *)b.p, b.n };
	return st;
}

static bool write_all(int fd, struct str text)
{
	while (text.n > 0) {
		ssize_t n = write(fd, text.p, text.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		text.p += n;
		text.n -= (size_t)n;
	}
	return true;
}

enum status file_write(struct cx *cx, struct str path, unsigned mode, struct str text)
{
	struct str part = str_format(cx->mem, "%.*s.part-%ld", STR_ARG(path), (long)getpid());
	const char *name = str_terminated(cx->mem, part);
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, (mode_t)mode);
	if (fd < 0)
		return cannot(cx, part, errno);
	bool done = write_all(fd, text) && fchmod(fd, (mode_t)mode) == 0 && fsync(fd) == 0;
	int error = errno;
	done = close(fd) == 0 && done;
	if (!done) {
		unlink(name);
		return cannot(cx, part, error);
	}
	return file_rename(cx, part, path);
}

struct file_facts file_facts(struct str path)
{
	char name[PATH_MAX];
	struct stat s;
	if (stat(terminated(path, name), &s) != 0)
		return (struct file_facts){ .there = false };
	return (struct file_facts){ .there = true, .is_folder = S_ISDIR(s.st_mode), .size_bytes = s.st_size, .mode = s.st_mode & 07777u,
		.changed_us = s.st_mtim.tv_sec * SECOND_US + s.st_mtim.tv_nsec / 1000 };
}

static enum status sync_one(struct cx *cx, struct str path, int flags)
{
	int fd = open(str_terminated(cx->mem, path), flags | O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return cannot(cx, path, errno);
	int failed = fsync(fd) != 0 ? errno : 0;
	close(fd);
	return failed ? cannot(cx, path, failed) : OK;
}

static struct str folder_of(struct str path)
{
	size_t n = path.n;
	while (n > 0 && path.p[n - 1] != '/')
		n--;
	return n > 0 ? str_slice(path, 0, n) : S(".");
}

struct str file_owner_not_root(struct cx *cx, struct str path)
{
	char name[PATH_MAX], text[1024];
	struct stat s;
	struct passwd owner, *found = NULL;
	if (geteuid() != 0 || stat(terminated(path, name), &s) != 0 || s.st_uid == 0)
		return NO_STR;
	if (getpwuid_r(s.st_uid, &owner, text, sizeof text, &found) == 0 && found)
		return str_copy(cx->mem, str_of(found->pw_name));
	return str_format(cx->mem, "#%u", (unsigned)s.st_uid);
}

enum status file_rename(struct cx *cx, struct str from, struct str to)
{
	if (rename(str_terminated(cx->mem, from), str_terminated(cx->mem, to)) != 0)
		return cannot(cx, to, errno);
	return sync_one(cx, folder_of(to), O_DIRECTORY);
}

enum status file_mode(struct cx *cx, struct str path, unsigned mode)
{
	return chmod(str_terminated(cx->mem, path), (mode_t)mode) == 0 ? OK : cannot(cx, path, errno);
}

void file_remove(struct str path)
{
	char name[PATH_MAX];
	(void)unlink(terminated(path, name));
}

enum status file_sync(struct cx *cx, struct str path)
{
	enum status st = sync_one(cx, path, 0);
	return st == OK ? sync_one(cx, folder_of(path), O_DIRECTORY) : st;
}

enum status folder_make(struct cx *cx, struct str path)
{
	if (mkdir(str_terminated(cx->mem, path), 0700) == 0 || (errno == EEXIST && file_facts(path).is_folder))
		return OK;
	return cannot(cx, path, errno);
}

bool folder_free_bytes(struct str path, int64_t *ret_free, int64_t *ret_total)
{
	char name[PATH_MAX];
	struct statvfs s;
	if (statvfs(terminated(path, name), &s) != 0)
		return false;
	*ret_free = (int64_t)(s.f_bavail * s.f_frsize);
	*ret_total = (int64_t)(s.f_blocks * s.f_frsize);
	return true;
}

enum status file_lock(struct cx *cx, struct str path, struct file_lock *ret)
{
	int fd = open(str_terminated(cx->mem, path), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return cannot(cx, path, errno);
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		int error = errno;
		close(fd);
		if (error == EWOULDBLOCK)
			return fail_detail(cx, E_CONFLICT, T_DATA_IN_USE, "%.*s is held by another process", STR_ARG(path));
		return cannot(cx, path, error);
	}
	*ret = (struct file_lock){ fd };
	return OK;
}

void file_unlock(struct file_lock *lock)
{
	close(lock->fd);
	lock->fd = -1;
}

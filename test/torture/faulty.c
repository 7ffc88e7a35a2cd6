/* test/torture/faulty.c — LD_PRELOAD: a disk that fails. Writes and syncs of files whose name contains "noroshi.db" fail while the
 * control file (NOROSHI_FAULTS) says so: its first word is none, write (EIO), sync (EIO) or full (ENOSPC), its second the chance in percent.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static atomic_ulong failed;

static int ours(int fd)
{
	char link[64], name[512];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t n = readlink(link, name, sizeof name - 1);
	if (n <= 0)
		return 0;
	name[n] = 0;
	return strstr(name, "noroshi.db") != NULL;
}

/* Is a fault of this kind due now? Reads the control file each time: this is a test, not a product. */
static int due(const char *kind, int fd)
{
	static __thread unsigned seed;
	const char *control = getenv("NOROSHI_FAULTS");
	char word[16] = "";
	int percent = 0;
	if (!control || !ours(fd))
		return 0;
	FILE *f = fopen(control, "r");
	if (!f)
		return 0;
	int got = fscanf(f, "%15s %d", word, &percent);
	fclose(f);
	if (!seed)
		seed = (unsigned)time(NULL) ^ (unsigned)getpid();
	if (got != 2 || strcmp(word, kind) != 0 || (int)(rand_r(&seed) % 100) >= percent)
		return 0;
	atomic_fetch_add(&failed, 1);
	return 1;
}

typedef ssize_t pwrite_fn(int, const void *, size_t, off64_t);
typedef int sync_fn(int);

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	pwrite_fn *real = (pwrite_fn *)dlsym(RTLD_NEXT, "pwrite64");
	if (due("write", fd)) {
		errno = EIO;
		return -1;
	}
	if (due("full", fd)) {
		errno = ENOSPC;
		return -1;
	}
	return real(fd, p, n, at);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
	return pwrite64(fd, p, n, at);
}

int fsync(int fd)
{
	sync_fn *real = (sync_fn *)dlsym(RTLD_NEXT, "fsync");
	if (due("sync", fd)) {
		errno = EIO;
		return -1;
	}
	return real(fd);
}

int fdatasync(int fd)
{
	sync_fn *real = (sync_fn *)dlsym(RTLD_NEXT, "fdatasync");
	if (due("sync", fd)) {
		errno = EIO;
		return -1;
	}
	return real(fd);
}

__attribute__((destructor)) static void tell(void)
{
	const char *control = getenv("NOROSHI_FAULTS");
	char name[600];
	if (!control)
		return;
	snprintf(name, sizeof name, "%s.count", control);
	FILE *f = fopen(name, "w");
	if (f) {
		fprintf(f, "%lu\n", atomic_load(&failed));
		fclose(f);
	}
}

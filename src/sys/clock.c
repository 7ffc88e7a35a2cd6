/* sys/clock.c — the system's clock, and the offset that tests add. */
#include "sys/clock.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"
#include "base/time.h"

enum { REREAD_US = 50000 };

/* Set once, then only read. */
static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *offset_file;
/* The offset last read, and when it is due again (by clock_elapsed_us). */
static _Atomic int64_t offset_us, reread_at_us;

static void find_offset_file(void)
{
	offset_file = getenv("NOROSHI_TEST_CLOCK");
	if (offset_file && !*offset_file)
		offset_file = NULL;
}

static int64_t read_clock(clockid_t id)
{
	struct timespec t;
	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * SECOND_US + t.tv_nsec / 1000;
}

static void reread_offset(void)
{
	int64_t now = clock_elapsed_us(), value;
	if (now < atomic_load_explicit(&reread_at_us, memory_order_relaxed))
		return;
	atomic_store_explicit(&reread_at_us, now + REREAD_US, memory_order_relaxed);
	char text[32];
	int file = open(offset_file, O_RDONLY | O_CLOEXEC);
	ssize_t n = file < 0 ? -1 : read(file, text, sizeof text);
	if (file >= 0)
		close(file);
	if (n > 0 && str_int(str_trim((struct str){ text, (size_t)n }), INT64_MIN / 4, INT64_MAX / 4, &value))
		atomic_store_explicit(&offset_us, value, memory_order_relaxed);
}

int64_t clock_now_us(void)
{
	pthread_once(&once, find_offset_file);
	int64_t now = read_clock(CLOCK_REALTIME);
	if (!offset_file)
		return now;
	reread_offset();
	return now + atomic_load_explicit(&offset_us, memory_order_relaxed);
}

int64_t clock_elapsed_us(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

bool clock_is_synchronised(void)
{
	struct timex t = { .modes = 0 };
	int state = adjtimex(&t);
	return state != -1 && state != TIME_ERROR && !(t.status & STA_UNSYNC);
}

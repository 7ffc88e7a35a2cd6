/* sys/clock.h — what time it is. Doors and jobs read it once per request into cx->now_us; everything below uses that.
 *
 * Where the environment names a file in NOROSHI_TEST_CLOCK when the process first asks, the whole number in that file
 * (microseconds, may be negative) is added; it is read again at most every 50 ms. Thread-safe. Cost: a clock_gettime.
 */
#ifndef NOROSHI_SYS_CLOCK_H
#define NOROSHI_SYS_CLOCK_H
#include <stdbool.h>
#include <stdint.h>

int64_t clock_now_us(void);                                     /* UTC since 1970 */
int64_t clock_elapsed_us(void);                                 /* never goes back, not moved by tests: for durations only */
bool clock_is_synchronised(void);                               /* the kernel says that something keeps the clock right */
#endif

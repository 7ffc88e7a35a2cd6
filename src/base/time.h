/* base/time.h — times are UTC microseconds since 1970 in int64_t, named _us. Dates are days since 1970 in int32_t, named _day.
 * People see Japan Standard Time (+09:00, no daylight saving) and fiscal years from April to March.
 */
#ifndef NOROSHI_BASE_TIME_H
#define NOROSHI_BASE_TIME_H
#include "base/arena.h"

#define SECOND_US INT64_C(1000000)
#define MINUTE_US (60 * SECOND_US)
#define HOUR_US (60 * MINUTE_US)
#define DAY_US (24 * HOUR_US)
#define JST_US (9 * HOUR_US)
#define DAY_FOREVER INT32_MAX                                   /* valid_to of what is in force */

/* RFC 3339 with any offset, seconds optional fraction up to 6 digits, years 1900-9999. false leaves *ret alone. */
bool time_parse(struct str, int64_t *ret_us);
/* "2026-11-20T00:00:00.000000Z"; fractions only where not zero. 27 bytes at most. */
struct str time_format(struct arena *, int64_t us);
#define TIME_TEXT_MAX 40
size_t time_text(int64_t us, char ret[TIME_TEXT_MAX]);           /* the same into a buffer, not terminated; its length */
bool day_parse(struct str, int32_t *ret_day);                   /* YYYY-MM-DD */
struct str day_format(struct arena *, int32_t day);             /* DAY_FOREVER gives NO_STR */
int32_t day_of(int64_t us);                                     /* the date in Japan at that moment */
int64_t day_start_us(int32_t day);                              /* 00:00 JST of that date */
int fiscal_year_of(int32_t day);                                /* 2026 for 2026-04-01 .. 2027-03-31 */
#endif

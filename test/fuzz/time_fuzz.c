/* Any text as a time or a date: refused, or written to a text that reads the same. */
#include <stdlib.h>

#include "base/str.h"
#include "base/time.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *mem = arena_new();
	struct str s = { (const char *)bytes, n };
	int64_t us, us_again;
	int32_t day, day_again;
	/* An offset may move the first and the last day out of the years that are read. */
	if (time_parse(s, &us) && us >= INT64_C(-2208988800000000) && us < INT64_C(253402300800000000) &&
	    (!time_parse(time_format(mem, us), &us_again) || us_again != us))
		abort();
	if (day_parse(s, &day) && (!day_parse(day_format(mem, day), &day_again) || day_again != day || day_of(day_start_us(day)) != day))
		abort();
	us = 0;
	if (n >= sizeof us) {
		for (size_t i = 0; i < sizeof us; i++)
			us = (int64_t)((uint64_t)us << 8 | bytes[i]);
		(void)time_format(mem, us);
		(void)fiscal_year_of(day_of(us));
	}
	arena_release(mem);
	return 0;
}

/* base/time.c — civil dates by arithmetic on days (proleptic Gregorian calendar); no time zone database, no libc calendar. */
#include "base/time.h"

#include <stdio.h>

#include "base/str.h"

struct civil { int year, month, day; };

/* Days are counted in eras of 400 years that begin on 1 March, so that the leap day is the last of its year. */
enum { DAYS_PER_ERA = 146097, EPOCH_FROM_MARCH_0000 = 719468 };

static int64_t floor_div(int64_t a, int64_t b)
{
	int64_t q = a / b;
	return a % b != 0 && (a < 0) != (b < 0) ? q - 1 : q;
}

/* By the remainder: multiplying the quotient back would overflow at the ends of int64_t. */
static int64_t us_of_day(int64_t us)
{
	int64_t rest = us % DAY_US;
	return rest < 0 ? rest + DAY_US : rest;
}

static int32_t day_from_civil(struct civil c)
{
	int year = c.month <= 2 ? c.year - 1 : c.year;
	int64_t era = floor_div(year, 400);
	int64_t year_of_era = year - era * 400;
	int64_t day_of_year = (153 * (c.month > 2 ? c.month - 3 : c.month + 9) + 2) / 5 + c.day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return (int32_t)(era * DAYS_PER_ERA + day_of_era - EPOCH_FROM_MARCH_0000);
}

static struct civil civil_from_day(int64_t day)
{
	day += EPOCH_FROM_MARCH_0000;
	int64_t era = floor_div(day, DAYS_PER_ERA);
	int64_t day_of_era = day - era * DAYS_PER_ERA;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t march_month = (5 * day_of_year + 2) / 153;
	int month = (int)(march_month < 10 ? march_month + 3 : march_month - 9);
	return (struct civil){ .year = (int)(year_of_era + era * 400 + (month <= 2)), .month = month,
	                       .day = (int)(day_of_year - (153 * march_month + 2) / 5 + 1) };
}

static int month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return days[month - 1] + (month == 2 && leap);
}

/* Takes `width` digits off the front of *s. */
static bool take_digits(struct str *s, size_t width, int *ret)
{
	int value = 0;
	if (s->n < width)
		return false;
	for (size_t i = 0; i < width; i++) {
		if (s->p[i] < '0' || s->p[i] > '9')
			return false;
		value = value * 10 + (s->p[i] - '0');
	}
	*s = str_slice(*s, width, s->n);
	*ret = value;
	return true;
}

static bool take_char(struct str *s, char c)
{
	if (!s->n || s->p[0] != c)
		return false;
	*s = str_slice(*s, 1, s->n);
	return true;
}

static bool take_day(struct str *s, int32_t *ret)
{
	struct civil c;
	if (!take_digits(s, 4, &c.year) || !take_char(s, '-') || !take_digits(s, 2, &c.month) || !take_char(s, '-') ||
	    !take_digits(s, 2, &c.day))
		return false;
	if (c.year < 1900 || c.month < 1 || c.month > 12 || c.day < 1 || c.day > month_days(c.year, c.month))
		return false;
	*ret = day_from_civil(c);
	return true;
}

static bool take_clock(struct str *s, int64_t *ret_us)
{
	int hour, minute, second;
	if (!take_digits(s, 2, &hour) || !take_char(s, ':') || !take_digits(s, 2, &minute) || !take_char(s, ':') ||
	    !take_digits(s, 2, &second) || hour > 23 || minute > 59 || second > 59)
		return false;
	int64_t us = hour * HOUR_US + minute * MINUTE_US + second * SECOND_US;
	if (take_char(s, '.')) {
		int64_t unit = SECOND_US;
		int digit;
		while (unit > 1 && take_digits(s, 1, &digit))
			us += (unit /= 10) * digit;
		if (unit == SECOND_US)
			return false;
	}
	*ret_us = us;
	return true;
}

static bool take_offset(struct str *s, int64_t *ret_us)
{
	int hour, minute;
	if (take_char(s, 'Z') || take_char(s, 'z')) {
		*ret_us = 0;
		return true;
	}
	bool west = take_char(s, '-');
	if ((!west && !take_char(s, '+')) || !take_digits(s, 2, &hour) || !take_char(s, ':') ||
	    !take_digits(s, 2, &minute) || hour > 23 || minute > 59)
		return false;
	int64_t us = hour * HOUR_US + minute * MINUTE_US;
	*ret_us = west ? -us : us;
	return true;
}

bool time_parse(struct str s, int64_t *ret_us)
{
	int32_t day;
	int64_t clock, offset;
	if (!take_day(&s, &day) || (!take_char(&s, 'T') && !take_char(&s, 't')) || !take_clock(&s, &clock) ||
	    !take_offset(&s, &offset) || s.n)
		return false;
	*ret_us = day * DAY_US + clock - offset;
	return true;
}

/* `n` decimal digits of value, leading zeros kept; the next place. */
static char *put_digits(char *p, int value, int n)
{
	for (int i = n - 1; i >= 0; i--) {
		p[i] = (char)('0' + value % 10);
		value /= 10;
	}
	return p + n;
}

size_t time_text(int64_t us, char ret[TIME_TEXT_MAX])
{
	int64_t rest = us_of_day(us);
	struct civil c = civil_from_day(floor_div(us, DAY_US));
	char *p = ret;
	if (c.year < 0 || c.year > 9999)                        /* beyond RFC 3339, within int64_t */
		p += snprintf(ret, TIME_TEXT_MAX - 20, "%d", c.year);
	else
		p = put_digits(p, c.year, 4);
	*p++ = '-';
	p = put_digits(p, c.month, 2);
	*p++ = '-';
	p = put_digits(p, c.day, 2);
	*p++ = 'T';
	p = put_digits(p, (int)(rest / HOUR_US), 2);
	*p++ = ':';
	p = put_digits(p, (int)(rest / MINUTE_US % 60), 2);
	*p++ = ':';
	p = put_digits(p, (int)(rest / SECOND_US % 60), 2);
	if (rest % SECOND_US) {
		*p++ = '.';
		p = put_digits(p, (int)(rest % SECOND_US), 6);
	}
	*p++ = 'Z';
	return (size_t)(p - ret);
}

struct str time_format(struct arena *mem, int64_t us)
{
	char text[TIME_TEXT_MAX];
	return str_copy(mem, (struct str){ text, time_text(us, text) });
}

bool day_parse(struct str s, int32_t *ret_day)
{
	int32_t day;
	if (!take_day(&s, &day) || s.n)
		return false;
	*ret_day = day;
	return true;
}

struct str day_format(struct arena *mem, int32_t day)
{
	if (day == DAY_FOREVER)
		return NO_STR;
	struct civil c = civil_from_day(day);
	return str_format(mem, "%04d-%02d-%02d", c.year, c.month, c.day);
}

int32_t day_of(int64_t us)
{
	/* Divided first, so that no time is too large to be moved by the nine hours. */
	int64_t day = floor_div(us, DAY_US);
	return (int32_t)(day + (us_of_day(us) + JST_US >= DAY_US));
}

int64_t day_start_us(int32_t day)
{
	return day * DAY_US - JST_US;
}

int fiscal_year_of(int32_t day)
{
	struct civil c = civil_from_day(day);
	return c.month >= 4 ? c.year : c.year - 1;
}

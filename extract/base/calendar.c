/* Days, months and ISO weeks of the proleptic Gregorian calendar. */
#include "base/calendar.h"

enum {
	DAYS_400 = 146097,	 /* of 400 years */
	DAYS_TO_1970 = 719468,	 /* from 0000-03-01 to 1970-01-01 */
	DAYS_MARCH_TO_DEC = 306, /* of a year that begins in March */
};

/* Without a jump: what is asked is any year. */
static bool
leap(int year)
{
	return (year % 4 == 0) & ((year % 100 != 0) | (year % 16 == 0));
}

int
month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };

	if (month < 1 || month > 12)
		return 0;
	return days[month - 1] + ((month == 2) & leap(year));
}

bool
date_valid(struct date d)
{
	return d.year >= 1 && d.year <= 9999 && d.day >= 1 &&
	       d.day <= month_days(d.year, d.month);
}

/* Years counted from March, so that the day which comes and goes is the
 * last one: day of the year is then one straight formula. */
long
date_to_days(struct date d)
{
	long year = d.year - (d.month <= 2);
	long era = (year >= 0 ? year : year - 399) / 400;
	long of_era = year - era * 400;
	long of_year = (153 * ((d.month + 9) % 12) + 2) / 5 + d.day - 1;

	return era * DAYS_400 + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - DAYS_TO_1970;
}

struct date
date_from_days(long days)
{
	long n = days + DAYS_TO_1970;
	long era = (n >= 0 ? n : n - (DAYS_400 - 1)) / DAYS_400;
	long of_era = n - era * DAYS_400;
	long year = (of_era - of_era / 1460 + of_era / 36524 -
			    of_era / (DAYS_400 - 1)) /
		    365;
	long of_year = of_era - (365 * year + year / 4 - year / 100);
	long month = (5 * of_year + 2) / 153;
	struct date d = { .day = (int)(of_year - (153 * month + 2) / 5 + 1) };

	d.month = (int)(month < 10 ? month + 3 : month - 9);
	d.year = (int)(year + era * 400 + (of_year >= DAYS_MARCH_TO_DEC));
	return d;
}

struct date
date_add_days(struct date d, long n)
{
	return date_from_days(date_to_days(d) + n);
}

struct date
date_add_months(struct date d, int n)
{
	int months = d.year * 12 + d.month - 1 + n;
	int last;

	d.year = months / 12;
	d.month = months % 12 + 1;
	last = month_days(d.year, d.month);
	if (d.day > last)
		d.day = last;
	return d;
}

int
date_weekday(struct date d)
{
	long n = (date_to_days(d) + 3) % 7; /* 1970-01-01 was a Thursday */

	return (int)(n < 0 ? n + 7 : n) + 1;
}

/* A week belongs to the year of its Thursday. */
void
date_week(struct date d, int *year, int *week)
{
	struct date thursday = date_add_days(d, 4 - date_weekday(d));
	struct date first = { thursday.year, 1, 1 };

	*year = thursday.year;
	*week = (int)((date_to_days(thursday) - date_to_days(first)) / 7) + 1;
}

struct date
date_of_week(int year, int week)
{
	struct date d = { year, 1, 4 }; /* always in week 1 */

	return date_add_days(d, (week - 1) * 7L + 1 - date_weekday(d));
}

int
date_cmp(struct date a, struct date b)
{
	long x = (a.year * 16L + a.month) * 64 + a.day;
	long y = (b.year * 16L + b.month) * 64 + b.day;

	return (x > y) - (x < y);
}

static unsigned
digit(char c)
{
	return (unsigned char)(c - '0');
}

/* "2021-05-31": all of it looked at, whatever it is. */
bool
date_read(struct str s, struct date *out)
{
	unsigned y, bad;
	const char *p = s.p;

	if (s.n < 10)
		return false;
	bad = (digit(p[0]) > 9) | (digit(p[1]) > 9) | (digit(p[2]) > 9) |
	      (digit(p[3]) > 9) | (digit(p[5]) > 9) | (digit(p[6]) > 9) |
	      (digit(p[8]) > 9) | (digit(p[9]) > 9) | (p[4] != '-') |
	      (p[7] != '-');
	if (bad)
		return false;
	y = digit(p[0]) * 1000 + digit(p[1]) * 100 + digit(p[2]) * 10;
	*out = (struct date){ (int)(y + digit(p[3])),
		(int)(digit(p[5]) * 10 + digit(p[6])),
		(int)(digit(p[8]) * 10 + digit(p[9])) };
	return date_valid(*out);
}

/* The Vietnamese lunar calendar, 1800 to 2199. */
#ifndef BASE_LUNAR_H
#define BASE_LUNAR_H

#include "base/calendar.h"

enum { LUNAR_FIRST = 1800, LUNAR_LAST = 2199 };

struct lunar {
	int year, month, day; /* year 2020 is the one that begins at Tết 2020 */
	bool leap;	      /* the second month of that number */
};

/* The day of the Gregorian calendar; false where there is no such lunar day
 * (the 30th of a short month, a leap month that the year has not). */
bool lunar_to_date(struct lunar l, struct date *out);

/* The lunar day of a day; false outside of the years above. */
bool lunar_from_date(struct date d, struct lunar *out);

/* 29 or 30, 0 where there is no such month. */
int lunar_month_days(int year, int month, bool leap);

/* Number of the month that stands twice in a year, 0 where none does. */
int lunar_leap_month(int year);

#endif

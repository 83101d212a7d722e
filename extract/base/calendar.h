/* Days, months and ISO weeks of the proleptic Gregorian calendar. */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include "base/str.h"

struct date {
	int year, month, day; /* month and day from 1 */
};

/* Years 1 to 9999, and a day that its month has. */
bool date_valid(struct date d);

/* Days of a month; 29 for February of a leap year. */
int month_days(int year, int month);

/* Days since 1970-01-01, and back. */
long date_to_days(struct date d);
struct date date_from_days(long days);

struct date date_add_days(struct date d, long n);

/* The same day n months on, or the month's last day where it has no such
 * day ("31/1" and one month is 28/2). */
struct date date_add_months(struct date d, int n);

/* 1 is Monday, 7 Sunday (ISO 8601). */
int date_weekday(struct date d);

/* The ISO week of a day, and the Monday of a week. */
void date_week(struct date d, int *year, int *week);
struct date date_of_week(int year, int week);

/* Less than, equal to or greater than 0, as a stands before b. */
int date_cmp(struct date a, struct date b);

/* Reads the "2021-06-05" that s begins with. */
bool date_read(struct str s, struct date *out);

#endif

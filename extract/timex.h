/* Points and stretches of time, and how TIMEX3 writes them. */
#ifndef TIMEX_H
#define TIMEX_H

#include "base/buf.h"
#include "base/calendar.h"

/* How fine a point is; the coarser, the later. */
enum grain {
	GRAIN_NONE,
	GRAIN_MINUTE,
	GRAIN_PART, /* of a day */
	GRAIN_DAY,
	GRAIN_WEEKEND,
	GRAIN_WEEK,
	GRAIN_MONTH,
	GRAIN_QUARTER,
	GRAIN_SEASON,
	GRAIN_HALF,
	GRAIN_YEAR,
	GRAIN_DECADE,
	GRAIN_CENTURY
};

/* A point in the calendar. What is not known is 0: "XXXX-05-31". */
struct point {
	enum grain grain;
	int year; /* of a decade or century: its first year */
	int month, day;
	int index; /* quarter, half, season, from 1; ISO week */
	int hour, minute;
	char part[3]; /* "MO" "MI" "AF" "EV" "NI" */
};

enum timex_mod {
	MOD_NONE,
	MOD_START,
	MOD_MID,
	MOD_END,
	MOD_APPROX,
	MOD_BEFORE,
	MOD_AFTER
};

/* "START" ...; an empty text for MOD_NONE. */
struct str timex_mod_name(enum timex_mod mod);

/* The mod of that name, MOD_NONE where there is none. */
enum timex_mod timex_mod_read(struct str name);

struct point point_day(struct date d);
struct point point_week(struct date d, enum grain grain);

/* First and last day; false where it is not known wholly. */
bool point_days(const struct point *p, struct date *from, struct date *to);

/* The days of the part that a mod names: "đầu năm" is its first four months,
 * "cuối tháng" its last third; other mods leave the whole. */
bool point_days_of(const struct point *p, enum timex_mod mod, struct date *from,
	struct date *to);

/* The point n of its own grain later: months after a month. */
struct point point_shift(const struct point *p, int n);

/* "2021-05-31TMO", "2021-Q1", "201", "2021-05-31T19:30". */
void point_put(struct buf *out, const struct point *p);

/* "2021-05-31", of a moment "2021-05-31T19:30". */
void point_put_end(struct buf *out, const struct point *p, struct date day);

/* How many bytes of a day's "2021-05-31" are what point_put writes: those of a
 * day, a month or a year that it begins with; 0 for any other. */
size_t point_begins(const struct point *p, struct date day);

/* "P5Y", "PT2H", "PXM": the number as it is to stand, and the unit's letters,
 * with a T before those of a time of day ("TH"). */
void timex_put_length(struct buf *out, struct str number, struct str unit);

#endif

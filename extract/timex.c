/* Points and stretches of time, and how TIMEX3 writes them. */
#include <string.h>

#include "timex.h"

static const struct {
	enum timex_mod mod;
	struct str name;
} mods[] = { { MOD_START, { "START", 5 } }, { MOD_MID, { "MID", 3 } },
	{ MOD_END, { "END", 3 } }, { MOD_APPROX, { "APPROX", 6 } },
	{ MOD_BEFORE, { "BEFORE", 6 } }, { MOD_AFTER, { "AFTER", 5 } } };

enum { MODS = sizeof mods / sizeof *mods };

struct str
timex_mod_name(enum timex_mod mod)
{
	size_t i;

	for (i = 0; i < MODS; i++)
		if (mods[i].mod == mod)
			return mods[i].name;
	return STR("");
}

enum timex_mod
timex_mod_read(struct str name)
{
	size_t i;

	for (i = 0; i < MODS && name.n; i++)
		if (str_eq(mods[i].name, name))
			return mods[i].mod;
	return MOD_NONE;
}

struct point
point_day(struct date d)
{
	return (struct point){ .grain = GRAIN_DAY,
		.year = d.year,
		.month = d.month,
		.day = d.day };
}

struct point
point_week(struct date d, enum grain grain)
{
	struct point p = { .grain = grain };

	date_week(d, &p.year, &p.index);
	return p;
}

/* First and last month of a stretch of months, of its year. */
static bool
months_of(const struct point *p, int *first, int *n)
{
	switch (p->grain) {
	case GRAIN_MONTH:
		*first = p->month;
		*n = 1;
		return p->month > 0;
	case GRAIN_QUARTER:
	case GRAIN_SEASON:
		*first = p->index * 3 - 2;
		*n = 3;
		return p->index > 0;
	case GRAIN_HALF:
		*first = p->index * 6 - 5;
		*n = 6;
		return p->index > 0;
	case GRAIN_YEAR:
		*first = 1;
		*n = 12;
		return true;
	case GRAIN_DECADE:
		*first = 1;
		*n = 120;
		return true;
	case GRAIN_CENTURY:
		*first = 1;
		*n = 1200;
		return true;
	case GRAIN_NONE:
	case GRAIN_MINUTE:
	case GRAIN_PART:
	case GRAIN_DAY:
	case GRAIN_WEEKEND:
	case GRAIN_WEEK:
		return false;
	}
	return false;
}

static void
set_months(struct date first, int n, struct date *from, struct date *to)
{
	*from = first;
	*to = date_add_months(first, n - 1);
	to->day = month_days(to->year, to->month);
}

bool
point_days(const struct point *p, struct date *from, struct date *to)
{
	int first, n;

	if (p->year <= 0)
		return false;
	if (p->grain == GRAIN_WEEK || p->grain == GRAIN_WEEKEND) {
		*from = date_of_week(p->year, p->index);
		*to = date_add_days(*from, 6);
		if (p->grain == GRAIN_WEEKEND)
			*from = date_add_days(*from, 5);
		return p->index > 0;
	}
	if (months_of(p, &first, &n)) {
		set_months((struct date){ p->year, first, 1 }, n, from, to);
		return true;
	}
	*from = *to = (struct date){ p->year, p->month, p->day };
	return date_valid(*from);
}

/* Thirds of a month or a week are days; of what is longer, months. */
static void
third_of(const struct point *p, int i, struct date *from, struct date *to)
{
	struct date start = *from, end = *to;
	int first, n;

	if (months_of(p, &first, &n) && n > 1) {
		set_months(date_add_months(start, i * n / 3), n / 3, from, to);
		return;
	}
	n = p->grain == GRAIN_MONTH ? 10 : 2;
	*from = date_add_days(start, (long)i * n);
	*to = i == 2 ? end : date_add_days(start, (long)(i + 1) * n - 1);
}

bool
point_days_of(const struct point *p, enum timex_mod mod, struct date *from,
	struct date *to)
{
	if (!point_days(p, from, to))
		return false;
	if (p->grain < GRAIN_WEEK || mod == MOD_NONE || mod > MOD_END)
		return true;
	third_of(p, mod - MOD_START, from, to);
	return true;
}

struct point
point_shift(const struct point *p, int n)
{
	struct point q = *p;
	struct date d, end;
	int first, months;

	if (!point_days(p, &d, &end))
		return q;
	if (p->grain == GRAIN_WEEK || p->grain == GRAIN_WEEKEND)
		return point_week(date_add_days(d, n * 7L), p->grain);
	if (!months_of(p, &first, &months)) {
		d = date_add_days(d, n);
		q.year = d.year;
		q.month = d.month;
		q.day = d.day;
		return q;
	}
	if (p->grain == GRAIN_SEASON)
		months = 12;
	d = date_add_months(d, n * months);
	q.year = d.year;
	if (p->grain == GRAIN_MONTH)
		q.month = d.month;
	if (p->grain == GRAIN_QUARTER)
		q.index = (d.month + 2) / 3;
	if (p->grain == GRAIN_HALF)
		q.index = (d.month + 5) / 6;
	return q;
}

/* A number of so many digits, X where it is not known. */
static void
put_digits(struct buf *out, int n, int digits)
{
	if (n > 0)
		buf_put_digits(out, (unsigned)n, digits);
	else
		buf_put(out, str_slice(STR("XXXX"), 0, (size_t)digits));
}

static void
put_two(char *p, int n)
{
	p[0] = (char)('0' + n / 10 % 10);
	p[1] = (char)('0' + n % 10);
}

static void
put_date(struct buf *out, int year, int month, int day)
{
	char *p;

	if (year >= 1000 && year <= 9999 && month > 0 && day > 0 &&
		buf_reserve(out, sizeof "2021-05-31T19:30")) {
		p = out->p + out->n;
		put_two(p, year / 100);
		put_two(p + 2, year % 100);
		p[4] = p[7] = '-';
		put_two(p + 5, month);
		put_two(p + 8, day);
		out->n += 10;
		return;
	}
	put_digits(out, year, 4);
	buf_put_c(out, '-');
	put_digits(out, month, 2);
	buf_put_c(out, '-');
	put_digits(out, day, 2);
}

/* What stands behind the year: "-W42-WE", "-Q3", "-SU", "-05". */
static void
put_of_year(struct buf *out, const struct point *p)
{
	static const char *const season[] = { "XX", "SP", "SU", "FA", "WI" };

	put_digits(out, p->year, 4);
	if (p->grain == GRAIN_MONTH) {
		buf_put_c(out, '-');
		put_digits(out, p->month, 2);
	} else if (p->grain == GRAIN_SEASON) {
		buf_put_c(out, '-');
		buf_put(out, str_c(season[p->index]));
	} else if (p->grain == GRAIN_QUARTER || p->grain == GRAIN_HALF) {
		buf_put(out, p->grain == GRAIN_HALF ? STR("-H") : STR("-Q"));
		put_digits(out, p->index, 1);
	} else if (p->grain != GRAIN_YEAR) {
		buf_put(out, STR("-W"));
		put_digits(out, p->index, 2);
	}
	if (p->grain == GRAIN_WEEKEND)
		buf_put(out, STR("-WE"));
}

static void
put_clock(struct buf *out, const struct point *p)
{
	buf_put_c(out, 'T');
	buf_put_digits(out, (unsigned)p->hour, 2);
	buf_put_c(out, ':');
	buf_put_digits(out, (unsigned)p->minute, 2);
}

static void
put_part(struct buf *out, const struct point *p)
{
	buf_put_c(out, 'T');
	buf_put(out, str_c(p->part));
}

void
point_put(struct buf *out, const struct point *p)
{
	switch (p->grain) {
	case GRAIN_NONE:
		break;
	case GRAIN_MINUTE:
	case GRAIN_PART:
	case GRAIN_DAY:
		put_date(out, p->year, p->month, p->day);
		if (p->grain == GRAIN_MINUTE)
			put_clock(out, p);
		else if (p->grain == GRAIN_PART)
			put_part(out, p);
		break;
	case GRAIN_WEEKEND:
	case GRAIN_WEEK:
	case GRAIN_MONTH:
	case GRAIN_QUARTER:
	case GRAIN_SEASON:
	case GRAIN_HALF:
	case GRAIN_YEAR:
		put_of_year(out, p);
		break;
	case GRAIN_DECADE:
		put_digits(out, p->year / 10, 3);
		break;
	case GRAIN_CENTURY:
		put_digits(out, p->year / 100, 2);
		break;
	}
}

void
point_put_end(struct buf *out, const struct point *p, struct date day)
{
	put_date(out, day.year, day.month, day.day);
	if (p->grain == GRAIN_MINUTE)
		put_clock(out, p);
}

size_t
point_begins(const struct point *p, struct date day)
{
	static const unsigned char bytes[GRAIN_CENTURY + 1] = {
		[GRAIN_DAY] = sizeof "2021-05-31" - 1,
		[GRAIN_MONTH] = sizeof "2021-05" - 1,
		[GRAIN_YEAR] = sizeof "2021" - 1
	};
	bool month = p->grain != GRAIN_YEAR, same;

	same = p->year == day.year && p->year >= 1000 && p->year <= 9999 &&
	       (!month || p->month == day.month) &&
	       (p->grain != GRAIN_DAY || p->day == day.day);
	return same ? bytes[p->grain] : 0;
}

void
timex_put_length(struct buf *out, struct str number, struct str unit)
{
	buf_put_c(out, 'P');
	if (unit.n && unit.p[0] == 'T') {
		buf_put_c(out, 'T');
		unit = str_slice(unit, 1, unit.n);
	}
	buf_put(out, number);
	buf_put(out, unit);
}

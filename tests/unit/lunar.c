/* The lunar calendar: days of Tết that are known, leap months, and every
 * month of a century where ../shared has them. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "base/lunar.h"

static void
tet(int year, int month, int day)
{
	struct date d = { 0, 0, 0 };

	cr_assert(lunar_to_date((struct lunar){ year, 1, 1, false }, &d));
	cr_expect(d.year == year && d.month == month && d.day == day,
		"new year of %d is %d-%d", year, d.month, d.day);
}

Test(lunar, new_years)
{
	/* those in which it is not the Chinese one: 1968, 1969, 1985, 2007,
	 * 2030 */
	tet(1968, 1, 29);
	tet(1969, 2, 16);
	tet(1985, 1, 21);
	tet(2007, 2, 17);
	tet(2030, 2, 2);
	tet(1945, 2, 13);
	tet(1975, 2, 11);
	tet(2000, 2, 5);
	tet(2020, 1, 25);
	tet(2021, 2, 12);
	tet(2022, 2, 1);
	tet(2023, 1, 22);
	tet(2024, 2, 10);
	tet(2025, 1, 29);
	tet(2026, 2, 17);
	tet(2033, 1, 31);
	tet(2100, 2, 9);
}

Test(lunar, leap_months)
{
	static const int leap[][2] = { { 1987, 7 }, { 2004, 2 }, { 2006, 7 },
		{ 2009, 5 }, { 2012, 4 }, { 2014, 9 }, { 2017, 6 }, { 2020, 4 },
		{ 2023, 2 }, { 2025, 6 }, { 2028, 5 }, { 2033, 11 },
		{ 2021, 0 }, { 2022, 0 }, { 2026, 0 } };
	struct date d;
	size_t i;

	for (i = 0; i < sizeof leap / sizeof *leap; i++)
		cr_expect(lunar_leap_month(leap[i][0]) == leap[i][1],
			"leap month of %d is %d", leap[i][0],
			lunar_leap_month(leap[i][0]));
	cr_assert(lunar_to_date((struct lunar){ 2025, 6, 1, true }, &d));
	cr_expect(d.year == 2025 && d.month == 7 && d.day == 25);
	cr_expect(!lunar_to_date((struct lunar){ 2026, 6, 1, true }, &d));
}

Test(lunar, what_is_not)
{
	struct date d;
	struct lunar l;

	cr_expect(!lunar_to_date((struct lunar){ 2022, 12, 31, false }, &d));
	cr_expect(!lunar_to_date((struct lunar){ 2021, 13, 1, false }, &d));
	cr_expect(!lunar_to_date((struct lunar){ 2021, 0, 1, false }, &d));
	cr_expect(!lunar_to_date((struct lunar){ 1799, 1, 1, false }, &d));
	cr_expect(!lunar_to_date((struct lunar){ 2200, 1, 1, false }, &d));
	cr_expect(!lunar_from_date((struct date){ 2200, 5, 5 }, &l));
	cr_expect(lunar_month_days(2021, 14, false) == 0);
	/* the last month of 2021 has 29 days, that of 2019 has 30 */
	cr_expect(lunar_month_days(2021, 12, false) == 29);
	cr_expect(lunar_month_days(2019, 12, false) == 30);
}

Test(lunar, every_day_there_and_back)
{
	struct date d = { 1801, 1, 1 }, back;
	long n, end = date_to_days((struct date){ 2199, 12, 31 });
	struct lunar l;

	for (n = date_to_days(d); n <= end; n += 17) {
		d = date_from_days(n);
		cr_assert(lunar_from_date(d, &l));
		cr_assert(lunar_to_date(l, &back) && !date_cmp(d, back),
			"%d-%d-%d", d.year, d.month, d.day);
	}
}

Test(lunar, a_century_of_months)
{
	FILE *f = fopen("../shared/data/lunar/months_1900_1999.tsv", "r");
	char line[128];
	struct lunar l, back;
	struct date d, got;
	int leap, days, rows = 0;

	if (!f)
		cr_skip_test("skipped: no ../shared");
	cr_assert(fgets(line, sizeof line, f));
	while (fgets(line, sizeof line, f)) {
		cr_assert(
			sscanf(line, "%d-%d-%d %d %d %d %d", &d.year, &d.month,
				&d.day, &l.year, &l.month, &leap, &days) == 7);
		l.leap = leap;
		l.day = 1;
		cr_expect(lunar_to_date(l, &got) && !date_cmp(d, got), "%s",
			line);
		cr_expect(lunar_month_days(l.year, l.month, l.leap) == days,
			"%s", line);
		cr_expect(lunar_from_date(d, &back) && back.year == l.year &&
				  back.month == l.month && back.day == 1 &&
				  back.leap == l.leap,
			"%s", line);
		rows++;
	}
	fclose(f);
	cr_expect(rows > 1200);
}

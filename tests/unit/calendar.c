/* The Gregorian calendar: there and back, weekdays, ISO weeks. */
#include <criterion/criterion.h>

#include "base/calendar.h"

static void
same(struct date d, int year, int month, int day)
{
	cr_expect(d.year == year && d.month == month && d.day == day,
		"%d-%d-%d for %d-%d-%d", d.year, d.month, d.day, year, month,
		day);
}

Test(calendar, days_there_and_back)
{
	struct date d = { 1, 1, 1 };
	long n, first = date_to_days(d);

	cr_expect(date_to_days((struct date){ 1970, 1, 1 }) == 0);
	cr_expect(date_to_days((struct date){ 2000, 3, 1 }) == 11017);
	/* every day of two thousand four hundred years, one by one */
	for (n = first; d.year <= 2400; n++) {
		struct date back = date_from_days(n);

		cr_assert(back.year == d.year && back.month == d.month &&
			  back.day == d.day && date_to_days(d) == n);
		if (++d.day > month_days(d.year, d.month)) {
			d.day = 1;
			d.year += d.month / 12;
			d.month = d.month % 12 + 1;
		}
	}
}

Test(calendar, valid)
{
	cr_expect(date_valid((struct date){ 2020, 2, 29 }));
	cr_expect(date_valid((struct date){ 2000, 2, 29 }));
	cr_expect(!date_valid((struct date){ 1900, 2, 29 }));
	cr_expect(!date_valid((struct date){ 2021, 2, 29 }));
	cr_expect(!date_valid((struct date){ 2021, 2, 30 }));
	cr_expect(!date_valid((struct date){ 2021, 4, 31 }));
	cr_expect(!date_valid((struct date){ 2021, 13, 1 }));
	cr_expect(!date_valid((struct date){ 2021, 1, 0 }));
	cr_expect(!date_valid((struct date){ 0, 1, 1 }));
}

Test(calendar, months_on)
{
	same(date_add_months((struct date){ 2021, 1, 31 }, 1), 2021, 2, 28);
	same(date_add_months((struct date){ 2020, 1, 31 }, 1), 2020, 2, 29);
	same(date_add_months((struct date){ 2021, 1, 15 }, -1), 2020, 12, 15);
	same(date_add_months((struct date){ 2021, 11, 30 }, 14), 2023, 1, 30);
	same(date_add_months((struct date){ 2021, 3, 5 }, -27), 2018, 12, 5);
	same(date_add_days((struct date){ 2020, 12, 31 }, 1), 2021, 1, 1);
}

Test(calendar, weekdays)
{
	cr_expect(date_weekday((struct date){ 1970, 1, 1 }) == 4);
	cr_expect(date_weekday((struct date){ 2021, 1, 27 }) == 3);
	cr_expect(date_weekday((struct date){ 1945, 9, 2 }) == 7);
	cr_expect(date_weekday((struct date){ 1600, 2, 29 }) == 2);
}

Test(calendar, weeks)
{
	static const struct {
		struct date d;
		int year, week;
	} cases[] = {
		{ { 2021, 1, 3 }, 2020, 53 },
		{ { 2021, 1, 4 }, 2021, 1 },
		{ { 2024, 12, 30 }, 2025, 1 },
		{ { 2013, 10, 23 }, 2013, 43 },
		{ { 2016, 1, 3 }, 2015, 53 },
		{ { 2018, 12, 31 }, 2019, 1 },
	};
	size_t i;
	int year, week;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		date_week(cases[i].d, &year, &week);
		cr_expect(year == cases[i].year && week == cases[i].week,
			"%d-W%02d", year, week);
	}
	same(date_of_week(2013, 42), 2013, 10, 14);
	same(date_of_week(2021, 1), 2021, 1, 4);
	same(date_of_week(2026, 1), 2025, 12, 29);
}

Test(calendar, read)
{
	struct date d;

	cr_assert(date_read(STR("2021-06-05T19:30:00+07:00"), &d));
	same(d, 2021, 6, 5);
	cr_expect(!date_read(STR("2021-02-30"), &d));
	cr_expect(!date_read(STR("2021-6-5"), &d));
	cr_expect(!date_read(STR(""), &d));
}

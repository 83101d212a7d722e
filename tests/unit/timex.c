/* Points of time: how TIMEX3 writes them, which days they hold. */
#include <criterion/criterion.h>
#include <string.h>

#include "timex.h"

static void
writes(struct point p, const char *value, const char *from, const char *to)
{
	struct buf v = { .n = 0 }, f = { .n = 0 }, t = { .n = 0 };
	struct date first = { 0, 0, 0 }, last;
	size_t begins;

	point_put(&v, &p);
	if (point_days(&p, &first, &last)) {
		point_put_end(&f, &p, first);
		point_put_end(&t, &p, last);
	}
	cr_expect(str_eq(buf_str(&v), str_c(value)), "%.*s for %s",
		STR_ARG(buf_str(&v)), value);
	cr_expect(str_eq(buf_str(&f), str_c(from)), "%.*s for %s",
		STR_ARG(buf_str(&f)), from);
	cr_expect(str_eq(buf_str(&t), str_c(to)), "%.*s for %s",
		STR_ARG(buf_str(&t)), to);
	begins = point_begins(&p, first);
	cr_expect(begins == 0 || (begins == v.n && begins <= f.n &&
					 memcmp(v.p, f.p, begins) == 0),
		"%zu bytes for %s", begins, value);
	buf_free(&v);
	buf_free(&f);
	buf_free(&t);
}

Test(timex, points)
{
	writes((struct point){ .grain = GRAIN_DAY,
		       .year = 2021,
		       .month = 5,
		       .day = 31 },
		"2021-05-31", "2021-05-31", "2021-05-31");
	writes((struct point){ .grain = GRAIN_DAY, .month = 5, .day = 31 },
		"XXXX-05-31", "", "");
	writes((struct point){ .grain = GRAIN_PART,
		       .year = 2021,
		       .month = 5,
		       .day = 31,
		       .part = "MO" },
		"2021-05-31TMO", "2021-05-31", "2021-05-31");
	writes((struct point){ .grain = GRAIN_PART, .part = "NI" },
		"XXXX-XX-XXTNI", "", "");
	writes((struct point){ .grain = GRAIN_MINUTE,
		       .year = 2021,
		       .month = 6,
		       .day = 5,
		       .hour = 19,
		       .minute = 30 },
		"2021-06-05T19:30", "2021-06-05T19:30", "2021-06-05T19:30");
	writes((struct point){ .grain = GRAIN_WEEK, .year = 2021, .index = 23 },
		"2021-W23", "2021-06-07", "2021-06-13");
	writes(
		(struct point){
			.grain = GRAIN_WEEKEND, .year = 2013, .index = 42 },
		"2013-W42-WE", "2013-10-19", "2013-10-20");
	writes((struct point){ .grain = GRAIN_MONTH, .year = 2020, .month = 2 },
		"2020-02", "2020-02-01", "2020-02-29");
	writes(
		(struct point){
			.grain = GRAIN_QUARTER, .year = 2021, .index = 4 },
		"2021-Q4", "2021-10-01", "2021-12-31");
	writes((struct point){ .grain = GRAIN_HALF, .year = 2021, .index = 2 },
		"2021-H2", "2021-07-01", "2021-12-31");
	writes(
		(struct point){
			.grain = GRAIN_SEASON, .year = 2025, .index = 2 },
		"2025-SU", "2025-04-01", "2025-06-30");
	writes((struct point){ .grain = GRAIN_YEAR, .year = 938 }, "0938",
		"0938-01-01", "0938-12-31");
	writes((struct point){ .grain = GRAIN_DECADE, .year = 1990 }, "199",
		"1990-01-01", "1999-12-31");
	writes((struct point){ .grain = GRAIN_CENTURY, .year = 2001 }, "20",
		"2001-01-01", "2100-12-31");
}

static void
shifts(struct point p, int n, const char *value)
{
	struct buf b = { .n = 0 };
	struct point q = point_shift(&p, n);

	point_put(&b, &q);
	cr_expect(str_eq(buf_str(&b), str_c(value)), "%.*s for %s",
		STR_ARG(buf_str(&b)), value);
	buf_free(&b);
}

Test(timex, shifts)
{
	shifts((struct point){ .grain = GRAIN_MONTH, .year = 2021, .month = 1 },
		-1, "2020-12");
	shifts(
		(struct point){
			.grain = GRAIN_QUARTER, .year = 2020, .index = 1 },
		-1, "2019-Q4");
	shifts((struct point){ .grain = GRAIN_WEEK, .year = 2020, .index = 53 },
		1, "2021-W01");
	shifts((struct point){ .grain = GRAIN_DAY,
		       .year = 2021,
		       .month = 3,
		       .day = 1 },
		-1, "2021-02-28");
	shifts((struct point){ .grain = GRAIN_YEAR, .year = 2021 }, -2, "2019");
}

Test(timex, thirds)
{
	struct point year = { .grain = GRAIN_YEAR, .year = 2021 };
	struct point month = { .grain = GRAIN_MONTH, .year = 2021, .month = 2 };
	struct date from, to;

	cr_assert(point_days_of(&year, MOD_START, &from, &to));
	cr_expect(from.month == 1 && to.month == 4 && to.day == 30);
	cr_assert(point_days_of(&year, MOD_MID, &from, &to));
	cr_expect(from.month == 5 && to.month == 8 && to.day == 31);
	cr_assert(point_days_of(&year, MOD_END, &from, &to));
	cr_expect(from.month == 9 && to.month == 12 && to.day == 31);
	cr_assert(point_days_of(&month, MOD_END, &from, &to));
	cr_expect(from.day == 21 && to.day == 28);
	cr_assert(point_days_of(&month, MOD_APPROX, &from, &to));
	cr_expect(from.day == 1 && to.day == 28);
}

Test(timex, lengths)
{
	struct buf b = { .n = 0 };

	timex_put_length(&b, STR("5"), STR("Y"));
	timex_put_length(&b, STR("2"), STR("TH"));
	timex_put_length(&b, STR("X"), STR("DE"));
	cr_expect(str_eq(buf_str(&b), STR("P5YPT2HPXDE")));
	buf_free(&b);
}

Test(timex, mods)
{
	cr_expect(timex_mod_read(STR("END")) == MOD_END);
	cr_expect(timex_mod_read(STR("plain")) == MOD_NONE);
	cr_expect(str_eq(timex_mod_name(MOD_APPROX), STR("APPROX")));
	cr_expect(timex_mod_name(MOD_NONE).n == 0);
}

Test(timex, begins)
{
	struct point p = { .grain = GRAIN_YEAR, .year = 2021 };
	struct date day = { 2021, 5, 1 };

	cr_expect_eq(point_begins(&p, day), 4);
	p.grain = GRAIN_MONTH;
	cr_expect_eq(point_begins(&p, day), 0, "of another month");
	p.month = 5;
	cr_expect_eq(point_begins(&p, day), 7);
	p.grain = GRAIN_DAY;
	cr_expect_eq(point_begins(&p, day), 0, "of no day");
	p.day = 1;
	cr_expect_eq(point_begins(&p, day), 10);
	p.grain = GRAIN_PART;
	cr_expect_eq(point_begins(&p, day), 0, "more than a day");
	p = (struct point){ .grain = GRAIN_YEAR, .year = 987 };
	cr_expect_eq(point_begins(&p, (struct date){ 987, 1, 1 }), 0);
	p = (struct point){ .grain = GRAIN_CENTURY, .year = 2000 };
	cr_expect_eq(point_begins(&p, (struct date){ 2000, 1, 1 }), 0);
}

/* The lunar calendar, computed from the sky again.
 *
 * The rules are those that Ho Ngoc Duc published: a month begins on the day
 * of the new moon; the winter solstice falls in month 11; of the thirteen
 * months between two such months the first without a principal term (the
 * sun passing a multiple of 30 degrees) is leap. Days are those of UTC+7 since
 * 1968, of UTC+8 before, and of Beijing's own mean time before 1929.
 *
 * New moons: Jean Meeus, Astronomical Algorithms, chapter 49. The sun:
 * Bretagnon and Simon's series. Both are good to seconds of time here. */
#include <criterion/criterion.h>
#include <math.h>

#include "base/lunar.h"

/* Not in C11's math.h. */
static const double pi = 3.14159265358979323846;
static const double j2000 = 2451545.0;	  /* 2000-01-01 12:00 as a Julian day */
static const double unix_day = 2440587.5; /* 1970-01-01 00:00 */

enum {
	/* 24 January 1925: the calendars of that year began it a day after
	 * the new moon, and people lived by them */
	NEW_MOON_1925 = -16413
};

/* The months from a month 11 up to the next one. */
struct months {
	int first; /* its new moon, counted as new_moon does */
	int n;	   /* 12, or 13 in a year with a leap month */
	int leap;  /* place of the leap month, or 0 */
};

static double
sine(double degrees)
{
	return sin(degrees * pi / 180);
}

/* --- time --- */

static double
polynomial(double t, const double *c, int n)
{
	double sum = 0;

	while (n-- > 0)
		sum = sum * t + c[n];
	return sum;
}

/* Seconds by which dynamical time runs ahead of universal time (Espenak and
 * Meeus's polynomials). */
static double
delta_t(double year)
{
	static const struct {
		double until, zero, c[8];
	} part[] = {
		{ 1860, 1800,
			{ 13.72, -0.332447, 0.0068612, 0.0041116, -0.00037436,
				0.0000121272, -0.0000001699, 0.000000000875 } },
		{ 1900, 1860,
			{ 7.62, 0.5737, -0.251754, 0.01680668, -0.0004473624,
				1.0 / 233174 } },
		{ 1920, 1900,
			{ -2.79, 1.494119, -0.0598939, 0.0061966, -0.000197 } },
		{ 1941, 1920, { 21.20, 0.84493, -0.076100, 0.0020936 } },
		{ 1961, 1950, { 29.07, 0.407, -1.0 / 233, 1.0 / 2547 } },
		{ 1986, 1975, { 45.45, 1.067, -1.0 / 260, -1.0 / 718 } },
		{ 2005, 2000,
			{ 63.86, 0.3345, -0.060374, 0.0017275, 0.000651814,
				0.00002373599 } },
		{ 2050, 2000, { 62.92, 0.32217, 0.005589 } },
	};
	double u = (year - 1820) / 100, slope;
	size_t i;

	for (i = 0; i < sizeof part / sizeof *part; i++)
		if (year < part[i].until)
			return polynomial(year - part[i].zero, part[i].c, 8);
	slope = year < 2150 ? 0.5628 * (2150 - year) : 0;
	return -20 + 32 * u * u - slope;
}

/* Julian day of universal time for one of dynamical time. */
static double
universal(double jde)
{
	return jde - delta_t(2000 + (jde - j2000) / 365.25) / 86400;
}

static double
zone(double jd)
{
	static const double year_1929 = 2425612.5, year_1968 = 2439856.5;

	if (jd < year_1929)
		return (116 + 25.0 / 60) / 360; /* Beijing's longitude */
	return (jd < year_1968 ? 8.0 : 7.0) / 24;
}

/* --- the moon --- */

/* One term: amplitude, power of the eccentricity, multiples of the sun's
 * anomaly, the moon's anomaly and the moon's argument of latitude. */
struct term {
	double amplitude;
	signed char e, sun, moon, latitude;
};

static const struct term moon_term[] = { { -0.40720, 0, 0, 1, 0 },
	{ 0.17241, 1, 1, 0, 0 }, { 0.01608, 0, 0, 2, 0 },
	{ 0.01039, 0, 0, 0, 2 }, { 0.00739, 1, -1, 1, 0 },
	{ -0.00514, 1, 1, 1, 0 }, { 0.00208, 2, 2, 0, 0 },
	{ -0.00111, 0, 0, 1, -2 }, { -0.00057, 0, 0, 1, 2 },
	{ 0.00056, 1, 1, 2, 0 }, { -0.00042, 0, 0, 3, 0 },
	{ 0.00042, 1, 1, 0, 2 }, { 0.00038, 1, 1, 0, -2 },
	{ -0.00024, 1, -1, 2, 0 }, { -0.00007, 0, 2, 1, 0 },
	{ 0.00004, 0, 0, 2, -2 }, { 0.00004, 0, 3, 0, 0 },
	{ 0.00003, 0, 1, 1, -2 }, { 0.00003, 0, 0, 2, 2 },
	{ -0.00003, 0, 1, 1, 2 }, { 0.00003, 0, -1, 1, 2 },
	{ -0.00002, 0, -1, 1, -2 }, { -0.00002, 0, 1, 3, 0 },
	{ 0.00002, 0, 0, 4, 0 } };

/* The planets' pull: start and step of the angle a month, amplitude. */
static const double planet_term[][3] = { { 299.77, 0.107408, 0.000325 },
	{ 251.88, 0.016321, 0.000165 }, { 251.83, 26.651886, 0.000164 },
	{ 349.42, 36.412478, 0.000126 }, { 84.66, 18.206239, 0.000110 },
	{ 141.74, 53.303771, 0.000062 }, { 207.14, 2.453732, 0.000060 },
	{ 154.84, 7.306860, 0.000056 }, { 34.52, 27.261239, 0.000047 },
	{ 207.19, 0.121824, 0.000042 }, { 291.34, 1.844379, 0.000040 },
	{ 161.72, 24.198154, 0.000037 }, { 239.56, 25.513099, 0.000035 },
	{ 331.55, 3.592518, 0.000023 } };

/* The day, since 1970, of new moon k (0 is that of 6 January 2000). */
static long
new_moon(int k)
{
	double t = k / 1236.85, t2 = t * t, t3 = t2 * t, t4 = t3 * t;
	double sun =
		2.5534 + 29.10535670 * k - 0.0000014 * t2 - 0.00000011 * t3;
	double moon = 201.5643 + 385.81693528 * k + 0.0107582 * t2 +
		      0.00001238 * t3 - 0.000000058 * t4;
	double latitude = 160.7108 + 390.67050284 * k - 0.0016118 * t2 -
			  0.00000227 * t3 + 0.000000011 * t4;
	double node =
		124.7746 - 1.56375588 * k + 0.0020672 * t2 + 0.00000215 * t3;
	double e = 1 - 0.002516 * t - 0.0000074 * t2;
	double jd = 2451550.09766 + 29.530588861 * k + 0.00015437 * t2 -
		    0.000000150 * t3 + 0.00000000073 * t4;
	long day;
	size_t i;

	for (i = 0; i < sizeof moon_term / sizeof *moon_term; i++) {
		const struct term *m = &moon_term[i];
		double a = m->amplitude * (m->e > 0 ? e : 1);

		jd += (m->e > 1 ? a * e : a) *
		      sine(m->sun * sun + m->moon * moon +
			      m->latitude * latitude);
	}
	for (i = 0; i < sizeof planet_term / sizeof *planet_term; i++)
		jd += planet_term[i][2] *
		      sine(planet_term[i][0] + planet_term[i][1] * k -
			      (i == 0 ? 0.009173 * t2 : 0));
	jd = universal(jd - 0.00017 * sine(node));
	day = (long)floor(jd + zone(jd) - unix_day);
	return day == NEW_MOON_1925 ? day + 1 : day;
}

/* --- the sun --- */

/* Amplitude, angle at 2000, degrees a century. */
static const double sun_term[][3] = { { 403406, 270.54861, 0.9287892 },
	{ 195207, 340.19128, 35999.1376958 },
	{ 119433, 63.91854, 35999.4089666 },
	{ 112392, 331.26220, 35998.7287385 }, { 3891, 317.843, 71998.20261 },
	{ 2819, 86.631, 71998.4403 }, { 1721, 240.052, 36000.35726 },
	{ 660, 310.26, 71997.4812 }, { 350, 247.23, 32964.4678 },
	{ 334, 260.87, -19.4410 }, { 314, 297.82, 445267.1117 },
	{ 268, 343.14, 45036.8840 }, { 242, 166.79, 3.1008 },
	{ 234, 81.53, 22518.4434 }, { 158, 3.50, -19.9739 },
	{ 132, 132.75, 65928.9345 }, { 129, 182.95, 9038.0293 },
	{ 114, 162.03, 3034.7684 }, { 99, 29.8, 33718.148 },
	{ 93, 266.4, 3034.448 }, { 86, 249.2, -2280.773 },
	{ 78, 157.6, 29929.992 }, { 72, 257.8, 31556.493 },
	{ 68, 185.1, 149.588 }, { 64, 69.9, 9037.750 }, { 46, 8.0, 107997.405 },
	{ 38, 197.1, -4444.176 }, { 37, 250.4, 151.771 },
	{ 32, 65.3, 67555.316 }, { 29, 162.7, 31556.080 },
	{ 28, 341.5, -4561.540 }, { 27, 291.6, 107996.706 },
	{ 27, 98.5, 1221.655 }, { 25, 146.7, 62894.167 },
	{ 24, 110.0, 31437.369 }, { 21, 5.2, 14578.298 },
	{ 21, 342.6, -31931.757 }, { 20, 230.9, 34777.243 },
	{ 18, 256.1, 1221.999 }, { 17, 45.3, 62894.511 },
	{ 14, 242.9, -4442.039 }, { 13, 115.2, 107997.909 },
	{ 13, 151.8, 119.066 }, { 13, 285.3, 16859.071 }, { 12, 53.3, -4.578 },
	{ 10, 126.6, 26895.292 }, { 10, 205.7, -39.127 },
	{ 10, 85.9, 12297.536 }, { 10, 146.1, 90073.778 } };

/* Which twelfth of its way (0 .. 11, from the spring equinox) the sun is in
 * when a day begins. */
static int
sun_twelfth(long day)
{
	double jd = (double)day + unix_day, c, sum = 0, longitude;
	size_t i;

	jd -= zone(jd);
	jd += delta_t(2000 + (jd - j2000) / 365.25) / 86400;
	c = (jd - j2000) / 36525;
	for (i = 0; i < sizeof sun_term / sizeof *sun_term; i++)
		sum += sun_term[i][0] *
		       sine(sun_term[i][1] + sun_term[i][2] * c);
	longitude = 282.7771834 + 36000.76953744 * c + sum * 180 / pi / 1e7;
	/* aberration and nutation */
	longitude += 0.0000974 * sine(177.63 + 35999.01848 * c + 90) - 0.005575;
	longitude += -0.004778 * sine(124.90 - 1934.134 * c) -
		     0.0003667 * sine(201.11 + 72001.5377 * c);
	longitude -= 360 * floor(longitude / 360);
	return (int)(longitude / 30) % 12;
}

/* --- months --- */

/* The new moon with which month 11 of a year begins, as a number. */
static int
month_11(int year)
{
	struct date last = { year, 12, 31 };
	int k = (int)floor((double)(date_to_days(last) - 10962) / 29.530588861);

	k++;
	while (new_moon(k) > date_to_days(last))
		k--;
	/* the sun has turned before it: the solstice was a month earlier */
	return sun_twelfth(new_moon(k)) >= 9 ? k - 1 : k;
}

/* The span of months that ends with month 11 of a year. */
static struct months
months_of(int year)
{
	struct months m = { .first = month_11(year - 1) };
	int i, here, next;

	m.n = month_11(year) - m.first;
	if (m.n < 13)
		return m;
	here = sun_twelfth(new_moon(m.first + 1));
	for (i = 1; i < m.n && !m.leap; i++) {
		next = sun_twelfth(new_moon(m.first + i + 1));
		if (here == next)
			m.leap = i;
		here = next;
	}
	return m;
}

/* First day of a month, since 1970, and its length; false where the year
 * does not have it. Month 11 and 12 are the first ones of the next span. */
static bool
month_of(int year, int month, bool leap, long *start, int *days)
{
	struct months m;
	int i = month < 11 ? month + 1 : month - 11;

	if (year < LUNAR_FIRST || year > LUNAR_LAST || month < 1 || month > 12)
		return false;
	m = months_of(month < 11 ? year : year + 1);
	/* a leap month bears the number of the one before it */
	if (m.leap && (i >= m.leap || (leap && i + 1 == m.leap)))
		i++;
	if (leap && (!m.leap || i != m.leap))
		return false;
	*start = new_moon(m.first + i);
	*days = (int)(new_moon(m.first + i + 1) - *start);
	return true;
}

static void
same(struct lunar l)
{
	long start = 0;
	int days = 0;
	struct date d;

	if (!month_of(l.year, l.month, l.leap, &start, &days))
		days = 0;
	cr_assert_eq(lunar_month_days(l.year, l.month, l.leap), days,
		"%d-%d has %d days", l.year, l.month, days);
	cr_assert_eq(lunar_to_date(l, &d), days > 0);
	if (days)
		cr_assert_eq(date_to_days(d), start, "%d-%d", l.year, l.month);
}

Test(lunar, is_that_of_the_sky)
{
	int year, month;

	for (year = LUNAR_FIRST; year <= LUNAR_LAST; year++)
		for (month = 1; month <= 12; month++) {
			same((struct lunar){ year, month, 1, false });
			same((struct lunar){ year, month, 1, true });
		}
}

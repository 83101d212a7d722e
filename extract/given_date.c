/* A date is read part by part, from left to right; what a part is, its shape
 * tells: "2021-06-05", "19:30", "Jun", "+0700", "PM". */
#include <string.h>

#include "dateline.h"
#include "fold.h"
#include "given_date.h"
#include "normal.h"

enum {
	LONGEST = 160, /* bytes */
	YEAR_FIRST = 1900,
	YEAR_LAST = 2199,
	OFFSET_MAX = 14 * 60,
	HOME_OFFSET = 7 * 60,
	EPOCH_FIRST = 631152000, /* 1990-01-01 */
	UNKNOWN = 10000		 /* no offset is this large */
};

struct scan {
	struct str s;
	size_t at;
	int number[3]; /* of the day, as they come */
	size_t nnumber;
	int year, month, day; /* 0: not read yet */
	int hour, minute, second, offset;
	bool pm, am, slashed;
};

/* --- letters --- */

static char
byte(const struct scan *g, size_t at)
{
	return at < g->s.n ? g->s.p[at] : '\0';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (unsigned char)c >= 0x80;
}

static char
small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Digits at g->at, which moves behind them: how many; at most nine count. */
static size_t
take_digits(struct scan *g, int *out)
{
	size_t n = 0;

	*out = 0;
	for (; is_digit(byte(g, g->at)); g->at++, n++)
		if (n < 9)
			*out = *out * 10 + (byte(g, g->at) - '0');
	return n;
}

static bool
take(struct scan *g, char c)
{
	if (byte(g, g->at) != c)
		return false;
	g->at++;
	return true;
}

/* --- parts --- */

/* ":30", ":30:05", ".250" behind the hour. */
static bool
take_clock(struct scan *g, int hour)
{
	int part;

	if (g->hour >= 0)
		return false;
	g->hour = hour;
	if (!take(g, ':') || !take_digits(g, &g->minute))
		return false;
	if (take(g, ':') && !take_digits(g, &g->second))
		return false;
	if (byte(g, g->at) == '.' && is_digit(byte(g, g->at + 1))) {
		g->at++;
		take_digits(g, &part);
	}
	return g->hour < 24 && g->minute < 60 && g->second < 61;
}

/* "+07:00", "+0700", "+7" behind a time. */
static bool
take_offset(struct scan *g)
{
	int sign = byte(g, g->at) == '-' ? -1 : 1, n, minutes = 0;
	size_t digits;

	g->at++;
	digits = take_digits(g, &n);
	if (digits == 0 || digits > 4)
		return false;
	if (digits > 2) {
		minutes = n % 100;
		n /= 100;
	} else if (byte(g, g->at) == ':' && is_digit(byte(g, g->at + 1))) {
		g->at++;
		take_digits(g, &minutes);
	}
	if (n * 60 + minutes > OFFSET_MAX || minutes > 59)
		return false;
	g->offset = sign * (n * 60 + minutes);
	return true;
}

/* "-06-05", "/6/5" behind a year. */
static bool
take_rest_of_day(struct scan *g, int year)
{
	char sign = byte(g, g->at);

	if (g->year || year < YEAR_FIRST || year > YEAR_LAST)
		return false;
	g->year = year;
	if ((sign != '-' && sign != '/' && sign != '.') ||
		!is_digit(byte(g, g->at + 1)))
		return true;
	if (g->month)
		return false;
	g->at++;
	take_digits(g, &g->month);
	if (byte(g, g->at) != sign)
		return false;
	g->at++;
	if (!take_digits(g, &g->day))
		return false;
	if (small(byte(g, g->at)) == 't' && is_digit(byte(g, g->at + 1)))
		g->at++;
	return true;
}

/* "20210605", "20210605193000", "20210605T193000" */
static bool
take_compact(struct scan *g, size_t start, size_t n)
{
	struct str d = str_slice(g->s, start, g->s.n);
	int clock = 0;

	if (g->year || !str_to_int(str_slice(d, 0, 4), &g->year) ||
		!str_to_int(str_slice(d, 4, 6), &g->month) ||
		!str_to_int(str_slice(d, 6, 8), &g->day))
		return false;
	if (n == 8 && small(byte(g, g->at)) == 't') {
		g->at++;
		start = g->at - 8;
		n = 8 + take_digits(g, &clock);
		d = str_slice(g->s, start, g->s.n);
	}
	if (n == 8)
		return true;
	if (n != 14 && n != 12)
		return false;
	return str_to_int(str_slice(d, 8, 10), &g->hour) &&
	       str_to_int(str_slice(d, 10, 12), &g->minute) &&
	       (n == 12 || str_to_int(str_slice(d, 12, 14), &g->second)) &&
	       g->hour < 24 && g->minute < 60 && g->second < 61;
}

/* "6/5/2021": which is the day is settled later. */
static bool
take_slashed(struct scan *g, int first)
{
	char sign = byte(g, g->at);
	int second, year;

	if (g->nnumber || g->month || g->year)
		return false;
	g->at++;
	if (!take_digits(g, &second) || byte(g, g->at) != sign)
		return false;
	g->at++;
	if (take_digits(g, &year) != 4)
		return false;
	g->number[0] = first;
	g->number[1] = second;
	g->nnumber = 2;
	g->year = year;
	g->slashed = true;
	return true;
}

static bool
take_number(struct scan *g)
{
	size_t start = g->at, n;
	int x;
	char c;

	n = take_digits(g, &x);
	c = byte(g, g->at);
	if (n >= 8)
		return take_compact(g, start, n);
	if (n <= 2 && c == ':')
		return take_clock(g, x);
	if (n == 4)
		return take_rest_of_day(g, x);
	if (n > 2)
		return false;
	if ((c == '/' || c == '-' || c == '.') && is_digit(byte(g, g->at + 1)))
		return take_slashed(g, x);
	/* "7 PM", "June 5th" */
	if (g->day && g->hour < 0) {
		g->hour = x;
		return x < 24;
	}
	if (g->day)
		return false;
	g->day = x;
	return true;
}

/* Names of RFC 822 and of what comes near it, whole or their first letters. */
static const struct word {
	const char *name; /* its first letters, and all it may have */
	enum { MONTH, NOTHING, AM, PM, ZONE } is;
	int value;
} word[] = {
	{ "january", MONTH, 1 },
	{ "february", MONTH, 2 },
	{ "march", MONTH, 3 },
	{ "april", MONTH, 4 },
	{ "may", MONTH, 5 },
	{ "june", MONTH, 6 },
	{ "july", MONTH, 7 },
	{ "august", MONTH, 8 },
	{ "september", MONTH, 9 },
	{ "october", MONTH, 10 },
	{ "november", MONTH, 11 },
	{ "december", MONTH, 12 },
	{ "monday", NOTHING, 0 },
	{ "tuesday", NOTHING, 0 },
	{ "wednesday", NOTHING, 0 },
	{ "thursday", NOTHING, 0 },
	{ "friday", NOTHING, 0 },
	{ "saturday", NOTHING, 0 },
	{ "sunday", NOTHING, 0 },
	{ "at", NOTHING, 0 },
	{ "on", NOTHING, 0 },
	{ "of", NOTHING, 0 },
	{ "st", NOTHING, 0 },
	{ "nd", NOTHING, 0 },
	{ "rd", NOTHING, 0 },
	{ "th", NOTHING, 0 },
	{ "am", AM, 0 },
	{ "pm", PM, 0 },
	{ "z", ZONE, 0 },
	{ "gmt", ZONE, 0 },
	{ "utc", ZONE, 0 },
	{ "ict", ZONE, 7 },
	{ "est", ZONE, -5 },
	{ "edt", ZONE, -4 },
	{ "cst", ZONE, -6 },
	{ "cdt", ZONE, -5 },
	{ "mst", ZONE, -7 },
	{ "mdt", ZONE, -6 },
	{ "pst", ZONE, -8 },
	{ "pdt", ZONE, -7 },
	{ "cet", ZONE, 1 },
	{ "cest", ZONE, 2 },
	{ "bst", ZONE, 1 },
};

static const struct word *
find_word(struct str s)
{
	const char *name;
	size_t i, k;

	for (i = 0; i < sizeof word / sizeof *word; i++) {
		name = word[i].name;
		for (k = 0; k < s.n && name[k] && small(s.p[k]) == name[k]; k++)
			;
		/* months and weekdays from three letters on */
		if (k == s.n && (!name[k] || (k >= 3 && word[i].is <= NOTHING)))
			return &word[i];
	}
	return NULL;
}

static bool
take_word(struct scan *g)
{
	size_t start = g->at;
	const struct word *w;

	while (is_letter(byte(g, g->at)))
		g->at++;
	w = find_word(str_slice(g->s, start, g->at));
	if (!w)
		return false;
	if (w->is == MONTH) {
		if (g->month)
			return false;
		g->month = w->value;
	}
	g->am |= w->is == AM;
	g->pm |= w->is == PM;
	if (w->is == ZONE) {
		g->offset = w->value * 60;
		if (w->value == 0 && g->s.p[g->at - 1] != 'z' &&
			(byte(g, g->at) == '+' || byte(g, g->at) == '-'))
			return take_offset(g);
	}
	return true;
}

/* "(Indochina Time)", "[Asia/Ho_Chi_Minh]" at the end say nothing more. */
static bool
take_part(struct scan *g)
{
	char c = byte(g, g->at);

	if (is_digit(c))
		return take_number(g);
	if (is_letter(c))
		return take_word(g);
	if ((c == '+' || c == '-') && g->hour >= 0 &&
		is_digit(byte(g, g->at + 1)))
		return take_offset(g);
	if ((c == '(' || c == '[') && g->offset != UNKNOWN) {
		g->at = g->s.n;
		return true;
	}
	if (!strchr(" ,.-|\t\n\r;/@", c))
		return false;
	g->at++;
	return true;
}

/* --- the whole --- */

/* "6/5/2021 7:30 PM" is what servers in America write, June; "13/5/2021" is
 * not, and without "PM" the day is first. */
static void
settle_slashed(struct scan *g)
{
	bool month_first = (g->pm || g->am) && g->number[0] <= 12;

	if (g->number[1] > 12)
		month_first = true;
	g->month = g->number[month_first ? 0 : 1];
	g->day = g->number[month_first ? 1 : 0];
}

static bool
stands_for_none(struct date d)
{
	return d.year < YEAR_FIRST || d.year > YEAR_LAST ||
	       (d.year == 1970 && d.month == 1 && d.day == 1) ||
	       (d.year == 1900 && d.month == 1 && d.day == 1) ||
	       (d.year == 1969 && d.month == 12 && d.day == 31);
}

static void
write_out(const struct moment *t, bool vietnamese, struct mem *m,
	struct given_date *out)
{
	struct moment shown = *t;

	if (shown.offset == UNKNOWN)
		shown.offset = HOME_OFFSET;
	if (t->offset == UNKNOWN && !vietnamese)
		shown.hour = -1;
	out->day = t->day;
	out->time = shown.hour >= 0;
	out->iso = moment_iso(&shown, m);
}

static bool
scan_all(struct str s, struct moment *t)
{
	struct scan g = { .s = s, .hour = -1, .offset = UNKNOWN };

	while (g.at < s.n)
		if (!take_part(&g))
			return false;
	if (g.slashed)
		settle_slashed(&g);
	t->day = (struct date){ g.year, g.month, g.day };
	if (g.hour >= 0 && g.pm && g.hour < 12)
		g.hour += 12;
	else if (g.am && g.hour == 12)
		g.hour = 0;
	t->hour = g.hour;
	t->minute = g.minute;
	t->second = g.second == 60 ? 59 : g.second;
	t->offset = g.offset;
	return date_valid(t->day);
}

/* "1622910600", "1622910600000" */
static bool
read_seconds(struct str s, struct moment *t)
{
	long long n = 0;
	size_t i;

	if (s.n != 10 && s.n != 13)
		return false;
	for (i = 0; i < s.n; i++) {
		if (!is_digit(s.p[i]))
			return false;
		n = n * 10 + (s.p[i] - '0');
	}
	if (s.n == 13)
		n /= 1000;
	if (n < EPOCH_FIRST)
		return false;
	t->day = date_from_days((long)(n / 86400));
	t->hour = (int)(n % 86400 / 3600);
	t->minute = (int)(n % 3600 / 60);
	t->second = (int)(n % 60);
	t->offset = 0;
	return true;
}

/* ISO 8601: "Z" and parts of a second stay as they are said, seconds and the
 * colon of "+0700" are added. */
static bool
read_iso(struct str s, bool vietnamese, struct mem *m, struct given_date *out)
{
	enum { DAY = 10, MINUTE = 16 };
	struct str iso, offset, clock;
	size_t at = MINUTE;

	if (s.n < DAY || s.p[4] != '-' || !is_digit(s.p[0]) ||
		!dateline_iso(s, m, &iso) || !date_read(iso, &out->day))
		return false;
	out->iso = iso;
	if (iso.n <= MINUTE)
		return true;
	while (at < iso.n && !strchr("+-Z", iso.p[at]))
		at++;
	clock = str_slice(iso, MINUTE, at);
	offset = str_slice(iso, at, iso.n);
	/* an offset that s has not is dateline's */
	out->time = vietnamese || str_ends(s, offset);
	if (!out->time)
		out->iso = str_slice(iso, 0, DAY);
	else if (offset.n == 5)
		out->iso = mem_printf(m, "%.16s%.*s%.3s:%.2s", iso.p,
			STR_ARG(clock.n ? clock : STR(":00")), offset.p,
			offset.p + 3);
	else if (clock.n == 0)
		out->iso =
			mem_printf(m, "%.16s:00%.*s", iso.p, STR_ARG(offset));
	return true;
}

bool
given_date_read(struct str s, const struct rules *r, bool vietnamese,
	struct mem *m, struct given_date *out)
{
	struct moment t = { .hour = -1 }, modified;

	*out = (struct given_date){ .time = false };
	s = str_trim(s);
	if (s.n < 6 || s.n > LONGEST)
		return false;
	if (read_iso(s, vietnamese, m, out))
		return !stands_for_none(out->day);
	if (read_seconds(s, &t) || scan_all(s, &t)) {
		write_out(&t, vietnamese, m, out);
		return !stands_for_none(out->day);
	}
	if (!dateline_read(
		    fold(m, normal_seen(m, s)), r, false, &t, &modified) ||
		!t.day.year)
		return false;
	if (t.offset == HOME_OFFSET)
		t.offset = UNKNOWN; /* taken for granted */
	write_out(&t, vietnamese, m, out);
	return !stands_for_none(out->day);
}

/* Reading lines that show a date. What the numbers are is told by their shape
 * ("05/06/2021", "19:30", "8h47") or by the word before them ("ngày 5 tháng 6
 * năm 2021"); the words come from a lexicon, each with what it `is`. */
#include <string.h>

#include "base/buf.h"
#include "base/letter.h"
#include "base/utf8.h"
#include "dateline.h"
#include "rules.h"

enum { UNKNOWN_MAX = 6, HOME_OFFSET = 7 * 60, OFFSET_MAX = 14 * 60 };
enum { YEAR_FIRST = 1900, YEAR_LAST = 2199 };

/* What the last word said of the number behind it. */
enum word {
	WORD_NONE,
	WORD_COUNT,
	WORD_DAY,
	WORD_MONTH,
	WORD_YEAR,
	WORD_HOUR,
	WORD_MINUTE
};

static const struct {
	const char *is;
	enum word word;
} word_of[] = {
	{ "count", WORD_COUNT },
	{ "day", WORD_DAY },
	{ "month", WORD_MONTH },
	{ "year", WORD_YEAR },
	{ "hour", WORD_HOUR },
	{ "minute", WORD_MINUTE },
};

struct scan {
	struct str s;
	size_t at;
	const struct lexicon *words, *weekday;
	struct moment *published, *modified, *now;
	enum word last;
	unsigned unknown;   /* words that say nothing of a date */
	unsigned turns;	    /* from known to unknown words and back */
	bool known;	    /* the last one was */
	bool begun, parted; /* a '|' or '-' came since the last one */
	bool mixed;	    /* a turn without such a sign */
};

/* --- letters --- */

static bool
is_digit(const struct scan *g, size_t at)
{
	return at < g->s.n && g->s.p[at] >= '0' && g->s.p[at] <= '9';
}

static char
byte(const struct scan *g, size_t at)
{
	return at < g->s.n ? g->s.p[at] : '\0';
}

/* A number of min to max digits at *at, which moves behind it. */
static bool
number(const struct scan *g, size_t *at, size_t min, size_t max, int *out)
{
	size_t n = 0;

	while (n <= max && is_digit(g, *at + n))
		n++;
	if (n < min || n > max)
		return false;
	if (!str_to_int(str_slice(g->s, *at, *at + n), out))
		return false;
	*at += n;
	return true;
}

/* --- numbers by their shape --- */

static bool
set_day(struct scan *g, int year, int month, int day)
{
	struct date d = { year, month, day };

	if (year < YEAR_FIRST || year > YEAR_LAST || !date_valid(d))
		return false;
	/* "05/06/2021 - 07/06/2021" is when something is held */
	if (g->now->day.year) {
		g->mixed = true;
		return false;
	}
	g->now->day = d;
	return true;
}

static bool
set_time(struct scan *g, int hour, int minute, int second)
{
	if (g->now->hour >= 0 || hour > 23 || minute > 59 || second > 59)
		return false;
	g->now->hour = hour;
	g->now->minute = minute;
	g->now->second = second;
	return true;
}

/* "05/06/2021", "5.6.2021", "05-06-2021" */
static bool
scan_day(struct scan *g)
{
	size_t at = g->at;
	int day, month, year;
	char sign;

	if (!number(g, &at, 1, 2, &day))
		return false;
	sign = byte(g, at++);
	if (!sign || !strchr("/.-", sign) || !number(g, &at, 1, 2, &month) ||
		byte(g, at++) != sign || !number(g, &at, 4, 4, &year) ||
		!set_day(g, year, month, day))
		return false;
	g->at = at;
	return true;
}

/* "2021-06-05", "2021-06-05T19:30" */
static bool
scan_year_first(struct scan *g)
{
	size_t at = g->at;
	int day, month, year;
	char sign;

	if (!number(g, &at, 4, 4, &year))
		return false;
	sign = byte(g, at++);
	if (!sign || !strchr("-/", sign) || !number(g, &at, 2, 2, &month) ||
		byte(g, at++) != sign || !number(g, &at, 2, 2, &day) ||
		!set_day(g, year, month, day))
		return false;
	if (byte(g, at) == 't' && is_digit(g, at + 1))
		at++;
	g->at = at;
	return true;
}

/* "19:30", "19:30:05", "8h47", "8h" */
static bool
scan_time(struct scan *g)
{
	size_t at = g->at;
	int hour, minute = 0, second = 0;
	char sign;

	if (!number(g, &at, 1, 2, &hour))
		return false;
	sign = byte(g, at++);
	if (sign != ':' && sign != 'h')
		return false;
	if (!number(g, &at, 2, 2, &minute) && sign == ':')
		return false;
	if (sign == ':' && byte(g, at) == ':') {
		at++;
		if (!number(g, &at, 2, 2, &second))
			return false;
	}
	if (!set_time(g, hour, minute, second))
		return false;
	g->at = at;
	return true;
}

/* "+7", "+07:00", behind "GMT" or a time. */
static bool
scan_offset(struct scan *g)
{
	size_t at = g->at, behind;
	int sign = byte(g, at) == '-' ? -1 : 1, hours, minutes = 0;

	if (byte(g, at) != '+' && byte(g, at) != '-')
		return false;
	at++;
	if (!number(g, &at, 1, 2, &hours))
		return false;
	behind = at + (byte(g, at) == ':');
	if (number(g, &behind, 2, 2, &minutes))
		at = behind;
	if (hours * 60 + minutes > OFFSET_MAX || minutes > 59)
		return false;
	g->now->offset = sign * (hours * 60 + minutes);
	g->at = at;
	return true;
}

/* --- words --- */

static struct str
rest(const struct scan *g, size_t at)
{
	while (byte(g, at) == ' ')
		at++;
	return str_slice(g->s, at, g->s.n);
}

/* What the lexicon says of the words at a byte, and their length. */
static struct str
word_is(const struct scan *g, size_t at, size_t *n)
{
	const struct node *entry = NULL;

	*n = lexicon_longest(g->words, rest(g, at), &entry);
	return *n ? node_text(entry, "is") : (struct str){ NULL, 0 };
}

static enum word
word_kind(struct str is)
{
	size_t i;

	for (i = 0; i < sizeof word_of / sizeof *word_of; i++)
		if (str_eq(is, str_c(word_of[i].is)))
			return word_of[i].word;
	return WORD_NONE;
}

/* "3779", "12.345" */
static size_t
count_end(const struct scan *g)
{
	size_t at = g->at;

	while (is_digit(g, at) || ((byte(g, at) == '.' || byte(g, at) == ',') &&
					  is_digit(g, at + 1)))
		at++;
	return at;
}

/* "Lượt xem : 3779", "3779 lượt xem" */
static bool
scan_count(struct scan *g)
{
	size_t at = count_end(g), n;
	struct str behind = rest(g, at);

	if (g->last != WORD_COUNT) {
		if (word_kind(word_is(g, at, &n)) != WORD_COUNT)
			return false;
		at = (size_t)(behind.p - g->s.p) + n;
	}
	g->at = at;
	g->last = WORD_NONE;
	return true;
}

/* "8 giờ 47 phút" */
static bool
scan_told_time(struct scan *g, size_t at, int x)
{
	struct moment *t = g->now;
	enum word word;
	size_t n;

	word = word_kind(word_is(g, at, &n));
	if (word == WORD_HOUR && t->hour < 0 && x < 24)
		t->hour = x;
	else if (word == WORD_MINUTE && t->hour >= 0 && x < 60)
		t->minute = x;
	else
		return false;
	g->at = (size_t)(rest(g, at).p - g->s.p) + n;
	return true;
}

/* A number that the word before it, or behind it, tells: "tháng 6"; a year
 * that follows both: "5 tháng 6, 2021". */
static bool
scan_told(struct scan *g)
{
	size_t at = g->at, n;
	struct date *d = &g->now->day;
	int x = 0;

	if (!number(g, &at, 1, 4, &x) || x > YEAR_LAST)
		return false;
	if (x >= YEAR_FIRST &&
		(g->last == WORD_YEAR || (d->day && d->month && !d->year)))
		d->year = x;
	else if (g->last == WORD_MONTH)
		d->month = x;
	else if (g->last == WORD_DAY ||
		 word_kind(word_is(g, at, &n)) == WORD_MONTH)
		d->day = x;
	else
		return scan_told_time(g, at, x);
	g->at = at;
	g->last = WORD_NONE;
	return true;
}

static bool
scan_number(struct scan *g)
{
	if (g->last == WORD_COUNT && scan_count(g))
		return true;
	return scan_day(g) || scan_year_first(g) || scan_time(g) ||
	       scan_count(g) || scan_told(g);
}

static bool
scan_word(struct scan *g)
{
	size_t n;
	struct str is;

	n = lexicon_longest(g->weekday, rest(g, g->at), NULL);
	if (n > 0) {
		g->at += n;
		return true;
	}
	is = word_is(g, g->at, &n);
	if (n == 0)
		return false;
	g->at += n;
	g->last = word_kind(is);
	if (str_eq(is, STR("modified")))
		g->now = g->modified;
	else if (str_eq(is, STR("published")))
		g->now = g->published;
	else if (str_eq(is, STR("pm")) && g->now->hour >= 1 &&
		 g->now->hour < 12)
		g->now->hour += 12;
	else if (str_eq(is, STR("am")) && g->now->hour == 12)
		g->now->hour = 0;
	else if (str_eq(is, STR("zone")) && !scan_offset(g))
		g->now->offset = 0;
	return true;
}

/* --- the line --- */

/* Blanks and signs between words; signs set two parts of a line apart. A
 * comma does so before a date alone: "Hà Nội, 5/6/2021" is no more than that,
 * "5/6/2021, Bộ họp" is a sentence. */
static bool
scan_sign(struct scan *g)
{
	size_t next = g->at;
	uint32_t c = utf8_get(g->s, &next);

	if (letter_or_digit(c) || c == '+')
		return false;
	if (c != ' ' && c != ':' && c != '.' && (c != ',' || !g->known))
		g->parted = true;
	if (c == '|')
		g->last = WORD_NONE;
	g->at = next;
	return true;
}

/* Up to a blank or a sign that sets parts of a line apart. */
static void
scan_unknown(struct scan *g)
{
	do
		g->at++;
	while (g->at < g->s.n && g->s.p[g->at] != ' ' && g->s.p[g->at] != '|' &&
		g->s.p[g->at] != ',');
	g->unknown++;
}

static void
note(struct scan *g, bool known)
{
	if (g->begun && known != g->known) {
		g->turns++;
		if (!g->parted)
			g->mixed = true;
	}
	g->begun = true;
	g->known = known;
	g->parted = false;
}

static void
settle(struct moment *t)
{
	if (t->day.year && (!date_valid(t->day) || t->day.year < YEAR_FIRST))
		t->day.year = 0;
	if (!t->day.month || !t->day.day)
		t->day.year = 0;
}

/* Is there more beside the date than may stand there? */
static bool
says_more(const struct scan *g, bool in_head)
{
	if (g->unknown == 0)
		return false;
	return !in_head || g->unknown > UNKNOWN_MAX || g->turns > 1 ||
	       g->mixed || str_ends(g->s, STR("."));
}

bool
dateline_read(struct str line, const struct rules *r, bool in_head,
	struct moment *published, struct moment *modified)
{
	struct scan g = { .s = line,
		.words = r ? rules_lexicon(r, "date-line") : NULL,
		.weekday = r ? rules_lexicon(r, "weekday") : NULL,
		.published = published,
		.modified = modified,
		.now = published };
	bool known;

	*published = *modified =
		(struct moment){ .hour = -1, .offset = HOME_OFFSET };
	while (g.at < line.n) {
		if (scan_sign(&g))
			continue;
		if (byte(&g, g.at) == '+')
			known = scan_offset(&g);
		else
			known = is_digit(&g, g.at) ? scan_number(&g)
						   : scan_word(&g);
		if (!known)
			scan_unknown(&g);
		note(&g, known);
		if (says_more(&g, in_head))
			return false;
	}
	settle(published);
	settle(modified);
	return published->day.year || modified->day.year;
}

static void
put_two(struct buf *out, char before, int n)
{
	buf_put_c(out, before);
	buf_put_digits(out, (unsigned)n, 2);
}

struct str
moment_iso(const struct moment *t, struct mem *m)
{
	int offset = t->offset < 0 ? -t->offset : t->offset;
	struct buf out = { .mem = m };

	if (!t->day.year)
		return (struct str){ NULL, 0 };
	buf_put_digits(&out, (unsigned)t->day.year, 4);
	put_two(&out, '-', t->day.month);
	put_two(&out, '-', t->day.day);
	if (t->hour < 0)
		return buf_str(&out);
	put_two(&out, 'T', t->hour);
	put_two(&out, ':', t->minute);
	put_two(&out, ':', t->second);
	put_two(&out, t->offset < 0 ? '-' : '+', offset / 60);
	put_two(&out, ':', offset % 60);
	return buf_str(&out);
}

/* --- ISO 8601 --- */

/* The length of a text of this shape ('0' any digit) at the head of s. */
static size_t
shaped(struct str s, const char *shape)
{
	size_t i;

	for (i = 0; shape[i]; i++)
		if (i >= s.n || (shape[i] == '0' ? s.p[i] < '0' || s.p[i] > '9'
						 : s.p[i] != shape[i]))
			return 0;
	return i;
}

static bool
below(struct str s, size_t at, int limit)
{
	int x = 0;

	return str_to_int(str_slice(s, at, at + 2), &x) && x < limit;
}

/* Behind the 'T': hours, minutes, seconds and parts of them. 0: no time. */
static size_t
clock_length(struct str s)
{
	size_t n = shaped(s, "00:00");

	if (!n || !below(s, 0, 24) || !below(s, 3, 60))
		return 0;
	if (!shaped(str_slice(s, n, s.n), ":00"))
		return n;
	if (!below(s, n + 1, 61))
		return 0;
	n += 3;
	if (n < s.n && s.p[n] == '.' && shaped(str_slice(s, n, s.n), ".0")) {
		n += 2;
		while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
			n++;
	}
	return n;
}

static bool
is_offset(struct str s)
{
	if (str_eq(s, STR("Z")))
		return true;
	return (s.n == 6 && (shaped(s, "+00:00") || shaped(s, "-00:00"))) ||
	       (s.n == 5 && (shaped(s, "+0000") || shaped(s, "-0000")));
}

static bool
read_iso(struct str s, struct mem *m, struct str *iso)
{
	struct date day;
	struct buf out = { .mem = m };
	struct str clock, offset;
	size_t n;

	if (!shaped(s, "0000-00-00") || !date_read(s, &day))
		return false;
	if (s.n == 10) {
		*iso = mem_str(m, s);
		return true;
	}
	if (s.p[10] != 'T' && s.p[10] != ' ')
		return false;
	clock = str_slice(s, 11, s.n);
	n = clock_length(clock);
	if (!n)
		return false;
	offset = str_trim(str_slice(clock, n, clock.n));
	clock.n = n;
	if (offset.n == 0)
		offset = STR("+07:00");
	else if (!is_offset(offset))
		return false;
	buf_put(&out, str_slice(s, 0, 10));
	buf_put_c(&out, 'T');
	buf_put(&out, clock);
	buf_put(&out, offset);
	*iso = buf_str(&out);
	return true;
}

bool
dateline_iso(struct str given, struct mem *m, struct str *iso)
{
	struct moment published, modified;

	given = str_trim(given);
	if (read_iso(given, m, iso))
		return true;
	if (!dateline_read(given, NULL, false, &published, &modified))
		return false;
	*iso = moment_iso(&published, m);
	return iso->p != NULL;
}

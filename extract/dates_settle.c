/* What a date means in its article: a missing year, "last month", Tết. */
#include <string.h>

#include "base/lunar.h"
#include "dates.h"
#include "match.h"

enum {
	SURE_DAYS = 75,      /* so near, no verb pulls a date to another year */
	STORY_DAYS = 30,     /* nor another date of its sentence */
	NEXT_TO = 6,         /* bytes between "năm 2019" and its day */
	YEARS_AROUND = 3     /* where a weekday may look for its year */
};

/* --- sentences and the words in them --- */

static bool
ends_sentence(struct str s, size_t i)
{
	if (s.p[i] == '\n')
		return true;
	return (s.p[i] == '.' || s.p[i] == '?' || s.p[i] == '!' ||
		       s.p[i] == ';') &&
		(i + 1 >= s.n || s.p[i + 1] == ' ' || s.p[i + 1] == '\n');
}

static size_t
sentence_start(struct str s, size_t at)
{
	enum { FAR = 400 };
	size_t i = at;

	while (i > 0 && at - i < FAR && !ends_sentence(s, i - 1))
		i--;
	return i;
}

static bool
same_sentence(const struct dating *g, size_t before, size_t at)
{
	return before != SPAN_NONE && before < at &&
		sentence_start(g->d->text.seen, at) <= before;
}

static bool
same_paragraph(const struct dating *g, size_t before, size_t at)
{
	struct str s = g->d->text.seen;

	if (before == SPAN_NONE || before > at)
		return false;
	return !memchr(s.p + before, '\n', at - before);
}

/* The pull of the last word of the lexicon in a range, 0 where none is. */
static int
pull_in(const struct dating *g, size_t from, size_t to, bool first)
{
	const struct lexicon *l = rules_lexicon(g->r, "time-pull");
	struct str s = str_slice(g->d->text.seen, 0, to);
	const struct node *entry;
	int pull = 0;
	size_t i, n;

	for (i = from; i < to; i++) {
		if (i > from && s.p[i - 1] != ' ')
			continue;
		n = lexicon_longest(l, str_slice(s, i, to), &entry);
		if (n == 0)
			continue;
		pull = node_text(entry, "value").p[0] == '-' ? -1 : 1;
		if (first)
			return pull;
		i += n - 1;
	}
	return pull;
}

int
dates_pull(const struct dating *g, const struct match *m)
{
	enum { AHEAD = 80 };
	struct str s = g->d->text.seen;
	size_t start = sentence_start(s, m->at.start), end = m->at.end;
	int pull = pull_in(g, start, m->at.start, false);

	if (pull)
		return pull;
	while (end < s.n && end - m->at.end < AHEAD && !ends_sentence(s, end))
		end++;
	while (end < s.n && ((unsigned char)s.p[end] & 0xC0) == 0x80)
		end--;
	return pull_in(g, m->at.end, end, true);
}

/* --- the year that is missing --- */

static long
days_between(struct date a, struct date b)
{
	long n = date_to_days(a) - date_to_days(b);

	return n < 0 ? -n : n;
}

/* A day of so many months on, in a given year; false where it has none. */
typedef bool day_in_year(const void *arg, int year, struct date *out);

static bool
gregorian_in(const void *arg, int year, struct date *out)
{
	const struct reading *rd = arg;

	*out = (struct date){ year, rd->month, rd->day ? rd->day : 15 };
	return date_valid(*out);
}

static bool
lunar_in(const void *arg, int year, struct date *out)
{
	const struct reading *rd = arg;
	struct lunar l = { year, rd->month, rd->day ? rd->day : 15, false };

	return lunar_to_date(l, out);
}

/* The year in which a day is nearest to the publication; only years on the
 * side of the pull; a weekday prefers the years that agree with it. */
static int
nearest_year(const struct dating *g, day_in_year *in, const void *arg,
	int weekday, int pull)
{
	struct date pub = *g->published, d;
	long best = -1, n;
	int year, found = 0;

	for (year = pub.year - YEARS_AROUND; year <= pub.year + YEARS_AROUND;
		year++) {
		if (!in(arg, year, &d))
			continue;
		n = days_between(d, pub);
		if ((pull > 0 && date_cmp(d, pub) < 0) ||
			(pull < 0 && date_cmp(d, pub) > 0))
			n += 100000;
		if (weekday && date_weekday(d) != weekday)
			n += 700;
		if (best < 0 || n < best) {
			best = n;
			found = year;
		}
	}
	return found;
}

/* The year that an earlier date of the same sentence gives: "năm 2019, từ
 * tháng 3", "tháng 3/2019 ... đến tháng 6". 0 where it gives none. */
static int
story_year(const struct dating *g, size_t at)
{
	if (!g->last.year || !same_sentence(g, g->last_at, at))
		return 0;
	if (g->last.grain >= GRAIN_YEAR && at - g->last_at > NEXT_TO)
		return 0;
	if (g->last.grain > GRAIN_YEAR)
		return 0;
	return g->last.year;
}

/* Adjacent words ("tới", "vừa qua") pull hard, verbs only what is far. */
static int
missing_year(const struct dating *g, const struct reading *rd,
	day_in_year *in, struct time *out)
{
	struct date d;
	int year, pull, story;

	out->basis = BASIS_PUBLISHED;
	if (!g->published) {
		out->basis = BASIS_CONTEXT;
		story = story_year(g, rd->match->at.start);
		return story ? story : g->topic_year;
	}
	if (rd->has_shift && rd->shift_year)
		return g->published->year + rd->shift;
	pull = rd->has_shift ? rd->shift : 0;
	year = nearest_year(g, in, rd, rd->weekday, pull);
	if (pull || !in(rd, year, &d))
		return year;
	story = story_year(g, rd->match->at.start);
	if (story && story < g->published->year && story != year &&
		days_between(d, *g->published) > STORY_DAYS) {
		out->basis = BASIS_CONTEXT;
		return story;
	}
	if (days_between(d, *g->published) <= SURE_DAYS || rd->weekday)
		return year;
	pull = dates_pull(g, rd->match);
	return pull ? nearest_year(g, in, rd, rd->weekday, pull) : year;
}

/* The year of a month, a quarter ...: its own, a neighbour's, a missing one
 * (by the middle of the stretch). */
static int
year_of(const struct dating *g, const struct reading *rd, int neighbour,
	struct time *out)
{
	day_in_year *in = rd->lunar ? lunar_in : gregorian_in;
	struct reading middle = *rd;

	if (rd->year)
		return rd->year;
	if (neighbour) {
		out->basis = BASIS_CONTEXT;
		return neighbour;
	}
	if (!middle.month)
		middle.month = rd->kind == KIND_QUARTER ? rd->n * 3 - 1 : 7;
	return missing_year(g, &middle, in, out);
}

/* The year of "6 tháng đầu năm": the one the words say, or the article's. */
static int
plain_year(const struct dating *g, const struct reading *rd, struct time *out)
{
	if (rd->year)
		return rd->year;
	out->basis = BASIS_PUBLISHED;
	if (g->published)
		return g->published->year + (rd->has_shift ? rd->shift : 0);
	out->basis = BASIS_CONTEXT;
	return g->topic_year ? g->topic_year + (rd->has_shift ? rd->shift : 0)
			     : 0;
}

/* --- days --- */

static void
add_clock(const struct reading *rd, struct time *out)
{
	if (rd->has_clock) {
		out->type = TYPE_TIME;
		out->at.grain = GRAIN_MINUTE;
		out->at.hour = rd->hour;
		out->at.minute = rd->minute;
	} else if (rd->part[0]) {
		out->type = TYPE_TIME;
		out->at.grain = GRAIN_PART;
		memcpy(out->at.part, rd->part, sizeof out->at.part);
	}
	/* "24 giờ", "12 giờ đêm" */
	if (out->at.grain == GRAIN_MINUTE && out->at.hour == 24) {
		out->at.hour = 0;
		if (out->at.year && out->at.month && out->at.day)
			out->at = point_shift(&out->at, 1);
	}
}

static void
set_day(struct date d, struct time *out)
{
	out->at = point_day(d);
}

static void
check_weekday(const struct reading *rd, struct time *out)
{
	struct date d = { out->at.year, out->at.month, out->at.day };

	if (rd->weekday && date_valid(d))
		out->contradicts = date_weekday(d) != rd->weekday;
}

/* A lunar day; the last one of its month where the month is a day short. */
static bool
lunar_day(struct lunar l, struct date *out)
{
	if (lunar_to_date(l, out))
		return true;
	l.day--;
	return l.day == 29 && lunar_to_date(l, out);
}

/* The first Gregorian year of a lunar year by its name, nearest to the time
 * of the article: "Quý Tỵ". */
static int
cycle_year(const struct dating *g, const struct reading *rd)
{
	int around = g->published ? g->published->year : g->topic_year;
	int year;

	if (rd->year)
		return rd->year;
	if (!around)
		return 0;
	for (year = around - 30; year < around + 30; year++)
		if ((year - 4) % 60 == rd->cycle)
			return year;
	return 0;
}

static void
settle_lunar(const struct dating *g, const struct reading *rd, int neighbour,
	struct time *out)
{
	struct lunar l = { 0, rd->month, rd->day, false };
	struct date d;

	out->lunar = true;
	l.year = rd->cycle >= 0 ? cycle_year(g, rd)
				: year_of(g, rd, neighbour, out);
	if (lunar_day(l, &d))
		set_day(d, out);
	else
		out->at = (struct point){ .grain = GRAIN_DAY };
	add_clock(rd, out);
}

static void
settle_day(const struct dating *g, const struct reading *rd, int neighbour,
	struct time *out)
{
	struct reading whole = *rd;

	if (rd->lunar) {
		settle_lunar(g, rd, neighbour, out);
		return;
	}
	/* "đến ngày 15": of the month spoken of */
	if (!whole.month && g->last.month) {
		whole.month = g->last.month;
		whole.year = g->last.year;
		out->basis = BASIS_CONTEXT;
	} else if (!whole.month && g->published) {
		whole.month = g->published->month;
		whole.year = g->published->year;
		out->basis = BASIS_PUBLISHED;
	}
	out->at = (struct point){ .grain = GRAIN_DAY, .month = whole.month,
		.day = rd->day };
	if (whole.month)
		out->at.year = year_of(g, &whole, neighbour, out);
	if (rd->last && !str_eq(rd->flag, STR("shared"))) {
		out->until = out->at;
		out->until.day = rd->last;
	}
	check_weekday(rd, out);
	add_clock(rd, out);
}

/* The day from which "hôm nay", "hôm sau" count. */
static bool
base_day(const struct dating *g, bool context, struct date *out,
	struct time *time)
{
	const struct point *p = &g->day;

	*out = (struct date){ p->year, p->month, p->day };
	if (p->grain != GRAIN_NONE && date_valid(*out) &&
		(context || !g->published)) {
		time->basis = BASIS_CONTEXT;
		return true;
	}
	time->basis = BASIS_PUBLISHED;
	if (!g->published)
		return false;
	*out = *g->published;
	return true;
}

static void
settle_near(const struct dating *g, const struct reading *rd,
	struct time *out)
{
	struct date d;

	bool tomorrow = false;

	out->at = (struct point){ .grain = GRAIN_DAY };
	/* "Tin sáng 17-10: Sáng nay ..." goes out on the eve */
	if (g->published && g->day.grain != GRAIN_NONE) {
		d = date_add_days(*g->published, 1);
		tomorrow = rd->shift == 0 && g->day.year == d.year &&
			g->day.month == d.month && g->day.day == d.day;
	}
	if (base_day(g, rd->shift_context || tomorrow, &d, out))
		set_day(date_add_days(d, rd->shift), out);
	add_clock(rd, out);
}

/* "thứ Hai": the nearest; "thứ Hai tới": the next; "hôm thứ Hai": past. */
static void
settle_weekday(const struct dating *g, const struct reading *rd,
	struct time *out)
{
	bool of_week = rd->has_shift && str_eq(rd->unit, STR("W"));
	struct date d;
	int away, pull;

	out->at = (struct point){ .grain = GRAIN_DAY };
	if (!base_day(g, false, &d, out)) {
		add_clock(rd, out);
		return;
	}
	away = rd->weekday - date_weekday(d);
	if (of_week) {
		away += rd->shift * 7;
	} else {
		pull = rd->has_shift ? rd->shift : rd->named ? -1 : 0;
		if (!rd->has_shift && str_eq(rd->flag, STR("next")))
			pull = 1;
		if (!pull && !rd->has_shift)
			pull = dates_pull(g, rd->match);
		if (pull > 0 && away <= (rd->has_shift ? 0 : -1))
			away += 7;
		else if (pull < 0 && away >= (rd->has_shift ? 0 : 1))
			away -= 7;
		else if (pull == 0 && !rd->has_shift)
			away += away > 3 ? -7 : away < -3 ? 7 : 0;
	}
	set_day(date_add_days(d, away), out);
	add_clock(rd, out);
}

static void
settle_clock(const struct dating *g, const struct reading *rd,
	struct time *out)
{
	bool beside = g->day.grain != GRAIN_NONE &&
		same_paragraph(g, g->day_at, rd->match->at.start);
	struct date d;

	out->at = (struct point){ .grain = GRAIN_DAY };
	if (base_day(g, beside, &d, out))
		set_day(d, out);
	add_clock(rd, out);
}

/* --- Tết and days that have a name --- */

/* Day 20 and later of "Tết" belong to the old year: "30 Tết". */
static bool
tet_in(const void *arg, int year, struct date *out)
{
	const struct reading *rd = arg;
	bool old = rd->day >= 20;
	struct lunar l = { old ? year - 1 : year, old ? 12 : 1, rd->day,
		false };

	return lunar_day(l, out);
}

static bool
holiday_in(const void *arg, int year, struct date *out)
{
	const struct reading *rd = arg;
	struct lunar l = { year, rd->holiday_month, rd->holiday_day, false };

	if (!rd->lunar) {
		*out = (struct date){ year, l.month, l.day };
		return date_valid(*out);
	}
	if (l.day > 0)
		return lunar_day(l, out);
	/* day 0: the eve of the month's first */
	l.day = 1;
	if (!lunar_to_date(l, out))
		return false;
	*out = date_add_days(*out, -1);
	return true;
}

static void
settle_named(const struct dating *g, const struct reading *rd,
	day_in_year *in, struct time *out)
{
	struct date d;
	int year;

	out->at = (struct point){ .grain = GRAIN_DAY };
	if (rd->kind == KIND_TET && rd->cycle >= 0)
		year = cycle_year(g, rd);
	else
		year = rd->year ? rd->year : missing_year(g, rd, in, out);
	if (year && in(rd, year, &d))
		set_day(d, out);
	add_clock(rd, out);
}

static void
settle_holiday(const struct dating *g, const struct reading *rd,
	struct time *out)
{
	struct reading day = *rd;

	if (rd->day) { /* "Quốc khánh 2/9" */
		day.lunar = rd->lunar && rd->day == rd->holiday_day &&
			rd->month == rd->holiday_month;
		settle_day(g, &day, 0, out);
	} else {
		settle_named(g, rd, holiday_in, out);
	}
	out->lunar = rd->lunar;
}

static void
settle_lunar_year(const struct dating *g, const struct reading *rd,
	struct time *out)
{
	int year = cycle_year(g, rd);
	struct lunar first = { year, 1, 1, false },
		     next = { year + 1, 1, 1, false };
	long third;

	out->lunar = true;
	if (!rd->year)
		out->basis = BASIS_PUBLISHED;
	out->mod = rd->edge;
	out->at = (struct point){ .grain = GRAIN_YEAR, .year = year };
	if (!lunar_to_date(first, &out->from) ||
		!lunar_to_date(next, &out->to))
		return;
	out->to = date_add_days(out->to, -1);
	out->known = true;
	if (rd->edge < MOD_START || rd->edge > MOD_END)
		return;
	third = (date_to_days(out->to) - date_to_days(out->from)) / 3;
	out->from = date_add_days(out->from,
		(long)(rd->edge - MOD_START) * third);
	if (rd->edge != MOD_END)
		out->to = date_add_days(out->from, third);
}

/* --- months and what is longer --- */

static void
settle_month(const struct dating *g, const struct reading *rd, int neighbour,
	struct time *out)
{
	struct lunar l = { .month = rd->month, .day = 1 };
	int days;

	out->mod = rd->edge;
	out->at = (struct point){ .grain = GRAIN_MONTH, .month = rd->month };
	out->at.year = year_of(g, rd, neighbour, out);
	if (rd->lunar) {
		out->lunar = true;
		l.year = out->at.year;
		days = lunar_month_days(l.year, l.month, false);
		if (days && lunar_to_date(l, &out->from)) {
			out->at = point_day(out->from);
			out->until = point_day(
				date_add_days(out->from, days - 1));
		}
		return;
	}
	if (!rd->last)
		return;
	out->until = out->at;
	out->until.month = rd->last;
	if (rd->last <= rd->month) /* "tháng 11 - 3/2021" */
		out->at.year--;
}

/* "cuối năm" in February is last year's, "đầu năm" in November next year's
 * only where the sentence speaks of what is to come. */
static int
edge_year(const struct dating *g, const struct reading *rd)
{
	enum { EARLY = 3, LATE = 10 };
	int month = g->published ? g->published->month : 6;

	if (rd->edge == MOD_END && month <= EARLY)
		return dates_pull(g, rd->match) > 0 ? 0 : -1;
	if (rd->edge == MOD_START && month >= LATE)
		return dates_pull(g, rd->match) > 0 ? 1 : 0;
	return 0;
}

static void
settle_near_time(const struct dating *g, const struct reading *rd,
	struct time *out)
{
	static const struct {
		char unit;
		enum grain grain;
	} units[] = { { 'M', GRAIN_MONTH }, { 'Q', GRAIN_QUARTER },
		{ 'Y', GRAIN_YEAR }, { 'W', GRAIN_WEEK } };
	bool context = rd->shift_context && g->last.year;
	struct point p = { .grain = GRAIN_YEAR };
	struct date d;
	size_t i;

	out->mod = rd->edge;
	for (i = 0; i < sizeof units / sizeof *units; i++)
		if (rd->unit.n && rd->unit.p[0] == units[i].unit)
			p.grain = units[i].grain;
	out->basis = context ? BASIS_CONTEXT : BASIS_PUBLISHED;
	/* "năm sau" in a story that is long past counts from there */
	if (rd->shift_loose && p.grain == GRAIN_YEAR && g->published &&
		g->last.year && g->last.year < g->published->year - 1 &&
		same_paragraph(g, g->last_at, rd->match->at.start))
		context = true;
	if (context && !point_days(&g->last, &d, &d))
		context = false;
	if (!context && g->published)
		d = *g->published;
	else if (!context && !base_day(g, true, &d, out)) {
		p.year = p.grain == GRAIN_YEAR && g->topic_year
			? g->topic_year + rd->shift
			: 0;
		out->basis = BASIS_CONTEXT;
		out->at = p;
		return;
	}
	if (p.grain == GRAIN_WEEK) {
		p = point_week(d, GRAIN_WEEK);
	} else {
		p.year = d.year;
		p.month = p.grain == GRAIN_MONTH ? d.month : 0;
		p.index = (d.month + 2) / 3;
	}
	if (str_eq(rd->flag, STR("topic")) && !context)
		p.year += edge_year(g, rd);
	/* "tháng qua" of an article on October, in October, is October */
	if (p.grain == GRAIN_MONTH && rd->shift < 0 && g->topic_month &&
		rd->shift_recent && g->topic_month == d.month) {
		out->basis = BASIS_CONTEXT;
		out->at = p;
		return;
	}
	/* "tuần qua" at the end of a week is that week */
	if (p.grain == GRAIN_WEEK && rd->shift_recent &&
		date_weekday(d) >= 6) {
		out->at = p;
		return;
	}
	out->at = point_shift(&p, rd->shift);
}

static void
settle_weekend(const struct dating *g, const struct reading *rd,
	struct time *out)
{
	struct date d;
	int away = 0;

	out->at = (struct point){ .grain = GRAIN_WEEKEND };
	if (!base_day(g, false, &d, out))
		return;
	if (rd->has_shift)
		away = rd->shift;
	else if (date_weekday(d) <= 3 && dates_pull(g, rd->match) <= 0)
		away = -1;
	/* "cuối tuần qua" on a Sunday is not a week ago */
	if (rd->shift_recent && date_weekday(d) == 7)
		away = 0;
	out->at = point_week(date_add_days(d, away * 7L), GRAIN_WEEKEND);
}

static void
settle_week(const struct dating *g, const struct reading *rd, int neighbour,
	struct time *out)
{
	struct date first;
	int year, away;

	if (!rd->month) {
		out->at = (struct point){ .grain = GRAIN_WEEK,
			.year = rd->year, .index = rd->n };
		return;
	}
	year = year_of(g, rd, neighbour, out);
	out->at = (struct point){ .grain = GRAIN_WEEK };
	if (!year)
		return;
	/* the first week of a month is the first that begins in it */
	first = (struct date){ year, rd->month, 1 };
	away = (8 - date_weekday(first)) % 7;
	if (rd->n > 1)
		away += (rd->n - 1) * 7;
	if (rd->edge == MOD_END)
		away = month_days(year, rd->month) - 1;
	out->at = point_week(date_add_days(first, away), GRAIN_WEEK);
}

/* --- stretches at the start or end of a year or month --- */

static void
set_months(int year, int first, int last, struct time *out)
{
	int n = last - first + 1;

	out->at = (struct point){ .grain = GRAIN_MONTH, .year = year,
		.month = first };
	if ((n == 6 || n == 3) && (first - 1) % n == 0) {
		out->at.grain = n == 6 ? GRAIN_HALF : GRAIN_QUARTER;
		out->at.index = (first - 1) / n + 1;
		out->at.month = 0;
	} else if (n == 12) {
		out->at.grain = GRAIN_YEAR;
		out->at.month = 0;
	} else if (n > 1) {
		out->until = out->at;
		out->until.month = last;
	}
}

static void
set_days(struct point whole, bool end, int n, struct time *out)
{
	struct date from, to;

	out->at = whole;
	if (!point_days(&whole, &from, &to))
		return;
	if (end)
		from = date_add_days(to, 1 - n);
	else
		to = date_add_days(from, n - 1);
	out->at = point_day(from);
	out->until = point_day(to);
}

/* The year or month of which a part is spoken. */
static struct point
whole_of(const struct dating *g, const struct reading *rd, int neighbour,
	struct time *out)
{
	struct point p = { .grain = GRAIN_YEAR };

	if (!rd->month && !rd->of_month) {
		p.year = plain_year(g, rd, out);
		return p;
	}
	p.grain = GRAIN_MONTH;
	p.month = rd->month;
	if (rd->month) {
		p.year = year_of(g, rd, neighbour, out);
	} else if (g->published) {
		out->basis = BASIS_PUBLISHED;
		p.year = g->published->year;
		p.month = g->published->month;
		p = point_shift(&p, rd->shift);
	}
	return p;
}

static void
settle_span(const struct dating *g, const struct reading *rd, int neighbour,
	struct time *out)
{
	struct point whole = whole_of(g, rd, neighbour, out);
	bool end = rd->edge == MOD_END;
	char unit = rd->unit.n ? rd->unit.p[0] : 'M';
	int months = unit == 'Q' ? rd->n * 3 : rd->n;

	if (whole.grain == GRAIN_YEAR && (unit == 'M' || unit == 'Q') &&
		months <= 12) {
		if (end)
			set_months(whole.year, 13 - months, 12, out);
		else
			set_months(whole.year, 1, months, out);
		return;
	}
	set_days(whole, end, unit == 'W' ? rd->n * 7 : rd->n, out);
}

static void
settle_half(const struct dating *g, const struct reading *rd, int neighbour,
	struct time *out)
{
	enum { MIDDLE = 15 };
	struct point whole = whole_of(g, rd, neighbour, out);
	bool end = rd->edge == MOD_END || rd->shift_loose;

	if (whole.grain == GRAIN_YEAR)
		set_months(whole.year, end ? 7 : 1, end ? 12 : 6, out);
	else
		set_days(whole, end,
			end ? month_days(whole.year, whole.month) - MIDDLE
			    : MIDDLE,
			out);
}

static void
settle_same_months(const struct dating *g, const struct reading *rd,
	struct time *out)
{
	int year = plain_year(g, rd, out), away;

	out->basis = BASIS_CONTEXT;
	out->at = (struct point){ .grain = GRAIN_YEAR, .year = year };
	if (g->months.grain == GRAIN_NONE || !g->months.year || !year)
		return;
	out->at = g->months;
	out->until = g->months_until;
	/* "năm ngoái" of what is compared, not of the publication */
	away = rd->year ? rd->year - g->months.year : rd->shift;
	out->at.year += away;
	if (out->until.grain != GRAIN_NONE)
		out->until.year += away;
}

static void
settle_long(const struct dating *g, const struct reading *rd,
	struct time *out)
{
	enum { CENTURY_NOW = 1900 };
	int year = rd->year;

	out->mod = rd->edge;
	if (rd->kind == KIND_CENTURY) {
		out->at = (struct point){ .grain = GRAIN_CENTURY,
			.year = (rd->n - 1) * 100 + 1 };
		return;
	}
	if (rd->kind == KIND_DECADE) {
		if (year < 100)
			year += rd->n ? (rd->n - 1) * 100 : CENTURY_NOW;
		out->at = (struct point){ .grain = GRAIN_DECADE,
			.year = year };
		return;
	}
	if (rd->kind == KIND_SEASON) {
		out->at = (struct point){ .grain = GRAIN_SEASON,
			.year = plain_year(g, rd, out), .index = rd->n };
		return;
	}
	out->at = (struct point){ .grain = GRAIN_YEAR, .year = year };
	if (rd->last)
		out->until = (struct point){ .grain = GRAIN_YEAR,
			.year = rd->last };
}

/* --- lengths and counts from now --- */

static void
settle_length(const struct dating *g, const struct reading *rd,
	enum dates_type type, struct time *out)
{
	struct buf b = { .mem = g->d->mem };
	struct str number = rd->number;

	if (number.n == 0 && rd->n)
		number = mem_printf(g->d->mem, "%d", rd->n);
	if (number.n == 0)
		number = STR("1");
	out->type = type;
	timex_put_length(&b, number, rd->unit);
	if (rd->minute) /* "4 giờ 23 phút" */
		buf_printf(&b, "%dM", rd->minute);
	if (rd->most.n) {
		buf_put_c(&b, '/');
		timex_put_length(&b, rd->most, rd->unit);
	}
	out->length = buf_str(&b);
}

static void
settle_round(const struct dating *g, const struct reading *rd,
	struct time *out)
{
	struct buf b = { .mem = g->d->mem };
	struct point p = { .grain = GRAIN_DAY, .month = rd->month,
		.day = rd->day };

	if (!rd->weekday && !rd->part[0] && !rd->day) {
		settle_length(g, rd, TYPE_SET, out);
		return;
	}
	out->type = TYPE_SET;
	if (rd->weekday) {
		buf_printf(&b, "XXXX-WXX-%d", rd->weekday);
		if (rd->part[0])
			buf_printf(&b, "T%s", rd->part);
	} else {
		out->at = p;
		add_clock(rd, out);
		out->type = TYPE_SET;
		point_put(&b, &out->at);
	}
	out->length = buf_str(&b);
}

static enum grain
unit_grain(char unit)
{
	return unit == 'D' ? GRAIN_DAY
		: unit == 'W' ? GRAIN_WEEK
		: unit == 'M' ? GRAIN_MONTH
			      : GRAIN_YEAR;
}

/* A point of another grain that holds the first day of p. */
static bool
with_grain(const struct point *p, enum grain grain, struct point *out)
{
	struct date d, end;

	if (!point_days(p, &d, &end))
		return false;
	if (grain == GRAIN_WEEK) {
		*out = point_week(d, GRAIN_WEEK);
		return true;
	}
	*out = point_day(d);
	out->grain = grain;
	return true;
}

/* "1 năm sau" of a month is a month, "3 ngày sau" of a day is a day. */
static void
settle_ago(const struct dating *g, const struct reading *rd,
	struct time *out)
{
	char unit = rd->unit.n ? rd->unit.p[0] : 'Y';
	bool context = rd->shift > 0 || str_eq(rd->flag, STR("context"));
	enum grain grain = unit_grain(unit);
	struct point base, step;
	struct date d;
	int n = rd->shift * rd->n * (rd->unit.n > 1 ? 1 : 1);

	if (rd->unit.n == 2) /* decades, centuries */
		n *= unit == 'D' ? 10 : 100;
	if (rd->unit.n == 2)
		grain = GRAIN_YEAR;
	out->basis = context ? BASIS_CONTEXT : BASIS_PUBLISHED;
	out->mod = rd->mod;
	if (context)
		base = g->last;
	else if (g->published)
		base = point_day(*g->published);
	else
		base = g->day;
	if (base.grain == GRAIN_NONE || !base.year ||
		(context && base.grain > grain) ||
		!with_grain(&base, grain, &step)) {
		settle_length(g, rd, TYPE_DURATION, out);
		return;
	}
	if (!context || base.grain >= grain ||
		(base.grain != GRAIN_DAY && base.grain != GRAIN_MONTH)) {
		out->at = point_shift(&step, n);
		if (!context)
			out->at.day = grain == GRAIN_DAY ? out->at.day : 0;
		return;
	}
	point_days(&base, &d, &d);
	if (base.grain == GRAIN_MONTH)
		d.day = 1;
	d = grain == GRAIN_WEEK ? date_add_days(d, n * 7L)
				: date_add_months(d,
					  grain == GRAIN_YEAR ? n * 12 : n);
	out->at = point_day(d);
	out->at.grain = base.grain;
}

/* --- the one of them that it is --- */

static void
settle_point(struct dating *g, const struct reading *rd, int year,
	struct time *out)
{
	switch (rd->kind) {
	case KIND_DAY:
		settle_day(g, rd, year, out);
		break;
	case KIND_EDGE_DAY:
		*out = (struct time){ .basis = out->basis };
		set_days(whole_of(g, rd, year, out), rd->edge == MOD_END, 1,
			out);
		out->until = (struct point){ .grain = GRAIN_NONE };
		break;
	case KIND_NEAR:
		settle_near(g, rd, out);
		break;
	case KIND_WEEKDAY:
		settle_weekday(g, rd, out);
		break;
	case KIND_MONTH:
	case KIND_NAMED_MONTH:
		settle_month(g, rd, year, out);
		break;
	case KIND_QUARTER:
		out->mod = rd->edge;
		out->at = (struct point){ .grain = GRAIN_QUARTER,
			.index = rd->n };
		out->at.year = year_of(g, rd, year, out);
		break;
	case KIND_YEAR:
	case KIND_DECADE:
	case KIND_CENTURY:
	case KIND_SEASON:
		settle_long(g, rd, out);
		break;
	case KIND_WEEK:
		settle_week(g, rd, year, out);
		break;
	case KIND_WEEKEND:
		settle_weekend(g, rd, out);
		break;
	case KIND_NEAR_TIME:
		settle_near_time(g, rd, out);
		break;
	case KIND_SPAN:
		if (str_eq(rd->flag, STR("again")) && rd->n != g->months_n)
			settle_length(g, rd, TYPE_DURATION, out);
		else
			settle_span(g, rd, year, out);
		break;
	case KIND_HALF:
		settle_half(g, rd, year, out);
		break;
	case KIND_SAME_MONTHS:
		settle_same_months(g, rd, out);
		break;
	case KIND_TET:
		out->lunar = true;
		settle_named(g, rd, tet_in, out);
		break;
	case KIND_LUNAR_YEAR:
		settle_lunar_year(g, rd, out);
		break;
	case KIND_HOLIDAY:
		settle_holiday(g, rd, out);
		break;
	case KIND_CLOCK:
		settle_clock(g, rd, out);
		break;
	case KIND_PART:
		add_clock(rd, out);
		break;
	case KIND_LENGTH:
		settle_length(g, rd, TYPE_DURATION, out);
		break;
	case KIND_AGO:
		settle_ago(g, rd, out);
		break;
	case KIND_ROUND:
		settle_round(g, rd, out);
		break;
	case KIND_RANGE:
	case KIND_TO_NOW:
	case KINDS:
		break;
	}
}

/* First and last day, where they are not set yet. */
static void
settle_days(struct time *t)
{
	struct date from, to, ignored;

	if (t->known || t->at.grain == GRAIN_NONE)
		return;
	if (!point_days_of(&t->at, t->mod, &from, &to))
		return;
	if (t->until.grain != GRAIN_NONE &&
		!point_days_of(&t->until, t->mod, &ignored, &to))
		return;
	t->from = from;
	t->to = to;
	t->known = true;
}

void
dates_settle(struct dating *g, const struct reading *rd, int year,
	struct time *out)
{
	*out = (struct time){ .type = TYPE_DATE, .basis = BASIS_EXPLICIT };
	settle_point(g, rd, year, out);
	settle_days(out);
}

/* Months and what is longer: "tháng trước", "6 tháng đầu năm", "cuối tuần". */
#include <string.h>

#include "base/lunar.h"
#include "dates_around.h"

/* --- months, weeks, what is near --- */

/* "đầu tháng Chạp": its first ten days. */
static void
take_third(struct time *t)
{
	enum { TEN = 10 };

	if (t->mod == MOD_MID || t->mod == MOD_END)
		t->from = date_add_days(
			t->from, t->mod == MOD_MID ? TEN : 2 * TEN);
	if (t->mod == MOD_START || t->mod == MOD_MID)
		t->to = date_add_days(t->from, TEN - 1);
}

void
dates_settle_month(
	const struct dating *g, const struct reading *rd, struct time *out)
{
	struct lunar l = { .month = rd->month, .day = 1 };
	int days;

	out->mod = rd->edge;
	out->at = (struct point){ .grain = GRAIN_MONTH, .month = rd->month };
	out->at.year = dates_year_of(g, rd, out);
	if (rd->lunar) {
		out->lunar = true;
		l.year = out->at.year;
		days = lunar_month_days(l.year, l.month, false);
		if (days && lunar_to_date(l, &out->from)) {
			out->to = date_add_days(out->from, days - 1);
			out->at = point_day(out->from);
			out->until = point_day(out->to);
			out->known = true;
			take_third(out);
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

/* "Tháng 9 tăng 2,3% so với tháng trước": before the one that is compared. */
static bool
is_compared(const struct dating *g, const struct reading *rd, enum grain grain)
{
	return rd->shift_loose && rd->shift < 0 && g->last.grain <= grain &&
	       dates_same_sentence(g, g->last_at, rd->match->at.start) &&
	       dates_word_before(g, rd->match, LEXICON_TIME_COMPARE, NULL);
}

/* Does "năm sau" count from the time spoken of? Where its word says so, and
 * in a story that is long past. */
static bool
from_story(const struct dating *g, const struct reading *rd, enum grain grain)
{
	enum { CLOSE_BY = 160 }; /* bytes: a sentence or so */

	if (!g->last.year)
		return false;
	if (rd->shift_context || is_compared(g, rd, grain))
		return true;
	return rd->shift_loose && grain == GRAIN_YEAR && g->published &&
	       g->last.year < g->published->year - 1 &&
	       dates_same_paragraph(g, g->last_at, rd->match->at.start) &&
	       rd->match->at.start - g->last_at < CLOSE_BY;
}

/* The day from which a month or year is near; false where none is known. */
static bool
near_base(const struct dating *g, const struct reading *rd, bool story,
	struct date *d, struct time *out)
{
	struct date first;

	if (story && point_days(&g->last, &first, d)) {
		out->basis = BASIS_CONTEXT;
		return true;
	}
	return dates_base_day(g, rd, false, d, out);
}

/* "tháng qua" of an article on October, in October, is October; "tuần qua"
 * at the end of a week is that week. */
static bool
is_this_one(const struct dating *g, const struct reading *rd, enum grain grain,
	struct date d)
{
	enum { SATURDAY = 6 };

	if (!rd->shift_recent)
		return false;
	if (grain == GRAIN_MONTH)
		return dates_topic(g)->month == d.month;
	return grain == GRAIN_WEEK && date_weekday(d) >= SATURDAY;
}

static enum grain
unit_grain(char unit)
{
	return unit == 'W'   ? GRAIN_WEEK
	       : unit == 'M' ? GRAIN_MONTH
	       : unit == 'Q' ? GRAIN_QUARTER
			     : GRAIN_YEAR;
}

void
dates_settle_near_time(
	const struct dating *g, const struct reading *rd, struct time *out)
{
	enum grain grain = unit_grain(rd->unit.n ? rd->unit.p[0] : 'Y');
	bool story = from_story(g, rd, grain);
	struct point p = { .grain = grain };
	struct date d;

	out->mod = rd->edge;
	out->at = p;
	if (!near_base(g, rd, story, &d, out)) {
		out->basis = BASIS_CONTEXT;
		if (grain == GRAIN_YEAR && dates_topic(g)->year)
			out->at.year = dates_topic(g)->year + rd->shift;
		return;
	}
	p.year = d.year;
	p.month = grain == GRAIN_MONTH ? d.month : 0;
	p.index = (d.month + 2) / 3;
	if (grain == GRAIN_WEEK)
		p = point_week(d, GRAIN_WEEK);
	if (str_eq(rd->flag, STR("topic")) && !story && g->published)
		p.year += dates_edge_year(g, rd, 0);
	if (is_this_one(g, rd, grain, d)) {
		out->basis = BASIS_CONTEXT;
		out->at = p;
		return;
	}
	out->at = point_shift(&p, rd->shift);
}

void
dates_settle_weekend(
	const struct dating *g, const struct reading *rd, struct time *out)
{
	struct date d;
	int away = 0;

	out->at = (struct point){ .grain = GRAIN_WEEKEND };
	if (!dates_base_day(g, rd, false, &d, out))
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

void
dates_settle_week(
	const struct dating *g, const struct reading *rd, struct time *out)
{
	struct date first;
	int year, away;

	if (!rd->month) {
		out->at = (struct point){
			.grain = GRAIN_WEEK, .year = rd->year, .index = rd->n
		};
		return;
	}
	year = dates_year_of(g, rd, out);
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

	out->at = (struct point){
		.grain = GRAIN_MONTH, .year = year, .month = first
	};
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

void
dates_set_days(struct point whole, bool end, int n, struct time *out)
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
struct point
dates_whole_of(
	const struct dating *g, const struct reading *rd, struct time *out)
{
	struct point p = { .grain = GRAIN_YEAR };

	if (!rd->month && !rd->of_month) {
		p.year = dates_plain_year(g, rd, out);
		return p;
	}
	p.grain = GRAIN_MONTH;
	p.month = rd->month;
	if (rd->month) {
		p.year = dates_year_of(g, rd, out);
	} else if (g->published) {
		out->basis = BASIS_PUBLISHED;
		p.year = g->published->year;
		p.month = g->published->month;
		p = point_shift(&p, rd->shift);
	}
	return p;
}

void
dates_settle_span(
	const struct dating *g, const struct reading *rd, struct time *out)
{
	struct point whole = dates_whole_of(g, rd, out);
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
	dates_set_days(whole, end, unit == 'W' ? rd->n * 7 : rd->n, out);
}

void
dates_settle_half(
	const struct dating *g, const struct reading *rd, struct time *out)
{
	enum { MIDDLE = 15 };
	struct point whole = dates_whole_of(g, rd, out);
	bool end = rd->edge == MOD_END || rd->shift_loose;

	if (whole.grain == GRAIN_YEAR)
		set_months(whole.year, end ? 7 : 1, end ? 12 : 6, out);
	else
		dates_set_days(whole, end,
			end ? month_days(whole.year, whole.month) - MIDDLE
			    : MIDDLE,
			out);
}

/* Those of the paragraph, or the months that the article is about. */
static const struct stretch *
compared_months(const struct dating *g, const struct reading *rd)
{
	if (g->first_months.at.grain == GRAIN_NONE ||
		dates_same_paragraph(g, g->months.end, rd->match->at.start))
		return &g->months;
	return &g->first_months;
}

void
dates_settle_same_months(
	const struct dating *g, const struct reading *rd, struct time *out)
{
	const struct stretch *s = compared_months(g, rd);
	int year = dates_plain_year(g, rd, out), away;

	out->basis = BASIS_CONTEXT;
	out->at = (struct point){ .grain = GRAIN_YEAR, .year = year };
	if (s->at.grain == GRAIN_NONE || !s->at.year || !year)
		return;
	out->at = s->at;
	out->until = s->until;
	/* "năm ngoái" of what is compared, not of the publication */
	away = rd->year ? rd->year - s->at.year : rd->shift;
	out->at.year += away;
	if (out->until.grain != GRAIN_NONE)
		out->until.year += away;
}

/* "mùa hè tới" in February is that of the same year; "mùa đông này" in
 * February began in the year before. */
static int
season_year(const struct dating *g, const struct reading *rd, struct time *out)
{
	enum { WINTER = 4 };
	int first = rd->n * 3 - 2;

	if (!rd->year && !rd->shift && rd->n == WINTER && g->published &&
		g->published->month <= 3)
		return g->published->year - 1;
	if (rd->year || rd->shift_year || !rd->shift || !g->published)
		return dates_plain_year(g, rd, out);
	out->basis = BASIS_PUBLISHED;
	if (rd->shift > 0)
		return g->published->year + (g->published->month >= first);
	return g->published->year - (g->published->month <= first + 2);
}

/* "thập niên 90": of the century that is said, or of the last one; "thập kỷ
 * này" by the publication. */
static int
decade_year(const struct dating *g, const struct reading *rd, struct time *out)
{
	enum { LAST_CENTURY = 1900, THIS_CENTURY = 2000 };
	struct date d;

	if (!rd->year && !rd->n)
		return dates_base_day(g, rd, false, &d, out)
			       ? d.year / 10 * 10 + rd->shift * 10
			       : 0;
	if (rd->year >= 100)
		return rd->year;
	if (rd->n)
		return (rd->n - 1) * 100 + rd->year;
	return rd->year +
	       (rd->has_shift && rd->shift == 0 ? THIS_CENTURY : LAST_CENTURY);
}

/* The first year of "thế kỷ XX", "thế kỷ trước". */
static int
century_year(const struct dating *g, const struct reading *rd, struct time *out)
{
	struct date d;

	if (rd->n)
		return (rd->n - 1) * 100 + 1;
	if (!dates_base_day(g, rd, false, &d, out))
		return 0;
	return (d.year - 1) / 100 * 100 + 1 + rd->shift * 100;
}

void
dates_settle_long(
	const struct dating *g, const struct reading *rd, struct time *out)
{
	out->mod = rd->edge;
	if (rd->kind == KIND_CENTURY) {
		out->at = (struct point){ .grain = GRAIN_CENTURY,
			.year = century_year(g, rd, out) };
		return;
	}
	if (rd->kind == KIND_DECADE) {
		out->at = (struct point){ .grain = GRAIN_DECADE,
			.year = decade_year(g, rd, out) };
		return;
	}
	if (rd->kind == KIND_SEASON) {
		out->at = (struct point){ .grain = GRAIN_SEASON,
			.year = season_year(g, rd, out),
			.index = rd->n };
		return;
	}
	out->at = (struct point){ .grain = GRAIN_YEAR, .year = rd->year };
	if (rd->last)
		out->until =
			(struct point){ .grain = GRAIN_YEAR, .year = rd->last };
}

/* What a date means in its article: days, Tết, lengths of time. */
#include <string.h>

#include "base/lunar.h"
#include "dates_around.h"

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

static void
settle_lunar(const struct dating *g, const struct reading *rd, struct time *out)
{
	struct lunar l = { 0, rd->month, rd->day, rd->leap };
	struct date d;

	out->lunar = true;
	l.year = rd->cycle >= 0 ? dates_cycle_year(g, rd)
				: dates_year_of(g, rd, out);
	if (lunar_day(l, &d))
		set_day(d, out);
	else
		out->at = (struct point){ .grain = GRAIN_DAY };
	l.day = rd->last;
	if (rd->last && lunar_day(l, &d)) /* "20-22 tháng Chạp" */
		out->until = point_day(d);
	add_clock(rd, out);
}

static void
settle_day(const struct dating *g, const struct reading *rd, struct time *out)
{
	struct reading whole = *rd;

	if (rd->lunar) {
		settle_lunar(g, rd, out);
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
	out->at = (struct point){
		.grain = GRAIN_DAY, .month = whole.month, .day = rd->day
	};
	if (whole.month)
		out->at.year = dates_year_of(g, &whole, out);
	if (rd->last && !str_eq(rd->flag, STR("shared"))) {
		out->until = out->at;
		out->until.day = rd->last;
	}
	check_weekday(rd, out);
	add_clock(rd, out);
}

enum { EVENING = 20, NIGHT = 22 }; /* hours */

/* "Tin sáng 17-10: Sáng nay ..." goes out on the eve. */
static bool
is_eve(const struct dating *g, const struct reading *rd)
{
	const struct point *p = &g->day;
	struct date d = { p->year, p->month, p->day };

	return g->published_hour >= EVENING && dates_in_title(g, g->day_at) &&
	       date_cmp(d, date_add_days(*g->published, 1)) == 0 &&
	       (!rd->part[0] || strcmp(rd->part, p->part) == 0);
}

static void
settle_near(const struct dating *g, const struct reading *rd, struct time *out)
{
	bool context = rd->shift_context || (rd->shift == 0 && is_eve(g, rd));
	struct date d;

	out->at = (struct point){ .grain = GRAIN_DAY };
	if (dates_base_day(g, rd, context, &d, out))
		set_day(date_add_days(d, rd->shift), out);
	add_clock(rd, out);
}

/* "thứ Hai": the nearest; "thứ Hai tới": the next; "hôm thứ Hai": past. */
static void
settle_weekday(
	const struct dating *g, const struct reading *rd, struct time *out)
{
	bool of_week = rd->has_shift && str_eq(rd->unit, STR("W"));
	struct date d;
	int away, pull;

	out->at = (struct point){ .grain = GRAIN_DAY };
	if (!dates_base_day(g, rd, false, &d, out)) {
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
settle_clock(const struct dating *g, const struct reading *rd, struct time *out)
{
	enum { NOON = 12, CLOSE_BY = 240 /* bytes */ };
	size_t at = rd->match->at.start;
	bool beside = g->day.grain != GRAIN_NONE &&
		      dates_same_paragraph(g, g->day_at, at) &&
		      (at - g->day_at < CLOSE_BY ||
			      dates_same_sentence(g, g->day_at, at));
	struct date d;

	out->at = (struct point){ .grain = GRAIN_DAY };
	if (dates_base_day(g, rd, beside, &d, out)) {
		/* "Điểm tin 6h" goes out on the eve */
		if (!beside && g->published_hour >= NIGHT && rd->hour < NOON &&
			dates_in_title(g, rd->match->at.start))
			d = date_add_days(d, 1);
		set_day(d, out);
	}
	add_clock(rd, out);
}

/* --- Tết and days that have a name --- */

/* Day 20 and later of "Tết" belong to the old year: "30 Tết". */
static bool
tet_in(const struct reading *rd, int year, struct date *out)
{
	bool old = rd->day >= 20;
	struct lunar l = { old ? year - 1 : year, old ? 12 : 1, rd->day,
		false };

	return lunar_day(l, out);
}

static bool
holiday_in(const struct reading *rd, int year, struct date *out)
{
	struct lunar l = { year, rd->holiday_month, rd->holiday_day, false };

	bool eve = rd->holiday_day == 0; /* of the month's first */

	if (eve)
		l.day = 1;
	*out = (struct date){ year, l.month, l.day };
	if (rd->lunar ? !lunar_day(l, out) : !date_valid(*out))
		return false;
	if (eve)
		*out = date_add_days(*out, -1);
	return true;
}

static void
settle_named(const struct dating *g, const struct reading *rd,
	dates_in_year *in, struct time *out)
{
	struct date d;
	int year;

	out->at = (struct point){ .grain = GRAIN_DAY };
	if (rd->kind == KIND_TET && rd->cycle >= 0)
		year = dates_cycle_year(g, rd);
	else
		year = rd->year ? rd->year : dates_missing_year(g, rd, in, out);
	if (year && in(rd, year, &d))
		set_day(d, out);
	add_clock(rd, out);
}

/* "giao thừa" around the first of January is its eve. */
static bool
is_solar(const struct dating *g, const struct reading *rd)
{
	enum { AROUND = 7 }; /* days */
	struct date d = { .month = 1, .day = 1 };
	long away;

	if (!rd->solar || rd->year || !g->published)
		return false;
	d.year = g->published->year + (g->published->month > 6);
	away = date_to_days(*g->published) - date_to_days(d);
	return away >= -AROUND && away <= AROUND;
}

static void
settle_holiday(
	const struct dating *g, const struct reading *rd, struct time *out)
{
	struct reading day = *rd;

	if (rd->day) { /* "Quốc khánh 2/9" */
		day.lunar = rd->lunar && rd->day == rd->holiday_day &&
			    rd->month == rd->holiday_month;
		settle_day(g, &day, out);
		out->lunar = rd->lunar;
		return;
	}
	day.lunar = rd->lunar && !is_solar(g, rd);
	settle_named(g, &day, holiday_in, out);
	out->lunar = day.lunar;
}

static void
settle_lunar_year(
	const struct dating *g, const struct reading *rd, struct time *out)
{
	int year = dates_cycle_year(g, rd);
	struct lunar first = { year, 1, 1, false },
		     next = { year + 1, 1, 1, false };
	long third;

	out->lunar = true;
	if (!rd->year)
		out->basis = BASIS_PUBLISHED;
	out->mod = rd->edge;
	out->at = (struct point){ .grain = GRAIN_YEAR, .year = year };
	if (!lunar_to_date(first, &out->from) || !lunar_to_date(next, &out->to))
		return;
	out->to = date_add_days(out->to, -1);
	out->known = true;
	if (rd->edge < MOD_START || rd->edge > MOD_END)
		return;
	third = (date_to_days(out->to) - date_to_days(out->from)) / 3;
	out->from =
		date_add_days(out->from, (long)(rd->edge - MOD_START) * third);
	if (rd->edge != MOD_END)
		out->to = date_add_days(out->from, third);
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

/* --- lengths and counts from now --- */

static void
settle_length(const struct dating *g, const struct reading *rd,
	enum dates_type type, struct time *out)
{
	struct buf b = buf_short(g->d->mem);
	struct str number = rd->number;

	if (number.n == 0 && rd->n)
		number = mem_printf(g->d->mem, "%d", rd->n);
	if (number.n == 0)
		number = STR("1");
	out->type = type;
	timex_put_length(&b, number, rd->unit);
	if (rd->minute) { /* "4 giờ 23 phút" */
		buf_put_int(&b, rd->minute);
		buf_put_c(&b, 'M');
	}
	if (rd->most.n) {
		buf_put_c(&b, '/');
		timex_put_length(&b, rd->most, rd->unit);
	}
	out->length = buf_str(&b);
}

static void
settle_round(const struct dating *g, const struct reading *rd, struct time *out)
{
	struct buf b = { .mem = g->d->mem };
	struct point p = {
		.grain = GRAIN_DAY, .month = rd->month, .day = rd->day
	};

	if (!rd->weekday && !rd->part[0] && !rd->day) {
		settle_length(g, rd, TYPE_SET, out);
		return;
	}
	out->type = TYPE_SET;
	if (rd->weekday) {
		buf_printf(&b, "XXXX-WXX-%d", rd->weekday);
		if (rd->last)
			buf_printf(&b, "/XXXX-WXX-%d", rd->last);
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

/* Units that are counted back and on, as TIMEX3 writes them. */
static const struct unit {
	const char *code;
	enum grain grain;
	int days, months;
} units[] = {
	{ "D", GRAIN_DAY, 1, 0 },
	{ "W", GRAIN_WEEK, 7, 0 },
	{ "M", GRAIN_MONTH, 0, 1 },
	{ "Y", GRAIN_YEAR, 0, 12 },
	{ "DE", GRAIN_YEAR, 0, 120 },
	{ "CE", GRAIN_YEAR, 0, 1200 },
};

static const struct unit *
unit_find(struct str code)
{
	size_t i;

	for (i = 0; i < sizeof units / sizeof *units; i++)
		if (str_eq(str_c(units[i].code), code))
			return &units[i];
	return NULL;
}

/* n units from a day; false where that is before year 1 or too far. */
static bool
count_from(struct date *d, const struct unit *u, int n)
{
	enum { MOST = 100000, FIRST_YEAR = 12 };

	if (n > MOST || n < -MOST ||
		d->year * 12L + (long)n * u->months <= FIRST_YEAR)
		return false;
	*d = u->days ? date_add_days(*d, (long)n * u->days)
		     : date_add_months(*d, n * u->months);
	return date_valid(*d);
}

/* The point of a grain, from days to years, that holds a day. */
static struct point
holding(struct date d, enum grain grain)
{
	struct point p = { .grain = grain, .year = d.year };

	if (grain == GRAIN_WEEK || grain == GRAIN_WEEKEND)
		return point_week(d, grain);
	if (grain <= GRAIN_MONTH)
		p.month = d.month;
	if (grain == GRAIN_DAY)
		p.day = d.day;
	p.index = grain == GRAIN_HALF ? (d.month + 5) / 6 : (d.month + 2) / 3;
	return p;
}

bool
dates_count(const struct reading *length, int sign, struct time *t)
{
	const struct unit *u = unit_find(length->unit);
	struct date d = t->from;

	if (!u || !length->n || !t->known || t->at.grain > u->grain ||
		!count_from(&d, u, sign * length->n))
		return false;
	t->at = holding(d, t->at.grain <= GRAIN_DAY ? GRAIN_DAY : t->at.grain);
	t->until.grain = GRAIN_NONE;
	t->known = false;
	settle_days(t);
	return true;
}

/* "1 năm sau" of a month is a month, "3 ngày sau" of a day is a day; from
 * the publication, a count of years gives a year. */
static void
settle_ago(const struct dating *g, const struct reading *rd, struct time *out)
{
	bool context = rd->shift > 0 || str_eq(rd->flag, STR("context"));
	const struct unit *u = unit_find(rd->unit);
	struct point base = context ? g->last : g->day;
	struct date d, end;

	if (!context && g->published)
		base = point_day(*g->published);
	if (base.grain <= GRAIN_PART && base.grain != GRAIN_NONE)
		base.grain = GRAIN_DAY;
	if (!u || base.grain > u->grain || !point_days(&base, &d, &end) ||
		!count_from(&d, u, rd->shift * rd->n)) {
		settle_length(g, rd, TYPE_DURATION, out);
		return;
	}
	out->basis = context ? BASIS_CONTEXT : BASIS_PUBLISHED;
	out->mod = rd->mod;
	out->at = holding(d, context ? base.grain : u->grain);
}

/* --- the one of them that it is --- */

static void
settle_edge_day(
	const struct dating *g, const struct reading *rd, struct time *out)
{
	struct point whole = dates_whole_of(g, rd, out);

	dates_set_days(whole, rd->edge == MOD_END, 1, out);
	out->until.grain = GRAIN_NONE;
}

static void
settle_quarter(
	const struct dating *g, const struct reading *rd, struct time *out)
{
	out->mod = rd->edge;
	out->at = (struct point){ .grain = GRAIN_QUARTER, .index = rd->n };
	out->at.year = dates_year_of(g, rd, out);
}

/* Are so many months those from January on? Where the article says so, or
 * that many have just gone by. */
static bool
is_counted(const struct dating *g, int n)
{
	enum { MOST = 6, LATE = 2 };

	if (g->months_counted & 1u << n)
		return true;
	return g->published && n >= MOST && n <= g->published->month &&
	       n >= g->published->month - LATE;
}

/* "Trong 10 tháng" is a length, until it is clear that it speaks of the first
 * ten. */
static void
settle_span(const struct dating *g, const struct reading *rd, struct time *out)
{
	if (str_eq(rd->flag, STR("again")) && !is_counted(g, rd->n))
		settle_length(g, rd, TYPE_DURATION, out);
	else
		dates_settle_span(g, rd, out);
}

static void
settle_tet(const struct dating *g, const struct reading *rd, struct time *out)
{
	struct reading last = *rd;
	struct time end = { .type = TYPE_DATE };

	out->lunar = true;
	settle_named(g, rd, tet_in, out);
	if (!rd->last)
		return;
	last.day = rd->last; /* "27 đến mùng 4 Tết" */
	settle_named(g, &last, tet_in, &end);
	out->until = end.at;
}

static void
settle_part(const struct dating *g, const struct reading *rd, struct time *out)
{
	(void)g;
	add_clock(rd, out);
}

static void
settle_duration(
	const struct dating *g, const struct reading *rd, struct time *out)
{
	settle_length(g, rd, TYPE_DURATION, out);
}

typedef void settle_fn(
	const struct dating *g, const struct reading *rd, struct time *out);

/* KIND_RANGE and its like are made of others, and settled with them. */
static settle_fn *const settle[KINDS] = {
	[KIND_DAY] = settle_day,
	[KIND_EDGE_DAY] = settle_edge_day,
	[KIND_NEAR] = settle_near,
	[KIND_WEEKDAY] = settle_weekday,
	[KIND_MONTH] = dates_settle_month,
	[KIND_NAMED_MONTH] = dates_settle_month,
	[KIND_QUARTER] = settle_quarter,
	[KIND_YEAR] = dates_settle_long,
	[KIND_DECADE] = dates_settle_long,
	[KIND_CENTURY] = dates_settle_long,
	[KIND_SEASON] = dates_settle_long,
	[KIND_WEEK] = dates_settle_week,
	[KIND_WEEKEND] = dates_settle_weekend,
	[KIND_NEAR_TIME] = dates_settle_near_time,
	[KIND_SPAN] = settle_span,
	[KIND_HALF] = dates_settle_half,
	[KIND_SAME_MONTHS] = dates_settle_same_months,
	[KIND_TET] = settle_tet,
	[KIND_LUNAR_YEAR] = settle_lunar_year,
	[KIND_HOLIDAY] = settle_holiday,
	[KIND_CLOCK] = settle_clock,
	[KIND_PART] = settle_part,
	[KIND_LENGTH] = settle_duration,
	[KIND_AGO] = settle_ago,
	[KIND_ROUND] = settle_round,
};

/* Part by part: none of them is long enough for a loop. */
static void
empty(struct time *t)
{
	t->type = TYPE_DATE;
	t->basis = BASIS_EXPLICIT;
	t->at = t->until = (struct point){ .grain = GRAIN_NONE };
	t->length = (struct str){ NULL, 0 };
	t->mod = MOD_NONE;
	t->lunar = t->known = t->contradicts = false;
	t->from = t->to = (struct date){ 0, 0, 0 };
}

void
dates_settle(
	struct dating *g, const struct reading *rd, int year, struct time *out)
{
	struct reading beside;

	empty(out);
	if (year != rd->neighbour) {
		beside = *rd;
		beside.neighbour = year;
		rd = &beside;
	}
	if (settle[rd->kind])
		settle[rd->kind](g, rd, out);
	settle_days(out);
}

/* Dates and times: "ngày 31/5", "6 tháng đầu năm 2022", "từ 24 đến 31/7". */
#include <string.h>

#include "dates.h"
#include "value.h"

static const struct str type_name[] = { { "DATE", 4 }, { "TIME", 4 },
	{ "DURATION", 8 }, { "SET", 3 } };
static const struct str basis_name[] = { { "explicit", 8 }, { "published", 9 },
	{ "context", 7 } };

/* --- what the article speaks of --- */

enum { YEAR_FIRST = 1000, YEAR_LAST = 2199, MONTHS = 12 };

/* How often numbers are one of a match's arguments, those from `low` on. */
struct spoken {
	int low, high;
	int *count;
	int most; /* the first that most have */
};

static void
count_spoken(struct spoken *s, const struct doc *d, struct span at)
{
	int n;

	if (at.start == SPAN_NONE ||
		!str_to_int(str_slice(d->text.seen, at.start, at.end), &n) ||
		n < s->low || n > s->high)
		return;
	if (++s->count[n - s->low] > s->count[s->most - s->low])
		s->most = n;
}

static void
read_topic(const struct dating *g, struct dates_topic *out)
{
	const struct doc *d = g->d;
	int years[YEAR_LAST - YEAR_FIRST + 1] = { 0 }, months[MONTHS] = { 0 };
	struct spoken year = { YEAR_FIRST, YEAR_LAST, years, YEAR_FIRST };
	struct spoken month = { 1, MONTHS, months, 1 };
	const struct match *m = NULL;

	while ((m = value_match(d, g->type, m))) {
		count_spoken(&year, d, m->group[DATES_YEAR]);
		count_spoken(&month, d, m->group[DATES_MONTH]);
	}
	out->year = years[year.most - YEAR_FIRST] ? year.most : 0;
	out->month = months[month.most - 1] ? month.most : 0;
	out->known = true;
}

const struct dates_topic *
dates_topic(const struct dating *g)
{
	if (!g->topic->known)
		read_topic(g, g->topic);
	return g->topic;
}

/* Which stretches from January on it counts: "9 tháng năm 2025". */
static unsigned
months_counted(const struct dating *g)
{
	unsigned counted = 0;
	const struct match *m = NULL;
	const struct reading *rd;

	while ((m = value_match(g->d, g->type, m))) {
		if (!str_eq(m->rule->set[DATES_KIND], STR("span")))
			continue;
		rd = dates_read(g->r, g->d, m);
		if (rd && rd->n <= 12 && !str_eq(rd->flag, STR("again")))
			counted |= 1u << rd->n;
	}
	return counted;
}

/* The hour of "2021-06-05T19:30:00+07:00", -1 where there is none. */
static int
hour_of(struct str published)
{
	int hour;

	return published.n > 13 && published.p[10] == 'T' &&
			       str_to_int(str_slice(published, 11, 13), &hour)
		       ? hour
		       : -1;
}

/* --- writing --- */

static struct str
end_text(struct doc *d, const struct point *p, struct date day)
{
	struct buf b = buf_short(d->mem);

	point_put_end(&b, p, day);
	return buf_str(&b);
}

static void
put_ends(struct doc *d, struct node *fields, const struct time *t,
	struct str from)
{
	const struct point *end =
		t->until.grain != GRAIN_NONE ? &t->until : &t->at;
	struct str to = from;

	if (!t->known) {
		node_put_null(d->mem, fields, "from");
		node_put_null(d->mem, fields, "to");
		return;
	}
	if (end != &t->at || date_cmp(t->from, t->to) != 0)
		to = end_text(d, end, t->to);
	node_put_text(d->mem, fields, "from", from);
	node_put_text(d->mem, fields, "to", to);
}

/* Where it begins is written already: a day, a month and a year are the
 * beginning of that. */
static struct str
time_value(struct doc *d, const struct time *t, struct str from)
{
	struct buf b;
	size_t n;

	if (t->length.n)
		return t->length;
	n = t->until.grain == GRAIN_NONE ? point_begins(&t->at, t->from) : 0;
	if (n && t->known)
		return str_slice(from, 0, n);
	b = buf_short(d->mem);
	point_put(&b, &t->at);
	if (t->until.grain != GRAIN_NONE) {
		buf_put_c(&b, '/');
		point_put(&b, &t->until);
	}
	return buf_str(&b);
}

static void
add_value(struct dating *g, const struct match *m, struct span at,
	const struct time *t)
{
	struct doc *d = g->d;
	struct value *v = value_add(d, g->type, m, at);
	struct str from = t->known ? end_text(d, &t->at, t->from) : STR("");

	node_put_text(d->mem, v->fields, "type", type_name[t->type]);
	node_put_text(d->mem, v->fields, "value", time_value(d, t, from));
	if (t->mod != MOD_NONE)
		node_put_text(d->mem, v->fields, "mod", timex_mod_name(t->mod));
	if (t->type == TYPE_SET)
		node_put_text(d->mem, v->fields, "quant", STR("EVERY"));
	put_ends(d, v->fields, t, from);
	node_put_text(d->mem, v->fields, "basis", basis_name[t->basis]);
	if (t->lunar)
		node_put_text(d->mem, v->fields, "calendar", STR("lunar"));
}

static void
warn_weekday(struct dating *g, const struct match *m)
{
	struct str text = match_text(g->d, m);

	node_add(g->d->warnings, STR(""), node_new(g->d->mem, NODE_TEXT))
		->text = mem_printf(g->d->mem,
		"the weekday of '%.*s' is not that of its date", STR_ARG(text));
}

/* --- remembering --- */

/* "dịp Tết": a day with a name is not the one of which a story tells. */
static bool
in_passing(const struct reading *rd, const struct time *t)
{
	return t->at.grain == GRAIN_DAY &&
	       (rd->kind == KIND_HOLIDAY || rd->kind == KIND_TET ||
		       rd->kind == KIND_FROM_OTHER) &&
	       rd->match->group[DATES_DAY].start == SPAN_NONE;
}

static void
remember(struct dating *g, const struct reading *rd, const struct time *t)
{
	size_t at = rd->match->at.end;
	enum grain grain = t->at.grain;

	if (!t->known || t->type > TYPE_TIME)
		return;
	/* a stretch of years says when a plan runs, not when things happen */
	if (t->until.grain < GRAIN_YEAR && grain <= GRAIN_YEAR) {
		g->last = t->at;
		g->last_at = at;
	}
	if (grain <= GRAIN_DAY && t->until.grain == GRAIN_NONE &&
		!in_passing(rd, t)) {
		g->day = t->at;
		g->day_at = at;
		if (dates_is_story(g, rd->match, t))
			g->past = t->at;
	}
	if (grain >= GRAIN_MONTH && grain <= GRAIN_HALF &&
		rd->kind != KIND_SAME_MONTHS) {
		g->months = (struct stretch){ t->at, t->until, at };
		if (rd->kind == KIND_SPAN)
			g->first_months = g->months;
	}
}

/* --- neighbours --- */

/* The first match of this type that another took in; NULL at their end. */
static const struct match *
child(const struct dating *g, const struct match *outer, const struct match *m)
{
	const struct doc *d = g->d;

	m = value_match(d, g->type, m ? m : outer);
	for (; m && m->at.start < outer->at.end; m = value_match(d, g->type, m))
		if (m->outer == outer - d->match)
			return m;
	return NULL;
}

/* The year that the next date of a list gives: "ngày 27 và 28/10/2021". */
static int
year_after(const struct dating *g, const struct reading *rd)
{
	enum { GAP = 6 };
	const struct doc *d = g->d;
	const struct match *m = rd->match;
	const struct reading *next;
	struct str between;

	if (rd->year || rd->has_shift ||
		(rd->kind != KIND_DAY && rd->kind != KIND_MONTH &&
			rd->kind != KIND_QUARTER))
		return 0;
	do
		m = value_match(d, g->type, m);
	while (m && m->at.start < rd->match->at.end);
	if (!m || m->at.start > rd->match->at.end + GAP)
		return 0;
	between = str_slice(d->text.seen, rd->match->at.end, m->at.start);
	if (str_find(between, STR(";"), 0) != SPAN_NONE ||
		str_find(between, STR("."), 0) != SPAN_NONE ||
		str_find(between, STR("\n"), 0) != SPAN_NONE)
		return 0;
	next = dates_read(g->r, d, m);
	return next && next->kind == rd->kind && next->lunar == rd->lunar
		       ? next->year
		       : 0;
}

/* --- two as one --- */

static bool
is_point(const struct time *t)
{
	return t->length.n == 0 && t->at.grain != GRAIN_NONE;
}

static void
take_day(struct point *p, const struct point *from)
{
	p->year = from->year;
	p->month = from->month;
	p->day = from->day;
}

static bool
before(const struct time *a, const struct time *b)
{
	int days = date_cmp(a->from, b->from);

	if (days || a->at.grain != GRAIN_MINUTE || b->at.grain != GRAIN_MINUTE)
		return days < 0;
	return a->at.hour * 60 + a->at.minute < b->at.hour * 60 + b->at.minute;
}

/* One end has a year or a day, the other has not: "28/12 đến 3/1/2022",
 * "từ 8h đến 17h ngày 5/3". */
static void
settle_ends(struct dating *g, const struct reading *first,
	const struct reading *second, struct time *a, struct time *b)
{
	struct dating rest = *g;

	if (first->kind == KIND_CLOCK && second->kind != KIND_CLOCK) {
		dates_settle(g, second, 0, b);
		dates_settle(g, first, 0, a);
		if (b->known && b->at.grain <= GRAIN_DAY) {
			take_day(&a->at, &b->at);
			a->from = a->to = b->from;
			a->basis = b->basis;
		}
		return;
	}
	if (first->year || first->has_shift || second->kind == KIND_CLOCK) {
		dates_settle(g, first, 0, a);
		remember(&rest, first, a);
		dates_settle(&rest, second,
			second->year || second->has_shift ? 0 : a->at.year, b);
		return;
	}
	dates_settle(g, second, 0, b);
	dates_settle(g, first, second->year || is_point(b) ? b->at.year : 0, a);
}

static void
move_years(struct time *t, int n)
{
	enum dates_type type = t->type;

	t->at.year += n;
	t->from = date_add_months(t->from, n * 12);
	t->to = date_add_months(t->to, n * 12);
	t->type = type;
}

/* A night's hours end on the next day; a winter's months in the next year. */
static bool
order_ends(const struct reading *first, const struct reading *second,
	struct time *a, struct time *b)
{
	if (!before(b, a))
		return true;
	if (second->kind == KIND_CLOCK || first->kind == KIND_CLOCK) {
		struct time *moved = second->kind == KIND_CLOCK ? b : a;
		int n = moved == b ? 1 : -1;

		moved->at = point_shift(&moved->at, n);
		moved->from = moved->to = date_add_days(moved->from, n);
		return !before(b, a);
	}
	if (a->at.grain >= GRAIN_YEAR || b->at.grain >= GRAIN_YEAR)
		return false;
	if (!first->year)
		move_years(a, -1);
	else if (!second->year)
		move_years(b, 1);
	return !before(b, a);
}

static bool
settle_lengths(struct dating *g, const struct time *a, const struct time *b,
	struct time *out)
{
	if (a->type != TYPE_DURATION || b->type != TYPE_DURATION)
		return false;
	*out = *a;
	out->length = mem_printf(
		g->d->mem, "%.*s/%.*s", STR_ARG(a->length), STR_ARG(b->length));
	return true;
}

/* "hoạt động từ 7 giờ đến 17 giờ": day by day. */
static bool
is_habit(const struct dating *g, const struct match *m)
{
	return dates_word_before(g, m, LEXICON_TIME_HABIT, NULL) &&
	       !dates_same_sentence(g, g->day_at, m->at.start);
}

static struct point
of_no_day(struct point p)
{
	p.year = p.month = p.day = 0;
	return p;
}

/* Both ends; of "8 - 10 giờ ngày 26/2" the first is the range's own hour. */
static bool
read_ends(const struct dating *g, const struct match *m,
	const struct reading *rd, struct reading *first, struct reading *second)
{
	const struct match *one = child(g, m, NULL), *two = one;
	const struct reading *read = one ? dates_read(g->r, g->d, one) : NULL;

	if (!read)
		return false;
	*first = *read;
	if (!rd->has_clock) {
		two = child(g, m, one);
		read = two ? dates_read(g->r, g->d, two) : NULL;
		if (read)
			*second = *read;
		return read != NULL;
	}
	*second = *first;
	*first = *rd;
	first->kind = KIND_CLOCK;
	return second->has_clock && first->hour < second->hour;
}

/* False when the two make no stretch; then each stands for itself. */
static bool
settle_range(struct dating *g, const struct match *m, const struct reading *rd,
	struct time *out)
{
	struct reading first, second;
	struct time a, b;

	if (!read_ends(g, m, rd, &first, &second))
		return false;
	settle_ends(g, &first, &second, &a, &b);
	if (settle_lengths(g, &a, &b, out))
		return true;
	if (first.kind == KIND_CLOCK && second.kind == KIND_CLOCK &&
		is_habit(g, m)) {
		*out = (struct time){ .type = TYPE_TIME };
		out->at = of_no_day(a.at);
		out->until = of_no_day(b.at);
		return true;
	}
	if (!is_point(&a) || !is_point(&b) || !a.known || !b.known ||
		a.until.grain != GRAIN_NONE)
		return false;
	if (!order_ends(&first, &second, &a, &b))
		return false;
	*out = a;
	out->type = a.type == TYPE_TIME || b.type == TYPE_TIME ? TYPE_TIME
							       : TYPE_DATE;
	out->until = b.until.grain != GRAIN_NONE ? b.until : b.at;
	out->to = b.to;
	out->mod = MOD_NONE;
	if (a.basis == BASIS_EXPLICIT)
		out->basis = b.basis;
	return true;
}

/* "Một tuần trước Tết": a length, and the date from which it counts. */
static bool
settle_from_other(struct dating *g, const struct match *m,
	const struct reading *rd, struct time *out)
{
	const struct match *one = child(g, m, NULL);
	const struct match *two = one ? child(g, m, one) : NULL;
	const struct reading *length, *other;

	if (!two)
		return false;
	length = dates_read(g->r, g->d, one);
	other = dates_read(g->r, g->d, two);
	if (!length || !other || length->kind != KIND_LENGTH)
		return false;
	dates_settle(g, other, 0, out);
	out->mod = MOD_NONE;
	return is_point(out) && out->until.grain == GRAIN_NONE &&
	       dates_count(length, rd->shift, out);
}

static bool
settle_to_now(struct dating *g, const struct match *m, struct time *out)
{
	const struct match *one = child(g, m, NULL);
	const struct reading *first =
		one && g->published ? dates_read(g->r, g->d, one) : NULL;

	if (!first)
		return false;
	dates_settle(g, first, 0, out);
	if (!is_point(out) || !out->known ||
		date_cmp(out->from, *g->published) > 0)
		return false;
	if (out->at.grain <= GRAIN_PART)
		out->type = TYPE_TIME;
	/* "đầu năm" is here its first day */
	if (out->mod == MOD_START)
		out->at = point_day(out->from);
	out->until = point_day(*g->published);
	out->to = *g->published;
	out->mod = MOD_NONE;
	out->basis = BASIS_PUBLISHED;
	return true;
}

/* "Từ nay đến mùng 6": from the day of publication on; its words belong to
 * the mention. */
static void
begin_now(const struct dating *g, const struct match *m, struct time *t,
	struct span *at)
{
	if (!g->published || !is_point(t) || !t->known ||
		date_cmp(t->to, *g->published) < 0 ||
		!dates_word_before(g, m, LEXICON_TIME_FROM_NOW, &at->start))
		return;
	if (t->until.grain == GRAIN_NONE)
		t->until = t->at;
	t->at = point_day(*g->published);
	t->from = *g->published;
	t->mod = MOD_NONE;
	t->basis = BASIS_PUBLISHED;
}

/* --- all of an article --- */

/* "39.000 tỷ đồng mỗi năm": that a figure is per year is its own. */
static bool
is_rate(const struct dating *g, const struct match *m)
{
	enum { BACK = 8 }; /* matches; some lie one in the other */
	int figures = g->r->typed[RULES_FIGURES];
	int per =
		figures < 0 ? -1 : rules_group(g->r, (unsigned)figures, "per");
	const struct match *f = m;
	int i;

	if (per < 0)
		return false;
	for (i = 0; i < BACK && f > g->d->match; i++) {
		f--;
		if (f->type == (unsigned)figures &&
			f->group[per].start != SPAN_NONE &&
			f->group[per].start >= m->at.start &&
			f->group[per].end <= m->at.end)
			return true;
	}
	return false;
}

/* "gần 10 năm", "khoảng tháng 2". */
static bool
is_about(const struct dating *g, const struct match *m, const struct time *t)
{
	return dates_word_before(g, m,
		t->type == TYPE_DURATION ? LEXICON_TIME_APPROX
					 : LEXICON_TIME_ABOUT,
		NULL);
}

/* False where those that it is made of stand for themselves. */
static bool
settle_one(struct dating *g, const struct match *m, const struct reading *rd,
	struct time *out)
{
	if (rd->kind == KIND_RANGE)
		return settle_range(g, m, rd, out);
	if (rd->kind == KIND_FROM_OTHER)
		return settle_from_other(g, m, rd, out);
	if (rd->kind == KIND_TO_NOW)
		return settle_to_now(g, m, out);
	dates_settle(g, rd, year_after(g, rd), out);
	return true;
}

/* "29/2" of a year that has none is no date. */
static bool
day_is(const struct point *p)
{
	struct date d = { p->year, p->month, p->day };

	return p->grain == GRAIN_NONE || p->grain > GRAIN_DAY || !p->year ||
	       !p->month || !p->day || date_valid(d);
}

static void
interpret_one(struct dating *g, const struct match *m)
{
	struct span at = m->at;
	const struct reading *rd = dates_read(g->r, g->d, m);
	struct time t;
	const struct match *in;

	if (!rd || (rd->kind == KIND_ROUND && is_rate(g, m)))
		return;
	if (!settle_one(g, m, rd, &t)) {
		for (in = child(g, m, NULL); in; in = child(g, m, in))
			interpret_one(g, in);
		return;
	}
	if (!day_is(&t.at) || !day_is(&t.until))
		return;
	if (t.contradicts)
		warn_weekday(g, m);
	if (t.mod == MOD_NONE && is_about(g, m, &t))
		t.mod = MOD_APPROX;
	remember(g, rd, &t);
	begin_now(g, m, &t, &at);
	add_value(g, m, at, &t);
}

static bool
accept(const struct rules *r, const struct doc *d, struct match *m)
{
	const struct reading *rd = dates_read(r, d, m);

	if (!rd || !dates_plausible(rd, d->article.published))
		return false;
	m->read = rd;
	return true;
}

static int
interpret(const struct rules *r, struct doc *d, unsigned type, struct ex_err *e)
{
	const struct match *m = NULL;
	struct date published;
	struct dates_topic topic = { .known = false };
	struct dating g = { .r = r,
		.d = d,
		.type = type,
		.topic = &topic,
		.day_at = SPAN_NONE,
		.last_at = SPAN_NONE };

	(void)e;
	if (date_read(d->article.published, &published)) {
		g.published = &published;
		g.published_days = date_to_days(published);
	}
	g.published_hour = hour_of(d->article.published);
	g.months_counted = months_counted(&g);
	while ((m = value_match(d, type, m)))
		if (!m->absorbed &&
			(m->outer < 0 || d->match[m->outer].type != type))
			interpret_one(&g, m);
	return 0;
}

const struct value_type value_dates = {
	.name = "dates",
	.groups = {
#define DATES_WORD(name, word) word,
		DATES_GROUPS(DATES_WORD)
#undef DATES_WORD
	},
	.kind_name = dates_kind_name,
	.nkind = KINDS,
	.kind = DATES_KIND,
	.accept = accept,
	.interpret = interpret,
};

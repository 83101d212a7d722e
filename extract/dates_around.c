/* The year, the day and the verb that a date leaves to its article. */
#include <string.h>

#include "base/lunar.h"
#include "base/marks.h"
#include "dates_around.h"
#include "match.h"

enum {
	SURE_DAYS = 75,	 /* so near, no verb pulls a date to another year */
	STORY_DAYS = 30, /* nor another date of its sentence */
	NEXT_TO = 6,	 /* bytes between "năm 2019" and its day */
	YEARS_AROUND = 4 /* where 29/2 may look for its year */
};

/* --- sentences and the words in them --- */

static size_t
sentence_start(struct str s, size_t at)
{
	enum { FAR = 400 };

	return marks_sentence(s, at, FAR);
}

bool
dates_same_sentence(const struct dating *g, size_t before, size_t at)
{
	return before != SPAN_NONE && before < at &&
	       sentence_start(g->d->text.seen, at) <= before;
}

bool
dates_same_paragraph(const struct dating *g, size_t before, size_t at)
{
	struct str s = g->d->text.seen;

	if (before == SPAN_NONE || before > at)
		return false;
	return !memchr(s.p + before, '\n', at - before);
}

bool
dates_in_title(const struct dating *g, size_t at)
{
	return at != SPAN_NONE && !memchr(g->d->text.seen.p, '\n', at);
}

/* The pull of the last word of the lexicon in a range, 0 where none is. */
static int
pull_in(const struct dating *g, size_t from, size_t to, bool first)
{
	const struct lexicon *l = g->r->named[LEXICON_TIME_PULL];
	struct str s = str_slice(g->d->text.seen, 0, to);
	const struct node *entry;
	const char *blank;
	int pull = 0;
	size_t i, n;

	for (i = from; i < to; i = (size_t)(blank - s.p) + 1) {
		n = lexicon_longest(l, str_slice(s, i, to), &entry);
		if (n) {
			pull = node_text(entry, "value").p[0] == '-' ? -1 : 1;
			if (first)
				return pull;
			i += n - 1;
		}
		blank = memchr(s.p + i, ' ', to - i);
		if (!blank)
			break;
	}
	return pull;
}

/* Looks at one word, at two ... */
bool
dates_word_before(const struct dating *g, const struct match *m,
	enum lexicon_name lexicon, size_t *start)
{
	enum { WORDS = 5 };
	const struct lexicon *l = g->r->named[lexicon];
	struct str s = str_slice(g->d->text.seen, 0, m->at.start);
	size_t i;
	int words;

	if (s.n == 0 || s.p[s.n - 1] != ' ')
		return false;
	s.n--;
	if (!lexicon_may_end(l, s))
		return false;
	i = s.n;
	for (words = 0; words < WORDS; words++) {
		while (i > 0 && s.p[i - 1] != ' ' && s.p[i - 1] != '\n')
			i--;
		if (lexicon_find(l, str_slice(s, i, s.n))) {
			if (start)
				*start = i;
			return true;
		}
		if (i == 0 || s.p[i - 1] == '\n')
			break;
		i--;
	}
	return false;
}

int
dates_pull(const struct dating *g, const struct match *m)
{
	enum { AHEAD = 80 };
	struct str s = g->d->text.seen;
	size_t end = m->at.end;
	int pull;

	if (dates_word_before(g, m, LEXICON_TIME_LIMIT, NULL))
		return 1;
	if (dates_word_before(g, m, LEXICON_TIME_PAST, NULL))
		return -1;
	pull = pull_in(g, sentence_start(s, m->at.start), m->at.start, false);
	if (pull)
		return pull;
	end = marks_sentence_end(s, end, s.n - end < AHEAD ? s.n : end + AHEAD);
	while (end < s.n && ((unsigned char)s.p[end] & 0xC0) == 0x80)
		end--;
	return pull_in(g, m->at.end, end, true);
}

/* --- the year that is missing --- */

/* From the publication, before or after it. */
static long
days_away(const struct dating *g, struct date d)
{
	long n = date_to_days(d) - g->published_days;

	return n < 0 ? -n : n;
}

static bool
gregorian_in(const struct reading *rd, int year, struct date *out)
{
	*out = (struct date){ year, rd->month, rd->day ? rd->day : 15 };
	return date_valid(*out);
}

static bool
lunar_in(const struct reading *rd, int year, struct date *out)
{
	struct lunar l = { year, rd->month, rd->day ? rd->day : 15, rd->leap };

	return lunar_to_date(l, out);
}

/* How far a day is from the publication, as far as its choice goes: one on
 * the wrong side of the pull is farther than any other; one that a weekday
 * contradicts is worth half a year and more. */
static long
farness(const struct dating *g, struct date d, int weekday, int pull)
{
	enum { WRONG_SIDE = 100000, WRONG_WEEKDAY = 200 };
	struct date pub = *g->published;
	long n = days_away(g, d);

	if ((pull > 0 && date_cmp(d, pub) < 0) ||
		(pull < 0 && date_cmp(d, pub) > 0))
		n += WRONG_SIDE;
	if (weekday && date_weekday(d) != weekday)
		n += WRONG_WEEKDAY;
	return n;
}

/* The year in which a day is nearest to the publication, so many years
 * around it; 0 where none of them has the day. */
static int
nearest_within(const struct dating *g, dates_in_year *in,
	const struct reading *rd, int pull, int around)
{
	int year, last = g->published->year + around, found = 0;
	struct date d;
	long best = -1, n;

	for (year = last - 2 * around; year <= last; year++) {
		if (!in(rd, year, &d))
			continue;
		n = farness(g, d, rd->weekday, pull);
		if (best < 0 || n < best) {
			best = n;
			found = year;
		}
	}
	return found;
}

/* The same: a year to each side will do, but for 29/2 and for a weekday. */
static int
nearest_year(const struct dating *g, dates_in_year *in,
	const struct reading *rd, int pull)
{
	int found = 0;

	if (!rd->weekday)
		found = nearest_within(g, in, rd, pull, 1);
	return found ? found : nearest_within(g, in, rd, pull, YEARS_AROUND);
}

/* The year that an earlier date of the same sentence gives: "năm 2019, từ
 * tháng 3", "tháng 3/2019 ... đến tháng 6". 0 where it gives none. */
static int
story_year(const struct dating *g, const struct reading *rd)
{
	size_t at = rd->match->at.start;

	if (!g->last.year || !dates_same_sentence(g, g->last_at, at))
		return 0;
	if (g->last.grain > GRAIN_YEAR)
		return 0;
	if (g->last.grain < GRAIN_YEAR)
		return g->last.year;
	if (at - g->last_at > NEXT_TO && dates_pull(g, rd->match) > 0)
		return 0;
	return g->last.year;
}

/* Does a year of the story hold against the nearest one? One that is named
 * does; else what is past is told in order, what is to come is not. */
static bool
story_holds(const struct dating *g, int story)
{
	int this_one = g->published->year;

	return story < this_one ||
	       (g->last.grain == GRAIN_YEAR && story == this_one);
}

/* "quý I" beside "quý III": quarters that are compared are of one year, and
 * in October "quý I" is not the next one. 0 where that does not hold. */
static int
quarter_year(const struct dating *g, const struct reading *rd, int nearest)
{
	size_t at = rd->match->at.start;
	int year = g->months.at.year;

	if (rd->kind != KIND_QUARTER || !year || year == nearest ||
		dates_pull(g, rd->match) > 0)
		return 0;
	if (g->months.at.grain == GRAIN_QUARTER &&
		dates_same_sentence(g, g->months.end, at))
		return year;
	return year == g->published->year && nearest > year ? year : 0;
}

/* Adjacent words ("tới", "vừa qua") pull hard, verbs only what is far. */
int
dates_missing_year(const struct dating *g, const struct reading *rd,
	dates_in_year *in, struct time *out)
{
	struct date d;
	int year, pull, story;

	if (rd->has_shift && rd->shift_context && g->last.year) {
		out->basis = BASIS_CONTEXT; /* "30/7 cùng năm" */
		return g->last.year;
	}
	out->basis = BASIS_PUBLISHED;
	if (!g->published) {
		out->basis = BASIS_CONTEXT;
		story = story_year(g, rd);
		return story ? story : dates_topic(g)->year;
	}
	if (rd->has_shift && rd->shift_year)
		return g->published->year + rd->shift;
	pull = rd->has_shift ? rd->shift : 0;
	year = nearest_year(g, in, rd, pull);
	if (pull || !in(rd, year, &d))
		return year;
	story = quarter_year(g, rd, year);
	if (story)
		return story;
	story = story_year(g, rd);
	if (story && story_holds(g, story) && story != year &&
		days_away(g, d) > STORY_DAYS) {
		out->basis = BASIS_CONTEXT;
		return story;
	}
	if (days_away(g, d) <= SURE_DAYS || rd->weekday)
		return year;
	pull = dates_pull(g, rd->match);
	return pull ? nearest_year(g, in, rd, pull) : year;
}

/* The year of a month, a quarter ...: its own, a neighbour's, a missing one
 * (by the middle of the stretch). */
int
dates_year_of(
	const struct dating *g, const struct reading *rd, struct time *out)
{
	dates_in_year *in = rd->lunar ? lunar_in : gregorian_in;
	struct reading middle = *rd;

	if (rd->year)
		return rd->year;
	if (rd->neighbour) {
		out->basis = BASIS_CONTEXT;
		return rd->neighbour;
	}
	if (!middle.month)
		middle.month = rd->kind == KIND_QUARTER ? rd->n * 3 - 1 : 7;
	return dates_missing_year(g, &middle, in, out);
}

/* "cuối năm" in February is last year's, "đầu năm" in November next year's
 * only where the sentence speaks of what is to come; n months of it. */
int
dates_edge_year(const struct dating *g, const struct reading *rd, int n)
{
	enum { EARLY = 3, LATE = 10, MOST_OF_YEAR = 9 };
	int month = g->published->month;

	if (month <= EARLY && (rd->edge == MOD_END || n >= MOST_OF_YEAR))
		return dates_pull(g, rd->match) > 0 ? 0 : -1;
	if (month >= LATE && rd->edge == MOD_START && n < MOST_OF_YEAR)
		return dates_pull(g, rd->match) > 0 && n == 0 ? 1 : 0;
	return 0;
}

/* The year of "6 tháng đầu năm": the one the words say, or the article's. */
int
dates_plain_year(
	const struct dating *g, const struct reading *rd, struct time *out)
{
	int away = rd->has_shift ? rd->shift : 0;

	if (rd->year)
		return rd->year;
	out->basis = BASIS_PUBLISHED;
	if (g->published && rd->has_shift)
		return g->published->year + away;
	if (g->published)
		return g->published->year + dates_edge_year(g, rd, rd->n);
	out->basis = BASIS_CONTEXT;
	return dates_topic(g)->year ? dates_topic(g)->year + away : 0;
}

/* The first Gregorian year of a lunar year by its name, nearest to the time
 * of the article: "Quý Tỵ". */
int
dates_cycle_year(const struct dating *g, const struct reading *rd)
{
	int around = g->published ? g->published->year : dates_topic(g)->year;
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

/* Within a year of the publication. */
static bool
is_recent(const struct dating *g, const struct point *p)
{
	enum { YEAR_DAYS = 366 };
	struct date d = { p->year, p->month, p->day };

	return !g->published || days_away(g, d) <= YEAR_DAYS;
}

/* "cùng ngày": in its paragraph the day spoken of last, elsewhere the last
 * that has come, not the one by which something is to be done; nor "ngày
 * giải phóng 7/1/1979" in a report of today. */
static const struct point *
spoken_day(const struct dating *g, size_t at)
{
	if (g->past.grain == GRAIN_NONE ||
		dates_same_sentence(g, g->day_at, at) ||
		(dates_same_paragraph(g, g->day_at, at) &&
			is_recent(g, &g->day)))
		return &g->day;
	return &g->past;
}

/* Is it a day of the story: one that has come, and is recent or begins its
 * sentence? */
bool
dates_is_story(
	const struct dating *g, const struct match *m, const struct time *t)
{
	if (g->published && date_cmp(t->from, *g->published) > 0)
		return false;
	return is_recent(g, &t->at) ||
	       sentence_start(g->d->text.seen, m->at.start) + 1 >= m->at.start;
}

/* The day from which "hôm nay", "hôm sau" count. */
bool
dates_base_day(const struct dating *g, const struct reading *rd, bool context,
	struct date *out, struct time *time)
{
	const struct point *p = spoken_day(g, rd->match->at.start);

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

/* What the words of a date say: arguments of a match to numbers. */
#include <string.h>

#include "base/lunar.h"
#include "dates.h"
#include "match.h"
#include "number.h"

const struct str dates_kind_name[KINDS] = {
#define DATES_NAME(name, word) { word, sizeof word - 1 },
	DATES_KINDS(DATES_NAME)
#undef DATES_NAME
};

enum {
	YEAR_UNKNOWN = 2000, /* a leap year: 29/2 may stand */
	NEAR_DAYS = 60,	     /* "15-3" is a date only so near */
	BESIDE_DAYS = 45     /* "hôm nay, 3-4 người" is none */
};

struct args {
	const struct rules *r;
	const struct doc *d;
	const struct match *m;
	struct str text[DATES_GROUP_COUNT]; /* of those that `has` tells of */
	uint32_t has; /* which are not empty, a bit each */
};

/* The match's own arguments; what it took in keeps its own to itself. */
static void
take_args(struct args *a)
{
	const char *seen = a->d->text.seen.p;
	const struct match *m = a->m;
	uint32_t left;

	a->has = 0;
	for (left = m->rule->args; left; left &= left - 1) {
		int i = __builtin_ctz(left);
		struct span at = m->group[i];
		struct str set = m->rule->set[i];
		/* without a jump: any of them may be missing */
		uintptr_t own = -(uintptr_t)(at.start != SPAN_NONE);
		uintptr_t p = ((uintptr_t)seen + at.start) & own;

		a->text[i].p = (const char *)(p | ((uintptr_t)set.p & ~own));
		a->text[i].n = own ? at.end - at.start : set.n;
		a->has |= (uint32_t)(a->text[i].n > 0) << i;
	}
}

#define HAS(name) (1u << DATES_##name)

static struct str
arg(const struct args *a, enum dates_group i)
{
	uintptr_t has = -(uintptr_t)(a->has >> i & 1); /* all bits, or none */

	return (struct str){ (const char *)((uintptr_t)a->text[i].p & has),
		a->text[i].n & has };
}

/* Most arguments are missing in most matches. */
static struct str
word(const struct args *a, enum lexicon_name lexicon, enum dates_group i,
	const char *attribute)
{
	if (!(a->has >> i & 1))
		return (struct str){ NULL, 0 };
	return lexicon_get(a->r->named[lexicon], a->text[i], attribute);
}

/* "XIV"; 0 where it is no Roman number. */
static int
roman(struct str s)
{
	static const struct {
		const char *text;
		int value;
	} sign[] = { { "X", 10 }, { "IX", 9 }, { "V", 5 }, { "IV", 4 },
		{ "I", 1 } };
	int sum = 0;
	size_t at = 0, i;

	if (!s.n || (s.p[0] != 'X' && s.p[0] != 'I' && s.p[0] != 'V'))
		return 0;
	for (i = 0; i < sizeof sign / sizeof *sign; i++)
		while (str_starts(str_slice(s, at, s.n), str_c(sign[i].text))) {
			sum += sign[i].value;
			at += strlen(sign[i].text);
		}
	return at == s.n ? sum : 0;
}

/* A count in digits, Roman signs or words; 0 where there is none. */
static int
count_of(const struct args *a, enum dates_group i, enum lexicon_name lexicon)
{
	struct str s = arg(a, i);
	struct number number;
	int n;

	if (str_to_int(s, &n) || (n = roman(s)) > 0)
		return n;
	if (str_to_int(word(a, lexicon, i, "value"), &n))
		return n;
	if (number_read(a->r, s, DECIMAL_COMMA, &number) &&
		decimal_is_whole(number.value) &&
		str_to_int(decimal_print(number.value, a->d->mem), &n))
		return n;
	return 0;
}

static int
count(const struct args *a, enum dates_group i, enum lexicon_name lexicon)
{
	return arg(a, i).n ? count_of(a, i, lexicon) : 0;
}

/* A whole number with its sign. */
static bool
signed_int(struct str s, int *out)
{
	bool minus = s.n > 0 && s.p[0] == '-';

	if (!str_to_int(str_slice(s, minus, s.n), out))
		return false;
	if (minus)
		*out = -*out;
	return true;
}

/* --- parts of a reading --- */

/* "1,5", "hai mươi", "vài": as TIMEX3 has it. */
static struct str
amount(const struct args *a, enum dates_group i)
{
	struct str s = arg(a, i);
	struct number number;

	if (s.n == 0 || str_eq(s, STR("X")))
		return s;
	if (lexicon_find(a->r->named[LEXICON_VAGUE_NUMBER], s))
		return STR("X");
	if (a->m->group[i].start == SPAN_NONE) /* `set:` */
		return s;
	if (!number_read(a->r, s, DECIMAL_COMMA, &number))
		return STR("");
	if (i == DATES_NUMBER && arg(a, DATES_MORE).n &&
		!decimal_add(
			number.value, (struct decimal){ 5, -1 }, &number.value))
		return STR("");
	return decimal_print(number.value, a->d->mem);
}

/* The shift's words stand in one of three lexicons. */
static void
read_shift(const struct args *a, struct reading *rd)
{
	static const enum lexicon_name lexicon[] = { LEXICON_TIME_SHIFT,
		LEXICON_DAY_SHIFT, LEXICON_PART_SHIFT };
	bool day = rd->kind == KIND_NEAR;
	struct str s = arg(a, DATES_SHIFT);
	const struct node *n;
	struct lexicon_key k;
	size_t i;

	if (s.n == 0)
		return;
	rd->has_shift = true;
	if (signed_int(s, &rd->shift))
		return;
	lexicon_key(s, &k);
	for (i = day; i < sizeof lexicon / sizeof *lexicon; i++) {
		n = lexicon_find_key(a->r->named[lexicon[i]], &k);
		if (!signed_int(node_text(n, "value"), &rd->shift))
			continue;
		rd->shift_context = node_text(n, "context").n > 0;
		rd->shift_loose = node_text(n, "loose").n > 0;
		rd->shift_recent = node_text(n, "recent").n > 0;
		return;
	}
	rd->has_shift = false;
}

/* Two digits are of this century up to some years on: "91" is 1991. */
static int
whole_year(int year, size_t digits)
{
	enum { LATEST = 40 };

	if (digits != 2)
		return year;
	return year <= LATEST ? 2000 + year : 1900 + year;
}

static void
read_clock(const struct args *a, struct reading *rd)
{
	struct str part = rd->part[0] ? str_c(rd->part) : STR("");
	int before = count(a, DATES_NUMBER, LEXICON_NONE);
	bool later = str_eq(part, STR("AF")) || str_eq(part, STR("EV")) ||
		     str_eq(part, STR("NI"));

	rd->has_clock = true;
	rd->hour = count(a, DATES_HOUR, LEXICON_MONTH_WORD);
	if (arg(a, DATES_MORE).n)
		rd->minute = 30;
	/* "1 giờ trưa" is 13:00; "2 giờ đêm" stays, "10 giờ đêm" is 22:00 */
	if (str_eq(part, STR("MI")) && rd->hour > 0 && rd->hour < 4)
		rd->hour += 12;
	else if (later && rd->hour < 12 &&
		 (str_eq(part, STR("AF")) || rd->hour > 5))
		rd->hour += 12;
	else if (str_eq(part, STR("EV")) && rd->hour > 0 && rd->hour < 12)
		rd->hour += 12;
	else if (str_eq(part, STR("NI")) && rd->hour == 12)
		rd->hour = 24;
	if (before && before < 60 && rd->hour > 0) {
		rd->hour--;
		rd->minute = 60 - before;
	}
}

static void
read_cycle(const struct args *a, struct reading *rd)
{
	int stem, branch;

	rd->cycle = -1;
	if (!str_to_int(word(a, LEXICON_STEM, DATES_STEM, "value"), &stem) ||
		!str_to_int(word(a, LEXICON_BRANCH, DATES_BRANCH, "value"),
			&branch))
		return;
	rd->cycle = 0;
	while (rd->cycle < 60 &&
		(rd->cycle % 10 != stem || rd->cycle % 12 != branch))
		rd->cycle++;
}

static void
put_part(struct reading *rd, struct str part)
{
	if (part.n == 2)
		memcpy(rd->part, part.p, 2);
}

static void
read_name(const struct args *a, struct reading *rd)
{
	struct str day;
	int n;

	if (rd->kind == KIND_HOLIDAY) {
		day = word(a, LEXICON_HOLIDAY, DATES_NAME, "value");
		if (day.n == 5 &&
			str_to_int(str_slice(day, 0, 2), &rd->holiday_month))
			str_to_int(str_slice(day, 3, 5), &rd->holiday_day);
		rd->lunar = word(a, LEXICON_HOLIDAY, DATES_NAME, "lunar").n > 0;
		rd->solar = word(a, LEXICON_HOLIDAY, DATES_NAME, "solar").n > 0;
		put_part(rd, word(a, LEXICON_HOLIDAY, DATES_NAME, "part"));
	} else if (rd->kind == KIND_SEASON) {
		if (str_to_int(
			    word(a, LEXICON_SEASON, DATES_NAME, "value"), &n))
			rd->n = n;
	} else if (rd->kind == KIND_NAMED_MONTH) {
		if (str_to_int(
			    word(a, LEXICON_NAMED_MONTH, DATES_NAME, "value"),
			    &n))
			rd->month = n;
	} else {
		rd->of_month =
			str_eq(word(a, LEXICON_TIME_UNIT, DATES_NAME, "value"),
				STR("M"));
	}
	rd->named = arg(a, DATES_NAME).n > 0;
}

static void
read_mods(const struct args *a, struct reading *rd)
{
	struct str mod = arg(a, DATES_MOD), said;

	rd->edge =
		timex_mod_read(word(a, LEXICON_TIME_EDGE, DATES_EDGE, "value"));
	said = word(a, LEXICON_AGO_MOD, DATES_MOD, "value");
	rd->mod = timex_mod_read(said.n ? said : mod);
	if (rd->mod == MOD_NONE)
		rd->flag = mod;
}

static void
read_unit(const struct args *a, struct reading *rd)
{
	struct str code = word(a, LEXICON_TIME_UNIT, DATES_UNIT, "value");

	if (code.n == 0)
		code = word(a, LEXICON_ROUND_UNIT, DATES_UNIT, "value");
	rd->unit = code.n ? code : arg(a, DATES_UNIT);
	rd->shift_year = str_eq(rd->unit, STR("Y"));
}

/* --- what can't be --- */

static bool
day_stands(const struct reading *rd)
{
	int month = rd->month ? rd->month : 1;
	struct date d = { rd->year ? rd->year : YEAR_UNKNOWN, month, rd->day };
	bool ordered = rd->part[0] ? rd->day <= rd->last : rd->day < rd->last;

	if (str_eq(rd->flag, STR("shared")) && !ordered)
		return false;
	if (rd->last && rd->last <= rd->day && !str_eq(rd->flag, STR("shared")))
		return false;
	if (rd->lunar)
		return rd->day >= 1 && rd->day <= 30 && month <= 12;
	if (!date_valid(d))
		return false;
	d.day = rd->last;
	return !rd->last || date_valid(d);
}

static bool
years_stand(const struct reading *rd, size_t digits)
{
	enum { LONGEST = 150 };

	if (!rd->last)
		return rd->year > 0;
	/* "2025/26" is two years, "2025-12" a month */
	if (digits == 2)
		return rd->last == rd->year + 1;
	return rd->year < rd->last && rd->last - rd->year <= LONGEST;
}

/* "24 giờ" is the last moment of a day; stem and branch go by pairs. */
static bool
parts_stand(const struct reading *rd)
{
	enum { DAY_MINUTES = 24 * 60, CYCLE = 60 };

	if (rd->has_clock && rd->hour * 60 + rd->minute > DAY_MINUTES)
		return false;
	return rd->cycle != CYCLE;
}

/* "thắng 2-1 phút cuối" is a score. */
static bool
length_stands(const struct reading *rd, int most)
{
	if (rd->n && most && rd->n >= most)
		return false;
	return rd->number.n && !str_eq(rd->number, STR("0"));
}

static bool
stands(const struct args *a, const struct reading *rd)
{
	switch (rd->kind) {
	case KIND_DAY:
		return day_stands(rd);
	case KIND_MONTH:
		return rd->month >= 1 && rd->month <= 12 &&
		       (!rd->last || rd->month < rd->last || rd->year);
	case KIND_QUARTER:
		return rd->n >= 1 && rd->n <= 4;
	case KIND_YEAR:
		return years_stand(rd, arg(a, DATES_LAST).n);
	case KIND_CENTURY:
		return rd->has_shift || (rd->n >= 1 && rd->n <= 22);
	case KIND_DECADE:
		return rd->year > 0 || rd->has_shift;
	case KIND_WEEK:
		return rd->n <= 53 && (rd->month || rd->n > 0);
	case KIND_SPAN:
		return rd->n >= 1 &&
		       (rd->n <= 12 || !str_eq(rd->unit, STR("M")));
	case KIND_TET:
		return rd->day >= 1 && rd->day <= 30;
	case KIND_LUNAR_YEAR:
		return rd->cycle >= 0;
	case KIND_HOLIDAY:
		return rd->holiday_month > 0 && (!rd->day || day_stands(rd));
	case KIND_LENGTH:
		return length_stands(rd, count(a, DATES_MOST, LEXICON_NONE));
	case KIND_AGO:
		return rd->n > 0;
	case KIND_ROUND:
	case KIND_EDGE_DAY:
	case KIND_NEAR:
	case KIND_WEEKDAY:
	case KIND_NAMED_MONTH:
	case KIND_SEASON:
	case KIND_WEEKEND:
	case KIND_NEAR_TIME:
	case KIND_HALF:
	case KIND_SAME_MONTHS:
	case KIND_CLOCK:
	case KIND_PART:
	case KIND_RANGE:
	case KIND_FROM_OTHER:
	case KIND_TO_NOW:
	case KINDS:
		return true;
	}
	return true;
}

/* --- the whole --- */

static bool
read_kind(const struct args *a, enum dates_kind *out)
{
	unsigned kind = a->m->rule->kind;

	if (a->m->group[DATES_KIND].start != SPAN_NONE)
		for (kind = KINDS; kind > 0; kind--)
			if (str_eq(arg(a, DATES_KIND),
				    dates_kind_name[kind - 1]))
				break;
	*out = (enum dates_kind)(kind - 1);
	return kind > 0;
}

/* A word for a day or month that is of the lunar calendar alone: "mùng ba",
 * "Chạp". A number in digits is no such word. */
static bool
is_lunar(const struct args *a, enum lexicon_name lexicon, enum dates_group i)
{
	int n;

	return (a->has >> i & 1) && !str_to_int(arg(a, i), &n) &&
	       word(a, lexicon, i, "lunar").n > 0;
}

static void
read_numbers(const struct args *a, struct reading *rd)
{
	rd->day = count(a, DATES_DAY, LEXICON_DAY_WORD);
	rd->month = count(a, DATES_MONTH, LEXICON_MONTH_WORD);
	rd->year = whole_year(count(a, DATES_YEAR, LEXICON_NONE),
		rd->kind == KIND_DECADE ? 4 : arg(a, DATES_YEAR).n);
	rd->lunar = (a->has & HAS(CALENDAR)) ||
		    is_lunar(a, LEXICON_DAY_WORD, DATES_DAY) ||
		    is_lunar(a, LEXICON_MONTH_WORD, DATES_MONTH);
	rd->n = count(a, DATES_NUMBER, LEXICON_NONE);
}

/* What most dates do not have; `rd` has what they do. */
static void
read_rest(const struct args *a, struct reading *rd)
{
	rd->last = count(a, DATES_LAST, LEXICON_WEEKDAY);
	if (rd->kind == KIND_YEAR && rd->last && arg(a, DATES_LAST).n == 2)
		rd->last += rd->year / 100 * 100;
	rd->weekday = count(a, DATES_WEEKDAY, LEXICON_WEEKDAY);
	put_part(rd, word(a, LEXICON_DAY_PART, DATES_PART, "value"));
	rd->leap = word(a, LEXICON_LUNAR_WORD, DATES_CALENDAR, "leap").n > 0;
	read_shift(a, rd);
	read_cycle(a, rd);
	if (arg(a, DATES_NAME).n)
		read_name(a, rd);
	rd->minute = count(a, DATES_MINUTE, LEXICON_NONE);
	if (arg(a, DATES_HOUR).n)
		read_clock(a, rd);
}

static bool
read_match(const struct rules *r, const struct doc *d, const struct match *m,
	struct reading *rd)
{
	static const unsigned seldom = HAS(LAST) | HAS(WEEKDAY) | HAS(PART) |
				       HAS(CALENDAR) | HAS(SHIFT) | HAS(STEM) |
				       HAS(NAME) | HAS(MINUTE) | HAS(HOUR);
	struct args a;

	a.r = r;
	a.d = d;
	a.m = m;
	take_args(&a);
	rd->match = m;
	if (!read_kind(&a, &rd->kind))
		return false;
	rd->cycle = -1;
	read_numbers(&a, rd);
	if (a.has & (HAS(EDGE) | HAS(MOD)))
		read_mods(&a, rd);
	read_unit(&a, rd);
	if (a.has & seldom)
		read_rest(&a, rd);
	if (rd->kind == KIND_LENGTH || rd->kind == KIND_ROUND) {
		rd->number = amount(&a, DATES_NUMBER);
		rd->most = amount(&a, DATES_MOST);
	}
	return parts_stand(rd) && stands(&a, rd);
}

const struct reading *
dates_read(const struct rules *r, const struct doc *d, const struct match *m)
{
	struct reading *rd = (struct reading *)m->read;

	if (rd) {
		rd->match = m; /* it was read before it had its place */
		return rd;
	}
	rd = MEM_NEW(d->mem, struct reading);
	return read_match(r, d, m, rd) ? rd : NULL;
}

/* Days from the nearest 15/3 of any year to the publication; with a weekday,
 * of those years that agree. */
static long
distance(const struct reading *rd, const struct date *published, int weekday)
{
	long best = 400, n;
	int i;

	for (i = -1; i <= 1; i++) {
		struct date d = { published->year + i, rd->month, rd->day };

		if (!date_valid(d) || (weekday && date_weekday(d) != weekday))
			continue;
		n = date_to_days(d) - date_to_days(*published);
		n = n < 0 ? -n : n;
		if (n < best)
			best = n;
	}
	return best;
}

bool
dates_plausible(const struct reading *rd, struct str published)
{
	bool near, beside;
	enum { MOST_OF_YEAR = 300 };
	struct date day;
	long days;

	if (rd->kind != KIND_DAY || rd->year || rd->lunar || !rd->month)
		return true;
	near = str_eq(rd->flag, STR("near"));
	beside = str_eq(rd->flag, STR("beside"));
	if (!near && !beside)
		return true;
	if (!date_read(published, &day))
		return !near;
	days = distance(rd, &day, 0);
	if (near)
		return days <= NEAR_DAYS;
	return days <= BESIDE_DAYS ||
	       (rd->weekday && distance(rd, &day, rd->weekday) <= MOST_OF_YEAR);
}

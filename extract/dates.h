/* What the mentions of `dates` are read into, and how they become times.
 *
 *   match -> reading (what the words say) -> the time that is meant
 *
 * The first step knows one match, the second the article around it. */
#ifndef DATES_H
#define DATES_H

#include "base/lunar.h"
#include "doc.h"
#include "rules.h"
#include "timex.h"

/* Arguments of the rules, in the order of value_dates.groups. */
#define DATES_GROUPS(X)                                                        \
	X(KIND, "kind") /* one of DATES_KINDS */                               \
	X(DAY, "day")                                                          \
	X(MONTH, "month")                                                      \
	X(YEAR, "year")                                                        \
	X(LAST, "last") /* last day, month or year of a stretch */             \
	X(HOUR, "hour")                                                        \
	X(MINUTE, "minute")                                                    \
	X(PART, "part") /* of the day */                                       \
	X(WEEKDAY, "weekday")                                                  \
	X(NUMBER, "number") /* a count; minutes before an hour */              \
	X(MOST, "most")	    /* the larger count of two */                      \
	X(UNIT, "unit")	    /* what is counted, or what `shift` moves */       \
	X(EDGE, "edge")	    /* beginning, middle, end */                       \
	X(SHIFT, "shift")   /* this one, the next, the last */                 \
	X(NAME, "name")	    /* of a day, month or season; whole of a part */   \
	X(STEM, "stem")                                                        \
	X(BRANCH, "branch")                                                    \
	X(CALENDAR, "calendar") /* lunar, where it took part */                \
	X(MORE, "more")		/* and a half */                               \
	X(MOD, "mod")		/* TIMEX3's, or how a rule wants to be read */

#define DATES_ENUM(name, word) DATES_##name,
enum dates_group { DATES_GROUPS(DATES_ENUM) DATES_GROUP_COUNT };
#undef DATES_ENUM

#define DATES_KINDS(X)                                                         \
	X(DAY, "day")		      /* 31/5/2021 */                          \
	X(EDGE_DAY, "edge-day")	      /* ngày đầu tiên của tháng ba */ \
	X(NEAR, "near")		      /* hôm nay, sáng mai */                \
	X(WEEKDAY, "weekday")	      /* thứ Hai tuần tới */             \
	X(MONTH, "month")	      /* tháng 5/2013 */                      \
	X(NAMED_MONTH, "named-month") /* Tháng Công nhân */                 \
	X(QUARTER, "quarter")                                                  \
	X(YEAR, "year") /* năm 2021, 2016 – 2020 */                         \
	X(DECADE, "decade")                                                    \
	X(CENTURY, "century")                                                  \
	X(SEASON, "season")                                                    \
	X(WEEK, "week") /* tuần 23 năm 2021 */                              \
	X(WEEKEND, "weekend")                                                  \
	X(NEAR_TIME, "near-time")     /* tháng trước, năm ngoái */       \
	X(SPAN, "span")		      /* 6 tháng đầu năm */               \
	X(HALF, "half")		      /* nửa đầu năm */                  \
	X(SAME_MONTHS, "same-months") /* cùng kỳ năm ngoái */             \
	X(TET, "tet")		      /* mùng 3 Tết */                      \
	X(LUNAR_YEAR, "lunar-year")   /* năm Quý Tỵ */                     \
	X(HOLIDAY, "holiday")	      /* Quốc khánh */                      \
	X(CLOCK, "clock")	      /* 19:30 */                              \
	X(PART, "part")		      /* ban đêm */                          \
	X(LENGTH, "length")	      /* 5 năm */                             \
	X(AGO, "ago")		      /* cách đây 2 ngày */                \
	X(ROUND, "round")	      /* hằng năm */                        \
	X(RANGE, "range")	      /* two others */                         \
	X(FROM_OTHER, "from-other")   /* một tuần trước Tết */        \
	X(TO_NOW, "to-now")	      /* another up to the publication */

#define DATES_ENUM(name, word) KIND_##name,
enum dates_kind { DATES_KINDS(DATES_ENUM) KINDS };
#undef DATES_ENUM

enum dates_type { TYPE_DATE, TYPE_TIME, TYPE_DURATION, TYPE_SET };
enum dates_basis { BASIS_EXPLICIT, BASIS_PUBLISHED, BASIS_CONTEXT };

extern const struct str dates_kind_name[KINDS];

/* What the words of one match say. A number that they do not give is 0, an
 * hour or a weekday's shift that they do not give has its own flag. */
struct reading {
	const struct match *match;
	enum dates_kind kind;
	int day, month, year, last, weekday;
	bool has_clock;
	int hour, minute;
	char part[3];
	int n;			 /* number, as a whole one */
	struct str number, most; /* as TIMEX3 has it; "X" for a vague one */
	struct str unit;	 /* "Y", "TH" */
	enum timex_mod edge, mod;
	struct str flag; /* `mod` where it is none of TIMEX3's */
	bool has_shift, shift_context, shift_loose, shift_recent, shift_year;
	int shift;
	bool lunar, leap, named, of_month;
	bool solar; /* lunar, or the same day of the other */
	int cycle;  /* year of the sixty, or -1 */
	int holiday_month, holiday_day;
	int neighbour; /* year that the date beside it gives, or 0 */
};

/* What a match's arguments say; NULL when they are no time ("30/2"). In d->mem,
 * or what `accept` has read. */
const struct reading *dates_read(
	const struct rules *r, const struct doc *d, const struct match *m);

/* May it stand, so close to or far from the day of publication? */
bool dates_plausible(const struct reading *rd, struct str published);

/* The time that is meant. */
struct time {
	enum dates_type type;
	enum dates_basis basis;
	struct point at, until; /* until: grain NONE where it is one point */
	struct str length;	/* of a DURATION or a SET: its value */
	enum timex_mod mod;
	bool lunar, known; /* known: from and to stand */
	struct date from, to;
	bool contradicts; /* the weekday is not that of the date */
};

/* Months, a quarter, a half: one point, or two ends. */
struct stretch {
	struct point at, until;
	size_t end; /* where it stood */
};

/* The year and month that an article speaks of most, or 0. */
struct dates_topic {
	bool known;
	int year, month;
};

/* The article as far as it has been read. */
struct dating {
	const struct rules *r;
	struct doc *d;
	unsigned type;
	const struct date *published; /* NULL: not known */
	long published_days;	      /* since 1970 */
	int published_hour;	      /* -1: not known */
	struct dates_topic *topic;    /* read when it is first asked for */
	struct point day;	      /* the day spoken of last; GRAIN_NONE */
	struct point last;	      /* the point spoken of last */
	size_t day_at, last_at;	      /* and where it stood */
	struct point past;	      /* the last day that has come */
	struct stretch months;	      /* months compared by "cùng kỳ" */
	struct stretch first_months;  /* "9 tháng năm 2025" */
	unsigned months_counted;      /* bit 9 where it speaks of those */
};

const struct dates_topic *dates_topic(const struct dating *g);

/* Settles a reading; year is what a neighbour says, or 0. */
void dates_settle(
	struct dating *g, const struct reading *rd, int year, struct time *out);

/* Moves a settled time by a length, back where sign is -1: "một tuần trước
 * Tết". False when it can't be. */
bool dates_count(const struct reading *length, int sign, struct time *t);

/* Do words of that lexicon stand right before the match? With start not
 * NULL: where they begin. */
bool dates_word_before(const struct dating *g, const struct match *m,
	enum lexicon_name lexicon, size_t *start);

/* May "cùng ngày" of a later paragraph mean this one? */
bool dates_is_story(
	const struct dating *g, const struct match *m, const struct time *t);

/* Is that place (a byte of text.seen) in the title? */
bool dates_in_title(const struct dating *g, size_t at);

/* Do both places (the first may be SPAN_NONE) stand in one sentence, in this
 * order? */
bool dates_same_sentence(const struct dating *g, size_t before, size_t at);

/* The year's lexical pull: 1 where the sentence speaks of what is to come,
 * -1 of what is past, 0 where it does not say. */
int dates_pull(const struct dating *g, const struct match *m);

#endif

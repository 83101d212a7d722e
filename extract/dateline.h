/* Dates as an article shows when it was published:
 * "19:30 05/06/2021 | Lượt xem : 3779", "Thứ bảy, 07/03/2026 08:47 (GMT+7)". */
#ifndef DATELINE_H
#define DATELINE_H

#include "base/calendar.h"
#include "base/mem.h"

struct rules;

/* A day, and a time of day where one is shown. */
struct moment {
	struct date day;	  /* year 0: there is none */
	int hour, minute, second; /* hour -1: no time */
	int offset;		  /* of that time, in minutes east of UTC */
};

/* Reads a line, in small letters and as rules see text. Words are those of
 * the lexicons `date-line` and `weekday`; r may be NULL. True where it holds
 * a date and nothing else but such words, or, in an article's head, the name
 * of a person or place beside it. `modified` is filled where the line says
 * that it is the date of a change. */
bool dateline_read(struct str line, const struct rules *r, bool in_head,
	struct moment *published, struct moment *modified);

/* Reads a date that stands alone: ISO 8601, or as lines show it. */
bool dateline_iso(struct str given, struct mem *m, struct str *iso);

/* As ISO 8601; without a day, an empty text with p NULL. */
struct str moment_iso(const struct moment *t, struct mem *m);

#endif

/* Dates as machines give them: in <meta>, JSON-LD, <time>, feeds. */
#ifndef GIVEN_DATE_H
#define GIVEN_DATE_H

#include "base/calendar.h"
#include "base/mem.h"

struct rules;

struct given_date {
	struct str iso; /* ISO 8601; a day alone where it has no time */
	struct date day;
	bool time;
};

/* Reads ISO 8601 and what comes near it ("2021-6-5 7:05", "20210605"), RFC
 * 822 and its kin ("Sat, 05 Jun 2021 19:30:00 +0700", "June 5, 2021"), what
 * American servers write ("6/5/2021 7:30:00 PM"), seconds or milliseconds
 * since 1970, and what pages show (dateline.h; r may be NULL). A time without
 * an offset is Vietnam's where `vietnamese`, else left out. False where it is
 * no date, or one that stands for none (0001-01-01, 1970-01-01). */
bool given_date_read(struct str s, const struct rules *r, bool vietnamese,
	struct mem *m, struct given_date *out);

#endif

/* Parts of settling a date that its files share; see dates.h. */
#ifndef DATES_AROUND_H
#define DATES_AROUND_H

#include "dates.h"

/* --- dates_around.c: what the article gives --- */

/* A reading's day in a given year; false where that year has none. */
typedef bool dates_in_year(
	const struct reading *rd, int year, struct date *out);

/* Do both places (bytes of text.seen; the first may be SPAN_NONE) stand in
 * one paragraph, in this order? */
bool dates_same_paragraph(const struct dating *g, size_t before, size_t at);

/* The year that puts a day nearest to the publication, as far as its
 * sentence does not pull it elsewhere; out->basis is set. 0: not known. */
int dates_missing_year(const struct dating *g, const struct reading *rd,
	dates_in_year *in, struct time *out);

/* The year of a day, month or quarter: its own, a neighbour's, or the missing
 * one. */
int dates_year_of(
	const struct dating *g, const struct reading *rd, struct time *out);

/* The year of a part of it: "6 tháng đầu năm". */
int dates_plain_year(
	const struct dating *g, const struct reading *rd, struct time *out);

/* Years to add to that of the publication for "cuối năm", or for n months of
 * the year. */
int dates_edge_year(const struct dating *g, const struct reading *rd, int n);

/* The year in which a lunar year begins, by its name. 0: not known. */
int dates_cycle_year(const struct dating *g, const struct reading *rd);

/* The day from which "hôm nay", "hôm sau" count: that of the publication, or
 * the one spoken of last (context). */
bool dates_base_day(const struct dating *g, const struct reading *rd,
	bool context, struct date *out, struct time *time);

/* --- dates_long.c: months and what is longer --- */

void dates_settle_month(
	const struct dating *g, const struct reading *rd, struct time *out);
void dates_settle_near_time(
	const struct dating *g, const struct reading *rd, struct time *out);
void dates_settle_week(
	const struct dating *g, const struct reading *rd, struct time *out);
void dates_settle_weekend(
	const struct dating *g, const struct reading *rd, struct time *out);
void dates_settle_span(
	const struct dating *g, const struct reading *rd, struct time *out);
void dates_settle_half(
	const struct dating *g, const struct reading *rd, struct time *out);
void dates_settle_same_months(
	const struct dating *g, const struct reading *rd, struct time *out);
void dates_settle_long(
	const struct dating *g, const struct reading *rd, struct time *out);

/* The year or month of which a part is spoken. */
struct point dates_whole_of(
	const struct dating *g, const struct reading *rd, struct time *out);

/* The first or last n days of it. */
void dates_set_days(struct point whole, bool end, int n, struct time *out);

#endif

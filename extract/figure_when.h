/* The dates beside a figure: when it was so, and what it is compared with. */
#ifndef FIGURE_WHEN_H
#define FIGURE_WHEN_H

#include "doc.h"

struct rules;

/* Both are the values of dates, whose type is `dates` (or -1), beside the
 * figure of match `index`, which stands at these bytes of text.seen; empty
 * where there is none. */

/* The date that stands before the figure in its sentence, with no other
 * figure between them. */
struct str figure_when(
	const struct doc *d, int dates, size_t index, struct span at);

/* Bytes of "so với" behind a blank at byte `end` of text.seen; 0 where none
 * is. */
size_t figure_versus_word(
	const struct rules *r, const struct doc *d, size_t end);

/* The date that the figure is compared with: "so với năm 2015". */
struct str figure_versus(const struct rules *r, const struct doc *d, int dates,
	size_t index, struct span at);

#endif

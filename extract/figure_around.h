/* The words around a number: "tăng lên gần" before it, "trở lên" behind. */
#ifndef FIGURE_AROUND_H
#define FIGURE_AROUND_H

#include "doc.h"

struct rules;

struct figure_around {
	struct str modifier; /* empty where there is none */
	struct str change;
	bool loose;	 /* a change that counted things do not have */
	bool ratio;	 /* "gấp" */
	bool from;	 /* "từ" */
	bool some;	 /* "hàng" before "trăm": no number that is known */
	bool hard, soft; /* "khóa", "nhóm": a label, its number a name */
	bool capital;	 /* a capitalised word, not a sentence's first,
			    stands right before it: "iPhone 17" */
};

/* Looks back from byte `start` of text.seen and on from byte `end`, by the
 * lexicons `before-figure` and `after-figure`. */
struct figure_around figure_around(
	const struct rules *r, const struct doc *d, size_t start, size_t end);

#endif

/* The words around a number: "tăng lên gần" before it, "trở lên" behind. */
#ifndef FIGURE_AROUND_H
#define FIGURE_AROUND_H

#include "doc.h"

struct rules;

struct figure_around {
	struct str modifier; /* empty where there is none */
	struct str change;
	bool loose;    /* a change that counted things do not have */
	bool ratio;    /* "gấp" */
	bool from;     /* the modifier is that of "từ" */
	bool aged;     /* ... of "ngoài": of ages alone */
	bool compared; /* ... of "cao hơn", "thấp hơn" */
	bool some;     /* "hàng" before "trăm": no number that is known */
	/* A label, its number a name: always ("khóa"), but of what it holds
	 * ("lớp 45 học sinh"), where no known noun follows ("nhóm"). */
	bool hard, firm, soft;
	bool digits; /* ... of digits alone: "điều 2" */
};

/* Looks back from byte `start` of text.seen, by the lexicon `before-figure`. */
struct figure_around figure_before(
	const struct rules *r, const struct doc *d, size_t start);

/* Does a word with a capital stand right before byte `start`, that is not a
 * sentence's first: "iPhone 17"? */
bool figure_capital(const struct doc *d, size_t start);

/* Looks on from byte `end` as well, by the lexicon `after-figure`. */
void figure_behind(const struct rules *r, const struct doc *d, size_t end,
	struct figure_around *a);

#endif

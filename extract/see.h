/* The text that rules see: tone marks in their old place, white space single.
 * What normal.c does last, apart from its letters. */
#ifndef SEE_H
#define SEE_H

#include "doc.h"

/* Fills t->seen and what leads back from t->out. */
void see_text(struct mem *m, struct text *t);

/* What text.seen has for a part of text.out; s itself where that is so. */
struct str see_line(struct mem *m, struct str s);

/* A pattern, or a word of a lexicon, so that it meets what see_text makes:
 * "\t", "[Qq]uý"; white space is left alone. */
struct str see_pattern(struct mem *m, struct str s);

#endif

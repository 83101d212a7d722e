/* In which organisation an office is held, where the words beside it leave
 * that to the rest of the article. */
#ifndef ROLE_UNIT_H
#define ROLE_UNIT_H

#include "doc.h"

struct rules;

enum { ANSWERS_MOST = 32 };

/* What was asked of the whole article, once: "tỉnh", "Bộ". */
struct answer {
	struct str word, text;
};

struct role_units {
	const struct rules *r;
	struct doc *d; /* its units interpreted */
	struct answer place[ANSWERS_MOST], head[ANSWERS_MOST];
	size_t nplace, nhead;
};

/* The fullest name that the article gives of the organisation in a range of
 * text.seen: "Sở Nội vụ" -> "Sở Nội vụ tỉnh Lạng Sơn". Where a name leaves
 * open whose it is ("UBND tỉnh"), the province that the article speaks of
 * most is put to it. Empty where there is none. */
struct str role_unit(struct role_units *u, struct span at);

/* What such a range is called in full where no organisation stands there, but
 * what is behind its first word: "Quốc phòng" behind "Bộ trưởng". Empty where
 * the title does not say that word. */
struct str role_unit_joined(
	struct role_units *u, struct str title, struct str rest);

/* For a title alone: the organisation spoken of most whose name begins with
 * the word that the lexicon `title` gives it ("Bộ" for "Bộ trưởng"). */
struct str role_unit_of_title(struct role_units *u, struct str title);

#endif

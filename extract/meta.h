/* What an article's text shows of itself: its title line, the line with its
 * date, the names of its authors at the end. Nothing is taken out of it. */
#ifndef META_H
#define META_H

#include "base/mem.h"
#include "dateline.h"

struct rules;

enum { AUTHORS_MAX = 8 };

struct meta {
	struct str title; /* in text; p NULL where there is none */
	struct moment published, modified;
	struct str author[AUTHORS_MAX];
	size_t nauthor;
};

/* Words come from the lexicons in rules/lexicon/article.yaml, and names that
 * are no person's from those of the press and of places. */
void meta_find(struct str text, const struct rules *r, struct mem *m,
	struct meta *out);

/* As meta_find, the authors in one line that says so: "Bài, ảnh: Thanh Hà -
 * Lê Minh". */
void meta_authors(struct str line, const struct rules *r, struct mem *m,
	struct meta *out);

/* s without blanks at both ends, those of HTML (U+00A0) too. */
struct str meta_trim(struct str s);

#endif

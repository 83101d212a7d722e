/* html -> the article's body: which blocks are the article, and which are
 * what a page has besides. */
#ifndef BODY_H
#define BODY_H

#include "html.h"

struct node;
struct rules;

struct body {
	struct str text; /* paragraphs, a blank line between; n == 0:
			    the page holds no article */
	/* Short lines before and behind it that were left out: dates and
	 * names stand there. */
	struct str head, tail;
	bool list;	       /* the page is a list of articles */
	struct node *captions; /* of its pictures: a list of texts */
};

/* title: as the page's metadata have it (p NULL: none); its repetition at the
 * head of the body is left out. All in memory of m. */
void body_find(const struct html *h, const struct rules *r, struct str title,
	struct mem *m, struct body *out);

#endif

/* What the files that look for an article's body share. */
#ifndef BODY_WORK_H
#define BODY_WORK_H

#include <stdint.h>

#include "html.h"
#include "page_words.h"

struct rules;

enum { ABOUT_MAX = 4 };

/* What is known of one block. */
struct block_mark {
	int worth;	 /* of it for an article: bytes of text that speak for
			    one, less than 0 where it speaks against it */
	size_t plain;	 /* bytes that are in no link */
	bool good : 1;	 /* a paragraph, by its length and its end */
	bool ends : 1;	 /* as a sentence does */
	bool linked : 1; /* nearly all of it is links */
	bool out : 1;	 /* hidden, or in an element that is dropped */
	bool caption : 1;
	bool teaser : 1; /* of another article: a linked title above it */
	bool proved : 1; /* stands in the page's own articleBody (JSON-LD) */
};

struct body_work {
	const struct html *h;
	struct mem *mem;
	struct page_words *words;
	struct str title; /* as page_words_seen has it */
	bool centered;	  /* its paragraphs are in the middle of the page */
	bool easy;	  /* the second look at a page on which the first one
			     found next to nothing: fewer elements are dropped */
	struct block_mark *mark;     /* by block */
	uint16_t *labels;	     /* by element: its own */
	bool *pictured;		     /* by block: a picture is before it */
	bool *dropped;		     /* by element: it or one around it */
	size_t *good;		     /* bytes of good text before a block */
	int64_t *sum;		     /* worth before a block */
	struct str told;	     /* articleBody of JSON-LD; n == 0: none */
	struct str about[ABOUT_MAX]; /* descriptions in its meta */
	size_t nabout;
	const struct html_element *main; /* that is called the body; or NULL */
	size_t searched;		 /* bytes of it gone through */
};

/* Fills mark, labels, dropped, good, sum. */
void body_mark(struct body_work *w);

/* The element that holds the article, or NULL. */
const struct html_element *body_pick(const struct body_work *w);

/* articleBody of the page's JSON-LD, white space single; n == 0: none. */
struct str body_told(const struct html *h, struct mem *m);

/* The same as paragraphs, a blank line between: for a page that shows its
 * text by script alone. */
struct str body_told_text(const struct html *h, struct mem *m);

/* Is the page a list of articles and none itself? keep: blocks that would be
 * its text, by block; those of [first, end) are looked at. */
bool body_is_list(
	const struct body_work *w, const bool *keep, size_t first, size_t end);

static inline size_t
body_good(const struct body_work *w, const struct html_element *e)
{
	return w->good[e->end] - w->good[e->first];
}

static inline int64_t
body_sum(const struct body_work *w, const struct html_element *e)
{
	return w->sum[e->end] - w->sum[e->first];
}

#endif

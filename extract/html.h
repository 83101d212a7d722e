/* page -> flat blocks: the only reader of markup. What an article is, and
 * what is known of it, is judged from these by others (article.c, body.c,
 * page_meta.c).
 *
 * All texts are valid UTF-8 in memory of the mem that html_read was given.
 * Character references are read. */
#ifndef HTML_H
#define HTML_H

#include <stdbool.h>

#include "base/mem.h"
#include "base/str.h"
#include "html_tags.h"

struct ex_err;
struct node;

/* An element; its memory ends with the arena. What is not shown (scripts,
 * styles, forms' fields) has none. */
struct html_element {
	const struct html_element *parent; /* NULL: the outermost */
	struct str tag;			   /* small letters: "div" */
	enum html_tag is;		   /* the same for comparing */
	/* Values of class, id, role, itemprop, data-role and the like, in
	 * small letters, one blank between, a '-' where letters turned to
	 * capitals ("sapoText": sapo-text); p NULL where it has none. */
	struct str words;
	struct str itemprop, rel, datetime, content; /* or p NULL */
	unsigned depth;				     /* of the outermost: 0 */
	unsigned number;   /* in order of their start, from 0 */
	unsigned last;	   /* number of the last one within it, or its own */
	size_t first, end; /* the blocks in it: [first, end) */
	struct str text;   /* in it: its first 512 bytes, blocks on lines */
	bool hidden;	   /* it or one around it: hidden, aria-hidden,
			      display:none */
	bool link;	   /* <a href> */
	bool center;	   /* <center>, or it says so of itself */
};

enum html_kind {
	HTML_TEXT,    /* a paragraph, or text with no element of its own */
	HTML_HEADING, /* level 1 .. 6 */
	HTML_ITEM,    /* of a list */
	HTML_ROW,     /* of a table: cells, " | " between */
	HTML_QUOTE,
	HTML_CAPTION, /* figcaption, or of a table */
	HTML_CODE     /* pre: its white space is kept */
};

/* A run of text with nothing of block level in it. */
struct html_block {
	enum html_kind kind;
	unsigned level;
	struct str text; /* blanks folded to one, <br> is '\n', two of them end
			    the block; never empty */
	size_t link;	 /* bytes of text that stand within <a href> */
	const struct html_element *in;	 /* innermost around all of it; may be
					    inline: <p><b>all of it</b></p> */
	const struct html_element *row;	 /* innermost <tr>, or NULL */
	const struct html_element *cell; /* innermost <td>, <th>, or NULL */
};

/* <meta name=... content=...>, by name, property, itemprop or http-equiv, in
 * small letters. */
struct html_meta {
	struct str name, content;
};

/* <link rel=... href=...>, and <a rel=... href=...>. */
struct html_link {
	struct str rel, href, text, type; /* text: of <a>; else p NULL */
	const struct html_element *in;	  /* the <a>; of <link>: around it */
};

/* <time>, and any element with itemprop or datetime: its text (its first 512
 * bytes) and values are wanted where microdata give a date or authors. */
struct html_mark {
	const struct html_element *in;
	struct str text;
	size_t block; /* number of blocks before it */
};

struct html {
	struct html_block *block;
	size_t nblock;
	struct html_element **element; /* by number */
	size_t nelement;
	struct html_meta *meta;
	size_t nmeta;
	struct html_link *link;
	size_t nlink;
	struct html_mark *mark;
	size_t nmark;
	struct str *ld; /* texts of <script type="application/ld+json"> */
	size_t nld;
	struct str title;    /* of <title>; p NULL where there is none */
	struct str language; /* lang of <html> or <body>; p NULL: none */
	struct str base;     /* href of <base>; p NULL: none */
};

/* To be called before pages are read: loads libxml2, whose own memory of having
 * begun is not safe from several threads. -1: e says why it can't be loaded. */
int html_begin(struct ex_err *e);

/* Reads page (UTF-8) into *out, in memory of m. Never fails: what cannot be
 * read is passed over. Depth, elements, attributes and text are bounded, time
 * is linear in page.n; where a bound was met, a sentence that says which is
 * added to warnings (a list of texts). */
void html_read(struct str page, struct mem *m, struct html *out,
	struct node *warnings);

/* Is e in around (or the same)? */
bool html_within(
	const struct html_element *e, const struct html_element *around);

#endif

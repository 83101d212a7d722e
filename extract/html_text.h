/* Text and elements of a page, as a parser tells of them, into blocks. */
#ifndef HTML_TEXT_H
#define HTML_TEXT_H

#include "base/buf.h"
#include "html.h"

enum { ROWS_MAX = 32 };

/* What is being made. Until html_text_end, texts are offsets into all. */
struct html_text {
	struct mem *mem;
	struct html *out;
	size_t cap; /* of out->block */
	struct buf all;
	size_t *start; /* of each block in all, as out->block */

	/* The block that is open; at SPAN_NONE when none is. */
	size_t at, link;
	const struct html_element *in;
	bool blank;	 /* white space is due before more text */
	unsigned breaks; /* <br> since its last text */

	unsigned links; /* <a href> that are open */
	unsigned pre;	/* <pre> that are open */
	const struct html_element *cell;
	struct {
		const struct html_element *tr, *cell;
		size_t first; /* block */
	} row[ROWS_MAX];
	unsigned nrow; /* may pass ROWS_MAX: those are no rows then */
};

void html_text_begin(struct html_text *t, struct mem *m, struct html *out);

/* Text that stands in the element in. */
void html_text_put(
	struct html_text *t, const struct html_element *in, struct str s);

/* <br>. */
void html_text_br(struct html_text *t);

/* An element begins or ends that breaks the text; in both, its own cell and
 * row are seen to. */
void html_text_open(struct html_text *t, const struct html_element *e);
void html_text_close(struct html_text *t, const struct html_element *e);

/* Where in `all` text put now would stand, for marks. */
size_t html_text_at(const struct html_text *t);

/* Ends the last block and gives blocks their texts. */
void html_text_end(struct html_text *t);

#endif

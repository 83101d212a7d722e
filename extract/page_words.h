/* What words tell of a page: the classes of its elements, and lines that are
 * no sentences of an article. Words come from rules/lexicon/layout.yaml. */
#ifndef PAGE_WORDS_H
#define PAGE_WORDS_H

#include "base/mem.h"
#include "base/str.h"

struct rules;

/* Kinds of element, a bit each. */
#define PAGE_LABELS(X)                                                         \
	X(body)                                                                \
	X(caption)                                                             \
	X(nav)                                                                 \
	X(comment)                                                             \
	X(related)                                                             \
	X(share)                                                               \
	X(notice)                                                              \
	X(ad)                                                                  \
	X(side)                                                                \
	X(person)                                                              \
	X(meta)                                                                \
	X(lead)                                                                \
	X(layer)

#define PAGE_LABEL_PLACE(name) LABEL_PLACE_##name,
enum { PAGE_LABELS(PAGE_LABEL_PLACE) LABELS };
#undef PAGE_LABEL_PLACE
#define PAGE_LABEL_BIT(name) LABEL_##name = 1u << LABEL_PLACE_##name,
enum { PAGE_LABELS(PAGE_LABEL_BIT) LABEL_none = 0 };
#undef PAGE_LABEL_BIT

enum page_line {
	LINE_TEXT,
	LINE_END,   /* the article ends before it */
	LINE_LABEL, /* it and the list behind it are not the article's */
	LINE_ALONE, /* it is not the article's */
	LINE_CAPTION
};

/* Remembers what it was asked; one for each page, in memory of m. */
struct page_words *page_words_new(const struct rules *r, struct mem *m);

/* The labels (LABEL_...) that the words of an element (html_element's) give
 * it. */
unsigned page_words_class(struct page_words *w, struct str words);

/* What a line says by its beginning; *behind (bytes) is where that ends. */
enum page_line page_words_line(
	struct page_words *w, struct str line, size_t *behind);

/* line in small letters, as rules see it; at most `most` bytes of it. */
struct str page_words_seen(struct page_words *w, struct str line, size_t most);

#endif

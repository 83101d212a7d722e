/* article -> text: NFC, look-alikes mended, one spelling a word. */
#ifndef NORMAL_H
#define NORMAL_H

#include "doc.h"

struct ex_err;

/* Fills d->text from d->article.text, and normalises the article's other
 * texts (title, authors, captions) in place. */
int normal(struct doc *d, struct ex_err *e);

/* s as it stands in text.out: NFC, look-alikes mended. */
struct str normal_out(struct mem *m, struct str s);

/* s as rules see it: normal_out, tone marks in their old place ("hòa",
 * "thúy", "quý"); white space is left alone. What the rule loader does to
 * every pattern and every lexicon entry. */
struct str normal_seen(struct mem *m, struct str s);

#endif

/* page -> article: title, body, publication date, authors. */
#ifndef ARTICLE_H
#define ARTICLE_H

#include "doc.h"

struct ex_err;
struct rules;

/* Fills d->article from d->page and d->raw.fields. What words tell (names of
 * weekdays, "Lượt xem", agencies) comes from lexicons in r. */
int article(struct doc *d, const struct rules *r, struct ex_err *e);

#endif

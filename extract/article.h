/* page -> article: title, body, publication date, authors. */
#ifndef ARTICLE_H
#define ARTICLE_H

#include "doc.h"

struct ex_err;
struct rules;

/* Fills d->article from d->page and d->raw.fields. What words tell (names of
 * weekdays, "Lượt xem", agencies) comes from lexicons in r. */
int article(struct doc *d, const struct rules *r, struct ex_err *e);

/* A date of publication as somebody gives it: ISO 8601 is kept, with +07:00
 * where a time has no offset; "19:30 05/06/2021" and "5/6/2021" are read as
 * in an article. False where it is none. */
bool article_date(struct str given, struct mem *m, struct str *iso);

#endif

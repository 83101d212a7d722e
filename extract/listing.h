/* The addresses that feeds and sitemaps list: RSS, Atom, sitemaps, news
 * sitemaps, and the sitemaps that an index names. */
#ifndef LISTING_H
#define LISTING_H

#include "base/calendar.h"

struct ex_err;
struct listing;

enum { LISTING_MAX = 200 * 1000 }; /* addresses; more are passed over */

/* since: what is older is left out, and what has no date; year 0: nothing.
 * max: so many are wanted; 0: all. NULL: memory is out. */
struct listing *listing_new(struct date since, size_t max);

/* Adds what stands in body, plain or packed by gzip, found at url. -1: e says
 * why not. */
int listing_read(
	struct listing *l, struct str body, const char *url, struct ex_err *e);

/* Adds a list that is to be read; url must outlive l. */
int listing_add(struct listing *l, const char *url, struct ex_err *e);

/* The next list that is to be read, newest first; NULL: no more are needed. */
const char *listing_list(struct listing *l);

/* When all are read: the next article, newest first, those without a date
 * last; NULL: no more. */
const char *listing_article(struct listing *l);

void listing_free(struct listing *l);

#endif

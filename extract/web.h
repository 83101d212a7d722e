/* What is to be fetched, as streams: the addresses among the operands in
 * their order, then those of a list, then the articles of feeds. */
#ifndef WEB_H
#define WEB_H

#include "base/calendar.h"
#include "fetch.h"

struct stream;
struct web;

struct web_options {
	struct fetch_options fetch;
	const char *urls;  /* a file of addresses, "-", or NULL */
	const char **feed; /* addresses of feeds and sitemaps */
	size_t nfeed;
	struct date since; /* articles of feeds: that day or later; year 0:
			      all */
	size_t max;	   /* so many of them; 0: all */
	/* Addresses of urls and feeds that are not wanted; NULL: all are.
	 * Called by fetch's thread. */
	bool (*skip)(void *arg, const char *address);
	void *skip_arg;
};

/* Whether anything is to be fetched. */
bool web_is_wanted(const struct web_options *o, const char *const *operand,
	size_t noperand);

/* o and operand must outlive it. NULL: e says why. */
struct web *web_open(const struct web_options *o, const char *const *operand,
	size_t noperand, struct ex_err *e);

/* 1: *s is the next page, until the next call. 0: there are no more. -1: it
 * could not be had: e says why, s->uri which. */
int web_next(struct web *w, struct stream *s, struct ex_err *e);

/* Addresses known to lie ahead behind the operands. */
size_t web_ahead(struct web *w);

void web_close(struct web *w);

#endif

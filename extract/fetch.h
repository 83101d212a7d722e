/* Pages from the web, in the order of their list, whatever the order in which
 * they come. A thread of its own fetches ahead of who reads, and waits when
 * too much lies ready.
 *
 *   list -> [job][job][job]... -> fetch_next
 *             \ transfers (base/http.h), robots.txt, retries /
 */
#ifndef FETCH_H
#define FETCH_H

#include <stdbool.h>

#include "base/str.h"

struct ex_err;
struct fetch;

struct fetch_options {
	const char *agent;  /* how we name ourselves: "extract/1.0" */
	const char *cacert; /* certificates to trust; NULL: the system's */
	const char *cache;  /* a folder that keeps pages, or NULL */
	unsigned jobs;	    /* pages at a time; 0: FETCH_JOBS */
	unsigned retries;   /* how often what failed is tried again */
	double delay;	    /* seconds between two pages of a host */
	double timeout;	    /* seconds that a page may take; 0: FETCH_TIMEOUT */
	size_t most;	    /* bytes that a page may have; 0: FETCH_BYTES */
	bool ignore_robots;
	bool allow_private; /* addresses of the own network */
};

enum {
	FETCH_JOBS = 8,
	FETCH_JOBS_MAX = 64,
	FETCH_RETRIES = 3,
	FETCH_TIMEOUT = 120,
	FETCH_BYTES = 64 << 20,
	FETCH_ADDRESS = 8192 /* bytes that an address has, with its NUL */
};

enum fetch_list_result {
	FETCH_FAULT = -1, /* what stands in to cannot be had: e says why */
	FETCH_END,
	FETCH_ADDRESS_READ,
	FETCH_LATER /* nothing yet: when fd can be read there may be */
};

/* The addresses that are wanted. Called by fetch's thread. */
struct fetch_list {
	/* The next one into to (FETCH_ADDRESS bytes), with a NUL. */
	enum fetch_list_result (*next)(void *arg, char *to, struct ex_err *e);
	int fd; /* -1: it never says FETCH_LATER */
	void *arg;
};

/* A page. */
struct fetched {
	char *asked;   /* the address as the list has it */
	char *url;     /* where it was found at last */
	char *media;   /* "text/html"; "": not said */
	char *charset; /* the same */
	char time[24]; /* "2026-01-31T08:00:00Z" */
	char *body;
	size_t n;
};

/* NULL: e says why. Nothing is fetched yet. */
struct fetch *fetch_open(const struct fetch_options *o, struct ex_err *e);

/* Begins with a list, which must stay until fetch_next says 0. -1: e says why
 * not. The list before must have ended. */
int fetch_begin(
	struct fetch *f, const struct fetch_list *list, struct ex_err *e);

/* The next page in the order of the list: 1. 0: that was all. -1: it could
 * not be had: e says why, (*page)->asked which. *page is f's, until the next
 * call. Waits for as long as it takes. */
int fetch_next(struct fetch *f, const struct fetched **page, struct ex_err *e);

/* Addresses that lie ahead, as far as the list was read. */
size_t fetch_ahead(struct fetch *f);

/* Ends what is under way. */
void fetch_close(struct fetch *f);

#endif

/* The hosts that are asked for pages: how they want to be treated.
 *
 * Times are seconds on any clock that goes forward. */
#ifndef HOSTS_H
#define HOSTS_H

#include <stdbool.h>
#include <stddef.h>

struct hosts;
struct robots;

struct host {
	unsigned running; /* requests under way */
	double next;	  /* a page may be asked for from then on */
	double quiet;	  /* it wants to be left alone until then */
	unsigned uses;	  /* of its origins, together */
	struct origin *origin;
	struct host *chain; /* of the table */
	char name[];
};

enum robots_state {
	ROBOTS_UNKNOWN,
	ROBOTS_ASKED, /* the answer is under way */
	ROBOTS_KNOWN,
	ROBOTS_SHUT /* could not be had: nothing may be fetched */
};

/* "https://a.vn:443": robots.txt is the word of one of these. */
struct origin {
	struct host *host;
	enum robots_state state;
	double until;	       /* KNOWN and SHUT hold until then */
	struct robots *robots; /* when KNOWN; NULL: all is allowed */
	char why[256];	       /* when SHUT */
	unsigned uses;	       /* by those who hold it */
	struct origin *chain;  /* of its host */
	char name[];
};

/* NULL: memory is out. */
struct hosts *hosts_new(void);

/* The origin, with its host, and one more use; it stays until hosts_drop took
 * that back. NULL: memory is out. */
struct origin *hosts_get(
	struct hosts *h, const char *host, const char *origin, double now);
void hosts_drop(struct origin *o);

/* What the robots.txt says; r is h's then (NULL: all is allowed). */
void hosts_learn(
	struct hosts *h, struct origin *o, struct robots *r, double until);

void hosts_free(struct hosts *h);

#endif

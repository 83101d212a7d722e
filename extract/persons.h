/* The persons of an article: every place where a name stands, and who of
 * them it is. */
#ifndef PERSONS_H
#define PERSONS_H

#include "doc.h"

struct rules;

enum { PERSONS_MOST = 2000 };

/* One place where a name stands. */
struct naming {
	struct span at;		   /* bytes of text.seen */
	const struct match *match; /* the match that found it */
	struct str key;		   /* the name in small letters */
	size_t words;		   /* in it */
	size_t person;		   /* index in persons, or PERSON_NONE */
	bool raw;		   /* has no Vietnamese shape */
};

#define PERSON_NONE ((size_t)-1)

struct person {
	struct str key, text; /* the fullest form */
	bool raw;
	struct node *roles; /* a list, NULL while there is none */
};

struct persons {
	struct naming *naming; /* by place */
	size_t n;
	struct person *person;
	size_t nperson;
};

/* Finds all: matches of `_names`, and the argument `name` (place in the
 * type's groups) of the matches of `type`. All in d->mem. */
struct persons persons_find(const struct rules *r, const struct doc *d,
	unsigned type, unsigned name);

#endif

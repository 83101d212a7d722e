/* Libraries that most runs do without: loaded when they are needed, so that a
 * start does not pay for them. */
#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H

#include <stddef.h>

struct ex_err;

struct library {
	const char *name;	 /* "libsqlite3" */
	const char *package;	 /* of Debian, for who has not got it */
	const char *file[3];	 /* tried in turn; NULL where there are fewer */
	const char *const *call; /* functions, by name, ended by NULL */
};

/* Fills `to`, a struct of pointers to these functions in their order, from a
 * library that is loaded then and stays. -1: e says what is missing. */
int library_load(const struct library *l, void *to, struct ex_err *e);

#endif

/* Libraries that most runs do without: loaded when they are needed, so that a
 * start does not pay for them. */
#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H

#include <stddef.h>

struct ex_err;

/* For a list of functions, FUNCTIONS(X) with X(prefix, name) for each: the
 * members of a struct of pointers to them, and their names.
 *
 *      struct sqlite {
 *              FUNCTIONS(LIBRARY_MEMBER)
 *      };
 *      static const char *const names[] = { FUNCTIONS(LIBRARY_NAME) NULL };
 */
#define LIBRARY_MEMBER(prefix, name) __typeof__(prefix##name) *name;
#define LIBRARY_NAME(prefix, name) #prefix #name,

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

/* Reading an SQLite database, by libsqlite3. */
#ifndef BASE_SQLITE_H
#define BASE_SQLITE_H

#include "base/str.h"

struct ex_err;

/* Calls f with the first column of each row that a query selects, as text,
 * which is valid during the call. The file is not written to. -1: e says what
 * is wrong, or that f returned -1 for lack of memory. */
int sqlite_each(const char *path, const char *query,
	int (*f)(void *arg, struct str text), void *arg, struct ex_err *e);

#endif

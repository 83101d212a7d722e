/* The addresses that are to be fetched: those among the operands, then those
 * of a file, a line each, which is read as they are wanted. */
#ifndef URLS_H
#define URLS_H

#include "fetch.h"

struct urls;

/* "http://..." or "https://...". */
bool url_is(const char *text);

/* file: a path, "-", or NULL. operand must outlive it. NULL: memory is out. */
struct urls *urls_open(const char *const *operand, size_t noperand,
	const char *file, struct ex_err *e);

/* As fetch_list.next; *listed: it is of the file. Empty lines and those that
 * begin with '#' are passed over. */
enum fetch_list_result urls_next(
	struct urls *u, bool *listed, char *to, struct ex_err *e);

/* For fetch_list.fd. */
int urls_fd(const struct urls *u);

void urls_close(struct urls *u);

#endif

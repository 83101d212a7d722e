/* What went wrong: a place and one sentence, in the caller's struct ex_err. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "libextract.h"

/* Nothing went wrong, nowhere. */
void err_none(struct ex_err *e);

/* Fills e's sentence (its place is left as it is); always returns -1. */
int err_set(struct ex_err *e, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The same with a place; line and column count from 1, 0 when not known. */
int err_at(struct ex_err *e, const char *file, size_t line, size_t column,
	const char *format, ...) __attribute__((format(printf, 5, 6)));

#endif

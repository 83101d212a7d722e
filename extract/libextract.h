/* libextract: Vietnamese press articles in, structured records out. */
#ifndef LIBEXTRACT_H
#define LIBEXTRACT_H

#include <stddef.h>

/* Where something went wrong and what, in one sentence: lower case, no full
 * stop. line and column count from 1; 0 where they are not known. */
struct ex_err {
	char file[512];
	size_t line, column;
	char what[512];
};

#endif

/* JSON -> a tree of nodes. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/node.h"

struct ex_err;

/* Reads one JSON value that fills s (UTF-8), in memory of m. Whole numbers
 * keep their digits; others are written as shortly as they can be. A name
 * that stands twice in an object has its last value. Depth and the number of
 * values are bounded. -1: e's line (within s), column and sentence say what is
 * wrong. */
int json_read(struct str s, struct mem *m, struct node **out, struct ex_err *e);

/* The same, all of it by the library: what the rest is tested against. */
int json_by_library(
	struct str s, struct mem *m, struct node **out, struct ex_err *e);

#endif

/* Articles between two stages: files of state lines (state.h), read line by
 * line. */
#ifndef LINES_H
#define LINES_H

#include "doc.h"

struct ex_err;
struct lines;

/* Files and "-", none: standard input. NULL: memory is out. */
struct lines *lines_open(
	const char *const *path, size_t npath, struct ex_err *e);

/* As read_next: raw->bytes is a line, raw->uri its file and number. Empty
 * lines are passed over. */
int lines_next(
	struct lines *l, struct raw *raw, struct mem *m, struct ex_err *e);

void lines_close(struct lines *l);

#endif

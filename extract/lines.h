/* A stream cut into lines. Nothing is known of a line but its end. */
#ifndef LINES_H
#define LINES_H

#include "base/str.h"

struct ex_err;
struct lines;
struct stream;

/* NULL: memory is out. */
struct lines *lines_open(void);

/* 1: *line is the next line of s, without its end, valid until the next call;
 * s->line is its number. 0: there are no more. -1: it has more than 256 MB, or
 * bytes of it cannot be read: e says why; the next call goes on behind it
 * (where bytes were lost, with what may be the rest of a line). */
int lines_next(
	struct lines *l, struct stream *s, struct str *line, struct ex_err *e);

void lines_close(struct lines *l);

#endif

/* A stream of CSV cut into rows and cells (RFC 4180, and what programs make
 * of it: other delimiters, line ends of any kind). */
#ifndef CSV_CUT_H
#define CSV_CUT_H

#include "base/str.h"

enum { CSV_CELLS = 1024 };

struct csv_cut;
struct ex_err;
struct stream;

/* A row: all texts are valid until the next call. */
struct csv_row {
	struct str bytes; /* as it stands in the file, without its line's end */
	struct str cell[CSV_CELLS];
	size_t n;
	size_t line; /* on which it begins, from 1 */
};

/* Up to the first line's end, of either kind, whatever is quoted. */
struct str csv_first_line(struct str head);

/* The delimiter of a file that begins with head: the one of , ; | and tab
 * that its first line has most of; '\0' where it has none. */
char csv_delimiter(struct str head);

/* NULL: memory is out. */
struct csv_cut *csv_cut_open(char delimiter);

/* 1: *row is the next one that is not blank. 0: there are no more. -1: it is
 * broken, row->line says where: e says why; the next call goes on with the
 * line behind the one on which it began. */
int csv_cut_next(struct csv_cut *c, struct stream *s, struct csv_row *row,
	struct ex_err *e);

void csv_cut_close(struct csv_cut *c);

#endif

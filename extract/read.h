/* Articles from all that is named: source.c gives its streams, unpack.c what
 * is packed in them, kind.c says which kind each is, and a reader for that
 * kind (read/, one file each) takes articles out of it. */
#ifndef READ_H
#define READ_H

#include "doc.h"

struct ex_err;
struct fields_map;
struct reader;
struct web_options;

struct read_options {
	/* Files, folders, "-", addresses. Without any, and with nothing else
	 * to be fetched, standard input. */
	const char *const *path;
	size_t npath;
	const char *input; /* kind forced ("text", "jsonl"), or NULL */
	const struct fields_map *map; /* names of JSON and CSV, or NULL */
	/* What is packed may grow to so many times its size, an article to so
	 * many bytes; 0: READ_TIMES, READ_BYTES. */
	size_t times, bytes;
	/* How addresses among path are fetched, and which besides; or NULL:
	 * they are not. */
	const struct web_options *web;
};

enum { READ_TIMES = 200, READ_BYTES = 1 << 30 };

/* NULL when memory is out or the kind is unknown (e says which). Nothing is
 * opened yet. */
struct reader *read_open(const struct read_options *o, struct ex_err *e);

/* The next article into *raw, in memory of m. 1: one was read. 0: no more.
 * -1: one could not be read: e says why, raw->uri (in m) which; the next call
 * goes on with what follows. Never fails twice for the same thing. */
int read_next(
	struct reader *r, struct raw *raw, struct mem *m, struct ex_err *e);

/* Articles or files known to lie ahead, for progress; 0 when not known. */
size_t read_ahead(const struct reader *r);

void read_close(struct reader *r);

#endif

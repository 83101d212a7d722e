/* A kind of input: one file in read/. */
#ifndef READ_TYPE_H
#define READ_TYPE_H

#include <stdio.h>

#include "doc.h"

struct ex_err;

/* An open file being read. */
struct stream {
	FILE *file;          /* positioned at its start */
	struct str uri;      /* path or "-" */
	struct str head;     /* its first bytes (up to 4096), already peeked: a
				reader gets bytes through stream_read alone */
	size_t head_used;
	size_t line;         /* lines or records handed out so far */
	void *state;         /* the kind's own, freed by its close */
};

struct read_type {
	const char *name;    /* what --input takes: "jsonl" */

	/* How sure, 0 .. 100, that a file with these first bytes and this
	 * name is of this kind. */
	int (*probe)(struct str head, struct str name);

	/* As read_next, for one open file. */
	int (*next)(struct stream *s, struct raw *raw, struct mem *m,
		struct ex_err *e);

	/* May be NULL. */
	void (*close)(struct stream *s);
};

extern const struct read_type *const read_types[];
extern const size_t nread_types;

#endif

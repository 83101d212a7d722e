/* A kind of input: one file in read/. */
#ifndef READ_TYPE_H
#define READ_TYPE_H

#include "doc.h"

struct buf;
struct ex_err;
struct fields_map;

/* Something being read: a file, what lies packed in one, a page fetched. */
struct stream {
	/* The next bytes, n at most, into p: how many; 0 at the end; -1: e
	 * says why not. What comes behind a -1 lies behind a gap. Kinds call
	 * stream_read instead. */
	long (*more)(void *arg, char *p, size_t n, struct ex_err *e);
	void *arg;
	struct str uri;	 /* path, address or "-", with a NUL behind it */
	struct str name; /* whose end tells the kind: "a.csv" of a.csv.gz; p
			    NULL: uri is it */
	/* As in struct raw; p NULL where nothing is known. */
	struct str url, charset, fetched;
	struct str media; /* "text/html": said by HTTP */
	struct str head;  /* its first bytes (up to 4096), read already */
	size_t head_used; /* bytes of head that stream_read has given */
	size_t size;	  /* of the whole file, where known; else 0 */
	size_t taken;	  /* bytes that have come of `more` */
	size_t most;	  /* bytes that an article of it may have */
	size_t line;	  /* lines or records handed out so far */
	bool told;	  /* an article or a fault of it was handed out */
	const struct fields_map *map; /* --map; or NULL */
	void *state;		      /* the kind's own, freed by its close */
};

/* As s->more, the head first. */
long stream_read(struct stream *s, char *p, size_t n, struct ex_err *e);

/* Appends all that is left to b, whose memory is an arena's; s->most bytes.
 * Returns 0, or -1. */
int stream_whole(struct stream *s, struct buf *b, struct ex_err *e);

struct read_type {
	const char *name;  /* what --input takes: "jsonl" */
	bool may_be_empty; /* a file of no bytes is no fault */
	bool single;	   /* a file is one article */

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

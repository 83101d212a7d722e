/* What is packed in a stream: gzip, zstd, xz and bzip2 hold one more stream;
 * tar and zip hold entries. Nothing is written to disk. */
#ifndef UNPACK_H
#define UNPACK_H

#include "base/str.h"

struct ex_err;
struct stream;
struct unpack;

enum unpack_kind { UNPACK_NONE, UNPACK_ONE, UNPACK_MANY };

/* By its first bytes, all else by its name. */
enum unpack_kind unpack_probe(struct str head, struct str name);

/* How much may come out of what is packed. */
struct unpack_limits {
	size_t times; /* for each byte of the outermost file */
	size_t bytes; /* of one article */
};

/* from is what is packed, outermost the file (or answer) that all comes from:
 * its bytes are what growth is measured by. NULL: e says why. */
struct unpack *unpack_open(struct stream *from, const struct stream *outermost,
	const struct unpack_limits *limits, struct ex_err *e);

/* Goes to the next entry. 1: *name is its name, valid until the next call, p
 * NULL where there is but one. 0: no more. -1: e says why it cannot be had,
 * *name which (or p NULL); the next call goes on. Folders, links, hidden
 * entries and those of __MACOSX are passed over. */
int unpack_next(struct unpack *u, struct str *name, struct ex_err *e);

/* The entry's bytes, as stream.more. */
long unpack_read(void *u, char *p, size_t n, struct ex_err *e);

void unpack_close(struct unpack *u);

#endif

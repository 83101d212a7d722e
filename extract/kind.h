/* Which kind of file a stream is: by its first bytes, its name, and what the
 * server said. */
#ifndef KIND_H
#define KIND_H

#include "read_type.h"

/* The kind that --input names, or NULL. */
const struct read_type *kind_find(const char *name);

/* What begins so, in words ("PDF"), if it is something known that is not
 * read; else NULL. */
const char *kind_unread(struct str head);

/* That of s, whose head is read. NULL: e says what it is, if that is known,
 * and that it is not read. */
const struct read_type *kind_choose(const struct stream *s, struct ex_err *e);

#endif

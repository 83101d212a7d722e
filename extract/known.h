/* The articles that a collection has already, by their ids (--skip-known). */
#ifndef KNOWN_H
#define KNOWN_H

struct ex_err;
struct seen;

/* Adds to *s the ids in a file: records in JSON Lines, lines of 32 hex digits,
 * or a database that `out/load sqlite` made. Lines about articles that failed
 * have none. -1: e says where something else stands. */
int known_read(const char *path, struct seen *s, struct ex_err *e);

#endif

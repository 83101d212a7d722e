/* The files of a folder and of those in it, in byte order of their paths. */
#ifndef WALK_H
#define WALK_H

#include <stddef.h>

struct ex_err;
struct walk;

enum { WALK_WINDOW = 32768 };

/* window: how many names of a folder are kept at a time. NULL when memory is
 * out. */
struct walk *walk_new(size_t window);
void walk_free(struct walk *w);

/* Starts at a folder. -1: e says why it cannot be read. */
int walk_begin(struct walk *w, const char *folder, struct ex_err *e);

/* 1: *path is the next file, valid until the next call. 0: no more. -1: a
 * folder could not be read, *path says which; the next call goes on. Hidden
 * files, and what is neither file nor folder, are left out; a folder to which
 * several links lead is read once. */
int walk_next(struct walk *w, const char **path, struct ex_err *e);

/* Opens the file that walk_next has just given, to be read: a descriptor, or
 * -1 with errno. The folders that lead to it are gone through once for all that
 * is in the innermost. */
int walk_open(struct walk *w);

/* Files and folders known to lie ahead. */
size_t walk_ahead(const struct walk *w);

#endif

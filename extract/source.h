/* What is named to be read, one stream after the other: files, the files of
 * folders, standard input, the web. What is packed in them is read.c's. */
#ifndef SOURCE_H
#define SOURCE_H

#include <stddef.h>

struct ex_err;
struct source;
struct stream;
struct web_options;

/* Files, folders, "-" and addresses, which must outlive it; with a web (or
 * NULL) what that one fetches comes last. NULL: e says why. */
struct source *source_open(const char *const *path, size_t npath,
	const struct web_options *web, struct ex_err *e);

/* 1: *s is the next one, open until the next call. 0: there are no more. -1:
 * one could not be opened: e says why, s->uri (until the next call) which. */
int source_next(struct source *from, struct stream *s, struct ex_err *e);

/* Streams known to lie ahead; 0 when not known. */
size_t source_ahead(const struct source *from);

void source_close(struct source *from);

#endif

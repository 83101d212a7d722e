/* Where lines go: standard output, a device, or a file that appears under its
 * name when all of it is written. */
#ifndef OUTPUT_H
#define OUTPUT_H

#include <stdbool.h>

#include "base/str.h"

struct ex_err;
struct output;

/* path NULL or "-": standard output. NULL: e says why. */
struct output *output_open(const char *path, struct ex_err *e);

/* A file that is written under its own name, from its byte `size` on: what is
 * there goes. at_once: nothing is kept. NULL: e says why. */
struct output *output_continue(
	const char *path, size_t size, bool at_once, struct ex_err *e);

/* May keep the bytes until more have come. -1: e says why; nothing is
 * written after that. e's sentence is empty where who reads from us has gone
 * away: that is no fault. */
int output_write(struct output *o, struct str s, struct ex_err *e);

/* Writes what was kept and waits until all is on disk; *size: bytes of the
 * file. -1 as output_write. */
int output_sync(struct output *o, size_t *size, struct ex_err *e);

/* Writes what was kept, closes, gives the file its name, and frees o; -1
 * where that failed or an output_write did before: then no file is left. */
int output_close(struct output *o, struct ex_err *e);

/* Closes and frees without a result: a file that was being made is removed,
 * one that was continued has what was written. */
void output_drop(struct output *o);

bool output_is_terminal(const struct output *o);

#endif

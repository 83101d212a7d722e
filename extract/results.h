/* Where a run's results go: lines to the output, failures to the file of
 * --errors, and to the journal of --resume what has been done. */
#ifndef RESULTS_H
#define RESULTS_H

#include <stdbool.h>

#include "base/str.h"

struct ex_err;
struct failure;
struct output;
struct raw;
struct results;

struct results_options {
	const char *output;  /* NULL or "-": standard output */
	const char *errors;  /* or NULL */
	const char *journal; /* or NULL; then output is a file */
	const char *format;
};

/* NULL: e says why. With a journal the output goes on where the journal says
 * that it was whole. */
struct results *results_open(const struct results_options *o, struct ex_err *e);

/* Nothing was written by an earlier run. */
bool results_are_new(const struct results *r);

struct output *results_output(const struct results *r);

/* An article that an earlier run has done; each time that it has counts. The
 * second one asks for a page that is nothing else, before it is fetched; both
 * may be called by several threads. */
bool results_take(struct results *r, struct str uri);
bool results_take_whole(struct results *r, struct str uri);

/* The functions below return -1 where e says what could not be written; none
 * writes anything after that. */
int results_write(struct results *r, struct str lines, struct ex_err *e);
int results_failed(
	struct results *r, const struct failure *f, struct ex_err *e);

/* An article whose lines, if it has any, were written. */
void results_done(struct results *r, const struct raw *raw);

/* Writes to the journal, once a second. */
int results_tick(struct results *r, struct ex_err *e);

/* All is done. Frees r in any case. */
int results_close(struct results *r, struct ex_err *e);

/* Something went wrong: an output that is no journal's disappears. */
void results_drop(struct results *r);

#endif

/* Many articles through the stages by several threads; what comes out is in
 * the order of what went in, and memory is bounded.
 *
 *   reader -> [slot][slot][slot]... -> writer
 *              \ workers, one slot each /
 *
 * A slot holds a few articles, what was made of them and what failed. */
#ifndef POOL_H
#define POOL_H

#include "work.h"

/* Where articles come from, in the manner of read.h: called by one thread. */
struct pool_source {
	/* 2: one that is not wanted was passed over. */
	int (*next)(
		void *arg, struct raw *raw, struct mem *m, struct ex_err *e);
	size_t (*ahead)(void *arg); /* may be NULL */
	void *arg;
};

/* Where lines and failures go: called by the thread that called pool_run. */
struct pool_sink {
	/* -1: nothing more is wanted. */
	int (*write)(void *arg, struct str lines, struct ex_err *e);
	int (*failed)(void *arg, const struct failure *f, struct ex_err *e);
	/* Each article, behind its lines; may be NULL. */
	void (*done)(void *arg, const struct raw *raw);
	/* After each slot, and at least four times a second. */
	int (*tick)(void *arg, const struct tally *done, size_t ahead,
		struct ex_err *e);
	void *arg;
};

/* Runs all articles. workers 1: in this thread, without others. -1: e says
 * what sink.write said, or that there was no memory to begin with. *total is
 * filled in any case. */
int pool_run(const struct work *work, unsigned workers,
	const struct pool_source *source, const struct pool_sink *sink,
	struct tally *total, struct ex_err *e);

#endif

/* values -> lines. One file in emit/ an output format. */
#ifndef EMIT_H
#define EMIT_H

#include "base/buf.h"
#include "doc.h"
#include "rules.h"

struct ex_err;

struct emit_type {
	const char *name; /* what --format takes: "jsonl" */
	const char *help;

	/* What stands before the first article and behind the last; NULL:
	 * nothing does. */
	const char *head, *tail;

	/* Appends all lines of one article to out. */
	void (*record)(
		const struct doc *d, const struct rules *r, struct buf *out);

	/* Appends the line for an article that failed in a stage; NULL: such
	 * an article has no line. */
	void (*failure)(const struct doc *d, const char *stage,
		const struct ex_err *e, struct buf *out);
};

/* Registered by their file names (the Makefile makes the list). */
extern const struct emit_type *const emit_types[];
extern const size_t nemit_types;

/* The format of that name, or NULL. */
const struct emit_type *emit_find(const char *name);

#endif

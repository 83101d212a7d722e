/* One article from its first stage to its last: what a worker does. */
#ifndef WORK_H
#define WORK_H

#include "base/buf.h"
#include "doc.h"
#include "flow.h"
#include "libextract.h"

struct emit_type;
struct scratch;
struct seen;

/* What is wanted of every article; fixed while workers run. */
struct work {
	const struct rules *rules;
	const struct emit_type *format;
	enum stage from, to;
	bool lines;	      /* articles come as state lines (state.h) */
	struct str charset;   /* of all articles, whatever they say; p may be
				 NULL */
	bool any_language;    /* rules run on other languages too */
	bool explain;	      /* those that lost are wanted too */
	struct str published; /* of articles that do not say; p may be NULL */
	size_t memory;	      /* bytes that one article may use; 0: any */
	const struct seen *known; /* ids of articles that are not written
				     again; or NULL */
};

/* Of one thread: an arena, emptied for each article, and scratch. */
struct worker {
	const struct work *work;
	struct mem mem;
	struct scratch *scratch;
};

/* An article that failed. */
struct failure {
	struct str uri;
	const char *stage;
	struct ex_err err;
	bool told; /* by the program that this one reads from */
	struct failure *next;
};

struct tally {
	size_t articles, failed, mentions, warnings;
	size_t known; /* articles that were not written again */
	size_t bytes; /* of articles as read */
};

/* The scratch is made with the first article that is matched. */
void worker_open(struct worker *w, const struct work *work);
void worker_close(struct worker *w);

/* Takes one article as it was read through the stages, appends its lines to
 * out and adds to *tally. A failure is appended to out in the way of the
 * format, and returned, in memory of `keep`; else NULL. */
struct failure *worker_article(struct worker *w, const struct raw *raw,
	struct mem *keep, struct buf *out, struct tally *tally);

/* The same for an article that could not be read; uri is raw's. */
struct failure *worker_unread(struct worker *w, const struct raw *raw,
	const struct ex_err *e, struct mem *keep, struct buf *out,
	struct tally *tally);

#endif

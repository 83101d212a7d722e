/* An article between two stages as one JSON line, so that
 *     extract --to match FILE | extract --from value
 * writes the same as one run. A line holds what later stages read, no more:
 * behind decode the raw bytes are gone (their sum stays), behind article the
 * page, behind normal the article as it stood there. Offsets are bytes. */
#ifndef STATE_H
#define STATE_H

#include "base/buf.h"
#include "doc.h"
#include "flow.h"

struct ex_err;
struct rules;

/* Appends the line of an article for which the stages up to `done` (read ..
 * value) are done. */
void state_write(const struct doc *d, const struct rules *r, enum stage done,
	struct buf *out);

/* Fills d (its mem is set, all else empty) from such a line; *done is the
 * last stage that it has. What is found in d then is as safe to use as what
 * the stages make: spans lie in their texts, between letters, and rules and
 * types are those of r. 1: the line is of an article that failed (what
 * emit_jsonl writes then): *done is the stage that failed and e says why; its
 * source is in d. -1: e says what is wrong with the line. */
int state_read(struct str line, struct doc *d, const struct rules *r,
	enum stage *done, struct ex_err *e);

#endif

/* text -> matches: rules run phase by phase, overlaps settled in each.
 *
 * A phase sees the text with all that earlier phases found put as single
 * symbols, private-use characters, one a type ("trước {@dates}"). In one
 * phase the rule with the higher priority wins an overlap, then the longer
 * match, then the earlier one, then the rule that stands first. A match of a
 * later phase that takes in a match of its own type speaks for it, and
 * inherits the arguments that it lacks. */
#ifndef MATCH_H
#define MATCH_H

#include "doc.h"
#include "find.h"
#include "rules.h"

struct ex_err;

/* Fills d->match (and d->loser where d->explain). */
int match(struct doc *d, const struct rules *r, struct scratch *s,
	struct ex_err *e);

/* Groups for a match, none of which took part. */
struct span *match_groups(struct mem *m, unsigned n);

/* The bytes of text.seen that a match, or its argument i, covers. A constant
 * given by `set:` is found where the group did not take part. */
struct str match_text(const struct doc *d, const struct match *m);
struct str match_arg(const struct doc *d, const struct match *m, unsigned i);

/* The first match of that type, at or after index `from`, that lies wholly
 * in `within` (bytes of text.seen); NULL when there is none. With
 * `absorbed` set those that were taken in count too. */
const struct match *match_inside(const struct doc *d, unsigned type,
	struct span within, size_t from, bool absorbed);

/* The range of text.out for a range of text.seen; SPAN_NONE stays. */
struct span text_span_out(const struct text *t, struct span seen);

#endif

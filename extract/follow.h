/* Where symbols of some types follow in the same line of a view:
 *
 *      Ông An đến. Ông R họp.          R: the symbol
 *      -----------------              R follows
 */
#ifndef FOLLOW_H
#define FOLLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct view;

/* All bytes from one to another. */
struct follow_part {
	uint32_t from, to;
};

struct follow {
	uint32_t *line; /* where the lines of the text begin, then the most */
	size_t nline, line_cap;
	/* from a line's start to the last of the symbols in it, each once, in
	 * order; then one behind the text */
	struct follow_part *part;
	size_t at; /* of the part that was asked for last */
};

/* All zero before it; reads a text. -1 when memory is out. */
int follow_text(struct follow *f, struct str seen);
void follow_close(struct follow *f);

/* From now on for the types `types`, a bit each, of the view of that text: line
 * ends in symbols are none. False where there is no such symbol. */
bool follow_find(struct follow *f, const struct view *v, uint64_t types);

/* Does such a symbol begin there or further on in the line? Fast where places
 * are asked in order. */
static inline bool
follow_has(struct follow *f, size_t at)
{
	if (f->at > 0 && f->part[f->at - 1].to >= at)
		f->at = 0;
	while (f->part[f->at].to < at)
		f->at++;
	return f->part[f->at].from <= at;
}

#endif

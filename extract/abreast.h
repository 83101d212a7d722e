/* A walk with all tries side by side.
 *
 * confirm.c takes one way through the steps after the other, as PCRE2 does.
 * Here all ways that are still open go on together, letter by letter, the
 * order of tries kept: where `(?<n>\d{1,2}|\d)/` has read "3", it is at
 *
 *      another digit;   "/" of the first way;   "/" of the second
 *
 * and that is a node. What becomes of a node by the next byte is found out once
 * and kept, so that the same way through other texts is a look-up a byte: no
 * try is made in vain, and nothing is given back. (Automata made so while they
 * run are those of dfa.h as well; these keep the order, and by what came of
 * what the groups are found from the end.)
 *
 * Where it depends on what stands around, the node asks: a walk of that part
 * alone gives the answer, and the answer is read as a letter is.
 *
 * Tables are one thread's, bounded, and thrown away when they are full. */
#ifndef ABREAST_H
#define ABREAST_H

#include "confirm.h"

struct abreast; /* of one thread, for one `struct confirms` */
struct mark;

/* NULL: no memory. */
struct abreast *abreast_new(void);
void abreast_free(struct abreast *a);

/* Does what begins at step `begin` match at byte `at`? 1: it does, up to *end;
 * its groups are opened and closed at `mark` (room for MARKS_MOST), *n times.
 * CONFIRM_NONE; or CONFIRM_UNKNOWN: it is to be walked. */
int abreast(struct abreast *a, const struct confirms *c, uint32_t begin,
	struct str text, uint32_t at, uint32_t *end, struct mark **mark,
	uint32_t *n);

#endif
